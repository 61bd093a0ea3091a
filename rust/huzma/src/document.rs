//! One source text, analysed once for everyone who looks at it.
//!
//! Rules and extraction share what is costly to find: tokens, pairs of marks, sentences, lines. Each is
//! made when it is first asked for, so that a check which needs none of them pays for none.

use std::cell::OnceCell;

use crate::span::{LineIndex, Span};
use crate::tokenize::{self, Pairs, Tiles, Tokens};

mod inventory;
mod script;

pub use inventory::Inventory;
pub use script::Writing;

/// A text with what has been found out about it. Offsets are bytes.
#[derive(Debug)]
pub struct Document<'t> {
    text: &'t str,
    from_file: bool,
    tokens: OnceCell<Tokens>,
    pairs: OnceCell<Pairs>,
    sentences: OnceCell<Tiles>,
    lines: OnceCell<Vec<Span>>,
    line_index: OnceCell<LineIndex>,
    writing: OnceCell<Writing>,
    inventory: OnceCell<Inventory>,
}

impl<'t> Document<'t> {
    /// A text in memory, no longer than [`crate::span::MAX_LEN`].
    #[must_use]
    pub fn new(text: &'t str) -> Self {
        debug_assert!(text.len() <= crate::span::MAX_LEN);
        Self {
            text,
            from_file: false,
            tokens: OnceCell::new(),
            pairs: OnceCell::new(),
            sentences: OnceCell::new(),
            lines: OnceCell::new(),
            line_index: OnceCell::new(),
            writing: OnceCell::new(),
            inventory: OnceCell::new(),
        }
    }

    /// A text that is the whole of a file, for which rules about files report too.
    #[must_use]
    pub fn of_file(text: &'t str) -> Self {
        Self { from_file: true, ..Self::new(text) }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &'t str {
        self.text
    }

    /// Whether the text is the whole of a file.
    #[must_use]
    pub fn is_from_file(&self) -> bool {
        self.from_file
    }

    /// The tokens and the inventory, for whoever needs both: they are made of the same masks.
    pub fn tokens_and_inventory(&self) -> (&Tokens, &Inventory) {
        if self.tokens.get().is_none() && self.inventory.get().is_none() {
            let (tokens, inventory) = Inventory::with_tokens(self.text);
            let _ = (self.tokens.set(tokens), self.inventory.set(inventory));
        }
        (self.tokens(), self.inventory())
    }

    /// The tokens.
    pub fn tokens(&self) -> &Tokens {
        self.tokens.get_or_init(|| tokenize::tokenize(self.text))
    }

    /// Quotation marks and brackets, paired.
    pub fn pairs(&self) -> &Pairs {
        self.pairs.get_or_init(|| Pairs::new(self.text, self.tokens()))
    }

    /// The sentences.
    pub fn sentences(&self) -> &Tiles {
        self.sentences.get_or_init(|| tokenize::sentences(self.text, self.tokens(), self.pairs()))
    }

    /// The lines without their ends (LF, CRLF, CR), in order; the last one may be empty.
    pub fn lines(&self) -> &[Span] {
        self.lines.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let mut lines = Vec::new();
            let mut start = 0;
            for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
                if at < start {
                    continue;
                }
                lines.push(Span::new(start, at));
                start = if bytes[at..].starts_with(b"\r\n") { at + 2 } else { at + 1 };
            }
            lines.push(Span::new(start, bytes.len()));
            lines
        })
    }

    /// Code points, lines and columns of byte offsets.
    pub fn line_index(&self) -> &LineIndex {
        self.line_index.get_or_init(|| LineIndex::new(self.text))
    }

    /// What sort of text it is.
    pub fn writing(&self) -> Writing {
        *self.writing.get_or_init(|| script::writing(self.text, self.inventory()))
    }

    /// What characters it has.
    pub fn inventory(&self) -> &Inventory {
        self.inventory.get_or_init(|| Inventory::new(self.text))
    }

    /// Whether it is Arabic prose: rules about spelling say nothing of other languages, of verse and of vocalised text.
    pub fn is_arabic_prose(&self) -> bool {
        self.writing() == Writing::Prose
    }

    /// The text at a span; empty if the span cuts a character, which no span of this crate does.
    #[must_use]
    pub fn slice(&self, span: Span) -> &'t str {
        self.text.get(span.range()).unwrap_or_default()
    }

    /// The character that ends at a byte offset.
    #[must_use]
    pub fn char_before(&self, at: usize) -> Option<char> {
        self.text.get(..at)?.chars().next_back()
    }

    /// The character that starts at a byte offset.
    #[must_use]
    pub fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }
}
