//! EN: encoding and the form of the file.

use crate::document::Document;
use crate::span::Span;

pub(super) mod bom;
pub(super) mod c0_control;
pub(super) mod c1_control;
pub(super) mod clusters;
pub(super) mod do_not_emit;
pub(super) mod invalid_utf8;
pub(super) mod literal_escape;
pub(super) mod missing_final_newline;
pub(super) mod mixed_newlines;
mod mojibake;
pub(super) mod noncharacter;
pub(super) mod not_nfc;
pub(super) mod question_mark_run;
pub(super) mod replacement_character;
pub(super) mod utf8_as_1256;
pub(super) mod utf8_as_latin;
pub(super) mod windows_1256_as_latin;

/// Runs of characters of one sort that are rare, each with its first; `lead` is the byte that all of them start with in
/// UTF-8.
pub(super) fn runs(document: &Document<'_>, lead: u8, is_one: impl Fn(char) -> bool) -> Vec<(Span, char)> {
    let text = document.text();
    let mut found = Vec::new();
    let mut done = 0;
    for at in document.inventory().rare_with(text, lead) {
        let Some(rest) = text.get(at..).filter(|_| at >= done) else { continue };
        let Some(first) = rest.chars().next().filter(|&first| is_one(first)) else { continue };
        let length = rest.find(|character| !is_one(character)).unwrap_or(rest.len());
        done = at + length;
        found.push((Span::new(at, done), first));
    }
    found
}
