//! Numbers: digits, words and both together, up to where the number ends.
//!
//! ```text
//! number   := term (و term)*            powers of ten fall: مليون و200 ألف و5
//! term     := below? power* | twice     ثلاثة آلاف, ألفان, 2,4 مليار, ألف مليار
//! below    := digits | hundreds (و units)? (و tens)? | units و tens | teen
//! teen     := unit عشر
//! fraction := نصف, ثلاثة أرباع, number ونصف, نصف مليون
//! ordinal  := الخامس, الخامس عشر, الخامس والعشرون
//! ```

use super::digits::Digits;
use super::fold::Key;
use super::value::Decimal;
use super::vocabulary::{Sense, proclitic};
use super::words::{Gap, Sort, Words};
use crate::lexicon::numerals::Cardinal;

/// A number in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Parsed {
    pub(super) value: Decimal,
    /// The other reading of a separator.
    pub(super) other: Option<Decimal>,
    /// The exact value where it is no decimal fraction.
    pub(super) ratio: Option<(u32, u32)>,
    /// The word behind the last one.
    pub(super) end: usize,
    /// Whether all of it is one token of digits without a separator.
    pub(super) plain: bool,
    /// Whether digits have part in it.
    pub(super) digits: bool,
    /// Whether words have part in it.
    pub(super) words: bool,
    /// The digits begin with 0, as codes and telephone numbers do.
    pub(super) zero: bool,
}

/// The number that begins at a word.
pub(super) fn number(words: &Words<'_>, first: usize, spoken: bool) -> Option<Parsed> {
    let mut parser = Parser { words, spoken, at: first };
    let parsed = parser.number()?;
    Some(Parsed { end: parser.at, ..parsed })
}

struct Parser<'w, 't> {
    words: &'w Words<'t>,
    spoken: bool,
    at: usize,
}

/// A number below a thousand in words, or one in digits.
struct Below {
    value: Decimal,
    other: Option<Decimal>,
    plain: bool,
    digits: bool,
    zero: bool,
}

impl Parser<'_, '_> {
    fn number(&mut self) -> Option<Parsed> {
        if let Some(parsed) = self.fraction() {
            return Some(parsed);
        }
        let mut total: Option<Decimal> = None;
        let mut smallest = u8::MAX;
        let (mut digits, mut in_words, mut other, mut plain, mut zero) = (false, false, None, true, false);
        let mut last_power = 0;
        loop {
            let start = self.at;
            let first = total.is_none();
            if !first && !self.joined() {
                self.at = start;
                break;
            }
            let Some((value, power, below)) = self.term(smallest, first) else {
                self.at = start;
                break;
            };
            if let Some(below) = &below {
                digits |= below.digits;
                in_words |= !below.digits;
                other = if first { below.other } else { None };
                plain &= below.plain;
                zero |= below.zero;
            }
            in_words |= power > 0;
            plain &= power == 0 && first;
            total = Some(match total {
                None => value,
                Some(sum) => match sum.plus(value) {
                    Some(sum) => sum,
                    None => {
                        self.at = start;
                        break;
                    }
                },
            });
            smallest = power;
            last_power = power;
            if power == 0 {
                break;
            }
            other = other.and_then(|reading| reading.shifted(power));
        }
        let mut value = total?;
        // مليون ونصف, خمسة ونصف
        if let Some((numerator, denominator, end)) = self.half() {
            let unit = Decimal::ratio(numerator, denominator)?.shifted(last_power)?;
            value = value.plus(unit)?;
            (self.at, in_words, plain, other) = (end, true, false, None);
        }
        Some(Parsed { value, other, ratio: None, end: self.at, plain, digits, words: in_words, zero })
    }

