//! DC: diacritics.

use crate::chars::{is_arabic_letter, is_arabic_mark};
use crate::document::Document;
use crate::span::Span;

pub(super) mod conflicting_marks;
pub(super) mod duplicate_mark;
pub(super) mod mark_order;
pub(super) mod orphan_mark;
pub(super) mod tanween_after_hamza;
pub(super) mod tanween_placement;

/// Runs of two or more diacritics, and of one tanween, on a letter or a tatweel.
fn mark_runs(document: &Document<'_>) -> Vec<Span> {
    let text = document.text();
    let mut found = Vec::new();
    let mut start: Option<(usize, usize, bool)> = None;
    let mut carrier = false;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_arabic_mark(character) {
            if carrier {
                let (_, count, tanween) = start.get_or_insert((at, 0, false));
                *count += 1;
                *tanween |= matches!(character, '\u{64B}'..='\u{64D}');
            }
            continue;
        }
        if let Some((from, count, tanween)) = start.take()
            && (count > 1 || tanween)
        {
            found.push(Span::new(from, at));
        }
        carrier = is_arabic_letter(character) || character == '\u{640}';
    }
    found
}
