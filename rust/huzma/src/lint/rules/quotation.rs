//! QT: quotation marks and brackets. What pairs with what is [`crate::tokenize::Pairs`]' to say; the rules only
//! word it.

use crate::document::Document;
use crate::lint::rules::words::{PROCLITICS, kind_at};
use crate::tokenize::{Defect, Kind, Mark, MarkKind};

pub(super) mod missing_space_after;
pub(super) mod missing_space_before;
pub(super) mod mixed_styles;
pub(super) mod orphan_closing_quote;
pub(super) mod reversed_guillemet;
pub(super) mod space_inside;
pub(super) mod unbalanced_bracket;
pub(super) mod unclosed_quote;

/// The quotation marks that have a defect, in order.
fn quotes_with<'d>(document: &'d Document<'_>, defect: Defect) -> impl Iterator<Item = &'d Mark> {
    let marks = document.pairs().marks().iter();
    marks.filter(move |mark| mark.kind.is_quotation() && mark.defect == Some(defect))
}

/// The pairs of quotation marks that lie in one line and look like what they do from outside: a space, an edge, a mark
/// or a proclitic before the opener and no word behind the closer. Where a straight mark is written to a word on its
/// outer side, parity alone has paired it, and nothing more is to be built on that.
fn clear_quotes<'d>(document: &'d Document<'_>) -> impl Iterator<Item = (&'d Mark, &'d Mark)> {
    document.pairs().iter().filter(move |(opener, closer)| {
        opener.kind.is_quotation()
            && opener.line == closer.line
            && opener.span.end < closer.span.start
            && (opener.kind != MarkKind::Straight
                || !is_after_word(document, opener)
                    && !kind_at(document, closer.token as usize + 1).is_some_and(Kind::is_content))
    })
}

/// Whether a mark is written to a word that is no proclitic.
fn is_after_word(document: &Document<'_>, mark: &Mark) -> bool {
    let before = (mark.token as usize).checked_sub(1).and_then(|before| document.tokens().get(before));
    before.is_some_and(|before| match before.kind {
        Kind::Proclitic => false,
        Kind::Word => !PROCLITICS.contains(&document.slice(before.span)),
        kind => kind.is_content(),
    })
}
