//! From what is written to a value: a partial date as it stands, or a whole one where the day of writing is known.

use super::civil::{Day, month_length};
use super::hijri;
use super::moment::{Base, Calendar, Clock, Fields, Moment, Year};
use crate::lexicon::calendar::{DayPart, Season, TimeUnit};

/// The moment of writing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Anchor {
    /// The day.
    pub day: Day,
    /// Hour and minute, where they are known.
    pub time: Option<(u8, u8)>,
}

impl Anchor {
    /// A day without a time.
    #[must_use]
    pub const fn of_day(day: Day) -> Self {
        Self { day, time: None }
    }
}

/// How exact a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grain {
    /// A hundred years.
    Century,
    /// Ten years.
    Decade,
    /// A year.
    Year,
    /// Half a year.
    HalfYear,
    /// A third of a year.
    Third,
    /// A quarter of a year.
    Quarter,
    /// A season.
    Season,
    /// A month.
    Month,
    /// A week.
    Week,
    /// The end of a week.
    Weekend,
    /// A day.
    Day,
    /// Morning, evening …
    DayPart,
    /// An hour.
    Hour,
    /// A minute.
    Minute,
    /// A second.
    Second,
}

impl Grain {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Century => "century",
            Self::Decade => "decade",
            Self::Year => "year",
            Self::HalfYear => "half-year",
            Self::Third => "third-of-year",
            Self::Quarter => "quarter",
            Self::Season => "season",
            Self::Month => "month",
            Self::Week => "week",
            Self::Weekend => "weekend",
            Self::Day => "day",
            Self::DayPart => "day-part",
            Self::Hour => "hour",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// A value of TIMEX3.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Resolved {
    /// `None` where the calendar cannot be converted.
    pub(super) value: Option<String>,
    /// The value in the calendar of the text, where that is another.
    pub(super) source: Option<String>,
    pub(super) grain: Grain,
    /// Whether nothing of the value is left open.
    pub(super) whole: bool,
    /// The day, where there is one.
    pub(super) day: Option<Day>,
    /// A weekday that the date does not fall on.
    pub(super) wrong_weekday: bool,
}

/// The value of a moment.
pub(super) fn resolve(moment: &Moment, anchor: Option<&Anchor>) -> Resolved {
    let mut resolved = of_base(moment, anchor);
    let day_grain = matches!(resolved.grain, Grain::Day);
    if let Some(clock) = moment.clock {
        add_clock(&mut resolved, &clock, matches!(moment.base, Base::Clock), anchor);
    } else if let Some(part) = moment.part
        && day_grain
        && let Some(value) = &mut resolved.value
    {
        value.push('T');
        value.push_str(letters(part));
        resolved.grain = Grain::DayPart;
    }
    resolved
}

const fn letters(part: DayPart) -> &'static str {
    match part {
        DayPart::Dawn | DayPart::Morning => "MO",
        DayPart::Noon => "MI",
        DayPart::Afternoon => "AF",
        DayPart::Evening => "EV",
        DayPart::Night => "NI",
    }
}

fn add_clock(resolved: &mut Resolved, clock: &Clock, alone: bool, anchor: Option<&Anchor>) {
    let (mut hour, mut day) = (clock.hour, resolved.day);
    if hour == 24 {
        // 24:00 is the start of the next day.
        if let Some(next) = day.and_then(|day| day.plus_days(1)) {
            day = Some(next);
            hour = 0;
        }
    }
    let date = match (alone, day) {
        (true, _) => match anchor {
            Some(anchor) => iso(anchor.day),
            None => String::new(),
        },
        (false, Some(day)) => iso(day),
        (false, None) => resolved.value.clone().unwrap_or_default(),
    };
    let mut value = format!("{date}T{hour:02}:{:02}", clock.minute.unwrap_or(0));
    if let Some(second) = clock.second {
        value.push_str(&format!(":{second:02}"));
    }
    match clock.zone.and_then(|zone| zone.offset) {
        Some(0) => value.push('Z'),
        Some(minutes) => {
            let sign = if minutes < 0 { '-' } else { '+' };
            value.push_str(&format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60));
        }
        None => {}
    }
    resolved.whole = if alone { anchor.is_some() } else { resolved.whole };
    resolved.value = Some(value);
    resolved.day = day;
    resolved.grain = match (clock.minute, clock.second) {
        (_, Some(_)) => Grain::Second,
        (Some(_), None) => Grain::Minute,
        (None, None) => Grain::Hour,
    };
}

