//! Who says something: reporting verbs with their subjects, and whom a verb without a subject goes back to.
//!
//! ```text
//! subject := TITLE-CHAIN? NAME | TITLE-CHAIN ، NAME ، | INSTITUTION …
//! event   := VERB subject | (كان | كانت) subject قد? VERB | RELAY institution عن subject SAYING
//! ```
//!
//! The subject stands right of its verb, up to a complementiser, a colon, a mark or a preposition. Without one the verb
//! goes back to the nearest subject of its gender: of another reporting verb, of a sentence, or a person known from the
//! text behind أن.

use std::collections::HashMap;

use super::fold::{Key, Seed};
use super::lists;
use super::nouns::is_document;
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::words::{Gap, Sort, Words, marks};
use crate::lexicon::reporting::{Gender, Role};

/// How far a subject is sought behind its verb.
pub(super) const REACH: usize = 25;

/// Words of a text that name somebody: from the first, to behind the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Noun {
    pub(super) first: usize,
    pub(super) end: usize,
    /// A person by his name, not an institution or a title alone.
    pub(super) person: bool,
}

/// A reporting form in the text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Event {
    pub(super) at: usize,
    pub(super) role: Role,
    pub(super) gender: Gender,
    /// Who is named beside it.
    pub(super) subject: Option<Noun>,
    /// Whom it goes back to where nobody is named.
    pub(super) inherited: Option<Noun>,
    /// Who relays it: نقلت وكالة … عن.
    pub(super) relay: Option<Noun>,
    /// The word behind بحسب البيان، … where what is reported follows it.
    pub(super) leads: Option<usize>,
    /// لم يذكر: it was not said.
    pub(super) negated: bool,
}

impl Event {
    pub(super) fn speaker(&self) -> Option<Noun> {
        self.subject.or(self.inherited)
    }
}

/// Reads the reporting forms of a text in order.
pub(super) struct Speakers<'w, 't> {
    pub(super) words: &'w Words<'t>,
    pub(super) events: Vec<Event>,
    /// The latest that each gender goes back to, and the latest of all.
    latest: [Option<Noun>; 3],
    last: Option<Noun>,
    /// Persons by the last word of their name, in order.
    persons: HashMap<Key, Vec<Noun>, Seed>,
    last_person: Option<Noun>,
    /// Institutions of several words by their first, in order.
    institutions: HashMap<Key, Vec<Noun>, Seed>,
    /// Names with the first word of the titles before them.
    pub(super) titled: Vec<(usize, Noun)>,
}

impl<'w, 't> Speakers<'w, 't> {
    pub(super) fn new(words: &'w Words<'t>) -> Self {
        let mut speakers = Self {
            words,
            events: Vec::new(),
            latest: [None; 3],
            last: None,
            persons: HashMap::default(),
            last_person: None,
            institutions: HashMap::default(),
            titled: Vec::new(),
        };
        speakers.read();
        speakers
    }

    fn read(&mut self) {
        let words = self.words;
        let mut starts_sentence = true;
        let mut since_start = 0;
        for at in 0..words.len() {
            let Some(word) = words.get(at).copied() else { break };
            if word.gap == Gap::Line || starts_sentence {
                since_start = 0;
                starts_sentence = false;
            }
            since_start += 1;
            if word.sort == Sort::Mark {
                starts_sentence = words.is_one_mark(at, marks!(".؟!?…")) || words.text_of(at) == "...";
                continue;
            }
            const SPEECH: u32 = class::REPORTING | class::TITLE | class::INSTITUTION | class::CLAUSE;
            if word.classes & SPEECH == 0 {
                continue;
            }
            let is = |class: u32| word.classes & class != 0;
            let (title, institution, clause) = (is(class::TITLE), is(class::INSTITUTION), is(class::CLAUSE));
            let reporting = is(class::REPORTING).then(|| self.reporting(at)).flatten();
            if title {
                self.person(at);
            }
            if let Some((gender, role)) = reporting.filter(|(_, role)| self.reports(at, *role)) {
                self.event(at, gender, role);
            } else if clause {
                self.subject_of_clause(at + 1);
            } else if (institution || title) && since_start <= 8 && words.gap_is_inside(at) {
                self.subject_of_sentence(at, since_start);
            }
        }
    }

