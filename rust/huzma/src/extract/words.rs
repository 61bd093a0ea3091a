//! The words of a text as extraction reads them: tokens without the spaces, each looked up once.

use super::digits::{self, Digits};
use super::fold::{FEH, Key, WAW};
use super::lists::List;
use super::vocabulary::{Keyword, Sense, Vocabulary, class, proclitic};
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
    pub(super) classes: u32,
    /// The closed lists that may have it: bits of [`lists`](super::lists).
    lists: u16,
    pub(super) proclitics: u8,
    /// The letters of the proclitics.
    pub(super) letters: u8,
    pub(super) sort: Sort,
    pub(super) gap: Gap,
    /// Which punctuation mark it is.
    mark: Mark,
}

/// A punctuation mark: its place among [`MARKS`], from 1; 0 is none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark(u8);

/// A mark that stands several times in its token.
const SEVERAL: u8 = 64;

/// The marks that the grammars ask for.
const MARKS: &str = "?…!\"%()*+,-./:=[]|«»؉،؛؟ـ٪٫–—“”‰\u{2212}";

/// A set of marks, a bit each.
pub(super) const fn marks_of(text: &str) -> u64 {
    let text = text.as_bytes();
    let (mut set, mut at) = (0, 0);
    while at < text.len() {
        let length = length_of(text[at]);
        let place = place_of(text, at, length);
        assert!(place != 0, "a mark that is not in MARKS");
        set |= 1 << place;
        at += length;
    }
    set
}

const fn length_of(lead: u8) -> usize {
    match lead {
        0..0x80 => 1,
        0x80..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    }
}

/// The place of the mark at a byte among [`MARKS`], from 1.
const fn place_of(text: &[u8], at: usize, length: usize) -> u8 {
    let known = MARKS.as_bytes();
    let (mut from, mut place) = (0, 1);
    while from < known.len() {
        let size = length_of(known[from]);
        let mut same = if size == length { 0 } else { size };
        while same < size && at + same < text.len() && known[from + same] == text[at + same] {
            same += 1;
        }
        if size == length && same == size {
            return place;
        }
        from += size;
        place += 1;
    }
    0
}

impl Mark {
    const NONE: Self = Self(0);

    fn of(bytes: &[u8]) -> Self {
        /// The places of the marks of ASCII.
        static ASCII: [u8; 128] = {
            let mut places = [0; 128];
            let mut code = 0;
            while code < 128 {
                places[code] = place_of(&[code as u8], 0, 1);
                code += 1;
            }
            places
        };
        let Some(&lead) = bytes.first() else { return Self::NONE };
        let length = length_of(lead);
        let place = if lead < 0x80 { ASCII[usize::from(lead)] } else { place_of(bytes, 0, length) };
        let several = bytes.len() > length;
        // A token of several marks has one and the same.
        Self(place | if several { SEVERAL } else { 0 })
    }

    fn is_of(self, set: u64) -> bool {
        set >> (self.0 & (SEVERAL - 1)) & 1 != 0
    }
}

/// A set of marks, made when the program is.
macro_rules! marks {
    ($text:literal) => {
        const { $crate::extract::words::marks_of($text) }
    };
}
pub(super) use marks;

/// The words of a text.
pub(super) struct Words<'t> {
    pub(super) text: &'t str,
    words: Vec<Word>,
    /// The folded form of each word; of a number in digits, nothing.
    keys: Vec<Key>,
    vocabulary: &'static Vocabulary,
}

impl<'t> Words<'t> {
    pub(super) fn new(text: &'t str, tokens: &Tokens) -> Self {
        let vocabulary = Vocabulary::get();
        let bytes = text.as_bytes();
        let room = tokens.len() / 2 + 8;
        let (mut words, mut keys) = (Vec::with_capacity(room), Vec::with_capacity(room));
        let mut gap = Gap::Line;
        for token in tokens.iter() {
            let span = token.span;
            let slice = bytes.get(span.range()).unwrap_or_default();
            let mut word = Word::new(span, gap);
            let mut key = Key::default();
            match token.kind {
                Kind::Word => {
                    (word.sort, word.lists) = (Sort::Word, u16::MAX);
                    if let Some(folded) = Key::of(slice) {
                        key = folded;
                        word.look_up(key, vocabulary);
                    }
                }
                Kind::Space => {
                    gap = if gap == Gap::Line { Gap::Line } else { Gap::Space };
                    continue;
                }
                Kind::Newline => {
                    gap = Gap::Line;
                    continue;
                }
                Kind::Mark => continue,
                Kind::Control if is_formatting(text, span) => continue,
                Kind::Proclitic => {
                    (word.sort, word.lists) = (Sort::Proclitic, u16::MAX);
                    key = Key::of(slice).unwrap_or_default();
                    word.proclitics = of_proclitic(key);
                }
                Kind::Number => word.sort = Sort::Number,
                Kind::Punctuation | Kind::Symbol => (word.sort, word.mark) = (Sort::Mark, Mark::of(slice)),
                _ => {
                    word.lists = u16::MAX;
                    key = Key::of(slice).unwrap_or_default();
                }
            }
            gap = Gap::None;
            words.push(word);
            keys.push(key);
        }
        Self { text, words, keys, vocabulary }
    }

    #[inline]
    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    #[inline]
    pub(super) fn get(&self, index: usize) -> Option<&Word> {
        self.words.get(index)
    }

