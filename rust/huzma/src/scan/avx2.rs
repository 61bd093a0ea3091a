//! The kernels that classify and list, for AVX2.
//!
//! A shuffle looks a byte up in a row of 16 entries by its low half. A table has as many rows as there are high halves; each row is
//! looked up for all bytes, and gives nothing where the high half is another one. Rows that no byte of common text asks
//! for are left out where none does.

#![allow(unsafe_code)]
// What runs inside `run` is unsafe for one reason: the processor must have been asked.
#![allow(unsafe_op_in_unsafe_fn)]

use std::arch::x86_64::*;
use std::ops::Range;

use super::classify::{
    BLOCK, Blocks, Carry, DIGIT, FIRST, LATIN, Masks, POINT, PUNCTUATION, SECOND, SPACE, Tables, Task, WORD,
};
use super::listing::{Labels, Listing};
use super::{Latin1, Ucs2, Ucs4, Units};

/// Bytes in a register.
const HALF: usize = BLOCK / 2;

/// Whether this processor can run these kernels.
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

/// Runs a task, compiled for this processor.
///
/// # Safety
/// [`is_available`] must have said so.
#[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn run<T: Task, B: Blocks>(task: T, blocks: impl FnOnce() -> B) -> T::Output {
    task.run(blocks())
}

/// The entries of some rows of a table for each byte; 0 where a byte is in none of them.
///
/// # Safety
/// Only inside [`run`].
#[inline(always)]
unsafe fn look_up(table: &[u8; 256], rows: Range<usize>, bytes: __m256i) -> __m256i {
    let mut found = _mm256_setzero_si256();
    for row in rows {
        let entries: &[u8; 16] = &table.as_chunks().0[row];
        // SAFETY: a row has 16 bytes.
        let entries = unsafe { _mm256_broadcastsi128_si256(_mm_loadu_si128(entries.as_ptr().cast())) };
        // Of this row, the high half is 0 now, and 7 then; of others it gets the top bit, for which a shuffle gives 0.
        let index = _mm256_xor_si256(bytes, _mm256_set1_epi8((row << 4) as i8));
        let index = _mm256_adds_epu8(index, _mm256_set1_epi8(0x70));
        found = _mm256_or_si256(found, _mm256_shuffle_epi8(entries, index));
    }
    found
}

/// Keeps the bytes of `bytes` where the other is `wanted`.
///
/// # Safety
/// Only inside [`run`].
#[inline(always)]
unsafe fn where_equal(other: __m256i, wanted: u8, bytes: __m256i) -> __m256i {
    _mm256_and_si256(_mm256_cmpeq_epi8(other, _mm256_set1_epi8(wanted as i8)), bytes)
}

/// A bit for each byte of two registers, of which `bit` of the byte is set.
///
/// # Safety
/// Only inside [`run`].
#[inline(always)]
unsafe fn test<const UP: i32>(classes: [__m256i; 2]) -> u64 {
    let mask = |classes: __m256i| _mm256_movemask_epi8(_mm256_slli_epi16::<UP>(classes)) as u32;
    u64::from(mask(classes[0])) | u64::from(mask(classes[1])) << HALF
}

/// How far a bit of a byte is from the top.
const fn up(bit: u8) -> i32 {
    bit.leading_zeros() as i32
}

