//! Telling which texts are the same.
//!
//! A fingerprint is a digest of a normalised text: two texts that one profile makes equal have the same one, on every
//! machine and in every version that leaves the profile alone. Sixty-four bits were refused: among four thousand million
//! texts two different ones would share theirs more likely than not.

use sha2::{Digest as _, Sha256};

use crate::normalize::Normalizer;

/// How many bytes a fingerprint has.
pub const FINGERPRINT_LEN: usize = 16;

/// The first bytes of the SHA-256 of the normalised text in UTF-8. `scratch` is memory that is kept from text to text.
#[must_use]
pub fn fingerprint(normalizer: &Normalizer, text: &str, scratch: &mut String) -> [u8; FINGERPRINT_LEN] {
    scratch.clear();
    normalizer.append(text, scratch);
    let digest = Sha256::digest(scratch.as_bytes());
    std::array::from_fn(|index| digest[index])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::builtin;

    #[test]
    fn what_a_profile_makes_equal_has_one_fingerprint() {
        let (_, profile) = builtin().into_iter().find(|(name, _)| *name == "search").expect("a built-in profile");
        let normalizer = Normalizer::new(&profile);
        let mut scratch = String::from("what was there before");
        let mut of = |text: &str| fingerprint(&normalizer, text, &mut scratch);
        assert_eq!(of("قَالَ أكّد"), of("قال اكد"));
        assert_ne!(of("قال"), of("قالت"));
        // SHA-256 of nothing.
        assert_eq!(of("")[..4], [0xE3, 0xB0, 0xC4, 0x42]);
    }
}
