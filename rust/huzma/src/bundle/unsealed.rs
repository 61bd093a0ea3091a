//! Documents of the open form: written by hand, so read with forgiveness. What is forgiven is reported.

use super::error::Error;
use super::header::{self, Lines, doc_marker};
use super::input::Stop;
use super::text::{Body, Head, HeaderEnd, State, TextBundle, without_line_end};
use crate::finding::codes;

/// A document of the open form.
pub(super) struct Draft {
    id: String,
    number: Option<u64>,
    lines: Lines,
    end: HeaderEnd,
}

impl TextBundle {
    /// Begins a document of the open form.
    pub(super) fn open(&mut self, head: Head) -> Result<(), Error> {
        let line = without_line_end(&head.marker);
        let marker = doc_marker(line, head.start);
        for finding in marker.findings {
            self.report(Some(&marker.id), finding);
        }
        self.identify(marker.number, &marker.id, (head.start, head.start + line.len() as u64));
        let lines = Lines::new(head.lines, head.lines_at, false);
        self.state = State::Header(Box::new(Draft { id: marker.id, number: marker.number, lines, end: head.end }));
        Ok(())
    }

    /// Reads one line of the header of a document of the open form, or else its body.
    pub(super) fn header_line(&mut self, mut draft: Box<Draft>) -> Result<(), Error> {
        match draft.lines.read(&self.limits) {
            Some(findings) => {
                for finding in findings.map_err(|error| error.within(self.path.as_deref()))? {
                    self.report(Some(&draft.id), finding);
                }
                self.state = State::Header(draft);
                Ok(())
            }
            None => self.open_body(*draft),
        }
    }

    fn open_body(&mut self, draft: Draft) -> Result<(), Error> {
        let at = self.input.offset();
        let mut body = Body { start: at, ..Body::default() };
        match draft.end {
            HeaderEnd::Blank => {}
            HeaderEnd::Marker | HeaderEnd::End => {
                self.report(Some(&draft.id), codes::MISSING_BLANK_LINE.at_bytes(at, at));
            }
            HeaderEnd::NotALine => {
                let line = self.input.peek(header::KEY_BYTES)?;
                let len = memchr::memchr2(b'\r', b'\n', line).unwrap_or(line.len()) as u64;
                self.report(Some(&draft.id), codes::MALFORMED_HEADER_LINE.at_bytes(at, at + len));
            }
        }
        if matches!(draft.end, HeaderEnd::Blank | HeaderEnd::NotALine) {
            let limit = self.body_limit();
            let (stored, stop) = self.input.body(limit, true, |piece| body.push(piece))?;
            if stop == Stop::Full {
                return Err(self.too_long(at));
            }
            body.stored = stored;
        }
        self.deliver(draft.id, draft.number, draft.lines.into_metadata(), body, false)
    }
}
