use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::tokenize::{Defect, MarkKind};

code! {
    /// ## What it does
    /// Finds a bracket without its partner in the paragraph: ( ) [ ] { }.
    ///
    /// ## Why it matters
    /// What the bracket sets apart has no end, or no beginning; rules and readers lose count of what is inside.
    ///
    /// ## Example
    /// `(أ ف ب وقالت الوزارة`
    ///
    /// ## What it leaves alone
    /// Labels of lists (`1)`, `أ)`), emoticons (`:)`), quotation marks (QT001, QT002) and the ornate brackets of
    /// the Quran.
    ///
    /// ## Fix
    /// None: only a reader knows where the partner belongs.
    CODE {
        code: "QT010",
        name: "unbalanced-bracket",
        severity: Error,
        fix: None,
        en: "bracket {0} has no partner",
        ar: "القوس {0} بلا قرين",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for mark in document.pairs().marks() {
        let bracket = matches!(mark.kind, MarkKind::Round | MarkKind::Square | MarkKind::Curved);
        if !bracket || !matches!(mark.defect, Some(Defect::Unclosed | Defect::Orphan)) {
            continue;
        }
        let before = document.char_before(mark.span.start as usize);
        if before.is_some_and(|before| matches!(before, ':' | ';' | '-' | '=' | '^')) {
            continue;
        }
        findings.push(CODE.at(mark.span).with(document.slice(mark.span).to_owned()));
    }
}
