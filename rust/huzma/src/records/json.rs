//! Whether bytes are one JSON value, strictly by RFC 8259, and what is wrong if they are not.
//!
//! Readers of JSON disagree about `NaN`, about names that stand twice in an object and about halves of surrogate
//! pairs, and some go as deep as their stack. Here all of it is said, with the byte where it stands, and the depth
//! is a number that is given. Nothing is built: the only memory are the names of the objects that are open.

use std::borrow::Cow;
use std::collections::HashSet;

/// What is wrong with a JSON text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FlawKind {
    /// It is no JSON: what was expected there is the detail.
    Syntax,
    /// It ends before the value does.
    Incomplete,
    /// Something stands behind the value.
    Trailing,
    /// `NaN`, `Infinity`, which JSON does not have.
    Constant,
    /// A control character, NUL among them, stands in a string or between values as it is.
    Control,
    /// An escape stands for half of a character.
    Surrogate,
    /// The bytes are not UTF-8.
    Encoding,
    /// It is nested deeper than allowed.
    Nesting,
    /// A number has more digits than any reader takes.
    Number,
    /// The name of a member stands in its object before: the detail is the name as it is written.
    Repeated,
}

impl FlawKind {
    /// The stable name for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "json_invalid",
            Self::Incomplete => "json_incomplete",
            Self::Trailing => "json_trailing",
            Self::Constant => "json_constant",
            Self::Control => "json_control",
            Self::Surrogate => "json_surrogate",
            Self::Encoding => "json_encoding",
            Self::Nesting => "json_nesting",
            Self::Number => "json_number",
            Self::Repeated => "json_repeated_member",
        }
    }
}

/// Something that is wrong, and where: bytes of the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// What it is.
    pub kind: FlawKind,
    /// The first byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What was expected; empty where the kind says it all.
    pub detail: &'static str,
}

/// The most digits of a number: as many as Python makes an `int` of.
pub const DIGITS: usize = 4300;

/// Up to this many names of an object are compared one by one.
const FEW_NAMES: usize = 24;

/// A name, where it stands without its quotes.
#[derive(Clone, Copy)]
struct Name {
    start: usize,
    end: usize,
    escaped: bool,
}

/// An object or array that is open.
struct Open<'a> {
    object: bool,
    /// Where its names begin in the list of names.
    names: usize,
    /// The same, if there are many.
    seen: Option<HashSet<Cow<'a, [u8]>>>,
}

/// Looks at one text after the other; what was repeated in the last sound one is in `repeated`.
pub struct Scanner {
    nesting: usize,
    names: Vec<Name>,
    /// The names that stood in their object before.
    pub repeated: Vec<Flaw>,
}

impl Scanner {
    /// A scanner that goes `nesting` deep.
    #[must_use]
    pub fn new(nesting: u32) -> Self {
        Self { nesting: nesting as usize, names: Vec::new(), repeated: Vec::new() }
    }

    /// Looks at one text. `utf8` says that it is known to be UTF-8.
    ///
    /// # Errors
    /// The first thing that makes it no JSON value, or one nested too deep.
    pub fn scan(&mut self, json: &[u8], utf8: bool) -> Result<(), Flaw> {
        self.repeated.clear();
        self.names.clear();
        if !utf8 && let Err(error) = std::str::from_utf8(json) {
            let start = error.valid_up_to();
            let end = error.error_len().map_or(json.len(), |len| start + len);
            return Err(Flaw { kind: FlawKind::Encoding, start, end, detail: "" });
        }
        Text { json, at: 0, scanner: self }.whole()
    }
}

/// A text that is looked at.
struct Text<'a, 's> {
    json: &'a [u8],
    at: usize,
    scanner: &'s mut Scanner,
}

