//! What pairs of bytes tell of the letters of a UTF-8 text, for all of it at once.
//!
//! One loop without branches, which the compiler turns into vectors; it is compiled once for each backend.

#![allow(unsafe_code)]

use super::Backend;

/// What letters a text has or may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// There may be letters of the Arabic block that the Arabic language does not use.
    pub extended: bool,
    /// There is one of ة أ إ ى, which Persian and Urdu lack.
    pub telling: bool,
    /// There is a ة with another letter of the block, or a mark beyond it, right behind it.
    pub teh_marbuta_mid_word: bool,
    /// There is one of أ إ آ right behind a bare alef.
    pub hamza_behind_alef: bool,
    /// There may be a ة or ى with ASCII right before it.
    pub final_letter_first: bool,
    /// There may be a letter other than و three times in a row.
    pub thrice: bool,
}

impl Letters {
    /// Of a text.
    #[must_use]
    pub fn of(text: &str) -> Self {
        match Backend::current() {
            // SAFETY: the backend is current only where the processor has it.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => unsafe { avx512(text.as_bytes()) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => unsafe { avx2(text.as_bytes()) },
            _ => scalar(text.as_bytes()),
        }
    }
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx512f,avx512bw")]
fn avx512(bytes: &[u8]) -> Letters {
    scalar(bytes)
}

#[cfg(target_arch = "x86_64")]
#[target_feature(enable = "avx2")]
fn avx2(bytes: &[u8]) -> Letters {
    scalar(bytes)
}

#[inline(always)]
fn scalar(bytes: &[u8]) -> Letters {
    // The last bytes once more, with nothing behind them.
    let mut last = [0; 2 * WINDOW];
    let tail = &bytes[bytes.len().saturating_sub(WINDOW)..];
    last[..tail.len()].copy_from_slice(tail);
    let (mut found, of_tail) = (Flags::of(bytes), Flags::of(&last));
    found.add(of_tail);
    // Where a text begins is nothing before its first letter.
    let begins = matches!(bytes, [0xD8, 0xA9, ..] | [0xD9, 0x89, ..]);
    Letters {
        extended: found.extended != 0,
        telling: found.telling != 0,
        teh_marbuta_mid_word: found.mid_word != 0,
        hamza_behind_alef: found.hamza != 0,
        final_letter_first: begins || found.final_first != 0,
        thrice: found.thrice != 0,
    }
}

/// How many bytes are looked at together: three letters.
const WINDOW: usize = 6;

/// One byte each, nought or one.
#[derive(Clone, Copy, Default)]
struct Flags {
    extended: u8,
    telling: u8,
    mid_word: u8,
    hamza: u8,
    final_first: u8,
    thrice: u8,
}

impl Flags {
    #[inline(always)]
    fn of(bytes: &[u8]) -> Self {
        let mut flags = Self::default();
        let places = bytes.len().saturating_sub(WINDOW - 1);
        let from = |offset: usize| bytes.get(offset..offset + places).unwrap_or_default();
        let pairs = |offset: usize| from(offset).iter().zip(from(offset + 1));
        for (((&a, &b), (&c, &d)), (&e, &f)) in pairs(0).zip(pairs(2)).zip(pairs(4)) {
            flags.add(Self::of_window(a, b, c, d, e, f));
        }
        flags
    }

    #[inline(always)]
    fn of_window(a: u8, b: u8, c: u8, d: u8, e: u8, f: u8) -> Self {
        let (d8, d9) = (u8::from(a == 0xD8), u8::from(a == 0xD9));
        let next_d8 = u8::from(c == 0xD8);
        // U+0620, U+063B–063F and everything from U+066E on.
        let extended = d8 & (u8::from(b == 0xA0) | u8::from(b >= 0xBB)) | d9 & u8::from(b >= 0xAE) | beyond(a);
        let telling = d8 & (u8::from(b == 0xA9) | u8::from(b == 0xA3) | u8::from(b == 0xA5)) | d9 & u8::from(b == 0x89);
        let behind_d9 = u8::from((0x81..=0x8A).contains(&d)) | u8::from(d >= 0xAE);
        // E0 and F0 begin marks beyond the block.
        let goes_on = next_d8 & u8::from(d >= 0xA0)
            | u8::from(c == 0xD9) & behind_d9
            | beyond(c)
            | u8::from(c == 0xE0)
            | u8::from(c >= 0xF0);
        let hamza = u8::from(d == 0xA2) | u8::from(d == 0xA3) | u8::from(d == 0xA5);
        let final_letter = u8::from(b == 0xD8) & u8::from(c == 0xA9) | u8::from(b == 0xD9) & u8::from(c == 0x89);
        let same = u8::from(a == c) & u8::from(c == e) & u8::from(b == d) & u8::from(d == f);
        Self {
            extended,
            telling,
            mid_word: d8 & u8::from(b == 0xA9) & goes_on,
            hamza: d8 & u8::from(b == 0xA7) & next_d8 & hamza,
            final_first: u8::from(a < 0x80) & final_letter,
            // و, D9 88, stands so where two words are glued.
            thrice: (d8 | d9 & u8::from(b != 0x88)) & same,
        }
    }

    #[inline(always)]
    fn add(&mut self, other: Self) {
        self.extended |= other.extended;
        self.telling |= other.telling;
        self.mid_word |= other.mid_word;
        self.hamza |= other.hamza;
        self.final_first |= other.final_first;
        self.thrice |= other.thrice;
    }
}

/// Whether a byte begins a letter of the block from U+0680 on.
#[inline(always)]
fn beyond(first: u8) -> u8 {
    u8::from(first == 0xDA) | u8::from(first == 0xDB)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chars::{Class, class_of};

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_backend_tells_what_a_look_at_each_character_does(text in crate::scan::classify::tests::texts()) {
            let characters: Vec<char> = text.chars().collect();
            let extended = |character: char| {
                ('\u{600}'..='\u{6FF}').contains(&character) && class_of(character) == Class::ExtendedLetter
            };
            let letters = Letters::of(&text);
            proptest::prop_assert!(letters.extended || !characters.iter().copied().any(extended));
            proptest::prop_assert_eq!(letters.telling, characters.iter().any(|letter| "ةأإى".contains(*letter)));
            let mid_word = characters.windows(2).any(|pair| pair[0] == 'ة' && class_of(pair[1]) == Class::ArabicLetter);
            proptest::prop_assert!(letters.teh_marbuta_mid_word || !mid_word);
            let hamza = characters.windows(2).any(|pair| pair[0] == 'ا' && "أإآ".contains(pair[1]));
            proptest::prop_assert_eq!(letters.hamza_behind_alef, hamza);
            let is_final = |letter: char| matches!(letter, 'ة' | 'ى');
            let first = characters.windows(2).any(|pair| pair[0].is_ascii() && is_final(pair[1]));
            let begins = characters.first().is_some_and(|&first| is_final(first));
            proptest::prop_assert!(letters.final_letter_first || !(first || begins));
            let thrice = characters.windows(3).any(|three| {
                three[0] == three[1] && three[1] == three[2] && three[0] != 'و' && class_of(three[0]) == Class::ArabicLetter
            });
            proptest::prop_assert!(letters.thrice || !thrice);
            proptest::prop_assert_eq!(letters, scalar(text.as_bytes()));
        }
    }
}
