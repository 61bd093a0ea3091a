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
//! [`OffsetMap`] lists only the places where lengths change and maps spans.

use std::borrow::Cow;
use std::fmt;

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

/// One place where the length changed: these units of the source became these of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// In units of the source.
    pub source: Span,
    /// In units of the result.
    pub result: Span,
}

/// Maps spans of a result to spans of its source and back.
///
/// Only changes of length are listed, in order; between them units correspond one to one. A deleted
/// unit belongs to the unit of the result before it (at the start of the text, to the one after it), so
/// the source spans of the result's units tile the source and a word keeps its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    changes: Vec<Change>,
    source_len: u32,
    result_len: u32,
}

impl OffsetMap {
    /// The map of a text onto itself.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let len = Span::new(0, len).end;
        Self { changes: Vec::new(), source_len: len, result_len: len }
    }

    /// The places where the length changed, in order.
    #[must_use]
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// The length of the source in units.
    #[must_use]
    pub fn source_len(&self) -> usize {
        self.source_len as usize
    }

    /// The length of the result in units.
    #[must_use]
    pub fn result_len(&self) -> usize {
        self.result_len as usize
    }

    /// The units of the source that the units of `span` were made from, deleted neighbours included.
    ///
    /// A span that touches a change widens to the whole of it. Offsets beyond the end are cut to it.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        self.map(span, self.result_len, self.source_len, |change| (change.result, change.source))
    }

    /// The units of the result that the units of `span` became; empty where they were all deleted at
    /// the start of a text of which nothing is left.
    #[must_use]
    pub fn result_span(&self, span: Span) -> Span {
        self.map(span, self.source_len, self.result_len, |change| (change.source, change.result))
    }

    fn map(&self, span: Span, from_len: u32, to_len: u32, sides: impl Fn(&Change) -> (Span, Span)) -> Span {
        let start = span.start.min(from_len);
        let end = span.end.clamp(start, from_len);
        if from_len == 0 || to_len == 0 {
            return Span { start: 0, end: if start == 0 && end == from_len { to_len } else { 0 } };
        }
        // Where a unit lies on the other side: in a change as a whole, else as far from the change
        // before it as here.
        let image = |unit: u32| {
            let index = self.changes.partition_point(|change| sides(change).0.end <= unit);
            if let Some((from, to)) = self.changes.get(index).map(&sides)
                && from.start <= unit
            {
                return to;
            }
            let before = index.checked_sub(1).map(|last| sides(&self.changes[last]));
            let start = before.map_or(unit, |(from, to)| unit - from.end + to.end);
            Span { start, end: start + 1 }
        };
        if start == end {
            let at = if start == from_len { to_len } else { image(start).start };
            return Span { start: at, end: at };
        }
        Span { start: image(start).start, end: image(end - 1).end }
    }

    /// The map of two changes in a row: `self` from source to middle, `next` from middle to result.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        debug_assert_eq!(self.result_len, next.source_len);
        let (source_len, result_len) = (self.source_len, next.result_len);
        if self.result_len == 0 || next.result_len == 0 {
            let whole =
                Change { source: Span { start: 0, end: source_len }, result: Span { start: 0, end: result_len } };
            let changes = if source_len == result_len { Vec::new() } else { vec![whole] };
            return Self { changes, source_len, result_len };
        }
        let mut changes = Vec::with_capacity(self.changes.len() + next.changes.len());
        let (mut first, mut second) = (self.changes.iter().peekable(), next.changes.iter().peekable());
        // How far the middle is from the source, and from the result, behind the changes taken so far.
        let (mut to_source, mut to_result) = (0i64, 0i64);
        loop {
            let start = match (first.peek(), second.peek()) {
                (None, None) => break,
                (Some(a), None) => a.result.start,
                (None, Some(b)) => b.source.start,
                (Some(a), Some(b)) => a.result.start.min(b.source.start),
            };
            // All changes that hang together in the middle become one.
            let (source_start, result_start) = (i64::from(start) + to_source, i64::from(start) + to_result);
            let mut end = start;
            loop {
                if let Some(a) = first.next_if(|a| a.result.start < end || a.result.start == start) {
                    end = end.max(a.result.end);
                    to_source = i64::from(a.source.end) - i64::from(a.result.end);
                } else if let Some(b) = second.next_if(|b| b.source.start < end || b.source.start == start) {
                    end = end.max(b.source.end);
                    to_result = i64::from(b.result.end) - i64::from(b.source.end);
                } else {
                    break;
                }
            }
            let span = |start: i64, end: i64| Span { start: start as u32, end: end as u32 };
            let change = Change {
                source: span(source_start, i64::from(end) + to_source),
                result: span(result_start, i64::from(end) + to_result),
            };
            changes.push(change);
        }
        Self { changes, source_len, result_len }
    }
}

/// Builds an [`OffsetMap`] while a text is rewritten from start to end.
#[derive(Debug, Default)]
pub struct OffsetMapBuilder {
    changes: Vec<Change>,
    source: u32,
    result: u32,
}

impl OffsetMapBuilder {
    /// A builder at the start of both texts.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records that the next `source` units became the next `result` units.
    ///
    /// Equal lengths cost nothing: they are taken to correspond one to one.
    pub fn push(&mut self, source: usize, result: usize) {
        let (source, result) = (source as u32, result as u32);
        let from = Span { start: self.source, end: self.source + source };
        let to = Span { start: self.result, end: self.result + result };
        self.source = from.end;
        self.result = to.end;
        if source == result {
            // A deletion at the very start waits for the first unit that stays.
            if let Some(last) = self.changes.last_mut()
                && last.result.is_empty()
                && source > 0
            {
                last.source.end += 1;
                last.result.end += 1;
            }
            return;
        }
        let waits = self.changes.last().is_some_and(|last| last.result.is_empty());
        if result == 0 && !waits && to.start > 0 {
            // A deletion joins the unit of the result before it: into the last change if that ends
            // here, else into a new one that starts a unit earlier.
            match self.changes.last_mut() {
                Some(last) if last.source.end == from.start => last.source.end = from.end,
                _ => self.changes.push(Change {
                    source: Span { start: from.start - 1, end: from.end },
                    result: Span { start: to.start - 1, end: to.end },
                }),
            }
        } else if waits && let Some(last) = self.changes.last_mut() {
            last.source.end = from.end;
            last.result.end = to.end;
        } else {
            self.changes.push(Change { source: from, result: to });
        }
    }

    /// The finished map.
    #[must_use]
    pub fn finish(self) -> OffsetMap {
        OffsetMap { changes: self.changes, source_len: self.source, result_len: self.result }
    }
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