/// The masks of classes: of the first unit of each character.
///
/// # Safety
/// Only inside [`run`].
#[inline(always)]
unsafe fn masks_of(classes: [__m256i; 2]) -> Masks {
    let (in_word, first) = (test::<{ up(WORD) }>(classes), test::<{ up(FIRST) }>(classes));
    let (second, digits) = (test::<{ up(SECOND) }>(classes), test::<{ up(DIGIT) }>(classes));
    let (punctuation, latin) = (test::<{ up(PUNCTUATION) }>(classes), test::<{ up(LATIN) }>(classes));
    let (point, space) = (test::<{ up(POINT) }>(classes), test::<{ up(SPACE) }>(classes));
    let known = in_word | first | second | digits | punctuation | latin | point | space;
    let tatweel = in_word & second;
    let mut masks = Masks {
        word: in_word & !second,
        mark: in_word & first,
        space,
        newline: first & second & !(in_word | punctuation),
        punctuation,
        plain: known & !(digits | latin | point | tatweel),
        separator: punctuation & first & !second,
        link: punctuation & second & !first,
        pause: punctuation & first & second,
        digit: digits & !first,
        arabic_digit: digits & first,
        latin,
        point,
        tatweel,
        known,
        ..Masks::EMPTY
    };
    let out = masks.classes.as_mut_ptr();
    // SAFETY: the array has 64 bytes.
    unsafe {
        _mm256_storeu_si256(out.cast(), classes[0]);
        _mm256_storeu_si256(out.add(HALF).cast(), classes[1]);
    }
    masks
}

/// Blocks of UTF-8. Made only where the backend is available: [`run`] is where it is used.
pub(super) struct Utf8<'t> {
    bytes: &'t [u8],
    at: usize,
    tables: &'static Tables,
    /// What the block before says of the first units of the next one.
    carry: Carry,
}

impl<'t> Utf8<'t> {
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        let tables = Tables::get();
        let mut carry = Carry::default();
        if at > 0 {
            let (class, rest) = tables.hanging_over(text, at);
            carry = Carry::of(class, rest);
        }
        Self { bytes: text.as_bytes(), at, tables, carry }
    }

    /// Half a block: the classes, the bytes beyond ASCII, and the first of three bytes with a class.
    ///
    /// # Safety
    /// Only inside [`run`]. The pointer is that of two bytes more than half a block.
    #[inline(always)]
    unsafe fn half(&self, bytes: *const u8) -> (__m256i, u32, u32) {
        let Tables { latin, arabic, general } = self.tables;
        let byte = |byte: u8| _mm256_set1_epi8(byte as i8);
        // SAFETY: the caller says that there are so many.
        let (v, next) = unsafe { (_mm256_loadu_si256(bytes.cast()), _mm256_loadu_si256(bytes.add(1).cast())) };
        let high = _mm256_movemask_epi8(v) as u32;
        // Digits, punctuation and space; then controls and letters.
        let mut classes = look_up(latin, 2..4, v);
        let others = _mm256_cmpgt_epi8(v, byte(0x3F));
        let controls = _mm256_and_si256(_mm256_cmpgt_epi8(byte(0x20), v), _mm256_cmpgt_epi8(v, byte(0xFF)));
        if _mm256_movemask_epi8(_mm256_or_si256(others, controls)) != 0 {
            classes = _mm256_or_si256(classes, look_up(latin, 4..8, v));
            classes = _mm256_or_si256(classes, look_up(latin, 0..2, v));
        }
        // Behind D8 and D9: the lowest bit of the lead byte above the six of the continuation.
        let low_six = _mm256_and_si256(next, byte(0x3F));
        let seventh = _mm256_and_si256(_mm256_slli_epi16::<6>(v), byte(0x40));
        let found = look_up(arabic, 0..8, _mm256_or_si256(low_six, seventh));
        classes = _mm256_or_si256(classes, where_equal(_mm256_and_si256(v, byte(0xFE)), 0xD8, found));
        let mut three = 0;
        // C2, DA, DB, E2: in most of text none of them. Continuation bytes are below, as signed numbers.
        let is_c2 = _mm256_cmpeq_epi8(v, byte(0xC2));
        let above = _mm256_andnot_si256(_mm256_cmpgt_epi8(v, byte(0xFF)), _mm256_cmpgt_epi8(v, byte(0xD9)));
        if _mm256_movemask_epi8(_mm256_or_si256(is_c2, above)) != 0 {
            let continuation = _mm256_or_si256(low_six, byte(0x80));
            let c2 = _mm256_and_si256(is_c2, look_up(latin, 8..12, continuation));
            let da = where_equal(v, 0xDA, look_up(arabic, 8..12, continuation));
            let db = where_equal(v, 0xDB, look_up(arabic, 12..16, _mm256_or_si256(low_six, byte(0xC0))));
            // SAFETY: as above.
            let third = unsafe { _mm256_loadu_si256(bytes.add(2).cast()) };
            let e2 = look_up(general, 0..4, _mm256_and_si256(third, byte(0x3F)));
            let e2 = where_equal(v, 0xE2, where_equal(next, 0x80, e2));
            three = !(_mm256_movemask_epi8(_mm256_cmpeq_epi8(e2, _mm256_setzero_si256())) as u32);
            classes = _mm256_or_si256(_mm256_or_si256(classes, c2), _mm256_or_si256(da, _mm256_or_si256(db, e2)));
        }
        (classes, high, three)
    }
}

