//! Text bundles: documents between marker lines, one after the other.
//!
//! A line that starts with a single `%` is a marker, whatever is damaged; so the reader can always go on
//! at the next one. What stands between markers is read by [`unsealed`](super::unsealed) in one form and by
//! [`sealed`](super::sealed) in the other. Where the first line doesn't say which form follows, a
//! document that carries anything of a seal is held to it.

use std::collections::VecDeque;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::decode::{self, BOM};
use super::document::{Document, Metadata, Origin, Storage};
use super::error::{Error, TEXT_LIMIT, check_text_len};
use super::header::{self, excerpt, key_len, words};
use super::ids::{Ids, REMEMBERED, Seen};
use super::input::{Input, Piece, Stop};
use super::limits::Limits;
use super::seal::{Digits, Seal, SegmentDigest};
use super::segment::{Form, Segment, WORD_BYTES, Word, marker_near};
use super::unsealed::Draft;
use super::utf8::Utf8;
use super::verifying::Verifying;
use super::write::{OPEN, SEALED};
use super::{Event, Located, Options, sealed};
use crate::finding::{Code, Finding, Place, Severity, codes};
use crate::span::MAX_LEN;

/// The longest marker line: an id of 128 characters of four bytes, percent-encoded, and some spaces.
const MARKER_BYTES: usize = 4096;

/// How long the lines of most headers are, at most.
const HEADER_BYTES: usize = 256;

/// The first line of a sealed bundle that has become two: its space became a line end, or one was added before it.
const SPLIT: [&[u8]; 2] = [b"%huzma 1\nsealed\n", b"%huzma 1\n sealed\n"];

/// The most stored bytes that a text within the offsets can have: every second byte a `%` that is doubled.
pub(super) const LONGEST_BODY: u64 = MAX_LEN as u64 / 2 * 3 + 2;

/// How a header ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HeaderEnd {
    /// With a blank line, as it should.
    Blank,
    /// A marker follows.
    Marker,
    /// The file ended.
    End,
    /// A line follows that is no `key: value`.
    NotALine,
}

/// A document as far as it has been read.
#[derive(Clone, Debug)]
pub(super) struct Head {
    /// The offset of its marker.
    pub(super) start: u64,
    /// The marker line and the header lines, as stored.
    pub(super) marker: Vec<u8>,
    pub(super) lines: Vec<u8>,
    pub(super) lines_at: u64,
    pub(super) end: HeaderEnd,
}

/// A body as it was stored.
#[derive(Clone, Debug, Default)]
pub(super) struct Body {
    pub(super) text: Utf8,
    pub(super) escapes: Vec<u32>,
    /// The offset in the file, and the number of bytes there.
    pub(super) start: u64,
    pub(super) stored: u64,
}

impl Body {
    pub(super) fn push(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Text(text) => self.text.push(text),
            Piece::Escape => self.escapes.push(self.text.len() as u32),
        }
    }
}

pub(super) enum State {
    /// At the start of a line, outside of documents.
    Frame,
    /// In the header of a document of the open form.
    Header(Box<Draft>),
    Done,
}

/// The reader of a text bundle.
pub(super) struct TextBundle {
    pub(super) input: Input,
    pub(super) path: Option<PathBuf>,
    pub(super) limits: Arc<Limits>,
    pub(super) pending: VecDeque<Event>,
    error: Option<Error>,
    pub(super) state: State,
    pub(super) segment: Option<Segment>,
    /// Where blank lines stand before the first segment: none may stand before a sealed one.
    blank: Option<(u64, u64)>,
    ids: Ids,
    delivered: u64,
    /// CRLF has been mentioned.
    crlf: bool,
    /// What has been read of a sealed segment ahead of its verification.
    pub(super) ahead: Verifying<Box<sealed::Document>>,
    /// Whether digests are computed at all.
    pub(super) verify: bool,
}

impl TextBundle {
    /// `ahead` says whether to read on before the documents that were read have been taken.
    pub(super) fn new(source: Box<dyn Read + Send>, path: Option<&Path>, options: &Options, ahead: bool) -> Self {
        let limits = &options.limits;
        Self {
            input: Input::new(source, path, limits),
            path: path.map(Path::to_path_buf),
            limits: Arc::new(limits.clone()),
            pending: VecDeque::new(),
            error: None,
            state: State::Frame,
            segment: None,
            blank: None,
            ids: Ids::default(),
            delivered: 0,
            crlf: false,
            ahead: Verifying::new(ahead),
            verify: options.verify,
        }
    }

