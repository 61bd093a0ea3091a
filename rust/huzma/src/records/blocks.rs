//! Cuts a stream into blocks of whole records.

use std::io::{self, Read};

use super::array::{Follower as Array, Met};
use super::rows::Follower as Rows;
use super::{Block, Extent, Frame, Layout, LineColumn, Part};

/// The longest record that can be asked for, in bytes: places in a block are 32 bits.
pub const LONGEST: u64 = 1 << 31;

/// How much a block holds unless a record needs more.
const BLOCK: usize = 1 << 20;

const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// Reads a stream as blocks of records.
///
/// No more is in memory than one block, or one record and what was read with it. A record that is longer than allowed
/// comes in parts.
pub struct Blocks<R> {
    source: R,
    layout: Layout,
    longest: usize,
    block: usize,
    /// What has been read and not handed out, and where it stands.
    pending: Vec<u8>,
    offset: u64,
    origin: LineColumn,
    /// The number of the next record to be handed out.
    number: u64,
    extents: Vec<Extent>,
    /// Where the record under way begins, and how far it has been followed.
    begun: usize,
    seen: usize,
    /// Where the record under way ends and the next one begins, if that is known already.
    met: Option<(usize, usize)>,
    rows: Rows,
    array: Array,
    /// The record under way is longer than allowed, and a part of it has been handed out.
    long: bool,
    ended: bool,
    done: bool,
    header: Option<Vec<u8>>,
    wants_header: bool,
}

impl<R: Read> Blocks<R> {
    /// Reads `source`; `longest` is the most bytes of a record.
    pub fn new(source: R, layout: Layout, longest: u64) -> Self {
        Self {
            source,
            layout,
            longest: longest.min(LONGEST) as usize,
            block: BLOCK,
            pending: Vec::new(),
            offset: 0,
            origin: LineColumn::START,
            number: 1,
            extents: Vec::new(),
            begun: 0,
            seen: 0,
            met: None,
            rows: Rows::default(),
            array: Array::default(),
            long: false,
            ended: false,
            done: false,
            header: None,
            wants_header: matches!(layout, Layout::Rows(_)),
        }
    }

    /// The same with blocks of about this size.
    #[must_use]
    pub fn with_block(self, block: usize) -> Self {
        Self { block: block.max(1), ..self }
    }

    /// What stands before the records: the byte order mark, if there is one, and of a table the row with the names of
    /// the columns. Known when a block has been read, or the end.
    #[must_use]
    pub fn header(&self) -> &[u8] {
        self.header.as_deref().unwrap_or_default()
    }

    /// The next block; none at the end.
    ///
    /// # Errors
    /// The stream cannot be read.
    pub fn next_block(&mut self) -> io::Result<Option<Block>> {
        if self.header.is_none() {
            self.skip_mark()?;
        }
        while !self.done {
            if let Some((end, next)) = self.met.take().or_else(|| self.record_end()) {
                if self.long {
                    return Ok(Some(self.part(end, next, true)));
                }
                if end - self.begun > self.longest {
                    if self.extents.is_empty() {
                        return Ok(Some(self.part(end, next, true)));
                    }
                    // What is whole goes first.
                    self.met = Some((end - self.begun, next - self.begun));
                    return Ok(Some(self.whole(self.begun)));
                }
                self.take(end, next);
                continue;
            }
            if self.ended {
                return Ok(self.last());
            }
            if !self.extents.is_empty() {
                return Ok(Some(self.whole(self.begun)));
            }
            if self.array.is_behind() {
                self.drop_rest();
            } else if self.long || self.pending.len() - self.begun > self.longest {
                let len = self.pending.len();
                if len > 0 {
                    return Ok(Some(self.part(len, len, false)));
                }
            }
            self.read(self.block)?;
        }
        Ok(None)
    }

    /// Behind an array there are no records: of what stands there no more is kept than its beginning.
    fn drop_rest(&mut self) {
        let first = self.behind();
        self.keep_beginning(first);
        if first.is_none() {
            drop(self.skip(self.pending.len()));
        }
    }

