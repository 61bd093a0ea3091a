//! `huzma.read` and writing files.

use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use huzma::bundle::{
    self, Compression, Encoding, Entry, Event, Format, Limits, Located, Metadata, Options, Sink, TextWriter,
    WriteOptions,
};
use pyo3::exceptions::{PyTypeError, PyUnicodeEncodeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyByteArray, PyBytes, PyDict, PyFloat, PyInt, PyIterator, PyList, PyString, PyTuple};
use serde_json::Value;

use crate::extract::{ExtractOptions, ExtractionTable, extract_document};
use crate::lint::{FindingTable, FixResult, Owner, Selection, check_document, fix_utf8, language, row};
use crate::records::RecordReader;
use crate::{decode, errors};

/// Documents and container findings, in the order in which they are met.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Reader {
    reader: Mutex<bundle::Reader>,
}

#[pymethods]
impl Reader {
    #[new]
    #[pyo3(signature = (source, *, limits = None, format = None, text_field = None, encoding = None, verify = true))]
    fn new(
        source: &Bound<'_, PyAny>,
        limits: Option<&Bound<'_, PyDict>>,
        format: Option<&str>,
        text_field: Option<String>,
        encoding: Option<&str>,
        verify: bool,
    ) -> PyResult<Self> {
        let py = source.py();
        let mut options = Options::default();
        if let Some(limits) = limits {
            options.limits = limits_from(limits)?;
        }
        options.format = format.map(format_from).transpose()?.map(|(format, _)| format);
        options.verify = verify;
        if let Some(field) = text_field {
            options.text_field = field;
        }
        if let Some(name) = encoding {
            options.encoding = Encoding::from_name(name).ok_or_else(|| {
                let known = "\"utf-8\", \"auto\", \"utf-16le\", \"windows-1256\", \"iso-8859-6\"";
                PyValueError::new_err(format!("no encoding of texts is called {name:?}; there are {known} and others"))
            })?;
        }
        let opened = if let Ok(bytes) = source.cast::<PyBytes>() {
            let bytes: Arc<[u8]> = Arc::from(bytes.as_bytes());
            py.detach(|| bundle::open_bytes(bytes, &options))
        } else if let Ok(bytes) = source.cast::<PyByteArray>() {
            let bytes = bytes.to_vec();
            py.detach(|| bundle::open_bytes(bytes, &options))
        } else if source.hasattr("read")? {
            let file = Box::new(BufReader::with_capacity(1 << 16, PythonFile::new(source)));
            py.detach(|| bundle::open_read(file, &options))
        } else {
            let path: PathBuf = source.extract().map_err(|_| {
                let kind = source.get_type().name().map_or_else(|_| "this".to_owned(), |name| name.to_string());
                PyTypeError::new_err(format!("a source is a path, bytes or a binary file, not {kind}"))
            })?;
            py.detach(|| bundle::open(&path, &options))
        };
        let reader = opened.map_err(|error| errors::bundle(py, &error))?;
        Ok(Self { reader: Mutex::new(reader) })
    }

    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__<'py>(&self, py: Python<'py>) -> PyResult<Option<Bound<'py, PyAny>>> {
        let next = py.detach(|| self.reader.lock().unwrap_or_else(PoisonError::into_inner).next());
        match next {
            None => Ok(None),
            Some(Err(error)) => Err(errors::bundle(py, &error)),
            Some(Ok(Event::Document(document))) => Ok(Some(Bound::new(py, Document::from(document))?.into_any())),
            Some(Ok(Event::Finding(located))) => Ok(Some(Bound::new(py, LocatedFinding { located })?.into_any())),
        }
    }

    /// The records in the same bytes, which are read once for both; None where the documents are not in one stream of
    /// records or text, and where reading has begun.
    #[pyo3(signature = (layout, *, limits = None))]
    fn records(&self, layout: &str, limits: Option<&Bound<'_, PyDict>>) -> PyResult<Option<RecordReader>> {
        let limits = limits.map(limits_from).transpose()?.unwrap_or_default();
        let bytes = self.reader.lock().unwrap_or_else(PoisonError::into_inner).bytes();
        bytes.map(|bytes| RecordReader::beside(bytes, layout, &limits)).transpose()
    }

    /// The bundle's own metadata, as far as it has been read.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = py.detach(|| self.reader.lock().unwrap_or_else(PoisonError::into_inner).metadata().clone());
        object(py, &metadata)
    }
}

