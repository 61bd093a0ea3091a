//! One text: a file that is no bundle, or bytes in memory.

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::decode;
use super::document::{Document, Metadata, Origin, Storage};
use super::error::Error;
use super::file::{Budget, name_bytes};
use super::folder::{numbered, stem};
use super::limits::Limits;
use super::percent::id_from_name;
use super::{Event, Located};

/// The id of a text that nobody named.
const NAMELESS: &str = "text";

/// The reader of one text.
pub(super) struct Single {
    input: Option<(Box<dyn Read + Send>, Option<u64>)>,
    path: Option<PathBuf>,
    number: Option<u64>,
    id: String,
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
        limits: &Limits,
    ) -> Self {
        let (number, id) = match name {
            Some(name) => match numbered(name) {
                Some((number, id)) => (Some(number), id),
                None => (None, id_from_name(&name_bytes(stem(name)))),
            },
            None => (None, NAMELESS.to_owned()),
        };
        let budget = Budget::new(limits.clone());
        let path = path.map(Path::to_path_buf);
        Self { input: Some((input, len)), path, number, id, budget, pending: VecDeque::new() }
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
        let decoded = decode::decode(&bytes, path)?;
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
                storage: Storage::Plain,
            };
            self.pending.push_back(Event::Document(document));
        }
        Ok(())
    }
}
