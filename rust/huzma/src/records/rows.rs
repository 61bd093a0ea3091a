//! Rows of a table, cut into cells.
//!
//! Quoting is that of RFC 4180, for every separator: a cell in `"` may hold separators and line ends, and `""` there
//! is one `"`.

use std::borrow::Cow;

/// A cell of a row: where it stands, without its quotes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cell {
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Whether it stands in quotes.
    pub quoted: bool,
}

impl Cell {
    /// What the cell says.
    #[must_use]
    pub fn text(self, row: &str) -> Cow<'_, str> {
        let raw = row.get(self.start..self.end).unwrap_or_default();
        if self.quoted && raw.contains('"') { raw.replace("\"\"", "\"").into() } else { raw.into() }
    }

    /// Where the cell stands with its quotes, of which the closing one may be missing at the end of a row of so
    /// many bytes.
    #[must_use]
    pub fn range(self, len: usize) -> std::ops::Range<usize> {
        let quote = usize::from(self.quoted);
        self.start - quote..(self.end + quote).min(len)
    }

    /// Whether nothing is there, not even quotes.
    #[must_use]
    pub fn is_absent(self) -> bool {
        !self.quoted && self.start == self.end
    }
}

/// What the next byte of a row belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Within {
    /// The start of a cell.
    #[default]
    Start,
    /// A cell without quotes.
    Plain,
    /// A cell in quotes.
    Quoted,
    /// A cell in quotes, behind a quote: the end, or half of a doubled one.
    Quote,
}

/// A row as far as it has been cut into cells.
#[derive(Debug, Default)]
pub struct Row {
    /// The cells that have ended.
    pub cells: Vec<Cell>,
    cell: Cell,
    within: Within,
    /// Something stands behind a closing quote.
    pub malformed: bool,
}

impl Row {
    /// Cuts on from `from`; where the row is over, gives the place behind its LF.
    pub fn cut(&mut self, row: &[u8], from: usize, separator: u8) -> Option<usize> {
        for (at, &byte) in row.iter().enumerate().skip(from) {
            match (self.within, byte) {
                (Within::Quoted, b'"') => {
                    self.within = Within::Quote;
                    self.cell.end = at;
                }
                (Within::Quoted, _) => {}
                (Within::Quote, b'"') => self.within = Within::Quoted,
                (Within::Start, b'"') => {
                    self.within = Within::Quoted;
                    self.cell = Cell { start: at + 1, end: at + 1, quoted: true };
                }
                (_, b'\n') => {
                    let end = if row[..at].ends_with(b"\r") { at - 1 } else { at };
                    self.close(end);
                    return Some(at + 1);
                }
                (_, byte) if byte == separator => {
                    self.close(at);
                    self.cell = Cell { start: at + 1, end: at + 1, quoted: false };
                }
                (Within::Quote, b'\r') => {}
                (Within::Quote, _) => self.malformed = true,
                (Within::Start, _) => self.within = Within::Plain,
                (Within::Plain, _) => {}
            }
        }
        None
    }

    fn close(&mut self, end: usize) {
        if !self.cell.quoted {
            self.cell.end = end.max(self.cell.start);
        }
        self.cells.push(self.cell);
        self.within = Within::Start;
    }

    /// Ends the row with the file; says whether a quote was left open.
    pub fn end(&mut self, len: usize) -> bool {
        let open = self.within == Within::Quoted;
        if open {
            self.cell.end = len;
        }
        self.close(len);
        open
    }

    /// Whether nothing is in the row.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        matches!(self.cells[..], [cell] if cell.is_absent())
    }
}

/// A row that is whole, without its line end.
#[derive(Debug)]
pub struct Cut {
    /// Its cells.
    pub cells: Vec<Cell>,
    /// Whether something stands behind a closing quote.
    pub malformed: bool,
    /// Whether a quote is opened and never closed.
    pub open: bool,
}

/// Cuts a whole row, given without its line end.
#[must_use]
pub fn cut(row: &[u8], separator: u8) -> Cut {
    let mut cutter = Row::default();
    cutter.cut(row, 0, separator);
    let open = cutter.end(row.len());
    Cut { cells: cutter.cells, malformed: cutter.malformed, open }
}

/// Follows rows through a stream without keeping cells.
#[derive(Debug, Default)]
pub(super) struct Follower {
    within: Within,
}

impl Follower {
    /// The place behind the LF that ends the row, from `from` on.
    pub(super) fn end(&mut self, bytes: &[u8], from: usize, separator: u8) -> Option<usize> {
        let mut at = from;
        loop {
            let rest = bytes.get(at..)?;
            if self.within == Within::Quoted {
                at += memchr::memchr(b'"', rest)? + 1;
                self.within = Within::Quote;
                continue;
            }
            if self.within == Within::Plain {
                // Quotes mean nothing until the cell ends.
                at += memchr::memchr2(b'\n', separator, rest)?;
            }
            let &byte = bytes.get(at)?;
            at += 1;
            self.within = match (self.within, byte) {
                (_, b'\n') => {
                    self.within = Within::Start;
                    return Some(at);
                }
                (_, byte) if byte == separator => Within::Start,
                (Within::Start | Within::Quote, b'"') => Within::Quoted,
                (Within::Quote, _) => Within::Quote,
                _ => Within::Plain,
            };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_say_what_was_meant() {
        let row = "1,\"a,\"\"b\"\"\n\",,\"\"";
        let Cut { cells, malformed, open } = cut(row.as_bytes(), b',');
        let texts: Vec<_> = cells.iter().map(|cell| cell.text(row)).collect();
        assert_eq!(
            (texts, malformed, open),
            (vec!["1".into(), "a,\"b\"\n".into(), "".into(), "".into()], false, false)
        );
        assert!(cells[2].is_absent() && !cells[3].is_absent());
        assert!(cut(b"\"a\"b", b',').malformed);
        assert!(cut(b"\"a", b',').open);
    }

    proptest! {
        /// However the bytes arrive, rows end where the cutter of cells ends them.
        #[test]
        fn rows_end_where_their_last_cell_does(text in "[a\",\r\n]{0,40}", step in 1usize..9) {
            let bytes = text.as_bytes();
            let mut follower = Follower::default();
            let (mut row, mut from, mut seen) = (Row::default(), 0, 0);
            let mut ends = Vec::new();
            while from < bytes.len() {
                seen = (seen + step).min(bytes.len());
                while let Some(end) = follower.end(&bytes[..seen], from, b',') {
                    ends.push(end);
                    from = end;
                }
                from = seen;
            }
            let (mut expected, mut at) = (Vec::new(), 0);
            while let Some(end) = row.cut(bytes, at, b',') {
                expected.push(end);
                (row, at) = (Row::default(), end);
            }
            prop_assert_eq!(ends, expected);
        }
    }
}
