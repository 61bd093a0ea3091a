use std::fs;
use std::io::{self, BufReader, Read};

use huzma::bundle::{ErrorKind, Format, Limits, Options, open, open_bytes, open_read};

use super::{Outcome, assert_places, read_bytes, read_path};

#[test]
fn a_text_has_its_id_from_its_name() {
    let folder = tempfile::tempdir().unwrap();
    for (name, id, number) in [
        ("007_613a813ba363123f.txt", "613a813ba363123f", Some(7)),
        ("خبر 1.txt", "%D8%AE%D8%A8%D8%B1%201", None),
        ("README", "README", None),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, "نص").unwrap();
        let outcome = read_path(&path);
        assert_eq!((outcome.ids(), outcome.documents[0].number, outcome.names()), (vec![id], number, vec![]));
        assert_eq!(outcome.documents[0].origin.path.as_deref(), Some(&*path));
        assert_places("نص".as_bytes(), &outcome.documents);
    }
}

#[test]
fn bytes_are_a_text_unless_they_start_as_a_bundle() {
    let outcome = read_bytes("\u{FEFF}نص\n%doc 000 a\n");
    assert_eq!((outcome.ids(), outcome.texts()), (vec!["text"], vec!["نص\n%doc 000 a\n"]));
    assert_eq!(outcome.documents[0].origin.path, None);
    let mut options = Options::default();
    options.name = Some("001_17ba21f3bbc6b9cb.txt".to_owned());
    let outcome = Outcome::of(open_bytes(&b"x"[..], &options)).unwrap();
    assert_eq!((outcome.ids(), outcome.documents[0].number), (vec!["17ba21f3bbc6b9cb"], Some(1)));
}

#[test]
fn what_is_no_text_is_not_delivered() {
    for (bytes, name) in
        [(&b""[..], "empty-document"), (b"\x89PNG\r\n", "invalid-utf8"), (b"\xFF\xFEa\0", "invalid-utf8")]
    {
        let outcome = read_bytes(bytes);
        assert_eq!((outcome.documents.len(), outcome.names()), (0, vec![name]));
    }
    assert_eq!(read_bytes(b"\0").texts(), ["\0"]);
}

/// Gives one byte at a time, and an error behind the last.
struct Failing(&'static [u8]);

impl Read for Failing {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self.0.split_first() {
            Some((byte, rest)) => {
                buffer[0] = *byte;
                self.0 = rest;
                Ok(1)
            }
            None => Err(io::Error::other("the line is dead")),
        }
    }
}

#[test]
fn open_files_are_recognised_byte_by_byte() {
    let stored = "\u{FEFF}%huzma 1\n%doc 000 a\n\nنص\n%end 1\n".as_bytes();
    for format in [None, Some(Format::TextBundle)] {
        let mut options = Options::default();
        options.format = format;
        let outcome = Outcome::of(open_read(Box::new(BufReader::with_capacity(1, stored)), &options)).unwrap();
        assert_eq!((outcome.texts(), outcome.names()), (vec!["نص"], vec!["bom"]));
        assert_places(stored, &outcome.documents);
    }
    let outcome = Outcome::of(open_read(Box::new(&b"%h"[..]), &Options::default())).unwrap();
    assert_eq!(outcome.texts(), ["%h"]);
}

#[test]
fn a_reader_that_fails_is_an_error_at_its_byte() {
    let reader = BufReader::new(Failing(b"%huzma 1\n%doc 000 a\n\nx"));
    let error = Outcome::of(open_read(Box::new(reader), &Options::default())).unwrap_err();
    assert_eq!((error.byte(), error.to_string().contains("the line is dead")), (Some(22), true), "{error}");
    let mut reader = open_read(Box::new(BufReader::new(Failing(b"plain text"))), &Options::default()).unwrap();
    assert!(reader.next().is_some_and(|event| event.is_err()));
    assert!(reader.next().is_none(), "after an error there is nothing more");
}

#[test]
fn an_endless_reader_meets_the_limit() {
    let mut options = Options::default();
    options.limits = Limits { document_bytes: 1000, ..Limits::default() };
    let endless = || Box::new(BufReader::new(io::repeat(b'a')));
    let error = Outcome::of(open_read(endless(), &options)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit { limit: "document_bytes", allowed: 1000, .. }), "{error}");
    options.format = Some(Format::TextBundle);
    let error = Outcome::of(open_read(endless(), &options)).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Limit { limit: "document_bytes", allowed: 1000, .. }), "{error}");
}

#[test]
fn a_folder_is_read_by_its_path_only() {
    let mut options = Options::default();
    options.format = Some(Format::Folder);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.txt");
    fs::write(&path, "x").unwrap();
    for error in [open_bytes(&b"x"[..], &options).unwrap_err(), open(&path, &options).unwrap_err()] {
        assert!(matches!(error.kind(), ErrorKind::NotABundle { .. }), "{error}");
    }
}

#[test]
fn a_reader_can_be_handed_to_another_thread() {
    let reader = open_bytes(&b"x"[..], &Options::default());
    let outcome = std::thread::spawn(|| Outcome::of(reader).unwrap()).join().unwrap();
    assert_eq!(outcome.texts(), ["x"]);
}