fn iso(day: Day) -> String {
    format!("{:04}-{:02}-{:02}", day.year, day.month, day.day)
}

fn whole(value: String, grain: Grain) -> Resolved {
    Resolved { value: Some(value), source: None, grain, whole: true, day: None, wrong_weekday: false }
}

fn open(value: impl Into<String>, grain: Grain) -> Resolved {
    Resolved { whole: false, ..whole(value.into(), grain) }
}

fn of_day(day: Day) -> Resolved {
    Resolved { day: Some(day), ..whole(iso(day), Grain::Day) }
}

fn of_base(moment: &Moment, anchor: Option<&Anchor>) -> Resolved {
    match moment.base {
        Base::Clock => open("", Grain::Hour),
        Base::Date(fields) if fields.calendar == Calendar::IslamicUmalqura => of_hijri(fields, anchor),
        Base::Date(fields) => of_date(fields, anchor),
        Base::Weekday { weekday, deixis, future } => {
            match anchor.and_then(|anchor| near(anchor.day, weekday, deixis, future)) {
                Some(day) => of_day(day),
                None => open(format!("XXXX-WXX-{weekday}"), Grain::Day),
            }
        }
        Base::Days { days, weekday } => match anchor.and_then(|anchor| anchor.day.plus_days(days)) {
            Some(day) => {
                Resolved { wrong_weekday: weekday.is_some_and(|weekday| weekday != day.weekday()), ..of_day(day) }
            }
            None => open(
                weekday.map_or_else(|| "XXXX-XX-XX".to_owned(), |weekday| format!("XXXX-WXX-{weekday}")),
                Grain::Day,
            ),
        },
        Base::Shift { amount, unit } => shift(amount, unit, anchor),
        Base::Unit { unit, direction } => unit_value(unit, direction, anchor),
        Base::Weekend(direction) => {
            match anchor.and_then(|anchor| anchor.day.plus_days(7 * i64::from(direction))?.iso_week()) {
                Some((year, week)) => whole(format!("{year:04}-W{week:02}-WE"), Grain::Weekend),
                None => open("XXXX-WXX-WE", Grain::Weekend),
            }
        }
        Base::Decade { tens, century } => {
            let century = century.or_else(|| {
                let year = anchor?.day.year;
                let this = year / 100;
                Some(if this * 100 + i32::from(tens) <= year { this } else { this - 1 })
            });
            match century {
                Some(century) => whole(format!("{century:02}{}", tens / 10), Grain::Decade),
                None => open(format!("XX{}", tens / 10), Grain::Decade),
            }
        }
        Base::Season { season, year, deixis } => season_value(season, year, deixis, anchor),
        Base::Century(century) => whole(format!("{century:02}"), Grain::Century),
        Base::Part { of, index, year } => {
            let (letter, grain) = match of {
                2 => ('H', Grain::HalfYear),
                3 => ('T', Grain::Third),
                _ => ('Q', Grain::Quarter),
            };
            let year = match year {
                Some(Year::Full(year)) => Some(year),
                Some(Year::Relative(by)) => anchor.map(|anchor| anchor.day.year + i32::from(by)),
                _ => anchor.map(|anchor| anchor.day.year),
            };
            match year {
                Some(year) => whole(format!("{year:04}-{letter}{index}"), grain),
                None => open(format!("XXXX-{letter}{index}"), grain),
            }
        }
    }
}

