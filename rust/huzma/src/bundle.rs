//! Reading and writing bundles: ordered sets of documents with metadata.
//!
//! A bundle is a folder of texts, or one file: a text bundle, or a single text. [`open`] reads any of
//! them as a stream of [`Event`]s, one document at a time, so memory does not grow with the input. The
//! format is described in `docs/bundle-format.md`.
//!
//! Input is hostile until proven otherwise. What is wrong with the *content* is an
//! [`Event::Finding`], and the rest goes on; an [`Error`] means that nothing can. Nothing outside the
//! named folder is opened, nothing that could block is opened, and [`Limits`] are checked before
//! memory is taken.
//!
//! ```
//! use huzma::bundle::{Event, Options, open_bytes};
//!
//! let source = "%huzma 1\n%doc 000 a1\ntitle: خبر\n\nالنص\n%end 1\n";
//! for event in open_bytes(source.as_bytes(), &Options::default())? {
//!     match event? {
//!         Event::Document(document) => assert_eq!((&*document.id, &*document.text), ("a1", "النص")),
//!         Event::Finding(located) => panic!("{:?}", located.finding),
//!     }
//! }
//! # Ok::<(), huzma::bundle::Error>(())
//! ```

use std::ffi::OsStr;
use std::fmt;
use std::fs;
use std::io::{BufRead, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::Finding;

mod decode;
mod document;
mod error;
mod file;
mod folder;
mod header;
mod input;
mod limits;
mod metadata;
mod numbering;
mod percent;
mod replace;
mod seal;
mod sealed;
mod segment;
mod single;
mod text;
mod unsealed;
mod values;
mod write;

pub use document::{Document, Metadata, Origin};
pub use error::{Error, ErrorKind, TEXT_LIMIT};
pub use limits::Limits;
pub use replace::{Splice, splice, write_atomic};
pub use write::{Entry, TextWriter, write_text};

/// The first bytes of a text bundle.
const TEXT_BUNDLE: &[u8] = b"%huzma";

/// The extension of text bundles.
const TEXT_BUNDLE_EXTENSION: &str = "huzma";

/// In which format a bundle comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A folder of texts.
    Folder,
    /// One file of documents between markers.
    TextBundle,
    /// One text.
    Text,
}

/// How to read.
#[non_exhaustive]
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// How much to take in.
    pub limits: Limits,
    /// The format, where it must not be recognised: a file is a text bundle if its name ends in
    /// `.huzma` or it starts with `%huzma`, bytes if they start so; anything else is one text.
    pub format: Option<Format>,
    /// The file name of bytes or an open file: a single text has its id from it.
    pub name: Option<String>,
}

/// Something that reading came across.
#[derive(Clone, Debug, PartialEq)]
pub enum Event {
    /// A document. Findings about it come before it.
    Document(Document),
    /// A finding about a document, or about what is round the documents.
    Finding(Located),
}

/// A finding, and the file and document it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The file or folder; none for bytes in memory and open files.
    pub path: Option<PathBuf>,
    /// The document; none where the finding is about the bundle.
    pub document_id: Option<String>,
    /// What was found.
    pub finding: Finding,
}

/// Reads a bundle, one document at a time. After an error there is nothing more.
pub struct Reader {
    source: Source,
    format: Format,
    metadata: Metadata,
    failed: bool,
}

enum Source {
    Folder(Box<folder::Folder>),
    TextBundle(Box<text::TextBundle>),
    Text(Box<single::Single>),
}

