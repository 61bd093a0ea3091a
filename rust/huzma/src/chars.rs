//! The one table of character classes and character names.
//!
//! The classes are those that the catalogue of defects and the tokenizer speak of, not Unicode's
//! thirty: a letter of Arabic, a letter that only other languages of the script use, a mark, a space …
//! `table.rs` is generated from Unicode data by `tests/chars_table.rs`, which also proves that it is
//! current. Functions take `u32`, not `char`, because a Python `str` may hold lone surrogates.

mod table;

pub use table::UNICODE_VERSION;

/// What a code point is to this crate. Every code point has exactly one class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Class {
    /// Unassigned, private use, a surrogate or a noncharacter.
    Other,
    /// A letter of the Arabic language: U+0621–063A, U+0641–064A and alef wasla U+0671.
    ArabicLetter,
    /// A letter of the Arabic script that the Arabic language does not use.
    ExtendedLetter,
    /// A letter or ligature encoded by its shape: the Arabic Presentation Forms.
    PresentationForm,
    /// A diacritic of the Arabic script: harakat, tanween, shadda, superscript alef, Quranic marks.
    ArabicMark,
    /// The elongation stroke U+0640.
    Tatweel,
    /// A letter of another script.
    Letter,
    /// A combining mark of another script.
    Mark,
    /// ZERO WIDTH NON-JOINER or ZERO WIDTH JOINER.
    Joiner,
    /// A decimal digit of any script.
    Digit,
    /// A number that is not a decimal digit: ½, Ⅳ.
    Number,
    /// Punctuation.
    Punctuation,
    /// A symbol: currency, mathematics, arrows.
    Symbol,
    /// A pictograph with emoji presentation, or one that takes part in emoji sequences.
    Emoji,
    /// A space that stays on the line, the tabulator included.
    Space,
    /// LF, VT, FF, CR, NEXT LINE, LINE SEPARATOR, PARAGRAPH SEPARATOR.
    Newline,
    /// An invisible formatting character: bidi controls, zero width space, soft hyphen, byte order mark.
    Format,
    /// A control code that is neither space nor line end.
    Control,
}

impl Class {
    /// Whether it is a letter of any script, however encoded.
    #[must_use]
    pub const fn is_letter(self) -> bool {
        matches!(self, Self::ArabicLetter | Self::ExtendedLetter | Self::PresentationForm | Self::Letter)
    }

    /// Whether it is a letter of the Arabic script, however encoded.
    #[must_use]
    pub const fn is_arabic_script_letter(self) -> bool {
        matches!(self, Self::ArabicLetter | Self::ExtendedLetter | Self::PresentationForm)
    }

    /// Whether it is a combining mark of any script.
    #[must_use]
    pub const fn is_mark(self) -> bool {
        matches!(self, Self::ArabicMark | Self::Mark)
    }
}

/// The class of a code point; anything beyond U+10FFFF is [`Class::Other`].
#[must_use]
pub fn class(code_point: u32) -> Class {
    let page = table::PAGE_OF.get((code_point >> 8) as usize).copied().unwrap_or(0);
    table::PAGES[usize::from(page)][(code_point & 0xFF) as usize]
}

/// The class of a `char`.
#[must_use]
pub fn class_of(character: char) -> Class {
    class(character as u32)
}

/// Whether it is a letter of the Arabic language (`AL` in the catalogue of defects).
#[must_use]
pub fn is_arabic_letter(character: char) -> bool {
    class_of(character) == Class::ArabicLetter
}

/// Whether it is a diacritic of the Arabic script (`MK` in the catalogue of defects).
#[must_use]
pub fn is_arabic_mark(character: char) -> bool {
    class_of(character) == Class::ArabicMark
}

/// Whether it belongs to an Arabic word: letter, mark or tatweel.
#[must_use]
pub fn is_arabic_word_char(character: char) -> bool {
    matches!(class_of(character), Class::ArabicLetter | Class::ArabicMark | Class::Tatweel)
}

/// Whether the letter connects to the one after it (to its left).
///
/// Source: `Joining_Type` of `ArabicShaping.txt`; the letters of Arabic that are right-joining or
/// non-joining, everything else of the block joins.
#[must_use]
pub fn joins_to_next(character: char) -> bool {
    is_arabic_letter(character)
        && !matches!(character, 'ء' | 'آ' | 'أ' | 'ؤ' | 'إ' | 'ا' | 'ة' | 'د' | 'ذ' | 'ر' | 'ز' | 'و' | '\u{671}')
}

/// The value of a decimal digit of the three systems that Arabic text uses: ASCII, Arabic-Indic and
/// Extended Arabic-Indic (Persian).
#[must_use]
pub const fn digit_value(code_point: u32) -> Option<u32> {
    match code_point {
        0x30..=0x39 => Some(code_point - 0x30),
        0x660..=0x669 => Some(code_point - 0x660),
        0x6F0..=0x6F9 => Some(code_point - 0x6F0),
        _ => None,
    }
}

/// Unicode's name of a code point of the Arabic block or of a character that cannot be seen.
///
/// Controls have no name in Unicode; theirs are the aliases of `NameAliases.txt`.
#[must_use]
pub fn name(code_point: u32) -> Option<&'static str> {
    table::NAMES.binary_search_by_key(&code_point, |&(of, _)| of).ok().map(|index| table::NAMES[index].1)
}

/// The code points that composition (NFC) may change, or whose neighbours it may: marks with a combining class, what
/// composes with what stands before it, and what has another normal form. All others stay whatever stands beside them.
pub fn reacting_to_nfc() -> impl Iterator<Item = u32> {
    table::REACTS_NFC.iter().flat_map(|&(first, last)| first..=last)
}

/// The same for compatibility composition (NFKC).
pub fn reacting_to_nfkc() -> impl Iterator<Item = u32> {
    table::REACTS_NFKC.iter().flat_map(|&(first, last)| first..=last)
}