impl<'a> Text<'a, '_> {
    fn whole(&mut self) -> Result<(), Flaw> {
        let mut open: Vec<Open<'a>> = Vec::new();
        self.blank();
        'value: loop {
            match self.peek() {
                Some(b'{') => {
                    self.enter(&mut open, true)?;
                    if self.peek() == Some(b'}') {
                        self.leave(&mut open);
                    } else {
                        self.member(&mut open)?;
                        continue 'value;
                    }
                }
                Some(b'[') => {
                    self.enter(&mut open, false)?;
                    if self.peek() == Some(b']') {
                        self.leave(&mut open);
                    } else {
                        continue 'value;
                    }
                }
                Some(b'"') => drop(self.string()?),
                Some(b'-' | b'0'..=b'9') => self.number()?,
                _ => self.literal()?,
            }
            // A value has ended.
            loop {
                self.blank();
                let Some(within) = open.last() else {
                    return if self.at == self.json.len() { Ok(()) } else { Err(self.trailing()) };
                };
                let object = within.object;
                match self.peek() {
                    Some(b',') => {
                        self.at += 1;
                        self.blank();
                        if object {
                            self.member(&mut open)?;
                        }
                        continue 'value;
                    }
                    Some(b'}') if object => self.leave(&mut open),
                    Some(b']') if !object => self.leave(&mut open),
                    _ => return Err(self.wrong(if object { "\",\" or \"}\"" } else { "\",\" or \"]\"" })),
                }
            }
        }
    }

    fn peek(&self) -> Option<u8> {
        self.json.get(self.at).copied()
    }

    fn blank(&mut self) {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek() {
            self.at += 1;
        }
    }

    fn enter(&mut self, open: &mut Vec<Open<'a>>, object: bool) -> Result<(), Flaw> {
        if open.len() >= self.scanner.nesting {
            return Err(self.flaw(FlawKind::Nesting, self.at, self.at + 1));
        }
        open.push(Open { object, names: self.scanner.names.len(), seen: None });
        self.at += 1;
        self.blank();
        Ok(())
    }

    fn leave(&mut self, open: &mut Vec<Open<'a>>) {
        self.at += 1;
        if let Some(left) = open.pop() {
            self.scanner.names.truncate(left.names);
        }
    }

    /// A name with its colon.
    fn member(&mut self, open: &mut [Open<'a>]) -> Result<(), Flaw> {
        if self.peek() != Some(b'"') {
            return Err(self.wrong("a name in quotes"));
        }
        let name = self.string()?;
        if let Some(object) = open.last_mut() {
            if self.is_repeated(object, name) {
                let flaw = self.flaw(FlawKind::Repeated, name.start - 1, name.end + 1);
                self.scanner.repeated.push(flaw);
            }
            self.scanner.names.push(name);
        }
        self.blank();
        if self.peek() != Some(b':') {
            return Err(self.wrong("\":\""));
        }
        self.at += 1;
        self.blank();
        Ok(())
    }

    fn is_repeated(&self, object: &mut Open<'a>, name: Name) -> bool {
        let names = &self.scanner.names[object.names..];
        if names.len() < FEW_NAMES {
            let raw = &self.json[name.start..name.end];
            return names.iter().any(|other| {
                if name.escaped || other.escaped {
                    self.meaning(*other) == self.meaning(name)
                } else {
                    &self.json[other.start..other.end] == raw
                }
            });
        }
        let seen = object.seen.get_or_insert_with(|| names.iter().map(|other| self.meaning(*other)).collect());
        !seen.insert(self.meaning(name))
    }

    fn meaning(&self, name: Name) -> Cow<'a, [u8]> {
        let raw = &self.json[name.start..name.end];
        if name.escaped { unescaped(raw).into() } else { raw.into() }
    }

    fn string(&mut self) -> Result<Name, Flaw> {
        let start = self.at + 1;
        let mut escaped = false;
        self.at = start;
        loop {
            self.at = plain_end(self.json, self.at);
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(Name { start, end: self.at - 1, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(_) => return Err(self.flaw(FlawKind::Control, self.at, self.at + 1)),
                None => return Err(self.flaw(FlawKind::Incomplete, self.at, self.at)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Flaw> {
        let start = self.at;
        match self.json.get(start + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let unit = self.unit(start)?;
                self.at += 6;
                if (0xD800..0xE000).contains(&unit) {
                    let paired = unit < 0xDC00
                        && self.json[self.at..].starts_with(b"\\u")
                        && (0xDC00..0xE000).contains(&self.unit(self.at)?);
                    if !paired {
                        return Err(self.flaw(FlawKind::Surrogate, start, start + 6));
                    }
                    self.at += 6;
                }
            }
            None => {
                self.at = self.json.len();
                return Err(self.wrong(""));
            }
            Some(_) => {
                let end = (start + 2..self.json.len()).find(|&at| self.json[at] & 0xC0 != 0x80);
                let end = end.unwrap_or(self.json.len());
                return Err(Flaw { detail: "an escape", ..self.flaw(FlawKind::Syntax, start, end) });
            }
        }
        Ok(())
    }

    /// The number that the escape at `start` writes.
    fn unit(&self, start: usize) -> Result<u32, Flaw> {
        let rest = &self.json[start + 2..];
        let mut unit = 0;
        for index in 0..4 {
            match rest.get(index).and_then(|&byte| char::from(byte).to_digit(16)) {
                Some(digit) => unit = unit << 4 | digit,
                None if rest.len() <= index => {
                    return Err(self.flaw(FlawKind::Incomplete, self.json.len(), self.json.len()));
                }
                None => {
                    let flaw = self.flaw(FlawKind::Syntax, start, start + 2 + index);
                    return Err(Flaw { detail: "four hexadecimal digits", ..flaw });
                }
            }
        }
        Ok(unit)
    }

    fn digits(&mut self) -> usize {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        self.at - start
    }

    fn number(&mut self) -> Result<(), Flaw> {
        let start = self.at;
        self.at += usize::from(self.peek() == Some(b'-'));
        let first = self.peek();
        let mut digits = self.digits();
        if digits == 0 {
            if self.json[self.at..].starts_with(b"Infinity") {
                return Err(self.flaw(FlawKind::Constant, start, self.at + 8));
            }
            return Err(self.wrong("a digit"));
        }
        if first == Some(b'0') && digits > 1 {
            let flaw = self.flaw(FlawKind::Syntax, start, self.at);
            return Err(Flaw { detail: "a number without zeros in front", ..flaw });
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            match self.digits() {
                0 => return Err(self.wrong("a digit")),
                more => digits += more,
            }
        }
        if let Some(b'e' | b'E') = self.peek() {
            self.at += 1;
            self.at += usize::from(matches!(self.peek(), Some(b'+' | b'-')));
            match self.digits() {
                0 => return Err(self.wrong("a digit")),
                more => digits += more,
            }
        }
        if digits > DIGITS {
            return Err(self.flaw(FlawKind::Number, start, self.at));
        }
        Ok(())
    }

    fn literal(&mut self) -> Result<(), Flaw> {
        let rest = &self.json[self.at..];
        for literal in [&b"true"[..], b"false", b"null"] {
            if rest.starts_with(literal) {
                self.at += literal.len();
                return Ok(());
            }
        }
        for constant in [&b"NaN"[..], b"Infinity"] {
            if rest.starts_with(constant) {
                return Err(self.flaw(FlawKind::Constant, self.at, self.at + constant.len()));
            }
        }
        if [&b"true"[..], b"false", b"null"].iter().any(|literal| literal.starts_with(rest)) {
            self.at = self.json.len();
        }
        Err(self.wrong("a value"))
    }

    fn flaw(&self, kind: FlawKind, start: usize, end: usize) -> Flaw {
        Flaw { kind, start, end: end.min(self.json.len()), detail: "" }
    }

    fn trailing(&self) -> Flaw {
        match self.peek() {
            Some(byte) if byte < b' ' => self.flaw(FlawKind::Control, self.at, self.at + 1),
            _ => self.flaw(FlawKind::Trailing, self.at, self.json.len()),
        }
    }

    /// Something else stands here than is expected.
    fn wrong(&self, detail: &'static str) -> Flaw {
        match self.peek() {
            None => self.flaw(FlawKind::Incomplete, self.at, self.at),
            Some(byte) if byte < b' ' => self.flaw(FlawKind::Control, self.at, self.at + 1),
            Some(_) => {
                let end = (self.at + 1..self.json.len()).find(|&at| self.json[at] & 0xC0 != 0x80);
                let end = end.unwrap_or(self.json.len());
                Flaw { detail, ..self.flaw(FlawKind::Syntax, self.at, end) }
            }
        }
    }
}

/// Where the first quote, backslash or control character stands from here on; else the end.
pub(super) fn plain_end(json: &[u8], mut at: usize) -> usize {
    const LOW: u64 = u64::from_ne_bytes([0x01; 8]);
    const HIGH: u64 = u64::from_ne_bytes([0x80; 8]);
    // A byte that is zero after the `xor`, or under 0x20, sets its highest bit; a borrow can only set bits behind it.
    let zero = |word: u64| word.wrapping_sub(LOW) & !word;
    while let Some(word) = json.get(at..at + 8) {
        let word = u64::from_le_bytes([word[0], word[1], word[2], word[3], word[4], word[5], word[6], word[7]]);
        let quote = zero(word ^ u64::from_ne_bytes([b'"'; 8]));
        let backslash = zero(word ^ u64::from_ne_bytes([b'\\'; 8]));
        let control = word.wrapping_sub(u64::from_ne_bytes([0x20; 8])) & !word;
        let found = (quote | backslash | control) & HIGH;
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < b' ').unwrap_or(rest.len())
}

/// What a sound string means, given without its quotes.
pub(super) fn unescaped(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(escape) = memchr::memchr(b'\\', rest) {
        out.extend_from_slice(&rest[..escape]);
        let unit = |from: usize| {
            let digits = rest.get(from..from + 4).and_then(|digits| std::str::from_utf8(digits).ok());
            digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()).unwrap_or(0)
        };
        let (character, taken) = match rest.get(escape + 1) {
            Some(b'u') => match char::from_u32(unit(escape + 2)) {
                Some(character) => (character, 6),
                None => {
                    let high = unit(escape + 2).wrapping_sub(0xD800);
                    let low = unit(escape + 8).wrapping_sub(0xDC00) & 0x3FF;
                    (char::from_u32(0x1_0000 + (high << 10) + low).unwrap_or('\u{FFFD}'), 12)
                }
            },
            Some(b'n') => ('\n', 2),
            Some(b't') => ('\t', 2),
            Some(b'r') => ('\r', 2),
            Some(b'b') => ('\u{8}', 2),
            Some(b'f') => ('\u{C}', 2),
            Some(&same) => (char::from(same), 2),
            None => break,
        };
        out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes());
        rest = rest.get(escape + taken..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn scan(json: &str) -> Result<Vec<Flaw>, Flaw> {
        let mut scanner = Scanner::new(64);
        scanner.scan(json.as_bytes(), false)?;
        Ok(scanner.repeated)
    }

    fn kind(json: &str) -> (FlawKind, usize, usize) {
        let flaw = scan(json).unwrap_err();
        (flaw.kind, flaw.start, flaw.end)
    }

    #[test]
    fn what_is_no_json_is_named_with_its_place() {
        for (json, expected) in [
            ("", (FlawKind::Incomplete, 0, 0)),
            (r#"{"a":1"#, (FlawKind::Incomplete, 6, 6)),
            (r#"{"a":"x"#, (FlawKind::Incomplete, 7, 7)),
            (r#"{"a":tr"#, (FlawKind::Incomplete, 7, 7)),
            (r#"{"a":1} x"#, (FlawKind::Trailing, 8, 9)),
            (r#"{"a":1},{"a":2}"#, (FlawKind::Trailing, 7, 15)),
            (r#"{"a":NaN}"#, (FlawKind::Constant, 5, 8)),
            (r#"[-Infinity]"#, (FlawKind::Constant, 1, 10)),
            ("\"a\0b\"", (FlawKind::Control, 2, 3)),
            ("[1,\0]", (FlawKind::Control, 3, 4)),
            (r#""\ud800""#, (FlawKind::Surrogate, 1, 7)),
            (r#""\ud800\u0041""#, (FlawKind::Surrogate, 1, 7)),
            (r#""\udc00\ud800""#, (FlawKind::Surrogate, 1, 7)),
            (r#""\u12""#, (FlawKind::Syntax, 1, 5)),
            (r#""\x""#, (FlawKind::Syntax, 1, 3)),
            (r#"[01]"#, (FlawKind::Syntax, 1, 3)),
            (r#"{"a":1,}"#, (FlawKind::Syntax, 7, 8)),
            (r#"[1,]"#, (FlawKind::Syntax, 3, 4)),
            (r#"{'a':1}"#, (FlawKind::Syntax, 1, 2)),
            ("\u{FEFF}{}", (FlawKind::Syntax, 0, 3)),
        ] {
            assert_eq!(kind(json), expected, "{json}");
        }
        let deep = "[".repeat(65);
        assert_eq!(kind(&deep), (FlawKind::Nesting, 64, 65));
        assert_eq!(kind(&"9".repeat(DIGITS + 1)).0, FlawKind::Number);
        let mut scanner = Scanner::new(9);
        assert_eq!(scanner.scan(b"\"a\xFFb\"", false).unwrap_err().kind, FlawKind::Encoding);
    }

    #[test]
    fn a_name_that_stands_twice_in_an_object_is_named() {
        assert_eq!(scan(r#"{"a":{"a":1},"b":[{"a":1},{"a":2}]}"#), Ok(vec![]));
        let twice = scan(r#"{"a":1,"\u0061":2}"#).unwrap();
        assert_eq!((twice.len(), twice[0].start, twice[0].end), (1, 7, 15));
        let many: Vec<_> = (0..100).map(|n| format!("\"k{}\":{n}", n % 99)).collect();
        assert_eq!(scan(&format!("{{{}}}", many.join(","))).unwrap().len(), 1);
    }

    fn soundness(json: &str) -> bool {
        let ours = scan(json);
        let theirs = serde_json::from_str::<serde_json::Value>(json);
        // The reference takes a number that is too large for an error, and so does it not matter here.
        if theirs.as_ref().is_err_and(|error| error.to_string().contains("out of range")) {
            return true;
        }
        ours.is_ok() == theirs.is_ok()
    }

    proptest! {
        #[test]
        fn json_is_sound_where_another_parser_says_so(
            json in "[\\[\\]{}:,\"\\\\ \n0-9.eE+a-fnulrtsuDd8\u{645}-]{0,24}",
        ) {
            prop_assert!(soundness(&json), "{}", json);
        }

        #[test]
        fn json_that_was_changed_in_one_place_is_sound_where_another_parser_says_so(
            text in "(?s).{0,12}",
            number in any::<f64>(),
            at in 0usize..80,
            noise in "[\\[\\]{}:,\"\\\\ 0u.e\u{1}]?",
        ) {
            let value = serde_json::json!({"a": [text, number, {"": null}], "م": {"b": true, "c": [[], {}]}});
            let mut json = value.to_string();
            let at = (0..=at.min(json.len())).rev().find(|&at| json.is_char_boundary(at)).unwrap();
            json.insert_str(at, &noise);
            prop_assert!(soundness(&json), "{}", json);
        }

        #[test]
        fn plain_bytes_end_where_one_by_one_they_do(bytes in proptest::collection::vec(any::<u8>(), 0..40), from in 0usize..40) {
            let from = from.min(bytes.len());
            let expected = bytes[from..].iter().position(|&byte| byte == b'"' || byte == b'\\' || byte < 0x20);
            prop_assert_eq!(plain_end(&bytes, from), expected.map_or(bytes.len(), |at| from + at));
        }
    }
}
