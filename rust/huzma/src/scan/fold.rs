//! Folding: keeping, deleting, replacing and putting in order single code points.
//!
//! Most folds keep the width of what they replace (أ and ا are two bytes each, and one unit of UCS-2), or
//! delete. A [`FoldTable`] says which do so for the code points that texts are made of; kernels run it over
//! a text and stop where a code point needs more than that. The caller does that one and goes on.
//!
//! Marks may have a rank, the order of their canonical combining classes. Where a mark stands behind one of a
//! higher rank (a vowel typed behind its shadda) a kernel exchanges the two, if that puts them in order:
//!
//! ```text
//! for each pair of neighbours (a, b) with 0 < rank b < rank a:
//!     exchange them if both stay, what is before them is not above b, what is behind them has no rank or is not
//!     below a, and the pair two before was not one such; else stop before a
//! ```

#![allow(unsafe_code)]

use super::{Backend, Latin1, Ucs2, Ucs4};

mod portable;
pub(super) mod scalar;
mod window;

pub(crate) use window::utf8_of_passes;
pub use window::{Refusal, Window, fill, reserve};

/// What becomes of a code point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fold {
    /// It stays.
    Keep,
    /// It goes.
    Delete,
    /// Another takes its place.
    Replace(u32),
    /// Something else: no kernel does it.
    Other,
}

/// Is told of each block of units in which something was deleted or exchanged.
pub trait Log {
    /// From unit `source` of the text on, written from unit `result` on: the units that were deleted, and the first
    /// unit of each pair of characters that were exchanged. Bit `n` is unit `source + n`.
    fn block(&mut self, source: usize, result: usize, deleted: u64, exchanged: u64);
}

impl Log for () {
    #[inline]
    fn block(&mut self, _: usize, _: usize, _: u64, _: u64) {}
}

/// A log that is told of a later part of the text.
pub(super) struct Behind<'l, L> {
    pub(super) log: &'l mut L,
    pub(super) by: usize,
}

impl<L: Log> Log for Behind<'_, L> {
    fn block(&mut self, source: usize, result: usize, deleted: u64, exchanged: u64) {
        self.log.block(self.by + source, result, deleted, exchanged);
    }
}

pub(super) const DELETE: u8 = 1;
pub(super) const STOP: u8 = 2;
/// Where the rank is in the flags.
pub(super) const RANK: u8 = 0b11_1100;
pub(super) const RANK_SHIFT: u32 = 2;

/// Folds of the code points that kernels look up; a layout has its own, because widths differ.
#[derive(Clone, Debug)]
pub struct FoldTable {
    /// U+0000–00FF: the low byte of what stands there afterwards, and flags.
    pub(super) latin: [u8; 256],
    pub(super) latin_flags: [u8; 256],
    /// U+0600–06FF likewise; what it becomes is in U+0600–06FF too.
    pub(super) arabic: [u8; 256],
    pub(super) arabic_flags: [u8; 256],
    /// U+2000–203F: flags only, in the first quarter.
    pub(super) general_flags: [u8; 256],
    /// STOP for each page of 256 code points of which one changes, the tables above left out.
    pub(super) page_flags: [u8; 256],
    /// The same beyond the basic plane, a bit a page.
    pub(super) astral: [u64; 64],
    /// Whether a mark has a rank.
    pub(super) ranks: bool,
    /// Whether anything of U+0000–007F changes.
    pub(super) changes_ascii: bool,
    /// Whether anything of it goes or stops a kernel.
    pub(super) flags_ascii: bool,
    pub(super) utf8: Utf8Tables,
    /// Which code points do not simply stay, for kernels that look up four bits at a time.
    pub(super) nibbles: ByNibbles,
    /// The same as above, for a kernel that looks up one character at a time.
    pub(super) letters: portable::Letters,
}

/// Sets of code points of a page by their low byte: bit `high & 7` of entry `low`, where these are the byte's halves.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Nibbles {
    /// Bytes below 0x80.
    pub(super) lower: [u8; 16],
    pub(super) upper: [u8; 16],
}

