//! The tables of `docs/tokens.md`, and what must hold of tokens and sentences of any text.

#![allow(clippy::unwrap_used)]

use std::cell::Cell;
use std::path::Path;

use huzma::scan::{FoldTable, Latin1, Log, Refusal, Task, Ucs2, Ucs4, Units, Window};
use huzma::tokenize::{
    Pairs, Tokens, paragraphs, sentences, split_sentences, tokenize, tokenize_by_character, tokenize_into,
};
use proptest::prelude::*;

fn unescape(cell: &str) -> String {
    let mut out = String::new();
    let mut rest = cell;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        if let Some(after) = rest[at..].strip_prefix("\\n") {
            out.push('\n');
            rest = after;
        } else {
            let (digits, after) = rest[at + 3..].split_once('}').unwrap();
            out.push(char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap());
            rest = after;
        }
    }
    out + rest
}

/// The rows of the table under a heading: the text and the quoted pieces, each with the word behind it.
fn table(heading: &str) -> Vec<(String, Vec<(String, String)>)> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tokens.md");
    let document = std::fs::read_to_string(path).unwrap();
    let section = document.split("\n## ").find(|section| section.starts_with(heading)).unwrap().to_owned();
    let rows = section
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| choice") && !line.starts_with("| ---"));
    let parse = |row: &str| {
        let cells: Vec<&str> = row.trim_matches('|').split(" | ").collect();
        let quoted = |cell: &str| {
            let mut parts = cell.split('`');
            let mut found = Vec::new();
            parts.next();
            while let (Some(text), Some(after)) = (parts.next(), parts.next()) {
                found.push((unescape(text), after.trim_matches([' ', ',', '|']).to_owned()));
            }
            found
        };
        (quoted(cells[1]).remove(0).0, quoted(cells[2]))
    };
    rows.map(parse).collect()
}

