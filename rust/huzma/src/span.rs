//! Places in a text, and the one way to change a text.
//!
//! Everything huzma says about a text is a [`Span`] of the source: a token is a span with a kind, a
//! finding a span with a code, a fix a list of [`Edit`]s. Spans are half-open and counted in the unit
//! of the text they belong to: bytes for UTF-8, code points for the layouts of a Python `str`. They
//! are `u32` because every consumer (Arrow, Python buffers) wants 32-bit offsets; a text too long for
//! that is refused before it gets here ([`MAX_LEN`]).
//!
//! Two things were refused: a point map (an offset inside `ﻻ` has no single image in `لا`, so points
//! land inside characters) and a map with an entry per unit (16 bytes a byte in the tool that does it).
//! [`OffsetMap`] lists only the places where a text changed and maps spans.

use std::borrow::Cow;
use std::fmt;

mod map;

pub use map::{Change, OffsetMap, OffsetMapBuilder};

/// The longest text, in units, whose offsets fit the signed 32 bits of Arrow and of Python buffers.
pub const MAX_LEN: usize = i32::MAX as usize;

/// A half-open range of a text, in units of that text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// The first unit.
    pub start: u32,
    /// One past the last unit.
    pub end: u32,
}

impl Span {
    /// A span from `start` to `end`, which must not lie before `start` nor beyond [`MAX_LEN`].
    #[must_use]
    pub const fn new(start: usize, end: usize) -> Self {
        debug_assert!(start <= end && end <= MAX_LEN);
        Self { start: start as u32, end: end as u32 }
    }

    /// The empty span at `at`.
    #[must_use]
    pub const fn empty(at: usize) -> Self {
        Self::new(at, at)
    }

    /// The number of units covered.
    #[must_use]
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether no unit is covered.
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// The span as a range for slicing.
    #[must_use]
    pub const fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether the two spans share a unit, or one is empty and lies inside the other.
    #[must_use]
    pub const fn touches(self, other: Self) -> bool {
        if self.is_empty() || other.is_empty() {
            self.start <= other.end && other.start <= self.end
        } else {
            self.start < other.end && other.start < self.end
        }
    }
}

/// A replacement of one span of a UTF-8 text.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Edit {
    /// What is replaced, in bytes.
    pub span: Span,
    /// What stands there afterwards; empty for a deletion.
    pub replacement: Cow<'static, str>,
}

impl Edit {
    /// Replaces `span` by `replacement`.
    pub fn replace(span: Span, replacement: impl Into<Cow<'static, str>>) -> Self {
        Self { span, replacement: replacement.into() }
    }

    /// Deletes `span`.
    #[must_use]
    pub const fn delete(span: Span) -> Self {
        Self { span, replacement: Cow::Borrowed("") }
    }
}

/// Why a list of edits cannot be applied to a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyError {
    /// The edit that does not fit.
    pub edit: Edit,
    /// The length of the text in bytes.
    pub text_len: usize,
}

impl fmt::Display for ApplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the edit at bytes {}..{} overlaps the edit before it, cuts a character, or lies outside a text of {} bytes",
            self.edit.span.start, self.edit.span.end, self.text_len
        )
    }
}

impl std::error::Error for ApplyError {}

/// Applies edits that are sorted by place and do not overlap.
///
/// # Errors
/// [`ApplyError`] names the first edit that overlaps the one before it, lies outside the text or cuts
/// a character.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, ApplyError> {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let range = edit.span.range();
        let kept = if range.start < at { None } else { text.get(at..range.start) };
        let (Some(kept), Some(_)) = (kept, text.get(range.clone())) else {
            return Err(ApplyError { edit: edit.clone(), text_len: text.len() });
        };
        out.push_str(kept);
        out.push_str(&edit.replacement);
        at = range.end;
    }
    out.push_str(&text[at..]);
    Ok(out)
}

/// A place in a text for people: line and column from 1, both counted as editors do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// The line, from 1. Lines end at LF, CRLF or CR.
    pub line: u32,
    /// The column in code points, from 1.
    pub column: u32,
    /// The offset in code points from the start of the text, from 0.
    pub code_point: u32,
}

/// Turns byte offsets of a UTF-8 text into code points, lines and columns.
///
/// Built once per text, in one pass; each look-up reads at most [`LineIndex::STRIDE`] bytes, however long
/// the lines are.
#[derive(Clone, Debug)]
pub struct LineIndex {
    /// Byte offset and code point offset of the start of each line.
    lines: Vec<(u32, u32)>,
    /// Code points before each multiple of `STRIDE` bytes.
    checkpoints: Vec<u32>,
}

impl LineIndex {
    /// How many bytes lie between two counted places.
    pub const STRIDE: usize = 256;

    /// Indexes a text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut checkpoints = Vec::with_capacity(bytes.len() / Self::STRIDE + 1);
        let mut count = 0u32;
        for chunk in bytes.chunks(Self::STRIDE) {
            checkpoints.push(count);
            count += leads(chunk);
        }
        let mut index = Self { lines: vec![(0, 0)], checkpoints };
        for at in memchr::memchr2_iter(b'\n', b'\r', bytes) {
            if bytes[at] == b'\r' && bytes.get(at + 1) == Some(&b'\n') {
                continue;
            }
            let next = at + 1;
            let line = (next as u32, index.code_point(text, next));
            index.lines.push(line);
        }
        index
    }

    /// The number of lines; a text without a line end is one line.
    #[must_use]
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// The offset in code points of a byte offset of the indexed text, which must start a character.
    #[must_use]
    pub fn code_point(&self, text: &str, byte: usize) -> u32 {
        let byte = byte.min(text.len());
        let block = byte / Self::STRIDE;
        match self.checkpoints.get(block) {
            Some(before) => before + leads(&text.as_bytes()[block * Self::STRIDE..byte]),
            // The offset at the end of a text whose length is a multiple of the stride.
            None => match block.checked_sub(1).and_then(|last| Some((last, self.checkpoints.get(last)?))) {
                Some((last, before)) => before + leads(&text.as_bytes()[last * Self::STRIDE..byte]),
                None => 0,
            },
        }
    }

    /// Line, column and code point of a byte offset of the indexed text.
    #[must_use]
    pub fn position(&self, text: &str, byte: usize) -> Position {
        let code_point = self.code_point(text, byte);
        let line = self.lines.partition_point(|&(start, _)| start as usize <= byte);
        let before = self.lines[line.saturating_sub(1)].1;
        Position { line: line as u32, column: code_point - before + 1, code_point }
    }
}

/// Counts the bytes that start a character.
fn leads(bytes: &[u8]) -> u32 {
    bytes.iter().map(|&byte| u32::from((byte as i8) >= -0x40)).sum()
}
