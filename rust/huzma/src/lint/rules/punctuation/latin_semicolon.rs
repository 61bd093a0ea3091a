use super::latin_marks;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds `;` used as the semicolon of Arabic text.
    ///
    /// ## Why it matters
    /// Arabic has its own, U+061B. The Latin one bends the wrong way, and tools that look for Arabic punctuation
    /// miss it.
    ///
    /// ## Example
    /// `جاء الوزير; ثم ذهب` → `جاء الوزير؛ ثم ذهب`
    ///
    /// ## What it leaves alone
    /// The end of an entity (`&quot;`), code and Latin text.
    ///
    /// ## Fix
    /// Safe: the mark is replaced by U+061B.
    CODE {
        code: "PN002",
        name: "latin-semicolon",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "Latin semicolon in Arabic text; Arabic writes ؛ (U+061B)",
        ar: "فاصلة منقوطة لاتينية في نص عربي؛ العربية هي ؛ (U+061B)",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for span in latin_marks(document, b';') {
        findings.push(CODE.at(span).safe_fix([Edit::replace(span, "؛")]));
    }
}