/// A Python object with a `read` method.
pub(crate) struct PythonFile {
    file: Py<PyAny>,
}

impl PythonFile {
    pub(crate) fn new(file: &Bound<'_, PyAny>) -> Self {
        Self { file: file.clone().unbind() }
    }
}

impl Read for PythonFile {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let data = self.file.bind(py).call_method1("read", (buffer.len(),))?;
            let Ok(bytes) = data.cast::<PyBytes>() else {
                return Err(PyTypeError::new_err("the file is not binary: read() gave no bytes"));
            };
            let bytes = bytes.as_bytes();
            let Some(target) = buffer.get_mut(..bytes.len()) else {
                return Err(PyValueError::new_err("read() gave more bytes than it was asked for"));
            };
            target.copy_from_slice(bytes);
            Ok(bytes.len())
        })
        .map_err(io::Error::other)
    }
}

/// One document of a bundle.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Document {
    inner: Arc<bundle::Document>,
    text: PyOnceLock<Py<PyString>>,
    /// The row and the column of a table in which it stands instead of in bytes.
    cell: Option<(u64, String)>,
}

impl From<bundle::Document> for Document {
    fn from(document: bundle::Document) -> Self {
        Self { inner: Arc::new(document), text: PyOnceLock::new(), cell: None }
    }
}

#[pymethods]
impl Document {
    #[getter]
    fn id(&self) -> &str {
        &self.inner.id
    }

    #[getter]
    fn index(&self) -> u64 {
        self.inner.index
    }

    #[getter]
    fn number(&self) -> Option<u64> {
        self.inner.number
    }

    #[getter]
    fn text(&self, py: Python<'_>) -> PyResult<Py<PyString>> {
        let text = || Ok::<_, PyErr>(decode::string(py, &self.inner.text)?.unbind());
        Ok(self.text.get_or_try_init(py, text)?.clone_ref(py))
    }

    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        object(py, &self.inner.metadata)
    }

    #[getter]
    fn path(&self) -> Option<&std::ffi::OsStr> {
        self.inner.origin.path.as_deref().map(std::path::Path::as_os_str)
    }

    #[getter]
    fn member(&self) -> Option<&str> {
        self.inner.origin.member.as_deref()
    }

    #[getter]
    fn byte_start(&self) -> Option<u64> {
        self.inner.is_stored().then_some(self.inner.origin.byte_start)
    }

    #[getter]
    fn byte_end(&self) -> Option<u64> {
        self.inner.is_stored().then_some(self.inner.origin.byte_end)
    }

    #[getter]
    fn row(&self) -> Option<u64> {
        self.cell.as_ref().map(|&(row, _)| row)
    }

    #[getter]
    fn column(&self) -> Option<&str> {
        self.cell.as_ref().map(|(_, column)| &**column)
    }

    #[getter]
    fn size(&self) -> usize {
        self.inner.text.len()
    }

    fn check(&self, py: Python<'_>, selection: &Selection) -> FindingTable {
        check_document(py, &self.inner, selection)
    }

    fn extract(&self, py: Python<'_>, options: &ExtractOptions) -> ExtractionTable {
        extract_document(py, &self.inner, options)
    }

    #[pyo3(signature = (selection, *, r#unsafe = false))]
    fn fix(&self, py: Python<'_>, selection: &Selection, r#unsafe: bool) -> PyResult<FixResult> {
        fix_utf8(py, &self.inner.text, self.inner.is_whole_file(), selection, r#unsafe)
    }

    /// How a new text of this document is stored in its file: start, end, old bytes, new bytes.
    fn splice<'py>(
        &self,
        py: Python<'py>,
        text: &str,
    ) -> PyResult<(u64, u64, Bound<'py, PyBytes>, Bound<'py, PyBytes>)> {
        if let Some(message) = self.inner.fixed() {
            return Err(errors::unsupported(py, message, self.inner.origin.path.as_deref()));
        }
        let origin = &self.inner.origin;
        let old = PyBytes::new(py, &self.inner.stored_bytes(&self.inner.text));
        let new = PyBytes::new(py, &self.inner.stored_bytes(text));
        Ok((origin.byte_start, origin.byte_end, old, new))
    }
}

