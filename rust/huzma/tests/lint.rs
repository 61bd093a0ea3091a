//! The rules against the gold labels, and what must hold of them whatever the text.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod articles;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use articles::{articles, real_articles, seeds};
use huzma::document::Document;
use huzma::finding::{Language, Safety};
use huzma::lint::{ROUNDS, RULES, Selection, check, fix};
use huzma::normalize::{Normalizer, builtin};
use huzma::span::apply;
use proptest::prelude::*;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// Enough to find what is rare; `PROPTEST_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(500)
}

/// A place that a rule reports and the gold labels do not list, or the reverse, with the reason why that is right.
struct Argued {
    file: &'static str,
    code: &'static str,
    start: u64,
    end: u64,
    #[expect(dead_code, reason = "it is there to be read")]
    reason: &'static str,
}

const ARGUED: &[Argued] = &[];

type Place = (String, String, u64, u64);

fn argued(place: &Place) -> bool {
    ARGUED.iter().any(|argued| {
        (argued.file, argued.code, argued.start, argued.end) == (place.0.as_str(), place.1.as_str(), place.2, place.3)
    })
}

fn assert_gold(folder: &Path) {
    let gold = std::fs::read_to_string(folder.join("gold/defects.json")).unwrap();
    let gold: Value = serde_json::from_str(&gold).unwrap();
    let shipped = |code: &str| RULES.iter().any(|rule| rule.code.code == code);
    let expected: BTreeSet<Place> = gold
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| shipped(row["code"].as_str().unwrap()))
        .map(|row| {
            let text = |key: &str| row[key].as_str().unwrap().to_owned();
            (text("file"), text("code"), row["char_start"].as_u64().unwrap(), row["char_end"].as_u64().unwrap())
        })
        .collect();
    let mut found = BTreeSet::new();
    let mut failures = Vec::new();
    for (name, text) in articles(folder) {
        let document = Document::of_file(&text);
        let index = document.line_index();
        for finding in check(&document, &Selection::default()) {
            let span = finding.span().unwrap();
            let point = |byte: u32| u64::from(index.code_point(&text, byte as usize));
            let place = (name.clone(), finding.code.code.to_owned(), point(span.start), point(span.end));
            if !expected.contains(&place) && !argued(&place) {
                failures.push(format!("not in the gold labels: {place:?} {:?}", document.slice(span)));
            }
            found.insert(place);
        }
    }
    for place in &expected {
        if !found.contains(place) && !argued(place) {
            failures.push(format!("not found: {place:?}"));
        }
    }
    println!(
        "{}: {} places, {} of them labelled",
        folder.display(),
        found.len(),
        found.intersection(&expected).count()
    );
    assert!(failures.is_empty(), "{} differences\n{}", failures.len(), failures.join("\n"));
}

#[test]
fn the_findings_in_the_sample_bundle_are_the_labelled_ones() {
    assert_gold(&seeds());
}

#[test]
fn the_findings_in_the_real_articles_are_the_labelled_ones() {
    if let Some(folder) = real_articles() {
        assert_gold(&folder);
    }
}

