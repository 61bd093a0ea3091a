use huzma::bundle::{Entry, Error, ErrorKind, Event, Format, Limits, Metadata, Options, open_bytes, write_text};
use huzma::finding::Language;
use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Outcome, assert_places, read_bytes};

/// Reads bytes as a text bundle whatever they start with.
fn read_bundle(bytes: impl AsRef<[u8]>) -> Outcome {
    let mut options = Options::default();
    options.format = Some(Format::TextBundle);
    Outcome::of(open_bytes(bytes.as_ref(), &options)).unwrap()
}

#[test]
fn an_open_bundle_is_read_as_it_stands() {
    let stored = "%huzma 1\n%doc 000 a1\ntitle: خبر عاجل\npublished: 2016-09-15\nx-note: 5%25\n\nالنص\n\n%doc 001 %D8%A8\n\n%%doc 50%\r\n%%\n%end 2\n";
    let outcome = read_bundle(stored);
    assert_eq!(outcome.names(), [""; 0]);
    assert_eq!((outcome.ids(), outcome.texts()), (vec!["a1", "ب"], vec!["النص\n", "%doc 50%\r\n%"]));
    let metadata = json!({"title": "خبر عاجل", "published": "2016-09-15", "x-note": "5%"});
    assert_eq!(Value::Object(outcome.documents[0].metadata.clone()), metadata);
    assert_eq!(outcome.documents[1].number, Some(1));
    assert!(!outcome.documents[1].is_sealed());
    assert_places(stored.as_bytes(), &outcome.documents);
}

#[test]
fn bodies_with_and_without_a_final_line_end_both_survive() {
    for body in ["", "\n", "\n\n", "a", "a\n", "a\n\n", "\r\n", "a\r", "\n%%", "%%\n"] {
        let stored = format!("%huzma 1\n%doc 000 a\n\n{body}\n%end 1\n");
        let outcome = read_bundle(&stored);
        assert_eq!(outcome.texts(), [body.replace("%%", "%")], "{body:?}");
        assert_places(stored.as_bytes(), &outcome.documents);
    }
}

#[test]
fn bundles_one_after_the_other_are_a_bundle() {
    let one = "%huzma 1\n%doc 000 a\n\nx\n%end 1\n";
    let outcome = read_bundle([one, "\u{FEFF}", &one.replace(" a", " b"), "\n", &one.replace(" a", " c")].concat());
    assert_eq!((outcome.ids(), outcome.names()), (vec!["a", "b", "c"], vec!["bom"]));
    assert_eq!(read_bundle([one, one].concat()).names(), ["repeated-id"]);
}

