//! JSON objects, cut into members without parsing what is not asked for.
//!
//! `serde_json` looks at each byte of a text as if it could be anything. The text is nearly all of a line,
//! though, and nearly always has no escapes: finding its end is enough. What is not plainly sound is left to
//! `serde_json`, which says what is wrong with it.

use std::ops::Range;

use serde_json::Value;

use super::document::Metadata;
use super::metadata::{DEEPEST, nesting};
use super::places::Places;

/// An object that is sound, names no key twice, and has a string under the key of the text.
#[derive(Debug, PartialEq)]
pub(super) struct Object {
    pub(super) text: String,
    pub(super) places: Places,
    /// Where the text stands, with its quotes.
    pub(super) span: Range<usize>,
    /// All other members, in their order.
    pub(super) members: Metadata,
}

/// Cuts an object that has no white space round it; `at` is its offset in the file. None for whatever is not
/// plainly sound, or is nested deeper than allowed.
pub(super) fn cut(json: &str, at: u64, text_field: &str, allowed: u32) -> Option<Object> {
    let bytes = json.as_bytes();
    let mut members = Metadata::new();
    let mut text = None;
    if bytes.first()? != &b'{' || allowed == 0 {
        return None;
    }
    let mut next = skip_blank(bytes, 1);
    if bytes.get(next)? != &b'}' {
        loop {
            let key = string(json, next)?;
            let colon = skip_blank(bytes, key.end);
            if bytes.get(colon)? != &b':' {
                return None;
            }
            let start = skip_blank(bytes, colon + 1);
            let key = key.value()?;
            let end;
            if bytes.get(start)? == &b'"' {
                let string = string(json, start)?;
                end = string.end;
                if key == text_field {
                    let places = Places::from(at + start as u64 + 1);
                    if text.replace((string.placed(places)?, start..end)).is_some() {
                        return None;
                    }
                } else if members.insert(key.into_owned(), string.value()?.into_owned().into()).is_some() {
                    return None;
                }
            } else {
                end = value_end(bytes, start)?;
                let raw = json.get(start..end)?;
                if key == text_field || nesting(raw.as_bytes()).saturating_add(1) > allowed.min(DEEPEST) {
                    return None;
                }
                let value: Value = serde_json::from_str(raw).ok()?;
                if members.insert(key.into_owned(), value).is_some() {
                    return None;
                }
            }
            next = skip_blank(bytes, end);
            match bytes.get(next)? {
                b',' => next = skip_blank(bytes, next + 1),
                b'}' => break,
                _ => return None,
            }
        }
    }
    let ((text, places), span) = text?;
    (next + 1 == bytes.len()).then_some(Object { text, places, span, members })
}

/// A string as it stands in JSON.
struct Raw<'a> {
    /// What is between the quotes.
    inner: &'a str,
    escaped: bool,
    /// One past the closing quote.
    end: usize,
}

/// The string that starts here; none if nothing does, or it holds a control character.
fn string(json: &str, start: usize) -> Option<Raw<'_>> {
    let bytes = json.as_bytes();
    if bytes.get(start)? != &b'"' {
        return None;
    }
    let mut at = start + 1;
    let mut escaped = false;
    let end = loop {
        let found = at + memchr::memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes[found] == b'"' {
            break found;
        }
        escaped = true;
        at = found + 2;
    };
    let inner = json.get(start + 1..end)?;
    // Not `any`, which would stop at the first and so look at one after the other.
    let control = inner.bytes().fold(false, |found, byte| found | (byte < b' '));
    (!control).then_some(Raw { inner, escaped, end: end + 1 })
}

impl<'a> Raw<'a> {
    fn value(&self) -> Option<std::borrow::Cow<'a, str>> {
        if self.escaped { unescape(self.inner, |_, _| {}).map(Into::into) } else { Some(self.inner.into()) }
    }

    /// The text, and where its characters stand.
    fn placed(&self, mut places: Places) -> Option<(String, Places)> {
        if !self.escaped {
            places.plain(self.inner.len());
            return Some((self.inner.to_owned(), places));
        }
        let text = unescape(self.inner, |len, stored| match len {
            Length::Plain => places.plain(stored),
            Length::Character(len) => places.add(len, stored as u8, 1),
        })?;
        Some((text, places))
    }
}

/// How long something is in the text.
enum Length {
    /// As long as it is stored.
    Plain,
    /// A character that was escaped.
    Character(u8),
}

/// What a string means; `seen` learns how long each part is, and how long it is stored. None where an escape
/// is none, or is half of a character.
fn unescape(raw: &str, mut seen: impl FnMut(Length, usize)) -> Option<String> {
    let bytes = raw.as_bytes();
    let mut text = String::with_capacity(raw.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            let end = memchr::memchr(b'\\', &bytes[at..]).map_or(bytes.len(), |len| at + len);
            text.push_str(&raw[at..end]);
            seen(Length::Plain, end - at);
            at = end;
            continue;
        }
        let (character, stored) = match bytes.get(at + 1)? {
            b'u' => {
                let unit = unit(bytes, at + 2)?;
                match char::from_u32(unit) {
                    Some(character) => (character, 6),
                    None => {
                        let second = unit_of_pair(bytes, at + 6)?;
                        let high = unit.checked_sub(0xD800).filter(|&high| high < 0x400)?;
                        (char::from_u32(0x1_0000 + (high << 10) + second)?, 12)
                    }
                }
            }
            b'n' => ('\n', 2),
            b't' => ('\t', 2),
            b'r' => ('\r', 2),
            b'b' => ('\u{8}', 2),
            b'f' => ('\u{C}', 2),
            &same @ (b'"' | b'\\' | b'/') => (char::from(same), 2),
            _ => return None,
        };
        text.push(character);
        seen(Length::Character(character.len_utf8() as u8), stored);
        at += stored;
    }
    Some(text)
}

