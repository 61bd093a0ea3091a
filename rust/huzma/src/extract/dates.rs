//! Dates: a day, a month, a year, in digits or words, in either calendar.
//!
//! ```text
//! date    := (weekday deixis? ،? الموافق?)? (day (من)? (شهر)?)? month tail | digits
//! month   := name (sep name)?                      sep is / - – or brackets; both names are of one month
//! tail    := (deixis | ،? (عام)? year (م | هـ)?  | من العام deixis)*
//! paired  := date (الموافق | -)? date                of the other calendar
//! ```
//!
//! A word that is a month and something else (آب, مارس, صفر) needs a day, a year, شهر or a deixis beside it.

use super::Options;
use super::digits::Digits;
use super::fold::Key;
use super::moment::{Calendar, Fields, Moment, When, Year};
use super::numbers;
use super::ordinals::ordinal;
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Gap, Sort, Words, marks};
use crate::lexicon::calendar::{Count, HIJRI_MONTHS, NAMES_TOO, TimeUnit};
use crate::lexicon::months::MONTHS;

/// The grammar over the words of a text.
#[derive(Clone, Copy)]
pub(super) struct Grammar<'w, 't> {
    pub(super) words: &'w Words<'t>,
    pub(super) options: &'w Options,
}

/// A month as it is written.
#[derive(Clone, Copy)]
pub(super) struct MonthName {
    pub(super) number: u8,
    pub(super) calendar: Calendar,
    pub(super) end: usize,
    pub(super) ambiguous: bool,
}

impl Grammar<'_, '_> {
    /// The direction of a deixis at a word that goes on the line: الماضي, not سابق.
    pub(super) fn deixis(&self, at: usize) -> Option<i8> {
        let word = self.words.on_line(at)?;
        if word.proclitics & !proclitic::AL != 0 || word.proclitics & proclitic::AL == 0 {
            return None;
        }
        self.words.sense(at, |sense| match sense {
            Sense::Deixis { direction, weak: false } => Some(*direction),
            _ => None,
        })
    }

    /// The month whose name begins at a word, with its other name.
    pub(super) fn month(&self, first: usize) -> Option<MonthName> {
        let mut month = self.month_name(first)?;
        let words = self.words;
        let twin = |at: usize| {
            self.month_name(at).filter(|twin| twin.number == month.number && twin.calendar == month.calendar)
        };
        let end = month.end;
        let twin_end = if words.goes_mark(end, marks!("/-–—ـ")) {
            words.on_line(end + 1).and_then(|_| twin(end + 1)).map(|twin| twin.end)
        } else if words.goes_mark(end, marks!("(")) {
            words
                .on_line(end + 1)
                .and_then(|_| twin(end + 1))
                .and_then(|twin| words.goes_mark(twin.end, marks!(")")).then_some(twin.end + 1))
        } else if words.on_line(end).is_some_and(|word| word.proclitics == 0) {
            twin(end).map(|twin| twin.end)
        } else {
            None
        };
        if let Some(end) = twin_end {
            month.end = end;
            month.ambiguous = false;
        }
        Some(month)
    }

    fn month_name(&self, first: usize) -> Option<MonthName> {
        let words = self.words;
        if words.proclitics(first) & proclitic::AL != 0 {
            return None;
        }
        let mut best: Option<MonthName> = None;
        for sense in words.senses(first) {
            let (names, number, calendar, ambiguous): (&[&str], _, _, _) = match sense {
                Sense::Month(index) => {
                    let month = &MONTHS[usize::from(*index)];
                    let ambiguous = month.ambiguous || NAMES_TOO.contains(&month.words[0]);
                    (month.words, month.number, Calendar::Gregorian, ambiguous)
                }
                Sense::Hijri(index) => {
                    let (number, ambiguous, names) = HIJRI_MONTHS[usize::from(*index)];
                    (names, number, Calendar::IslamicUmalqura, ambiguous)
                }
                _ => continue,
            };
            let mut end = first + 1;
            if names[1..].iter().all(|name| {
                let same = self.is_second_name(end, name);
                end += 1;
                same
            }) && best.is_none_or(|best| best.end < end)
            {
                // آب is written with its madda where it is a month.
                let father = number == 8 && names == ["آب"] && words.text_of(first).contains(['أ', 'إ']);
                if !father {
                    best = Some(MonthName { number, calendar, end, ambiguous });
                }
            }
        }
        best
    }

