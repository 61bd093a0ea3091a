//! Folding with AVX-512 VBMI2: 64 bytes or 32 units of UCS-2 at a time.
//!
//! ```text
//! load 64 bytes, and the 64 from the next byte on
//! where a byte leads a letter of the Arabic block:
//!     look the byte after it up in the table of that lead: new lead, flags
//!     look the byte itself up one place further: new continuation
//! stop before the first character that is flagged so, or that the block cuts
//! compress away the deleted bytes, store
//! ```
//!
//! Loads are masked, so nothing beyond the slice is read; stores go to reserved memory of the length of the
//! source and one block.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::avx512::quarter;
use super::fold::{DELETE, FoldTable, STOP, lead};

/// The lowest bits, `count` of them.
fn low(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// Folds UTF-8, which starts and ends with whole characters, up to the first character that the table leaves to
/// others. Without `out` it goes only as far as nothing changes. Returns how many bytes were done.
///
/// # Safety
/// The processor must have AVX-512 F, BW, VBMI and VBMI2.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2")]
pub(super) unsafe fn utf8(table: &FoldTable, text: &[u8], mut out: Option<&mut Vec<u8>>) -> usize {
    let ascii = (quarter(&table.latin, 0), quarter(&table.latin, 1));
    let ascii_flags = (quarter(&table.latin_flags, 0), quarter(&table.latin_flags, 1));
    let leads = [0, 1, 2, 3].map(|part| quarter(&table.utf8.arabic_lead, part));
    let continuations = [0, 1, 2, 3].map(|part| quarter(&table.utf8.arabic_continuation, part));
    let arabic_flags = [0, 1, 2, 3].map(|part| quarter(&table.arabic_flags, part));
    let latin_stops = (quarter(&table.utf8.latin_stops, 2), quarter(&table.utf8.latin_stops, 3));
    let lead_stops = quarter(&table.utf8.lead_stops, 0);
    let general = quarter(&table.general_flags, 0);
    let byte = |byte: u8| _mm512_set1_epi8(byte as i8);
    if let Some(out) = out.as_deref_mut() {
        out.reserve(text.len() + 64);
    }
    let mut done = 0;
    while done < text.len() {
        let left = text.len() - done;
        let live = low(left);
        // SAFETY: the masks select only bytes before the end of the text.
        let (v, next) = unsafe {
            let from = text.as_ptr().add(done);
            (
                _mm512_maskz_loadu_epi8(live, from.cast()),
                _mm512_maskz_loadu_epi8(low(left - 1), from.wrapping_add(1).cast()),
            )
        };
        let equals = |value: u8| _mm512_cmpeq_epi8_mask(v, byte(value));
        let high = _mm512_movepi8_mask(v);
        let by_lead = [equals(0xD8), equals(0xD9), equals(0xDA), equals(0xDB)];
        let arabic = by_lead[0] | by_lead[1] | by_lead[2] | by_lead[3];
        let mut folded = v;
        let mut flags = _mm512_setzero_si512();
        if table.utf8.changes_ascii {
            folded = _mm512_mask_mov_epi8(folded, !high, _mm512_permutex2var_epi8(ascii.0, v, ascii.1));
            flags = _mm512_maskz_permutex2var_epi8(!high & live, ascii_flags.0, v, ascii_flags.1);
        }
        for part in 0..4 {
            let here = by_lead[part];
            if part > 1 && here == 0 {
                continue;
            }
            folded = _mm512_mask_permutexvar_epi8(folded, here, next, leads[part]);
            folded = _mm512_mask_permutexvar_epi8(folded, here << 1, v, continuations[part]);
            flags = _mm512_mask_permutexvar_epi8(flags, here, next, arabic_flags[part]);
        }
        let leads_here = _mm512_cmpge_epu8_mask(v, byte(0xC0));
        // A character that the block cuts waits for the next one.
        let cut = leads_here & 1 << 63
            | _mm512_cmpge_epu8_mask(v, byte(0xE0)) & 3 << 62
            | _mm512_cmpge_epu8_mask(v, byte(0xF0)) & 7 << 61;
        let others = leads_here & !arabic;
        if others != 0 {
            flags = _mm512_mask_permutexvar_epi8(flags, others, v, lead_stops);
            flags = _mm512_mask_permutexvar_epi8(flags, equals(0xC2), next, latin_stops.0);
            flags = _mm512_mask_permutexvar_epi8(flags, equals(0xC3), next, latin_stops.1);
            let general_leads = equals(0xE2) & _mm512_cmpeq_epi8_mask(next, byte(0x80));
            if general_leads != 0 {
                // SAFETY: as above.
                let third = unsafe {
                    _mm512_maskz_loadu_epi8(low(left.saturating_sub(2)), text.as_ptr().wrapping_add(done + 2).cast())
                };
                flags = _mm512_mask_permutexvar_epi8(flags, general_leads, third, general);
            }
        }
        let deleted = _mm512_test_epi8_mask(flags, byte(DELETE));
        let deleted = deleted | (deleted & arabic) << 1;
        let mut stop = _mm512_test_epi8_mask(flags, byte(STOP)) & !cut;
        if out.is_none() {
            // The first byte that changes; if it is a continuation, its lead is one before.
            let changed = (_mm512_cmpneq_epi8_mask(folded, v) | deleted) & live;
            stop |= changed & (leads_here | !high) | (changed & high & !leads_here) >> 1 & arabic;
        }
        let end = (stop | cut).trailing_zeros().min(left.min(64) as u32) as usize;
        if let Some(out) = out.as_deref_mut() {
            let kept = !deleted & low(end);
            let count = kept.count_ones() as usize;
            // SAFETY: what has been appended since the reservation is no longer than the source up to here, so 64
            // bytes of reserved memory are left; `count` of those written are kept.
            unsafe {
                let to = out.as_mut_ptr().add(out.len());
                _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi8(kept, folded));
                out.set_len(out.len() + count);
            }
        }
        done += end;
        if stop & low(end + 1) != 0 && end < 64 {
            break;
        }
    }
    done
}

