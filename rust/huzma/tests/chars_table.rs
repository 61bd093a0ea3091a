//! Generates `src/chars/table.rs` from Unicode data, and proves that the committed file is current.
//!
//! `HUZMA_REGENERATE=1 cargo test --test chars_table` writes it.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::{IsNormalized, is_nfc_quick, is_nfkc_quick};
use unicode_properties::{EmojiStatus, GeneralCategory, UnicodeEmoji, UnicodeGeneralCategory};

/// The blocks of the Arabic script whose letters are ordinary letters, not presentation forms.
const ARABIC_BLOCKS: &[std::ops::RangeInclusive<u32>] =
    &[0x600..=0x6FF, 0x750..=0x77F, 0x870..=0x8FF, 0x10EC0..=0x10EFF];

fn class(code_point: u32) -> &'static str {
    let Some(character) = char::from_u32(code_point) else { return "Other" };
    let arabic = ARABIC_BLOCKS.iter().any(|block| block.contains(&code_point));
    match code_point {
        0x640 => return "Tatweel",
        0x621..=0x63A | 0x641..=0x64A | 0x671 => return "ArabicLetter",
        // Small waw and small yeh are letters to Unicode and marks to everyone who writes them.
        0x6E5 | 0x6E6 => return "ArabicMark",
        0xFDFD => return "PresentationForm",
        0x200C | 0x200D => return "Joiner",
        0x9 => return "Space",
        0xA..=0xD | 0x85 | 0x2028 | 0x2029 => return "Newline",
        _ => {}
    }
    let form = matches!(code_point, 0xFB50..=0xFDFF | 0xFE70..=0xFEFC);
    use GeneralCategory as G;
    match character.general_category() {
        G::UppercaseLetter | G::LowercaseLetter | G::TitlecaseLetter | G::ModifierLetter | G::OtherLetter => {
            if form {
                "PresentationForm"
            } else if arabic {
                "ExtendedLetter"
            } else {
                "Letter"
            }
        }
        G::NonspacingMark | G::SpacingMark | G::EnclosingMark => {
            if arabic {
                "ArabicMark"
            } else {
                "Mark"
            }
        }
        G::DecimalNumber => "Digit",
        G::LetterNumber | G::OtherNumber => "Number",
        G::SpaceSeparator => "Space",
        G::LineSeparator | G::ParagraphSeparator => "Newline",
        G::Control => "Control",
        G::Format => "Format",
        G::Surrogate | G::PrivateUse | G::Unassigned => "Other",
        category => {
            // Symbols that are pictographs only before U+FE0F (©, ™, ☎) stay symbols; the tokenizer looks.
            let emoji = matches!(
                character.emoji_status(),
                EmojiStatus::EmojiPresentation
                    | EmojiStatus::EmojiPresentationAndModifierBase
                    | EmojiStatus::EmojiPresentationAndModifierAndEmojiComponent
                    | EmojiStatus::EmojiPresentationAndEmojiComponent
            );
            match category {
                G::MathSymbol | G::CurrencySymbol | G::ModifierSymbol | G::OtherSymbol => {
                    if emoji {
                        "Emoji"
                    } else {
                        "Symbol"
                    }
                }
                _ => "Punctuation",
            }
        }
    }
}

/// Aliases of `NameAliases.txt` for control codes (type "control", first of each code).
const CONTROLS: [&str; 32] = [
    "NULL",
    "START OF HEADING",
    "START OF TEXT",
    "END OF TEXT",
    "END OF TRANSMISSION",
    "ENQUIRY",
    "ACKNOWLEDGE",
    "ALERT",
    "BACKSPACE",
    "CHARACTER TABULATION",
    "LINE FEED",
    "LINE TABULATION",
    "FORM FEED",
    "CARRIAGE RETURN",
    "SHIFT OUT",
    "SHIFT IN",
    "DATA LINK ESCAPE",
    "DEVICE CONTROL ONE",
    "DEVICE CONTROL TWO",
    "DEVICE CONTROL THREE",
    "DEVICE CONTROL FOUR",
    "NEGATIVE ACKNOWLEDGE",
    "SYNCHRONOUS IDLE",
    "END OF TRANSMISSION BLOCK",
    "CANCEL",
    "END OF MEDIUM",
    "SUBSTITUTE",
    "ESCAPE",
    "INFORMATION SEPARATOR FOUR",
    "INFORMATION SEPARATOR THREE",
    "INFORMATION SEPARATOR TWO",
    "INFORMATION SEPARATOR ONE",
];

