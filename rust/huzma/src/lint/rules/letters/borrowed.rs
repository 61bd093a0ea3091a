//! Letters of Persian and Urdu keyboards in Arabic words.

use crate::chars::{Class, class_of};
use crate::document::{Document, Writing};
use crate::span::Span;
use crate::tokenize::Kind;

/// Where a letter stands in words of an Arabic text whose other letters are Arabic's, and in which word.
pub(super) fn occurrences(document: &Document<'_>, letter: char) -> Vec<(Span, Span)> {
    let text = document.text();
    let mut buffer = [0; 4];
    let needle = letter.encode_utf8(&mut buffer).as_bytes();
    let mut found = Vec::new();
    if !document.inventory().letters().extended {
        return found;
    }
    let mut places = memchr::memmem::find_iter(text.as_bytes(), needle).peekable();
    if places.peek().is_none() || matches!(document.writing(), Writing::OtherLanguage | Writing::OtherScript) {
        return found;
    }
    let tokens = document.tokens();
    let mut judged: Option<(usize, bool)> = None;
    for at in places {
        let index = tokens.index_at(at);
        let Some(word) = tokens.get(index).filter(|token| token.kind == Kind::Word) else { continue };
        let arabic = match judged {
            Some((last, arabic)) if last == index => arabic,
            _ => {
                let arabic = is_arabic(document.slice(word.span));
                judged = Some((index, arabic));
                arabic
            }
        };
        if arabic {
            found.push((Span::new(at, at + letter.len_utf8()), word.span));
        }
    }
    found
}

/// Whether the letters of a word are Arabic's, those aside that the keyboards confuse.
fn is_arabic(word: &str) -> bool {
    let mut others = 0;
    let pure = word.chars().all(|character| match class_of(character) {
        Class::ArabicLetter => {
            others += 1;
            true
        }
        Class::ArabicMark | Class::Tatweel => true,
        _ => matches!(character, '\u{6A9}' | '\u{6CC}' | '\u{6BE}' | '\u{6C1}' | '\u{6D5}'),
    });
    pure && others > 0
}
