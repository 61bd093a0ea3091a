//! Folding on processors without a kernel of their own: what [`scalar`](super::scalar) defines, without looking at a
//! letter more than once.
//!
//! ```text
//! for each character: look up what it becomes and its flags; write that; go on in the result unless it is deleted
//! ```
//!
//! Marks that follow each other, where their order matters, are left to the definition, run by run.

#![allow(unsafe_code)]

use super::scalar;
use super::{Behind, DELETE, Fold, FoldTable, Log, RANK, STOP, Window};
use crate::scan::{Latin1, Ucs2, Ucs4, Units};

/// What becomes of a character, in one word: two units or bytes to write, how many of them count, and flags.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::scan) struct Letter(u32);

/// The flag of what is in no table of letters.
const ELSEWHERE: u8 = 0x80;

impl Letter {
    fn new(image: [u8; 2], width: usize, flags: u8) -> Self {
        let written = if flags & DELETE == 0 { width } else { 0 };
        Self(u32::from(u16::from_ne_bytes(image)) | (written as u32) << 16 | u32::from(flags) << 24)
    }

    #[inline]
    fn image(self) -> u16 {
        self.0 as u16
    }

    #[inline]
    fn written(self) -> usize {
        (self.0 >> 16 & 0xFF) as usize
    }

    #[inline]
    fn flags(self) -> u8 {
        (self.0 >> 24) as u8
    }
}

/// The letters that texts are made of.
#[derive(Clone, Debug)]
pub(in crate::scan) struct Letters {
    /// U+0000–00FF and U+0600–06FF as units.
    units: [Letter; 512],
    /// In UTF-8: ASCII and U+0600–06FF.
    utf8: [Letter; 128 + 256],
}

impl Default for Letters {
    fn default() -> Self {
        Self { units: [Letter(0); 512], utf8: [Letter(0); 384] }
    }
}

impl Letters {
    pub(in crate::scan) fn new(table: &FoldTable) -> Self {
        let unit = |place: usize| {
            let (page, low, flags) = match place {
                0..256 => (0, table.latin[place], table.latin_flags[place]),
                _ => (6, table.arabic[place - 256], table.arabic_flags[place - 256]),
            };
            Letter::new((u16::from(low) | page << 8).to_ne_bytes(), 1, flags)
        };
        let utf8 = |place: usize| match place {
            0..128 => Letter::new([table.latin[place], 0], 1, table.latin_flags[place]),
            _ => {
                let low = table.arabic[place - 128];
                Letter::new([0xD8 | low >> 6, 0x80 | low & 0x3F], 2, table.arabic_flags[place - 128])
            }
        };
        Self { units: std::array::from_fn(unit), utf8: std::array::from_fn(utf8) }
    }

    #[inline]
    fn of_unit(&self, code_point: u32) -> Letter {
        let page = code_point >> 8;
        // Without a branch: words are too short for any to be foreseen.
        let letter = self.units[(code_point & 0xFF | u32::from(page == 6) << 8) as usize];
        if (page != 0) & (page != 6) { Letter::new([0; 2], 0, ELSEWHERE) } else { letter }
    }

    /// The letter that starts with these bytes, and its width. What a character is decides a branch: to compute where the
    /// next one starts would take as long as a wrong guess, and for each.
    #[inline]
    fn of_utf8(&self, first: u8, second: u8) -> (Letter, usize) {
        match first {
            0..0x80 => (self.utf8[usize::from(first)], 1),
            0xD8..0xDC => (self.utf8[128 + (usize::from(first & 3) << 6) + usize::from(second & 0x3F)], 2),
            _ => (Letter::new([0; 2], 0, ELSEWHERE), 0),
        }
    }
}

/// The flags of what stays as it is, is deleted or stops a kernel, and is in no table of letters.
#[cold]
fn flags_elsewhere(get: impl Fn(u32) -> Option<(Fold, u8)>, code_point: u32) -> u8 {
    match get(code_point) {
        None => STOP,
        Some((Fold::Delete, _)) => DELETE,
        // Nothing is replaced there, and nothing has a rank.
        Some(_) => 0,
    }
}

/// How many units from `at` on are characters that have a rank, the first of which has.
#[cold]
fn ranked<U: Units>(text: U, at: usize, get: impl Fn(u32) -> Option<(Fold, u8)>) -> usize {
    let mut end = at;
    while let Some((code_point, width)) = text.code_point(end)
        && get(code_point).is_some_and(|(_, rank)| rank != 0)
    {
        end += width;
    }
    end - at
}

