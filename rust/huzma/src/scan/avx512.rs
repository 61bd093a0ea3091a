//! The kernels for AVX-512 with VBMI.
//!
//! VBMI looks every byte of a register up in a table of 64 or 128 entries in one instruction, which is what
//! classifying is: ASCII takes one look-up; the Arabic block four tables of 64, chosen by the lead byte
//! in UTF-8 and by the top bit of the low byte in UCS-2.

#![allow(unsafe_code)]
// What runs inside `run` is unsafe for one reason: the processor must have been asked.
#![allow(unsafe_op_in_unsafe_fn)]

use std::arch::x86_64::*;

use super::classify::{
    BLOCK, Blocks, Carry, DIGIT, FIRST, LATIN, Masks, POINT, PUNCTUATION, SECOND, SPACE, Tables, Task,
};
use super::listing::{Labels, Listing};
use super::{Latin1, Ucs2, Ucs4, Units};

/// Whether this processor can run these kernels.
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("bmi1")
        && is_x86_feature_detected!("bmi2")
        && is_x86_feature_detected!("lzcnt")
        && is_x86_feature_detected!("popcnt")
}

/// 64 entries of a table.
#[target_feature(enable = "avx512f")]
pub(super) fn quarter(table: &[u8; 256], part: usize) -> __m512i {
    let part: &[u8; 64] = table.as_chunks().0.get(part).unwrap_or(&[0; 64]);
    // SAFETY: the pointer is that of 64 bytes.
    unsafe { _mm512_loadu_si512(part.as_ptr().cast()) }
}

/// Runs a task, compiled for this processor.
///
/// # Safety
/// [`is_available`] must have said so.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn run<T: Task, B: Blocks>(task: T, blocks: impl FnOnce() -> B) -> T::Output {
    task.run(blocks())
}

/// Blocks of UTF-8. Made only where [`is_available`] has said so: [`run`] is where it is used.
pub(super) struct Utf8<'t> {
    bytes: &'t [u8],
    at: usize,
    tables: Registers,
    /// What the block before says of the first units of the next one.
    carry: Carry,
}

/// Tables of classes.
struct Registers {
    latin: [__m512i; 4],
    arabic: [__m512i; 4],
    general: __m512i,
}

impl Registers {
    #[inline(always)]
    fn new() -> Self {
        let tables = Tables::get();
        // SAFETY: the processor was asked.
        unsafe {
            Self {
                latin: [0, 1, 2, 3].map(|part| quarter(&tables.latin, part)),
                arabic: [0, 1, 2, 3].map(|part| quarter(&tables.arabic, part)),
                general: quarter(&tables.general, 0),
            }
        }
    }
}

impl<'t> Utf8<'t> {
    #[inline(always)]
    pub(super) fn new(text: &'t str, at: usize) -> Self {
        let mut carry = Carry::default();
        if at > 0 {
            let (class, rest) = Tables::get().hanging_over(text, at);
            carry = Carry::of(class, rest);
        }
        Self { bytes: text.as_bytes(), at, tables: Registers::new(), carry }
    }

    /// # Safety
    /// Only inside [`run`].
    #[inline(always)]
    unsafe fn classify(&mut self) -> Masks {
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
        let Registers { latin, arabic, general } = &self.tables;
        let byte = |byte: u8| _mm512_set1_epi8(byte as i8);
        // SAFETY: the window has 66 bytes; the loads read 64 of them from the first and the second on.
        let (v, next) = unsafe {
            let window = window.as_ptr();
            (_mm512_loadu_si512(window.cast()), _mm512_loadu_si512(window.add(1).cast()))
        };
        let high = _mm512_movepi8_mask(v);
        let mut classes = _mm512_maskz_permutex2var_epi8(!high, latin[0], v, latin[1]);
        // Behind D8 and D9: the lowest bit of the lead byte above the six of the continuation.
        let behind_d8 = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, byte(0xFE)), byte(0xD8));
        let index = _mm512_or_si512(next, _mm512_and_si512(_mm512_slli_epi16::<6>(v), byte(0x40)));
        let found = _mm512_permutex2var_epi8(arabic[0], index, arabic[1]);
        classes = _mm512_mask_mov_epi8(classes, behind_d8, found);
        let c2 = _mm512_cmpeq_epi8_mask(v, byte(0xC2));
        classes = _mm512_mask_permutexvar_epi8(classes, c2, next, latin[2]);
        let mut three = 0;
        if _mm512_cmpge_epu8_mask(v, byte(0xDA)) != 0 {
            let da = _mm512_cmpeq_epi8_mask(v, byte(0xDA));
            let db = _mm512_cmpeq_epi8_mask(v, byte(0xDB));
            classes = _mm512_mask_permutexvar_epi8(classes, da, next, arabic[2]);
            classes = _mm512_mask_permutexvar_epi8(classes, db, next, arabic[3]);
            three = _mm512_cmpeq_epi8_mask(v, byte(0xE2)) & _mm512_cmpeq_epi8_mask(next, byte(0x80));
            // SAFETY: as above, from the third byte on.
            let third = unsafe { _mm512_loadu_si512(window.as_ptr().add(2).cast()) };
            classes = _mm512_mask_permutexvar_epi8(classes, three, third, *general);
            three &= _mm512_test_epi8_mask(classes, classes);
        }
        let mut masks = masks_of(classes);
        self.carry = masks.spread(high, three, self.carry);
        masks
    }
}

