//! Writing documents to a path: in which format, and all of them or none.

use std::io::{self, Write};
use std::path::Path;

use super::compression::Compression;
use super::document::Metadata;
use super::error::{Error, ErrorKind};
use super::json_lines::JsonLinesWriter;
use super::members::Files;
use super::replace::write_atomic;
use super::single::TextFile;
use super::table::TableWriter;
use super::tar::TarWriter;
use super::unpack::Directory;
use super::write::{Entry, TextWriter};
use super::zip::ZipWriter;
use super::{Format, TEXT_FIELD};

/// What documents are written to, one after the other.
pub trait Sink {
    /// Writes a document.
    ///
    /// # Errors
    /// [`ErrorKind::Unwritable`] for a document that the format cannot hold, and whatever the system
    /// reports.
    fn write(&mut self, document: Entry<'_>) -> Result<(), Error>;
}

/// How to write.
#[non_exhaustive]
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// The format, where the name of the target must not tell it.
    pub format: Option<Format>,
    /// The compression, where the name of the target tells none.
    pub compression: Option<Compression>,
    /// Whether a text bundle is written in the sealed form.
    pub seal: bool,
    /// Whether files of a folder that has some already are replaced.
    pub overwrite: bool,
    /// The member of a JSON object, or the column of a table, that is the text: `text`.
    pub text_field: String,
    /// The metadata of the bundle itself. Only a folder and an archive have a place for
    /// it.
    pub metadata: Metadata,
}

impl Default for WriteOptions {
    fn default() -> Self {
        let text_field = TEXT_FIELD.to_owned();
        Self { format: None, compression: None, seal: true, overwrite: false, text_field, metadata: Metadata::new() }
    }
}

/// Writes the documents that `fill` hands over. If anything fails, what lies at `path` is what was there
/// before, but for a folder that is written into with [`WriteOptions::overwrite`]: each of its files is
/// the old one or the new one.
///
/// # Errors
/// What `fill` fails with; [`ErrorKind::Unsupported`] where the name of the target tells no format, or a
/// folder has files and they may not be replaced; [`ErrorKind::Unwritable`] for a document that the
/// format cannot hold; and whatever the system reports.
pub fn write(
    path: &Path,
    options: &WriteOptions,
    fill: impl FnOnce(&mut dyn Sink) -> io::Result<()>,
) -> Result<(), Error> {
    let unsupported = |reason| Error::new(ErrorKind::Unsupported { reason }, Some(path));
    let (format, compression) = format_of(path);
    let format = options.format.or(format).ok_or_else(|| {
        unsupported(
            "the name does not tell in which format to write: a folder, or .huzma, .zip, .tar, .jsonl, .csv, .tsv \
             or .txt, perhaps with .gz or .zst",
        )
    })?;
    if format == Format::Folder {
        let mut files = Files::new(Directory::open(path, options.overwrite)?, &options.metadata)?;
        fill(&mut files).map_err(|error| Error::io("write", Some(path), error))?;
        return files.into_store().commit();
    }
    let compression = compression.or(options.compression);
    write_atomic(path, |out| write_compressed(format, compression, options, out, fill))
}

/// Writes the documents that `fill` hands over to an open file or into memory. What was written before
/// something failed has been written.
///
/// # Errors
/// As [`write`]; [`ErrorKind::Unsupported`] also where [`WriteOptions::format`] names none, or a folder.
pub fn write_to(
    out: &mut dyn Write,
    options: &WriteOptions,
    fill: impl FnOnce(&mut dyn Sink) -> io::Result<()>,
) -> Result<(), Error> {
    let format = options.format.filter(|&format| format != Format::Folder).ok_or_else(|| {
        let reason = "the format of an open file has to be named, and it can be no folder";
        Error::new(ErrorKind::Unsupported { reason }, None)
    })?;
    let written = write_compressed(format, options.compression, options, out, fill).and_then(|()| out.flush());
    written.map_err(|error| Error::io("write", None, error))
}

fn write_compressed(
    format: Format,
    compression: Option<Compression>,
    options: &WriteOptions,
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Sink) -> io::Result<()>,
) -> io::Result<()> {
    match compression {
        Some(compression) => compression.compress(out, |out| write_file(format, options, out, fill)),
        None => write_file(format, options, out, fill),
    }
}

fn write_file(
    format: Format,
    options: &WriteOptions,
    out: &mut dyn Write,
    fill: impl FnOnce(&mut dyn Sink) -> io::Result<()>,
) -> io::Result<()> {
    let field = &options.text_field;
    match format {
        Format::TextBundle => {
            let mut writer = TextWriter::new(out, options.seal)?;
            fill(&mut writer)?;
            writer.finish()?;
        }
        Format::JsonLines => fill(&mut JsonLinesWriter::new(out, field))?,
        Format::Csv | Format::Tsv => {
            let separator = if format == Format::Csv { b',' } else { b'\t' };
            let mut writer = TableWriter::new(out, separator, field);
            fill(&mut writer)?;
            writer.finish()?;
        }
        Format::Zip => {
            let mut files = Files::new(ZipWriter::new(out), &options.metadata)?;
            fill(&mut files)?;
            files.into_store().finish()?;
        }
        Format::Tar => {
            let mut files = Files::new(TarWriter::new(out), &options.metadata)?;
            fill(&mut files)?;
            files.into_store().finish()?;
        }
        Format::Text | Format::Folder => {
            let mut text = TextFile::new(out);
            fill(&mut text)?;
            text.finish()?;
        }
    }
    Ok(())
}

impl<W: Write> Sink for TextWriter<W> {
    fn write(&mut self, document: Entry<'_>) -> Result<(), Error> {
        TextWriter::write(self, document)
    }
}

/// The format and the compression that the name of what is to be written tells; what has no extension is
/// a folder.
fn format_of(path: &Path) -> (Option<Format>, Option<Compression>) {
    let Some(name) = path.file_name() else { return (Some(Format::Folder), None) };
    let (format, compression, inner) = Format::of_name(name);
    let format = format.or_else(|| match Path::new(inner).extension() {
        None if compression.is_none() => Some(Format::Folder),
        Some(extension) if extension.eq_ignore_ascii_case("txt") => Some(Format::Text),
        _ => path.is_dir().then_some(Format::Folder),
    });
    (format, compression)
}
