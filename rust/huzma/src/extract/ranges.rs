//! Ranges of dates, pairs of calendars, and the one place that tries every expression of time at a word.

use super::dates::Grammar;
use super::digits::Digits;
use super::moment::{Base, Calendar, Fields, Moment, When, Year};
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::words::{Sort, marks};
use crate::lexicon::calendar::{Count, TimeUnit};

/// The most days that are listed before their month.
const MOST_DAYS: usize = 7;

impl Grammar<'_, '_> {
    /// The expression of time that begins at a word; the longest reading comes first.
    pub(super) fn when(&self, first: usize) -> Option<When> {
        let word = self.words.get(first)?;
        if word.sort == Sort::Word && word.classes & class::TIME == 0 {
            // A preposition begins a range, or a time that is told from another.
            return self.range(first).or_else(|| {
                let when = if self.leads_to_time(first) {
                    self.day_expression(first).or_else(|| self.shift(first))
                } else {
                    None
                }?;
                Some(self.paired(when).unwrap_or_else(|| self.with_clock(when)))
            });
        }
        if word.sort == Sort::Number && self.is_only_a_number(first) {
            return None;
        }
        self.range(first)
            .or_else(|| self.two_days(first))
            .or_else(|| self.days_of_month(first))
            .or_else(|| self.two_months(first))
            .or_else(|| self.clock(first))
            .or_else(|| self.single(first))
    }

    /// Whether a number is too short for a year and the noun behind it has no part in any time: 250 مسلحا.
    fn is_only_a_number(&self, at: usize) -> bool {
        const SHORTEST_WORD: u32 = 3;
        let words = self.words;
        words.text_of(at).len() <= 3
            && matches!(words.digits(at), Digits::Number { plain: true, .. })
            && words
                .on_line(at + 1)
                .is_some_and(|next| next.sort == Sort::Word && next.classes & class::BESIDE_TIME == 0)
            && words.whole_key(at + 1).is_some_and(|key| key.len() >= SHORTEST_WORD)
    }

    /// Whether behind قبل, بعد or منذ stands what a time can be told by.
    fn leads_to_time(&self, first: usize) -> bool {
        const TOLD: u32 = class::TIME | class::NUMBER | class::LENGTH | class::DAY | class::DAY_PART;
        self.words.is_of(first, class::AROUND)
            && self.words.on_line(first + 1).is_some_and(|next| match next.sort {
                Sort::Word => next.classes & TOLD != 0 || self.approximately(first + 1) > first + 1,
                sort => matches!(sort, Sort::Number | Sort::Proclitic),
            })
    }

    fn single(&self, first: usize) -> Option<When> {
        let when = self
            .day_expression(first)
            .or_else(|| self.period_part(first))
            .or_else(|| self.numeric(first))
            .or_else(|| self.day_slash_month(first))
            .or_else(|| self.named(first))
            .or_else(|| self.shift(first))
            .or_else(|| self.year_part(first))
            .or_else(|| self.season(first))
            .or_else(|| self.week_of_month(first))
            .or_else(|| self.relative_unit(first))
            .or_else(|| self.lone_year(first))
            .or_else(|| self.century(first))
            .or_else(|| self.decade(first))?;
        Some(self.paired(when).unwrap_or_else(|| self.with_clock(when)))
    }

    /// 11 رمضان 1437 هـ الموافق 16 يونيو 2016 م
    fn paired(&self, when: When) -> Option<When> {
        let words = self.words;
        let Base::Date(mine) = when.from.base else { return None };
        mine.day?;
        if when.to.is_some() {
            return None;
        }
        let mut at = when.end;
        let open = words.goes_mark(at, marks!("("));
        at += usize::from(open || words.goes_mark(at, marks!("،,/-–=")));
        at += usize::from(words.goes(at, K::Corresponding));
        at += usize::from(words.text_of(at) == "لـ" || words.goes(at, K::Day) || words.text_of(at) == "ل");
        words.on_line(at)?;
        if words.proclitics(at) & !(proclitic::AL | proclitic::LAM) != 0 {
            return None;
        }
        let other = self.numeric(at).or_else(|| self.named(at))?;
        let Base::Date(theirs) = other.from.base else { return None };
        theirs.day?;
        let marked = at > when.end;
        if mine.calendar == theirs.calendar
            || open && !words.goes_mark(other.end, marks!(")"))
            || !marked && mine.year.is_none()
        {
            return None;
        }
        let (gregorian, hijri) = if mine.calendar == Calendar::Gregorian { (mine, theirs) } else { (theirs, mine) };
        let mut paired = when;
        paired.from.base = Base::Date(Fields { weekday: mine.weekday.or(theirs.weekday), ..gregorian });
        paired.paired = Some(hijri);
        paired.end = other.end + usize::from(open);
        paired.rule = Rule::Paired;
        Some(paired)
    }

