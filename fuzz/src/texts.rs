//! What is done with any text whatever, and what has to be true of it: normalising, cutting, checking, extracting.
//!
//! The fuzz targets call these functions; `cargo test` calls them with every file of `seeds/fuzz`.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use huzma::dedup::fingerprint;
use huzma::document::Document;
use huzma::extract::{
    Anchor, Day, Extraction, Gazetteer, Options, extract as extracted, parse_date, parse_duration, parse_number,
    parse_quantity,
};
use huzma::finding::{Language, Safety};
use huzma::lint::{ROUNDS, Selection, check, fix};
use huzma::normalize::{Digits, Group, Normalizer, Profile, Punctuation, Quotes, Step, Stream, Tanween, Tatweels};
use huzma::scan::{Latin1, Ucs2, Ucs4};
use huzma::span::{LineIndex, OffsetMap, Span, apply};
use huzma::tokenize::{Pairs, paragraphs, sentences, split_sentences, tokenize, tokenize_by_character, unicode};

/// A target of the name of its function, and of the folder of its seeds.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 5] =
    [("extract", extract), ("lint", lint), ("normalize", normalize), ("tokens", tokens), ("values", values)];

/// A profile of any steps, chosen by the first bytes up to the first of value 255, and a text: fused, over each layout,
/// in pieces and with its map the same as the steps one after the other.
pub fn normalize(data: &[u8]) {
    static STEPS: LazyLock<Vec<Step>> = LazyLock::new(every_step);
    let cut = data.iter().position(|&byte| byte == 0xFF).unwrap_or(0);
    let (chosen, rest) = data.split_at(cut);
    let text = String::from_utf8_lossy(rest.strip_prefix(b"\xFF").unwrap_or(rest));
    let steps = chosen.iter().take(8).map(|&byte| STEPS[usize::from(byte) % STEPS.len()].clone()).collect();
    let Ok(profile) = Profile::new(steps) else { return };
    assert_eq!(Profile::from_json(&profile.to_json()).as_ref(), Ok(&profile), "a profile survives JSON");

    let normalizer = Normalizer::new(&profile);
    let expected = one_after_the_other(&profile, &text);
    assert_eq!(normalizer.normalize(&text), expected.as_str());
    let aligned = normalizer.align(&text);
    assert_eq!(aligned.text.as_deref().unwrap_or(&text), expected);
    tiles(&aligned.map, text.len(), expected.len());

    let points: Vec<u32> = text.chars().map(u32::from).collect();
    let changed = (expected != text).then(|| expected.chars().map(u32::from).collect::<Vec<_>>());
    assert_eq!(normalizer.normalize_units(Ucs4(&points)).map(|points| points.to_vec()), changed);
    let aligned = normalizer.align_units(Ucs4(&points));
    tiles(&aligned.map, points.len(), changed.as_ref().map_or(points.len(), Vec::len));
    if let Ok(units) = points.iter().map(|&point| u16::try_from(point)).collect::<Result<Vec<u16>, _>>() {
        assert_eq!(normalizer.normalize_units(Ucs2(&units)).map(|points| points.to_vec()), changed);
    }
    if let Ok(units) = points.iter().map(|&point| u8::try_from(point)).collect::<Result<Vec<u8>, _>>() {
        assert_eq!(normalizer.normalize_units(Latin1(&units)).map(|points| points.to_vec()), changed);
    }

    let normalizer = Arc::new(normalizer);
    let mut stream = Stream::new(Arc::clone(&normalizer));
    let mut pieces = String::new();
    let step = usize::from(data.first().copied().unwrap_or(0) % 13) + 1;
    let sound = text.as_bytes().chunks(step).try_for_each(|piece| stream.push(piece, &mut pieces));
    assert!(sound.and_then(|()| stream.finish(&mut pieces)).is_ok(), "a text is UTF-8 in pieces too");
    assert_eq!(pieces, expected, "in pieces of {step}");
    let mut scratch = String::new();
    let first = fingerprint(&normalizer, &text, &mut scratch);
    assert_eq!(first, fingerprint(&normalizer, &text, &mut scratch));
}

