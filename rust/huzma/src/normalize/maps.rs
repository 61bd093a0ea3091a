//! What steps that look at nothing around do to single code points.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::decompose_compatible;

use super::steps::{Digits, Group, Punctuation, Quotes, Step, Tatweels};
use crate::chars::{Class, class, digit_value};

impl Step {
    /// Every code point that the step may change by itself; empty for compositions and for what looks around.
    pub(super) fn domain(&self) -> Vec<u32> {
        match self {
            Self::Nfc | Self::Nfkc | Self::CollapseElongation | Self::PlaceTanween(_) | Self::CollapseSpaces => {
                Vec::new()
            }
            Self::UnifyPunctuation(Punctuation::Latin) => LATIN_PUNCTUATION.iter().map(|&(from, _)| from).collect(),
            Self::UnifyQuotes(Quotes::Ascii) => ASCII_QUOTES.iter().map(|&(from, _)| from).collect(),
            Self::UnifyPunctuation(_) | Self::UnifyQuotes(_) | Self::PyarabicLeadingMadda => Vec::new(),
            Self::Map(table) => table.iter().map(|&(from, _)| u32::from(from)).collect(),
            Self::ExpandPresentationForms | Self::ExpandWordLigatures => {
                (0xFB50..=0xFEFC).filter(|&code_point| self.expands(code_point)).collect()
            }
            Self::StripInvisibles | Self::StripBidiControls | Self::StripJoiners => {
                (0xAD..=0xFFFB).filter(|&code_point| self.strips(code_point)).collect()
            }
            Self::StripTashkeel(_) => {
                (0x600..=0x10EFF).filter(|&code_point| class(code_point) == Class::ArabicMark).collect()
            }
            Self::StripTatweel(Tatweels::All) => vec![0x640],
            Self::StripTatweel(Tatweels::InsideWords) => Vec::new(),
            Self::UnifyAlef => vec![0x622, 0x623, 0x625, 0x671, 0x672, 0x673, 0x675],
            Self::UnifyHamzaCarriers => vec![0x624, 0x626],
            Self::UnifyAlefMaksura => vec![0x649],
            Self::UnifyTehMarbuta => vec![0x629],
            Self::UnifyLookalikes => LOOKALIKES.iter().map(|&(from, _)| from).collect(),
            Self::UnifyDigits(_) => (0x30..=0x39).chain(0x660..=0x669).chain(0x6F0..=0x6F9).collect(),
            Self::UnifySpaces => {
                // The tabulator separates columns; it stays.
                (0xA0..=0x3000).filter(|&code_point| class(code_point) == Class::Space).collect()
            }
            Self::Lowercase => (0x41..=0x5A)
                .chain(0xC0..=0x24FF)
                .chain(0x2C00..=0x2DFF)
                .chain(0xA640..=0xABFF)
                .chain(0xFF21..=0xFF3A)
                .chain(0x10400..=0x1E9FF)
                .filter(|&code_point| char::from_u32(code_point).is_some_and(char::is_uppercase))
                .collect(),
        }
    }

    /// Whether it is one of the forms that this step spells out.
    const fn expands(&self, code_point: u32) -> bool {
        match self {
            Self::ExpandPresentationForms => {
                matches!(code_point, 0xFB50..=0xFDCF | 0xFDF0 | 0xFDF1 | 0xFDFC | 0xFE70..=0xFEFC)
            }
            Self::ExpandWordLigatures => matches!(code_point, 0xFDF2..=0xFDFB | 0xFDFD),
            _ => false,
        }
    }

    /// Whether it is one of the invisible characters that this step deletes.
    const fn strips(&self, code_point: u32) -> bool {
        match self {
            Self::StripInvisibles => {
                matches!(code_point, 0xAD | 0x200B | 0x2060 | 0x206A..=0x206F | 0xFEFF | 0xFFF9..=0xFFFB)
            }
            Self::StripBidiControls => {
                matches!(code_point, 0x61C | 0x200E | 0x200F | 0x202A..=0x202E | 0x2066..=0x2069)
            }
            Self::StripJoiners => matches!(code_point, 0x200C | 0x200D),
            Self::StripTatweel(Tatweels::All) => code_point == 0x640,
            _ => false,
        }
    }

