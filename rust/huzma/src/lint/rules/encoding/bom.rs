//! EN002: the reader takes the mark off a file and reports it; a text that still starts with one is
//! reported here. In a text in memory the mark is U+FEFF like any other, which is UI005's matter.

use crate::document::Document;
use crate::finding::Finding;
use crate::finding::codes::BOM;
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

pub(in crate::lint) const RULE: Rule = Rule { code: &BOM, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if starts_with_mark(document) {
        findings.push(BOM.at(Span::new(0, '\u{FEFF}'.len_utf8())));
    }
}

/// Whether the U+FEFF at the start of the text is a byte order mark to this rule.
pub(in crate::lint::rules) fn starts_with_mark(document: &Document<'_>) -> bool {
    (document.is_from_file() || !BOM.files_only) && document.text().starts_with('\u{FEFF}')
}
