//! Entities of HTML.

use crate::document::Document;
use crate::span::Span;

/// An entity in a text.
#[derive(Debug)]
pub(in crate::lint) struct Entity {
    pub(super) span: Span,
    /// The character that is meant, if it is one that a text may have.
    pub(super) meaning: Option<char>,
    /// How often it was escaped.
    pub(super) depth: usize,
}

/// The names that texts are seen with. Source: the HTML standard, named character references.
const NAMES: &[(&str, char)] = &[
    ("amp", '&'),
    ("apos", '\''),
    ("bull", '•'),
    ("copy", '©'),
    ("gt", '>'),
    ("hellip", '…'),
    ("laquo", '«'),
    ("ldquo", '“'),
    ("lrm", '\u{200E}'),
    ("lsaquo", '‹'),
    ("lsquo", '‘'),
    ("lt", '<'),
    ("mdash", '—'),
    ("middot", '·'),
    ("nbsp", '\u{A0}'),
    ("ndash", '–'),
    ("quot", '"'),
    ("raquo", '»'),
    ("rdquo", '”'),
    ("reg", '®'),
    ("rlm", '\u{200F}'),
    ("rsaquo", '›'),
    ("rsquo", '’'),
    ("shy", '\u{AD}'),
    ("trade", '™'),
    ("zwj", '\u{200D}'),
    ("zwnj", '\u{200C}'),
];
/// How an ampersand is escaped.
const AMPERSANDS: [&str; 3] = ["amp;", "#38;", "#x26;"];
const LONGEST: usize = 8;

/// The entities of a text, in order; one escaped more than once is one entity.
pub(in crate::lint) fn entities(document: &Document<'_>) -> Vec<Entity> {
    let text = document.text();
    let mut found = Vec::new();
    let mut done = 0;
    for at in document.inventory().signs_with(text, b'&') {
        if at < done {
            continue;
        }
        let Some(mut rest) = text.get(at + 1..) else { continue };
        let mut depth = 1;
        let mut end = None;
        let mut meaning = None;
        loop {
            if let Some((length, character)) = reference(rest) {
                end = Some(text.len() - rest.len() + length);
                meaning = character;
            }
            // What an escaped ampersand begins counts only if an entity comes of it.
            let Some(inner) = AMPERSANDS.iter().find_map(|escaped| rest.strip_prefix(escaped)) else { break };
            if reference(inner).is_none() {
                break;
            }
            depth += 1;
            rest = inner;
        }
        if let Some(end) = end {
            done = end;
            found.push(Entity { span: Span::new(at, end), meaning, depth });
        }
    }
    found
}

/// Whether a line is about markup rather than damaged by it.
pub(super) fn is_about_markup(line: &str) -> bool {
    line.contains("HTML") || line.contains("html") || line.contains('`')
}

/// The length of what follows an ampersand, with its semicolon, and what it means.
fn reference(rest: &str) -> Option<(usize, Option<char>)> {
    let length = rest.bytes().take(LONGEST + 1).position(|byte| byte == b';')?;
    let name = rest.get(..length)?;
    let meaning = if let Some(number) = name.strip_prefix('#') {
        let code_point = match number.strip_prefix(['x', 'X']) {
            Some(hex) if hex.bytes().all(|byte| byte.is_ascii_hexdigit()) => u32::from_str_radix(hex, 16).ok()?,
            None if number.bytes().all(|byte| byte.is_ascii_digit()) => number.parse().ok()?,
            _ => return None,
        };
        char::from_u32(code_point).filter(|character| !character.is_control())
    } else {
        Some(NAMES.iter().find(|(known, _)| *known == name)?.1)
    };
    Some((length + 1, meaning))
}
