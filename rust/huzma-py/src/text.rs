//! A Python `str` in its own layout.
//!
//! With the feature `abi3` the interpreter does not say how it keeps a `str`: it is copied to UCS-4 then, and all else
//! is the same.

use huzma::normalize::CodePoints;
use huzma::scan::{Latin1, Ucs2, Ucs4, Units};
use pyo3::ffi;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyList, PyString};

use crate::errors;

/// The code points of a `str` where the interpreter keeps them.
pub(crate) enum Layout<'t> {
    #[cfg(not(feature = "abi3"))]
    Latin1(Latin1<'t>),
    #[cfg(not(feature = "abi3"))]
    Ucs2(Ucs2<'t>),
    #[cfg(not(feature = "abi3"))]
    Ucs4(Ucs4<'t>),
    /// A copy.
    #[cfg(feature = "abi3")]
    Copied(Vec<u32>, std::marker::PhantomData<&'t ()>),
}

/// Runs an expression with `$units` bound to the text in its layout.
#[cfg(not(feature = "abi3"))]
macro_rules! with_units {
    ($layout:expr, $units:ident => $body:expr) => {
        match &$layout {
            &$crate::text::Layout::Latin1($units) => $body,
            &$crate::text::Layout::Ucs2($units) => $body,
            &$crate::text::Layout::Ucs4($units) => $body,
        }
    };
}
#[cfg(feature = "abi3")]
macro_rules! with_units {
    ($layout:expr, $units:ident => $body:expr) => {
        match &$layout {
            $crate::text::Layout::Copied(copy, _) => {
                let $units = huzma::scan::Ucs4(copy);
                $body
            }
        }
    };
}
pub(crate) use with_units;

/// Reads a `str` in place.
///
/// # Errors
/// `LimitError` where its offsets would not fit 32 bits.
pub(crate) fn layout<'t>(text: &'t Bound<'_, PyString>) -> PyResult<Layout<'t>> {
    let layout = layout_of_any_length(text)?;
    let length = with_units!(layout, units => units.len());
    if length > huzma::span::MAX_LEN { Err(errors::too_long(text.py(), length)) } else { Ok(layout) }
}

#[cfg(not(feature = "abi3"))]
#[allow(unsafe_code)]
fn layout_of_any_length<'t>(text: &'t Bound<'_, PyString>) -> PyResult<Layout<'t>> {
    use pyo3::types::string::PyStringData;
    // SAFETY: a `str` does not change once it has been handed to us, and `text` keeps it alive for 't. The
    // layout of these structures is CPython's, which is what this module is built for.
    Ok(match unsafe { text.data() }? {
        PyStringData::Ucs1(units) => Layout::Latin1(Latin1(units)),
        PyStringData::Ucs2(units) => Layout::Ucs2(Ucs2(units)),
        PyStringData::Ucs4(units) => Layout::Ucs4(Ucs4(units)),
    })
}

#[cfg(feature = "abi3")]
#[allow(unsafe_code)]
fn layout_of_any_length<'t>(text: &'t Bound<'_, PyString>) -> PyResult<Layout<'t>> {
    let mut copy = vec![0u32; text.len()?];
    if !copy.is_empty() {
        // SAFETY: the object is a `str`, and the buffer has as many places as that has code points.
        let written =
            unsafe { ffi::PyUnicode_AsUCS4(text.as_ptr(), copy.as_mut_ptr(), copy.len() as ffi::Py_ssize_t, 0) };
        if written.is_null() {
            return Err(PyErr::fetch(text.py()));
        }
    }
    Ok(Layout::Copied(copy, std::marker::PhantomData))
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

/// A `str` as UTF-8, as the interpreter encodes it at once; where it cannot, for lone surrogates, as [`utf8`] does.
///
/// The encoded bytes are an object of their own: what the interpreter keeps inside a `str` that was asked for its UTF-8
/// stays there as long as the `str` does.
pub(crate) enum Utf8 {
    Encoded(Py<PyBytes>),
    Repaired(String),
}

impl Utf8 {
    /// # Errors
    /// `LimitError` where byte offsets would not fit 32 bits.
    pub(crate) fn of(text: &Bound<'_, PyString>) -> PyResult<Self> {
        let py = text.py();
        let Ok(encoded) = text.encode_utf8() else { return utf8(text).map(Self::Repaired) };
        let length = encoded.as_bytes().len();
        if length > huzma::span::MAX_LEN {
            Err(errors::too_long(py, length))
        } else {
            Ok(Self::Encoded(encoded.unbind()))
        }
    }

    #[allow(unsafe_code)]
    pub(crate) fn as_str<'p>(&'p self, py: Python<'p>) -> &'p str {
        match self {
            // SAFETY: the interpreter's encoder made these bytes, which do not change.
            Self::Encoded(encoded) => unsafe { std::str::from_utf8_unchecked(encoded.as_bytes(py)) },
            Self::Repaired(text) => text,
        }
    }
}

/// A new `str` of these code points, surrogates included, in the narrowest layout that holds them.
pub(crate) fn from_code_points<'py>(py: Python<'py>, text: &CodePoints) -> PyResult<Bound<'py, PyString>> {
    match text {
        CodePoints::Latin1(units) => from_units(py, Latin1(units)),
        CodePoints::Ucs2(units) => from_units(py, Ucs2(units)),
        CodePoints::Ucs4(units) => from_units(py, Ucs4(units)),
    }
}

#[cfg(not(feature = "abi3"))]
pub(crate) use direct::{Kind, Writing, from_units};

/// Memory of a new `str`, written before anyone sees it.
#[cfg(not(feature = "abi3"))]
mod direct {
    #![allow(unsafe_code)]

    use std::mem::MaybeUninit;

    use huzma::normalize::CodePointUnits;
    use huzma::scan::{Latin1, Ucs2, Ucs4};
    use pyo3::ffi;
    use pyo3::prelude::*;
    use pyo3::types::PyString;

    /// A layout of a `str`.
    pub(crate) trait Kind: CodePointUnits {
        /// CPython's number of it.
        const KIND: u32;
        /// The greatest code point of it.
        const WIDEST: u32;
        /// Whether the next narrower layout has no such code point.
        fn needs(unit: Self::Raw) -> bool;
        /// A new `str` of these units.
        fn text<'py>(py: Python<'py>, units: &[Self::Raw]) -> PyResult<Bound<'py, PyString>>;
    }

    impl Kind for Latin1<'_> {
        const KIND: u32 = ffi::PyUnicode_1BYTE_KIND;
        const WIDEST: u32 = 0xFF;

        fn needs(unit: u8) -> bool {
            unit > 0x7F
        }

        fn text<'py>(py: Python<'py>, units: &[Self::Raw]) -> PyResult<Bound<'py, PyString>> {
            from_units(py, Latin1(units))
        }
    }

    impl Kind for Ucs2<'_> {
        const KIND: u32 = ffi::PyUnicode_2BYTE_KIND;
        const WIDEST: u32 = 0xFFFF;

        fn needs(unit: u16) -> bool {
            unit > 0xFF
        }

        fn text<'py>(py: Python<'py>, units: &[Self::Raw]) -> PyResult<Bound<'py, PyString>> {
            from_units(py, Ucs2(units))
        }
    }

    impl Kind for Ucs4<'_> {
        const KIND: u32 = ffi::PyUnicode_4BYTE_KIND;
        const WIDEST: u32 = 0x10_FFFF;

        fn needs(unit: u32) -> bool {
            unit > 0xFFFF
        }

        fn text<'py>(py: Python<'py>, units: &[Self::Raw]) -> PyResult<Bound<'py, PyString>> {
            from_units(py, Ucs4(units))
        }
    }

    /// Whether some unit needs this layout: in Arabic text one of the first.
    fn needs<U: Kind>(units: &[U::Raw]) -> bool {
        units.chunks(64).any(|chunk| chunk.iter().fold(false, |needs, &unit| needs | U::needs(unit)))
    }

    /// A new `str` of these units, in the narrowest layout that holds them.
    pub(crate) fn from_units<U: Kind>(py: Python<'_>, text: U) -> PyResult<Bound<'_, PyString>> {
        let units = text.raw();
        if needs::<U>(units) {
            let mut writing = Writing::<U>::new(py, units.len())?;
            let slots = writing.slots();
            // SAFETY: there are as many slots as units, and nobody else has seen them.
            unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), slots.as_mut_ptr().cast(), units.len()) };
            // SAFETY: all slots have been written.
            return unsafe { writing.finish(units.len()) };
        }
        // SAFETY: the pointer and the length are those of a slice of units of that kind, none above U+10FFFF: they come
        // from texts and from tables of `char`s.
        let object = unsafe {
            let text = units.as_ptr().cast();
            ffi::PyUnicode_FromKindAndData(U::KIND as i32, text, units.len() as ffi::Py_ssize_t)
        };
        // SAFETY: a new reference to a `str`, or null with an error set.
        Ok(unsafe { Bound::from_owned_ptr_or_err(py, object)?.cast_into_unchecked() })
    }

    /// A new `str` that nobody else has seen.
    pub(crate) struct Writing<'py, U> {
        object: Bound<'py, PyString>,
        len: usize,
        layout: std::marker::PhantomData<U>,
    }

    impl<'py, U: Kind> Writing<'py, U> {
        /// One of `len` units, which must be more than none.
        pub(crate) fn new(py: Python<'py>, len: usize) -> PyResult<Self> {
            // SAFETY: a new reference to a `str`, or null with an error set.
            let object = unsafe {
                let object = ffi::PyUnicode_New(len as ffi::Py_ssize_t, U::WIDEST);
                Bound::from_owned_ptr_or_err(py, object)?.cast_into_unchecked()
            };
            Ok(Self { object, len, layout: std::marker::PhantomData })
        }

        /// Its units, not yet written.
        pub(crate) fn slots(&mut self) -> &mut [MaybeUninit<U::Raw>] {
            // SAFETY: `new` has made a `str` of this kind and length, of which we hold the only reference.
            unsafe {
                let data = ffi::PyUnicode_DATA(self.object.as_ptr()).cast();
                std::slice::from_raw_parts_mut(data, self.len)
            }
        }

        /// The `str` of its first `len` units, in the narrowest layout that holds them.
        ///
        /// # Safety
        /// They have been written.
        pub(crate) unsafe fn finish(mut self, len: usize) -> PyResult<Bound<'py, PyString>> {
            let py = self.object.py();
            let slots: &[MaybeUninit<U::Raw>] = &self.slots()[..len];
            // SAFETY: the caller has written them.
            let units = unsafe { &*(std::ptr::from_ref(slots) as *const [U::Raw]) };
            if !needs::<U>(units) {
                // SAFETY: as in `from_units`.
                let object = unsafe {
                    let text = units.as_ptr().cast();
                    ffi::PyUnicode_FromKindAndData(U::KIND as i32, text, len as ffi::Py_ssize_t)
                };
                // SAFETY: as there.
                return Ok(unsafe { Bound::from_owned_ptr_or_err(py, object)?.cast_into_unchecked() });
            }
            if len == self.len {
                return Ok(self.object);
            }
            let mut object = self.object.into_ptr();
            // SAFETY: the only reference to a `str` nobody has seen; on failure it is null and an error is set.
            unsafe {
                ffi::PyUnicode_Resize(&raw mut object, len as ffi::Py_ssize_t);
                Ok(Bound::from_owned_ptr_or_err(py, object)?.cast_into_unchecked())
            }
        }
    }
}

