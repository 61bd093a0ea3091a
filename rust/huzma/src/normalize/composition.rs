//! NFC and NFKC, by the `unicode-normalization` crate.
//!
//! The crate works on `char`; a lone surrogate neither composes nor decomposes, so the text is cut there
//! and the surrogate kept.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use crate::chars;

/// A Unicode normalisation form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Nfc,
    Nfkc,
}

/// The canonical combining class; 0 for surrogates.
pub(super) fn combining_class(code_point: u32) -> u8 {
    char::from_u32(code_point).map_or(0, canonical_combining_class)
}

impl Form {
    /// What may change, or change its neighbours.
    pub(super) fn reacting(self) -> Box<dyn Iterator<Item = u32>> {
        match self {
            Self::Nfc => Box::new(chars::reacting_to_nfc()),
            Self::Nfkc => Box::new(chars::reacting_to_nfkc()),
        }
    }

    /// Whether the code point is its own normal form and composes with nothing before it.
    pub(super) fn is_inert(self, code_point: u32) -> bool {
        let Some(character) = char::from_u32(code_point) else { return true };
        let alone = std::iter::once(character);
        let quick = match self {
            Self::Nfc => is_nfc_quick(alone),
            Self::Nfkc => is_nfkc_quick(alone),
        };
        quick == IsNormalized::Yes
    }

    /// Whether nothing before this code point can change it, nor it what is before.
    pub(super) fn starts_piece(self, code_point: u32) -> bool {
        combining_class(code_point) == 0 && self.is_inert(code_point)
    }

    /// The normal form of a text.
    pub(super) fn compose(self, text: &[u32]) -> Vec<u32> {
        let mut out = Vec::with_capacity(text.len());
        for run in text.chunk_by(|&a, &b| char::from_u32(a).is_some() == char::from_u32(b).is_some()) {
            let characters = run.iter().filter_map(|&code_point| char::from_u32(code_point));
            match self {
                _ if run.first().is_some_and(|&first| char::from_u32(first).is_none()) => out.extend(run),
                Self::Nfc => out.extend(characters.nfc().map(u32::from)),
                Self::Nfkc => out.extend(characters.nfkc().map(u32::from)),
            }
        }
        out
    }
}
