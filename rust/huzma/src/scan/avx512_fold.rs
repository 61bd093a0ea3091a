//! Folding with AVX-512 VBMI2: 64 bytes of UTF-8 or 32 code points at a time.
//!
//! ```text
//! load 64 bytes, and the 64 from the next byte on
//! where a byte leads a letter of the Arabic block:
//!     look the byte after it up in the table of that lead: new lead, flags
//!     look the byte itself up one place further: new continuation
//! exchange pairs of marks that stand in the wrong order
//! stop before the first character that is flagged so, or that the block cuts
//! compress away the deleted bytes, store
//! ```
//!
//! Code points of one, two or four bytes go through the same 32 lanes of 16 bits; those beyond the basic plane keep
//! their place with a look at their page.
//!
//! Loads are masked, so nothing beyond the slice is read, and so are stores near the end of the window.

#![allow(unsafe_code)]

use std::arch::x86_64::*;

use super::avx512::quarter;
use super::fold::{Behind, DELETE, Fold, FoldTable, Log, RANK, STOP, Window, scalar};
use super::{Latin1, Ucs2, Ucs4, Units};

/// The lowest bits, `count` of them.
const fn low(count: usize) -> u64 {
    if count >= 64 { u64::MAX } else { (1 << count) - 1 }
}

/// The numbers 0 to 63, `by` more each.
const fn places8(by: i8) -> [i8; 64] {
    let mut places = [0; 64];
    let mut place = 0;
    while place < 64 {
        places[place] = place as i8 + by;
        place += 1;
    }
    places
}

/// The numbers 0 to 31, `by` more each.
const fn places16(by: i16) -> [i16; 32] {
    let mut places = [0; 32];
    let mut place = 0;
    while place < 32 {
        places[place] = place as i16 + by;
        place += 1;
    }
    places
}

#[inline]
#[target_feature(enable = "avx512f")]
fn constant8(of: &[i8; 64]) -> __m512i {
    // SAFETY: the pointer is that of 64 bytes.
    unsafe { _mm512_loadu_si512(of.as_ptr().cast()) }
}

#[inline]
#[target_feature(enable = "avx512f")]
fn constant16(of: &[i16; 32]) -> __m512i {
    // SAFETY: the pointer is that of 64 bytes.
    unsafe { _mm512_loadu_si512(of.as_ptr().cast()) }
}

/// What a block of characters with ranks needs beyond the tables.
struct Order {
    /// First units of pairs to exchange.
    exchange: u64,
    /// First units of pairs that are not for a kernel.
    stop: u64,
}

/// The pairs of a block of bytes; `ranks` at the leads of two bytes, 0 elsewhere.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
fn order8(ranks: __m512i, deleted: u64) -> Order {
    let shifted = |by: &'static [i8; 64], valid: u64| _mm512_maskz_permutexvar_epi8(valid, constant8(by), ranks);
    let next = shifted(const { &places8(2) }, !0 >> 2);
    let descents = _mm512_cmpgt_epu8_mask(ranks, next) & _mm512_test_epi8_mask(next, next);
    if descents == 0 {
        return Order { exchange: 0, stop: 0 };
    }
    let behind = shifted(const { &places8(4) }, !0 >> 4);
    let before = shifted(const { &places8(-2) }, !0 << 2);
    let exchange = descents
        & !(deleted | deleted >> 2)
        & _mm512_cmple_epu8_mask(before, next)
        & (_mm512_testn_epi8_mask(behind, behind) | _mm512_cmpge_epu8_mask(behind, ranks))
        & !(descents << 4);
    Order { exchange, stop: descents & !exchange }
}