/// The number that four hexadecimal digits write.
fn unit(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.iter().try_fold(0, |unit, &byte| {
        let digit = match byte {
            b'0'..=b'9' => byte - b'0',
            b'a'..=b'f' => byte - b'a' + 10,
            b'A'..=b'F' => byte - b'A' + 10,
            _ => return None,
        };
        Some(unit << 4 | u32::from(digit))
    })
}

/// What the second half of a pair of surrogates adds.
fn unit_of_pair(bytes: &[u8], at: usize) -> Option<u32> {
    let unit = bytes.get(at..at + 2).filter(|start| start == b"\\u").and_then(|_| unit(bytes, at + 2))?;
    unit.checked_sub(0xDC00).filter(|&low| low < 0x400)
}

pub(super) fn skip_blank(json: &[u8], at: usize) -> usize {
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count()
}

/// One past a value that starts here, in JSON that is sound; in any other, somewhere behind the start.
pub(super) fn value_end(json: &[u8], start: usize) -> Option<usize> {
    match json.get(start)? {
        b'"' => {
            let mut at = start + 1;
            loop {
                let next = at + memchr::memchr2(b'"', b'\\', json.get(at..)?)?;
                if json[next] == b'"' {
                    return Some(next + 1);
                }
                at = next + 2;
            }
        }
        b'{' | b'[' => {
            let (mut at, mut depth) = (start, 0usize);
            loop {
                match json.get(at)? {
                    b'"' => {
                        at = value_end(json, at)?;
                        continue;
                    }
                    b'{' | b'[' => depth += 1,
                    b'}' | b']' => depth -= 1,
                    _ => {}
                }
                at += 1;
                if depth == 0 {
                    return Some(at);
                }
            }
        }
        _ => {
            let rest = json.get(start..)?;
            let len = rest.iter().position(|byte| b",}] \t\r\n".contains(byte)).unwrap_or(rest.len());
            Some(start + len)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What `serde_json` makes of it, where that is what `cut` is for.
    fn reference(json: &str) -> Option<(String, Metadata)> {
        use crate::bundle::limits::Limits;
        let (mut members, repeated) =
            crate::bundle::metadata::parse(json.as_bytes(), 0, &Limits::default(), None).ok()?.ok()?;
        match members.shift_remove("text") {
            Some(Value::String(text)) if repeated.is_empty() => Some((text, members)),
            _ => None,
        }
    }

    fn assert_same(json: &str) {
        let json = json.trim_matches([' ', '\t', '\r', '\n']);
        let cut = cut(json, 0, "text", 64);
        let expected = reference(json);
        assert_eq!(cut.as_ref().map(|cut| (&cut.text, &cut.members)), expected.as_ref().map(|(t, m)| (t, m)), "{json}");
        if let Some(cut) = cut {
            let stored = &json[cut.span.clone()];
            assert_eq!(serde_json::from_str::<String>(stored).unwrap(), cut.text);
            let places: Vec<_> = cut.text.char_indices().map(|(at, _)| cut.places.stored(at) as usize).collect();
            for (index, character) in cut.text.chars().enumerate() {
                let end = places.get(index + 1).copied().unwrap_or(cut.span.end - 1);
                let one = format!("\"{}\"", &json[places[index]..end]);
                assert_eq!(serde_json::from_str::<String>(&one).unwrap(), character.to_string());
            }
        }
    }

    #[test]
    fn objects_are_cut_as_serde_json_reads_them() {
        for json in [
            r#"{"text":"a"}"#,
            r#" { "text" : "م\u0645\ud83d\ude00\"\\\/\b\f\n\r\t" , "a" : [1, {"b": "}"}] , "" : null}"#,
            r#"{"te\u0078t":"","n":-0.10e+3}"#,
            r#"{"text":"\ud800"}"#,
            r#"{"text":"\udc00\ud800"}"#,
            r#"{"text":"\ud83dx"}"#,
            r#"{"text":"a","text":"b"}"#,
            r#"{"text":"a","b":1,"b":2}"#,
            r#"{"text":1}"#,
            r#"{"text":"a",}"#,
            r#"{"text":"a"} x"#,
            r#"{"text":"a" "b":1}"#,
            r#"{"text":"a","b":01}"#,
            r#"{"text":"a","b":[1}"#,
            r#"{"text":"a","b":[}]}"#,
            r#"{"text":"a\x"}"#,
            r#"{"text":"\u12"}"#,
            "{\"text\":\"a\tb\"}",
            "{\"te\0xt\":\"ab\"}",
            "{}",
            "{",
            "",
            "[]",
            "null",
        ] {
            assert_same(json);
        }
    }

    proptest! {
        #[test]
        fn any_object_is_cut_as_serde_json_reads_it(
            text in "(?s).{0,20}",
            key in "[ab\"\\\\\u{645}]{0,3}",
            ascii in any::<bool>(),
            noise in prop::option::of((0usize..60, "[\"\\\\{}\\[\\]:,u0d8 a\n]")),
        ) {
            let value = serde_json::json!({"id": 1, key: ["}", {"x": null}], "text": text, "z": "\\\"\n"});
            let mut json = value.to_string();
            if ascii {
                json = json.chars().map(|c| if c.is_ascii() {
                    c.to_string()
                } else {
                    c.encode_utf16(&mut [0; 2]).iter().map(|unit| format!("\\u{unit:04x}")).collect()
                }).collect();
            }
            if let Some((at, noise)) = noise {
                let at = (0..=at.min(json.len())).rev().find(|&at| json.is_char_boundary(at)).unwrap();
                json.insert_str(at, &noise);
            }
            assert_same(&json);
        }
    }
}
