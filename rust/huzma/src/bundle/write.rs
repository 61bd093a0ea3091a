//! Writing text bundles. There is one way to write a document, in either form; reading a seal relies on
//! it.

use std::io::{self, Write};

use serde_json::Value;

use super::document::{Document, Metadata, escape_body};
use super::error::{Error, ErrorKind, check_text_len};
use super::header::{BYTES, JSON, KEYS, SHA256, is_free_key};
use super::metadata::{DEEPEST, nesting};
use super::numbering::{LARGEST, shown};
use super::percent::{encode_id, encode_value};
use super::seal::{self, Digits, SegmentDigest};

/// The first line of an open text bundle.
pub(super) const OPEN: &[u8] = b"%huzma 1\n";

/// The first line of a sealed text bundle.
pub(super) const SEALED: &[u8] = b"%huzma 1 sealed\n";

/// What is written of a document.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// What names it: 1 to 128 characters.
    pub id: &'a str,
    /// Its number. It is kept if it is greater than that of the document before; otherwise, and where
    /// there is none, the document gets the next one.
    pub number: Option<u64>,
    /// Its metadata.
    pub metadata: &'a Metadata,
    /// Its text.
    pub text: &'a str,
}

impl<'a> From<&'a Document> for Entry<'a> {
    fn from(document: &'a Document) -> Self {
        let Document { id, number, metadata, text, .. } = document;
        Self { id, number: *number, metadata, text }
    }
}

/// Writes a text bundle, document by document.
#[derive(Debug)]
pub struct TextWriter<W: Write> {
    out: W,
    digest: Option<SegmentDigest>,
    written: u64,
    /// The smallest number that the next document may have.
    next: u64,
}

/// Writes a text bundle.
///
/// # Errors
/// [`ErrorKind::Unwritable`] for a document that the format cannot hold, and whatever `out` fails with.
pub fn write_text<'a>(
    documents: impl IntoIterator<Item = Entry<'a>>,
    sealed: bool,
    out: &mut dyn Write,
) -> Result<(), Error> {
    let mut writer = TextWriter::new(out, sealed)?;
    for document in documents {
        writer.write(document)?;
    }
    writer.finish().map(drop)
}

impl<W: Write> TextWriter<W> {
    /// Starts a text bundle in the sealed or the open form.
    ///
    /// # Errors
    /// Whatever `out` fails with.
    pub fn new(mut out: W, sealed: bool) -> Result<Self, Error> {
        let first_line = if sealed { SEALED } else { OPEN };
        out.write_all(first_line).map_err(failed)?;
        Ok(Self { out, digest: sealed.then(|| SegmentDigest::new(first_line)), written: 0, next: 0 })
    }

    /// Writes a document.
    ///
    /// # Errors
    /// [`ErrorKind::Unwritable`] for a document that the format cannot hold: nothing of it has been
    /// written then, and the next one can be. Whatever else `out` fails with.
    pub fn write(&mut self, document: Entry<'_>) -> Result<(), Error> {
        check_text_len(document.text.len() as u64, None)?;
        let number = document.number.filter(|&number| number >= self.next).unwrap_or(self.next);
        let body = escape_body(document.text.as_bytes());
        let bytes = self.digest.is_some().then_some(body.len() as u64);
        let unwritable = |reason| Error::new(ErrorKind::Unwritable { document: self.written, reason }, None);
        let (marker, mut lines) = head(number, document.id, document.metadata, bytes).map_err(unwritable)?;
        if let Some(segment) = &mut self.digest {
            let digits = seal::of_document(&marker, &lines, &body);
            segment.document(digits);
            lines.extend_from_slice(&digest_line(digits));
        }
        for part in [&*marker, &*lines, b"\n", &*body, b"\n"] {
            self.out.write_all(part).map_err(failed)?;
        }
        self.written += 1;
        self.next = number + 1;
        Ok(())
    }

    /// Writes the end of the bundle and gives back what it was written to.
    ///
    /// # Errors
    /// Whatever `out` fails with.
    pub fn finish(mut self) -> Result<W, Error> {
        let end = match self.digest.take() {
            Some(digest) => format!("%end {} {SHA256}:{}\n", self.written, digest.finish()),
            None => format!("%end {}\n", self.written),
        };
        self.out.write_all(end.as_bytes()).and_then(|()| self.out.flush()).map_err(failed)?;
        Ok(self.out)
    }
}

fn failed(error: io::Error) -> Error {
    Error::io("write the bundle", None, error)
}

/// The line that states the digest of a document.
pub(super) fn digest_line(digits: Digits) -> Vec<u8> {
    format!("{SHA256}: {digits}\n").into_bytes()
}

/// The `%doc` line and the header lines of a document, but for its digest; the reason if it has none.
pub(super) fn head(
    number: u64,
    id: &str,
    metadata: &Metadata,
    bytes: Option<u64>,
) -> Result<(Vec<u8>, Vec<u8>), String> {
    if number > LARGEST {
        return Err(format!("its number {number} has more than 18 digits"));
    }
    let Some(encoded) = encode_id(id) else {
        return Err(format!("its id has {} characters; 1 to 128 can be written", id.chars().count()));
    };
    let marker = format!("%doc {} {encoded}\n", shown(number)).into_bytes();
    let mut lines = Vec::new();
    let mut line = |key: &str, value: &str| {
        lines.extend_from_slice(key.as_bytes());
        lines.extend_from_slice(if value.is_empty() { b":" } else { b": " });
        lines.extend_from_slice(encode_value(value).as_bytes());
        lines.push(b'\n');
    };
    for key in KEYS {
        if let Some(Value::String(value)) = metadata.get(key) {
            line(key, value);
        }
    }
    let mut free = Vec::new();
    let mut others = Metadata::new();
    for (key, value) in metadata {
        match value {
            Value::String(_) if KEYS.contains(&&**key) => {}
            Value::String(value) if is_free_key(key) => free.push((key, value)),
            _ => {
                others.insert(key.clone(), value.clone());
            }
        }
    }
    free.sort_unstable();
    for (key, value) in free {
        line(key, value);
    }
    if !others.is_empty() {
        let json = Value::Object(others).to_string();
        let depth = nesting(json.as_bytes());
        if depth > DEEPEST {
            return Err(format!("its metadata is nested {depth} deep; {DEEPEST} can be read"));
        }
        line(JSON, &json);
    }
    if let Some(bytes) = bytes {
        line(BYTES, &bytes.to_string());
    }
    Ok((marker, lines))
}