    /// الأول and الثاني of a month of two words, also as digits or without the article.
    fn is_second_name(&self, at: usize, name: &str) -> bool {
        let Some(word) = self.words.on_line(at) else { return false };
        if word.sort == Sort::Number {
            return match self.words.text_of(at) {
                "1" | "١" => name == "الأول",
                "2" | "٢" => name == "الثاني",
                _ => false,
            };
        }
        let Some(key) = self.words.whole_key(at) else { return false };
        let full = Key::of_word(name);
        full == Some(key)
            || name == "الأول" && key == const { Key::constant("أول") }
            || name == "الثاني" && (key == const { Key::constant("ثاني") } || key == const { Key::constant("ثان") })
    }

    /// A day of a month, as digits or as an ordinal with its article.
    pub(super) fn day(&self, first: usize) -> Option<(u8, usize)> {
        let words = self.words;
        let word = words.get(first)?;
        let at = match word.sort {
            Sort::Proclitic => {
                let next = words.on_line(first + 1)?;
                if next.sort != Sort::Number || next.gap != Gap::None && word.proclitics & proclitic::AL == 0 {
                    return None;
                }
                first + 1
            }
            Sort::Number => first,
            Sort::Word => {
                let (value, end, article) = ordinal(words, first)?;
                return (article && (1..=31).contains(&value)).then_some((value as u8, end));
            }
            _ => return None,
        };
        match words.digits(at) {
            Digits::Number { value, plain: true, signed: false, .. } => {
                let value = value.to_integer().filter(|value| (1..=31).contains(value))?;
                (words.text_of(at).chars().count() <= 2).then_some((value as u8, at + 1))
            }
            _ => None,
        }
    }

    /// غرة محرم, غرة شهر رمضان: the first day of a month.
    fn first_day(&self, first: usize) -> Option<(u8, usize)> {
        let words = self.words;
        (words.is(first, K::FirstDay) && !words.has_article(first)).then_some((1, first + 1))
    }

    /// A year of four digits, or spelled; fewer with the sign of its era. With its era.
    pub(super) fn year(&self, at: usize) -> Option<(i32, Option<Calendar>, usize)> {
        let words = self.words;
        let word = words.get(at)?;
        let (value, end, length) = match word.sort {
            Sort::Number => match words.digits(at) {
                Digits::Number { value, plain: true, signed: false, zero: false, .. } => {
                    (value.to_integer()?, at + 1, words.text_of(at).chars().count())
                }
                _ => return None,
            },
            Sort::Word if word.entry != 0 => {
                let parsed = numbers::number(words, at, false)?;
                let value = parsed.value.to_integer().filter(|value| !parsed.digits && (1000..2200).contains(value))?;
                (value, parsed.end, 4)
            }
            _ => return None,
        };
        let era = if words.goes(end, K::Hijri) {
            Some(Calendar::IslamicUmalqura)
        } else if words.goes(end, K::Gregorian) && !words.goes_mark(end + 1, marks!("/")) {
            Some(Calendar::Gregorian)
        } else {
            None
        };
        let fits = match era {
            Some(Calendar::IslamicUmalqura) => (1..=1700).contains(&value),
            Some(Calendar::Gregorian) => (1..=2999).contains(&value),
            None => length == 4 && (1000..=2999).contains(&value),
        };
        if !fits || self.is_before_christ(end) {
            return None;
        }
        Some((value as i32, era, end + usize::from(era.is_some())))
    }

