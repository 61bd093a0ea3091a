//! The grammar of marker lines and headers, read with forgiveness: the open form is written by hand.

use std::borrow::Cow;

use super::document::Metadata;
use super::error::Error;
use super::limits::Limits;
use super::numbering::{LARGEST, shown};
use super::percent::{Decoded, decode, id_from_name, is_id};
use super::{decode::invalid_utf8, metadata, values};
use crate::finding::{Finding, codes};

/// The keys that are known, in the order in which they are written.
pub(super) const KEYS: [&str; 7] = ["title", "source", "url", "author", "published", "language", "encoding"];

/// The key of all metadata that is not a string under a known or free key: one JSON object.
pub(super) const JSON: &str = "json";

/// The key of the length of the stored body, in a seal.
pub(super) const BYTES: &str = "bytes";

/// The key of the digest of a document, in a seal.
pub(super) const SHA256: &str = "sha256";

/// What the user's own keys start with.
const FREE: &str = "x-";

/// The longest key.
pub(super) const KEY_BYTES: usize = 64;

/// How many characters of a line or a value a message shows.
const SHOWN: usize = 60;

/// Whether a key is one of the user's own: `x-`, then `a-z 0-9 -`.
pub(super) fn is_free_key(key: &str) -> bool {
    let inner = key.strip_prefix(FREE).unwrap_or_default();
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    !inner.is_empty() && key.len() <= KEY_BYTES && inner.bytes().all(fits)
}

/// Whether a key can stand in the header of a sealed document.
pub(super) fn is_sealed_key(key: &[u8]) -> bool {
    std::str::from_utf8(key)
        .is_ok_and(|key| KEYS.contains(&key) || [JSON, BYTES, SHA256].contains(&key) || is_free_key(key))
}

/// The length of what could be a key with its colon at the start of a line.
pub(super) fn key_len(line: &[u8]) -> Option<usize> {
    let colon = memchr::memchr(b':', &line[..line.len().min(KEY_BYTES + 1)])?;
    let fits = |&byte: &u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    (line.first()?.is_ascii_alphabetic() && line[..colon].iter().all(fits)).then_some(colon)
}

/// A piece of the source as a message shows it.
pub(super) fn excerpt(bytes: &[u8]) -> String {
    let text = String::from_utf8_lossy(&bytes[..bytes.len().min(SHOWN * 4)]);
    let text = text.trim_end_matches(['\r', '\n']);
    match text.char_indices().nth(SHOWN) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// What a `%doc` line says.
#[derive(Clone, Debug)]
pub(super) struct Marker {
    pub(super) number: Option<u64>,
    pub(super) id: String,
    pub(super) findings: Vec<Finding>,
}

/// The words of a line after `%doc` or `%end`, with their places in it.
pub(super) fn words(line: &[u8]) -> impl Iterator<Item = (usize, &[u8])> {
    let blank = |byte: u8| byte == b' ' || byte == b'\t';
    let mut at = 0;
    std::iter::from_fn(move || {
        at += line[at..].iter().take_while(|&&byte| blank(byte)).count();
        let word = &line[at..][..line[at..].iter().take_while(|&&byte| !blank(byte)).count()];
        let found = (!word.is_empty()).then_some((at, word));
        at += word.len();
        found
    })
}

/// A number of a marker; none if it is not one or too large.
pub(super) fn number(word: &[u8]) -> Option<u64> {
    let digits = std::str::from_utf8(word).ok().filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))?;
    digits.parse().ok().filter(|&number| number <= LARGEST)
}

/// Reads a `%doc` line, without its line end; `at` is its offset in the file.
pub(super) fn doc_marker(line: &[u8], at: u64) -> Marker {
    let mut findings = Vec::new();
    let mut words = words(line).skip(1);
    let (first, second, more) = (words.next(), words.next(), words.next());
    let is_number = |word: &[u8]| word.iter().all(u8::is_ascii_digit);
    let (digits, id) = match (first, second) {
        // One word alone is the number if it can be one.
        (Some((_, word)), None) if !is_number(word) => (None, first),
        _ => (first, second),
    };
    let parsed = digits.and_then(|(_, digits)| number(digits));
    let wide_enough = digits.is_some_and(|(_, digits)| digits.len() >= 3);
    if parsed.is_none() || !wide_enough || more.is_some() {
        let finding = codes::MALFORMED_MARKER.at_bytes(at, at + line.len() as u64);
        findings.push(finding.with(excerpt(line)).with("%doc NNN id"));
    }
    let id = match id {
        Some((start, word)) => {
            let (id, well_formed) = read_id(word);
            if !well_formed {
                let start = at + start as u64;
                let finding = codes::MALFORMED_ID.at_bytes(start, start + word.len() as u64);
                findings.push(finding.with(excerpt(word)));
            }
            id
        }
        None => {
            let id = parsed.map_or_else(|| format!("byte-{at}"), shown);
            findings.push(codes::MISSING_ID.at_bytes(at, at + line.len() as u64).with(id.clone()));
            id
        }
    };
    Marker { number: parsed, id, findings }
}