/// A new `str` of these units, in the narrowest layout that holds them.
#[cfg(feature = "abi3")]
#[allow(unsafe_code)]
pub(crate) fn from_units<U: Units>(py: Python<'_>, text: U) -> PyResult<Bound<'_, PyString>> {
    let mut units = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some((code_point, width)) = text.code_point(at) {
        units.push(code_point);
        at += width;
    }
    let mut order = if cfg!(target_endian = "little") { -1 } else { 1 };
    // SAFETY: the pointer and the length are those of a slice; the order says that no mark leads it.
    let object = unsafe {
        ffi::PyUnicode_DecodeUTF32(
            units.as_ptr().cast(),
            (units.len() * 4) as ffi::Py_ssize_t,
            c"surrogatepass".as_ptr(),
            &raw mut order,
        )
    };
    // SAFETY: a new reference to a `str`, or null with an error set.
    Ok(unsafe { Bound::from_owned_ptr_or_err(py, object)?.cast_into_unchecked() })
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

/// The list of the slices of a text from `start` to `end` of each span.
///
/// Making a `str` costs more than finding where it is, and words come again: those that have lately been made are handed out
/// once more.
#[cfg(not(feature = "abi3"))]
pub(crate) fn slices<'py>(
    text: &Bound<'py, PyString>,
    spans: impl Iterator<Item = (usize, usize)>,
    count: usize,
) -> PyResult<Bound<'py, PyList>> {
    match layout(text)? {
        Layout::Latin1(units) => list_of_slices(text.py(), units.0, spans, count),
        Layout::Ucs2(units) => list_of_slices(text.py(), units.0, spans, count),
        Layout::Ucs4(units) => list_of_slices(text.py(), units.0, spans, count),
    }
}