/// The masks of classes: of the first unit of each character.
///
/// # Safety
/// Only inside [`run`].
#[inline(always)]
unsafe fn masks_of(classes: __m512i) -> Masks {
    let test = |bit: u8| _mm512_test_epi8_mask(classes, _mm512_set1_epi8(bit as i8));
    let (in_word, first, second) = (_mm512_movepi8_mask(classes), test(FIRST), test(SECOND));
    let (digits, punctuation) = (test(DIGIT), test(PUNCTUATION));
    let (known, latin, point) = (_mm512_test_epi8_mask(classes, classes), test(LATIN), test(POINT));
    let tatweel = in_word & second;
    let mut masks = Masks {
        word: in_word & !second,
        mark: in_word & first,
        space: test(SPACE),
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
    // SAFETY: the array has 64 bytes.
    unsafe { _mm512_storeu_si512(masks.classes.as_mut_ptr().cast(), classes) };
    masks
}

impl Blocks for Utf8<'_> {
    #[inline(always)]
    fn next(&mut self) -> Masks {
        // SAFETY: the processor was asked before this was made.
        unsafe { self.classify() }
    }

    #[inline(always)]
    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
        // SAFETY: as above.
        unsafe { list(chosen, masks, base, labels, listing) }
    }
}

/// A text of one unit a code point.
pub(super) trait FixedUnits: Units {
    /// The low bytes of 64 code points and the numbers of their pages; of what is beyond the last page any that has no class.
    ///
    /// # Safety
    /// [`is_available`] must have said so. The pointer is that of 64 units.
    unsafe fn bytes(units: *const Self::Unit) -> (__m512i, __m512i);

    type Unit: Copy + Default;

    fn units(&self) -> &[Self::Unit];
}

impl FixedUnits for Latin1<'_> {
    type Unit = u8;

    fn units(&self) -> &[u8] {
        self.0
    }

    #[inline(always)]
    unsafe fn bytes(units: *const u8) -> (__m512i, __m512i) {
        // SAFETY: the caller says that there are 64 units.
        unsafe { (_mm512_loadu_si512(units.cast()), _mm512_setzero_si512()) }
    }
}

impl FixedUnits for Ucs2<'_> {
    type Unit = u16;

    fn units(&self) -> &[u16] {
        self.0
    }

    #[inline(always)]
    unsafe fn bytes(units: *const u16) -> (__m512i, __m512i) {
        // SAFETY: the caller says that there are 64 units; the constants have 64 bytes.
        let (a, b, even, odd) = unsafe {
            (
                _mm512_loadu_si512(units.cast()),
                _mm512_loadu_si512(units.add(32).cast()),
                _mm512_loadu_si512(EVEN.as_ptr().cast()),
                _mm512_loadu_si512(ODD.as_ptr().cast()),
            )
        };
        (_mm512_permutex2var_epi8(a, even, b), _mm512_permutex2var_epi8(a, odd, b))
    }
}

impl FixedUnits for Ucs4<'_> {
    type Unit = u32;

    fn units(&self) -> &[u32] {
        self.0
    }

    #[inline(always)]
    unsafe fn bytes(units: *const u32) -> (__m512i, __m512i) {
        let (mut low, mut page) = ([_mm_setzero_si128(); 4], [_mm_setzero_si128(); 4]);
        for part in 0..4 {
            // SAFETY: the caller says that there are 64 units.
            let v = unsafe { _mm512_loadu_si512(units.add(part * 16).cast()) };
            low[part] = _mm512_cvtepi32_epi8(v);
            page[part] = _mm512_cvtusepi32_epi8(_mm512_srli_epi32::<8>(v));
        }
        let join = |parts: [__m128i; 4]| {
            let all = _mm512_inserti32x4::<1>(_mm512_castsi128_si512(parts[0]), parts[1]);
            _mm512_inserti32x4::<3>(_mm512_inserti32x4::<2>(all, parts[2]), parts[3])
        };
        (join(low), join(page))
    }
}