/// A text, and the bytes as they are as units of a `str`: tokens, pairs, sentences, lines, with kernels and without.
pub fn tokens(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let text = &*text;
    let found = tokenize(text);
    assert_eq!(found, tokenize_by_character(text));
    let pairs = Pairs::new(text, &found);
    let whole = sentences(text, &found, &pairs);
    for starts in [found.starts(), whole.starts(), paragraphs(&found).starts(), unicode::tokenize(text).starts()] {
        assert_eq!(starts.is_empty(), text.is_empty());
        assert!(starts.first().is_none_or(|&first| first == 0));
        assert!(starts.windows(2).all(|two| two[0] < two[1]), "tiles ascend");
        assert!(starts.iter().all(|&start| text.is_char_boundary(start as usize)));
    }
    assert_eq!(split_sentences(text), whole);
    for (opening, closing) in pairs.iter() {
        assert!(opening.token < closing.token, "what closes stands behind what opens");
    }

    let points: Vec<u32> = text.chars().map(u32::from).collect();
    let offsets: Vec<u32> = text.char_indices().map(|(at, _)| at as u32).collect();
    let wide = tokenize(Ucs4(&points));
    assert_eq!(wide.kinds(), found.kinds(), "every layout is cut alike");
    assert!(wide.starts().iter().map(|&at| offsets[at as usize]).eq(found.starts().iter().copied()));

    // Units that are no text: lone surrogates, numbers that are no code points of Unicode.
    let units: Vec<u16> = data.chunks_exact(2).map(|two| u16::from_le_bytes([two[0], two[1]])).collect();
    assert_eq!(tokenize(Ucs2(&units)), tokenize_by_character(Ucs2(&units)));
    assert_eq!(tokenize(Latin1(data)), tokenize_by_character(Latin1(data)));

    let index = LineIndex::new(text);
    let last = index.position(text, text.len());
    assert_eq!(last.line as usize, index.line_count());
}

/// A text that is checked, and fixed with what loses nothing and with all: it settles, and fixing it again changes nothing.
pub fn lint(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let from_file = data.first().is_some_and(|byte| byte % 2 == 0);
    let selection = Selection::default();
    let document = if from_file { Document::of_file(&text) } else { Document::new(&text) };
    for finding in check(&document, &selection) {
        let span = finding.span().expect("what is found in a text has a place in it");
        assert!(text.get(span.range()).is_some(), "{span:?} is a slice");
        for language in [Language::English, Language::Arabic] {
            assert!(!finding.message(language).contains("{0}"), "{}", finding.code.name);
        }
        if let Some(fix) = &finding.fix {
            assert!(apply(&text, &fix.edits).is_ok(), "{} can be applied", finding.code.name);
        }
    }
    for wanted in [Safety::Safe, Safety::Unsafe] {
        let once = fix(&text, from_file, &selection, wanted);
        assert!(once.rounds < ROUNDS, "it settles");
        let twice = fix(&once.text, from_file, &selection, wanted);
        assert_eq!(twice.text, once.text, "fixing again changes nothing");
        assert!(twice.applied.is_empty());
    }
}

/// A text with and without a moment of writing: what is found lies in it, in order.
pub fn extract(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let document = Document::new(&text);
    for options in every_option() {
        let found = extracted(&document, &options);
        for spans in spans_of(&found) {
            assert!(spans.iter().all(|span| text.get(span.range()).is_some()), "{spans:?}");
            assert!(spans.windows(2).all(|two| two[0].start <= two[1].start), "{spans:?} is in order");
        }
    }
}

/// A text that is a value as a whole, or none.
pub fn values(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    for options in every_option() {
        let whole = Span::new(0, text.len());
        let inside = |span: Span| assert!(span.end <= whole.end && text.get(span.range()).is_some());
        let number = parse_number(&text, options.colloquial);
        let duration = parse_duration(&text, options.colloquial);
        let quantity = parse_quantity(&text, options.colloquial);
        let date = parse_date(&text, &options);
        let spans = [number.map(|n| n.span), duration.map(|d| d.span), quantity.map(|q| q.span), date.map(|d| d.span)];
        spans.into_iter().flatten().for_each(inside);
    }
}

