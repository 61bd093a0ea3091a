//! Spans of time: a number with a unit, a dual, several of them joined.

use super::dates::Grammar;
use super::numbers;
use super::value::Decimal;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::Sort;
use crate::lexicon::calendar::{Count, TimeUnit};

/// A span of time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Length {
    pub(super) amount: Decimal,
    pub(super) unit: TimeUnit,
    /// The second part of سنة وشهرين.
    pub(super) rest: Option<(Decimal, TimeUnit)>,
    pub(super) end: usize,
    pub(super) parts: u8,
    /// How it is written.
    pub(super) form: Form,
}

/// How a span of time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Counted,
    Dual,
    Single,
    NounFirst,
    Joined,
}

impl Grammar<'_, '_> {
    pub(super) fn time_unit(&self, at: usize) -> Option<(TimeUnit, Count)> {
        self.words.sense(at, |sense| match sense {
            Sense::Time(unit, count) => Some((*unit, *count)),
            _ => None,
        })
    }

    /// The span of time that begins at a word. `single` takes a unit without a number too: قبل شهر.
    pub(super) fn length(&self, first: usize, single: bool) -> Option<Length> {
        // ساعة ونصف needs no word of duration before it.
        let counted = self.one_length(first, single);
        let mut length = counted.or_else(|| self.one_length(first, true))?;
        // ساعة ونصف
        if let Some((fraction, end)) = self.half(length.end) {
            length.amount = length.amount.plus(fraction)?;
            length.end = end;
            length.form = Form::Joined;
        } else if let Some(next) = self.joined(length.end)
            && let Some(rest) = self.one_length(next, true)
            && rest.unit < length.unit
            && length.unit != TimeUnit::Century
            && length.unit != TimeUnit::Decade
        {
            length.rest = Some((rest.amount, rest.unit));
            length.end = rest.end;
            length.parts = 2;
            length.form = Form::Joined;
        }
        (counted.is_some() || length.form == Form::Joined).then_some(length)
    }

    /// The word behind a و that joins, alone or written to it.
    pub(super) fn joined(&self, at: usize) -> Option<usize> {
        let word = self.words.on_line(at)?;
        match word.sort {
            Sort::Proclitic if word.proclitics == proclitic::WAW => self.words.on_line(at + 1).map(|_| at + 1),
            Sort::Word if word.proclitics == proclitic::WAW => Some(at),
            _ => None,
        }
    }

    pub(super) fn half(&self, at: usize) -> Option<(Decimal, usize)> {
        let at = self.joined(at)?;
        let (numerator, denominator) = self.words.sense(at, |sense| match sense {
            Sense::Fraction(numerator, denominator) => Some((*numerator, *denominator)),
            _ => None,
        })?;
        // ونصف الساعة
        let again = self.words.on_line(at + 1).is_some_and(|word| word.proclitics & !proclitic::AL == 0)
            && (self.words.is(at + 1, K::ClockHour) || matches!(self.time_unit(at + 1), Some((_, Count::Singular))));
        let value = Decimal::ratio(u32::from(numerator), u32::from(denominator))?;
        (denominator % 3 != 0).then_some((value, at + 1 + usize::from(again)))
    }

    pub(super) fn one_length(&self, first: usize, single: bool) -> Option<Length> {
        let words = self.words;
        let make = |amount: Decimal, unit, end, form| Length { amount, unit, rest: None, end, parts: 1, form };
        if let Some((unit, count)) = self.time_unit(first) {
            let article = words.has_article(first);
            match count {
                Count::Dual => {
                    // يومي, عامي before what they count are "the two days of".
                    if words.is(first, K::TwoDays) || words.is(first, K::TwoYears) {
                        return None;
                    }
                    return Some(make(Decimal::from_integer(2), unit, first + 1, Form::Dual));
                }
                Count::Plural | Count::Singular if article => return self.noun_first(first, unit),
                Count::Singular if single && !article => {
                    // يوم واحد
                    if let Some(end) = self.one(first + 1) {
                        return Some(make(Decimal::from_integer(1), unit, end, Form::Counted));
                    }
                    return self.is_bare(first).then(|| make(Decimal::from_integer(1), unit, first + 1, Form::Single));
                }
                Count::Singular if !article => {
                    let end = self.one(first + 1)?;
                    return Some(make(Decimal::from_integer(1), unit, end, Form::Counted));
                }
                _ => return None,
            }
        }
        let number = numbers::number(words, first, self.options.colloquial)?;
        if number.zero {
            return None;
        }
        let word = words.on_line(number.end)?;
        if word.proclitics & !proclitic::AL != 0 {
            return None;
        }
        let (unit, count) = self.time_unit(number.end)?;
        if count == Count::Dual || number.value.coefficient() < 0 {
            return None;
        }
        // قتل ثلاثة ليلة الجمعة: from three to ten nights are ليال.
        let few = number.value.to_integer().is_some_and(|value| (3..=10).contains(&value));
        if few && unit == TimeUnit::Day && words.text_of(number.end).starts_with("ليلة") {
            return None;
        }
        // القرار 2254 عام 2015
        if unit == TimeUnit::Year && words.on_line(number.end + 1).is_some() && self.year(number.end + 1).is_some() {
            return None;
        }
        // 15 ثانية counts seconds, الخامسة الثانية does not arise: ثانية is an ordinal only with its article.
        if unit == TimeUnit::Second && word.proclitics & proclitic::AL != 0 {
            return None;
        }
        Some(make(number.value, unit, number.end + 1, Form::Counted))
    }

