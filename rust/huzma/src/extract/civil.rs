//! Days of the Gregorian calendar as numbers, and back.

/// A day of the proleptic Gregorian calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    /// The year.
    pub year: i32,
    /// From 1 to 12.
    pub month: u8,
    /// From 1.
    pub day: u8,
}

impl Day {
    /// A day, if there is one.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let valid =
            (1..=9999).contains(&year) && (1..=12).contains(&month) && (1..=month_length(year, month)).contains(&day);
        valid.then_some(Self { year, month, day })
    }

    /// The number of days since 1970-01-01.
    #[must_use]
    pub const fn number(self) -> i64 {
        // Years begin in March, so that the leap day is the last of one.
        let year = self.year as i64 - (self.month <= 2) as i64;
        let era = year.div_euclid(400);
        let of_era = year.rem_euclid(400);
        let month = (self.month as i64 + 9) % 12;
        let of_year = (153 * month + 2) / 5 + self.day as i64 - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The day of a number; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_number(number: i64) -> Option<Self> {
        let shifted = number.checked_add(719_468)?;
        let era = shifted.div_euclid(146_097);
        let of_era = shifted.rem_euclid(146_097);
        let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let month = (5 * of_year + 2) / 153;
        let day = of_year - (153 * month + 2) / 5 + 1;
        let month = if month < 10 { month + 3 } else { month - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, month as u8, day as u8)
    }

    /// The weekday, from 1 for Monday.
    #[must_use]
    pub const fn weekday(self) -> u8 {
        ((self.number() + 3).rem_euclid(7) + 1) as u8
    }

    /// The day a number of days later.
    #[must_use]
    pub fn plus_days(self, days: i64) -> Option<Self> {
        Self::from_number(self.number().checked_add(days)?)
    }

    /// The day a number of months later; the last of its month where that is shorter.
    #[must_use]
    pub fn plus_months(self, months: i64) -> Option<Self> {
        let count = i64::from(self.year) * 12 + i64::from(self.month) - 1;
        let count = count.checked_add(months)?;
        let year = i32::try_from(count.div_euclid(12)).ok()?;
        let month = count.rem_euclid(12) as u8 + 1;
        Self::new(year, month, self.day.min(month_length(year, month)))
    }

    /// The year and number of its week in ISO 8601.
    #[must_use]
    pub fn iso_week(self) -> Option<(i32, u8)> {
        let thursday = self.plus_days(4 - i64::from(self.weekday()))?;
        let first = Self::new(thursday.year, 1, 1)?;
        Some((thursday.year, ((thursday.number() - first.number()) / 7 + 1) as u8))
    }
}

/// How many days a month has.
#[must_use]
pub const fn month_length(year: i32, month: u8) -> u8 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

#[cfg(test)]
mod tests {
    use super::Day;

    #[test]
    fn days_and_numbers_are_the_same_thing() {
        let first = Day { year: 1, month: 1, day: 1 };
        let mut before: Option<Day> = None;
        for number in first.number()..first.number() + 3_000_000 {
            let day = Day::from_number(number).unwrap();
            assert_eq!(day.number(), number);
            if let Some(before) = before {
                assert!(before < day);
                assert_eq!(before.weekday() % 7 + 1, day.weekday());
            }
            before = Some(day);
        }
        assert_eq!(Day { year: 1970, month: 1, day: 1 }.number(), 0);
        assert_eq!(Day { year: 2016, month: 9, day: 15 }.weekday(), 4);
        assert_eq!(Day { year: 2016, month: 1, day: 1 }.iso_week(), Some((2015, 53)));
        assert_eq!(Day { year: 2016, month: 1, day: 31 }.plus_months(1), Day::new(2016, 2, 29));
        assert_eq!(Day::new(2015, 2, 29), None);
    }
}