    /// A day with the clock time behind it: غدا الثلاثاء الساعة التاسعة صباحا.
    fn with_clock(&self, when: When) -> When {
        let words = self.words;
        let days = matches!(
            when.from.base,
            Base::Days { .. } | Base::Weekday { .. } | Base::Date(Fields { day: Some(_), .. })
        );
        if !days || when.to.is_some() || when.from.clock.is_some() || when.from.modifier.is_some() {
            return when;
        }
        // 18 سبتمبر 2016 - 14:30
        let dashed = words.goes_mark(when.end, marks!("-–—|"))
            && matches!(words.digits(when.end + 1), Digits::Clock { .. })
            && words.on_line(when.end + 1).is_some();
        let mut at = when.end + usize::from(dashed || words.goes_mark(when.end, marks!("،,")));
        at += usize::from(words.goes(at, K::In) || words.goes(at, K::On));
        if dashed && let Some((clock, end)) = self.stamp(at) {
            let mut both = when;
            both.end = end;
            both.from.clock = Some(clock);
            both.rule = Rule::Clock;
            return both;
        }
        if words.on_line(at).is_none() || words.proclitics(at) & proclitic::CONJUNCTION != 0 {
            return when;
        }
        let Some(time) = self.clock(at).filter(|time| time.from.base == Base::Clock) else { return when };
        let mut both = when;
        both.end = time.end;
        both.from.clock = time.from.clock;
        both.rule = Rule::Clock;
        both
    }

    /// من 5 إلى 10 مايو, بين عامي 2011 و2016, بين يناير ومارس, من الأحد إلى الخميس.
    fn range(&self, first: usize) -> Option<When> {
        let words = self.words;
        if let Some(when) = self.hyphenated(first) {
            return Some(when);
        }
        let from = words.is(first, K::From) && words.proclitics(first) & proclitic::PREPOSITION == 0;
        let between = words.is(first, K::Between);
        if !from && !between {
            return None;
        }
        let mut at = first + 1;
        words.on_line(at)?;
        // بين عامي 2011 و2016
        let years = words.is(at, K::TwoYears) || from && self.is_year_word(at);
        if words.is(at, K::TwoYears) || words.is(at, K::TwoDays) {
            at += 1;
            words.on_line(at)?;
        }
        let begins = words.get(at).is_some_and(|word| match word.sort {
            Sort::Word => word.classes & (class::TIME | class::RANGE | class::AROUND) != 0,
            sort => matches!(sort, Sort::Number | Sort::Proclitic),
        });
        if !begins {
            return None;
        }
        let (start, next) = self.end_point(at, years)?;
        let joined = if from {
            let sep = words.goes(next, K::To) || words.goes(next, K::Until) || words.goes_mark(next, marks!("-–"));
            // إلى غاية 14 أكتوبر
            sep.then_some(
                next + 1 + usize::from(words.text_of(next + 1) == "غاية" && words.on_line(next + 1).is_some()),
            )?
        } else {
            self.behind_and(next)?
        };
        words.on_line(joined)?;
        let (stop, end) = self.end_point(joined, years)?;
        let (start, stop) = agree(start, stop)?;
        let mut when = When::new(first, end, start, Rule::Range);
        when.to = Some(stop);
        // The preposition is no part of the dates, but the range has no other sign of its start.
        Some(when)
    }

