//! `huzma.read` and writing files.

use std::io::{self, BufReader, Read};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use huzma::bundle::{self, Event, Format, Limits, Located, Options};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyByteArray, PyBytes, PyDict, PyList, PyString};
use serde_json::Value;

use crate::errors;
use crate::lint::{FindingTable, FixResult, Selection, check_document, common_row, fix_utf8};

/// Documents and container findings, in the order in which they are met.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Reader {
    reader: Mutex<bundle::Reader>,
}

#[pymethods]
impl Reader {
    #[new]
    #[pyo3(signature = (source, *, limits = None, format = None))]
    fn new(source: &Bound<'_, PyAny>, limits: Option<&Bound<'_, PyDict>>, format: Option<&str>) -> PyResult<Self> {
        let py = source.py();
        let mut options = Options::default();
        if let Some(limits) = limits {
            options.limits = limits_from(limits)?;
        }
        options.format = format.map(format_from).transpose()?;
        let opened = if let Ok(bytes) = source.cast::<PyBytes>() {
            let bytes: Arc<[u8]> = Arc::from(bytes.as_bytes());
            py.detach(|| bundle::open_bytes(bytes, &options))
        } else if let Ok(bytes) = source.cast::<PyByteArray>() {
            let bytes = bytes.to_vec();
            py.detach(|| bundle::open_bytes(bytes, &options))
        } else if source.hasattr("read")? {
            let file = Box::new(BufReader::with_capacity(1 << 16, PythonFile { file: source.clone().unbind() }));
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
            Some(Ok(Event::Document(document))) => {
                let document = Document { inner: Arc::new(document), text: PyOnceLock::new() };
                Ok(Some(Bound::new(py, document)?.into_any()))
            }
            Some(Ok(Event::Finding(located))) => Ok(Some(Bound::new(py, LocatedFinding { located })?.into_any())),
        }
    }

    /// The bundle's own metadata, as far as it has been read.
    #[getter]
    fn metadata<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let metadata = py.detach(|| self.reader.lock().unwrap_or_else(PoisonError::into_inner).metadata().clone());
        object(py, &metadata)
    }
}

/// A Python object with a `read` method.
struct PythonFile {
    file: Py<PyAny>,
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
    fn text(&self, py: Python<'_>) -> Py<PyString> {
        self.text.get_or_init(py, || PyString::new(py, &self.inner.text).unbind()).clone_ref(py)
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
    fn byte_start(&self) -> u64 {
        self.inner.origin.byte_start
    }

    #[getter]
    fn byte_end(&self) -> u64 {
        self.inner.origin.byte_end
    }

    #[getter]
    fn size(&self) -> usize {
        self.inner.text.len()
    }

    fn check(&self, py: Python<'_>, selection: &Selection) -> FindingTable {
        check_document(py, &self.inner, selection)
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
        if self.inner.is_sealed() {
            let message = "the document is sealed: unpack the bundle, fix the folder and pack it again";
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
        common_row(py, &self.located.finding, language)
    }
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

/// The limits that hold unless others are given.
#[pyfunction]
pub(crate) fn default_limits(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let limits = Limits::default();
    let dict = PyDict::new(py);
    dict.set_item("document_bytes", limits.document_bytes)?;
    dict.set_item("documents", limits.documents)?;
    dict.set_item("total_bytes", limits.total_bytes)?;
    dict.set_item("line_bytes", limits.line_bytes)?;
    dict.set_item("metadata_nesting", limits.metadata_nesting)?;
    Ok(dict)
}

fn limits_from(given: &Bound<'_, PyDict>) -> PyResult<Limits> {
    let mut limits = Limits::default();
    for (name, value) in given {
        let name: String = name.extract()?;
        match name.as_str() {
            "document_bytes" => limits.document_bytes = value.extract()?,
            "documents" => limits.documents = value.extract()?,
            "total_bytes" => limits.total_bytes = value.extract()?,
            "line_bytes" => limits.line_bytes = value.extract()?,
            "metadata_nesting" => limits.metadata_nesting = value.extract()?,
            _ => return Err(PyValueError::new_err(format!("no limit is called {name:?}"))),
        }
    }
    Ok(limits)
}

fn format_from(name: &str) -> PyResult<Format> {
    match name {
        "folder" => Ok(Format::Folder),
        "huzma" => Ok(Format::TextBundle),
        "txt" => Ok(Format::Text),
        _ => Err(PyValueError::new_err(format!("format is \"folder\", \"huzma\" or \"txt\", not {name:?}"))),
    }
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
