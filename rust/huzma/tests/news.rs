//! The sentences of `tests/news/*.md`: what is found in each, in the manner of agencies and papers of many countries.

#![allow(clippy::unwrap_used)]

#[path = "news/mod.rs"]
mod cases;

use std::fmt::Write;
use std::path::Path;

/// A document as the rows that are found would write it.
fn rewritten(document: &str) -> String {
    let mut written = String::new();
    for line in document.lines().filter(|line| !line.starts_with("- ")) {
        writeln!(written, "{line}").unwrap();
        if let Some(text) = line.strip_prefix("> ") {
            let rows = cases::shown(&text.replace('⏎', "\n"));
            let rows = if rows.is_empty() { vec!["nothing".to_owned()] } else { rows };
            rows.iter().for_each(|row| writeln!(written, "- {row}").unwrap());
        }
    }
    written
}

#[test]
fn the_news_say_what_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/news");
    let mut checked = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.ends_with("README.md") {
            continue;
        }
        let document = std::fs::read_to_string(&path).unwrap();
        let found = rewritten(&document);
        for (expected, found) in document.lines().zip(found.lines()) {
            assert_eq!(expected, found, "{}", path.display());
        }
        assert_eq!(document.lines().count(), found.lines().count(), "{}", path.display());
        checked += document.lines().filter(|line| line.starts_with("> ")).count();
    }
    assert!(checked > 150, "{checked}");
}
