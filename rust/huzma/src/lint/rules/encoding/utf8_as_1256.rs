use super::mojibake::utf8_as_1256;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds Arabic whose UTF-8 was decoded as windows-1256: every second character is ط or ظ.
    ///
    /// ## Why it matters
    /// Not one word of it can be read or found. Programs that uncurl quotation marks make it worse, because the
    /// marks are bytes of letters.
    ///
    /// ## Example
    /// `ط§ظ„ط¹ط±ط¨` → `العرب`
    ///
    /// ## What it leaves alone
    /// Words with many ط and ظ: the characters between them must be the signs of the upper half, and the stretch
    /// must give Arabic when it is decoded again.
    ///
    /// ## Fix
    /// Unsafe: the stretch is decoded again.
    CODE {
        code: "EN007",
        name: "mojibake-utf8-as-1256",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "Arabic in UTF-8 that was decoded as windows-1256",
        ar: "نص عربي بترميز UTF-8 فُك كأنه windows-1256",
        supersedes: [
            "DC001", "EN004", "LT001", "LT002", "LT003", "LT006", "LT007", "MX001", "PN009", "QT001", "QT002", "QT003", "QT005",
            "QT006", "QT007", "QT008", "SP001", "SP002", "UI001", "UI006", "UI007", "UI008", "UI009",
        ],
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (span, text) in utf8_as_1256(document) {
        findings.push(CODE.at(span).unsafe_fix([Edit::replace(span, text)]));
    }
}
