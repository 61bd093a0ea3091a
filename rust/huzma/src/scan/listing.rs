//! Places and labels, written a block at a time.

#![allow(unsafe_code)]

use std::mem::MaybeUninit;

use super::classify::{BLOCK, DIGIT, LATIN, Masks, NEWLINE, POINT, PUNCTUATION, SPACE, WORD};

/// Numbers that a caller gives to the classes of characters that [`Masks`] tells apart.
#[derive(Clone, Debug)]
pub struct Labels(
    /// By the low seven bits of a class; the bit of words is the eighth, and its labels are where no other class is.
    pub(super) [u8; 128],
);

impl Labels {
    /// One number for letters of any script, one for each of the others; a full stop is punctuation.
    #[must_use]
    pub const fn new(word: u8, space: u8, newline: u8, punctuation: u8, digit: u8) -> Self {
        let mut labels = [0; 128];
        let mut index = 0;
        while index < labels.len() {
            let class = index as u8;
            labels[index] = if class & (PUNCTUATION | POINT) != 0 {
                punctuation
            } else if class & DIGIT != 0 {
                digit
            } else if class & LATIN != 0 {
                word
            } else if class & SPACE != 0 {
                space
            } else if class == NEWLINE {
                newline
            } else {
                word
            };
            index += 1;
        }
        Self(labels)
    }

    #[inline]
    pub(super) const fn of(&self, class: u8) -> u8 {
        self.0[(class & !WORD) as usize]
    }
}

/// Places in a text, each with a label.
#[derive(Debug, Default)]
pub struct Listing {
    /// Of both vectors the first `length` items are written, up to `capacity` there is room.
    places: Vec<u32>,
    labels: Vec<u8>,
    length: usize,
    capacity: usize,
}

impl Listing {
    /// An empty listing with room for so many places, in the memory of vectors that have been used before.
    #[must_use]
    pub fn reusing(mut places: Vec<u32>, mut labels: Vec<u8>, room: usize) -> Self {
        places.clear();
        labels.clear();
        let mut listing = Self { places, labels, length: 0, capacity: 0 };
        listing.grow(room.max(BLOCK));
        listing
    }

    /// The places and the labels.
    #[must_use]
    pub fn into_parts(mut self) -> (Vec<u32>, Vec<u8>) {
        self.settle();
        (self.places, self.labels)
    }

    /// Tells the vectors how long they are.
    fn settle(&mut self) {
        // SAFETY: so many items are written, and there is room for more.
        unsafe {
            self.places.set_len(self.length);
            self.labels.set_len(self.length);
        }
    }

    /// Makes room for so many more places.
    #[cold]
    fn grow(&mut self, room: usize) {
        self.settle();
        self.places.reserve(room);
        self.labels.reserve(room);
        advise_huge_pages(self.places.spare_capacity_mut());
        advise_huge_pages(self.labels.spare_capacity_mut());
        self.capacity = self.places.capacity().min(self.labels.capacity());
    }

    /// Makes room for a block, and says where places and labels go.
    #[inline(always)]
    pub(super) fn room(&mut self) -> (*mut u32, *mut u8) {
        if self.capacity - self.length < BLOCK {
            self.grow(BLOCK);
        }
        // SAFETY: the length is within the capacity of both.
        unsafe { (self.places.as_mut_ptr().add(self.length), self.labels.as_mut_ptr().add(self.length)) }
    }

    /// Counts what has been written into the room.
    ///
    /// # Safety
    /// So many places and labels, at most 64, have been written where [`Self::room`] said.
    #[inline(always)]
    pub(super) unsafe fn add(&mut self, count: usize) {
        self.length += count;
    }

    /// Appends the units of a block whose bits are set, one by one.
    pub(super) fn extend(&mut self, chosen: u64, masks: &Masks, base: u32, labels: &Labels) {
        let mut rest = chosen;
        while rest != 0 {
            let unit = rest.trailing_zeros();
            rest &= rest - 1;
            self.push(base + unit, labels.of(masks.classes[unit as usize % BLOCK]));
        }
    }

    /// Appends a place.
    #[inline]
    pub fn push(&mut self, place: u32, label: u8) {
        let (places, labels) = self.room();
        // SAFETY: there is room for a block, and so for one.
        unsafe {
            places.write(place);
            labels.write(label);
            self.add(1);
        }
    }

    /// The last place.
    #[must_use]
    pub fn last(&self) -> Option<u32> {
        let last = self.length.checked_sub(1)?;
        // SAFETY: the items before the length are written.
        Some(unsafe { self.places.as_ptr().add(last).read() })
    }

    /// Gives the last place another label.
    pub fn relabel_last(&mut self, label: u8) {
        if let Some(last) = self.length.checked_sub(1) {
            // SAFETY: as above.
            unsafe { self.labels.as_mut_ptr().add(last).write(label) };
        }
    }

    /// Takes the last place back.
    #[inline]
    pub fn pop(&mut self) -> Option<u32> {
        let last = self.last();
        self.length = self.length.saturating_sub(1);
        last
    }
}

/// Asks for large pages where a lot of memory is about to be written for the first time: on a common kernel the faults of
/// small ones cost more than cutting the text. It is a wish; nothing depends on the answer.
pub(super) fn advise_huge_pages<T>(memory: &mut [MaybeUninit<T>]) {
    #[cfg(target_os = "linux")]
    {
        const HUGE: usize = 2 << 20;
        let address = memory.as_mut_ptr().addr();
        let start = address.next_multiple_of(HUGE);
        let end = (address + size_of_val(memory)) / HUGE * HUGE;
        if start + HUGE < end {
            let start = memory.as_mut_ptr().map_addr(|_| start).cast();
            // SAFETY: the pages lie inside this memory, and the advice changes nothing of what is in them.
            let _ = unsafe { rustix::mm::madvise(start, end - start.addr(), rustix::mm::Advice::LinuxHugepage) };
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = memory;
}
