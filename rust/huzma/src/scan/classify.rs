//! Classifying 64 units at a time.
//!
//! Nearly all of a text is Arabic words, single spaces and a few marks that are always a token of their
//! own. A kernel turns 64 units into one mask for each of these; whoever cuts or searches the text works on
//! masks and looks at single characters only where a unit is in none of them.
//!
//! ```text
//! for each unit of the block:
//!     word          any unit of an Arabic letter or mark of U+0600–06FF
//!     mark          the first unit of a mark among those
//!     space         U+0020
//!     newline       U+000A
//!     punctuation   the first unit of a mark that stands alone whatever it stands beside: ، ؛ ؟ : ! " « » ( ) “ ” …
//!     plain         any unit of the above
//!
//!     separator     of the punctuation, what may stand inside a number: , : /
//!     link          of the punctuation, what else may stand inside an address or a date: - _ %
//!     pause         of the punctuation, the Arabic comma and semicolon: ، ؛
//!     digit         an ASCII digit
//!     arabic_digit  any unit of a digit of U+0600–06FF
//!     latin         an ASCII letter
//!     point         U+002E
//!     tatweel       any unit of U+0640
//!     known         any unit of all of these; what is not known needs a look
//! ```

use super::Units;
use super::listing::{Labels, Listing};
use crate::chars::{Class, class};

/// How many units a block has.
pub const BLOCK: usize = 64;

/// What the units of a block are; bit `n` is unit `n`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
    /// Of the punctuation: `,` `:` `/`.
    pub separator: u64,
    /// Of the punctuation: `-` `_` `%`.
    pub link: u64,
    /// Of the punctuation: `،` `؛`.
    pub pause: u64,
    /// ASCII digits.
    pub digit: u64,
    /// Units of digits of the Arabic block.
    pub arabic_digit: u64,
    /// ASCII letters.
    pub latin: u64,
    /// Full stops, U+002E.
    pub point: u64,
    /// Units of U+0640.
    pub tatweel: u64,
    /// Units of all that has a mask here.
    pub known: u64,
    /// The class of the character that starts at each unit.
    pub(super) classes: [u8; BLOCK],
}

impl Masks {
    /// No unit is anything.
    pub const EMPTY: Self = Self {
        word: 0,
        mark: 0,
        space: 0,
        newline: 0,
        punctuation: 0,
        plain: 0,
        separator: 0,
        link: 0,
        pause: 0,
        digit: 0,
        arabic_digit: 0,
        latin: 0,
        point: 0,
        tatweel: 0,
        known: 0,
        classes: [0; BLOCK],
    };
}

impl Default for Masks {
    fn default() -> Self {
        Self::EMPTY
    }
}

// The class of a character: one of these bits, and one of the two lowest to tell kinds of it apart.
pub(super) const WORD: u8 = 0x80;
pub(super) const PUNCTUATION: u8 = 0x40;
pub(super) const DIGIT: u8 = 0x20;
pub(super) const POINT: u8 = 0x10;
pub(super) const LATIN: u8 = 8;
pub(super) const SPACE: u8 = 4;
pub(super) const SECOND: u8 = 2;
pub(super) const FIRST: u8 = 1;

pub(super) const MARK: u8 = WORD | FIRST;
pub(super) const TATWEEL: u8 = WORD | SECOND;
pub(super) const SEPARATOR: u8 = PUNCTUATION | FIRST;
pub(super) const LINK: u8 = PUNCTUATION | SECOND;
pub(super) const PAUSE: u8 = PUNCTUATION | FIRST | SECOND;
pub(super) const ARABIC_DIGIT: u8 = DIGIT | FIRST;
pub(super) const NEWLINE: u8 = FIRST | SECOND;

