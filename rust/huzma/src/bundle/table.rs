//! Tables: CSV and TSV, the first row the names of the columns.
//!
//! The rows are cut by `records`, because a document has to know which bytes its characters come from.

use std::io::{Read, Write};
use std::path::Path;

use serde_json::Value;

use super::Options;
use super::decode;
use super::document::Metadata;
use super::error::{Error, ErrorKind, check_text_len};
use super::json_lines::check_members;
use super::places::Places;
use super::records::{ID, Reads, Record, Records};
use super::target::Sink;
use super::write::Entry;
use crate::finding::codes;
use crate::records::rows::{Cell, Row};

/// What is in a cell, and where its characters stand; `at` is the offset of the row.
fn text_of(cell: Cell, row: &str, at: u64) -> (String, Places) {
    let raw = row.get(cell.start..cell.end).unwrap_or_default();
    let mut places = Places::from(at + cell.start as u64);
    if !cell.quoted || !raw.contains('"') {
        places.plain(raw.len());
        return (raw.to_owned(), places);
    }
    let mut text = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(quote) = rest.find("\"\"") {
        text.push_str(&rest[..=quote]);
        places.plain(quote);
        places.add(1, 2, 1);
        rest = &rest[quote + 2..];
    }
    text.push_str(rest);
    places.plain(rest.len());
    (text, places)
}

/// The range in the file of a cell with its quotes; the row begins at `at`.
fn range_of(cell: Cell, at: u64, len: usize) -> (u64, u64) {
    let range = cell.range(len);
    (at + range.start as u64, at + range.end as u64)
}

/// The names of the columns.
struct Columns {
    names: Vec<String>,
    text: usize,
}

/// The reader of a table.
pub(super) struct Table {
    records: Records,
    separator: u8,
    columns: Option<Columns>,
    row: Vec<u8>,
}

impl Table {
    pub(super) fn new(source: Box<dyn Read + Send>, separator: u8, path: Option<&Path>, options: &Options) -> Self {
        Self { records: Records::new(source, path, options), separator, columns: None, row: Vec::new() }
    }

    /// Takes a row; none at the end.
    fn take_row(&mut self) -> Result<Option<(Row, bool)>, Error> {
        let at = self.records.input.offset();
        self.row.clear();
        let mut row = Row::default();
        loop {
            let from = self.row.len();
            self.records.take_line(&mut self.row, at)?;
            if self.row.is_empty() {
                return Ok(None);
            }
            if row.cut(&self.row, from, self.separator).is_some() {
                return Ok(Some((row, false)));
            }
            if self.row.len() == from {
                let open = row.end(from);
                return Ok(Some((row, open)));
            }
        }
    }

    fn header(&mut self, row: &Row, at: u64) -> Result<Columns, Error> {
        let path = self.records.path.clone();
        let not_a_bundle = |reason| Error::new(ErrorKind::NotABundle { reason }, path.as_deref()).at(at);
        let text = decode::text(&self.row).map_err(|_| not_a_bundle("the names of the columns are not in UTF-8"))?;
        let names: Vec<_> = row.cells.iter().map(|cell| text_of(*cell, &text, at).0).collect();
        for (index, name) in names.iter().enumerate() {
            if names[..index].contains(name) {
                let (start, end) = range_of(row.cells[index], at, self.row.len());
                self.records.report(None, codes::REPEATED_KEY.at_bytes(start, end).with(name.clone()));
            }
        }
        let text = names.iter().position(|name| *name == self.records.text_field);
        let text = text.ok_or_else(|| not_a_bundle("the table has no column of the name that text_field gives"))?;
        Ok(Columns { names, text })
    }
}

impl Reads for Table {
    fn records(&mut self) -> &mut Records {
        &mut self.records
    }

    fn step(&mut self) -> Result<bool, Error> {
        self.records.skip_mark()?;
        let (at, line) = (self.records.input.offset(), self.records.line);
        let Some((row, open)) = self.take_row()? else { return Ok(false) };
        let end = at + self.row.len() as u64;
        if row.is_blank() {
            return Ok(true);
        }
        let Some(columns) = self.columns.take() else {
            self.columns = Some(self.header(&row, at)?);
            return Ok(true);
        };
        let columns = self.columns.insert(columns);
        let records = &mut self.records;
        let name = format!("line-{line}");
        let problem = if open {
            Some("a quote is opened and never closed".to_owned())
        } else if row.malformed {
            Some("something stands between a closing quote and the end of the cell".to_owned())
        } else if row.cells.len() != columns.names.len() {
            Some(format!("{} cells under {} columns", row.cells.len(), columns.names.len()))
        } else {
            None
        };
        if let Some(problem) = problem {
            records.report(Some(&name), codes::MALFORMED_ROW.at_bytes(at, end).with(line.to_string()).with(problem));
            return Ok(true);
        }
        let text = match decode::text(&self.row) {
            Ok(text) => text,
            Err(error) => {
                let finding = decode::invalid_utf8(&self.row, error, |offset| at + offset as u64);
                records.report(Some(&name), finding);
                return Ok(true);
            }
        };
        let mut metadata = Metadata::new();
        for (index, (cell, name)) in row.cells.iter().zip(&columns.names).enumerate() {
            let there = index != columns.text && cell.start < cell.end && !metadata.contains_key(name);
            if there && *name != records.text_field {
                metadata.insert(name.clone(), text_of(*cell, &text, at).0.into());
            }
        }
        let cell = row.cells[columns.text];
        let value = range_of(cell, at, self.row.len());
        let (text, places) = text_of(cell, &text, at);
        records.deliver(Record { line, record: (at, end), value, text, places, metadata })?;
        Ok(true)
    }
}

