//! The layouts of a text, and reading them.
//!
//! A kernel is generic over [`Units`]: UTF-8, and the three layouts of a Python `str` (Latin-1, UCS-2,
//! UCS-4), so that a `str` is never encoded to be scanned and offsets come out in the unit that went in.
//! UCS-2 here never pairs surrogates: each unit is a code point and may be a lone surrogate, which is
//! why code points are `u32` and not `char`.
//!
//! Kernels look at 64 units at a time ([`Units::classify`]). There is one for each [`Backend`], chosen when it is
//! first needed by what the processor can do; `HUZMA_SCAN` forces another. All give the same answers.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "x86_64")]
mod avx2_fold;
#[cfg(target_arch = "x86_64")]
mod avx512;
#[cfg(target_arch = "x86_64")]
mod avx512_fold;
mod backend;
mod classify;
mod fold;
#[cfg(all(test, target_arch = "x86_64"))]
mod kernels;
mod letters;
mod listing;

pub use backend::Backend;
pub use classify::{BLOCK, Blocks, Masks, Task, stands_alone};
pub(crate) use fold::utf8_of_passes;
pub use fold::{Fold, FoldTable, Log, Refusal, Window, fill, reserve};
pub use letters::Letters;
pub use listing::{Labels, Listing};

/// A text in one of the four layouts.
pub trait Units: Copy {
    /// What a unit is in memory.
    type Raw: Copy + Eq + Send + Sync;

    /// How many units a letter of Arabic takes.
    const LETTER: usize;

    /// The number of units.
    fn len(self) -> usize;

    /// Whether there are no units.
    fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The code point that starts at unit `at` and how many units it takes; `None` at the end.
    fn code_point(self, at: usize) -> Option<(u32, usize)>;

    /// The code point that ends before unit `at` and how many units it takes; `None` at the start.
    fn code_point_before(self, at: usize) -> Option<(u32, usize)>;

    /// Whether a character starts at unit `at`.
    fn starts_at(self, _at: usize) -> bool {
        true
    }

    /// The units from `start` to `end`, where characters start or the text ends; else none.
    #[must_use]
    fn slice(self, start: usize, end: usize) -> Self;

    /// Runs a task over the blocks from unit `at` on.
    fn over_blocks<T: Task>(self, at: usize, task: T) -> T::Output;

    /// Classifies the units from `at` on, 64 for each of `masks`. Units beyond the end are in no class.
    fn classify(self, at: usize, masks: &mut [Masks]) {
        self.over_blocks(at, classify::Fill(masks));
    }

    /// How many units a code point takes.
    fn width(code_point: u32) -> usize;

    /// The units as they lie in memory.
    fn raw<'t>(self) -> &'t [Self::Raw]
    where
        Self: 't;

    /// Writes a code point in this layout.
    ///
    /// # Errors
    /// [`Refusal`] where the window ends or the layout has no such code point; nothing is written then.
    fn encode(self, code_point: u32, out: &mut Window<'_, Self::Raw>) -> Result<(), Refusal>;

    /// How far the text stays as it is, as far as the table can tell.
    fn unchanged(self, table: &FoldTable) -> usize;

    /// Appends what the text becomes, as far as the table can tell, and says how far that is. The window must have
    /// room for as many units as the text has; if not, nothing is done.
    fn fold<L: Log>(self, table: &FoldTable, out: &mut Window<'_, Self::Raw>, log: &mut L) -> usize;
}

impl Units for &str {
    type Raw = u8;

    const LETTER: usize = 2;

    fn len(self) -> usize {
        str::len(self)
    }

    #[inline]
    fn code_point(self, at: usize) -> Option<(u32, usize)> {
        let bytes = self.as_bytes();
        let unit = |offset: usize| bytes.get(at + offset).map_or(0, |&byte| u32::from(byte & 0x3F));
        let lead = u32::from(*bytes.get(at)?);
        Some(match lead {
            0..0x80 => (lead, 1),
            0x80..0xE0 => ((lead & 0x1F) << 6 | unit(1), 2),
            0xE0..0xF0 => ((lead & 0xF) << 12 | unit(1) << 6 | unit(2), 3),
            _ => ((lead & 7) << 18 | unit(1) << 12 | unit(2) << 6 | unit(3), 4),
        })
    }

    #[inline]
    fn code_point_before(self, at: usize) -> Option<(u32, usize)> {
        let bytes = self.as_bytes().get(..at)?;
        let trailing = bytes.iter().rev().take(3).take_while(|&&byte| byte & 0xC0 == 0x80).count();
        self.code_point(at.checked_sub(trailing + 1)?)
    }

    fn starts_at(self, at: usize) -> bool {
        self.is_char_boundary(at)
    }

    fn slice(self, start: usize, end: usize) -> Self {
        self.get(start..end).unwrap_or_default()
    }

    fn over_blocks<T: Task>(self, at: usize, task: T) -> T::Output {
        backend::utf8_blocks(self, at, task)
    }

    fn width(code_point: u32) -> usize {
        char::from_u32(code_point).map_or(3, char::len_utf8)
    }

    fn raw<'t>(self) -> &'t [u8]
    where
        Self: 't,
    {
        self.as_bytes()
    }

    #[inline]
    fn encode(self, code_point: u32, out: &mut Window<'_, u8>) -> Result<(), Refusal> {
        let character = char::from_u32(code_point).ok_or(Refusal::TooWide)?;
        out.extend(character.encode_utf8(&mut [0; 4]).as_bytes())
    }

    fn unchanged(self, table: &FoldTable) -> usize {
        fold::dispatch::utf8(self, table, None, &mut ())
    }

    fn fold<L: Log>(self, table: &FoldTable, out: &mut Window<'_, u8>, log: &mut L) -> usize {
        if out.spare() < str::len(self) { 0 } else { fold::dispatch::utf8(self, table, Some(out), log) }
    }
}

/// A text of code points up to U+00FF, a byte each: the narrow layout of a Python `str`.
#[derive(Clone, Copy, Debug)]
pub struct Latin1<'t>(pub &'t [u8]);

/// A text of code points up to U+FFFF, two bytes each; surrogates are code points like any other.
#[derive(Clone, Copy, Debug)]
pub struct Ucs2<'t>(pub &'t [u16]);