    /// One end of a range: a day alone takes its month from the other end.
    fn end_point(&self, at: usize, years: bool) -> Option<(Moment, usize)> {
        let words = self.words;
        if let Some(when) = self.numeric(at).or_else(|| self.named(at)) {
            return Some((when.from, when.end));
        }
        if let Some(when) = self.lone_year(at).filter(|when| when.to.is_none()) {
            return Some((when.from, when.end));
        }
        if let Some((year, _, end)) = self.year(at)
            && words.sort(at) == Some(Sort::Number)
            && (1900..=2100).contains(&year)
            && (years || !self.counts(end))
        {
            let fields = Fields { year: Some(Year::Full(year)), ..Fields::default() };
            return Some((Moment::date(fields), end));
        }
        if let Some(month) = self.month(at).filter(|month| !month.ambiguous || !years)
            && words.proclitics(at) & !proclitic::WAW == 0
        {
            let fields = Fields { calendar: month.calendar, month: Some(month.number), ..Fields::default() };
            return Some((Moment::date(fields), month.end));
        }
        let day_word = usize::from(words.is(at, K::Day));
        if let Some(weekday) = self.weekday(at + day_word) {
            let end = at + day_word + 1;
            let deixis = self.deixis(end);
            let moment = Moment::of(Base::Weekday { weekday, deixis, future: false });
            return Some((moment, end + usize::from(deixis.is_some())));
        }
        let (day, end) = self.day(at)?;
        let fields = Fields { day: Some(day), ..Fields::default() };
        Some((Moment::date(fields), end))
    }

    /// The word behind و, alone or written to it.
    pub(super) fn behind_and(&self, at: usize) -> Option<usize> {
        let word = self.words.on_line(at)?;
        match word.sort {
            Sort::Proclitic if word.proclitics == proclitic::WAW => self.words.on_line(at + 1).map(|_| at + 1),
            Sort::Proclitic if word.proclitics == proclitic::WAW | proclitic::AL => Some(at),
            Sort::Word if word.proclitics & !proclitic::AL == proclitic::WAW => Some(at),
            _ => None,
        }
    }

    /// 5-10 مايو, 28 مايو - 3 يونيو
    fn hyphenated(&self, first: usize) -> Option<When> {
        let words = self.words;
        if words.sort(first) != Some(Sort::Number) || !words.goes_mark(first + 1, marks!("-–—")) {
            return self.long_hyphenated(first);
        }
        let (day, next) = self.day(first)?;
        words.on_line(next + 1)?;
        let stop = self.named(next + 1)?;
        let Base::Date(Fields { day: Some(last), .. }) = stop.from.base else { return None };
        let start = Moment::date(Fields { day: Some(day), ..Fields::default() });
        let (start, to) = agree(start, stop.from)?;
        if day >= last {
            return None;
        }
        let mut when = When::new(first, stop.end, start, Rule::Range);
        when.to = Some(to);
        Some(when)
    }

    fn long_hyphenated(&self, first: usize) -> Option<When> {
        let words = self.words;
        if words.sort(first) != Some(Sort::Number) {
            return None;
        }
        let start = self.named(first)?;
        if !words.goes_mark(start.end, marks!("-–—")) || words.on_line(start.end + 1).is_none() {
            return None;
        }
        let stop = self.named(start.end + 1)?;
        let both_days = |when: &When| matches!(when.from.base, Base::Date(Fields { day: Some(_), .. }));
        if !both_days(&start) || !both_days(&stop) {
            return None;
        }
        let (from, to) = agree(start.from, stop.from)?;
        let mut when = When::new(first, stop.end, from, Rule::Range);
        when.to = Some(to);
        Some(when)
    }

    /// يومي الـ 4 والـ 5 من تموز, يومي السبت والأحد المقبلين.
    fn two_days(&self, first: usize) -> Option<When> {
        let words = self.words;
        if !words.is(first, K::TwoDays) {
            return None;
        }
        let at = first + 1;
        words.on_line(at)?;
        if let Some(weekday) = self.weekday(at) {
            let next = self.behind_and(at + 1)?;
            let second = self.weekday(next)?;
            let deixis = self.deixis(next + 1);
            let end = next + 1 + usize::from(deixis.is_some());
            let of = |weekday| Moment::of(Base::Weekday { weekday, deixis, future: false });
            // The dates may follow: يومي 4 و5 is another expression.
            let mut when = When::new(first, end, of(weekday), Rule::Range);
            when.to = Some(of(second));
            return Some(when);
        }
        let (day, next) = self.day(at)?;
        self.joined_days(first, day, next)
    }

