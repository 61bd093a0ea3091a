//! Every word that extraction knows, in one table: a word is looked up once, behind its proclitics, and comes out with
//! all its senses.

use std::sync::LazyLock;

use super::fold::{ALEF, BEH, FEH, KAF, Key, LAM, WAW};
pub(super) use super::keywords::Keyword;
use super::keywords::{KEYWORDS, NOT_NOUNS, RELATIVE_DAYS};
use super::lists::Lists;
use crate::lexicon::calendar::{self, Count, DayPart, PeriodPart, Season, TimeUnit};
use crate::lexicon::numerals::{self, Cardinal};
use crate::lexicon::reporting::{self, Gender, Role};
use crate::lexicon::{agencies, months, places, units};

/// What a word can mean. Numbers are places in the tables of the lexicon.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Sense {
    Cardinal(Cardinal),
    Spoken(Cardinal),
    SpokenTeen(u8),
    Ordinal(u8),
    Fraction(u8, u8),
    Parts(u8),
    Month(u8),
    Hijri(u8),
    Weekday(u8),
    Deixis {
        direction: i8,
        weak: bool,
    },
    PeriodPart(PeriodPart),
    DayPart(DayPart),
    Time(TimeUnit, Count),
    Decade(u8),
    Relative(i8),
    Zone(u8),
    NamedZone(u8),
    Unit(u8),
    Currency(u8),
    CurrencyCode(u8),
    Counted(u16),
    Elliptic,
    Word(Keyword),
    Reporting {
        gender: Gender,
        role: Role,
    },
    Title,
    Rank,
    Institution,
    NamedKind,
    TermKind,
    Name,
    /// Begins the name of an agency.
    Agency,
    City,
    /// Begins a term.
    TermHead,
    /// Begins the name of an organisation.
    Organisation,
    Season(Season),
    /// A unit or a currency in the dual.
    Dual,
}

/// What a word can begin or be, as bits: most words are told apart by them before their senses are looked at.
pub(super) mod class {
    /// May begin an expression of time, but for the prepositions, which have classes of their own.
    pub(in super::super) const TIME: u32 = 1;
    /// Begins a number.
    pub(in super::super) const NUMBER: u32 = 2;
    /// A unit of time.
    pub(in super::super) const LENGTH: u32 = 4;
    /// An ordinal, or tens, which are one too.
    pub(in super::super) const ORDINAL: u32 = 8;
    /// كل, مرة
    pub(in super::super) const OFTEN: u32 = 16;
    /// The code of a currency.
    pub(in super::super) const CODE: u32 = 32;
    /// Begins the name of an agency.
    pub(in super::super) const AGENCY: u32 = 64;
    /// A reporting form.
    pub(in super::super) const REPORTING: u32 = 128;
    /// A title or a rank.
    pub(in super::super) const TITLE: u32 = 256;
    /// An institution.
    pub(in super::super) const INSTITUTION: u32 = 512;
    /// أن and the like.
    pub(in super::super) const CLAUSE: u32 = 1024;
    /// A verb that reports, and nothing else.
    pub(in super::super) const ONLY_REPORTING: u32 = 2048;
    /// من and بين, which may begin a range of time.
    pub(in super::super) const RANGE: u32 = 1 << 12;
    /// قبل, بعد and منذ, which may tell a time from another.
    pub(in super::super) const AROUND: u32 = 1 << 13;
    /// No name goes on with it.
    pub(in super::super) const STOP: u32 = 1 << 14;
    /// A day: a weekday, أمس, يوم.
    pub(in super::super) const DAY: u32 = 1 << 15;
    /// A part of a day.
    pub(in super::super) const DAY_PART: u32 = 1 << 16;
    /// A title, and no rank.
    pub(in super::super) const OFFICE: u32 = 1 << 17;
    /// A rank.
    pub(in super::super) const RANK: u32 = 1 << 18;
    /// A city.
    pub(in super::super) const CITY: u32 = 1 << 19;
    /// A verb that reports.
    pub(in super::super) const VERB: u32 = 1 << 20;
    /// A participle that reports.
    pub(in super::super) const PARTICIPLE: u32 = 1 << 21;
    /// May stand behind the number of a day, of a year or of an hour.
    pub(in super::super) const BESIDE_TIME: u32 = 1 << 23;
    /// A unit or a currency in the dual.
    pub(in super::super) const DUAL: u32 = 1 << 24;
    /// A noun, and no verb of its shape.
    pub(in super::super) const NOUN: u32 = 1 << 22;
}