/// Writes a table. The columns are those that the first document needs.
pub(super) struct TableWriter<W> {
    out: W,
    separator: u8,
    text_field: String,
    columns: Option<Vec<String>>,
    written: u64,
}

impl<W: Write> TableWriter<W> {
    pub(super) fn new(out: W, separator: u8, text_field: &str) -> Self {
        Self { out, separator, text_field: text_field.to_owned(), columns: None, written: 0 }
    }

    /// Writes the names of the columns even if there was no document.
    pub(super) fn finish(mut self) -> Result<(), Error> {
        if self.columns.is_none() {
            let header = self.row([ID, &self.text_field].into_iter());
            self.put(&header)?;
        }
        Ok(())
    }

    fn row<'a>(&self, cells: impl Iterator<Item = &'a str>) -> Vec<u8> {
        let mut row = Vec::new();
        for (index, cell) in cells.enumerate() {
            if index > 0 {
                row.push(self.separator);
            }
            let special = |byte: u8| byte == self.separator || b"\"\r\n".contains(&byte);
            if cell.is_empty() || cell.bytes().any(special) {
                row.push(b'"');
                for byte in cell.bytes() {
                    if byte == b'"' {
                        row.push(b'"');
                    }
                    row.push(byte);
                }
                row.push(b'"');
            } else {
                row.extend_from_slice(cell.as_bytes());
            }
        }
        row.push(b'\n');
        row
    }

    fn put(&mut self, row: &[u8]) -> Result<(), Error> {
        self.out.write_all(row).map_err(|error| Error::io("write the table", None, error))
    }
}

/// The reason why a table cannot hold these values, if it cannot.
fn check_values(metadata: &Metadata, columns: &[String]) -> Result<(), String> {
    for (key, value) in metadata {
        match value {
            Value::String(text) if text.is_empty() => {
                return Err(format!("the value of {key:?} in its metadata is empty, and an empty cell is none"));
            }
            Value::String(_) => {}
            _ => return Err(format!("the value of {key:?} in its metadata is no text, and a table holds only text")),
        }
        if !columns.contains(key) {
            return Err(format!("the first document has no {key:?} in its metadata, so the table has no such column"));
        }
    }
    Ok(())
}

impl<W: Write> Sink for TableWriter<W> {
    fn write(&mut self, entry: Entry<'_>) -> Result<(), Error> {
        let Entry { id, metadata, text, .. } = entry;
        check_text_len(text.len() as u64, None)?;
        let own = || [ID.to_owned(), self.text_field.clone()].into_iter();
        let columns = self.columns.clone().unwrap_or_else(|| own().chain(metadata.keys().cloned()).collect());
        let fits = check_members(id, metadata, &self.text_field).and_then(|()| check_values(metadata, &columns));
        fits.map_err(|reason| Error::new(ErrorKind::Unwritable { document: self.written, reason }, None))?;
        if self.columns.is_none() {
            let header = self.row(columns.iter().map(String::as_str));
            self.put(&header)?;
        }
        let others = columns[2..].iter().map(|key| metadata.get(key).and_then(Value::as_str));
        let cells: Vec<_> = [Some(id), Some(text)].into_iter().chain(others).collect();
        let row = self.row(cells.into_iter().map(Option::unwrap_or_default));
        self.put(&row)?;
        self.columns = Some(columns);
        self.written += 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &str) -> (Vec<String>, bool, bool) {
        let mut cut = Row::default();
        let open = cut.cut(row.as_bytes(), 0, b',').is_none() && cut.end(row.len());
        (cut.cells.iter().map(|&cell| text_of(cell, row, 0).0).collect(), open, cut.malformed)
    }

    #[test]
    fn rows_are_cut_into_cells() {
        for (row, expected) in [
            ("a,b\n", &["a", "b"][..]),
            ("a,\r\n", &["a", ""]),
            ("\"a,\"\"\n\",b\"c\r\n", &["a,\"\n", "b\"c"]),
            ("\"\",\"\"\"\"", &["", "\""]),
            ("a", &["a"]),
            ("\"a\"\r\n", &["a"]),
            ("\"a\"", &["a"]),
        ] {
            assert_eq!(cells(row), (expected.iter().map(|cell| (*cell).to_owned()).collect(), false, false), "{row:?}");
        }
        assert!(cells("\"a\nb,").1);
        assert!(cells("\"a\"b,c\n").2);
    }

    #[test]
    fn places_pass_through_doubled_quotes() {
        let row = "x,\"م\"\"\"\"ب\"\n";
        let mut cut = Row::default();
        assert_eq!(cut.cut(row.as_bytes(), 0, b','), Some(row.len()));
        let (text, places) = text_of(cut.cells[1], row, 100);
        assert_eq!(text, "م\"\"ب");
        let stored: Vec<_> = [0, 2, 3, 4, 6].into_iter().map(|at| places.stored(at)).collect();
        assert_eq!(stored, [103, 105, 107, 109, 111]);
        assert_eq!(range_of(cut.cells[1], 100, row.len()), (102, 112));
    }
}
