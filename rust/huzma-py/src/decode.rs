//! A Python `str` from UTF-8.
//!
//! The interpreter decodes character by character, at half a gigabyte of Arabic a second: longer than all else
//! that reading a document takes. Where the processor can squeeze bytes out of a register (AVX-512 VBMI2), the
//! units of UCS-2 are computed at each of 64 bytes at once and those of continuation bytes squeezed out. The stable
//! interface gives no room to fill, so a build for it leaves decoding to the interpreter.

use pyo3::prelude::*;
use pyo3::types::PyString;

/// A new `str`.
pub(crate) fn string<'py>(py: Python<'py>, text: &str) -> PyResult<Bound<'py, PyString>> {
    #[cfg(all(target_arch = "x86_64", not(feature = "abi3")))]
    if let Some(made) = avx512::string(py, text) {
        return made;
    }
    Ok(PyString::new(py, text))
}

#[cfg(all(target_arch = "x86_64", not(feature = "abi3")))]
#[allow(unsafe_code)]
mod avx512 {
    use std::arch::x86_64::*;

    use pyo3::ffi;
    use pyo3::prelude::*;
    use pyo3::types::PyString;

    /// Shorter texts are not worth the two passes.
    const SHORT: usize = 64;

    /// How many bytes are taken at a time.
    const BLOCK: usize = 64;

