//! `huzma.arrow`: columns in, columns out, through the Arrow PyCapsule interface.
//!
//! Rows are read where they lie. What goes out has strings with offsets of 32 bits where what came in had, else of 64,
//! and is never a view: not every engine takes those (decision 0028).

use std::num::NonZeroUsize;
use std::ops::Range;
use std::sync::Arc;

use arrow_array::builder::FixedSizeBinaryBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef};
use arrow_schema::{DataType, Field, FieldRef};
use huzma::dedup::{FINGERPRINT_LEN, fingerprint};
use huzma::finding::Safety;
use huzma::lint;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::ffi::{ArrayIterator, to_array_pycapsules, to_schema_pycapsule, to_stream_pycapsule};

mod cells;
mod column;
mod findings;
mod records;
mod spans;
mod strings;
mod threads;

use crate::errors;
use crate::extract::ExtractOptions;
use crate::lint::{Selection, language};
use crate::normalize::Normalizer;
use cells::{Cells, Shape, TooMany};
use column::{Column, Invalid, Texts};
use spans::Cut;
use strings::{Rewrite, Strings};

/// An array that any library of Arrow takes.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct ArrowArray {
    array: ArrayRef,
    field: FieldRef,
}

#[pymethods]
impl ArrowArray {
    fn __len__(&self) -> usize {
        self.array.len()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyTuple>> {
        Ok(to_array_pycapsules(py, Arc::clone(&self.field), &self.array, requested_schema)?)
    }

    fn __repr__(&self) -> String {
        format!("<huzma.arrow.Array: {} rows of {}>", self.array.len(), self.field.data_type())
    }
}

/// The chunks of a column; they can be streamed more than once.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct ArrowChunks {
    chunks: Vec<ArrayRef>,
    field: FieldRef,
}

#[pymethods]
impl ArrowChunks {
    fn __len__(&self) -> usize {
        self.chunks.iter().map(|chunk| chunk.len()).sum()
    }

    #[getter]
    fn num_chunks(&self) -> usize {
        self.chunks.len()
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        Ok(to_schema_pycapsule(py, self.field.as_ref())?)
    }

    #[pyo3(signature = (requested_schema = None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let chunks = self.chunks.clone().into_iter().map(Ok);
        let reader = Box::new(ArrayIterator::new(chunks, Arc::clone(&self.field)));
        Ok(to_stream_pycapsule(py, reader, requested_schema)?)
    }

    fn __repr__(&self) -> String {
        let (rows, chunks) = (self.__len__(), self.chunks.len());
        format!("<huzma.arrow.Chunks: {rows} rows of {} in {chunks} chunks>", self.field.data_type())
    }
}

/// Why a column was not made.
enum Failure {
    Invalid(Invalid),
    TooMany,
}

impl From<Invalid> for Failure {
    fn from(invalid: Invalid) -> Self {
        Self::Invalid(invalid)
    }
}

impl From<TooMany> for Failure {
    fn from(_: TooMany) -> Self {
        Self::TooMany
    }
}

/// What makes a column of a chunk of text, on so many threads.
trait Job: Fn(Texts<'_>, usize) -> Result<Vec<ArrayRef>, Failure> + Sync {}

impl<F: Fn(Texts<'_>, usize) -> Result<Vec<ArrayRef>, Failure> + Sync> Job for F {}

/// Runs a job over a column with the interpreter released, and hands the result out as the column came in.
fn run<'py>(
    py: Python<'py>,
    column: &Column,
    threads: Option<NonZeroUsize>,
    worth: usize,
    data_type: impl Fn(&DataType) -> DataType,
    job: impl Job,
) -> PyResult<Bound<'py, PyAny>> {
    let made = py.detach(|| over_chunks(column, threads, worth, &job));
    let chunks = made.map_err(|failure| match failure {
        Failure::Invalid(invalid) => invalid.raise(py),
        Failure::TooMany => {
            let message =
                "the lists or strings of one chunk are more than offsets of 32 bits can count; cut the column";
            errors::column(py, "offsets", message, None, None)
        }
    })?;
    let data_type = data_type(&column.text());
    if column.is_array
        && let [array] = chunks.as_slice()
    {
        // Strings that do not fit 32 bits are of the wider type.
        let field = Field::new("", array.data_type().clone(), true);
        return Ok(Bound::new(py, ArrowArray { array: Arc::clone(array), field: Arc::new(field) })?.into_any());
    }
    Ok(Bound::new(py, ArrowChunks { chunks, field: Arc::new(Field::new("", data_type, true)) })?.into_any())
}

