use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds files whose last line does not end in a line end.
    ///
    /// ## Why it matters
    /// Where such files are joined, the last line of one and the first of the next become one line.
    ///
    /// ## Example
    /// A file that ends in `السلام.` and nothing else.
    ///
    /// ## What it leaves alone
    /// Texts in memory, which have no lines to join; empty files.
    ///
    /// ## Fix
    /// Safe: the line end that the file uses is put at its end.
    CODE {
        code: "EN012",
        name: "missing-final-newline",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "no line end at the end of the file",
        ar: "لا نهاية سطر في آخر الملف",
        files_only: true,
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    if text.is_empty() || text.ends_with(['\n', '\r']) {
        return;
    }
    let bytes = text.as_bytes();
    let line_end = match memchr::memrchr2(b'\n', b'\r', bytes).map(|at| (bytes.get(at), at.checked_sub(1))) {
        Some((Some(b'\r'), _)) => "\r",
        Some((_, Some(before))) if bytes.get(before) == Some(&b'\r') => "\r\n",
        _ => "\n",
    };
    let end = Span::empty(text.len());
    findings.push(CODE.at(end).safe_fix([Edit::replace(end, line_end)]));
}