fn is_verb(sense: &Sense) -> bool {
    matches!(sense, Sense::Reporting { role: Role::Verb | Role::Clause | Role::Participle | Role::Relay, .. })
}

/// Whether a sense can have part in a date or a time whose number stands before it.
const fn is_beside_time(sense: &Sense) -> bool {
    !matches!(
        sense,
        Sense::Unit(_)
            | Sense::Currency(_)
            | Sense::CurrencyCode(_)
            | Sense::Counted(_)
            | Sense::Elliptic
            | Sense::Dual
            | Sense::Reporting { .. }
            | Sense::Title
            | Sense::Rank
            | Sense::Institution
            | Sense::NamedKind
            | Sense::TermKind
            | Sense::Name
            | Sense::Agency
            | Sense::City
            | Sense::TermHead
            | Sense::Organisation
    )
}

/// The classes of a sense.
fn classes_of(sense: &Sense) -> u32 {
    let time = if super::dates::Grammar::may_begin(sense) { class::TIME } else { 0 };
    let stop = if super::speakers::Speakers::stops(sense) { class::STOP } else { 0 };
    let beside = if is_beside_time(sense) { class::BESIDE_TIME } else { 0 };
    let other = match sense {
        Sense::Cardinal(Cardinal::Tens(_)) => class::NUMBER | class::ORDINAL,
        Sense::Cardinal(_) | Sense::Fraction(..) | Sense::Spoken(_) | Sense::SpokenTeen(_) => class::NUMBER,
        Sense::Time(..) => class::LENGTH,
        Sense::Ordinal(_) => class::ORDINAL,
        Sense::Word(Keyword::Every | Keyword::Often) => class::OFTEN,
        Sense::Counted(index) if units::COUNTED[usize::from(*index)].0 == "مرة" => class::OFTEN | class::NOUN,
        Sense::Counted(_) | Sense::TermHead | Sense::TermKind | Sense::NamedKind | Sense::Organisation => class::NOUN,
        Sense::CurrencyCode(_) => class::CODE,
        Sense::Dual => class::DUAL,
        Sense::Agency => class::AGENCY,
        Sense::Reporting { role: Role::Verb, .. } => class::REPORTING | class::VERB,
        Sense::Reporting { role: Role::Participle, .. } => class::REPORTING | class::PARTICIPLE,
        Sense::Reporting { .. } => class::REPORTING,
        Sense::Title => class::TITLE | class::OFFICE | class::NOUN,
        Sense::Rank => class::TITLE | class::RANK,
        Sense::Institution => class::INSTITUTION | class::NOUN,
        Sense::City => class::CITY,
        Sense::Relative(_) | Sense::Weekday(_) | Sense::Word(Keyword::Day) => class::DAY,
        Sense::DayPart(_) => class::DAY_PART,
        Sense::Word(Keyword::From | Keyword::Between) => class::RANGE,
        Sense::Word(Keyword::Before | Keyword::After | Keyword::Since) => class::AROUND,
        Sense::Word(Keyword::Complementiser) => class::CLAUSE,
        _ => 0,
    };
    time | stop | beside | other
}

/// The table.
pub(super) struct Vocabulary {
    /// Open addressing: keys with the number of their entry, from 1.
    slots: Vec<(Key, u16)>,
    /// One bit for each hash: most words are told apart by it.
    filter: Vec<u64>,
    /// Where the senses of each entry begin.
    starts: Vec<u16>,
    senses: Vec<Sense>,
    /// The classes of each entry.
    classes: Vec<u32>,
    /// The closed lists beside it.
    lists: Lists,
    /// The keywords of each entry, a bit each.
    keywords: Vec<u64>,
}

/// What stands before a word that the table has, as bits.
pub(super) mod proclitic {
    pub(in super::super) const WAW: u8 = 1;
    pub(in super::super) const FEH: u8 = 2;
    pub(in super::super) const BEH: u8 = 4;
    pub(in super::super) const LAM: u8 = 8;
    pub(in super::super) const KAF: u8 = 16;
    pub(in super::super) const AL: u8 = 32;
    /// و or ف.
    pub(in super::super) const CONJUNCTION: u8 = WAW | FEH;
    /// ب ل ك.
    pub(in super::super) const PREPOSITION: u8 = BEH | LAM | KAF;
}