/// The list of the slices of a text from `start` to `end` of each span.
#[cfg(feature = "abi3")]
pub(crate) fn slices<'py>(
    text: &Bound<'py, PyString>,
    spans: impl Iterator<Item = (usize, usize)>,
    count: usize,
) -> PyResult<Bound<'py, PyList>> {
    let made = spans.take(count).map(|(start, end)| slice(text, start as u32, end as u32));
    PyList::new(text.py(), made.collect::<PyResult<Vec<_>>>()?)
}

/// A unit of a `str`, as the interpreter numbers their kinds.
#[cfg(not(feature = "abi3"))]
trait Unit: Copy + Eq + Into<u32> {
    const KIND: u32;
}

#[cfg(not(feature = "abi3"))]
impl Unit for u8 {
    const KIND: u32 = ffi::PyUnicode_1BYTE_KIND;
}

#[cfg(not(feature = "abi3"))]
impl Unit for u16 {
    const KIND: u32 = ffi::PyUnicode_2BYTE_KIND;
}

#[cfg(not(feature = "abi3"))]
impl Unit for u32 {
    const KIND: u32 = ffi::PyUnicode_4BYTE_KIND;
}

/// How many words are remembered, and how long these are at most.
#[cfg(not(feature = "abi3"))]
const REMEMBERED: usize = 1 << 10;
#[cfg(not(feature = "abi3"))]
const LONGEST_REMEMBERED: usize = 12;