/// The class of a code point; 0 where it needs a look.
fn class_of(code_point: u32) -> u8 {
    match code_point {
        0x20 => SPACE,
        0xA => NEWLINE,
        0x30..=0x39 => DIGIT,
        0x41..=0x5A | 0x61..=0x7A => LATIN,
        0x2E => POINT,
        0x2C | 0x2F | 0x3A => SEPARATOR,
        0x25 | 0x2D | 0x5F => LINK,
        0x21 | 0x22 | 0x26 | 0x28..=0x2A | 0x3B | 0x3F => PUNCTUATION,
        0x5B..=0x5D | 0x7B | 0x7D | 0xAB | 0xBB => PUNCTUATION,
        0x60C | 0x61B => PAUSE,
        0x61F | 0x66A | 0x6D4 | 0x2013 | 0x2014 | 0x201C | 0x201D | 0x2026 => PUNCTUATION,
        0x640 => TATWEEL,
        0x600..=0x6FF => match class(code_point) {
            Class::ArabicMark => MARK,
            Class::ArabicLetter | Class::ExtendedLetter => WORD,
            Class::Digit => ARABIC_DIGIT,
            _ => 0,
        },
        _ => 0,
    }
}

/// Whether a code point is punctuation that no number or address takes in.
#[must_use]
pub fn stands_alone(code_point: u32) -> bool {
    matches!(class_of(code_point), PUNCTUATION | PAUSE)
}

/// Classes of the code points up to U+00FF and of the Arabic block, by their low byte.
pub(super) struct Tables {
    pub(super) latin: [u8; 256],
    pub(super) arabic: [u8; 256],
    /// U+2000–203F, in the first quarter.
    pub(super) general: [u8; 256],
}

impl Tables {
    pub(super) fn get() -> &'static Self {
        static TABLES: std::sync::LazyLock<Tables> = std::sync::LazyLock::new(|| Tables {
            latin: std::array::from_fn(|low| class_of(low as u32)),
            arabic: std::array::from_fn(|low| class_of(0x600 + low as u32)),
            general: std::array::from_fn(|low| if low < 64 { class_of(0x2000 + low as u32) } else { 0 }),
        });
        &TABLES
    }
}

/// What a block says of the first units of the next one: which belong to its last character.
#[derive(Clone, Copy, Default)]
pub(super) struct Carry {
    word: u64,
    arabic_digit: u64,
    tatweel: u64,
    known: u64,
}

impl Carry {
    /// Of a character of a class, some units of which are in the next block.
    pub(super) fn of(class: u8, units: u64) -> Self {
        let mut masks = Masks::EMPTY;
        masks.add(class, 0, units);
        let Masks { word, arabic_digit, tatweel, known, .. } = masks;
        Self { word, arabic_digit, tatweel, known }
    }
}

/// Classifies a text block by block, and lists places of the blocks.
pub trait Blocks {
    /// Classifies the next 64 units. Units beyond the end are in no class.
    fn next(&mut self) -> Masks;

    /// Appends the units of a block whose bits are set, as `base` plus the bit. A chosen unit starts a character that has
    /// a class, and gets the label of that.
    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing);
}

/// What is done with the blocks of a text. It is compiled anew for each backend.
pub trait Task {
    /// What comes of it.
    type Output;

    /// Does it.
    fn run<B: Blocks>(self, blocks: B) -> Self::Output;
}

/// Fills masks.
pub(super) struct Fill<'m>(pub(super) &'m mut [Masks]);

impl Task for Fill<'_> {
    type Output = ();

    #[inline(always)]
    fn run<B: Blocks>(self, mut blocks: B) {
        for masks in self.0 {
            *masks = blocks.next();
        }
    }
}

/// Blocks of a text of one unit a code point, in plain Rust.
pub(super) struct FixedWidth<U> {
    text: U,
    at: usize,
}

impl<U: Units> FixedWidth<U> {
    pub(super) fn new(text: U, at: usize) -> Self {
        Self { text, at }
    }
}