/// As [`order8`], for 32 lanes of 16 bits.
#[target_feature(enable = "avx512f,avx512bw")]
fn order16(ranks: __m512i, deleted: u32) -> Order {
    let shifted = |by: &'static [i16; 32], valid: u32| _mm512_maskz_permutexvar_epi16(valid, constant16(by), ranks);
    let next = shifted(const { &places16(1) }, !0 >> 1);
    let descents = _mm512_cmpgt_epu16_mask(ranks, next) & _mm512_test_epi16_mask(next, next);
    if descents == 0 {
        return Order { exchange: 0, stop: 0 };
    }
    let behind = shifted(const { &places16(2) }, !0 >> 2);
    let before = shifted(const { &places16(-1) }, !0 << 1);
    let exchange = descents
        & !(deleted | deleted >> 1)
        & _mm512_cmple_epu16_mask(before, next)
        & (_mm512_testn_epi16_mask(behind, behind) | _mm512_cmpge_epu16_mask(behind, ranks))
        & !(descents << 2);
    Order { exchange: u64::from(exchange), stop: u64::from(descents & !exchange) }
}

/// Where a block ends before marks that the next one may have to put in order: with its last whole letter. 0 where all of
/// it is one letter with its marks.
#[inline]
fn whole_letters<U: Units>(text: U, mut end: usize, table: &FoldTable) -> usize {
    while let Some((code_point, width)) = text.code_point_before(end)
        && code_point >> 8 == 6
        && table.arabic_flags[(code_point & 0xFF) as usize] & RANK != 0
    {
        end -= width;
        if text.code_point_before(end).is_none_or(|(before, _)| table.get(before).is_none_or(|(_, rank)| rank == 0)) {
            // The letter that they stand on goes with them.
            return end - text.code_point_before(end).map_or(0, |(_, width)| width);
        }
    }
    end
}

/// Folds UTF-8 as [`scalar::fold`] does.
///
/// # Safety
/// The processor must have AVX-512 F, BW, VBMI and VBMI2.
#[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
pub(super) unsafe fn utf8<L: Log>(
    table: &FoldTable,
    whole: &str,
    mut out: Option<&mut Window<'_, u8>>,
    log: &mut L,
) -> usize {
    let text = whole.as_bytes();
    let tables = Bytes::new(table);
    let mut done = 0;
    while done < text.len() {
        let rest = &text[done..];
        // Where the block ends is known before it is looked at, so that the next one can begin at once.
        let mut end = match rest.first_chunk::<65>() {
            None => rest.len(),
            Some(_) if rest[63] >= 0xC0 => 63,
            Some(_) if rest[62] >= 0xE0 => 62,
            Some(_) if rest[61] >= 0xF0 => 61,
            Some(_) => 64,
        };
        if table.ranks && rest.len() > end {
            end = whole_letters(&whole[done..done + end], end, table);
            if end == 0 {
                let get = |code_point| table.get_utf8(code_point);
                let letter = &whole[done..done + letter_len(&whole[done..], get)];
                let folded = scalar::fold(letter, get, out.as_deref_mut(), &mut Behind { log, by: done });
                done += folded;
                if folded < letter.len() {
                    return done;
                }
                continue;
            }
        }
        let block = tables.fold::<L>(rest);
        let within = low(end);
        let mut stop = block.stop & within;
        if out.is_none() {
            stop |= block.changes() & within;
        }
        if stop != 0 {
            let end = stop.trailing_zeros() as usize;
            if let Some(out) = out {
                // SAFETY: as below.
                unsafe { block.write(out, low(end), log, done) };
            }
            return done + end;
        }
        if let Some(out) = out.as_deref_mut() {
            // SAFETY: the window has room for as many bytes as the text had, of which `done` have become no more.
            unsafe { block.write(out, within, log, done) };
        }
        done += end;
    }
    done
}

/// The tables of 64 bytes.
struct Bytes<'t> {
    table: &'t FoldTable,
    ascii: (__m512i, __m512i),
    ascii_flags: (__m512i, __m512i),
    leads: [__m512i; 2],
    continuations: [__m512i; 2],
    flags: [__m512i; 2],
}

