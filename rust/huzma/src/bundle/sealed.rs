//! Documents of the sealed form: delivered whole and verified, or not at all.
//!
//! Damage stays with the document it is in. The length that a header states is only believed once the
//! digest has confirmed it; until then the next marker ends a body, so a damaged header can't swallow
//! the documents behind it. A verified length tells a damaged LF before a marker from a damaged body.

use std::sync::Arc;

use sha2::Digest;

use super::canonical;
use super::document::Metadata;
use super::error::Error;
use super::header::{Lines, Marker, doc_marker};
use super::input::Stop;
use super::limits::Limits;
use super::seal::{self, Digits, Seal};
use super::segment::{WORD_BYTES, Word, marker_near};
use super::text::{Body, Head, HeaderEnd, TextBundle, without_line_end};
use super::verifying::Verify;
use super::write::{digest_line, head as canonical_head};
use crate::finding::{Finding, codes};

/// How many bytes more than a marker an LF and a marker with a doubled `%` have.
const ESCAPED: usize = 2;

/// A sealed document as it was read.
#[derive(Clone, Debug)]
pub(super) struct Document {
    head: Head,
    marker: Marker,
    /// The length and the digest that it states.
    bytes: u64,
    sha256: Digits,
    body: Body,
    /// The offset behind it.
    end: u64,
    limits: Arc<Limits>,
}

/// What reading a header gives: the metadata, and what is found in it.
type Header = Result<(Metadata, Vec<Finding>), Error>;

/// What is found of a document whose stored length leads to the next marker.
pub(super) struct Verdict {
    digits: Digits,
    /// Whether the document is written as it should be; none if the digest isn't the one stated.
    canonical: Option<bool>,
}

impl Verify for Box<Document> {
    type Verdict = Verdict;

    fn len(&self) -> usize {
        self.head.lines.len() + self.body.text.len()
    }

    fn verify(&self) -> Verdict {
        let digits = self.digest();
        // The header is read where the document is taken: what one thread makes and another frees costs both
        // more than reading it does.
        let canonical = (digits == self.sha256).then(|| self.is_canonical());
        Verdict { digits, canonical }
    }
}

impl Document {
    /// The digest of the stored bytes.
    fn digest(&self) -> Digits {
        let mut digest = seal::of_header(&self.head.marker, &self.head.lines);
        let mut at = 0;
        let mut escapes = self.body.escapes.iter().map(|&escape| escape as usize).peekable();
        for part in self.body.text.parts() {
            let end = at + part.len();
            let mut rest = part;
            while let Some(escape) = escapes.next_if(|&escape| escape < end) {
                let (before, behind) = rest.split_at(escape - at);
                digest.update(before);
                digest.update(b"%");
                (at, rest) = (escape, behind);
            }
            digest.update(rest);
            at = end;
        }
        seal::finish(digest)
    }

    fn header(&self) -> Header {
        let mut lines = Lines::new(self.head.lines.clone(), self.head.lines_at, true);
        let mut findings = Vec::new();
        while let Some(found) = lines.read(&self.limits) {
            findings.extend(found?);
        }
        Ok((lines.into_metadata(), findings))
    }

    /// Whether it is written as sealing writes a document with its metadata.
    fn is_canonical(&self) -> bool {
        if self.bytes == self.body.stored && canonical::is_plain(&self.head.marker, &self.head.lines) {
            return true;
        }
        let Some(number) = self.marker.number else { return false };
        let Ok((metadata, _)) = self.header() else { return false };
        canonical_head(number, &self.marker.id, &metadata, Some(self.body.stored)).is_ok_and(|(marker, mut lines)| {
            lines.extend_from_slice(&digest_line(self.sha256));
            marker == self.head.marker && lines == self.head.lines
        })
    }
}