/// A season of a year; a winter is that of the year in which it begins.
fn season_value(season: Season, year: Option<Year>, deixis: Option<i8>, anchor: Option<&Anchor>) -> Resolved {
    /// How many months a season lasts.
    const LENGTH: i32 = 3;
    let (letters, month) = match season {
        Season::Spring => ("SP", 3),
        Season::Summer => ("SU", 6),
        Season::Autumn => ("FA", 9),
        Season::Winter => ("WI", 12),
    };
    let written = anchor.map(|anchor| anchor.day);
    let year = match year {
        Some(Year::Full(year)) => Some(year),
        Some(Year::Relative(by)) => written.map(|day| day.year + i32::from(by)),
        Some(Year::Short(_)) => None,
        None => written.map(|day| {
            let now = day.year * 12 + i32::from(day.month);
            let start = |year: i32| year * 12 + month;
            let years = [day.year - 1, day.year, day.year + 1];
            let found = match deixis {
                Some(-1) => years.into_iter().rev().find(|year| start(*year) + LENGTH <= now),
                Some(1) => years.into_iter().find(|year| start(*year) > now),
                _ => years.into_iter().find(|year| (start(*year)..start(*year) + LENGTH).contains(&now)),
            };
            found.unwrap_or(day.year)
        }),
    };
    match year {
        Some(year) => whole(format!("{year:04}-{letters}"), Grain::Season),
        None => open(format!("XXXX-{letters}"), Grain::Season),
    }
}

/// The weekday nearest to a day: on or before it, on or after it, or strictly so with a deixis.
fn near(day: Day, weekday: u8, deixis: Option<i8>, future: bool) -> Option<Day> {
    let back = (i64::from(day.weekday()) - i64::from(weekday)).rem_euclid(7);
    let by = match deixis {
        Some(-1) => -if back == 0 { 7 } else { back },
        Some(1) => 7 - back,
        Some(_) => i64::from(weekday) - i64::from(day.weekday()),
        None if future => (7 - back) % 7,
        None => -back,
    };
    day.plus_days(by)
}

fn shift(amount: i64, unit: TimeUnit, anchor: Option<&Anchor>) -> Resolved {
    let grain = match unit {
        TimeUnit::Second => Grain::Second,
        TimeUnit::Minute => Grain::Minute,
        TimeUnit::Hour => Grain::Hour,
        TimeUnit::Day | TimeUnit::Week => Grain::Day,
        TimeUnit::Month => Grain::Month,
        TimeUnit::Year => Grain::Year,
        TimeUnit::Decade => Grain::Decade,
        TimeUnit::Century => Grain::Century,
    };
    let unknown = match grain {
        Grain::Month => "XXXX-XX",
        Grain::Year => "XXXX",
        Grain::Decade => "XXX",
        Grain::Century => "XX",
        Grain::Day => "XXXX-XX-XX",
        _ => "XXXX-XX-XXTXX",
    };
    let Some(anchor) = anchor else { return open(unknown, grain) };
    let seconds = match unit {
        TimeUnit::Second => 1,
        TimeUnit::Minute => 60,
        TimeUnit::Hour => 3600,
        _ => 0,
    };
    let of_time = |seconds: i64| {
        let Some((hour, minute)) = anchor.time else {
            // Without a time of writing whole days can still be told.
            let days = amount.checked_mul(seconds)?;
            return (days % 86_400 == 0).then(|| anchor.day.plus_days(days / 86_400)).flatten().map(of_day);
        };
        let now = anchor.day.number() * 86_400 + i64::from(hour) * 3600 + i64::from(minute) * 60;
        let then = now.checked_add(amount.checked_mul(seconds)?)?;
        let day = Day::from_number(then.div_euclid(86_400))?;
        let rest = then.rem_euclid(86_400);
        let value = format!("{}T{:02}:{:02}", iso(day), rest / 3600, rest % 3600 / 60);
        Some(Resolved { day: Some(day), ..whole(value, Grain::Minute) })
    };
    let resolved = match unit {
        TimeUnit::Day => anchor.day.plus_days(amount).map(of_day),
        TimeUnit::Week => amount.checked_mul(7).and_then(|days| anchor.day.plus_days(days)).map(of_day),
        TimeUnit::Month => {
            anchor.day.plus_months(amount).map(|day| whole(format!("{:04}-{:02}", day.year, day.month), grain))
        }
        TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century => {
            let years = match unit {
                TimeUnit::Year => 1,
                TimeUnit::Decade => 10,
                _ => 100,
            };
            let year = amount.checked_mul(years).and_then(|by| i64::from(anchor.day.year).checked_add(by));
            year.filter(|year| (1..=9999).contains(year)).map(|year| match unit {
                TimeUnit::Year => whole(format!("{year:04}"), grain),
                TimeUnit::Decade => whole(format!("{:03}", year / 10), grain),
                _ => whole(format!("{:02}", year / 100), grain),
            })
        }
        _ => of_time(seconds),
    };
    resolved.unwrap_or_else(|| open(unknown, grain))
}

