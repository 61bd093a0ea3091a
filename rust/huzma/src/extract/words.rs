//! The words of a text as extraction reads them: tokens without the spaces, each looked up once.

use super::digits::{self, Digits};
use super::fold::Key;
use super::vocabulary::{Found, Keyword, Sense, Vocabulary, class, proclitic};
use crate::chars::{Class, class_of};
use crate::span::Span;
use crate::tokenize::{Kind, Tokens};

/// What a token is to a grammar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Sort {
    /// A word, in the vocabulary or not.
    Word,
    /// A proclitic standing by itself: الـ, or و before digits.
    Proclitic,
    /// A number in digits.
    Number,
    /// A punctuation mark or a symbol.
    Mark,
    /// An address, an emoji, a control.
    Other,
}

/// What stands between a word and the one before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(super) enum Gap {
    None,
    Space,
    Line,
}

/// A token that is not space.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    pub(super) span: Span,
    /// The entry in the vocabulary; 0 is none.
    pub(super) entry: u16,
    /// What it can begin or be: bits of [`class`](super::vocabulary::class).
    pub(super) classes: u16,
    pub(super) proclitics: u8,
    /// The letters of the proclitics.
    pub(super) letters: u8,
    pub(super) sort: Sort,
    pub(super) gap: Gap,
}

