//! Records of files, for `huzma.validate`.

use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use huzma::bundle::{self, Limits};
use huzma::records::{Block, Blocks, Extent, Frame, Layout, LineColumn, Part, Step, locate, rows};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString, PyTuple};

use crate::bundle::{PythonFile, limits_from};
use crate::errors;

fn layout_of(name: &str) -> PyResult<Layout> {
    match name {
        "jsonl" => Ok(Layout::JsonLines),
        "json" => Ok(Layout::Json),
        "csv" => Ok(Layout::Rows(b',')),
        "tsv" => Ok(Layout::Rows(b'\t')),
        _ => Err(PyValueError::new_err(format!("records are laid out as jsonl, json, csv or tsv, not {name:?}"))),
    }
}

fn separator_of(layout: Layout) -> u8 {
    match layout {
        Layout::Rows(separator) => separator,
        Layout::JsonLines | Layout::Json => b',',
    }
}

/// The blocks of a file.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct RecordReader {
    blocks: Mutex<Blocks<Box<dyn Read + Send>>>,
    path: Option<PathBuf>,
    layout: Layout,
}

#[pymethods]
impl RecordReader {
    #[new]
    #[pyo3(signature = (source, layout, *, limits = None))]
    fn new(source: &Bound<'_, PyAny>, layout: &str, limits: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let py = source.py();
        let limits = limits.map(limits_from).transpose()?.unwrap_or_default();
        let layout = layout_of(layout)?;
        let mut path = None;
        let stream = if let Ok(bytes) = source.cast::<PyBytes>() {
            let bytes = Cursor::new(bytes.as_bytes().to_vec());
            py.detach(|| bundle::stream_of(Box::new(bytes), &limits))
        } else if source.hasattr("read")? {
            let file = Box::new(BufReader::with_capacity(1 << 16, PythonFile::new(source)));
            py.detach(|| bundle::stream_of(file, &limits))
        } else {
            let named: PathBuf =
                source.extract().map_err(|_| PyTypeError::new_err("records are in a path, bytes or a binary file"))?;
            let opened = py.detach(|| bundle::stream(&named, &limits));
            path = Some(named);
            opened
        };
        let stream = stream.map_err(|error| errors::bundle(py, &error))?;
        Ok(Self::of(stream, path, layout, &limits))
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<RecordBlock>> {
        let next = py.detach(|| self.blocks.lock().unwrap_or_else(PoisonError::into_inner).next_block());
        let block = next.map_err(|error| {
            let error = bundle::Error::of_reading(error, self.path.as_deref());
            errors::bundle(py, &error)
        })?;
        Ok(block.map(|block| RecordBlock { block, layout: self.layout }))
    }

    /// What stands before the records: a byte order mark, the row of the names of columns.
    #[getter]
    fn header<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.blocks.lock().unwrap_or_else(PoisonError::into_inner).header())
    }
}

impl RecordReader {
    fn of(stream: Box<dyn Read + Send>, path: Option<PathBuf>, layout: Layout, limits: &Limits) -> Self {
        let stream: Box<dyn Read + Send> = Box::new(Watched { stream, read: 0, limits: limits.clone() });
        Self { blocks: Mutex::new(Blocks::new(stream, layout, limits.document_bytes)), path, layout }
    }

    /// The records in the bytes that a reader of documents reads.
    pub(crate) fn beside(stream: Box<dyn Read + Send>, layout: &str, limits: &Limits) -> PyResult<Self> {
        Ok(Self::of(stream, None, layout_of(layout)?, limits))
    }
}

/// Watches how much is read in all.
struct Watched {
    stream: Box<dyn Read + Send>,
    read: u64,
    limits: Limits,
}

impl Read for Watched {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.stream.read(buffer)?;
        self.read += read as u64;
        self.limits.total(self.read).map_err(std::io::Error::other)?;
        Ok(read)
    }
}

/// Whole records that stand together in a file.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct RecordBlock {
    block: Block,
    layout: Layout,
}

/// The texts of the cells of a row, where they stand, and what is wrong with the row.
type Cells<'py> = (Bound<'py, PyList>, Vec<(usize, usize)>, Option<&'static str>);

/// Arrays of sound records, their indices, and flaws.
type Looked<'py> = (Vec<(Bound<'py, PyBytes>, usize)>, Option<Vec<u32>>, Vec<FoundFlaw>);

type FoundFlaw = (u32, &'static str, usize, usize, &'static str);

