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

use super::fold::Key;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Gap, Sort, Words};
use crate::lexicon::reporting::{Gender, Role};

/// How far a subject is sought behind its verb.
const REACH: usize = 25;

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
}

impl Event {
    pub(super) fn speaker(&self) -> Option<Noun> {
        self.subject.or(self.inherited)
    }
}

/// Reads the reporting forms of a text in order.
pub(super) struct Speakers<'w, 't> {
    words: &'w Words<'t>,
    pub(super) events: Vec<Event>,
    /// The latest that each gender goes back to, and the latest of all.
    latest: [Option<Noun>; 3],
    last: Option<Noun>,
    /// Persons by the last word of their name, in order.
    persons: HashMap<Key, Vec<Noun>>,
    last_person: Option<Noun>,
    /// Institutions of several words by their first, in order.
    institutions: HashMap<Key, Vec<Noun>>,
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
            persons: HashMap::new(),
            last_person: None,
            institutions: HashMap::new(),
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
                starts_sentence = matches!(words.text_of(at), "." | "؟" | "!" | "?" | "..." | "…");
                continue;
            }
            if word.sort != Sort::Word || word.entry == 0 {
                continue;
            }
            let mut reporting = None;
            let (mut title, mut institution, mut clause) = (false, false, false);
            for sense in words.senses(at) {
                match sense {
                    Sense::Reporting { gender, role } => reporting = Some((*gender, *role)),
                    Sense::Title | Sense::Rank => title = true,
                    Sense::Institution => institution = true,
                    Sense::Word(K::Complementiser) => clause = true,
                    _ => {}
                }
            }
            if title {
                self.person(at);
            }
            if let Some((gender, role)) = reporting {
                self.event(at, gender, role);
            } else if clause {
                self.subject_of_clause(at + 1);
            } else if (institution || title) && since_start <= 8 && words.gap_is_inside(at) {
                self.subject_of_sentence(at, since_start);
            }
        }
    }

    /// A titled name: its last word is a name that he is known by.
    fn person(&mut self, at: usize) {
        if self.last_person.is_some_and(|last| at < last.end) {
            return;
        }
        if let Some(noun) = self.noun(at).filter(|noun| noun.person && noun.end - noun.first <= 5) {
            self.add_person(noun);
            let rank = self.words.senses(at).contains(&Sense::Rank);
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
        let mut event = Event { at, role, gender, subject: None, inherited: None, relay: None };
        match role {
            Role::Verb => {
                event.subject = self.subject(at + 1).or_else(|| self.preposed(at));
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
                let before = self.events.last().filter(|event| event.role == Role::Relay && at - event.at <= REACH);
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
        self.latest[gender as usize]
    }

    fn is_same_sentence(&self, from: usize, to: usize) -> bool {
        let words = self.words;
        to - from < 120
            && (from + 1..=to).all(|at| {
                words.get(at).is_some_and(|word| word.gap != Gap::Line)
                    && !(words.sort(at) == Some(Sort::Mark) && matches!(words.text_of(at), "." | "؟" | "!"))
            })
    }

    /// The subject that begins at a word behind its verb.
    fn subject(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        // وقال أمس وزير …, وقالت في بيان الوزارة are rare; an adverb of one word is stepped over.
        let at = if self.is_time(at) && words.on_line(at + 1).is_some() { at + 1 } else { at };
        let word = words.on_line(at)?;
        if word.sort != Sort::Word || word.proclitics & !proclitic::AL != 0 || self.is_stop(at) {
            return None;
        }
        if words.text_of(at).ends_with('ً')
            || matches!(words.text_of(at), "ردا" | "رداً" | "أيضا" | "أيضاً" | "كذلك" | "ما" | "لا")
        {
            return None;
        }
        self.noun(at)
    }

    /// وكان كيري قال, وكانت واشنطن أعربت: the subject between كان and its verb.
    fn preposed(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let mut from = at;
        for back in 1..=10 {
            let index = at.checked_sub(back)?;
            words.on_line(index + 1)?;
            let text = words.text_of(index);
            if matches!(text.trim_start_matches('و'), "كان" | "كانت") {
                from = index + 1;
                break;
            }
            if words.sort(index) == Some(Sort::Mark) && matches!(words.text_of(index), "." | ":" | "؟" | "!") {
                return None;
            }
        }
        if from == at {
            return self.topic(at);
        }
        let noun = self.noun(from)?;
        (noun.end <= at).then_some(noun)
    }

    /// صحيفة «الغارديان» قالت, الخارجية الروسية قالت: the sentence begins with its subject.
    fn topic(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        if words.proclitics(at) != 0 {
            return None;
        }
        let start = (at.saturating_sub(8)..at)
            .rev()
            .find(|index| words.on_line(*index).is_none() || *index > 0 && words.is_mark(index - 1, ".:؟!،"))?;
        let known = words
            .senses(start)
            .iter()
            .any(|sense| matches!(sense, Sense::Institution | Sense::Title | Sense::Rank | Sense::NamedKind));
        let noun = self.noun(start).filter(|_| known || words.has_article(start))?;
        let quoted = words.is_mark(noun.end, "«\"“(") && words.is_mark(at - 1, "»\"”)") && at > noun.end + 1;
        if quoted {
            return Some(Noun { first: noun.first, end: at, person: false });
        }
        (noun.end == at).then_some(noun)
    }

    /// بحسب الخارجية الروسية, على حد قول الوزير.
    fn source(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let word = words.on_line(at).filter(|word| word.sort == Sort::Word)?;
        // حسبما قال الوزير is read at its verb; وفقا لما ذكره has nobody.
        let bits = word.proclitics & !(proclitic::AL | proclitic::LAM);
        let reporting = words.sense(at, |sense| matches!(sense, Sense::Reporting { .. }).then_some(())).is_some();
        if bits != 0 || reporting || words.is(at, K::NotANoun) || matches!(words.text_of(at), "ما" | "لما") {
            return None;
        }
        self.noun(at)
    }

    /// عن S behind a relay.
    fn behind_about(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let about = (at..at + 12).take_while(|at| words.on_line(*at).is_some()).find(|at| words.is(*at, K::About))?;
        self.noun(about + 1)
    }

    /// عن الجنرال كورالينكو قوله without a relay before.
    fn before_saying(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let from = at.saturating_sub(12);
        let about = (from..at).rev().find(|at| words.is(*at, K::About))?;
        self.noun(about + 1).filter(|noun| noun.end <= at)
    }

    /// Whether a subject cannot go on at a word.
    fn is_stop(&self, at: usize) -> bool {
        let words = self.words;
        words.senses(at).iter().any(|sense| {
            matches!(
                sense,
                Sense::Word(
                    K::Complementiser
                        | K::NotANoun
                        | K::In
                        | K::On
                        | K::From
                        | K::To
                        | K::About
                        | K::During
                        | K::Between
                        | K::After
                        | K::Before
                        | K::Until
                        | K::Since
                        | K::This
                ) | Sense::Reporting { role: Role::Participle | Role::Saying | Role::According, .. }
            )
        }) || self.is_time(at)
    }

    fn is_time(&self, at: usize) -> bool {
        self.words
            .senses(at)
            .iter()
            .any(|sense| matches!(sense, Sense::Relative(_) | Sense::Weekday(_)) || *sense == Sense::Word(K::Day))
    }

    /// The name that begins at a word: of a person, behind his titles, or of an institution.
    pub(super) fn noun(&self, first: usize) -> Option<Noun> {
        let words = self.words;
        words.get(first).filter(|word| word.sort == Sort::Word)?;
        let end = self.phrase_end(first);
        if end == first {
            return None;
        }
        let title = |at: usize| self.is_title(at);
        let institution = |at: usize| words.senses(at).contains(&Sense::Institution);
        let rank = |at: usize| words.senses(at).contains(&Sense::Rank);
        if institution(first) && !title(first) {
            // وزارة الدفاع الروسية; بيان الخارجية is the ministry's.
            return Some(Noun { first, end, person: false });
        }
        let titled = title(first)
            || words.has_article(first)
            || words.text_of(first).starts_with("ال")
            || self.is_his(first, end);
        let mut at = first;
        let mut person = !titled;
        if titled {
            let mut genitive = false;
            while at < end {
                let article = words.has_article(at) || words.text_of(at).starts_with("ال");
                if rank(at) && at + 1 < end && !institution(at + 1) && !genitive {
                    person = true;
                    break;
                }
                if title(at) || institution(at) {
                    genitive = !article;
                } else if words.text_of(at) == "باسم" {
                    genitive = true;
                } else if article || at == first {
                    genitive = false;
                } else if genitive && at == first + 1 && !self.is_doctor(first) {
                    // صحفي شاب, مسؤول عسكري: no name stands right behind an indefinite title.
                    return Some(Noun { first, end, person: false });
                } else if genitive && end - at > 2 {
                    // رئيس بلدية حلب محمد حسن
                    genitive = false;
                } else {
                    person = true;
                    break;
                }
                at += 1;
            }
        }
        if person && at < end {
            // A name by itself: لافروف, بنت أمبارك, هناء الدعجاوي.
            return Some(Noun { first: at, end: self.name_end(at, end), person: true });
        }
        // المتحدث باسم الوزارة، مارك تونر، إن
        if titled && let Some(name) = self.apposition(first) {
            return Some(name);
        }
        if title(first) || institution(first) {
            return Some(Noun { first, end, person: false });
        }
        // النمري; المعارضة السورية with its adjective, but not النمري الأسلوب.
        let mut last = first + 1;
        while last < end
            && (words.has_article(last) || words.text_of(last).starts_with("ال"))
            && self.is_adjective(last)
        {
            last += 1;
        }
        Some(Noun { first, end: last, person: last == first + 1 })
    }

    /// Where a name ends that may be followed by something else: two words, with what joins names, and up to five where
    /// the phrase itself ends.
    fn name_end(&self, first: usize, end: usize) -> usize {
        let words = self.words;
        let closed = words.on_line(end).is_none()
            || words.sort(end) == Some(Sort::Mark)
            || words.is(end, K::Complementiser)
            || words.senses(end).iter().any(|sense| matches!(sense, Sense::Reporting { .. }));
        // محمد بن سلمان الوزير الأمريكي: another title is another phrase.
        let end = (first + 1..end).find(|at| self.is_title(*at) && words.has_article(*at)).unwrap_or(end);
        if closed && end - first <= 5 {
            return end;
        }
        let joins = |at: usize| {
            let text = words.text_of(at);
            matches!(
                text,
                "بن" | "بنت"
                    | "ابن"
                    | "أبو"
                    | "ابو"
                    | "أبي"
                    | "آل"
                    | "دي"
                    | "دو"
                    | "فان"
                    | "فون"
                    | "عبد"
                    | "بو"
                    | "أم"
                    | "ولد"
                    | "لو"
                    | "ال"
                    | "الله"
                    | "الدين"
            )
        };
        let mut at = first + 1;
        let mut own = usize::from(!joins(first));
        if self.words.senses(first).contains(&Sense::Rank) {
            own = 0;
        }
        while at < end && (own < 2 || joins(at) || joins(at - 1)) {
            own += usize::from(!joins(at));
            at += 1;
        }
        at
    }

    fn is_doctor(&self, at: usize) -> bool {
        matches!(self.words.text_of(at), "د." | "أ." | "م." | "أ.د" | "د" | "الدكتور")
    }

    /// د., or a word of the list.
    fn is_title(&self, at: usize) -> bool {
        let words = self.words;
        words.senses(at).iter().any(|sense| matches!(sense, Sense::Title))
            || matches!(words.text_of(at), "د." | "أ." | "م." | "أ.د")
    }

    /// مدربه الأوروغوياني دييغو فالديرا: a noun with a pronoun, an adjective, a name.
    fn is_his(&self, first: usize, end: usize) -> bool {
        let words = self.words;
        let text = words.text_of(first);
        text.ends_with(['ه', 'ا'])
            && end - first >= 3
            && words.text_of(first + 1).starts_with("ال")
            && !words.text_of(first + 2).starts_with("ال")
    }

    fn is_adjective(&self, at: usize) -> bool {
        let text = self.words.text_of(at);
        text.chars().count() >= 4 && (text.ends_with(['ي', 'ة']) && !text.ends_with("وي"))
            || matches!(text, "كبير" | "رفيع" | "بارز" | "سابق" | "كبيرة" | "باسم" | "محلي")
    }

    /// Where the words of a noun phrase end.
    fn phrase_end(&self, first: usize) -> usize {
        let words = self.words;
        let institution = words.senses(first).contains(&Sense::Institution);
        let mut at = first;
        while at < first + REACH {
            let Some(word) = words.get(at) else { break };
            if at > first {
                let text = words.text_of(at);
                // المتحدث باسم الحكومة, الوكالة الدولية للطاقة
                let goes_on = text == "باسم" || institution && text.starts_with("لل");
                if word.gap == Gap::Line || word.proclitics & !proclitic::AL != 0 && !goes_on || self.is_stop(at) {
                    break;
                }
                let finite = words.senses(at).iter().any(|sense| matches!(sense, Sense::Reporting { .. }));
                if finite || text.ends_with('ً') || text.ends_with("اً") {
                    break;
                }
                // A relative clause, قد and the like.
                if matches!(
                    text,
                    "قد" | "الذي" | "التي" | "الذين" | "ما" | "لا" | "لن" | "لم" | "أمس" | "لكن" | "بالقول"
                ) {
                    break;
                }
                if self.is_preposition_glued(text)
                    || text.ends_with("ته")
                    || text.ends_with("تها")
                    || text.ends_with("ها") && text.chars().count() > 4
                {
                    break;
                }
            }
            if word.sort != Sort::Word {
                break;
            }
            at += 1;
        }
        at
    }

    /// بالتعهد, للتخطيط: a preposition with its article.
    fn is_preposition_glued(&self, text: &str) -> bool {
        text.starts_with("بال")
            || text.starts_with("لل") && text.chars().count() > 4
            || text.starts_with("بأن")
            || text.starts_with("بت") && text.chars().count() > 4
    }

    /// The name between commas behind a title: ، مارك تونر، إن.
    fn apposition(&self, first: usize) -> Option<Noun> {
        let words = self.words;
        let comma =
            (first..first + REACH).take_while(|at| *at == first || words.on_line(*at).is_some()).find(|at| {
                words.is_mark(*at, "،,:؛.")
                    || words.is(*at, K::Complementiser)
                    || words.senses(*at).iter().any(|sense| matches!(sense, Sense::Reporting { .. }))
            })?;
        if !words.is_mark(comma, "،,") {
            return None;
        }
        let from = comma + 1;
        let mut end = from;
        while end < from + 5
            && words.on_line(end).is_some_and(|word| word.sort == Sort::Word && word.proclitics & !proclitic::AL == 0)
            && !self.is_stop(end)
            && !self.is_title(end)
        {
            end += 1;
        }
        let closed = words.goes_mark(end, "،,:") || words.is(end, K::Complementiser);
        let named = (1..=4).contains(&(end - from))
            && !words.text_of(from).starts_with("ال")
            && !words.text_of(from).ends_with('ً');
        (closed && named).then_some(Noun { first: from, end, person: true })
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

    /// The events before a word, the nearest first.
    pub(super) fn before(&self, at: usize) -> impl Iterator<Item = &Event> {
        self.events[..self.events.partition_point(|event| event.at < at)].iter().rev()
    }

    /// The source named behind a place: «…» بحسب الخارجية, «…» كما قال الوزير.
    pub(super) fn after(&self, at: usize) -> Option<(usize, Noun, bool)> {
        let words = self.words;
        let mut next = at;
        if words.goes_mark(next, "،,") {
            next += 1;
        }
        // على حد تعبيره, كما قال, حسب ما
        let start = next;
        for _ in 0..3 {
            let text = words.text_of(next);
            if matches!(text, "على" | "حد" | "كما" | "حسب") && words.on_line(next).is_some() && !self.is_event(next)
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
        self.words.sense(at, |sense| matches!(sense, Sense::Reporting { .. }).then_some(())).is_some()
    }
}