/// The words of a text.
pub(super) struct Words<'t> {
    pub(super) text: &'t str,
    words: Vec<Word>,
    vocabulary: &'static Vocabulary,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str, tokens: &Tokens) -> Self {
        let vocabulary = Vocabulary::get();
        let bytes = text.as_bytes();
        let mut words = Vec::with_capacity(tokens.len() / 2 + 8);
        let mut gap = Gap::Line;
        for token in tokens.iter() {
            let (kind, span) = (token.kind, token.span);
            let mut word = Word { span, entry: 0, classes: 0, proclitics: 0, letters: 0, sort: Sort::Other, gap };
            match kind {
                Kind::Space => {
                    gap = if gap == Gap::Line { Gap::Line } else { Gap::Space };
                    continue;
                }
                Kind::Newline => {
                    gap = Gap::Line;
                    continue;
                }
                Kind::Control if is_formatting(text, span) => continue,
                Kind::Mark => continue,
                Kind::Word => {
                    word.sort = Sort::Word;
                    if let Some(key) = bytes.get(span.range()).and_then(Key::of) {
                        let letters = key.len();
                        if letters == 1 {
                            word.proclitics = single(key);
                            if word.proclitics != 0 {
                                word.sort = Sort::Proclitic;
                                word.letters = 1;
                            }
                        }
                        if word.sort == Sort::Word {
                            let mut found = vocabulary.find(key);
                            let mut classes = vocabulary.classes(found.entry);
                            // No preposition and no article stands before a verb: كيري is not كـ and يرى.
                            if found.proclitics & !proclitic::CONJUNCTION != 0 && classes & class::ONLY_REPORTING != 0 {
                                found = Found::default();
                                classes = 0;
                            }
                            word.entry = found.entry;
                            word.classes = classes;
                            word.proclitics = found.proclitics;
                            word.letters = found.letters;
                        }
                    }
                }
                Kind::Proclitic => {
                    word.sort = Sort::Proclitic;
                    word.proclitics = bytes.get(span.range()).and_then(Key::of).map_or(0, of_proclitic);
                }
                Kind::Number => word.sort = Sort::Number,
                Kind::Punctuation | Kind::Symbol => word.sort = Sort::Mark,
                _ => {}
            }
            gap = Gap::None;
            words.push(word);
        }
        Self { text, words, vocabulary }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn get(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    pub(super) fn slice(&self) -> &[Word] {
        &self.words
    }

    /// The word at an index if it stands on the line of the word before it.
    pub(super) fn on_line(&self, index: usize) -> Option<&Word> {
        self.words.get(index).filter(|word| word.gap != Gap::Line)
    }

    /// What a token of digits says; of anything else, nothing.
    pub(super) fn digits(&self, index: usize) -> Digits {
        match self.words.get(index) {
            Some(word) if word.sort == Sort::Number => digits::read(self.text_of(index)),
            _ => Digits::Code,
        }
    }

    /// Whether a word goes on the line of the one before.
    pub(super) fn gap_is_inside(&self, index: usize) -> bool {
        self.on_line(index).is_some()
    }

    /// The text of a word.
    pub(super) fn text_of(&self, index: usize) -> &'t str {
        self.words.get(index).and_then(|word| self.text.get(word.span.range())).unwrap_or_default()
    }

    /// The senses of the word at an index; none where it is no word of the vocabulary.
    pub(super) fn senses(&self, index: usize) -> &[Sense] {
        self.words.get(index).map_or(&[], |word| self.vocabulary.senses(word.entry))
    }

    /// As [`Words::senses`], for a word that must go on the line.
    pub(super) fn senses_on_line(&self, index: usize) -> &[Sense] {
        self.on_line(index).map_or(&[], |word| self.vocabulary.senses(word.entry))
    }

    /// The first sense that is wanted.
    pub(super) fn sense<T>(&self, index: usize, wanted: impl FnMut(&Sense) -> Option<T>) -> Option<T> {
        self.senses(index).iter().find_map(wanted)
    }

    /// As [`Words::sense`], for a word that must go on the line.
    pub(super) fn next<T>(&self, index: usize, wanted: impl FnMut(&Sense) -> Option<T>) -> Option<T> {
        self.senses_on_line(index).iter().find_map(wanted)
    }

    /// Whether the word at an index is of a class.
    pub(super) fn is_of(&self, index: usize, classes: u16) -> bool {
        self.words.get(index).is_some_and(|word| word.classes & classes != 0)
    }

    pub(super) fn is(&self, index: usize, keyword: Keyword) -> bool {
        self.words.get(index).is_some_and(|word| self.vocabulary.is(word.entry, keyword))
    }

    /// Whether the word at an index goes on the line and is a keyword.
    pub(super) fn goes(&self, index: usize, keyword: Keyword) -> bool {
        self.on_line(index).is_some_and(|word| self.vocabulary.is(word.entry, keyword))
    }

    /// Whether the word before an index is a keyword and the word at the index goes on its line.
    pub(super) fn follows(&self, index: usize, keyword: Keyword) -> bool {
        index > 0 && self.on_line(index).is_some() && self.is(index - 1, keyword)
    }

    pub(super) fn proclitics(&self, index: usize) -> u8 {
        self.words.get(index).map_or(0, |word| word.proclitics)
    }

    pub(super) fn has_article(&self, index: usize) -> bool {
        self.proclitics(index) & proclitic::AL != 0
    }

    pub(super) fn sort(&self, index: usize) -> Option<Sort> {
        self.words.get(index).map(|word| word.sort)
    }

    /// Whether the word at an index is this mark.
    pub(super) fn is_mark(&self, index: usize, marks: &str) -> bool {
        self.words.get(index).is_some_and(|word| word.sort == Sort::Mark)
            && self.text_of(index).chars().all(|mark| marks.contains(mark))
    }

    /// Whether the word at an index is a mark and goes on the line.
    pub(super) fn goes_mark(&self, index: usize, marks: &str) -> bool {
        self.on_line(index).is_some() && self.is_mark(index, marks)
    }

    /// The folded word, without the proclitics that were found.
    pub(super) fn key(&self, index: usize) -> Option<Key> {
        let word = self.words.get(index).filter(|word| word.sort == Sort::Word)?;
        Some(Key::of(self.text.get(word.span.range())?.as_bytes())?.without(u32::from(word.letters)))
    }

    /// The folded word, whole.
    pub(super) fn whole_key(&self, index: usize) -> Option<Key> {
        Key::of(self.text_of(index).as_bytes())
    }

    /// The span of words, without the proclitics of the first that are no part of what it says (و ف ب ل ك).
    pub(super) fn span(&self, first: usize, end: usize) -> Span {
        let start = self.start_of(first);
        let end = self.words.get(end.saturating_sub(1)).map_or(start, |word| word.span.end);
        Span { start, end: end.max(start) }
    }

    /// The span of whole words.
    pub(super) fn raw_span(&self, first: usize, end: usize) -> Span {
        let start = self.words.get(first).map_or(self.text.len() as u32, |word| word.span.start);
        let end = self.words.get(end.saturating_sub(1)).map_or(start, |word| word.span.end);
        Span { start, end: end.max(start) }
    }

    /// Where a word begins behind its conjunction and preposition. The article belongs to it.
    pub(super) fn start_of(&self, index: usize) -> u32 {
        let Some(word) = self.words.get(index) else { return self.text.len() as u32 };
        let bits = word.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION);
        if word.sort != Sort::Word || bits == 0 {
            return word.span.start;
        }
        // للعام has no alef of its own: the span begins at its second lam.
        let mut letters = bits.count_ones();
        let text = self.text_of(index);
        for (at, character) in text.char_indices() {
            let class = class_of(character);
            if class.is_letter() {
                if letters == 0 {
                    return word.span.start + at as u32;
                }
                letters -= 1;
            }
        }
        word.span.start
    }
}

fn is_formatting(text: &str, span: Span) -> bool {
    let slice = text.get(span.range()).unwrap_or_default();
    slice.chars().all(|character| matches!(class_of(character), Class::Format | Class::Joiner))
}

fn single(key: Key) -> u8 {
    use super::fold::{BEH, FEH, KAF, LAM, WAW};
    match key.letter(0) {
        WAW => proclitic::WAW,
        FEH => proclitic::FEH,
        BEH => proclitic::BEH,
        LAM => proclitic::LAM,
        KAF => proclitic::KAF,
        _ => 0,
    }
}

/// The bits of the letters of a proclitic.
fn of_proclitic(key: Key) -> u8 {
    use super::fold::{ALEF, LAM};
    let mut bits = 0;
    let mut rest = key;
    while rest.letter(0) != 0 {
        if rest.letter(0) == ALEF || rest.letter(0) == LAM && rest.letter(1) == LAM {
            bits |= proclitic::AL | if rest.letter(0) == LAM { proclitic::LAM } else { 0 };
            break;
        }
        bits |= single(rest);
        rest = rest.without(1);
    }
    bits
}
