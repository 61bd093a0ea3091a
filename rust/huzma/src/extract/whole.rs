//! What a whole text may say and running text may not. A field of a record is a date, a number or an amount already, so
//! no reading must be guarded against the words around it.
//!
//! ```text
//! moment   := day [،-]? HH:MM(:SS)? zone? | HH:MM(:SS)? [،-]? day
//! number   := (سالب | ناقص) number | [.,٫] digits | number? فاصلة digit-words
//! length   := (لمدة)? part (و part)*               part: number unit | dual | unit, (ونصف | إلا ربعا)?
//! amount   := فقط? sign? (number currency (و number subunit)? | currency number | dual | currency واحد | number subunit) فقط?
//! share    := number (% | بالمئة) | % number | number ‰
//! ```

use super::dates::Grammar;
use super::digits::Digits;
use super::fold::Key;
use super::lengths::iso8601;
use super::mentions::number_of;
use super::moment::{Base, Clock, When};
use super::numbers;
use super::quantities::{Counted, money};
use super::records::{Duration, DurationKind, Number, NumberKind, Options, Quantity};
use super::rules::Rule;
use super::value::Decimal;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Gap, Sort, Words, marks};
use crate::document::Document;
use crate::lexicon::calendar::{Count, TimeUnit};
use crate::lexicon::units::{CURRENCIES, CURRENCY_ABBREVIATIONS, Measure, SUBUNITS};

/// The amount of money or the percentage that a whole text is.
#[must_use]
pub fn parse_quantity(text: &str, colloquial: bool) -> Option<Quantity> {
    let options = Options { colloquial, ..Options::default() };
    let text = text.trim();
    let document = Document::new(text);
    let words = Words::new(text, document.tokens());
    let grammar = Grammar { words: &words, options: &options };
    let (first, end) = bare(&words);
    if first >= end {
        return None;
    }
    let sign = words.is_mark(first, marks!("-\u{2212}")) || is_negative(&words, first);
    let start = first + usize::from(sign);
    let reader = Reader { grammar, words: &words, end };
    let mut found = reader.share(start).or_else(|| reader.amount(start))?;
    if sign {
        let negate = |value: Decimal| Decimal::new(-value.coefficient(), value.scale());
        if found.value.coefficient() < 0 {
            return None;
        }
        found.value = negate(found.value);
        found.alternatives = found.alternatives.into_iter().map(negate).collect();
    }
    found.span = words.span(0, words.len());
    Some(found)
}

/// The words without فقط and فقط لا غير, which cheques have, and a full stop.
fn bare(words: &Words<'_>) -> (usize, usize) {
    let is = |at: usize, word: &str| words.text_of(at) == word;
    let first = usize::from(is(0, "فقط"));
    let mut end = words.len();
    if end > first && words.is_mark(end - 1, marks!(".")) {
        end -= 1;
    }
    if end > first + 1 && is(end - 2, "لا") && is(end - 1, "غير") {
        end -= 2;
    }
    if end > first && is(end - 1, "فقط") {
        end -= 1;
    }
    (first, end)
}

fn is_negative(words: &Words<'_>, at: usize) -> bool {
    matches!(words.text_of(at), "سالب" | "ناقص")
}

struct Reader<'w, 't> {
    grammar: Grammar<'w, 't>,
    words: &'w Words<'t>,
    end: usize,
}

impl Reader<'_, '_> {
    fn number(&self, at: usize) -> Option<(Number, numbers::Parsed)> {
        if matches!(self.words.text_of(at), "صفر" | "صفرا" | "صفراً") {
            let parsed = numbers::Parsed {
                value: Decimal::default(),
                other: None,
                ratio: None,
                end: at + 1,
                plain: false,
                digits: false,
                words: true,
                zero: false,
            };
            return Some((number_of(self.words, at, &parsed), parsed));
        }
        let parsed = numbers::number(self.words, at, self.grammar.options.colloquial)?;
        Some((number_of(self.words, at, &parsed), parsed))
    }