impl Blocks for Utf8<'_> {
    #[inline(always)]
    fn next(&mut self) -> Masks {
        let start = self.at;
        self.at += BLOCK;
        // A character that starts in the block reaches at most two bytes beyond it.
        let mut padded = [0u8; BLOCK + 2];
        let window: &[u8; BLOCK + 2] = match self.bytes.get(start..).and_then(<[u8]>::first_chunk) {
            Some(window) => window,
            None => {
                let rest = self.bytes.get(start..).unwrap_or_default();
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        // SAFETY: the processor was asked before this was made; the window has two bytes more than both halves.
        let (mut masks, high, three) = unsafe {
            let (low, high) = (self.half(window.as_ptr()), self.half(window.as_ptr().add(HALF)));
            let join = |low: u32, high: u32| u64::from(low) | u64::from(high) << HALF;
            (masks_of([low.0, high.0]), join(low.1, high.1), join(low.2, high.2))
        };
        self.carry = masks.spread(high, three, self.carry);
        masks
    }

    #[inline(always)]
    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
        list(chosen, masks, base, labels, listing);
    }
}

/// [`Listing::extend`] without asking for room at each place.
#[inline(always)]
fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
    let (places, out) = listing.room();
    let mut rest = chosen;
    let mut count = 0;
    while rest != 0 {
        let unit = rest.trailing_zeros();
        rest &= rest - 1;
        // SAFETY: there is room for 64, which is how many bits there are.
        unsafe {
            places.add(count).write(base + unit);
            out.add(count).write(labels.of(masks.classes[unit as usize % BLOCK]));
        }
        count += 1;
    }
    // SAFETY: so many have been written.
    unsafe { listing.add(count) };
}

/// A text of one unit a code point.
pub(super) trait FixedUnits: Units {
    type Unit: Copy + Default;

    fn units(&self) -> &[Self::Unit];

    /// The low bytes of 32 code points and the numbers of their pages; of what is beyond the last page any that has no class.
    ///
    /// # Safety
    /// Only inside [`run`]. The pointer is that of 32 units.
    unsafe fn bytes(units: *const Self::Unit) -> (__m256i, __m256i);
}

impl FixedUnits for Latin1<'_> {
    type Unit = u8;

    fn units(&self) -> &[u8] {
        self.0
    }

    #[inline(always)]
    unsafe fn bytes(units: *const u8) -> (__m256i, __m256i) {
        (_mm256_loadu_si256(units.cast()), _mm256_setzero_si256())
    }
}

impl FixedUnits for Ucs2<'_> {
    type Unit = u16;

    fn units(&self) -> &[u16] {
        self.0
    }

    #[inline(always)]
    unsafe fn bytes(units: *const u16) -> (__m256i, __m256i) {
        let (a, b) = (_mm256_loadu_si256(units.cast()), _mm256_loadu_si256(units.add(16).cast()));
        let low = _mm256_set1_epi16(0xFF);
        // Packing works in each half of a register.
        let pack = |a: __m256i, b: __m256i| _mm256_permute4x64_epi64::<0b11_01_10_00>(_mm256_packus_epi16(a, b));
        (
            pack(_mm256_and_si256(a, low), _mm256_and_si256(b, low)),
            pack(_mm256_srli_epi16::<8>(a), _mm256_srli_epi16::<8>(b)),
        )
    }
}

