use super::latin_marks;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds `?` used as the question mark of Arabic text.
    ///
    /// ## Why it matters
    /// Arabic has its own, U+061F. The Latin one bends the wrong way, and tools that look for Arabic punctuation
    /// miss it.
    ///
    /// ## Example
    /// `هل جاء الوزير?` → `هل جاء الوزير؟`
    ///
    /// ## What it leaves alone
    /// Addresses (`https://example.org/?q=`), Latin text, runs of question marks and question marks inside words,
    /// which stand for lost letters (EN009).
    ///
    /// ## Fix
    /// Safe: the mark is replaced by U+061F.
    CODE {
        code: "PN003",
        name: "latin-question-mark",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "Latin question mark in Arabic text; Arabic writes ؟ (U+061F)",
        ar: "علامة استفهام لاتينية في نص عربي؛ العربية هي ؟ (U+061F)",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for span in latin_marks(document, b'?') {
        findings.push(CODE.at(span).safe_fix([Edit::replace(span, "؟")]));
    }
}