    fn share(&self, first: usize) -> Option<Quantity> {
        let percent = |end, noun| Counted {
            unit: Some("%".into()),
            code: Some("%".into()),
            measure: Some(Measure::Percent),
            ..Counted::new(end, noun, Rule::Percent)
        };
        // %20, ٪٢٠
        if self.words.is_mark(first, marks!("%٪")) {
            let (number, parsed) = self.number(first + 1)?;
            return (parsed.end == self.end).then(|| quantity(number, percent(self.end, first)));
        }
        let (mut number, parsed) = self.number(first)?;
        if self.words.is_mark(parsed.end, marks!("‰؉")) && parsed.end + 1 == self.end {
            let tenth = Decimal::new(1, 1);
            number.value = number.value.times(tenth)?;
            number.alternatives = number.alternatives.into_iter().filter_map(|other| other.times(tenth)).collect();
            return Some(quantity(number, percent(self.end, parsed.end)));
        }
        let end = self.grammar.percent(parsed.end)?;
        (end == self.end).then(|| quantity(number, percent(end, parsed.end)))
    }

    fn amount(&self, first: usize) -> Option<Quantity> {
        // SAR 100, ريال 100, $100
        if let Some(counted) = self.currency(first)
            && counted.end < self.end
            && let Some((number, parsed)) = self.number(counted.end)
            && parsed.end == self.end
        {
            return Some(quantity(number, counted));
        }
        if let Some(quantity) = self.one_or_two(first) {
            return Some(quantity);
        }
        let (number, parsed) = self.number(first)?;
        if let Some(counted) = self.currency(parsed.end) {
            if counted.end == self.end {
                return Some(quantity(number, counted));
            }
            return self.with_subunits(number, counted);
        }
        // 50 هللة
        let (codes, end) = self.subunit(parsed.end)?;
        let [(code, divisor)] = *codes else { return None };
        if end != self.end {
            return None;
        }
        let counted = money(Counted::new(end, parsed.end, Rule::Money), code, None);
        let part = hundredth(divisor)?;
        let alternatives = number.alternatives.iter().filter_map(|other| other.times(part)).collect();
        Some(quantity(Number { value: number.value.times(part)?, alternatives, ..number }, counted))
    }

