//! Properties of normalising and of its map.

#![allow(clippy::unwrap_used)]

use std::collections::HashMap;
use std::sync::LazyLock;

use huzma::normalize::{
    Digits, Group, Normalizer, NotUtf8, Profile, Punctuation, Quotes, Step, Stream, Tanween, Tatweels, builtin,
};
use huzma::scan::{Latin1, Ucs2, Ucs4};
use huzma::span::{OffsetMap, Span};
use proptest::prelude::*;

/// Texts shaped like Arabic data: letters, marks, forms by shape, invisibles, Latin, anything.
fn arabic() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[ء-غف-ي]{1,4}",
        3 => "[\u{64B}-\u{655}\u{670}\u{6D6}-\u{6DC}]{1,3}",
        1 => "[\u{FE70}-\u{FEFC}\u{FB50}-\u{FBFF}\u{FDF0}-\u{FDFD}]",
        1 => "[\u{200B}-\u{200F}\u{202A}-\u{202E}\u{2066}-\u{2069}\u{AD}\u{FEFF}\u{61C}]",
        1 => "[ـ\u{A0}\u{3000} \n]",
        1 => "[a-zA-ZÀ-ÿ0-9٠-٩۰-۹]\u{301}?",
        1 => "[کیہھەۀۃ]",
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

/// The profiles of this project, which promise more than those that follow other tools.
const OWN: [&str; 4] = ["canonical", "display", "search", "skeleton"];

fn normalizers() -> &'static [(&'static str, Normalizer)] {
    static ALL: LazyLock<Vec<(&str, Normalizer)>> =
        LazyLock::new(|| builtin().iter().map(|(name, profile)| (*name, Normalizer::new(profile))).collect());
    &ALL
}

/// What the map promises, checked unit by unit.
fn check_map(map: &OffsetMap, source_len: usize, result_len: usize) -> Result<(), TestCaseError> {
    prop_assert_eq!(map.source_len(), source_len);
    prop_assert_eq!(map.result_len(), result_len);
    // The source spans of the result's units tile the source, monotonically; units of one change share theirs.
    let mut covered = 0;
    let mut last = Span::empty(0);
    for unit in 0..result_len {
        let span = map.source_span(Span::new(unit, unit + 1));
        if span != last || unit == 0 {
            prop_assert_eq!(span.start as usize, covered, "unit {} of {:?}", unit, map);
            covered = span.end as usize;
        }
        last = span;
        let back = map.result_span(span);
        prop_assert!(back.start as usize <= unit && unit < back.end as usize);
    }
    if result_len > 0 {
        prop_assert_eq!(covered, source_len);
    }
    prop_assert_eq!(map.source_span(Span::new(0, result_len)), Span::new(0, source_len));
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_own_profiles_are_idempotent(text in arabic()) {
        for (name, normalizer) in normalizers().iter().filter(|(name, _)| OWN.contains(name)) {
            let once = normalizer.normalize(&text).into_owned();
            prop_assert_eq!(normalizer.normalize(&once), once.as_str(), "{}", name);
        }
    }

    #[test]
    fn texts_behind_one_another_are_what_they_are_alone(texts in proptest::collection::vec(arabic(), 0..6)) {
        for (name, normalizer) in normalizers() {
            let (mut all, mut ends) = (String::from("قبل"), Vec::new());
            for text in &texts {
                normalizer.append(text, &mut all);
                ends.push(all.len());
            }
            let mut start = "قبل".len();
            for (text, end) in texts.iter().zip(ends) {
                prop_assert_eq!(&all[start..end], &*normalizer.normalize(text), "{}", name);
                start = end;
            }
        }
    }

    #[test]
    fn every_layout_gives_the_same_text(text in arabic()) {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let units: Option<Vec<u16>> = points.iter().map(|&point| u16::try_from(point).ok()).collect();
        for (name, normalizer) in normalizers() {
            let expected: Vec<u32> = normalizer.normalize(&text).chars().map(u32::from).collect();
            let changed = expected != points;
            let found = normalizer.normalize_units(Ucs4(&points)).map(|points| points.to_vec());
            prop_assert_eq!(found, changed.then(|| expected.clone()), "{}", name);
            if let Some(units) = &units {
                let found = normalizer.normalize_units(Ucs2(units)).map(|points| points.to_vec());
                prop_assert_eq!(found, changed.then_some(expected), "{}", name);
            }
        }
    }

    #[test]
    fn the_map_tiles_and_the_text_is_the_same(text in arabic()) {
        let points: Vec<u32> = text.chars().map(u32::from).collect();
        for (name, normalizer) in normalizers() {
            let aligned = normalizer.align(&text);
            let result = aligned.text.as_deref().unwrap_or(&text);
            prop_assert_eq!(result, normalizer.normalize(&text), "{}", name);
            check_map(&aligned.map, text.len(), result.len())?;
            let aligned = normalizer.align_units(Ucs4(&points));
            let length = aligned.text.as_ref().map_or(points.len(), |text| text.len());
            prop_assert_eq!(aligned.text, normalizer.normalize_units(Ucs4(&points)));
            check_map(&aligned.map, points.len(), length)?;
        }
    }

    #[test]
    fn surrogates_pass_through(units: Vec<u16>) {
        for (_, normalizer) in normalizers() {
            let before = units.iter().filter(|unit| (0xD800..0xE000).contains(*unit)).count();
            let after = normalizer.normalize_units(Ucs2(&units)).map(|points| points.to_vec());
            let after = after.unwrap_or_else(|| units.iter().copied().map(u32::from).collect());
            prop_assert_eq!(after.iter().filter(|unit| (0xD800..0xE000).contains(*unit)).count(), before);
        }
    }
}

