//! NFC and NFKC, by the `unicode-normalization` crate.
//!
//! The crate works on `char`; a lone surrogate neither composes nor decomposes, so the text is cut there
//! and the surrogate kept. For the map, the text is cut into the pieces that normalise independently.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick, is_nfkc_quick};

use super::Output;
use crate::scan::{BLOCK, Masks, Units};
use crate::span::OffsetMapBuilder;

/// A Unicode normalisation form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Nfc,
    Nfkc,
}

impl Form {
    fn quick(self, text: impl Iterator<Item = char>) -> IsNormalized {
        match self {
            Self::Nfc => is_nfc_quick(text),
            Self::Nfkc => is_nfkc_quick(text),
        }
    }

    /// Whether nothing before this character can change it, nor it what is before.
    fn starts_piece(self, character: char) -> bool {
        character < '\u{300}'
            || canonical_combining_class(character) == 0 && self.quick(std::iter::once(character)) == IsNormalized::Yes
    }
}

pub(super) fn run<U: Units, O: Output>(form: Form, text: U, mut map: Option<&mut OffsetMapBuilder>) -> Option<O> {
    // NFKC changes even what is plain (…).
    let normal = match form {
        Form::Nfc => is_nfc(text),
        Form::Nfkc => {
            let mut at = 0;
            // U+FFFD stands in for surrogates: a starter that is its own normal form.
            form.quick(std::iter::from_fn(|| {
                let (code_point, width) = text.code_point(at)?;
                at += width;
                Some(char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER))
            })) == IsNormalized::Yes
        }
    };
    if normal {
        return None;
    }
    let mut out = O::default();
    let mut changed = false;
    let mut piece = String::new();
    let mut piece_len = 0;
    let mut flush =
        |piece: &mut String, piece_len: &mut usize, out: &mut O, map: &mut Option<&mut OffsetMapBuilder>| {
            let normal = match form {
                Form::Nfc => piece.nfc().collect::<String>(),
                Form::Nfkc => piece.nfkc().collect::<String>(),
            };
            changed |= normal != *piece;
            let made = normal.chars().map(|character| out.push(u32::from(character))).sum();
            if let Some(map) = map {
                map.push(*piece_len, made);
            }
            piece.clear();
            *piece_len = 0;
        };
    let mut at = 0;
    while let Some((code_point, width)) = text.code_point(at) {
        match char::from_u32(code_point) {
            Some(character) => {
                if form.starts_piece(character) && !piece.is_empty() {
                    flush(&mut piece, &mut piece_len, &mut out, &mut map);
                }
                piece.push(character);
                piece_len += width;
            }
            None => {
                flush(&mut piece, &mut piece_len, &mut out, &mut map);
                let made = out.push(code_point);
                if let Some(map) = &mut map {
                    map.push(width, made);
                }
            }
        }
        at += width;
    }
    flush(&mut piece, &mut piece_len, &mut out, &mut map);
    changed.then_some(out)
}

/// The quick check of UAX #15, reading only the characters that can fail it: what is plain and no mark is a starter
/// that is its own normal form, whatever stands beside it. `false` also where the check cannot tell.
fn is_nfc<U: Units>(text: U) -> bool {
    let mut masks = [Masks::default(); 16];
    let mut chunk = 0;
    while chunk < text.len() {
        text.classify(chunk, &mut masks);
        for (block, masks) in masks.iter().enumerate() {
            let base = chunk + block * BLOCK;
            let Some(left) = text.len().checked_sub(base) else { break };
            let valid = if left < BLOCK { (1u64 << left) - 1 } else { u64::MAX };
            let mut suspects = (!masks.plain | masks.mark) & valid;
            while suspects != 0 {
                let at = base + suspects.trailing_zeros() as usize;
                suspects &= suspects - 1;
                if text.starts_at(at) && !stays(text, at) {
                    return false;
                }
            }
        }
        chunk += masks.len() * BLOCK;
    }
    true
}

/// Whether a character passes the quick check behind the one before it.
fn stays<U: Units>(text: U, at: usize) -> bool {
    let character = |found: Option<(u32, usize)>| found.and_then(|(code_point, _)| char::from_u32(code_point));
    let Some(here) = character(text.code_point(at)).filter(|&here| here >= '\u{300}') else { return true };
    if is_nfc_quick(std::iter::once(here)) != IsNormalized::Yes {
        return false;
    }
    let class = canonical_combining_class(here);
    let before = || character(text.code_point_before(at)).map_or(0, canonical_combining_class);
    class == 0 || before() <= class
}
