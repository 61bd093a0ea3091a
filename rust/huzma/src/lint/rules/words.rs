//! Words as the closed lists spell them: without tanween and shadda, and never of vocalised text.

use std::borrow::Cow;

use crate::chars::{Class, class_of, is_arabic_letter, is_arabic_mark};
use crate::document::Document;
use crate::finding::{Code, Finding};
use crate::lexicon::letter_names::is_letter_name;
use crate::lexicon::spelling::{List, Lookup, Match};
use crate::lint::Surveyed;
use crate::span::{Edit, Span};
use crate::tokenize::{Kind, Token, Tokens};

/// A word as the lists spell it; `None` for one that writes its vowels, is stretched or has letters that are not Arabic's.
pub(in crate::lint) fn plain(word: &str) -> Option<Cow<'_, str>> {
    if word.chars().all(is_arabic_letter) {
        return Some(Cow::Borrowed(word));
    }
    let is_dropped = |character: char| matches!(character, '\u{64B}'..='\u{64D}' | '\u{651}');
    if word.chars().all(|character| is_arabic_letter(character) || is_dropped(character)) {
        return Some(Cow::Owned(word.chars().filter(|&character| !is_dropped(character)).collect()));
    }
    None
}

/// The word tokens of a text with their indices.
pub(super) fn words(document: &Document<'_>) -> impl Iterator<Item = (usize, Token)> {
    document.tokens().iter().enumerate().filter(|(_, token)| token.kind == Kind::Word)
}

/// The word tokens of a text, with their indices, that one of the lists in `lists` may have.
pub(super) fn listed<'d>(document: &'d Surveyed<'_>, lists: u16) -> impl Iterator<Item = (usize, Token)> + 'd {
    let of_lists = document.columns().listed.iter().filter(move |(_, found)| found & lists != 0);
    let words = of_lists.filter_map(|&(index, _)| Some((index as usize, document.tokens().get(index as usize)?)));
    words.filter(|(_, token)| !is_torn(document, token.span))
}

/// Whether damage cuts a word, so that what is left of it says nothing of its spelling: a control code, U+FFFD, an
/// invisible separator beside it. Marks of direction cut nothing.
fn is_torn(document: &Document<'_>, word: Span) -> bool {
    let tears = |side: char| match class_of(side) {
        Class::Control | Class::Joiner => true,
        Class::Format => matches!(side, '\u{AD}' | '\u{200B}' | '\u{2060}' | '\u{FEFF}'),
        _ => matches!(side, '\u{FFFD}' | '\u{E000}'..='\u{F8FF}'),
    };
    document.char_before(word.start as usize).is_some_and(tears)
        || document.char_at(word.end as usize).is_some_and(tears)
}

/// The word before or after a token, with one space between.
pub(super) fn neighbour<'t>(document: &Document<'t>, index: usize, after: bool) -> Option<&'t str> {
    let tokens: &Tokens = document.tokens();
    let step = |by: usize| if after { index.checked_add(by) } else { index.checked_sub(by) };
    let space = tokens.get(step(1)?)?;
    let word = tokens.get(step(2)?)?;
    (space.kind == Kind::Space && word.kind == Kind::Word).then(|| document.slice(word.span))
}

/// Whether a short word is one of several letters spelt out, as ان is in سي ان ان.
pub(super) fn is_spelt_letter(document: &Document<'_>, index: usize) -> bool {
    let near = |after: bool| neighbour(document, index, after).is_some_and(is_letter_name);
    let twice = |after: bool| {
        let far = if after { index.checked_add(2) } else { index.checked_sub(2) };
        neighbour(document, index, after) == Some("ان")
            && far.is_some_and(|far| neighbour(document, far, after).is_some_and(is_letter_name))
    };
    near(true) || near(false) || twice(true) || twice(false)
}