fn unit_value(unit: TimeUnit, direction: i8, anchor: Option<&Anchor>) -> Resolved {
    let by = i64::from(direction);
    let day = anchor.map(|anchor| anchor.day);
    let (value, unknown, grain) = match unit {
        TimeUnit::Week => (
            day.and_then(|day| day.plus_days(7 * by)?.iso_week()).map(|(year, week)| format!("{year:04}-W{week:02}")),
            "XXXX-WXX",
            Grain::Week,
        ),
        TimeUnit::Month => (
            day.and_then(|day| day.plus_months(by)).map(|day| format!("{:04}-{:02}", day.year, day.month)),
            "XXXX-XX",
            Grain::Month,
        ),
        TimeUnit::Year => (day.map(|day| format!("{:04}", i64::from(day.year) + by)), "XXXX", Grain::Year),
        TimeUnit::Decade => (day.map(|day| format!("{:03}", i64::from(day.year) / 10 + by)), "XXX", Grain::Decade),
        TimeUnit::Century => (day.map(|day| format!("{:02}", i64::from(day.year) / 100 + by)), "XX", Grain::Century),
        _ => (None, "XXXX-XX-XX", Grain::Day),
    };
    value.map_or_else(|| open(unknown, grain), |value| whole(value, grain))
}

/// The year of a date that leaves it out: with a deixis strictly before or after, in the present year, or the nearest.
fn of_date(mut fields: Fields, anchor: Option<&Anchor>) -> Resolved {
    // الخامس من الشهر الجاري: the month is told from the anchor.
    if let (None, Some(day)) = (fields.month, fields.day) {
        let Some(Anchor { day: written, .. }) = anchor else { return open(format!("XXXX-XX-{day:02}"), Grain::Day) };
        let months = written.year * 12 + i32::from(written.month) - 1 + i32::from(fields.deixis.unwrap_or(0));
        fields.month = Some(months.rem_euclid(12) as u8 + 1);
        fields.year = Some(Year::Full(months.div_euclid(12)));
    }
    let year = match fields.year {
        Some(Year::Full(year)) => Some(year),
        Some(Year::Relative(by)) => anchor.map(|anchor| anchor.day.year + i32::from(by)),
        Some(Year::Short(two)) => anchor.and_then(|anchor| {
            let of = |century: i32| century * 100 + i32::from(two);
            let this = anchor.day.year / 100;
            [this - 1, this, this + 1].into_iter().map(of).min_by_key(|year| (year - anchor.day.year).abs())
        }),
        None => anchor.and_then(|anchor| fields.month.map(|month| nearest_year(fields, month, anchor.day))),
    };
    let year_text = match (year, fields.year) {
        (Some(year), _) => format!("{year:04}"),
        (None, Some(Year::Short(two))) => format!("XX{two:02}"),
        (None, _) => "XXXX".to_owned(),
    };
    let known = year.is_some();
    match (fields.month, fields.day) {
        (Some(month), Some(day)) => {
            let date = year.and_then(|year| Day::new(year, month, day));
            let value = format!("{year_text}-{month:02}-{day:02}");
            let wrong = date.zip(fields.weekday).is_some_and(|(date, weekday)| date.weekday() != weekday);
            // 29 February in a year that has none is no date.
            let impossible = known && date.is_none();
            Resolved {
                value: (!impossible).then_some(value),
                source: None,
                grain: Grain::Day,
                whole: known && !impossible,
                day: date,
                wrong_weekday: wrong,
            }
        }
        (Some(month), None) => Resolved { whole: known, ..whole(format!("{year_text}-{month:02}"), Grain::Month) },
        _ => Resolved { whole: known, ..whole(year_text, Grain::Year) },
    }
}