#[derive(Clone, Copy, Debug, Default)]
pub(super) struct ByNibbles {
    pub(super) latin: Nibbles,
    pub(super) arabic: Nibbles,
}

impl Nibbles {
    fn new(contains: impl Fn(u8) -> bool) -> Self {
        let mut nibbles = Self::default();
        for byte in (0..=u8::MAX).filter(|&byte| contains(byte)) {
            let half = if byte < 0x80 { &mut nibbles.lower } else { &mut nibbles.upper };
            half[usize::from(byte & 15)] |= 1 << (byte >> 4 & 7);
        }
        nibbles
    }
}

/// The same for UTF-8, byte by byte: leads by their low six bits, continuations by theirs.
#[derive(Clone, Debug)]
pub(super) struct Utf8Tables {
    /// U+0600–06FF: the lead and the continuation of what stands there afterwards.
    pub(super) arabic_lead: [u8; 256],
    pub(super) arabic_continuation: [u8; 256],
    /// Continuations behind C2 and C3 at which a kernel stops, in the third and fourth quarter.
    pub(super) latin_stops: [u8; 256],
    /// Leads at which a kernel stops whatever follows, in the first quarter.
    pub(super) lead_stops: [u8; 256],
}

impl FoldTable {
    /// A table of what does not stay as it is, each code point at most once, with the rank of marks (0 for all others,
    /// at most 15). Kernels stop at marks outside U+0600–06FF that have one.
    #[must_use]
    pub fn new(changes: impl IntoIterator<Item = (u32, Fold, u8)>) -> Self {
        let low = |offset: usize| offset as u8;
        let mut table = Self {
            latin: std::array::from_fn(low),
            latin_flags: [0; 256],
            arabic: std::array::from_fn(low),
            arabic_flags: [0; 256],
            general_flags: [0; 256],
            page_flags: [0; 256],
            astral: [0; 64],
            ranks: false,
            changes_ascii: false,
            flags_ascii: false,
            utf8: Utf8Tables {
                arabic_lead: [0; 256],
                arabic_continuation: [0; 256],
                latin_stops: [0; 256],
                lead_stops: [0; 256],
            },
            nibbles: ByNibbles::default(),
            letters: portable::Letters::default(),
        };
        // A lead byte of UTF-8 covers 64 code points, or from U+0800 on 4096: so far the answer is one.
        let mut stop_leads = [false; 64];
        for (code_point, fold, rank) in changes {
            let rank = rank.min(15);
            if fold == Fold::Keep && rank == 0 {
                continue;
            }
            let place = (code_point & 0xFF) as usize;
            let (to, flags) = match code_point {
                0..0x100 => (&mut table.latin, &mut table.latin_flags[place]),
                0x600..0x700 => (&mut table.arabic, &mut table.arabic_flags[place]),
                0x2000..0x2040 => {
                    table.general_flags[place] = if fold == Fold::Delete && rank == 0 { DELETE } else { STOP };
                    continue;
                }
                _ => {
                    stop_leads[lead(code_point)] = true;
                    match table.page_flags.get_mut((code_point >> 8) as usize) {
                        Some(page) => *page = STOP,
                        None => {
                            let page = (code_point >> 8) as usize;
                            table.astral[(page >> 6) & 63] |= 1 << (page & 63);
                        }
                    }
                    continue;
                }
            };
            let same_width = |other: u32| other >> 8 == code_point >> 8 && (code_point >= 0x80 || other < 0x80);
            let rank_flags = rank << RANK_SHIFT;
            match fold {
                _ if rank != 0 && code_point < 0x600 => *flags = STOP,
                Fold::Keep => *flags = rank_flags,
                Fold::Delete => *flags = DELETE | rank_flags,
                // A mark that becomes another one may need another place.
                Fold::Replace(other) if same_width(other) && rank == 0 => to[place] = other as u8,
                Fold::Replace(_) | Fold::Other => *flags = STOP,
            }
            table.ranks |= *flags & RANK != 0;
        }
        table.for_utf8(&stop_leads);
        table
    }

