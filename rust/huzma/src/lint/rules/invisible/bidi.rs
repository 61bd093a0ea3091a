//! Embeddings, overrides and isolates, paired as UAX #9 pairs them (BD9 to BD11, X1 to X8): per paragraph, a
//! PDI closes every embedding inside its isolate, a PDF closes no isolate.

use crate::document::Document;
use crate::span::Span;

/// What a control does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// U+202A, U+202B
    Embedding,
    /// U+202D, U+202E
    Override,
    /// U+2066 to U+2068
    Isolate,
    /// U+202C
    PopFormatting,
    /// U+2069
    PopIsolate,
}

/// A control of a text.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Control {
    pub(super) span: Span,
    pub(super) character: char,
    pub(super) sort: Sort,
    /// The index of the control that it opens for or closes.
    pub(super) partner: Option<usize>,
}

/// Every control of a text, in order.
pub(in crate::lint) fn controls(document: &Document<'_>) -> Vec<Control> {
    let text = document.text();
    let mut found: Vec<Control> = Vec::new();
    // All of them are E2 80 AA–AE or E2 81 A6–A9.
    let bytes = text.as_bytes();
    let mut open: Vec<usize> = Vec::new();
    let mut isolates = 0usize;
    let mut paragraph = 0;
    for at in document.inventory().rare_with(text, 0xE2) {
        let Some(character) = text.get(at..).and_then(|rest| rest.chars().next()) else { continue };
        let Some(sort) = sort(character) else { continue };
        let between = bytes.get(paragraph..at).unwrap_or_default();
        if memchr::memchr2(b'\n', b'\r', between).is_some() {
            open.clear();
            isolates = 0;
        }
        paragraph = at;
        let index = found.len();
        let partner = match sort {
            Sort::Embedding | Sort::Override => {
                open.push(index);
                None
            }
            Sort::Isolate => {
                open.push(index);
                isolates += 1;
                None
            }
            Sort::PopFormatting => {
                let last = open.last().copied();
                let closes = last.filter(|&last| found.get(last).is_some_and(|last| last.sort != Sort::Isolate));
                if closes.is_some() {
                    open.pop();
                }
                closes
            }
            Sort::PopIsolate if isolates > 0 => loop {
                match open.pop() {
                    Some(last) if found.get(last).is_some_and(|last| last.sort == Sort::Isolate) => {
                        isolates -= 1;
                        break Some(last);
                    }
                    Some(_) => {}
                    None => break None,
                }
            },
            Sort::PopIsolate => None,
        };
        if let Some(opener) = partner.and_then(|opener| found.get_mut(opener)) {
            opener.partner = Some(index);
        }
        found.push(Control { span: Span::new(at, at + character.len_utf8()), character, sort, partner });
    }
    found
}

fn sort(character: char) -> Option<Sort> {
    Some(match character {
        '\u{202A}' | '\u{202B}' => Sort::Embedding,
        '\u{202D}' | '\u{202E}' => Sort::Override,
        '\u{202C}' => Sort::PopFormatting,
        '\u{2066}'..='\u{2068}' => Sort::Isolate,
        '\u{2069}' => Sort::PopIsolate,
        _ => return None,
    })
}
