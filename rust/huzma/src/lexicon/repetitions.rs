//! Words that are said twice on purpose.

/// Words that stand twice in a row and are right so, compared without marks.
///
/// ولي ولي (العهد), letters of abbreviations and names (بي بي سي, كا كا), ways of doing a thing step by step (رويدا
/// رويدا), emphasis (جدا جدا), and answers (نعم نعم).
pub static TWICE: &[&str] = &[
    "أبدا",
    "أم",
    "إن",
    "ان",
    "الله",
    "آه",
    "بي",
    "تارة",
    "تدريجيا",
    "تو",
    "جدا",
    "جو",
    "جي",
    "جيدا",
    "حقا",
    "خطوة",
    "دو",
    "رويدا",
    "سي",
    "شبرا",
    "شكرا",
    "شيئا",
    "صفا",
    "طاق",
    "طق",
    "عاجل",
    "فردا",
    "قليلا",
    "كا",
    "كثيرا",
    "كلا",
    "كلمة",
    "كي",
    "لا",
    "لو",
    "لي",
    "ليل",
    "مرارا",
    "مهلا",
    "نعم",
    "ها",
    "هه",
    "هيا",
    "واحدا",
    "ولي",
    "يا",
    "يوما",
];

/// Whether the word may stand twice in a row.
#[must_use]
pub fn may_repeat(word: &str) -> bool {
    TWICE.contains(&word)
}