    fn reporting(&self, at: usize) -> Option<(Gender, Role)> {
        self.words.senses(at).iter().rev().find_map(|sense| match sense {
            Sense::Reporting { gender, role } => Some((*gender, *role)),
            _ => None,
        })
    }

    /// Whether a form reports: سجل and أبرز only with a clause behind them, جاء and ورد only as in جاء في البيان.
    fn reports(&self, at: usize, role: Role) -> bool {
        let words = self.words;
        if role != Role::Clause {
            return true;
        }
        let text = words.text_of(at);
        match words.key(at) {
            // عبّر عن أمله
            Some(key) if key == const { Key::constant("عبر") } => return words.goes(at + 1, K::About),
            // بيّن and وبين أن, where بين is no preposition
            Some(key) if key == const { Key::constant("بين") } => {
                return text.contains('\u{651}') || self.is_complementiser(at + 1);
            }
            _ => {}
        }
        // A noun of the same letters stands behind a preposition: بعد رد, عدم نشر.
        let behind = at > 0 && words.on_line(at).is_some() && words.sort(at - 1) == Some(Sort::Word);
        if behind && (words.is(at - 1, K::NotANoun) && !self.leads_verb(at - 1) || words.text_of(at - 1) == "عدم") {
            return false;
        }
        if is_coming(words.text_of(at)) {
            return words.goes(at + 1, K::In)
                && words.on_line(at + 2).is_some()
                && is_document(words.text_of(at + 2).trim_start_matches("ال"));
        }
        (at + 1..at + REACH)
            .take_while(|next| {
                words.on_line(*next).is_some()
                    && !words.is_mark(*next, marks!(".؟!:؛"))
                    && !words.is_of(*next, class::REPORTING)
            })
            .any(|next| self.is_complementiser(next))
    }

    /// قد, كما and the like, which stand before verbs.
    fn leads_verb(&self, at: usize) -> bool {
        matches!(
            self.words.text_of(at).trim_start_matches(['و', 'ف']),
            "قد" | "كما"
                | "ما"
                | "ثم"
                | "الذي"
                | "التي"
                | "لم"
                | "لا"
                | "كان"
                | "كانت"
                | "حيث"
                | "إذ"
                | "فيما"
                | "بينما"
                | "عندما"
        )
    }

    /// وصف نتنياهو القرار بأنه, اتهمت طهران الرياض بـ: the second noun is the object.
    fn is_object_behind(&self, at: usize, noun: Noun) -> bool {
        let words = self.words;
        let second = noun.first + 1;
        if noun.end != second + 1 || noun.first != at + 1 {
            return false;
        }
        let with = words.proclitics(noun.end) & proclitic::BEH != 0
            || words.on_line(noun.end).is_some() && words.text_of(noun.end).starts_with("بأن");
        let place = words.is_of(noun.first, class::CITY);
        let definite = words.text_of(second).starts_with("ال");
        with && definite && (place || !self.is_title(noun.first) && !words.has_article(noun.first) && noun.person)
    }

    /// أن, but not the first word of بان كي مون.
    pub(super) fn is_complementiser(&self, at: usize) -> bool {
        let words = self.words;
        words.goes(at, K::Complementiser)
            && !(words.may_be_in(at, &lists::PARTICLE_NAMES)
                && words.text_of(at) == "بان"
                && words.text_of(at + 1) == "كي")
    }

    /// The word behind بحسب البيان، فإن … and بحسب البيان، «…».
    fn leads(&self, event: &Event) -> Option<usize> {
        let words = self.words;
        if event.role != Role::According {
            return None;
        }
        let end = event.subject?.end;
        let next = end + usize::from(words.goes_mark(end, marks!("،,")));
        let quoted = next > end && words.goes_mark(next, marks!("«\"“"));
        (self.is_complementiser(next) || quoted).then_some(next)
    }

    /// A titled name: its last word is a name that he is known by.
    fn person(&mut self, at: usize) {
        if self.last_person.is_some_and(|last| at < last.end) {
            return;
        }
        if let Some(noun) = self.noun(at).filter(|noun| noun.person && noun.end - noun.first <= 9) {
            self.add_person(noun);
            let rank = self.words.is_of(at, class::RANK);
            if (noun.first > at || rank) && noun.end > at + 1 && noun.first < at + 12 {
                self.titled.push((at, noun));
            }
        }
    }

