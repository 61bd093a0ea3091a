//! Codes of what is found while bytes are read, before there is a text to lint.
//!
//! `EN` is about the encoding of a file, `BN` about the bundle: its folder, its frame, its headers and
//! its seals; `SC` is about records that are held against a schema. A code is never reused; the gaps in the numbers keep the groups apart.

use super::Code;

mod archive;
mod encoding;
mod folder;
mod header;
mod record;
mod schema;
mod seal;
mod text;

pub use archive::{
    DAMAGED_ARCHIVE, DAMAGED_MEMBER, ENCRYPTED_MEMBER, REPEATED_MEMBER, SPECIAL_MEMBER, UNSAFE_MEMBER_NAME,
};
pub use encoding::{BOM, ENCODING_RECOGNISED, INVALID_UTF8, UNDECODABLE};
pub use folder::{
    EMPTY_DOCUMENT, INVALID_METADATA, IRREGULAR_FILE_NAME, LINK_OUT_OF_FOLDER, METADATA_WITHOUT_TEXT, NO_DOCUMENTS,
    NUMBER_GAP, NUMBER_OUT_OF_ORDER, REPEATED_ID, REPEATED_NUMBER, SPECIAL_FILE, STRAY_FILE, STRAY_FOLDER,
    UNREADABLE_FILE,
};
pub use header::{
    CONTROL_IN_HEADER, INVALID_DATE, INVALID_LANGUAGE, INVALID_URL, MALFORMED_ESCAPE, MALFORMED_HEADER_LINE,
    MALFORMED_ID, MISSING_BLANK_LINE, MISSING_ID, REPEATED_KEY, UNKNOWN_KEY,
};
pub use record::{
    COLUMN_NOT_READ, DAMAGED_RECORD, MALFORMED_LINE, MALFORMED_ROW, MISSING_TEXT, RECORDS_NOT_READ, UNUSABLE_ID,
};
pub use schema::{
    DAMAGED_ARRAY, INVALID_VALUE, MISSING_FIELD, NEARLY_EQUAL_VALUE, RECORD_OUT_OF_ORDER, RECORD_TOO_LONG,
    REPEATED_NAME, REPEATED_RECORD_KEY, UNKNOWN_FIELD, UNKNOWN_REFERENCE, UNREADABLE_RECORD, WRONG_TYPE,
};
pub use seal::{DAMAGED_DOCUMENT, DAMAGED_FRAME, MISSING_SEAL, NOT_CANONICAL, SEAL_MISMATCH};
pub use text::{
    CRLF_LINE_ENDS, IDS_NOT_COMPARED, MALFORMED_MARKER, MISSING_END, MISSING_FIRST_LINE, SEAL_IN_OPEN_FORM,
    TEXT_OUTSIDE_DOCUMENT, UNKNOWN_FORM, UNKNOWN_MARKER, WRONG_COUNT,
};

/// Every code that reading finds, sorted by code.
pub static ALL: &[&Code] = &[
    &NUMBER_GAP,
    &REPEATED_NUMBER,
    &NUMBER_OUT_OF_ORDER,
    &REPEATED_ID,
    &EMPTY_DOCUMENT,
    &NO_DOCUMENTS,
    &IRREGULAR_FILE_NAME,
    &STRAY_FILE,
    &STRAY_FOLDER,
    &LINK_OUT_OF_FOLDER,
    &SPECIAL_FILE,
    &UNREADABLE_FILE,
    &METADATA_WITHOUT_TEXT,
    &INVALID_METADATA,
    &MISSING_FIRST_LINE,
    &UNKNOWN_FORM,
    &CRLF_LINE_ENDS,
    &UNKNOWN_MARKER,
    &MALFORMED_MARKER,
    &MISSING_END,
    &WRONG_COUNT,
    &TEXT_OUTSIDE_DOCUMENT,
    &MISSING_ID,
    &MALFORMED_ID,
    &MALFORMED_HEADER_LINE,
    &MISSING_BLANK_LINE,
    &UNKNOWN_KEY,
    &REPEATED_KEY,
    &INVALID_DATE,
    &INVALID_URL,
    &INVALID_LANGUAGE,
    &CONTROL_IN_HEADER,
    &MALFORMED_ESCAPE,
    &SEAL_IN_OPEN_FORM,
    &IDS_NOT_COMPARED,
    &DAMAGED_DOCUMENT,
    &DAMAGED_FRAME,
    &SEAL_MISMATCH,
    &NOT_CANONICAL,
    &MISSING_SEAL,
    &UNSAFE_MEMBER_NAME,
    &SPECIAL_MEMBER,
    &REPEATED_MEMBER,
    &ENCRYPTED_MEMBER,
    &DAMAGED_MEMBER,
    &DAMAGED_ARCHIVE,
    &MALFORMED_LINE,
    &MALFORMED_ROW,
    &MISSING_TEXT,
    &UNUSABLE_ID,
    &COLUMN_NOT_READ,
    &RECORDS_NOT_READ,
    &DAMAGED_RECORD,
    &INVALID_UTF8,
    &BOM,
    &ENCODING_RECOGNISED,
    &UNDECODABLE,
    &MISSING_FIELD,
    &UNKNOWN_FIELD,
    &WRONG_TYPE,
    &INVALID_VALUE,
    &UNREADABLE_RECORD,
    &REPEATED_NAME,
    &RECORD_TOO_LONG,
    &DAMAGED_ARRAY,
    &REPEATED_RECORD_KEY,
    &RECORD_OUT_OF_ORDER,
    &UNKNOWN_REFERENCE,
    &NEARLY_EQUAL_VALUE,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn codes_are_sorted_and_unique() {
        assert!(ALL.is_sorted_by(|a, b| a.code < b.code), "sort ALL by code");
        let mut names: Vec<_> = ALL.iter().map(|code| code.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "a name is used twice: {names:?}");
    }

    #[test]
    fn every_page_has_its_four_parts() {
        for code in ALL {
            for heading in ["## What it does", "## Why it matters", "## Example", "## How to mend"] {
                assert!(code.explanation.contains(heading), "{}: the page lacks {heading:?}", code.code);
            }
        }
    }

    #[test]
    fn both_languages_take_the_same_arguments() {
        for code in ALL {
            let takes = |wording: &str| (0..4).map(|n| wording.contains(&format!("{{{n}}}"))).collect::<Vec<_>>();
            assert_eq!(takes(code.message.en), takes(code.message.ar), "{}", code.code);
            assert!(code.message.ar.chars().any(|c| ('\u{621}'..='\u{64A}').contains(&c)), "{}", code.code);
        }
    }
}
