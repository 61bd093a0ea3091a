//! Documents of the sealed form: delivered whole and verified, or not at all.
//!
//! Damage stays with the document it is in. The length that a header states is only believed once the
//! digest has confirmed it; until then the next marker ends a body, so a damaged header can't swallow
//! the documents behind it. A verified length tells a damaged LF before a marker from a damaged body.

use super::error::Error;
use super::header::{Lines, doc_marker};
use super::input::{Piece, Stop};
use super::seal::{self, Seal};
use super::segment::{WORD_BYTES, Word, marker_near};
use super::text::{Body, Head, HeaderEnd, TextBundle, without_line_end};
use super::write::{digest_line, head as canonical_head};
use crate::finding::{Finding, codes};

/// How many bytes more than a marker an LF and a marker with a doubled `%` have.
const ESCAPED: usize = 2;

impl TextBundle {
    /// Reads the body behind the head of a sealed document and verifies both.
    pub(super) fn sealed(&mut self, head: Head) -> Result<(), Error> {
        let line = without_line_end(&head.marker);
        let marker = doc_marker(line, head.start);
        let stated = Seal::read(&head.lines);
        let mut trusted = false;
        if let Some(segment) = &mut self.segment {
            trusted = std::mem::take(&mut segment.trusted);
            match &stated.sha256 {
                Some(digits) => segment.stated.document(digits),
                None => segment.unstated = true,
            }
        }
        let (Some(bytes), Some(sha256), HeaderEnd::Blank) = (stated.bytes, &stated.sha256, head.end) else {
            let stop = match head.end {
                HeaderEnd::Marker => Stop::Marker { lf: false },
                HeaderEnd::End => Stop::End,
                HeaderEnd::Blank | HeaderEnd::NotALine => Stop::Full,
            };
            let damage = |start, end| match stated {
                Seal { bytes: None, .. } => codes::MISSING_SEAL.at_bytes(start, end).with("bytes"),
                Seal { sha256: None, .. } => codes::MISSING_SEAL.at_bytes(start, end).with("sha256"),
                Seal { bytes: Some(bytes), .. } => damaged(start, end, 0, bytes),
            };
            self.skip_damage(stop, head.end == HeaderEnd::Blank)?;
            self.lost(&head, &marker.id, damage);
            return Ok(());
        };

        let mut digest = seal::of_header(&head.marker, &head.lines);
        let mut body = Body { start: self.input.offset(), ..Body::default() };
        let limit = self.body_limit();
        let (stored, stop) = self.input.body(bytes.min(limit), true, |piece| {
            use sha2::Digest;
            match piece {
                Piece::Text(text) => digest.update(text),
                Piece::Escape => digest.update(b"%"),
            }
            body.push(piece);
        })?;
        if stop == Stop::Full && bytes > limit {
            return Err(self.too_long(body.start));
        }
        body.stored = stored;
        let digits = seal::finish(digest);
        if let Some(segment) = &mut self.segment {
            segment.computed.document(&digits);
        }
        let near = if stop == Stop::Full { marker_near(self.input.peek(WORD_BYTES + 2)?) } else { None };
        if digits != *sha256 {
            // Where the stated length leads to a marker, or to the damaged LF of one, it is right.
            let near = near.filter(|&gap| gap < ESCAPED);
            let aligned = stored == bytes && (stop == Stop::Marker { lf: true } || near.is_some());
            if !aligned {
                self.skip_damage(stop, false)?;
            }
            self.lost(&head, &marker.id, |start, end| damaged(start, end, stored, bytes));
            if aligned {
                self.resume(stop, near);
            }
            return Ok(());
        }

        if near == Some(ESCAPED) && !trusted {
            // A document of a bundle that is embedded in a damaged document. That lost the second `%`
            // before this marker; the marker that follows here still has its own.
            self.skip_damage(stop, false)?;
            if let Some(segment) = &mut self.segment {
                segment.lose();
                segment.documents -= 1;
            }
            self.report(None, codes::DAMAGED_FRAME.at_bytes(head.start, self.input.offset()));
            return Ok(());
        }

        let mut lines = Lines::new(head.lines.clone(), head.lines_at, true);
        let mut findings = Vec::new();
        while let Some(found) = lines.read(&self.limits) {
            findings.extend(found.map_err(|error| error.within(self.path.as_deref()))?);
        }
        let metadata = lines.into_metadata();
        let canonical = marker.number.is_some_and(|number| {
            canonical_head(number, &marker.id, &metadata, Some(stored)).is_ok_and(|(canonical, mut lines)| {
                lines.extend_from_slice(&digest_line(sha256));
                canonical == head.marker && lines == head.lines
            })
        });
        self.identify(marker.number, &marker.id, (head.start, head.start + line.len() as u64));
        if canonical {
            for finding in findings {
                self.report(Some(&marker.id), finding);
            }
            self.deliver(marker.id, marker.number, metadata, body, true)?;
        } else {
            let end = body.start + stored;
            self.report(Some(&marker.id), codes::NOT_CANONICAL.at_bytes(head.start, end));
        }
        self.resume(stop, near);
        Ok(())
    }

    /// After a document that verified: whatever stands where the next marker should, `near` bytes of it
    /// where a marker follows all the same.
    fn resume(&mut self, stop: Stop, near: Option<usize>) {
        match (stop, near) {
            (Stop::Marker { lf: true } | Stop::End, _) => {}
            // The blank line's LF is not the marker's.
            (Stop::Marker { lf: false }, _) => self.damaged_gap(0),
            (Stop::Full, Some(gap)) => self.damaged_gap(gap),
            // The frame goes on from here, and reports what it finds.
            (Stop::Full, None) => return,
        }
        if let Some(segment) = &mut self.segment {
            segment.trusted = true;
        }
    }

    /// Skips the rest of a document that did not verify, up to a marker.
    ///
    /// Lines that start with a single `%` and are none belong to it: they may be text that lost a `%`.
    fn skip_damage(&mut self, mut stop: Stop, mut line_start: bool) -> Result<(), Error> {
        loop {
            match stop {
                Stop::End => return Ok(()),
                Stop::Marker { .. } if Word::at(self.input.peek(WORD_BYTES)?).is_some() => return Ok(()),
                Stop::Marker { .. } => self.input.take(1),
                Stop::Full => {}
            }
            stop = self.skip(std::mem::take(&mut line_start), &mut |_| {})?;
        }
    }

    /// Reports a document that did not verify, up to here.
    fn lost(&mut self, head: &Head, id: &str, damage: impl FnOnce(u64, u64) -> Finding) {
        if let Some(segment) = &mut self.segment {
            segment.numbering.lose();
            segment.trusted = false;
        }
        self.report(Some(id), damage(head.start, self.input.offset()));
    }
}

fn damaged(start: u64, end: u64, stored: u64, sealed: u64) -> Finding {
    codes::DAMAGED_DOCUMENT.at_bytes(start, end).with(stored.to_string()).with(sealed.to_string())
}
