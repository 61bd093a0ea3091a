//! Clock times.
//!
//! ```text
//! time    := الساعة hour minutes? rest* | ORDINAL minutes? period rest* | HH:MM (period | zone)
//! hour    := HH[:.]MM | 9 | التاسعة
//! minutes := والنصف | والربع | والثلث | و10 دقائق | إلا ربعا
//! rest    := period | day | zone
//! period  := صباحا | بعد الظهر | من مساء | ليل (before a day)
//! zone    := بتوقيت X | بالتوقيت المحلي | ت غ | GMT | (18:00 ت غ)
//! ```

use super::dates::Grammar;
use super::digits::Digits;
use super::moment::{Base, Clock, Moment, When, Zone};
use super::numbers;
use super::ordinals::ordinal;
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Sort, marks};
use crate::lexicon::calendar::{Count, DayPart, FIXED_ZONES, NAMED_ZONES, TimeUnit};

const UTC: Zone = Zone { name: Some("Etc/UTC"), offset: Some(0) };

impl Grammar<'_, '_> {
    /// The time behind a date in the head of an article: 14:30, 3:25 م. Without a part of the day it is one of 24 hours.
    pub(super) fn stamp(&self, at: usize) -> Option<(Clock, usize)> {
        let (mut clock, mut end, _) = self.hour(at, false)?;
        if let Some((part, behind)) = self.period(end) {
            clock.hour = within(clock.hour, part)?;
            end = behind;
        }
        clock.half_open = false;
        if let Some((zone, behind)) = self.zone(end) {
            clock.zone = zone;
            end = behind;
        }
        Some((clock, end))
    }

    /// The clock time that begins at a word.
    pub(super) fn clock(&self, first: usize) -> Option<When> {
        let words = self.words;
        if let Some(when) = self.midnight(first) {
            return Some(when);
        }
        let named = words.is(first, K::ClockHour);
        let mut at = first + usize::from(named);
        if named {
            words.on_line(at)?;
        }
        let (mut clock, end, sure) = self.hour(at, named)?;
        at = self.minutes(&mut clock, end);
        let mut moment = Moment::of(Base::Clock);
        let mut part = None;
        let mut zoned = false;
        loop {
            if part.is_none()
                && let Some((found, end)) = self.period(at)
            {
                part = Some(found);
                at = end;
                continue;
            }
            if clock.zone.is_none()
                && !zoned
                && let Some((zone, end)) = self.zone(at)
            {
                clock.zone = zone;
                zoned = true;
                at = end;
                continue;
            }
            // The day: مساء الاثنين, من يوم السبت, فجر اليوم, أمس
            if moment.base == Base::Clock {
                let next = at + usize::from(words.goes(at, K::From));
                if words.on_line(next).is_some_and(|word| word.proclitics & !proclitic::AL == 0)
                    && let Some(day) =
                        self.day_expression(next).filter(|day| day.to.is_none() && day.from.clock.is_none())
                    && !(part.is_some() && day.from.part.is_some())
                {
                    moment.base = day.from.base;
                    part = part.or(day.from.part);
                    at = day.end;
                    continue;
                }
            }
            break;
        }
        // الساعة 19,00 (16,00 ت غ) من يوم الأحد: the day stands behind the brackets.
        if moment.base == Base::Clock
            && let Some(day) = self.day_behind_brackets(first, at)
        {
            moment.base = day.from.base;
            part = part.or(day.from.part);
        }
        if !named && !sure && part.is_none() && !zoned {
            return None;
        }
        if !named && clock.zone.is_none() && matches!(words.digits(first), Digits::Number { plain: false, .. }) {
            return None;
        }
        if let Some(part) = part {
            clock.hour = within(clock.hour, part)?;
            clock.half_open = false;
        }
        // Agencies tell the time of Greenwich by 24 hours; so is 07:15 told.
        let of_24 = clock.zone == Some(UTC) && clock.minute.is_some() || words.text_of(end - 1).starts_with(['0', '٠']);
        if clock.hour > 12 || clock.hour == 0 || of_24 {
            clock.half_open = false;
        }
        moment.clock = Some(clock);
        Some(When::new(first, at, moment, Rule::Clock))
    }