/// Each way of breaking an open bundle: what is written, what is found and which texts arrive. In the
/// source `[` and `]` enclose what the (first) finding points at, where it points.
#[test]
fn everything_broken_is_found_where_it_is() {
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("[]%doc 000 a\n\nx\n%end 1\n", &["missing-first-line"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n%end 1\n[]%doc 001 b\n\ny\n%end 1\n", &["missing-first-line"], &["x", "y"]),
        ("%huzma 1\n%doc 000 a\n\nx\n%end 1\n[]%end 1\n", &["missing-first-line"], &["x"]),
        ("[%huzma 2]\n%doc 000 a\n\nx\n%end 1\n", &["unknown-form"], &["x"]),
        ("[%huzma 1 ]\n%doc 000 a\n\nx\n%end 1\n", &["unknown-form"], &["x"]),
        ("[%huzma]\n%end 0\n", &["unknown-form", "no-documents"], &[]),
        ("%huzma 1[\r\n]%doc 000 a\r\nurl: a:b\r\n\r\nx\r\n%end 1\r\n", &["crlf-line-ends"], &["x\r"]),
        (
            "%huzma 1\n%doc 000 a\n\nx\n[%50 من السكان]\nz\n%doc 002 b\n\ny\n%end 2\n",
            &["unknown-marker", "text-outside-document"],
            &["x", "y"],
        ),
        ("%huzma 1\n%doc 000 a\n\nx\n[%]\n%end 1\n", &["unknown-marker"], &["x"]),
        ("%huzma 1\n[%doc 7 a]\n\nx\n%end 1\n", &["malformed-marker", "number-gap"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%end]\n", &["malformed-marker"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%end 1 2]\n", &["malformed-marker"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[]", &["missing-end"], &["x\n"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[]%huzma 1\n%end 0\n", &["missing-end"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%end 2]\n", &["wrong-count"], &["x"]),
        ("%huzma 1\n[a\n\nb\n]%doc 000 a\n\nx\n%end 1\n", &["text-outside-document"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n%end 1\n[more\n]", &["text-outside-document"], &["x"]),
        ("%huzma 1\n\n \n%doc 000 a\n\nx\n%end 1\n\n", &[], &["x"]),
        ("%huzma 1\n[%doc 000]\n\nx\n%end 1\n", &["missing-id"], &["x"]),
        ("%huzma 1\n%doc 000 [خبر]\n\nx\n%end 1\n", &["malformed-id"], &["x"]),
        ("%huzma 1\n%doc 000 a\n[published 2016]\n\nx\n%end 1\n", &["malformed-header-line"], &["published 2016\n\nx"]),
        ("%huzma 1\n%doc 000 a\n[قال: نعم]\nx\n%end 1\n", &["malformed-header-line"], &["قال: نعم\nx"]),
        ("%huzma 1\n%doc 000 a\n[%%a]\n%end 1\n", &["malformed-header-line"], &["%a"]),
        (
            "%huzma 1\n%doc 000 a\ntitle: x\n[]%doc 001 b\n\ny\n%end 2\n",
            &["missing-blank-line", "empty-document"],
            &["", "y"],
        ),
        ("%huzma 1\n%doc 000 a\ntitle: x[]", &["missing-blank-line", "empty-document", "missing-end"], &[""]),
        ("%huzma 1\n%doc 000 a\n[publised]: 2016-09-15\n\nx\n%end 1\n", &["unknown-key"], &["x"]),
        ("%huzma 1\n%doc 000 a\ntitle: a\n[title]: b\n\nx\n%end 1\n", &["repeated-key"], &["x"]),
        ("%huzma 1\n%doc 000 a\npublished: [2016-02-30]\n\nx\n%end 1\n", &["invalid-date"], &["x"]),
        ("%huzma 1\n%doc 000 a\nurl: [www.example.org]\n\nx\n%end 1\n", &["invalid-url"], &["x"]),
        ("%huzma 1\n%doc 000 a\nlanguage: [عربي]\n\nx\n%end 1\n", &["invalid-language"], &["x"]),
        ("%huzma 1\n%doc 000 a\ntitle: a[\0]b\n\nx\n%end 1\n", &["control-in-header"], &["x"]),
        ("%huzma 1\n%doc 000 a\ntitle: 5[%] a\n\nx\n%end 1\n", &["malformed-escape"], &["x"]),
        ("%huzma 1\n%doc 000 a\n[bytes: 1]\nsha256: 2\n\nx\n%end 1\n", &["seal-in-open-form"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%end 1 sha256:0]\n", &["malformed-marker"], &["x"]),
        ("%huzma 1\n%doc 000 a\njson: [{\"a\":]\n\nx\n%end 1\n", &["invalid-metadata"], &["x"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%doc 000 b]\n\ny\n%end 2\n", &["repeated-number"], &["x", "y"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%doc 001 a]\n\ny\n%end 2\n", &["repeated-id"], &["x", "y"]),
        ("%huzma 1\n%doc 000 a\n\nx\n[%doc 003 b]\n\ny\n%end 2\n", &["number-gap"], &["x", "y"]),
        (
            "%huzma 1\n%doc 000 a\n\nx\n%doc 001 b\n\ny\n[%doc 000 c]\n\nz\n%end 3\n",
            &["number-out-of-order"],
            &["x", "y", "z"],
        ),
        ("%huzma 1\n%doc 000 a\n\n[]\n%end 1\n", &["empty-document"], &[""]),
        ("[]", &["missing-first-line", "no-documents"], &[]),
    ];
    for (marked, names, texts) in cases {
        let stored = marked.replace(['[', ']'], "");
        let outcome = read_bundle(&stored);
        assert_eq!(outcome.names(), *names, "{marked:?}");
        assert_eq!(outcome.texts(), *texts, "{marked:?}");
        assert_places(stored.as_bytes(), &outcome.documents);
        if let (Some(start), Some(end)) = (marked.find('['), marked.find(']')) {
            let first = &outcome.findings[0];
            assert_eq!(first.bytes, Some((start as u64, end as u64 - 1)), "{marked:?}");
        }
    }
}

#[test]
fn invalid_utf8_costs_its_document_and_points_through_escapes() {
    let outcome = read_bundle(b"%huzma 1\n%doc 000 a\n\n%%\n%%\xC7\n%doc 001 b\ntitle: \xC7\n\ny\n%end 2\n");
    assert_eq!((outcome.texts(), outcome.names()), (vec!["y"], vec!["invalid-utf8", "invalid-utf8"]));
    assert_eq!(outcome.findings[0].bytes, Some((26, 27)));
    assert_eq!(outcome.findings[0].document.as_deref(), Some("a"));
    assert_eq!(outcome.findings[1].bytes, Some((46, 47)));
    assert_eq!(outcome.documents[0].metadata, Metadata::new());
}

#[test]
fn messages_name_what_is_wrong() {
    let outcome = read_bundle("%huzma 1\n%doc 000 a\nTitel: x\n\nx\n%doc 001 b\n\ny\n%end 3\n");
    let message = |name, language| outcome.only(name).finding.message(language);
    assert_eq!(message("unknown-key", Language::English), "the key Titel is not known; did you mean title?");
    assert_eq!(message("wrong-count", Language::Arabic), "يذكر سطر النهاية 3، وعدد المستندات قبله 2");
    assert_eq!(outcome.documents[0].metadata["Titel"], "x", "what is not known is kept");
}

#[test]
fn a_long_marker_is_no_marker() {
    let stored = format!("%huzma 1\n%doc 000 a\n\nx\n%doc 001 {}\n\ny\n%doc 002 b\n\nz\n%end 3\n", "b".repeat(10_000));
    let outcome = read_bundle(&stored);
    assert_eq!(outcome.texts(), ["x", "z"]);
    assert_eq!(outcome.names(), ["unknown-marker", "text-outside-document"]);
}

#[test]
fn limits_of_a_text_bundle() {
    let stored = "%huzma 1\n%doc 000 a\ntitle: 12345\n\n12345\n%doc 001 b\n\n123456\n%end 2\n";
    let read = |limits| {
        let mut options = Options::default();
        options.limits = limits;
        Outcome::of(open_bytes(stored.as_bytes(), &options))
    };
    let limit = |limits| match read(limits).unwrap_err().kind() {
        ErrorKind::Limit { limit, allowed, actual, .. } => (*limit, *allowed, *actual),
        other => panic!("{other:?}"),
    };
    let defaults = Limits::default;
    assert_eq!(read(Limits { document_bytes: 6, ..defaults() }).unwrap().texts(), ["12345", "123456"]);
    assert_eq!(limit(Limits { document_bytes: 5, ..defaults() }), ("document_bytes", 5, 6));
    assert_eq!(limit(Limits { documents: 1, ..defaults() }), ("documents", 1, 2));
    assert_eq!(limit(Limits { total_bytes: 10, ..defaults() }), ("total_bytes", 10, stored.len() as u64));
    assert_eq!(limit(Limits { line_bytes: 12, ..defaults() }), ("line_bytes", 12, 13));
    assert!(read(Limits { line_bytes: 13, ..defaults() }).is_ok());
}

#[test]
fn what_was_found_on_the_way_to_an_error_comes_before_it() {
    let mut options = Options::default();
    options.limits.documents = 1;
    let stored = "%huzma 1\n%doc 000 a\n\nx\n%doc 000 a\n\ny\n%end 2\n";
    let events: Vec<_> = open_bytes(stored.as_bytes(), &options).unwrap().collect();
    let shown: Vec<_> = events
        .iter()
        .map(|event| match event {
            Ok(Event::Document(_)) => "document",
            Ok(Event::Finding(located)) => located.finding.code.name,
            Err(_) => "error",
        })
        .collect();
    assert_eq!(shown, ["document", "repeated-number", "repeated-id", "error"]);
}

fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,9}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((".{0,4}", inner), 0..4)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Characters that mean something here, and some that don't.
fn text() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        "[ابتخبر%:a ]{0,6}",
        ".{0,6}",
        Just("%doc 000 a".to_owned()),
        Just("%end 1".to_owned()),
        Just("%huzma 1 sealed".to_owned()),
        Just("sha256: 0".to_owned()),
        Just(String::new()),
    ];
    (prop::collection::vec((line, prop_oneof![Just("\n"), Just("\r\n"), Just("\r"), Just("")]), 0..6))
        .prop_map(|lines| lines.into_iter().map(|(line, end)| line + end).collect())
}

pub(super) fn documents() -> impl Strategy<Value = Vec<(String, u64, Metadata, String)>> {
    let known = prop_oneof![
        Just("title".to_owned()),
        Just("published".to_owned()),
        Just("bytes".to_owned()),
        Just("json".to_owned()),
        "x-[a-z0-9-]{0,5}",
        ".{0,5}",
    ];
    let metadata = prop::collection::vec((known, prop_oneof![text().prop_map(Value::from), json_value()]), 0..5)
        .prop_map(|members| members.into_iter().collect::<Metadata>());
    let id = prop_oneof!["[A-Za-z0-9._~-]{1,20}", "(?s).{1,20}"];
    prop::collection::vec((id, 1u64..1000, metadata, text()), 0..5).prop_map(|mut documents| {
        let mut number = 0;
        for document in &mut documents {
            number += document.1;
            document.1 = number;
        }
        documents
    })
}

pub(super) fn written(documents: &[(String, u64, Metadata, String)], sealed: bool) -> Result<Vec<u8>, Error> {
    let entries =
        documents.iter().map(|(id, number, metadata, text)| Entry { id, number: Some(*number), metadata, text });
    let mut out = Vec::new();
    write_text(entries, sealed, &mut out)?;
    Ok(out)
}

/// What bundles are made of, whole and in parts.
const PIECES: &[&[u8]] = &[
    b"%huzma 1\n",
    b"%huzma 1 sealed\n",
    b"%doc 000 a\n",
    b"%doc",
    b"%end 1",
    b"%end",
    b"%",
    b"%%",
    b"\n",
    b"\r\n",
    b"title: x\n",
    b"bytes: 3\n",
    b"sha256: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\n",
    b"json: {\"a\":",
    b"\xEF\xBB\xBF",
    b"\xC7",
    "خبر".as_bytes(),
    b":",
    b" ",
    b"abc",
    b"\0",
];

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_written_is_read(documents in documents(), sealed: bool) {
        let stored = written(&documents, sealed).unwrap();
        let outcome = read_bytes(&stored);
        let read: Vec<_> = outcome
            .documents
            .iter()
            .map(|document| {
                let document = document.clone();
                (document.id, document.number.unwrap_or_default(), document.metadata, document.text)
            })
            .collect();
        prop_assert_eq!(&read, &documents);
        let content = ["number-gap", "repeated-id", "empty-document", "no-documents", "invalid-date"];
        prop_assert!(outcome.names().iter().all(|name| content.contains(name)), "{:?}", outcome.names());
        assert_places(&stored, &outcome.documents);
        prop_assert_eq!(written(&read, sealed).unwrap(), stored);
    }

    /// Whatever the bytes: no panic, places inside the file, texts where they are said to be.
    #[test]
    fn any_bytes_can_be_read(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..24)) {
        let stored = pieces.concat();
        let outcome = read_bundle(&stored);
        assert_places(&stored, &outcome.documents);
        for found in &outcome.findings {
            if let Some((start, end)) = found.bytes {
                prop_assert!(start <= end && end <= stored.len() as u64, "{found:?}");
            }
            for language in [Language::English, Language::Arabic] {
                let message = found.finding.message(language);
                prop_assert!(!message.contains("{0}") && !message.contains("{1}"), "{message}");
            }
        }
    }
}

#[test]
fn what_cannot_be_written_is_refused_and_named() {
    let metadata = Metadata::new();
    let entry = |id, number| Entry { id, number, metadata: &metadata, text: "x" };
    let long = "م".repeat(129);
    for bad in [entry("", None), entry(&long, None), entry("a", Some(u64::MAX))] {
        let mut out = Vec::new();
        let error = write_text([entry("ok", None), bad], true, &mut out).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Unwritable { document: 1, .. }), "{error}");
    }
}

#[test]
fn documents_without_a_usable_number_get_the_next() {
    let metadata = Metadata::new();
    let numbers = [None, Some(4), Some(4), Some(0), None];
    let ids = ["a", "b", "c", "d", "e"];
    let entries = ids.iter().zip(numbers).map(|(id, number)| Entry { id, number, metadata: &metadata, text: "x" });
    let mut out = Vec::new();
    write_text(entries, false, &mut out).unwrap();
    let read: Vec<_> = read_bytes(&out).documents.iter().map(|document| document.number).collect();
    assert_eq!(read, [Some(0), Some(4), Some(5), Some(6), Some(7)]);
}
