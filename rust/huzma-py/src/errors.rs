//! Errors of the core as the classes of `huzma.errors`.

use huzma::bundle::{Error, ErrorKind};
use huzma::lint::SelectorError;
use huzma::normalize::ProfileError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyType};

/// An instance of a class of `huzma.errors`; the import error instead if that module is broken.
fn raise(py: Python<'_>, class: &str, message: &str, fields: &Bound<'_, PyDict>) -> PyErr {
    let made = || -> PyResult<PyErr> {
        let class = py.import("huzma.errors")?.getattr(class)?.cast_into::<PyType>()?;
        Ok(PyErr::from_value(class.call((message,), Some(fields))?))
    };
    made().unwrap_or_else(|error| error)
}

pub(crate) fn profile(py: Python<'_>, error: &ProfileError) -> PyErr {
    let fields = PyDict::new(py);
    match fields.set_item("step", error.step()) {
        Ok(()) => raise(py, "ProfileError", &error.to_string(), &fields),
        Err(error) => error,
    }
}

pub(crate) fn selector(py: Python<'_>, error: &SelectorError) -> PyErr {
    let fields = PyDict::new(py);
    let set = fields
        .set_item("selector", &error.selector)
        .and_then(|()| fields.set_item("nearest", error.nearest.as_deref()));
    match set {
        Ok(()) => raise(py, "SelectorError", &error.to_string(), &fields),
        Err(error) => error,
    }
}

/// The error for a text whose offsets do not fit 32 bits.
pub(crate) fn too_long(py: Python<'_>, actual: usize) -> PyErr {
    let allowed = huzma::span::MAX_LEN;
    let message =
        format!("a text of {actual} code points is longer than offsets of 32 bits allow ({allowed}); split it");
    let fields = PyDict::new(py);
    let set = fields
        .set_item("limit", "text_length")
        .and_then(|()| fields.set_item("allowed", allowed))
        .and_then(|()| fields.set_item("actual", actual));
    match set {
        Ok(()) => raise(py, "LimitError", &message, &fields),
        Err(error) => error,
    }
}

/// The error for a column that is no column of text.
pub(crate) fn column(py: Python<'_>, kind: &str, message: &str, row: Option<usize>, byte: Option<usize>) -> PyErr {
    let fields = PyDict::new(py);
    let set = fields
        .set_item("kind", kind)
        .and_then(|()| fields.set_item("row", row))
        .and_then(|()| fields.set_item("byte", byte));
    match set {
        Ok(()) => raise(py, "ColumnError", message, &fields),
        Err(error) => error,
    }
}

pub(crate) fn bundle(py: Python<'_>, error: &Error) -> PyErr {
    // An exception that a Python file object raised while it was read comes out as it went in.
    let source = std::error::Error::source(error).and_then(|source| source.downcast_ref::<std::io::Error>());
    if let Some(raised) = source.and_then(|source| source.get_ref()).and_then(|inner| inner.downcast_ref::<PyErr>()) {
        return raised.clone_ref(py);
    }
    let fields = PyDict::new(py);
    let fill = || -> PyResult<&'static str> {
        fields.set_item("path", error.path().map(std::path::Path::as_os_str))?;
        fields.set_item("byte", error.byte())?;
        let kind = match error.kind() {
            ErrorKind::Limit { limit, allowed, actual, .. } => {
                fields.set_item("limit", limit)?;
                fields.set_item("allowed", allowed)?;
                fields.set_item("actual", actual)?;
                return Ok("LimitError");
            }
            ErrorKind::NotFound => "not-found",
            ErrorKind::PermissionDenied => "permission-denied",
            ErrorKind::NotABundle { .. } => "not-a-bundle",
            ErrorKind::Unsupported { .. } => "unsupported",
            ErrorKind::Changed { .. } => "changed",
            ErrorKind::Unwritable { .. } => "unwritable",
            _ => "io",
        };
        fields.set_item("kind", kind)?;
        Ok("BundleError")
    };
    match fill() {
        Ok(class) => raise(py, class, &error.to_string(), &fields),
        Err(error) => error,
    }
}

pub(crate) fn unsupported(py: Python<'_>, message: &str, path: Option<&std::path::Path>) -> PyErr {
    of_kind(py, "unsupported", message, path)
}

/// The error for a document that a format cannot hold.
pub(crate) fn unwritable(py: Python<'_>, message: &str) -> PyErr {
    of_kind(py, "unwritable", message, None)
}

fn of_kind(py: Python<'_>, kind: &str, message: &str, path: Option<&std::path::Path>) -> PyErr {
    let fields = PyDict::new(py);
    let set =
        fields.set_item("kind", kind).and_then(|()| fields.set_item("path", path.map(std::path::Path::as_os_str)));
    match set {
        Ok(()) => raise(py, "BundleError", message, &fields),
        Err(error) => error,
    }
}