/// Many chunks are shared out among the threads; a single one is cut among them.
fn over_chunks(
    column: &Column,
    threads: Option<NonZeroUsize>,
    worth: usize,
    job: &impl Job,
) -> Result<Vec<ArrayRef>, Failure> {
    let chunks = &column.chunks;
    let bytes = chunks.iter().map(|chunk| text_size(chunk.as_ref())).sum();
    let threads = threads::count(threads, bytes, worth);
    let shared_out = chunks.len() >= 2 * threads;
    let each = |index: usize| over_chunk(&chunks[index], if shared_out { 1 } else { threads }, job);
    let made = threads::run(chunks.len(), if shared_out { threads } else { 1 }, each);
    let mut arrays = Vec::with_capacity(chunks.len());
    let mut rows = 0;
    for (chunk, made) in chunks.iter().zip(made) {
        match made {
            Ok(made) => arrays.extend(made),
            Err(Failure::Invalid(invalid)) => return Err(invalid.behind(rows).into()),
            Err(failure) => return Err(failure),
        }
        rows += chunk.len();
    }
    Ok(arrays)
}

/// How many bytes of text a chunk has; of a dictionary, how many its values have.
fn text_size(chunk: &dyn Array) -> usize {
    match chunk.as_any_dictionary_opt() {
        Some(dictionary) => text_size(dictionary.values().as_ref()),
        None => {
            let texts = Texts::new(chunk);
            texts.size(0..texts.len())
        }
    }
}

/// The values of a dictionary are done once each, where there are no more of them than rows.
fn over_chunk(chunk: &ArrayRef, threads: usize, job: &impl Job) -> Result<Vec<ArrayRef>, Failure> {
    let Some(dictionary) = chunk.as_any_dictionary_opt() else {
        return job(Texts::new(chunk.as_ref()), threads);
    };
    let take = |values: &dyn Array| {
        // Keys beyond the values are nobody's rows.
        arrow_select::take::take(
            values,
            dictionary.keys(),
            Some(arrow_select::take::TakeOptions { check_bounds: true }),
        )
        .map_err(|_| Failure::Invalid(Invalid::Place { row: 0 }))
    };
    let values = dictionary.values();
    if values.len() > chunk.len() {
        let rows = take(values.as_ref())?;
        return job(Texts::new(rows.as_ref()), threads);
    }
    match job(Texts::new(values.as_ref()), threads)?.as_slice() {
        [made] => Ok(vec![take(made.as_ref())?]),
        // Values that go out in several arrays have no place for one row: too long, and nobody's dictionary.
        _ => {
            let rows = take(values.as_ref())?;
            job(Texts::new(rows.as_ref()), threads)
        }
    }
}

/// A column of text out of what each row becomes.
fn rewritten<'py>(
    object: &Bound<'py, PyAny>,
    threads: Option<NonZeroUsize>,
    worth: usize,
    rewrite: impl Rewrite,
) -> PyResult<Bound<'py, PyAny>> {
    let column = Column::import(object)?;
    run(object.py(), &column, threads, worth, DataType::clone, |texts: Texts<'_>, threads| {
        let strings = Strings::rewritten(texts, threads, &rewrite)?;
        // One array stays one: what does not fit 32 bits has 64. Of a stream all chunks are of one type.
        let is_small = matches!(texts, Texts::Small(_)) && (strings.is_small() || !column.is_array);
        Ok(if is_small { strings.small()? } else { vec![strings.large()] })
    })
}