/// What becomes of 64 bytes.
struct Block {
    v: __m512i,
    folded: __m512i,
    /// Bytes of what is deleted.
    deleted: u64,
    /// First bytes of pairs that are exchanged.
    exchange: u64,
    /// First bytes of characters that no kernel does.
    stop: u64,
    /// First bytes of all characters.
    starts: u64,
}

impl<'t> Bytes<'t> {
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn new(table: &'t FoldTable) -> Self {
        Self {
            table,
            ascii: (quarter(&table.latin, 0), quarter(&table.latin, 1)),
            ascii_flags: (quarter(&table.latin_flags, 0), quarter(&table.latin_flags, 1)),
            leads: [0, 1].map(|part| quarter(&table.utf8.arabic_lead, part)),
            continuations: [0, 1].map(|part| quarter(&table.utf8.arabic_continuation, part)),
            flags: [0, 1].map(|part| quarter(&table.arabic_flags, part)),
        }
    }

    /// Looks at the first 64 bytes of a text that starts with a whole character. There is one for each caller, because
    /// only what has a single one is taken into it, and the tables have to stay in registers.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,bmi1,bmi2")]
    fn fold<Caller>(&self, rest: &[u8]) -> Block {
        let table = self.table;
        let byte = |byte: u8| _mm512_set1_epi8(byte as i8);
        let left = rest.len();
        let from: *const i8 = rest.as_ptr().cast();
        // SAFETY: there are 66 bytes, or the masks select only those that there are.
        let (v, next) = unsafe {
            if left >= 66 {
                (_mm512_loadu_si512(from.cast()), _mm512_loadu_si512(from.add(1).cast()))
            } else {
                let next = _mm512_maskz_loadu_epi8(low(left - 1), from.wrapping_add(1));
                (_mm512_maskz_loadu_epi8(low(left), from), next)
            }
        };
        let equals = |value: u8| _mm512_cmpeq_epi8_mask(v, byte(value));
        let high = _mm512_movepi8_mask(v);
        let leads = _mm512_cmpge_epu8_mask(v, byte(0xC0));
        let by_lead = [equals(0xD8), equals(0xD9)];
        let mut arabic = by_lead[0] | by_lead[1];
        let mut folded = v;
        let mut flags = _mm512_setzero_si512();
        if table.changes_ascii {
            folded = _mm512_mask_mov_epi8(v, !high, _mm512_permutex2var_epi8(self.ascii.0, v, self.ascii.1));
            if table.flags_ascii {
                let of_ascii = _mm512_permutex2var_epi8(self.ascii_flags.0, v, self.ascii_flags.1);
                flags = _mm512_maskz_mov_epi8(!high & low(left), of_ascii);
            }
        }
        for (part, here) in by_lead.into_iter().enumerate() {
            folded = _mm512_mask_permutexvar_epi8(folded, here, next, self.leads[part]);
            folded = _mm512_mask_permutexvar_epi8(folded, here << 1, v, self.continuations[part]);
            flags = _mm512_mask_permutexvar_epi8(flags, here, next, self.flags[part]);
        }
        let mut three = 0;
        let others = leads & !arabic;
        if others != 0 {
            for (part, here) in [(2, equals(0xDA)), (3, equals(0xDB))] {
                folded = _mm512_mask_permutexvar_epi8(folded, here, next, quarter(&table.utf8.arabic_lead, part));
                let continuations = quarter(&table.utf8.arabic_continuation, part);
                folded = _mm512_mask_permutexvar_epi8(folded, here << 1, v, continuations);
                flags = _mm512_mask_permutexvar_epi8(flags, here, next, quarter(&table.arabic_flags, part));
                arabic |= here;
            }
            let others = leads & !arabic;
            flags = _mm512_mask_permutexvar_epi8(flags, others, v, quarter(&table.utf8.lead_stops, 0));
            flags = _mm512_mask_permutexvar_epi8(flags, equals(0xC2), next, quarter(&table.utf8.latin_stops, 2));
            flags = _mm512_mask_permutexvar_epi8(flags, equals(0xC3), next, quarter(&table.utf8.latin_stops, 3));
            three = equals(0xE2) & _mm512_cmpeq_epi8_mask(next, byte(0x80));
            if three != 0 {
                // SAFETY: as above.
                let third = unsafe { _mm512_maskz_loadu_epi8(low(left.saturating_sub(2)), from.wrapping_add(2)) };
                flags = _mm512_mask_permutexvar_epi8(flags, three, third, quarter(&table.general_flags, 0));
            }
        }
        let deletes = _mm512_test_epi8_mask(flags, byte(DELETE));
        let mut stop = _mm512_test_epi8_mask(flags, byte(STOP));
        let mut exchange = 0;
        if table.ranks {
            let marks = _mm512_test_epi8_mask(flags, byte(RANK)) & arabic;
            if marks & marks << 2 != 0 {
                let order = order8(_mm512_maskz_mov_epi8(marks, _mm512_and_si512(flags, byte(RANK))), deletes);
                exchange = order.exchange;
                stop |= order.stop;
            }
        }
        let mut deleted = deletes | (deletes & arabic) << 1;
        if three != 0 {
            deleted |= (deletes & three) << 1 | (deletes & three) << 2;
        }
        Block { v, folded, deleted, exchange, stop, starts: leads | !high }
    }
}

