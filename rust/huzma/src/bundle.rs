//! Reading and writing bundles: ordered sets of documents with metadata.
//!
//! A bundle is a folder of texts, or one file: an archive of such a folder, a text bundle, JSON Lines, a table, or a single text, perhaps
//! compressed. [`open`] reads any of them as a stream of [`Event`]s, one document at a time, so memory does not grow with the input. The
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
use std::fs::{self, File};
use std::io::{self, BufRead, Cursor, Read, Seek};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::finding::Finding;

mod archive;
mod canonical;
mod compression;
mod decode;
mod document;
mod encoding;
mod error;
mod file;
mod folder;
mod header;
mod ids;
mod input;
mod json_lines;
mod json_object;
mod limits;
mod members;
mod metadata;
mod numbering;
mod percent;
mod places;
mod records;
mod replace;
mod seal;
mod sealed;
mod segment;
mod single;
mod stream;
mod table;
mod tar;
mod target;
mod text;
mod unpack;
mod unsealed;
mod utf8;
mod values;
mod verifying;
mod write;
mod zip;

pub use compression::Compression;
pub use document::{Document, Metadata, Origin};
pub use encoding::{Encoding, Name};
pub use error::{Error, ErrorKind, TEXT_LIMIT};
pub use limits::Limits;
pub use replace::{Splice, splice, write_atomic};
pub use stream::{stream, stream_of};
pub use target::{Sink, WriteOptions, write, write_to};
pub use write::{Entry, TextWriter, write_text};

/// The first bytes of a text bundle.
const TEXT_BUNDLE: &[u8] = b"%huzma";

/// In which format a bundle comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Format {
    /// A folder of texts.
    Folder,
    /// The files of a folder in a zip file.
    Zip,
    /// The files of a folder in a tar file.
    Tar,
    /// One file of documents between markers.
    TextBundle,
    /// One JSON object a line.
    JsonLines,
    /// Rows of cells between commas, the first one the names of the columns.
    Csv,
    /// The same between tabs.
    Tsv,
    /// One text.
    Text,
}

/// How to read.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct Options {
    /// How much to take in.
    pub limits: Limits,
    /// The format, where it must not be recognised: by the extension of the name, or else by the first
    /// bytes. What is neither is one text. A stream in gzip or zstd is expanded first.
    pub format: Option<Format>,
    /// The file name of bytes or an open file: a single text has its id from it.
    pub name: Option<String>,
    /// The member of a JSON object, or the column of a table, that is the text: `text`.
    pub text_field: String,
    /// The encoding of texts. A text bundle, JSON Lines and tables are always in UTF-8.
    pub encoding: Encoding,
    /// Whether the digests of sealed bundles are computed and compared. Without that, damage is noticed only
    /// where it changes a length or a marker.
    pub verify: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            format: None,
            name: None,
            text_field: TEXT_FIELD.to_owned(),
            encoding: Encoding::Utf8,
            verify: true,
        }
    }
}

/// The member of a record that is the text.
const TEXT_FIELD: &str = "text";

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
    /// Why no text can be replaced in its file, if the file is the reason.
    fixed: Option<&'static str>,
    failed: bool,
}

enum Source {
    Folder(Box<folder::Folder>),
    TextBundle(Box<text::TextBundle>),
    JsonLines(Box<json_lines::JsonLines>),
    Table(Box<table::Table>),
    Text(Box<single::Single>),
}

/// Opens a folder or a file by its path.
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
                let (folder, metadata) = folder::Folder::open(path, options)?;
                Ok(Reader {
                    source: Source::Folder(Box::new(folder)),
                    format: Format::Folder,
                    metadata,
                    fixed: None,
                    failed: false,
                })
            }
            Some(_) => Err(not_a_bundle("it is a folder, not a file")),
        };
    }
    if options.format == Some(Format::Folder) {
        return Err(not_a_bundle("it is a file, not a folder"));
    }
    let (file, len) = opened(path)?;
    Reader::of(Raw::File(file), Some(len), Some(path), path.file_name(), options)
}

/// Opens a regular file, and gives its length.
fn opened(path: &Path) -> Result<(File, u64), Error> {
    // Links that the caller names are followed; only what they lead to has to be a regular file.
    let real = fs::canonicalize(path).map_err(|error| Error::io("open", Some(path), error))?;
    file::open_regular(&real).map_err(|refused| match refused {
        file::Refused::Special => {
            let reason = "it is a pipe, a socket or a device; open it and hand over the open file";
            Error::new(ErrorKind::Unsupported { reason }, Some(path))
        }
        file::Refused::Io(error) => Error::io("open", Some(path), error),
    })
}

