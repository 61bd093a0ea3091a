//! Clean text: nothing is reported in it; and a defect that is put into it at random is reported at its place, and
//! nothing else is.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod passages;

use std::collections::BTreeSet;
use std::ops::Range;

use encoding_rs::{Encoding, WINDOWS_1252, WINDOWS_1256};
use huzma::bundle::{Event, Options, open_bytes};
use huzma::document::Document;
use huzma::lint::{Selection, check};
use passages::passages;
use unicode_normalization::UnicodeNormalization;

#[test]
fn nothing_is_reported_in_clean_text() {
    let mut failures = Vec::new();
    for passage in passages() {
        let file = format!("{}\n", passage.text);
        for document in [Document::new(&passage.text), Document::of_file(&file)] {
            for finding in check(&document, &Selection::default()) {
                let slice = document.slice(finding.span().unwrap());
                failures.push(format!("{}: {} {slice:?}", passage.title, finding.code.code));
            }
        }
    }
    assert!(failures.is_empty(), "{} findings\n{}", failures.len(), failures.join("\n"));
}

/// Numbers that are the same in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        // xorshift64*
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % bound
    }

    fn choose<T: Clone>(&mut self, choices: &[T]) -> Option<T> {
        (!choices.is_empty()).then(|| choices[self.below(choices.len())].clone())
    }
}

/// A text with a defect, and the bytes it is at.
struct Injected {
    text: String,
    place: Range<usize>,
}

impl Injected {
    /// The text with a stretch of it replaced.
    fn new(text: &str, at: Range<usize>, by: &str) -> Self {
        let place = at.start..at.start + by.len();
        Self { text: format!("{}{by}{}", &text[..at.start], &text[at.end..]), place }
    }
}

fn is_letter(character: char) -> bool {
    matches!(character, 'ء'..='غ' | 'ف'..='ي')
}

/// The words of four letters and more that stand between spaces.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    let mut found = Vec::new();
    for word in text.split([' ', '\n']) {
        if word.chars().count() >= 4 && word.chars().all(is_letter) {
            found.push(start..start + word.len());
        }
        start += word.len() + 1;
    }
    found
}

/// The places of a mark.
fn places(text: &str, mark: &str) -> Vec<Range<usize>> {
    text.match_indices(mark).map(|(at, mark)| at..at + mark.len()).collect()
}

/// Puts something between two letters of a word, the first of which joins.
fn in_word(random: &mut Random, text: &str, inserted: &str) -> Option<Injected> {
    let word = random.choose(&words(text))?;
    let inside: Vec<usize> = text[word.clone()]
        .char_indices()
        .skip(1)
        .map(|(at, _)| word.start + at)
        .filter(|&at| !text[..at].ends_with(['ا', 'أ', 'إ', 'آ', 'د', 'ذ', 'ر', 'ز', 'و', 'ؤ', 'ء', 'ة', 'ى']))
        .collect();
    let at = random.choose(&inside)?;
    Some(Injected::new(text, at..at, inserted))
}

/// Replaces a word by what a function makes of it.
fn word(random: &mut Random, text: &str, make: impl Fn(&str) -> String) -> Option<Injected> {
    let word = random.choose(&words(text))?;
    let made = make(&text[word.clone()]);
    Some(Injected::new(text, word, &made))
}

/// Replaces one of the places of a mark.
fn mark(random: &mut Random, text: &str, mark: &str, by: &str) -> Option<Injected> {
    let at = random.choose(&places(text, mark))?;
    Some(Injected::new(text, at, by))
}

/// Replaces one of the commas between two words.
fn comma(random: &mut Random, text: &str, by: &str) -> Option<Injected> {
    let between = |at: &Range<usize>| text[..at.start].ends_with(is_letter) && text[at.end..].starts_with(is_letter);
    let at = random.choose(&places(text, "، ").into_iter().filter(between).collect::<Vec<_>>())?;
    Some(Injected::new(text, at, by))
}

fn misread(text: &str, written: &'static Encoding, read: &'static Encoding) -> String {
    let bytes =
        if written == encoding_rs::UTF_8 { text.as_bytes().to_vec() } else { written.encode(text).0.into_owned() };
    read.decode_without_bom_handling(&bytes).0.into_owned()
}

