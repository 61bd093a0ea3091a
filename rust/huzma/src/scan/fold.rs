//! Folding: keeping, deleting and replacing single code points.
//!
//! Most folds keep the width of what they replace (أ and ا are two bytes each, and one unit of UCS-2), or
//! delete. A [`FoldTable`] says which do so for the code points that texts are made of; kernels run it over
//! a text and stop where a code point needs more than that. The caller does that one and goes on.

use super::Units;

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

pub(super) const DELETE: u8 = 1;
pub(super) const STOP: u8 = 2;

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
    /// Whether all other code points behind a lead byte of UTF-8 stay as they are, by its low six bits.
    pub(super) inert_leads: [bool; 64],
    pub(super) utf8: Utf8Tables,
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
    pub(super) changes_ascii: bool,
}

impl FoldTable {
    /// A table of what does not stay as it is, each code point at most once.
    #[must_use]
    pub fn new(changes: impl IntoIterator<Item = (u32, Fold)>) -> Self {
        let low = |offset: usize| offset as u8;
        let (mut latin, mut latin_flags) = (std::array::from_fn(low), [0; 256]);
        let (mut arabic, mut arabic_flags) = (std::array::from_fn(low), [0; 256]);
        let mut general_flags = [0; 256];
        // A lead byte of UTF-8 covers 64 code points, or from U+0800 on 4096: so far the answer is one.
        let mut inert_leads = [true; 64];
        for (code_point, fold) in changes {
            if fold == Fold::Keep {
                continue;
            }
            // U+0080–00FF is rare in Arabic text, and two bytes in UTF-8 where ASCII is one.
            let (table, flags) = match code_point {
                0..0x80 => (&mut latin, &mut latin_flags),
                0x80..0x100 => {
                    latin_flags[code_point as usize] = STOP;
                    continue;
                }
                0x600..0x700 => (&mut arabic, &mut arabic_flags),
                0x2000..0x2040 => {
                    general_flags[(code_point & 0x3F) as usize] = STOP;
                    continue;
                }
                _ => {
                    inert_leads[lead(code_point)] = false;
                    continue;
                }
            };
            let place = (code_point & 0xFF) as usize;
            let same_width = |other: u32| other >> 8 == code_point >> 8 && (code_point >= 0x80 || other < 0x80);
            match fold {
                Fold::Delete => flags[place] = DELETE,
                Fold::Replace(other) if same_width(other) => table[place] = other as u8,
                _ => flags[place] = STOP,
            }
        }
        let utf8 = Utf8Tables {
            arabic_lead: arabic.map(|low| 0xD8 | low >> 6),
            arabic_continuation: arabic.map(|low| 0x80 | low & 0x3F),
            latin_stops: latin_flags,
            // What is behind C0 to C3 and D8 to DB is looked up.
            lead_stops: std::array::from_fn(|lead| match lead {
                0..4 | 0x18..0x1C | 64.. => 0,
                // Beyond the basic plane one answer holds for all leads.
                _ if inert_leads[lead.min(0x30)] => 0,
                _ => STOP,
            }),
            changes_ascii: (0..128).any(|low| latin_flags[low] != 0 || usize::from(latin[low]) != low),
        };
        Self { utf8, latin, latin_flags, arabic, arabic_flags, general_flags, inert_leads }
    }

    /// What becomes of a code point, or `None` where a kernel stops.
    pub(super) fn get(&self, code_point: u32) -> Option<Fold> {
        let (to, flags) = match code_point {
            0..=0xFF => (u32::from(self.latin[code_point as usize]), self.latin_flags[code_point as usize]),
            0x600..=0x6FF => {
                let low = (code_point & 0xFF) as usize;
                (0x600 | u32::from(self.arabic[low]), self.arabic_flags[low])
            }
            0x2000..=0x203F => (code_point, self.general_flags[(code_point & 0x3F) as usize]),
            _ => (code_point, if self.inert_leads[lead(code_point)] { 0 } else { STOP }),
        };
        match flags {
            STOP => None,
            DELETE => Some(Fold::Delete),
            _ if to == code_point => Some(Fold::Keep),
            _ => Some(Fold::Replace(to)),
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

/// How far a text stays as it is, from unit `at` on, as far as the table can tell.
pub(super) fn unchanged<U: Units>(text: U, table: &FoldTable, mut at: usize) -> usize {
    while let Some((code_point, width)) = text.code_point(at)
        && table.get(code_point) == Some(Fold::Keep)
    {
        at += width;
    }
    at
}

/// Appends what a text becomes from unit `at` on, as far as the table can tell, and says how far that is.
pub(super) fn fold<U: Units>(text: U, table: &FoldTable, mut at: usize, mut push: impl FnMut(u32)) -> usize {
    while let Some((code_point, width)) = text.code_point(at) {
        match table.get(code_point) {
            None | Some(Fold::Other) => break,
            Some(Fold::Delete) => {}
            Some(Fold::Keep) => push(code_point),
            Some(Fold::Replace(other)) => push(other),
        }
        at += width;
    }
    at
}

/// UTF-8 under construction: whole characters only.
#[derive(Clone, Debug, Default)]
pub struct Utf8Buffer {
    pub(super) bytes: Vec<u8>,
}

impl Utf8Buffer {
    /// Appends a character.
    pub fn push(&mut self, character: char) {
        self.bytes.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Appends a text.
    pub fn push_str(&mut self, text: &str) {
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// The text.
    #[must_use]
    #[allow(unsafe_code)]
    pub fn into_string(self) -> String {
        // SAFETY: only whole characters are ever appended: by the functions above, and by kernels that keep,
        // delete or replace characters of a `str`, which their tests compare with the scalar ones.
        unsafe { String::from_utf8_unchecked(self.bytes) }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A table that does everything a table can, from a few numbers.
    pub(in crate::scan) fn table(seed: u64, density: u64) -> FoldTable {
        let fold = |code_point: u32| {
            let hash = (u64::from(code_point) ^ seed).wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
            if hash % 64 >= density || (code_point >= 0x700 && hash % 1024 != 1) {
                return Fold::Keep;
            }
            match hash >> 8 & 7 {
                0 | 1 => Fold::Delete,
                2 => Fold::Other,
                3 => Fold::Replace(0x20AC),
                _ => Fold::Replace(code_point ^ (hash >> 16 & 0xF) as u32),
            }
        };
        FoldTable::new((0..0x3000).chain(0xF000..0x11000).map(|code_point| (code_point, fold(code_point))))
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn a_kernel_stops_where_the_width_would_change(seed: u64, density in 0u64..64, text in ".{0,40}") {
            let table = table(seed, density);
            let mut out = Utf8Buffer::default();
            let end = fold(text.as_str(), &table, 0, |code_point| out.push(char::from_u32(code_point).unwrap()));
            let kept = text[..end].chars().filter(|&c| table.get(u32::from(c)) != Some(Fold::Delete));
            let width: usize = kept.map(char::len_utf8).sum();
            prop_assert_eq!(out.into_string().len(), width);
        }
    }
}
