use super::borrowed::occurrences;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds the hehs of other languages in Arabic words: U+06BE HEH DOACHASHMEE, U+06C1 HEH GOAL and U+06D5 AE.
    ///
    /// ## Why it matters
    /// Keyboards for Urdu, Kurdish and Uyghur give them. In most places they look like ه and equal it nowhere.
    ///
    /// ## Example
    /// `\u{6BE}ذا` → `هذا`
    ///
    /// ## What it leaves alone
    /// Text in those languages, words with another letter of theirs, and a heh by itself, as behind a year (`1436ھ`).
    ///
    /// ## Fix
    /// Safe: the letter is replaced.
    CODE {
        code: "LT003",
        name: "heh-variant",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} in an Arabic word; Arabic has heh U+0647",
        ar: "الحرف {0} في كلمة عربية؛ الهاء العربية U+0647",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (letter, name) in [('\u{6BE}', "U+06BE"), ('\u{6C1}', "U+06C1"), ('\u{6D5}', "U+06D5")] {
        for (span, _) in occurrences(document, letter) {
            findings.push(CODE.at(span).with(name).safe_fix([Edit::replace(span, "ه")]));
        }
    }
}