/// Blocks of a text of one unit a code point. Made only where [`is_available`] has said so.
pub(super) struct FixedWidth<U> {
    text: U,
    at: usize,
    tables: Registers,
}

impl<U: FixedUnits> FixedWidth<U> {
    #[inline(always)]
    pub(super) fn new(text: U, at: usize) -> Self {
        Self { text, at, tables: Registers::new() }
    }

    /// # Safety
    /// Only inside [`run`].
    #[inline(always)]
    unsafe fn classify(&mut self) -> Masks {
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
        // SAFETY: the array has 64 units.
        let (low, page) = unsafe { U::bytes(units.as_ptr()) };
        let Registers { latin, arabic, general } = &self.tables;
        let byte = |byte: u8| _mm512_set1_epi8(byte as i8);
        // The seven low bits choose in a half of a table, and the top bit the half.
        let upper = _mm512_movepi8_mask(low);
        let is_latin = _mm512_testn_epi8_mask(page, page);
        let is_arabic = _mm512_cmpeq_epi8_mask(page, byte(6));
        let mut classes = _mm512_maskz_permutex2var_epi8(is_latin & !upper, latin[0], low, latin[1]);
        let lower_half = _mm512_permutex2var_epi8(arabic[0], low, arabic[1]);
        classes = _mm512_mask_mov_epi8(classes, is_arabic & !upper, lower_half);
        if upper != 0 {
            let upper_half = _mm512_permutex2var_epi8(latin[2], low, latin[3]);
            classes = _mm512_mask_mov_epi8(classes, is_latin & upper, upper_half);
            let upper_half = _mm512_permutex2var_epi8(arabic[2], low, arabic[3]);
            classes = _mm512_mask_mov_epi8(classes, is_arabic & upper, upper_half);
        }
        if !(is_latin | is_arabic) != 0 {
            // U+2000–203F
            let of_page = _mm512_cmpeq_epi8_mask(page, byte(0x20)) & _mm512_testn_epi8_mask(low, byte(0xC0));
            classes = _mm512_mask_permutexvar_epi8(classes, of_page, low, *general);
        }
        masks_of(classes)
    }
}

impl<U: FixedUnits> Blocks for FixedWidth<U> {
    #[inline(always)]
    fn next(&mut self) -> Masks {
        // SAFETY: the processor was asked before this was made.
        unsafe { self.classify() }
    }

    #[inline(always)]
    fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
        // SAFETY: as above.
        unsafe { list(chosen, masks, base, labels, listing) }
    }
}

/// The numbers `first`, `first + step` …
const fn ramp(first: u8, step: u8) -> [u8; BLOCK] {
    let mut numbers = [0; BLOCK];
    let mut index = 0;
    while index < BLOCK {
        numbers[index] = first + step * index as u8;
        index += 1;
    }
    numbers
}

const PLACES: [u8; BLOCK] = ramp(0, 1);
const EVEN: [u8; BLOCK] = ramp(0, 2);
const ODD: [u8; BLOCK] = ramp(1, 2);

/// [`Listing::extend`] by compressing the bytes 0 to 63 and the classes.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
fn list(chosen: u64, masks: &Masks, base: u32, labels: &Labels, listing: &mut Listing) {
    let count = chosen.count_ones() as usize;
    let (places, out) = listing.room();
    let base = _mm512_set1_epi32(base as i32);
    // SAFETY: constant and classes have 64 bytes, the labels 128. There is room for 64 places and labels, of which the
    // first `count` are meant.
    unsafe {
        let table = labels.0.as_ptr();
        let table = (_mm512_loadu_si512(table.cast()), _mm512_loadu_si512(table.add(64).cast()));
        let units = _mm512_loadu_si512(PLACES.as_ptr().cast());
        let classes = _mm512_loadu_si512(masks.classes.as_ptr().cast());
        let classes = _mm512_maskz_compress_epi8(chosen, classes);
        _mm512_storeu_si512(out.cast(), _mm512_permutex2var_epi8(table.0, classes, table.1));
        let units = _mm512_maskz_compress_epi8(chosen, units);
        let store = |part: usize, units: __m128i| {
            let numbers = _mm512_add_epi32(_mm512_cvtepu8_epi32(units), base);
            _mm512_storeu_si512(places.add(part * 16).cast(), numbers);
        };
        store(0, _mm512_castsi512_si128(units));
        store(1, _mm512_extracti32x4_epi32::<1>(units));
        if count > 32 {
            store(2, _mm512_extracti32x4_epi32::<2>(units));
            store(3, _mm512_extracti32x4_epi32::<3>(units));
        }
        listing.add(count);
    }
}