    /// باشرت وزارة الدفاع: the subject of a sentence that reports nothing.
    fn subject_of_sentence(&mut self, at: usize, since_start: usize) {
        let words = self.words;
        let Some(before) = at.checked_sub(1).filter(|_| since_start > 1) else { return };
        let text = words.text_of(before);
        let preposition = words.proclitics(at) & (proclitic::PREPOSITION | proclitic::CONJUNCTION) != 0;
        if preposition || words.sort(before) != Some(Sort::Word) || words.is(before, K::NotANoun) {
            return;
        }
        let gender = if text.ends_with('ت') { Gender::Feminine } else { Gender::Masculine };
        // A verb must stand before it: feminine by its ت, masculine with a person behind.
        let verb = gender == Gender::Feminine && words.get(before).is_some_and(|word| word.entry == 0);
        if let Some(noun) = self.noun(at)
            && (verb || gender == Gender::Masculine && noun.person && !words.text_of(before).starts_with("ال"))
        {
            self.name(noun, gender);
        }
    }

    /// وأن لافروف ركز: a person known from the text, right behind أن.
    fn subject_of_clause(&mut self, at: usize) {
        let words = self.words;
        let Some(word) = words.on_line(at).filter(|word| word.sort == Sort::Word) else { return };
        if word.proclitics & !proclitic::AL != 0 {
            return;
        }
        if let Some(noun) = self.known(at) {
            self.name(noun, Gender::Masculine);
        }
    }

    /// The person known from the text by the last word of his name.
    fn known(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let key = words.whole_key(at)?;
        let person = self.persons.get(&key)?.last()?;
        let noun = Noun { first: at, end: at + 1, person: true };
        (person.first != at).then_some(noun)
    }

    fn event(&mut self, at: usize, gender: Gender, role: Role) {
        let words = self.words;
        let negated = at > 0
            && words.on_line(at).is_some()
            && words.may_be_in(at - 1, &lists::NEGATION)
            && matches!(words.text_of(at - 1).trim_start_matches(['و', 'ف']), "لم" | "لن");
        let role = if role == Role::Clause { Role::Verb } else { role };
        let mut event = Event { at, role, gender, subject: None, inherited: None, relay: None, leads: None, negated };
        match role {
            Role::Verb | Role::Clause => {
                event.subject = if is_coming(words.text_of(at)) {
                    // جاء في البيان
                    self.noun(at + 2)
                } else {
                    self.subject(at + 1).or_else(|| self.preposed(at))
                };
                if event.subject.is_some_and(|noun| self.is_object_behind(at, noun)) {
                    event.subject = event.subject.map(|noun| Noun { end: noun.first + 1, ..noun });
                }
            }
            Role::According => {
                event.subject = self.source(at + 1);
                // تعبيره, وصفه: the pronoun goes back.
                if event.subject.is_none() {
                    event.inherited = self.last;
                }
            }
            Role::Relay => {
                event.relay = self.subject(at + 1);
                event.subject = self.behind_about(at + 1);
            }
            Role::Participle => {
                // نقلا عن, مشيرا إلى: nobody is named.
            }
            Role::Saying => {
                // عن الجنرال قوله: the subject of the relay before.
                let near = self.events.iter().rev().take_while(|event| at - event.at <= REACH).take(3);
                let before = near.into_iter().find(|event| event.role == Role::Relay);
                if let Some(relay) = before {
                    event.subject = relay.subject;
                    event.relay = relay.relay;
                } else {
                    event.subject = self.before_saying(at);
                }
            }
        }
        if event.subject.is_none() && event.inherited.is_none() {
            event.inherited = self.antecedent(at, gender, role);
        }
        event.leads = self.leads(&event);
        if let Some(noun) = event.subject.filter(|noun| noun.first < at + REACH) {
            // An indefinite title is not gone back to: صحفي شاب.
            if noun.person || !self.is_title(noun.first) || words.has_article(noun.first) {
                self.name(noun, gender);
            }
            if noun.end - noun.first >= 2 && noun.person {
                self.add_person(noun);
            }
        }
        self.events.push(event);
    }