    fn for_utf8(&mut self, stop_leads: &[bool; 64]) {
        // U+0080–00FF is rare in Arabic text, and two bytes in UTF-8 where ASCII is one.
        self.utf8 = Utf8Tables {
            arabic_lead: self.arabic.map(|low| 0xD8 | low >> 6),
            arabic_continuation: self.arabic.map(|low| 0x80 | low & 0x3F),
            latin_stops: std::array::from_fn(|low| {
                let changes = usize::from(self.latin[low]) != low || self.latin_flags[low] != 0;
                if low >= 0x80 && changes { STOP } else { 0 }
            }),
            // What is behind C2, C3 and D8 to DB is looked up; so is what is behind E2 80.
            lead_stops: std::array::from_fn(|lead| match lead {
                0..4 | 0x18..0x1C | 64.. => 0,
                // Beyond the basic plane one answer holds for all leads.
                _ if stop_leads[lead.min(0x30)] => STOP,
                _ => 0,
            }),
        };
        let stays = |code_point: u32| self.get(code_point) == Some((Fold::Keep, 0));
        self.nibbles = ByNibbles {
            latin: Nibbles::new(|low| !stays(u32::from(low))),
            arabic: Nibbles::new(|low| !stays(0x600 | u32::from(low))),
        };
        self.flags_ascii = self.latin_flags[..128].iter().any(|&flags| flags != 0);
        self.letters = portable::Letters::new(self);
        self.changes_ascii = (0..128).any(|low| self.latin_flags[low] != 0 || usize::from(self.latin[low]) != low);
    }

    /// Whether a kernel goes on behind this code point, if those beside it let it.
    #[must_use]
    pub fn passes(&self, code_point: u32) -> bool {
        self.get(code_point).is_some()
    }

    /// What becomes of a code point and its rank, or `None` where a kernel for one unit a code point stops.
    #[inline]
    pub(super) fn get(&self, code_point: u32) -> Option<(Fold, u8)> {
        let place = (code_point & 0xFF) as usize;
        let (to, flags) = match code_point >> 8 {
            0 => (u32::from(self.latin[place]), self.latin_flags[place]),
            6 => (0x600 | u32::from(self.arabic[place]), self.arabic_flags[place]),
            0x20 if place < 0x40 => (code_point, self.general_flags[place]),
            page @ 0..0x100 => (code_point, self.page_flags[page as usize]),
            page => (code_point, if self.keeps_astral(page) { 0 } else { STOP }),
        };
        let fold = match flags {
            _ if flags & STOP != 0 => return None,
            _ if flags & DELETE != 0 => Fold::Delete,
            _ if to == code_point => Fold::Keep,
            _ => Fold::Replace(to),
        };
        Some((fold, (flags & RANK) >> RANK_SHIFT))
    }

    /// Whether all of a page beyond the basic plane stays.
    #[inline]
    pub(super) const fn keeps_astral(&self, page: u32) -> bool {
        page < 0x1100 && self.astral[((page >> 6) & 63) as usize] >> (page & 63) & 1 == 0
    }

    /// As [`Self::get`], or `None` where a kernel for UTF-8 stops.
    #[inline]
    pub(super) fn get_utf8(&self, code_point: u32) -> Option<(Fold, u8)> {
        match code_point {
            0x80..0x100 if self.utf8.latin_stops[code_point as usize] != 0 => None,
            0..0x100 | 0x600..0x700 | 0x2000..0x2040 => self.get(code_point),
            _ if self.utf8.lead_stops[lead(code_point)] != 0 => None,
            _ => Some((Fold::Keep, 0)),
        }
    }
}

/// The low six bits of the lead byte in UTF-8 of a code point beyond ASCII; surrogates have one too.
pub(super) const fn lead(code_point: u32) -> usize {
    match code_point {
        0..0x800 => (code_point >> 6) as usize,
        0x800..0x10000 => 0x20 | (code_point >> 12) as usize,
        _ => 0x30,
    }
}

