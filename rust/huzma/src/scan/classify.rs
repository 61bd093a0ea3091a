//! Classifying 64 units at a time.
//!
//! Nearly all of a text is Arabic words, single spaces and a few marks that are always a token of their
//! own. A kernel turns 64 units into one mask for each of these; whoever cuts or searches the text works on
//! masks and looks at single characters only where a unit is in none of them.
//!
//! ```text
//! for each unit of the block:
//!     word         any unit of an Arabic letter or mark of U+0600–06FF
//!     mark         the first unit of a mark among those
//!     space        U+0020
//!     newline      U+000A
//!     punctuation  the first unit of a mark that stands alone whatever it stands beside: ، ؛ ؟ : ! " « » ( ) “ ” …
//!     plain        any unit of the above; what is not plain needs a look
//!     digit        an ASCII digit
//!     point        U+002E
//! ```

use super::Units;
use crate::chars::{Class, class};

/// How many units a block has.
pub const BLOCK: usize = 64;

/// What the units of a block are; bit `n` is unit `n`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Masks {
    /// Units of letters and marks of the Arabic block.
    pub word: u64,
    /// First units of marks of the Arabic block.
    pub mark: u64,
    /// Spaces, U+0020.
    pub space: u64,
    /// Line feeds, U+000A.
    pub newline: u64,
    /// First units of marks that are always a token of their own.
    pub punctuation: u64,
    /// Units of any of these.
    pub plain: u64,
    /// ASCII digits, which are not plain.
    pub digit: u64,
    /// Full stops, U+002E, which are not plain.
    pub point: u64,
}

pub(super) const WORD: u8 = 1;
pub(super) const MARK: u8 = 2;
pub(super) const SPACE: u8 = 4;
pub(super) const NEWLINE: u8 = 8;
pub(super) const PUNCTUATION: u8 = 16;
pub(super) const DIGIT: u8 = 32;
pub(super) const POINT: u8 = 64;

/// The class bits of a code point; none where it needs a look.
pub(super) const fn bits(code_point: u32, is_word: bool, is_mark: bool) -> u8 {
    match code_point {
        0x20 => SPACE,
        0xA => NEWLINE,
        0x30..=0x39 => DIGIT,
        0x2E => POINT,
        0x21 | 0x22 | 0x25 | 0x26 | 0x28..=0x2A | 0x2C | 0x2D | 0x2F | 0x3A | 0x3B | 0x3F => PUNCTUATION,
        0x5B..=0x5D | 0x5F | 0x7B | 0x7D | 0xAB | 0xBB => PUNCTUATION,
        0x60C | 0x61B | 0x61F | 0x66A | 0x6D4 | 0x2013 | 0x2014 | 0x201C | 0x201D | 0x2026 => PUNCTUATION,
        0x600..=0x6FF if is_mark => WORD | MARK,
        0x600..=0x6FF if is_word => WORD,
        _ => 0,
    }
}

/// Class bits of the code points up to U+00FF and of the Arabic block, by their low byte.
pub(super) struct Tables {
    pub(super) latin: [u8; 256],
    pub(super) arabic: [u8; 256],
    /// U+2000–203F, in the first quarter.
    pub(super) general: [u8; 256],
}

impl Tables {
    pub(super) fn get() -> &'static Self {
        static TABLES: std::sync::LazyLock<Tables> = std::sync::LazyLock::new(|| {
            let of = |code_point: u32| {
                let class = class(code_point);
                let is_mark = class == Class::ArabicMark;
                bits(code_point, is_mark || matches!(class, Class::ArabicLetter | Class::ExtendedLetter), is_mark)
            };
            Tables {
                latin: std::array::from_fn(|low| of(low as u32)),
                arabic: std::array::from_fn(|low| of(0x600 + low as u32)),
                general: std::array::from_fn(|low| if low < 64 { of(0x2000 + low as u32) } else { 0 }),
            }
        });
        &TABLES
    }
}

/// Classifies the blocks of a text of one unit a code point from unit `at` on, a block for each of `masks`.
pub(super) fn fixed_width(unit: impl Fn(usize) -> Option<u32>, at: usize, masks: &mut [Masks]) {
    let tables = Tables::get();
    for (block, masks) in masks.iter_mut().enumerate() {
        *masks = Masks::default();
        for offset in 0..BLOCK {
            let Some(code_point) = unit(at + block * BLOCK + offset) else { break };
            masks.add(tables.of(code_point), 1 << offset, 1 << offset);
        }
    }
}

/// Classifies the blocks of a UTF-8 text from byte `at` on, a block for each of `masks`.
pub(super) fn utf8(text: &str, at: usize, masks: &mut [Masks]) {
    let tables = Tables::get();
    let mut carried = tables.hanging_over(text, at);
    let mut next = at + carried.1.count_ones() as usize;
    for (block, masks) in masks.iter_mut().enumerate() {
        let start = at + block * BLOCK;
        *masks = Masks::default();
        masks.add(carried.0, 0, carried.1);
        carried = (0, 0);
        while next < start + BLOCK
            && let Some((code_point, width)) = text.code_point(next)
        {
            let bits = tables.of(code_point);
            let units = ((1u128 << width) - 1) << (next - start);
            masks.add(bits, 1 << (next - start), units as u64);
            carried = (bits, (units >> BLOCK) as u64);
            next += width;
        }
    }
}