    /// The currency that begins at a word: its name, its code, its sign or its letters.
    fn currency(&self, at: usize) -> Option<Counted> {
        let words = self.words;
        let word = words.get(at)?;
        if word.sort == Sort::Mark {
            let code = super::quantities::sign(words.text_of(at))?;
            return Some(money(Counted::new(at + 1, at, Rule::Money), code, None));
        }
        let text = words.text_of(at);
        if text == "US" && words.text_of(at + 1) == "$" {
            return Some(money(Counted::new(at + 2, at, Rule::Money), "USD", None));
        }
        if text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
            let counted = Counted::new(at + 1, at, Rule::Money);
            let code = Some(text.to_owned());
            return Some(Counted { code, measure: Some(Measure::Money), ..counted });
        }
        if let Some(counted) = self.abbreviation(at) {
            return Some(counted);
        }
        if word.proclitics & !proclitic::AL != 0 {
            return None;
        }
        let known = self.grammar.known(at, word.proclitics & proclitic::AL != 0)?;
        (known.measure == Some(Measure::Money)).then_some(known)
    }

    /// ر.س, د. إ., ج م
    fn abbreviation(&self, first: usize) -> Option<Counted> {
        let mut letters = String::new();
        let mut found = None;
        let mut at = first;
        while at < self.end && at < first + 5 {
            let text = self.words.text_of(at);
            if at > first && self.words.get(at).is_some_and(|word| word.gap == Gap::Line) {
                break;
            }
            letters.extend(text.chars().filter(|letter| !matches!(letter, '.' | '\u{640}')));
            at += 1;
            if letters.chars().count() > 3 || text.chars().any(|letter| letter.is_ascii_alphanumeric()) {
                break;
            }
            if let Some((_, code)) = CURRENCY_ABBREVIATIONS.iter().find(|(known, _)| *known == letters) {
                found = Some((at, *code));
            }
        }
        let (end, code) = found?;
        Some(money(Counted::new(end, first, Rule::Money), code, None))
    }

    /// ريالان, دولارين كنديين; ريال واحد, ريال سعودي واحد.
    fn one_or_two(&self, first: usize) -> Option<Quantity> {
        let words = self.words;
        let word = words.get(first).filter(|word| word.sort == Sort::Word && word.proclitics == 0)?;
        let counted = self.currency(first)?;
        let text = words.text.get(word.span.range())?;
        let (value, end) = if counted.end == self.end {
            let dual = CURRENCIES
                .iter()
                .flat_map(|currency| currency.forms)
                .any(|form| (form.ends_with("ان") || form.ends_with("ين")) && Key::of_word(form) == Key::of_word(text));
            // الين and other names that end so are the singular.
            let singular = CURRENCIES.iter().any(|currency| Key::of_word(currency.lemma) == Key::of_word(text));
            if singular || !dual {
                return None;
            }
            (2, counted.end)
        } else {
            let one = words.text_of(counted.end).starts_with("واحد") && counted.end + 1 == self.end;
            one.then_some((1, self.end))?
        };
        let span = words.span(first, end);
        let (kind, rule) = (NumberKind::Cardinal, Rule::Spelled);
        let value = Decimal::from_integer(value);
        Some(quantity(Number { span, value, ratio: None, alternatives: Vec::new(), kind, rule }, counted))
    }

    /// مئة ريال وخمسون هللة: the subunit may tell the currency.
    fn with_subunits(&self, number: Number, mut counted: Counted) -> Option<Quantity> {
        let words = self.words;
        let at = counted.end;
        let word = words.on_line(at)?;
        let joined = word.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION) == proclitic::WAW;
        if !joined || !number.alternatives.is_empty() || number.value.scale() > 0 {
            return None;
        }
        let start = at + usize::from(word.sort == Sort::Proclitic);
        let (rest, parsed) = self.number(start)?;
        let (codes, end) = self.subunit(parsed.end)?;
        if end != self.end {
            return None;
        }
        let fits = |code: &str| match &counted.code {
            Some(known) => known == code,
            None => counted.candidates.contains(&code),
        };
        let mut fitting = codes.iter().filter(|(code, _)| fits(code));
        let (code, divisor) = fitting.next()?;
        if fitting.next().is_some() || rest.value.to_integer()? >= i128::from(*divisor) {
            return None;
        }
        let value = number.value.plus(rest.value.times(hundredth(*divisor)?)?)?;
        counted.code = Some((*code).to_owned());
        counted.candidates.clear();
        Some(quantity(Number { value, ..number }, counted))
    }

    fn subunit(&self, at: usize) -> Option<(&'static [(&'static str, u16)], usize)> {
        let key = self.words.on_line(at).and_then(|_| self.words.whole_key(at))?;
        let found = SUBUNITS.iter().find(|unit| unit.forms.iter().any(|form| Key::of_word(form) == Some(key)))?;
        Some((found.of, at + 1))
    }
}

fn hundredth(divisor: u16) -> Option<Decimal> {
    match divisor {
        100 => Some(Decimal::new(1, 2)),
        1000 => Some(Decimal::new(1, 3)),
        _ => None,
    }
}

fn quantity(number: Number, counted: Counted) -> Quantity {
    let mut candidates: Vec<&'static str> = Vec::new();
    counted.candidates.iter().for_each(|code| {
        if !candidates.contains(code) {
            candidates.push(code);
        }
    });
    Quantity {
        span: number.span,
        number: number.span,
        value: number.value,
        alternatives: number.alternatives,
        unit: counted.unit,
        measure: counted.measure,
        code: counted.code,
        candidates,
        elliptic: false,
        rule: counted.rule,
    }
}