/// Opens a folder, a text bundle or a text by its path.
///
/// # Errors
/// Where there is no such path, it may not be read, it is neither a folder nor a regular file, it does
/// not have the format asked for, or it is larger than the limits.
pub fn open(path: &Path, options: &Options) -> Result<Reader, Error> {
    let kind = fs::metadata(path).map_err(|error| Error::io("open", Some(path), error))?;
    let not_a_bundle = |reason| Error::new(ErrorKind::NotABundle { reason }, Some(path));
    if kind.is_dir() {
        return match options.format {
            None | Some(Format::Folder) => {
                let (folder, metadata) = folder::Folder::open(path, &options.limits)?;
                Ok(Reader { source: Source::Folder(Box::new(folder)), format: Format::Folder, metadata, failed: false })
            }
            Some(_) => Err(not_a_bundle("it is a folder, not a file")),
        };
    }
    if options.format == Some(Format::Folder) {
        return Err(not_a_bundle("it is a file, not a folder"));
    }
    // Links that the caller names are followed; only what they lead to has to be a regular file.
    let real = fs::canonicalize(path).map_err(|error| Error::io("open", Some(path), error))?;
    let (mut file, len) = file::open_regular(&real).map_err(|refused| match refused {
        file::Refused::Special => {
            let reason = "it is a pipe, a socket or a device; open it and hand over the open file";
            Error::new(ErrorKind::Unsupported { reason }, Some(path))
        }
        file::Refused::Io(error) => Error::io("open", Some(path), error),
    })?;
    let format = match options.format {
        Some(format) => format,
        None if path.extension() == Some(OsStr::new(TEXT_BUNDLE_EXTENSION)) => Format::TextBundle,
        None => {
            let mut start = Vec::new();
            let sniffed = (&mut file).take(SNIFFED as u64).read_to_end(&mut start).and_then(|_| file.rewind());
            sniffed.map_err(|error| Error::io("read", Some(path), error))?;
            recognise(&start)
        }
    };
    Reader::of_file(Box::new(file), Some(len), Some(path), path.file_name(), format, options)
}

/// Reads bytes in memory: a text bundle if they start with `%huzma`, otherwise one text.
///
/// # Errors
/// Where the bytes are more than the limits allow, or a folder is asked for.
pub fn open_bytes(bytes: impl Into<Arc<[u8]>>, options: &Options) -> Result<Reader, Error> {
    let bytes = bytes.into();
    let format = options.format.unwrap_or_else(|| recognise(&bytes));
    let name = options.name.as_ref().map(OsStr::new);
    let len = bytes.len() as u64;
    Reader::of_file(Box::new(Cursor::new(bytes)), Some(len), None, name, format, options)
}

/// Reads an open file, from where it stands: a text bundle if it goes on with `%huzma`, otherwise one
/// text.
///
/// # Errors
/// Where the first bytes cannot be read, or a folder is asked for.
pub fn open_read(mut reader: Box<dyn BufRead + Send>, options: &Options) -> Result<Reader, Error> {
    let format = match options.format {
        Some(format) => format,
        None => {
            // A pipe may hand over less than asked for, so the start is collected and put back.
            let mut start = Vec::new();
            let taken = (&mut reader).take(SNIFFED as u64).read_to_end(&mut start);
            taken.map_err(|error| Error::io("read", None, error))?;
            let format = recognise(&start);
            reader = Box::new(Cursor::new(start).chain(reader));
            format
        }
    };
    let name = options.name.as_ref().map(OsStr::new);
    Reader::of_file(Box::new(reader), None, None, name, format, options)
}

/// How many bytes are needed to recognise a format.
const SNIFFED: usize = decode::BOM.len() + TEXT_BUNDLE.len();

fn recognise(start: &[u8]) -> Format {
    let start = start.strip_prefix(decode::BOM).unwrap_or(start);
    if start.starts_with(TEXT_BUNDLE) { Format::TextBundle } else { Format::Text }
}

impl Reader {
    fn of_file(
        input: Box<dyn Read + Send>,
        len: Option<u64>,
        path: Option<&Path>,
        name: Option<&OsStr>,
        format: Format,
        options: &Options,
    ) -> Result<Self, Error> {
        let limits = &options.limits;
        if let Some(len) = len {
            limits.check_total_bytes(len, true, path)?;
        }
        let source = match format {
            Format::Text => Source::Text(Box::new(single::Single::new(input, len, path, name, limits))),
            Format::TextBundle => Source::TextBundle(Box::new(text::TextBundle::new(input, path, limits))),
            Format::Folder => {
                let reason = "a folder is read by its path";
                return Err(Error::new(ErrorKind::NotABundle { reason }, path));
            }
        };
        Ok(Self { source, format, metadata: Metadata::new(), failed: false })
    }

    /// The metadata of the bundle itself: that of `bundle.json` in a folder.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The format that is read.
    #[must_use]
    pub fn format(&self) -> Format {
        self.format
    }
}

impl Iterator for Reader {
    type Item = Result<Event, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.failed {
            return None;
        }
        let next = match &mut self.source {
            Source::Folder(folder) => folder.next(),
            Source::TextBundle(bundle) => bundle.next(),
            Source::Text(text) => text.next(),
        };
        self.failed = matches!(next, Some(Err(_)));
        next
    }
}

impl std::iter::FusedIterator for Reader {}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("format", &self.format).field("failed", &self.failed).finish_non_exhaustive()
    }
}