/// An id, and whether it is written as it should be.
fn read_id(word: &[u8]) -> (String, bool) {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"._~-%".contains(&byte);
    let well_formed = word.iter().all(|&byte| allowed(byte));
    let controls = word.iter().any(u8::is_ascii_control);
    match std::str::from_utf8(word).map(decode) {
        Ok(Decoded::Whole(id)) if !controls && (id.is_empty() || is_id(&id)) => (id.into_owned(), well_formed),
        _ => (id_from_name(word), false),
    }
}

/// Header lines as stored, read one at a time.
#[derive(Debug)]
pub(super) struct Lines {
    raw: Vec<u8>,
    /// Where the next line starts.
    next: usize,
    /// The offset in the file of the first line.
    at: u64,
    header: Header,
}

impl Lines {
    /// `sealed` says whether the form has seals; where it has none, one is mentioned.
    pub(super) fn new(raw: Vec<u8>, at: u64, sealed: bool) -> Self {
        Self { raw, next: 0, at, header: Header { metadata: Metadata::new(), sealed } }
    }

    /// The metadata that was read.
    pub(super) fn into_metadata(self) -> Metadata {
        self.header.metadata
    }

    /// Reads the next line and gives what was found in it; none at the end.
    pub(super) fn read(&mut self, limits: &Limits) -> Option<Result<Vec<Finding>, Error>> {
        let rest = &self.raw[self.next..];
        let len = memchr::memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
        if len == 0 {
            return None;
        }
        let line = &rest[..len];
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        let mut findings = Vec::new();
        let read = self.header.line(line, self.at + self.next as u64, limits, &mut findings);
        self.next += len;
        Some(read.map(|()| findings))
    }
}

/// What the lines of a header say so far.
#[derive(Debug)]
struct Header {
    metadata: Metadata,
    /// Whether a seal is expected, or was mentioned.
    sealed: bool,
}

impl Header {
    fn line(&mut self, line: &[u8], at: u64, limits: &Limits, findings: &mut Vec<Finding>) -> Result<(), Error> {
        let text = match std::str::from_utf8(line) {
            Ok(text) => text,
            Err(error) => {
                findings.push(invalid_utf8(line, error, |offset| at + offset as u64));
                return Ok(());
            }
        };
        let Some((key, untrimmed)) = text.split_once(':') else { return Ok(()) };
        let value = untrimmed.trim_start_matches([' ', '\t']);
        let value_start = text.len() - value.len();
        let value = value.trim_end_matches([' ', '\t']);
        let place = |range: std::ops::Range<usize>| (at + range.start as u64, at + range.end as u64);
        let (key_start, key_end) = place(0..key.len());
        let (start, end) = place(value_start..value_start + value.len());
        if key == BYTES || key == SHA256 {
            if !std::mem::replace(&mut self.sealed, true) {
                findings.push(codes::SEAL_IN_OPEN_FORM.at_bytes(key_start, end));
            }
            return Ok(());
        }
        let known = key == JSON || KEYS.contains(&key) || is_free_key(key);
        if !known {
            findings.push(codes::UNKNOWN_KEY.at_bytes(key_start, key_end).with(key.to_owned()).with(nearest(key)));
        }
        if let Some(control) = value.find(|c: char| c.is_ascii_control() && c != '\t') {
            let (start, end) = place(value_start + control..value_start + control + 1);
            let shown = format!("U+{:04X}", value.as_bytes()[control]);
            findings.push(codes::CONTROL_IN_HEADER.at_bytes(start, end).with(shown));
        }
        let decoded = match decode(value) {
            Decoded::Whole(decoded) => decoded,
            Decoded::Malformed(range) => {
                let shown = excerpt(&value.as_bytes()[range.clone()]);
                let (start, end) = place(value_start + range.start..value_start + range.end);
                findings.push(codes::MALFORMED_ESCAPE.at_bytes(start, end).with(shown));
                Cow::Borrowed(value)
            }
        };
        if key == JSON {
            return self.json(&decoded, (start, end), limits, findings);
        }
        if let Some(code) = values::check(key, &decoded) {
            findings.push(code.at_bytes(start, end).with(excerpt(decoded.as_bytes())));
        }
        if self.metadata.contains_key(key) {
            findings.push(codes::REPEATED_KEY.at_bytes(key_start, key_end).with(key.to_owned()));
        } else {
            self.metadata.insert(key.to_owned(), decoded.into_owned().into());
        }
        Ok(())
    }