fn normalized(profile: &str, text: &str) -> String {
    let (_, profile) = builtin().into_iter().find(|(name, _)| *name == profile).unwrap();
    Normalizer::new(&profile).normalize(text).into_owned()
}

#[test]
fn canonical_repairs_and_loses_nothing() {
    assert_eq!(normalized("canonical", "ﻻ ﺇﻟﻰ"), "لا إلى");
    assert_eq!(normalized("canonical", "شد\u{651}\u{64E}"), "شد\u{64E}\u{651}");
    assert_eq!(normalized("canonical", "\u{FEFF}ا\u{200B}ب"), "اب");
    for kept in ["أُكِّدَ ـ ة ى آ ؤ ئ", "٪ ½ ﷺ", "١٢٣ 123 ۱۲۳", "\u{200E}12\u{200F}", "می\u{200C}خواهم"]
    {
        assert_eq!(normalized("canonical", kept), kept);
    }
}

#[test]
fn search_folds_what_a_reader_would_not_type() {
    assert_eq!(normalized("search", "أُكِّدَ إلى آخِر المكتبةِ العـــراق"), "اكد الي اخر المكتبه العراق");
    assert_eq!(normalized("search", "ﷺ Ⅳ ١٥/٩ کتابی"), "صلي الله عليه وسلم ⅳ 15/9 كتابي");
    assert_eq!(normalized("search", "و\u{654}"), normalized("search", "ؤ"));
    assert_eq!(normalized("skeleton", "مسؤول قارئ"), "مسوول قاري");
}

#[test]
fn a_word_keeps_its_marks_on_the_way_back() {
    let (_, profile) = builtin().into_iter().find(|(name, _)| *name == "search").unwrap();
    let points: Vec<u32> = "قَالَ ﻻ ثُمَّ".chars().map(u32::from).collect();
    let aligned = Normalizer::new(&profile).align_units(Ucs4(&points));
    let text: String = aligned.text.unwrap().to_vec().into_iter().filter_map(char::from_u32).collect();
    assert_eq!(text, "قال لا ثم");
    let source = |start, end| aligned.map.source_span(Span::new(start, end)).range();
    assert_eq!(source(0, 3), 0..5);
    assert_eq!(source(4, 6), 6..7);
    assert_eq!(source(4, 5), 6..7, "half a ligature is the whole of it");
    assert_eq!(source(7, 9), 8..13);
    assert_eq!(aligned.map.result_span(Span::new(9, 10)), Span::new(7, 8), "a deleted mark belongs to its letter");
}