impl Tables {
    /// The class bits of a character that starts before byte `at` and ends behind it, and its units from there on.
    pub(super) fn hanging_over(&self, text: &str, at: usize) -> (u8, u64) {
        let mut start = at;
        while start < text.len() && !text.is_char_boundary(start) {
            start -= 1;
        }
        match text.code_point(start).filter(|_| start < at) {
            Some((code_point, width)) => (self.of(code_point), (1 << (start + width - at)) - 1),
            None => (0, 0),
        }
    }

    #[inline]
    fn of(&self, code_point: u32) -> u8 {
        match code_point {
            0..0x100 => self.latin[code_point as usize],
            0x600..0x700 => self.arabic[(code_point & 0xFF) as usize],
            _ => bits(code_point, false, false),
        }
    }
}

impl Masks {
    /// Records a character by its class bits, its first unit and all its units.
    #[inline]
    fn add(&mut self, bits: u8, first: u64, all: u64) {
        if bits & (DIGIT | POINT) != 0 {
            self.digit |= if bits & DIGIT != 0 { first } else { 0 };
            self.point |= if bits & POINT != 0 { first } else { 0 };
            return;
        }
        if bits == 0 {
            return;
        }
        self.plain |= all;
        if bits & WORD != 0 {
            self.word |= all;
            self.mark |= if bits & MARK != 0 { first } else { 0 };
        } else if bits & SPACE != 0 {
            self.space |= first;
        } else if bits & NEWLINE != 0 {
            self.newline |= first;
        } else {
            self.punctuation |= first;
        }
    }
}

/// Numbers that a caller gives to what the masks tell apart.
#[derive(Clone, Copy, Debug)]
pub struct Labels {
    /// For units in [`Masks::word`].
    pub word: u8,
    /// For units in [`Masks::space`].
    pub space: u8,
    /// For units in [`Masks::newline`].
    pub newline: u8,
    /// For units in [`Masks::punctuation`].
    pub punctuation: u8,
    /// For units in [`Masks::digit`].
    pub digit: u8,
}

/// Writes, for each set bit of `chosen`, the unit (`base` plus the bit) and the label of its class, and
/// says how many there are. What stands behind them in the two arrays is overwritten too.
pub(super) fn list(
    chosen: u64,
    masks: &Masks,
    labels: Labels,
    base: u32,
    units: &mut [u32; BLOCK],
    kinds: &mut [u8; BLOCK],
) -> usize {
    let mut rest = chosen;
    let mut count = 0;
    while rest != 0 {
        let unit = rest.trailing_zeros();
        rest &= rest - 1;
        let label = |mask: u64, label: u8| (mask >> unit & 1) as u8 * label;
        units[count % BLOCK] = base + unit;
        // The classes exclude each other; branches on them would be guessed wrong at every other token.
        kinds[count % BLOCK] = label(masks.word, labels.word)
            | label(masks.space, labels.space)
            | label(masks.newline, labels.newline)
            | label(masks.punctuation, labels.punctuation)
            | label(masks.digit, labels.digit);
        count += 1;
    }
    count
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Texts of what the kernels tell apart, in every neighbourhood.
    pub(in crate::scan) fn texts() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            6 => "[ء-ي\u{64B}-\u{655}]{1,9}",
            3 => "[ \n،؛؟:!\"«»()…“”–—]{1,3}",
            2 => "[ -~\u{A0}-\u{FF}]{1,3}",
            2 => "[\u{600}-\u{6FF}]{1,3}",
            1 => "[\u{2000}-\u{203F}]{1,3}",
            1 => any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    /// What each unit is, told one by one.
    fn reference(text: &str) -> Vec<u8> {
        let of = |character: char| match character {
            ' ' => SPACE,
            '\n' => NEWLINE,
            '0'..='9' => DIGIT,
            '.' => POINT,
            '!' | '"' | '%' | '&' | '(' | ')' | '*' | ',' | '-' | '/' | ':' | ';' | '?' | '[' | '\\' | ']' | '_'
            | '{' | '}' => PUNCTUATION,
            '«' | '»' | '،' | '؛' | '؟' | '٪' | '۔' | '–' | '—' | '“' | '”' | '…' => PUNCTUATION,
            '\u{600}'..='\u{6FF}' => match class(character as u32) {
                Class::ArabicMark => WORD | MARK,
                Class::ArabicLetter | Class::ExtendedLetter => WORD,
                _ => 0,
            },
            _ => 0,
        };
        text.chars().flat_map(|character| std::iter::repeat_n(of(character), character.len_utf8())).collect()
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_unit_has_the_class_of_its_character(text in texts(), at: usize) {
            let at = at % (text.len() + 1);
            let mut blocks = vec![Masks::default(); text.len() / BLOCK + 2];
            utf8(&text, at, &mut blocks);
            for (unit, &bits) in reference(&text)[at..].iter().enumerate() {
                let (masks, bit) = (blocks[unit / BLOCK], 1u64 << (unit % BLOCK));
                let lead = text.is_char_boundary(at + unit);
                prop_assert_eq!(masks.word & bit != 0, bits & WORD != 0);
                prop_assert_eq!(masks.mark & bit != 0, lead && bits & MARK != 0);
                prop_assert_eq!(masks.space & bit != 0, bits & SPACE != 0);
                prop_assert_eq!(masks.newline & bit != 0, bits & NEWLINE != 0);
                prop_assert_eq!(masks.punctuation & bit != 0, lead && bits & PUNCTUATION != 0);
                prop_assert_eq!(masks.digit & bit != 0, bits & DIGIT != 0);
                prop_assert_eq!(masks.point & bit != 0, bits & POINT != 0);
                prop_assert_eq!(masks.plain & bit != 0, bits & !(DIGIT | POINT) != 0);
            }
        }
    }
}
