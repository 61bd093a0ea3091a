use std::ffi::OsStr;
use std::fs::{self, File};
use std::path::Path;

use huzma::bundle::{ErrorKind, Event, Format, Limits, Options, TEXT_LIMIT, open};
use huzma::finding::{Language, Severity};
use serde_json::json;
use tempfile::TempDir;

use super::{Outcome, assert_places, read_path};

const A: &str = "000_613a813ba363123f";
const B: &str = "001_17ba21f3bbc6b9cb";
const C: &str = "002_2399a9a2b0d5824e";

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(folder.path().join(name), bytes).unwrap();
    }
    folder
}

fn txt(stem: &str) -> String {
    format!("{stem}.txt")
}

fn limited(path: &Path, limits: Limits) -> huzma::bundle::Error {
    let mut options = Options::default();
    options.limits = limits;
    Outcome::of(open(path, &options)).unwrap_err()
}

#[test]
fn documents_come_in_the_order_of_their_numbers() {
    let folder = folder(&[
        (&txt("010_aaaaaaaaaaaaaaaa"), b"ten"),
        (&txt(B), "واحد\r\n\0".as_bytes()),
        (&txt(A), "صفر".as_bytes()),
        ("000_613a813ba363123f.json", r#"{"title": "خبر", "n": [1, 2.5]}"#.as_bytes()),
        ("bundle.json", b"\xEF\xBB\xBF{\"name\": \"x\", \"name\": \"y\"}"),
    ]);
    let reader = open(folder.path(), &Options::default()).unwrap();
    assert_eq!(reader.metadata(), json!({"name": "x"}).as_object().unwrap());
    assert_eq!(reader.format(), Format::Folder);
    let outcome = Outcome::of(Ok(reader)).unwrap();
    assert_eq!(outcome.ids(), ["613a813ba363123f", "17ba21f3bbc6b9cb", "aaaaaaaaaaaaaaaa"]);
    assert_eq!(outcome.texts(), ["صفر", "واحد\r\n\0", "ten"]);
    assert_eq!(outcome.documents[0].metadata, *json!({"title": "خبر", "n": [1, 2.5]}).as_object().unwrap());
    assert_eq!(outcome.documents[2].number, Some(10));
    assert_eq!(outcome.names(), ["bom", "repeated-key", "number-gap"]);
    let gap = outcome.only("number-gap");
    assert_eq!(gap.finding.message(Language::English), "missing from the numbering: 002–009");
    assert_eq!(gap.document, None);
}

#[test]
fn a_folder_can_be_named_in_every_way() {
    let folder = folder(&[(&txt(A), b"x")]);
    let mut slash = folder.path().as_os_str().to_owned();
    slash.push("/");
    for path in [slash.as_ref(), folder.path().join(".").as_ref(), folder.path()] {
        assert_eq!(read_path(path).ids(), ["613a813ba363123f"], "{path:?}");
    }
}

#[cfg(unix)]
#[test]
fn names_need_not_be_utf8() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join(OsStr::from_bytes(b"\xC7\xE1"));
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join(OsStr::from_bytes(b"\xFF a.txt")), "نص").unwrap();
    let outcome = read_path(&inner);
    assert_eq!(outcome.ids(), ["%FF%20a"]);
    assert_eq!(outcome.names(), ["irregular-file-name"]);
    assert_eq!(outcome.documents[0].origin.path.as_deref(), Some(&*inner.join(OsStr::from_bytes(b"\xFF a.txt"))));
}

#[test]
fn names_that_are_not_of_the_form_come_last() {
    let long = "م".repeat(100);
    let folder = folder(&[
        (&txt(A), b"0"),
        ("12_613a813ba363123f.txt", b"1"),
        ("000_613A813BA363123F.txt", b"2"),
        ("99999999999999999999999_613a813ba363123f.txt", b"3"),
        ("B.TXT", b"4"),
        (&txt(&long), b"5"),
    ]);
    let outcome = read_path(folder.path());
    assert_eq!(outcome.texts(), ["0", "2", "1", "3", "4", "5"]);
    assert_eq!(outcome.names(), ["irregular-file-name"; 5]);
    assert_eq!(outcome.documents[1].number, None);
    assert_eq!(outcome.documents[4].id, "B");
    assert_eq!(outcome.documents[5].id.len(), 128);
}