    /// واحد behind a noun.
    fn one(&self, at: usize) -> Option<usize> {
        let word = self.words.on_line(at).filter(|word| word.proclitics == 0)?;
        let text = self.words.text_of(at);
        (word.sort == Sort::Word && (text.starts_with("واحد"))).then_some(at + 1)
    }

    /// Whether a unit stands by itself: not before a year, a name of a day or a month, or what it is of.
    fn is_bare(&self, at: usize) -> bool {
        let words = self.words;
        let Some(next) = words.on_line(at + 1) else { return true };
        match next.sort {
            Sort::Number | Sort::Proclitic => false,
            Sort::Word => {
                next.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION) != 0
                    || words.is(at + 1, K::Other)
                    || words.is(at + 1, K::NotANoun) && !words.text_of(at + 1).starts_with("ال")
                    || next.entry == 0 && !words.text_of(at + 1).starts_with("ال")
            }
            _ => true,
        }
    }

    /// الأيام الثلاثة الماضية, السنوات الخمس المقبلة, الساعات الـ24 الماضية.
    fn noun_first(&self, first: usize, unit: TimeUnit) -> Option<Length> {
        let words = self.words;
        let at = first + 1;
        let word = words.on_line(at)?;
        let number = match word.sort {
            Sort::Proclitic if word.proclitics == proclitic::AL => numbers::number(words, at, false)?,
            Sort::Word if word.proclitics == proclitic::AL => numbers::number(words, at, false)?,
            _ => return None,
        };
        let whole = number.value.to_integer().filter(|value| (2..10_000).contains(value))?;
        Some(Length {
            amount: Decimal::from_integer(whole),
            unit,
            rest: None,
            end: number.end,
            parts: 1,
            form: Form::NounFirst,
        })
    }
}

/// A span of time in ISO 8601: `PT48H`, `P2D`, `P1Y2M`. A fraction of a unit is told in the next smaller one where that
/// is exact: an hour and a half is `PT1H30M`.
pub(super) fn iso8601(parts: &[(Decimal, TimeUnit)]) -> Option<String> {
    use std::fmt::Write;
    let (mut date, mut time) = (String::new(), String::new());
    let mut put = |amount: Decimal, letter: char, of_day: bool| {
        let out = if of_day { &mut time } else { &mut date };
        write!(out, "{amount}{letter}").ok()
    };
    for &(amount, unit) in parts {
        let (amount, letter, smaller) = match unit {
            TimeUnit::Second => (amount, 'S', None),
            TimeUnit::Minute => (amount, 'M', Some((60, 'S', true))),
            TimeUnit::Hour => (amount, 'H', Some((60, 'M', true))),
            TimeUnit::Day => (amount, 'D', Some((24, 'H', true))),
            TimeUnit::Week => (amount, 'W', None),
            TimeUnit::Month => (amount, 'M', None),
            TimeUnit::Year => (amount, 'Y', Some((12, 'M', false))),
            TimeUnit::Decade => (amount.shifted(1)?, 'Y', Some((12, 'M', false))),
            TimeUnit::Century => (amount.shifted(2)?, 'Y', Some((12, 'M', false))),
        };
        let of_day = unit < TimeUnit::Day;
        match (amount.to_integer(), smaller) {
            (None, Some((times, small, small_of_day))) if parts.len() == 1 => {
                let whole = amount.coefficient() / 10i128.checked_pow(u32::from(amount.scale()))?;
                let rest = amount.plus(Decimal::from_integer(-whole))?.times(Decimal::from_integer(times))?;
                if rest.to_integer().is_some() {
                    if whole > 0 {
                        put(Decimal::from_integer(whole), letter, of_day)?;
                    }
                    put(rest, small, small_of_day)?;
                } else {
                    put(amount, letter, of_day)?;
                }
            }
            _ => put(amount, letter, of_day)?,
        }
    }
    Some(if time.is_empty() { format!("P{date}") } else { format!("P{date}T{time}") })
}
