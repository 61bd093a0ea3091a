//! What was read, as the records that are handed out.

use super::lengths::{Form, Length, iso8601};
use super::moment::{Base, Calendar, When};
use super::numbers::Parsed;
use super::records::{DateMention, Duration, DurationKind, Note, Number, NumberKind};
use super::resolve::{Anchor, Grain, Resolved, resolve};
use super::rules::Rule;
use super::value::Decimal;
use super::words::{Sort, Words};
use crate::span::Span;

/// Where the number itself begins: behind الـ and و.
pub(super) fn number_start(words: &Words<'_>, first: usize) -> u32 {
    match words.get(first) {
        Some(word) if word.sort == Sort::Proclitic => {
            words.get(first + 1).map_or(word.span.start, |next| next.span.start)
        }
        _ => words.start_of(first),
    }
}

pub(super) fn number_of(words: &Words<'_>, first: usize, parsed: &Parsed) -> Number {
    let end = words.span(first, parsed.end).end;
    let fraction = parsed.ratio.is_some() || parsed.words && !parsed.digits && parsed.value.to_integer().is_none();
    let (kind, rule) = match (parsed.digits, parsed.words) {
        _ if fraction => (NumberKind::Fraction, Rule::Fraction),
        (true, true) => (NumberKind::Cardinal, Rule::Mixed),
        (true, false) => (NumberKind::Cardinal, Rule::Digits),
        _ => (NumberKind::Cardinal, Rule::Spelled),
    };
    Number {
        span: Span { start: number_start(words, first), end },
        value: parsed.value,
        ratio: parsed.ratio,
        alternatives: parsed.other.into_iter().collect(),
        kind,
        rule,
    }
}

pub(super) fn ordinal_of(words: &Words<'_>, first: usize, end: usize, value: u32) -> Number {
    Number {
        span: words.span(first, end),
        value: Decimal::from_integer(i128::from(value)),
        ratio: None,
        alternatives: Vec::new(),
        kind: NumberKind::Ordinal,
        rule: Rule::Ordinal,
    }
}

pub(super) fn duration_of(span: Span, length: &Length, kind: DurationKind, times: Option<u32>) -> Option<Duration> {
    let parts = [Some((length.amount, length.unit)), length.rest];
    let parts: Vec<_> = parts.into_iter().flatten().collect();
    let rule = match (kind, length.form) {
        (DurationKind::Age, _) => Rule::Age,
        (DurationKind::Frequency, _) => Rule::Frequency,
        (_, Form::Counted) => Rule::CountedTime,
        (_, Form::Dual) => Rule::DualTime,
        (_, Form::Single) => Rule::SingleTime,
        (_, Form::NounFirst) => Rule::TimeCounted,
        (_, Form::Joined) => Rule::JoinedTime,
    };
    Some(Duration { span, value: iso8601(&parts)?, kind, times, rule })
}

pub(super) fn date_of(words: &Words<'_>, when: &When, anchor: Option<&Anchor>) -> DateMention {
    let from = resolve(&when.from, anchor);
    let mut notes = Vec::new();
    let mut alternatives = Vec::new();
    let calendar = match when.from.base {
        Base::Date(fields) => fields.calendar,
        _ => Calendar::Gregorian,
    };
    let mut mention = DateMention {
        span: words.span(when.first, when.end),
        value: from.value.clone(),
        grain: from.grain,
        calendar,
        source_value: from.source.clone(),
        modifier: when.from.modifier,
        resolved: from.whole,
        alternatives: Vec::new(),
        zone: when.from.clock.and_then(|clock| clock.zone).and_then(|zone| zone.name),
        notes: Vec::new(),
        rule: when.rule,
    };
    let mut wrong = from.wrong_weekday;
    if let Some(to) = &when.to {
        let to = resolve(&to_behind(when, to, &from), anchor);
        wrong |= to.wrong_weekday;
        mention.value = join(from.value.as_deref(), to.value.as_deref());
        mention.source_value = join(from.source.as_deref(), to.source.as_deref());
        mention.resolved &= to.whole;
    }
    if let Some(paired) = when.paired {
        let other = resolve(&super::moment::Moment::date(paired), anchor);
        // The year of either calendar tells that of the other.
        if !from.whole && other.whole {
            let same = other.day.zip(match when.from.base {
                Base::Date(fields) => fields.month.zip(fields.day),
                _ => None,
            });
            if same.is_some_and(|(day, (month, of_month))| (day.month, day.day) == (month, of_month)) {
                mention.value = other.value.clone();
                mention.resolved = true;
            }
        }
        mention.source_value = other.source;
        if from.day.zip(other.day).is_some_and(|(mine, theirs)| mine != theirs) {
            notes.push(Note::CalendarMismatch);
            alternatives.extend(other.value);
        }
    }
    if wrong {
        notes.push(Note::WeekdayMismatch);
    }
    if let Some(swapped) = when.swapped {
        notes.push(Note::AmbiguousOrder);
        alternatives.extend(resolve(&super::moment::Moment::date(swapped), anchor).value);
    }
    if let Some(clock) = when.from.clock.filter(|clock| clock.half_open && clock.hour <= 12) {
        notes.push(Note::AmbiguousHour);
        let mut later = when.from;
        later.clock = Some(super::moment::Clock { hour: clock.hour % 12 + 12, ..clock });
        alternatives.extend(resolve(&later, anchor).value);
    }
    if mention.value.is_none() && calendar == Calendar::IslamicUmalqura {
        notes.push(Note::OutOfRange);
    }
    if matches!(mention.grain, Grain::Hour | Grain::Minute | Grain::Second)
        && when.from.base == Base::Clock
        && anchor.is_none()
    {
        mention.resolved = false;
    }
    mention.notes = notes;
    mention.alternatives = alternatives;
    mention
}

/// The second of two weekdays comes after the first.
fn to_behind(when: &When, to: &super::moment::Moment, from: &Resolved) -> super::moment::Moment {
    let mut to = *to;
    if let (Base::Weekday { weekday: first, .. }, Base::Weekday { weekday, .. }) = (when.from.base, to.base)
        && let Some(day) = from.day
    {
        let ahead = (i64::from(weekday) - i64::from(first)).rem_euclid(7);
        if let Some(day) = day.plus_days(ahead) {
            to.base = Base::Date(super::moment::Fields {
                year: Some(super::moment::Year::Full(day.year)),
                month: Some(day.month),
                day: Some(day.day),
                ..Default::default()
            });
        }
    }
    to
}

fn join(from: Option<&str>, to: Option<&str>) -> Option<String> {
    let (from, to) = (from?, to?);
    let start = from.split('/').next()?;
    let end = to.rsplit('/').next()?;
    Some(format!("{start}/{end}"))
}