#[test]
fn numbers_and_ids_that_repeat_are_found_and_delivered() {
    let folder = folder(&[
        (&txt("001_613a813ba363123f"), b"1"),
        (&txt("001_17ba21f3bbc6b9cb"), b"0"),
        (&txt("0002_613a813ba363123f"), b"2"),
        (&txt("613a813ba363123f"), b"3"),
    ]);
    let outcome = read_path(folder.path());
    assert_eq!(outcome.texts(), ["0", "1", "2", "3"]);
    let expected = ["number-gap", "repeated-number", "repeated-id", "irregular-file-name", "repeated-id"];
    assert_eq!(outcome.names(), expected);
    assert_eq!(outcome.findings[0].severity, Severity::Info);
    assert_eq!(outcome.findings[1].document.as_deref(), Some("613a813ba363123f"));
}

#[test]
fn what_is_broken_is_left_out_and_the_rest_arrives() {
    let folder = folder(&[
        (&txt(A), b""),
        (&txt(B), b"\xEF\xBB\xBF\xD8\xA7\xC7 \xD8"),
        (&txt(C), "\u{FEFF}نص".as_bytes()),
        (&txt("003_3333333333333333"), b"\xEF\xBB\xBF"),
    ]);
    let outcome = read_path(folder.path());
    assert_eq!(outcome.ids(), ["2399a9a2b0d5824e"]);
    assert_eq!(outcome.names(), ["empty-document", "bom", "invalid-utf8", "bom", "bom", "empty-document"]);
    let invalid = outcome.only("invalid-utf8");
    assert_eq!((invalid.bytes, invalid.document.as_deref()), (Some((5, 6)), Some("17ba21f3bbc6b9cb")));
    assert_eq!(invalid.finding.message(Language::English), "not valid UTF-8 at byte 5: C7");
    assert_places("\u{FEFF}نص".as_bytes(), &outcome.documents);
    assert_eq!(outcome.documents[0].origin.byte_start, 3);
}

#[test]
fn metadata_that_is_no_object_costs_the_metadata_only() {
    let folder = folder(&[
        (&txt(A), b"0"),
        ("000_613a813ba363123f.json", b"[1]"),
        (&txt(B), b"1"),
        ("001_17ba21f3bbc6b9cb.json", b"{\"a\": \xFF}"),
        ("002_2399a9a2b0d5824e.json", b"{}"),
        ("other.json", b"{}"),
        ("bundle.json", b"{"),
    ]);
    let outcome = read_path(folder.path());
    assert_eq!(outcome.texts(), ["0", "1"]);
    assert!(outcome.documents.iter().all(|document| document.metadata.is_empty()));
    let expected = ["invalid-metadata", "metadata-without-text", "stray-file", "invalid-metadata", "invalid-utf8"];
    assert_eq!(outcome.names(), expected);
    assert_eq!(outcome.findings[0].bytes, Some((0, 1)));
    assert_eq!(outcome.findings[3].document.as_deref(), Some("613a813ba363123f"));
    assert_eq!(outcome.findings[4].bytes, Some((6, 7)));
}

#[test]
fn what_is_no_part_of_the_bundle_is_mentioned() {
    let folder = folder(&[(&txt(A), b"0"), (".hidden.txt", b"x"), ("000_613a813ba363123f.txt~", b"x")]);
    fs::create_dir(folder.path().join("sub.txt")).unwrap();
    fs::write(folder.path().join("sub.txt").join(txt(B)), "x").unwrap();
    let outcome = read_path(folder.path());
    assert_eq!(outcome.texts(), ["0"]);
    assert_eq!(outcome.names(), ["stray-file", "stray-file", "stray-folder"]);
    assert!(outcome.findings.iter().all(|found| found.severity == Severity::Info));
    assert_eq!(outcome.findings[2].finding.message(Language::Arabic), "لا يُقرأ المجلد sub.txt: لا مجلدات داخل الحزمة");
}

#[test]
fn a_folder_without_a_document_is_found() {
    for files in [&[][..], &[("README.md", &b"x"[..])], &[("000_613a813ba363123f.txt", b"\xFF")]] {
        let folder = folder(files);
        let outcome = read_path(folder.path());
        assert_eq!(outcome.names().last(), Some(&"no-documents"), "{files:?}");
    }
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_folder_only() {
    use std::os::unix::fs::symlink;
    let outside = folder(&[("secret", b"secret"), (&txt(C), b"secret")]);
    let folder = folder(&[(&txt(A), b"0"), ("text.md", b"1")]);
    let link = |target: &Path, name: &str| symlink(target, folder.path().join(name)).unwrap();
    link(Path::new("text.md"), &txt(B));
    link(&outside.path().join("secret"), &txt(C));
    link(&outside.path().join("secret"), "000_613a813ba363123f.json");
    link(Path::new("missing"), &txt("003_3333333333333333"));
    link(&folder.path().join(txt("004_4444444444444444")), &txt("004_4444444444444444"));
    link(Path::new("."), &txt("005_5555555555555555"));
    link(&outside.path().join("secret"), "bundle.json");
    let outcome = read_path(folder.path());
    assert_eq!(outcome.texts(), ["0", "1"]);
    let expected = [
        "link-out-of-folder",
        "stray-file",
        "link-out-of-folder",
        "link-out-of-folder",
        "unreadable-file",
        "unreadable-file",
        "special-file",
    ];
    assert_eq!(outcome.names(), expected);
    assert!(outcome.findings.iter().all(|found| !format!("{found:?}").contains("secret\"")));
}

#[cfg(unix)]
#[test]
fn pipes_and_sockets_are_never_opened() {
    let folder = folder(&[(&txt(A), b"0")]);
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join(txt(B))).unwrap();
    let pipe = folder.path().join(txt(C));
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, mode, 0).unwrap();
    // Opening a pipe nobody writes to would block for ever.
    let outcome = read_path(folder.path());
    assert_eq!(outcome.texts(), ["0"]);
    assert_eq!(outcome.names(), ["special-file", "special-file"]);
    let error = open(&pipe, &Options::default()).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
}