fn name(code_point: u32) -> Option<String> {
    match code_point {
        0..=0x1F => return Some(CONTROLS[code_point as usize].to_owned()),
        0x7F => return Some("DELETE".to_owned()),
        0x85 => return Some("NEXT LINE".to_owned()),
        _ => {}
    }
    let named = (0x600..=0x6FF).contains(&code_point)
        || code_point == 0xFFFD
        || matches!(class(code_point), "Format" | "Joiner" | "Newline")
        || class(code_point) == "Space" && code_point > 0x20;
    if !named || (0xE0000..=0xE0FFF).contains(&code_point) && code_point > 0xE007F {
        return None;
    }
    unicode_names2::name(char::from_u32(code_point)?).map(|name| name.to_string())
}

fn generate() -> String {
    let mut pages: Vec<Vec<&'static str>> = Vec::new();
    let mut seen = HashMap::new();
    let mut page_of = Vec::new();
    for page in 0..0x1100u32 {
        let classes: Vec<_> = (0..0x100).map(|unit| class(page << 8 | unit)).collect();
        let index = *seen.entry(classes.clone()).or_insert_with(|| {
            pages.push(classes);
            pages.len() - 1
        });
        page_of.push(index);
    }
    // A page of nothing but `Other` stands first, so that "no such page" is page 0.
    let other = seen[&vec!["Other"; 0x100]];
    pages.swap(0, other);
    for index in &mut page_of {
        *index = if *index == other {
            0
        } else if *index == 0 {
            other
        } else {
            *index
        };
    }
    assert!(pages.len() <= 256, "the page index is a byte");

    let (major, minor, patch) = unicode_properties::UNICODE_VERSION;
    let mut out = String::new();
    out.push_str("//! Generated from Unicode data by `tests/chars_table.rs`; not to be edited by hand.\n\n");
    out.push_str("use super::Class::{self, *};\n\n");
    out.push_str("/// The version of the Unicode data that the table was made from.\n");
    writeln!(out, "pub const UNICODE_VERSION: (u64, u64, u64) = ({major}, {minor}, {patch});\n").unwrap();
    writeln!(out, "#[rustfmt::skip]\npub(super) static PAGE_OF: [u8; {}] = [", page_of.len()).unwrap();
    for row in page_of.chunks(32) {
        let row: Vec<_> = row.iter().map(usize::to_string).collect();
        writeln!(out, "    {},", row.join(", ")).unwrap();
    }
    out.push_str("];\n\n");
    writeln!(out, "#[rustfmt::skip]\npub(super) static PAGES: [[Class; 256]; {}] = [", pages.len()).unwrap();
    for page in &pages {
        out.push_str("    [\n");
        for row in page.chunks(16) {
            writeln!(out, "        {},", row.join(", ")).unwrap();
        }
        out.push_str("    ],\n");
    }
    out.push_str("];\n\n");
    let names: Vec<_> = (0..0x110000).filter_map(|code_point| Some((code_point, name(code_point)?))).collect();
    writeln!(out, "#[rustfmt::skip]\npub(super) static NAMES: [(u32, &str); {}] = [", names.len()).unwrap();
    for (code_point, name) in names {
        writeln!(out, "    (0x{code_point:X}, {name:?}),").unwrap();
    }
    out.push_str("];\n");
    for (form, quick) in [("NFC", is_nfc_quick as fn(std::iter::Once<char>) -> _), ("NFKC", is_nfkc_quick)] {
        let reacts = |code_point: &u32| {
            char::from_u32(*code_point).is_some_and(|character| {
                canonical_combining_class(character) != 0 || quick(std::iter::once(character)) != IsNormalized::Yes
            })
        };
        let mut ranges: Vec<(u32, u32)> = Vec::new();
        for code_point in (0..0x110000).filter(reacts) {
            match ranges.last_mut() {
                Some((_, last)) if *last + 1 == code_point => *last = code_point,
                _ => ranges.push((code_point, code_point)),
            }
        }
        writeln!(out, "\n#[rustfmt::skip]\npub(super) static REACTS_{form}: [(u32, u32); {}] = [", ranges.len())
            .unwrap();
        for row in ranges.chunks(6) {
            let row: Vec<_> = row.iter().map(|(first, last)| format!("(0x{first:X}, 0x{last:X})")).collect();
            writeln!(out, "    {},", row.join(", ")).unwrap();
        }
        out.push_str("];\n");
    }
    out
}

#[test]
fn the_committed_table_is_the_generated_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chars/table.rs");
    let generated = generate();
    if std::env::var_os("HUZMA_REGENERATE").is_some() {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap();
    assert!(committed == generated, "src/chars/table.rs is stale: HUZMA_REGENERATE=1 cargo test --test chars_table");
}
