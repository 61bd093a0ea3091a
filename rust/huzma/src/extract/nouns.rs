//! The names of those who speak: persons behind their titles, institutions with what they are of.
//!
//! ```text
//! noun := TITLE-CHAIN? NAME | TITLE-CHAIN ، NAME ، | TITLE-CHAIN (لـ | في | إلى) … NAME | INSTITUTION («NAME» ADJECTIVE)?
//! ```

use super::lists;
use super::speakers::{Noun, REACH, Speakers};
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::words::{Gap, Sort, marks};
use crate::lexicon::attribution::{COUNTRIES, GIVEN_NAMES, NAMES_LIKE_VERBS};
use crate::lexicon::reporting::Role;

impl Speakers<'_, '_> {
    /// أم أحمد
    pub(super) fn is_kunya(&self, at: usize) -> bool {
        let next = self.words.on_line(at + 1).filter(|next| next.sort == Sort::Word && next.proclitics == 0);
        self.words.may_be_in(at, &lists::PARTICLE_NAMES)
            && self.words.text_of(at) == "أم"
            && next.is_some()
            && !self.is_stop(at + 1)
    }

    /// Whether a subject cannot go on at a word.
    pub(super) fn is_stop(&self, at: usize) -> bool {
        let words = self.words;
        if !words.is_of(at, class::STOP | class::DAY | class::DAY_PART) {
            return false;
        }
        // بان كي مون and علي are names too.
        if words.may_be_in(at, &lists::PARTICLE_NAMES) {
            let ki = words.text_of(at) == "كي" && at > 0 && words.text_of(at - 1) == "بان";
            if ki || self.is_ali(at) {
                return false;
            }
        }
        let ban = words.is(at, K::Complementiser) && !self.is_complementiser(at);
        !ban && (words.is_of(at, class::STOP) || self.is_time(at))
    }

    /// Whether a word of this sense ends a name before it.
    pub(super) fn stops(sense: &Sense) -> bool {
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
    }

    /// محمد علي, but not علي أن and علي الحدود, as Egyptian papers write على.
    fn is_ali(&self, at: usize) -> bool {
        let words = self.words;
        let next = words.text_of(at + 1);
        words.text_of(at) == "علي"
            && !next.starts_with("ال")
            && !next.starts_with(['أ', 'ا'])
            && !matches!(
                next,
                "هذا"
                    | "هذه"
                    | "ذلك"
                    | "تلك"
                    | "كل"
                    | "بعد"
                    | "مدى"
                    | "صفحته"
                    | "حسابه"
                    | "ما"
                    | "من"
                    | "وجه"
            )
    }

