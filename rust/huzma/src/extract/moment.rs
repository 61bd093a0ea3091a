//! What an expression of time says, before anybody knows when it was written.

use crate::lexicon::calendar::{DayPart, PeriodPart, Season, TimeUnit};

/// The calendar in which a date is written, by its name in CLDR.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Calendar {
    /// `gregorian`
    #[default]
    Gregorian,
    /// `islamic-umalqura`
    IslamicUmalqura,
}

impl Calendar {
    /// The name in CLDR.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gregorian => "gregorian",
            Self::IslamicUmalqura => "islamic-umalqura",
        }
    }
}

/// A year as it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Year {
    /// All of it.
    Full(i32),
    /// The last two digits.
    Short(u8),
    /// So many years from the one of writing.
    Relative(i8),
}

/// Fields of a date, those that are written.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Fields {
    pub(super) calendar: Calendar,
    pub(super) year: Option<Year>,
    pub(super) month: Option<u8>,
    pub(super) day: Option<u8>,
    pub(super) weekday: Option<u8>,
    /// الماضي, الحالي, المقبل
    pub(super) deixis: Option<i8>,
}

/// What a time is reckoned from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Base {
    /// A clock time alone.
    Clock,
    Date(Fields),
    Weekday {
        weekday: u8,
        deixis: Option<i8>,
        future: bool,
    },
    /// Days from the day of writing.
    Days {
        days: i64,
        weekday: Option<u8>,
    },
    /// قبل يومين, بعد شهر
    Shift {
        amount: i64,
        unit: TimeUnit,
    },
    /// الشهر الماضي
    Unit {
        unit: TimeUnit,
        direction: i8,
    },
    /// The decade by its tens of years, and its century where that is told, as in 19.
    Decade {
        tens: u8,
        century: Option<i32>,
    },
    /// The first digits of its years: 18 for the nineteenth.
    Century(i32),
    /// A quarter (of 4) or a half (of 2) of a year.
    Part {
        of: u8,
        index: u8,
        year: Option<Year>,
    },
    /// The end of a week.
    Weekend(i8),
    /// صيف 2016, الصيف الماضي
    Season {
        season: Season,
        year: Option<Year>,
        deixis: Option<i8>,
    },
}

/// A zone: its name, and its offset in minutes where that never changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Zone {
    pub(super) name: Option<&'static str>,
    pub(super) offset: Option<i16>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Clock {
    pub(super) hour: u8,
    pub(super) minute: Option<u8>,
    pub(super) second: Option<u8>,
    pub(super) zone: Option<Zone>,
    /// Nothing tells whether it is before or after noon.
    pub(super) half_open: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Moment {
    pub(super) base: Base,
    pub(super) part: Option<DayPart>,
    pub(super) clock: Option<Clock>,
    pub(super) modifier: Option<PeriodPart>,
}

impl Moment {
    pub(super) const fn of(base: Base) -> Self {
        Self { base, part: None, clock: None, modifier: None }
    }

    pub(super) const fn date(fields: Fields) -> Self {
        Self::of(Base::Date(fields))
    }

    pub(super) fn fields(&mut self) -> Option<&mut Fields> {
        match &mut self.base {
            Base::Date(fields) => Some(fields),
            _ => None,
        }
    }
}

/// An expression of time in the text.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct When {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) from: Moment,
    /// The end of a range.
    pub(super) to: Option<Moment>,
    /// The same day in the other calendar.
    pub(super) paired: Option<Fields>,
    /// The other reading of day and month in digits.
    pub(super) swapped: Option<Fields>,
    pub(super) rule: super::rules::Rule,
}

impl When {
    pub(super) const fn new(first: usize, end: usize, from: Moment, rule: super::rules::Rule) -> Self {
        Self { first, end, from, to: None, paired: None, swapped: None, rule }
    }
}
