//! A window on a stream of bytes, and the one scan that knows what a marker is.
//!
//! Reading line by line would copy every line twice and look at every byte of a text; here the window is
//! searched for LF `%`, which no text holds unescaped, and everything before it is taken at once.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use memchr::memmem::Finder;

use super::error::Error;
use super::limits::Limits;
use super::stream::twins;

/// How much is read at a time.
const WINDOW: usize = 64 << 10;

/// A stream of bytes that can be looked at before it is taken.
pub(super) struct Input {
    source: Box<dyn Read + Send>,
    window: Vec<u8>,
    /// What is in the window and not taken yet.
    start: usize,
    end: usize,
    /// The offset in the file of `start`.
    offset: u64,
    ended: bool,
    limits: Limits,
    path: Option<PathBuf>,
    /// What a marker starts with, and nothing in a text.
    marker: Finder<'static>,
}

/// A part of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Bytes of the text, stored as they are.
    Text(&'a [u8]),
    /// A `%` that is stored and is not of the text; the `%` that it escapes follows.
    Escape,
}

/// Why a body ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// A marker follows; its LF, if there was one, has been taken.
    Marker {
        /// Whether an LF stood before it that is not of the body.
        lf: bool,
    },
    /// The stream ended.
    End,
    /// As many bytes as were asked for have been taken, and something other than a marker follows.
    Full,
}

impl Input {
    pub(super) fn new(source: Box<dyn Read + Send>, path: Option<&Path>, limits: &Limits) -> Self {
        let path = path.map(Path::to_path_buf);
        let limits = limits.clone();
        let marker = Finder::new(b"\n%");
        Self { source, window: vec![0; WINDOW], start: 0, end: 0, offset: 0, ended: false, limits, path, marker }
    }

    /// The same bytes for somebody else; none where some have been read already.
    pub(super) fn twin(&mut self) -> Option<Box<dyn Read + Send>> {
        if self.ended || self.end > 0 {
            return None;
        }
        let (own, other) = twins(std::mem::replace(&mut self.source, Box::new(io::empty())));
        self.source = Box::new(own);
        Some(Box::new(other))
    }

    /// The offset in the file of the next byte.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// How many of the next bytes have been read already, or would be at once.
    pub(super) fn at_hand(&self) -> usize {
        WINDOW
    }

    /// Takes bytes that have been looked at.
    pub(super) fn take(&mut self, count: usize) {
        debug_assert!(count <= self.end - self.start);
        self.start += count;
        self.offset += count as u64;
    }

    /// The next bytes: as many as asked for, at most `WINDOW`, or all that are left.
    pub(super) fn peek(&mut self, count: usize) -> Result<&[u8], Error> {
        debug_assert!(count <= WINDOW);
        while self.end - self.start < count && !self.ended {
            self.fill()?;
        }
        Ok(&self.window[self.start..self.end.min(self.start + count)])
    }

    /// Some of the next bytes; none at the end.
    fn some(&mut self) -> Result<&[u8], Error> {
        if self.start == self.end && !self.ended {
            self.fill()?;
        }
        Ok(&self.window[self.start..self.end])
    }