impl Block {
    /// First bytes of the characters that do not stay as they are.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw")]
    fn changes(&self) -> u64 {
        // If a continuation changes, its lead is one before.
        let bytes = _mm512_cmpneq_epi8_mask(self.folded, self.v);
        bytes & self.starts | (bytes & !self.starts) >> 1 | self.deleted & self.starts | self.exchange
    }

    /// Writes those of the bytes `within` that stay.
    ///
    /// # Safety
    /// The window must have room for all of them.
    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,popcnt")]
    unsafe fn write<L: Log>(&self, out: &mut Window<'_, u8>, within: u64, log: &mut L, done: usize) {
        let mut folded = self.folded;
        let exchange = self.exchange & within;
        if exchange != 0 {
            let shifted = |by: &'static [i8; 64], v: __m512i| _mm512_permutexvar_epi8(constant8(by), v);
            folded = _mm512_mask_mov_epi8(folded, exchange * 0b11, shifted(const { &places8(2) }, self.folded));
            folded = _mm512_mask_mov_epi8(folded, exchange * 0b1100, shifted(const { &places8(-2) }, self.folded));
        }
        let deleted = self.deleted & within;
        if deleted | exchange != 0 {
            log.block(done, out.len(), deleted, exchange);
        }
        let kept = !self.deleted & within;
        let count = kept.count_ones() as usize;
        let packed = _mm512_maskz_compress_epi8(kept, folded);
        // SAFETY: there is room for `count` bytes, or for all 64.
        unsafe {
            let to: *mut i8 = out.next().cast();
            if out.spare() >= 64 {
                _mm512_storeu_si512(to.cast(), packed);
            } else {
                _mm512_mask_storeu_epi8(to, low(count), packed);
            }
            out.advance(count);
        }
    }
}

/// How many units the first character and the marks behind it take.
fn letter_len<U: Units>(text: U, get: impl Fn(u32) -> Option<(Fold, u8)>) -> usize {
    let mut at = text.code_point(0).map_or(0, |(_, width)| width);
    while let Some((code_point, width)) = text.code_point(at)
        && get(code_point).is_some_and(|(_, rank)| rank != 0)
    {
        at += width;
    }
    at
}