    fn is_before_christ(&self, at: usize) -> bool {
        let text = self.words.text_of(at);
        text.starts_with("ق.م")
            || text == "ق"
            || self.words.goes(at, K::Before) && self.words.text_of(at + 1) == "الميلاد"
    }

    /// عام, العام, سنة at a word that goes on the line.
    pub(super) fn is_year_word(&self, at: usize) -> bool {
        self.words.senses(at).iter().any(|sense| matches!(sense, Sense::Time(TimeUnit::Year, Count::Singular)))
    }

    /// What stands behind a month: a year, a deixis.
    fn tail(&self, fields: &mut Fields, mut at: usize) -> usize {
        let words = self.words;
        loop {
            if words.goes(at, K::Holy) && fields.calendar == Calendar::IslamicUmalqura {
                at += 1;
                continue;
            }
            if fields.deixis.is_none()
                && let Some(direction) = self.deixis(at)
            {
                fields.deixis = Some(direction);
                at += 1;
                continue;
            }
            if fields.year.is_some() {
                return at;
            }
            let mut next = at;
            let comma = words.goes_mark(next, marks!("،,"));
            next += usize::from(comma);
            if words.goes(next, K::From) || words.goes(next, K::In) || words.goes_mark(next, marks!("/")) && !comma {
                next += 1;
            }
            let mut named = false;
            if words.on_line(next).is_some_and(|word| word.proclitics & proclitic::CONJUNCTION == 0)
                && self.is_year_word(next)
            {
                named = true;
                // من العام الماضي
                if words.has_article(next)
                    && let Some(direction) = self.deixis(next + 1)
                {
                    fields.year = Some(Year::Relative(direction));
                    return next + 2;
                }
                next += 1;
            }
            if words.on_line(next).is_none() || next > at && !named && !comma && !words.is_mark(at, marks!("/")) {
                return at;
            }
            let Some((year, era, end)) = self.year(next) else { return at };
            // 15 مايو 2000 شخص counts people.
            if words.sort(next) == Some(Sort::Word) && !named {
                return at;
            }
            let calendar = fields.calendar;
            if era.is_some_and(|era| era != calendar) || !plausible(calendar, year) {
                return at;
            }
            fields.year = Some(Year::Full(year));
            at = end;
        }
    }

    /// A date with a month by its name, from its day or its month on.
    pub(super) fn named(&self, first: usize) -> Option<When> {
        let words = self.words;
        if let Some((day, mut at)) = self.day(first).or_else(|| self.first_day(first)) {
            let mut linked = words.is(first, K::FirstDay);
            if words.goes(at, K::From) {
                at += 1;
                linked = true;
            }
            if words.on_line(at).is_some()
                && let Some((direction, end)) = self.month_of_writing(first, at, linked)
            {
                let fields = Fields { day: Some(day), deixis: Some(direction), ..Fields::default() };
                return Some(When::new(first, end, Moment::date(fields), Rule::DayMonth));
            }
            if words.goes(at, K::Month) && words.proclitics(at) & !proclitic::AL == 0 {
                at += 1;
                linked = true;
            }
            words.on_line(at)?;
            if words.proclitics(at) & proclitic::CONJUNCTION != 0 {
                return None;
            }
            let month = self.month(at)?;
            // "الثاني مايو" is said of the second of May; "الأول مارس" is not, without من.
            if words.sort(first) == Some(Sort::Word) && !linked && month.ambiguous {
                return None;
            }
            let mut fields =
                Fields { calendar: month.calendar, month: Some(month.number), day: Some(day), ..Fields::default() };
            let length =
                if month.calendar == Calendar::Gregorian { super::civil::month_length(2000, month.number) } else { 30 };
            if day > length {
                return None;
            }
            let end = self.tail(&mut fields, month.end);
            return Some(When::new(first, end, Moment::date(fields), Rule::DayMonth));
        }
        let mut at = first;
        let named = words.is(first, K::Month);
        if named {
            at += 1;
            words.on_line(at)?;
            if words.proclitics(at) & !proclitic::AL != 0 {
                return None;
            }
        }
        let month = self.month(at)?;
        let mut fields = Fields { calendar: month.calendar, month: Some(month.number), ..Fields::default() };
        let end = self.tail(&mut fields, month.end);
        let beside = named || fields.deixis.is_some() || fields.year.is_some();
        if month.ambiguous && !beside && !self.is_temporal_before(first) {
            return None;
        }
        // A bare month with a proclitic that no date has: كمارس.
        if words.proclitics(first) & proclitic::KAF != 0 {
            return None;
        }
        let first = if named && words.sort(first) == Some(Sort::Word) { first } else { at };
        Some(When::new(first, end, Moment::date(fields), Rule::Month))
    }