/// A text of any code points, four bytes each; surrogates are code points like any other.
#[derive(Clone, Copy, Debug)]
pub struct Ucs4<'t>(pub &'t [u32]);

macro_rules! fixed_width {
    ($layout:ident, $unit:ty, $kernel:ident, $blocks:expr) => {
        impl Units for $layout<'_> {
            type Raw = $unit;

            const LETTER: usize = 1;

            fn len(self) -> usize {
                self.0.len()
            }

            #[inline]
            fn code_point(self, at: usize) -> Option<(u32, usize)> {
                Some((u32::from(*self.0.get(at)?), 1))
            }

            #[inline]
            fn code_point_before(self, at: usize) -> Option<(u32, usize)> {
                Some((u32::from(*self.0.get(at.checked_sub(1)?)?), 1))
            }

            fn slice(self, start: usize, end: usize) -> Self {
                Self(self.0.get(start..end).unwrap_or_default())
            }

            fn over_blocks<T: Task>(self, at: usize, task: T) -> T::Output {
                $blocks(self, at, task)
            }

            fn width(_: u32) -> usize {
                1
            }

            fn raw<'t>(self) -> &'t [$unit]
            where
                Self: 't,
            {
                self.0
            }

            #[inline]
            fn encode(self, code_point: u32, out: &mut Window<'_, $unit>) -> Result<(), Refusal> {
                out.extend(&[<$unit>::try_from(code_point).map_err(|_| Refusal::TooWide)?])
            }

            fn unchanged(self, table: &FoldTable) -> usize {
                fold::dispatch::$kernel(self, table, None, &mut ())
            }

            fn fold<L: Log>(self, table: &FoldTable, out: &mut Window<'_, $unit>, log: &mut L) -> usize {
                if out.spare() < self.0.len() { 0 } else { fold::dispatch::$kernel(self, table, Some(out), log) }
            }
        }
    };
}

fixed_width!(Latin1, u8, latin1, backend::latin1_blocks);
fixed_width!(Ucs2, u16, ucs2, backend::ucs2_blocks);
fixed_width!(Ucs4, u32, ucs4, backend::ucs4_blocks);

#[cfg(test)]
mod tests {
    use super::*;

    fn forwards<U: Units>(text: U) -> Vec<u32> {
        let mut at = 0;
        std::iter::from_fn(|| {
            let (code_point, width) = text.code_point(at)?;
            at += width;
            Some(code_point)
        })
        .collect()
    }

    fn backwards<U: Units>(text: U) -> Vec<u32> {
        let mut at = text.len();
        let mut all: Vec<_> = std::iter::from_fn(|| {
            let (code_point, width) = text.code_point_before(at)?;
            at -= width;
            Some(code_point)
        })
        .collect();
        all.reverse();
        all
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn every_layout_reads_the_same_code_points_both_ways(text: String) {
            let expected: Vec<u32> = text.chars().map(u32::from).collect();
            proptest::prop_assert_eq!(&forwards(text.as_str()), &expected);
            proptest::prop_assert_eq!(&backwards(text.as_str()), &expected);
            proptest::prop_assert_eq!(&forwards(Ucs4(&expected)), &expected);
            proptest::prop_assert_eq!(&backwards(Ucs4(&expected)), &expected);
        }

        #[test]
        fn surrogates_are_code_points(units: Vec<u16>) {
            let expected: Vec<u32> = units.iter().copied().map(u32::from).collect();
            proptest::prop_assert_eq!(forwards(Ucs2(&units)), expected);
        }
    }
}
