//! Numbers: digits of any script with their separators, agencies' reh decimals, dates and times in
//! digits.

use super::{Cursor, Kind};
use crate::chars::Class;
use crate::scan::Units;

const REH: u32 = 0x631;
const DASH: u32 = 0x2D;

/// A sign directly before a digit, where a number can start.
pub(super) fn signed<U: Units>(here: Cursor<U>) -> Option<(Kind, usize)> {
    let (_, width) = here.peek()?;
    let number = here.skip(width);
    if number.class() != Some(Class::Digit) {
        return None;
    }
    // After a letter or a digit it is a hyphen or a range: 4-7, أف-16.
    let starts = match here.before_class() {
        None | Some(Class::Space | Class::Newline | Class::Tatweel) => true,
        Some(Class::Punctuation) => matches!(here.before(), Some(0x28 | 0x5B | 0xAB | 0x22 | 0x201C | 0x3A)),
        _ => false,
    };
    starts.then(|| (Kind::Number, end(number)))
}

/// The end of the number that starts at the cursor, which stands on a digit or another number.
pub(super) fn end<U: Units>(here: Cursor<U>) -> usize {
    let first = digits(here);
    if first.at == here.at {
        return here.skip_while(|class, _| class == Class::Number).at;
    }
    if let Some(date) = dashed_date(here, first) {
        return date;
    }
    let mut end = first;
    let mut plain = true;
    while let Some((separator, width)) = end.peek() {
        let after = end.skip(width);
        match separator {
            // . , : / and the Arabic decimal and thousands separators. The Arabic comma is not one of
            // them: `1،234` is as often a list as a number.
            0x2E | 0x2C | 0x3A | 0x2F | 0x66B | 0x66C if after.class() == Some(Class::Digit) => {
                end = digits(after);
                plain = false;
            }
            REH if plain => {
                let fraction_end = digits(after);
                let ends = fraction_end
                    .class()
                    .is_none_or(|class| !class.is_letter() && !class.is_mark() && class != Class::Tatweel);
                if fraction_end.at == after.at || !ends {
                    break;
                }
                return fraction_end.at;
            }
            _ => break,
        }
    }
    // 5½
    end.skip_while(|class, _| class == Class::Number).at
}

fn digits<U: Units>(here: Cursor<U>) -> Cursor<U> {
    here.skip_while(|class, _| class == Class::Digit)
}

/// `15-9-2016`, `2016-09-15`: three groups joined by hyphens, of lengths a date has. Other hyphens
/// between digits are ranges and scores.
fn dashed_date<U: Units>(here: Cursor<U>, first: Cursor<U>) -> Option<usize> {
    let second = first.take(DASH)?;
    let second_end = digits(second);
    let third = second_end.take(DASH)?;
    let third_end = digits(third);
    let count = |from: Cursor<U>, to: Cursor<U>| {
        let mut cursor = from;
        let mut count = 0;
        while cursor.at < to.at && count < 5 {
            cursor = cursor.peek().map_or(to, |(_, width)| cursor.skip(width));
            count += 1;
        }
        count
    };
    let dated = matches!(
        (count(here, first), count(second, second_end), count(third, third_end)),
        (1 | 2, 1 | 2, 2 | 4) | (4, 1 | 2, 1 | 2)
    );
    let ends = !third_end.peek_is(DASH);
    (dated && ends).then_some(third_end.at)
}