/// A word in the shapes of its letters.
fn shaped(word: &str) -> String {
    /// The shapes of each letter from U+FE80 on, in the order of the block; `-` stands for ة and ى's neighbours too.
    const LETTERS: &str = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي";
    const COUNTS: [u32; 36] =
        [1, 2, 2, 2, 2, 4, 2, 4, 2, 4, 4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 2, 2, 4];
    let index = |letter: char| LETTERS.chars().position(|known| known == letter).unwrap();
    let joins = |letter: Option<&char>| letter.is_some_and(|&letter| COUNTS[index(letter)] == 4);
    let letters: Vec<char> = word.chars().collect();
    let shape = |at: usize| {
        let place = index(letters[at]);
        let first = 0xFE80 + COUNTS[..place].iter().sum::<u32>();
        let after = at.checked_sub(1).is_some_and(|before| joins(letters.get(before))) && COUNTS[place] > 1;
        let before = COUNTS[place] == 4 && letters.get(at + 1).is_some_and(|&next| next != 'ء');
        char::from_u32(first + u32::from(after) + 2 * u32::from(before)).unwrap()
    };
    (0..letters.len()).map(shape).collect()
}

type Inject = fn(&mut Random, &str) -> Option<Injected>;

/// The codes of tier 1 that look at texts, each with how its defect is made.
const INJECTIONS: &[(&str, Inject)] = &[
    ("EN003", |random, text| in_word(random, text, "\u{FFFD}")),
    ("EN004", |random, text| in_word(random, text, "\u{94}")),
    ("EN005", |random, text| in_word(random, text, "\u{1}")),
    ("EN006", |random, text| word(random, text, |word| misread(word, encoding_rs::UTF_8, WINDOWS_1252))),
    ("EN007", |random, text| word(random, text, |word| misread(word, encoding_rs::UTF_8, WINDOWS_1256))),
    ("EN008", |_, text| {
        let common = ["في", "من", "على", "أن", "إلى", "التي", "عن", "الذي", "مع"];
        let known = text.split(' ').filter(|word| common.contains(word)).count();
        let plain = !WINDOWS_1256.encode(text).2 && !text.contains(|letter: char| letter.is_ascii_alphabetic());
        (known >= 3 && plain).then(|| Injected::new(text, 0..text.len(), &misread(text, WINDOWS_1256, WINDOWS_1252)))
    }),
    ("EN010", |random, text| {
        let letters: Vec<_> = ["أ", "إ", "آ", "ؤ", "ئ"].iter().flat_map(|letter| places(text, letter)).collect();
        let at = random.choose(&letters)?;
        let taken_apart: String = text[at.clone()].nfd().collect();
        Some(Injected::new(text, at, &taken_apart))
    }),
    ("EN012", |_, text| {
        let text = text.trim_end();
        Some(Injected { text: text.to_owned(), place: text.len()..text.len() })
    }),
    ("EN013", |random, text| {
        let word = random.choose(&words(text))?;
        Some(Injected::new(text, word.end..word.end, "\\n"))
    }),
    ("EN015", |random, text| {
        let seats = places(text, "ئ").into_iter().filter(|seat| text[seat.end..].starts_with(is_letter));
        let at = random.choose(&seats.collect::<Vec<_>>())?;
        Some(Injected::new(text, at, "\u{649}\u{654}"))
    }),
    ("UI001", |random, text| in_word(random, text, "\u{200F}")),
    ("UI002", |random, text| word(random, text, |word| format!("\u{202B}{word}\u{202C}"))),
    ("UI004", |random, text| word(random, text, |word| format!("\u{202B}{word}"))),
    ("UI005", |random, text| in_word(random, text, "\u{200B}")),
    ("UI008", |random, text| in_word(random, text, "\u{AD}")),
    ("UI009", |random, text| {
        let word = random.choose(&words(text))?;
        text[word.end..].starts_with(' ').then(|| Injected::new(text, word.end..word.end + 1, "\u{A0}"))
    }),
    ("UI013", |random, text| word(random, text, shaped)),
    ("LT006", |random, text| in_word(random, text, "\u{640}")),
    ("LT007", |random, text| in_word(random, text, "\u{640}\u{640}\u{640}")),
    ("DC001", |random, text| {
        let word = random.choose(&words(text))?;
        Some(Injected::new(text, word.start..word.start, "\u{64F}"))
    }),
    ("DC002", |random, text| in_word(random, text, "\u{64E}\u{64E}")),
    ("DC004", |random, text| in_word(random, text, "\u{651}\u{64E}")),
    ("DC005", |random, text| {
        let usual = places(text, "\u{64B}ا ");
        (usual.len() > 2 && !text.contains("ا\u{64B}")).then_some(())?;
        let at = random.choose(&usual)?;
        Some(Injected::new(text, at.start..at.end - 1, "ا\u{64B}"))
    }),
    ("PN001", |random, text| comma(random, text, ", ")),
    ("PN009", |random, text| comma(random, text, "،، ")),
    ("QT001", |random, text| {
        let closer = random.choose(&places(text, "»"))?;
        let opener = text[..closer.start].rfind('«')?;
        // A later paragraph that begins with « would go on with the quotation.
        let line = text[closer.end..].split('\n').next()?;
        (!line.contains('«') && !text.contains("\n«")).then_some(())?;
        Some(Injected { place: opener..opener + 2, ..Injected::new(text, closer, "") })
    }),
    ("QT002", |random, text| {
        let opener = random.choose(&places(text, "«"))?;
        let closer = opener.start + text[opener.end..].find('»')?;
        let before = text[..opener.start].rsplit('\n').next()?;
        (!before.contains('«')).then_some(())?;
        Some(Injected { place: closer..closer + 2, ..Injected::new(text, opener, "") })
    }),
    ("QT003", |random, text| mark(random, text, " «", " »")),
    ("QT005", |random, text| mark(random, text, " «", " « ")),
    ("SP001", |random, text| comma(random, text, " ، ")),
    ("SP003", |random, text| {
        let word = random.choose(&words(text))?;
        text[word.end..].starts_with(' ').then(|| Injected::new(text, word.end..word.end + 1, "  "))
    }),
    ("SP004", |random, text| mark(random, text, ".\n", ". \n")),
    ("MK003", |random, text| mark(random, text, ".\n", ".\n&\n")),
];

