use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds words that end in a hamza between two alefs with a tanween: `اءاً`, `اءًا`.
    ///
    /// ## Why it matters
    /// After a long alef the hamza carries the tanween by itself. The form with the second alef is in no
    /// dictionary.
    ///
    /// ## Example
    /// `مساءاً` → `مساءً`
    ///
    /// ## What it leaves alone
    /// The same letters without a tanween, such as the dual verb `جاءا`; `جزءاً`, which is right.
    ///
    /// ## Fix
    /// Safe: the second alef is deleted.
    CODE {
        code: "DC008",
        name: "tanween-after-hamza",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "after اء the tanween takes no alef",
        ar: "بعد «اء» لا تُكتب ألف للتنوين",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for span in document.tanweens().iter().map(|tanween| tanween.word) {
        let word = document.slice(span);
        let end = span.end as usize;
        let alef = 'ا'.len_utf8();
        let tanween = '\u{64B}'.len_utf8();
        let edit = if word.ends_with("اءا\u{64B}") {
            Edit::delete(Span::new(end - tanween - alef, end - tanween))
        } else if word.ends_with("اء\u{64B}ا") {
            Edit::delete(Span::new(end - alef, end))
        } else {
            continue;
        };
        findings.push(CODE.at(span).safe_fix([edit]));
    }
}
