//! Closed lists of words as they are written, which the grammars ask for beside the vocabulary.
//!
//! Each list has a bit. A word carries the bits of the lists that may have it, found with the hash of its folded form, so
//! that a word is compared with a list only where it is likely in it.

use super::fold::Key;
use crate::lexicon::{agencies, attribution, places};

/// A list of words in their spelling.
pub(super) struct List {
    bit: u16,
    words: &'static [&'static str],
}

impl List {
    /// The bit that says that a word may be in it.
    #[inline]
    pub(super) const fn bit(&self) -> u16 {
        self.bit
    }

    /// Whether it has a word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.words.contains(&word)
    }
}

macro_rules! lists {
    ($($(#[doc = $doc:literal])+ $name:ident = $words:expr;)+) => {
        #[allow(non_camel_case_types, clippy::upper_case_acronyms)]
        enum Place { $($name),+ }

        $($(#[doc = $doc])+ pub(super) static $name: List = List { bit: 1 << Place::$name as u16, words: $words };)+

        static ALL: &[&List] = &[$(&$name),+];
    };
}

lists! {
    /// Verbs behind a subject.
    PAST_VERBS = attribution::PAST_VERBS;
    /// A preposition and what an office is for.
    PURPOSES = attribution::PURPOSES;
    /// What is written or said, as the place of a statement.
    DOCUMENTS = attribution::DOCUMENTS;
    /// A relative clause, قد and the like: no noun phrase goes on with them.
    ENDS_PHRASE = &["قد", "الذي", "التي", "الذين", "ما", "لا", "لن", "لم", "أمس", "لكن", "بالقول"];
    /// What an agency's name begins with; phrases and plain names are added to it.
    AGENCIES = agencies::NAMES;
    /// كان before a subject whose verb follows it.
    BEING = &["كان", "كانت"];
    /// Names that are particles by their letters.
    PARTICLE_NAMES = &["علي", "كي", "بان", "أم"];
    /// What joins the words of a name.
    JOINING = &[
        "بن", "بنت", "ابن", "أبو", "ابو", "أبي", "آل", "دي", "دو", "فان", "فون", "عبد", "بو", "أم", "ولد", "لو", "ال",
        "الله", "الدين", "كي", "أول", "ركن", "الركن",
    ];
    /// What leads to the source of a quotation behind it.
    SOURCE_LEADS = &[
        "على", "حد", "كما", "حسب", "وفق", "وفقا", "وفقاً", "بحسب", "ما", "لما", "هكذا", "بهذه", "الكلمات",
    ];
    /// Particles and pronouns that make a sentence.
    PARTICLES = &[
        "لن", "لم", "لا", "ليس", "ليست", "سوف", "قد", "هو", "هي", "هم", "نحن", "أنا", "أنت", "الذي", "التي", "ما",
        "مما", "أن", "إن", "إنه", "إنها", "أنه", "كي", "لأن", "كان", "كانت", "هناك", "كل", "هذا", "هذه", "يجب",
        "إذا", "لو", "كم",
    ];
    /// سميت, أطلق عليه اسم: what gives a name.
    NAMING = &[
        "سميت", "سمي", "سماه", "سماها", "سموه", "يدعى", "تدعى", "اسم", "اسمها", "اسمه", "باسم", "اسما", "يحمل", "تحمل",
        "بعنوان",
    ];
    /// يسمى and the like, beside a term.
    CALLING = &[
        "يسمى", "تسمى", "يسميه", "يسميها", "تسميه", "تسميها", "يسمونه", "يسمونها", "يعرف", "تعرف",
    ];
    /// Words that negate what is reported.
    NEGATION = &["لم", "لن", "عدم"];
}

const BITS: u32 = 13;

/// The lists that words may be in, by the hash of their folded form.
pub(super) struct Lists(Box<[u16]>);

impl Lists {
    pub(super) fn new() -> Self {
        let mut table = vec![0; 1 << BITS].into_boxed_slice();
        let mut add = |word: &str, list: &List| {
            if let Some(key) = Key::of_word(word) {
                table[place(key.hash())] |= list.bit;
            }
        };
        for list in ALL {
            list.words.iter().for_each(|word| add(word, list));
        }
        let phrases = agencies::PHRASES.iter().filter_map(|phrase| phrase.first());
        for word in places::PLAIN_AGENCIES.iter().chain(phrases) {
            add(word, &AGENCIES);
        }
        Self(table)
    }

    /// The lists that a word of this hash may be in.
    #[inline]
    pub(super) fn of(&self, hash: u64) -> u16 {
        self.0[place(hash)]
    }
}

#[inline]
const fn place(hash: u64) -> usize {
    (hash >> (u64::BITS - BITS)) as usize
}
