//! The steps: what each maps, and what it loses.

use unicode_normalization::char::decompose_compatible;

use crate::chars::{Class, class, digit_value};

/// A group of diacritics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Short vowels, sukun and the other vowel signs of the block U+0653, U+0656–065F.
    Harakat,
    /// ً ٌ ٍ and their open forms.
    Tanween,
    /// ّ
    Shadda,
    /// ٰ
    SuperscriptAlef,
    /// Hamza above and below as combining marks.
    Hamza,
    /// Honorifics, Quranic annotation and the marks of other languages.
    Quranic,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 6] =
        [Self::Harakat, Self::Tanween, Self::Shadda, Self::SuperscriptAlef, Self::Hamza, Self::Quranic];

    /// The name in a profile.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harakat => "harakat",
            Self::Tanween => "tanween",
            Self::Shadda => "shadda",
            Self::SuperscriptAlef => "superscript_alef",
            Self::Hamza => "hamza",
            Self::Quranic => "quranic",
        }
    }

    /// The group of a mark of the Arabic script; every one has exactly one.
    #[must_use]
    pub const fn of(mark: u32) -> Self {
        match mark {
            0x64E..=0x650 | 0x652 | 0x653 | 0x656..=0x65F => Self::Harakat,
            0x64B..=0x64D | 0x8F0..=0x8F2 => Self::Tanween,
            0x651 => Self::Shadda,
            0x670 => Self::SuperscriptAlef,
            0x654 | 0x655 => Self::Hamza,
            _ => Self::Quranic,
        }
    }
}

/// A system of decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Digits {
    /// 0–9
    Ascii,
    /// ٠–٩
    ArabicIndic,
}

impl Digits {
    /// The name in a profile.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Ascii => "ascii",
            Self::ArabicIndic => "arabic_indic",
        }
    }
}

/// One named step of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Unicode's canonical composition.
    Nfc,
    /// Unicode's compatibility composition.
    Nfkc,
    /// Letters and lam-alef ligatures encoded by shape become the letters they show.
    ExpandPresentationForms,
    /// Ligatures of whole words and phrases (ﷲ, ﷺ) are spelt out.
    ExpandWordLigatures,
    /// Invisible characters that show and separate nothing are deleted.
    StripInvisibles,
    /// Bidi marks, embeddings, overrides and isolates are deleted.
    StripBidiControls,
    /// ZERO WIDTH NON-JOINER and JOINER are deleted.
    StripJoiners,
    /// Diacritics of these groups are deleted.
    StripTashkeel(Vec<Group>),
    /// The elongation stroke is deleted.
    StripTatweel,
    /// أ إ آ ٱ become ا.
    UnifyAlef,
    /// ؤ becomes و, ئ becomes ي.
    UnifyHamzaCarriers,
    /// ى becomes ي.
    UnifyAlefMaksura,
    /// ة becomes ه.
    UnifyTehMarbuta,
    /// Letters of Persian and Urdu that look like Arabic ones become those.
    UnifyLookalikes,
    /// Digits of the three systems become those of one.
    UnifyDigits(Digits),
    /// Every space becomes U+0020.
    UnifySpaces,
    /// Letters that have case become small.
    Lowercase,
}

