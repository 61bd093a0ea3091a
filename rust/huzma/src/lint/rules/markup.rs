//! MK: what is left of markup and page furniture.

use crate::document::Document;
use crate::span::Span;

pub(super) mod agency_signature;
pub(super) mod ampersand_residue;
pub(super) mod double_escaped_entity;
pub(super) mod entities;
pub(super) mod html_entity;
pub(super) mod html_tag;
pub(super) mod read_also_line;

/// What to delete so that the line at an index goes: the line with its end, or, for the last line, with the end of
/// the line before it.
fn whole_line(document: &Document<'_>, index: usize) -> Option<Span> {
    let lines = document.lines();
    let line = lines.get(index)?;
    if let Some(next) = lines.get(index + 1) {
        return Some(Span { start: line.start, end: next.start });
    }
    let before = index.checked_sub(1).and_then(|before| lines.get(before));
    Some(Span { start: before.map_or(line.start, |before| before.end), end: line.end })
}
