//! The caller's list of names, found in one pass whatever their hamza, tatweel and harakat, behind any proclitic.

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};

use super::fold::{BEH, FEH, KAF, Key, LAM, WAW};
use super::records::{Name, NameKind};
use super::rules::Rule;
use super::words::{Sort, Words};
use crate::document::Document;
use crate::span::Span;

/// Names to find, each with a label of the caller's.
#[derive(Clone, Debug, Default)]
pub struct Gazetteer {
    /// The names that begin with a word: their other words and their place in `names`, the longest first.
    starts: HashMap<Key, Vec<(Vec<Key>, u32)>>,
    names: Vec<(String, Option<String>)>,
}

impl Gazetteer {
    /// A gazetteer of names with their labels. A name without a letter or digit is left out.
    pub fn new<N: Into<String>>(names: impl IntoIterator<Item = (N, Option<String>)>) -> Self {
        let mut gazetteer = Self::default();
        for (name, label) in names {
            let name = name.into();
            let keys = keys_of(&name);
            let Some((first, rest)) = keys.split_first() else { continue };
            let index = gazetteer.names.len() as u32;
            gazetteer.starts.entry(*first).or_default().push((rest.to_vec(), index));
            gazetteer.names.push((name, label));
        }
        for list in gazetteer.starts.values_mut() {
            list.sort_by_key(|(rest, index)| (std::cmp::Reverse(rest.len()), *index));
        }
        gazetteer
    }

    /// How many names there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.names.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Every occurrence, the longest at each place, without overlaps.
    pub(super) fn find(&self, words: &Words<'_>, found: &mut Vec<Name>) {
        if self.is_empty() {
            return;
        }
        let mut at = 0;
        while at < words.len() {
            at = self.at(words, at, found).unwrap_or(at + 1);
        }
    }

    fn at(&self, words: &Words<'_>, at: usize, found: &mut Vec<Name>) -> Option<usize> {
        if !matches!(words.sort(at)?, Sort::Word | Sort::Number) {
            return None;
        }
        let text = words.text_of(at);
        let whole = key_of(text)?;
        let (index, end, letters) = forms(whole).into_iter().flatten().find_map(|(key, letters)| {
            let (index, end) = self.behind(words, key, at)?;
            Some((index, end, letters))
        })?;
        let (name, label) = &self.names[index as usize];
        let start = words.raw_span(at, at + 1).start + behind_letters(text, letters);
        let end_byte = words.raw_span(at, end).end;
        found.push(Name {
            span: Span { start, end: end_byte },
            kind: NameKind::Gazetteer,
            name: Some(name.clone()),
            label: label.clone(),
            title: None,
            rule: Rule::Gazetteer,
        });
        Some(end)
    }

    fn behind(&self, words: &Words<'_>, first: Key, at: usize) -> Option<(u32, usize)> {
        self.starts.get(&first)?.iter().find_map(|(rest, index)| {
            let fits = rest.iter().enumerate().all(|(offset, key)| {
                let place = at + 1 + offset;
                words.on_line(place).is_some() && key_of(words.text_of(place)) == Some(*key)
            });
            fits.then_some((*index, at + 1 + rest.len()))
        })
    }
}

/// A word with the proclitics it may have, and how many letters those are: و ف, then ب ل ك.
fn forms(whole: Key) -> [Option<(Key, u32)>; 4] {
    let mut forms = [Some((whole, 0)), None, None, None];
    if whole.is_latin() {
        return forms;
    }
    let conjunction = matches!(whole.letter(0), WAW | FEH);
    let preposition = |key: Key| matches!(key.letter(0), BEH | LAM | KAF);
    if preposition(whole) {
        forms[1] = Some((restored(whole), 1));
    }
    if conjunction {
        let rest = whole.without(1);
        forms[2] = Some((rest, 1));
        if preposition(rest) {
            forms[3] = Some((restored(rest), 2));
        }
    }
    forms
}

/// Behind a preposition; the alef that للعراق leaves out is put back.
fn restored(key: Key) -> Key {
    let rest = key.without(1);
    if key.letter(0) == LAM && rest.letter(0) == LAM { rest.with_article_alef() } else { rest }
}

/// The byte behind a number of letters.
fn behind_letters(text: &str, mut letters: u32) -> u32 {
    for (at, character) in text.char_indices() {
        if crate::chars::class_of(character).is_letter() {
            if letters == 0 {
                return at as u32;
            }
            letters -= 1;
        }
    }
    0
}

/// The keys of the words of a name; marks between them do not count.
fn keys_of(name: &str) -> Vec<Key> {
    let document = Document::new(name);
    let words = Words::new(name, document.tokens());
    (0..words.len())
        .filter(|at| matches!(words.sort(*at), Some(Sort::Word | Sort::Number | Sort::Proclitic)))
        .filter_map(|at| key_of(words.text_of(at)))
        .collect()
}

/// The key of a word or a number; what no key can hold is told by a hash of its small letters.
fn key_of(text: &str) -> Option<Key> {
    if text.is_empty() {
        return None;
    }
    Some(Key::of_word(text).unwrap_or_else(|| {
        let mut hasher = DefaultHasher::new();
        text.to_lowercase().hash(&mut hasher);
        Key::of_hash(hasher.finish())
    }))
}