/// The kernel for a layout of one unit a code point. `$load` gives 32 lanes from a pointer, a mask of those to load and
/// which of them lie beyond the basic plane; `$store` writes the lanes of a mask.
macro_rules! lanes {
    ($(#[$doc:meta])* $name:ident, $layout:ident, $unit:ty, $load:expr, $store:expr) => {
        $(#[$doc])*
        ///
        /// # Safety
        /// The processor must have AVX-512 F, BW, VBMI and VBMI2.
        #[target_feature(enable = "avx512f,avx512bw,avx512vbmi,avx512vbmi2,bmi1,bmi2,lzcnt,popcnt")]
        pub(super) unsafe fn $name<L: Log>(
            table: &FoldTable,
            whole: $layout<'_>,
            mut out: Option<&mut Window<'_, $unit>>,
            log: &mut L,
        ) -> usize {
            let text = whole.0;
            let tables = Lanes::new(table);
            let mut done = 0;
            while done < text.len() {
                let rest = &text[done..];
                let mut end = rest.len().min(32);
                if table.ranks && rest.len() > end {
                    end = whole_letters($layout(&rest[..end]), end, table);
                    if end == 0 {
                        let get = |code_point| table.get(code_point);
                        let letter = $layout(&rest[..letter_len($layout(rest), get)]);
                        let folded = scalar::fold(letter, get, out.as_deref_mut(), &mut Behind { log, by: done });
                        done += folded;
                        if folded < letter.len() {
                            return done;
                        }
                        continue;
                    }
                }
                let live = low(rest.len()) as u32;
                // SAFETY: the mask selects only units before the end of the text.
                let (v, astral) = unsafe { $load(rest.as_ptr(), live) };
                let mut block = tables.fold::<(L, $unit)>(v, astral, live);
                let mut looks = astral & live;
                while looks != 0 {
                    let place = looks.trailing_zeros();
                    looks &= looks - 1;
                    if !table.keeps_astral(u32::from(rest[place as usize]) >> 8) {
                        block.stop |= 1 << place;
                    }
                }
                let within = low(end) as u32;
                let mut stop = block.stop & within;
                if out.is_none() {
                    stop |= (_mm512_cmpneq_epi16_mask(block.folded, v) | block.deleted | block.exchange) & within;
                }
                let write = |out: &mut Window<'_, $unit>, log: &mut L, within: u32| {
                    let (exchange, deleted) = (block.exchange & within, block.deleted & within);
                    let mut folded = block.folded;
                    if exchange != 0 {
                        let shifted =
                            |by: &'static [i16; 32]| _mm512_permutexvar_epi16(constant16(by), block.folded);
                        folded = _mm512_mask_mov_epi16(folded, exchange, shifted(const { &places16(1) }));
                        folded = _mm512_mask_mov_epi16(folded, exchange << 1, shifted(const { &places16(-1) }));
                    }
                    if exchange | deleted != 0 {
                        log.block(done, out.len(), u64::from(deleted), u64::from(exchange));
                    }
                    let kept = !block.deleted & within;
                    // SAFETY: the window has room for as many units as the text had, of which `done` have become no
                    // more; as many of those written are kept as `kept` has bits.
                    unsafe {
                        $store(out, folded, kept, astral, rest.as_ptr());
                        out.advance(kept.count_ones() as usize);
                    }
                };
                if stop != 0 {
                    let end = stop.trailing_zeros() as usize;
                    if let Some(out) = out {
                        write(out, log, low(end) as u32);
                    }
                    return done + end;
                }
                if let Some(out) = out.as_deref_mut() {
                    write(out, log, within);
                }
                done += end;
            }
            done
        }
    };
}

/// The tables of 32 lanes, those for the lower halves of the blocks.
struct Lanes<'t> {
    table: &'t FoldTable,
    latin: (__m512i, __m512i),
    latin_flags: (__m512i, __m512i),
    arabic: (__m512i, __m512i),
    arabic_flags: (__m512i, __m512i),
}

/// What becomes of 32 lanes.
struct Folded {
    folded: __m512i,
    deleted: u32,
    exchange: u32,
    stop: u32,
}