#[test]
fn the_table_of_tokens_holds() {
    let rows = table("Tokens");
    assert!(rows.len() > 30);
    for (text, expected) in rows {
        let found: Vec<_> = tokenize(text.as_str())
            .iter()
            .filter(|token| !token.kind.is_space())
            .map(|token| (text[token.span.range()].to_owned(), token.kind.name().to_owned()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }
}

#[test]
fn the_table_of_sentences_holds() {
    let rows = table("Sentences");
    assert!(rows.len() > 10);
    for (text, expected) in rows {
        let tokens = tokenize(text.as_str());
        let pairs = Pairs::new(text.as_str(), &tokens);
        let found: Vec<_> =
            sentences(text.as_str(), &tokens, &pairs).iter().map(|span| text[span.range()].trim().to_owned()).collect();
        let expected: Vec<_> = expected.into_iter().map(|(sentence, _)| sentence).collect();
        assert_eq!(found, expected, "{text}");
    }
}

/// Texts in which every construction of the tokenizer is likely to meet every other.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[ء-غف-يa-zA-Z]{1,4}",
        2 => "[ء-ي]{4,7}\\.? ?",
        1 => " [0-9]{1,4}[ .،\n]",
        2 => "[0-9٠-٩۰-۹]{1,3}",
        3 => "[.,،؛:؟!…/'\"«»“”()\\[\\]@#%$+*&_-]{1,2}",
        2 => "[ \t\n\r\u{85}\u{A0}\u{2028}]{1,2}",
        2 => "[\u{64B}-\u{652}\u{670}ـ\u{200C}\u{200D}]",
        1 => "[\u{200B}\u{200E}\u{200F}\u{202A}-\u{202E}\u{FEFF}\u{AD}\u{0}]",
        1 => prop_oneof![Just("https://"), Just("www."), Just("a.com"), Just("x@y.org"), Just("5ر1"), Just("أ.ف.ب"), Just("لـ"), Just("👍🏽"), Just("🇸🇦"), Just("\u{FE0F}\u{20E3}"), Just("..")].prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn cut<U: Units>(text: U) -> (Vec<u32>, Vec<u8>, Vec<u32>, Vec<u32>) {
    let tokens = tokenize(text);
    let pairs = Pairs::new(text, &tokens);
    let sentences = sentences(text, &tokens, &pairs);
    (
        tokens.starts().to_vec(),
        tokens.kinds().to_vec(),
        sentences.starts().to_vec(),
        paragraphs(&tokens).starts().to_vec(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn tokens_and_sentences_tile_the_text(text in texts()) {
        let (tokens, kinds, sentences, paragraphs) = cut(text.as_str());
        prop_assert_eq!(tokens.len(), kinds.len());
        for starts in [&tokens, &sentences, &paragraphs] {
            prop_assert_eq!(starts.is_empty(), text.is_empty());
            prop_assert!(starts.first().is_none_or(|&first| first == 0));
            prop_assert!(starts.windows(2).all(|two| two[0] < two[1]));
            prop_assert!(starts.iter().all(|&start| (start as usize) < text.len() && text.is_char_boundary(start as usize)));
        }
        // Sentences are made of whole tokens, paragraphs of whole sentences.
        prop_assert!(sentences.iter().all(|start| tokens.binary_search(start).is_ok()));
        prop_assert!(paragraphs.iter().all(|start| sentences.binary_search(start).is_ok()));
    }

    #[test]
    fn blocks_cut_as_characters_do(text in texts(), padding in 0usize..130) {
        for text in [text.clone(), "ا".repeat(padding) + &text, " ".repeat(padding) + &text + &text] {
            prop_assert_eq!(tokenize(text.as_str()), tokenize_by_character(text.as_str()));
            let points: Vec<u32> = text.chars().map(u32::from).collect();
            prop_assert_eq!(tokenize(Ucs4(&points)), tokenize_by_character(Ucs4(&points)));
        }
    }

    #[test]
    fn used_memory_is_as_good_as_new(first in texts(), second in texts()) {
        let mut tokens = Tokens::default();
        for text in [first.as_str(), second.as_str(), ""] {
            tokenize_into(text, &mut tokens);
            prop_assert_eq!(&tokens, &tokenize(text));
            let whole = sentences(text, &tokens, &Pairs::new(text, &tokens));
            prop_assert_eq!(split_sentences(text), whole);
        }
    }

    #[test]
    fn every_layout_is_cut_alike(text in texts()) {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let expected = cut(Ucs4(&points));
        let (tokens, kinds, sentences, paragraphs) = cut(text.as_str());
        let point = |bytes: &[u32]| -> Vec<u32> {
            bytes.iter().map(|&byte| text[..byte as usize].chars().count() as u32).collect()
        };
        prop_assert_eq!(&(point(&tokens), kinds, point(&sentences), point(&paragraphs)), &expected);
        let narrow: Option<Vec<u16>> = points.iter().map(|&point| u16::try_from(point).ok()).collect();
        if let Some(units) = narrow {
            prop_assert_eq!(&cut(Ucs2(&units)), &expected);
        }
        let narrow: Option<Vec<u8>> = points.iter().map(|&point| u8::try_from(point).ok()).collect();
        if let Some(units) = narrow {
            prop_assert_eq!(&cut(Latin1(&units)), &expected);
        }
    }

    #[test]
    fn lines_are_cut_alone_as_together(text in texts()) {
        let whole = tokenize(text.as_str());
        let mut joined = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            joined.extend(tokenize(line).iter().map(|token| (start + token.span.start, token.kind)));
            start += line.len() as u32;
        }
        let whole: Vec<_> = whole.iter().map(|token| (token.span.start, token.kind)).collect();
        prop_assert_eq!(whole, joined);
    }

    #[test]
    fn any_code_units_are_cut(units: Vec<u16>) {
        let (tokens, ..) = cut(Ucs2(&units));
        prop_assert_eq!(tokens.is_empty(), units.is_empty());
    }
}

/// A text that counts how often a character of it is looked at.
#[derive(Clone, Copy)]
struct Counted<'t> {
    text: &'t str,
    looks: &'t Cell<usize>,
}

impl Units for Counted<'_> {
    type Raw = u8;

    const LETTER: usize = <&str>::LETTER;

    fn len(self) -> usize {
        self.text.len()
    }

    fn code_point(self, at: usize) -> Option<(u32, usize)> {
        self.looks.set(self.looks.get() + 1);
        self.text.code_point(at)
    }

    fn code_point_before(self, at: usize) -> Option<(u32, usize)> {
        self.looks.set(self.looks.get() + 1);
        self.text.code_point_before(at)
    }

    fn starts_at(self, at: usize) -> bool {
        self.text.starts_at(at)
    }

    fn slice(self, start: usize, end: usize) -> Self {
        Self { text: self.text.slice(start, end), ..self }
    }

    fn over_blocks<T: Task>(self, at: usize, task: T) -> T::Output {
        self.text.over_blocks(at, task)
    }

    fn width(code_point: u32) -> usize {
        <&str>::width(code_point)
    }

    fn raw<'t>(self) -> &'t [u8]
    where
        Self: 't,
    {
        self.text.as_bytes()
    }

    fn encode(self, code_point: u32, out: &mut Window<'_, u8>) -> Result<(), Refusal> {
        self.text.encode(code_point, out)
    }

    fn unchanged(self, table: &FoldTable) -> usize {
        self.text.unchanged(table)
    }

    fn fold<L: Log>(self, table: &FoldTable, out: &mut Window<'_, u8>, log: &mut L) -> usize {
        self.text.fold(table, out, log)
    }
}

/// Texts made to be hard: one long word, all spaces, all quotes, alternating scripts, marks on one letter, and what begins
/// many things and ends none.
const HOSTILE: [(&str, &str); 34] = [
    ("", "ا"),
    ("", " "),
    ("", "\""),
    ("", "«"),
    ("", "»"),
    ("", "("),
    ("", "«نعم. "),
    ("", "\".\" "),
    ("", "&\n"),
    ("", "\u{64E}"),
    ("ا", "\u{64E}"),
    ("", "a."),
    ("", "a@"),
    ("", "@a"),
    ("", "aا"),
    ("", "1-"),
    ("", "1."),
    ("", "1,"),
    ("", "5ر"),
    ("", "\u{200F}"),
    ("ا", "\u{200F}"),
    ("", "د."),
    ("", "بي."),
    ("", "...؟"),
    ("", "#ـ"),
    ("", "ـ"),
    ("", "لـ\u{64E}"),
    ("ب", "ـ\u{64E}"),
    ("", "ا'"),
    ("http://", "("),
    ("", "www."),
    ("", "http:"),
    ("", "\u{1F468}\u{200D}"),
    ("", "a-"),
];

/// How often characters are looked at for tokens, pairs, sentences and paragraphs of a text of about so many bytes.
fn looks(first: &str, repeated: &str, size: usize) -> usize {
    let text = first.to_owned() + &repeated.repeat(size / repeated.len());
    let looks = Cell::new(0);
    let counted = Counted { text: &text, looks: &looks };
    let tokens = tokenize(counted);
    let pairs = Pairs::new(counted, &tokens);
    assert_eq!(sentences(counted, &tokens, &pairs), split_sentences(counted));
    assert_eq!(paragraphs(&tokens).text_len(), text.len());
    looks.get()
}

fn looks_are_linear(size: usize) {
    for (first, repeated) in HOSTILE {
        let (once, twice) = (looks(first, repeated, size), looks(first, repeated, 2 * size));
        assert!(twice <= 2 * once + once / 8 + 4096, "{first:?} {repeated:?}: {once} looks, then {twice}");
        // An address is looked for some hundred characters ahead, once in a run.
        assert!(once <= 64 * size, "{first:?} {repeated:?}: {once} looks at {size} bytes");
    }
}

#[test]
fn the_work_grows_with_the_text_and_not_with_its_square() {
    looks_are_linear(1 << 15);
}

#[test]
#[ignore = "slow: ten megabytes of each shape"]
fn the_work_for_ten_megabytes_grows_with_them() {
    looks_are_linear(10_000_000);
}