    pub(super) fn is_time(&self, at: usize) -> bool {
        let words = self.words;
        // مساء اليوم, but صباح الأحمد is a name.
        words.is_of(at, class::DAY) || words.is_of(at, class::DAY_PART) && words.is_of(at + 1, class::DAY)
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
        let institution = |at: usize| words.is_of(at, class::INSTITUTION);
        let rank = |at: usize| words.is_of(at, class::RANK);
        if institution(first) && !title(first) {
            // وزارة الدفاع الروسية; بيان الخارجية is the ministry's.
            let single = end == first + 1 && !words.has_article(first);
            let end = if single { self.behind_marks(end) } else { end };
            return Some(Noun { first, end: self.of_institution(first, end), person: false });
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
        if title(first)
            && let Some(name) = self.behind_prepositions(first, end)
        {
            return Some(name);
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

    /// صحيفة «حرييت» التركية, موقع "والا" العبري: with the name between marks and the adjectives behind it.
    fn behind_marks(&self, end: usize) -> usize {
        let words = self.words;
        if !words.goes_mark(end, marks!("«\"“")) {
            return end;
        }
        let close = (end + 2..end + 7)
            .take_while(|at| words.on_line(*at).is_some())
            .find(|at| words.is_mark(*at, marks!("»\"”")));
        let Some(close) = close else { return end };
        let mut at = close + 1;
        while words.on_line(at).is_some_and(|word| word.sort == Sort::Word)
            && words.text_of(at).starts_with("ال")
            && self.is_adjective(at)
        {
            at += 1;
        }
        at
    }

    /// بلاغ لوزارة الداخلية, بيان صادر عن الجيش: whose paper it is.
    fn of_institution(&self, first: usize, end: usize) -> usize {
        let words = self.words;
        if !words.is_in(first, &lists::DOCUMENTS) {
            return end;
        }
        let mut at = end;
        if words.goes(at, K::About) && matches!(words.text_of(at - 1), "صادر" | "صدر" | "صادرة") {
            at += 1;
        } else if words.proclitics(at) & proclitic::LAM == 0 {
            return end;
        }
        let institution = words.on_line(at).is_some() && words.is_of(at, class::INSTITUTION);
        if institution { self.phrase_end(at) } else { end }
    }

    /// The name behind a title that goes on with a preposition: رئيس المرصد السوري لحقوق الإنسان رامي عبد الرحمن,
    /// المبعوث الأممي إلى سوريا ستيفان دي ميستورا.
    fn behind_prepositions(&self, first: usize, mut end: usize) -> Option<Noun> {
        let words = self.words;
        for _ in 0..3 {
            let word = words.on_line(end).filter(|word| word.sort == Sort::Word)?;
            let text = words.text_of(end);
            let free = matches!(text, "في" | "إلى" | "لدى" | "على" | "لشؤون" | "الى" | "فى");
            let head = if free { end + 1 } else { end };
            let glued =
                word.proclitics & proclitic::LAM != 0 || words.is_in(end, &lists::PURPOSES) || text.starts_with("لل");
            if !free && !glued || words.on_line(head).is_none_or(|word| word.sort != Sort::Word) {
                return None;
            }
            let bare = words.text_of(head).trim_start_matches('ل').trim_start_matches("ال");
            if is_document(bare) || self.is_stop(head) {
                return None;
            }
            // What it is of, and adjectives.
            let definite = |at: usize| words.has_article(at) || words.text_of(at).starts_with("ال");
            let place = free && (words.is_of(head, class::CITY) || COUNTRIES.contains(&words.text_of(head)));
            let mut at = head + 1;
            let article = definite(head) || words.text_of(head).starts_with("لل");
            if !article
                && !place
                && words
                    .on_line(at)
                    .is_some_and(|word| word.sort == Sort::Word && word.proclitics & !proclitic::AL == 0)
            {
                at += 1;
            }
            while at < first + 2 * REACH
                && words.on_line(at).is_some_and(|word| word.sort == Sort::Word)
                && definite(at)
            {
                at += 1;
            }
            let next = words.on_line(at)?;
            if next.sort != Sort::Word {
                return self.apposition(first).filter(|name| name.first == at + 1);
            }
            let stop = next.proclitics & !proclitic::AL != 0 || self.is_stop(at) || words.is_in(at, &lists::PURPOSES);
            if !stop {
                let reporting = |at: usize| words.is_of(at, class::REPORTING);
                let limit = self.phrase_end(at);
                let end = if limit > at { self.name_end(at, limit) } else { at };
                let named =
                    (2..=7).contains(&(end - at)) && !reporting(at) && !self.is_title(at) && !self.is_name_stop(at);
                return named.then_some(Noun { first: at, end, person: true });
            }
            end = at;
        }
        None
    }

    /// Where a name ends that may be followed by something else: two words, with what joins names, and up to five where
    /// the phrase itself ends.
    pub(super) fn name_end(&self, first: usize, end: usize) -> usize {
        let words = self.words;
        let closed = words.on_line(end).is_none()
            || words.sort(end) == Some(Sort::Mark)
            || words.is(end, K::Complementiser)
            || words.is_of(end, class::REPORTING);
        // محمد بن سلمان الوزير الأمريكي: another title is another phrase.
        let office = |at: usize| {
            self.is_title(at)
                && (words.has_article(at)
                    || at + 1 < end && !GIVEN_NAMES.contains(&words.text_of(at)) && words.text_of(at) != "د")
        };
        let end = (first + 1..end).find(|at| office(*at)).unwrap_or(end);
        let joins = |at: usize| words.is_in(at, &lists::JOINING);
        let own_words = (first..end).filter(|at| !joins(*at) && (*at == first || !joins(at - 1))).count();
        if closed && own_words <= 5 && end - first <= 9 {
            return end;
        }
        // محمد جواد ظريف على: three words before a preposition.
        if own_words == 3
            && !words.text_of(end - 1).starts_with("ال")
            && words.get(end - 1).is_some_and(|word| word.entry == 0)
        {
            return end;
        }
        let mut at = first + 1;
        let mut own = usize::from(!joins(first));
        if words.is_of(first, class::RANK) {
            own = 0;
        }
        while at < end && (own < 2 || joins(at) || joins(at - 1)) {
            own += usize::from(!(joins(at) || joins(at - 1) && own > 0));
            at += 1;
        }
        at
    }

    fn is_doctor(&self, at: usize) -> bool {
        matches!(self.words.text_of(at), "د." | "أ." | "م." | "أ.د" | "د" | "الدكتور")
    }

    /// د., or a word of the list.
    pub(super) fn is_title(&self, at: usize) -> bool {
        let words = self.words;
        words.is_of(at, class::OFFICE)
            || words.whole_key(at).is_none() && matches!(words.text_of(at), "د." | "أ." | "م." | "أ.د")
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

    pub(super) fn is_adjective(&self, at: usize) -> bool {
        let text = self.words.text_of(at);
        text.chars().count() >= 4 && (text.ends_with(['ي', 'ة']) && !text.ends_with("وي"))
            || matches!(text, "كبير" | "رفيع" | "بارز" | "سابق" | "كبيرة" | "باسم" | "محلي")
    }

    /// Where the words of a noun phrase end.
    pub(super) fn phrase_end(&self, first: usize) -> usize {
        let words = self.words;
        let institution = words.is_of(first, class::INSTITUTION);
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
                let finite = words.is_of(at, class::REPORTING);
                if finite || text.ends_with('ً') || text.ends_with("اً") {
                    break;
                }
                if words.is_in(at, &lists::ENDS_PHRASE)
                    || words.is_in(at, &lists::PURPOSES)
                    || self.is_preposition_glued(text)
                    || is_joined_noun(text)
                    || self.is_name_stop(at)
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

    /// Verbs behind a subject, which are no part of a name: الوزير وصل, الرئيس يزور.
    fn is_name_stop(&self, at: usize) -> bool {
        let text = self.words.text_of(at);
        let long = |length| text.chars().count() >= length;
        let present =
            text.starts_with('ي') && long(4) && !text.ends_with(['ا', 'ف']) || text.starts_with("سي") && long(5);
        self.words.is_in(at, &lists::PAST_VERBS) || present && !NAMES_LIKE_VERBS.contains(&text)
    }

    /// بالتعهد, للتخطيط: a preposition with its article.
    fn is_preposition_glued(&self, text: &str) -> bool {
        text.starts_with("بال")
            || text.starts_with("لل") && text.chars().count() > 4
            || text.starts_with("بأن")
            || text.starts_with("بت") && text.chars().count() > 4
    }

    /// The name between commas behind a title: ، مارك تونر، إن.
    pub(super) fn apposition(&self, first: usize) -> Option<Noun> {
        let words = self.words;
        let comma =
            (first..first + REACH).take_while(|at| *at == first || words.on_line(*at).is_some()).find(|at| {
                words.is_mark(*at, marks!("،,:؛."))
                    || words.is(*at, K::Complementiser)
                    || words.is_of(*at, class::REPORTING)
            })?;
        if !words.is_mark(comma, marks!("،,")) {
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
        let closed = words.goes_mark(end, marks!("،,:")) || words.is(end, K::Complementiser);
        let named = (1..=4).contains(&(end - from))
            && !words.text_of(from).starts_with("ال")
            && !words.text_of(from).ends_with('ً');
        (closed && named).then_some(Noun { first: from, end, person: true })
    }
}

/// What is written or said, as the place of a statement.
pub(super) fn is_document(text: &str) -> bool {
    lists::DOCUMENTS.has(text)
}

/// والشعب: a conjunction with an article. والتر and والاس are names.
fn is_joined_noun(text: &str) -> bool {
    text.starts_with("وال") && text.chars().count() >= 6
}
