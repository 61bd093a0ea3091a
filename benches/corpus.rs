//! The texts that `corpus.py` wrote.

use std::path::{Path, PathBuf};

/// What a measurement runs over: the same text cut differently.
#[derive(Clone)]
pub(crate) struct Sample {
    /// The corpus and the size of a piece, as the record names them: `news/4kB`.
    pub(crate) name: String,
    /// Pieces of about one size; a pass goes over all of them.
    pub(crate) texts: Vec<String>,
}

impl Sample {
    /// The bytes of a pass.
    pub(crate) fn bytes(&self) -> u64 {
        self.texts.iter().map(|text| text.len() as u64).sum()
    }
}

/// A text as the units of UCS-2, which is what a Python `str` of Arabic holds. Characters beyond the basic plane
/// become U+FFFD.
pub(crate) fn ucs2(text: &str) -> Vec<u16> {
    text.chars().map(|character| u16::try_from(u32::from(character)).unwrap_or(0xFFFD)).collect()
}

const KB: usize = 1_000;
const MB: usize = 1_000_000;

/// Rows of 200 B and of 4 kB (4 MB of them, so that no branch predictor knows them by heart), one text of 4 MB and one
/// of 100 MB.
pub(crate) fn samples(corpus: &str) -> Vec<Sample> {
    let text = read(corpus);
    let small = &text[..text.floor_char_boundary(4 * MB)];
    [
        ("200B", cut(small, 200)),
        ("4kB", cut(small, 4 * KB)),
        ("4MB", vec![small.to_owned()]),
        ("100MB", vec![text.clone()]),
    ]
    .map(|(size, texts)| Sample { name: format!("{corpus}/{size}"), texts })
    .to_vec()
}

/// Documents of about 4 kB, 4 MB of them, whole lines.
pub(crate) fn documents(corpus: &str) -> Sample {
    let text = read(corpus);
    let mut texts = vec![String::new()];
    for line in text[..text.floor_char_boundary(4 * MB)].split_inclusive('\n') {
        match texts.last_mut() {
            Some(last) if last.len() + line.len() <= 4 * KB || last.is_empty() => last.push_str(line),
            _ => texts.push(line.to_owned()),
        }
    }
    Sample { name: format!("{corpus}/4kB"), texts }
}

fn cut(text: &str, size: usize) -> Vec<String> {
    let mut rest = text;
    let mut pieces = Vec::new();
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(rest.floor_char_boundary(size.min(rest.len())));
        pieces.push(piece.to_owned());
        rest = after;
    }
    pieces
}

fn read(corpus: &str) -> String {
    let path = folder().join(format!("{corpus}.txt"));
    std::fs::read_to_string(&path).unwrap_or_else(|error| {
        panic!("{}: {error}; `python benches/corpus.py` writes the corpora", path.display());
    })
}

/// `HUZMA_CORPORA`, or `benches/data`.
fn folder() -> PathBuf {
    std::env::var_os("HUZMA_CORPORA").map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("data"), PathBuf::from)
}