    /// The next finding or document.
    pub(super) fn next(&mut self) -> Option<Result<Event, Error>> {
        loop {
            if let Some(event) = self.pending.pop_front() {
                return Some(Ok(event));
            }
            if self.ahead.is_full() || self.error.is_some() && !self.ahead.is_empty() {
                // An error here is before whatever happened ahead of it.
                self.error = self.settle_first().err().or(self.error.take());
                continue;
            }
            if let Some(error) = self.error.take() {
                self.state = State::Done;
                return Some(Err(error));
            }
            let step = match std::mem::replace(&mut self.state, State::Frame) {
                State::Frame => self.frame(),
                State::Header(draft) => self.header_line(draft),
                State::Done => {
                    self.state = State::Done;
                    return None;
                }
            };
            // What was found on the way to it comes first.
            self.error = step.err();
        }
    }

    pub(super) fn report(&mut self, document_id: Option<&str>, finding: Finding) {
        let located = Located { path: self.path.clone(), document_id: document_id.map(str::to_owned), finding };
        self.pending.push_back(Event::Finding(located));
    }

    /// At the start of a line outside of documents.
    fn frame(&mut self) -> Result<(), Error> {
        if !self.ahead.is_empty() && !self.is_next_sealed()? {
            self.settle()?;
        }
        let at = self.input.offset();
        let next = self.input.peek(BOM.len() + 1)?;
        if next.starts_with(BOM) && (at == 0 || next.ends_with(b"%")) {
            self.input.take(BOM.len());
            self.report(None, codes::BOM.at_bytes(at, at + BOM.len() as u64));
            return Ok(());
        }
        match *next {
            [] => self.finish(),
            [b'%', b'%', ..] => self.outside(true)?,
            [b'%', ..] => match Word::at(self.input.peek(WORD_BYTES)?) {
                Some(Word::Huzma) => self.first_line(at)?,
                Some(Word::Doc) => self.document(at)?,
                Some(Word::End) => self.end(at)?,
                None => self.unknown_marker(at)?,
            },
            _ => self.outside(true)?,
        }
        Ok(())
    }

    /// Whether a document of a sealed segment follows, which can be read before those ahead of it are settled.
    fn is_next_sealed(&mut self) -> Result<bool, Error> {
        let next = Word::at(self.input.peek(WORD_BYTES)?);
        Ok(next == Some(Word::Doc) && self.open_form() == Some(Form::Sealed))
    }

    /// The form of the segment that is open.
    fn open_form(&self) -> Option<Form> {
        self.segment.as_ref().filter(|segment| segment.open).map(|segment| segment.form)
    }

