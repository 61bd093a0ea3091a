use super::borrowed::occurrences;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+06A9 ARABIC LETTER KEHEH where Arabic has its kaf U+0643.
    ///
    /// ## Why it matters
    /// Persian and Urdu keyboards give it. The two look alike in the middle of a word, and no search for the one
    /// finds the other.
    ///
    /// ## Example
    /// `\u{6A9}تاب` → `كتاب`
    ///
    /// ## What it leaves alone
    /// Text in Persian, Urdu and Kurdish, and words with a letter of those languages (`چک`).
    ///
    /// ## Fix
    /// Safe: the letter is replaced.
    CODE {
        code: "LT001",
        name: "keheh",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "keheh U+06A9 in an Arabic word; Arabic has kaf U+0643",
        ar: "كاف فارسية (U+06A9) في كلمة عربية؛ الكاف العربية U+0643",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (span, _) in occurrences(document, '\u{6A9}') {
        findings.push(CODE.at(span).safe_fix([Edit::replace(span, "ك")]));
    }
}