    /// Where something stands behind the record under way.
    fn behind(&self) -> Option<usize> {
        let first = self.pending[self.begun..].iter().position(|byte| !b" \t\r\n".contains(byte));
        first.map(|first| self.begun + first)
    }

    /// Keeps no more than the beginning of what stands from here on.
    fn keep_beginning(&mut self, first: Option<usize>) {
        if let Some(first) = first {
            self.pending.truncate(first + self.longest.max(1));
        }
    }

    /// Reads so many bytes more, or up to the end.
    fn read(&mut self, wanted: usize) -> io::Result<()> {
        let read = (&mut self.source).take(wanted as u64).read_to_end(&mut self.pending)?;
        self.ended = read < wanted;
        Ok(())
    }

    fn skip_mark(&mut self) -> io::Result<()> {
        self.read(self.block.max(BOM.len()))?;
        let marked = self.pending.starts_with(BOM);
        self.header = Some(if marked { BOM.to_vec() } else { Vec::new() });
        if marked {
            self.pending.drain(..BOM.len());
            self.offset = BOM.len() as u64;
        }
        Ok(())
    }

    /// Where the record under way ends, and where the next one begins.
    fn record_end(&mut self) -> Option<(usize, usize)> {
        let met = match self.layout {
            Layout::JsonLines => {
                let found = memchr::memchr(b'\n', self.pending.get(self.seen..)?);
                found.map(|len| (self.seen + len, self.seen + len + 1))
            }
            Layout::Rows(separator) => self.rows.end(&self.pending, self.seen, separator).map(|next| (next - 1, next)),
            Layout::Json => loop {
                match self.array.next(&self.pending, self.seen) {
                    Some(Met::Begin(at)) => (self.begun, self.seen) = (at + 1, at + 1),
                    Some(Met::Comma(at) | Met::End(at)) => break Some((at, at + 1)),
                    None => break None,
                }
            },
        };
        self.seen = met.map_or(self.pending.len(), |(_, next)| next);
        met
    }

    /// Lists the record under way.
    fn take(&mut self, end: usize, next: usize) {
        let extent = self.trimmed(end);
        (self.begun, self.seen) = (next, next.max(self.seen));
        let Some(extent) = extent else { return };
        if self.wants_header {
            self.wants_header = false;
            let row = self.skip(next);
            self.header.get_or_insert_default().extend(row);
        } else {
            self.extents.push(extent);
            self.number += 1;
        }
    }

    /// The record under way without blanks round it; none where there is none.
    fn trimmed(&self, end: usize) -> Option<Extent> {
        let record = &self.pending[self.begun..end];
        let range = if let Layout::Rows(_) = self.layout {
            let len = record.strip_suffix(b"\r").unwrap_or(record).len();
            (len > 0).then_some((0, len))
        } else {
            let blank = |byte: &u8| b" \t\r\n".contains(byte);
            match record.iter().position(|byte| !blank(byte)) {
                Some(first) => Some((first, record.iter().rposition(|byte| !blank(byte)).map_or(first, |at| at + 1))),
                // Between two commas there must be something.
                None => (self.layout == Layout::Json && self.array.had_comma()).then_some((record.len(), record.len())),
            }
        };
        let at = |index: usize| (self.begun + index) as u32;
        range.map(|(start, end)| Extent { start: at(start), end: at(end) })
    }

    /// What is left at the end of the stream.
    fn last(&mut self) -> Option<Block> {
        let len = self.pending.len();
        self.done = true;
        if self.long {
            return Some(self.part(len, len, true));
        }
        let frame;
        if self.array.is_behind() {
            let first = self.behind();
            // What has been read last need not follow what is kept.
            self.keep_beginning(first);
            let end = self.pending.len() as u32;
            frame = first.map(|first| (Frame::Trailing, Extent { start: first as u32, end }));
        } else {
            if len - self.begun > self.longest {
                self.done = false;
                if self.extents.is_empty() {
                    return Some(self.part(len, len, true));
                }
                self.met = Some((len - self.begun, len - self.begun));
                return Some(self.whole(self.begun));
            }
            let open = self.array.is_within();
            // Of an array that is cut off behind a comma nobody knows whether an element was to follow.
            if !(open && self.pending[self.begun..].iter().all(u8::is_ascii_whitespace)) {
                self.take(len, len);
            }
            let len = self.pending.len() as u32;
            frame = open.then_some((Frame::Open, Extent { start: len, end: len }));
        }
        if self.extents.is_empty() && frame.is_none() {
            return None;
        }
        let mut block = self.whole(self.pending.len());
        block.frame = frame;
        Some(block)
    }

