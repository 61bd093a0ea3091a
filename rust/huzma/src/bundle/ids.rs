//! The ids so far, to find repeated ones in bounded memory.

use std::collections::HashSet;
use std::hash::{BuildHasher, RandomState};

/// How many ids are remembered.
pub(super) const REMEMBERED: usize = 1 << 20;

/// The ids so far.
#[derive(Debug, Default)]
pub(super) struct Ids {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

/// What is known of an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Seen {
    /// Nothing: it is new, or too many came before it.
    New,
    /// It stood there before.
    Again,
    /// It is new, and the last one that is remembered.
    Last,
}

impl Ids {
    /// Takes in an id.
    pub(super) fn see(&mut self, id: &str) -> Seen {
        let hash = self.hasher.hash_one(id);
        if self.hashes.contains(&hash) {
            Seen::Again
        } else if self.hashes.len() < REMEMBERED {
            self.hashes.insert(hash);
            if self.hashes.len() == REMEMBERED { Seen::Last } else { Seen::New }
        } else {
            Seen::New
        }
    }
}
