//! Runs of U+0640 and what stands beside them, for the rules about them.

use crate::chars::{is_arabic_letter, is_arabic_mark, is_arabic_word_char};
use crate::document::Document;
use crate::span::Span;

/// A run of tatweel.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run {
    pub(super) span: Span,
    /// The letter before it, marks between left out.
    pub(super) letter_before: Option<char>,
    /// The character after it.
    pub(super) after: Option<char>,
}

impl Run {
    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.span.len() / '\u{640}'.len_utf8()
    }

    /// Whether it stands between two letters of a word and carries no mark.
    pub(super) fn is_inside_word(&self) -> bool {
        self.letter_before.is_some() && self.after.is_some_and(is_arabic_letter)
    }
}

/// The runs of a text, in order.
pub(super) fn runs<'d>(document: &'d Document<'_>) -> impl Iterator<Item = Run> + 'd {
    let text = document.text();
    let mut done = 0;
    // U+0640 is D9 80 in UTF-8, and rare.
    document.inventory().rare_with(text, 0xD9).filter_map(move |at| {
        let rest = text.get(at..).filter(|rest| at >= done && rest.starts_with('\u{640}'))?;
        let length = rest.len() - rest.trim_start_matches('\u{640}').len();
        done = at + length;
        let before = text.get(..at)?.chars().rev().find(|&character| !is_arabic_mark(character));
        Some(Run {
            span: Span::new(at, done),
            letter_before: before.filter(|&character| is_arabic_letter(character)),
            after: text.get(done..)?.chars().next(),
        })
    })
}

/// Whether the word round a run writes its vowels: there a tatweel is a matter of verse or of teaching.
pub(super) fn word_is_vocalised(document: &Document<'_>, run: &Run) -> bool {
    /// A longer stretch is no word.
    const LONGEST: usize = 40;
    let text = document.text();
    let vowels = |characters: &mut dyn Iterator<Item = char>| {
        characters
            .take(LONGEST)
            .take_while(|&character| is_arabic_word_char(character))
            .filter(|character| matches!(character, '\u{64E}'..='\u{650}' | '\u{652}'))
            .count()
    };
    let before = text.get(..run.span.start as usize).unwrap_or_default();
    let after = text.get(run.span.end as usize..).unwrap_or_default();
    vowels(&mut before.chars().rev()) + vowels(&mut after.chars()) >= 2
}
