//! Boundaries of words, sentences and grapheme clusters by UAX #29, through the `unicode-segmentation` crate.

use unicode_segmentation::UnicodeSegmentation;

use super::sentences::Tiles;
use super::{Kind, Tokens};
use crate::chars::{Class, class_of};

/// Cuts a text at Unicode's word boundaries; the kind of a piece is that of its first character.
#[must_use]
pub fn tokenize(text: &str) -> Tokens {
    let mut tokens = Tokens::default();
    for (start, piece) in text.split_word_bound_indices() {
        let kind = match piece.chars().next().map(class_of) {
            Some(Class::Digit | Class::Number) => Kind::Number,
            Some(Class::Punctuation) => Kind::Punctuation,
            Some(Class::Symbol) => Kind::Symbol,
            Some(Class::Space) => Kind::Space,
            Some(Class::Newline) => Kind::Newline,
            Some(Class::Emoji) => Kind::Emoji,
            Some(Class::ArabicMark | Class::Mark) => Kind::Mark,
            Some(Class::Joiner | Class::Format | Class::Control | Class::Other) | None => Kind::Control,
            Some(_) => Kind::Word,
        };
        tokens.push(kind, start + piece.len());
    }
    tokens
}

/// Cuts a text at Unicode's sentence boundaries.
#[must_use]
pub fn sentences(text: &str) -> Tiles {
    let starts = text.split_sentence_bound_indices().map(|(start, _)| start as u32).collect();
    Tiles::new(starts, text.len() as u32)
}

/// Cuts a text into extended grapheme clusters: what a reader takes for one character.
#[must_use]
pub fn graphemes(text: &str) -> Tiles {
    let starts = text.grapheme_indices(true).map(|(start, _)| start as u32).collect();
    Tiles::new(starts, text.len() as u32)
}