/// A half of a table.
#[inline]
#[target_feature(enable = "avx512f")]
fn half(table: &[u8; 256], part: usize) -> (__m512i, __m512i) {
    (quarter(table, 2 * part), quarter(table, 2 * part + 1))
}

impl<'t> Lanes<'t> {
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn new(table: &'t FoldTable) -> Self {
        Self {
            table,
            latin: half(&table.latin, 0),
            latin_flags: half(&table.latin_flags, 0),
            arabic: half(&table.arabic, 0),
            arabic_flags: half(&table.arabic_flags, 0),
        }
    }

    #[inline]
    #[target_feature(enable = "avx512f,avx512bw,avx512vbmi")]
    fn fold<Caller>(&self, v: __m512i, astral: u32, live: u32) -> Folded {
        let table = self.table;
        let unit = |unit: u16| _mm512_set1_epi16(unit as i16);
        // The entry of half a table for the low byte of each lane of a mask; the index has seven bits.
        let look_up = |lanes: u32, table: (__m512i, __m512i), v: __m512i| {
            let entries = _mm512_permutex2var_epi8(table.0, v, table.1);
            _mm512_maskz_mov_epi16(lanes, _mm512_and_si512(entries, unit(0xFF)))
        };
        let page = _mm512_srli_epi16::<7>(v);
        let of_half = |half: u16| _mm512_cmpeq_epi16_mask(page, unit(half)) & !astral;
        let (ascii, arabic) = (of_half(0), of_half(0x600 >> 7));
        let mut folded = or_where(v, arabic, look_up(arabic, self.arabic, v), unit(0x600));
        let mut flags = look_up(arabic, self.arabic_flags, v);
        if table.changes_ascii {
            folded = _mm512_mask_mov_epi16(folded, ascii, look_up(ascii, self.latin, v));
            if table.flags_ascii {
                flags = _mm512_or_si512(flags, look_up(ascii & live, self.latin_flags, v));
            }
        }
        let others = !(ascii | arabic | astral) & live;
        if others != 0 {
            let (latin, late) = (of_half(1), of_half(0x680 >> 7));
            folded = _mm512_mask_mov_epi16(folded, latin, look_up(latin, half(&table.latin, 1), v));
            flags = _mm512_or_si512(flags, look_up(latin, half(&table.latin_flags, 1), v));
            let of_late = look_up(late, half(&table.arabic, 1), v);
            folded = or_where(folded, late, of_late, unit(0x600));
            flags = _mm512_or_si512(flags, look_up(late, half(&table.arabic_flags, 1), v));
            let others = others & !(latin | late);
            if others != 0 {
                let general = _mm512_cmpeq_epi16_mask(_mm512_srli_epi16::<6>(v), unit(0x2000 >> 6)) & others;
                let of_general = _mm512_permutexvar_epi8(v, quarter(&table.general_flags, 0));
                flags =
                    _mm512_or_si512(flags, _mm512_maskz_mov_epi16(general, _mm512_and_si512(of_general, unit(0xFF))));
                let page = _mm512_srli_epi16::<8>(v);
                let upper = _mm512_movepi16_mask(v);
                let rest = others & !general;
                flags = _mm512_or_si512(flags, look_up(rest & !upper, half(&table.page_flags, 0), page));
                flags = _mm512_or_si512(flags, look_up(rest & upper, half(&table.page_flags, 1), page));
            }
        }
        let deleted = _mm512_test_epi16_mask(flags, unit(u16::from(DELETE)));
        let mut stop = _mm512_test_epi16_mask(flags, unit(u16::from(STOP)));
        let mut exchange = 0;
        if table.ranks {
            let marks = _mm512_test_epi16_mask(flags, unit(u16::from(RANK)));
            if marks & marks << 1 != 0 {
                let order = order16(_mm512_and_si512(flags, unit(u16::from(RANK))), deleted);
                exchange = order.exchange as u32;
                stop |= order.stop as u32;
            }
        }
        Folded { folded, deleted, exchange, stop }
    }
}

