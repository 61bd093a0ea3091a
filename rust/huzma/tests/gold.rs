//! The core against the gold labels of the sample bundle and, where they are at hand, of five real
//! articles (`$HUZMA_ARTICLES`; they are under copyright and not part of the repository).

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod articles;

use std::path::Path;

use articles::{articles, real_articles, seeds};
use huzma::span::LineIndex;
use huzma::tokenize::{Pairs, sentences, tokenize};
use serde_json::Value;

fn json(path: &Path) -> Value {
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// Sentence spans in code points.
fn sentence_spans(text: &str) -> Vec<(u64, u64)> {
    let tokens = tokenize(text);
    let pairs = Pairs::new(text, &tokens);
    let index = LineIndex::new(text);
    let point = |byte: u32| u64::from(index.code_point(text, byte as usize));
    sentences(text, &tokens, &pairs).iter().map(|span| (point(span.start), point(span.end))).collect()
}

#[test]
fn the_sentences_of_the_sample_bundle_are_the_gold_ones() {
    let gold = json(&seeds().join("gold/sentences.json"));
    for (name, text) in articles(&seeds()) {
        let row = gold.as_array().unwrap().iter().find(|row| row["file"] == *name).unwrap();
        let expected: Vec<(u64, u64)> = row["sentences"]
            .as_array()
            .unwrap()
            .iter()
            .map(|span| (span[0].as_u64().unwrap(), span[1].as_u64().unwrap()))
            .collect();
        assert_eq!(sentence_spans(&text), expected, "{name}");
    }
}

#[test]
fn the_sentences_of_the_real_articles_are_as_many_as_a_reader_counts() {
    let Some(folder) = real_articles() else { return };
    let counts: Vec<usize> = articles(&folder).iter().map(|(_, text)| sentence_spans(text).len()).collect();
    assert_eq!(counts, [12, 12, 10, 18, 15]);
}

/// How many characters of a sentence the document of boundaries quotes on either side.
const QUOTED: usize = 12;

/// The boundaries between sentences as the document has them: the article, the code point, and what stands before and behind.
fn boundaries(name: &str, text: &str) -> Vec<String> {
    let characters: Vec<char> = text.chars().collect();
    let quote = |from: usize, to: usize| -> String {
        let shown = |character: &char| if *character == '\n' { '⏎' } else { *character };
        characters[from..to.min(characters.len())].iter().map(shown).collect()
    };
    let row = |&(start, _): &(u64, u64)| {
        let start = start as usize;
        let before = quote(start.saturating_sub(QUOTED), start);
        format!("| {name} | {start} | `{before}` | `{}` |", quote(start, start + QUOTED))
    };
    sentence_spans(text).iter().skip(1).map(row).collect()
}

#[test]
fn the_sentences_of_the_real_articles_are_parted_where_a_reader_parts_them() {
    let document =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/sentence-boundaries.md"))
            .unwrap();
    let expected: Vec<&str> = document.lines().filter(|line| line.starts_with("| 0")).collect();
    assert_eq!(expected.len(), 12 + 12 + 10 + 18 + 15 - 5);
    for row in &expected {
        let before = row.split('`').nth(1).unwrap().trim_end_matches([' ', '⏎']);
        assert!(!before.ends_with(['،', '؛', ',']) && !before.ends_with(".."), "{row}");
    }
    let Some(folder) = real_articles() else { return };
    let found: Vec<String> = articles(&folder).iter().flat_map(|(name, text)| boundaries(&name[..3], text)).collect();
    assert_eq!(found, expected, "{}", found.join("\n"));
}
