//! Bundles as they arrive: folders and files on a disk, whole and broken.

#![allow(clippy::unwrap_used)]

use std::path::Path;

use huzma::bundle::{Document, Error, Event, Options, Reader, open, open_bytes};
use huzma::finding::{Finding, Place, Severity};

#[path = "bundle/containers.rs"]
mod containers;
#[path = "bundle/damage.rs"]
mod damage;
#[path = "../../../fuzz/src/exercise.rs"]
#[allow(unreachable_pub)]
mod exercise;
#[path = "bundle/folder.rs"]
mod folder;
#[path = "bundle/fuzz.rs"]
mod fuzz;
#[path = "bundle/records.rs"]
mod records;
#[path = "bundle/replace.rs"]
mod replace;
#[path = "bundle/samples.rs"]
mod samples;
#[path = "bundle/sealed.rs"]
mod sealed;
#[path = "bundle/single.rs"]
mod single;
#[path = "bundle/text.rs"]
mod text;

/// A finding, short enough to compare: its name, its document, and its place in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Found {
    name: &'static str,
    document: Option<String>,
    bytes: Option<(u64, u64)>,
    severity: Severity,
    finding: Finding,
}

/// What a reader gave.
#[derive(Debug, Default)]
struct Outcome {
    documents: Vec<Document>,
    findings: Vec<Found>,
}

impl Outcome {
    fn of(reader: Result<Reader, Error>) -> Result<Self, Error> {
        let mut outcome = Self::default();
        for event in reader? {
            match event? {
                Event::Document(document) => {
                    assert_eq!(document.index, outcome.documents.len() as u64);
                    outcome.documents.push(document);
                }
                Event::Finding(located) => {
                    let bytes = match located.finding.place {
                        Place::Bytes { start, end } => Some((start, end)),
                        Place::Whole => None,
                        Place::Text(span) => panic!("reading knows no text: {span:?}"),
                    };
                    outcome.findings.push(Found {
                        name: located.finding.code.name,
                        document: located.document_id,
                        bytes,
                        severity: located.finding.severity,
                        finding: located.finding,
                    });
                }
            }
        }
        Ok(outcome)
    }

    fn names(&self) -> Vec<&'static str> {
        self.findings.iter().map(|found| found.name).collect()
    }

    fn ids(&self) -> Vec<&str> {
        self.documents.iter().map(|document| &*document.id).collect()
    }

    fn texts(&self) -> Vec<&str> {
        self.documents.iter().map(|document| &*document.text).collect()
    }

    /// The only finding with this name.
    fn only(&self, name: &str) -> &Found {
        let mut found = self.findings.iter().filter(|found| found.name == name);
        let first = found.next().unwrap_or_else(|| panic!("no {name} among {:?}", self.names()));
        assert!(found.next().is_none(), "{name} was found twice");
        first
    }
}

fn read_path(path: &Path) -> Outcome {
    Outcome::of(open(path, &Options::default())).unwrap()
}

fn read_bytes(bytes: impl AsRef<[u8]>) -> Outcome {
    Outcome::of(open_bytes(bytes.as_ref(), &Options::default())).unwrap()
}

/// Checks that each document's place in the bytes is that of its stored text.
fn assert_places(stored: &[u8], documents: &[Document]) {
    for document in documents {
        let (start, end) = (document.origin.byte_start as usize, document.origin.byte_end as usize);
        assert_eq!(&stored[start..end], document.stored_bytes(&document.text), "document {}", document.id);
        assert_eq!((document.byte_of(0), document.byte_of(document.text.len())), (start as u64, end as u64));
        for (at, character) in document.text.char_indices() {
            let range = document.byte_of(at) as usize..document.byte_of(at + character.len_utf8()) as usize;
            let shown = String::from_utf8_lossy(&stored[range]);
            let escaped = character == '%' && shown == "%%";
            assert!(escaped || shown.chars().eq([character]), "{character:?} at {at} is {shown:?}");
        }
    }
}
