//! What stands between quotation marks: somebody's words with their speaker, or a name, a term, a word kept at a distance.
//!
//! Marks come in the pairs that rules and sentences use too, with what is wrong with them; a closing mark without an
//! opener still ends the speech that a colon began. A quotation is classified before anybody is sought for it: of the
//! closed ones in news only about a quarter is speech.

use super::fold::Key;
use super::records::{Quotation, QuotationKind, Statement};
use super::rules::Rule;
use super::speakers::{Event, Noun, Speakers};
use super::words::{Gap, Sort, Words, marks};
use crate::document::Document;
use crate::lexicon::reporting::Role;
use crate::span::Span;
use crate::tokenize::{Defect, Role as MarkRole};

/// How many quotations before are looked at for the same words: enough for an article, and linear for any text.
pub(super) const NEAR: usize = 64;

/// Quoted words in the text.
#[derive(Clone, Copy)]
pub(super) struct Quoted {
    /// Between the marks.
    pub(super) inner: Span,
    /// With the marks.
    pub(super) outer: Span,
    /// The words inside.
    pub(super) first: usize,
    pub(super) end: usize,
    /// The word of the opening mark, and the one behind the closing mark.
    pub(super) before: usize,
    pub(super) after: usize,
    /// The first word, folded.
    pub(super) head: Option<Key>,
    pub(super) defect: Option<&'static str>,
}

pub(super) struct Found {
    pub(super) quotations: Vec<Quotation>,
    pub(super) statements: Vec<Statement>,
}

/// Finds quotations and reported statements.
pub(super) fn quotations(document: &Document<'_>, words: &Words<'_>, speakers: &Speakers<'_, '_>) -> Found {
    let mut reader = Reader { document, words, speakers, done: Vec::new() };
    let quoted = reader.quoted();
    for quoted in &quoted {
        let quotation = reader.quotation(quoted);
        reader.done.push((*quoted, quotation));
    }
    let statements = reader.statements(&quoted);
    Found { quotations: reader.done.into_iter().map(|(_, quotation)| quotation).collect(), statements }
}

/// The quotations of a text, as they are read.
pub(super) struct Reader<'r, 't> {
    pub(super) document: &'r Document<'t>,
    pub(super) words: &'r Words<'t>,
    pub(super) speakers: &'r Speakers<'r, 't>,
    pub(super) done: Vec<(Quoted, Quotation)>,
}

impl Reader<'_, '_> {
    fn word_at(&self, byte: u32) -> usize {
        self.words.slice().partition_point(|word| word.span.start < byte)
    }

    /// The quoted places of the text.
    fn quoted(&self) -> Vec<Quoted> {
        let pairs = self.document.pairs();
        let mut found: Vec<Quoted> = Vec::new();
        for (opener, closer) in pairs.iter() {
            if !opener.kind.is_quotation() || opener.span.end >= closer.span.start {
                continue;
            }
            let reversed = [opener.defect, closer.defect].contains(&Some(Defect::Reversed));
            let defect = reversed.then_some("QT003");
            let inner = Span { start: opener.span.end, end: closer.span.start };
            found.push(self.place(inner, Span { start: opener.span.start, end: closer.span.end }, defect));
        }
        for mark in pairs.marks() {
            if mark.kind.is_quotation()
                && mark.role == MarkRole::Closer
                && mark.defect == Some(Defect::Orphan)
                && let Some(start) = self.speech_before(mark.span.start)
            {
                let inner = Span { start, end: mark.span.start };
                found.push(self.place(inner, Span { start, end: mark.span.end }, Some("QT002")));
            }
        }
        found.retain(|quoted| quoted.first < quoted.end);
        found.sort_by_key(|quoted| (quoted.inner.start, quoted.inner.end));
        found
    }

    fn place(&self, inner: Span, outer: Span, defect: Option<&'static str>) -> Quoted {
        let first = self.word_at(inner.start);
        let end = self.word_at(inner.end);
        let after = self.word_at(outer.end);
        let before = if outer.start < inner.start { self.word_at(outer.start) } else { first };
        Quoted { inner, outer, first, end, before, after, head: self.words.whole_key(first), defect }
    }

    /// Where the speech begins that an orphan mark closes: behind the colon, or the إن, of a reporting verb.
    fn speech_before(&self, mark: u32) -> Option<u32> {
        const LONGEST: usize = 120;
        let words = self.words;
        let end = self.word_at(mark);
        let event = self.speakers.before(end).find(|event| event.role != Role::According);
        let from = end.saturating_sub(LONGEST);
        for at in (from..end).rev() {
            words.on_line(at + 1)?;
            if words.is_mark(at, marks!("«»\"“”")) {
                return None;
            }
            if words.is_mark(at, marks!(":")) {
                let near = event.is_some_and(|event| event.at < at) || self.event_before(at).is_some();
                return (near && end - at > 4).then(|| words.get(at + 1).map(|word| word.span.start))?;
            }
        }
        None
    }

