//! Columns of text as they come in, and their rows.

use std::ops::Range;

use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, LargeStringArray, StringArray, StringViewArray};
use arrow_buffer::NullBuffer;
use arrow_schema::DataType;
use pyo3::exceptions::PyTypeError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::{PyArray, PyArrayReader};

use crate::errors;

/// A column of text: one array, or the chunks of a stream.
pub(super) struct Column {
    pub(super) chunks: Vec<ArrayRef>,
    /// Whether it came as one array, and goes out as one.
    pub(super) is_array: bool,
    /// Whether offsets of strings are 32 bits wide.
    pub(super) is_small: bool,
}

impl Column {
    /// Takes what an object exports: an array, or all chunks of a stream.
    pub(super) fn import(object: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = object.py();
        let (chunks, kind, is_array) = if object.hasattr(intern!(py, "__arrow_c_array__"))? {
            let capsules = object.call_method0(intern!(py, "__arrow_c_array__"))?.cast_into::<PyTuple>()?;
            let schema = capsules.get_item(0)?.cast_into::<PyCapsule>()?;
            let array = capsules.get_item(1)?.cast_into::<PyCapsule>()?;
            let (array, field) = PyArray::from_arrow_pycapsule(&schema, &array)?.into_inner();
            (vec![array], field.data_type().clone(), true)
        } else if object.hasattr(intern!(py, "__arrow_c_stream__"))? {
            let capsule = object.call_method0(intern!(py, "__arrow_c_stream__"))?.cast_into::<PyCapsule>()?;
            let reader = PyArrayReader::from_arrow_pycapsule(&capsule)?.into_reader()?;
            let kind = reader.field().data_type().clone();
            // Whoever exports a stream must not need the interpreter to go on; a refusal comes before anything is read.
            text_type(py, &kind)?;
            let chunks = py.detach(|| reader.collect::<Result<Vec<_>, _>>());
            let chunks = chunks.map_err(|error| errors::column(py, "stream", &error.to_string(), None, None))?;
            (chunks, kind, false)
        } else {
            let name = object.get_type().name()?;
            return Err(PyTypeError::new_err(format!(
                "a column has __arrow_c_array__ or __arrow_c_stream__, which {name} has not"
            )));
        };
        let is_small = *text_type(py, &kind)? == DataType::Utf8;
        let plain = |chunk: ArrayRef| match chunk.data_type() {
            DataType::Null => arrow_array::new_null_array(&DataType::LargeUtf8, chunk.len()),
            _ => chunk,
        };
        Ok(Self { chunks: chunks.into_iter().map(plain).collect(), is_array, is_small })
    }

    /// The type of the strings that go out.
    pub(super) fn text(&self) -> DataType {
        if self.is_small { DataType::Utf8 } else { DataType::LargeUtf8 }
    }
}

/// The type of the strings of a column; a column of nulls has none, and counts as text.
fn text_type<'t>(py: Python<'_>, kind: &'t DataType) -> PyResult<&'t DataType> {
    let values = if let DataType::Dictionary(_, values) = kind { values } else { kind };
    match values {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => Ok(values),
        DataType::Null if kind == values => Ok(values),
        DataType::Struct(_) => {
            let message =
                format!("a column of text is wanted, not the table or struct {kind}; choose one of its columns");
            Err(errors::column(py, "type", &message, None, None))
        }
        _ => Err(errors::column(py, "type", &format!("a column of text is wanted, not one of {kind}"), None, None)),
    }
}

