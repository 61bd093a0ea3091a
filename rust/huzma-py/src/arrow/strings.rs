//! Columns that become columns of text: what a row becomes is written straight into the one buffer of values.

use std::mem::MaybeUninit;
use std::ops::Range;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use arrow_array::{ArrayRef, GenericStringArray, LargeStringArray, StringArray};
use arrow_buffer::{Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};

use super::column::{Invalid, Texts};

/// What a text becomes: appended to a string.
pub(super) trait Rewrite: Fn(&str, &mut String) + Sync {}

impl<F: Fn(&str, &mut String) + Sync> Rewrite for F {}

/// How many bytes of text are read, checked and rewritten at a time: they and what they become stay in the cache.
const BLOCK: usize = 1 << 17;

/// How much more room than the text takes is made, for what grows.
const MARGIN: usize = 1 << 12;

/// Rows of text: where each starts and the last one ends, and all of them one after another.
pub(super) struct Strings {
    offsets: Vec<i64>,
    values: Vec<u8>,
    nulls: Option<NullBuffer>,
}

impl Strings {
    /// What the rows of a chunk become.
    pub(super) fn rewritten(texts: Texts<'_>, threads: usize, rewrite: &impl Rewrite) -> Result<Self, Invalid> {
        let blocks = texts.blocks(BLOCK);
        let room = texts.size(0..texts.len()) + MARGIN;
        let (offsets, values) = if threads <= 1 || blocks.len() <= 1 {
            alone(texts, blocks, room, rewrite)?
        } else {
            together(texts, &blocks, room, threads, rewrite)?
        };
        Ok(Self { offsets, values, nulls: texts.nulls().cloned() })
    }

    /// An array with offsets of 64 bits.
    #[allow(unsafe_code)]
    pub(super) fn large(self) -> ArrayRef {
        let offsets = OffsetBuffer::new(ScalarBuffer::from(self.offsets));
        // SAFETY: each row was written as a `str`, from its offset to the next one.
        Arc::new(unsafe { LargeStringArray::new_unchecked(offsets, Buffer::from_vec(self.values), self.nulls) })
    }

    /// Arrays with offsets of 32 bits: more than one where one cannot have them.
    ///
    /// # Errors
    /// A row that is longer than such offsets can say.
    pub(super) fn small(self) -> Result<Vec<ArrayRef>, Invalid> {
        let values = Buffer::from_vec(self.values);
        let rows = self.offsets.len() - 1;
        let mut arrays = Vec::with_capacity(1);
        let mut start = 0;
        loop {
            let base = self.offsets[start];
            let fits = |&end: &i64| end - base <= i64::from(i32::MAX);
            let end = start + self.offsets[start + 1..].partition_point(fits);
            if end == start && rows > start {
                let actual = (self.offsets[start + 1] - base) as usize;
                return Err(Invalid::Long { row: start, actual });
            }
            let offsets: Vec<i32> = self.offsets[start..=end].iter().map(|offset| (offset - base) as i32).collect();
            let part = values.slice_with_length(base as usize, (self.offsets[end] - base) as usize);
            let nulls = self.nulls.as_ref().map(|nulls| nulls.slice(start, end - start));
            arrays.push(Self::array(offsets, part, nulls));
            start = end;
            if start == rows {
                return Ok(arrays);
            }
        }
    }

    #[allow(unsafe_code)]
    fn array(offsets: Vec<i32>, values: Buffer, nulls: Option<NullBuffer>) -> ArrayRef {
        let offsets = OffsetBuffer::new(ScalarBuffer::from(offsets));
        // SAFETY: each row was written as a `str`, from its offset to the next one.
        let array: StringArray = unsafe { GenericStringArray::new_unchecked(offsets, values, nulls) };
        Arc::new(array)
    }

    /// Whether offsets of 32 bits can say where the rows are.
    pub(super) fn is_small(&self) -> bool {
        i32::try_from(self.values.len()).is_ok()
    }
}

/// One block after the other, straight into the values.
fn alone(
    texts: Texts<'_>,
    blocks: Vec<Range<usize>>,
    room: usize,
    rewrite: &impl Rewrite,
) -> Result<(Vec<i64>, Vec<u8>), Invalid> {
    let mut values = Vec::new();
    huzma::scan::reserve(&mut values, room);
    // An empty vector is a string.
    let mut values = String::from_utf8(values).unwrap_or_default();
    let mut offsets = Vec::with_capacity(texts.len() + 1);
    offsets.push(0);
    let mut rows = Vec::new();
    for block in blocks {
        texts.read(block, &mut rows)?;
        for row in &rows {
            if let Some(text) = row {
                rewrite(text, &mut values);
            }
            offsets.push(values.len() as i64);
        }
    }
    Ok((offsets, values.into_bytes()))
}

/// What is left of the memory for values, handed out in the order of the blocks.
struct Tail<'v> {
    /// The block that comes next.
    next: usize,
    /// How long the values before it are.
    written: usize,
    rest: &'v mut [MaybeUninit<u8>],
    /// Whether a block found no room: it and those behind it are kept aside.
    is_full: bool,
    /// Nothing comes any more.
    failed: bool,
}