/// The kernels for a layout of one unit a code point.
macro_rules! units {
    ($name:ident, $layout:ident, $unit:ty) => {
        pub(in crate::scan) fn $name<L: Log>(
            table: &FoldTable,
            text: $layout<'_>,
            out: Option<&mut Window<'_, $unit>>,
            log: &mut L,
        ) -> usize {
            let get = |code_point| table.get(code_point);
            let Some(out) = out else { return unchanged(text, get) };
            let units = text.0;
            let mut at = 0;
            // What has been written and not been counted.
            let mut written = 0;
            let mut to = out.next();
            while let Some(&unit) = units.get(at) {
                let letter = table.letters.of_unit(u32::from(unit));
                let (mut image, mut count, mut flags) = (letter.image() as $unit, letter.written(), letter.flags());
                if flags & (STOP | RANK | ELSEWHERE) != 0 {
                    if flags & ELSEWHERE != 0 {
                        flags = flags_elsewhere(get, u32::from(unit));
                        (image, count) = (unit, usize::from(flags & DELETE == 0));
                    }
                    if flags & STOP != 0 {
                        break;
                    }
                    let run = if flags & RANK != 0 { ranked(text, at, get) } else { 0 };
                    if run > 1 {
                        // SAFETY: they have been written.
                        unsafe { out.advance(std::mem::take(&mut written)) };
                        let part = text.slice(at, at + run);
                        let done = scalar::fold(part, get, Some(out), &mut Behind { log, by: at });
                        at += done;
                        if done < run {
                            break;
                        }
                        to = out.next();
                        continue;
                    }
                }
                // SAFETY: the window has room for as many units as the text has, of which no more have been written than
                // looked at.
                unsafe { to.add(written).write(image) };
                if flags & DELETE != 0 {
                    log.block(at, out.len() + written, 1, 0);
                }
                written += count;
                at += 1;
            }
            // SAFETY: they have been written.
            unsafe { out.advance(written) };
            at
        }
    };
}

units!(latin1, Latin1, u8);
units!(ucs2, Ucs2, u16);
units!(ucs4, Ucs4, u32);

/// How far a text stays as it is.
#[inline]
fn unchanged<U: Units>(text: U, get: impl Fn(u32) -> Option<(Fold, u8)> + Copy) -> usize {
    let mut at = 0;
    while let Some((code_point, width)) = text.code_point(at) {
        let Some((Fold::Keep, rank)) = get(code_point) else { break };
        let run = if rank != 0 { ranked(text, at, get) } else { 0 };
        if run > width {
            let same = scalar::fold(text.slice(at, at + run), get, None, &mut ());
            at += same;
            if same < run {
                break;
            }
        } else {
            at += width;
        }
    }
    at
}

/// The kernel for UTF-8.
pub(in crate::scan) fn utf8<L: Log>(
    table: &FoldTable,
    text: &str,
    out: Option<&mut Window<'_, u8>>,
    log: &mut L,
) -> usize {
    let get = |code_point| table.get_utf8(code_point);
    let Some(out) = out else { return unchanged(text, get) };
    let bytes = text.as_bytes();
    let mut at = 0;
    // What has been written and not been counted.
    let mut written = 0;
    let mut to = out.next();
    // Two bytes are read and written whatever the character; what is left of the text in the end is the definition's.
    while let Some(&[first, second]) = bytes.get(at..at + 2).and_then(|pair| pair.first_chunk()) {
        let (letter, mut width) = table.letters.of_utf8(first, second);
        let (mut count, mut flags) = (letter.written(), letter.flags());
        if flags & (STOP | RANK | ELSEWHERE) != 0 {
            if flags & ELSEWHERE != 0 {
                let Some((code_point, read)) = text.code_point(at) else { break };
                flags = flags_elsewhere(get, code_point);
                width = read;
                count = if flags & DELETE == 0 { read } else { 0 };
            }
            if flags & STOP != 0 {
                break;
            }
            let run = if flags & RANK != 0 { ranked(text, at, get) } else { 0 };
            if run > width {
                // SAFETY: they have been written.
                unsafe { out.advance(std::mem::take(&mut written)) };
                let done = scalar::fold(text.slice(at, at + run), get, Some(out), &mut Behind { log, by: at });
                at += done;
                if done < run {
                    return at;
                }
                to = out.next();
                continue;
            }
            if letter.flags() & ELSEWHERE != 0 {
                for (place, &byte) in bytes[at..at + width].iter().enumerate() {
                    // SAFETY: as below.
                    unsafe { to.add(written + place).write(byte) };
                }
            }
        }
        if letter.flags() & ELSEWHERE == 0 {
            // SAFETY: the window has room for as many bytes as the text has, of which no more have been written than read.
            unsafe { to.add(written).cast::<u16>().write_unaligned(letter.image()) };
        }
        if flags & DELETE != 0 {
            log.block(at, out.len() + written, (1 << width) - 1, 0);
        }
        written += count;
        at += width;
    }
    // SAFETY: they have been written.
    unsafe { out.advance(written) };
    if at + 1 == bytes.len() {
        at += scalar::fold(text.slice(at, at + 1), get, Some(out), &mut Behind { log, by: at });
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scan::fold::tests::{Kernels, Told, check};

    struct Portable;

    impl Kernels for Portable {
        fn utf8(&self, table: &FoldTable, text: &str, out: Option<&mut Window<'_, u8>>, log: &mut Told) -> usize {
            utf8(table, text, out, log)
        }

        fn latin1(
            &self,
            table: &FoldTable,
            text: Latin1<'_>,
            out: Option<&mut Window<'_, u8>>,
            log: &mut Told,
        ) -> usize {
            latin1(table, text, out, log)
        }

        fn ucs2(&self, table: &FoldTable, text: Ucs2<'_>, out: Option<&mut Window<'_, u16>>, log: &mut Told) -> usize {
            ucs2(table, text, out, log)
        }

        fn ucs4(&self, table: &FoldTable, text: Ucs4<'_>, out: Option<&mut Window<'_, u32>>, log: &mut Told) -> usize {
            ucs4(table, text, out, log)
        }
    }

    #[test]
    fn equals_scalar_and_stays_within_its_memory() {
        check(&Portable);
    }
}
