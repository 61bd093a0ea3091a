use huzma::bundle::{Document, ErrorKind, Format, Limits, Options, open_bytes};
use proptest::prelude::*;

use super::Outcome;

fn read(bytes: &[u8], format: Format) -> Outcome {
    let mut options = Options::default();
    options.format = Some(format);
    Outcome::of(open_bytes(bytes, &options)).unwrap()
}

/// Checks that each character of a text lies where its document says, in whatever spelling.
fn assert_mapped(stored: &[u8], document: &Document, spelled: impl Fn(char, &str) -> bool) {
    for (at, character) in document.text.char_indices() {
        let range = document.byte_of(at) as usize..document.byte_of(at + character.len_utf8()) as usize;
        let shown = std::str::from_utf8(&stored[range]).unwrap();
        assert!(spelled(character, shown), "{character:?} at {at} is {shown:?}");
    }
}

#[test]
fn a_line_is_a_document() {
    let stored = "\u{FEFF}{\"id\": \"a1\", \"text\": \"\\u0645 \\\"م\\\"\\n\", \"n\": [1]}\r\n\r\n {\"text\":\"\"} ";
    let outcome = read(stored.as_bytes(), Format::JsonLines);
    assert_eq!((outcome.ids(), outcome.texts()), (vec!["a1", "line-3"], vec!["م \"م\"\n", ""]));
    assert_eq!(outcome.names(), ["bom", "empty-document"]);
    let document = &outcome.documents[0];
    assert_eq!(serde_json::to_string(&document.metadata).unwrap(), r#"{"n":[1]}"#);
    let range = document.origin.byte_start as usize..document.origin.byte_end as usize;
    assert_eq!(&stored[range], "\"\\u0645 \\\"م\\\"\\n\"");
    assert_mapped(stored.as_bytes(), document, |character, shown| {
        serde_json::from_str(&format!("\"{shown}\"")).ok() == Some(character)
    });
}

#[test]
fn a_bad_line_is_pointed_at() {
    let stored = b"{\"text\": nan}\n{\"text\": \"a\"}\n{\"text\": \"\xD9\"}\n";
    let outcome = read(stored, Format::JsonLines);
    assert_eq!(outcome.texts(), ["a"]);
    let bad = outcome.only("malformed-line");
    assert_eq!((bad.document.as_deref(), bad.bytes), (Some("line-1"), Some((10, 11))));
    assert_eq!(outcome.only("invalid-utf8").bytes, Some((38, 39)));
}

#[test]
fn a_row_is_a_document() {
    let stored = "id;x,text,title\r\n1,\"س \"\"ص\"\"\r\nع\",\"خبر\"\r\n\r\n,,\n2,ب\n3,\"ت\"x,\n\"4\",ث,\"\n";
    let outcome = read(stored.as_bytes(), Format::Csv);
    assert_eq!((outcome.ids(), outcome.texts()), (vec!["line-2", "line-5"], vec!["س \"ص\"\r\nع", ""]));
    assert_eq!(outcome.names(), ["empty-document", "malformed-row", "malformed-row", "malformed-row"]);
    assert_mapped(stored.as_bytes(), &outcome.documents[0], |character, shown| {
        shown.chars().eq([character]) || (character == '"' && shown == "\"\"")
    });
    let last = &outcome.findings[3];
    assert_eq!(last.bytes.unwrap().1, stored.len() as u64);
}

#[test]
fn a_table_needs_a_column_for_the_text() {
    let mut options = Options::default();
    options.format = Some(Format::Tsv);
    let missing = Outcome::of(open_bytes(&b"a\tb\n"[..], &options)).unwrap_err();
    assert!(matches!(missing.kind(), ErrorKind::NotABundle { .. }));
    options.text_field = "b".to_owned();
    assert_eq!(Outcome::of(open_bytes(&b"a\tb\tb\n\"1\t\"\t\"2\"\t3"[..], &options)).unwrap().texts(), ["2"]);
    assert_eq!(read(b"", Format::Csv).names(), ["no-documents"]);
}

#[test]
fn a_record_is_no_longer_than_the_limit() {
    for (stored, format, len) in
        [(&b"{\"text\": \"a\"}"[..], Format::JsonLines, 13), (b"text\n\"a\nb\nc\nd\n\"", Format::Csv, 10)]
    {
        for (allowed, fits) in [(len - 1, false), (len, true)] {
            let mut options = Options::default();
            options.format = Some(format);
            options.limits = Limits { document_bytes: allowed, ..Limits::default() };
            let outcome = Outcome::of(open_bytes(stored, &options));
            assert_eq!(outcome.is_ok(), fits, "{format:?} {allowed} {outcome:?}");
        }
    }
}

proptest! {
    #[test]
    fn whatever_the_bytes_nothing_panics(bytes in prop::collection::vec(prop_oneof![
        Just(b'"'), Just(b','), Just(b'\n'), Just(b'\r'), Just(b'{'), Just(b'}'), Just(b':'), Just(b'\\'), any::<u8>(),
    ], 0..60)) {
        for format in [Format::JsonLines, Format::Csv, Format::Tsv] {
            let mut stored = if format == Format::JsonLines { b"{\"text\":\"".to_vec() } else { b"text,a\n".to_vec() };
            stored.extend_from_slice(&bytes);
            let mut options = Options::default();
            options.format = Some(format);
            if let Ok(outcome) = Outcome::of(open_bytes(&*stored, &options)) {
                for document in &outcome.documents {
                    prop_assert!(document.origin.byte_end <= stored.len() as u64);
                    prop_assert!(document.byte_of(document.text.len()) <= document.origin.byte_end);
                }
            }
        }
    }
}
