//! Where a text differs from its NFC, cluster by cluster, for EN010 and DC004.

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use crate::chars::{Class, class_of};
use crate::document::Document;
use crate::span::Span;

/// A stretch of text that normalises by itself and is not in NFC.
#[derive(Debug)]
pub(in crate::lint) struct Cluster {
    /// Where it is.
    pub(in crate::lint::rules) span: Span,
    /// Its NFC.
    pub(in crate::lint::rules) composed: String,
    /// Whether nothing but the order of marks differs, and a shadda stands before a vowel.
    pub(in crate::lint::rules) shadda_first: bool,
}

/// The clusters of a text that are not in NFC, in order; none for almost every text, and cheaply so.
pub(in crate::lint) fn clusters(document: &Document<'_>) -> Vec<Cluster> {
    let mut found = Vec::new();
    let text = document.text();
    let inventory = document.inventory();
    // Nothing else is a mark or out of form C: see the test of the inventory.
    let beyond_latin = inventory.rare().iter().filter(|&&at| text.as_bytes()[at as usize] >= 0xC4);
    let marks = inventory.marks().iter().filter(|&&at| !is_alone(text.as_bytes(), at as usize));
    let mut suspects: Vec<u32> = marks.chain(beyond_latin).copied().collect();
    suspects.sort_unstable();
    let mut done = 0;
    for at in suspects.into_iter().map(|at| at as usize) {
        let Some(suspect) = document.char_at(at).filter(|_| at >= done) else { continue };
        let begins = begins_cluster(suspect);
        if begins && is_nfc_quick(std::iter::once(suspect)) == IsNormalized::Yes {
            continue;
        }
        let mut before = text.get(..at).unwrap_or_default().char_indices();
        let start =
            if begins { at } else { before.rfind(|&(_, before)| begins_cluster(before)).map_or(0, |(at, _)| at) };
        let from = at + suspect.len_utf8();
        let rest = text.get(from..).unwrap_or_default();
        done = rest.find(begins_cluster).map_or(text.len(), |length| from + length);
        compare(text, start, done, &mut found);
    }
    found
}

/// Whether a mark is a vowel or a tanween, U+064B to U+0652, between two letters of the block or a letter and ASCII: it
/// composes with nothing and changes places with nothing.
fn is_alone(bytes: &[u8], at: usize) -> bool {
    let is_letter = |pair: &[u8]| match *pair {
        [0xD8, second] => second >= 0xA0,
        // Up to yeh; marks come after it.
        [0xD9, second] => (0x81..=0x8A).contains(&second),
        _ => false,
    };
    let before = at.checked_sub(2).and_then(|before| bytes.get(before..at)).is_some_and(is_letter);
    let after = match bytes.get(at + 2..) {
        Some([]) | None => true,
        Some([first, ..]) if first.is_ascii() => true,
        Some(rest) => rest.get(..2).is_some_and(is_letter),
    };
    before && after && matches!(bytes.get(at..at + 2), Some([0xD9, 0x8B..=0x92]))
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
