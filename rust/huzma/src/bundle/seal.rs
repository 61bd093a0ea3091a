//! Seals: the digests of documents, and of a segment as a whole.
//!
//! The digest of a document covers its stored bytes from `%doc` to the end of the body, its own `sha256`
//! line left out. The digest of a segment covers its first line and, for each document in order, the
//! hexadecimal digest and an LF.

use std::fmt;

use sha2::{Digest, Sha256};

use super::header::{BYTES, SHA256};
use super::percent::hex_digits;

/// A digest in lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Digits([u8; 64]);

impl Digits {
    /// The digest that is written here, if one is.
    pub(super) fn read(value: &[u8]) -> Option<Self> {
        let digits = value.try_into().ok()?;
        let fits = value.iter().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(byte));
        fits.then_some(Self(digits))
    }
}

impl fmt::Display for Digits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&String::from_utf8_lossy(&self.0))
    }
}

impl fmt::Debug for Digits {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// A number without leading zeros or anything else.
pub(super) fn count(value: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(value).ok()?;
    let plain = text == "0" || text.starts_with(|first: char| ('1'..='9').contains(&first));
    text.parse().ok().filter(|_| plain)
}

/// The seal that the header of a document states.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Seal {
    /// The length of the stored body.
    pub(super) bytes: Option<u64>,
    /// The digest, in hexadecimal digits.
    pub(super) sha256: Option<Digits>,
}

impl Seal {
    /// Reads the seal from header lines as stored.
    pub(super) fn read(lines: &[u8]) -> Self {
        let mut seal = Self::default();
        for line in self::lines(lines) {
            if let Some(value) = value(line, BYTES) {
                seal.bytes = count(value);
            } else if let Some(value) = value(line, SHA256) {
                seal.sha256 = Digits::read(value);
            }
        }
        seal
    }

    /// Whether header lines hold anything of a seal.
    pub(super) fn is_in(lines: &[u8]) -> bool {
        let starts =
            |line: &[u8], key: &str| line.strip_prefix(key.as_bytes()).is_some_and(|rest| rest.starts_with(b":"));
        lines.split(|&byte| byte == b'\n').any(|line| starts(line, BYTES) || starts(line, SHA256))
    }
}

/// Lines, each with its LF.
fn lines(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        rest.split_off(..len).filter(|line| !line.is_empty())
    })
}

/// The value of a line with this key, written as sealing writes it.
fn value<'a>(line: &'a [u8], key: &str) -> Option<&'a [u8]> {
    line.strip_prefix(key.as_bytes())?.strip_prefix(b": ")?.strip_suffix(b"\n")
}

/// The digest of a document, as far as its header: the stored body is still to come.
pub(super) fn of_header(marker: &[u8], lines: &[u8]) -> Sha256 {
    let mut digest = Sha256::new();
    digest.update(marker);
    for line in self::lines(lines) {
        if value(line, SHA256).is_none() {
            digest.update(line);
        }
    }
    digest.update(b"\n");
    digest
}

/// The digest of a document, in hexadecimal digits.
pub(super) fn of_document(marker: &[u8], lines: &[u8], body: &[u8]) -> Digits {
    finish(of_header(marker, lines).chain_update(body))
}

/// A digest in hexadecimal digits.
pub(super) fn finish(digest: Sha256) -> Digits {
    let mut digits = [0; 64];
    for (pair, digit) in digits.iter_mut().zip(hex_digits(&digest.finalize())) {
        *pair = digit;
    }
    Digits(digits)
}

/// The digest of a segment, built document by document.
#[derive(Clone, Debug, Default)]
pub(super) struct SegmentDigest(Sha256);

impl SegmentDigest {
    pub(super) fn new(first_line: &[u8]) -> Self {
        Self(Sha256::new_with_prefix(first_line))
    }

    pub(super) fn document(&mut self, digits: Digits) {
        self.0.update(digits.0);
        self.0.update(b"\n");
    }

    pub(super) fn finish(self) -> Digits {
        finish(self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_read_only_as_sealing_writes_it() {
        let digest = "0123456789abcdef".repeat(4);
        let lines = format!("title: a\nbytes: 10\nsha256: {digest}\n");
        assert_eq!(Seal::read(lines.as_bytes()), Seal { bytes: Some(10), sha256: Digits::read(digest.as_bytes()) });
        for damaged in ["bytes: 010\n", "bytes:10\n", "bytes: 10 \n", "bytes: +1\n", "bytes: 10\r\n"] {
            assert_eq!(Seal::read(damaged.as_bytes()), Seal::default(), "{damaged:?}");
            assert!(Seal::is_in(damaged.as_bytes()));
        }
        assert_eq!(Seal::read(format!("sha256: {}\n", digest.to_uppercase()).as_bytes()), Seal::default());
        assert!(!Seal::is_in(b"bytes\nx-sha256: a\n"));
    }
}
