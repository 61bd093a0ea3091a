//! Records as they stand in a file: where each one begins and ends, and where the values in it are.
//!
//! [`Blocks`] cuts a stream into blocks of whole records: the lines of JSON Lines, the elements of a JSON array, the
//! rows of a table. A [`Block`] knows where it stands in the file, so that a value can be pointed at by byte, line and
//! column without reading the file again. [`json`] says whether a record is sound JSON and finds values in it,
//! [`rows`] cuts rows into cells. Nothing here opens a file, and nothing knows what a schema is.

mod array;
mod blocks;
pub mod json;
mod pointer;
pub mod rows;

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

pub use blocks::{Blocks, LONGEST};
pub use pointer::{Located, Step, locate};

use json::{Flaw, Scanner};

/// How records stand in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// One JSON value a line.
    JsonLines,
    /// The elements of one JSON array; a file that holds another value is one record.
    Json,
    /// Rows of cells between these bytes, the first one the names of the columns.
    Rows(u8),
}

/// Where a record stands in its block, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// The first byte.
    pub start: u32,
    /// One past the last byte; line ends and separators are outside.
    pub end: u32,
}

impl Extent {
    /// The same as a range.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What a block is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// Whole records.
    Whole,
    /// A part of one record that is longer than allowed.
    Long {
        /// Whether the record begins here.
        first: bool,
        /// Whether the record ends here.
        last: bool,
    },
}

/// What is wrong with the array round its elements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Frame {
    /// Something stands behind the end of the array.
    Trailing,
    /// The file ends before the array does.
    Open,
}

/// A line and a column, both from 1; columns are code points. Lines end at LF.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LineColumn {
    /// The line.
    pub line: u64,
    /// The column.
    pub column: u64,
}

impl LineColumn {
    /// The start of a file.
    pub const START: Self = Self { line: 1, column: 1 };

    /// The place behind some bytes that begin at this one.
    #[must_use]
    pub fn after(self, bytes: &[u8]) -> Self {
        let lines = bytecount(bytes, |byte| byte == b'\n');
        let last = memchr::memrchr(b'\n', bytes).map_or(bytes, |at| &bytes[at + 1..]);
        let column = if lines == 0 { self.column } else { 1 };
        Self { line: self.line + lines, column: column + bytecount(last, |byte| byte & 0xC0 != 0x80) }
    }
}

fn bytecount(bytes: &[u8], is_it: impl Fn(u8) -> bool) -> u64 {
    // Sums of bytes in chunks that cannot overflow: the compiler makes vectors of them.
    bytes.chunks(255).map(|chunk| u64::from(chunk.iter().fold(0u8, |count, &byte| count + u8::from(is_it(byte))))).sum()
}

/// A piece of a file that holds whole records.
#[derive(Debug)]
pub struct Block {
    /// The piece.
    pub bytes: Vec<u8>,
    /// The offset of its first byte in the file.
    pub offset: u64,
    /// The line and column of its first byte.
    pub origin: LineColumn,
    /// The number of its first record in the file, from 1.
    pub first: u64,
    /// Its records, in order.
    pub extents: Vec<Extent>,
    /// What it is.
    pub part: Part,
    /// What is wrong round the records.
    pub frame: Option<(Frame, Extent)>,
    /// Places that have been counted, by their bytes in the block: the next one is counted from the one before it.
    places: Mutex<BTreeMap<usize, LineColumn>>,
}

/// What a look at the records of a block says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Checked {
    /// The records that are sound, as JSON arrays, and how many are in each.
    pub joined: Vec<(Vec<u8>, usize)>,
    /// Their indices.
    pub sound: Vec<u32>,
    /// What is wrong, by index of the record; a record with nothing but repeated members is sound all the same.
    pub flaws: Vec<(u32, Flaw)>,
}

impl Block {
    /// A block of records.
    #[must_use]
    pub fn new(bytes: Vec<u8>, offset: u64, origin: LineColumn, first: u64, extents: Vec<Extent>) -> Self {
        let (part, frame, places) = (Part::Whole, None, Mutex::default());
        Self { bytes, offset, origin, first, extents, part, frame, places }
    }

    /// The bytes of a record.
    #[must_use]
    pub fn record(&self, index: usize) -> &[u8] {
        self.extents.get(index).and_then(|extent| self.bytes.get(extent.range())).unwrap_or_default()
    }

    /// Looks at every record; `nesting` is how deep a sound one may be nested. An array ends when it has `together`
    /// bytes.
    #[must_use]
    pub fn check(&self, nesting: u32, together: usize) -> Checked {
        let mut checked = Checked::default();
        let (mut array, mut count) = (Vec::new(), 0);
        let utf8 = simdutf8::basic::from_utf8(&self.bytes).is_ok();
        let mut scanner = Scanner::new(nesting);
        for (index, extent) in self.extents.iter().enumerate() {
            let record = &self.bytes[extent.range()];
            let index = index as u32;
            match scanner.scan(record, utf8) {
                Ok(()) => {
                    array.push(if count == 0 { b'[' } else { b',' });
                    array.extend_from_slice(record);
                    count += 1;
                    if array.len() >= together {
                        array.push(b']');
                        let next = Vec::with_capacity(array.len());
                        checked.joined.push((std::mem::replace(&mut array, next), count));
                        count = 0;
                    }
                    checked.sound.push(index);
                    checked.flaws.extend(scanner.repeated.drain(..).map(|flaw| (index, flaw)));
                }
                Err(flaw) => checked.flaws.push((index, flaw)),
            }
        }
        if count > 0 {
            array.push(b']');
            checked.joined.push((array, count));
        }
        checked
    }

    /// The line and column of a byte of a record; it may be one past the last.
    #[must_use]
    pub fn place(&self, index: usize, byte: usize) -> LineColumn {
        let Some(extent) = self.extents.get(index) else { return self.origin };
        let start = extent.start as usize;
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        let (from, known) = places.range(..=start).next_back().map_or((0, self.origin), |(&at, &place)| (at, place));
        let begins = known.after(&self.bytes[from..start]);
        places.insert(start, begins);
        let record = self.record(index);
        begins.after(&record[..byte.min(record.len())])
    }
}

#[cfg(test)]
mod tests {
    use super::LineColumn;

    #[test]
    fn lines_and_columns_count_code_points() {
        let at = |text: &str| LineColumn::START.after(text.as_bytes());
        assert_eq!(at(""), LineColumn { line: 1, column: 1 });
        assert_eq!(at("متن\r"), LineColumn { line: 1, column: 5 });
        assert_eq!(at(&format!("{}\n\nab", "س".repeat(1000))), LineColumn { line: 3, column: 3 });
        assert_eq!(LineColumn { line: 4, column: 7 }.after("ا".as_bytes()), LineColumn { line: 4, column: 8 });
    }
}
