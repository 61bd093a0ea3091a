//! DG: digits and numbers.

use crate::chars::digit_value;

pub(super) mod arabic_comma_thousands;
pub(super) mod glued_to_letters;
pub(super) mod mixed_in_number;
pub(super) mod mixed_systems;
pub(super) mod persian;
pub(super) mod reh_decimal;

/// A system of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum System {
    Ascii,
    Indic,
    Persian,
}

impl System {
    const ALL: [Self; 3] = [Self::Ascii, Self::Indic, Self::Persian];

    /// The system of a digit.
    fn of(character: char) -> Option<Self> {
        match character {
            '0'..='9' => Some(Self::Ascii),
            '\u{660}'..='\u{669}' => Some(Self::Indic),
            '\u{6F0}'..='\u{6F9}' => Some(Self::Persian),
            _ => None,
        }
    }

    /// The digit of the same value in this system; other characters stay.
    fn digit(self, character: char) -> char {
        let zero: u32 = match self {
            Self::Ascii => 0x30,
            Self::Indic => 0x660,
            Self::Persian => 0x6F0,
        };
        digit_value(character as u32).and_then(|value| char::from_u32(zero + value)).unwrap_or(character)
    }
}
