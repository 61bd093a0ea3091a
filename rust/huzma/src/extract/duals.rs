//! Units and currencies in the dual, which count without a number: كيلومترين, طنين من القمح, دولارين كنديين.

use super::quantities::Counted;
use super::records::Quantity;
use super::rules::Rule;
use super::scan::Pass;
use super::value::Decimal;
use super::vocabulary::{Keyword as K, proclitic};

impl Pass<'_, '_> {
    /// The quantity that begins at a dual; the word behind it.
    pub(super) fn dual(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        if words.has_article(at) || words.proclitics(at) & proclitic::KAF != 0 || self.is_sound(at) {
            return None;
        }
        let Counted { end, unit, code, measure, candidates, .. } = self.grammar.known(at, false)?;
        let mut value = Decimal::from_integer(2);
        let mut last = end;
        // كيلومترين ونصف
        if let Some((part, behind)) = self.grammar.half(end) {
            value = value.plus(part)?;
            last = behind;
        }
        let (span, number) = (words.span(at, last), words.span(at, at + 1));
        self.found.quantities.push(Quantity {
            span,
            number,
            value,
            alternatives: Vec::new(),
            unit,
            measure,
            code,
            candidates,
            elliptic: false,
            rule: Rule::DualNoun,
        });
        Some(last)
    }

    /// طنين is a humming too: two tons are of something, or have their shadda.
    fn is_sound(&self, at: usize) -> bool {
        let words = self.words;
        let text = words.text_of(at);
        text.ends_with("طنين") && !words.goes(at + 1, K::From)
    }
}
