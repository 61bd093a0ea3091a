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
