//! Tokens and sentences of a column. Offsets are code points of the row.

use huzma::tokenize::{self, Kind, Tiles};

use super::cells::{Cells, Shape};

pub(super) const TEXTS: Shape = Shape::List(&Shape::Text);

pub(super) const TOKENS: Shape =
    Shape::List(&Shape::Struct(&[("start", Shape::Offset), ("end", Shape::Offset), ("kind", Shape::Text)]));

pub(super) const SPANS: Shape = Shape::List(&Shape::Struct(&[("start", Shape::Offset), ("end", Shape::Offset)]));

/// How a text is cut.
#[derive(Clone, Copy)]
pub(super) struct Cut {
    /// By Unicode's own boundaries.
    pub(super) uax29: bool,
    /// Into texts, not into spans.
    pub(super) texts: bool,
    /// Whether white space is a token.
    pub(super) spaces: bool,
}

impl Cut {
    pub(super) fn tokens(self, text: &str, cells: &mut Cells) {
        let tokens = if self.uax29 { tokenize::unicode::tokenize(text) } else { tokenize::tokenize(text) };
        let wanted = |kind: Kind| self.spaces || !kind.is_space();
        cells.list(|items| {
            if self.texts {
                for token in tokens.iter().filter(|token| wanted(token.kind)) {
                    items.text(text.get(token.span.range()));
                }
                return;
            }
            let mut places = Places::new(text);
            for token in tokens.iter() {
                let (start, end) = (places.at, places.after(token.span.end));
                if wanted(token.kind) {
                    items.row(|row| {
                        row.offset(start).offset(end).text(token.kind.name());
                    });
                }
            }
        });
    }

    pub(super) fn sentences(self, text: &str, cells: &mut Cells) {
        let tiles: Tiles =
            if self.uax29 { tokenize::unicode::sentences(text) } else { tokenize::split_sentences(text) };
        let mut bounds = tiles.starts().iter().copied().chain([tiles.text_len() as u32]);
        let mut start = bounds.next().unwrap_or_default();
        cells.list(|items| {
            let mut places = Places::new(text);
            for end in bounds {
                if self.texts {
                    items.text(text.get(start as usize..end as usize).map(trimmed));
                } else {
                    let (from, to) = (places.at, places.after(end));
                    items.row(|row| {
                        row.offset(from).offset(to);
                    });
                }
                start = end;
            }
        });
    }
}

/// A text without the white space at its ends.
fn trimmed(text: &str) -> &str {
    use huzma::chars::{Class, class};
    text.trim_matches(|character| matches!(class(u32::from(character)), Class::Space | Class::Newline))
}

/// Counts code points on the way through a text.
struct Places<'t> {
    bytes: &'t [u8],
    byte: usize,
    at: u32,
}

impl<'t> Places<'t> {
    fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), byte: 0, at: 0 }
    }

    /// The code points before a byte, which lies no further back than the last one that was asked for.
    fn after(&mut self, byte: u32) -> u32 {
        let passed = &self.bytes[self.byte..byte as usize];
        self.at += passed.iter().map(|&byte| u32::from(byte.cast_signed() >= -0x40)).sum::<u32>();
        self.byte = byte as usize;
        self.at
    }
}