impl Step {
    /// Every step with its default options, in the order in which the documentation lists them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![
            Self::Nfc,
            Self::Nfkc,
            Self::ExpandPresentationForms,
            Self::ExpandWordLigatures,
            Self::StripInvisibles,
            Self::StripBidiControls,
            Self::StripJoiners,
            Self::StripTashkeel(Group::ALL.to_vec()),
            Self::StripTatweel,
            Self::UnifyAlef,
            Self::UnifyHamzaCarriers,
            Self::UnifyAlefMaksura,
            Self::UnifyTehMarbuta,
            Self::UnifyLookalikes,
            Self::UnifyDigits(Digits::Ascii),
            Self::UnifySpaces,
            Self::Lowercase,
        ]
    }

    /// The name in a profile.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Nfc => "nfc",
            Self::Nfkc => "nfkc",
            Self::ExpandPresentationForms => "expand_presentation_forms",
            Self::ExpandWordLigatures => "expand_word_ligatures",
            Self::StripInvisibles => "strip_invisibles",
            Self::StripBidiControls => "strip_bidi_controls",
            Self::StripJoiners => "strip_joiners",
            Self::StripTashkeel(_) => "strip_tashkeel",
            Self::StripTatweel => "strip_tatweel",
            Self::UnifyAlef => "unify_alef",
            Self::UnifyHamzaCarriers => "unify_hamza_carriers",
            Self::UnifyAlefMaksura => "unify_alef_maksura",
            Self::UnifyTehMarbuta => "unify_teh_marbuta",
            Self::UnifyLookalikes => "unify_lookalikes",
            Self::UnifyDigits(_) => "unify_digits",
            Self::UnifySpaces => "unify_spaces",
            Self::Lowercase => "lowercase",
        }
    }

    /// What the step does, in a line.
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        match self {
            Self::Nfc => "Unicode canonical composition",
            Self::Nfkc => "Unicode compatibility composition",
            Self::ExpandPresentationForms => "letters encoded by shape (ﻻ, ﺎ) become the letters they show",
            Self::ExpandWordLigatures => "word ligatures (ﷲ, ﷺ) are spelt out",
            Self::StripInvisibles => "deletes zero width space, word joiner, byte order mark, soft hyphen",
            Self::StripBidiControls => "deletes bidi marks, embeddings, overrides and isolates",
            Self::StripJoiners => "deletes ZWNJ and ZWJ",
            Self::StripTashkeel(_) => "deletes diacritics, all groups or those named",
            Self::StripTatweel => "deletes the elongation stroke",
            Self::UnifyAlef => "أ إ آ ٱ become ا",
            Self::UnifyHamzaCarriers => "ؤ becomes و, ئ becomes ي",
            Self::UnifyAlefMaksura => "ى becomes ي",
            Self::UnifyTehMarbuta => "ة becomes ه",
            Self::UnifyLookalikes => "Persian and Urdu look-alikes (ک ی ہ) become ك ي ه",
            Self::UnifyDigits(_) => "digits of the three systems become those of one",
            Self::UnifySpaces => "every space character becomes U+0020",
            Self::Lowercase => "letters that have case become small",
        }
    }

    /// What the step gives up; `None` for one that loses nothing a reader could miss.
    #[must_use]
    pub const fn loss(&self) -> Option<&'static str> {
        match self {
            Self::Nfc | Self::ExpandPresentationForms | Self::StripInvisibles => None,
            Self::Nfkc => Some("superscripts, fractions, circled and wide forms look like plain ones"),
            Self::ExpandWordLigatures => Some("that the phrase was one character"),
            Self::StripBidiControls => Some("the order in which mixed text is displayed"),
            Self::StripJoiners => Some("shapes of letters; word parts of Persian may be read as one"),
            Self::StripTashkeel(_) => Some("vocalisation: كَتَبَ and كُتُب become one"),
            Self::StripTatweel => Some("elongation, and the stroke that carries a mark or a cited letter"),
            Self::UnifyAlef => Some("the hamza and madda of alef: أن and إن become one"),
            Self::UnifyHamzaCarriers => Some("the hamza of و and ي"),
            Self::UnifyAlefMaksura => Some("ى and ي: على and علي become one"),
            Self::UnifyTehMarbuta => Some("ة and ه: مكتبة and مكتبه become one"),
            Self::UnifyLookalikes => Some("which language's letter was typed"),
            Self::UnifyDigits(_) => Some("which digits were typed"),
            Self::UnifySpaces => Some("that a space was narrow, wide or did not break"),
            Self::Lowercase => Some("capital letters"),
        }
    }

    /// Every code point that the step may change; empty for compositions, which are no tables.
    pub(super) fn domain(&self) -> Vec<u32> {
        match self {
            Self::Nfc | Self::Nfkc => Vec::new(),
            Self::ExpandPresentationForms | Self::ExpandWordLigatures => {
                (0xFB50..=0xFEFC).filter(|&code_point| self.expands(code_point)).collect()
            }
            Self::StripInvisibles | Self::StripBidiControls | Self::StripJoiners => {
                (0xAD..=0xFFFB).filter(|&code_point| self.strips(code_point)).collect()
            }
            Self::StripTashkeel(_) => {
                (0x600..=0x10EFF).filter(|&code_point| class(code_point) == Class::ArabicMark).collect()
            }
            Self::StripTatweel => vec![0x640],
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
            Self::StripTatweel => code_point == 0x640,
            _ => false,
        }
    }

    /// What one code point becomes.
    pub(super) fn map(&self, code_point: u32) -> Vec<u32> {
        let kept = vec![code_point];
        match self {
            Self::Nfc | Self::Nfkc => kept,
            Self::ExpandPresentationForms | Self::ExpandWordLigatures => {
                if !self.expands(code_point) {
                    return kept;
                }
                // Isolated marks decompose to SPACE and the mark; the space is not in the text.
                let Some(character) = char::from_u32(code_point) else { return kept };
                let spaced = matches!(code_point, 0xFE70..=0xFE7F | 0xFC5E..=0xFC63);
                let mut expanded = Vec::new();
                decompose_compatible(character, |part| {
                    if !(spaced && part == ' ') {
                        expanded.push(u32::from(part));
                    }
                });
                expanded
            }
            Self::StripTashkeel(groups) => {
                let strips = class(code_point) == Class::ArabicMark && groups.contains(&Group::of(code_point));
                if strips { Vec::new() } else { kept }
            }
            Self::StripInvisibles | Self::StripBidiControls | Self::StripJoiners | Self::StripTatweel => {
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
            Self::UnifyLookalikes => match LOOKALIKES.iter().find(|&&(from, _)| from == code_point) {
                Some(&(_, to)) => vec![to],
                None => kept,
            },
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