/// A column of records out of what each row's cell is filled with.
fn recorded<'py>(
    object: &Bound<'py, PyAny>,
    threads: Option<NonZeroUsize>,
    shape: &'static Shape,
    fill: impl Fn(&str, &mut Cells) + Sync,
) -> PyResult<Bound<'py, PyAny>> {
    const BLOCK: usize = 1 << 16;
    let data_type = |text: &DataType| shape.data_type(text);
    let column = Column::import(object)?;
    run(object.py(), &column, threads, threads::WORTH_SLOW, data_type, |texts: Texts<'_>, threads| {
        let blocks = if threads > 1 { texts.blocks(BLOCK) } else { texts.blocks(usize::MAX) };
        let part = |rows: Range<usize>| -> Result<Cells, Failure> {
            let mut cells = Cells::new(shape);
            append(texts, rows, &mut cells, &fill)?;
            Ok(cells)
        };
        let arrays = if threads > 1 {
            let parts = threads::run(blocks.len(), threads, |index| Ok(part(blocks[index].clone())?.finish()?));
            parts.into_iter().collect::<Result<Vec<ArrayRef>, Failure>>()?
        } else {
            let mut cells = Cells::new(shape);
            for rows in blocks {
                append(texts, rows, &mut cells, &fill)?;
            }
            vec![cells.finish()?]
        };
        let whole = match arrays.as_slice() {
            [] => Cells::new(shape).finish()?,
            [array] => Arc::clone(array),
            _ => {
                let arrays: Vec<&dyn Array> = arrays.iter().map(|array| &**array).collect();
                arrow_select::concat::concat(&arrays).map_err(|_| Failure::TooMany)?
            }
        };
        if let Texts::Small(_) = texts {
            let small = shape.data_type(&DataType::Utf8);
            return Ok(vec![arrow_cast::cast(&whole, &small).map_err(|_| Failure::TooMany)?]);
        }
        Ok(vec![whole])
    })
}

fn append(
    texts: Texts<'_>,
    rows: Range<usize>,
    cells: &mut Cells,
    fill: &(impl Fn(&str, &mut Cells) + Sync),
) -> Result<(), Failure> {
    let mut read = Vec::new();
    let first = rows.start;
    texts.read(rows, &mut read)?;
    for (row, text) in read.into_iter().enumerate() {
        match text {
            None => cells.null(),
            Some(text) if text.len() > huzma::span::MAX_LEN => {
                return Err(Invalid::Long { row: first + row, actual: text.len() }.into());
            }
            Some(text) => fill(text, cells),
        }
    }
    Ok(())
}

/// The normalised column.
#[pyfunction]
#[pyo3(signature = (column, normalizer, threads = None))]
pub(crate) fn normalize_column<'py>(
    column: &Bound<'py, PyAny>,
    normalizer: &Normalizer,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    let compiled = normalizer.compiled();
    rewritten(column, threads, threads::WORTH, |text: &str, out: &mut String| compiled.append(text, out))
}

/// The fixed column.
#[pyfunction]
#[pyo3(signature = (column, selection, *, r#unsafe = false, threads = None))]
pub(crate) fn fix_column<'py>(
    column: &Bound<'py, PyAny>,
    selection: &Selection,
    r#unsafe: bool,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    let wanted = if r#unsafe { Safety::Unsafe } else { Safety::Safe };
    rewritten(column, threads, threads::WORTH_SLOW, |text: &str, out: &mut String| {
        out.push_str(&lint::fix(text, false, &selection.codes, wanted).text);
    })
}

