//! Unicode's own boundaries against WordBreakTest, SentenceBreakTest and GraphemeBreakTest, whole.
//!
//! The files must be of the Unicode version of the crate that cuts. That crate carries their lines in its own tests, and a build
//! from a registry has unpacked them; `$HUZMA_BREAK_TESTS` names them where they lie elsewhere.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::path::{Path, PathBuf};

use huzma::tokenize::unicode;

/// A text and the pieces it is cut into.
type Case = (String, Vec<String>);

fn data() -> Option<String> {
    let found = std::env::var_os("HUZMA_BREAK_TESTS").map(PathBuf::from).or_else(unpacked);
    if found.is_none() {
        println!("skipped: the break tests of Unicode are not at $HUZMA_BREAK_TESTS");
    }
    Some(std::fs::read_to_string(found?).unwrap())
}

/// The file in the sources of the crate, of the version in Cargo.lock.
fn unpacked() -> Option<PathBuf> {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../../Cargo.lock")).unwrap();
    let version = lock.split("name = \"unicode-segmentation\"\nversion = \"").nth(1)?.split('"').next()?;
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")))?;
    let registries = std::fs::read_dir(home.join("registry/src")).ok()?;
    let file = format!("unicode-segmentation-{version}/tests/testdata/mod.rs");
    registries.flatten().map(|registry| registry.path().join(&file)).find(|file| file.is_file())
}

/// The cases of a constant: pairs of a string and a list of strings, or triples with a second list, which is left out.
fn cases(data: &str, constant: &str) -> Vec<Case> {
    let (_, rest) = data.split_once(&format!("pub const {constant}:")).unwrap();
    let (_, rest) = rest.split_once("= &[").unwrap();
    let mut cases: Vec<Case> = Vec::new();
    let mut lists = 0;
    let mut characters = rest.chars();
    let mut inside = false;
    while let Some(character) = characters.next() {
        match character {
            '(' => {
                cases.push((String::new(), Vec::new()));
                lists = 0;
                inside = true;
            }
            ')' => inside = false,
            '[' => lists += 1,
            ']' if !inside => break,
            '"' => {
                let string = string(&mut characters);
                let case = cases.last_mut().unwrap();
                match lists {
                    0 => case.0 = string,
                    1 => case.1.push(string),
                    _ => {}
                }
            }
            _ => {}
        }
    }
    cases
}

fn string(characters: &mut std::str::Chars<'_>) -> String {
    let mut string = String::new();
    while let Some(character) = characters.next() {
        match character {
            '"' => break,
            '\\' => {
                let escape: String = characters.by_ref().take_while(|&character| character != '}').collect();
                let digits = escape.strip_prefix("u{").unwrap();
                string.push(char::from_u32(u32::from_str_radix(digits, 16).unwrap()).unwrap());
            }
            _ => string.push(character),
        }
    }
    string
}

fn hold(constants: &[&str], least: usize, cut: impl Fn(&str) -> Vec<usize>) {
    let Some(data) = data() else { return };
    let (major, minor, update) = unicode::VERSION;
    assert!(data.contains(&format!("/{major}.{minor}.{update}/ucd/auxiliary/")), "the tests are of another version");
    let cases: Vec<Case> = constants.iter().flat_map(|constant| cases(&data, constant)).collect();
    assert!(cases.len() >= least, "only {} cases", cases.len());
    for (text, pieces) in cases {
        assert_eq!(pieces.concat(), text);
        let mut ends = vec![0];
        ends.extend(pieces.iter().scan(0, |end, piece| {
            *end += piece.len();
            Some(*end)
        }));
        let mut found = cut(&text);
        found.push(text.len());
        assert_eq!(found, ends, "{text:?}");
    }
}

fn places(starts: &[u32]) -> Vec<usize> {
    starts.iter().map(|&start| start as usize).collect()
}

#[test]
fn words_are_cut_as_unicode_says() {
    hold(&["TEST_WORD"], 1800, |text| places(unicode::tokenize(text).starts()));
}

#[test]
fn sentences_are_cut_as_unicode_says() {
    hold(&["TEST_SENTENCE"], 500, |text| places(unicode::sentences(text).starts()));
}

#[test]
fn grapheme_clusters_are_cut_as_unicode_says() {
    hold(&["TEST_SAME", "TEST_DIFF"], 700, |text| places(unicode::graphemes(text).starts()));
}
