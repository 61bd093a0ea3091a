//! The steps: what each maps, and what it loses.

/// A group of diacritics.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Group {
    /// Short vowels, sukun and the other vowel signs of the block U+0653, U+0656–065F.
    Harakat,
    /// ً ٌ ٍ and their open forms.
    Tanween,
    /// ّ
    Shadda,
    /// ٰ
    SuperscriptAlef,
    /// Hamza above and below as combining marks.
    Hamza,
    /// Honorifics, Quranic annotation and the marks of other languages.
    Quranic,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 6] =
        [Self::Harakat, Self::Tanween, Self::Shadda, Self::SuperscriptAlef, Self::Hamza, Self::Quranic];

    /// The name in a profile.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Harakat => "harakat",
            Self::Tanween => "tanween",
            Self::Shadda => "shadda",
            Self::SuperscriptAlef => "superscript_alef",
            Self::Hamza => "hamza",
            Self::Quranic => "quranic",
        }
    }

    /// The group of a mark of the Arabic script; every one has exactly one.
    #[must_use]
    pub const fn of(mark: u32) -> Self {
        match mark {
            0x64E..=0x650 | 0x652 | 0x653 | 0x656..=0x65F => Self::Harakat,
            0x64B..=0x64D | 0x8F0..=0x8F2 => Self::Tanween,
            0x651 => Self::Shadda,
            0x670 => Self::SuperscriptAlef,
            0x654 | 0x655 => Self::Hamza,
            _ => Self::Quranic,
        }
    }
}

/// A system of decimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Digits {
    /// 0–9
    Ascii,
    /// ٠–٩
    ArabicIndic,
}

/// Which strokes a step deletes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tatweels {
    /// All.
    All,
    /// Those between two letters of a word: not the one that carries a cited letter (لـ), nor one used as a dash.
    InsideWords,
}

/// Where the tanween of a word's end is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tanween {
    /// كتابًا
    BeforeAlef,
    /// كتاباً
    AfterAlef,
}

/// Whose punctuation a text gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Punctuation {
    /// Arabic marks beside Arabic letters.
    Arabic,
    /// Latin marks everywhere.
    Latin,
    /// The marks of the letters around.
    Surrounding,
}

/// Which double quotation marks a text gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Quotes {
    /// « »
    Guillemets,
    /// “ ”
    Curly,
    /// "
    Ascii,
}

macro_rules! names {
    ($($option:ident { $($value:ident => $name:literal),* })*) => {
        $(impl $option {
            /// Every value.
            pub const ALL: &[Self] = &[$(Self::$value),*];

            /// The name in a profile.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$value => $name),*
                }
            }
        })*
    };
}

names! {
    Digits { Ascii => "ascii", ArabicIndic => "arabic_indic" }
    Tatweels { All => "all", InsideWords => "inside_words" }
    Tanween { BeforeAlef => "before_alef", AfterAlef => "after_alef" }
    Punctuation { Arabic => "arabic", Latin => "latin", Surrounding => "surrounding" }
    Quotes { Guillemets => "guillemets", Curly => "curly", Ascii => "ascii" }
}

