//! Dates in digits: 15/9/2016, 2016-09-15, 15 / 9 / 2016, يوم 15/9.

use super::dates::{Grammar, plausible};
use super::digits::Digits;
use super::moment::{Calendar, Fields, Moment, When, Year};
use super::rules::Rule;
use super::vocabulary::Keyword as K;
use super::words::{Gap, Sort};

impl Grammar<'_, '_> {
    /// A date in digits.
    pub(super) fn numeric(&self, first: usize) -> Option<When> {
        let words = self.words;
        let (groups, lengths, end) = match words.digits(first) {
            Digits::Date { groups, lengths } => (groups, lengths, first + 1),
            Digits::Number { plain: true, .. } => self.spaced(first)?,
            _ => return None,
        };
        let marked = if words.goes(end, K::Hijri) {
            Some(Calendar::IslamicUmalqura)
        } else if words.goes(end, K::Gregorian) {
            Some(Calendar::Gregorian)
        } else {
            None
        };
        let end = end + usize::from(marked.is_some());
        let (year, day, month) =
            if lengths[0] == 4 { (groups[0], groups[2], groups[1]) } else { (groups[2], groups[0], groups[1]) };
        let short = lengths[0] != 4 && lengths[2] == 2;
        let calendar = match marked {
            Some(calendar) => calendar,
            None if !short && (1300..1500).contains(&year) => Calendar::IslamicUmalqura,
            None => Calendar::Gregorian,
        };
        let year_field = if short { Year::Short(year as u8) } else { Year::Full(i32::try_from(year).ok()?) };
        if !short && !plausible(calendar, i32::try_from(year).ok()?) {
            return None;
        }
        let fields = |day: u32, month: u32| {
            let longest = match calendar {
                Calendar::Gregorian if !short => super::civil::month_length(year as i32, month.min(13) as u8),
                Calendar::Gregorian => super::civil::month_length(2000, month.min(13) as u8),
                Calendar::IslamicUmalqura => 30,
            };
            ((1..=12).contains(&month) && (1..=u32::from(longest)).contains(&day)).then(|| Fields {
                calendar,
                year: Some(year_field),
                month: Some(month as u8),
                day: Some(day as u8),
                ..Fields::default()
            })
        };
        // Year first is the order of ISO 8601; else the order is the caller's.
        let (preferred, other) = if lengths[0] == 4 {
            // 2016/15/9 is written by those who write the day first and the year to the right.
            (fields(day, month), fields(month, day).filter(|_| fields(day, month).is_none()))
        } else if self.options.month_first {
            (fields(month, day), fields(day, month))
        } else {
            (fields(day, month), fields(month, day))
        };
        let chosen = preferred.or(other)?;
        let mut when = When::new(first, end, Moment::date(chosen), Rule::Numeric);
        when.swapped = other.filter(|other| preferred.is_some() && *other != chosen);
        Some(when)
    }

    /// 15 / 9 / 2016
    fn spaced(&self, first: usize) -> Option<([u32; 3], [u8; 3], usize)> {
        let words = self.words;
        let mut groups = [0; 3];
        let mut lengths = [0; 3];
        let mark = words.text_of(first + 1);
        if !matches!(mark, "/" | "-" | "–" | "\\") {
            return None;
        }
        for index in 0..3 {
            let at = first + 2 * index;
            if index > 0 {
                words.on_line(at - 1)?;
                words.on_line(at)?;
                if words.text_of(at - 1) != mark {
                    return None;
                }
            }
            let text = words.text_of(at);
            match words.digits(at) {
                Digits::Number { value, plain: true, signed: false, .. } => {
                    groups[index] = u32::try_from(value.to_integer()?).ok()?;
                    lengths[index] = text.chars().count().min(9) as u8;
                }
                _ => return None,
            }
        }
        let end = first + 5;
        let dated = matches!(lengths, [1 | 2, 1 | 2, 4] | [4, 1 | 2, 1 | 2]);
        let more = words.text_of(end) == mark && words.sort(end + 1) == Some(Sort::Number);
        (dated && !more).then_some((groups, lengths, end))
    }

    /// 15/9 behind a word that makes a day of it: يوم, a weekday, بتاريخ.
    pub(super) fn day_slash_month(&self, first: usize) -> Option<When> {
        let words = self.words;
        let Digits::Slash { left, right, lengths: [1 | 2, 1 | 2] } = words.digits(first) else {
            return None;
        };
        let before =
            first.checked_sub(1).filter(|_| words.on_line(first).is_some_and(|word| word.gap == Gap::Space))?;
        let due =
            words.is(before, K::Day) || self.weekday(before).is_some() || words.text_of(before).ends_with("تاريخ");
        let (day, month) = if self.options.month_first { (right, left) } else { (left, right) };
        if !due || !(1..=31).contains(&day) || !(1..=12).contains(&month) {
            return None;
        }
        let fields = Fields { month: Some(month as u8), day: Some(day as u8), ..Fields::default() };
        Some(When::new(first, first + 1, Moment::date(fields), Rule::Numeric))
    }
}
