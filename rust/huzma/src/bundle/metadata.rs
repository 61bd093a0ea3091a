//! Metadata in JSON: a file beside a text, `bundle.json`, or the `json` line of a header.

use std::path::Path;

use serde_json::Value;

use super::decode::{BOM, invalid_utf8};
use super::document::Metadata;
use super::error::Error;
use super::limits::Limits;
use crate::finding::{Finding, codes};

/// How deep `serde_json` is willing to go.
pub(super) const DEEPEST: u32 = 127;

/// Reads a JSON object; anything else is a finding. `at` is the offset of `json` in its file.
pub(super) fn parse(
    json: &[u8],
    at: u64,
    limits: &Limits,
    path: Option<&Path>,
) -> Result<Result<Metadata, Finding>, Error> {
    let allowed = limits.metadata_nesting.min(DEEPEST);
    let depth = nesting(json);
    if depth > allowed {
        return Err(Error::limit("metadata_nesting", allowed.into(), depth.into(), true, path).at(at));
    }
    let text = match std::str::from_utf8(json) {
        Ok(text) => text,
        Err(error) => return Ok(Err(invalid_utf8(json, error, |offset| at + offset as u64))),
    };
    Ok(match serde_json::from_str(text) {
        Ok(Value::Object(metadata)) => Ok(metadata),
        Ok(other) => {
            let what = match other {
                Value::Null => "null",
                Value::Bool(_) => "a boolean",
                Value::Number(_) => "a number",
                Value::String(_) => "a string",
                Value::Array(_) | Value::Object(_) => "an array",
            };
            Err(codes::INVALID_METADATA.at_bytes(at, at + json.len() as u64).with(what))
        }
        Err(error) => {
            // Line and column, which counts bytes, are from 1; the place may be one past the end.
            let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
            let offset = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
            let start = at + offset.min(json.len()) as u64;
            let end = (start + 1).min(at + json.len() as u64);
            Err(codes::INVALID_METADATA.at_bytes(start, end).with(error.to_string()))
        }
    })
}

/// The same for a file, which may start with a byte order mark.
pub(super) fn parse_file(json: &[u8], limits: &Limits, path: &Path) -> Result<(Metadata, Vec<Finding>), Error> {
    let mut findings = Vec::new();
    let body = json.strip_prefix(BOM).unwrap_or(json);
    let start = (json.len() - body.len()) as u64;
    if start > 0 {
        findings.push(codes::BOM.at_bytes(0, start));
    }
    let metadata = match parse(body, start, limits, Some(path))? {
        Ok(metadata) => metadata,
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
    fn nesting_is_limited_before_anything_is_parsed() {
        let limits = Limits { metadata_nesting: 3, ..Limits::default() };
        assert!(parse(br#"{"a":[{"[[[[\"[[":1}]}"#, 0, &limits, None).unwrap().is_ok());
        let error = parse(br#"{"a":[[[]]]}"#, 0, &limits, None).unwrap_err();
        let expected = ErrorKind::Limit { limit: "metadata_nesting", allowed: 3, actual: 4, exact: true };
        assert_eq!(*error.kind(), expected);
    }
}
