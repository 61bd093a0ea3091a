//! Words as numbers: letters without what spelling varies in, five bits each.
//!
//! Marks and tatweel are left out; أ إ آ ٱ are ا, ؤ is و, ئ and ى are ي, ة is ه, and letters of other keyboards are those
//! they look like. Since the first letter lies lowest, a shift takes a proclitic off.

use std::sync::LazyLock;

/// A folded word; 0 is no word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Key(u128);

const BITS: u32 = 5;
/// More letters than any entry has; a longer word is in no list.
const LONGEST: u32 = 24;
/// Latin words have keys of their own.
const LATIN: u128 = 1 << 127;

/// The letters in the order of their codes, from 1.
const LETTERS: &str = "ابتثجحخدذرزسشصضطظعغفقكلمنهويء";

pub(super) const ALEF: u128 = 1;
pub(super) const BEH: u128 = 2;
pub(super) const FEH: u128 = 20;
pub(super) const KAF: u128 = 22;
pub(super) const LAM: u128 = 23;
pub(super) const WAW: u128 = 27;

/// No letter of a word of the list: an unknown one.
const NONE: u8 = u8::MAX;
/// A mark or a tatweel.
const SKIP: u8 = 0;

/// The codes of U+0600–U+06FF.
static CODES: LazyLock<[u8; 256]> = LazyLock::new(|| {
    let of = |letter: char| LETTERS.chars().position(|known| known == letter).map_or(NONE, |at| at as u8 + 1);
    std::array::from_fn(|low| {
        let character = char::from_u32(0x600 + low as u32).unwrap_or_default();
        match character {
            'أ' | 'إ' | 'آ' | '\u{671}' => of('ا'),
            'ؤ' => of('و'),
            'ئ' | 'ى' | '\u{6CC}' => of('ي'),
            'ة' | '\u{6C1}' | '\u{6BE}' | '\u{6D5}' | '\u{6C3}' => of('ه'),
            '\u{6A9}' | 'گ' => of('ك'),
            'پ' => of('ب'),
            'چ' => of('ج'),
            'ژ' => of('ز'),
            'ڤ' => of('ف'),
            '\u{640}' => SKIP,
            _ if crate::chars::is_arabic_mark(character) => SKIP,
            _ => of(character),
        }
    })
});

impl Key {
    /// The key of a word; `None` where it has what no list has.
    #[inline]
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        /// Letters of one half of the key.
        const HALF: u32 = 12;
        let codes = &*CODES;
        let (mut low, mut high) = (0u64, 0u64);
        let mut length = 0;
        let mut pairs = word.chunks_exact(2);
        for pair in &mut pairs {
            let (lead, trail) = (pair[0], pair[1]);
            if lead & 0xFC != 0xD8 {
                return if lead < 0x80 && length == 0 { Self::of_latin(word) } else { Self::of_rare(word) };
            }
            let code = codes[usize::from(lead & 3) << 6 | usize::from(trail & 0x3F)];
            if code == SKIP {
                continue;
            }
            if code == NONE || length == LONGEST {
                return None;
            }
            if length < HALF {
                low |= u64::from(code) << (BITS * length);
            } else {
                high |= u64::from(code) << (BITS * (length - HALF));
            }
            length += 1;
        }
        if !pairs.remainder().is_empty() {
            return if length == 0 { Self::of_latin(word) } else { Self::of_rare(word) };
        }
        (length > 0).then_some(Self(u128::from(low) | u128::from(high) << (BITS * HALF)))
    }

    fn of_latin(word: &[u8]) -> Option<Self> {
        let mut key = 0u128;
        for (index, byte) in word.iter().enumerate() {
            if index as u32 >= LONGEST || !byte.is_ascii_alphabetic() {
                return None;
            }
            key |= u128::from(byte.to_ascii_lowercase() - b'a' + 1) << (BITS * index as u32);
        }
        Some(Self(key | LATIN))
    }

    /// With joiners or formatting characters inside, or marks beyond the block: those are left out.
    #[cold]
    fn of_rare(word: &[u8]) -> Option<Self> {
        use crate::chars::{Class, class_of};
        let text = std::str::from_utf8(word).ok()?;
        let kept = |character: &char| {
            let class = class_of(*character);
            !matches!(class, Class::Joiner | Class::Format) && !class.is_mark()
        };
        let plain: String = text.chars().filter(kept).collect();
        let arabic = |character: char| matches!(character, '\u{600}'..='\u{6FF}');
        if plain.chars().all(arabic) || plain.is_ascii() && plain.len() < word.len() {
            Self::of(plain.as_bytes())
        } else {
            None
        }
    }

    /// The key of a word of the tables.
    pub(super) fn of_word(word: &str) -> Option<Self> {
        Self::of(word.as_bytes())
    }

    /// The code of the letter at a place; 0 beyond the end.
    #[inline]
    pub(super) const fn letter(self, index: u32) -> u128 {
        self.0 >> (BITS * index) & 31
    }

    /// Without its first letters.
    #[inline]
    pub(super) const fn without(self, letters: u32) -> Self {
        Self(self.0 >> (BITS * letters))
    }

    /// How many letters it has.
    pub(super) const fn len(self) -> u32 {
        (u128::BITS - (self.0 & !LATIN).leading_zeros()).div_ceil(BITS)
    }

    /// Whether a word is written in Latin.
    #[inline]
    pub(super) const fn is_latin(self) -> bool {
        self.0 & LATIN != 0
    }

    /// With the alef of an article before it: العراق from لعراق.
    pub(super) const fn with_article_alef(self) -> Self {
        Self(self.0 << BITS | ALEF)
    }

    /// A key that no folded word has.
    pub(super) const fn of_hash(hash: u64) -> Self {
        Self(LATIN | 1 << 126 | hash as u128)
    }

    /// Without its last letter.
    pub(super) const fn without_last(self) -> Self {
        let length = self.len();
        if length == 0 { self } else { Self(self.0 & ((1 << (BITS * (length - 1))) - 1)) }
    }

    /// The code of its last letter.
    pub(super) const fn last(self) -> u128 {
        let length = self.len();
        if length == 0 { 0 } else { self.letter(length - 1) }
    }

    #[inline]
    pub(super) const fn hash(self) -> u64 {
        let folded = (self.0 as u64) ^ ((self.0 >> 64) as u64).wrapping_mul(0xD6E8_FEB8_6659_FD93);
        folded.wrapping_mul(0x9E37_79B9_7F4A_7C15)
    }
}

#[cfg(test)]
mod tests {
    use super::Key;

    #[test]
    fn spellings_of_a_word_have_one_key() {
        let same = |a: &str, b: &str| assert_eq!(Key::of_word(a), Key::of_word(b), "{a} {b}");
        same("أكّد", "اكد");
        same("إبــريل", "أبريل");
        same("مئة", "مئه");
        same("الثلاثاءُ", "الثلاثاء");
        same("GMT", "gmt");
        same("ا\u{200D}ب", "اب");
        assert_ne!(Key::of_word("ثلاثاء"), Key::of_word("ثلاثا"));
        assert_ne!(Key::of_word("a"), Key::of_word("ا"));
        assert_eq!(Key::of_word("ｱ"), None);
    }

    #[test]
    fn letters_can_be_taken_off_both_ends() {
        let key = |word| Key::of_word(word).unwrap();
        assert_eq!(key("والعام").without(3), key("عام"));
        assert_eq!(key("عاما").without_last(), key("عام"));
        assert_eq!(key("عام").len(), 3);
    }
}
