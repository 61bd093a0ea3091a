use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+00AD SOFT HYPHEN, a run of it as one finding.
    ///
    /// ## Why it matters
    /// It marks where a Latin word may be broken. Arabic breaks no words; the character is not seen and spoils
    /// search and comparison.
    ///
    /// ## Example
    /// `عن\u{AD} زوجته` → `عن زوجته`
    ///
    /// ## What it leaves alone
    /// Hyphens that are seen.
    ///
    /// ## Fix
    /// Safe: it is deleted.
    CODE {
        code: "UI008",
        name: "soft-hyphen",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "soft hyphen U+00AD",
        ar: "واصلة خفية U+00AD",
        keeps_canonical: true,
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (span, _) in runs(document, 0xC2, |character| character == '\u{AD}') {
        findings.push(CODE.at(span).safe_fix([Edit::delete(span)]));
    }
}
