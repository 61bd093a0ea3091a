//! Where a kernel writes.

use std::mem::MaybeUninit;

use crate::scan::listing::advise_huge_pages;

/// Memory for the units of a result, written from the start on.
#[derive(Debug)]
pub struct Window<'w, T> {
    slots: &'w mut [MaybeUninit<T>],
    len: usize,
}

/// Why a code point was not written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The window ends.
    Full,
    /// The layout has no such code point.
    TooWide,
}

impl<'w, T: Copy> Window<'w, T> {
    /// A window over memory that may be anything so far.
    pub fn new(slots: &'w mut [MaybeUninit<T>]) -> Self {
        advise_huge_pages(slots);
        Self { slots, len: 0 }
    }

    /// How many units have been written.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether none has been.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// How many more there is room for.
    #[must_use]
    pub fn spare(&self) -> usize {
        self.slots.len() - self.len
    }

    /// Appends units.
    ///
    /// # Errors
    /// [`Refusal::Full`], and nothing is written.
    #[inline]
    #[allow(unsafe_code)]
    pub fn extend(&mut self, units: &[T]) -> Result<(), Refusal> {
        let slots = self.slots.get_mut(self.len..self.len + units.len()).ok_or(Refusal::Full)?;
        // SAFETY: there are as many slots, and what is borrowed for writing is not what is borrowed for reading.
        unsafe { std::ptr::copy_nonoverlapping(units.as_ptr(), slots.as_mut_ptr().cast(), units.len()) };
        self.len += units.len();
        Ok(())
    }

    /// Takes the last units back, down to this length.
    pub fn truncate(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// What has been written.
    #[must_use]
    #[allow(unsafe_code)]
    pub fn written(&self) -> &[T] {
        let written = &self.slots[..self.len];
        // SAFETY: the first `len` slots have been written: `extend` and `advance` see to it.
        unsafe { &*(std::ptr::from_ref(written) as *const [T]) }
    }

    /// Where the next unit goes.
    pub(in crate::scan) fn next(&mut self) -> *mut T {
        self.slots[self.len..].as_mut_ptr().cast()
    }

    /// Counts units that a kernel has written from [`Self::next`] on.
    ///
    /// # Safety
    /// They have been written, and there was room for them.
    #[allow(unsafe_code)]
    pub(in crate::scan) unsafe fn advance(&mut self, count: usize) {
        self.len += count;
    }
}

/// Makes room for this many more units, of huge pages where new memory is taken and is much.
pub fn reserve<T: Copy>(out: &mut Vec<T>, room: usize) {
    let before = out.capacity();
    out.reserve(room);
    if out.capacity() != before {
        advise_huge_pages(out.spare_capacity_mut());
    }
}

/// Makes a vector a window with room for this many more units. What is in it counts as written.
#[allow(unsafe_code)]
pub fn fill<T: Copy, R>(out: &mut Vec<T>, room: usize, write: impl FnOnce(&mut Window<'_, T>) -> R) -> R {
    reserve(out, room);
    let len = out.len();
    out.clear();
    // Where the memory is of huge pages has been settled when it was taken: texts without number may go into one vector.
    let mut window = Window { slots: &mut out.spare_capacity_mut()[..len + room], len };
    let result = write(&mut window);
    let written = window.len();
    // SAFETY: the window counts what was in the vector, less what it took back, and what has been written behind that.
    unsafe { out.set_len(written) };
    result
}

/// The text that passes over a `str` have written.
#[allow(unsafe_code)]
pub(crate) fn utf8_of_passes(bytes: Vec<u8>) -> String {
    debug_assert!(std::str::from_utf8(&bytes).is_ok());
    // SAFETY: what passes write of a `str` is whole characters: those that `Units::encode` of `str` writes, parts of the
    // text cut where characters start, and what kernels make of whole characters by keeping, deleting, exchanging
    // or replacing them by others of the same width, which their tests compare with `Units::encode`.
    unsafe { String::from_utf8_unchecked(bytes) }
}
