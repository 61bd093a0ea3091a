//! PN: punctuation marks.

use crate::chars::{Class, class_of, is_arabic_letter, is_arabic_word_char};
use crate::document::Document;
use crate::span::Span;

pub(super) mod latin_comma;
pub(super) mod latin_question_mark;
pub(super) mod latin_semicolon;
pub(super) mod repeated;
pub(super) mod tatweel_as_dash;

/// Where a Latin mark ends a clause of Arabic: Arabic before it, and behind it the end of the line, a closing mark, or a
/// space and no Latin; or a closing mark before it and an Arabic word behind it.
fn latin_marks(document: &Document<'_>, mark: u8) -> Vec<Span> {
    let text = document.text();
    let mut found = Vec::new();
    for at in document.inventory().signs_with(text, mark) {
        let before = text.get(..at).unwrap_or_default().trim_end_matches(' ').chars().next_back();
        let closed = before.is_some_and(|before| matches!(before, '»' | '”' | ')' | ']'));
        if !closed && !before.is_some_and(is_arabic_word_char) {
            continue;
        }
        let rest = text.get(at + 1..).unwrap_or_default();
        let next = rest.chars().next();
        let word = rest.trim_start_matches(' ').chars().next();
        let ends = match next {
            // `f(x);` ends so too.
            _ if closed => next == Some(' ') && word.is_some_and(is_arabic_letter),
            None => true,
            Some(next) if matches!(class_of(next), Class::Newline) => true,
            Some(' ') => word.is_none_or(|word| {
                is_arabic_letter(word) || !matches!(class_of(word), Class::Letter | Class::Digit) && word != '?'
            }),
            Some(next) => matches!(next, '»' | '”' | '"' | ')'),
        };
        if ends {
            found.push(Span::new(at, at + 1));
        }
    }
    found
}
