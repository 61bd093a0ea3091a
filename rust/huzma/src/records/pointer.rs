//! Values of a sound JSON text by the path to them.

use std::ops::Range;

use super::json::{plain_end, unescaped};

/// A step from a value to one in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// The member of an object; of one that stands there twice, the last, which is what readers take.
    Member(String),
    /// The element of an array, from 0.
    Element(usize),
}

/// Where a path leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// The value, or the innermost one on the way to it.
    pub value: Range<usize>,
    /// The name of the member that the value is of, with its quotes.
    pub name: Option<Range<usize>>,
    /// How many steps lead somewhere.
    pub steps: usize,
    /// Whether the last step does.
    pub reached: bool,
}

/// How many ways of passing over steps are tried.
const TRIES: usize = 64;

/// Follows a path in a sound text.
///
/// Schemas put steps into their paths that lead nowhere, such as the name of the branch of a union. They are passed
/// over; where a step is the name of a member as well, the way is taken that reaches the end.
#[must_use]
pub fn locate(json: &[u8], path: &[Step]) -> Located {
    let start = blank_end(json, 0);
    let whole = Located { value: start..value_end(json, start), name: None, steps: 0, reached: path.is_empty() };
    follow(json, whole, path, &mut TRIES.clone())
}

fn follow(json: &[u8], from: Located, path: &[Step], tries: &mut usize) -> Located {
    let Some((step, rest)) = path.split_first() else { return from };
    let passed_over = Located { reached: false, ..from.clone() };
    let Some(next) = enter(json, &from, step) else { return follow(json, passed_over, rest, tries) };
    let taken = follow(json, next, rest, tries);
    if taken.reached || rest.is_empty() || *tries == 0 {
        return taken;
    }
    *tries -= 1;
    let other = follow(json, passed_over, rest, tries);
    if (other.reached, other.steps) > (taken.reached, taken.steps) { other } else { taken }
}

fn enter(json: &[u8], from: &Located, step: &Step) -> Option<Located> {
    let mut found = None;
    let mut at = blank_end(json, from.value.start + 1);
    let taken = |value: Range<usize>, name| Located { value, name, steps: from.steps + 1, reached: true };
    match (json.get(from.value.start)?, step) {
        (b'{', Step::Member(member)) => {
            while json.get(at) == Some(&b'"') {
                let name = at..value_end(json, at);
                let start = blank_end(json, blank_end(json, name.end) + 1);
                let end = value_end(json, start);
                let raw = json.get(name.start + 1..name.end - 1)?;
                let is_it = raw == member.as_bytes() || (raw.contains(&b'\\') && unescaped(raw) == member.as_bytes());
                if is_it {
                    found = Some(taken(start..end, Some(name)));
                }
                at = blank_end(json, blank_end(json, end) + 1);
            }
        }
        (b'[', Step::Element(element)) => {
            let mut index = 0;
            while !matches!(json.get(at), None | Some(b']')) {
                let end = value_end(json, at);
                if index == *element {
                    return Some(taken(at..end, None));
                }
                index += 1;
                at = blank_end(json, blank_end(json, end) + 1);
            }
        }
        _ => {}
    }
    found
}

fn blank_end(json: &[u8], at: usize) -> usize {
    let rest = json.get(at..).unwrap_or_default();
    at + rest.iter().take_while(|byte| b" \t\r\n".contains(byte)).count()
}

/// One past a value that starts here; never before the start.
fn value_end(json: &[u8], start: usize) -> usize {
    let mut depth = 0usize;
    let mut at = start;
    loop {
        match json.get(at) {
            None => return json.len().max(start),
            Some(b'"') => {
                at += 1;
                loop {
                    at = plain_end(json, at);
                    match json.get(at) {
                        None => return json.len(),
                        Some(b'"') => break,
                        Some(b'\\') => at += 2,
                        Some(_) => at += 1,
                    }
                }
                at += 1;
            }
            Some(b'{' | b'[') => {
                depth += 1;
                at += 1;
            }
            Some(b'}' | b']') => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            Some(_) if depth == 0 => {
                let rest = &json[at..];
                at += rest.iter().position(|byte| b",:}] \t\r\n".contains(byte)).unwrap_or(rest.len()).max(1);
            }
            Some(_) => {
                at += 1;
                continue;
            }
        }
        if depth == 0 {
            return at.min(json.len());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'j>(json: &'j str, path: &[&str]) -> (&'j str, bool) {
        let steps: Vec<_> = path
            .iter()
            .map(|step| step.parse().map_or_else(|_| Step::Member((*step).to_owned()), Step::Element))
            .collect();
        let located = locate(json.as_bytes(), &steps);
        (&json[located.value], located.reached)
    }

    #[test]
    fn a_path_leads_to_its_value() {
        let json = r#" {"a" : [1, {"b\"" : "x]\"}", "\u0645": -1e3 }, [], true], "": {}, "a2":null}"#;
        assert_eq!(at(json, &[]).0, json.trim());
        assert_eq!(at(json, &["a", "0"]), ("1", true));
        assert_eq!(at(json, &["a", "1", "b\""]), (r#""x]\"}""#, true));
        assert_eq!(at(json, &["a", "1", "م"]), ("-1e3", true));
        assert_eq!(at(json, &["a", "2"]), ("[]", true));
        assert_eq!(at(json, &["a", "3"]), ("true", true));
        assert_eq!(at(json, &[""]), ("{}", true));
        assert_eq!(at(json, &["a2"]), ("null", true));
        assert_eq!(at(json, &["", "c"]), ("{}", false));
        assert!(!at(json, &["c"]).1);
        assert_eq!(at(r#"{"a":1,"a":2}"#, &["a"]), ("2", true));
        assert_eq!(at("7", &["a"]), ("7", false));
        assert_eq!(at("", &["a"]), ("", false));
    }

    #[test]
    fn steps_that_lead_nowhere_are_passed_over() {
        let json = r#"{"pet": {"kind": "cat", "lives": "x", "cat": {"lives": 9}}}"#;
        assert_eq!(at(json, &["pet", "dog", "lives"]), ("\"x\"", true));
        assert_eq!(at(json, &["pet", "cat", "kind"]), ("\"cat\"", true));
        assert_eq!(at(json, &["pet", "cat", "name"]).0, r#"{"lives": 9}"#);
        assert!(!at(json, &["pet", "function-after[f(), int]"]).1);
    }
}
