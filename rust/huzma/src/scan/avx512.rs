//! The kernels for AVX-512 with VBMI.
//!
//! VBMI looks every byte of a register up in a table of 64 or 128 entries in one instruction, which is what
//! classifying is: ASCII takes one look-up; the Arabic block four tables of 64, chosen by the lead byte
//! in UTF-8 and by the top bit of the low byte in UCS-2.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::classify::{BLOCK, DIGIT, Labels, MARK, Masks, NEWLINE, POINT, PUNCTUATION, SPACE, Tables, WORD};

/// Whether this processor can run these kernels.
pub(super) fn is_available() -> bool {
    is_x86_feature_detected!("avx512f")
        && is_x86_feature_detected!("avx512bw")
        && is_x86_feature_detected!("avx512vbmi")
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
    let ascii = (quarter(&tables.latin, 0), quarter(&tables.latin, 1));
    let behind_c2 = quarter(&tables.latin, 2);
    let arabic = [0, 1, 2, 3].map(|part| quarter(&tables.arabic, part));
    let general = quarter(&tables.general, 0);
    let bytes = text.as_bytes();
    // What the block before says of the first units of this one.
    let (mut word_carry, mut plain_carry) = (0u64, 0u64);
    let (bits, rest) = tables.hanging_over(text, at);
    if bits != 0 {
        plain_carry = rest;
        word_carry = if bits & WORD != 0 { rest } else { 0 };
    }
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
        let equals = |v: __m512i, byte: u8| _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(byte as i8));
        // SAFETY: the window has 66 bytes; the loads read 64 of them from the first and the second on.
        let (v, next) = unsafe {
            let window = window.as_ptr();
            (_mm512_loadu_si512(window.cast()), _mm512_loadu_si512(window.add(1).cast()))
        };
        let high = _mm512_movepi8_mask(v);
        let mut bits = _mm512_maskz_permutex2var_epi8(!high, ascii.0, v, ascii.1);
        bits = _mm512_mask_permutexvar_epi8(bits, equals(v, 0xD8), next, arabic[0]);
        bits = _mm512_mask_permutexvar_epi8(bits, equals(v, 0xD9), next, arabic[1]);
        bits = _mm512_mask_permutexvar_epi8(bits, equals(v, 0xDA), next, arabic[2]);
        bits = _mm512_mask_permutexvar_epi8(bits, equals(v, 0xDB), next, arabic[3]);
        bits = _mm512_mask_permutexvar_epi8(bits, equals(v, 0xC2), next, behind_c2);
        let mut three = equals(v, 0xE2);
        if three != 0 {
            // SAFETY: as above, from the third byte on.
            let third = unsafe { _mm512_loadu_si512(window.as_ptr().add(2).cast()) };
            three &= equals(next, 0x80);
            bits = _mm512_mask_permutexvar_epi8(bits, three, third, general);
            three &= _mm512_test_epi8_mask(bits, bits);
        }
        let test = |bit: u8| _mm512_test_epi8_mask(bits, _mm512_set1_epi8(bit as i8));
        let lead = test(WORD);
        let word = lead | lead << 1 | word_carry;
        let (space, newline, punctuation) = (test(SPACE), test(NEWLINE), test(PUNCTUATION));
        let two = punctuation & high & !three;
        let behind = two << 1 | three << 1 | three << 2;
        let plain = word | space | newline | punctuation | behind | plain_carry;
        let (digit, point) = (test(DIGIT), test(POINT));
        *out = Masks { word, mark: test(MARK), space, newline, punctuation, plain, digit, point };
        word_carry = lead >> 63;
        plain_carry = word_carry | (two >> 63) | ((three >> 63) * 3) | (three >> 62 & 1);
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
        let half = |part: usize| {
            // SAFETY: the block has 64 units; the two halves have 32 each.
            let v = unsafe { _mm512_loadu_si512(units.as_ptr().add(part * 32).cast()) };
            let page = _mm512_srli_epi16::<8>(v);
            let of_page = |page_number: i16| _mm512_cmpeq_epi16_mask(page, _mm512_set1_epi16(page_number));
            // The index is the low byte; its top bit, at the even bytes, chooses the upper half of the table.
            let look_up = |table: &[__m512i; 4]| {
                let low = _mm512_permutex2var_epi8(table[0], v, table[1]);
                let high = _mm512_permutex2var_epi8(table[2], v, table[3]);
                _mm512_mask_blend_epi8(_mm512_movepi8_mask(v), low, high)
            };
            let (is_latin, is_arabic) = (of_page(0), of_page(6));
            let mut bits = _mm512_maskz_mov_epi16(is_arabic, look_up(&arabic));
            bits = _mm512_mask_mov_epi16(bits, is_latin, look_up(&latin));
            if !(is_latin | is_arabic) != 0 {
                // U+2000–203F: the upper ten bits of the unit.
                let first = _mm512_cmpeq_epi16_mask(_mm512_srli_epi16::<6>(v), _mm512_set1_epi16(0x2000 >> 6));
                bits = _mm512_mask_mov_epi16(bits, first, _mm512_permutexvar_epi8(v, general));
            }
            bits
        };
        let (low, high) = (half(0), half(1));
        let test = |bit: u8| {
            let bit = _mm512_set1_epi16(i16::from(bit));
            u64::from(_mm512_test_epi16_mask(low, bit)) | u64::from(_mm512_test_epi16_mask(high, bit)) << 32
        };
        let (word, space, newline, punctuation) = (test(WORD), test(SPACE), test(NEWLINE), test(PUNCTUATION));
        let plain = word | space | newline | punctuation;
        let (digit, point) = (test(DIGIT), test(POINT));
        *out = Masks { word, mark: test(MARK), space, newline, punctuation, plain, digit, point };
    }
}