/// Folds UCS-2 up to the first unit that the table leaves to others. Without `out` it goes only as far as nothing
/// changes. Returns how many units were done.
///
/// # Safety
/// The processor must have AVX-512 F, BW, VBMI and VBMI2.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2")]
pub(super) unsafe fn ucs2(table: &FoldTable, text: &[u16], mut out: Option<&mut Vec<u16>>) -> usize {
    let quarters = |table: &[u8; 256]| [0, 1, 2, 3].map(|part| quarter(table, part));
    let (latin, latin_flags) = (quarters(&table.latin), quarters(&table.latin_flags));
    let (arabic, arabic_flags) = (quarters(&table.arabic), quarters(&table.arabic_flags));
    let general = quarter(&table.general_flags, 0);
    let unit = |unit: u16| _mm512_set1_epi16(unit as i16);
    if let Some(out) = out.as_deref_mut() {
        out.reserve(text.len() + 32);
    }
    let mut done = 0;
    while done < text.len() {
        let left = text.len() - done;
        let live = low(left.min(32)) as u32;
        // SAFETY: the mask selects only units before the end of the text.
        let v = unsafe { _mm512_maskz_loadu_epi16(live, text.as_ptr().add(done).cast()) };
        let page = _mm512_srli_epi16::<8>(v);
        let is_arabic = _mm512_cmpeq_epi16_mask(page, unit(6));
        let is_latin = _mm512_cmpeq_epi16_mask(page, unit(0));
        // The index is the low byte; its top bit, at the even bytes, chooses the upper half of the table.
        let look_up = |table: &[__m512i; 4]| {
            let lower = _mm512_permutex2var_epi8(table[0], v, table[1]);
            let upper = _mm512_permutex2var_epi8(table[2], v, table[3]);
            _mm512_and_si512(_mm512_mask_blend_epi8(_mm512_movepi8_mask(v), lower, upper), unit(0xFF))
        };
        let mut folded = or_where(v, is_arabic, look_up(&arabic), unit(0x600));
        let mut flags = _mm512_maskz_mov_epi16(is_arabic, look_up(&arabic_flags));
        folded = _mm512_mask_mov_epi16(folded, is_latin, look_up(&latin));
        flags = _mm512_mask_mov_epi16(flags, is_latin, look_up(&latin_flags));
        let mut stop = 0u32;
        let mut others = !(is_arabic | is_latin) & live;
        if others != 0 {
            let is_general = _mm512_cmpeq_epi16_mask(_mm512_srli_epi16::<6>(v), unit(0x2000 >> 6));
            let of_general = _mm512_and_si512(_mm512_permutexvar_epi8(v, general), unit(0xFF));
            flags = _mm512_mask_mov_epi16(flags, is_general, of_general);
            others &= !is_general;
            while others != 0 {
                let first = others.trailing_zeros() as usize;
                others &= others - 1;
                if !table.inert_leads[lead(u32::from(text[done + first]))] {
                    stop |= 1 << first;
                }
            }
        }
        stop |= _mm512_test_epi16_mask(flags, unit(u16::from(STOP)));
        let deleted = _mm512_test_epi16_mask(flags, unit(u16::from(DELETE)));
        if out.is_none() {
            stop |= _mm512_cmpneq_epi16_mask(folded, v) | deleted;
        }
        stop &= live;
        let end = stop.trailing_zeros().min(left.min(32) as u32) as usize;
        if let Some(out) = out.as_deref_mut() {
            let kept = !deleted & low(end) as u32;
            let count = kept.count_ones() as usize;
            // SAFETY: what has been appended since the reservation is no longer than the source up to here, so 32
            // units of reserved memory are left; `count` of those written are kept.
            unsafe {
                let to = out.as_mut_ptr().add(out.len());
                _mm512_storeu_si512(to.cast(), _mm512_maskz_compress_epi16(kept, folded));
                out.set_len(out.len() + count);
            }
        }
        done += end;
        if stop != 0 {
            break;
        }
    }
    done
}