/// The strings of a chunk that is no dictionary.
#[derive(Clone, Copy)]
pub(super) enum Texts<'a> {
    Small(&'a StringArray),
    Large(&'a LargeStringArray),
    View(&'a StringViewArray),
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug)]
pub(super) enum Invalid {
    /// The byte of a string begins no character.
    Utf8 { row: usize, byte: usize },
    /// The place of a string lies outside its buffer, or behind its end.
    Place { row: usize },
    /// The offsets of a string do not fit 32 bits.
    Long { row: usize, actual: usize },
}

impl<'a> Texts<'a> {
    pub(super) fn new(array: &'a dyn Array) -> Self {
        match array.data_type() {
            DataType::Utf8 => Self::Small(array.as_string()),
            DataType::LargeUtf8 => Self::Large(array.as_string()),
            _ => Self::View(array.as_string_view()),
        }
    }

    pub(super) fn len(self) -> usize {
        match self {
            Self::Small(array) => array.len(),
            Self::Large(array) => array.len(),
            Self::View(array) => array.len(),
        }
    }

    pub(super) fn nulls(self) -> Option<&'a NullBuffer> {
        match self {
            Self::Small(array) => array.nulls(),
            Self::Large(array) => array.nulls(),
            Self::View(array) => array.nulls(),
        }
    }

    fn is_null(self, row: usize) -> bool {
        self.nulls().is_some_and(|nulls| nulls.is_null(row))
    }

    /// How many bytes lie between the start of a row and the start of another, or about so many.
    pub(super) fn size(self, rows: Range<usize>) -> usize {
        match self {
            Self::Small(array) => {
                let offsets = array.value_offsets();
                offsets[rows.end].saturating_sub(offsets[rows.start]).max(0) as usize
            }
            Self::Large(array) => {
                let offsets = array.value_offsets();
                offsets[rows.end].saturating_sub(offsets[rows.start]).max(0) as usize
            }
            Self::View(array) => array.views()[rows].iter().map(|&view| view as u32 as usize).sum(),
        }
    }

    /// Cuts the rows into blocks of about so many bytes.
    pub(super) fn blocks(self, bytes: usize) -> Vec<Range<usize>> {
        const ROWS: usize = 1 << 13;
        let mut blocks = Vec::new();
        let mut start = 0;
        while start < self.len() {
            let most = (start + ROWS).min(self.len());
            let end = match self {
                // The last row that starts within the bytes.
                Self::Small(array) => {
                    let offsets = &array.value_offsets()[start..most];
                    start + offsets.partition_point(|&offset| (offset.wrapping_sub(offsets[0]) as usize) < bytes)
                }
                Self::Large(array) => {
                    let offsets = &array.value_offsets()[start..most];
                    start + offsets.partition_point(|&offset| (offset.wrapping_sub(offsets[0]) as usize) < bytes)
                }
                Self::View(array) => {
                    let mut left = bytes;
                    let fits = |&&view: &&u128| {
                        let fits = left > 0;
                        left = left.saturating_sub(view as u32 as usize);
                        fits
                    };
                    start + array.views()[start..most].iter().take_while(fits).count()
                }
            };
            let end = end.clamp(start + 1, most);
            blocks.push(start..end);
            start = end;
        }
        blocks
    }

    /// Reads rows; they are checked to be UTF-8, which an array promises and not every one keeps.
    pub(super) fn read(self, rows: Range<usize>, out: &mut Vec<Option<&'a str>>) -> Result<(), Invalid> {
        out.clear();
        out.reserve(rows.len());
        match self {
            Self::Small(array) => {
                let offsets = array.value_offsets();
                self.read_offsets(rows, |row| offsets[row] as usize, array.value_data(), out)
            }
            Self::Large(array) => {
                let offsets = array.value_offsets();
                self.read_offsets(rows, |row| offsets[row] as usize, array.value_data(), out)
            }
            Self::View(array) => {
                for row in rows {
                    let text = if array.is_null(row) {
                        None
                    } else {
                        Some(checked(viewed(array, row).ok_or(Invalid::Place { row })?, row)?)
                    };
                    out.push(text);
                }
                Ok(())
            }
        }
    }

    fn read_offsets(
        self,
        rows: Range<usize>,
        offset: impl Fn(usize) -> usize,
        values: &'a [u8],
        out: &mut Vec<Option<&'a str>>,
    ) -> Result<(), Invalid> {
        let base = offset(rows.start);
        // All rows at once; where that fails, for a null may hide anything, one after the other.
        let whole = values.get(base..offset(rows.end)).and_then(|block| simdutf8::basic::from_utf8(block).ok());
        for row in rows {
            if self.is_null(row) {
                out.push(None);
                continue;
            }
            let (start, end) = (offset(row), offset(row + 1));
            let text = whole.and_then(|whole| whole.get(start.wrapping_sub(base)..end.wrapping_sub(base)));
            out.push(Some(match text {
                Some(text) => text,
                None => checked(values.get(start..end).ok_or(Invalid::Place { row })?, row)?,
            }));
        }
        Ok(())
    }
}

fn checked(bytes: &[u8], row: usize) -> Result<&str, Invalid> {
    simdutf8::compat::from_utf8(bytes).map_err(|error| Invalid::Utf8 { row, byte: error.valid_up_to() })
}

/// The bytes of a row of views: in the view itself where they are few, else in a buffer that it names.
fn viewed(array: &StringViewArray, row: usize) -> Option<&[u8]> {
    const INLINE: usize = 12;
    let view = array.views()[row];
    let length = view as u32 as usize;
    if length <= INLINE {
        let start = row * size_of::<u128>() + size_of::<u32>();
        return array.views().inner().as_slice().get(start..start + length);
    }
    let (buffer, start) = ((view >> 64) as u32 as usize, (view >> 96) as u32 as usize);
    array.data_buffers().get(buffer)?.as_slice().get(start..start + length)
}

impl Invalid {
    pub(super) fn row(self) -> usize {
        match self {
            Self::Utf8 { row, .. } | Self::Place { row } | Self::Long { row, .. } => row,
        }
    }

    /// The same for rows that are counted from further off.
    pub(super) fn behind(self, rows: usize) -> Self {
        match self {
            Self::Utf8 { row, byte } => Self::Utf8 { row: row + rows, byte },
            Self::Place { row } => Self::Place { row: row + rows },
            Self::Long { row, actual } => Self::Long { row: row + rows, actual },
        }
    }

    pub(super) fn raise(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Utf8 { row, byte } => {
                let message = format!("row {row} of the column is not UTF-8: byte {byte} of it begins no character");
                errors::column(py, "utf-8", &message, Some(row), Some(byte))
            }
            Self::Place { row } => {
                let message = format!("row {row} of the column lies outside its buffer");
                errors::column(py, "offsets", &message, Some(row), None)
            }
            Self::Long { actual, .. } => errors::too_long(py, actual),
        }
    }
}