    /// Whom a form without a subject goes back to.
    fn antecedent(&self, at: usize, gender: Gender, role: Role) -> Option<Noun> {
        // A participle goes back to the verb of its sentence, a verb to the nearest of its gender.
        if role == Role::Participle
            && let Some(event) =
                self.events.iter().rev().find(|event| {
                    event.gender == gender && matches!(event.role, Role::Verb | Role::Saying | Role::Relay)
                })
            && self.is_same_sentence(event.at, at)
        {
            return event.speaker();
        }
        if role == Role::Participle
            && let Some(subject) = self.opening_subject(at)
        {
            return Some(subject);
        }
        self.latest[gender as usize]
    }

    fn is_same_sentence(&self, from: usize, to: usize) -> bool {
        let words = self.words;
        to - from < 120
            && (from + 1..=to).all(|at| {
                words.get(at).is_some_and(|word| word.gap != Gap::Line) && !words.is_one_mark(at, marks!(".؟!"))
            })
    }

    /// The fuller mention that a name or a bare title goes back to: تونر to مارك تونر, الوزارة to وزارة الدفاع.
    pub(super) fn fuller(&self, noun: Noun) -> Option<Noun> {
        let words = self.words;
        if noun.person {
            let known = self.persons.get(&words.whole_key(noun.end - 1)?)?;
            let first = known.first()?;
            let fuller = first.first < noun.first && first.end - first.first > noun.end - noun.first;
            return fuller.then_some(*first);
        }
        if noun.end != noun.first + 1 || !words.has_article(noun.first) {
            return None;
        }
        // الوزارة, الوكالة
        let known = self.institutions.get(&words.key(noun.first)?)?;
        known[..known.partition_point(|known| known.first < noun.first)].last().copied()
    }

    fn add_person(&mut self, noun: Noun) {
        if self.last_person.is_some_and(|last| last.first == noun.first) {
            return;
        }
        self.last_person = Some(noun);
        if let Some(key) = self.words.whole_key(noun.end - 1) {
            self.persons.entry(key).or_default().push(noun);
        }
    }

    fn name(&mut self, noun: Noun, gender: Gender) {
        self.latest[gender as usize] = Some(noun);
        self.last = Some(noun);
        if !noun.person
            && noun.end > noun.first + 1
            && let Some(key) = self.words.key(noun.first)
        {
            self.institutions.entry(key).or_default().push(noun);
        }
    }

    /// The name that a headline begins with, up to its colon: ميركل: "…".
    pub(super) fn before_colon(&self, colon: usize) -> Option<Noun> {
        const LONGEST: usize = 10;
        let words = self.words;
        let start = (colon.saturating_sub(LONGEST)..colon).rev().find(|at| words.on_line(*at).is_none())?;
        self.noun(start).filter(|noun| noun.end == colon && words.proclitics(start) & !proclitic::AL == 0)
    }

    /// The events before a word, the nearest first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Event> {
        self.events[..self.events.partition_point(|event| event.at < at)].iter().rev()
    }

    /// The source named behind a place: «…» بحسب الخارجية, «…» كما قال الوزير.
    pub(super) fn after(&self, at: usize) -> Option<(usize, Noun, bool)> {
        let words = self.words;
        let mut next = at;
        if words.goes_mark(next, marks!("،,")) {
            next += 1;
        }
        // على حد تعبيره, كما قال, حسب ما
        let start = next;
        for _ in 0..3 {
            if words.is_in(next, &lists::SOURCE_LEADS)
                && words.on_line(next).is_some()
                && (!self.is_event(next) || matches!(words.text_of(next + 1), "ما" | "لما"))
            {
                next += 1;
            } else {
                break;
            }
        }
        words.on_line(next)?;
        let event =
            self.events.get(self.events.partition_point(|event| event.at < next)).filter(|event| event.at == next)?;
        let bare = start == next && event.role == Role::Verb;
        // «…»، قال الوزير: the verb itself must follow without و.
        if bare && words.proclitics(next) != 0 || matches!(event.role, Role::Participle | Role::Relay | Role::Saying) {
            return None;
        }
        Some((event.at, event.speaker()?, event.subject.is_none()))
    }

    fn is_event(&self, at: usize) -> bool {
        self.words.is_of(at, class::REPORTING)
    }
}

/// جاء and ورد, which report behind في.
fn is_coming(text: &str) -> bool {
    matches!(text.trim_start_matches(['و', 'ف']), "جاء" | "جاءت") || matches!(text, "ورد" | "وورد" | "وردت" | "ووردت")
}