    /// Skips what belongs to no document, up to the next marker.
    fn outside(&mut self, line_start: bool) -> Result<(), Error> {
        let start = self.input.offset();
        let mut blank = true;
        let mut look = |piece: Piece<'_>| match piece {
            Piece::Text(text) => blank &= text.iter().all(|byte| b" \t\r\n".contains(byte)),
            Piece::Escape => blank = false,
        };
        self.skip(line_start, &mut look)?;
        let end = self.input.offset();
        let sealed = self.segment.as_ref().is_some_and(|segment| segment.form == Form::Sealed);
        if let Some(segment) = self.segment.as_mut().filter(|_| sealed || !blank) {
            segment.lose();
        }
        if sealed {
            self.report(None, codes::DAMAGED_FRAME.at_bytes(start, end));
        } else if !blank {
            self.report(None, codes::TEXT_OUTSIDE_DOCUMENT.at_bytes(start, end).with((end - start).to_string()));
        } else if self.segment.is_none() {
            self.blank = Some((start, end));
        }
        Ok(())
    }

    /// Takes everything up to the next line that starts with a single `%`.
    pub(super) fn skip(&mut self, line_start: bool, look: &mut dyn FnMut(Piece<'_>)) -> Result<Stop, Error> {
        let start = self.input.offset();
        match self.input.body(self.body_limit(), line_start, look)? {
            // More than a document of nothing is no damage that reading on could mend.
            (_, Stop::Full) => Err(self.too_long(start)),
            (_, stop) => Ok(stop),
        }
    }

    /// The error for something longer than a document may be.
    pub(super) fn too_long(&self, start: u64) -> Error {
        let (limit, allowed) = match self.limits.document_bytes {
            allowed if allowed <= LONGEST_BODY => ("document_bytes", allowed),
            _ => (TEXT_LIMIT, MAX_LEN as u64),
        };
        Error::limit(limit, allowed, allowed.saturating_add(1), false, self.path.as_deref()).at(start)
    }

    /// A line that starts with a single `%` and is no marker.
    fn unknown_marker(&mut self, at: u64) -> Result<(), Error> {
        let mut line = Vec::new();
        let whole = self.input.line(&mut line, MARKER_BYTES)?;
        self.lost_marker(at, &line, whole)
    }

    /// Reports a marker that cannot be used, and skips the rest of its line.
    fn lost_marker(&mut self, at: u64, line: &[u8], whole: bool) -> Result<(), Error> {
        self.settle()?;
        if let Some(segment) = &mut self.segment {
            segment.lose();
        }
        let len = line.strip_suffix(b"\n").unwrap_or(line).len() as u64;
        self.report(None, codes::UNKNOWN_MARKER.at_bytes(at, at + len).with(excerpt(line)));
        if whole { Ok(()) } else { self.outside(false) }
    }

    /// Takes a marker line, its line end included; none if it is too long to be one.
    fn marker_line(&mut self, at: u64) -> Result<Option<Vec<u8>>, Error> {
        let mut line = Vec::new();
        let whole = self.input.line(&mut line, MARKER_BYTES)?;
        let path = self.path.as_deref();
        self.limits.check_line_bytes(line.len() as u64, whole, path).map_err(|error| error.at(at))?;
        if !whole {
            self.lost_marker(at, &line, false)?;
            return Ok(None);
        }
        self.look_for_crlf(&line)?;
        Ok(Some(line))
    }

    /// Mentions CRLF at the end of the line that was just taken, once.
    fn look_for_crlf(&mut self, line: &[u8]) -> Result<(), Error> {
        if line.ends_with(b"\r\n") && !std::mem::replace(&mut self.crlf, true) {
            self.settle()?;
            let end = self.input.offset();
            self.report(None, codes::CRLF_LINE_ENDS.at_bytes(end - 2, end));
        }
        Ok(())
    }

    /// A `%huzma` line.
    fn first_line(&mut self, at: u64) -> Result<(), Error> {
        if self.open_form().is_some() {
            self.report(None, codes::MISSING_END.at_bytes(at, at));
        }
        let blank = self.blank.take();
        let line_end = SEALED.len() - 1;
        let start = self.input.peek(SEALED.len() + WORD_BYTES + 1)?;
        if let Some(rest) = start.strip_prefix(&SEALED[..line_end])
            && !rest.starts_with(b"\n")
            && let Some(gap) = marker_near(rest)
        {
            // Only its line end is damaged: the document behind it is whole.
            self.input.take(line_end);
            self.segment = Some(Segment::new(Form::Sealed, SEALED));
            self.damaged_gap(gap);
            return Ok(());
        }
        if let Some(split) = SPLIT.iter().find(|split| start.starts_with(split)) {
            // What was sealed is not quietly open.
            let len = split.len();
            self.input.take(len);
            self.segment = Some(Segment::new(Form::Sealed, SEALED));
            self.report(None, codes::DAMAGED_FRAME.at_bytes(at, at + len as u64));
            return Ok(());
        }
        let Some(line) = self.marker_line(at)? else { return Ok(()) };
        let form = match without_line_end(&line) {
            line if line == without_line_end(OPEN) => Form::Open,
            line if line == without_line_end(SEALED) => Form::Sealed,
            line => {
                let finding = codes::UNKNOWN_FORM.at_bytes(at, at + line.len() as u64).with(excerpt(line));
                self.report(None, finding);
                Form::Unknown
            }
        };
        if let Some((start, end)) = blank.filter(|_| form == Form::Sealed) {
            self.report(None, codes::DAMAGED_FRAME.at_bytes(start, end));
        }
        // Where the form is not known, the digest at the end is held against what it should have been.
        let first_line = if form == Form::Unknown { SEALED } else { &line };
        self.segment = Some(Segment::new(form, first_line));
        Ok(())
    }

    /// Reports the few bytes that stand where the LF before a marker should, and takes them.
    pub(super) fn damaged_gap(&mut self, gap: usize) {
        let at = self.input.offset();
        self.input.take(gap);
        self.report(None, codes::DAMAGED_FRAME.at_bytes(at, at + gap as u64));
    }

    /// Makes sure that a segment is open. If none is, the one before goes on without its first line, and
    /// `at` is where that is missing.
    fn ensure_segment(&mut self, at: u64) -> Form {
        if let Some(form) = self.open_form() {
            return form;
        }
        let form = self.segment.as_ref().map_or(Form::Unknown, |segment| segment.form);
        let first_line = if form == Form::Open { OPEN } else { SEALED };
        let mut segment = Segment::new(form, first_line);
        if let Some(before) = self.segment.take() {
            segment.numbering = before.numbering;
        }
        self.segment = Some(segment);
        self.report(None, codes::MISSING_FIRST_LINE.at_bytes(at, at));
        form
    }

    /// A `%doc` line and the header behind it.
    fn document(&mut self, at: u64) -> Result<(), Error> {
        let form = self.ensure_segment(at);
        if let Some(segment) = &mut self.segment {
            segment.documents += 1;
        }
        let Some(marker) = self.marker_line(at)? else { return Ok(()) };
        let lines_at = self.input.offset();
        let (lines, end) = self.header_lines(form)?;
        let sealed = match form {
            Form::Open => false,
            Form::Sealed => true,
            Form::Unknown => Seal::is_in(&lines),
        };
        let head = Head { start: at, marker, lines, lines_at, end };
        if let Some(segment) = self.segment.as_mut().filter(|_| form == Form::Unknown && !sealed) {
            // Its seal may be what is damaged; then a bundle that is embedded in it follows.
            segment.trusted = false;
        }
        if sealed { self.sealed(head) } else { self.open(head) }
    }

    /// Takes the lines of a header as they are, and the blank line that ends it.
    fn header_lines(&mut self, form: Form) -> Result<(Vec<u8>, HeaderEnd), Error> {
        let mut lines = Vec::with_capacity(HEADER_BYTES);
        let limit = usize::try_from(self.limits.line_bytes).unwrap_or(usize::MAX);
        loop {
            let start = self.input.offset();
            let next = self.input.peek(header::KEY_BYTES + 1)?;
            let end = match *next {
                [] => HeaderEnd::End,
                [b'\n', ..] => {
                    self.input.take(1);
                    HeaderEnd::Blank
                }
                [b'\r', b'\n', ..] if form != Form::Sealed => {
                    self.input.take(2);
                    self.look_for_crlf(b"\r\n")?;
                    HeaderEnd::Blank
                }
                [b'%', b'%', ..] => HeaderEnd::NotALine,
                [b'%', ..] => HeaderEnd::Marker,
                _ => match key_len(next) {
                    // Anything else is no header that was sealed; it may be a long line of text.
                    Some(len) if form != Form::Sealed || header::is_sealed_key(&next[..len]) => {
                        let line = lines.len();
                        if !self.input.line(&mut lines, limit.saturating_sub(line))? {
                            let actual = (lines.len() as u64).saturating_add(1);
                            let path = self.path.as_deref();
                            return Err(
                                Error::limit("line_bytes", self.limits.line_bytes, actual, false, path).at(start)
                            );
                        }
                        self.look_for_crlf(&lines[line..])?;
                        continue;
                    }
                    _ => HeaderEnd::NotALine,
                },
            };
            return Ok((lines, end));
        }
    }

    /// Checks number and id of a document, whose marker stands at `at`.
    pub(super) fn identify(&mut self, number: Option<u64>, id: &str, (start, end): (u64, u64)) {
        let place = Place::Bytes { start, end };
        let segment = self.segment.as_mut();
        if let Some(finding) = number.zip(segment).and_then(|(number, segment)| segment.numbering.next(number)) {
            // A gap is no defect of the document behind it.
            let about = if finding.code == &codes::NUMBER_GAP { None } else { Some(id) };
            self.report(about, Finding { place, ..finding });
        }
        match self.ids.see(id) {
            Seen::New => {}
            Seen::Again => {
                self.report(Some(id), codes::REPEATED_ID.at_bytes(start, end).with(excerpt(id.as_bytes())));
            }
            Seen::Last => {
                self.report(None, codes::IDS_NOT_COMPARED.at_bytes(start, end).with(REMEMBERED.to_string()));
            }
        }
    }

    /// The most stored bytes that are taken for a body.
    pub(super) fn body_limit(&self) -> u64 {
        self.limits.document_bytes.min(LONGEST_BODY)
    }

    /// Makes a document of what was read.
    pub(super) fn deliver(
        &mut self,
        id: String,
        number: Option<u64>,
        metadata: Metadata,
        body: Body,
        sealed: bool,
    ) -> Result<(), Error> {
        let path = self.path.as_deref();
        check_text_len(body.text.len() as u64, path).map_err(|error| error.at(body.start))?;
        let Body { text, escapes, start, stored } = body;
        let text = match text.finish() {
            Ok(text) => text,
            Err((bytes, error)) => {
                let offset =
                    |at: usize| start + (at + escapes.partition_point(|&escape| (escape as usize) < at)) as u64;
                let finding = decode::invalid_utf8(&bytes, error, offset);
                self.report(Some(&id), finding);
                return Ok(());
            }
        };
        if text.is_empty() {
            // There is a header, so this is no file that failed to arrive.
            let finding = codes::EMPTY_DOCUMENT.at_bytes(start, start + stored);
            self.report(Some(&id), finding.severity(Severity::Warning));
        }
        let index = self.delivered;
        self.limits.check_documents(index + 1, false, self.path.as_deref())?;
        self.delivered += 1;
        let origin = Origin { path: self.path.clone(), member: None, byte_start: start, byte_end: start + stored };
        let storage = Storage::Escaped { at: escapes, sealed };
        self.pending.push_back(Event::Document(Document {
            id,
            index,
            number,
            metadata,
            text,
            origin,
            storage,
            fixed: None,
        }));
        Ok(())
    }

    /// A `%end` line.
    fn end(&mut self, at: u64) -> Result<(), Error> {
        let form = self.open_form();
        if form.is_none() {
            self.report(None, codes::MISSING_FIRST_LINE.at_bytes(at, at));
        }
        let Some(raw) = self.marker_line(at)? else { return Ok(()) };
        let (Some(form), Some(segment)) = (form, &mut self.segment) else { return Ok(()) };
        segment.open = false;
        let line = without_line_end(&raw);
        let end = at + line.len() as u64;
        let here = |code: &'static Code| code.at_bytes(at, end);
        let mut words = words(line).skip(1).map(|(_, word)| word);
        let (count, digest, more) = (words.next(), words.next(), words.next());
        let stated = count.and_then(header::number);
        let digits = digest.and_then(|word| Digits::read(word.strip_prefix(b"sha256:")?));
        let documents = segment.documents;
        let mismatch = match &digits {
            Some(digits) if form != Form::Open && self.verify => {
                let fits = |segment: &SegmentDigest| segment.clone().finish() == *digits;
                !segment.unstated && !fits(&segment.stated) && !fits(&segment.computed)
            }
            _ => false,
        };
        let sealed = form == Form::Sealed || form == Form::Unknown && digest.is_some();
        if sealed {
            let canonical = stated.zip(digits).map(|(count, digits)| format!("%end {count} sha256:{digits}\n"));
            if canonical.as_ref().is_none_or(|canonical| canonical.as_bytes().trim_ascii_end() != line) {
                self.report(None, here(&codes::MALFORMED_MARKER).with(excerpt(line)).with("%end N sha256:…"));
            } else if canonical.is_some_and(|canonical| canonical.as_bytes() != raw) {
                self.report(None, codes::DAMAGED_FRAME.at_bytes(end, self.input.offset()));
            }
        } else if stated.is_none() || more.is_some() || digest.is_some() && digits.is_none() {
            self.report(None, here(&codes::MALFORMED_MARKER).with(excerpt(line)).with("%end N"));
        } else if digest.is_some() {
            self.report(None, here(&codes::SEAL_IN_OPEN_FORM));
        }
        if let Some(stated) = stated.filter(|&stated| stated != documents) {
            self.report(None, here(&codes::WRONG_COUNT).with(stated.to_string()).with(documents.to_string()));
        }
        if mismatch {
            self.report(None, here(&codes::SEAL_MISMATCH));
        }
        Ok(())
    }

    /// The end of the file.
    fn finish(&mut self) {
        let at = self.input.offset();
        match &self.segment {
            None => self.report(None, codes::MISSING_FIRST_LINE.at_bytes(0, 0)),
            Some(segment) if segment.open => self.report(None, codes::MISSING_END.at_bytes(at, at)),
            Some(_) => {}
        }
        if self.delivered == 0 {
            self.report(None, codes::NO_DOCUMENTS.whole());
        }
        self.state = State::Done;
    }
}

/// A line without its LF or CRLF.
pub(super) fn without_line_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
