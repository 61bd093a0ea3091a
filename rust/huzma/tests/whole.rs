//! Whole texts that are a value: what is shorter there than in running text.

#![allow(clippy::unwrap_used)]

use huzma::extract::{Options, parse_date, parse_duration, parse_number, parse_quantity};
use proptest::prelude::*;

fn amount(text: &str) -> Option<(String, Option<String>)> {
    let found = parse_quantity(text, false)?;
    Some((found.value.to_string(), found.code))
}

#[test]
fn amounts_and_percentages() {
    let cases = [
        ("100 ر.س", "100", Some("SAR")),
        ("100 ر. س.", "100", Some("SAR")),
        ("د.إ 100", "100", Some("AED")),
        ("100 د.أ", "100", Some("JOD")),
        ("US$ 1.5", "1.5", Some("USD")),
        ("XOF 100", "100", Some("XOF")),
        ("ألفا ريال سعودي", "2000", Some("SAR")),
        ("مليونا دولار", "2000000", Some("USD")),
        ("ريالان", "2", None),
        ("دولارين كنديين", "2", Some("CAD")),
        ("ريال سعودي واحد", "1", Some("SAR")),
        ("مئة ريال وخمسون هللة", "100.5", Some("SAR")),
        ("مئة دينار كويتي و5 فلوس", "100.005", Some("KWD")),
        ("فقط ألف درهم مغربي لا غير.", "1000", Some("MAD")),
        ("-$5", "-5", Some("USD")),
        ("٪٢٠", "20", Some("%")),
        ("سالب خمسة بالمئة", "-5", Some("%")),
        ("5‰", "0.5", Some("%")),
    ];
    for (text, value, code) in cases {
        assert_eq!(amount(text), Some((value.to_owned(), code.map(str::to_owned))), "{text}");
    }
    for text in ["", "100", "ريال", "50 قرشا", "100 متر", "--5 دولار", "مئة ريال سعودي و100 هللة", "5 دولار ريال"]
    {
        assert_eq!(amount(text), None, "{text}");
    }
}

#[test]
fn numbers_spans_and_moments() {
    let number = |text: &str| parse_number(text, false).map(|number| number.value.to_string());
    for (text, value) in [("سالب خمسة", "-5"), (".5", "0.5"), ("-٫٠٥", "-0.05"), ("ثلاثة فاصلة صفر خمسة", "3.05")]
    {
        assert_eq!(number(text).as_deref(), Some(value), "{text}");
    }
    for text in [". 5", "سالب", "سالب -5", "فاصلة خمسة", "ثلاثة فاصلة", "نصف فاصلة خمسة"]
    {
        assert_eq!(number(text), None, "{text}");
    }
    let span = |text: &str| parse_duration(text, false).map(|found| found.value);
    for (text, value) in [
        ("ساعة و20 دقيقة و30 ثانية", "PT1H20M30S"),
        ("سنة وشهران وخمسة أيام", "P1Y2M5D"),
        ("ساعة إلا ربعا", "PT45M"),
        ("ساعتان إلا خمس دقائق", "PT115M"),
        ("لمدة أسبوع", "P1W"),
        ("ثلاثة أرباع الساعة", "PT45M"),
    ] {
        assert_eq!(span(text).as_deref(), Some(value), "{text}");
    }
    for text in ["دقيقة وساعة", "ساعة إلا", "ساعة و", "لمدة", "دقيقة إلا 90 دقيقة"]
    {
        assert_eq!(span(text), None, "{text}");
    }
    let date = |text: &str| parse_date(text, &Options::default()).and_then(|found| found.value);
    for (text, value) in [
        ("15/9/2016 21:30", "2016-09-15T21:30"),
        ("21:30، 15 أيلول 2016", "2016-09-15T21:30"),
        ("بتاريخ 15-سبتمبر-2016م.", "2016-09-15"),
        ("الموافق: 15/9/2016", "2016-09-15"),
    ] {
        assert_eq!(date(text).as_deref(), Some(value), "{text}");
    }
    for text in ["15/9/2016 24:30", "15/9/2016 21:30 5", "سبتمبر 21:30", "بتاريخ"] {
        assert_eq!(date(text), None, "{text}");
    }
}

proptest! {
    #[test]
    fn no_text_panics_and_places_lie_inside(text in "[0-9٠-٩ .،/:%٪$\\-رسدإكالفومئةعشريناهللتبx\u{200f}]{0,24}") {
        let trimmed = text.trim().len() as u32;
        if let Some(found) = parse_quantity(&text, true) {
            prop_assert!(found.number.start <= found.number.end && found.number.end <= trimmed);
            prop_assert!(found.span.end <= trimmed);
        }
        for end in [parse_date(&text, &Options::default()).map(|found| found.span.end),
                    parse_duration(&text, true).map(|found| found.span.end),
                    parse_number(&text, true).map(|found| found.span.end)].into_iter().flatten() {
            prop_assert!(end <= trimmed);
        }
    }
}