const SLOT_BITS: u32 = 14;
const FILTER_BITS: u32 = 17;

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::new);

/// What a word is in the table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// The number of the entry; 0 is none.
    pub(super) entry: u16,
    pub(super) proclitics: u8,
    /// How many letters the proclitics and the article have.
    pub(super) letters: u8,
}

impl Vocabulary {
    pub(super) fn get() -> &'static Self {
        &VOCABULARY
    }

    fn new() -> Self {
        let mut list: Vec<(Key, Sense)> = Vec::new();
        fill(&mut list);
        let mut order: Vec<Key> = Vec::new();
        let mut by_key: std::collections::HashMap<Key, Vec<Sense>> = std::collections::HashMap::new();
        for (key, sense) in list {
            let senses = by_key.entry(key).or_insert_with(|| {
                order.push(key);
                Vec::new()
            });
            if !senses.contains(&sense) {
                senses.push(sense);
            }
        }
        let mut table = Self {
            slots: vec![(Key::default(), 0); 1 << SLOT_BITS],
            filter: vec![0; 1 << (FILTER_BITS - 6)],
            starts: vec![0],
            senses: Vec::new(),
            classes: vec![0],
            keywords: vec![0],
            lists: Lists::new(),
        };
        table.starts.push(0);
        for key in order {
            let senses = by_key.remove(&key).unwrap_or_default();
            let only = if senses.iter().all(is_verb) { class::ONLY_REPORTING } else { 0 };
            table.classes.push(senses.iter().fold(only, |classes, sense| classes | classes_of(sense)));
            table.keywords.push(senses.iter().fold(0, |bits, sense| match sense {
                Sense::Word(keyword) => bits | keyword.bit(),
                _ => bits,
            }));
            table.senses.extend(senses);
            let entry = table.starts.len() as u16 - 1;
            table.starts.push(table.senses.len() as u16);
            let hash = key.hash();
            let bit = (hash >> (64 - FILTER_BITS)) as usize;
            table.filter[bit / 64] |= 1 << (bit % 64);
            let mut slot = (hash >> (64 - SLOT_BITS)) as usize;
            while table.slots[slot].1 != 0 {
                slot = (slot + 1) % (1 << SLOT_BITS);
            }
            table.slots[slot] = (key, entry);
        }
        debug_assert!(table.starts.len() * 2 < 1 << SLOT_BITS);
        table
    }

    /// The senses of an entry.
    #[inline]
    pub(super) fn senses(&self, entry: u16) -> &[Sense] {
        let at = usize::from(entry);
        let range = usize::from(self.starts[at])..usize::from(self.starts[at + 1]);
        &self.senses[range]
    }

    /// The classes of an entry.
    #[inline]
    pub(super) fn classes(&self, entry: u16) -> u32 {
        self.classes[usize::from(entry)]
    }

    /// The closed lists that may have a word of this hash.
    #[inline]
    pub(super) fn lists(&self, hash: u64) -> u16 {
        self.lists.of(hash)
    }

    /// Whether an entry is a keyword.
    #[inline]
    pub(super) fn is(&self, entry: u16, keyword: Keyword) -> bool {
        self.keywords[usize::from(entry)] & keyword.bit() != 0
    }

    /// The entry of a whole key.
    #[inline]
    fn entry(&self, key: Key) -> u16 {
        self.entry_of(key, key.hash())
    }

    #[inline]
    fn entry_of(&self, key: Key, hash: u64) -> u16 {
        let bit = (hash >> (64 - FILTER_BITS)) as usize;
        if self.filter[bit / 64] & 1 << (bit % 64) == 0 { 0 } else { self.probe(key, hash) }
    }

    fn probe(&self, key: Key, hash: u64) -> u16 {
        let mut slot = (hash >> (64 - SLOT_BITS)) as usize;
        loop {
            let (known, entry) = self.slots[slot];
            if entry == 0 || known == key {
                return entry;
            }
            slot = (slot + 1) % (1 << SLOT_BITS);
        }
    }

    /// The word with as few proclitics as it can have; `hash` is that of its key.
    #[inline]
    pub(super) fn find(&self, key: Key, hash: u64) -> Found {
        let whole = self.entry_of(key, hash);
        if whole != 0 || key.is_latin() {
            return Found { entry: whole, ..Found::default() };
        }
        let found = self.behind_preposition(key, 0, 0);
        if found.entry != 0 {
            return found;
        }
        let conjunction = match key.letter(0) {
            WAW => proclitic::WAW,
            FEH => proclitic::FEH,
            _ => return Found::default(),
        };
        let rest = key.without(1);
        let entry = self.entry(rest);
        if entry != 0 {
            return Found { entry, proclitics: conjunction, letters: 1 };
        }
        self.behind_preposition(rest, conjunction, 1)
    }

    #[inline]
    fn behind_preposition(&self, key: Key, before: u8, letters: u8) -> Found {
        let article = self.behind_article(key, before, letters);
        if article.entry != 0 {
            return article;
        }
        let preposition = match key.letter(0) {
            BEH => proclitic::BEH,
            LAM => proclitic::LAM,
            KAF => proclitic::KAF,
            _ => return Found::default(),
        };
        let rest = key.without(1);
        let proclitics = before | preposition;
        let entry = self.entry(rest);
        if entry != 0 {
            return Found { entry, proclitics, letters: letters + 1 };
        }
        // للعام
        if preposition == proclitic::LAM && rest.letter(0) == LAM {
            let entry = self.entry(rest.without(1));
            return Found { entry, proclitics: proclitics | proclitic::AL, letters: letters + 2 };
        }
        self.behind_article(rest, proclitics, letters + 1)
    }

    #[inline]
    fn behind_article(&self, key: Key, before: u8, letters: u8) -> Found {
        if key.letter(0) != ALEF || key.letter(1) != LAM {
            return Found::default();
        }
        let entry = self.entry(key.without(2));
        Found { entry, proclitics: before | proclitic::AL, letters: letters + 2 }
    }
}

