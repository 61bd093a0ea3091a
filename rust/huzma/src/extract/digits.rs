//! What a token of digits says: a number, a date, a time, a fraction, or none of these.

use super::value::Decimal;
use crate::chars::digit_value;

/// What a token of digits can be.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Digits {
    /// A number, with the other reading of its separator where there are two.
    Number { value: Decimal, other: Option<Decimal>, plain: bool, zero: bool, signed: bool },
    /// Three groups with one separator: days and months in some order and a year.
    Date { groups: [u32; 3], lengths: [u8; 3] },
    /// Two groups with a slash: a fraction, a day and a month, two years.
    Slash { left: u32, right: u32, lengths: [u8; 2] },
    /// Hours, minutes and perhaps seconds.
    Clock { hour: u8, minute: u8, second: Option<u8> },
    /// Something else: a version, an address, a code.
    Code,
}

const REH: char = 'ر';

#[derive(Clone, Copy, Default)]
struct Group {
    value: i128,
    length: usize,
}

/// More groups than a number of [`Decimal::MAX_DIGITS`] has in threes.
const MOST_GROUPS: usize = 16;

/// Digits of ASCII alone, as most numbers are.
fn plain(text: &str) -> Option<Digits> {
    /// What fits a register.
    const LONGEST: usize = 18;
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let mut value = 0u64;
    for byte in text.bytes() {
        value = value * 10 + u64::from(byte.checked_sub(b'0').filter(|digit| *digit < 10)?);
    }
    let zero = text.len() > 1 && text.starts_with('0');
    let value = Decimal::from_integer(i128::from(value));
    Some(Digits::Number { value, other: None, plain: true, zero, signed: false })
}

/// Reads a token of digits.
pub(super) fn read(text: &str) -> Digits {
    if let Some(plain) = plain(text) {
        return plain;
    }
    let (negative, signed, rest) = match text.chars().next() {
        Some('-' | '\u{2212}') => (true, true, &text[text.chars().next().map_or(0, char::len_utf8)..]),
        Some('+') => (false, true, &text[1..]),
        _ => (false, false, text),
    };
    let mut groups = [Group::default(); MOST_GROUPS];
    let mut separators = ['\0'; MOST_GROUPS];
    let (mut count, mut parted) = (0, 0);
    let mut vulgar = None;
    let mut open = false;
    for character in rest.chars() {
        if let Some(digit) = digit_value(character as u32) {
            if !open {
                count += 1;
                open = true;
            }
            let Some(group) = groups.get_mut(count - 1) else { return Digits::Code };
            group.length += 1;
            if group.length > Decimal::MAX_DIGITS {
                return Digits::Code;
            }
            group.value = group.value * 10 + i128::from(digit);
        } else if let Some(part) = vulgar_fraction(character) {
            if vulgar.replace(part).is_some() {
                return Digits::Code;
            }
            open = false;
        } else {
            if !open || vulgar.is_some() {
                return Digits::Code;
            }
            let Some(separator) = separators.get_mut(parted) else { return Digits::Code };
            *separator = character;
            parted += 1;
            open = false;
        }
    }
    let (groups, separators) = (&groups[..count], &separators[..parted]);
    let total: usize = groups.iter().map(|group| group.length).sum();
    if total > Decimal::MAX_DIGITS {
        return Digits::Code;
    }
    let sign = if negative { -1 } else { 1 };
    if let Some((numerator, denominator)) = vulgar {
        let whole = match groups {
            [] => Some(0),
            [group] if separators.is_empty() => Some(group.value),
            _ => None,
        };
        let part = Decimal::ratio(numerator, denominator);
        let value = whole.zip(part).and_then(|(whole, part)| Decimal::from_integer(whole).plus(part));
        return match value {
            Some(value) if !negative => Digits::Number { value, other: None, plain: false, zero: false, signed },
            _ => Digits::Code,
        };
    }
    let number = |value: Decimal, other: Option<Decimal>| Digits::Number {
        value,
        other,
        plain: separators.is_empty(),
        zero: rest.chars().next().is_some_and(|first| digit_value(first as u32) == Some(0)) && groups[0].length > 1,
        signed,
    };
    match separators {
        [] if groups.len() == 1 => number(Decimal::from_integer(sign * groups[0].value), None),
        [REH] if groups.len() == 2 => {
            // 5ر1: the fraction stands first, as it was set from right to left.
            let coefficient = join(groups[1].value, &groups[0]);
            number(Decimal::new(sign * coefficient, groups[0].length as u8), None)
        }
        [':'] | [':', ':'] => clock(groups).unwrap_or(Digits::Code),
        ['/'] => match (u32::try_from(groups[0].value), u32::try_from(groups[1].value)) {
            (Ok(left), Ok(right)) => {
                Digits::Slash { left, right, lengths: [groups[0].length as u8, groups[1].length as u8] }
            }
            _ => Digits::Code,
        },
        ['/', '/'] | ['-', '-'] => date(groups),
        ['.', '.'] if is_date(groups) => date(groups),
        _ => grouped(groups, separators, sign).map_or(Digits::Code, |(value, other)| number(value, other)),
    }
}

/// The digits of a group behind those of a number.
fn join(high: i128, low: &Group) -> i128 {
    high * 10i128.pow(low.length as u32) + low.value
}