#[cfg(not(feature = "abi3"))]
#[allow(unsafe_code)]
fn list_of_slices<'py, U: Unit>(
    py: Python<'py>,
    units: &[U],
    spans: impl Iterator<Item = (usize, usize)>,
    count: usize,
) -> PyResult<Bound<'py, PyList>> {
    // Where a word starts, how long it is, and which item of the list it is.
    let mut remembered = vec![(0usize, 0usize, 0 as ffi::Py_ssize_t); if count < 64 { 0 } else { REMEMBERED }];
    // SAFETY: a new list of so many empty places, which are all filled below, or nulls, which lists may have until they are
    // handed out.
    let list = unsafe { Bound::from_owned_ptr_or_err(py, ffi::PyList_New(count as ffi::Py_ssize_t)) }?;
    let mut filled = 0;
    for (index, (start, end)) in (0..count as ffi::Py_ssize_t).zip(spans) {
        let slice = units.get(start..end).unwrap_or_default();
        let place = if slice.len() <= LONGEST_REMEMBERED && !remembered.is_empty() {
            let hash =
                slice.iter().fold(slice.len() as u32, |hash, &unit| hash.wrapping_mul(31).wrapping_add(unit.into()));
            Some((hash.wrapping_mul(0x9E37_79B9) >> 22) as usize % REMEMBERED)
        } else {
            None
        };
        let known = place.map(|place| remembered[place]);
        let object = match known {
            // SAFETY: the item is one of those that have been filled.
            Some((from, length, item)) if length > 0 && units.get(from..from + length) == Some(slice) => unsafe {
                let object = ffi::PyList_GET_ITEM(list.as_ptr(), item);
                ffi::Py_INCREF(object);
                object
            },
            // SAFETY: the pointer and the length are those of a slice of units of that kind.
            _ => unsafe {
                ffi::PyUnicode_FromKindAndData(U::KIND as i32, slice.as_ptr().cast(), slice.len() as ffi::Py_ssize_t)
            },
        };
        if object.is_null() {
            return Err(PyErr::fetch(py));
        }
        if let Some(place) = place {
            remembered[place] = (start, slice.len(), index);
        }
        // SAFETY: the place is one of the list and empty; it takes the reference.
        unsafe { ffi::PyList_SET_ITEM(list.as_ptr(), index, object) };
        filled += 1;
    }
    debug_assert_eq!(filled, count);
    Ok(list.cast_into::<PyList>()?)
}