    /// Reads once.
    fn fill(&mut self) -> Result<(), Error> {
        if self.start == self.end {
            (self.start, self.end) = (0, 0);
        } else if self.end == self.window.len() {
            self.window.copy_within(self.start..self.end, 0);
            (self.start, self.end) = (0, self.end - self.start);
        }
        let read = loop {
            match self.source.read(&mut self.window[self.end..]) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                read => break read,
            }
        };
        let at = self.offset + (self.end - self.start) as u64;
        // A reader that claims more than it was given room for is not believed.
        let read = read.map_err(|error| Error::io("read", self.path.as_deref(), error).at(at))?;
        let read = read.min(self.window.len() - self.end);
        self.ended = read == 0;
        self.end += read;
        self.limits.check_total_bytes(at + read as u64, false, self.path.as_deref())
    }

    /// Takes the rest of the line, its LF included, up to `limit` bytes; says whether the line was over.
    pub(super) fn line(&mut self, line: &mut Vec<u8>, limit: usize) -> Result<bool, Error> {
        let mut left = limit;
        loop {
            let some = self.some()?;
            let some = &some[..some.len().min(left)];
            let (part, over) = match memchr::memchr(b'\n', some) {
                Some(at) => (&some[..=at], true),
                None => (some, false),
            };
            line.extend_from_slice(part);
            let taken = part.len();
            left -= taken;
            self.take(taken);
            if over {
                return Ok(true);
            }
            if taken == 0 {
                return Ok(self.ended && self.start == self.end);
            }
        }
    }

    /// Takes a body of at most `limit` stored bytes, up to the next marker, and hands on its pieces; gives
    /// the number of stored bytes.
    ///
    /// A marker is a line that starts with a single `%`. `line_start` says whether the body starts one.
    pub(super) fn body(
        &mut self,
        limit: u64,
        line_start: bool,
        mut piece: impl FnMut(Piece<'_>),
    ) -> Result<(u64, Stop), Error> {
        let mut stored = 0;
        if line_start {
            match self.peek(2)? {
                [b'%', b'%'] if limit >= 2 => {
                    piece(Piece::Escape);
                    piece(Piece::Text(b"%"));
                    self.take(2);
                    stored = 2;
                }
                [b'%', b'%'] => return Ok((0, Stop::Full)),
                [b'%', ..] => return Ok((0, Stop::Marker { lf: false })),
                _ => {}
            }
        }
        loop {
            let left = usize::try_from(limit - stored).unwrap_or(usize::MAX);
            let some = self.some()?;
            if some.is_empty() {
                return Ok((stored, Stop::End));
            }
            // Only LF is looked beyond, so an LF at the end of the window is left to stand at its start.
            if some[0] == b'\n' {
                let escaped = match self.peek(3)? {
                    [_, b'%', b'%'] => true,
                    [_, b'%', ..] => {
                        self.take(1);
                        return Ok((stored, Stop::Marker { lf: true }));
                    }
                    _ => false,
                };
                if left == 0 {
                    return Ok((stored, Stop::Full));
                }
                piece(Piece::Text(b"\n"));
                self.take(1);
                stored += 1;
                if escaped {
                    // The two cannot be taken apart.
                    if left < 3 {
                        return Ok((stored, Stop::Full));
                    }
                    piece(Piece::Escape);
                    piece(Piece::Text(b"%"));
                    self.take(2);
                    stored += 2;
                }
                continue;
            }
            if left == 0 {
                return Ok((stored, Stop::Full));
            }
            let some = &self.window[self.start..self.end];
            let some = &some[..some.len().min(left)];
            let count = match self.marker.find(some) {
                Some(at) => at,
                None if some.len() > 1 && some.ends_with(b"\n") => some.len() - 1,
                None => some.len(),
            };
            piece(Piece::Text(&some[..count]));
            self.take(count);
            stored += count as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Hands over a few bytes at a time.
    struct Slow(Vec<u8>, usize);

    impl Read for Slow {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let count = self.1.min(self.0.len()).min(buffer.len());
            buffer[..count].copy_from_slice(&self.0[..count]);
            self.0.drain(..count);
            Ok(count)
        }
    }

    fn body(stored: &[u8], step: usize, limit: u64) -> (Vec<u8>, u64, Stop) {
        let mut input = Input::new(Box::new(Slow(stored.to_vec(), step)), None, &Limits::default());
        let mut text = Vec::new();
        let (count, stop) = input
            .body(limit, true, |piece| match piece {
                Piece::Text(bytes) => text.extend_from_slice(bytes),
                Piece::Escape => {}
            })
            .unwrap();
        (text, count, stop)
    }

    #[test]
    fn a_body_is_the_same_however_the_bytes_arrive() {
        let stored = b"%%a\n\n%%%b\nc %\n%%\n\n\nd\n\n%end";
        let whole = body(stored, 1000, u64::MAX);
        assert_eq!(whole, (b"%a\n\n%%b\nc %\n%\n\n\nd\n".to_vec(), 21, Stop::Marker { lf: true }));
        for step in 1..stored.len() {
            assert_eq!(body(stored, step, u64::MAX), whole, "in steps of {step}");
        }
    }

    #[test]
    fn a_body_stops_where_it_is_told_to() {
        let stored = b"%%a\nb\n%%\n%doc";
        let full = |limit| body(stored, 2, limit);
        assert_eq!(full(1), (b"".to_vec(), 0, Stop::Full));
        assert_eq!(full(4), (b"%a\n".to_vec(), 4, Stop::Full));
        assert_eq!(full(6), (b"%a\nb\n".to_vec(), 6, Stop::Full));
        assert_eq!(full(7), full(6));
        assert_eq!(full(8), (b"%a\nb\n%".to_vec(), 8, Stop::Marker { lf: true }));
        assert_eq!(body(b"", 1, 9), (b"".to_vec(), 0, Stop::End));
        assert_eq!(body(b"%", 1, 9), (b"".to_vec(), 0, Stop::Marker { lf: false }));
        assert_eq!(body(b"a\n", 1, 9), (b"a\n".to_vec(), 2, Stop::End));
    }

    #[test]
    fn a_line_longer_than_the_limit_is_not_taken_whole() {
        let mut input = Input::new(Box::new(Slow(b"abc\ndef".to_vec(), 1)), None, &Limits::default());
        let mut line = Vec::new();
        assert!(!input.line(&mut line, 3).unwrap());
        assert!(input.line(&mut line, 3).unwrap());
        assert_eq!((&*line, input.offset()), (&b"abc\n"[..], 4));
        assert!(input.line(&mut line, 10).unwrap());
        assert_eq!(line, b"abc\ndef");
    }
}
