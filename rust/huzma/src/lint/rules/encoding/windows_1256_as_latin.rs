use super::mojibake::windows_1256_as_latin;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds Arabic in windows-1256 that was decoded as windows-1252 or Latin-1.
    ///
    /// ## Why it matters
    /// Not one word of it can be read or found. Programs that uncurl quotation marks make it worse, because the
    /// marks are bytes of letters.
    ///
    /// ## Example
    /// `Ýí ÇáãÛÑÈ æÇáÚÑÇÞ ãä` → `في المغرب والعراق من`
    ///
    /// ## What it leaves alone
    /// French, Icelandic and other names with such letters, short stretches: three of the commonest words of Arabic
    /// must come out.
    ///
    /// ## Fix
    /// Unsafe: the stretch is decoded again.
    CODE {
        code: "EN008",
        name: "mojibake-1256-as-latin",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "Arabic in windows-1256 that was decoded as Latin",
        ar: "نص عربي بترميز windows-1256 فُك كأنه لاتيني",
        supersedes: [
            "DC001", "EN004", "LT001", "LT002", "LT003", "LT006", "LT007", "MX001", "PN009", "QT001", "QT002", "QT003", "QT005",
            "QT006", "QT007", "QT008", "SP001", "SP002", "UI001", "UI006", "UI007", "UI008", "UI009",
        ],
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    // Latin letters of the upper half begin with C3.
    if !document.inventory().has_rare(0xC3) {
        return;
    }
    for (span, text) in windows_1256_as_latin(document.text()) {
        findings.push(CODE.at(span).unsafe_fix([Edit::replace(span, text)]));
    }
}