/// One named step of a profile.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Step {
    /// Unicode's canonical composition.
    Nfc,
    /// Unicode's compatibility composition.
    Nfkc,
    /// Letters and lam-alef ligatures encoded by shape become the letters they show.
    ExpandPresentationForms,
    /// Ligatures of whole words and phrases (ﷲ, ﷺ) are spelt out.
    ExpandWordLigatures,
    /// Invisible characters that show and separate nothing are deleted.
    StripInvisibles,
    /// Bidi marks, embeddings, overrides and isolates are deleted.
    StripBidiControls,
    /// ZERO WIDTH NON-JOINER and JOINER are deleted.
    StripJoiners,
    /// Diacritics of these groups are deleted.
    StripTashkeel(Vec<Group>),
    /// The elongation stroke is deleted.
    StripTatweel(Tatweels),
    /// A letter typed three times or more becomes one.
    CollapseElongation,
    /// Fathatan moves to one side of the alef that ends its word.
    PlaceTanween(Tanween),
    /// أ إ آ ٱ become ا.
    UnifyAlef,
    /// ؤ becomes و, ئ becomes ي.
    UnifyHamzaCarriers,
    /// ى becomes ي.
    UnifyAlefMaksura,
    /// ة becomes ه.
    UnifyTehMarbuta,
    /// Letters of Persian and Urdu that look like Arabic ones become those.
    UnifyLookalikes,
    /// Digits of the three systems become those of one.
    UnifyDigits(Digits),
    /// Punctuation of one script.
    UnifyPunctuation(Punctuation),
    /// Double quotation marks of one kind.
    UnifyQuotes(Quotes),
    /// Every space becomes U+0020.
    UnifySpaces,
    /// Several spaces in a row become one.
    CollapseSpaces,
    /// Letters that have case become small.
    Lowercase,
    /// Single characters become what the table says; sorted by character.
    Map(Vec<(char, String)>),
    /// PyArabic's way with a text that begins with آ.
    PyarabicLeadingMadda,
}

impl Step {
    /// Every step with its default options, in the order in which the documentation lists them.
    #[must_use]
    pub fn all() -> Vec<Self> {
        vec![
            Self::Nfc,
            Self::Nfkc,
            Self::ExpandPresentationForms,
            Self::ExpandWordLigatures,
            Self::StripInvisibles,
            Self::StripBidiControls,
            Self::StripJoiners,
            Self::StripTashkeel(Group::ALL.to_vec()),
            Self::StripTatweel(Tatweels::All),
            Self::CollapseElongation,
            Self::PlaceTanween(Tanween::BeforeAlef),
            Self::UnifyAlef,
            Self::UnifyHamzaCarriers,
            Self::UnifyAlefMaksura,
            Self::UnifyTehMarbuta,
            Self::UnifyLookalikes,
            Self::UnifyDigits(Digits::Ascii),
            Self::UnifyPunctuation(Punctuation::Arabic),
            Self::UnifyQuotes(Quotes::Guillemets),
            Self::UnifySpaces,
            Self::CollapseSpaces,
            Self::Lowercase,
            Self::Map(Vec::new()),
            Self::PyarabicLeadingMadda,
        ]
    }