/// A finding about the container, made by the reader.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct LocatedFinding {
    located: Located,
}

#[pymethods]
impl LocatedFinding {
    #[getter]
    fn path(&self) -> Option<&std::ffi::OsStr> {
        self.located.path.as_deref().map(std::path::Path::as_os_str)
    }

    #[getter]
    fn document_id(&self) -> Option<&str> {
        self.located.document_id.as_deref()
    }

    #[getter]
    fn code(&self) -> &'static str {
        self.located.finding.code.code
    }

    #[getter]
    fn severity(&self) -> &'static str {
        self.located.finding.severity.name()
    }

    #[pyo3(signature = (language = "en"))]
    fn row<'py>(&self, py: Python<'py>, language: &str) -> PyResult<Bound<'py, PyDict>> {
        let path = self.path().map(|path| path.into_pyobject(py)).transpose()?.map(Bound::into_any);
        let document_id = self.document_id().map(|id| PyString::new(py, id).into_any());
        let owner = Owner { path: path.as_ref(), document_id: document_id.as_ref() };
        row(py, &self.located.finding, self::language(language)?, owner, None, None)
    }
}

/// The document that a record of a web archive holds, if its text can be decoded, and what was found in it. Places
/// count in the text as it is given.
#[pyfunction]
#[pyo3(signature = (text, *, id, index, metadata, path, member, encoding, document_bytes))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn record_document(
    py: Python<'_>,
    text: &[u8],
    id: String,
    index: u64,
    metadata: &Bound<'_, PyDict>,
    path: Option<PathBuf>,
    member: String,
    encoding: &str,
    document_bytes: u64,
) -> PyResult<(Option<Document>, Vec<LocatedFinding>)> {
    let mut options = Options::default();
    options.format = Some(Format::Text);
    options.limits.document_bytes = document_bytes;
    options.encoding = Encoding::from_name(encoding).unwrap_or_default();
    let metadata = members(metadata, 1).map_err(PyValueError::new_err)?;
    let failed = |error| errors::bundle(py, &error);
    let (mut document, mut findings) = (None, Vec::new());
    for event in bundle::open_bytes(text, &options).map_err(failed)? {
        match event.map_err(failed)? {
            Event::Document(mut read) => {
                (read.id, read.index, read.metadata) = (id.clone(), index, metadata.clone());
                read.origin.path.clone_from(&path);
                read.origin.member = Some(member.clone());
                document = Some(Document::from(read));
            }
            Event::Finding(Located { finding, .. }) => {
                let located = Located { path: path.clone(), document_id: Some(id.clone()), finding };
                findings.push(LocatedFinding { located });
            }
        }
    }
    Ok((document, findings))
}

/// The document in a cell of a table; none if the text is not UTF-8.
#[pyfunction]
#[pyo3(signature = (text, *, id, index, number, metadata, path, row, column))]
#[allow(clippy::too_many_arguments)]
pub(crate) fn cell_document(
    text: &[u8],
    id: String,
    index: u64,
    number: Option<u64>,
    metadata: &Bound<'_, PyDict>,
    path: Option<PathBuf>,
    row: u64,
    column: String,
) -> PyResult<Option<Document>> {
    let Ok(text) = std::str::from_utf8(text) else { return Ok(None) };
    let mut document = bundle::Document::new(id, text);
    document.index = index;
    document.number = number;
    document.metadata = members(metadata, 1).map_err(PyValueError::new_err)?;
    document.origin.path = path;
    Ok(Some(Document { cell: Some((row, column)), ..Document::from(document) }))
}

/// A finding of the reader, made by the Python layer: the code and what its message is about.
#[pyfunction]
#[pyo3(signature = (code, arguments, *, path, document_id = None, byte_start = None, byte_end = None))]
pub(crate) fn located_finding(
    code: &str,
    arguments: Vec<String>,
    path: Option<PathBuf>,
    document_id: Option<String>,
    byte_start: Option<u64>,
    byte_end: Option<u64>,
) -> PyResult<LocatedFinding> {
    let known = huzma::finding::codes::ALL.iter().find(|known| known.code == code);
    let known = known.ok_or_else(|| PyValueError::new_err(format!("no code is called {code:?}")))?;
    let finding = match (byte_start, byte_end) {
        (Some(start), Some(end)) => known.at_bytes(start, end),
        _ => known.whole(),
    };
    let finding = arguments.into_iter().fold(finding, |finding, argument| finding.with(argument));
    Ok(LocatedFinding { located: Located { path, document_id, finding } })
}

