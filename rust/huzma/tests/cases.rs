//! Runs the case documents of `tests/cases/` (their `README.md` states the form).

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use huzma::document::Document;
use huzma::finding::{Finding, Safety};
use huzma::lint::{RULES, Selection, check, fix};

#[derive(Debug, Default)]
struct Case {
    title: String,
    text: String,
    of_file: bool,
    findings: Vec<(u32, u32, Option<String>, Option<String>)>,
    fixed: Option<String>,
    fixed_unsafe: Option<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases")
}

fn unescape(raw: &str) -> String {
    let mut out = String::new();
    let mut rest = raw;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let (character, length) = match rest.chars().next().unwrap() {
            'n' => ('\n', 1),
            'r' => ('\r', 1),
            't' => ('\t', 1),
            'u' => {
                let end = rest.find('}').unwrap();
                let code_point = u32::from_str_radix(&rest[2..end], 16).unwrap();
                (char::from_u32(code_point).unwrap(), end + 1)
            }
            other => (other, other.len_utf8()),
        };
        out.push(character);
        rest = &rest[length..];
    }
    out + rest
}

fn parse(document: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut lines = document.lines();
    while let Some(line) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
        } else if let Some(info) = line.strip_prefix("```") {
            let body: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
            let body = unescape(&body.join("\n"));
            let case = cases.last_mut().unwrap();
            match info {
                "text" => case.text = body,
                "text file" => (case.text, case.of_file) = (body, true),
                "fixed" => case.fixed = Some(body),
                "fixed-unsafe" => case.fixed_unsafe = Some(body),
                other => panic!("{}: a block is called {other:?}", case.title),
            }
        } else if let Some(finding) = line.strip_prefix("- ") {
            let (span, rest) = finding.split_once(' ').unwrap_or((finding, ""));
            let (start, end) = span.split_once("..").unwrap();
            let (slice, severity) = match rest.strip_prefix('`') {
                Some(quoted) => {
                    let end = quoted.rfind('`').unwrap();
                    (Some(unescape(&quoted[..end])), quoted[end + 1..].trim())
                }
                None => (None, rest.trim()),
            };
            let severity = (!severity.is_empty()).then(|| severity.to_owned());
            cases.last_mut().unwrap().findings.push((start.parse().unwrap(), end.parse().unwrap(), slice, severity));
        }
    }
    cases
}

fn found(document: &Document<'_>, findings: &[Finding]) -> Vec<(u32, u32, String, String)> {
    let index = document.line_index();
    findings
        .iter()
        .map(|finding| {
            let span = finding.span().unwrap();
            let point = |byte: u32| index.code_point(document.text(), byte as usize);
            let slice = document.slice(span).to_owned();
            (point(span.start), point(span.end), slice, finding.severity.to_string())
        })
        .collect()
}

#[test]
fn every_case_holds() {
    let mut names: Vec<_> = std::fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name != "README.md")
        .collect();
    names.sort();
    let mut failures = Vec::new();
    for name in names {
        let code = name.split('-').next().unwrap();
        let rule = RULES.iter().find(|rule| rule.code.code == code).unwrap_or_else(|| panic!("{name}: no such rule"));
        assert_eq!(name, format!("{code}-{}.md", rule.code.name));
        let selection = Selection::new(&[code], &[]).unwrap();
        let cases = parse(&std::fs::read_to_string(folder().join(&name)).unwrap());
        assert!(cases.iter().any(|case| !case.findings.is_empty()), "{name}: no case fires");
        assert!(cases.iter().any(|case| case.findings.is_empty()), "{name}: no case is silent");
        for case in cases {
            let document = if case.of_file { Document::of_file(&case.text) } else { Document::new(&case.text) };
            let found = found(&document, &check(&document, &selection));
            let expected: Vec<_> = case
                .findings
                .iter()
                .zip(found.iter().map(Some).chain(std::iter::repeat(None)))
                .map(|((start, end, slice, severity), found)| {
                    let of_found = |field: fn(&(u32, u32, String, String)) -> &String| found.map(field).cloned();
                    (
                        *start,
                        *end,
                        slice.clone().or_else(|| of_found(|found| &found.2)).unwrap_or_default(),
                        severity.clone().unwrap_or_else(|| rule.code.severity.to_string()),
                    )
                })
                .collect();
            if found != expected {
                failures.push(format!("{name}: {}\n  found    {found:?}\n  expected {expected:?}", case.title));
            }
            let safe = fix(&case.text, case.of_file, &selection, Safety::Safe).text;
            let expected = case.fixed.as_ref().unwrap_or(&case.text);
            if safe != *expected {
                failures.push(format!("{name}: {}\n  fixed    {safe:?}\n  expected {expected:?}", case.title));
            }
            let all = fix(&case.text, case.of_file, &selection, Safety::Unsafe).text;
            let expected = case.fixed_unsafe.as_ref().unwrap_or(expected);
            if all != *expected {
                failures.push(format!("{name}: {}\n  unsafe   {all:?}\n  expected {expected:?}", case.title));
            }
        }
    }
    assert!(failures.is_empty(), "{} failures\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_registry_is_whole() {
    let documented: Vec<_> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    for pair in RULES.windows(2) {
        assert!(pair[0].code.code < pair[1].code.code, "{} stands after {}", pair[1].code.code, pair[0].code.code);
    }
    let all = huzma::lint::all_codes();
    for code in &all {
        for section in ["## What it does", "## Why it matters", "## Example"] {
            assert!(code.explanation.contains(section), "{}: its page lacks {section:?}", code.code);
        }
        assert!(code.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-'));
        assert!(!code.message.en.is_empty() && code.message.ar.chars().any(huzma::chars::is_arabic_letter));
        for general in code.supersedes {
            assert!(*general != code.code, "{general} supersedes itself");
        }
        assert_eq!(all.iter().filter(|other| other.name == code.name).count(), 1, "{} is not unique", code.name);
    }
    for rule in RULES {
        let name = format!("{}-{}.md", rule.code.code, rule.code.name);
        assert!(rule.check.is_none() || documented.contains(&name), "tests/cases/{name} is missing");
    }
}