/// Reads bytes in memory; what they are not recognised as is one text.
///
/// # Errors
/// Where the bytes are more than the limits allow, or a folder is asked for.
pub fn open_bytes(bytes: impl Into<Arc<[u8]>>, options: &Options) -> Result<Reader, Error> {
    let bytes = bytes.into();
    let len = bytes.len() as u64;
    Reader::of(Raw::Bytes(Cursor::new(bytes)), Some(len), None, options.name.as_ref().map(OsStr::new), options)
}

/// Reads an open file, from where it stands; what it is not recognised as is one text.
///
/// # Errors
/// Where the first bytes cannot be read, or a folder is asked for.
pub fn open_read(reader: Box<dyn BufRead + Send>, options: &Options) -> Result<Reader, Error> {
    Reader::of(Raw::Stream(Box::new(reader)), None, None, options.name.as_ref().map(OsStr::new), options)
}

/// How many bytes are looked at to recognise a format.
const SNIFFED: usize = 512;

/// What the bytes of a file come from.
enum Raw {
    File(File),
    Bytes(Cursor<Arc<[u8]>>),
    Stream(Box<dyn Read + Send>),
}

impl Raw {
    /// The first bytes, which are still to be read afterwards.
    fn start(&mut self) -> io::Result<Vec<u8>> {
        let mut start = Vec::new();
        match self {
            Self::File(file) => {
                file.take(SNIFFED as u64).read_to_end(&mut start)?;
                file.rewind()?;
            }
            Self::Bytes(bytes) => start.extend(bytes.get_ref().iter().take(SNIFFED)),
            Self::Stream(stream) => {
                // A pipe may hand over less than asked for, so the start is collected and put back; so is an
                // error, for those who read up to it.
                let mut rest = std::mem::replace(stream, Box::new(io::empty()));
                let read = (&mut rest).take(SNIFFED as u64).read_to_end(&mut start);
                let error = Failing(read.err());
                *stream = Box::new(Cursor::new(start.clone()).chain(error).chain(rest));
            }
        }
        Ok(start)
    }

    /// The same where any part can be read.
    fn into_bytes(self, limits: &Limits, path: Option<&Path>) -> Result<Box<dyn archive::Bytes>, Error> {
        match self {
            Self::File(file) => Ok(Box::new(file)),
            Self::Bytes(bytes) => Ok(Box::new(bytes)),
            Self::Stream(stream) => archive::spool(stream, limits, path),
        }
    }

    fn into_stream(self) -> Box<dyn Read + Send> {
        match self {
            Self::File(file) => Box::new(file),
            Self::Bytes(bytes) => Box::new(bytes),
            Self::Stream(stream) => stream,
        }
    }
}

/// Fails once, if it has an error.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// The format that the first bytes tell.
fn recognise(start: &[u8]) -> Format {
    let text = start.strip_prefix(decode::BOM).unwrap_or(start);
    if text.starts_with(TEXT_BUNDLE) {
        Format::TextBundle
    } else if start.starts_with(b"PK\x03\x04") || start.starts_with(b"PK\x05\x06") {
        Format::Zip
    } else if tar::is_header(start) {
        Format::Tar
    } else {
        Format::Text
    }
}

impl Format {
    /// The format that the extension of a file name tells.
    fn of_extension(extension: &OsStr) -> Option<Self> {
        match extension.to_ascii_lowercase().to_str() {
            Some("huzma") => Some(Self::TextBundle),
            Some("zip") => Some(Self::Zip),
            Some("tar" | "tgz") => Some(Self::Tar),
            Some("jsonl" | "ndjson") => Some(Self::JsonLines),
            Some("csv") => Some(Self::Csv),
            Some("tsv") => Some(Self::Tsv),
            _ => None,
        }
    }

    /// The format and the compression that a file name tells, and the name without what is said of the
    /// compression.
    fn of_name(name: &OsStr) -> (Option<Self>, Option<Compression>, &OsStr) {
        let extension = |name| Path::new(name).extension();
        let compression = extension(name).and_then(Compression::of_extension);
        let inner = if compression.is_some() { folder::stem(name) } else { name };
        // `.tgz` says both.
        let format = extension(inner).and_then(Self::of_extension);
        let format = format.or_else(|| extension(name).and_then(Self::of_extension));
        (format, compression, inner)
    }
}