impl FixedUnits for Ucs4<'_> {
    type Unit = u32;

    fn units(&self) -> &[u32] {
        self.0
    }

    #[inline(always)]
    unsafe fn bytes(units: *const u32) -> (__m256i, __m256i) {
        let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
        let most = _mm256_set1_epi32(0xFF);
        let zero = _mm256_setzero_si256();
        let (mut lows, mut pages) = ([zero; 4], [zero; 4]);
        for part in 0..4 {
            let v = _mm256_loadu_si256(units.add(part * 8).cast());
            lows[part] = _mm256_and_si256(v, most);
            pages[part] = _mm256_min_epu32(_mm256_srli_epi32::<8>(v), most);
        }
        (pack_units(lows, order), pack_units(pages, order))
    }
}

/// The low bytes of 32 numbers; `order` puts the quarters right that packing leaves in the halves of a register.
///
/// # Safety
/// Only inside [`run`].
#[inline(always)]
unsafe fn pack_units(numbers: [__m256i; 4], order: __m256i) -> __m256i {
    let (a, b) = (_mm256_packus_epi32(numbers[0], numbers[1]), _mm256_packus_epi32(numbers[2], numbers[3]));
    _mm256_permutevar8x32_epi32(_mm256_packus_epi16(a, b), order)
}

/// Blocks of a text of one unit a code point. Made only where the backend is available.
pub(super) struct FixedWidth<U> {
    text: U,
    at: usize,
    tables: &'static Tables,
}

impl<U: FixedUnits> FixedWidth<U> {
    pub(super) fn new(text: U, at: usize) -> Self {
        Self { text, at, tables: Tables::get() }
    }

    /// # Safety
    /// Only inside [`run`]. The pointer is that of 32 units.
    #[inline(always)]
    unsafe fn half(&self, units: *const U::Unit) -> __m256i {
        let Tables { latin, arabic, general } = self.tables;
        let (low, page) = U::bytes(units);
        let mut classes = where_equal(page, 6, look_up(arabic, 0..8, low));
        let is_latin = _mm256_cmpeq_epi8(page, _mm256_setzero_si256());
        classes = _mm256_or_si256(classes, _mm256_and_si256(is_latin, look_up(latin, 0..8, low)));
        let known = _mm256_or_si256(is_latin, _mm256_cmpeq_epi8(page, _mm256_set1_epi8(6)));
        if _mm256_movemask_epi8(low) != 0 || _mm256_movemask_epi8(known) != -1 {
            classes = _mm256_or_si256(classes, where_equal(page, 6, look_up(arabic, 8..16, low)));
            classes = _mm256_or_si256(classes, _mm256_and_si256(is_latin, look_up(latin, 8..16, low)));
            classes = _mm256_or_si256(classes, where_equal(page, 0x20, look_up(general, 0..4, low)));
        }
        classes
    }
}

impl<U: FixedUnits> Blocks for FixedWidth<U> {
    #[inline(always)]
    fn next(&mut self) -> Masks {
        let mut padded = [U::Unit::default(); BLOCK];
        let rest = self.text.units().get(self.at..).unwrap_or_default();
        let units: &[U::Unit; BLOCK] = match rest.first_chunk() {
            Some(units) => units,
            None => {
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        self.at += BLOCK;
        // SAFETY: the processor was asked before this was made; the array has 64 units.
        unsafe { masks_of([self.half(units.as_ptr()), self.half(units.as_ptr().add(HALF))]) }
    }

    #[inline(always)]
    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
        list(chosen, masks, base, labels, listing);
    }
}