#[test]
fn profiles_round_trip_and_name_what_is_wrong() {
    for (name, profile) in builtin() {
        assert_eq!(Profile::from_json(&profile.to_json()).unwrap(), profile, "{name}");
    }
    let entry = |from, to: &str| (from, to.to_owned());
    let table = Profile::new(vec![Step::Map(vec![entry('é', "e"), entry('\u{64E}', ""), entry('a', "b")])]).unwrap();
    assert_eq!(Profile::from_json(&table.to_json()).unwrap(), table, "in whatever order a table is given");
    let some = Profile::new(vec![Step::StripTashkeel(vec![Group::Tanween])]).unwrap();
    assert_eq!(some.to_json(), r#"{"steps":[{"strip_tashkeel":{"groups":["tanween"]}}]}"#);
    assert_eq!(Normalizer::new(&some).normalize("كتابٌ جدَّاً"), "كتاب جدَّا");
    for (json, expected) in [
        ("{", "not JSON"),
        (r#"{"steps": 1}"#, "a profile is an object"),
        (r#"{"steps": ["unify_alif"]}"#, "did you mean \"unify_alef\"?"),
        (r#"{"steps": ["nfc", "nfkc"]}"#, "contradict"),
        (r#"{"steps": ["unify_alef", "unify_alef"]}"#, "stands twice"),
        (r#"{"steps": [{"unify_digits": {"to": "roman"}}]}"#, "\"ascii\" or \"arabic_indic\""),
        (r#"{"steps": [{"unify_alef": {"to": 1}}]}"#, "has no option \"to\""),
    ] {
        let message = Profile::from_json(json).unwrap_err().to_string();
        assert!(message.contains(expected), "{message}");
    }
}

/// The steps of a profile one after the other, those that look at single code points on each of them alone: what fused
/// passes and kernels are held against.
fn reference(profile: &Profile, text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    profile.steps().iter().fold(text.to_owned(), |current, step| match step {
        Step::Nfc => current.nfc().collect(),
        Step::Nfkc => current.nfkc().collect(),
        step => {
            let alone = Normalizer::new(&Profile::new(vec![step.clone()]).unwrap());
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

/// Every step with every value of its options, and tables of its own.
fn steps() -> impl Strategy<Value = Step> {
    let mut all: Vec<Step> = Step::all();
    all.extend(Group::ALL.map(|group| Step::StripTashkeel(vec![group])));
    all.extend(Digits::ALL.iter().map(|&to| Step::UnifyDigits(to)));
    all.extend(Tatweels::ALL.iter().map(|&at| Step::StripTatweel(at)));
    all.extend(Tanween::ALL.iter().map(|&to| Step::PlaceTanween(to)));
    all.extend(Punctuation::ALL.iter().map(|&to| Step::UnifyPunctuation(to)));
    all.extend(Quotes::ALL.iter().map(|&to| Step::UnifyQuotes(to)));
    let character = prop_oneof!["[ء-يa-c\u{64B}-\u{655}\u{301}\u{200D}é]", any::<char>().prop_map(String::from)];
    let image = prop_oneof![Just(String::new()), "[ء-ي\u{64B}-\u{655}\u{301}a😀]{1,3}"];
    let entry = (character.prop_map(|c| c.chars().next().unwrap()), image);
    let map = proptest::collection::vec(entry, 0..6).prop_map(|mut table: Vec<(char, String)>| {
        table.sort_unstable();
        table.dedup_by_key(|(from, _)| *from);
        Step::Map(table)
    });
    prop_oneof![4 => proptest::sample::select(all), 1 => map]
}

/// Profiles of any steps in any order.
fn profiles() -> impl Strategy<Value = Profile> {
    proptest::collection::vec(steps(), 0..7).prop_filter_map("steps that contradict", |steps| Profile::new(steps).ok())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn fused_steps_equal_one_step_after_the_other(text in arabic(), padding in 0usize..130) {
        let text = "ا ".repeat(padding) + &text + &"ب".repeat(padding) + &text;
        for ((name, profile), (_, normalizer)) in builtin().iter().zip(normalizers()) {
            prop_assert_eq!(normalizer.normalize(&text), reference(profile, &text), "{}", name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_profile_equals_its_steps_in_every_layout(
        profile in profiles(), start in arabic(), padding in 0usize..70, end in arabic(), more: Vec<u16>
    ) {
        let text = start + &"ب".repeat(padding) + &end;
        let normalizer = Normalizer::new(&profile);
        let expected = reference(&profile, &text);
        prop_assert_eq!(normalizer.normalize(&text), expected.as_str());
        let mut kept = String::from("what was there");
        prop_assert_eq!(normalizer.normalize_into(&text, &mut kept), expected != text);
        prop_assert!(expected == text && kept.is_empty() || kept == expected);
        prop_assert_eq!(Profile::from_json(&profile.to_json()).unwrap(), profile);

        let aligned = normalizer.align(&text);
        prop_assert_eq!(aligned.text.as_deref().unwrap_or(&text), &expected);
        check_map(&aligned.map, text.len(), expected.len())?;

        let points: Vec<u32> = text.chars().map(u32::from).collect();
        let changed = (expected != text).then(|| expected.chars().map(u32::from).collect::<Vec<_>>());
        prop_assert_eq!(normalizer.normalize_units(Ucs4(&points)).map(|points| points.to_vec()), changed.clone());
        let aligned = normalizer.align_units(Ucs4(&points));
        check_map(&aligned.map, points.len(), changed.as_ref().map_or(points.len(), Vec::len))?;
        prop_assert_eq!(aligned.text.map(|points| points.to_vec()), changed.clone());
        if let Some(units) = points.iter().map(|&point| u16::try_from(point).ok()).collect::<Option<Vec<u16>>>() {
            prop_assert_eq!(normalizer.normalize_units(Ucs2(&units)).map(|points| points.to_vec()), changed.clone());
        }
        if let Some(units) = points.iter().map(|&point| u8::try_from(point).ok()).collect::<Option<Vec<u8>>>() {
            prop_assert_eq!(normalizer.normalize_units(Latin1(&units)).map(|points| points.to_vec()), changed);
        }
        // Surrogates and whatever else a `str` may hold.
        let wide: Vec<u32> = more.iter().copied().map(u32::from).collect();
        let from_ucs2 = normalizer.normalize_units(Ucs2(&more)).map(|points| points.to_vec());
        prop_assert_eq!(normalizer.normalize_units(Ucs4(&wide)).map(|points| points.to_vec()), from_ucs2);
    }

    #[test]
    fn pieces_of_a_text_give_what_the_whole_gives(
        profile in profiles(), text in arabic(), end in arabic(), cuts in proptest::collection::vec(0usize..12, 0..60)
    ) {
        let text = text + "كتب" + &end;
        let normalizer = std::sync::Arc::new(Normalizer::new(&profile));
        let mut stream = Stream::new(normalizer.clone());
        let (mut out, mut rest) = (String::new(), text.as_bytes());
        for cut in cuts {
            let (piece, later) = rest.split_at(cut.min(rest.len()));
            stream.push(piece, &mut out).unwrap();
            rest = later;
        }
        stream.push(rest, &mut out).unwrap();
        stream.finish(&mut out).unwrap();
        prop_assert_eq!(out, normalizer.normalize(&text));
    }

    #[test]
    fn a_stream_names_the_byte_that_begins_no_character(text in arabic(), cut: usize, wrong in 0x80u8..0xC0) {
        let (_, profile) = &builtin()[0];
        let normalizer = std::sync::Arc::new(Normalizer::new(profile));
        let mut bytes = text.clone().into_bytes();
        bytes.push(wrong);
        bytes.extend_from_slice(text.as_bytes());
        let (first, second) = bytes.split_at(cut % (bytes.len() + 1));
        let mut stream = Stream::new(normalizer);
        let mut out = String::new();
        let result = stream.push(first, &mut out).and_then(|()| stream.push(second, &mut out));
        prop_assert_eq!(result, Err(NotUtf8 { byte: text.len() }));
    }
}

#[test]
fn spans_cover_what_a_unit_was_made_from() {
    let normalizer = |steps: &[Step]| Normalizer::new(&Profile::new(steps.to_vec()).unwrap());
    // Exchanged marks were each made from the other's place.
    let aligned = normalizer(&[Step::Nfc]).align("بش\u{651}\u{64E}ب");
    assert_eq!(aligned.text.as_deref(), Some("بش\u{64E}\u{651}ب"));
    assert_eq!(aligned.map.source_span(Span::new(4, 6)), Span::new(4, 8));
    assert_eq!(aligned.map.source_span(Span::new(2, 4)), Span::new(2, 4));
    // A letter composed of two, and what was deleted behind it.
    let aligned = normalizer(&[Step::Nfc, Step::StripTatweel(Tatweels::All)]).align("ا\u{654}ــب");
    assert_eq!(aligned.text.as_deref(), Some("أب"));
    assert_eq!(aligned.map.source_span(Span::new(0, 2)), Span::new(0, 8));
    assert_eq!(aligned.map.result_span(Span::new(4, 6)), Span::new(0, 2));
    // At the start there is nothing before: a deletion belongs to what comes.
    let aligned = normalizer(&[Step::StripTatweel(Tatweels::All)]).align("ــب");
    assert_eq!(aligned.map.source_span(Span::new(0, 2)), Span::new(0, 6));
}

#[test]
fn a_map_takes_memory_for_changes_only() {
    let (_, profile) = builtin().into_iter().find(|(name, _)| *name == "search").unwrap();
    let normalizer = Normalizer::new(&profile);
    let memory = |text: &str| normalizer.align(text).map.memory();
    let plain = "كتب الولد درسا ".repeat(4000);
    assert!(memory(&plain) < 100);
    assert!(memory(&(plain.clone() + "قَالَ")) < 200);
    // Folds that keep the length cost nothing; marks take less than a byte each.
    assert!(memory(&"المدرسة أخرى ".repeat(4000)) < 100);
    let vocalised = "كَتَبَ الوَلَدُ دَرْسًا ".repeat(4000);
    assert!(memory(&vocalised) < vocalised.chars().count() * 3 / 2, "{}", memory(&vocalised));
}

/// Hostile texts: were any of these quadratic, the test would take minutes.
#[test]
fn long_runs_take_linear_time() {
    let runs = [
        "ب".to_owned() + &"\u{64B}".repeat(30_000),
        "ب".to_owned() + &"\u{64B}\u{64E}".repeat(20_000) + "ا",
        "ب".to_owned() + &"\u{651}\u{64E}".repeat(20_000),
        "\u{654}".repeat(30_000),
        "ـ\u{64E}".repeat(20_000),
        "\"".repeat(30_000),
        ",".repeat(30_000) + "ب",
        "ب".repeat(30_000),
        "a\u{301}".repeat(10_000),
        "ا\u{64B}".repeat(20_000),
        "\u{200B}".repeat(30_000) + "\u{654}",
    ];
    for step in Step::all().into_iter().chain([
        Step::StripTatweel(Tatweels::InsideWords),
        Step::PlaceTanween(Tanween::AfterAlef),
        Step::UnifyPunctuation(Punctuation::Surrounding),
    ]) {
        let normalizer = std::sync::Arc::new(Normalizer::new(
            &Profile::new(vec![step, Step::Nfc]).unwrap_or_else(|_| Profile::new(vec![Step::Nfc]).unwrap()),
        ));
        for text in &runs {
            let aligned = normalizer.align(text);
            let mut stream = Stream::new(normalizer.clone());
            let mut out = String::new();
            text.as_bytes().chunks(5_000).for_each(|piece| stream.push(piece, &mut out).unwrap());
            stream.finish(&mut out).unwrap();
            assert!(aligned.text.as_deref().unwrap_or(text) == out);
        }
    }
}

#[test]
fn runs_become_one() {
    let normalizer = |step: Step| Normalizer::new(&Profile::new(vec![step]).unwrap());
    let elongation = normalizer(Step::CollapseElongation);
    for (text, expected) in
        [("جمييييل", "جميل"), ("الله", "الله"), ("ههههه", "ه"), ("ب ههه ييي ب", "ب ه ي ب"), ("aaa", "aaa")]
    {
        assert_eq!(elongation.normalize(text), expected);
        assert_eq!(elongation.align(text).text.as_deref().unwrap_or(text), expected);
    }
    let spaces = normalizer(Step::CollapseSpaces);
    for (text, expected) in [("a   b  c d", "a b c d"), ("    ", " "), ("a\n  b", "a\n b")] {
        assert_eq!(spaces.normalize(text), expected);
    }
}