/// Pieces of dirty Arabic text; strung together they are every sort of trouble.
#[rustfmt::skip]
const PIECES: &[&str] = &[
    "ا", "أ", "إ", "آ", "ب", "ت", "ة", "د", "ر", "ف", "ك", "ل", "م", "ن", "ه", "و", "ي", "ى", "ئ", "ؤ", "ء", "س",
    "ش", "\u{64B}", "\u{64E}", "\u{64F}", "\u{650}", "\u{651}", "\u{652}", "\u{653}", "\u{654}", "\u{655}",
    "\u{670}", "\u{640}", "\u{640}\u{640}\u{640}", "0", "1", "48", "٤", "٦", "۷", "۹", "،", "؛", "؟", "٪", ",", ";",
    "?", "!", ".", "..", "...", "…", ":", "-", "/", "&", "&&", "|", "«", "»", "‹", "›", "\"", "“", "”", "(", ")",
    "[", "]", "<", ">", " ", " ", " ", " ", "  ", "\t", "\u{A0}", "\u{202F}", "\u{2009}", "\n", "\n", "\r\n", "\r",
    "\u{2028}", "\u{85}", "\u{B}", "\u{200B}", "\u{200C}", "\u{200D}", "\u{200E}", "\u{200F}", "\u{61C}",
    "\u{202A}", "\u{202B}", "\u{202C}", "\u{202D}", "\u{202E}", "\u{2066}", "\u{2067}", "\u{2069}", "\u{2060}",
    "\u{FEFF}", "\u{AD}", "\u{FFFD}", "\u{FE8D}", "\u{FE91}", "\u{FE92}", "\u{FEFB}", "\u{FE70}", "\u{FC60}",
    "\u{FE73}", "\u{FBD9}", "\u{FDFA}", "\u{FDF2}", "\u{E000}", "\u{9D}", "\u{1}", "\u{6A9}", "\u{6CC}", "\u{6C1}",
    "\u{6C3}", "\u{671}", "\u{6D6}", "\u{675}", "a", "B", "é", "e\u{301}", "iPhone", "http://a.b/ج", "a@b.org",
    "@نعم", "#نعم", "😀", "한", "\u{1112}\u{1161}", "&amp;", "&nbsp;", "&amp;quot;", "&#1575;", "&#x627;", "<br>",
    "</p>", "\\n", "\\u0627", "Ø§Ù„Ù…", "ط§ظ„ط¹ط±", "ÇáæÒíÑ", "????", "كلمة", "كلمة ", " كلمة", "قال", "قال ",
    "الى ", "ان ", "إستخدام ", "فى ", "شئ", "الذى", "هاذا", "لاكن ", "في ", "من من ", "أيضاً", "أيضًا", "مساءاً",
    "جداً ", "و ", "ل ", "لـ ", "الـ ", "هـ", "عام 1438هـ", "5ر1", "10،000", "2016", "26٦", "أستانة5",
    "اقرأ أيضاً.. نعم\n", "قد يهمك: لا\n", "رويترز", "\nرويترز\n", "سبتمبر ", "أيلول ", "للغايةبهم", "مفاجىء",
    "اللة", "السوريةن",
];
const BLOCK: &str =
    "وقال رئيس اللجنة المنظمة في حديث طويل إن المباراتين ستقامان يومي السبت والأحد من الشهر المقبل في المدينة.";

fn arabic() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        40 => proptest::sample::select(PIECES).prop_map(str::to_owned),
        1 => Just(format!("{BLOCK}\n")),
        1 => Just(format!("\n{BLOCK} {BLOCK}\n")),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..50).prop_map(|pieces| pieces.concat())
}

/// A text in the form that tells the same letters from others, however they are encoded.
fn canonical(text: &str) -> String {
    static CANONICAL: LazyLock<Normalizer> = LazyLock::new(|| {
        let profiles = builtin();
        let (_, profile) = profiles.iter().find(|(name, _)| *name == "canonical").unwrap();
        Normalizer::new(profile)
    });
    CANONICAL.normalize(text).into_owned()
}

fn assert_sound(text: &str, of_file: bool) {
    let document = if of_file { Document::of_file(text) } else { Document::new(text) };
    for finding in check(&document, &Selection::default()) {
        let code = finding.code.code;
        let span = finding.span().unwrap();
        assert!(text.get(span.range()).is_some(), "{code}: {span:?} cuts a character of {text:?}");
        for language in [Language::English, Language::Arabic] {
            let message = finding.message(language);
            let lacks = ["{0}", "{1}", "{2}", "{3}"].iter().any(|argument| message.contains(argument));
            assert!(!lacks, "{code}: {message:?} lacks an argument");
        }
        let Some(fix) = &finding.fix else { continue };
        assert!(finding.code.fix.is_some_and(|best| best >= fix.safety), "{code}: a better fix than its code promises");
        assert!(!fix.edits.is_empty(), "{code}: a fix without edits in {text:?}");
        let fixed = apply(text, &fix.edits).unwrap_or_else(|error| panic!("{code}: {error}: {text:?}"));
        assert_ne!(fixed, text, "{code}: its fix changes nothing");
        if finding.code.keeps_canonical && fix.safety == Safety::Safe {
            assert_eq!(canonical(&fixed), canonical(text), "{code}: {text:?} became {fixed:?}");
        }
    }
}

