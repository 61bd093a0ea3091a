//! Extraction against the gold labels, and what holds for every text.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod articles;

use articles::{articles, real_articles, seeds};
use huzma::document::Document;
use huzma::extract::{Anchor, Day, Extraction, Gazetteer, Options, Rule, extract, parse_date, parse_number};
use huzma::span::Span;
use proptest::prelude::*;
use serde_json::Value;

fn anchor(text: &str) -> Anchor {
    let fields: Vec<i32> = text.split('-').map(|field| field.parse().unwrap()).collect();
    Anchor::of_day(Day::new(fields[0], fields[1] as u8, fields[2] as u8).unwrap())
}

/// Every surface of a text as kind, slice and value.
fn surfaces(text: &str, found: &Extraction) -> Vec<(String, String, String)> {
    let mut rows = Vec::new();
    let mut add = |kind: &str, span: Span, value: String| {
        rows.push((kind.to_owned(), text[span.range()].to_owned(), value));
    };
    for date in &found.dates {
        add("date", date.span, date.value.clone().unwrap_or_default());
    }
    for duration in &found.durations {
        add("duration", duration.span, duration.value.clone());
    }
    for quantity in &found.quantities {
        add("quantity", quantity.span, quantity.value.to_string());
    }
    for quotation in &found.quotations {
        let speaker = quotation.speaker.map_or("", |span| &text[span.range()]);
        add("quote", quotation.span, format!("{} {speaker}", quotation.kind.name()));
    }
    rows
}

#[test]
fn the_gold_surfaces_come_out() {
    let mut folders = vec![seeds()];
    folders.extend(real_articles());
    let mut checked = 0;
    for folder in folders {
        let gold = std::fs::read_to_string(folder.join("gold/surfaces.json")).unwrap();
        let gold: Value = serde_json::from_str(&gold).unwrap();
        for (name, text) in articles(&folder) {
            let rows: Vec<&Value> = gold.as_array().unwrap().iter().filter(|row| row["file"] == *name).collect();
            let Some(first) = rows.first() else { continue };
            let options = Options { anchor: Some(anchor(first["anchor"].as_str().unwrap())), ..Options::default() };
            let found = surfaces(&text, &extract(&Document::new(&text), &options));
            for row in rows {
                let surface = row["text"].as_str().unwrap();
                let (kind, value) = match row["type"].as_str().unwrap() {
                    "date" | "date_rel" | "time" | "time_rel" => ("date", row["resolved"].as_str().unwrap().to_owned()),
                    "duration" => ("duration", row["value"].as_str().unwrap().to_owned()),
                    "quantity" => ("quantity", row["value"].to_string()),
                    "quote" => {
                        let speaker = row["speaker"].as_str().unwrap_or("");
                        ("quote", format!("{} {speaker}", row["kind"].as_str().unwrap()))
                    }
                    _ => continue,
                };
                let expected = (kind.to_owned(), surface.to_owned(), value);
                assert!(found.contains(&expected), "{name}: {expected:?}");
                checked += 1;
            }
        }
    }
    println!("{checked} surfaces");
}

#[test]
fn every_rule_has_a_name_of_its_own() {
    assert!(Rule::ALL.len() > 40);
    assert!(
        Rule::ALL.iter().all(|rule| rule.name().chars().all(|letter| letter.is_ascii_lowercase() || letter == '-'))
    );
}

#[test]
fn whole_texts_are_read() {
    let date = |text| parse_date(text, &Options::default()).and_then(|date| date.value);
    assert_eq!(date("الخامس من آب").as_deref(), Some("XXXX-08-05"));
    assert_eq!(date("2016").as_deref(), Some("2016"));
    assert_eq!(date("لا شيء"), None);
    let number = |text| parse_number(text, false).map(|number| number.value.to_string());
    assert_eq!(number("ثلاثة ملايين ونصف").as_deref(), Some("3500000"));
    assert_eq!(number("صفر").as_deref(), Some("0"));
    assert_eq!(number("الحادي والعشرون").as_deref(), Some("21"));
    assert_eq!(number(""), None);
}

#[test]
fn names_of_a_gazetteer_are_found_behind_proclitics() {
    let gazetteer = Gazetteer::new([("الأمم المتحدة", None), ("العراق", Some("LOC".to_owned())), ("...", None)]);
    assert_eq!(gazetteer.len(), 2);
    let options = Options { gazetteer: Some(gazetteer.into()), ..Options::default() };
    let text = "وللعراق وبالامم المتّحدة";
    let names = extract(&Document::new(text), &options).names;
    let slices: Vec<&str> = names.iter().map(|name| &text[name.span.range()]).collect();
    assert_eq!(slices, ["لعراق", "الامم المتّحدة"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn spans_lie_in_the_text_and_nothing_panics(text: String) {
        let found = extract(&Document::new(&text), &Options { anchor: Some(anchor("2016-09-15")), ..Options::default() });
        for (_, slice, _) in surfaces(&text, &found) {
            prop_assert!(!slice.is_empty());
        }
    }

    #[test]
    fn words_in_any_order_do_not_panic(
        words in proptest::collection::vec(
            proptest::sample::select(&[
                "من", "5", "إلى", "آب", "«", "»", "قال", "إن", ":", "عام", "2016", "يومي", "الـ", "و", "الساعة", "نصف", "ألف",
                "وعشرين", "\n", "(", ")", "بعد", "غد", "الأحد", "مساء", "القرن", "هـ", "1437", "الموافق", "-", "/", "كل", "%", "بحسب",
                "وزير", "،", "وكالة", "للأنباء", "الحادي", "عشر", "شهر", "رمضان", "منتصف", "ليل", "إلا", "ربعا", "GMT",
            ][..]),
            0..30,
        ),
    ) {
        let text = words.join(" ");
        let found = extract(&Document::new(&text), &Options::default());
        prop_assert!(surfaces(&text, &found).iter().all(|(_, slice, _)| !slice.is_empty()));
    }
}
