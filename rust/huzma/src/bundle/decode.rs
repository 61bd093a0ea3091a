//! From stored bytes to text, with the findings of the way.

use std::path::Path;
use std::str::Utf8Error;

use super::document::Storage;
use super::encoding::{self, Encoding, Recoded};
use super::error::{Error, check_text_len};
use super::places::Places;
use crate::finding::{Finding, codes};

/// The byte order mark in UTF-8.
pub(super) const BOM: &[u8] = "\u{FEFF}".as_bytes();

/// How many bad bytes a message shows: a sequence of UTF-8 has at most four.
const SHOWN: usize = 4;

/// The finding for the first sequence that is not UTF-8, given its place in `bytes` and its offset in
/// the file.
pub(super) fn invalid_utf8(bytes: &[u8], error: Utf8Error, offset: impl Fn(usize) -> u64) -> Finding {
    let start = error.valid_up_to();
    let end = start + error.error_len().unwrap_or(bytes.len() - start);
    let shown: Vec<_> = bytes[start..end].iter().take(SHOWN).map(|byte| format!("{byte:02X}")).collect();
    codes::INVALID_UTF8.at_bytes(offset(start), offset(end)).with(offset(start).to_string()).with(shown.join(" "))
}

/// Bytes as text.
///
/// The check is most of the work of reading. `String::from_utf8` would save a copy, but it takes Arabic at
/// 1.6 GB/s where checking and copying here take it at 11 (articles of 4 KB, one core).
pub(super) fn text(bytes: &[u8]) -> Result<String, Utf8Error> {
    match simdutf8::basic::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        // Only the standard library says where the mistake is.
        Err(_) => std::str::from_utf8(bytes).map(str::to_owned),
    }
}

/// A file read as one text.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The text; none if it cannot be decoded or is empty.
    pub(super) text: Option<String>,
    /// Where it starts in the file: behind the byte order mark.
    pub(super) start: u64,
    /// How it is stored.
    pub(super) storage: Storage,
    /// Why it cannot be replaced there, if it cannot.
    pub(super) fixed: Option<&'static str>,
    /// What was found, in order.
    pub(super) findings: Vec<Finding>,
}

/// Decodes a whole file.
pub(super) fn decode(bytes: &[u8], encoding: Encoding, path: Option<&Path>) -> Result<Decoded, Error> {
    let mut findings = Vec::new();
    if let Some(Recoded { name, mark, text }) = encoding::decode(bytes, encoding) {
        return recoded(bytes, name, mark, text, encoding == Encoding::Auto, path);
    }
    let body = bytes.strip_prefix(BOM).unwrap_or(bytes);
    let start = (bytes.len() - body.len()) as u64;
    if start > 0 {
        findings.push(codes::BOM.at_bytes(0, start));
    }
    if body.is_empty() {
        findings.push(codes::EMPTY_DOCUMENT.whole());
        return Ok(Decoded { text: None, start, storage: Storage::Plain, fixed: None, findings });
    }
    check_text_len(body.len() as u64, path)?;
    let text = match text(body) {
        Ok(text) => Some(text),
        Err(error) => {
            findings.push(invalid_utf8(body, error, |at| start + at as u64));
            None
        }
    };
    Ok(Decoded { text, start, storage: Storage::Plain, fixed: None, findings })
}

/// A file in another encoding.
fn recoded(
    bytes: &[u8],
    name: &'static str,
    mark: usize,
    text: Result<(String, Places), (usize, usize)>,
    recognised: bool,
    path: Option<&Path>,
) -> Result<Decoded, Error> {
    let (start, end) = (mark as u64, bytes.len() as u64);
    let mut findings = Vec::new();
    if mark > 0 {
        findings.push(codes::BOM.at_bytes(0, start));
    }
    if recognised {
        findings.push(codes::ENCODING_RECOGNISED.at_bytes(0, end).with(name));
    }
    let (text, storage) = match text {
        Ok((text, _)) if text.is_empty() => {
            findings.push(codes::EMPTY_DOCUMENT.whole());
            (None, Storage::Plain)
        }
        Ok((text, places)) => {
            check_text_len(text.len() as u64, path)?;
            (Some(text), Storage::Mapped(places))
        }
        Err((from, to)) => {
            let shown: Vec<_> = bytes[from..to].iter().take(SHOWN).map(|byte| format!("{byte:02X}")).collect();
            let finding = codes::UNDECODABLE.at_bytes(from as u64, to as u64).with(name);
            findings.push(finding.with(from.to_string()).with(shown.join(" ")));
            (None, Storage::Plain)
        }
    };
    let fixed = Some("the file is not in UTF-8: convert it first");
    Ok(Decoded { text, start, storage, fixed, findings })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::{Language, Place};

    #[test]
    fn the_offset_of_a_bad_sequence_counts_the_byte_order_mark() {
        let decoded = decode(b"\xEF\xBB\xBFab\xE2\x82", Encoding::Utf8, None).unwrap();
        assert_eq!((decoded.text, decoded.start), (None, 3));
        assert_eq!(decoded.findings[0].place, Place::Bytes { start: 0, end: 3 });
        assert_eq!(decoded.findings[1].place, Place::Bytes { start: 5, end: 7 });
        assert_eq!(decoded.findings[1].message(Language::English), "not valid UTF-8 at byte 5: E2 82");
    }

    #[test]
    fn controls_and_line_ends_are_kept() {
        let decoded = decode(b"\0a\r\n\r\x1Ab", Encoding::Utf8, None).unwrap();
        assert_eq!(decoded.text.as_deref(), Some("\0a\r\n\r\u{1A}b"));
        assert!(decoded.findings.is_empty());
    }
}