    /// Takes in the members of the `json` line.
    fn json(
        &mut self,
        json: &str,
        (start, end): (u64, u64),
        limits: &Limits,
        findings: &mut Vec<Finding>,
    ) -> Result<(), Error> {
        match metadata::parse(json.as_bytes(), start, limits, None)? {
            Ok((members, mut repeated)) => {
                for (key, value) in members {
                    if self.metadata.contains_key(&key) {
                        repeated.push(key);
                    } else {
                        self.metadata.insert(key, value);
                    }
                }
                let finding = |key: String| codes::REPEATED_KEY.at_bytes(start, end).with(excerpt(key.as_bytes()));
                findings.extend(repeated.into_iter().map(finding));
            }
            // Places inside the value are off where something is percent-encoded.
            Err(finding) => {
                let mut moved = codes::INVALID_METADATA.at_bytes(start, end);
                moved.arguments = finding.arguments;
                findings.push(moved);
            }
        }
        Ok(())
    }
}

/// The known key that was probably meant, or else the key as one of the user's own.
fn nearest(key: &str) -> String {
    let lower = key.to_ascii_lowercase();
    let known = KEYS.into_iter().chain([JSON]);
    match known.map(|known| (strsim::osa_distance(&lower, known), known)).min() {
        Some((distance, known)) if distance <= 2 => known.to_owned(),
        _ => format!("{FREE}{}", lower.replace('_', "-")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Place;

    fn marker(line: &str) -> (Option<u64>, String, Vec<&'static str>) {
        let marker = doc_marker(line.as_bytes(), 100);
        (marker.number, marker.id, marker.findings.iter().map(|finding| finding.code.name).collect())
    }

    #[test]
    fn markers_are_read_as_far_as_they_go() {
        let read = |line, number, id: &str, names: &[&'static str]| {
            assert_eq!(marker(line), (number, id.to_owned(), names.to_vec()), "{line}");
        };
        read("%doc 000 613a813ba363123f", Some(0), "613a813ba363123f", &[]);
        read("%doc 12345  a\t", Some(12345), "a", &[]);
        read("%doc 000 %D9%85%2Fa", Some(0), "م/a", &[]);
        read("%doc 7 a", Some(7), "a", &["malformed-marker"]);
        read("%doc 000 a b", Some(0), "a", &["malformed-marker"]);
        read("%doc abc", None, "abc", &["malformed-marker"]);
        read("%doc abc d", None, "d", &["malformed-marker"]);
        read("%doc ٠٠٠ a", None, "a", &["malformed-marker"]);
        read("%doc 9999999999999999999999 a", None, "a", &["malformed-marker"]);
        read("%doc 004", Some(4), "004", &["missing-id"]);
        read("%doc", None, "byte-100", &["malformed-marker", "missing-id"]);
        read("%doc 000 خبر", Some(0), "خبر", &["malformed-id"]);
        read("%doc 000 %G1", Some(0), "%25G1", &["malformed-id"]);
        read("%doc 000 a\0", Some(0), "a%00", &["malformed-id"]);
    }

    fn header(raw: &str) -> (Metadata, Vec<(&'static str, Place)>) {
        let mut lines = Lines::new(raw.as_bytes().to_vec(), 100, false);
        let mut found = Vec::new();
        while let Some(findings) = lines.read(&Limits::default()) {
            found.extend(findings.unwrap().iter().map(|finding| (finding.code.name, finding.place)));
        }
        (lines.into_metadata(), found)
    }

    #[test]
    fn values_are_trimmed_and_decoded() {
        let (metadata, found) = header("title:  خبر %2525 \r\nx-tag:\nsource:%20a\n");
        assert_eq!(found, []);
        let expected = serde_json::json!({"title": "خبر %25", "x-tag": "", "source": " a"});
        assert_eq!(serde_json::Value::Object(metadata), expected);
    }

    #[test]
    fn each_finding_points_at_its_part_of_the_line() {
        let at = |start, end| Place::Bytes { start, end };
        assert_eq!(header("Title: a\n").1, [("unknown-key", at(100, 105))]);
        assert_eq!(header("published: 1/1\n").1, [("invalid-date", at(111, 114))]);
        assert_eq!(header("title: 5% a\n").1, [("malformed-escape", at(108, 109))]);
        assert_eq!(header("title: a\0b\n").1, [("control-in-header", at(108, 109))]);
        assert_eq!(header("title: a\ntitle: b\n").1, [("repeated-key", at(109, 114))]);
        assert_eq!(header("bytes: 1\nsha256: x\n").1, [("seal-in-open-form", at(100, 108))]);
        assert_eq!(header("json: [1]\n").1, [("invalid-metadata", at(106, 109))]);
    }

    #[test]
    fn the_first_of_two_values_counts() {
        let (metadata, _) = header("title: a\ntitle: b\njson: {\"title\": 1, \"n\": [2]}\n");
        assert_eq!(serde_json::Value::Object(metadata), serde_json::json!({"title": "a", "n": [2]}));
    }

    #[test]
    fn the_nearest_key_is_offered() {
        assert_eq!(nearest("Titel"), "title");
        assert_eq!(nearest("publised"), "published");
        assert_eq!(nearest("Word_Count"), "x-word-count");
    }
}