fn nearest_year(fields: Fields, month: u8, anchor: Day) -> i32 {
    let day = fields.day;
    let at = |year: i32| {
        let day = day.unwrap_or(15).min(month_length(year, month));
        Day { year, month, day }.number()
    };
    let candidates = [anchor.year - 2, anchor.year - 1, anchor.year, anchor.year + 1, anchor.year + 2];
    let before = |year: &i32| match day {
        Some(_) => at(*year) < anchor.number(),
        None => (*year, month) < (anchor.year, anchor.month),
    };
    let after = |year: &i32| match day {
        Some(_) => at(*year) > anchor.number(),
        None => (*year, month) > (anchor.year, anchor.month),
    };
    let found = match fields.deixis {
        Some(-1) => candidates.into_iter().rev().find(before),
        Some(1) => candidates.into_iter().find(after),
        // A weekday tells the year where one near enough fits.
        _ => {
            let distance = |year: &i32| (at(*year) - anchor.number()).abs();
            let fits = |year: &i32| match (fields.weekday, day) {
                (Some(weekday), Some(day)) => Day::new(*year, month, day).is_some_and(|day| day.weekday() == weekday),
                _ => true,
            };
            let nearest = candidates.into_iter().min_by_key(distance);
            candidates
                .into_iter()
                .filter(fits)
                .min_by_key(distance)
                .filter(|year| nearest.is_some_and(|near| (year - near).abs() <= 1))
                .or(nearest)
        }
    };
    found.unwrap_or(anchor.year)
}

/// The fields of a Hijri date as they are written.
fn hijri_text(fields: Fields, year: Option<i32>) -> String {
    let year = year.map_or_else(|| "XXXX".to_owned(), |year| format!("{year:04}"));
    match (fields.month, fields.day) {
        (Some(month), Some(day)) => format!("{year}-{month:02}-{day:02}"),
        (Some(month), None) => format!("{year}-{month:02}"),
        _ => year,
    }
}

fn of_hijri(fields: Fields, anchor: Option<&Anchor>) -> Resolved {
    let grain = match (fields.month, fields.day) {
        (_, Some(_)) => Grain::Day,
        (Some(_), None) => Grain::Month,
        _ => Grain::Year,
    };
    let here = anchor.and_then(|anchor| hijri::from_gregorian(anchor.day));
    let year = match fields.year {
        Some(Year::Full(year)) => Some(year),
        Some(Year::Relative(by)) => here.map(|(year, ..)| year + i32::from(by)),
        Some(Year::Short(_)) => None,
        None => here.zip(fields.month).map(|((this, now_month, now_day), month)| {
            let day = fields.day;
            let order = |year: i32| (year, month, day.unwrap_or(now_day)).cmp(&(this, now_month, now_day));
            match fields.deixis {
                Some(-1) => {
                    if order(this).is_lt() {
                        this
                    } else {
                        this - 1
                    }
                }
                Some(1) => {
                    if order(this).is_gt() {
                        this
                    } else {
                        this + 1
                    }
                }
                _ => {
                    let months = (i32::from(month) - i32::from(now_month)).rem_euclid(12);
                    let ahead = i32::from(month < now_month);
                    if months <= 6 { this + ahead } else { this + ahead - 1 }
                }
            }
        }),
    };
    let source = hijri_text(fields, year);
    let unknown = || match grain {
        Grain::Day => "XXXX-XX-XX",
        Grain::Month => "XXXX-XX",
        _ => "XXXX",
    };
    let mut day = None;
    let value = year.and_then(|year| match (fields.month, fields.day) {
        (Some(month), Some(of_month)) => {
            day = hijri::to_gregorian(year, month, of_month);
            day.map(iso)
        }
        (Some(month), None) => {
            let last = hijri::month_length(year, month)?;
            Some(format!(
                "{}/{}",
                iso(hijri::to_gregorian(year, month, 1)?),
                iso(hijri::to_gregorian(year, month, last)?)
            ))
        }
        _ => {
            let last = hijri::month_length(year, 12)?;
            Some(format!("{}/{}", iso(hijri::to_gregorian(year, 1, 1)?), iso(hijri::to_gregorian(year, 12, last)?)))
        }
    });
    let wrong = day.zip(fields.weekday).is_some_and(|(day, weekday)| day.weekday() != weekday);
    let whole = value.is_some();
    // A year outside the table has no Gregorian value at all; an unknown one has an open value.
    let value = value.or_else(|| year.is_none().then(|| unknown().to_owned()));
    Resolved { value, source: Some(source), grain, whole, day, wrong_weekday: wrong }
}
