//! Folding with AVX2: 32 units at a time.
//!
//! AVX2 has no tables of 64 entries and cannot compress, so a block is only asked where something happens:
//!
//! ```text
//! the low four bits of a byte choose one of 16 sets, the others a bit of it: is something to be done here?
//! for each place where something is:
//!     what was kept since the last one has been copied; write what takes its place
//!     copy the 32 units behind it, of which the next place will overwrite what is too much
//! ```
//!
//! The end of the text, and tables with ranks, are left to the scalar kernel.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::fold::{Behind, Fold, FoldTable, Log, Nibbles, Window, scalar};
use super::{Latin1, Ucs2, Ucs4, Units};

/// How many units a block has.
const BLOCK: usize = 32;

/// How much of the text must be left for a block: a copy reads and writes up to a block behind its last place, which may
/// itself reach a few units further.
const REACH: usize = 2 * BLOCK + 8;

/// 16 bytes in both halves of a register.
#[inline]
#[target_feature(enable = "avx2")]
fn twice(bytes: &[u8; 16]) -> __m256i {
    // SAFETY: the pointer is that of 16 bytes.
    _mm256_broadcastsi128_si256(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
}

/// The bit of a set that the upper bits of a byte choose.
const BITS: [u8; 16] = [1, 2, 4, 8, 16, 32, 64, 128, 1, 2, 4, 8, 16, 32, 64, 128];

/// Sets of code points by the low byte.
#[derive(Clone, Copy)]
struct Sets {
    lower: __m256i,
    upper: __m256i,
}

impl Sets {
    #[inline]
    #[target_feature(enable = "avx2")]
    fn new(nibbles: &Nibbles) -> Self {
        Self { lower: twice(&nibbles.lower), upper: twice(&nibbles.upper) }
    }

    /// Not zero for the bytes that are in the set: `high` is their upper half as a number, of which the top bit chooses
    /// between the two tables where `upper` is set.
    #[inline]
    #[target_feature(enable = "avx2")]
    fn contain(self, low: __m256i, high: __m256i, upper: __m256i) -> __m256i {
        let low = _mm256_and_si256(low, _mm256_set1_epi8(15));
        let of_low =
            _mm256_blendv_epi8(_mm256_shuffle_epi8(self.lower, low), _mm256_shuffle_epi8(self.upper, low), upper);
        _mm256_and_si256(of_low, _mm256_shuffle_epi8(twice(&BITS), high))
    }
}

#[inline]
#[target_feature(enable = "avx2")]
fn shifted_by_four(bytes: __m256i) -> __m256i {
    _mm256_and_si256(_mm256_srli_epi16::<4>(bytes), _mm256_set1_epi8(15))
}

/// The bytes that are not zero.
#[inline]
#[target_feature(enable = "avx2")]
fn mask(bytes: __m256i) -> u32 {
    !(_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_setzero_si256())) as u32)
}

#[inline]
#[target_feature(enable = "avx2")]
fn equal(bytes: __m256i, byte: u8) -> __m256i {
    _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(byte as i8))
}

