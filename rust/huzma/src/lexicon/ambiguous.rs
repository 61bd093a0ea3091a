//! Words without their hamza that two words could be: never mended, only shown.

use std::sync::LazyLock;

use super::stems::StemMap;

/// What is written and the two things it could be.
///
/// Source: counts over 245,012 words of learners' and readers' text with their corrections; ان, for one, stands for
/// أن in five of six places and for إن in the sixth. Left out are forms that are also whole words or names of their own:
/// كان, فان, باني, لانا, وانا.
pub static READINGS: &[(&str, &str, &str)] = &[
    ("ان", "أن", "إن"),
    ("وان", "وأن", "وإن"),
    ("بان", "بأن", "بان"),
    ("لان", "لأن", "لان"),
    ("انه", "أنه", "إنه"),
    ("وانه", "وأنه", "وإنه"),
    ("فانه", "فإنه", "فأنه"),
    ("بانه", "بأنه", "بإنه"),
    ("لانه", "لأنه", "لإنه"),
    ("انها", "أنها", "إنها"),
    ("وانها", "وأنها", "وإنها"),
    ("فانها", "فإنها", "فأنها"),
    ("بانها", "بأنها", "بإنها"),
    ("لانها", "لأنها", "لإنها"),
    ("انهم", "أنهم", "إنهم"),
    ("وانهم", "وأنهم", "وإنهم"),
    ("فانهم", "فإنهم", "فأنهم"),
    ("بانهم", "بأنهم", "بإنهم"),
    ("لانهم", "لأنهم", "لإنهم"),
    ("انك", "أنك", "إنك"),
    ("وانك", "وأنك", "وإنك"),
    ("لانك", "لأنك", "لإنك"),
    ("اننا", "أننا", "إننا"),
    ("واننا", "وأننا", "وإننا"),
    ("فاننا", "فإننا", "فأننا"),
    ("باننا", "بأننا", "بإننا"),
    ("لاننا", "لأننا", "لإننا"),
    ("انني", "أنني", "إنني"),
    ("وانني", "وأنني", "وإنني"),
    ("اني", "أني", "إني"),
    ("انا", "أنا", "إنا"),
    ("الا", "إلا", "ألا"),
    ("والا", "وإلا", "وألا"),
    ("اما", "أما", "إما"),
    ("واما", "وأما", "وإما"),
    ("الان", "الآن", "ألان"),
    ("والان", "والآن", "وألان"),
];

/// What is written, if it is a word of the list, and the two things it could be.
#[must_use]
pub fn readings(word: &str) -> Option<(&'static str, &'static str, &'static str)> {
    static BY_WORD: LazyLock<StemMap<(&str, &str, &str)>> =
        LazyLock::new(|| READINGS.iter().map(|&readings| (readings.0, readings)).collect());
    BY_WORD.get(word).copied()
}
