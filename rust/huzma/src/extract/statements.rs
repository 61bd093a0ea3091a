//! What is reported without marks: the clause behind إن or أن.

use super::quotations::{NEAR, Quoted, Reader};
use super::records::Statement;
use super::rules::Rule;
use super::speakers::Noun;
use super::vocabulary::class;
use super::words::{Sort, marks};
use crate::lexicon::reporting::Role;

/// The longest reported clause, in words.
const LONGEST_CLAUSE: usize = 300;

impl Reader<'_, '_> {
    /// What is reported behind إن or أن without marks, to the end of its clause.
    pub(super) fn statements(&self, quoted: &[Quoted]) -> Vec<Statement> {
        let words = self.words;
        let mut statements: Vec<Statement> = Vec::new();
        for (index, event) in self.speakers.events.iter().enumerate() {
            if event.role == Role::According && event.leads.is_none() || event.negated {
                continue;
            }
            let next = self.speakers.events.get(index + 1).map_or(usize::MAX, |next| next.at);
            let reach = (event.at + 30).min(next);
            let mut at = event.leads.unwrap_or(event.at + 1);
            while at < reach
                && words.on_line(at).is_some()
                && !self.speakers.is_complementiser(at)
                && !words.is_mark(at, marks!(".؟!"))
            {
                // What stands between marks is a quotation's: صحيفة "حرييت" التركية أن.
                at = self.behind_quotation(quoted, at).unwrap_or(at + 1);
            }
            if at >= reach || !self.speakers.is_complementiser(at) {
                continue;
            }
            // To the end of the sentence, or to the participle that goes on.
            let mut end = at + 1;
            while end < at + LONGEST_CLAUSE && words.on_line(end).is_some() && !words.is_mark(end, marks!(".؟!؛")) {
                if words.is_of(end, class::PARTICIPLE) && words.is_mark(end - 1, marks!("،,")) {
                    end -= 1;
                    break;
                }
                end += 1;
            }
            let span = words.span(at, end);
            // Quotations inside belong to it; what lies wholly in a quotation is the quotation's.
            let around =
                quoted[..quoted.partition_point(|quoted| quoted.inner.start <= span.start)].iter().rev().take(NEAR);
            if end <= at + 1 || around.into_iter().any(|quoted| span.end <= quoted.inner.end) {
                continue;
            }
            let of = |noun: Noun| words.span(noun.first, noun.end);
            statements.push(Statement {
                span,
                cue: words.span(event.at, event.at + 1),
                speaker: event.speaker().map(of),
                antecedent: event.speaker().and_then(|noun| self.speakers.fuller(noun)).map(of),
                relay: event.relay.map(of),
                inherited: event.subject.is_none(),
                rule: Rule::IndirectSpeech,
            });
        }
        statements
    }

    /// The word behind the quotation that opens at a word.
    pub(super) fn behind_quotation(&self, quoted: &[Quoted], at: usize) -> Option<usize> {
        let byte = self.words.get(at).filter(|word| word.sort == Sort::Mark)?.span.start;
        let index = quoted.partition_point(|quoted| quoted.outer.start < byte);
        quoted.get(index).filter(|quoted| quoted.outer.start == byte && quoted.after > at).map(|quoted| quoted.after)
    }
}
