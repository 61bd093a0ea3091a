//! The way between the units of a result and those of its source.
//!
//! ```text
//! deletions   source 96, result 80: of 32 units from here on, those of a mask were deleted
//! change      source 130, result 111: 1 unit became 2
//! ```
//!
//! Between entries units correspond one to one, so an entry is found by halving and the rest is arithmetic. Vocalised
//! text is 37 % marks: a mask for 32 units is a sixteenth of what a list of its deletions takes.

use super::Span;

/// One place where a text changed: these units of the source became these of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Change {
    /// In units of the source.
    pub source: Span,
    /// In units of the result.
    pub result: Span,
}

/// How many units a mask of deletions covers.
const BLOCK: u32 = 32;

/// Where one to one ends, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Entry {
    source: u32,
    result: u32,
    /// The units that were deleted, from `source` on; or the length of a change in the source.
    deleted: u32,
    /// Zero for deletions; one more than the length of a change in the result.
    changed: u32,
}

impl Entry {
    /// The lengths of a change.
    fn change(self) -> Option<(u32, u32)> {
        Some((self.deleted, self.changed.checked_sub(1)?))
    }

    /// How far an entry goes: units of the source and what they became.
    fn lengths(self) -> (u32, u32) {
        self.change().unwrap_or((BLOCK, BLOCK - self.deleted.count_ones()))
    }
}

/// Maps spans of a result to spans of its source and back.
///
/// Only changes are listed, in order; between them units correspond one to one. A deleted unit belongs to
/// the unit of the result before it (at the start of the text, to the one after it), so the source spans of
/// the result's units tile the source and a word keeps its marks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OffsetMap {
    entries: Vec<Entry>,
    source_len: u32,
    result_len: u32,
}

impl OffsetMap {
    /// The map of a text onto itself.
    #[must_use]
    pub fn identity(len: usize) -> Self {
        let len = Span::new(0, len).end;
        Self { entries: Vec::new(), source_len: len, result_len: len }
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

    /// How many bytes of memory the map takes.
    #[must_use]
    pub fn memory(&self) -> usize {
        size_of::<Self>() + self.entries.capacity() * size_of::<Entry>()
    }

    /// The units of the source that the units of `span` were made from, deleted neighbours included.
    ///
    /// A span that touches a change widens to the whole of it. Offsets beyond the end are cut to it.
    #[must_use]
    pub fn source_span(&self, span: Span) -> Span {
        let (start, end) = (span.start.min(self.result_len), span.end.min(self.result_len));
        if self.source_len == 0 || self.result_len == 0 {
            return Span { start: 0, end: if start == 0 && end == self.result_len { self.source_len } else { 0 } };
        }
        let at = |unit: u32| match unit {
            0 => 0,
            unit if unit == self.result_len => self.source_len,
            unit => self.start_in_source(unit),
        };
        if start >= end {
            let at = at(if start < self.result_len { self.widened(start).start } else { start });
            return Span { start: at, end: at };
        }
        Span { start: at(self.widened(start).start), end: at(self.widened(end - 1).end) }
    }

    /// The units of the result that the units of `span` became; empty where they were all deleted at
    /// the start of a text of which nothing is left.
    #[must_use]
    pub fn result_span(&self, span: Span) -> Span {
        let (start, end) = (span.start.min(self.source_len), span.end.min(self.source_len));
        if self.source_len == 0 || self.result_len == 0 {
            return Span { start: 0, end: if start == 0 && end == self.source_len { self.result_len } else { 0 } };
        }
        if start >= end {
            let at = if start < self.source_len { self.unit_in_result(start).start } else { self.result_len };
            return Span { start: at, end: at };
        }
        Span { start: self.unit_in_result(start).start, end: self.unit_in_result(end - 1).end }
    }

    /// The last entry for which this holds; entries for which it holds stand before the others.
    fn last(&self, before: impl Fn(&Entry) -> bool) -> Option<Entry> {
        let index = self.entries.partition_point(before);
        Some(self.entries[index.checked_sub(1)?])
    }

    /// The unit of the result itself, or all of the change that it lies in.
    fn widened(&self, unit: u32) -> Span {
        if let Some(entry) = self.last(|entry| entry.result <= unit)
            && let Some((_, len)) = entry.change()
            && unit - entry.result < len
        {
            return Span { start: entry.result, end: entry.result + len };
        }
        Span { start: unit, end: unit + 1 }
    }

    /// Where in the source a unit of the result, not the first, starts.
    fn start_in_source(&self, unit: u32) -> u32 {
        let Some(entry) = self.last(|entry| entry.result <= unit) else { return unit };
        let (source_len, result_len) = entry.lengths();
        let behind = unit - entry.result;
        if behind >= result_len {
            return entry.source + source_len + (behind - result_len);
        }
        if entry.change().is_some() {
            return entry.source;
        }
        let mut kept = !entry.deleted;
        for _ in 0..behind {
            kept &= kept - 1;
        }
        entry.source + kept.trailing_zeros()
    }

    /// What became of a unit of the source, or the unit of the result that it belongs to.
    fn unit_in_result(&self, unit: u32) -> Span {
        let Some(entry) = self.last(|entry| entry.source <= unit) else { return Span { start: unit, end: unit + 1 } };
        let (source_len, result_len) = entry.lengths();
        let behind = unit - entry.source;
        // How many units of the result start up to here.
        let started = if behind >= source_len {
            entry.result + result_len + (behind - source_len) + 1
        } else if entry.change().is_some() {
            entry.result + result_len
        } else {
            entry.result + (!entry.deleted & (u32::MAX >> (31 - behind))).count_ones()
        };
        self.widened(started.saturating_sub(1).min(self.result_len - 1))
    }

    /// The map of two changes in a row: `self` from source to middle, `next` from middle to result.
    #[must_use]
    pub fn then(&self, next: &Self) -> Self {
        debug_assert_eq!(self.result_len, next.source_len);
        if self.entries.is_empty() {
            return next.clone();
        }
        if next.entries.is_empty() {
            return self.clone();
        }
        let (source_len, result_len) = (self.source_len, next.result_len);
        let mut map = OffsetMapBuilder::new();
        if self.result_len == 0 || next.result_len == 0 {
            map.change(0, 0, source_len as usize, result_len as usize);
            return map.finish(source_len as usize, result_len as usize);
        }
        let (first, second) = (self.changes(), next.changes());
        let (mut first, mut second) = (first.iter().peekable(), second.iter().peekable());
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
            let end = i64::from(end);
            map.change(
                source_start as usize,
                result_start as usize,
                (end + to_source - source_start) as usize,
                (end + to_result - result_start) as usize,
            );
        }
        map.finish(source_len as usize, result_len as usize)
    }