#[pymethods]
impl RecordBlock {
    #[new]
    #[allow(clippy::too_many_arguments)]
    fn new(
        bytes: Vec<u8>,
        layout: &str,
        offset: u64,
        line: u64,
        column: u64,
        first: u64,
        extents: Vec<(u32, u32)>,
    ) -> PyResult<Self> {
        let len = bytes.len() as u64;
        let sound = extents.iter().all(|&(start, end)| start <= end && u64::from(end) <= len)
            && extents.windows(2).all(|pair| pair[0].1 <= pair[1].0);
        if !sound {
            return Err(PyValueError::new_err("records stand in their block, one behind the other"));
        }
        let extents = extents.into_iter().map(|(start, end)| Extent { start, end }).collect();
        let block = Block::new(bytes, offset, LineColumn { line, column }, first, extents);
        Ok(Self { block, layout: layout_of(layout)? })
    }

    fn __len__(&self) -> usize {
        self.block.extents.len()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> PyResult<(Bound<'py, PyAny>, Bound<'py, PyTuple>)> {
        let py = slf.py();
        let Self { block, layout } = slf.get();
        let layout = match layout {
            Layout::JsonLines => "jsonl",
            Layout::Json => "json",
            Layout::Rows(b',') => "csv",
            Layout::Rows(_) => "tsv",
        };
        let extents: Vec<_> = block.extents.iter().map(|extent| (extent.start, extent.end)).collect();
        let LineColumn { line, column } = block.origin;
        let arguments = (PyBytes::new(py, &block.bytes), layout, block.offset, line, column, block.first, extents)
            .into_pyobject(py)?;
        Ok((slf.get_type().into_any(), arguments))
    }

    /// The offset of the block in its file.
    #[getter]
    fn offset(&self) -> u64 {
        self.block.offset
    }

    /// How many bytes it has.
    #[getter]
    fn size(&self) -> usize {
        self.block.bytes.len()
    }

    /// The number of the first record, from 1.
    #[getter]
    fn first(&self) -> u64 {
        self.block.first
    }

    /// `whole`; of a record that is too long `part`, and `end` for its last one.
    #[getter]
    fn part(&self) -> &'static str {
        match self.block.part {
            Part::Whole => "whole",
            Part::Long { last: false, .. } => "part",
            Part::Long { last: true, .. } => "end",
        }
    }

    /// What is wrong with the array round the records, `trailing` or `open`, and the bytes in the block.
    #[getter]
    fn frame(&self) -> Option<(&'static str, u32, u32)> {
        self.block.frame.map(|(frame, extent)| {
            let name = match frame {
                Frame::Trailing => "trailing",
                Frame::Open => "open",
            };
            (name, extent.start, extent.end)
        })
    }

