//! Places and labels, written a block at a time.

#![allow(unsafe_code)]

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
#[derive(Clone, Debug, Default)]
pub struct Listing {
    places: Vec<u32>,
    labels: Vec<u8>,
}

impl Listing {
    /// Goes on with vectors that have been used before, to use their memory again.
    #[must_use]
    pub fn reusing(mut places: Vec<u32>, mut labels: Vec<u8>) -> Self {
        places.clear();
        labels.clear();
        Self { places, labels }
    }

    /// The places and the labels.
    #[must_use]
    pub fn into_parts(self) -> (Vec<u32>, Vec<u8>) {
        (self.places, self.labels)
    }

    /// Makes room for this many places, once and for all if they are as many as that.
    pub fn reserve(&mut self, places: usize) {
        self.places.reserve(places);
        self.labels.reserve(places);
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

    /// Makes room for a block, and says where places and labels go.
    #[inline(always)]
    pub(super) fn room(&mut self) -> (*mut u32, *mut u8) {
        let length = self.places.len();
        if self.places.capacity() - length < BLOCK || self.labels.capacity() - length < BLOCK {
            self.grow();
        }
        (self.places.spare_capacity_mut().as_mut_ptr().cast(), self.labels.spare_capacity_mut().as_mut_ptr().cast())
    }

    #[cold]
    fn grow(&mut self) {
        self.places.reserve(BLOCK);
        self.labels.reserve(BLOCK);
    }

    /// Counts what has been written into the room.
    ///
    /// # Safety
    /// So many places and labels, at most 64, have been written where [`Self::room`] said.
    #[inline(always)]
    pub(super) unsafe fn add(&mut self, count: usize) {
        // SAFETY: there was room for 64, and so many have been written.
        unsafe {
            self.places.set_len(self.places.len() + count);
            self.labels.set_len(self.labels.len() + count);
        }
    }

    /// Appends a place.
    #[inline]
    pub fn push(&mut self, place: u32, label: u8) {
        self.places.push(place);
        self.labels.push(label);
    }

    /// The last place.
    #[must_use]
    pub fn last(&self) -> Option<u32> {
        self.places.last().copied()
    }

    /// Gives the last place another label.
    pub fn relabel_last(&mut self, label: u8) {
        if let Some(last) = self.labels.last_mut() {
            *last = label;
        }
    }

    /// Takes the last place back.
    #[inline]
    pub fn pop(&mut self) -> Option<u32> {
        self.labels.pop();
        self.places.pop()
    }
}