fn assert_settles(text: &str, of_file: bool, wanted: Safety) {
    let selection = Selection::default();
    let once = fix(text, of_file, &selection, wanted);
    assert!(once.rounds < ROUNDS, "{wanted:?}: {text:?} does not settle: {:?}", once.text);
    let twice = fix(&once.text, of_file, &selection, wanted);
    assert_eq!(twice.rounds, 0, "{wanted:?}: {text:?}, then {:?}, then {:?}", once.text, twice.text);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn findings_and_their_edits_lie_in_the_text(text in arabic(), of_file: bool) {
        assert_sound(&text, of_file);
    }

    #[test]
    fn fixing_settles_and_a_second_time_changes_nothing(text in arabic(), of_file: bool) {
        assert_settles(&text, of_file, Safety::Safe);
        assert_settles(&text, of_file, Safety::Unsafe);
    }

    #[test]
    fn every_rule_settles_by_itself(text in arabic(), rule in 0..RULES.len()) {
        let selection = Selection::new(&[RULES[rule].code.code], &[]).unwrap();
        for wanted in [Safety::Safe, Safety::Unsafe] {
            let once = fix(&text, true, &selection, wanted);
            assert!(once.rounds < ROUNDS, "{}: {text:?} does not settle: {:?}", RULES[rule].code.code, once.text);
        }
    }

    #[test]
    fn the_fixes_for_normalisation_form_c_reach_it(text in arabic()) {
        for codes in [&["EN010"][..], &["EN010", "DC004"]] {
            let selection = Selection::new(codes, &[]).unwrap();
            let fixed = fix(&text, false, &selection, Safety::Safe).text;
            assert_eq!(fixed, text.nfc().collect::<String>());
        }
    }
}

/// What is hostile to one rule or another; each must take linear time, so that a megabyte of it passes unnoticed (an
/// eighth of one where nothing is optimised).
#[test]
fn hostile_texts_take_linear_time() {
    const SIZE: usize = if cfg!(debug_assertions) { 1 << 17 } else { 1 << 20 };
    let repeated = |piece: &str| piece.repeat(SIZE / piece.len());
    let texts = [
        ("one long word", repeated("ك")),
        ("all spaces", repeated(" ")),
        ("spaces and punctuation", repeated("ا ،")),
        ("all quotation marks", repeated("«\"»")),
        ("reversed quotation marks", repeated("»ا ")),
        ("lines of &", repeated("&\n")),
        ("& on one line", format!("{}{}", " ".repeat(SIZE / 2), "&ا".repeat(SIZE / 6))),
        ("all marks", repeated("\u{651}\u{64E}")),
        ("marks and zero width spaces", repeated("ا\u{651}\u{200B}\u{64E}")),
        ("all tatweel", repeated("\u{640}")),
        ("tatweel and letters", repeated("ا\u{640}")),
        ("one repeated sentence", repeated("وقال رئيس اللجنة نعم. ")),
        ("one repeated long sentence", repeated(&format!("{BLOCK} {BLOCK}\n"))),
        ("two sentences in turn", repeated("قال رئيس اللجنة كلمة نعم. وقال نائبه كلمة لا. ")),
        ("all openers of embeddings", repeated("\u{202B}")),
        ("embeddings one in another", "\u{202B}".repeat(SIZE / 6) + &"\u{202C}".repeat(SIZE / 6)),
        ("all presentation forms", repeated("\u{FE91}")),
        ("replacement characters on one line", repeated("ا\u{FFFD}")),
        ("commas on one line", repeated("ا,ا")),
        ("all full stops", repeated(".")),
        ("points and letters", repeated("أ.")),
        ("all digits", repeated("٦")),
        ("all brackets", repeated("(")),
        ("all line ends", repeated("\r\n")),
        ("spaces at line ends", repeated("ا \n")),
        ("one repeated word", repeated("على ")),
        ("misspelt words", repeated("الى ")),
        ("months", repeated("آب 5 تموز ")),
        ("entities", repeated("&amp;")),
        ("an entity escaped again and again", format!("&{}", repeated("amp;"))),
        ("tags", repeated("<b ")),
        ("escapes", repeated("\\u0627")),
        ("question marks", repeated("ا?")),
        ("marks of tone", repeated("؟!")),
        ("Arabic as Latin", repeated("Ø§")),
        ("Arabic as windows-1256", repeated("ط§")),
        ("numbers glued to words", repeated("ملعب3")),
        ("thousands", repeated("1،000،")),
        ("no-break spaces", repeated("ا\u{A0}")),
        ("non-joiners", repeated("ك\u{200C}")),
        ("marks of direction", repeated("ك\u{200F} ")),
        ("colons after spaces", repeated("ا : ")),
        ("quotations with spaces", repeated("\" ا \" ")),
        ("teh marbuta", repeated("ةك")),
    ];
    for (name, text) in texts {
        let start = std::time::Instant::now();
        let document = Document::of_file(&text);
        let _ = check(&document, &Selection::default());
        println!("{name}: {:?}", start.elapsed());
        assert!(start.elapsed().as_secs() < 10, "{name} takes {:?}", start.elapsed());
    }
}