    /// The name in a profile.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Nfc => "nfc",
            Self::Nfkc => "nfkc",
            Self::ExpandPresentationForms => "expand_presentation_forms",
            Self::ExpandWordLigatures => "expand_word_ligatures",
            Self::StripInvisibles => "strip_invisibles",
            Self::StripBidiControls => "strip_bidi_controls",
            Self::StripJoiners => "strip_joiners",
            Self::StripTashkeel(_) => "strip_tashkeel",
            Self::StripTatweel(_) => "strip_tatweel",
            Self::CollapseElongation => "collapse_elongation",
            Self::PlaceTanween(_) => "place_tanween",
            Self::UnifyAlef => "unify_alef",
            Self::UnifyHamzaCarriers => "unify_hamza_carriers",
            Self::UnifyAlefMaksura => "unify_alef_maksura",
            Self::UnifyTehMarbuta => "unify_teh_marbuta",
            Self::UnifyLookalikes => "unify_lookalikes",
            Self::UnifyDigits(_) => "unify_digits",
            Self::UnifyPunctuation(_) => "unify_punctuation",
            Self::UnifyQuotes(_) => "unify_quotes",
            Self::UnifySpaces => "unify_spaces",
            Self::CollapseSpaces => "collapse_spaces",
            Self::Lowercase => "lowercase",
            Self::Map(_) => "map",
            Self::PyarabicLeadingMadda => "pyarabic_leading_madda",
        }
    }

    /// What the step does, in a line.
    #[must_use]
    pub const fn summary(&self) -> &'static str {
        match self {
            Self::Nfc => "Unicode canonical composition",
            Self::Nfkc => "Unicode compatibility composition",
            Self::ExpandPresentationForms => "letters encoded by shape (ﻻ, ﺎ) become the letters they show",
            Self::ExpandWordLigatures => "word ligatures (ﷲ, ﷺ) are spelt out",
            Self::StripInvisibles => "deletes zero width space, word joiner, byte order mark, soft hyphen",
            Self::StripBidiControls => "deletes bidi marks, embeddings, overrides and isolates",
            Self::StripJoiners => "deletes ZWNJ and ZWJ",
            Self::StripTashkeel(_) => "deletes diacritics, all groups or those named",
            Self::StripTatweel(_) => "deletes the elongation stroke, everywhere or inside words",
            Self::CollapseElongation => "a letter of the script typed three times or more becomes one",
            Self::PlaceTanween(_) => "fathatan stands before the alef that ends its word, or after it",
            Self::UnifyAlef => "أ إ آ ٱ become ا",
            Self::UnifyHamzaCarriers => "ؤ becomes و, ئ becomes ي",
            Self::UnifyAlefMaksura => "ى becomes ي",
            Self::UnifyTehMarbuta => "ة becomes ه",
            Self::UnifyLookalikes => "Persian and Urdu look-alikes (ک ی ہ) become ك ي ه",
            Self::UnifyDigits(_) => "digits of the three systems become those of one",
            Self::UnifyPunctuation(_) => "commas, semicolons, question marks and percent signs of one script",
            Self::UnifyQuotes(_) => "double quotation marks become those of one kind",
            Self::UnifySpaces => "every space character becomes U+0020",
            Self::CollapseSpaces => "several spaces in a row become one",
            Self::Lowercase => "letters that have case become small",
            Self::Map(_) => "single characters become what a table of the profile says",
            Self::PyarabicLeadingMadda => {
                "a three-letter text that begins with آ begins with ءا, as in PyArabic 0.6.15"
            }
        }
    }

    /// What the step gives up; `None` for one that loses nothing a reader could miss.
    #[must_use]
    pub const fn loss(&self) -> Option<&'static str> {
        match self {
            Self::Nfc | Self::ExpandPresentationForms | Self::StripInvisibles => None,
            Self::Nfkc => Some("superscripts, fractions, circled and wide forms look like plain ones"),
            Self::ExpandWordLigatures => Some("that the phrase was one character"),
            Self::StripBidiControls => Some("the order in which mixed text is displayed"),
            Self::StripJoiners => Some("shapes of letters; word parts of Persian may be read as one"),
            Self::StripTashkeel(_) => Some("vocalisation: كَتَبَ and كُتُب become one"),
            Self::StripTatweel(Tatweels::All) => {
                Some("elongation, and the stroke that carries a mark or a cited letter")
            }
            Self::StripTatweel(Tatweels::InsideWords) => Some("elongation: the width that a writer gave a word"),
            Self::CollapseElongation => Some("emphasis: جمييييل and جميل become one"),
            Self::PlaceTanween(_) => Some("on which side of its alef the tanween was typed"),
            Self::UnifyAlef => Some("the hamza and madda of alef: أن and إن become one"),
            Self::UnifyHamzaCarriers => Some("the hamza of و and ي"),
            Self::UnifyAlefMaksura => Some("ى and ي: على and علي become one"),
            Self::UnifyTehMarbuta => Some("ة and ه: مكتبة and مكتبه become one"),
            Self::UnifyLookalikes => Some("which language's letter was typed"),
            Self::UnifyDigits(_) => Some("which digits were typed"),
            Self::UnifyPunctuation(Punctuation::Latin) => {
                Some("whose marks were typed; a decimal comma and a list comma become one")
            }
            Self::UnifyPunctuation(_) => Some("whose marks were typed"),
            Self::UnifyQuotes(Quotes::Ascii) => Some("which mark opens and which closes"),
            Self::UnifyQuotes(_) => Some("which kind of marks was typed, and with it levels of quotation"),
            Self::CollapseSpaces => Some("how many spaces stood there: columns, indents"),
            Self::Map(_) => Some("whatever its table maps to one"),
            Self::PyarabicLeadingMadda => Some("آ at the start"),
            Self::UnifySpaces => Some("that a space was narrow, wide or did not break"),
            Self::Lowercase => Some("capital letters"),
        }
    }
}