    /// The day behind brackets that hold the time of another zone.
    fn day_behind_brackets(&self, first: usize, at: usize) -> Option<When> {
        const LONGEST: usize = 6;
        let words = self.words;
        let inside = first > 0 && words.is_mark(first - 1, marks!("(")) && words.goes_mark(at, marks!(")"));
        let close = if inside {
            at
        } else {
            words.goes_mark(at, marks!("(")).then_some(())?;
            let clock = matches!(words.digits(at + 1), Digits::Clock { .. } | Digits::Number { plain: false, .. });
            let close = (at + 2..at + LONGEST).find(|at| words.goes_mark(*at, marks!(")")))?;
            clock.then_some(close)?
        };
        let next = close + 1 + usize::from(words.goes(close + 1, K::From));
        words.on_line(next)?;
        self.day_expression(next).filter(|day| day.to.is_none() && day.from.clock.is_none())
    }

    /// The hour at a word, with minutes in digits; whether it can only be a time.
    fn hour(&self, first: usize, named: bool) -> Option<(Clock, usize, bool)> {
        let words = self.words;
        let clock = |hour: u8, minute, second, half_open| Clock { hour, minute, second, zone: None, half_open };
        let word = words.get(first)?;
        let at = match word.sort {
            Sort::Proclitic if word.proclitics == proclitic::AL && words.sort(first + 1) == Some(Sort::Number) => {
                first + 1
            }
            _ => first,
        };
        if words.sort(at) == Some(Sort::Number) {
            return match words.digits(at) {
                Digits::Clock { hour, minute, second } => {
                    let score = at.checked_sub(1).is_some_and(|before| words.is(before, K::Score));
                    if score || hour == 24 && minute > 0 {
                        return None;
                    }
                    Some((clock(hour, Some(minute), second, hour <= 12), at + 1, false))
                }
                // 9.30 is a time behind الساعة, and before a period of the day.
                Digits::Number { value, plain, zero, .. } => {
                    match (value.scale(), value.to_integer()) {
                        (0, Some(hour)) if (0..=24).contains(&hour) && words.text_of(at).chars().count() <= 2 => {
                            let hour = hour as u8;
                            Some((clock(hour, None, None, hour <= 12 && !zero), at + 1, false))
                        }
                        // الساعة 0642 بتوقيت غرينتش
                        (0, Some(time)) if named && words.text_of(at).chars().count() == 4 => {
                            let (hour, minute) = (time / 100, time % 100);
                            ((0..24).contains(&hour) && (0..60).contains(&minute))
                                .then(|| (clock(hour as u8, Some(minute as u8), None, false), at + 1, true))
                        }
                        // (19,30 ت غ): before a zone.
                        (2, _) if !plain && (named || self.zone(at + 1).is_some()) => {
                            let (hour, minute) = (value.coefficient() / 100, value.coefficient() % 100);
                            ((0..24).contains(&hour) && (0..60).contains(&minute))
                                .then(|| (clock(hour as u8, Some(minute as u8), None, hour <= 12), at + 1, false))
                        }
                        _ => None,
                    }
                }
                _ => None,
            };
        }
        // التاسعة, الحادية عشرة, الواحدة
        let text = words.text_of(first).trim_start_matches(['و', 'ف', 'ب', 'ل']);
        let one = words.has_article(first) && matches!(text, "الواحدة" | "الواحده");
        let (hour, end) = if one {
            (1, first + 1)
        } else {
            let (hour, end, article) = ordinal(words, first)?;
            let feminine = words.text_of(first).ends_with(['ة', 'ه']);
            if !article || !feminine || !(1..=24).contains(&hour) {
                return None;
            }
            (hour as u8, end)
        };
        Some((clock(hour, None, None, hour <= 12), end, false))
    }

