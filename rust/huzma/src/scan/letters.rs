//! What pairs of bytes tell of the letters of a UTF-8 text, for all of it at once.
//!
//! One loop without branches, which the compiler turns into vectors; it is compiled once for each backend.

#![allow(unsafe_code)]

use super::Backend;

/// Letters that a text has or may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    /// There may be letters of the Arabic block that the Arabic language does not use.
    pub extended: bool,
    /// There is one of ة أ إ ى, which Persian and Urdu lack.
    pub telling: bool,
    /// There is a ة with another letter of the block, or a mark beyond it, right behind it.
    pub teh_marbuta_mid_word: bool,
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
    let (mut extended, mut telling, mut mid_word) = (0u8, 0u8, 0u8);
    // Behind the last letter of a text stands nothing.
    let seconds = bytes.get(1..).unwrap_or_default();
    let thirds = bytes.get(2..).unwrap_or_default();
    let fourths = bytes.get(3..).unwrap_or_default();
    for (((&first, &second), &third), &fourth) in bytes.iter().zip(seconds).zip(thirds).zip(fourths) {
        let of_letter = of(first, second);
        extended |= of_letter.0;
        telling |= of_letter.1;
        let before_d9 = u8::from((0x81..=0x8A).contains(&fourth)) | u8::from(fourth >= 0xAE);
        let letter = u8::from(third == 0xD8) & u8::from(fourth >= 0xA0) | u8::from(third == 0xD9) & before_d9 | beyond(third)
            // Marks beyond the block.
            | u8::from(third == 0xE0)
            | u8::from(third >= 0xF0);
        mid_word |= u8::from(first == 0xD8) & u8::from(second == 0xA9) & letter;
    }
    for pair in bytes[bytes.len().saturating_sub(4)..].windows(2) {
        let of_letter = of(pair[0], pair[1]);
        extended |= of_letter.0;
        telling |= of_letter.1;
    }
    Letters { extended: extended != 0, telling: telling != 0, teh_marbuta_mid_word: mid_word != 0 }
}

/// Whether two bytes are an extended letter, and whether they are a telling one.
#[inline(always)]
fn of(first: u8, second: u8) -> (u8, u8) {
    let (d8, d9) = (u8::from(first == 0xD8), u8::from(first == 0xD9));
    // U+0620, U+063B–063F and everything from U+066E on.
    let extended = d8 & (u8::from(second == 0xA0) | u8::from(second >= 0xBB)) | d9 & u8::from(second >= 0xAE);
    let telling = d8 & (u8::from(second == 0xA9) | u8::from(second == 0xA3) | u8::from(second == 0xA5));
    (extended | beyond(first), telling | d9 & u8::from(second == 0x89))
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
            proptest::prop_assert_eq!(letters, scalar(text.as_bytes()));
        }
    }
}