    /// Whether و joins the term at the cursor to what stands before; a و alone is stepped over.
    fn joined(&mut self) -> bool {
        let Some(word) = self.words.on_line(self.at) else { return false };
        if word.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION) != proclitic::WAW {
            return word.proclitics == 0 && self.is_and_eleven(self.at);
        }
        if word.sort == Sort::Proclitic {
            if word.proclitics != proclitic::WAW {
                return false;
            }
            self.at += 1;
            return self.words.on_line(self.at).is_some();
        }
        word.sort == Sort::Word
    }

    /// A term smaller than `smallest`, the power of ten before it: its value, its own power.
    fn term(&mut self, smallest: u8, first: bool) -> Option<(Decimal, u8, Option<Below>)> {
        if let Some(Cardinal::TwoOfPower(power)) = self.cardinal(self.at)
            && power < smallest
        {
            self.at += 1;
            return Some((Decimal::from_integer(2).shifted(power)?, power, None));
        }
        if let Some(Cardinal::Power(power)) = self.cardinal(self.at) {
            // ملايين by itself is no number.
            if power < smallest && !self.is_plural(self.at) {
                // مليونا دولار is two of them; بلغت مليونا is one.
                let two = first && self.is_dual_construct(self.at);
                self.at += 1;
                if two {
                    return Some((Decimal::from_integer(2).shifted(power)?, power, None));
                }
                let (value, power) = self.higher(Decimal::from_integer(1).shifted(power)?, power, smallest)?;
                return Some((value, power, None));
            }
            return None;
        }
        let before = self.at;
        let below = self.below()?;
        let limit = below.digits && !first;
        let mut value = below.value;
        let mut power = 0;
        if let Some(next) = self.power(self.at) {
            if next >= smallest {
                self.at = before;
                return None;
            }
            self.at += 1;
            (value, power) = self.higher(value.shifted(next)?, next, smallest)?;
        }
        // Behind a larger power there must be less than it: مليون و200, not ألف و2000.
        if !first
            && power == 0
            && smallest < u8::MAX
            && value.to_integer()? >= 10i128.checked_pow(u32::from(smallest))?
        {
            self.at = before;
            return None;
        }
        if limit && power == 0 && (below.zero || value.to_integer().is_none()) {
            self.at = before;
            return None;
        }
        Some((value, power, Some(below)))
    }

    /// ألف مليار: a power on a power.
    fn higher(&mut self, value: Decimal, power: u8, smallest: u8) -> Option<(Decimal, u8)> {
        if let Some(next) = self.power(self.at)
            && next > power
            && power.saturating_add(next) < smallest.max(16)
            && !self.words.has_article(self.at)
        {
            self.at += 1;
            return Some((value.shifted(next)?, power + next));
        }
        Some((value, power))
    }

    /// The power at a word that follows without و.
    fn power(&self, at: usize) -> Option<u8> {
        let word = self.words.on_line(at)?;
        if word.proclitics & !proclitic::AL != 0 {
            return None;
        }
        match self.cardinal(at) {
            Some(Cardinal::Power(power)) => Some(power),
            _ => None,
        }
    }

    fn is_plural(&self, at: usize) -> bool {
        let text = self.words.text_of(at);
        ["ملايين", "مليارات", "بلايين", "ليونات"].iter().any(|plural| text.ends_with(plural))
            || self
                .words
                .key(at)
                .is_some_and(|key| key == const { Key::constant("آلاف") } || key == const { Key::constant("الآف") })
    }

    /// ألفا ريال: without its nun, before a noun without an article.
    fn is_dual_construct(&self, at: usize) -> bool {
        let text = self.words.text_of(at);
        let noun = || {
            self.words
                .senses_on_line(at + 1)
                .iter()
                .any(|sense| matches!(sense, Sense::Counted(_) | Sense::Unit(_) | Sense::Currency(_) | Sense::Time(..)))
        };
        let word = self.words.on_line(at + 1).filter(|word| word.sort == Sort::Word && word.proclitics == 0);
        self.words.proclitics(at) & proclitic::AL == 0
            && ["ألفا", "الفا", "مليونا", "مليارا"].iter().any(|dual| text.ends_with(dual))
            && word.is_some()
            && noun()
    }

    fn cardinal(&self, at: usize) -> Option<Cardinal> {
        self.words.sense(at, |sense| match sense {
            Sense::Cardinal(cardinal) => Some(*cardinal),
            Sense::Spoken(cardinal) if self.spoken => Some(*cardinal),
            _ => None,
        })
    }

    /// Digits, or words below a thousand.
    fn below(&mut self) -> Option<Below> {
        let word = self.words.get(self.at)?;
        if word.sort == Sort::Number {
            return self.digits();
        }
        if word.sort == Sort::Proclitic {
            // الـ48, و105: the number is glued to it, or follows الـ behind a space.
            let next = self.words.on_line(self.at + 1)?;
            if next.sort != Sort::Number || next.gap != Gap::None && word.proclitics & proclitic::AL == 0 {
                return None;
            }
            self.at += 1;
            return self.digits();
        }
        let (value, end) = self.spelled(self.at)?;
        self.at = end;
        let value = Decimal::from_integer(i128::from(value));
        Some(Below { value, other: None, plain: false, digits: false, zero: false })
    }

    fn digits(&mut self) -> Option<Below> {
        match self.words.digits(self.at) {
            Digits::Number { value, other, plain, zero, .. } => {
                self.at += 1;
                let mut below = Below { value, other, plain, digits: true, zero };
                if plain && !zero {
                    self.parted(&mut below);
                }
                Some(below)
            }
            Digits::Slash { left, right, lengths } if left < right && right <= 100 && lengths[0] <= 2 => {
                self.at += 1;
                let value = Decimal::ratio(left, right)?;
                Some(Below { value, other: None, plain: false, digits: true, zero: false })
            }
            _ => None,
        }
    }

    /// 10 000 and 1،234: groups of three behind a space or an Arabic comma, which may also part two numbers.
    fn parted(&mut self, below: &mut Below) {
        let length = |at: usize| self.words.text_of(at).chars().count();
        let group = |at: usize| match self.words.digits(at) {
            Digits::Number { value, plain: true, .. } => value.to_integer(),
            _ => None,
        };
        if !(1..=3).contains(&length(self.at - 1)) || below.value.to_integer() == Some(0) {
            return;
        }
        let mut value = below.value.to_integer().unwrap_or(0);
        let mut at = self.at;
        let mut comma = false;
        loop {
            let (index, is_comma) = match self.words.on_line(at) {
                Some(word) if word.sort == Sort::Number && word.gap == Gap::Space && self.is_one_space(at) => {
                    (at, false)
                }
                Some(word) if word.gap == Gap::None && self.words.text_of(at) == "،" => (at + 1, true),
                _ => break,
            };
            let glued = self.words.on_line(index).is_some_and(|word| !is_comma || word.gap == Gap::None);
            let Some(next) = group(index).filter(|_| glued && length(index) == 3) else { break };
            // A further group with a length of its own makes a list of it.
            if self.words.on_line(index + 1).is_some_and(|word| word.sort == Sort::Number && length(index + 1) != 3) {
                return;
            }
            comma |= is_comma;
            value = value * 1000 + next;
            at = index + 1;
            if value > 10i128.pow(18) {
                break;
            }
        }
        if at > self.at {
            self.at = at;
            below.other = comma.then_some(below.value);
            below.value = Decimal::from_integer(value);
            below.plain = false;
        }
    }

    fn is_one_space(&self, at: usize) -> bool {
        let (Some(before), Some(word)) = (self.words.get(at - 1), self.words.get(at)) else { return false };
        let gap = self.words.text.get(before.span.end as usize..word.span.start as usize).unwrap_or_default();
        gap.chars().count() == 1
    }

    /// A spelled number below a thousand.
    fn spelled(&self, first: usize) -> Option<(u32, usize)> {
        let mut value = 0u32;
        let mut at = first;
        match self.cardinal(at) {
            Some(Cardinal::Hundreds(hundreds)) if self.words.text_of(at).ends_with("مئات") => {
                let _ = hundreds;
                return None;
            }
            Some(Cardinal::Hundreds(hundreds)) => {
                value = u32::from(hundreds);
                at += 1;
            }
            // ثلاث مئة
            Some(Cardinal::Unit(units)) if (3..=9).contains(&units) => {
                if let Some(word) = self.words.on_line(at + 1)
                    && word.proclitics == 0
                    && self.cardinal(at + 1) == Some(Cardinal::Hundreds(100))
                {
                    value = u32::from(units) * 100;
                    at += 2;
                }
            }
            _ => {}
        }
        if value > 0 {
            // The rest follows behind و.
            let rest = self.after_waw(at);
            let (more, end) = rest.and_then(|at| self.below_hundred(at)).unwrap_or((0, at));
            return Some((value + more, end));
        }
        self.below_hundred(first)
    }

    /// The place behind the و at a word, alone or written to it.
    fn after_waw(&self, at: usize) -> Option<usize> {
        let word = self.words.on_line(at)?;
        let bits = word.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION);
        match word.sort {
            Sort::Proclitic if word.proclitics == proclitic::WAW => self.words.on_line(at + 1).map(|_| at + 1),
            Sort::Word if bits == proclitic::WAW => Some(at),
            // وأحد عشر is folded like واحد عشر.
            Sort::Word if word.proclitics == 0 && self.is_and_eleven(at) => Some(at),
            _ => None,
        }
    }

    fn is_and_eleven(&self, at: usize) -> bool {
        self.cardinal(at) == Some(Cardinal::Unit(1))
            && self.words.text_of(at).starts_with('و')
            && self.cardinal(at + 1) == Some(Cardinal::Ten)
            && self.words.proclitics(at + 1) == 0
    }

    /// 1 to 99 in words.
    fn below_hundred(&self, at: usize) -> Option<(u32, usize)> {
        if self.spoken
            && let Some(teen) = self.words.sense(at, |sense| match sense {
                Sense::SpokenTeen(value) => Some(*value),
                _ => None,
            })
        {
            return Some((u32::from(teen), at + 1));
        }
        match self.cardinal(at)? {
            Cardinal::Unit(units) => {
                let units = u32::from(units);
                if let Some(word) = self.words.on_line(at + 1)
                    && word.proclitics == 0
                    && self.cardinal(at + 1) == Some(Cardinal::Ten)
                {
                    return Some((units + 10, at + 2));
                }
                if let Some(next) = self.after_waw(at + 1)
                    && let Some(Cardinal::Tens(tens)) = self.cardinal(next)
                {
                    return Some((units + u32::from(tens), next + 1));
                }
                Some((units, at + 1))
            }
            Cardinal::Ten => Some((10, at + 1)),
            Cardinal::Tens(tens) => Some((u32::from(tens), at + 1)),
            _ => None,
        }
    }

    /// ونصف behind a number.
    fn half(&self) -> Option<(u32, u32, usize)> {
        let at = self.after_waw(self.at)?;
        let (numerator, denominator) = self.words.sense(at, fraction_sense)?;
        // مليونين ونصف المليون names the power once more.
        let end = match self.words.on_line(at + 1) {
            Some(word) if word.proclitics & !proclitic::AL == 0 && self.power(at + 1).is_some() => at + 2,
            _ => at + 1,
        };
        Some((numerator, denominator, end))
    }

    /// نصف, ثلاثة أرباع, with a power behind it.
    fn fraction(&mut self) -> Option<Parsed> {
        let (numerator, denominator, mut end) = match self.words.sense(self.at, fraction_sense) {
            Some((numerator, denominator)) => (numerator, denominator, self.at + 1),
            None => {
                let (units, end) = match self.cardinal(self.at)? {
                    Cardinal::Unit(units) => (u32::from(units), self.at + 1),
                    _ => return None,
                };
                let parts = self.words.next(end, |sense| match sense {
                    Sense::Parts(parts) => Some(u32::from(*parts)),
                    _ => None,
                })?;
                if self.words.proclitics(end) != 0 || units >= parts {
                    return None;
                }
                (units, parts, end + 1)
            }
        };
        let mut value = Decimal::ratio(numerator, denominator)?;
        let mut ratio = Some((numerator, denominator));
        if let Some(power) = self.power(end) {
            let exact = Decimal::from_integer(i128::from(numerator)).shifted(power)?;
            let whole = exact.to_integer()?;
            value = if whole % i128::from(denominator) == 0 {
                Decimal::from_integer(whole / i128::from(denominator))
            } else {
                value.shifted(power)?
            };
            ratio = None;
            end += 1;
        }
        self.at = end;
        let ratio = ratio.filter(|&(_, denominator)| denominator % 3 == 0 || denominator == 7);
        Some(Parsed { value, other: None, ratio, end, plain: false, digits: false, words: true, zero: false })
    }
}

fn fraction_sense(sense: &Sense) -> Option<(u32, u32)> {
    match sense {
        Sense::Fraction(numerator, denominator) => Some((u32::from(*numerator), u32::from(*denominator))),
        _ => None,
    }
}