/// The kernel for a layout: `$places` gives the units of a block at which a character starts that may not stay.
macro_rules! kernel {
    ($(#[$doc:meta])* $name:ident, $layout:ty, $unit:ty, $get:ident, $sets:expr, $places:expr) => {
        $(#[$doc])*
        ///
        /// # Safety
        /// The processor must have AVX2 and BMI2.
        #[target_feature(enable = "avx2,bmi1,bmi2,lzcnt,popcnt")]
        pub(super) unsafe fn $name<L: Log>(
            table: &FoldTable,
            text: $layout,
            mut out: Option<&mut Window<'_, $unit>>,
            log: &mut L,
        ) -> usize {
            let get = |code_point| table.$get(code_point);
            if table.ranks {
                return scalar::fold(text, get, out, log);
            }
            let units = text.raw();
            let sets = $sets(table);
            let mut done = 0;
            while units.len() - done >= REACH {
                // SAFETY: more than a block and the unit behind it are left.
                let mut places = unsafe { $places(&sets, units.as_ptr().add(done)) };
                let Some(out) = out.as_deref_mut() else {
                    while places != 0 {
                        let at = done + places.trailing_zeros() as usize;
                        let Some((code_point, _)) = text.code_point(at) else { return at };
                        if get(code_point) != Some((Fold::Keep, 0)) {
                            return at;
                        }
                        places &= places - 1;
                    }
                    done += BLOCK;
                    continue;
                };
                // From here on the text has been copied behind what is written, but is not counted yet.
                let mut from = done;
                // SAFETY: a block and more is left of the text, and of the window no less.
                unsafe { copy_block(units, from, out) };
                while places != 0 {
                    let at = done + places.trailing_zeros() as usize;
                    places &= places - 1;
                    let found = text.code_point(at).and_then(|(code_point, width)| Some((code_point, width, get(code_point)?)));
                    // SAFETY: what lies between has been copied.
                    let count = |out: &mut Window<'_, $unit>| unsafe { out.advance(at - from) };
                    match found {
                        Some((_, _, (Fold::Keep, _))) => continue,
                        None | Some((_, _, (Fold::Other, _))) => {
                            count(out);
                            return at;
                        }
                        Some((_, width, (Fold::Delete, _))) => {
                            count(out);
                            log.block(at, out.len(), (1 << width) - 1, 0);
                            from = at + width;
                        }
                        Some((_, width, (Fold::Replace(other), _))) => {
                            count(out);
                            if text.encode(other, out).is_err() {
                                return at;
                            }
                            from = at + width;
                        }
                    }
                    // SAFETY: `from` is at most a few units behind the block.
                    unsafe { copy_block(units, from, out) };
                }
                let end = from.max(done + BLOCK);
                // SAFETY: what lies between has been copied: `from` is in this block or behind it.
                unsafe { out.advance(end - from) };
                done = end;
            }
            // The block may have ended within a character, whose other bytes follow.
            while !text.starts_at(done) {
                if let Some(out) = out.as_deref_mut()
                    && out.extend(&units[done..=done]).is_err()
                {
                    return done;
                }
                done += 1;
            }
            done + scalar::fold(text.slice(done, units.len()), get, out, &mut Behind { log, by: done })
        }
    };
}

/// Copies a block from unit `from` on behind what is written, without counting it.
///
/// # Safety
/// A block must be left of the text and of the window.
#[inline]
unsafe fn copy_block<T: Copy>(units: &[T], from: usize, out: &mut Window<'_, T>) {
    debug_assert!(units.len() - from >= BLOCK && out.spare() >= BLOCK);
    // SAFETY: the caller says so; text and window are different memory.
    unsafe { std::ptr::copy_nonoverlapping(units.as_ptr().add(from), out.next(), BLOCK) };
}

kernel!(
    /// Folds UTF-8 as [`scalar::fold`] does.
    utf8,
    &str,
    u8,
    get_utf8,
    |table: &FoldTable| (Sets::new(&table.nibbles.latin), Sets::new(&table.nibbles.arabic), table.changes_ascii),
    |sets: &(Sets, Sets, bool), from: *const u8| {
        let v = _mm256_loadu_si256(from.cast());
        let next = _mm256_loadu_si256(from.add(1).cast());
        // D8 to DB: the low bits of the lead are the top bits of the low byte.
        let lead = _mm256_cmpeq_epi8(_mm256_and_si256(v, _mm256_set1_epi8(!3)), _mm256_set1_epi8(0xD8u8 as i8));
        let high = _mm256_or_si256(
            _mm256_and_si256(shifted_by_four(next), _mm256_set1_epi8(3)),
            _mm256_and_si256(_mm256_slli_epi16::<2>(v), _mm256_set1_epi8(4)),
        );
        // The second bit of the lead as the top bit of its byte.
        let upper = _mm256_slli_epi16::<6>(v);
        let mut places = mask(_mm256_and_si256(sets.1.contain(next, high, upper), lead));
        let leads = _mm256_cmpeq_epi8(_mm256_max_epu8(v, _mm256_set1_epi8(0xC0u8 as i8)), v);
        places |= mask(_mm256_andnot_si256(lead, leads));
        if sets.2 {
            let ascii = sets.0.contain(v, shifted_by_four(v), v);
            places |= mask(ascii) & !(_mm256_movemask_epi8(v) as u32);
        }
        places
    }
);

kernel!(
    /// Folds UCS-2 as [`scalar::fold`] does.
    ucs2,
    Ucs2<'_>,
    u16,
    get,
    |table: &FoldTable| (Sets::new(&table.nibbles.latin), Sets::new(&table.nibbles.arabic)),
    |sets: &(Sets, Sets), from: *const u16| {
        let first = _mm256_loadu_si256(from.cast());
        let second = _mm256_loadu_si256(from.add(16).cast());
        let byte = _mm256_set1_epi16(0xFF);
        // Packing works on halves of registers; the quarters are put in order behind it.
        let low = _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_packus_epi16(
            _mm256_and_si256(first, byte),
            _mm256_and_si256(second, byte),
        ));
        let page = _mm256_permute4x64_epi64::<0b1101_1000>(_mm256_packus_epi16(
            _mm256_srli_epi16::<8>(first),
            _mm256_srli_epi16::<8>(second),
        ));
        let high = shifted_by_four(low);
        let (latin, arabic) = (equal(page, 0), equal(page, 6));
        let known = _mm256_or_si256(
            _mm256_and_si256(sets.0.contain(low, high, low), latin),
            _mm256_and_si256(sets.1.contain(low, high, low), arabic),
        );
        mask(known) | !(_mm256_movemask_epi8(_mm256_or_si256(latin, arabic)) as u32)
    }
);

kernel!(
    /// Folds Latin-1 as [`scalar::fold`] does.
    latin1,
    Latin1<'_>,
    u8,
    get,
    |table: &FoldTable| Sets::new(&table.nibbles.latin),
    |sets: &Sets, from: *const u8| {
        let v = _mm256_loadu_si256(from.cast());
        mask(sets.contain(v, shifted_by_four(v), v))
    }
);

kernel!(
    /// Folds UCS-4 as [`scalar::fold`] does.
    ucs4,
    Ucs4<'_>,
    u32,
    get,
    |table: &FoldTable| (Sets::new(&table.nibbles.latin), Sets::new(&table.nibbles.arabic)),
    |sets: &(Sets, Sets), from: *const u32| {
        let load = |part: usize| _mm256_loadu_si256(from.add(8 * part).cast());
        let parts = [load(0), load(1), load(2), load(3)];
        let packed = |of: [__m256i; 4]| {
            let pairs = (_mm256_packus_epi32(of[0], of[1]), _mm256_packus_epi32(of[2], of[3]));
            let order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
            _mm256_permutevar8x32_epi32(_mm256_packus_epi16(pairs.0, pairs.1), order)
        };
        let low = packed(parts.map(|v| _mm256_and_si256(v, _mm256_set1_epi32(0xFF))));
        // Pages beyond 0xFF saturate to a page that is neither of the two.
        let page = packed(parts.map(|v| _mm256_srli_epi32::<8>(v)));
        let high = shifted_by_four(low);
        let (latin, arabic) = (equal(page, 0), equal(page, 6));
        let known = _mm256_or_si256(
            _mm256_and_si256(sets.0.contain(low, high, low), latin),
            _mm256_and_si256(sets.1.contain(low, high, low), arabic),
        );
        mask(known) | !(_mm256_movemask_epi8(_mm256_or_si256(latin, arabic)) as u32)
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Backend;
    use crate::scan::fold::tests::{Kernels, Told, check};

    struct Avx2;

    // The test below asks the processor first.
    impl Kernels for Avx2 {
        fn utf8(&self, table: &FoldTable, text: &str, out: Option<&mut Window<'_, u8>>, log: &mut Told) -> usize {
            // SAFETY: as above.
            unsafe { utf8(table, text, out, log) }
        }

        fn latin1(
            &self,
            table: &FoldTable,
            text: Latin1<'_>,
            out: Option<&mut Window<'_, u8>>,
            log: &mut Told,
        ) -> usize {
            // SAFETY: as above.
            unsafe { latin1(table, text, out, log) }
        }

        fn ucs2(&self, table: &FoldTable, text: Ucs2<'_>, out: Option<&mut Window<'_, u16>>, log: &mut Told) -> usize {
            // SAFETY: as above.
            unsafe { ucs2(table, text, out, log) }
        }

        fn ucs4(&self, table: &FoldTable, text: Ucs4<'_>, out: Option<&mut Window<'_, u32>>, log: &mut Told) -> usize {
            // SAFETY: as above.
            unsafe { ucs4(table, text, out, log) }
        }
    }

    #[test]
    fn equals_scalar_and_stays_within_its_memory() {
        if Backend::available().contains(&Backend::Avx2) {
            check(&Avx2);
        }
    }
}
