//! Where the subject of a reporting form stands: behind it, before it, or at the head of the sentence.

use super::lists;
use super::speakers::{Noun, REACH, Speakers};
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::words::{Sort, marks};
use crate::lexicon::attribution::ADVERBS;

impl Speakers<'_, '_> {
    /// The subject that begins at a word behind its verb.
    pub(super) fn subject(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        // وقال أمس وزير …, وقالت في بيان الوزارة are rare; an adverb of one word is stepped over.
        let at = if self.is_time(at) && words.on_line(at + 1).is_some() { at + 1 } else { at };
        let word = words.on_line(at)?;
        if word.sort != Sort::Word || word.proclitics & !proclitic::AL != 0 || self.is_stop(at) && !self.is_kunya(at) {
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
    pub(super) fn preposed(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let mut from = at;
        for back in 1..=10 {
            let Some(index) = at.checked_sub(back).filter(|index| words.on_line(index + 1).is_some()) else { break };
            let being = words.may_be_in(index, &lists::BEING);
            if being && matches!(words.text_of(index).trim_start_matches('و'), "كان" | "كانت") {
                from = index + 1;
                break;
            }
            if words.is_one_mark(index, marks!(".:؟!")) {
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
    pub(super) fn topic(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        if words.proclitics(at) != 0 {
            return None;
        }
        let start = (at.saturating_sub(8)..at)
            .rev()
            .find(|index| words.on_line(*index).is_none() || *index > 0 && words.is_mark(index - 1, marks!(".:؟!،")))?;
        let known = words
            .senses(start)
            .iter()
            .any(|sense| matches!(sense, Sense::Institution | Sense::Title | Sense::Rank | Sense::NamedKind));
        let article = words.has_article(start) || words.text_of(start).starts_with("ال");
        // أوباما يقول: a name that the text has not told before.
        let bare = words.get(start).is_some_and(|word| word.sort == Sort::Word && word.entry == 0)
            && at - start <= 3
            && !is_adverb(words.text_of(start));
        let noun = self.noun(start).filter(|_| known || article || bare)?;
        (noun.end == at).then_some(noun)
    }

    /// ورد لافروف قائلا: the subject behind the verb that begins the sentence.
    pub(super) fn opening_subject(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let start = (at.saturating_sub(REACH)..at)
            .rev()
            .find(|index| words.on_line(*index).is_none() || *index > 0 && words.is_mark(index - 1, marks!(".؟!")))?;
        let verb = words.get(start).filter(|word| word.sort == Sort::Word && word.proclitics & proclitic::AL == 0)?;
        let article = words.text_of(start).trim_start_matches(['و', 'ف']).starts_with("ال");
        if article || verb.proclitics & proclitic::PREPOSITION != 0 || words.is(start, K::NotANoun) {
            return None;
        }
        self.subject(start + 1).filter(|noun| noun.end <= at)
    }

    /// بحسب الخارجية الروسية, على حد قول الوزير.
    pub(super) fn source(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let word = words.on_line(at).filter(|word| word.sort == Sort::Word)?;
        // حسبما قال الوزير is read at its verb; وفقا لما ذكره has nobody.
        let bits = word.proclitics & !(proclitic::AL | proclitic::LAM);
        let reporting = words.is_of(at, class::REPORTING);
        if bits != 0 || reporting || words.is(at, K::NotANoun) || matches!(words.text_of(at), "ما" | "لما") {
            return None;
        }
        self.noun(at)
    }

    /// عن S behind a relay.
    pub(super) fn behind_about(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let about = (at..at + 12).take_while(|at| words.on_line(*at).is_some()).find(|at| words.is(*at, K::About))?;
        self.noun(about + 1)
    }

    /// عن الجنرال كورالينكو قوله without a relay before.
    pub(super) fn before_saying(&self, at: usize) -> Option<Noun> {
        let words = self.words;
        let from = at.saturating_sub(12);
        let about = (from..at).rev().find(|at| words.is(*at, K::About))?;
        self.noun(about + 1).filter(|noun| noun.end <= at)
    }
}

/// Words at the head of a sentence that name nobody.
fn is_adverb(text: &str) -> bool {
    ADVERBS.contains(&text.trim_start_matches(['و', 'ف'])) || text.ends_with(['ً', 'ه'])
}
