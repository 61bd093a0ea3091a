//! One document of a bundle, and the way back to its bytes.

use std::borrow::Cow;
use std::path::PathBuf;

use serde_json::{Map, Value};

use super::places::Places;

/// Metadata: the members of a JSON object, in their order.
pub type Metadata = Map<String, Value>;

/// One document of a bundle.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    /// What names it. In a folder the 16 hex digits of the file name, or the percent-encoded name.
    pub id: String,
    /// Its place among the documents delivered, from 0.
    pub index: u64,
    /// The number that its file name or marker gives it.
    pub number: Option<u64>,
    /// Its metadata; empty where there is none.
    pub metadata: Metadata,
    /// Its text: never altered, but for a byte order mark that is left out.
    pub text: String,
    /// Where its text is stored.
    pub origin: Origin,
    /// How its text is stored.
    pub(super) storage: Storage,
    /// Why that cannot be replaced, where the container is the reason.
    pub(super) fixed: Option<&'static str>,
}

/// Where the text of a document is stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The file; none for bytes in memory and open files.
    pub path: Option<PathBuf>,
    /// The member of the archive at `path`; none where the file is no archive.
    pub member: Option<String>,
    /// The first byte of the stored text in the file or member.
    pub byte_start: u64,
    /// One past its last byte.
    pub byte_end: u64,
}

/// How a text is stored in its file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Storage {
    /// Nowhere that bytes could be pointed at: it is new, or a cell of a table in columns.
    #[default]
    Nowhere,
    /// As it is.
    Plain,
    /// Between markers, with one more `%` in each line that starts with one.
    Escaped {
        /// Where in the text the lines start that have one more, in order.
        at: Vec<u32>,
        /// Whether a digest in the header covers the stored bytes.
        sealed: bool,
    },
    /// In other bytes, which are not written back.
    Mapped(Places),
}

impl Document {
    /// A document that is not stored anywhere yet.
    #[must_use]
    pub fn new(id: impl Into<String>, text: impl Into<String>) -> Self {
        Self {
            id: id.into(),
            index: 0,
            number: None,
            metadata: Metadata::new(),
            text: text.into(),
            origin: Origin::default(),
            storage: Storage::Nowhere,
            fixed: None,
        }
    }

    /// Whether there are bytes that its places point at.
    #[must_use]
    pub fn is_stored(&self) -> bool {
        self.storage != Storage::Nowhere
    }

    /// Where a byte of the text lies in the file as stored, through a byte order mark and through `%%`. Only for
    /// documents that are stored: see [`is_stored`](Self::is_stored).
    ///
    /// Both `%` of an escaped one belong to it, so the image of a span of the text covers what was
    /// stored for it. Offsets beyond the end of the text are cut to it.
    #[must_use]
    pub fn byte_of(&self, text_byte: usize) -> u64 {
        let text_byte = text_byte.min(self.text.len());
        let escapes = match &self.storage {
            Storage::Nowhere | Storage::Plain => 0,
            Storage::Escaped { at, .. } => at.partition_point(|&at| (at as usize) < text_byte),
            Storage::Mapped(places) => return places.stored(text_byte),
        };
        self.origin.byte_start + (text_byte + escapes) as u64
    }

    /// The bytes that stand from `byte_start` to `byte_end` of a file in which this document has the
    /// text `text`: for a text bundle with `%` escaped, otherwise as it is. Only for documents whose text
    /// can be replaced: see [`fixed`](Self::fixed).
    #[must_use]
    pub fn stored_bytes(&self, text: &str) -> Vec<u8> {
        match self.storage {
            Storage::Nowhere | Storage::Plain | Storage::Mapped(_) => text.as_bytes().to_vec(),
            Storage::Escaped { .. } => escape_body(text.as_bytes()).into_owned(),
        }
    }

    /// Whether the text is the whole of its file, so that what is expected of files holds for it.
    #[must_use]
    pub fn is_whole_file(&self) -> bool {
        self.origin.member.is_none() && self.storage == Storage::Plain
    }

    /// Why the stored text cannot be replaced in its file, if it cannot.
    #[must_use]
    pub fn fixed(&self) -> Option<&'static str> {
        match &self.storage {
            Storage::Escaped { sealed: true, .. } => {
                Some("the document is sealed: unpack the bundle, fix the folder and pack it again")
            }
            Storage::Nowhere => Some("the document is not stored in bytes that could be replaced"),
            _ if self.fixed.is_some() => self.fixed,
            _ if self.origin.member.is_some() => {
                Some("the document lies in an archive: unpack it, fix the folder and pack it again")
            }
            _ => None,
        }
    }

    /// Whether a digest covers the stored text, so that replacing it breaks the seal.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        matches!(self.storage, Storage::Escaped { sealed: true, .. })
    }
}

/// A body as a text bundle stores it: one more `%` before each line that starts with one.
pub(super) fn escape_body(body: &[u8]) -> Cow<'_, [u8]> {
    let starts = body.starts_with(b"%").then_some(0);
    let mut lines = starts.into_iter().chain(memchr::memmem::find_iter(body, b"\n%").map(|at| at + 1)).peekable();
    if lines.peek().is_none() {
        return Cow::Borrowed(body);
    }
    let mut stored = Vec::with_capacity(body.len() + 16);
    let mut copied = 0;
    for line in lines {
        stored.extend_from_slice(&body[copied..line]);
        stored.push(b'%');
        copied = line;
    }
    stored.extend_from_slice(&body[copied..]);
    Cow::Owned(stored)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_percent_sign_at_the_start_of_a_line_is_escaped() {
        let escaped = |body: &str| String::from_utf8(escape_body(body.as_bytes()).into_owned()).unwrap();
        assert_eq!(escaped(""), "");
        assert_eq!(escaped("5% من\nالسكان"), "5% من\nالسكان");
        assert_eq!(escaped("%doc\n%%\n\n%"), "%%doc\n%%%\n\n%%");
        assert_eq!(escaped("a\r%b"), "a\r%b");
    }

    #[test]
    fn offsets_pass_through_escapes() {
        // Stored from byte 10 on: `%%a`, LF, `b%`, LF, `%%%`.
        let document = Document {
            storage: Storage::Escaped { at: vec![0, 6], sealed: false },
            origin: Origin { byte_start: 10, byte_end: 20, ..Origin::default() },
            ..Document::new("x", "%a\nb%\n%%")
        };
        assert_eq!((document.byte_of(0), document.byte_of(1)), (10, 12));
        assert_eq!((document.byte_of(6), document.byte_of(7), document.byte_of(8)), (17, 19, 20));
        assert_eq!(document.byte_of(usize::MAX), 20);
        assert_eq!(document.stored_bytes(&document.text), b"%%a\nb%\n%%%");
    }
}
