//! JSON Lines: one JSON object a line.

use std::io::{Read, Write};
use std::ops::Range;
use std::path::Path;

use serde_json::Value;

use super::document::Metadata;
use super::error::{Error, ErrorKind, check_text_len};
use super::json_object::{Object, cut, skip_blank, value_end};
use super::metadata::{self, DEEPEST, nesting};
use super::places::Places;
use super::records::{ID, Reads, Record, Records};
use super::target::Sink;
use super::write::Entry;
use super::{Options, percent};
use crate::finding::{Finding, codes};

/// The reader of JSON Lines.
pub(super) struct JsonLines {
    records: Records,
    line: Vec<u8>,
}

impl JsonLines {
    pub(super) fn new(source: Box<dyn Read + Send>, path: Option<&Path>, options: &Options) -> Self {
        Self { records: Records::new(source, path, options), line: Vec::new() }
    }
}

impl Reads for JsonLines {
    fn records(&mut self) -> &mut Records {
        &mut self.records
    }

    fn step(&mut self) -> Result<bool, Error> {
        let records = &mut self.records;
        records.skip_mark()?;
        let at = records.input.offset();
        let number = records.line;
        self.line.clear();
        records.take_line(&mut self.line, at)?;
        if self.line.is_empty() {
            return Ok(false);
        }
        let blank = |byte: &u8| b" \t\r\n".contains(byte);
        let Some(first) = self.line.iter().position(|byte| !blank(byte)) else { return Ok(true) };
        let last = self.line.iter().rposition(|byte| !blank(byte)).unwrap_or(first);
        let json = &self.line[first..=last];
        let (start, end) = (at + first as u64, at + last as u64 + 1);
        let sound = simdutf8::basic::from_utf8(json).ok();
        let allowed = records.limits.metadata_nesting;
        if let Some(object) = sound.and_then(|json| cut(json, start, &records.text_field, allowed)) {
            let Object { text, places, span, members } = object;
            let value = (start + span.start as u64, start + span.end as u64);
            records.deliver(Record { line: number, record: (start, end), value, text, places, metadata: members })?;
            return Ok(true);
        }
        let parsed = metadata::parse(json, start, &records.limits, records.path.as_deref());
        let (mut members, repeated) = match parsed.map_err(|error| error.within(records.path.as_deref()))? {
            Ok(members) => members,
            Err(finding) => {
                let finding = of_line(finding, number);
                records.report(Some(&format!("line-{number}")), finding);
                return Ok(true);
            }
        };
        for key in repeated {
            records.report(None, codes::REPEATED_KEY.at_bytes(start, end).with(key));
        }
        let span = value_of(json, &records.text_field);
        let (Some(Value::String(text)), Some(span)) = (members.shift_remove(&records.text_field), span) else {
            let finding = codes::MISSING_TEXT.at_bytes(start, end).with(number.to_string());
            let finding = finding.with(records.text_field.clone());
            records.report(Some(&format!("line-{number}")), finding);
            return Ok(true);
        };
        let places = places(&json[span.clone()], start + span.start as u64);
        let value = (start + span.start as u64, start + span.end as u64);
        records.deliver(Record { line: number, record: (start, end), value, text, places, metadata: members })?;
        Ok(true)
    }
}

/// A finding about metadata as one about a line.
fn of_line(finding: Finding, line: u64) -> Finding {
    if finding.code != &codes::INVALID_METADATA {
        return finding;
    }
    let arguments = std::iter::once(line.to_string().into()).chain(finding.arguments.iter().cloned()).collect();
    Finding { code: &codes::MALFORMED_LINE, arguments, ..finding }
}

/// Where the value of a key stands in an object; of the first, if it stands there more than once.
fn value_of(json: &[u8], key: &str) -> Option<Range<usize>> {
    let mut at = skip_blank(json, 0);
    at = skip_blank(json, at + 1); // `{`
    while json.get(at) == Some(&b'"') {
        let end = value_end(json, at)?;
        let raw = json.get(at..end)?;
        let is_it = if memchr::memchr(b'\\', raw).is_some() {
            serde_json::from_slice::<String>(raw).is_ok_and(|name| name == key)
        } else {
            raw.get(1..raw.len() - 1) == Some(key.as_bytes())
        };
        let start = skip_blank(json, skip_blank(json, end) + 1); // `:`
        let end = value_end(json, start)?;
        if is_it {
            return Some(start..end);
        }
        at = skip_blank(json, skip_blank(json, end) + 1); // `,` or `}`
    }
    None
}