    /// The changes in order, each deletion with the unit of the result that it belongs to.
    #[must_use]
    pub fn changes(&self) -> Vec<Change> {
        let mut joined = Joined::default();
        for entry in &self.entries {
            joined.keep_to(entry.source);
            match entry.change() {
                Some((source, result)) => joined.push(source, result),
                None => {
                    let mut left = entry.deleted;
                    while left != 0 {
                        let start = left.trailing_zeros();
                        let count = (left >> start).trailing_ones();
                        joined.keep_to(entry.source + start);
                        joined.push(count, 0);
                        left &= !((u32::MAX >> (32 - count)) << start);
                    }
                }
            }
        }
        joined.keep_to(self.source_len);
        joined.changes
    }
}

/// Changes while deletions join the unit before them.
#[derive(Default)]
struct Joined {
    changes: Vec<Change>,
    source: u32,
    result: u32,
}

impl Joined {
    fn keep_to(&mut self, source: u32) {
        let kept = source.saturating_sub(self.source);
        // A deletion at the very start waits for the first unit that stays.
        if kept > 0
            && let Some(last) = self.changes.last_mut()
            && last.result.is_empty()
        {
            last.source.end += 1;
            last.result.end += 1;
        }
        self.source += kept;
        self.result += kept;
    }

    fn push(&mut self, source: u32, result: u32) {
        let from = Span { start: self.source, end: self.source + source };
        let to = Span { start: self.result, end: self.result + result };
        self.source = from.end;
        self.result = to.end;
        let waits = self.changes.last().is_some_and(|last| last.result.is_empty());
        if result == 0 && !waits && to.start > 0 {
            // Into the last change if that ends here, else into a new one that starts a unit earlier.
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
}

/// Builds an [`OffsetMap`] from changes told in order. Between them units correspond one to one.
#[derive(Debug, Default)]
pub struct OffsetMapBuilder {
    entries: Vec<Entry>,
}

impl OffsetMapBuilder {
    /// A builder of the map of a text onto itself.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Records that `source_len` units from `source` on became `result_len` units from `result` on, not one to one.
    pub fn change(&mut self, source: usize, result: usize, source_len: usize, result_len: usize) {
        self.entries.push(Entry {
            source: source as u32,
            result: result as u32,
            deleted: source_len as u32,
            changed: result_len as u32 + 1,
        });
    }

    /// Records deletions: bit `n` is unit `source + n`; the units that stay are written from `result` on.
    pub fn delete(&mut self, source: usize, result: usize, bits: u64) {
        let (lower, upper) = (bits as u32, (bits >> 32) as u32);
        self.delete_block(source as u32, result as u32, lower);
        self.delete_block(source as u32 + BLOCK, result as u32 + BLOCK - lower.count_ones(), upper);
    }

    fn delete_block(&mut self, source: u32, result: u32, deleted: u32) {
        if deleted == 0 {
            return;
        }
        // Deletions told one by one share an entry.
        if let Some(last) = self.entries.last_mut()
            && last.changed == 0
            && source - last.source < BLOCK
            && source - last.source <= deleted.leading_zeros()
        {
            last.deleted |= deleted << (source - last.source);
            return;
        }
        self.entries.push(Entry { source, result, deleted, changed: 0 });
    }

    /// Forgets what was recorded of the source from a unit on.
    pub fn truncate(&mut self, source: usize) {
        let source = source as u32;
        while let Some(last) = self.entries.last_mut() {
            if last.source >= source {
                self.entries.pop();
                continue;
            }
            if last.changed == 0 && source - last.source < BLOCK {
                last.deleted &= (1 << (source - last.source)) - 1;
                if last.deleted == 0 {
                    self.entries.pop();
                }
            }
            break;
        }
    }

    /// The finished map of texts of these lengths.
    #[must_use]
    pub fn finish(self, source_len: usize, result_len: usize) -> OffsetMap {
        OffsetMap { entries: self.entries, source_len: source_len as u32, result_len: result_len as u32 }
    }
}