impl TextBundle {
    /// Reads the body behind the head of a sealed document and verifies both.
    pub(super) fn sealed(&mut self, head: Head) -> Result<(), Error> {
        let line = without_line_end(&head.marker);
        let marker = doc_marker(line, head.start);
        let stated = Seal::read(&head.lines);
        let mut trusted = false;
        if let Some(segment) = &mut self.segment {
            trusted = std::mem::take(&mut segment.trusted);
            match stated.sha256 {
                Some(digits) if self.verify => segment.stated.document(digits),
                Some(_) => {}
                None => segment.unstated = true,
            }
        }
        let (Some(bytes), Some(sha256), HeaderEnd::Blank) = (stated.bytes, stated.sha256, head.end) else {
            self.settle()?;
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
            let finding = damage(head.start, self.input.offset());
            self.lose_document(&marker.id, finding);
            return Ok(());
        };

        let mut body = Body { start: self.input.offset(), ..Body::default() };
        let limit = self.body_limit();
        // No more than is at hand: a length that is stated is no reason to take memory.
        body.text.reserve(usize::try_from(bytes).unwrap_or(usize::MAX).min(self.input.at_hand()));
        let (stored, stop) = self.input.body(bytes.min(limit), true, |piece| body.push(piece))?;
        if stop == Stop::Full && bytes > limit {
            return Err(self.too_long(body.start));
        }
        body.stored = stored;
        let end = self.input.offset();
        let limits = self.limits.clone();
        let document = Document { head, marker, bytes, sha256, body, end, limits };
        if stored == bytes && stop == (Stop::Marker { lf: true }) {
            // Where to go on doesn't depend on the digest.
            if let Some(segment) = &mut self.segment {
                segment.trusted = true;
            }
            if self.verify {
                self.ahead.push(Box::new(document));
                return Ok(());
            }
            let header = document.header();
            return self.take(document, header, true);
        }

        self.settle()?;
        let sound = if self.verify {
            let digits = document.digest();
            if let Some(segment) = &mut self.segment {
                segment.computed.document(digits);
            }
            digits == document.sha256
        } else {
            stored == bytes
        };
        let near = if stop == Stop::Full { marker_near(self.input.peek(WORD_BYTES + 2)?) } else { None };
        if !sound {
            // Where the stated length leads to a marker, or to the damaged LF of one, it is right.
            let near = near.filter(|&gap| gap < ESCAPED);
            let aligned = stored == bytes && near.is_some();
            if !aligned {
                self.skip_damage(stop, false)?;
            }
            let finding = damaged(document.head.start, self.input.offset(), stored, bytes);
            self.lose_document(&document.marker.id, finding);
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
            self.report(None, codes::DAMAGED_FRAME.at_bytes(document.head.start, self.input.offset()));
            return Ok(());
        }

        let header = document.header();
        let canonical = !self.verify || document.is_canonical();
        self.take(document, header, canonical)?;
        self.resume(stop, near);
        Ok(())
    }

    /// Settles all that was read ahead: what comes now has to come behind it.
    pub(super) fn settle(&mut self) -> Result<(), Error> {
        while self.settle_first()? {}
        Ok(())
    }

    /// Settles the first of what was read ahead; says whether there was anything.
    pub(super) fn settle_first(&mut self) -> Result<bool, Error> {
        let Some((document, Verdict { digits, canonical })) = self.ahead.pop() else { return Ok(false) };
        if let Some(segment) = &mut self.segment {
            segment.computed.document(digits);
        }
        if let Some(canonical) = canonical {
            let header = document.header();
            self.take(*document, header, canonical).inspect_err(|_| self.ahead.clear())?;
        } else {
            let finding = damaged(document.head.start, document.end, document.body.stored, document.bytes);
            self.lose_document(&document.marker.id, finding);
        }
        Ok(true)
    }

    /// Takes a document that verified: delivers it, if it is written as it should be.
    fn take(&mut self, document: Document, header: Header, canonical: bool) -> Result<(), Error> {
        let (metadata, findings) = header.map_err(|error| error.within(self.path.as_deref()))?;
        let Document { head, marker, body, .. } = document;
        let line = without_line_end(&head.marker).len() as u64;
        self.identify(marker.number, &marker.id, (head.start, head.start + line));
        if canonical {
            for finding in findings {
                self.report(Some(&marker.id), finding);
            }
            self.deliver(marker.id, marker.number, metadata, body, true)
        } else {
            let end = body.start + body.stored;
            self.report(Some(&marker.id), codes::NOT_CANONICAL.at_bytes(head.start, end));
            Ok(())
        }
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

    /// Reports a document that did not verify.
    fn lose_document(&mut self, id: &str, finding: Finding) {
        if let Some(segment) = &mut self.segment {
            segment.numbering.lose();
        }
        self.report(Some(id), finding);
    }
}

fn damaged(start: u64, end: u64, stored: u64, sealed: u64) -> Finding {
    codes::DAMAGED_DOCUMENT.at_bytes(start, end).with(stored.to_string()).with(sealed.to_string())
}
