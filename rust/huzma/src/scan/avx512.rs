//! The kernels for AVX-512 with VBMI.
//!
//! VBMI looks every byte of a register up in a table of 64 or 128 entries in one instruction, which is what
//! classifying is: ASCII takes one look-up; the Arabic block four tables of 64, chosen by the lead byte
//! in UTF-8 and by the top bit of the low byte in UCS-2.

#![allow(unsafe_code)]

use std::arch::x86_64::*;
use std::mem::MaybeUninit;

use super::classify::{BLOCK, DIGIT, FIRST, LATIN, Masks, POINT, PUNCTUATION, SECOND, SPACE, Tables};
use super::listing::Labels;

/// Whether this processor can run these kernels.
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
        && is_x86_feature_detected!("avx512vbmi2")
        && is_x86_feature_detected!("popcnt")
}

/// 64 entries of a table.
#[target_feature(enable = "avx512f")]
pub(super) fn quarter(table: &[u8; 256], part: usize) -> __m512i {
    let part: &[u8; 64] = table.as_chunks().0.get(part).unwrap_or(&[0; 64]);
    // SAFETY: the pointer is that of 64 bytes.
    unsafe { _mm512_loadu_si512(part.as_ptr().cast()) }
}

/// Classifies UTF-8 from byte `at` on, a block for each of `out`.
///
/// # Safety
/// [`is_available`] must have said so.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) unsafe fn utf8(text: &str, at: usize, out: &mut [Masks]) {
    let tables = Tables::get();
    let ascii = [0, 1].map(|part| quarter(&tables.latin, part));
    let behind_c2 = quarter(&tables.latin, 2);
    let arabic = [0, 1, 2, 3].map(|part| quarter(&tables.arabic, part));
    let general = quarter(&tables.general, 0);
    let bytes = text.as_bytes();
    // What the block before says of the first units of this one.
    let mut carry = Masks::EMPTY;
    let (class, rest) = tables.hanging_over(text, at);
    carry.add(class, 0, rest);
    for (block, out) in out.iter_mut().enumerate() {
        let start = at + block * BLOCK;
        // A character that starts in the block reaches at most two bytes beyond it.
        let mut padded = [0u8; BLOCK + 2];
        let window: &[u8; BLOCK + 2] = match bytes.get(start..).and_then(<[u8]>::first_chunk) {
            Some(window) => window,
            None => {
                let rest = bytes.get(start..).unwrap_or_default();
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        let byte = |byte: u8| _mm512_set1_epi8(byte as i8);
        // SAFETY: the window has 66 bytes; the loads read 64 of them from the first and the second on.
        let (v, next) = unsafe {
            let window = window.as_ptr();
            (_mm512_loadu_si512(window.cast()), _mm512_loadu_si512(window.add(1).cast()))
        };
        let high = _mm512_movepi8_mask(v);
        let mut classes = _mm512_maskz_permutex2var_epi8(!high, ascii[0], v, ascii[1]);
        // Behind D8 and D9: the lowest bit of the lead byte above the six of the continuation.
        let behind_d8 = _mm512_cmpeq_epi8_mask(_mm512_and_si512(v, byte(0xFE)), byte(0xD8));
        let index = _mm512_or_si512(next, _mm512_and_si512(_mm512_slli_epi16::<6>(v), byte(0x40)));
        let found = _mm512_permutex2var_epi8(arabic[0], index, arabic[1]);
        classes = _mm512_mask_mov_epi8(classes, behind_d8, found);
        let c2 = _mm512_cmpeq_epi8_mask(v, byte(0xC2));
        classes = _mm512_mask_permutexvar_epi8(classes, c2, next, behind_c2);
        let mut three = 0;
        if _mm512_cmpge_epu8_mask(v, byte(0xDA)) != 0 {
            let da = _mm512_cmpeq_epi8_mask(v, byte(0xDA));
            let db = _mm512_cmpeq_epi8_mask(v, byte(0xDB));
            classes = _mm512_mask_permutexvar_epi8(classes, da, next, arabic[2]);
            classes = _mm512_mask_permutexvar_epi8(classes, db, next, arabic[3]);
            three = _mm512_cmpeq_epi8_mask(v, byte(0xE2)) & _mm512_cmpeq_epi8_mask(next, byte(0x80));
            // SAFETY: as above, from the third byte on.
            let third = unsafe { _mm512_loadu_si512(window.as_ptr().add(2).cast()) };
            classes = _mm512_mask_permutexvar_epi8(classes, three, third, general);
            three &= _mm512_test_epi8_mask(classes, classes);
        }
        let test = |bit: u8| _mm512_test_epi8_mask(classes, byte(bit));
        let some = _mm512_test_epi8_mask(classes, classes);
        let two = some & high & !three;
        // The units of characters that begin at these.
        let spread = |first: u64, carry: u64| first | (first & two) << 1 | carry;
        let (in_word, first, second) = (_mm512_movepi8_mask(classes), test(FIRST), test(SECOND));
        let (digits, in_punctuation) = (test(DIGIT), test(PUNCTUATION));
        let (latin, point, space) = (test(LATIN), test(POINT), test(SPACE));
        let tatweel = in_word & second;
        let (word, arabic_digit) = (in_word & !tatweel, digits & first);
        let spread_three = three << 1 | three << 2;
        out.known = spread(some, carry.known) | spread_three;
        out.word = spread(word, carry.word);
        out.mark = word & first;
        out.space = space;
        out.newline = first & second & !in_word;
        out.punctuation = in_punctuation;
        out.separator = in_punctuation & first;
        out.link = in_punctuation & second;
        out.digit = digits & !first;
        out.arabic_digit = spread(arabic_digit, carry.arabic_digit);
        out.latin = latin;
        out.point = point;
        out.tatweel = spread(tatweel, carry.tatweel);
        out.plain = out.known & !(out.digit | out.arabic_digit | latin | point | out.tatweel);
        // SAFETY: the array has 64 bytes.
        unsafe { _mm512_storeu_si512(out.classes.as_mut_ptr().cast(), classes) };
        carry.word = (word & two) >> 63;
        carry.arabic_digit = (arabic_digit & two) >> 63;
        carry.tatweel = (tatweel & two) >> 63;
        carry.known = two >> 63 | (three >> 63) * 3 | (three >> 62 & 1);
    }
}

/// Classifies UCS-2 from unit `at` on, a block for each of `out`.
///
/// # Safety
/// [`is_available`] must have said so.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
pub(super) unsafe fn ucs2(text: &[u16], at: usize, out: &mut [Masks]) {
    let tables = Tables::get();
    let latin = [0, 1, 2, 3].map(|part| quarter(&tables.latin, part));
    let arabic = [0, 1, 2, 3].map(|part| quarter(&tables.arabic, part));
    let general = quarter(&tables.general, 0);
    // The low bytes of two registers of units, and the high ones.
    // SAFETY: the arrays have 64 bytes.
    let (low_bytes, high_bytes) = unsafe {
        (_mm512_loadu_si512(EVEN.as_ptr().cast()), _mm512_loadu_si512(ODD.as_ptr().cast()))
    };
    for (block, out) in out.iter_mut().enumerate() {
        let start = at + block * BLOCK;
        let mut padded = [0u16; BLOCK];
        let units: &[u16; BLOCK] = match text.get(start..).and_then(<[u16]>::first_chunk) {
            Some(units) => units,
            None => {
                let rest = text.get(start..).unwrap_or_default();
                padded[..rest.len()].copy_from_slice(rest);
                &padded
            }
        };
        // SAFETY: the block has 64 units; the two halves have 32 each.
        let (a, b) = unsafe {
            let units = units.as_ptr();
            (_mm512_loadu_si512(units.cast()), _mm512_loadu_si512(units.add(32).cast()))
        };
        let low = _mm512_permutex2var_epi8(a, low_bytes, b);
        let page = _mm512_permutex2var_epi8(a, high_bytes, b);
        classify_bytes(low, page, &latin, &arabic, general, out);
    }
}

/// Classifies 64 code points of the basic plane from their low bytes and the numbers of their pages.
#[inline]
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn classify_bytes(
    low: __m512i,
    page: __m512i,
    latin: &[__m512i; 4],
    arabic: &[__m512i; 4],
    general: __m512i,
    out: &mut Masks,
) {
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
        let general_page = _mm512_cmpeq_epi8_mask(page, byte(0x20)) & _mm512_testn_epi8_mask(low, byte(0xC0));
        classes = _mm512_mask_permutexvar_epi8(classes, general_page, low, general);
    }
    let test = |bit: u8| _mm512_test_epi8_mask(classes, byte(bit));
    let (in_word, first, second) = (_mm512_movepi8_mask(classes), test(FIRST), test(SECOND));
    let (digits, in_punctuation) = (test(DIGIT), test(PUNCTUATION));
    out.known = _mm512_test_epi8_mask(classes, classes);
    out.tatweel = in_word & second;
    out.word = in_word & !second;
    out.mark = in_word & first;
    out.space = test(SPACE);
    out.newline = first & second & !in_word;
    out.punctuation = in_punctuation;
    out.separator = in_punctuation & first;
    out.link = in_punctuation & second;
    out.digit = digits & !first;
    out.arabic_digit = digits & first;
    out.latin = test(LATIN);
    out.point = test(POINT);
    out.plain = out.known & !(digits | out.latin | out.point | out.tatweel);
    // SAFETY: the array has 64 bytes.
    unsafe { _mm512_storeu_si512(out.classes.as_mut_ptr().cast(), classes) };
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

/// [`listing::list`](super::listing::list) by compressing the bytes 0 to 63 and the classes.
///
/// # Safety
/// [`is_available`] must have said so. `places` and `out` must have room for a place for each bit, and 64 more.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,popcnt")]
pub(super) unsafe fn list(
    chosen: &[u64],
    blocks: &[Masks],
    labels: &Labels,
    base: u32,
    places: &mut [MaybeUninit<u32>],
    out: &mut [MaybeUninit<u8>],
) {
    // SAFETY: the constant has 64 bytes and the labels 128.
    let (units, label_table) = unsafe {
        let table = labels.0.as_ptr();
        let halves = (_mm512_loadu_si512(table.cast()), _mm512_loadu_si512(table.add(64).cast()));
        (_mm512_loadu_si512(PLACES.as_ptr().cast()), halves)
    };
    let mut base = _mm512_set1_epi32(base as i32);
    let (mut places, mut out) = (places.as_mut_ptr(), out.as_mut_ptr());
    for (&chosen, masks) in chosen.iter().zip(blocks) {
        let count = chosen.count_ones() as usize;
        // SAFETY: the classes are 64 bytes. What has been written so far is a place for each bit of the blocks before;
        // the caller has made room for 64 more than all. The pointers move on by what was chosen.
        unsafe {
            let classes = _mm512_loadu_si512(masks.classes.as_ptr().cast());
            let classes = _mm512_maskz_compress_epi8(chosen, classes);
            let found = _mm512_permutex2var_epi8(label_table.0, classes, label_table.1);
            let units = _mm512_maskz_compress_epi8(chosen, units);
            let store = |part: usize, units: __m128i| {
                let numbers = _mm512_add_epi32(_mm512_cvtepu8_epi32(units), base);
                _mm512_storeu_si512(places.add(part * 16).cast(), numbers);
            };
            _mm512_storeu_si512(out.cast(), found);
            store(0, _mm512_castsi512_si128(units));
            store(1, _mm512_extracti32x4_epi32::<1>(units));
            if count > 32 {
                store(2, _mm512_extracti32x4_epi32::<2>(units));
                store(3, _mm512_extracti32x4_epi32::<3>(units));
            }
            places = places.add(count);
            out = out.add(count);
        }
        base = _mm512_add_epi32(base, _mm512_set1_epi32(BLOCK as i32));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::{classify, listing};

    type Kernel = unsafe fn(&[u64], &[Masks], &Labels, u32, &mut [MaybeUninit<u32>], &mut [MaybeUninit<u8>]);

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn utf8_equals_scalar(text in classify::tests::texts(), at: usize) {
            if is_available() {
                let at = at % (text.len() + 1);
                let (mut scalar, mut vector) = ([Masks::EMPTY; 5], [Masks::EMPTY; 5]);
                classify::utf8(&text, at, &mut scalar);
                // SAFETY: the processor was asked.
                unsafe { utf8(&text, at, &mut vector) };
                proptest::prop_assert_eq!(scalar, vector);
            }
        }

        #[test]
        fn list_equals_scalar(text in classify::tests::texts(), chosen: [u64; 5], base in 0u32..1 << 30) {
            if is_available() {
                let mut blocks = [Masks::EMPTY; 5];
                classify::utf8(&text, 0, &mut blocks);
                let labels = Labels::new(1, 6, 7, 250, 9);
                let run = |kernel: Kernel| {
                    let (mut places, mut out) = ([MaybeUninit::new(0); 6 * BLOCK], [MaybeUninit::new(0); 6 * BLOCK]);
                    // SAFETY: the processor was asked, and there is room for six blocks.
                    unsafe { kernel(&chosen, &blocks, &labels, base, &mut places, &mut out) };
                    let count = chosen.iter().map(|chosen| chosen.count_ones() as usize).sum();
                    // SAFETY: all of them were initialised.
                    let listed = |index: usize| unsafe { (places[index].assume_init(), out[index].assume_init()) };
                    (0..count).map(listed).collect::<Vec<_>>()
                };
                proptest::prop_assert_eq!(run(listing::list), run(list));
            }
        }

        #[test]
        fn ucs2_equals_scalar(text in classify::tests::texts(), at: usize, more: Vec<u16>) {
            if is_available() {
                let mut units: Vec<u16> = text.encode_utf16().collect();
                units.extend(more);
                let at = at % (units.len() + 1);
                let (mut scalar, mut vector) = ([Masks::EMPTY; 5], [Masks::EMPTY; 5]);
                classify::fixed_width(|unit| units.get(unit).copied().map(u32::from), at, &mut scalar);
                // SAFETY: the processor was asked.
                unsafe { ucs2(&units, at, &mut vector) };
                proptest::prop_assert_eq!(scalar, vector);
            }
        }
    }
}
