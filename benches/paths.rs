//! The paths whose instructions and allocations are counted, over a fixed text: the sample articles.

use std::hint::black_box;

use huzma::bundle::{self, Event, Format, Options};
use huzma::document::Document;
use huzma::extract::{Options as Wanted, extract};
use huzma::finding::Safety;
use huzma::lint::{self, Selection};
use huzma::normalize::{Normalizer, builtin};
use huzma::scan::Ucs2;
use huzma::tokenize::{split_sentences, tokenize};

const ARTICLES: [&str; 6] = [
    include_str!("../seeds/000_14fa5e6ad69f7199.txt"),
    include_str!("../seeds/001_d8a6312f945e06ab.txt"),
    include_str!("../seeds/002_5de48d8965f59168.txt"),
    include_str!("../seeds/003_02b71ae367d79844.txt"),
    include_str!("../seeds/004_6e3fcbe7370a98fd.txt"),
    include_str!("../seeds/005_f2af641f528637f8.txt"),
];

/// A path that is counted.
pub struct Path {
    /// As `instructions.json` calls it.
    pub name: &'static str,
    /// The bytes of text that one run reads.
    pub bytes: usize,
    /// One run.
    pub run: Box<dyn Fn()>,
}

/// All of them, set up.
#[must_use]
pub fn paths() -> Vec<Path> {
    let text = ARTICLES.join("\n");
    let mut paths = Vec::new();
    let mut add = |name, bytes, run| paths.push(Path { name, bytes, run });

    let normalizer = |wanted: &str| {
        let (_, profile) = builtin().into_iter().find(|(name, _)| *name == wanted).expect("a built-in profile");
        Normalizer::new(&profile)
    };
    for (name, profile) in [("normalize-canonical", "canonical"), ("normalize-search", "search")] {
        let (normalizer, text) = (normalizer(profile), text.clone());
        add(
            name,
            text.len(),
            Box::new(move || drop(black_box(normalizer.normalize(black_box(&text))))) as Box<dyn Fn()>,
        );
    }
    let units: Vec<u16> = text.encode_utf16().collect();
    let search = normalizer("search");
    add("normalize-search-ucs2", 2 * units.len(), {
        let units = units.clone();
        Box::new(move || drop(black_box(search.normalize_units(Ucs2(black_box(&units))))))
    });
    let of = text.clone();
    add("align-search", text.len(), {
        let search = normalizer("search");
        Box::new(move || drop(black_box(search.align(black_box(&of)))))
    });
    let of = text.clone();
    add("tokenize", text.len(), Box::new(move || drop(black_box(tokenize(black_box(of.as_str()))))));
    add("tokenize-ucs2", 2 * units.len(), Box::new(move || drop(black_box(tokenize(Ucs2(black_box(&units)))))));
    let of = text.clone();
    add("sentences", text.len(), {
        Box::new(move || {
            black_box(Document::new(black_box(&of)).sentences().len());
        })
    });
    let of = text.clone();
    add("split-sentences", text.len(), Box::new(move || drop(black_box(split_sentences(black_box(of.as_str()))))));
    let of = text.clone();
    add("check", text.len(), {
        let selection = Selection::default();
        Box::new(move || drop(black_box(lint::check(&Document::new(black_box(&of)), &selection))))
    });
    let of = text.clone();
    add("fix", text.len(), {
        let selection = Selection::default();
        Box::new(move || drop(black_box(lint::fix(black_box(&of), false, &selection, Safety::Safe))))
    });
    let of = text.clone();
    add("extract", text.len(), {
        let wanted = Wanted::default();
        Box::new(move || drop(black_box(extract(&Document::new(black_box(&of)), &wanted))))
    });
    let sealed = sealed();
    add("read-sealed", sealed.len(), Box::new(move || assert_eq!(read(&sealed, Format::TextBundle), ARTICLES.len())));
    let lines = json_lines();
    add("read-jsonl", lines.len(), Box::new(move || assert_eq!(read(&lines, Format::JsonLines), ARTICLES.len())));
    paths
}

/// How many documents the bytes hold.
fn read(bytes: &[u8], format: Format) -> usize {
    let mut options = Options::default();
    options.format = Some(format);
    let reader = bundle::open_bytes(bytes, &options).expect("a bundle");
    reader.filter(|event| matches!(event, Ok(Event::Document(_)))).count()
}

fn sealed() -> Vec<u8> {
    let mut writer = bundle::TextWriter::new(Vec::new(), true).expect("memory takes anything");
    for (index, text) in ARTICLES.iter().enumerate() {
        let document = bundle::Document::new(format!("article-{index}"), *text);
        writer.write((&document).into()).expect("memory takes anything");
    }
    writer.finish().expect("memory takes anything")
}

fn json_lines() -> Vec<u8> {
    let lines = ARTICLES.iter().enumerate().map(|(index, text)| {
        let record = serde_json::json!({ "id": format!("article-{index}"), "text": text });
        format!("{record}\n")
    });
    lines.collect::<String>().into_bytes()
}