/// Replaces ranges of a file, atomically, if the file still is what was read.
#[pyfunction]
pub(crate) fn splice_file(
    py: Python<'_>,
    path: PathBuf,
    expected_size: u64,
    pieces: Vec<(u64, u64, Vec<u8>, Vec<u8>)>,
) -> PyResult<()> {
    let pieces: Vec<_> =
        pieces.into_iter().map(|(start, end, old, new)| bundle::Splice { start, end, old, new }).collect();
    py.detach(|| bundle::splice(&path, expected_size, &pieces)).map_err(|error| errors::bundle(py, &error))
}

/// Writes a whole file atomically.
#[pyfunction]
pub(crate) fn write_file(py: Python<'_>, path: PathBuf, data: Vec<u8>) -> PyResult<()> {
    py.detach(|| bundle::write_atomic(&path, |out| out.write_all(&data))).map_err(|error| errors::bundle(py, &error))
}

/// A Python object with a `write` method.
struct PythonSink {
    file: Py<PyAny>,
}

impl Write for PythonSink {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        Python::attach(|py| {
            let written = self.file.bind(py).call_method1("write", (PyBytes::new(py, buffer),))?;
            // A file without a buffer may take less, or nothing for now; others are silent about it.
            let written = if written.is_none() { buffer.len() } else { written.extract::<usize>()? };
            Ok(written.min(buffer.len()))
        })
        .map_err(io::Error::other::<PyErr>)
    }

    fn flush(&mut self) -> io::Result<()> {
        Python::attach(|py| self.file.bind(py).call_method0("flush").map(drop)).map_err(io::Error::other)
    }
}

/// Writes documents to a path, all of them or none, or to a binary file object. An item is a `Document` or (id,
/// number, metadata, text).
#[pyfunction]
#[pyo3(signature = (documents, target, *, format = None, seal = true, overwrite = false, text_field = None, metadata = None))]
pub(crate) fn write_bundle(
    documents: &Bound<'_, PyAny>,
    target: &Bound<'_, PyAny>,
    format: Option<&str>,
    seal: bool,
    overwrite: bool,
    text_field: Option<String>,
    metadata: Option<&Bound<'_, PyDict>>,
) -> PyResult<()> {
    let py = documents.py();
    let mut options = WriteOptions::default();
    if let Some((format, compression)) = format.map(format_from).transpose()? {
        options.format = Some(format);
        options.compression = compression;
    }
    options.seal = seal;
    options.overwrite = overwrite;
    if let Some(field) = text_field {
        options.text_field = field;
    }
    if let Some(metadata) = metadata {
        options.metadata = members(metadata, 1).map_err(|reason| {
            errors::unwritable(py, &format!("the metadata of the bundle cannot be written: {reason}"))
        })?;
    }
    let documents = documents.try_iter()?.unbind();
    if target.hasattr("write")? {
        let mut out = BufWriter::with_capacity(1 << 16, PythonSink { file: target.clone().unbind() });
        return py
            .detach(|| bundle::write_to(&mut out, &options, |sink| feed(&documents, sink)))
            .map_err(|error| errors::bundle(py, &error));
    }
    let path: PathBuf = target.extract()?;
    py.detach(|| bundle::write(&path, &options, |sink| feed(&documents, sink)))
        .map_err(|error| errors::bundle(py, &error))
}

/// The bytes of a text bundle of documents, which are given as to `write_bundle`.
#[pyfunction]
#[pyo3(signature = (documents, *, seal = true))]
pub(crate) fn dump_bundle<'py>(documents: &Bound<'py, PyAny>, seal: bool) -> PyResult<Bound<'py, PyBytes>> {
    let py = documents.py();
    let documents = documents.try_iter()?.unbind();
    let written = py.detach(|| -> io::Result<Vec<u8>> {
        let mut writer = TextWriter::new(Vec::new(), seal)?;
        feed(&documents, &mut writer)?;
        Ok(writer.finish()?)
    });
    match written {
        Ok(bytes) => Ok(PyBytes::new(py, &bytes)),
        Err(error) => Err(errors::bundle(py, &error.into())),
    }
}