    /// شهري يوليو وأغسطس الماضيين, مارس وأبريل الماضيين, تموز وآب 2016.
    fn two_months(&self, first: usize) -> Option<When> {
        let words = self.words;
        let named = words.is(first, K::Month) && words.text_of(first).ends_with("شهري");
        let at = first + usize::from(named);
        if named {
            words.on_line(at).filter(|word| word.proclitics == 0)?;
        }
        let month = self.month(at)?;
        let next = self.behind_and(month.end)?;
        let second = self.month(next).filter(|second| second.calendar == month.calendar)?;
        let stop = self.named(next).filter(|stop| stop.end > second.end || named);
        let deixis = self.deixis(second.end);
        let (fields, end) = match (stop, deixis) {
            (Some(When { from: Moment { base: Base::Date(fields), .. }, end, .. }), _) => (fields, end),
            (_, Some(direction)) => {
                let month = Some(second.number);
                let fields = Fields { calendar: second.calendar, month, deixis: Some(direction), ..Fields::default() };
                (fields, second.end + 1)
            }
            _ if named => {
                (Fields { calendar: second.calendar, month: Some(second.number), ..Fields::default() }, second.end)
            }
            _ => return None,
        };
        if month.number + 1 != second.number && !named {
            return None;
        }
        let start = Fields { month: Some(month.number), ..fields };
        let mut when = When::new(first, end, Moment::date(start), Rule::Range);
        when.to = Some(Moment::date(fields));
        Some(when)
    }

    /// 4 و5 مايو
    fn days_of_month(&self, first: usize) -> Option<When> {
        let words = self.words;
        if words.sort(first) != Some(Sort::Number) {
            return None;
        }
        let (day, next) = self.day(first)?;
        self.joined_days(first, day, next)
    }

    /// The days behind the first, each behind a و, with the month of the last: 26 و27 و28 مايو.
    fn joined_days(&self, first: usize, day: u8, end: usize) -> Option<When> {
        let mut second = self.behind_and(end)?;
        let here = second;
        let mut before = day;
        let mut touch = true;
        let mut count = 2;
        let stop = loop {
            if let Some(stop) = self.named(second) {
                break stop;
            }
            // A longer list is not of days, and the text must be read in linear time.
            if count == MOST_DAYS {
                return None;
            }
            count += 1;
            let (next, end) = self.day(second)?;
            touch &= next == before + 1;
            before = next;
            second = self.behind_and(end)?;
        };
        let Base::Date(fields) = stop.from.base else { return None };
        let last = fields.day?;
        touch &= last == before + 1;
        let second = here;
        let start = Fields { day: Some(day), ..fields };
        if touch {
            let mut when = When::new(first, stop.end, Moment::date(start), Rule::Range);
            when.to = Some(stop.from);
            return Some(when);
        }
        // Two days that do not touch: the first here, the second by itself.
        (day != last).then(|| When::new(first, second, Moment::date(start), Rule::DayMonth))
    }

    /// Whether a word can begin an expression of time at all.
    pub(super) fn may_begin(sense: &Sense) -> bool {
        matches!(
            sense,
            Sense::Month(_)
                | Sense::Hijri(_)
                | Sense::Weekday(_)
                | Sense::PeriodPart(_)
                | Sense::DayPart(_)
                | Sense::Relative(_)
                | Sense::Decade(_)
                | Sense::Season(_)
                | Sense::Ordinal(_)
                | Sense::Time(TimeUnit::Year | TimeUnit::Month | TimeUnit::Week | TimeUnit::Century, Count::Singular)
                | Sense::Cardinal(_)
                | Sense::Fraction(..)
                | Sense::Word(K::ClockHour | K::FirstDay | K::Month | K::Day | K::TwoDays | K::This | K::Midnight)
        )
    }
}

/// The ends of a range as far as one tells what the other lacks; `None` where they do not fit together.
fn agree(start: Moment, stop: Moment) -> Option<(Moment, Moment)> {
    let (mut start, stop) = (start, stop);
    match (&mut start.base, &stop.base) {
        (Base::Date(from), Base::Date(to)) => {
            if from.month.is_none() && from.day.is_some() {
                // من 5 إلى 10 مايو
                to.day?;
                to.month?;
                from.month = to.month;
                from.calendar = to.calendar;
                from.year = from.year.or(to.year);
                from.deixis = to.deixis;
            } else if to.month.is_none() && to.day.is_some() {
                return None;
            }
            if from.calendar != to.calendar
                || from.day.is_some() != to.day.is_some()
                || from.month.is_some() != to.month.is_some()
            {
                return None;
            }
            if from.year.is_none() && from.deixis.is_none() {
                from.year = to.year;
                from.deixis = to.deixis;
            }
            // Years alone must rise.
            if let (None, Some(Year::Full(from)), Some(Year::Full(to))) = (from.month, from.year, to.year)
                && from >= to
            {
                return None;
            }
            Some((start, stop))
        }
        (Base::Weekday { .. }, Base::Weekday { .. }) => Some((start, stop)),
        _ => None,
    }
}