/// بتاريخ 15-سبتمبر-2016 م. without the words before it, the full stop, and what joins digits to the name of the month;
/// `None` where it has none of these.
pub(super) fn plain_date(text: &str) -> Option<String> {
    const HEADS: [&str; 6] = ["الموافق", "موافق", "المصادف", "بتاريخ", "تاريخ", "في"];
    let mut rest = text.strip_suffix('.').unwrap_or(text).trim_end();
    while let Some((head, behind)) = rest.split_once(char::is_whitespace)
        && HEADS.contains(&head.trim_end_matches(':'))
    {
        rest = behind.trim_start();
    }
    let mut plain = String::with_capacity(rest.len());
    let mut characters = rest.chars().peekable();
    let mut before = ' ';
    while let Some(character) = characters.next() {
        let after = characters.peek().copied().unwrap_or(' ');
        let digit = |c: char| crate::chars::digit_value(c as u32).is_some();
        let joins = matches!(character, '-' | '/' | '.')
            && (digit(before) && after.is_alphabetic() || before.is_alphabetic() && digit(after));
        plain.push(if joins { ' ' } else { character });
        before = character;
    }
    (plain != text).then_some(plain)
}

/// 15/9/2016 21:30, 21:30 15/9/2016: a day with a time that nothing announces.
pub(super) fn moment(grammar: &Grammar<'_, '_>) -> Option<When> {
    let words = grammar.words;
    let behind = |at: usize| at + usize::from(words.goes_mark(at, marks!("،,-–—")));
    let of_day = |first: usize| {
        let when = grammar.when(first)?;
        let whole = matches!(when.from.base, Base::Date(fields) if fields.day.is_some() && fields.month.is_some());
        (whole && when.to.is_none() && when.from.clock.is_none() && when.from.part.is_none()).then_some(when)
    };
    let (clock, when) = match time(grammar, 0) {
        Some((clock, end)) => (clock, of_day(behind(end)).filter(|when| when.end == words.len())?),
        None => {
            let when = of_day(0)?;
            let (clock, end) = time(grammar, behind(when.end))?;
            (clock, (end == words.len()).then_some(when)?)
        }
    };
    let mut when = When { first: 0, end: words.len(), rule: Rule::Clock, ..when };
    when.from.clock = Some(clock);
    Some(when)
}

fn time(grammar: &Grammar<'_, '_>, at: usize) -> Option<(Clock, usize)> {
    let Digits::Clock { hour, minute, second } = grammar.words.digits(at) else { return None };
    if hour == 24 && (minute > 0 || second.is_some_and(|second| second > 0)) {
        return None;
    }
    let digits = grammar.words.text_of(at).chars().take_while(|digit| *digit != ':').count();
    let zero = hour < 10 && digits == 2;
    let half_open = (1..=12).contains(&hour) && !zero;
    let clock = Clock { hour, minute: Some(minute), second, zone: None, half_open };
    Some(match grammar.zone(at + 1) {
        Some((zone, end)) => (Clock { zone, ..clock }, end),
        None => (clock, at + 1),
    })
}

/// سالب خمسة, .5, ثلاثة فاصلة خمسة
pub(super) fn number(words: &Words<'_>, spoken: bool) -> Option<Number> {
    let cardinal = |from: usize| {
        let parsed = numbers::number(words, from, spoken)?;
        Some((parsed.value, parsed.end))
    };
    let negative = is_negative(words, 0) || words.is_mark(0, marks!("-\u{2212}")) && words.is_mark(1, marks!(".,٫"));
    let first = usize::from(negative);
    let value = if words.is_mark(first, marks!(".,٫")) && words.get(first + 1).is_some_and(|word| word.gap == Gap::None)
    {
        let Digits::Number { value, plain: true, .. } = words.digits(first + 1) else { return None };
        let digits = words.text_of(first + 1).chars().count();
        (first + 2 == words.len()).then(|| Decimal::new(value.coefficient(), digits as u8))?
    } else {
        let zero = matches!(words.text_of(first), "صفر" | "صفرا" | "صفراً");
        let (whole, mut at) = if zero { (Decimal::default(), first + 1) } else { cardinal(first)? };
        if at == words.len() {
            if !negative {
                return None;
            }
            whole
        } else {
            if !matches!(words.text_of(at), "فاصلة" | "فاصل") || whole.to_integer().is_none() {
                return None;
            }
            at += 1;
            let mut zeros = 0u8;
            while zeros < 20 && words.text_of(at) == "صفر" {
                (zeros, at) = (zeros + 1, at + 1);
            }
            let (part, end) = if at == words.len() && zeros > 0 { (Decimal::default(), at) } else { cardinal(at)? };
            let part = part.to_integer().filter(|part| (0..1_000_000_000).contains(part) && end == words.len())?;
            let digits = part.checked_ilog10().map_or(0, |log| log as u8 + 1);
            whole.plus(Decimal::new(part, zeros + digits))?
        }
    };
    if value.coefficient() < 0 {
        return None;
    }
    let value = if negative { Decimal::new(-value.coefficient(), value.scale()) } else { value };
    let (kind, rule) = (NumberKind::Cardinal, Rule::Spelled);
    let span = words.span(0, words.len());
    Some(Number { span, value, ratio: None, alternatives: Vec::new(), kind, rule })
}