    fn event_before(&self, at: usize) -> Option<&Event> {
        self.speakers.before(at).next().filter(|event| at - event.at < 40)
    }

    fn quotation(&self, quoted: &Quoted) -> Quotation {
        let words = self.words;
        let count =
            (quoted.first..quoted.end).filter(|at| matches!(words.sort(*at), Some(Sort::Word | Sort::Number))).count();
        let cue = self.cue(quoted);
        let post = self.speakers.after(quoted.after);
        let colon = quoted.before > 0 && words.is_mark(quoted.before - 1, marks!(":"));
        let statement = colon || self.is_statement(quoted) || self.is_nominal_sentence(quoted) || count >= 6;
        let kind = self.kind(quoted, count, cue, post.is_some(), statement, colon);
        let mut quotation = Quotation {
            span: quoted.inner,
            outer: quoted.outer,
            kind,
            cue: None,
            speaker: None,
            antecedent: None,
            relay: None,
            inherited: false,
            defect: quoted.defect,
            rule: match kind {
                QuotationKind::Name => Rule::QuoteName,
                QuotationKind::Term => Rule::QuoteTerm,
                QuotationKind::Scare => Rule::QuoteScare,
                _ => Rule::QuoteBare,
            },
        };
        if !matches!(kind, QuotationKind::Speech | QuotationKind::Fragment) {
            return quotation;
        }
        let span = |noun: Noun| words.span(noun.first, noun.end);
        let posted = post.filter(|_| cue.is_none_or(|event| !self.is_close(event, quoted)));
        if let Some((at, noun, inherited)) = posted {
            quotation.cue = Some(words.span(at, at + 1));
            quotation.speaker = Some(span(noun));
            quotation.antecedent = self.speakers.fuller(noun).map(span);
            quotation.inherited = inherited;
            quotation.rule = Rule::QuotePost;
        } else if let Some(event) = cue {
            quotation.cue = Some(words.span(event.at, event.at + 1));
            quotation.relay = event.relay.map(span);
            if let Some(noun) = event.speaker() {
                quotation.speaker = Some(span(noun));
                quotation.antecedent = self.speakers.fuller(noun).map(span);
            }
            quotation.inherited = event.subject.is_none();
            quotation.rule = if quotation.inherited { Rule::QuoteInherited } else { Rule::QuoteVerb };
        } else if quoted.defect == Some("QT002") {
            quotation.rule = Rule::QuoteOrphan;
        } else if colon && let Some(noun) = self.speakers.before_colon(quoted.before - 1) {
            quotation.speaker = Some(span(noun));
            quotation.antecedent = self.speakers.fuller(noun).map(span);
            quotation.rule = Rule::QuoteHeadline;
        }
        if quoted.defect == Some("QT002") {
            quotation.rule = Rule::QuoteOrphan;
        }
        quotation
    }

    /// The reporting form that a quotation hangs on: the nearest before it in its sentence, or one that ends the line
    /// before with a colon.
    fn cue(&self, quoted: &Quoted) -> Option<Event> {
        const FARTHEST: usize = 60;
        let near = self.speakers.before(quoted.before);
        near.take_while(|event| quoted.before - event.at <= FARTHEST && self.reaches(event.at, quoted.before))
            .find(|event| (event.role != Role::According || event.leads.is_some()) && !self.is_quoted(event.at, quoted))
            .copied()
    }

    /// Whether no sentence ends between two words; a colon at the end of a line leads over it.
    fn reaches(&self, from: usize, to: usize) -> bool {
        let words = self.words;
        let mut inside = 0usize;
        for at in from + 1..=to.min(words.len().saturating_sub(1)) {
            let Some(word) = words.get(at) else { break };
            if word.gap == Gap::Line && !words.is_mark(at - 1, marks!(":")) {
                return false;
            }
            if word.sort == Sort::Mark && at < to {
                if words.is_one_mark(at, marks!("«“")) {
                    inside += 1;
                } else if words.is_one_mark(at, marks!("»”")) {
                    inside = inside.saturating_sub(1);
                } else if inside == 0 && words.is_one_mark(at, marks!(".؟!")) {
                    return false;
                }
            }
        }
        true
    }

    /// Whether a word stands in an earlier quotation.
    fn is_quoted(&self, at: usize, this: &Quoted) -> bool {
        self.done.iter().rev().take(NEAR).any(|(quoted, quotation)| {
            quoted.inner.end < this.inner.start
                && (quoted.first..quoted.end).contains(&at)
                && quotation.kind == QuotationKind::Speech
        })
    }

    fn is_close(&self, event: Event, quoted: &Quoted) -> bool {
        quoted.before - event.at < 8 && event.subject.is_some()
    }
}