struct Turn<'t, 'v> {
    tail: &'t Mutex<Tail<'v>>,
    moved: &'t Condvar,
}

impl<'v> Turn<'_, 'v> {
    fn lock(&self) -> MutexGuard<'_, Tail<'v>> {
        self.tail.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for the blocks before this one; where its values start, and room for so many. `None` if it will never be.
    fn take(&self, block: usize, length: usize) -> Option<(usize, Option<&'v mut [MaybeUninit<u8>]>)> {
        let mut tail = self.lock();
        while tail.next != block && !tail.failed {
            tail = self.moved.wait(tail).unwrap_or_else(PoisonError::into_inner);
        }
        if tail.failed {
            return None;
        }
        let base = tail.written;
        tail.is_full |= tail.rest.len() < length;
        let slot = if tail.is_full {
            None
        } else {
            let (slot, rest) = std::mem::take(&mut tail.rest).split_at_mut(length);
            tail.rest = rest;
            Some(slot)
        };
        tail.written += length;
        tail.next += 1;
        drop(tail);
        self.moved.notify_all();
        Some((base, slot))
    }

    fn fail(&self) {
        self.lock().failed = true;
        self.moved.notify_all();
    }
}

/// Lets nobody wait for a thread that has panicked.
struct Unwinding<'t, 'v>(&'t Turn<'t, 'v>);

impl Drop for Unwinding<'_, '_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.0.fail();
        }
    }
}

/// Blocks on several threads: each rewrites a block into memory of its own, which stays in the cache, and copies it to its
/// place, which is known when those before it have been rewritten.
fn together(
    texts: Texts<'_>,
    blocks: &[Range<usize>],
    room: usize,
    threads: usize,
    rewrite: &impl Rewrite,
) -> Result<(Vec<i64>, Vec<u8>), Invalid> {
    let mut values: Vec<u8> = Vec::new();
    huzma::scan::reserve(&mut values, room);
    let mut offsets = vec![0i64; texts.len() + 1];
    let tail = Tail { next: 0, written: 0, rest: values.spare_capacity_mut(), is_full: false, failed: false };
    let tail = Mutex::new(tail);
    let mut ends = Vec::with_capacity(blocks.len());
    let mut rest = &mut offsets[1..];
    for block in blocks {
        let (ends_of_block, behind) = rest.split_at_mut(block.len());
        ends.push(Mutex::new(ends_of_block));
        rest = behind;
    }
    let moved = Condvar::new();
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<(usize, Vec<u8>)>, Invalid> {
        let turn = Turn { tail: &tail, moved: &moved };
        let _unwinding = Unwinding(&turn);
        let (mut rows, mut scratch, mut aside) = (Vec::new(), String::new(), Vec::new());
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(block) = blocks.get(index) else { return Ok(aside) };
            if let Err(invalid) = texts.read(block.clone(), &mut rows) {
                turn.fail();
                return Err(invalid);
            }
            let mut ends = ends[index].lock().unwrap_or_else(PoisonError::into_inner);
            scratch.clear();
            for (row, end) in rows.iter().zip(ends.iter_mut()) {
                if let Some(text) = row {
                    rewrite(text, &mut scratch);
                }
                *end = scratch.len() as i64;
            }
            let Some((base, slot)) = turn.take(index, scratch.len()) else { return Ok(aside) };
            match slot {
                Some(slot) => {
                    for (place, &byte) in slot.iter_mut().zip(scratch.as_bytes()) {
                        place.write(byte);
                    }
                }
                None => aside.push((index, std::mem::take(&mut scratch).into_bytes())),
            }
            ends.iter_mut().for_each(|end| *end += base as i64);
        }
    };
    let results = std::thread::scope(|scope| {
        let others: Vec<_> = (1..threads.min(blocks.len())).map(|_| scope.spawn(work)).collect();
        let mut results = vec![work()];
        for other in others {
            match other.join() {
                Ok(result) => results.push(result),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        results
    });
    drop(ends);
    let tail = tail.into_inner().unwrap_or_else(PoisonError::into_inner);
    let written = tail.written;
    let mut aside = Vec::new();
    // Of several wrong rows the first is told; blocks are begun in order, so whoever stops has it.
    let mut wrong: Option<Invalid> = None;
    for result in results {
        match result {
            Ok(kept) => aside.extend(kept),
            Err(invalid) if wrong.is_none_or(|wrong| invalid.row() < wrong.row()) => wrong = Some(invalid),
            Err(_) => {}
        }
    }
    if let Some(invalid) = wrong {
        return Err(invalid);
    }
    aside.sort_unstable_by_key(|&(index, _)| index);
    let kept: usize = aside.iter().map(|(_, bytes)| bytes.len()).sum();
    debug_assert!(written - kept <= values.capacity());
    // SAFETY: every block up to the first one that was kept aside has filled its slot, and the slots follow each other.
    #[allow(unsafe_code)]
    unsafe {
        values.set_len(written - kept);
    }
    huzma::scan::reserve(&mut values, kept);
    for (_, bytes) in aside {
        values.extend_from_slice(&bytes);
    }
    Ok((offsets, values))
}
