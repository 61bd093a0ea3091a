//! Arrays that hand out their memory through the buffer protocol.

// The code that `#[pymethods]` makes round `__getbuffer__` calls it outside an unsafe block.
#![allow(unsafe_op_in_unsafe_fn)]

use std::ffi::{c_int, c_void};
use std::sync::Arc;

use pyo3::exceptions::{PyBufferError, PyIndexError};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::PyList;

/// Fills a view of read-only, contiguous, one-dimensional data.
///
/// # Safety
/// `view` is the pointer that the buffer protocol handed to the caller; `data` lives as long as `owner`.
#[allow(unsafe_code)]
unsafe fn fill_view<T>(
    view: *mut ffi::Py_buffer,
    flags: c_int,
    data: &[T],
    format: &'static std::ffi::CStr,
    owner: Bound<'_, PyAny>,
) -> PyResult<()> {
    if view.is_null() {
        return Err(PyBufferError::new_err("no view to fill"));
    }
    if flags & ffi::PyBUF_WRITABLE == ffi::PyBUF_WRITABLE {
        return Err(PyBufferError::new_err("the array is read-only"));
    }
    let wants = |flag: c_int| flags & flag == flag;
    // SAFETY: the protocol hands over a view that may be written. Its shape and strides point into the view
    // itself, as the protocol allows for one dimension; the format is static and the data kept by the owner.
    unsafe {
        let view = &mut *view;
        view.buf = data.as_ptr() as *mut c_void;
        view.len = std::mem::size_of_val(data) as ffi::Py_ssize_t;
        view.readonly = 1;
        view.itemsize = size_of::<T>() as ffi::Py_ssize_t;
        view.ndim = 1;
        view.internal = data.len() as *mut c_void;
        view.format = if wants(ffi::PyBUF_FORMAT) { format.as_ptr().cast_mut() } else { std::ptr::null_mut() };
        view.shape = if wants(ffi::PyBUF_ND) {
            (&raw mut view.internal).cast::<ffi::Py_ssize_t>()
        } else {
            std::ptr::null_mut()
        };
        view.strides = if wants(ffi::PyBUF_STRIDES) { &raw mut view.itemsize } else { std::ptr::null_mut() };
        view.suboffsets = std::ptr::null_mut();
        view.obj = owner.into_ptr();
    }
    Ok(())
}

/// The place of an index that may count from the end.
pub(crate) fn checked_index(index: isize, length: usize) -> PyResult<usize> {
    let place = if index < 0 { index + length as isize } else { index };
    usize::try_from(place)
        .ok()
        .filter(|&place| place < length)
        .ok_or_else(|| PyIndexError::new_err(format!("index {index} is outside an array of {length}")))
}

macro_rules! array {
    ($(#[$doc:meta])* $name:ident, $item:ty, $format:literal) => {
        $(#[$doc])*
        #[pyclass(frozen, module = "huzma._core")]
        pub(crate) struct $name {
            data: Arc<Vec<$item>>,
            start: usize,
            end: usize,
        }

        impl $name {
            pub(crate) fn new(data: &Arc<Vec<$item>>, start: usize, end: usize) -> Self {
                Self { data: Arc::clone(data), start, end }
            }

            fn items(&self) -> &[$item] {
                &self.data[self.start..self.end]
            }
        }

        #[pymethods]
        impl $name {
            fn __len__(&self) -> usize {
                self.items().len()
            }

            fn __getitem__(&self, index: isize) -> PyResult<$item> {
                Ok(self.items()[checked_index(index, self.items().len())?])
            }

            fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                Ok(self.tolist(py)?.try_iter()?.into_any())
            }

            fn tolist<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
                PyList::new(py, self.items().iter().map(|&item| i64::from(item)))
            }

            fn __repr__(&self) -> String {
                format!(concat!("<huzma.", stringify!($name), " of {}>"), self.items().len())
            }

            #[allow(unsafe_code)]
            unsafe fn __getbuffer__(
                slf: Bound<'_, Self>,
                view: *mut ffi::Py_buffer,
                flags: c_int,
            ) -> PyResult<()> {
                let items = slf.get().items();
                // SAFETY: the view comes from the protocol; the array is frozen and owns its items.
                unsafe { fill_view(view, flags, items, $format, slf.clone().into_any()) }
            }
        }
    };
}

array! {
    /// A read-only array of int32: offsets, none of which is beyond the largest of these.
    OffsetArray, u32, c"i"
}

array! {
    /// A read-only array of uint8.
    KindArray, u8, c"B"
}
