//! Words, numbers, punctuation … and sentences. Both tile the source: every unit is in exactly one token
//! and exactly one sentence.
//!
//! The choices (what stays one token, where a proclitic splits) are listed with examples in
//! `docs/tokens.md`. Two plainer designs were refused: Unicode's default word boundaries, because they
//! glue a number to the word after it and know neither `أ.ف.ب` nor `5ر1` (they are there as
//! [`uax29`]); and a regular expression over `\w`, which cuts أكّد at its shadda.

use crate::chars::{Class, class};
use crate::scan::Units;
use crate::span::Span;

mod address;
mod blocks;
mod emoji;
mod number;
mod outline;
mod pairs;
mod sentences;
mod tiling;
mod uax29;
mod word;

pub use blocks::Observer;
pub use pairs::{Defect, Mark, MarkKind, Pairs, Role};
pub use sentences::{Tiles, paragraphs, sentences, split_sentences};

/// Unicode's own boundaries (UAX #29), through the `unicode-segmentation` crate and of its Unicode version, [`VERSION`].
///
/// [`VERSION`]: unicode::VERSION
pub mod unicode {
    pub use super::uax29::{graphemes, sentences, tokenize};
    pub use unicode_segmentation::UNICODE_VERSION as VERSION;
}

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Kind {
    /// A word, with its marks, tatweel, joiners and inner apostrophes; an abbreviation with its points.
    Word,
    /// A proclitic cut off at its tatweel: لـ before «, الـ before 48.
    Proclitic,
    /// A number with its sign and separators; a numeric date or time.
    Number,
    /// A punctuation mark, or a run of full stops.
    Punctuation,
    /// A symbol: %, $, +.
    Symbol,
    /// A run of spaces and tabulators.
    Space,
    /// One line end; CRLF is one.
    Newline,
    /// A web address.
    Url,
    /// An e-mail address.
    Email,
    /// `@name`.
    Mention,
    /// `#topic`.
    Hashtag,
    /// An emoji with its modifiers and joined parts.
    Emoji,
    /// Combining marks with no letter before them.
    Mark,
    /// A control or formatting character, a private or unassigned code point, a lone surrogate.
    Control,
}

impl Kind {
    /// All kinds, in the order of their numbers.
    pub const ALL: [Self; 14] = [
        Self::Word,
        Self::Proclitic,
        Self::Number,
        Self::Punctuation,
        Self::Symbol,
        Self::Space,
        Self::Newline,
        Self::Url,
        Self::Email,
        Self::Mention,
        Self::Hashtag,
        Self::Emoji,
        Self::Mark,
        Self::Control,
    ];

    /// The kind of a number.
    const fn of(number: u8) -> Self {
        Self::ALL[number as usize]
    }

    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Word => "word",
            Self::Proclitic => "proclitic",
            Self::Number => "number",
            Self::Punctuation => "punctuation",
            Self::Symbol => "symbol",
            Self::Space => "space",
            Self::Newline => "newline",
            Self::Url => "url",
            Self::Email => "email",
            Self::Mention => "mention",
            Self::Hashtag => "hashtag",
            Self::Emoji => "emoji",
            Self::Mark => "mark",
            Self::Control => "control",
        }
    }

    /// Whether it is white space: a space or a line end.
    #[must_use]
    pub const fn is_space(self) -> bool {
        matches!(self, Self::Space | Self::Newline)
    }

    /// Whether it says something: a word, a number, or an address of any sort.
    #[must_use]
    pub const fn is_content(self) -> bool {
        matches!(
            self,
            Self::Word | Self::Proclitic | Self::Number | Self::Url | Self::Email | Self::Mention | Self::Hashtag
        )
    }
}

/// A token: a span with a kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// The tokens of a text. They tile it, so only bounds are kept: five bytes a token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tokens {
    /// Where each token starts, and where the last one ends.
    bounds: Vec<u32>,
    /// The numbers of the kinds.
    kinds: Vec<u8>,
}

