//! Encodings other than UTF-8: those in which Arabic is stored, and how they are told apart.
//!
//! A detector for all the encodings of the Web knows too many: of short Arabic lines it takes some for
//! Greek or Russian, and UTF-16 it doesn't look for. Only five come into question here, so a few letters
//! decide.

use encoding_rs::{DecoderResult, ISO_8859_6, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1256};

use super::places::Places;

/// In which encoding texts are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, and anything else is a finding.
    #[default]
    Utf8,
    /// UTF-8, UTF-16, windows-1256 or ISO-8859-6, whichever the bytes look like.
    Auto,
    /// The one that was named.
    Named(Name),
}

/// An encoding that has been named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name(&'static encoding_rs::Encoding);

impl Encoding {
    /// The encoding of a name (`auto` and every label of the Encoding Standard); none if there is no such
    /// encoding, or it is one of several bytes a character.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        if name.eq_ignore_ascii_case("auto") {
            return Some(Self::Auto);
        }
        let encoding = encoding_rs::Encoding::for_label(name.as_bytes())?;
        if encoding == UTF_8 {
            return Some(Self::Utf8);
        }
        let known = encoding.is_single_byte() || encoding == UTF_16LE || encoding == UTF_16BE;
        known.then_some(Self::Named(Name(encoding)))
    }
}

/// A text in another encoding than UTF-8.
#[derive(Debug)]
pub(super) struct Recoded {
    /// The name of the encoding.
    pub(super) name: &'static str,
    /// How many bytes the byte order mark takes.
    pub(super) mark: usize,
    /// The text and the places of its characters, or the range of the first bytes that stand for nothing.
    pub(super) text: Result<(String, Places), (usize, usize)>,
}

/// Decodes bytes; none if they are to be taken for UTF-8.
pub(super) fn decode(bytes: &[u8], encoding: Encoding) -> Option<Recoded> {
    let encoding = match encoding {
        Encoding::Utf8 => return None,
        Encoding::Named(Name(encoding)) => encoding,
        Encoding::Auto => guess(bytes)?,
    };
    let mark: &[u8] = match encoding {
        encoding if encoding == UTF_16LE => b"\xFF\xFE",
        encoding if encoding == UTF_16BE => b"\xFE\xFF",
        _ => b"",
    };
    let mark = if bytes.starts_with(mark) { mark.len() } else { 0 };
    let body = &bytes[mark..];
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let room = decoder.max_utf8_buffer_length_without_replacement(body.len()).unwrap_or(0);
    let mut text = String::new();
    if text.try_reserve_exact(room).is_err() {
        return Some(Recoded { name: encoding.name(), mark, text: Err((mark, mark)) });
    }
    let text = match decoder.decode_to_string_without_replacement(body, &mut text, true) {
        (DecoderResult::Malformed(len, after), read) => {
            let end = read.saturating_sub(after.into());
            Err((mark + end.saturating_sub(len.into()), mark + end))
        }
        _ => {
            let single = encoding.is_single_byte();
            let mut places = Places::from(mark as u64);
            for character in text.chars() {
                let stored = if single { 1 } else { 2 * character.len_utf16() as u8 };
                places.add(character.len_utf8() as u8, stored, 1);
            }
            Ok((text, places))
        }
    };
    Some(Recoded { name: encoding.name(), mark, text })
}

/// What bytes look like; none for UTF-8, and where nothing fits.
fn guess(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    if bytes.starts_with(b"\xFF\xFE") {
        return Some(UTF_16LE);
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Some(UTF_16BE);
    }
    // In UTF-16 nine of ten upper halves are 06, an Arabic letter, or 00, ASCII. Alone these bytes are
    // UTF-8 too, controls that no text has, so this comes first.
    let halves = |at: usize| bytes.iter().skip(at).step_by(2).filter(|&&byte| matches!(byte, 0 | 6)).count();
    let (first, second, pairs) = (halves(0), halves(1), bytes.len() / 2);
    if pairs > 0 && first * 10 >= pairs * 9 && second * 2 < pairs {
        return Some(UTF_16BE);
    }
    if pairs > 0 && second * 10 >= pairs * 9 && first * 2 < pairs {
        return Some(UTF_16LE);
    }
    if simdutf8::basic::from_utf8(bytes).is_ok() {
        return None;
    }
    // The letters that are most of any Arabic text have other places in each of the two.
    let common = |encoding: &'static encoding_rs::Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        Some(text.chars().filter(|c| "الينموترهبعد".contains(*c)).count())
    };
    match (common(ISO_8859_6), common(WINDOWS_1256)) {
        (Some(iso), Some(windows)) if iso >= windows && iso > 0 => Some(ISO_8859_6),
        (_, Some(windows)) if windows > 0 => Some(WINDOWS_1256),
        (Some(iso), None) if iso > 0 => Some(ISO_8859_6),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "وصل الوفد إلى العاصمة صباح اليوم، ثم غادر.";

    fn stored(text: &str, encoding: &'static encoding_rs::Encoding) -> Vec<u8> {
        if encoding == UTF_16LE {
            text.encode_utf16().flat_map(u16::to_le_bytes).collect()
        } else if encoding == UTF_16BE {
            text.encode_utf16().flat_map(u16::to_be_bytes).collect()
        } else {
            encoding.encode(text).0.into_owned()
        }
    }

    #[test]
    fn the_encodings_of_arabic_are_told_apart() {
        for encoding in [UTF_16LE, UTF_16BE, WINDOWS_1256, ISO_8859_6] {
            let bytes = stored(TEXT, encoding);
            let recoded = decode(&bytes, Encoding::Auto).unwrap();
            assert_eq!(recoded.name, encoding.name());
            let (text, places) = recoded.text.unwrap();
            assert_eq!(text, TEXT);
            for (at, character) in text.char_indices() {
                let (start, end) = (places.stored(at), places.stored(at + character.len_utf8()));
                assert_eq!(bytes[start as usize..end as usize], stored(&character.to_string(), encoding));
            }
        }
        for text in [TEXT.as_bytes(), b"", b"a", b"ab", b"caf\xE9", b"\xFF"] {
            assert!(decode(text, Encoding::Auto).is_none(), "{text:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_says_it_and_is_left_out() {
        let recoded = decode(b"\xFF\xFEa\0\x3D\xD8\0\xDE", Encoding::Auto).unwrap();
        let (text, places) = recoded.text.unwrap();
        assert_eq!((recoded.mark, &*text), (2, "a😀"));
        assert_eq!((places.stored(0), places.stored(1), places.stored(5)), (2, 4, 8));
    }

    #[test]
    fn the_first_bytes_that_stand_for_nothing_are_named() {
        let named = |name| Encoding::from_name(name).unwrap();
        assert_eq!(decode(b"ab\xC0", named("ISO-8859-6")).unwrap().text.unwrap_err(), (2, 3));
        assert_eq!(decode(b"\xFE\xFF\0a\xD8\0\0b", named("utf-16be")).unwrap().text.unwrap_err(), (4, 6));
        assert_eq!(decode(b"a\0b", named("utf-16le")).unwrap().text.unwrap_err(), (2, 3));
    }

    #[test]
    fn names_are_those_of_the_encoding_standard() {
        assert_eq!(Encoding::from_name("UTF8"), Some(Encoding::Utf8));
        assert_eq!(Encoding::from_name("Auto"), Some(Encoding::Auto));
        assert_eq!(Encoding::from_name("cp1256"), Encoding::from_name("windows-1256"));
        for unknown in ["", "klingon", "gbk", "x-user-defined-not"] {
            assert_eq!(Encoding::from_name(unknown), None);
        }
    }
}