fn clock(groups: &[Group]) -> Option<Digits> {
    let (hour, minute) = (groups.first()?, groups.get(1)?);
    let second = groups.get(2);
    let fits = hour.value <= 24
        && hour.length <= 2
        && minute.value < 60
        && minute.length == 2
        && second.is_none_or(|second| second.value < 60 && second.length == 2);
    fits.then(|| Digits::Clock {
        hour: hour.value as u8,
        minute: minute.value as u8,
        second: second.map(|second| second.value as u8),
    })
}

fn is_date(groups: &[Group]) -> bool {
    matches!((groups[0].length, groups[1].length, groups[2].length), (1 | 2, 1 | 2, 4) | (4, 1 | 2, 1 | 2))
}

fn date(groups: &[Group]) -> Digits {
    let mut values = [0; 3];
    let mut lengths = [0; 3];
    for (at, group) in groups.iter().enumerate().take(3) {
        let Ok(value) = u32::try_from(group.value) else { return Digits::Code };
        values[at] = value;
        lengths[at] = group.length.min(9) as u8;
    }
    Digits::Date { groups: values, lengths }
}

/// A number with separators, and its other reading.
///
/// Groups of three behind the same mark are thousands; a mark that comes once and has another number of digits behind
/// it is a point. One mark with three digits behind it may be either: CLDR's reading for Arabic with Latin digits, a
/// comma for thousands and a point for decimals, comes first and the other is kept.
fn grouped(groups: &[Group], separators: &[char], sign: i128) -> Option<(Decimal, Option<Decimal>)> {
    const POINTS: [char; 3] = ['.', ',', '\u{66B}'];
    let last = *separators.last()?;
    if !separators.iter().all(|mark| POINTS.contains(mark) || *mark == '\u{66C}') {
        return None;
    }
    let whole = |groups: &[Group]| groups.iter().fold(0, join);
    let triples = |groups: &[Group]| {
        groups.first().is_some_and(|first| (1..=3).contains(&first.length) && first.value > 0)
            && groups[1..].iter().all(|group| group.length == 3)
    };
    let fraction = groups.last()?;
    let decimal = || Decimal::new(sign * join(whole(&groups[..groups.len() - 1]), fraction), fraction.length as u8);
    let integer = || Decimal::from_integer(sign * whole(groups));
    let uniform = separators.iter().all(|mark| *mark == last);
    match (uniform, separators.len()) {
        (true, 1) => match last {
            '\u{66C}' => triples(groups).then(|| (integer(), None)),
            '\u{66B}' => Some((decimal(), None)),
            ',' if triples(groups) => Some((integer(), Some(decimal()))),
            '.' if triples(groups) => Some((decimal(), Some(integer()))),
            _ => Some((decimal(), None)),
        },
        (true, _) => (last != '\u{66B}' && triples(groups)).then(|| (integer(), None)),
        (false, _) => {
            let before = &separators[..separators.len() - 1];
            let thousands = before.iter().all(|mark| *mark == before[0]) && before[0] != '\u{66B}';
            (last != '\u{66C}' && thousands && triples(&groups[..groups.len() - 1])).then(|| (decimal(), None))
        }
    }
}

/// ½ and the like.
fn vulgar_fraction(character: char) -> Option<(u32, u32)> {
    Some(match character {
        '½' => (1, 2),
        '⅓' => (1, 3),
        '⅔' => (2, 3),
        '¼' => (1, 4),
        '¾' => (3, 4),
        '⅕' => (1, 5),
        '⅖' => (2, 5),
        '⅗' => (3, 5),
        '⅘' => (4, 5),
        '⅙' => (1, 6),
        '⅚' => (5, 6),
        '⅛' => (1, 8),
        '⅜' => (3, 8),
        '⅝' => (5, 8),
        '⅞' => (7, 8),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Digits, read};

    fn number(text: &str) -> (String, Option<String>) {
        match read(text) {
            Digits::Number { value, other, .. } => (value.to_string(), other.map(|other| other.to_string())),
            other => (format!("{other:?}"), None),
        }
    }

    #[test]
    fn separators_say_what_they_say() {
        let cases = [
            ("1234", "1234", None),
            ("٢٠١٦", "2016", None),
            ("1,234", "1234", Some("1.234")),
            ("1.234", "1.234", Some("1234")),
            ("1,234,567", "1234567", None),
            ("1.234.567", "1234567", None),
            ("1,234.5", "1234.5", None),
            ("1.234,5", "1234.5", None),
            ("2,4", "2.4", None),
            ("0,234", "0.234", None),
            ("12.50", "12.50", None),
            ("1٬234٫5", "1234.5", None),
            ("٣٫١٤", "3.14", None),
            ("5ر1", "1.5", None),
            ("90ر0", "0.90", None),
            ("5½", "5.5", None),
            ("-5", "-5", None),
            ("1234,567", "1234.567", None),
        ];
        for (text, value, other) in cases {
            assert_eq!(number(text), (value.to_owned(), other.map(str::to_owned)), "{text}");
        }
        for text in ["1.2.3.4", "1.2.3", "12,34,56", "1٫2٫3"] {
            assert_eq!(read(text), Digits::Code, "{text}");
        }
        assert_eq!(read("9:30"), Digits::Clock { hour: 9, minute: 30, second: None });
        assert_eq!(read("99:30"), Digits::Code);
        assert_eq!(read("15/9/2016"), Digits::Date { groups: [15, 9, 2016], lengths: [2, 1, 4] });
        assert_eq!(read("2016-09-15"), Digits::Date { groups: [2016, 9, 15], lengths: [4, 2, 2] });
        assert_eq!(read(&"9".repeat(60)), Digits::Code);
    }
}
