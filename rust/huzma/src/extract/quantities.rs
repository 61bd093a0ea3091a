//! What a number counts or measures.
//!
//! ```text
//! quantity := number (% | في المئة) | sign number | number sign | number currency nationality?
//!           | number unit power? | number noun | number أخرى
//! ```
//!
//! A noun that no table has is taken where it agrees: from 11 to 99 the accusative singular with its tanween, from 3 to 10
//! a plural by its shape, with hundreds and thousands the genitive singular.

use super::dates::Grammar;
use super::fold::Key;
use super::numbers::Parsed;
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Gap, Sort, marks};
use crate::lexicon::units::{COUNTED, CURRENCIES, CURRENCY_CODES, CURRENCY_SIGNS, Measure, POWERS, UNITS};

/// Adjectives of the mile of the sea.
const NAUTICAL: [Key; 5] = [
    Key::constant("بحري"),
    Key::constant("بحرية"),
    Key::constant("بحريا"),
    Key::constant("بحريين"),
    Key::constant("بحريان"),
];

/// What stands behind a number.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counted {
    pub(super) end: usize,
    /// The words of the noun: from, to.
    pub(super) noun: (usize, usize),
    /// The singular.
    pub(super) unit: Option<String>,
    /// The code in UCUM or ISO 4217.
    pub(super) code: Option<String>,
    pub(super) measure: Option<Measure>,
    /// Codes that the name of a currency may stand for.
    pub(super) candidates: Vec<&'static str>,
    pub(super) rule: Rule,
}

impl Counted {
    pub(super) fn new(end: usize, noun: usize, rule: Rule) -> Self {
        Self { end, noun: (noun, end), unit: None, code: None, measure: None, candidates: Vec::new(), rule }
    }
}