/// A document that is handed over to be written.
enum Given {
    Document(Arc<bundle::Document>),
    New { id: String, number: Option<u64>, metadata: Metadata, text: String },
}

/// Hands the documents of an iterator to a sink, one at a time; the interpreter is held only to get them.
fn feed(documents: &Py<PyIterator>, sink: &mut dyn Sink) -> io::Result<()> {
    let mut index = 0;
    while let Some(given) = Python::attach(|py| next_given(documents.bind(py), index)).map_err(io::Error::other)? {
        match &given {
            Given::Document(document) => sink.write(Entry::from(&**document))?,
            Given::New { id, number, metadata, text } => sink.write(Entry { id, number: *number, metadata, text })?,
        }
        index += 1;
    }
    Ok(())
}

fn next_given(documents: &Bound<'_, PyIterator>, index: u64) -> PyResult<Option<Given>> {
    let Some(item) = documents.clone().next().transpose()? else { return Ok(None) };
    let py = item.py();
    py.check_signals()?;
    if let Ok(document) = item.cast::<Document>() {
        return Ok(Some(Given::Document(document.get().inner.clone())));
    }
    let item = item.cast_into::<PyTuple>().map_err(|_| PyTypeError::new_err("a document is a Document or a tuple"))?;
    let (id, number, metadata, text): (Bound<'_, PyString>, Option<u64>, Bound<'_, PyDict>, Bound<'_, PyString>) =
        item.extract()?;
    let unwritable = |reason: String| errors::unwritable(py, &format!("document {index} cannot be written: {reason}"));
    let id = characters(&id, "its id").map_err(unwritable)?;
    let metadata = members(&metadata, 1).map_err(unwritable)?;
    let text = characters(&text, &format!("the text of {id}")).map_err(unwritable)?;
    Ok(Some(Given::New { id, number, metadata, text }))
}

/// A `str` as UTF-8; where it holds a lone surrogate, the reason and its place in code points.
fn characters(text: &Bound<'_, PyString>, what: &str) -> Result<String, String> {
    text.to_str().map(str::to_owned).map_err(|error| {
        let py = text.py();
        let start = error.value(py).getattr("start").and_then(|start| start.extract::<usize>());
        match start {
            Ok(start) if error.is_instance_of::<PyUnicodeEncodeError>(py) => {
                format!("{what} has a lone surrogate at code point {start}, which UTF-8 cannot hold")
            }
            _ => format!("{what} is no text: {error}"),
        }
    })
}

/// How deep metadata may be nested here; what the formats take is less.
const DEEPEST: u32 = 256;

/// A Python mapping as the members of a JSON object; the reason where it is none.
fn members(dict: &Bound<'_, PyDict>, depth: u32) -> Result<Metadata, String> {
    let mut members = Metadata::new();
    for (key, value) in dict {
        let Ok(key) = key.cast::<PyString>() else {
            return Err("a key of its metadata is no str".to_owned());
        };
        let key = characters(key, "a key of its metadata")?;
        let value = value_of(&value, &key, depth)?;
        members.insert(key, value);
    }
    Ok(members)
}

fn value_of(value: &Bound<'_, PyAny>, key: &str, depth: u32) -> Result<Value, String> {
    let unfit = |what: &str| format!("the value of {key:?} in its metadata {what}");
    if depth > DEEPEST {
        return Err(unfit("is nested too deep"));
    }
    if value.is_none() {
        Ok(Value::Null)
    } else if let Ok(value) = value.cast::<PyBool>() {
        Ok(Value::Bool(value.is_true()))
    } else if value.is_instance_of::<PyInt>() {
        let small = value.extract::<i64>().map(Value::from).or_else(|_| value.extract::<u64>().map(Value::from));
        small.map_err(|_| unfit("is an integer of more than 64 bits"))
    } else if value.is_instance_of::<PyFloat>() {
        let number = value.extract::<f64>().ok().and_then(serde_json::Number::from_f64);
        number.map(Value::Number).ok_or_else(|| unfit("is a number that JSON does not have"))
    } else if let Ok(text) = value.cast::<PyString>() {
        characters(text, &format!("the value of {key:?} in its metadata")).map(Value::String)
    } else if let Ok(dict) = value.cast::<PyDict>() {
        members(dict, depth + 1).map(Value::Object)
    } else if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
        let items = value.try_iter().map_err(|error| unfit(&error.to_string()))?;
        let items = items.map(|item| {
            let item = item.map_err(|error| unfit(&error.to_string()))?;
            value_of(&item, key, depth + 1)
        });
        items.collect::<Result<_, _>>().map(Value::Array)
    } else {
        Err(unfit("is nothing that JSON has"))
    }
}