impl Reader {
    fn of(
        mut raw: Raw,
        mut len: Option<u64>,
        path: Option<&Path>,
        name: Option<&OsStr>,
        options: &Options,
    ) -> Result<Self, Error> {
        let limits = &options.limits;
        if let Some(len) = len {
            limits.check_total_bytes(len, true, path)?;
        }
        let failed = |error| Error::io("read", path, error);
        // Of what arrives bit by bit, a document is not held back for the next one.
        let at_hand = !matches!(raw, Raw::Stream(_));
        let (of_name, compression, name) = match name {
            Some(name) => {
                let (format, compression, name) = Format::of_name(name);
                (format, compression, Some(name))
            }
            None => (None, None, None),
        };
        let mut start = raw.start().map_err(failed)?;
        let compression = Compression::of_start(&start).or(compression);
        if let Some(compression) = compression {
            raw = Raw::Stream(compression.expand(raw.into_stream(), limits, path));
            len = None;
            start = raw.start().map_err(failed)?;
        }
        let format = options.format.or(of_name).unwrap_or_else(|| recognise(&start));
        let has_texts = matches!(format, Format::Folder | Format::Zip | Format::Tar | Format::Text);
        if matches!(options.encoding, Encoding::Named(_)) && !has_texts {
            let reason = "only a folder, an archive or a text can be in another encoding than UTF-8";
            return Err(Error::new(ErrorKind::Unsupported { reason }, path));
        }
        let fixed = compression.map(|_| "the file is compressed: expand it, fix that and compress it again");
        let source = match format {
            Format::Zip | Format::Tar => {
                let bytes = raw.into_bytes(limits, path)?;
                let archive = match format {
                    Format::Zip => archive::Archive::Zip(zip::Zip::new(bytes)),
                    _ => archive::Archive::Tar(tar::Tar::new(bytes)),
                };
                let (folder, metadata) = folder::Folder::open_archive(archive, path, options)?;
                return Ok(Self {
                    source: Source::Folder(Box::new(folder)),
                    format,
                    metadata,
                    fixed: None,
                    failed: false,
                });
            }
            Format::Text => Source::Text(Box::new(single::Single::new(raw.into_stream(), len, path, name, options))),
            Format::TextBundle => {
                Source::TextBundle(Box::new(text::TextBundle::new(raw.into_stream(), path, options, at_hand)))
            }
            Format::JsonLines => {
                Source::JsonLines(Box::new(json_lines::JsonLines::new(raw.into_stream(), path, options)))
            }
            Format::Csv => Source::Table(Box::new(table::Table::new(raw.into_stream(), b',', path, options))),
            Format::Tsv => Source::Table(Box::new(table::Table::new(raw.into_stream(), b'\t', path, options))),
            Format::Folder => {
                let reason = "a folder is read by its path";
                return Err(Error::new(ErrorKind::NotABundle { reason }, path));
            }
        };
        Ok(Self { source, format, metadata: Metadata::new(), fixed, failed: false })
    }

    /// The metadata of the bundle itself: that of `bundle.json` in a folder.
    #[must_use]
    pub fn metadata(&self) -> &Metadata {
        &self.metadata
    }

    /// The bytes of a text, of JSON Lines or of a table, expanded, for somebody who reads them in another way beside
    /// this reader: the file is read once, and what only one of the two has read is kept for the other.
    ///
    /// None for other formats, and where reading has begun. An error of reading is told here; there it is only known
    /// that there was one.
    #[must_use]
    pub fn bytes(&mut self) -> Option<Box<dyn Read + Send>> {
        match &mut self.source {
            Source::JsonLines(lines) => records::Reads::records(&mut **lines).input.twin(),
            Source::Table(table) => records::Reads::records(&mut **table).input.twin(),
            Source::Text(text) => text.twin(),
            Source::Folder(_) | Source::TextBundle(_) => None,
        }
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
            Source::JsonLines(lines) => records::next(&mut **lines),
            Source::Table(table) => records::next(&mut **table),
            Source::Text(text) => text.next(),
        };
        self.failed = matches!(next, Some(Err(_)));
        match (next, self.fixed) {
            (Some(Ok(Event::Document(document))), Some(_)) => {
                Some(Ok(Event::Document(Document { fixed: self.fixed, ..document })))
            }
            (next, _) => next,
        }
    }
}

impl std::iter::FusedIterator for Reader {}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Reader").field("format", &self.format).field("failed", &self.failed).finish_non_exhaustive()
    }
}