#[test]
fn a_file_that_vanishes_costs_itself_only() {
    let folder = folder(&[(&txt(A), b"0"), (&txt(B), b"1"), (&txt(C), b"2")]);
    let mut reader = open(folder.path(), &Options::default()).unwrap();
    assert!(matches!(reader.next(), Some(Ok(Event::Document(_)))));
    fs::remove_file(folder.path().join(txt(B))).unwrap();
    fs::remove_file(folder.path().join(txt(C))).unwrap();
    fs::create_dir(folder.path().join(txt(C))).unwrap();
    let outcome: Vec<_> = reader.map(Result::unwrap).collect();
    let names: Vec<_> = outcome
        .iter()
        .map(|event| match event {
            Event::Finding(located) => located.finding.code.name,
            Event::Document(_) => "document",
        })
        .collect();
    assert_eq!(names, ["unreadable-file", "special-file"]);
}

#[test]
fn limits_are_errors_that_say_how_to_raise_them() {
    let folder = folder(&[(&txt(A), b"12345"), (&txt(B), b"123456")]);
    let defaults = Limits::default;
    let error = limited(folder.path(), Limits { document_bytes: 5, ..defaults() });
    let expected = ErrorKind::Limit { limit: "document_bytes", allowed: 5, actual: 6, exact: true };
    assert_eq!(*error.kind(), expected);
    assert_eq!(error.path(), Some(&*folder.path().join(txt(B))));
    assert_eq!(error.remedy().as_deref(), Some("huzma.Limits(document_bytes=6)"));
    let message = error.to_string();
    assert!(
        message.ends_with(
            "the limit document_bytes is 5, the actual value 6; raise it with huzma.Limits(document_bytes=6)"
        ),
        "{message}"
    );
    for (limits, name, actual) in [
        (Limits { documents: 1, ..defaults() }, "documents", 2),
        (Limits { total_bytes: 10, ..defaults() }, "total_bytes", 11),
    ] {
        let error = limited(folder.path(), limits);
        assert!(
            matches!(error.kind(), ErrorKind::Limit { limit, actual: is, .. } if (*limit, *is) == (name, actual)),
            "{error}"
        );
    }
    fs::write(folder.path().join("000_613a813ba363123f.json"), "{\"a\":[[1]]}").unwrap();
    let error = limited(folder.path(), Limits { metadata_nesting: 2, ..defaults() });
    assert!(matches!(error.kind(), ErrorKind::Limit { limit: "metadata_nesting", actual: 3, .. }), "{error}");
}

#[test]
fn sizes_are_checked_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = File::create(folder.path().join(txt(A))).unwrap();
    file.set_len(1_000_000_000_000).unwrap();
    let error = limited(folder.path(), Limits::default());
    let is = |limit| matches!(error.kind(), ErrorKind::Limit { limit: name, actual: 1_000_000_000_000, .. } if *name == limit);
    assert!(is("document_bytes"), "{error}");
    let error = limited(folder.path(), Limits { document_bytes: u64::MAX, ..Limits::default() });
    assert!(matches!(error.kind(), ErrorKind::Limit { limit: TEXT_LIMIT, .. }), "{error}");
    assert_eq!(error.remedy(), None);
}

#[test]
fn a_path_that_is_not_there_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("missing");
    let error = open(&path, &Options::default()).unwrap_err();
    assert_eq!((error.kind(), error.path()), (&ErrorKind::NotFound, Some(&*path)));
    assert_eq!(error.to_string(), format!("{}: no such file or folder", path.display()));
    let mut options = Options::default();
    options.format = Some(Format::TextBundle);
    let error = open(folder.path(), &options).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::NotABundle { .. }), "{error}");
}
