//! All lists that are asked about every word of a text, in one table: most words are in none, and one look says so.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::ambiguous::READINGS;
use super::months::MONTHS;
use super::spelling::{GROUPS, LONGEST};

/// The bit of the names of months; those of the lists of spellings are [`super::spelling::List::bit`].
pub const MONTH: u16 = 1 << 14;
/// The bit of the words with two readings.
pub const AMBIGUOUS: u16 = 1 << 15;

/// The lists that have a stem, and by the first three letters which stems there are at all.
struct Table {
    lists: HashMap<&'static str, u16>,
    /// One bit for each hash of the first letters.
    heads: [u64; HEADS / 64],
}

const HEADS: usize = 1 << 14;
/// Three letters of Arabic in UTF-8.
const HEAD: usize = 6;
const LETTER: usize = 2;

static TABLE: LazyLock<Table> = LazyLock::new(|| {
    let mut table = Table { lists: HashMap::new(), heads: [0; HEADS / 64] };
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
    table
});

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
        let prepositions = ["", "ب", "ل", "ك", "ال", "لل", "بال", "كال", "لال"];
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
                }
            }
        }
        assert_eq!(lists_of("كلمة", 0, 8), 0);
    }
}
