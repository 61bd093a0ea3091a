//! Bundles of one record a document: what JSON Lines and tables have in common.
//!
//! A record is a set of members. One of them is the text, `id` names the document, and all others are its
//! metadata. What is wrong with a record is a finding, and the next one is read.

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::decode::BOM;
use super::document::{Document, Metadata, Origin, Storage};
use super::error::{Error, check_text_len};
use super::ids::{Ids, REMEMBERED, Seen};
use super::input::Input;
use super::limits::Limits;
use super::percent::is_id;
use super::places::Places;
use super::text::LONGEST_BODY;
use super::{Event, Located, Options};
use crate::finding::{Finding, Severity, codes};

/// The member that names a document.
pub(super) const ID: &str = "id";

/// Why texts in records are not replaced.
const FIXED: &str = "a text in a record is not replaced in its file: write the documents to a folder and fix that";

/// A stream of records, and what comes of them.
pub(super) struct Records {
    pub(super) input: Input,
    pub(super) path: Option<PathBuf>,
    pub(super) limits: Limits,
    /// The member that is the text.
    pub(super) text_field: String,
    /// The number of the line that is read next, from 1.
    pub(super) line: u64,
    pending: VecDeque<Event>,
    error: Option<Error>,
    ids: Ids,
    delivered: u64,
    done: bool,
}

/// A record that has a text.
pub(super) struct Record {
    pub(super) line: u64,
    /// The range of the record, and that of its text, in the file.
    pub(super) record: (u64, u64),
    pub(super) value: (u64, u64),
    pub(super) text: String,
    pub(super) places: Places,
    pub(super) metadata: Metadata,
}

/// How a kind of records is read.
pub(super) trait Reads {
    fn records(&mut self) -> &mut Records;

    /// Reads one record; says whether there was one.
    fn step(&mut self) -> Result<bool, Error>;
}

/// The next finding or document.
pub(super) fn next(reader: &mut dyn Reads) -> Option<Result<Event, Error>> {
    loop {
        let records = reader.records();
        if let Some(event) = records.pending.pop_front() {
            return Some(Ok(event));
        }
        if let Some(error) = records.error.take() {
            records.done = true;
            return Some(Err(error));
        }
        if records.done {
            return None;
        }
        let step = reader.step();
        let records = reader.records();
        match step {
            Ok(true) => {}
            Ok(false) => {
                records.done = true;
                if records.delivered == 0 {
                    records.report(None, codes::NO_DOCUMENTS.whole());
                }
            }
            // What was found on the way to it comes first.
            Err(error) => records.error = Some(error),
        }
    }
}

impl Records {
    pub(super) fn new(source: Box<dyn Read + Send>, path: Option<&Path>, options: &Options) -> Self {
        Self {
            input: Input::new(source, path, &options.limits),
            path: path.map(Path::to_path_buf),
            limits: options.limits.clone(),
            text_field: options.text_field.clone(),
            line: 1,
            pending: VecDeque::new(),
            error: None,
            ids: Ids::default(),
            delivered: 0,
            done: false,
        }
    }

    pub(super) fn report(&mut self, document_id: Option<&str>, finding: Finding) {
        let located = Located { path: self.path.clone(), document_id: document_id.map(str::to_owned), finding };
        self.pending.push_back(Event::Finding(located));
    }

    /// Takes a byte order mark at the start.
    pub(super) fn skip_mark(&mut self) -> Result<(), Error> {
        if self.input.offset() == 0 && self.input.peek(BOM.len())? == BOM {
            self.input.take(BOM.len());
            self.report(None, codes::BOM.at_bytes(0, BOM.len() as u64));
        }
        Ok(())
    }

    /// Takes a line, its line end included, behind what `record` has of it already; `start` is where that
    /// began.
    pub(super) fn take_line(&mut self, record: &mut Vec<u8>, start: u64) -> Result<(), Error> {
        let allowed = self.limits.document_bytes.min(LONGEST_BODY);
        let left = allowed.saturating_sub(record.len() as u64).saturating_add(1);
        let before = record.len();
        let whole = self.input.line(record, usize::try_from(left).unwrap_or(usize::MAX))?;
        if !whole || record.len() as u64 > allowed {
            let actual = record.len() as u64;
            let error = Error::limit("document_bytes", self.limits.document_bytes, actual, false, self.path.as_deref());
            return Err(error.at(start));
        }
        self.line += u64::from(record.len() > before);
        Ok(())
    }

    /// Hands on a record as a document.
    pub(super) fn deliver(&mut self, record: Record) -> Result<(), Error> {
        let Record { line, record: (start, end), value, text, places, mut metadata } = record;
        check_text_len(text.len() as u64, self.path.as_deref()).map_err(|error| error.at(start))?;
        let given = metadata.shift_remove(ID);
        let id = match given {
            Some(Value::String(id)) if is_id(&id) => id,
            Some(Value::Number(number)) if number.is_i64() || number.is_u64() => number.to_string(),
            None | Some(Value::Null) => format!("line-{line}"),
            Some(_) => {
                let id = format!("line-{line}");
                self.report(Some(&id), codes::UNUSABLE_ID.at_bytes(start, end).with(line.to_string()).with(id.clone()));
                id
            }
        };
        match self.ids.see(&id) {
            Seen::New => {}
            Seen::Again => self.report(Some(&id), codes::REPEATED_ID.at_bytes(start, end).with(id.clone())),
            Seen::Last => self.report(None, codes::IDS_NOT_COMPARED.at_bytes(start, end).with(REMEMBERED.to_string())),
        }
        if text.is_empty() {
            let finding = codes::EMPTY_DOCUMENT.at_bytes(value.0, value.1);
            self.report(Some(&id), finding.severity(Severity::Warning));
        }
        let index = self.delivered;
        self.limits.check_documents(index + 1, false, self.path.as_deref())?;
        self.delivered += 1;
        let origin = Origin { path: self.path.clone(), member: None, byte_start: value.0, byte_end: value.1 };
        let (number, storage, fixed) = (None, Storage::Mapped(places), Some(FIXED));
        self.pending.push_back(Event::Document(Document { id, index, number, metadata, text, origin, storage, fixed }));
        Ok(())
    }
}