impl Default for Tokens {
    fn default() -> Self {
        Self { bounds: vec![0], kinds: Vec::new() }
    }
}

impl Tokens {
    /// The number of tokens.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kinds.len()
    }

    /// Whether there are none, which is so for the empty text only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kinds.is_empty()
    }

    /// The token at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Token> {
        let kind = Kind::of(*self.kinds.get(index)?);
        Some(Token { span: Span { start: self.bounds[index], end: self.bounds[index + 1] }, kind })
    }

    /// The tokens in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Token> + ExactSizeIterator + '_ {
        self.bounds
            .windows(2)
            .zip(&self.kinds)
            .map(|(bounds, &kind)| Token { span: Span { start: bounds[0], end: bounds[1] }, kind: Kind::of(kind) })
    }

    /// Where each token starts.
    #[must_use]
    pub fn starts(&self) -> &[u32] {
        &self.bounds[..self.len()]
    }

    /// Where each token ends.
    #[must_use]
    pub fn ends(&self) -> &[u32] {
        &self.bounds[1..]
    }

    /// What each token is, as the numbers of the kinds: places in [`Kind::ALL`].
    #[must_use]
    pub fn kinds(&self) -> &[u8] {
        &self.kinds
    }

    /// The bounds (where each token starts, and where the last one ends) and the kinds.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u32>, Vec<u8>) {
        (self.bounds, self.kinds)
    }

    /// The same tokens in other units: what becomes of the bounds, which stay as many and in order.
    #[must_use]
    pub fn map_bounds(self, map: impl FnOnce(Vec<u32>) -> Vec<u32>) -> Self {
        Self { bounds: map(self.bounds), kinds: self.kinds }
    }

    /// The length of the text.
    #[must_use]
    pub fn text_len(&self) -> usize {
        self.bounds[self.len()] as usize
    }

    /// The index of the token that holds a unit; the number of tokens for the end of the text.
    #[must_use]
    pub fn index_at(&self, unit: usize) -> usize {
        if unit >= self.text_len() {
            return self.len();
        }
        self.starts().partition_point(|&start| start as usize <= unit) - 1
    }

    fn push(&mut self, kind: Kind, end: usize) {
        self.bounds.push(end as u32);
        self.kinds.push(kind as u8);
    }
}

/// Cuts a text into tokens, in one pass and in linear time.
///
/// Spans are in the units of the text, whose length must not exceed [`crate::span::MAX_LEN`].
#[must_use]
pub fn tokenize<U: Units>(text: U) -> Tokens {
    let mut tokens = Tokens::default();
    tokenize_into(text, &mut tokens);
    tokens
}

/// [`tokenize`] into the memory of tokens that are no longer needed.
pub fn tokenize_into<U: Units>(text: U, tokens: &mut Tokens) {
    debug_assert!(text.len() <= crate::span::MAX_LEN);
    blocks::tokenize_into(text, tokens, ());
}

/// [`tokenize`], showing each block of the text to whoever needs its masks, too.
#[must_use]
pub fn tokenize_and_see<U: Units>(text: U, observer: impl Observer) -> Tokens {
    debug_assert!(text.len() <= crate::span::MAX_LEN);
    let mut tokens = Tokens::default();
    blocks::tokenize_into(text, &mut tokens, observer);
    tokens
}

/// [`tokenize`] one character at a time: what the blocks are tested against.
#[must_use]
#[doc(hidden)]
pub fn tokenize_by_character<U: Units>(text: U) -> Tokens {
    let mut tokens = Tokens::default();
    while let Some((kind, end)) = token_at(text, tokens.text_len()) {
        tokens.push(kind, end);
    }
    tokens
}

/// The kind and the end of the token that starts at a unit; `None` at the end of the text.
fn token_at<U: Units>(text: U, at: usize) -> Option<(Kind, usize)> {
    let (code_point, width) = text.code_point(at)?;
    let (kind, end) = token(Cursor { text, at }, code_point, width);
    debug_assert!(end > at);
    Some((kind, end))
}