/// The places of the characters of a string, which is given with its quotes and stands at this offset.
fn places(raw: &[u8], at: u64) -> Places {
    let mut places = Places::from(at + 1);
    let mut rest = raw.get(1..raw.len().saturating_sub(1)).unwrap_or_default();
    loop {
        let plain = memchr::memchr(b'\\', rest).unwrap_or(rest.len());
        places.plain(plain);
        rest = &rest[plain..];
        if rest.is_empty() {
            return places;
        }
        let taken = if rest.get(1) == Some(&b'u') {
            let unit = rest.get(2..6).and_then(|digits| std::str::from_utf8(digits).ok());
            let unit = unit.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0);
            match char::from_u32(unit) {
                Some(character) => {
                    places.add(character.len_utf8() as u8, 6, 1);
                    6
                }
                // The first half of a pair: the parser has seen that the second follows.
                None => {
                    places.add(4, 12, 1);
                    12
                }
            }
        } else {
            places.add(1, 2, 1);
            2
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
}

/// Writes JSON Lines.
pub(super) struct JsonLinesWriter<W> {
    out: W,
    text_field: String,
    written: u64,
}

impl<W: Write> JsonLinesWriter<W> {
    pub(super) fn new(out: W, text_field: &str) -> Self {
        Self { out, text_field: text_field.to_owned(), written: 0 }
    }
}

impl<W: Write> Sink for JsonLinesWriter<W> {
    fn write(&mut self, entry: Entry<'_>) -> Result<(), Error> {
        let Entry { id, metadata, text, .. } = entry;
        check_text_len(text.len() as u64, None)?;
        let unwritable = |reason| Error::new(ErrorKind::Unwritable { document: self.written, reason }, None);
        check_members(id, metadata, &self.text_field).map_err(unwritable)?;
        let mut members = Metadata::new();
        members.insert(ID.to_owned(), id.into());
        members.insert(self.text_field.clone(), text.into());
        members.extend(metadata.iter().map(|(key, value)| (key.clone(), value.clone())));
        let mut line = Value::Object(members).to_string();
        let depth = nesting(line.as_bytes());
        if depth > DEEPEST {
            return Err(unwritable(format!("its metadata is nested {depth} deep; {DEEPEST} can be read")));
        }
        line.push('\n');
        self.out.write_all(line.as_bytes()).map_err(|error| Error::io("write the bundle", None, error))?;
        self.written += 1;
        Ok(())
    }
}

/// Checks that a record can hold an id and metadata; the reason if it cannot.
pub(super) fn check_members(id: &str, metadata: &Metadata, text_field: &str) -> Result<(), String> {
    if percent::encode_id(id).is_none() {
        return Err(format!(
            "its id has {} characters; 1 to {} can be written",
            id.chars().count(),
            percent::ID_CHARACTERS
        ));
    }
    for taken in [ID, text_field] {
        if metadata.contains_key(taken) {
            return Err(format!("its metadata has the key {taken:?}, which the record itself uses"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_whatever_stands_before_it() {
        let json = br#" { "a" : {"text":[1,"}\""]} , "te\u0078t" :  "\"x" , "text": 1 } "#;
        let span = value_of(json, "text").unwrap();
        assert_eq!(&json[span], br#""\"x""#);
        assert_eq!(value_of(json, "b"), None);
        assert_eq!(value_of(b"{}", ""), None);
        assert_eq!(value_of(br#"{"":-1.5e3}"#, ""), Some(4..10));
    }

    #[test]
    fn places_pass_through_escapes() {
        let raw = r#""م\n\u0645\u0645\ud83d\ude00\\a""#;
        let text: String = serde_json::from_str(raw).unwrap();
        assert_eq!(text, "م\nمم😀\\a");
        let places = places(raw.as_bytes(), 10);
        let stored: Vec<_> = text.char_indices().map(|(at, _)| places.stored(at) - 10).collect();
        assert_eq!(stored, [1, 3, 5, 11, 17, 29, 31]);
        assert_eq!(places.stored(text.len()) - 10, raw.len() as u64 - 1);
    }
}
