//! Metadata in JSON: a file beside a text, `bundle.json`, or the `json` line of a header.

use std::fmt;
use std::path::Path;

use serde::Deserializer;
use serde::de::{MapAccess, Visitor};
use serde_json::Value;

use super::decode::{BOM, invalid_utf8};
use super::document::Metadata;
use super::error::Error;
use super::limits::Limits;
use crate::finding::{Finding, codes};

/// How deep `serde_json` is willing to go, whatever the limit: beyond it, it reports bad JSON.
pub(super) const DEEPEST: u32 = 127;

/// The members of a JSON object, each key once, and the keys that stood there again.
pub(super) type Members = (Metadata, Vec<String>);

/// Reads a JSON object; anything else is a finding. `at` is the offset of `json` in its file.
pub(super) fn parse(
    json: &[u8],
    at: u64,
    limits: &Limits,
    path: Option<&Path>,
) -> Result<Result<Members, Finding>, Error> {
    let allowed = limits.metadata_nesting;
    let depth = nesting(json);
    if depth > allowed {
        return Err(Error::limit("metadata_nesting", allowed.into(), depth.into(), true, path).at(at));
    }
    let text = match std::str::from_utf8(json) {
        Ok(text) => text,
        Err(error) => return Ok(Err(invalid_utf8(json, error, |offset| at + offset as u64))),
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let read = deserializer.deserialize_map(Object).and_then(|members| deserializer.end().map(|()| members));
    Ok(read.map_err(|error| {
        let end = at + json.len() as u64;
        if error.is_data() {
            return codes::INVALID_METADATA.at_bytes(at, end).with(kind(text));
        }
        // Line and column, which counts bytes, are from 1; the place may be one past the end.
        let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
        let offset = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        let start = at + offset.min(json.len()) as u64;
        codes::INVALID_METADATA.at_bytes(start, (start + 1).min(end)).with(error.to_string())
    }))
}

/// What a JSON value is that is no object.
fn kind(json: &str) -> &'static str {
    match json.trim_start().bytes().next() {
        Some(b'[') => "an array",
        Some(b'"') => "a string",
        Some(b't' | b'f') => "a boolean",
        Some(b'n') => "null",
        _ => "a number",
    }
}

/// Reads the members of an object. `serde_json` itself lets the last of two equal keys win in silence.
struct Object;

impl<'de> Visitor<'de> for Object {
    type Value = Members;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members, A::Error> {
        let (mut members, mut repeated) = Members::default();
        while let Some((key, value)) = map.next_entry::<String, Value>()? {
            if members.contains_key(&key) {
                repeated.push(key);
            } else {
                members.insert(key, value);
            }
        }
        Ok((members, repeated))
    }
}

/// The same for a file, which may start with a byte order mark.
pub(super) fn parse_file(json: &[u8], limits: &Limits, path: Option<&Path>) -> Result<(Metadata, Vec<Finding>), Error> {
    let mut findings = Vec::new();
    let body = json.strip_prefix(BOM).unwrap_or(json);
    let start = (json.len() - body.len()) as u64;
    if start > 0 {
        findings.push(codes::BOM.at_bytes(0, start));
    }
    let metadata = match parse(body, start, limits, path)? {
        Ok((metadata, repeated)) => {
            findings.extend(repeated.into_iter().map(|key| codes::REPEATED_KEY.whole().with(key)));
            metadata
        }
        Err(finding) => {
            findings.push(finding);
            Metadata::new()
        }
    };
    Ok((metadata, findings))
}

/// How deep arrays and objects are nested, as far as brackets outside strings tell.
pub(super) fn nesting(json: &[u8]) -> u32 {
    let (mut depth, mut deepest) = (0u32, 0u32);
    let mut bytes = json.iter();
    let mut quoted = false;
    while let Some(byte) = bytes.next() {
        match byte {
            b'"' => quoted = !quoted,
            b'\\' if quoted => {
                bytes.next();
            }
            b'[' | b'{' if !quoted => {
                depth = depth.saturating_add(1);
                deepest = deepest.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bundle::ErrorKind;
    use crate::finding::Place;

    fn place(json: &str) -> Place {
        parse(json.as_bytes(), 100, &Limits::default(), None).unwrap().unwrap_err().place
    }

    #[test]
    fn the_place_of_a_mistake_is_pointed_at() {
        assert_eq!(place("{\n \"عنوان\" 1}"), Place::Bytes { start: 116, end: 117 });
        assert_eq!(place("{\"a\":1"), Place::Bytes { start: 105, end: 106 });
        assert_eq!(place(""), Place::Bytes { start: 100, end: 100 });
        assert_eq!(place("[1]"), Place::Bytes { start: 100, end: 103 });
    }

    #[test]
    fn only_an_object_is_metadata() {
        for (json, what) in
            [("[]", "an array"), ("\n\"a\"", "a string"), ("true", "a boolean"), ("null", "null"), ("-1", "a number")]
        {
            let finding = parse(json.as_bytes(), 0, &Limits::default(), None).unwrap().unwrap_err();
            assert_eq!(*finding.arguments, [what]);
        }
        assert!(parse(b"{} x", 0, &Limits::default(), None).unwrap().is_err());
    }

    #[test]
    fn a_key_counts_once() {
        let json = br#"{"a": 1, "b": {"a": 2}, "a": 3}"#;
        let (metadata, repeated) = parse(json, 0, &Limits::default(), None).unwrap().unwrap();
        assert_eq!(Value::Object(metadata), serde_json::json!({"a": 1, "b": {"a": 2}}));
        assert_eq!(repeated, ["a"]);
    }

    #[test]
    fn nesting_is_limited_before_anything_is_parsed() {
        let limits = Limits { metadata_nesting: 3, ..Limits::default() };
        assert!(parse(br#"{"a":[{"[[[[\"[[":1}]}"#, 0, &limits, None).unwrap().is_ok());
        let error = parse(br#"{"a":[[[]]]}"#, 0, &limits, None).unwrap_err();
        let expected = ErrorKind::Limit { limit: "metadata_nesting", allowed: 3, actual: 4, exact: true };
        assert_eq!(*error.kind(), expected);
        let limits = Limits { metadata_nesting: u32::MAX, ..Limits::default() };
        let deep = |depth: u32| format!("{}0{}", "{\"\":".repeat(depth as usize), "}".repeat(depth as usize));
        assert!(parse(deep(DEEPEST).as_bytes(), 0, &limits, None).unwrap().is_ok());
        assert!(parse(deep(DEEPEST + 1).as_bytes(), 0, &limits, None).unwrap().is_err());
        assert!(parse(deep(1_000_000).as_bytes(), 0, &limits, None).unwrap().is_err());
    }
}