/// Chooses a kernel. What the layouts need of it is the same: see [`Units::fold`] and [`Units::unchanged`].
pub(super) mod dispatch {
    use super::*;

    pub(in crate::scan) fn utf8<L: Log>(
        text: &str,
        table: &FoldTable,
        out: Option<&mut Window<'_, u8>>,
        log: &mut L,
    ) -> usize {
        match Backend::current() {
            // SAFETY: the backend is current only where the processor has it.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => unsafe { crate::scan::avx512_fold::utf8(table, text, out, log) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => unsafe { crate::scan::avx2_fold::utf8(table, text, out, log) },
            _ => portable::utf8(table, text, out, log),
        }
    }

    pub(in crate::scan) fn ucs2<L: Log>(
        text: Ucs2<'_>,
        table: &FoldTable,
        out: Option<&mut Window<'_, u16>>,
        log: &mut L,
    ) -> usize {
        match Backend::current() {
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => unsafe { crate::scan::avx512_fold::ucs2(table, text, out, log) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => unsafe { crate::scan::avx2_fold::ucs2(table, text, out, log) },
            _ => portable::ucs2(table, text, out, log),
        }
    }

    pub(in crate::scan) fn latin1<L: Log>(
        text: Latin1<'_>,
        table: &FoldTable,
        out: Option<&mut Window<'_, u8>>,
        log: &mut L,
    ) -> usize {
        match Backend::current() {
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => unsafe { crate::scan::avx512_fold::latin1(table, text, out, log) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => unsafe { crate::scan::avx2_fold::latin1(table, text, out, log) },
            _ => portable::latin1(table, text, out, log),
        }
    }

    pub(in crate::scan) fn ucs4<L: Log>(
        text: Ucs4<'_>,
        table: &FoldTable,
        out: Option<&mut Window<'_, u32>>,
        log: &mut L,
    ) -> usize {
        match Backend::current() {
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => unsafe { crate::scan::avx512_fold::ucs4(table, text, out, log) },
            // SAFETY: as above.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx2 => unsafe { crate::scan::avx2_fold::ucs4(table, text, out, log) },
            _ => portable::ucs4(table, text, out, log),
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;
    use proptest::test_runner::{Config, TestRunner};

    use super::*;
    use crate::scan::classify;

    /// Writes down what it is told.
    #[derive(Default)]
    pub(in crate::scan) struct Told(Vec<(usize, bool, bool)>);

    impl Log for Told {
        fn block(&mut self, source: usize, _: usize, deleted: u64, exchanged: u64) {
            for bit in 0..64 {
                let (deleted, exchanged) = (deleted >> bit & 1 == 1, exchanged >> bit & 1 == 1);
                if deleted || exchanged {
                    self.0.push((source + bit, deleted, exchanged));
                }
            }
        }
    }

    /// A table that does everything a table can, from a few numbers.
    fn table(seed: u64, density: u64) -> FoldTable {
        let fold = |code_point: u32| {
            let hash = (u64::from(code_point) ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
            let rank = if seed & 1 == 0 && hash >> 20 & 1 == 0 && code_point >= 0x600 { hash >> 21 & 15 } else { 0 };
            if hash % 64 >= density || (code_point >= 0x700 && hash % 1024 != 1) {
                return (Fold::Keep, if (0x600..0x700).contains(&code_point) { rank as u8 } else { 0 });
            }
            let fold = match hash >> 8 & 7 {
                0 | 1 => Fold::Delete,
                2 => Fold::Other,
                3 => Fold::Replace(0x20AC),
                _ => Fold::Replace(code_point ^ (hash >> 16 & 0xF) as u32),
            };
            (fold, rank as u8)
        };
        FoldTable::new((0..0x3000).chain(0xF000..0x11000).chain(0x1F600..0x1F610).map(|code_point| {
            let (fold, rank) = fold(code_point);
            (code_point, fold, rank)
        }))
    }

    /// Texts in which marks follow each other, of any length.
    fn texts() -> impl Strategy<Value = String> {
        let marks = proptest::collection::vec("[ء-ي]?[\u{64B}-\u{652}\u{6D6}-\u{6DC}]{1,40}", 0..8);
        prop_oneof![
            classify::tests::texts(),
            marks.prop_map(|pieces| pieces.concat()),
            (classify::tests::texts(), "[ء-ي\u{64E}-\u{651}😀\u{1F600}-\u{1F64F} ]{0,70}").prop_map(|(a, b)| a + &b),
        ]
    }

    /// What a kernel did with a text.
    #[derive(Debug, PartialEq)]
    struct Done<T> {
        end: usize,
        out: Vec<T>,
        log: Vec<(usize, bool, bool)>,
        /// How far the text stays.
        same: usize,
    }

    fn run<U: crate::scan::Units>(
        text: U,
        kernel: impl Fn(U, Option<&mut Window<'_, U::Raw>>, &mut Told) -> usize,
    ) -> Done<U::Raw> {
        let mut log = Told::default();
        let mut out = Vec::new();
        let end = fill(&mut out, text.len(), |window| kernel(text, Some(window), &mut log));
        let same = kernel(text, None, &mut Told::default());
        Done { end, out, log: log.0, same }
    }

    /// Memory that ends where a page begins that nobody may touch.
    #[cfg(target_os = "linux")]
    struct AtPageEnd {
        start: *mut std::ffi::c_void,
    }

    #[cfg(target_os = "linux")]
    impl AtPageEnd {
        const PAGE: usize = 4096;

        fn new() -> Self {
            use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect};
            // SAFETY: new memory of two pages, of which the second is closed.
            unsafe {
                let protection = ProtFlags::READ | ProtFlags::WRITE;
                let start =
                    mmap_anonymous(std::ptr::null_mut(), 2 * Self::PAGE, protection, MapFlags::PRIVATE).unwrap();
                mprotect(start.byte_add(Self::PAGE), Self::PAGE, MprotectFlags::empty()).unwrap();
                Self { start }
            }
        }

        /// The last `len` units before the closed page.
        fn last<T>(&mut self, len: usize) -> &mut [std::mem::MaybeUninit<T>] {
            assert!(len * size_of::<T>() <= Self::PAGE);
            // SAFETY: they lie in the first page, which is ours, and are aligned as the page is.
            unsafe {
                let end = self.start.byte_add(Self::PAGE).cast::<std::mem::MaybeUninit<T>>();
                std::slice::from_raw_parts_mut(end.sub(len), len)
            }
        }
    }

    #[cfg(target_os = "linux")]
    impl Drop for AtPageEnd {
        fn drop(&mut self) {
            // SAFETY: the memory that `new` has mapped, of which nothing is borrowed any more.
            unsafe { rustix::mm::munmap(self.start, 2 * Self::PAGE).unwrap() };
        }
    }

    /// Runs a kernel over a text whose last unit is the last of a page, into a window of the same length that ends there
    /// too: a unit read or written beyond them ends the test.
    #[cfg(target_os = "linux")]
    fn run_at_page_end<T: Copy + PartialEq + std::fmt::Debug>(
        text: &[T],
        expected: &Done<T>,
        kernel: impl Fn(&[T], Option<&mut Window<'_, T>>, &mut Told) -> usize,
    ) {
        let (mut source, mut target) = (AtPageEnd::new(), AtPageEnd::new());
        let slots = source.last::<T>(text.len());
        for (slot, &unit) in slots.iter_mut().zip(text) {
            slot.write(unit);
        }
        // SAFETY: all have just been written.
        let text = unsafe { &*(std::ptr::from_ref::<[std::mem::MaybeUninit<T>]>(slots) as *const [T]) };
        let mut window = Window::new(target.last(text.len()));
        let end = kernel(text, Some(&mut window), &mut Told::default());
        assert_eq!((end, window.written()), (expected.end, expected.out.as_slice()));
        assert_eq!(kernel(text, None, &mut Told::default()), expected.same);
    }

    /// Kernels of all layouts.
    pub(in crate::scan) trait Kernels {
        fn utf8(&self, table: &FoldTable, text: &str, out: Option<&mut Window<'_, u8>>, log: &mut Told) -> usize;
        fn latin1(
            &self,
            table: &FoldTable,
            text: Latin1<'_>,
            out: Option<&mut Window<'_, u8>>,
            log: &mut Told,
        ) -> usize;
        fn ucs2(&self, table: &FoldTable, text: Ucs2<'_>, out: Option<&mut Window<'_, u16>>, log: &mut Told) -> usize;
        fn ucs4(&self, table: &FoldTable, text: Ucs4<'_>, out: Option<&mut Window<'_, u32>>, log: &mut Told) -> usize;
    }

    /// Compares kernels with the scalar ones on random texts and tables, and on every length and offset from 0 to 130 of a
    /// text in which everything happens.
    pub(in crate::scan) fn check(kernels: &impl Kernels) {
        let config = Config { cases: 1500, failure_persistence: None, ..Config::default() };
        let strategy = (any::<u64>(), 0u64..24, texts(), proptest::collection::vec(any::<u16>(), 0..40), 0..40usize);
        let result = TestRunner::new(config).run(&strategy, |(seed, density, text, more, skip)| {
            let text: String = text.chars().skip(skip).collect();
            let more = more.iter().copied().map(u32::from);
            compare(
                kernels,
                &table(seed, density),
                &text,
                &text.chars().map(u32::from).chain(more).collect::<Vec<_>>(),
            );
            Ok(())
        });
        if let Err(error) = result {
            panic!("{error}");
        }
        let text = "قَالَ الشَّيْخُ: «نعم» (١٢) aZ – ـ﷽ شّٰ😀é کتابی\u{200F}، ".repeat(8);
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        for seed in 0..4 {
            let table = table(seed * 0x1357_9BDF_2468, 6 + seed);
            for offset in 0..=130 {
                for len in (0..=130).filter(|len| (len + offset) % 4 == seed as usize) {
                    let points = &points[offset..offset + len];
                    let text: String = points.iter().filter_map(|&point| char::from_u32(point)).collect();
                    compare(kernels, &table, &text, points);
                }
            }
        }
    }

    fn compare(kernels: &impl Kernels, table: &FoldTable, text: &str, points: &[u32]) {
        let get = |code_point| table.get_utf8(code_point);
        let expected = run(text, |text, out, log| scalar::fold(text, get, out, log));
        assert_eq!(run(text, |text, out, log| kernels.utf8(table, text, out, log)), expected);
        #[cfg(target_os = "linux")]
        run_at_page_end(text.as_bytes(), &expected, |bytes, out, log| {
            kernels.utf8(table, std::str::from_utf8(bytes).unwrap(), out, log)
        });

        let get = |code_point| table.get(code_point);
        let expected = run(Ucs4(points), |text, out, log| scalar::fold(text, get, out, log));
        assert_eq!(run(Ucs4(points), |text, out, log| kernels.ucs4(table, text, out, log)), expected);
        #[cfg(target_os = "linux")]
        run_at_page_end(points, &expected, |units, out, log| kernels.ucs4(table, Ucs4(units), out, log));

        let units: Vec<u16> = points.iter().map(|&point| point as u16).collect();
        let expected = run(Ucs2(&units), |text, out, log| scalar::fold(text, get, out, log));
        assert_eq!(run(Ucs2(&units), |text, out, log| kernels.ucs2(table, text, out, log)), expected);
        #[cfg(target_os = "linux")]
        run_at_page_end(&units, &expected, |units, out, log| kernels.ucs2(table, Ucs2(units), out, log));

        let bytes: Vec<u8> = points.iter().map(|&point| point as u8).collect();
        let expected = run(Latin1(&bytes), |text, out, log| scalar::fold(text, get, out, log));
        assert_eq!(run(Latin1(&bytes), |text, out, log| kernels.latin1(table, text, out, log)), expected);
        #[cfg(target_os = "linux")]
        run_at_page_end(&bytes, &expected, |units, out, log| kernels.latin1(table, Latin1(units), out, log));
    }
}
