//! What sentences and pairs ask of the tokens of a text, wherever these are kept.

use super::{Kind, Tokens};

/// Tokens that tile a text. Each goes by a number that is greater for later ones; the end of the text has one, too.
pub(super) trait Tiling: Copy {
    /// The number of the end.
    fn end_of_text(self) -> usize;

    /// Where a token starts, in units; at the end, the length of the text.
    fn start(self, token: usize) -> usize;

    /// The next token.
    fn after(self, token: usize) -> usize;

    /// The token before.
    fn before(self, token: usize) -> Option<usize>;

    /// What a token is; `None` at the end.
    fn kind(self, token: usize) -> Option<Kind>;

    /// Whether a token is a run of spaces.
    fn is_space(self, token: usize) -> bool {
        self.kind(token) == Some(Kind::Space)
    }

    /// Whether a token says something.
    fn is_content(self, token: usize) -> bool {
        self.kind(token).is_some_and(Kind::is_content)
    }

    /// Whether one of the tokens from one up to another, which is left out, says something.
    fn has_content(self, from: usize, until: usize) -> bool;

    /// The token or the one after it, whichever is no space.
    fn skip_space(self, token: usize) -> usize {
        // Spaces in a row are one token.
        if self.is_space(token) { self.after(token) } else { token }
    }
}

impl Tiling for &Tokens {
    fn end_of_text(self) -> usize {
        self.len()
    }

    fn start(self, token: usize) -> usize {
        self.bounds[token] as usize
    }

    fn after(self, token: usize) -> usize {
        token + 1
    }

    fn before(self, token: usize) -> Option<usize> {
        token.checked_sub(1)
    }

    fn kind(self, token: usize) -> Option<Kind> {
        self.kinds.get(token).map(|&kind| Kind::of(kind))
    }

    fn has_content(self, from: usize, until: usize) -> bool {
        self.kinds[from..until].iter().any(|&kind| Kind::of(kind).is_content())
    }
}
