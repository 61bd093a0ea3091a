use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds the same diacritic twice on one letter.
    ///
    /// ## Why it matters
    /// The second is drawn over the first and not seen; the word equals no other.
    ///
    /// ## Example
    /// A tanween typed twice on `أيضا`
    ///
    /// ## What it leaves alone
    /// Different marks on one letter (shadda with its vowel; DC003 for those that contradict each other).
    ///
    /// ## Fix
    /// Safe: the later one is deleted.
    CODE {
        code: "DC002",
        name: "duplicate-mark",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "the same diacritic twice on one letter",
        ar: "حركة مكررة على حرف واحد",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for &run in document.mark_runs() {
        if run.len() <= '\u{64B}'.len_utf8() {
            continue;
        }
        let mut seen: Vec<char> = Vec::new();
        let mut edits = Vec::new();
        for (at, mark) in document.slice(run).char_indices() {
            if seen.contains(&mark) {
                let start = run.start as usize + at;
                edits.push(Edit::delete(Span::new(start, start + mark.len_utf8())));
            } else {
                seen.push(mark);
            }
        }
        if !edits.is_empty() {
            findings.push(CODE.at(run).safe_fix(edits));
        }
    }
}