/// The fingerprints of a column.
#[pyfunction]
#[pyo3(signature = (column, normalizer, threads = None))]
pub(crate) fn fingerprint_column<'py>(
    column: &Bound<'py, PyAny>,
    normalizer: &Normalizer,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    const BLOCK: usize = 1 << 17;
    let compiled = normalizer.compiled();
    let width = FINGERPRINT_LEN as i32;
    let data_type = |_: &DataType| DataType::FixedSizeBinary(width);
    let py = column.py();
    let column = Column::import(column)?;
    run(py, &column, threads, threads::WORTH, data_type, |texts: Texts<'_>, threads| {
        let blocks = texts.blocks(BLOCK);
        let of_block = |index: usize| -> Result<Vec<Option<[u8; FINGERPRINT_LEN]>>, Invalid> {
            let (mut rows, mut scratch) = (Vec::new(), String::new());
            texts.read(blocks[index].clone(), &mut rows)?;
            Ok(rows.into_iter().map(|text| text.map(|text| fingerprint(compiled, text, &mut scratch))).collect())
        };
        let mut cells = FixedSizeBinaryBuilder::with_capacity(texts.len(), width);
        for block in threads::run(blocks.len(), threads, of_block) {
            for digest in block? {
                match digest {
                    Some(digest) => {
                        let appended = cells.append_value(digest);
                        debug_assert!(appended.is_ok());
                    }
                    None => cells.append_null(),
                }
            }
        }
        Ok(vec![Arc::new(cells.finish()) as ArrayRef])
    })
}

/// The tokens of a column.
#[pyfunction]
#[pyo3(signature = (column, *, uax29 = false, texts = true, spaces = false, threads = None))]
pub(crate) fn token_column<'py>(
    column: &Bound<'py, PyAny>,
    uax29: bool,
    texts: bool,
    spaces: bool,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    let cut = Cut { uax29, texts, spaces };
    let shape = if texts { &spans::TEXTS } else { &spans::TOKENS };
    recorded(column, threads, shape, |text, cells| cut.tokens(text, cells))
}

/// The sentences of a column.
#[pyfunction]
#[pyo3(signature = (column, *, uax29 = false, texts = true, threads = None))]
pub(crate) fn sentence_column<'py>(
    column: &Bound<'py, PyAny>,
    uax29: bool,
    texts: bool,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    let cut = Cut { uax29, texts, spaces: true };
    let shape = if texts { &spans::TEXTS } else { &spans::SPANS };
    recorded(column, threads, shape, |text, cells| cut.sentences(text, cells))
}

/// The findings of a column.
#[pyfunction]
#[pyo3(signature = (column, selection, language = "en", *, threads = None))]
pub(crate) fn finding_column<'py>(
    column: &Bound<'py, PyAny>,
    selection: &Selection,
    language: &str,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    let language = self::language(language)?;
    recorded(column, threads, &findings::FINDINGS, |text, cells| {
        findings::check(text, &selection.codes, language, cells);
    })
}

/// The typed values of a column.
#[pyfunction]
#[pyo3(signature = (column, options, *, threads = None))]
pub(crate) fn extraction_column<'py>(
    column: &Bound<'py, PyAny>,
    options: &ExtractOptions,
    threads: Option<NonZeroUsize>,
) -> PyResult<Bound<'py, PyAny>> {
    recorded(column, threads, &records::EXTRACTION, |text, cells| records::extract(text, &options.options, cells))
}

/// The fingerprint of a text.
#[pyfunction]
pub(crate) fn fingerprint_text<'py>(
    text: &Bound<'py, pyo3::types::PyString>,
    normalizer: &Normalizer,
) -> PyResult<Bound<'py, pyo3::types::PyBytes>> {
    let utf8 = crate::text::Utf8::of(text)?;
    let digest = fingerprint(normalizer.compiled(), utf8.as_str(text.py()), &mut String::new());
    Ok(pyo3::types::PyBytes::new(text.py(), &digest))
}
