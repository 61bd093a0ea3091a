use super::runs;
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds control codes U+0080 to U+009F, a run of them as one finding.
    ///
    /// ## Why it matters
    /// No text has them. They are bytes of windows-1252 or windows-1256 that were decoded as Latin-1, so the text
    /// round them is damaged too.
    ///
    /// ## Example
    /// `قال \u{93}نعم\u{94}`: quotation marks of windows-1256.
    ///
    /// ## What it leaves alone
    /// U+0085 NEXT LINE, which is a line end (UI011).
    ///
    /// ## Fix
    /// None by itself: the text has to be decoded again. EN006 and EN008 mend whole stretches.
    CODE {
        code: "EN004",
        name: "c1-control",
        severity: Error,
        fix: None,
        en: "control code {0}: bytes decoded in the wrong encoding",
        ar: "رمز تحكم {0}: بايتات فُك ترميزها خطأ",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    // In UTF-8 they are C2 80 to C2 9F.
    for (span, first) in
        runs(document, 0xC2, |character| matches!(character, '\u{80}'..='\u{9F}') && character != '\u{85}')
    {
        findings.push(CODE.at(span).with(format!("U+{:04X}", first as u32)));
    }
}