/// Every step with every value of its options, and tables of its own.
fn every_step() -> Vec<Step> {
    let mut all = Step::all();
    all.extend(Group::ALL.map(|group| Step::StripTashkeel(vec![group])));
    all.extend(Digits::ALL.iter().map(|&to| Step::UnifyDigits(to)));
    all.extend(Tatweels::ALL.iter().map(|&at| Step::StripTatweel(at)));
    all.extend(Tanween::ALL.iter().map(|&to| Step::PlaceTanween(to)));
    all.extend(Punctuation::ALL.iter().map(|&to| Step::UnifyPunctuation(to)));
    all.extend(Quotes::ALL.iter().map(|&to| Step::UnifyQuotes(to)));
    let table = |entries: &[(char, &str)]| Step::Map(entries.iter().map(|&(from, to)| (from, to.to_owned())).collect());
    all.push(table(&[('ا', ""), ('ب', "اب"), ('😀', "م")]));
    all.push(table(&[('a', "\u{301}"), ('\u{64E}', "\u{650}\u{651}"), ('é', "e")]));
    all
}

/// The steps of a profile one after the other, those that look at single code points on each of them alone.
fn one_after_the_other(profile: &Profile, text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    profile.steps().iter().fold(text.to_owned(), |current, step| match step {
        Step::Nfc => current.nfc().collect(),
        Step::Nfkc => current.nfkc().collect(),
        step => {
            let alone = Normalizer::new(&Profile::new(vec![step.clone()]).expect("one step contradicts nothing"));
            if looks_around(step) {
                return alone.normalize(&current).into_owned();
            }
            // A text of one character is too short for any kernel to be at work.
            let mut images: HashMap<char, String> = HashMap::new();
            let image = |character: char| alone.normalize(&character.to_string()).into_owned();
            current.chars().map(|c| images.entry(c).or_insert_with(|| image(c)).clone()).collect()
        }
    })
}

fn looks_around(step: &Step) -> bool {
    match step {
        Step::StripTatweel(at) => *at == Tatweels::InsideWords,
        Step::UnifyPunctuation(to) => *to != Punctuation::Latin,
        Step::UnifyQuotes(to) => *to != Quotes::Ascii,
        Step::CollapseElongation | Step::CollapseSpaces | Step::PlaceTanween(_) | Step::PyarabicLeadingMadda => true,
        _ => false,
    }
}

/// The source spans of the result's units tile the source; units of one change share theirs.
fn tiles(map: &OffsetMap, source_len: usize, result_len: usize) {
    assert_eq!((map.source_len(), map.result_len()), (source_len, result_len));
    let (mut covered, mut last) = (0, Span::empty(0));
    for unit in 0..result_len {
        let span = map.source_span(Span::new(unit, unit + 1));
        if span != last || unit == 0 {
            assert_eq!(span.start as usize, covered, "unit {unit} of {map:?}");
            covered = span.end as usize;
        }
        last = span;
        let back = map.result_span(span);
        assert!(back.start as usize <= unit && unit < back.end as usize);
    }
    assert!(result_len == 0 || covered == source_len);
}

fn every_option() -> [Options; 2] {
    let names = [("محمود عباس", None), ("القاهرة", Some("city".to_owned())), ("ا", None)];
    let full = Options {
        anchor: Some(Anchor { day: Day { year: 2016, month: 2, day: 29 }, time: Some((23, 59)) }),
        month_first: true,
        colloquial: true,
        gazetteer: Some(Arc::new(Gazetteer::new(names))),
    };
    [Options::default(), full]
}

fn spans_of(found: &Extraction) -> [Vec<Span>; 8] {
    [
        found.dates.iter().map(|each| each.span).collect(),
        found.durations.iter().map(|each| each.span).collect(),
        found.numbers.iter().map(|each| each.span).collect(),
        found.quantities.iter().map(|each| each.span).collect(),
        found.quotations.iter().map(|each| each.span).collect(),
        found.statements.iter().map(|each| each.span).collect(),
        found.signatures.iter().map(|each| each.span).collect(),
        found.names.iter().map(|each| each.span).collect(),
    ]
}
