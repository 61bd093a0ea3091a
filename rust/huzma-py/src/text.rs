//! A Python `str` in its own layout.

use huzma::normalize::CodePoints;
use huzma::scan::{Latin1, Ucs2, Ucs4, Units};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3::types::string::PyStringData;

use crate::errors;

/// The code points of a `str` where the interpreter keeps them.
#[derive(Clone, Copy)]
pub(crate) enum Layout<'t> {
    Latin1(Latin1<'t>),
    Ucs2(Ucs2<'t>),
    Ucs4(Ucs4<'t>),
}

/// Runs an expression with `$units` bound to the text in its layout.
macro_rules! with_units {
    ($layout:expr, $units:ident => $body:expr) => {
        match $layout {
            $crate::text::Layout::Latin1($units) => $body,
            $crate::text::Layout::Ucs2($units) => $body,
            $crate::text::Layout::Ucs4($units) => $body,
        }
    };
}
pub(crate) use with_units;

/// Reads a `str` in place.
///
/// # Errors
/// `LimitError` where its offsets would not fit 32 bits.
#[allow(unsafe_code)]
pub(crate) fn layout<'t>(text: &'t Bound<'_, PyString>) -> PyResult<Layout<'t>> {
    // SAFETY: a `str` does not change once it has been handed to us, and `text` keeps it alive for 't. The
    // layout of these structures is CPython's, which is what this module is built for.
    let layout = match unsafe { text.data() }? {
        PyStringData::Ucs1(units) => Layout::Latin1(Latin1(units)),
        PyStringData::Ucs2(units) => Layout::Ucs2(Ucs2(units)),
        PyStringData::Ucs4(units) => Layout::Ucs4(Ucs4(units)),
    };
    let length = with_units!(layout, units => units.len());
    if length > huzma::span::MAX_LEN { Err(errors::too_long(text.py(), length)) } else { Ok(layout) }
}

/// The text as UTF-8. A lone surrogate becomes U+FFFD, which is as long in both counts, so that places stay
/// where they are.
///
/// # Errors
/// `LimitError` where byte offsets would not fit 32 bits.
pub(crate) fn utf8(text: &Bound<'_, PyString>) -> PyResult<String> {
    let layout = layout(text)?;
    let utf8 = with_units!(layout, units => {
        let mut out = String::with_capacity(units.len() * 2);
        let mut at = 0;
        while let Some((code_point, width)) = units.code_point(at) {
            out.push(char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER));
            at += width;
        }
        out
    });
    if utf8.len() > huzma::span::MAX_LEN { Err(errors::too_long(text.py(), utf8.len())) } else { Ok(utf8) }
}

/// A new `str` of these code points, surrogates included, in the narrowest layout that holds them.
#[allow(unsafe_code)]
pub(crate) fn from_code_points<'py>(py: Python<'py>, text: &CodePoints) -> PyResult<Bound<'py, PyString>> {
    let (kind, units) = match text {
        CodePoints::Ucs2(units) => (ffi::PyUnicode_2BYTE_KIND, units.as_ptr().cast()),
        CodePoints::Ucs4(units) => (ffi::PyUnicode_4BYTE_KIND, units.as_ptr().cast()),
    };
    // SAFETY: the pointer and the length are those of a slice of units of that kind, none above U+10FFFF: they
    // come from texts and from tables of `char`s.
    let object = unsafe {
        Bound::from_owned_ptr_or_err(
            py,
            ffi::PyUnicode_FromKindAndData(kind as i32, units, text.len() as ffi::Py_ssize_t),
        )
    }?;
    Ok(object.cast_into::<PyString>()?)
}

/// A new `str` of the code points from `start` to `end`, which must lie inside the text.
#[allow(unsafe_code)]
pub(crate) fn slice<'py>(text: &Bound<'py, PyString>, start: u32, end: u32) -> PyResult<Bound<'py, PyString>> {
    // SAFETY: the object is a `str`; the function checks the offsets itself.
    let object = unsafe {
        Bound::from_owned_ptr_or_err(
            text.py(),
            ffi::PyUnicode_Substring(text.as_ptr(), start as ffi::Py_ssize_t, end as ffi::Py_ssize_t),
        )
    }?;
    Ok(object.cast_into::<PyString>()?)
}