impl<U: Units> Blocks for FixedWidth<U> {
    fn next(&mut self) -> Masks {
        let tables = Tables::get();
        let mut masks = Masks::EMPTY;
        for offset in 0..BLOCK {
            let Some((code_point, _)) = self.text.code_point(self.at + offset) else { break };
            masks.add(tables.of(code_point), 1 << offset, 1 << offset);
        }
        self.at += BLOCK;
        masks
    }

    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
        listing.extend(chosen, masks, base, labels);
    }
}

/// Blocks of a UTF-8 text, in plain Rust.
pub(super) struct Utf8<'t> {
    text: &'t str,
    /// Where the next block starts.
    start: usize,
    /// Where the next character starts.
    next: usize,
    /// The class of the last character, and its units in the next block.
    carried: (u8, u64),
}

impl<'t> Utf8<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        let carried = Tables::get().hanging_over(text, at);
        Self { text, start: at, next: at + carried.1.count_ones() as usize, carried }
    }
}

impl Blocks for Utf8<'_> {
    fn next(&mut self) -> Masks {
        let tables = Tables::get();
        let mut masks = Masks::EMPTY;
        masks.add(self.carried.0, 0, self.carried.1);
        self.carried = (0, 0);
        while self.next < self.start + BLOCK
            && let Some((code_point, width)) = self.text.code_point(self.next)
        {
            let class = tables.of(code_point);
            let units = ((1u128 << width) - 1) << (self.next - self.start);
            masks.add(class, 1 << (self.next - self.start), units as u64);
            self.carried = (class, (units >> BLOCK) as u64);
            self.next += width;
        }
        self.start += BLOCK;
        masks
    }

    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
        listing.extend(chosen, masks, base, labels);
    }
}

impl Tables {
    /// The class of a character that starts before byte `at` and ends behind it, and its units from there on.
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
            _ => class_of(code_point),
        }
    }
}

impl Masks {
    /// Adds to the masks of first units the other units of their characters, and those that the block before says; what
    /// this block says of the next one is returned. Units of more than one byte are `high`, and those that begin a
    /// character of three that has a class are `three`.
    #[inline(always)]
    pub(super) fn spread(&mut self, high: u64, three: u64, carry: Carry) -> Carry {
        let two = self.known & high & !three;
        let spread = |first: u64, carry: u64| first | (first & two) << 1 | carry;
        let next = Carry {
            word: (self.word & two) >> 63,
            arabic_digit: (self.arabic_digit & two) >> 63,
            tatweel: (self.tatweel & two) >> 63,
            known: (two >> 63) | ((three >> 63) * 3) | (three >> 62 & 1),
        };
        self.word = spread(self.word, carry.word);
        self.arabic_digit = spread(self.arabic_digit, carry.arabic_digit);
        self.tatweel = spread(self.tatweel, carry.tatweel);
        self.known = spread(self.known, carry.known) | three << 1 | three << 2;
        self.plain = self.known & !(self.digit | self.arabic_digit | self.latin | self.point | self.tatweel);
        next
    }