    /// والنصف, إلا ربعا, و10 دقائق behind an hour.
    fn minutes(&self, clock: &mut Clock, at: usize) -> usize {
        let words = self.words;
        let Some(word) = words.on_line(at) else { return at };
        let of_fraction = |at: usize| {
            words.sense(at, |sense| match sense {
                Sense::Fraction(1, denominator) => Some(60 / i16::from(*denominator)),
                // إلا ثلثا
                Sense::Fraction(2, 3) => Some(20),
                _ => None,
            })
        };
        let counted = |at: usize| {
            let number = numbers::number(words, at, self.options.colloquial)?;
            let minutes = number.value.to_integer().filter(|minutes| (1..60).contains(minutes))?;
            let unit = self.time_unit(number.end).filter(|_| words.on_line(number.end).is_some());
            matches!(unit, Some((TimeUnit::Minute, Count::Singular | Count::Plural)))
                .then_some((minutes as i16, number.end + 1))
        };
        let (minutes, end) = if words.is(at, K::Except) && word.proclitics == 0 {
            match (of_fraction(at + 1), counted(at + 1)) {
                _ if words.on_line(at + 1).is_none() => return at,
                (Some(minutes), _) => (-minutes, at + 2),
                (None, Some((minutes, end))) => (-minutes, end),
                _ => return at,
            }
        } else if word.sort == Sort::Word && word.proclitics & !proclitic::AL == proclitic::WAW {
            match (of_fraction(at), counted(at)) {
                (Some(minutes), _) if words.has_article(at) => (minutes, at + 1),
                (_, Some(counted)) => counted,
                _ => return at,
            }
        } else if word.sort == Sort::Proclitic && word.proclitics == proclitic::WAW {
            match counted(at + 1) {
                Some(counted) => counted,
                None => return at,
            }
        } else {
            return at;
        };
        let total = i16::from(clock.hour) * 60 + i16::from(clock.minute.unwrap_or(0)) + minutes;
        let total = total.rem_euclid(24 * 60);
        clock.hour = if total / 60 == 0 && clock.half_open { 12 } else { (total / 60) as u8 };
        clock.minute = Some((total % 60) as u8);
        end
    }

    /// صباحا, بعد الظهر, من مساء, or مساء before a day.
    fn period(&self, at: usize) -> Option<(DayPart, usize)> {
        let words = self.words;
        words.on_line(at)?;
        if let Some(part) = self.adverb(at) {
            // مساء الاثنين: the day follows.
            return (self.day_expression(at).is_none()).then_some((part, at + 1));
        }
        if words.goes(at, K::After) || words.goes(at, K::Before) {
            let noon = words.on_line(at + 1).is_some()
                && self.day_part(at + 1) == Some(DayPart::Noon)
                && words.has_article(at + 1);
            let part = if words.is(at, K::After) { DayPart::Afternoon } else { DayPart::Morning };
            return noon.then_some((part, at + 2));
        }
        // في المساء, من صباح
        if words.goes(at, K::From)
            && words.on_line(at + 1).is_some()
            && let Some(part) = self.day_part(at + 1)
            && words.proclitics(at + 1) == 0
            && self.day_expression(at + 1).is_none()
        {
            return Some((part, at + 2));
        }
        match words.text_of(at) {
            "ص" if words.proclitics(at) == 0 => Some((DayPart::Morning, at + 1)),
            "م" => Some((DayPart::Evening, at + 1)),
            _ => None,
        }
    }