    /// الشهر الجاري behind a day, as in الخامس من الشهر الماضي, and الجاري alone, as in 15 الجاري.
    fn month_of_writing(&self, first: usize, at: usize, linked: bool) -> Option<(i8, usize)> {
        let words = self.words;
        let month = words.senses(at).contains(&Sense::Time(TimeUnit::Month, Count::Singular)) && words.has_article(at);
        if month && linked {
            if let Some(direction) = self.deixis(at + 1) {
                return Some((direction, at + 2));
            }
            // من هذا الشهر is read at هذا.
            return None;
        }
        if linked && words.is(at, K::This) && ["هذا", "هذه"].contains(&words.text_of(at)) {
            let month = words.senses_on_line(at + 1).contains(&Sense::Time(TimeUnit::Month, Count::Singular));
            return (month && words.has_article(at + 1)).then_some((0, at + 2));
        }
        let masculine = !words.text_of(at).ends_with(['ة', 'ه', 'ن']);
        let digits = words.sort(first) == Some(Sort::Number) && first > 0 && words.on_line(first).is_some();
        let introduced =
            digits && (words.is(first - 1, K::In) || words.is(first - 1, K::Day) || words.is(first - 1, K::Since));
        (introduced && masculine && !linked).then(|| self.deixis(at)).flatten().map(|direction| (direction, at + 1))
    }

    /// في, منذ, حتى before a word that may be a month: a verb does not follow them, a man's name rarely.
    fn is_temporal_before(&self, at: usize) -> bool {
        let words = self.words;
        words.proclitics(at) == 0
            && !words.senses(at).iter().any(|sense| matches!(sense, Sense::Hijri(1..=7 | 9)))
            && [K::In, K::Since, K::Until, K::During].iter().any(|keyword| words.follows(at, *keyword))
    }

