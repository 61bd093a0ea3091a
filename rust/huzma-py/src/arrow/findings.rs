//! What is found in the rows of a column. The fields are those of `huzma.models.Finding` that a column can have.

use huzma::document::Document;
use huzma::finding::{Finding, Language, Safety};
use huzma::lint::{self, Selection};

use super::cells::{Cells, Row, Shape};

const EDITS: Shape =
    Shape::List(&Shape::Struct(&[("start", Shape::Offset), ("end", Shape::Offset), ("replacement", Shape::Text)]));

pub(super) const FINDINGS: Shape = Shape::List(&Shape::Struct(&[
    ("code", Shape::Text),
    ("name", Shape::Text),
    ("severity", Shape::Text),
    ("message", Shape::Text),
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("line", Shape::Offset),
    ("column", Shape::Offset),
    ("text", Shape::Text),
    ("fix", Shape::Struct(&[("edits", EDITS), ("safe", Shape::Bool)])),
]));

pub(super) fn check(text: &str, selection: &Selection, language: Language, cells: &mut Cells) {
    let document = Document::new(text);
    let findings = lint::check(&document, selection);
    cells.list(|items| {
        for finding in &findings {
            items.row(|row| fill(row, &document, finding, language));
        }
    });
}

fn fill(row: &mut Row<'_>, document: &Document<'_>, finding: &Finding, language: Language) {
    let text = document.text();
    row.text(finding.code.code).text(finding.code.name).text(finding.severity.name()).text(&finding.message(language));
    match finding.span() {
        Some(span) => {
            let start = document.line_index().position(text, span.start as usize);
            let end = document.line_index().code_point(text, span.end as usize);
            row.offset(start.code_point).offset(end).offset(start.line).offset(start.column);
            row.text(text.get(span.range()).unwrap_or_default());
        }
        None => {
            row.maybe_offset(None).maybe_offset(None).maybe_offset(None).maybe_offset(None).text("");
        }
    }
    let Some(fix) = &finding.fix else {
        row.null();
        return;
    };
    let point = |byte: u32| document.line_index().code_point(text, byte as usize);
    row.row(|columns| {
        columns
            .list(|edits| {
                for edit in &*fix.edits {
                    edits.row(|row| {
                        row.offset(point(edit.span.start)).offset(point(edit.span.end)).text(&edit.replacement);
                    });
                }
            })
            .bool(fix.safety == Safety::Safe);
    });
}
