//! All lists that are asked about every word of a text, in one table: most words are in none, and one look says so.

use std::sync::LazyLock;

use super::ambiguous::READINGS;
use super::months::MONTHS;
use super::spelling::{GROUPS, LONGEST};
use super::stems::StemMap;

/// The bit of ال by itself.
pub const ARTICLE: u16 = 1 << 12;
/// The bit of إنشاء, which may be meant to be إن شاء.
pub const CREATION: u16 = 1 << 13;
/// The bit of the names of months; those of the lists of spellings are [`super::spelling::List::bit`].
pub const MONTH: u16 = 1 << 14;
/// The bit of the words with two readings.
pub const AMBIGUOUS: u16 = 1 << 15;

/// The lists that have a stem, and by the first three letters which stems there are at all.
struct Table {
    lists: StemMap<u16>,
    /// One bit for each hash of the first letters.
    heads: [u64; HEADS / 64],
}

const HEADS: usize = 1 << 14;
/// Three letters of Arabic in UTF-8.
const HEAD: usize = 6;
const LETTER: usize = 2;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { lists: StemMap::default(), heads: [0; HEADS / 64] };
    for group in GROUPS {
        for (wrong, _) in group.words {
            table.add(wrong, group.list.bit());
        }
    }
    for name in MONTHS.iter().filter_map(|month| month.words.first()) {
        table.add(name, MONTH);
    }
    for (written, ..) in READINGS {
        table.add(written, AMBIGUOUS);
    }
    table.add("ال", ARTICLE);
    for word in ["إنشاء", "انشاء"] {
        table.add(word, CREATION);
    }
    table
});

/// The last four letters of a word, or all of a shorter one: whatever proclitics stand before it, a long word ends alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tail(u64);

impl Tail {
    /// Of no word.
    pub const NONE: Self = Self(0);

    /// Of the word from byte `start` to byte `end`, which is longer than nothing.
    #[must_use]
    #[inline]
    pub fn of(bytes: &[u8], start: usize, end: usize) -> Self {
        let eight = end.checked_sub(8).and_then(|from| bytes.get(from..end)?.first_chunk());
        let eight = eight.map_or_else(|| Self::at_start(bytes, end), |eight| u64::from_le_bytes(*eight));
        let foreign = 8usize.saturating_sub(end - start).min(7);
        Self(eight & u64::MAX << (8 * foreign))
    }

    /// The bytes before byte `end`, of which there are fewer than eight, in the place of eight.
    #[cold]
    fn at_start(bytes: &[u8], end: usize) -> u64 {
        let mut padded = [0; 8];
        let short = bytes.get(..end).unwrap_or_default();
        padded.iter_mut().rev().zip(short.iter().rev()).for_each(|(to, from)| *to = *from);
        u64::from_le_bytes(padded)
    }

    /// Whether the word ends in ي.
    #[must_use]
    #[inline]
    pub fn ends_in_yeh(self) -> bool {
        self.0 >> 48 == 0x8AD9
    }

    /// Whether the word ends in ى.
    #[must_use]
    #[inline]
    pub fn ends_in_alef_maksura(self) -> bool {
        self.0 >> 48 == 0x89D9
    }

    /// Whether the word ends in ىء.
    #[must_use]
    #[inline]
    pub fn ends_in_hamza_behind_alef_maksura(self) -> bool {
        self.0 >> 32 == 0xA1D8_89D9
    }

    /// Whether the word is و.
    #[must_use]
    #[inline]
    pub fn is_waw(self) -> bool {
        self.0 == 0x88D9 << 48
    }

    /// Two numbers below [`TAILS`].
    #[inline]
    fn hashes(self) -> [usize; 2] {
        let hash = self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15);
        [(hash >> (64 - TAILS.trailing_zeros())) as usize, (hash >> 24) as usize % TAILS]
    }
}

const TAILS: usize = 1 << 16;

/// The ends of all words that [`lists_of`] may name a list for, as bits of their hashes: all but a few other words are
/// known by one look.
pub struct Tails([u64; TAILS / 64]);

impl Tails {
    /// The one there is.
    #[must_use]
    pub fn get() -> &'static Self {
        static FILTER: LazyLock<Box<Tails>> = LazyLock::new(|| {
            let mut filter = Box::new(Tails([0; TAILS / 64]));
            for stem in TABLE.lists.keys() {
                for word in [(*stem).to_owned(), format!("{stem}ا")] {
                    filter.add(&word);
                    if word.len() < 8 {
                        PROCLITICS.iter().for_each(|before| filter.add(&format!("{before}{word}")));
                    }
                }
            }
            filter
        });
        &FILTER
    }

    fn add(&mut self, word: &str) {
        for hash in Tail::of(word.as_bytes(), 0, word.len()).hashes() {
            self.0[hash / 64] |= 1 << (hash % 64);
        }
    }

    /// Whether a list may have a word that ends so.
    #[must_use]
    #[inline]
    pub fn may_have(&self, tail: Tail) -> bool {
        let [first, second] = tail.hashes();
        self.0[first / 64] >> (first % 64) & self.0[second / 64] >> (second % 64) & 1 != 0
    }
}

/// What [`lists_of`] takes off a word.
const PROCLITICS: [&str; 32] = [
    "ب", "ل", "ك", "ال", "لل", "بل", "كل", "بال", "لال", "كال", "و", "وب", "ول", "وك", "وال", "ولل", "وبل", "وكل",
    "وبال", "ولال", "وكال", "ف", "فب", "فل", "فك", "فال", "فلل", "فبل", "فكل", "فبال", "فلال", "فكال",
];

