use super::tatweels::{runs, word_is_vocalised};
use crate::chars::is_arabic_word_char;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds two or more U+0640 ARABIC TATWEEL in a row beside a letter.
    ///
    /// ## Why it matters
    /// A longer stroke says no more than a short one, and each length makes another word.
    ///
    /// ## Example
    /// `جميـــل` → `جميل`, `الحركة بـــ` → `الحركة بـ`
    ///
    /// ## What it leaves alone
    /// Strokes that stand alone between spaces (PN011), and words that write their vowels.
    ///
    /// ## Fix
    /// Safe: inside a word the strokes are deleted, elsewhere one is left.
    CODE {
        code: "LT007",
        name: "tatweel-run",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "elongation of {0} strokes",
        ar: "تطويل متكرر؛ عدد الشَرْطات {0}",
        supersedes: ["LT006"],
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for run in runs(document) {
        let beside_letter = run.letter_before.is_some() || run.after.is_some_and(is_arabic_word_char);
        if run.count() < 2 || !beside_letter || word_is_vocalised(document, &run) {
            continue;
        }
        let kept = if run.is_inside_word() { 0 } else { '\u{640}'.len_utf8() };
        let excess = Span::new(run.span.start as usize + kept, run.span.end as usize);
        findings.push(CODE.at(run.span).with(run.count().to_string()).safe_fix([Edit::delete(excess)]));
    }
}