    /// The block of the records that have been listed, which ends here.
    fn whole(&mut self, end: usize) -> Block {
        let extents = std::mem::take(&mut self.extents);
        let (offset, origin, first) = (self.offset, self.origin, self.number - extents.len() as u64);
        Block::new(self.skip(end), offset, origin, first, extents)
    }

    /// A part of a record that is too long.
    fn part(&mut self, end: usize, next: usize, last: bool) -> Block {
        let (offset, origin, first) = (self.offset, self.origin, self.number);
        let extent = Extent { start: self.begun as u32, end: end as u32 };
        let first_part = !self.long;
        (self.begun, self.long) = (next, !last);
        self.number += u64::from(last);
        let mut block = Block::new(self.skip(next), offset, origin, first, vec![extent]);
        block.part = Part::Long { first: first_part, last };
        block
    }

    /// Takes so many bytes: they are behind us.
    fn skip(&mut self, count: usize) -> Vec<u8> {
        let rest = self.pending.split_off(count);
        let taken = std::mem::replace(&mut self.pending, rest);
        self.origin = self.origin.after(&taken);
        self.offset += count as u64;
        self.begun -= count.min(self.begun);
        self.seen -= count.min(self.seen);
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::json::Scanner;
    use proptest::prelude::*;

    /// Number, offset, line and column of each record, with its bytes; then what is wrong round them.
    type Read = (Vec<(u64, u64, LineColumn, String)>, Option<Frame>);

    fn read(text: &str, layout: Layout, block: usize) -> Read {
        let mut blocks = Blocks::new(text.as_bytes(), layout, LONGEST).with_block(block);
        let (mut records, mut frame, mut bytes) = (Vec::new(), None, 0);
        while let Some(block) = blocks.next_block().unwrap() {
            bytes += block.bytes.len();
            for (index, extent) in block.extents.iter().enumerate() {
                let record = String::from_utf8(block.record(index).to_vec()).unwrap();
                let offset = block.offset + u64::from(extent.start);
                records.push((block.first + index as u64, offset, block.place(index, 0), record));
            }
            frame = frame.or(block.frame.map(|(frame, _)| frame));
        }
        assert!(blocks.header().len() + bytes <= text.len());
        (records, frame)
    }

    fn texts(text: &str, layout: Layout) -> (Vec<String>, Option<Frame>) {
        let (records, frame) = read(text, layout, BLOCK);
        (records.into_iter().map(|(.., text)| text).collect(), frame)
    }

    #[test]
    fn what_stands_behind_an_array_is_no_record_however_long_it_is() {
        for (rest, frame) in [("x".repeat(100), Some(Frame::Trailing)), (" \n".repeat(50), None)] {
            for tail in ["", "y"] {
                let text = format!("[1]{rest}{tail}");
                for size in [1, 3, 1 << 10] {
                    let mut blocks = Blocks::new(text.as_bytes(), Layout::Json, 8).with_block(size);
                    let (mut records, mut seen) = (0, None);
                    while let Some(block) = blocks.next_block().unwrap() {
                        records += block.extents.len();
                        seen = seen.or(block.frame.map(|(frame, _)| frame));
                        assert!(block.bytes.len() <= 8 + size.max(8) || size > 100);
                    }
                    let expected = if tail.is_empty() { frame } else { Some(Frame::Trailing) };
                    assert_eq!((records, seen), (1, expected), "{text:?} in steps of {size}");
                }
            }
        }
    }

    #[test]
    fn records_are_cut_as_they_are_written() {
        let owned = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect::<Vec<_>>();
        assert_eq!(texts("\u{FEFF}{}\r\n\n [1] \nx", Layout::JsonLines), (owned(&["{}", "[1]", "x"]), None));
        let array = r#" [ {"a": "],\"["} , [1,2],, 3 ] "#;
        assert_eq!(texts(array, Layout::Json), (owned(&[r#"{"a": "],\"["}"#, "[1,2]", "", "3"]), None));
        assert_eq!(texts("[]", Layout::Json), (owned(&[]), None));
        assert_eq!(texts("[1] x", Layout::Json), (owned(&["1"]), Some(Frame::Trailing)));
        assert_eq!(texts("[1, {\"a\":", Layout::Json), (owned(&["1", "{\"a\":"]), Some(Frame::Open)));
        assert_eq!(texts(" {\"a\": [1, 2]} ", Layout::Json), (owned(&["{\"a\": [1, 2]}"]), None));
        let rows = "id,text\r\n1,\"a\nb\"\n\n2,\"c";
        assert_eq!(texts(rows, Layout::Rows(b',')), (owned(&["1,\"a\nb\"", "2,\"c"]), None));
        for layout in [Layout::JsonLines, Layout::Json, Layout::Rows(b'\t')] {
            assert_eq!(texts("", layout), (vec![], None));
        }
    }

    #[test]
    fn a_record_that_is_too_long_comes_in_parts() {
        for (text, layout) in [
            ("{}\n[1,2,3,4,5,6,7,8,9]\n[2]\n", Layout::JsonLines),
            ("[{},[1,2,3,4,5,6,7,8,9],[2]]", Layout::Json),
            ("h\n{}\n\"1,2,3,4,\n,6,7,8,9\"\n[2]\n", Layout::Rows(b',')),
        ] {
            for block in 1..40 {
                let mut blocks = Blocks::new(text.as_bytes(), layout, 9).with_block(block);
                let (mut sound, mut long, mut bytes) = (Vec::new(), 0, Vec::new());
                while let Some(block) = blocks.next_block().unwrap() {
                    match block.part {
                        Part::Whole => sound.extend((0..block.extents.len()).map(|index| block.record(index).to_vec())),
                        Part::Long { last, .. } => long += u64::from(last),
                    }
                    bytes.extend(block.bytes);
                }
                assert_eq!((sound, long), (vec![b"{}".to_vec(), b"[2]".to_vec()], 1), "{text} in {block}");
                assert_eq!([blocks.header(), &*bytes].concat()[..bytes.len()], text.as_bytes()[..bytes.len()]);
            }
        }
    }

    proptest! {
        #[test]
        fn records_are_the_same_however_the_bytes_arrive(
            text in "(\u{FEFF})?[\\[\\]{},\" \r\na\u{645}\\\\]{0,40}",
            block in 1usize..12,
        ) {
            for layout in [Layout::JsonLines, Layout::Json, Layout::Rows(b',')] {
                let whole = read(&text, layout, BLOCK);
                prop_assert_eq!(&read(&text, layout, block), &whole);
                for (_, offset, place, record) in &whole.0 {
                    let at = *offset as usize;
                    prop_assert_eq!(&text[at..at + record.len()], &**record);
                    let before = text[..at].strip_prefix('\u{FEFF}').unwrap_or(&text[..at]);
                    let line = before.matches('\n').count() as u64 + 1;
                    let column = before.rsplit('\n').next().unwrap().chars().count() as u64 + 1;
                    prop_assert_eq!(*place, LineColumn { line, column });
                }
            }
        }

        #[test]
        fn the_elements_of_a_sound_array_are_its_elements(
            texts in proptest::collection::vec("(?s).{0,6}", 0..6),
            block in 1usize..20,
        ) {
            let values: Vec<_> = texts.iter().map(|text| serde_json::json!({"a": [text, {"b,": "]"}]})).collect();
            let json = serde_json::to_string_pretty(&values).unwrap();
            let (records, frame) = read(&json, Layout::Json, block);
            prop_assert_eq!(frame, None);
            let read: Vec<serde_json::Value> =
                records.iter().map(|(.., text)| serde_json::from_str(text).unwrap()).collect();
            prop_assert_eq!(read, values);
            for (.., text) in &records {
                prop_assert!(Scanner::new(9).scan(text.as_bytes(), true).is_ok());
            }
        }
    }
}
