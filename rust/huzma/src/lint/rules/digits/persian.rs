use super::System;
use crate::document::Writing;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds digits U+06F0 to U+06F9 in Arabic text, a number of them as one finding.
    ///
    /// ## Why it matters
    /// Persian keyboards give them. Most look like the Arabic-Indic digits and are other code points, so that
    /// numbers compare and search apart.
    ///
    /// ## Example
    /// `\u{6F7}` → `\u{667}`, or `7` in a text that writes ASCII digits
    ///
    /// ## What it leaves alone
    /// Persian, Urdu and Kurdish text.
    ///
    /// ## Fix
    /// Safe: the digits of the text, ASCII if it has more of them, else Arabic-Indic.
    CODE {
        code: "DG003",
        name: "persian-digits",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "Persian digits in Arabic text",
        ar: "أرقام فارسية في نص عربي",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    // U+06F0 to U+06F9 begin with DB in UTF-8.
    let is_one = |character: char| matches!(character, '\u{6F0}'..='\u{6F9}');
    let found = runs(document, 0xDB, is_one);
    if found.is_empty() || matches!(document.writing(), Writing::OtherLanguage | Writing::OtherScript) {
        return;
    }
    let ascii = text.bytes().filter(u8::is_ascii_digit).count();
    let indic = text.chars().filter(|character| matches!(character, '\u{660}'..='\u{669}')).count();
    let kept = if ascii > indic { System::Ascii } else { System::Indic };
    for (span, _) in found {
        let mended: String = document.slice(span).chars().map(|character| kept.digit(character)).collect();
        findings.push(CODE.at(span).safe_fix([Edit::replace(span, mended)]));
    }
}