    /// A new `str`; none where the processor can't, or the text is short or fits no UCS-2, or fits less.
    pub(super) fn string<'py>(py: Python<'py>, text: &str) -> Option<PyResult<Bound<'py, PyString>>> {
        let able = is_x86_feature_detected!("avx512bw") && is_x86_feature_detected!("avx512vbmi2");
        if !able || text.len() < SHORT {
            return None;
        }
        // SAFETY: the processor has been asked for what the function needs.
        let (units, fits) = unsafe { measure(text.as_bytes()) };
        if !fits {
            return None;
        }
        let made = || -> PyResult<Bound<'py, PyString>> {
            // SAFETY: a new `str` of as many code points as there are characters, the largest of which is
            // above U+00FF, so of units of 16 bits. Nobody else has it until it is filled.
            unsafe {
                let new = ffi::PyUnicode_New(units as ffi::Py_ssize_t, 0xFFFF);
                let string = Bound::from_owned_ptr_or_err(py, new)?;
                let room = std::slice::from_raw_parts_mut(ffi::PyUnicode_DATA(new).cast::<u16>(), units);
                fill(text, room);
                Ok(string.cast_into_unchecked())
            }
        };
        Some(made())
    }

    /// How many characters there are, and whether the largest fits 16 bits but not 8.
    #[target_feature(enable = "avx512bw")]
    fn measure(bytes: &[u8]) -> (usize, bool) {
        let mut largest = _mm512_setzero_si512();
        let mut units = 0;
        for start in (0..bytes.len()).step_by(BLOCK) {
            let here = load(bytes, start);
            largest = _mm512_max_epu8(largest, here);
            let block = low_bits((bytes.len() - start).min(BLOCK));
            units += (starts(here) & block).count_ones() as usize;
        }
        // U+0100 starts with C4; what starts with F0 or more has no place in 16 bits.
        let wide = _mm512_cmpge_epu8_mask(largest, set(0xC4)) != 0;
        (units, wide && _mm512_cmpge_epu8_mask(largest, set(0xF0)) == 0)
    }

    /// Fills `units` with the characters of a text that are none above U+FFFF.
    ///
    /// # Panics
    /// Where there are fewer units than characters.
    // No closures: what they call would not be compiled for the same processor.
    #[target_feature(enable = "avx512bw,avx512vbmi2")]
    fn fill(text: &str, units: &mut [u16]) {
        let bytes = text.as_bytes();
        let mut written = 0;
        for start in (0..bytes.len()).step_by(BLOCK) {
            let here = load(bytes, start);
            let next = load(bytes, start + 1);
            let keep = starts(here) & low_bits((bytes.len() - start).min(BLOCK));
            let two = _mm512_cmpge_epu8_mask(here, set(0xC0));
            let three = _mm512_cmpge_epu8_mask(here, set(0xE0));
            // 110hhhll 10llllll: of the first byte two bits go to the low half, three to the high one.
            let low_of_two = _mm512_or_si512(up::<6>(here, 0xC0), _mm512_and_si512(next, set(0x3F)));
            let mut low = _mm512_mask_mov_epi8(here, two, low_of_two);
            let mut high = _mm512_maskz_mov_epi8(two, down(here, 0x07));
            if three != 0 {
                // 1110hhhh 10hhhhll 10llllll
                let third = load(bytes, start + 2);
                let low_of_three = _mm512_or_si512(up::<6>(next, 0xC0), _mm512_and_si512(third, set(0x3F)));
                let high_of_three = _mm512_or_si512(up::<4>(here, 0xF0), down(next, 0x0F));
                low = _mm512_mask_mov_epi8(low, three, low_of_three);
                high = _mm512_mask_mov_epi8(high, three, high_of_three);
            }
            let count = keep.count_ones() as usize;
            let low = _mm512_maskz_compress_epi8(keep, low);
            let high = _mm512_maskz_compress_epi8(keep, high);
            let (first, second) = units[written..written + count].split_at_mut(count.min(BLOCK / 2));
            store(first, _mm512_castsi512_si256(low), _mm512_castsi512_si256(high));
            if !second.is_empty() {
                store(second, _mm512_extracti64x4_epi64::<1>(low), _mm512_extracti64x4_epi64::<1>(high));
            }
            written += count;
        }
    }

    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn set(byte: u8) -> __m512i {
        _mm512_set1_epi8(byte.cast_signed())
    }

    /// Where characters start.
    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn starts(bytes: __m512i) -> u64 {
        _mm512_cmpneq_epi8_mask(_mm512_and_si512(bytes, set(0xC0)), set(0x80))
    }

    /// Each byte shifted left; the mask takes away what comes from its neighbour.
    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn up<const BITS: u32>(bytes: __m512i, mask: u8) -> __m512i {
        _mm512_and_si512(_mm512_slli_epi16::<BITS>(bytes), set(mask))
    }

    /// Each byte shifted right by two; the mask takes away what comes from its neighbour.
    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn down(bytes: __m512i, mask: u8) -> __m512i {
        _mm512_and_si512(_mm512_srli_epi16::<2>(bytes), set(mask))
    }

    /// A mask of so many bits, at most 64.
    #[inline]
    fn low_bits(count: usize) -> u64 {
        u64::MAX.checked_shr(64 - count as u32).unwrap_or(0)
    }

    /// Up to 64 bytes from here on, and zeros behind the end.
    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn load(bytes: &[u8], start: usize) -> __m512i {
        match bytes.get(start..).unwrap_or_default() {
            // SAFETY: there are so many bytes.
            rest if rest.len() >= BLOCK => unsafe { _mm512_loadu_epi8(rest.as_ptr().cast()) },
            // SAFETY: of the bytes behind the end of the slice none is in the mask, and such are not touched.
            rest => unsafe { _mm512_maskz_loadu_epi8(low_bits(rest.len()), rest.as_ptr().cast()) },
        }
    }

    /// Stores as many units as there is room for, at most 32, from their halves.
    #[inline]
    #[target_feature(enable = "avx512bw")]
    fn store(room: &mut [u16], low: __m256i, high: __m256i) {
        let high = _mm512_slli_epi16::<8>(_mm512_cvtepu8_epi16(high));
        let units = _mm512_or_si512(_mm512_cvtepu8_epi16(low), high);
        let mask = low_bits(room.len().min(BLOCK / 2)) as u32;
        // SAFETY: only as many units are stored as the slice has.
        unsafe { _mm512_mask_storeu_epi16(room.as_mut_ptr().cast(), mask, units) }
    }
}
