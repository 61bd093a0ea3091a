//! What other tools do, as steps.
//!
//! Those of PyArabic and CAMeL Tools are read off their behaviour on every code point of the Arabic blocks, and
//! `tests/test_normalize_peers.py` runs them beside ours. That of Lucene is as its source reads; it has not been run.

use super::steps::Step;

/// A table from characters and what they become.
fn map(entries: &[(std::ops::RangeInclusive<char>, &str)]) -> Step {
    let mut table: Vec<(char, String)> =
        entries.iter().flat_map(|(from, to)| from.clone().map(|character| (character, (*to).to_owned()))).collect();
    table.sort_unstable();
    Step::Map(table)
}

/// One character as a range.
const fn only(character: char) -> std::ops::RangeInclusive<char> {
    character..=character
}

/// `ArabicNormalizer` of Apache Lucene 9: three alefs, teh marbuta, alef maksura; tatweel and U+064B–0652 go. Alef wasla,
/// the superscript alef and all else stay.
pub(super) fn lucene() -> Vec<Step> {
    vec![map(&[
        (only('آ'), "ا"),
        (only('أ'), "ا"),
        (only('إ'), "ا"),
        (only('ى'), "ي"),
        (only('ة'), "ه"),
        (only('ـ'), ""),
        ('\u{64B}'..='\u{652}', ""),
    ])]
}

/// CAMeL Tools 1.6.0: `dediac_ar`, `normalize_alef_ar`, `normalize_alef_maksura_ar`, `normalize_teh_marbuta_ar`. Tatweel
/// stays.
pub(super) fn camel() -> Vec<Step> {
    vec![map(&[
        ('\u{64B}'..='\u{652}', ""),
        (only('\u{670}'), ""),
        (only('آ'), "ا"),
        (only('أ'), "ا"),
        (only('إ'), "ا"),
        (only('\u{671}'), "ا"),
        (only('ى'), "ي"),
        (only('ة'), "ه"),
    ])]
}

/// PyArabic 0.6.15: `strip_tashkeel`, `strip_tatweel`, `normalize_ligature` (which knows four of the eight lam-alefs and
/// drops their hamza), `normalize_hamza`.
pub(super) fn pyarabic() -> Vec<Step> {
    vec![
        map(&[
            ('\u{64B}'..='\u{652}', ""),
            (only('ـ'), ""),
            (only('\u{FEF5}'), "لا"),
            (only('\u{FEF7}'), "لا"),
            (only('\u{FEF9}'), "لا"),
            (only('\u{FEFB}'), "لا"),
        ]),
        Step::PyarabicLeadingMadda,
        map(&[
            (only('آ'), "ءء"),
            (only('أ'), "ء"),
            (only('إ'), "ء"),
            (only('ؤ'), "ء"),
            (only('ئ'), "ء"),
            (only('\u{654}'), "ء"),
            (only('\u{655}'), "ء"),
        ]),
    ]
}
