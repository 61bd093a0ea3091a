//! Rules: what can be wrong with a text, found at exact places, with graded fixes.
//!
//! A rule is one file under `rules/`: a [`Code`] whose doc comment is its page, a check over a
//! [`Document`], its helpers. [`RULES`] lists them, a line each; adding one touches its file, that list
//! and its case document in `tests/cases/`. The order of the list is the order of the codes.

use crate::document::Document;
use crate::finding::{Code, Finding, Safety, codes};

mod fix;
mod rules;
mod selection;
mod survey;

pub use fix::{Fixed, ROUNDS, fix};
pub use rules::RULES;
pub use selection::{Selection, SelectorError};
pub use survey::Surveyed;

/// A kind of finding and how it is found in a text.
#[derive(Debug)]
pub struct Rule {
    /// What it reports.
    pub code: &'static Code,
    /// Finds it; `None` for what only the reader of bytes can see.
    pub check: Option<fn(&Surveyed<'_>, &mut Vec<Finding>)>,
}

/// Every code there is, of rules and of containers, sorted.
#[must_use]
pub fn all_codes() -> Vec<&'static Code> {
    let mut all: Vec<_> = RULES.iter().map(|rule| rule.code).chain(codes::ALL.iter().copied()).collect();
    all.sort_by_key(|code| code.code);
    all.dedup_by_key(|code| code.code);
    all
}

/// Checks a document with the selected rules: findings in the order of their places, then of their codes.
///
/// Where a specific rule and the general one that it supersedes see the same thing, only the specific one
/// reports.
#[must_use]
pub fn check(document: &Document<'_>, selection: &Selection) -> Vec<Finding> {
    let document = &Surveyed::new(document);
    let mut findings = Vec::with_capacity(32);
    for (index, rule) in RULES.iter().enumerate() {
        if let Some(check) = rule.check
            && selection.has_rule(index)
            && (document.is_from_file() || !rule.code.files_only)
        {
            check(document, &mut findings);
        }
    }
    findings.sort_by_key(|finding| {
        let span = finding.span().unwrap_or_default();
        (span.start, span.end, finding.code.code)
    });
    remove_superseded(&mut findings);
    findings
}

fn remove_superseded(findings: &mut Vec<Finding>) {
    let mut specific: Vec<(&'static str, u32, u32)> = Vec::new();
    for finding in findings.iter() {
        if let Some(span) = finding.span() {
            specific.extend(finding.code.supersedes.iter().map(|general| (*general, span.start, span.end)));
        }
    }
    if specific.is_empty() {
        return;
    }
    specific.sort_unstable();
    findings.retain(|finding| {
        let Some(span) = finding.span() else { return true };
        let of_code = specific.partition_point(|&(code, ..)| code < finding.code.code);
        let until = of_code
            + specific[of_code..]
                .partition_point(|&(code, start, _)| code == finding.code.code && start < span.end.max(span.start + 1));
        // Specific findings of one code do not overlap each other, so the last that starts before the end decides.
        specific[of_code..until].last().is_none_or(|&(_, _, end)| end <= span.start)
    });
}

impl Safety {
    /// Whether a fix of this safety is applied when those of `wanted` are asked for.
    #[must_use]
    pub fn allowed_by(self, wanted: Self) -> bool {
        self >= wanted
    }
}
