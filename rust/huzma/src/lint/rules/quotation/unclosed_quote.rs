use super::quotes_with;
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::tokenize::Defect;

code! {
    /// ## What it does
    /// Finds a quotation mark that opens and is not closed before its paragraph ends: « “ „ ‹ and the straight one.
    ///
    /// ## Why it matters
    /// Where a quotation ends is who said what. Whatever takes quotations out of the text takes too much here, or
    /// nothing.
    ///
    /// ## Example
    /// `شعار «البحر يجمعنا ليكون عنوان الدورة.`
    ///
    /// ## What it leaves alone
    /// A quotation of several paragraphs, which by custom opens again with each and closes once; inches and minutes
    /// after a number (5").
    ///
    /// ## Fix
    /// None: only a reader knows where the quotation ends.
    CODE {
        code: "QT001",
        name: "unclosed-quote",
        severity: Error,
        fix: None,
        en: "quotation mark {0} opens and nothing closes it",
        ar: "علامة الاقتباس {0} تفتح ولا شيء يغلقها",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for mark in quotes_with(document, Defect::Unclosed) {
        findings.push(CODE.at(mark.span).with(document.slice(mark.span).to_owned()));
    }
}
