//! One text: a file that is no bundle, or bytes in memory.

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use super::decode;
use super::document::{Document, Metadata, Origin};
use super::encoding::Encoding;
use super::error::{Error, ErrorKind, check_text_len};
use super::file::{Budget, name_bytes};
use super::folder::{numbered, stem};
use super::percent::id_from_name;
use super::stream::twins;
use super::target::Sink;
use super::write::Entry;
use super::{Event, Located, Options};

/// The id of a text that nobody named.
const NAMELESS: &str = "text";

/// The reader of one text.
pub(super) struct Single {
    input: Option<(Box<dyn Read + Send>, Option<u64>)>,
    path: Option<PathBuf>,
    number: Option<u64>,
    id: String,
    encoding: Encoding,
    budget: Budget,
    pending: VecDeque<Event>,
}

impl Single {
    /// A text of `len` bytes, if that is known; `name` is that of a file, with its extension.
    pub(super) fn new(
        input: Box<dyn Read + Send>,
        len: Option<u64>,
        path: Option<&Path>,
        name: Option<&std::ffi::OsStr>,
        options: &Options,
    ) -> Self {
        let (number, id) = match name {
            Some(name) => match numbered(name) {
                Some((number, id)) => (Some(number), id),
                None => (None, id_from_name(&name_bytes(stem(name)))),
            },
            None => (None, NAMELESS.to_owned()),
        };
        let budget = Budget::new(options.limits.clone());
        let path = path.map(Path::to_path_buf);
        Self {
            input: Some((input, len)),
            path,
            number,
            id,
            encoding: options.encoding,
            budget,
            pending: VecDeque::new(),
        }
    }

    /// The same bytes for somebody else; none where they have been read already.
    pub(super) fn twin(&mut self) -> Option<Box<dyn Read + Send>> {
        let (input, len) = self.input.take()?;
        let (own, other) = twins(input);
        self.input = Some((Box::new(own), len));
        Some(Box::new(other))
    }

    /// The next finding, or the document.
    pub(super) fn next(&mut self) -> Option<Result<Event, Error>> {
        if let Some((mut input, len)) = self.input.take()
            && let Err(error) = self.read(&mut *input, len)
        {
            return Some(Err(error));
        }
        self.pending.pop_front().map(Ok)
    }

    fn read(&mut self, input: &mut dyn Read, len: Option<u64>) -> Result<(), Error> {
        let path = self.path.as_deref();
        self.budget.limits().check_documents(1, true, path)?;
        let bytes = self.budget.read(input, len, path)?.map_err(|error| Error::io("read the text", path, error))?;
        let byte_end = bytes.len() as u64;
        let decoded = decode::decode(&bytes, self.encoding, path)?;
        self.pending.extend(decoded.findings.into_iter().map(|finding| {
            Event::Finding(Located { path: self.path.clone(), document_id: Some(self.id.clone()), finding })
        }));
        if let Some(text) = decoded.text {
            let origin = Origin { path: self.path.clone(), member: None, byte_start: decoded.start, byte_end };
            let document = Document {
                id: std::mem::take(&mut self.id),
                index: 0,
                number: self.number,
                metadata: Metadata::new(),
                text,
                origin,
                storage: decoded.storage,
                fixed: decoded.fixed,
            };
            self.pending.push_back(Event::Document(document));
        }
        Ok(())
    }
}

/// A file of one text that is written. Its id is what the file is called.
#[derive(Debug)]
pub(super) struct TextFile<W> {
    out: W,
    written: u64,
}

impl<W: Write> TextFile<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out, written: 0 }
    }

    /// Checks that there was a text.
    pub(super) fn finish(self) -> Result<(), Error> {
        if self.written == 0 {
            let reason = "a text file holds one document, and none was given";
            return Err(Error::new(ErrorKind::Unsupported { reason }, None));
        }
        Ok(())
    }
}

impl<W: Write> Sink for TextFile<W> {
    fn write(&mut self, document: Entry<'_>) -> Result<(), Error> {
        check_text_len(document.text.len() as u64, None)?;
        let reason = if self.written > 0 {
            "a text file holds one document"
        } else if !document.metadata.is_empty() {
            "a text file has no place for its metadata"
        } else if document.text.is_empty() {
            "it is empty, and an empty file is a document that was lost"
        } else {
            // Of two byte order marks reading leaves out one.
            let mark: &[u8] = if document.text.as_bytes().starts_with(decode::BOM) { decode::BOM } else { b"" };
            let written = self.out.write_all(mark).and_then(|()| self.out.write_all(document.text.as_bytes()));
            written.map_err(|error| Error::io("write the text", None, error))?;
            self.written += 1;
            return Ok(());
        };
        Err(Error::new(ErrorKind::Unwritable { document: self.written, reason: reason.to_owned() }, None))
    }
}
