//! Words as numbers: letters without what spelling varies in, five bits each.
//!
//! Marks and tatweel are left out; أ إ آ ٱ are ا, ؤ is و, ئ and ى are ي, ة is ه, and letters of other keyboards are those
//! they look like. Since the first letter lies lowest, a shift takes a proclitic off.

use std::hash::{BuildHasher, Hasher, RandomState};
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
/// Letters with the letter that each is read as.
const LIKENESSES: &str = "أاإاآا\u{671}اؤوئيىي\u{6CC}يةه\u{6C1}ه\u{6BE}ه\u{6D5}ه\u{6C3}ه\u{6A9}كگكپبچجژزڤف";
/// The low bytes of the marks and the tatweel.
const SKIPPED: [(u8, u8); 7] =
    [(0x10, 0x1A), (0x40, 0x40), (0x4B, 0x5F), (0x70, 0x70), (0xD6, 0xDC), (0xDF, 0xE8), (0xEA, 0xED)];

pub(super) const ALEF: u128 = 1;
pub(super) const BEH: u128 = 2;
pub(super) const FEH: u128 = 20;
pub(super) const KAF: u128 = 22;
pub(super) const LAM: u128 = 23;
pub(super) const WAW: u128 = 27;

/// Letters of one half of the key.
const HALF: u32 = 12;
/// No letter of a word of the list: an unknown one.
const NONE: u8 = u8::MAX;
/// The bit that tells it from the letters.
const NONE_BIT: u8 = 0x80;
/// A mark or a tatweel.
const SKIP: u8 = 0;

/// The codes of U+0600–U+06FF, each at its [`place`].
static CODES: [u8; 256] = codes();

const fn codes() -> [u8; 256] {
    let mut codes = [NONE; 256];
    let letters = LETTERS.as_bytes();
    let mut at = 0;
    while at < letters.len() {
        codes[place(letters[at], letters[at + 1])] = (at / 2) as u8 + 1;
        at += 2;
    }
    let looks = LIKENESSES.as_bytes();
    let mut at = 0;
    while at < looks.len() {
        codes[place(looks[at], looks[at + 1])] = codes[place(looks[at + 2], looks[at + 3])];
        at += 4;
    }
    let mut at = 0;
    while at < SKIPPED.len() {
        let (first, last) = SKIPPED[at];
        let mut low = first as usize;
        while low <= last as usize {
            codes[place(0xD8 | (low >> 6) as u8, 0x80 | (low & 0x3F) as u8)] = SKIP;
            low += 1;
        }
        at += 1;
    }
    codes
}

/// The place of the code of two bytes of UTF-8: below 256 for U+0600–U+06FF, in an order of its own, and above for any
/// other two bytes of a text.
#[inline]
const fn place(lead: u8, trail: u8) -> usize {
    ((lead as usize) << 6 ^ trail as usize).wrapping_sub(0xD8 << 6)
}

impl Key {
    /// The key of a word; `None` where it has what no list has.
    #[inline]
    pub(super) fn of(word: &[u8]) -> Option<Self> {
        if word.len() > 2 * HALF as usize || !word.len().is_multiple_of(2) {
            return Self::of_long(word);
        }
        let (mut key, mut shift, mut strange) = (0u64, 0, 0);
        for pair in word.chunks_exact(2) {
            let code = *CODES.get(place(pair[0], pair[1])).unwrap_or(&NONE);
            strange |= code & NONE_BIT;
            key |= u64::from(code & 31) << shift;
            shift += if code == SKIP { 0 } else { BITS };
        }
        match strange {
            0 => (key != 0).then_some(Self(u128::from(key))),
            _ => Self::of_long(word),
        }
    }

    /// With more letters than half of the key has, or with others than those of the list.
    fn of_long(word: &[u8]) -> Option<Self> {
        let (mut low, mut high) = (0u64, 0u64);
        let mut length = 0;
        let mut pairs = word.chunks_exact(2);
        for pair in &mut pairs {
            let (lead, trail) = (pair[0], pair[1]);
            if lead & 0xFC != 0xD8 {
                return if lead < 0x80 && length == 0 { Self::of_latin(word) } else { Self::of_rare(word) };
            }
            let code = CODES[place(lead, trail)];
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

    /// The key of a word of the program text, in letters of Arabic.
    pub(super) const fn constant(word: &str) -> Self {
        let word = word.as_bytes();
        let (mut key, mut length, mut at) = (0, 0, 0);
        let codes = codes();
        while at < word.len() {
            let code = codes[place(word[at], word[at + 1])];
            assert!(code != NONE && word[at] & 0xFC == 0xD8 && length < LONGEST);
            if code != SKIP {
                key |= (code as u128) << (BITS * length);
                length += 1;
            }
            at += 2;
        }
        Self(key)
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

    /// Without the letters at its head that are one of two.
    pub(super) const fn without_leading(self, one: u128, other: u128) -> Self {
        let mut rest = self;
        while rest.letter(0) == one || rest.letter(0) == other {
            rest = rest.without(1);
        }
        rest
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

/// Hashes keys with a secret of this process, so that no text can be made whose names all meet in one place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        static SECRET: LazyLock<u64> = LazyLock::new(|| RandomState::new().hash_one(0) | 1);
        Self(*SECRET)
    }
}

impl BuildHasher for Seed {
    type Hasher = KeyHasher;

    fn build_hasher(&self) -> KeyHasher {
        KeyHasher(self.0)
    }
}

/// The hash of one key.
pub(super) struct KeyHasher(u64);

impl Hasher for KeyHasher {
    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u128(u128::from(*byte)));
    }

    fn write_u128(&mut self, key: u128) {
        let mix = |a: u64, b: u64| {
            let product = u128::from(a) * u128::from(b);
            product as u64 ^ (product >> 64) as u64
        };
        let low = mix(key as u64 ^ self.0, 0x9E37_79B9_7F4A_7C15);
        self.0 = mix(low ^ (key >> 64) as u64, self.0);
    }

    fn finish(&self) -> u64 {
        self.0
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
    fn the_codes_are_those_of_the_classes() {
        for low in 0..256u32 {
            let character = char::from_u32(0x600 + low).unwrap();
            let mark = crate::chars::is_arabic_mark(character) || character == '\u{640}';
            let bytes = character.to_string().into_bytes();
            assert_eq!(super::CODES[super::place(bytes[0], bytes[1])] == super::SKIP, mark, "{character:?}");
        }
        assert_eq!(Key::of_word("الأَوَّل"), Some(Key::constant("الأول")));
    }

    #[test]
    fn letters_can_be_taken_off_both_ends() {
        let key = |word| Key::of_word(word).unwrap();
        assert_eq!(key("والعام").without(3), key("عام"));
        assert_eq!(key("عاما").without_last(), key("عام"));
        assert_eq!(key("عام").len(), 3);
    }
}
