//! Bytes that arrive in pieces and are to be a text.
//!
//! A piece is checked while it lies in the cache, and copied once. `String::from_utf8` on all of it would
//! save nothing: it takes Arabic at a sixth of the speed.

use std::str::Utf8Error;

/// The longest character.
const LONGEST: usize = 4;

/// A text as far as it has arrived.
#[derive(Clone, Debug, Default)]
pub(super) struct Utf8 {
    text: String,
    /// The start of a character whose rest is still to come.
    started: [u8; LONGEST],
    started_len: usize,
    /// All that arrived, once something is not UTF-8: only the whole tells where.
    bad: Option<Vec<u8>>,
}

impl Utf8 {
    /// Makes room for so many bytes, if there is memory for them.
    pub(super) fn reserve(&mut self, len: usize) {
        // Where there is none, growing piece by piece fails later or not at all.
        let _ = self.text.try_reserve_exact(len);
    }

    /// How many bytes have arrived.
    pub(super) fn len(&self) -> usize {
        match &self.bad {
            Some(bytes) => bytes.len(),
            None => self.text.len() + self.started_len,
        }
    }

    /// Adds a piece.
    pub(super) fn push(&mut self, mut piece: &[u8]) {
        if let Some(bytes) = &mut self.bad {
            return bytes.extend_from_slice(piece);
        }
        if self.started_len > 0 {
            let missing = width(self.started[0]).saturating_sub(self.started_len).min(piece.len());
            self.started[self.started_len..][..missing].copy_from_slice(&piece[..missing]);
            self.started_len += missing;
            piece = &piece[missing..];
            if self.started_len < width(self.started[0]) {
                return;
            }
            let (character, len) = (self.started, std::mem::take(&mut self.started_len));
            self.append(&character[..len]);
        }
        let (whole, started) = piece.split_at(piece.len() - unfinished(piece));
        self.append(whole);
        match &mut self.bad {
            Some(bytes) => bytes.extend_from_slice(started),
            None => {
                self.started[..started.len()].copy_from_slice(started);
                self.started_len = started.len();
            }
        }
    }

    /// Adds whole characters, if they are such.
    fn append(&mut self, bytes: &[u8]) {
        match (&mut self.bad, simdutf8::basic::from_utf8(bytes)) {
            (Some(bad), _) => bad.extend_from_slice(bytes),
            (None, Ok(text)) => self.text.push_str(text),
            (None, Err(_)) => {
                let mut all = std::mem::take(&mut self.text).into_bytes();
                all.extend_from_slice(bytes);
                self.bad = Some(all);
            }
        }
    }

    /// The text; where it is none, the bytes and the place of the first mistake.
    pub(super) fn finish(self) -> Result<String, (Vec<u8>, Utf8Error)> {
        let mut bytes = match self.bad {
            None if self.started_len == 0 => return Ok(self.text),
            None => self.text.into_bytes(),
            Some(bytes) => bytes,
        };
        bytes.extend_from_slice(&self.started[..self.started_len]);
        match String::from_utf8(bytes) {
            Ok(text) => Ok(text),
            Err(error) => {
                let place = error.utf8_error();
                Err((error.into_bytes(), place))
            }
        }
    }

    /// What has arrived, as bytes.
    pub(super) fn parts(&self) -> [&[u8]; 2] {
        let first = self.bad.as_deref().unwrap_or(self.text.as_bytes());
        [first, &self.started[..self.started_len]]
    }
}

/// How many bytes the character has that starts with this one.
fn width(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xFF => 4,
        _ => 1,
    }
}

/// How many bytes at the end start a character without finishing it.
fn unfinished(bytes: &[u8]) -> usize {
    let last = bytes.iter().rev().take(LONGEST - 1);
    match last.zip(1..).find(|&(&byte, _)| byte & 0xC0 != 0x80) {
        Some((&first, len)) if width(first) > len => len,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn pieces_are_what_the_whole_is(text in "\\PC{0,12}", noise in prop::collection::vec(any::<u8>(), 0..6), cuts in prop::collection::vec(0usize..40, 0..6)) {
            let mut bytes = text.into_bytes();
            let at = noise.first().map_or(0, |&byte| usize::from(byte)).min(bytes.len());
            bytes.splice(at..at, noise);
            let mut cuts: Vec<_> = cuts.into_iter().map(|cut| cut.min(bytes.len())).chain([0, bytes.len()]).collect();
            cuts.sort_unstable();
            let mut utf8 = Utf8::default();
            for pair in cuts.windows(2) {
                utf8.push(&bytes[pair[0]..pair[1]]);
                prop_assert_eq!(utf8.len(), pair[1]);
                prop_assert_eq!(utf8.parts().concat(), &bytes[..pair[1]]);
            }
            let expected = String::from_utf8(bytes.clone()).map_err(|error| (bytes, error.utf8_error()));
            prop_assert_eq!(utf8.finish(), expected);
        }
    }
}