    /// What one code point becomes.
    pub(super) fn map(&self, code_point: u32) -> Vec<u32> {
        let kept = vec![code_point];
        match self {
            Self::Nfc | Self::Nfkc | Self::CollapseElongation | Self::PlaceTanween(_) | Self::CollapseSpaces => kept,
            Self::UnifyPunctuation(Punctuation::Latin) => vec![look_up(LATIN_PUNCTUATION, code_point)],
            Self::UnifyQuotes(Quotes::Ascii) => vec![look_up(ASCII_QUOTES, code_point)],
            Self::UnifyPunctuation(_) | Self::UnifyQuotes(_) | Self::PyarabicLeadingMadda => kept,
            Self::Map(table) => match table.binary_search_by_key(&code_point, |&(from, _)| u32::from(from)) {
                Ok(index) => table[index].1.chars().map(u32::from).collect(),
                Err(_) => kept,
            },
            Self::ExpandPresentationForms | Self::ExpandWordLigatures => {
                if !self.expands(code_point) {
                    return kept;
                }
                // Isolated marks decompose to SPACE and the mark; the space is not in the text.
                let Some(character) = char::from_u32(code_point) else { return kept };
                let spaced = matches!(code_point, 0xFE70..=0xFE7F | 0xFC5E..=0xFC63);
                let mut expanded = String::new();
                decompose_compatible(character, |part| {
                    if !(spaced && part == ' ') {
                        expanded.push(part);
                    }
                });
                expanded.nfc().map(u32::from).collect()
            }
            Self::StripTashkeel(groups) => {
                let strips = class(code_point) == Class::ArabicMark && groups.contains(&Group::of(code_point));
                if strips { Vec::new() } else { kept }
            }
            Self::StripInvisibles | Self::StripBidiControls | Self::StripJoiners | Self::StripTatweel(_) => {
                if self.strips(code_point) { Vec::new() } else { kept }
            }
            Self::UnifyAlef => match code_point {
                0x622 | 0x623 | 0x625 | 0x671..=0x673 | 0x675 => vec![0x627],
                _ => kept,
            },
            Self::UnifyHamzaCarriers => match code_point {
                0x624 => vec![0x648],
                0x626 => vec![0x64A],
                _ => kept,
            },
            Self::UnifyAlefMaksura => vec![if code_point == 0x649 { 0x64A } else { code_point }],
            Self::UnifyTehMarbuta => vec![if code_point == 0x629 { 0x647 } else { code_point }],
            Self::UnifyLookalikes => vec![look_up(LOOKALIKES, code_point)],
            Self::UnifyDigits(system) => match digit_value(code_point) {
                Some(value) => vec![value + if *system == Digits::Ascii { 0x30 } else { 0x660 }],
                None => kept,
            },
            Self::UnifySpaces => {
                let space = code_point >= 0xA0 && class(code_point) == Class::Space;
                vec![if space { 0x20 } else { code_point }]
            }
            Self::Lowercase => match char::from_u32(code_point) {
                Some(character) => character.to_lowercase().map(u32::from).collect(),
                None => kept,
            },
        }
    }
}

/// Letters of other languages of the script that readers of Arabic take for these.
const LOOKALIKES: &[(u32, u32)] = &[
    (0x6A9, 0x643), // keheh → kaf
    (0x6AA, 0x643), // swash kaf → kaf
    (0x6BE, 0x647), // heh doachashmee → heh
    (0x6C0, 0x647), // heh with yeh above → heh
    (0x6C1, 0x647), // heh goal → heh
    (0x6C3, 0x629), // teh marbuta goal → teh marbuta
    (0x6CC, 0x64A), // farsi yeh → yeh
    (0x6CD, 0x64A), // yeh with tail → yeh
    (0x6D2, 0x64A), // yeh barree → yeh
    (0x6D5, 0x647), // ae → heh
];

/// Arabic marks and the Latin ones that stand for them.
const LATIN_PUNCTUATION: &[(u32, u32)] = &[
    (0x60C, 0x2C), // comma
    (0x61B, 0x3B), // semicolon
    (0x61F, 0x3F), // question mark
    (0x66A, 0x25), // percent sign
    (0x66B, 0x2E), // decimal separator
    (0x66C, 0x2C), // thousands separator
    (0x6D4, 0x2E), // full stop of Urdu
];

/// Quotation marks of all kinds, single ones last.
const ASCII_QUOTES: &[(u32, u32)] = &[
    (0xAB, 0x22),
    (0xBB, 0x22),
    (0x201C, 0x22),
    (0x201D, 0x22),
    (0x201E, 0x22),
    (0x201F, 0x22),
    (0x275D, 0x22),
    (0x275E, 0x22),
    (0x301D, 0x22),
    (0x301E, 0x22),
    (0xFF02, 0x22),
    (0x2018, 0x27),
    (0x2019, 0x27),
    (0x201A, 0x27),
    (0x201B, 0x27),
    (0x2039, 0x27),
    (0x203A, 0x27),
];

/// What a list makes of a code point.
fn look_up(list: &[(u32, u32)], code_point: u32) -> u32 {
    list.iter().find(|&&(from, _)| from == code_point).map_or(code_point, |&(_, to)| to)
}
