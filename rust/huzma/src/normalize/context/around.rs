//! Punctuation after the letters around it.

use crate::chars::{Class, class, digit_value};
use crate::normalize::steps::Punctuation;
use crate::scan::Units;

/// Which letters stand around the place that was looked at last: every look starts where the one before it ended.
#[derive(Default)]
pub(super) struct Around {
    /// Up to where letters have been looked for, and whether the last one on the line is of the Arabic script.
    before: (usize, Option<bool>),
    /// The next letter on the line: where it or the line's end is, and whether it is of the Arabic script.
    behind: (usize, Option<bool>),
}

/// Marks of Latin text and those of Arabic text that stand for them.
const PAIRS: [(u32, u32); 3] = [(0x2C, 0x60C), (0x3B, 0x61B), (0x3F, 0x61F)];

/// The code points that the step looks at.
pub(super) const fn stops(to: Punctuation) -> &'static [u32] {
    match to {
        Punctuation::Surrounding => &[0x25, 0x2C, 0x3B, 0x3F, 0x60C, 0x61B, 0x61F, 0x66A],
        _ => &[0x25, 0x2C, 0x3B, 0x3F],
    }
}

/// Whether a letter is of the Arabic script; `None` for what is no letter.
fn script(code_point: u32) -> Option<bool> {
    match class(code_point) {
        class if class.is_arabic_script_letter() => Some(true),
        Class::Letter => Some(false),
        _ => None,
    }
}

impl Around {
    /// The mark that takes the place of the one at `at`; `None` where it stays.
    pub(super) fn mark<U: Units>(&mut self, text: U, at: usize, mark: u32, to: Punctuation) -> Option<u32> {
        let before = text.code_point_before(at).map(|(code_point, _)| code_point);
        let behind = text.code_point(at + U::width(mark)).map(|(code_point, _)| code_point);
        // A percent sign follows the digits beside it.
        if matches!(mark, 0x25 | 0x66A) {
            let indic = |found: Option<u32>| matches!(found, Some(0x660..=0x669));
            let ascii = |found: Option<u32>| matches!(found, Some(0x30..=0x39));
            return match mark {
                0x25 if indic(before) || indic(behind) => Some(0x66A),
                0x66A if to == Punctuation::Surrounding && ascii(before) => Some(0x25),
                _ => None,
            };
        }
        let is_digit = |found: Option<u32>| found.and_then(digit_value).is_some();
        let in_token = |found: Option<u32>| found.is_some_and(|found| found < 0x80 && found > 0x20 && found != 0x22);
        // 1,000 and ?page=1 are no prose.
        if is_digit(before) && is_digit(behind) {
            return None;
        }
        let pair = PAIRS.iter().find(|(latin, arabic)| mark == *latin || mark == *arabic)?;
        if mark == pair.0 {
            let token = in_token(behind) && before.is_some_and(|before| before < 0x80 && before > 0x20);
            return (!token && self.is_arabic(text, at) == Some(true)).then_some(pair.1);
        }
        (to == Punctuation::Surrounding && self.is_arabic(text, at) == Some(false)).then_some(pair.0)
    }

    /// Whether the nearest letter before a place, or if there is none on the line the nearest behind it, is of the
    /// Arabic script. Places must be asked for in order.
    fn is_arabic<U: Units>(&mut self, text: U, at: usize) -> Option<bool> {
        let (seen, mut found) = self.before;
        let mut unit = at;
        while unit > seen
            && let Some((code_point, width)) = text.code_point_before(unit)
        {
            if class(code_point) == Class::Newline {
                found = None;
                break;
            }
            if let Some(script) = script(code_point) {
                found = Some(script);
                break;
            }
            unit -= width;
        }
        self.before = (at, found);
        if found.is_some() {
            return found;
        }
        if self.behind.0 <= at {
            let mut unit = at;
            self.behind.1 = None;
            while let Some((code_point, width)) = text.code_point(unit)
                && class(code_point) != Class::Newline
            {
                self.behind.1 = script(code_point);
                if self.behind.1.is_some() {
                    break;
                }
                unit += width;
            }
            self.behind.0 = unit;
        }
        self.behind.1
    }
}