/// The two forms of the dual.
fn duals(singular: &str) -> [String; 2] {
    let stem = match singular.strip_suffix('ة') {
        Some(stem) => format!("{stem}ت"),
        None => singular.to_owned(),
    };
    ["ان", "ين"].map(|ending| format!("{stem}{ending}"))
}

fn fill(list: &mut Vec<(Key, Sense)>) {
    let mut add = |word: &str, sense: Sense| {
        if let Some(key) = Key::of_word(word) {
            list.push((key, sense));
        }
    };
    let weak = |word: &&str| calendar::WEAK_DEIXIS.contains(word);
    for (cardinal, words) in numerals::CARDINALS {
        words.iter().for_each(|word| add(word, Sense::Cardinal(*cardinal)));
    }
    for (cardinal, words) in numerals::COLLOQUIAL {
        words.iter().for_each(|word| add(word, Sense::Spoken(*cardinal)));
    }
    for (value, words) in numerals::COLLOQUIAL_TEENS {
        words.iter().for_each(|word| add(word, Sense::SpokenTeen(*value)));
    }
    for (value, words) in numerals::ORDINALS {
        words.iter().for_each(|word| add(word, Sense::Ordinal(*value)));
    }
    for ((numerator, denominator), words) in numerals::FRACTIONS {
        words.iter().for_each(|word| add(word, Sense::Fraction(*numerator, *denominator)));
    }
    for (denominator, words) in numerals::PARTS {
        words.iter().for_each(|word| add(word, Sense::Parts(*denominator)));
    }
    for (index, month) in months::MONTHS.iter().enumerate() {
        add(month.words[0], Sense::Month(index as u8));
    }
    for (index, (_, _, words)) in calendar::HIJRI_MONTHS.iter().enumerate() {
        add(words[0], Sense::Hijri(index as u8));
    }
    for (day, words) in calendar::WEEKDAYS {
        for word in *words {
            add(word, Sense::Weekday(*day));
            // للجمعة
            if let Some(bare) = word.strip_prefix("ال").filter(|_| *day == 5) {
                add(bare, Sense::Weekday(*day));
            }
        }
    }
    for (direction, words) in calendar::DEIXIS {
        words.iter().for_each(|word| add(word, Sense::Deixis { direction: *direction, weak: weak(word) }));
    }
    for (part, words) in calendar::PERIOD_PARTS {
        words.iter().for_each(|word| add(word, Sense::PeriodPart(*part)));
    }
    for (part, words) in calendar::DAY_PARTS {
        words.iter().for_each(|word| add(word, Sense::DayPart(*part)));
    }
    for (season, word) in calendar::SEASONS {
        add(word, Sense::Season(*season));
    }
    for (unit, forms) in calendar::TIME_UNITS {
        for (count, words) in [Count::Singular, Count::Dual, Count::Plural].iter().zip(forms) {
            words.iter().for_each(|word| add(word, Sense::Time(*unit, *count)));
        }
    }
    for (decade, words) in calendar::DECADES {
        words.iter().for_each(|word| add(word, Sense::Decade(*decade)));
    }
    for (days, words) in RELATIVE_DAYS {
        words.iter().for_each(|word| add(word, Sense::Relative(*days)));
    }
    for (index, (words, ..)) in calendar::FIXED_ZONES.iter().enumerate() {
        add(words[0], Sense::Zone(index as u8));
    }
    for (index, (word, _)) in calendar::NAMED_ZONES.iter().enumerate() {
        add(word, Sense::NamedZone(index as u8));
    }
    for (index, unit) in units::UNITS.iter().enumerate() {
        add(unit.lemma, Sense::Unit(index as u8));
        unit.forms.iter().for_each(|word| add(word, Sense::Unit(index as u8)));
        for dual in duals(unit.lemma).iter().filter(|_| !units::NO_DUAL.contains(&unit.lemma)) {
            add(dual, Sense::Unit(index as u8));
            if !units::NO_DUAL.contains(&dual.as_str()) {
                add(dual, Sense::Dual);
            }
        }
    }
    for (index, currency) in units::CURRENCIES.iter().enumerate() {
        add(currency.lemma, Sense::Currency(index as u8));
        currency.forms.iter().for_each(|word| add(word, Sense::Currency(index as u8)));
        for dual in duals(currency.lemma).iter().filter(|_| !units::NO_DUAL.contains(&currency.lemma)) {
            add(dual, Sense::Currency(index as u8));
            add(dual, Sense::Dual);
        }
    }
    for (index, code) in units::CURRENCY_CODES.iter().enumerate() {
        add(code, Sense::CurrencyCode(index as u8));
    }
    for (index, (lemma, forms)) in units::COUNTED.iter().enumerate() {
        add(lemma, Sense::Counted(index as u16));
        forms.iter().for_each(|word| add(word, Sense::Counted(index as u16)));
    }
    units::ELLIPTIC.iter().for_each(|word| add(word, Sense::Elliptic));
    for (keyword, words) in KEYWORDS {
        words.iter().for_each(|word| add(word, Sense::Word(*keyword)));
    }
    NOT_NOUNS.iter().for_each(|word| add(word, Sense::Word(Keyword::NotANoun)));
    for entry in reporting::VERBS {
        for word in entry.forms {
            add(word, Sense::Reporting { gender: entry.gender, role: entry.role });
        }
    }
    reporting::TITLES.iter().for_each(|word| add(word, Sense::Title));
    reporting::RANKS.iter().for_each(|word| add(word, Sense::Rank));
    reporting::INSTITUTIONS.iter().for_each(|word| add(word, Sense::Institution));
    reporting::NAMED_KINDS.iter().for_each(|word| add(word, Sense::NamedKind));
    reporting::TERM_KINDS.iter().for_each(|word| add(word, Sense::TermKind));
    reporting::NAMES.iter().for_each(|word| add(word, Sense::Name));
    reporting::TERM_HEADS.iter().for_each(|word| add(word, Sense::TermHead));
    reporting::ORGANISATIONS.iter().for_each(|word| add(word, Sense::Organisation));
    places::CITIES.iter().for_each(|word| add(word, Sense::City));
    agencies::HEADS.iter().for_each(|word| add(word, Sense::Agency));
    places::PLAIN_AGENCIES.iter().for_each(|word| add(word, Sense::Agency));
    let phrases = agencies::PHRASES.iter().filter(|phrase| phrase.len() == 2);
    phrases.for_each(|phrase| add(phrase[0], Sense::Agency));
}