impl Grammar<'_, '_> {
    /// What a number counts that ends before a word.
    pub(super) fn counted(&self, number: &Parsed) -> Option<Counted> {
        let words = self.words;
        let at = number.end;
        if let Some(end) = self.percent(at) {
            let measure = Some(Measure::Percent);
            return Some(Counted {
                unit: Some("%".into()),
                code: Some("%".into()),
                measure,
                ..Counted::new(end, at, Rule::Percent)
            });
        }
        let word = words.on_line(at)?;
        if word.sort == Sort::Mark {
            let code = sign(words.text_of(at))
                .filter(|_| word.gap == Gap::None || words.sort(at + 1) != Some(Sort::Number))?;
            return Some(money(Counted::new(at + 1, at, Rule::Money), code, None));
        }
        if word.sort != Sort::Word {
            return None;
        }
        // A separator between number and noun is none of the sentence: مليون و200 ألف دولار has none either.
        if word.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION) != 0 {
            return None;
        }
        self.known(at, word.proclitics & proclitic::AL != 0).or_else(|| self.by_agreement(number, at))
    }

    /// % or its words at a word that goes on the line.
    pub(super) fn percent(&self, at: usize) -> Option<usize> {
        let words = self.words;
        let word = words.on_line(at)?;
        if word.sort == Sort::Mark {
            return words.is_mark(at, marks!("%٪")).then_some(at + 1);
        }
        let hundred = |at: usize| words.is(at, K::Percent) && words.on_line(at).is_some();
        if words.is(at, K::In) && word.proclitics == 0 && hundred(at + 1) {
            return Some(at + 2);
        }
        let text = words.text_of(at);
        let glued = ["بالم", "بالما", "فيالم"].iter().any(|head| text.starts_with(head));
        (glued && words.is(at, K::Percent)).then_some(at + 1)
    }

    pub(super) fn known(&self, at: usize, article: bool) -> Option<Counted> {
        let words = self.words;
        for sense in words.senses(at) {
            match sense {
                Sense::Currency(index) => {
                    let currency = &CURRENCIES[usize::from(*index)];
                    let mut counted = Counted::new(at + 1, at, Rule::Money);
                    counted.unit = Some(currency.lemma.to_owned());
                    counted.measure = Some(Measure::Money);
                    let of = self.nationality(at + 1, currency.of);
                    if let Some(code) = of {
                        counted.code = Some(code.to_owned());
                        counted.end += 1;
                    } else if let Some(code) = currency.code {
                        counted.code = Some(code.to_owned());
                    } else {
                        for (_, code) in currency.of {
                            if !counted.candidates.contains(code) {
                                counted.candidates.push(*code);
                            }
                        }
                    }
                    // أوقية weighs gold where no country is named.
                    if currency.lemma == "أوقية" && of.is_none() {
                        continue;
                    }
                    return Some(counted);
                }
                Sense::CurrencyCode(index) => {
                    let code = CURRENCY_CODES[usize::from(*index)];
                    return Some(money(Counted::new(at + 1, at, Rule::Money), code, None));
                }
                Sense::Unit(index) => {
                    let unit = &UNITS[usize::from(*index)];
                    if unit.code == "Cel" && (article || !self.is_temperature(at)) {
                        continue;
                    }
                    let mut counted = Counted::new(at + 1, at, Rule::Measure);
                    counted.unit = Some(unit.lemma.to_owned());
                    counted.measure = Some(unit.measure);
                    counted.code = Some(unit.code.to_owned());
                    if unit.measure == Measure::Length {
                        let key = words.on_line(at + 1).and_then(|_| words.whole_key(at + 1));
                        if let Some((word, power, measure)) =
                            POWERS.iter().find(|(word, ..)| key.is_some() && Key::of_word(word) == key)
                        {
                            let square = if word.starts_with("مربع") { "مربع" } else { "مكعب" };
                            counted.unit = Some(format!("{} {square}", unit.lemma));
                            counted.code = Some(format!("{}{power}", unit.code));
                            counted.measure = Some(*measure);
                            counted.end += 1;
                        }
                        if unit.code == "[mi_i]" && key.is_some_and(|key| NAUTICAL.contains(&key)) {
                            counted.unit = Some("ميل بحري".to_owned());
                            counted.code = Some("[nmi_i]".to_owned());
                            counted.end += 1;
                        }
                    } else if unit.code == "Cel" && words.goes(at + 1, K::Celsius) {
                        counted.end += 1;
                    }
                    if let Some(end) = self.per_hour(counted.end)
                        && matches!(unit.code, "km" | "m" | "[mi_i]" | "kW" | "MW" | "GW")
                    {
                        // A watt for an hour is an energy, a kilometre in an hour a speed.
                        let speed = unit.measure == Measure::Length;
                        let (sign, joint) = if speed { ("/", " في ال") } else { (".", " ") };
                        counted.code = Some(format!("{}{sign}h", unit.code));
                        counted.unit = Some(format!("{}{joint}ساعة", unit.lemma));
                        counted.measure = Some(if speed { Measure::Speed } else { Measure::Energy });
                        counted.end = end;
                    }
                    return Some(counted);
                }
                _ => {}
            }
        }
        words.senses(at).iter().find_map(|sense| match sense {
            Sense::Counted(index) => {
                let lemma = COUNTED[usize::from(*index)].0;
                Some(Counted { unit: Some(lemma.to_owned()), ..Counted::new(at + 1, at, Rule::Counted) })
            }
            Sense::Elliptic if !article => Some(Counted::new(at + 1, at, Rule::Elliptic)),
            _ => None,
        })
    }

    /// في الساعة, بالساعة, /ساعة
    fn per_hour(&self, at: usize) -> Option<usize> {
        let words = self.words;
        words.on_line(at)?;
        if words.text_of(at) == "بالساعة" {
            return Some(at + 1);
        }
        let next = words.on_line(at + 1)?;
        let slash = words.is_mark(at, marks!("/"))
            && next.gap == Gap::None
            && matches!(words.text_of(at + 1), "ساعة" | "س" | "الساعة");
        let within =
            words.goes(at, K::In) && words.is(at + 1, K::ClockHour) && words.sort(at + 2) != Some(Sort::Number);
        (slash || within).then_some(at + 2)
    }

    /// Whether degrees are of temperature: مئوية, تحت الصفر, or الحرارة before them; not those of an earthquake or a school.
    fn is_temperature(&self, at: usize) -> bool {
        const NEAR: usize = 12;
        let words = self.words;
        if words.goes(at + 1, K::Celsius) || matches!(words.text_of(at + 1), "تحت" | "فهرنهايت" | "مئوي")
        {
            return true;
        }
        let heat = |at: usize| {
            let text = words.text_of(at);
            text.contains("حرار") || text.ends_with("ناقص") || text.contains("طقس") || text.ends_with("رطوبة")
        };
        (at.saturating_sub(NEAR)..at).rev().take_while(|at| words.on_line(at + 1).is_some()).any(heat)
    }

    /// The code of a currency by the adjective at a word that goes on the line.
    fn nationality(&self, at: usize, of: &[(&str, &'static str)]) -> Option<&'static str> {
        let word = self.words.on_line(at).filter(|word| word.sort == Sort::Word)?;
        let key = Key::of_word(self.words.text.get(word.span.range())?)?;
        let ends = |key: Key, endings: &[&str]| {
            endings.iter().any(|ending| Key::of_word(ending).is_some_and(|e| key.last() == e.letter(0)))
        };
        let mut stems = vec![key];
        // سعودية, سعوديا
        if ends(key, &["ة", "ا"]) {
            stems.push(key.without_last());
        }
        // دولاران كنديان
        if ends(key, &["ن"]) {
            stems.push(key.without_last().without_last());
        }
        of.iter().find(|(stem, _)| Key::of_word(stem).is_some_and(|stem| stems.contains(&stem))).map(|(_, code)| *code)
    }

    /// A noun that no table has.
    fn by_agreement(&self, number: &Parsed, at: usize) -> Option<Counted> {
        let words = self.words;
        let word = words.on_line(at)?;
        let open = words.senses(at).iter().all(|sense| {
            matches!(
                sense,
                Sense::Title
                    | Sense::Rank
                    | Sense::Institution
                    | Sense::NamedKind
                    | Sense::TermKind
                    | Sense::TermHead
                    | Sense::Organisation
                    | Sense::City
                    | Sense::Agency
                    | Sense::Name
            )
        });
        if !open || word.proclitics != 0 || word.gap == Gap::Line {
            return None;
        }
        let text = words.text_of(at);
        let key = Key::of_word(text).filter(|key| !key.is_latin())?;
        let letters: Vec<char> = text.chars().filter(|letter| crate::chars::is_arabic_letter(*letter)).collect();
        if key.len() < 3
            || letters.starts_with(&['ا', 'ل'])
            || letters.starts_with(&['ل', 'ل'])
            || letters.starts_with(&['و'])
            || letters.starts_with(&['ب', 'ا', 'ل'])
        {
            return None;
        }
        let tanween = text.ends_with("اً") || text.ends_with("ًا") || text.ends_with('ا');
        let bare: String = letters.iter().collect();
        let ends = |ending: &str| bare.ends_with(ending);
        let mut stem = bare.clone();
        // A year beside a noun is rather a year.
        let year = number.plain && number.value.to_integer().is_some_and(|value| (1900..=2100).contains(&value));
        let modulo = number.value.to_integer().map(|value| value.rem_euclid(100));
        let fits = match modulo {
            Some(3..=10) => {
                let plural = ends("ات") || ends("ين") || ends("اء") || ends("ى") || is_broken_plural(&letters);
                if ends("ات") && letters.len() > 4 {
                    stem.truncate(stem.len() - "ات".len());
                    stem.push('ة');
                } else if ends("ين") && letters.len() > 4 {
                    stem.truncate(stem.len() - "ين".len());
                }
                plural && !year
            }
            Some(11..=99) => {
                if tanween {
                    stem.pop();
                    true
                } else {
                    (ends("ة") || ends("اء") || ends("ى")) && !year
                }
            }
            // Hundreds and thousands, and decimals.
            _ => {
                let verb = matches!(letters.first(), Some('ي' | 'ت' | 'س')) && !ends("ة") && !ends("ي");
                !year && !verb && !tanween && letters.last() != Some(&'ت')
            }
        };
        fits.then(|| Counted { unit: Some(stem), ..Counted::new(at + 1, at, Rule::Counted) })
    }

    /// A sign of a currency before a number.
    pub(super) fn sign_before(&self, first: usize) -> Option<&'static str> {
        let words = self.words;
        let next = words.on_line(first + 1)?;
        (words.sort(first) == Some(Sort::Mark) && next.sort == Sort::Number && next.gap == Gap::None)
            .then(|| sign(words.text_of(first)))?
    }
}

pub(super) fn money(counted: Counted, code: &'static str, unit: Option<&str>) -> Counted {
    let lemma =
        CURRENCIES.iter().find(|currency| currency.code == Some(code)).map(|currency| currency.lemma.to_owned());
    Counted {
        unit: unit.map(str::to_owned).or(lemma),
        code: Some(code.to_owned()),
        measure: Some(Measure::Money),
        ..counted
    }
}

pub(super) fn sign(text: &str) -> Option<&'static str> {
    CURRENCY_SIGNS.iter().find(|(sign, _)| *sign == text).map(|(_, code)| *code)
}

/// أفعال, أفعلة, مفاعل, فعائل, فعال, فعول.
fn is_broken_plural(letters: &[char]) -> bool {
    match letters {
        ['أ' | 'ا', _, _, 'ا' | 'و', _] | ['أ', _, _, 'ة', ..] | ['أ', _, _, _, 'ة'] => true,
        [_, _, 'ا', _, _] | [_, _, 'ا', _, _, _] | [_, 'و', 'ا', _, _, ..] => letters[0] != 'ي',
        [_, _, 'ا' | 'و', _] => letters[0] != 'ي',
        [first, _, _] => !matches!(first, 'ي' | 'ت' | 'و' | 'ف'),
        _ => false,
    }
}
