//! News agencies and how they sign: short names, spelt out or by their letters.
//!
//! Source: the signatures of Arabic newspapers and wire services; every entry is the name of one organisation or the
//! word for several of them.

/// Names of one word.
pub static NAMES: &[&str] = &[
    "رويترز",
    "الأناضول",
    "الاناضول",
    "واس",
    "سانا",
    "كونا",
    "وام",
    "بترا",
    "وفا",
    "قنا",
    "بنا",
    "شينخوا",
    "نوفوستي",
    "انترفاكس",
    "إنترفاكس",
    "سبوتنيك",
    "تاس",
    "وكالات",
    "الوكالات",
    "سيريانيوز",
    "أسوشيتدبرس",
    "بلومبرغ",
    "بلومبيرغ",
    "إرنا",
    "ارنا",
    "أفب",
    "ومع",
    "وات",
    "واج",
    "وأج",
    "معا",
    "فارس",
    "تسنيم",
    "مهر",
    "إفي",
    "افي",
    "أنسا",
    "آكي",
    "صفا",
    "شهاب",
    "أعماق",
];

/// Names of several words or letters, as their words.
pub static PHRASES: &[&[&str]] = &[
    &["فرانس", "برس"],
    &["أسوشيتد", "برس"],
    &["اسوشيتد", "برس"],
    &["يونايتد", "برس"],
    &["أ", "ف", "ب"],
    &["ا", "ف", "ب"],
    &["د", "ب", "أ"],
    &["د", "ب", "ا"],
    &["أ", "ب"],
    &["أ", "ش", "أ"],
    &["ا", "ش", "ا"],
    &["ي", "ب", "أ"],
    &["و", "م", "ع"],
    &["و", "ا", "ت"],
    &["روسيا", "اليوم"],
    &["سكاي", "نيوز"],
    &["سي", "إن", "إن"],
    &["بي", "بي", "سي"],
    &["العربية", "نت"],
    &["العربية.نت"],
    &["الجزيرة", "نت"],
    &["CNN"],
    &["BBC"],
];

/// Words that begin the name of an agency or of an outlet: وكالة الأنباء …, شبكة ….
pub static HEADS: &[&str] = &["وكالة", "وكالات"];

/// Words that end the name of an outlet: … نيوز, … برس.
pub static TAILS: &[&str] = &["نيوز", "برس", "تايمز"];