/// The kind and the end of the token that starts at the cursor.
fn token<U: Units>(here: Cursor<U>, code_point: u32, width: usize) -> (Kind, usize) {
    let next = here.skip(width);
    match class(code_point) {
        Class::ArabicLetter | Class::ExtendedLetter | Class::PresentationForm | Class::Letter => {
            address::url_or_email(here).unwrap_or_else(|| word::word(here))
        }
        Class::Tatweel => word::tatweel(here),
        Class::Digit => emoji::keycap(here)
            .or_else(|| address::url_or_email(here))
            .unwrap_or_else(|| (Kind::Number, number::end(here))),
        Class::Number => (Kind::Number, number::end(here)),
        Class::Space => (Kind::Space, next.skip_while(|class, _| class == Class::Space).at),
        Class::Newline => {
            let crlf = code_point == 0xD && next.peek_is(0xA);
            (Kind::Newline, if crlf { next.at + 1 } else { next.at })
        }
        Class::ArabicMark | Class::Mark => {
            (Kind::Mark, next.skip_while(|class, _| class.is_mark() || class == Class::Joiner).at)
        }
        Class::Emoji => (Kind::Emoji, emoji::end(here)),
        Class::Punctuation => match code_point {
            0x23 | 0xFF03 => emoji::keycap(here).or_else(|| address::hashtag(here)),
            0x40 => address::mention(here),
            0x2A => emoji::keycap(here),
            0x2E => Some((Kind::Punctuation, next.skip_while(|_, code_point| code_point == 0x2E).at)),
            0x2D => number::signed(here),
            // ‼ and ⁉ are pictographs before the emoji variation selector.
            _ => next.peek_is(emoji::VARIATION).then(|| (Kind::Emoji, emoji::end(here))),
        }
        .unwrap_or((Kind::Punctuation, next.at)),
        Class::Symbol => match code_point {
            0x2B | 0x2212 => number::signed(here),
            _ => next.peek_is(emoji::VARIATION).then(|| (Kind::Emoji, emoji::end(here))),
        }
        .unwrap_or((Kind::Symbol, next.at)),
        Class::Joiner | Class::Format | Class::Control | Class::Other => (Kind::Control, next.at),
    }
}

/// Whether the span is a single code point, whatever the layout.
fn is_one_code_point<U: Units>(text: U, span: Span) -> bool {
    text.code_point(span.start as usize).is_some_and(|(_, width)| width == span.len())
}

/// A place in a text that can look both ways.
#[derive(Clone, Copy)]
struct Cursor<U> {
    text: U,
    at: usize,
}

impl<U: Units> Cursor<U> {
    fn skip(self, units: usize) -> Self {
        Self { at: self.at + units, ..self }
    }

    fn peek(self) -> Option<(u32, usize)> {
        self.text.code_point(self.at)
    }

    fn peek_is(self, code_point: u32) -> bool {
        self.peek().is_some_and(|(next, _)| next == code_point)
    }

    /// The class of the next code point.
    fn class(self) -> Option<Class> {
        self.peek().map(|(code_point, _)| class(code_point))
    }

    /// The code point before the cursor.
    fn before(self) -> Option<u32> {
        self.text.code_point_before(self.at).map(|(code_point, _)| code_point)
    }

    fn before_class(self) -> Option<Class> {
        self.before().map(class)
    }

    /// Behind the next code point, if it is this one.
    fn take(self, code_point: u32) -> Option<Self> {
        self.peek().filter(|&(next, _)| next == code_point).map(|(_, width)| self.skip(width))
    }

    fn skip_while(mut self, wanted: impl Fn(Class, u32) -> bool) -> Self {
        while let Some((code_point, width)) = self.peek()
            && wanted(class(code_point), code_point)
        {
            self.at += width;
        }
        self
    }
}