    /// The bytes of a record, without blanks round it.
    fn record<'py>(&self, py: Python<'py>, index: usize) -> Bound<'py, PyBytes> {
        PyBytes::new(py, self.block.record(index))
    }

    /// The sound records as JSON arrays of about so many bytes, with the number of their records; their indices, None
    /// where all are sound; and what is wrong with others or with their names: index, kind, first and last byte of the
    /// record, what was expected.
    fn check<'py>(&self, py: Python<'py>, nesting: u32, together: usize) -> Looked<'py> {
        let checked = py.detach(|| self.block.check(nesting, together));
        let flaws = checked.flaws.into_iter();
        let flaws = flaws.map(|(index, flaw)| (index, flaw.kind.name(), flaw.start, flaw.end, flaw.detail)).collect();
        let joined = checked.joined.into_iter().map(|(array, count)| (PyBytes::new(py, &array), count)).collect();
        let all = checked.sound.len() == self.block.extents.len();
        (joined, (!all).then_some(checked.sound), flaws)
    }

    /// Some records as one JSON array.
    fn join<'py>(&self, py: Python<'py>, indices: Vec<usize>) -> Bound<'py, PyBytes> {
        let mut joined = vec![b'['];
        for (number, index) in indices.into_iter().enumerate() {
            if number > 0 {
                joined.push(b',');
            }
            joined.extend_from_slice(self.block.record(index));
        }
        joined.push(b']');
        PyBytes::new(py, &joined)
    }

    /// Where the value at a path stands in a record: first and last byte, whether the whole path leads there, and
    /// first and last byte of its name.
    #[allow(clippy::type_complexity)]
    fn locate(&self, index: usize, path: &Bound<'_, PyAny>) -> PyResult<(usize, usize, bool, Option<(usize, usize)>)> {
        let mut steps = Vec::new();
        for step in path.try_iter()? {
            let step = step?;
            // What is no text is tried as a number: an error would have to be made to try it the other way round.
            steps.push(match step.cast::<PyString>() {
                Ok(member) => Step::Member(member.to_string_lossy().into_owned()),
                Err(_) => match step.extract::<usize>() {
                    Ok(element) => Step::Element(element),
                    Err(_) => Step::Member(step.str()?.to_string_lossy().into_owned()),
                },
            });
        }
        let located = locate(self.block.record(index), &steps);
        let name = located.name.map(|name| (name.start, name.end));
        Ok((located.value.start, located.value.end, located.reached, name))
    }

    /// The place of bytes of a record: first and last byte in the file, line, column, and the text there, of which no
    /// more than `most` bytes are given.
    fn place<'py>(
        &self,
        py: Python<'py>,
        index: usize,
        start: usize,
        end: usize,
        most: usize,
    ) -> (u64, u64, u64, u64, Bound<'py, PyString>) {
        let record = self.block.record(index);
        let (start, end) = (start.min(record.len()), end.min(record.len()));
        let at = self.block.offset + self.block.extents.get(index).map_or(0, |extent| u64::from(extent.start));
        let LineColumn { line, column } = self.block.place(index, start);
        let mut cut = end.min(start + most);
        while cut < end && record[cut] & 0xC0 == 0x80 {
            cut += 1;
        }
        let text = String::from_utf8_lossy(&record[start..cut]);
        let text = PyString::new(py, &text);
        (at + start as u64, at + end as u64, line, column, text)
    }

    /// The cells of a row, None where nothing stands between two separators, and where they stand with their quotes;
    /// or the name of what is wrong with the row.
    fn cells<'py>(&self, py: Python<'py>, index: usize) -> PyResult<Cells<'py>> {
        let row = self.block.record(index);
        let cut = rows::cut(row, separator_of(self.layout));
        let places = cut.cells.iter().map(|cell| cell.range(row.len())).map(|range| (range.start, range.end)).collect();
        let Ok(text) = std::str::from_utf8(row) else {
            return Ok((PyList::empty(py), places, Some("csv_encoding")));
        };
        let problem = if cut.open {
            Some("csv_open_quote")
        } else if cut.malformed {
            Some("csv_behind_quote")
        } else {
            None
        };
        let cells = cut.cells.iter().map(|cell| (!cell.is_absent()).then(|| cell.text(text)));
        Ok((PyList::new(py, cells.collect::<Vec<_>>())?, places, problem))
    }

    /// The records that are not among `rejected`, and those that are, each with its line end as it stands; elements of
    /// an array each behind a comma and a line end.
    fn split<'py>(&self, py: Python<'py>, rejected: Vec<usize>) -> (Bound<'py, PyBytes>, Bound<'py, PyBytes>) {
        let (mut kept, mut left) = (Vec::with_capacity(self.block.bytes.len()), Vec::new());
        let mut rejected = rejected.into_iter().peekable();
        for index in 0..self.block.extents.len() {
            let out = if rejected.next_if_eq(&index).is_some() { &mut left } else { &mut kept };
            self.put(index, out);
        }
        (PyBytes::new(py, &kept), PyBytes::new(py, &left))
    }

    /// What of a record that is too long is written where it is rejected.
    fn long_part<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        let first = matches!(self.block.part, Part::Long { first: true, .. });
        let part = if self.layout == Layout::Json { self.block.record(0) } else { &self.block.bytes };
        let comma: &[u8] = if first && self.layout == Layout::Json { b",\n" } else { b"" };
        PyBytes::new(py, &[comma, part].concat())
    }

    fn __repr__(&self) -> String {
        format!("<RecordBlock: {} records from {}>", self.block.extents.len(), self.block.first)
    }
}

impl RecordBlock {
    fn put(&self, index: usize, out: &mut Vec<u8>) {
        let Block { bytes, extents, .. } = &self.block;
        let Extent { start, end } = extents[index];
        let (start, end) = (start as usize, end as usize);
        if self.layout == Layout::Json {
            out.extend_from_slice(b",\n");
            out.extend_from_slice(&bytes[start..end]);
        } else {
            let blank = |byte: &&u8| b" \t\r".contains(byte);
            let before = bytes[..start].iter().rev().take_while(blank).count();
            let before = if self.layout == Layout::JsonLines { before } else { 0 };
            let after = bytes[end..].iter().take_while(blank).count();
            let line_end = usize::from(bytes.get(end + after) == Some(&b'\n'));
            out.extend_from_slice(&bytes[start - before..end + after + line_end]);
        }
    }
}

/// The names in the first row of a table, given with its byte order mark and its line end: each with its first and
/// last byte there; none where the row is not UTF-8.
#[pyfunction]
pub(crate) fn column_names(header: &[u8], layout: &str) -> PyResult<Option<Vec<(String, usize, usize)>>> {
    let separator = separator_of(layout_of(layout)?);
    let blank = header.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(header);
    let row = &blank[blank.iter().take_while(|byte| b"\r\n".contains(byte)).count()..];
    let at = header.len() - row.len();
    let Ok(text) = std::str::from_utf8(row) else { return Ok(None) };
    let text = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    let cut = rows::cut(text.as_bytes(), separator);
    let name = |cell: &rows::Cell| {
        let range = cell.range(text.len());
        (cell.text(text).into_owned(), at + range.start, at + range.end)
    };
    Ok(Some(cut.cells.iter().map(name).collect()))
}