/// `a | b` for the lanes of a mask, `v` for the others.
#[inline]
#[target_feature(enable = "avx512f,avx512bw")]
fn or_where(v: __m512i, lanes: u32, a: __m512i, b: __m512i) -> __m512i {
    _mm512_mask_mov_epi16(v, lanes, _mm512_or_si512(a, b))
}

lanes!(
    /// Folds UCS-2 as [`scalar::fold`] does.
    ucs2,
    Ucs2,
    u16,
    |from: *const u16, live| {
        let v = if live == !0 { _mm512_loadu_si512(from.cast()) } else { _mm512_maskz_loadu_epi16(live, from.cast()) };
        (v, 0)
    },
    |out: &mut Window<'_, u16>, folded, kept: u32, _, _: *const u16| {
        let packed = _mm512_maskz_compress_epi16(kept, folded);
        let to: *mut u16 = out.next();
        if out.spare() >= 32 {
            _mm512_storeu_si512(to.cast(), packed);
        } else {
            _mm512_mask_storeu_epi16(to.cast(), low(kept.count_ones() as usize) as u32, packed);
        }
    }
);

lanes!(
    /// Folds Latin-1 as [`scalar::fold`] does.
    latin1,
    Latin1,
    u8,
    |from: *const u8, live| {
        let bytes = _mm512_castsi512_si256(_mm512_maskz_loadu_epi8(u64::from(live), from.cast()));
        (_mm512_cvtepu8_epi16(bytes), 0)
    },
    |out: &mut Window<'_, u8>, folded, kept: u32, _, _: *const u8| {
        let packed = _mm512_maskz_compress_epi16(kept, folded);
        _mm512_mask_cvtepi16_storeu_epi8(out.next().cast(), low(kept.count_ones() as usize) as u32, packed);
    }
);

lanes!(
    /// Folds UCS-4 as [`scalar::fold`] does.
    ucs4,
    Ucs4,
    u32,
    |from: *const u32, live: u32| {
        let lower = _mm512_maskz_loadu_epi32(live as u16, from.cast());
        let upper = _mm512_maskz_loadu_epi32((live >> 16) as u16, from.wrapping_add(16).cast());
        let beyond = |v| u32::from(_mm512_cmpgt_epu32_mask(v, _mm512_set1_epi32(0xFFFF)));
        let narrow = _mm512_inserti64x4::<1>(
            _mm512_castsi256_si512(_mm512_cvtepi32_epi16(lower)),
            _mm512_cvtepi32_epi16(upper),
        );
        (narrow, beyond(lower) | beyond(upper) << 16)
    },
    |out: &mut Window<'_, u32>, folded, kept: u32, astral: u32, from: *const u32| {
        let halves = [_mm512_castsi512_si256(folded), _mm512_extracti64x4_epi64::<1>(folded)];
        let mut to = out.next();
        for (half, narrow) in halves.into_iter().enumerate() {
            let of_half = |mask: u32| (mask >> (16 * half)) as u16;
            // What lies beyond the basic plane is as it was.
            let wide = _mm512_mask_loadu_epi32(
                _mm512_cvtepu16_epi32(narrow),
                of_half(astral),
                from.wrapping_add(16 * half).cast(),
            );
            let kept = of_half(kept);
            let count = kept.count_ones() as usize;
            _mm512_mask_storeu_epi32(to.cast(), low(count) as u16, _mm512_maskz_compress_epi32(kept, wide));
            to = to.wrapping_add(count);
        }
    }
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::Backend;
    use crate::scan::fold::tests::{Kernels, Told, check};

    struct Avx512;

    // The test below asks the processor first.
    impl Kernels for Avx512 {
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
        if Backend::available().contains(&Backend::Avx512) {
            check(&Avx512);
        }
    }
}