/// Whether texts can be read in the encoding of this name.
#[pyfunction]
pub(crate) fn has_encoding(name: &str) -> bool {
    Encoding::from_name(name).is_some()
}

/// The limits that hold unless others are given.
#[pyfunction]
pub(crate) fn default_limits(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let limits = Limits::default();
    let dict = PyDict::new(py);
    dict.set_item("document_bytes", limits.document_bytes)?;
    dict.set_item("documents", limits.documents)?;
    dict.set_item("total_bytes", limits.total_bytes)?;
    dict.set_item("line_bytes", limits.line_bytes)?;
    dict.set_item("members", limits.members)?;
    dict.set_item("archive_ratio", limits.archive_ratio)?;
    dict.set_item("metadata_nesting", limits.metadata_nesting)?;
    Ok(dict)
}

pub(crate) fn limits_from(given: &Bound<'_, PyDict>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    for (name, value) in given {
        let name: String = name.extract()?;
        match name.as_str() {
            "document_bytes" => limits.document_bytes = value.extract()?,
            "documents" => limits.documents = value.extract()?,
            "total_bytes" => limits.total_bytes = value.extract()?,
            "line_bytes" => limits.line_bytes = value.extract()?,
            "members" => limits.members = value.extract()?,
            "archive_ratio" => limits.archive_ratio = value.extract()?,
            "metadata_nesting" => limits.metadata_nesting = value.extract()?,
            _ => return Err(PyValueError::new_err(format!("no limit is called {name:?}"))),
        }
    }
    Ok(limits)
}

/// The formats by the names that Python has for them.
const FORMATS: [(&str, Format); 8] = [
    ("folder", Format::Folder),
    ("zip", Format::Zip),
    ("tar", Format::Tar),
    ("huzma", Format::TextBundle),
    ("jsonl", Format::JsonLines),
    ("csv", Format::Csv),
    ("tsv", Format::Tsv),
    ("txt", Format::Text),
];

/// A format by its name, and a compression if one follows behind a point: `csv`, `tar.gz`.
fn format_from(name: &str) -> PyResult<(Format, Option<Compression>)> {
    let (format, compression) = match name.rsplit_once('.') {
        Some((format, "gz")) => (format, Some(Compression::Gzip)),
        Some((format, "zst")) => (format, Some(Compression::Zstd)),
        _ => (name, None),
    };
    let found = FORMATS.iter().find(|(known, _)| *known == format).map(|&(_, format)| (format, compression));
    found.ok_or_else(|| {
        let known = FORMATS.map(|(name, _)| format!("{name:?}")).join(", ");
        PyValueError::new_err(format!("format is one of {known}, perhaps with .gz or .zst, not {name:?}"))
    })
}

fn object<'py>(py: Python<'py>, members: &serde_json::Map<String, Value>) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (name, value) in members {
        dict.set_item(name, json(py, value)?)?;
    }
    Ok(dict)
}

/// JSON as Python values; the reader bounds how deep it is nested.
fn json<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(value) => value.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(number) => {
            if let Some(value) = number.as_i64() {
                value.into_pyobject(py)?.into_any()
            } else if let Some(value) = number.as_u64() {
                value.into_pyobject(py)?.into_any()
            } else {
                number.as_f64().into_pyobject(py)?.into_any()
            }
        }
        Value::String(value) => PyString::new(py, value).into_any(),
        Value::Array(items) => {
            let list = PyList::empty(py);
            for item in items {
                list.append(json(py, item)?)?;
            }
            list.into_any()
        }
        Value::Object(members) => object(py, members)?.into_any(),
    })
}