impl Table {
    fn add(&mut self, stem: &'static str, bit: u16) {
        *self.lists.entry(stem).or_default() |= bit;
        // With the alef of a tanween, which may be within the first letters.
        for start in [stem.to_owned(), format!("{stem}ا")] {
            let hash = hash(start.as_bytes(), 0, start.len());
            self.heads[hash / 64] |= 1 << (hash % 64);
        }
    }

    /// The lists that have the word from byte `start` to byte `end`, with or without an alef at its end.
    #[inline]
    fn of_stem(&self, text: &str, start: usize, end: usize) -> u16 {
        let hash = hash(text.as_bytes(), start, end);
        if self.heads[hash / 64] & 1 << (hash % 64) == 0 { 0 } else { self.look_up(text, start, end) }
    }

    #[cold]
    fn look_up(&self, text: &str, start: usize, end: usize) -> u16 {
        let stem = text.get(start..end).unwrap_or_default();
        let lists = |stem: &str| self.lists.get(stem).copied().unwrap_or(0);
        lists(stem) | stem.strip_suffix('ا').map_or(0, lists)
    }
}

/// A number below [`HEADS`] for the first three letters of a stem.
#[inline]
fn hash(bytes: &[u8], start: usize, end: usize) -> usize {
    let rest = bytes.get(start..).unwrap_or_default();
    let eight = rest.first_chunk().copied().unwrap_or_else(|| {
        let mut padded = [0; 8];
        padded.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        padded
    });
    let length = end.saturating_sub(start).min(HEAD);
    let letters = u64::from_le_bytes(eight) & ((1 << (8 * length)) - 1);
    (letters.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (64 - HEADS.trailing_zeros())) as usize
}

/// The lists that may have the word from byte `start` to byte `end` of a text, as bits: whatever proclitics stand before
/// it, and with or without an alef at its end. Written without marks; a list that is named need not have it.
#[must_use]
#[inline]
pub fn lists_of(text: &str, start: usize, end: usize) -> u16 {
    let bytes = text.as_bytes();
    let is = |at: usize, trail: u8, lead: u8| at + 1 < end && bytes.get(at..at + 2) == Some(&[lead, trail]);
    if !(2 * LETTER..=LONGEST).contains(&(end - start)) {
        return 0;
    }
    let table = &*TABLE;
    let mut found = 0;
    let mut base = start;
    loop {
        found |= table.of_stem(text, base, end);
        let mut at = base;
        // ب ك ل
        if is(at, 0xA8, 0xD8) || is(at, 0x83, 0xD9) || is(at, 0x84, 0xD9) {
            at += LETTER;
            found |= table.of_stem(text, at, end);
            // لل
            if is(at, 0x84, 0xD9) {
                found |= table.of_stem(text, at + LETTER, end);
            }
        }
        // ال
        if is(at, 0xA7, 0xD8) && is(at + LETTER, 0x84, 0xD9) {
            found |= table.of_stem(text, at + 2 * LETTER, end);
        }
        // و ف
        if base != start || !(is(base, 0x88, 0xD9) || is(base, 0x81, 0xD9)) {
            return found;
        }
        base += LETTER;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{months, spelling};

    #[test]
    fn whatever_a_list_finds_is_told() {
        let conjunctions = ["", "و", "ف"];
        let prepositions = ["", "ب", "ل", "ك", "ال", "لل", "بل", "كل", "بال", "كال", "لال"];
        let stems = GROUPS.iter().flat_map(|group| group.words.iter().map(|(wrong, _)| *wrong));
        let names = MONTHS.iter().filter_map(|month| month.words.first().copied());
        for stem in stems.chain(names).chain(READINGS.iter().map(|(written, ..)| *written)) {
            for (conjunction, preposition) in conjunctions.iter().flat_map(|c| prepositions.iter().map(move |p| (c, p)))
            {
                for tail in ["", "ا", "ت"] {
                    let word = format!("{conjunction}{preposition}{stem}{tail}");
                    let lists = lists_of(&word, 0, word.len());
                    for group in GROUPS {
                        let lookup = spelling::Lookup::new(group.list);
                        let listed =
                            lookup.find(&word).or_else(|| lookup.find(word.strip_suffix('ا').unwrap_or_default()));
                        assert!(listed.is_none() || lists & group.list.bit() != 0, "{word}");
                    }
                    assert!(months::find(&word).is_none() || lists & MONTH != 0, "{word}");
                    let ambiguous = READINGS.iter().any(|(written, ..)| *written == word);
                    assert!(!ambiguous || lists & AMBIGUOUS != 0, "{word}");
                    assert!(lists == 0 || Tails::get().may_have(Tail::of(word.as_bytes(), 0, word.len())), "{word}");
                }
            }
        }
        assert_eq!(lists_of("كلمة", 0, 8), 0);
    }

    #[test]
    fn few_other_words_end_like_listed_ones() {
        let set: u32 = Tails::get().0.iter().map(|bits| bits.count_ones()).sum();
        assert!((set as usize) < TAILS / 8, "{set} of {TAILS} bits");
        let tail = |text: &str, start: usize| Tail::of(text.as_bytes(), start, text.len());
        assert_eq!(tail("قال وزير", 7), tail("وزير", 0));
        assert_eq!(tail("في و", 5), tail("و", 0));
        assert!(tail("في و", 5).is_waw() && !tail("هو", 0).is_waw());
        assert!(tail("مفاجىء", 0).ends_in_hamza_behind_alef_maksura());
    }
}
