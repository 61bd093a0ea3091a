//! Percent-encoding of ids and of header values: one rule for each, here and nowhere else.
//!
//! An id keeps `A-Z a-z 0-9 . _ ~ -`, the unreserved characters of RFC 3986. A header value keeps
//! everything but `%`, control characters and the spaces at its ends, so that Arabic stays legible.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode, utf8_percent_encode};
use sha2::{Digest, Sha256};

/// The longest id, in characters.
pub(super) const ID_CHARACTERS: usize = 128;

const ID: &AsciiSet = &NON_ALPHANUMERIC.remove(b'.').remove(b'_').remove(b'~').remove(b'-');

/// An id as a text bundle writes it; none if it is empty or too long.
pub(super) fn encode_id(id: &str) -> Option<Cow<'_, str>> {
    is_id(id).then(|| utf8_percent_encode(id, ID).into())
}

/// Whether an id has 1 to 128 characters.
pub(super) fn is_id(id: &str) -> bool {
    !id.is_empty() && (id.len() <= ID_CHARACTERS || id.chars().nth(ID_CHARACTERS).is_none())
}

/// An id from the bytes of a file name: percent-encoded and, if that is too long, cut and told apart by
/// a digest of the whole.
pub(super) fn id_from_name(name: &[u8]) -> String {
    let encoded = percent_encode(name, ID).to_string();
    if encoded.len() <= ID_CHARACTERS {
        return encoded;
    }
    let digest = hex(&Sha256::digest(name)[..8]);
    let mut kept = ID_CHARACTERS - digest.len() - 1;
    // Not in the middle of `%XX`; an encoded character may be cut, for the digest tells ids apart.
    while encoded.as_bytes()[kept - 2..kept].contains(&b'%') {
        kept -= 1;
    }
    format!("{}~{digest}", &encoded[..kept])
}

/// Bytes as lower-case hexadecimal digits.
fn hex(bytes: &[u8]) -> String {
    hex_digits(bytes).map(char::from).collect()
}

/// The lower-case hexadecimal digits of bytes.
pub(super) fn hex_digits(bytes: &[u8]) -> impl Iterator<Item = u8> {
    bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]).map(|nibble| b"0123456789abcdef"[usize::from(nibble)])
}

/// What decoding gave.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Decoded<'a> {
    /// The decoded characters.
    Whole(Cow<'a, str>),
    /// The first escape that is none, as a range of the encoded text.
    Malformed(std::ops::Range<usize>),
}

/// Decodes an id or a header value.
pub(super) fn decode(encoded: &str) -> Decoded<'_> {
    let bytes = encoded.as_bytes();
    if memchr::memchr(b'%', bytes).is_none() {
        return Decoded::Whole(Cow::Borrowed(encoded));
    }
    for at in memchr::memchr_iter(b'%', bytes) {
        let digits = bytes[at + 1..].iter().take(2).take_while(|byte| byte.is_ascii_hexdigit()).count();
        if digits < 2 {
            return Decoded::Malformed(at..at + 1 + digits);
        }
    }
    match percent_decode(bytes).decode_utf8() {
        Ok(decoded) => Decoded::Whole(decoded),
        Err(_) => Decoded::Malformed(0..bytes.len()),
    }
}

/// Whether an id is written as it is, as far as its characters go.
pub(super) fn is_plain_id(id: &[u8]) -> bool {
    id.iter().all(|&byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte))
}

/// Whether a header value is written as it is.
pub(super) fn is_plain_value(value: &[u8]) -> bool {
    !value.iter().copied().any(is_encoded) && !value.starts_with(b" ") && !value.ends_with(b" ")
}

/// Whether a byte of a header value is never written as it is.
fn is_encoded(byte: u8) -> bool {
    byte == b'%' || byte.is_ascii_control()
}

/// A header value as a text bundle writes it, on one line.
pub(super) fn encode_value(value: &str) -> Cow<'_, str> {
    if is_plain_value(value.as_bytes()) {
        return Cow::Borrowed(value);
    }
    let start = value.len() - value.trim_start_matches(' ').len();
    let end = value.trim_end_matches(' ').len();
    let mut out = String::with_capacity(value.len() + 8);
    for (at, character) in value.char_indices() {
        // Spaces at the ends would be taken for those around the value.
        if character.is_ascii() && is_encoded(character as u8) || at < start || at >= end {
            out.extend(utf8_percent_encode(&value[at..at + 1], NON_ALPHANUMERIC));
        } else {
            out.push(character);
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stay_legible() {
        assert_eq!(encode_value("نمو بنسبة 5%\r\n"), "نمو بنسبة 5%25%0D%0A");
        assert_eq!(encode_value(" \u{a0} "), "%20\u{a0}%20");
        assert_eq!(encode_value("  "), "%20%20");
        assert_eq!(encode_value("\u{85}\u{2028}"), "\u{85}\u{2028}");
    }

    #[test]
    fn malformed_escapes_are_pointed_at() {
        assert_eq!(decode("a%2"), Decoded::Malformed(1..3));
        assert_eq!(decode("5% من"), Decoded::Malformed(1..2));
        assert_eq!(decode("%D9"), Decoded::Malformed(0..3));
        assert_eq!(decode("%d9%85"), Decoded::Whole("م".into()));
    }

    #[test]
    fn an_id_has_1_to_128_characters() {
        assert_eq!(encode_id(""), None);
        assert_eq!(encode_id(&"م".repeat(129)), None);
        assert_eq!(encode_id(&"م".repeat(128)).map(|id| id.len()), Some(6 * 128));
        assert_eq!(encode_id("a/م%").as_deref(), Some("a%2F%D9%85%25"));
    }

    #[test]
    fn long_names_are_cut_and_told_apart() {
        let names = ["م".repeat(100), format!("{}ن", "م".repeat(99)), "x".repeat(129)];
        let ids = names.each_ref().map(|name| id_from_name(name.as_bytes()));
        for id in &ids {
            assert!(id.len() <= ID_CHARACTERS && !matches!(decode(id), Decoded::Malformed(at) if at.len() < 3), "{id}");
        }
        assert_ne!(ids[0], ids[1]);
        assert_eq!(id_from_name(b"a b\xff"), "a%20b%FF");
    }
}