    pub(super) fn slice(&self) -> &[Word] {
        &self.words
    }

    /// The word at an index if it stands on the line of the word before it.
    #[inline]
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
    #[inline]
    pub(super) fn text_of(&self, index: usize) -> &'t str {
        self.words.get(index).and_then(|word| self.text.get(word.span.range())).unwrap_or_default()
    }

    /// The senses of the word at an index; none where it is no word of the vocabulary.
    #[inline]
    pub(super) fn senses(&self, index: usize) -> &[Sense] {
        self.words.get(index).map_or(&[], |word| self.vocabulary.senses(word.entry))
    }

    /// As [`Words::senses`], for a word that must go on the line.
    #[inline]
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
    #[inline]
    pub(super) fn is_of(&self, index: usize, classes: u32) -> bool {
        self.words.get(index).is_some_and(|word| word.classes & classes != 0)
    }

    #[inline]
    pub(super) fn is(&self, index: usize, keyword: Keyword) -> bool {
        self.words.get(index).is_some_and(|word| self.vocabulary.is(word.entry, keyword))
    }

    /// Whether the word at an index goes on the line and is a keyword.
    #[inline]
    pub(super) fn goes(&self, index: usize, keyword: Keyword) -> bool {
        self.on_line(index).is_some_and(|word| self.vocabulary.is(word.entry, keyword))
    }

    /// Whether the word before an index is a keyword and the word at the index goes on its line.
    pub(super) fn follows(&self, index: usize, keyword: Keyword) -> bool {
        index > 0 && self.on_line(index).is_some() && self.is(index - 1, keyword)
    }

    #[inline]
    pub(super) fn proclitics(&self, index: usize) -> u8 {
        self.words.get(index).map_or(0, |word| word.proclitics)
    }

    #[inline]
    pub(super) fn has_article(&self, index: usize) -> bool {
        self.proclitics(index) & proclitic::AL != 0
    }

    #[inline]
    pub(super) fn sort(&self, index: usize) -> Option<Sort> {
        self.words.get(index).map(|word| word.sort)
    }

    /// Whether the word at an index is one of a set of marks, perhaps several times.
    #[inline]
    pub(super) fn is_mark(&self, index: usize, marks: u64) -> bool {
        self.words.get(index).is_some_and(|word| word.mark.is_of(marks))
    }

    /// Whether the word at an index is one of a set of marks, once.
    #[inline]
    pub(super) fn is_one_mark(&self, index: usize, marks: u64) -> bool {
        self.words.get(index).is_some_and(|word| word.mark.is_of(marks) && word.mark.0 & SEVERAL == 0)
    }

    /// Whether the word at an index is in a list, as it is written.
    #[inline]
    pub(super) fn is_in(&self, index: usize, list: &List) -> bool {
        self.may_be_in(index, list) && list.has(self.text_of(index))
    }

    /// Whether a list may have the word at an index: `false` is certain.
    #[inline]
    pub(super) fn may_be_in(&self, index: usize, list: &List) -> bool {
        self.words.get(index).is_some_and(|word| word.lists & list.bit() != 0)
    }

    /// Whether the word at an index is a mark and goes on the line.
    #[inline]
    pub(super) fn goes_mark(&self, index: usize, marks: u64) -> bool {
        self.on_line(index).is_some() && self.is_mark(index, marks)
    }

    /// The folded word, without the proclitics that were found.
    pub(super) fn key(&self, index: usize) -> Option<Key> {
        let word = self.words.get(index).filter(|word| word.sort == Sort::Word)?;
        Some(self.whole_key(index)?.without(u32::from(word.letters)))
    }

    /// The folded word, whole.
    #[inline]
    pub(super) fn whole_key(&self, index: usize) -> Option<Key> {
        self.keys.get(index).copied().filter(|key| *key != Key::default())
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

impl Word {
    #[inline]
    const fn new(span: Span, gap: Gap) -> Self {
        let (sort, mark) = (Sort::Other, Mark::NONE);
        Self { span, classes: 0, lists: 0, entry: 0, proclitics: 0, letters: 0, sort, gap, mark }
    }

    /// Takes over what the tables say of a word.
    #[inline]
    fn look_up(&mut self, key: Key, vocabulary: &Vocabulary) {
        let hash = key.hash();
        self.lists = vocabulary.lists(hash);
        if matches!(key.letter(0), WAW | FEH) && !key.is_latin() {
            self.lists |= vocabulary.lists(key.without_leading(WAW, FEH).hash());
        }
        if key.len() == 1 {
            self.proclitics = single(key);
            if self.proclitics != 0 {
                self.sort = Sort::Proclitic;
                self.letters = 1;
                return;
            }
        }
        let found = vocabulary.find(key, hash);
        let classes = vocabulary.classes(found.entry);
        // No preposition and no article stands before a verb: كيري is not كـ and يرى.
        if found.proclitics & !proclitic::CONJUNCTION != 0 && classes & class::ONLY_REPORTING != 0 {
            return;
        }
        self.entry = found.entry;
        self.classes = classes;
        self.proclitics = found.proclitics;
        self.letters = found.letters;
    }
}

fn is_formatting(text: &str, span: Span) -> bool {
    let slice = text.get(span.range()).unwrap_or_default();
    slice.chars().all(|character| matches!(class_of(character), Class::Format | Class::Joiner))
}

fn single(key: Key) -> u8 {
    use super::fold::{BEH, KAF, LAM};
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
