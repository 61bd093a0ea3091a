//! How letters of the Latin alphabet are called in Arabic, and names that carry a number without a space.

/// Names of Latin letters as they are spelt out in abbreviations: بي بي سي, سي إن إن, جي 20.
///
/// Left out are names that are words of their own more often: في, ان, إن, أي, أو, ال.
pub static LETTER_NAMES: &[&str] = &[
    "إتش",
    "اتش",
    "إس",
    "اس",
    "إف",
    "اف",
    "إكس",
    "اكس",
    "إل",
    "إم",
    "ام",
    "إيه",
    "ايه",
    "إي",
    "آر",
    "ار",
    "آي",
    "بي",
    "تي",
    "جي",
    "جيه",
    "دبليو",
    "دي",
    "زد",
    "سي",
    "كي",
    "كيو",
    "واي",
    "يو",
];

/// Words that take a number directly: titles of chapters, types of aircraft and weapons, products.
///
/// Each is a proper name or the title of a numbered thing, which is written so by its makers.
pub static NUMBERED: &[&str] = &[
    "آيباد",
    "آيفون",
    "أبولو",
    "أيفون",
    "إيرباص",
    "بوينغ",
    "توبوليف",
    "جالاكسي",
    "سورة",
    "سوخوي",
    "غالاكسي",
    "كوفيد",
    "ميغ",
    "ويندوز",
    "يوتيوب",
];

/// Whether the word is the name of a Latin letter.
#[must_use]
pub fn is_letter_name(word: &str) -> bool {
    /// دبليو
    const LONGEST: usize = 10;
    word.len() <= LONGEST && LETTER_NAMES.contains(&word)
}