/// Prose of several lines, made of three clean passages at a time.
fn articles() -> Vec<String> {
    let prose = |text: &str| {
        let document = Document::new(text);
        document.is_arabic_prose()
            && text.chars().count() > 150
            && text.lines().all(|line| line.ends_with(['.', '»']))
            && !text.contains(['"', '“', '\t'])
    };
    let texts: Vec<String> = passages().into_iter().map(|passage| passage.text).filter(|text| prose(text)).collect();
    let joined = texts.windows(3).map(|three| format!("{}\n", three.join("\n")));
    joined.filter(|text| check(&Document::of_file(text), &Selection::default()).is_empty()).collect()
}

#[test]
fn a_defect_is_reported_at_its_place_and_nothing_else_is() {
    const TRIALS: usize = 200;
    let articles = articles();
    assert!(articles.len() >= 10, "{} articles", articles.len());
    let mut failures = Vec::new();
    for (code, inject) in INJECTIONS {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let (mut made, mut found) = (0usize, 0usize);
        let mut collateral = BTreeSet::new();
        let mut missed = String::new();
        for _ in 0..TRIALS * 4 {
            let whole = random.choose(&articles).unwrap();
            // What recodes everything is done to one line.
            let article = if *code == "EN008" {
                random.choose(&whole.lines().collect::<Vec<_>>()).unwrap().to_owned()
            } else {
                whole
            };
            let Some(Injected { text, place }) = inject(&mut random, &article) else { continue };
            made += 1;
            let document = if *code == "EN008" { Document::new(&text) } else { Document::of_file(&text) };
            let touches = |range: &Range<usize>| range.start <= place.end && place.start <= range.end;
            let mut hit = false;
            let shown = format!("{:?}", &text[place.clone()]);
            for finding in check(&document, &Selection::default()) {
                let range = finding.span().unwrap().range();
                if finding.code.code == *code && touches(&range) {
                    hit = true;
                } else {
                    collateral.insert(format!("{} {:?} in {text:?}", finding.code.code, &text[range]));
                }
            }
            found += usize::from(hit);
            if !hit {
                missed = format!("{shown} in {text:?}");
            }
            if made == TRIALS {
                break;
            }
        }
        println!("{code}: {found} of {made}, {} other findings", collateral.len());
        if made < 20 || found * 100 < made * 99 || !collateral.is_empty() {
            let first = collateral.into_iter().next().unwrap_or_default();
            failures.push(format!("{code}: {found} of {made} found, and {first}; missed {missed}"));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn a_byte_that_is_no_utf8_is_reported_at_its_place() {
    let mut random = Random(7);
    for article in articles() {
        let mut bytes = article.into_bytes();
        let at = random.below(bytes.len());
        bytes.insert(at, 0xFF);
        let reader = open_bytes(bytes, &Options::default()).unwrap();
        let found: Vec<_> = reader
            .filter_map(|event| match event.unwrap() {
                Event::Finding(located) => Some(located.finding),
                Event::Document(_) => None,
            })
            .collect();
        assert!(found.iter().any(|finding| finding.code.code == "EN001"), "{found:?}");
    }
}
