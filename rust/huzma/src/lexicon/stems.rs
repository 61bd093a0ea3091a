//! Tables that are asked about every other word.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// A table of stems. Its keys are ours, so nobody can choose them to collide.
pub(super) type StemMap<V> = HashMap<&'static str, V, BuildHasherDefault<StemHasher>>;

/// Hashes a word eight bytes at a time.
#[derive(Default)]
pub(super) struct StemHasher(u64);

impl Hasher for StemHasher {
    fn write(&mut self, bytes: &[u8]) {
        const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
        let (eights, rest) = bytes.as_chunks();
        let mut last = [0; 8];
        last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        for eight in eights.iter().chain([&last]) {
            self.0 = (self.0.rotate_left(5) ^ u64::from_le_bytes(*eight)).wrapping_mul(FACTOR);
        }
    }

    fn finish(&self) -> u64 {
        self.0 ^ self.0 >> 32
    }
}
