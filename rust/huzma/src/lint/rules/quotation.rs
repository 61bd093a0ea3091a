//! QT: quotation marks and brackets. What pairs with what is [`crate::tokenize::Pairs`]' to say; the rules only
//! word it.

use crate::document::Document;
use crate::tokenize::{Defect, Mark};

pub(super) mod orphan_closing_quote;
pub(super) mod reversed_guillemet;
pub(super) mod unclosed_quote;

/// The quotation marks that have a defect, in order.
fn quotes_with<'d>(document: &'d Document<'_>, defect: Defect) -> impl Iterator<Item = &'d Mark> {
    let marks = document.pairs().marks().iter();
    marks.filter(move |mark| mark.kind.is_quotation() && mark.defect == Some(defect))
}
