//! Where a text differs from its NFC, cluster by cluster, for EN010 and DC004.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::chars::{Class, class_of};
use crate::span::Span;

/// A stretch of text that normalises by itself and is not in NFC.
#[derive(Debug)]
pub(in crate::lint::rules) struct Cluster {
    /// Where it is.
    pub(in crate::lint::rules) span: Span,
    /// Its NFC.
    pub(in crate::lint::rules) composed: String,
    /// Whether nothing but the order of marks differs, and a shadda stands before a vowel.
    pub(in crate::lint::rules) shadda_first: bool,
}

/// The clusters of a text that are not in NFC, in order; none for almost every text, and cheaply so.
pub(in crate::lint::rules) fn clusters(text: &str) -> Vec<Cluster> {
    let mut found = Vec::new();
    // Everything below U+0300 is in NFC, and a letter of Arabic alone is.
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return found;
    }
    let mut start = 0;
    let mut marked = false;
    for (at, character) in text.char_indices() {
        if begins_cluster(character) {
            if marked {
                compare(text, start, at, &mut found);
            }
            start = at;
            marked = is_nfc_quick(std::iter::once(character)) != IsNormalized::Yes;
        } else {
            marked = true;
        }
    }
    if marked {
        compare(text, start, text.len(), &mut found);
    }
    found
}

/// Whether normalisation never looks past the start of this character.
fn begins_cluster(character: char) -> bool {
    canonical_combining_class(character) == 0 && is_nfc_quick(std::iter::once(character)) != IsNormalized::Maybe
}

fn compare(text: &str, start: usize, end: usize, found: &mut Vec<Cluster>) {
    let Some(slice) = text.get(start..end) else { return };
    if is_nfc_quick(slice.chars()) == IsNormalized::Yes || slice.nfc().eq(slice.chars()) {
        return;
    }
    let composed: String = slice.nfc().collect();
    let shadda_first = shadda_before_vowel(slice) && only_order_differs(slice, &composed);
    found.push(Cluster { span: Span::new(start, end), composed, shadda_first });
}

/// Whether U+0651 SHADDA (class 33) stands before a vowel or tanween (classes 27 to 32) of Arabic.
fn shadda_before_vowel(cluster: &str) -> bool {
    let mut shadda = false;
    for character in cluster.chars() {
        shadda |= character == '\u{651}';
        if shadda && class_of(character) == Class::ArabicMark && matches!(canonical_combining_class(character), 27..=32)
        {
            return true;
        }
    }
    false
}

fn only_order_differs(cluster: &str, composed: &str) -> bool {
    let mut marks: Vec<char> = cluster.chars().collect();
    // A stable sort between starters is the canonical order.
    for run in marks.chunk_by_mut(|_, next| canonical_combining_class(*next) != 0) {
        run.sort_by_key(|mark| canonical_combining_class(*mark));
    }
    marks.into_iter().eq(composed.chars())
}