/// `a | b` for the units of a mask, `v` for the others.
#[target_feature(enable = "avx512f,avx512bw")]
fn or_where(v: __m512i, mask: __mmask32, a: __m512i, b: __m512i) -> __m512i {
    _mm512_mask_mov_epi16(v, mask, _mm512_or_si512(a, b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scan::{Backend, Ucs2, classify, fold};

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..Default::default() })]

        #[test]
        fn equals_scalar(seed: u64, density in 0u64..24, text in classify::tests::texts(), more: Vec<u16>) {
            if !Backend::available().contains(&Backend::Avx512) {
                return Ok(());
            }
            let table = fold::tests::table(seed, density);
            let mut scalar = fold::Utf8Buffer::default();
            let scalar_end =
                fold::fold(text.as_str(), &table, 0, |code_point| scalar.push(char::from_u32(code_point).unwrap()));
            let mut vector = Vec::new();
            // SAFETY: the processor was asked.
            let (end, same) = unsafe { (utf8(&table, text.as_bytes(), Some(&mut vector)), utf8(&table, text.as_bytes(), None)) };
            prop_assert_eq!(end, scalar_end);
            prop_assert_eq!(vector, scalar.bytes);
            prop_assert_eq!(same, fold::unchanged(text.as_str(), &table, 0));

            let mut units: Vec<u16> = text.encode_utf16().collect();
            units.extend(more);
            let mut scalar = Vec::new();
            let scalar_end = fold::fold(Ucs2(&units), &table, 0, |code_point| scalar.push(code_point as u16));
            let mut vector = Vec::new();
            // SAFETY: the processor was asked.
            let (end, same) = unsafe { (ucs2(&table, &units, Some(&mut vector)), ucs2(&table, &units, None)) };
            prop_assert_eq!(end, scalar_end);
            prop_assert_eq!(vector, scalar);
            prop_assert_eq!(same, fold::unchanged(Ucs2(&units), &table, 0));
        }
    }
}