/// لمدة أسبوع, سنة وشهران وخمسة أيام, ساعة إلا ربعا, ثلاثة أرباع الساعة
pub(super) fn duration(grammar: &Grammar<'_, '_>) -> Option<Duration> {
    let words = grammar.words;
    let mut parts: Vec<(Decimal, TimeUnit)> = Vec::new();
    let mut at = usize::from(words.is(0, K::ForPeriod));
    loop {
        let (mut amount, mut unit, mut end) = part(grammar, at)?;
        if parts.last().is_some_and(|(_, last)| *last <= unit) {
            return None;
        }
        if let Some((fraction, behind)) = grammar.half(end) {
            (amount, end) = (amount.plus(fraction)?, behind);
        } else if words.goes(end, K::Except) && words.on_line(end + 1).is_some() {
            (amount, unit, end) = without(grammar, amount, unit, end + 1)?;
        }
        parts.push((amount, unit));
        while words.goes(end, K::Other) {
            end += 1;
        }
        if end == words.len() {
            break;
        }
        at = grammar.joined(end)?;
    }
    let exact = parts.iter().all(|(amount, _)| amount.scale() < 20);
    let value = exact.then(|| iso8601(&parts))??;
    let (kind, rule) = (DurationKind::Duration, Rule::JoinedTime);
    Some(Duration { span: words.span(0, words.len()), value, kind, times: None, rule })
}

/// What is left of a length behind إلا: ربعا is of its own unit, خمس دقائق of an hour's minutes.
fn without(
    grammar: &Grammar<'_, '_>,
    amount: Decimal,
    unit: TimeUnit,
    at: usize,
) -> Option<(Decimal, TimeUnit, usize)> {
    let minus = |amount: Decimal, less: Decimal| {
        let left = amount.plus(Decimal::new(-less.coefficient(), less.scale()))?;
        (left.coefficient() > 0).then_some(left)
    };
    if let Some(Sense::Fraction(numerator, denominator)) =
        grammar.words.sense(at, |sense| matches!(sense, Sense::Fraction(..)).then_some(*sense))
    {
        let fraction = Decimal::ratio(u32::from(numerator), u32::from(denominator))?;
        return Some((minus(amount, fraction)?, unit, at + 1));
    }
    let (less, of, end) = part(grammar, at)?;
    let minutes = unit == TimeUnit::Hour && of == TimeUnit::Minute;
    let in_minutes = || amount.times(Decimal::from_integer(60));
    minutes.then(|| Some((minus(in_minutes()?, less)?, of, end)))?
}

fn part(grammar: &Grammar<'_, '_>, at: usize) -> Option<(Decimal, TimeUnit, usize)> {
    if let Some(length) = grammar.one_length(at, true) {
        return Some((length.amount, length.unit, length.end));
    }
    let words = grammar.words;
    // ساعة و20 دقيقة: by itself it is one, whatever follows.
    if let Some((unit, Count::Singular)) = grammar.time_unit(at)
        && words.proclitics(at) & !proclitic::WAW == 0
    {
        return Some((Decimal::from_integer(1), unit, at + 1));
    }
    let number = numbers::number(words, at, grammar.options.colloquial)?;
    // ثلاثة أرباع الساعة
    words.goes(number.end, K::ClockHour).then_some((number.value, TimeUnit::Hour, number.end + 1))
}
