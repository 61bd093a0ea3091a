//! Whether a head is written as sealing writes it, told from its bytes.
//!
//! Writing the metadata again and comparing tells it of every head, and costs more than the digest of a short
//! document. Most heads are plain: no escape, no JSON. Of those the bytes tell.

use super::header::{BYTES, KEYS, SHA256, is_free_key};
use super::numbering::{LARGEST_DIGITS, SMALLEST_DIGITS};
use super::percent::{ID_CHARACTERS, is_plain_id, is_plain_value};

/// Whether a `%doc` line and header lines are what [`head`](super::write::head) and
/// [`digest_line`](super::write::digest_line) write; false also where that takes more than a look.
pub(super) fn is_plain(marker: &[u8], lines: &[u8]) -> bool {
    is_plain_marker(marker) && is_plain_header(lines)
}

fn is_plain_marker(line: &[u8]) -> bool {
    let words = line.strip_prefix(b"%doc ").and_then(|words| words.strip_suffix(b"\n"));
    let Some((number, id)) = words.and_then(|words| words.split_at_checked(memchr::memchr(b' ', words)?)) else {
        return false;
    };
    let widths = SMALLEST_DIGITS..=LARGEST_DIGITS;
    let padded = number.len() > SMALLEST_DIGITS && number[0] == b'0';
    let id = &id[1..];
    number.iter().all(u8::is_ascii_digit)
        && widths.contains(&number.len())
        && !padded
        && (1..=ID_CHARACTERS).contains(&id.len())
        && is_plain_id(id)
}

fn is_plain_header(lines: &[u8]) -> bool {
    let Ok(lines) = simdutf8::basic::from_utf8(lines) else { return false };
    let mut rest = lines;
    let mut before = None;
    while let Some(end) = memchr::memchr(b'\n', rest.as_bytes()) {
        let line = &rest[..end];
        rest = &rest[end + 1..];
        let Some((key, value)) = line.split_at_checked(line.find(':').unwrap_or(line.len() + 1)) else { return false };
        let value_fits = match value.as_bytes() {
            [_] => true,
            [_, b' ', value @ ..] => !value.is_empty() && is_plain_value(value),
            _ => false,
        };
        let place = place(key);
        // Each key once, and in its order.
        if !value_fits || place.is_none() || place <= before {
            return false;
        }
        before = place;
    }
    rest.is_empty() && before == Some(Place::Sha256)
}

/// Where a key stands among the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Place<'a> {
    Known(usize),
    Free(&'a str),
    Bytes,
    Sha256,
}

fn place(key: &str) -> Option<Place<'_>> {
    if let Some(at) = KEYS.iter().position(|known| *known == key) {
        return Some(Place::Known(at));
    }
    match key {
        BYTES => Some(Place::Bytes),
        SHA256 => Some(Place::Sha256),
        _ => is_free_key(key).then_some(Place::Free(key)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::document::Metadata;
    use super::super::header::{Lines, doc_marker};
    use super::super::limits::Limits;
    use super::super::seal::Digits;
    use super::super::write::{digest_line, head};
    use super::*;

    const STORED: u64 = 120;

    fn digest() -> Digits {
        Digits::read("0123456789abcdef".repeat(4).as_bytes()).unwrap()
    }

    /// What sealing writes.
    fn written(number: u64, id: &str, metadata: &Metadata) -> (Vec<u8>, Vec<u8>) {
        let (marker, mut lines) = head(number, id, metadata, Some(STORED)).unwrap();
        lines.extend(digest_line(digest()));
        (marker, lines)
    }

    /// Whether writing what is read here gives it again.
    fn is_canonical(marker: &[u8], lines: &[u8]) -> bool {
        let read = doc_marker(marker.strip_suffix(b"\n").unwrap_or(marker), 0);
        let mut header = Lines::new(lines.to_vec(), 0, true);
        while header.read(&Limits::default()).is_some_and(|read| read.is_ok()) {}
        let Some(number) = read.number else { return false };
        (marker.to_vec(), lines.to_vec()) == written(number, &read.id, &header.into_metadata())
    }

    /// Lines that are nearly what sealing writes.
    fn line() -> impl Strategy<Value = String> {
        let key = proptest::sample::select(&["title", "source", "language", "x-a", "x-b", "X-c", "words", "bytes"][..]);
        let value = prop_oneof![
            6 => "(: [a\u{645}]b?)?",
            1 => ":[ \t]{1,2}a?",
            1 => ": a[ %\t\r]",
            1 => ": %2[05]|: a b|: 120|=a",
        ];
        (key, value).prop_map(|(key, value)| format!("{key}{}\n", if value.is_empty() { ":" } else { &value }))
    }

    #[test]
    fn a_plain_head_is_told_from_its_bytes() {
        let mut metadata = Metadata::new();
        for (key, value) in [("x-desk", "أخبار"), ("title", "وصول الوفد: خبر"), ("x-a", ""), ("language", "ar")]
        {
            metadata.insert(key.to_owned(), value.into());
        }
        for number in [0, 999, 1000, 999_999_999_999_999_999] {
            let (marker, lines) = written(number, "613a813b~._-", &metadata);
            assert!(is_plain(&marker, &lines), "{}", String::from_utf8_lossy(&marker));
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(5000))]

        #[test]
        fn what_is_plain_is_canonical(
            marker in "%doc (0{0,3}[1-9]?[0-9]|[1-9]{3,4}|[1-9]{18,19}) {1,2}[a-c]( a|%2f|%61|/|\u{645})?\n",
            lines in proptest::collection::vec(line(), 0..4),
        ) {
            let seal = String::from_utf8(digest_line(digest())).unwrap();
            let lines = format!("{}bytes: {STORED}\n{seal}", lines.concat());
            if is_plain(marker.as_bytes(), lines.as_bytes()) {
                prop_assert!(is_canonical(marker.as_bytes(), lines.as_bytes()));
            }
        }
    }
}