    /// Records a character by its class, its first unit and all its units in the block.
    #[inline]
    pub(super) fn add(&mut self, class: u8, first: u64, all: u64) {
        if class == 0 {
            return;
        }
        self.known |= all;
        if first != 0 {
            self.classes[first.trailing_zeros() as usize % BLOCK] = class;
        }
        match class {
            WORD | MARK => {
                self.word |= all;
                self.mark |= if class == MARK { first } else { 0 };
            }
            TATWEEL => self.tatweel |= all,
            SPACE => self.space |= all,
            NEWLINE => self.newline |= all,
            DIGIT => self.digit |= all,
            ARABIC_DIGIT => self.arabic_digit |= all,
            LATIN => self.latin |= all,
            POINT => self.point |= all,
            _ => {
                self.punctuation |= first;
                self.separator |= if class == SEPARATOR { first } else { 0 };
                self.link |= if class == LINK { first } else { 0 };
                self.pause |= if class == PAUSE { first } else { 0 };
            }
        }
        if !matches!(class, TATWEEL | DIGIT | ARABIC_DIGIT | LATIN | POINT) {
            self.plain |= all;
        }
    }
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
            1 => "[0-9٠-٩۰-۹ـa-z.,:/%-]{1,4}",
            2 => "[\u{600}-\u{6FF}]{1,3}",
            1 => "[\u{2000}-\u{203F}]{1,3}",
            1 => any::<char>().prop_map(String::from),
        ];
        proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
    }

    /// What each character is, told without the tables.
    fn reference(character: char) -> (u8, bool) {
        let class = match character {
            ' ' => SPACE,
            '\n' => NEWLINE,
            '0'..='9' => DIGIT,
            '.' => POINT,
            ',' | ':' | '/' => SEPARATOR,
            '-' | '_' | '%' => LINK,
            '!' | '"' | '&' | '(' | ')' | '*' | ';' | '?' | '[' | '\\' | ']' | '{' | '}' => PUNCTUATION,
            '،' | '؛' => PAUSE,
            '«' | '»' | '؟' | '٪' | '۔' | '–' | '—' | '“' | '”' | '…' => PUNCTUATION,
            'ـ' => TATWEEL,
            'a'..='z' | 'A'..='Z' => LATIN,
            '\u{660}'..='\u{669}' | '\u{6F0}'..='\u{6F9}' => ARABIC_DIGIT,
            '\u{600}'..='\u{6FF}' => match class(character as u32) {
                Class::ArabicMark => MARK,
                Class::ArabicLetter | Class::ExtendedLetter => WORD,
                _ => 0,
            },
            _ => 0,
        };
        let plain = matches!(class, WORD | MARK | SPACE | NEWLINE | PUNCTUATION | SEPARATOR | LINK | PAUSE);
        (class, plain)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_unit_has_the_class_of_its_character(text in texts(), at: usize) {
            let at = at % (text.len() + 1);
            let mut blocks = vec![Masks::EMPTY; text.len() / BLOCK + 2];
            Fill(&mut blocks).run(Utf8::new(&text, at));
            let characters =
                text.chars().flat_map(|character| std::iter::repeat_n(reference(character), character.len_utf8()));
            for (unit, (class, plain)) in characters.skip(at).enumerate() {
                let (masks, bit) = (blocks[unit / BLOCK], 1u64 << (unit % BLOCK));
                let lead = text.is_char_boundary(at + unit);
                prop_assert_eq!(masks.classes[unit % BLOCK], if lead { class } else { 0 });
                prop_assert_eq!(masks.word & bit != 0, matches!(class, WORD | MARK));
                prop_assert_eq!(masks.mark & bit != 0, lead && class == MARK);
                prop_assert_eq!(masks.space & bit != 0, class == SPACE);
                prop_assert_eq!(masks.newline & bit != 0, class == NEWLINE);
                prop_assert_eq!(masks.punctuation & bit != 0, lead && class & PUNCTUATION != 0);
                prop_assert_eq!(masks.separator & bit != 0, class == SEPARATOR);
                prop_assert_eq!(masks.link & bit != 0, class == LINK);
                prop_assert_eq!(masks.pause & bit != 0, lead && class == PAUSE);
                prop_assert_eq!(masks.digit & bit != 0, class == DIGIT);
                prop_assert_eq!(masks.arabic_digit & bit != 0, class == ARABIC_DIGIT);
                prop_assert_eq!(masks.latin & bit != 0, class == LATIN);
                prop_assert_eq!(masks.point & bit != 0, class == POINT);
                prop_assert_eq!(masks.tatweel & bit != 0, class == TATWEEL);
                prop_assert_eq!(masks.plain & bit != 0, plain);
                prop_assert_eq!(masks.known & bit != 0, class != 0);
            }
        }
    }
}
