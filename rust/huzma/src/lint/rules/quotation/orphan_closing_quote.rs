use super::quotes_with;
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::tokenize::Defect;

code! {
    /// ## What it does
    /// Finds a quotation mark that closes what nothing has opened.
    ///
    /// ## Why it matters
    /// The quotation has no beginning, so its words count as the author's. Often the opening mark was lost after
    /// the colon that announces the speech.
    ///
    /// ## Example
    /// `وختمت بالقول: هذه الأوراق نجت من الرمل والماء».`
    ///
    /// ## What it leaves alone
    /// The end of a quotation that began in an earlier paragraph; a mark that only points the wrong way (QT003).
    ///
    /// ## Fix
    /// None: only a reader knows where the quotation begins. Look behind the last colon.
    CODE {
        code: "QT002",
        name: "orphan-closing-quote",
        severity: Error,
        fix: None,
        en: "quotation mark {0} closes and nothing opened it",
        ar: "علامة الاقتباس {0} تغلق ولا شيء فتحها",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for mark in quotes_with(document, Defect::Orphan) {
        findings.push(CODE.at(mark.span).with(document.slice(mark.span).to_owned()));
    }
}