/// Proclitics as they stand before a mark or a number, without tatweel.
pub(super) const PROCLITICS: &[&str] = &[
    "و", "ف", "ب", "ل", "ك", "ال", "وال", "فال", "بال", "كال", "لل", "ولل", "فلل", "وبال", "فبال", "وكال", "ول", "وب",
    "وك", "فل", "فب", "فك",
];

/// The tokens at the indices of a column.
pub(super) fn tokens_at<'d>(document: &'d Document<'_>, column: &'d [u32]) -> impl Iterator<Item = Token> + 'd {
    let tokens = document.tokens();
    column.iter().filter_map(|&index| tokens.get(index as usize))
}

/// The kind of a token.
pub(super) fn kind_at(document: &Document<'_>, index: usize) -> Option<Kind> {
    document.tokens().kinds().get(index).and_then(|&kind| Kind::ALL.get(usize::from(kind)).copied())
}

/// A misspelt word of the lists.
pub(super) struct Misspelt {
    pub(super) span: Span,
    pub(super) found: Match,
    /// What mends it, without touching the letters that are right.
    pub(super) edit: Edit,
}

impl Misspelt {
    pub(super) fn finding(&self, code: &'static Code) -> Finding {
        code.at(self.span).with(self.found.wrong).with(self.found.right)
    }
}

/// The words of a text that one of the lists has; none in a text that is no Arabic prose.
pub(super) fn misspelt<'d>(document: &'d Surveyed<'_>, list: List) -> impl Iterator<Item = Misspelt> + 'd {
    let prose = document.is_arabic_prose();
    let lookup = Lookup::new(list);
    listed(document, if prose { list.bit() } else { 0 }).filter_map(move |(index, token)| {
        let word = document.slice(token.span);
        let plain = plain(word)?;
        // The alef that carries a tanween is no letter of the word: إجتماعاً. Verbal nouns are known without the tanween too.
        let accusative = list == List::SpuriousHamza || word.contains('\u{64B}');
        let indefinite = || {
            let found = lookup.find(plain.strip_suffix('ا').filter(|_| accusative)?)?;
            // شيئًا is the accusative of شيء: with the alef, the hamza at the end of a word takes its seat.
            Some(found).filter(|found| !found.right.ends_with('ء'))
        };
        let found = lookup.find(&plain).or_else(indefinite)?;
        if plain.len() <= "ادى".len() && is_spelt_letter(document, index) {
            return None;
        }
        Some(Misspelt { span: token.span, found, edit: edit(token.span, word, found)? })
    })
}

/// Replaces the letters of a word that differ.
fn edit(span: Span, word: &str, found: Match) -> Option<Edit> {
    let same_start: usize = found
        .wrong
        .chars()
        .zip(found.right.chars())
        .take_while(|(wrong, right)| wrong == right)
        .map(|(same, _)| same.len_utf8())
        .sum();
    let (wrong, right) = (found.wrong.get(same_start..)?, found.right.get(same_start..)?);
    let same_end: usize = wrong
        .chars()
        .rev()
        .zip(right.chars().rev())
        .take_while(|(wrong, right)| wrong == right)
        .map(|(same, _)| same.len_utf8())
        .sum();
    let start = in_source(word, found.prefix + same_start)?;
    let end = in_source(word, found.prefix + same_start + wrong.len() - same_end)?;
    let replacement = right.get(..right.len() - same_end)?.to_owned();
    let from = span.start as usize;
    (start <= end).then(|| Edit::replace(Span::new(from + start, from + end), replacement))
}

/// Where a word has its letter at an offset that counts letters only; marks go with the letter before them.
fn in_source(word: &str, offset: usize) -> Option<usize> {
    let mut letters = 0;
    for (at, character) in word.char_indices() {
        if is_arabic_mark(character) {
            continue;
        }
        if letters == offset {
            return Some(at);
        }
        letters += character.len_utf8();
    }
    (letters == offset).then_some(word.len())
}

/// How many letters of the Arabic language a word has.
pub(super) fn letter_count(word: &str) -> usize {
    word.chars().filter(|&character| class_of(character) == Class::ArabicLetter).count()
}