    /// A year by itself, behind its word or with its era, or behind a preposition of time.
    pub(super) fn lone_year(&self, first: usize) -> Option<When> {
        let words = self.words;
        let named = self.is_year_word(first);
        let mut at = first;
        if named {
            at += 1;
            words.on_line(at)?;
            if words.goes(at, K::Hijri) && words.sort(at + 1) == Some(Sort::Number) {
                at += 1;
            }
            // العام الدراسي 2015/2016
            if words.goes(at, K::Season) {
                at += 1;
                words.on_line(at)?;
            }
        } else if words.sort(first) != Some(Sort::Number) {
            return None;
        }
        if let Digits::Slash { left, right, lengths: [4, length] } = words.digits(at)
            && (1300..2200).contains(&left)
        {
            let next = if length == 4 { right } else { left / 100 * 100 + right };
            if next == left + 1 && (length == 4 || length == 2) {
                return Some(self.years(first, at + 1, left as i32, next as i32));
            }
        }
        let (year, era, end) = self.year(at)?;
        // موسم 2015-2016
        if words.goes_mark(end, marks!("-–/"))
            && let Some((next, _, last)) = words.on_line(end + 1).and_then(|_| self.year(end + 1))
            && next > year
            && next - year < 100
            && era.is_none()
            && plausible(Calendar::Gregorian, year)
            && !words.goes_mark(last, marks!("-–/"))
        {
            return Some(self.years(first, last, year, next));
        }
        let calendar = match era {
            Some(era) => era,
            None if named && (1300..=1500).contains(&year) => Calendar::IslamicUmalqura,
            None => Calendar::Gregorian,
        };
        if era.is_none() && !named {
            let introduced = [K::In, K::Since, K::Until].iter().any(|word| words.follows(first, *word))
                || words.follows(first, K::From) && words.follows(first - 1, K::Month)
                || self.is_by_year(first);
            if !introduced
                || !(1900..=2100).contains(&year)
                || self.counts(end)
                || words.goes_mark(end, marks!("-–/:.")) && words.sort(end + 1) == Some(Sort::Number)
            {
                return None;
            }
        }
        if !plausible(calendar, year) && era.is_none() {
            return None;
        }
        let fields = Fields { calendar, year: Some(Year::Full(year)), ..Fields::default() };
        // عام 1432هـ/2011م
        if era.is_some()
            && words.goes_mark(end, marks!("/-–("))
            && words.on_line(end + 1).is_some()
            && words.sort(end + 1) == Some(Sort::Number)
            && let Some((other, Some(of_other), last)) = self.year(end + 1)
            && of_other != calendar
        {
            let theirs = Fields { calendar: of_other, year: Some(Year::Full(other)), ..Fields::default() };
            let (gregorian, hijri) = if calendar == Calendar::Gregorian { (fields, theirs) } else { (theirs, fields) };
            let last = last + usize::from(words.is_mark(end, marks!("(")) && words.goes_mark(last, marks!(")")));
            let mut when = When::new(first, last, Moment::date(gregorian), Rule::Paired);
            when.paired = Some(hijri);
            return Some(when);
        }
        Some(When::new(first, end, Moment::date(fields), Rule::Year))
    }

    fn years(&self, first: usize, end: usize, from: i32, to: i32) -> When {
        let calendar = if from < 1600 { Calendar::IslamicUmalqura } else { Calendar::Gregorian };
        let of = |year| Moment::date(Fields { calendar, year: Some(Year::Full(year)), ..Fields::default() });
        let mut when = When::new(first, end, of(from), Rule::Year);
        when.to = Some(of(to));
        when
    }

    /// بحلول 2030, مطلع 2016
    fn is_by_year(&self, at: usize) -> bool {
        let by = Some(const { Key::constant("بحلول") });
        at > 0
            && self.words.on_line(at).is_some()
            && (self.words.whole_key(at - 1) == by
                || self.words.sense(at - 1, |sense| matches!(sense, Sense::PeriodPart(_)).then_some(())).is_some())
    }

    /// Whether a word that goes on the line is counted: a noun of the tables, a power of ten, a percent sign.
    pub(super) fn counts(&self, at: usize) -> bool {
        let Some(word) = self.words.on_line(at) else { return false };
        if word.sort == Sort::Mark {
            return matches!(self.words.text_of(at), "%" | "٪" | "$" | "€" | "£");
        }
        word.proclitics == 0
            && self.words.senses(at).iter().any(|sense| {
                matches!(
                    sense,
                    Sense::Counted(_)
                        | Sense::Unit(_)
                        | Sense::Currency(_)
                        | Sense::CurrencyCode(_)
                        | Sense::Time(..)
                        | Sense::Cardinal(crate::lexicon::numerals::Cardinal::Power(_))
                        | Sense::Elliptic
                )
            })
    }
}

/// Whether a year of a calendar is one that newspapers write.
pub(super) fn plausible(calendar: Calendar, year: i32) -> bool {
    match calendar {
        Calendar::Gregorian => (1500..=2200).contains(&year),
        Calendar::IslamicUmalqura => (1..=1600).contains(&year),
    }
}