    /// A zone at a word. The zone is `None` for local time.
    pub(super) fn zone(&self, first: usize) -> Option<(Option<Zone>, usize)> {
        let words = self.words;
        let open = words.goes_mark(first, marks!("("));
        let mut at = first + usize::from(open);
        words.on_line(at)?;
        let close = |zone, end: usize| {
            if open { words.goes_mark(end, marks!(")")).then_some((zone, end + 1)) } else { Some((zone, end)) }
        };
        if let Some(end) = self.greenwich(at) {
            return close(Some(UTC), end);
        }
        // (مكة المكرمة) stands for its time.
        if !words.is(at, K::Zone) && !open {
            return None;
        }
        if words.is(at, K::Zone) {
            at += 1;
        }
        words.on_line(at)?;
        if words.is(at, K::Local) {
            return close(None, at + 1);
        }
        // بالتوقيت المحلي لمدينة, بتوقيت شرق الولايات المتحدة
        let key = words.whole_key(at);
        if let Some((_, offset, name)) =
            FIXED_ZONES.iter().find(|(words, ..)| super::fold::Key::of_word(words[0]) == key)
        {
            let mut end = at + 1;
            if words.text_of(end) == "المكرمة" && words.on_line(end).is_some() {
                end += 1;
            }
            return close(Some(Zone { name: Some(name), offset: Some(*offset) }), end);
        }
        if let Some((_, name)) = NAMED_ZONES.iter().find(|(word, _)| super::fold::Key::of_word(word) == key) {
            return close(Some(Zone { name: Some(name), offset: None }), at + 1);
        }
        None
    }

    /// ت غ, ت.غ, GMT, تغ
    fn greenwich(&self, at: usize) -> Option<usize> {
        let words = self.words;
        match words.text_of(at) {
            "GMT" | "UTC" | "ت.غ" | "ت.غ." | "تغ" | "جمت" => Some(at + 1),
            "ت" => {
                let next = at + 1 + usize::from(words.is_mark(at + 1, marks!(".")));
                let greenwich = words.on_line(next).is_some() && matches!(words.text_of(next), "غ" | "ج" | "غ.");
                greenwich.then_some(next + 1)
            }
            _ => None,
        }
    }

    /// منتصف الليل, منتصف ليل السبت, منتصف النهار.
    fn midnight(&self, first: usize) -> Option<When> {
        let words = self.words;
        if !words.is(first, K::Midnight) || words.has_article(first) {
            return None;
        }
        let at = first + 1;
        words.on_line(at)?;
        let text = words.text_of(at);
        let hour = match text {
            "الليل" | "الليلة" | "ليل" | "ليلة" => 0,
            "النهار" => 12,
            _ => return None,
        };
        let mut clock = Clock { hour, minute: Some(0), second: None, zone: None, half_open: false };
        let mut moment = Moment::of(Base::Clock);
        let mut end = at + 1;
        if !text.starts_with("ال") {
            let day = words.on_line(end).and_then(|_| self.day_expression(end)).filter(|day| day.to.is_none())?;
            moment.base = day.from.base;
            end = day.end;
            // The midnight of Saturday is at its end.
            clock.hour = 24;
        } else if text == "الليلة" {
            moment.base = Base::Days { days: 0, weekday: None };
            clock.hour = 24;
        }
        if let Some((zone, after)) = self.zone(end) {
            clock.zone = zone;
            end = after;
        }
        moment.clock = Some(clock);
        Some(When::new(first, end, moment, Rule::Clock))
    }
}

/// The hour of 24 that an hour of 12 is in a part of the day.
fn within(hour: u8, part: DayPart) -> Option<u8> {
    if hour > 12 {
        return Some(hour);
    }
    Some(match part {
        DayPart::Dawn | DayPart::Morning => hour % 12,
        DayPart::Noon if hour >= 10 => hour,
        DayPart::Noon | DayPart::Afternoon | DayPart::Evening => hour % 12 + 12,
        // 12 at night begins the day, 1 to 5 lie in it.
        DayPart::Night if hour == 12 => 0,
        DayPart::Night if hour <= 5 => hour,
        DayPart::Night => hour + 12,
    })
}
