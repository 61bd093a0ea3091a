//! The Hijri calendar of Umm al-Qura, the official one of Saudi Arabia.
//!
//! It follows reckoned new moons, and in its first years sightings with their corrections, so its months are a table and
//! not a rule. Source: the official calendar as the hijridate project tabulates it (2.6.0, MIT), from 1343 to 1500 AH,
//! 1924-08-01 to 2077-11-16. ICU's table agrees with it from 1430 to 1449 AH only. Outside the range nothing is converted.

use super::civil::Day;

/// The first year of the table.
pub const FIRST_YEAR: i32 = 1343;
/// The last year of the table.
pub const LAST_YEAR: i32 = 1500;

/// 1 Muharram of [`FIRST_YEAR`].
const FIRST_DAY: Day = Day { year: 1924, month: 8, day: 1 };

/// For each year the lengths of its months, from Muharram in the lowest two bits, as days beyond 28.
#[rustfmt::skip]
static MONTHS: [u32; 158] = [
    0xA8A9A6, 0x666665, 0x9A2766, 0x6969A5, 0x5A69A5, 0x35A666, 0xB2A666, 0x9A6599, 0x9A5666, 0x666666,
    0x9699A6, 0x666999, 0x9A6666, 0x65A665, 0xA66666, 0x69659A, 0x65966A, 0xA66666, 0x666666, 0x666666,
    0xA66666, 0x6A2666, 0xA66666, 0x666666, 0x666666, 0xA66666, 0x69A666, 0x666666, 0xA99966, 0xA65999,
    0x999999, 0xA5A666, 0x696666, 0x666A59, 0xA69996, 0x666666, 0x999999, 0x666666, 0x6659A6, 0x9969A6,
    0x666699, 0x666666, 0x6A65A6, 0xA6665A, 0xA66665, 0x666669, 0xA66666, 0x59A666, 0xA66666, 0xA66665,
    0xA66566, 0x696666, 0x6659A6, 0x9966A6, 0x666699, 0x99A666, 0x699999, 0xA6659A, 0x665999, 0x99666A,
    0x6599A9, 0x966A69, 0x6669A5, 0x9A6666, 0x999999, 0x996666, 0x6599A6, 0x9666A6, 0x59A699, 0x66A696,
    0xA69A59, 0x9A9965, 0x9A6599, 0x996666, 0x599A66, 0x666A66, 0x9A6999, 0x9AA659, 0x9AA565, 0x9A9596,
    0x999666, 0x6659A6, 0x6699A6, 0x9A6999, 0x69A665, 0xA6A596, 0xA69659, 0x999969, 0x966669, 0x5999A9,
    0x6669A6, 0x5A6999, 0x9A6666, 0x999999, 0x9665A6, 0x6596A6, 0x9666A6, 0x599A99, 0x669A66, 0x669999,
    0xA66666, 0x999699, 0x9659A9, 0x5969A9, 0x6666A6, 0x99A699, 0x69A665, 0x699966, 0x66659A, 0x99966A,
    0x6665A9, 0x9999A9, 0x6699A5, 0x9A9996, 0xA69659, 0x9A5966, 0x69659A, 0xA5999A, 0x666699, 0x9A6666,
    0x69A659, 0xA99966, 0xA96599, 0x999666, 0x6659A6, 0x9999A6, 0x5A69A5, 0x6A6696, 0x69A659, 0x699666,
    0x6659A6, 0x99669A, 0x659A99, 0x969A99, 0x5A9A65, 0x9A6996, 0x9A6659, 0x999969, 0x659A69, 0x9669A6,
    0x59A9A5, 0x69A696, 0xA99A59, 0xA66665, 0xA65999, 0x996669, 0x6599A9, 0x9669A6, 0xA66999, 0x9A6665,
    0x9A5996, 0x99965A, 0x66599A, 0x99666A, 0x665A69, 0x999A66, 0x699999, 0xA9965A,
];

const fn length(months: u32, month: u8) -> u8 {
    28 + (months >> (2 * (month - 1)) & 3) as u8
}

const fn year_length(months: u32) -> i64 {
    let mut days = 0;
    let mut month = 1;
    while month <= 12 {
        days += length(months, month) as i64;
        month += 1;
    }
    days
}

/// The number of the first day of each year, counted from [`FIRST_DAY`].
static STARTS: [i64; MONTHS.len() + 1] = {
    let mut starts = [0; MONTHS.len() + 1];
    let mut year = 0;
    while year < MONTHS.len() {
        starts[year + 1] = starts[year] + year_length(MONTHS[year]);
        year += 1;
    }
    starts
};

fn index(year: i32) -> Option<usize> {
    usize::try_from(year.checked_sub(FIRST_YEAR)?).ok().filter(|&index| index < MONTHS.len())
}

/// How many days a month has; `None` outside the table.
#[must_use]
pub fn month_length(year: i32, month: u8) -> Option<u8> {
    let months = MONTHS[index(year)?];
    (1..=12).contains(&month).then(|| length(months, month))
}

/// The Gregorian day of a Hijri one; `None` outside the table or where the month has no such day.
#[must_use]
pub fn to_gregorian(year: i32, month: u8, day: u8) -> Option<Day> {
    if !(1..=month_length(year, month)?).contains(&day) {
        return None;
    }
    let year = index(year)?;
    let months: i64 = (1..month).map(|month| i64::from(length(MONTHS[year], month))).sum();
    FIRST_DAY.plus_days(STARTS[year] + months + i64::from(day) - 1)
}

/// The Hijri year, month and day of a Gregorian day; `None` outside the table.
#[must_use]
pub fn from_gregorian(day: Day) -> Option<(i32, u8, u8)> {
    let number = day.number() - FIRST_DAY.number();
    let year = STARTS.partition_point(|&start| start <= number).checked_sub(1)?;
    let months = *MONTHS.get(year)?;
    let mut rest = number - STARTS[year];
    for month in 1..=12 {
        let length = i64::from(length(months, month));
        if rest < length {
            return Some((FIRST_YEAR + year as i32, month, rest as u8 + 1));
        }
        rest -= length;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_day_of_the_table_goes_there_and_back() {
        let mut number = FIRST_DAY.number();
        for year in FIRST_YEAR..=LAST_YEAR {
            for month in 1..=12 {
                for day in 1..=month_length(year, month).unwrap() {
                    let gregorian = Day::from_number(number).unwrap();
                    assert_eq!(to_gregorian(year, month, day), Some(gregorian));
                    assert_eq!(from_gregorian(gregorian), Some((year, month, day)));
                    number += 1;
                }
            }
        }
        assert_eq!(Day::from_number(number - 1), Day::new(2077, 11, 16));
        assert_eq!(from_gregorian(Day::from_number(number).unwrap()), None);
        assert_eq!(from_gregorian(Day { year: 1924, month: 7, day: 31 }), None);
        assert_eq!(to_gregorian(1437, 11, 15), Day::new(2016, 8, 18));
        assert_eq!(to_gregorian(1437, 13, 1), None);
        assert_eq!(to_gregorian(1300, 1, 1), None);
    }
}
