//! The files of a folder bundle as they are written, wherever they are kept.
//!
//! Only what reading gives back is written: a document whose id is not 16 hexadecimal digits, or that is
//! empty, has no file name or no file that would say so, and is refused.

use serde_json::Value;

use super::decode::BOM;
use super::document::Metadata;
use super::error::{Error, ErrorKind, check_text_len};
use super::folder::{BUNDLE_METADATA, is_hex_id};
use super::metadata::{DEEPEST, nesting};
use super::numbering::{LARGEST, shown};
use super::target::Sink;
use super::write::Entry;

/// What keeps files.
pub(super) trait Store {
    /// Keeps a file. No name is given twice.
    fn file(&mut self, name: &str, parts: &[&[u8]]) -> Result<(), Error>;
}

/// The files of a folder bundle, one document after the other.
#[derive(Debug)]
pub(super) struct Files<S> {
    store: S,
    written: u64,
    /// The smallest number that the next document may have.
    next: u64,
}

impl<S: Store> Files<S> {
    pub(super) fn new(mut store: S, metadata: &Metadata) -> Result<Self, Error> {
        if !metadata.is_empty() {
            store.file(BUNDLE_METADATA, &[&json(metadata)])?;
        }
        Ok(Self { store, written: 0, next: 0 })
    }

    pub(super) fn into_store(self) -> S {
        self.store
    }
}

impl<S: Store> Sink for Files<S> {
    fn write(&mut self, document: Entry<'_>) -> Result<(), Error> {
        let Entry { id, number, metadata, text } = document;
        check_text_len(text.len() as u64, None)?;
        let unwritable = |reason| Error::new(ErrorKind::Unwritable { document: self.written, reason }, None);
        let number = number.filter(|&number| number >= self.next).unwrap_or(self.next);
        if number > LARGEST {
            return Err(unwritable(format!("its number {number} has more than 18 digits")));
        }
        if !is_hex_id(id) {
            let shown: String = id.chars().take(40).collect();
            return Err(unwritable(format!(
                "a folder holds ids of 16 lower-case hexadecimal digits, and its id is {shown:?}"
            )));
        }
        if text.is_empty() {
            return Err(unwritable("it is empty, and an empty file in a folder is a document that was lost".into()));
        }
        let stem = format!("{}_{id}", shown(number));
        if !metadata.is_empty() {
            let json = json(metadata);
            let depth = nesting(&json);
            if depth > DEEPEST {
                return Err(unwritable(format!("its metadata is nested {depth} deep; {DEEPEST} can be read")));
            }
            self.store.file(&format!("{stem}.json"), &[&json])?;
        }
        // Of two byte order marks reading leaves out one.
        let mark: &[u8] = if text.as_bytes().starts_with(BOM) { BOM } else { b"" };
        self.store.file(&format!("{stem}.txt"), &[mark, text.as_bytes()])?;
        self.written += 1;
        self.next = number + 1;
        Ok(())
    }
}

fn json(metadata: &Metadata) -> Vec<u8> {
    let mut json = Value::Object(metadata.clone()).to_string().into_bytes();
    json.push(b'\n');
    json
}