/// [`classify::list`](super::classify::list) by compressing the bytes 0 to 63 and their labels.
///
/// # Safety
/// [`is_available`] must have said so.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2")]
pub(super) unsafe fn list(
    chosen: u64,
    masks: &Masks,
    labels: Labels,
    base: u32,
    units: &mut [u32; BLOCK],
    kinds: &mut [u8; BLOCK],
) -> usize {
    const PLACES: [u8; BLOCK] = {
        let mut places = [0; BLOCK];
        let mut place = 0;
        while place < BLOCK {
            places[place] = place as u8;
            place += 1;
        }
        places
    };
    let label = |bits: __m512i, mask: u64, label: u8| _mm512_mask_mov_epi8(bits, mask, _mm512_set1_epi8(label as i8));
    let mut of_unit = _mm512_setzero_si512();
    of_unit = label(of_unit, masks.word, labels.word);
    of_unit = label(of_unit, masks.space, labels.space);
    of_unit = label(of_unit, masks.newline, labels.newline);
    of_unit = label(of_unit, masks.punctuation, labels.punctuation);
    of_unit = label(of_unit, masks.digit, labels.digit);
    // SAFETY: the constant has 64 bytes.
    let places = unsafe { _mm512_loadu_si512(PLACES.as_ptr().cast()) };
    let places = _mm512_maskz_compress_epi8(chosen, places);
    let count = chosen.count_ones() as usize;
    let base = _mm512_set1_epi32(base as i32);
    // SAFETY: `kinds` has 64 bytes; `units` has 64 numbers, of which each store writes 16.
    unsafe {
        _mm512_storeu_si512(kinds.as_mut_ptr().cast(), _mm512_maskz_compress_epi8(chosen, of_unit));
        let mut store = |part: usize, places: __m128i| {
            let numbers = _mm512_add_epi32(_mm512_cvtepu8_epi32(places), base);
            _mm512_storeu_si512(units.as_mut_ptr().add(part * 16).cast(), numbers);
        };
        store(0, _mm512_castsi512_si128(places));
        if count > 16 {
            store(1, _mm512_extracti32x4_epi32::<1>(places));
        }
        if count > 32 {
            store(2, _mm512_extracti32x4_epi32::<2>(places));
            store(3, _mm512_extracti32x4_epi32::<3>(places));
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::classify;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn utf8_equals_scalar(text in classify::tests::texts(), at: usize) {
            if is_available() {
                let at = at % (text.len() + 1);
                let (mut scalar, mut vector) = ([Masks::default(); 5], [Masks::default(); 5]);
                classify::utf8(&text, at, &mut scalar);
                // SAFETY: the processor was asked.
                unsafe { utf8(&text, at, &mut vector) };
                proptest::prop_assert_eq!(scalar, vector);
            }
        }

        #[test]
        fn list_equals_scalar(chosen: u64, word: u64, space: u64, newline: u64, base in 0u32..1 << 30) {
            if is_available() {
                let base_mask = u64::from(base).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                let masks = Masks {
                    word,
                    space: space & !word,
                    newline: newline & !word & !space,
                    punctuation: !(word | space | newline) & base_mask,
                    digit: !(word | space | newline | base_mask),
                    ..Masks::default()
                };
                let labels = Labels { word: 1, space: 6, newline: 7, punctuation: 250, digit: 9 };
                let mut scalar = ([0; BLOCK], [0; BLOCK]);
                let mut vector = ([0; BLOCK], [0; BLOCK]);
                let count = classify::list(chosen, &masks, labels, base, &mut scalar.0, &mut scalar.1);
                // SAFETY: the processor was asked.
                let other = unsafe { list(chosen, &masks, labels, base, &mut vector.0, &mut vector.1) };
                proptest::prop_assert_eq!(count, other);
                proptest::prop_assert_eq!(&scalar.0[..count], &vector.0[..count]);
                proptest::prop_assert_eq!(&scalar.1[..count], &vector.1[..count]);
            }
        }

        #[test]
        fn ucs2_equals_scalar(text in classify::tests::texts(), at: usize, more: Vec<u16>) {
            if is_available() {
                let mut units: Vec<u16> = text.encode_utf16().collect();
                units.extend(more);
                let at = at % (units.len() + 1);
                let (mut scalar, mut vector) = ([Masks::default(); 5], [Masks::default(); 5]);
                classify::fixed_width(|unit| units.get(unit).copied().map(u32::from), at, &mut scalar);
                // SAFETY: the processor was asked.
                unsafe { ucs2(&units, at, &mut vector) };
                proptest::prop_assert_eq!(scalar, vector);
            }
        }
    }
}
