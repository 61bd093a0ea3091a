use super::mojibake::utf8_as_latin;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds Arabic whose UTF-8 was decoded as windows-1252 or Latin-1.
    ///
    /// ## Why it matters
    /// Not one word of it can be read or found. Programs that uncurl quotation marks make it worse, because the
    /// marks are bytes of letters.
    ///
    /// ## Example
    /// `Ø§Ù„Ù…ØºØ±Ø¨` → `المغرب`
    ///
    /// ## What it leaves alone
    /// Nordic words with Ø, which is not paired with a symbol; stretches that do not give Arabic when they are
    /// decoded again.
    ///
    /// ## Fix
    /// Unsafe: the stretch is decoded again.
    CODE {
        code: "EN006",
        name: "mojibake-utf8-as-latin",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "Arabic in UTF-8 that was decoded as Latin",
        ar: "نص عربي بترميز UTF-8 فُك كأنه لاتيني",
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
    for (span, text) in utf8_as_latin(document.text()) {
        findings.push(CODE.at(span).unsafe_fix([Edit::replace(span, text)]));
    }
}
