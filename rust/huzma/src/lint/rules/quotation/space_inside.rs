use super::clear_quotes;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;
use crate::tokenize::Kind;

code! {
    /// ## What it does
    /// Finds a space behind a quotation mark that opens and before one that closes.
    ///
    /// ## Why it matters
    /// Lines break there, and whoever takes quotations out of the text keeps the space.
    ///
    /// ## Example
    /// `قائلاً: " ننتظر"` → `قائلاً: "ننتظر"`
    ///
    /// ## What it leaves alone
    /// Marks without a partner, and straight marks written to a word on their outer side, which may be the other
    /// half of a pair.
    ///
    /// ## Fix
    /// Safe: the space is deleted.
    CODE {
        code: "QT005",
        name: "space-inside-quote",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "space inside quotation marks",
        ar: "مسافة داخل علامتي الاقتباس",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    for (opener, closer) in clear_quotes(document) {
        let (open, close) = (opener.token as usize, closer.token as usize);
        let inner_first = tokens.get(open + 1).filter(|token| token.kind == Kind::Space);
        let inner_last =
            close.checked_sub(1).and_then(|last| tokens.get(last)).filter(|token| token.kind == Kind::Space);
        // Nothing but a space inside: an empty pair, where deleting it would say something else.
        if close <= open + 2 && inner_first.is_some() {
            continue;
        }
        for space in [inner_first, inner_last].into_iter().flatten() {
            findings.push(CODE.at(space.span).safe_fix([Edit::delete(space.span)]));
        }
    }
}
