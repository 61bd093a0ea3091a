use super::borrowed::occurrences;
use crate::chars::class_of;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+06CC ARABIC LETTER FARSI YEH where Arabic has yeh U+064A or alef maksura U+0649.
    ///
    /// ## Why it matters
    /// It looks like a yeh at the start and in the middle of a word and like an alef maksura at its end, and equals
    /// neither.
    ///
    /// ## Example
    /// `ب\u{6CC}ت` → `بيت`
    ///
    /// ## What it leaves alone
    /// Text in Persian, Urdu and Kurdish, and words with a letter of those languages.
    ///
    /// ## Fix
    /// Safe at the start and in the middle, where it can only be a yeh. Unsafe at the end: yeh, or alef maksura in
    /// على, إلى, حتى, متى and لدى.
    CODE {
        code: "LT002",
        name: "farsi-yeh",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "Farsi yeh U+06CC in an Arabic word",
        ar: "ياء فارسية (U+06CC) في كلمة عربية",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// Words that end in an alef maksura, without their last letter.
const ALEF_MAKSURA: &[&str] = &["عل", "إل", "ال", "حت", "مت", "لد", "وعل", "وإل", "وحت"];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (span, word) in occurrences(document, '\u{6CC}') {
        let rest = document.text().get(span.end as usize..word.end as usize).unwrap_or_default();
        let finding = CODE.at(span);
        findings.push(if rest.chars().any(|character| class_of(character).is_letter()) {
            finding.safe_fix([Edit::replace(span, "ي")])
        } else {
            let stem = document.text().get(word.start as usize..span.start as usize).unwrap_or_default();
            let meant = if ALEF_MAKSURA.contains(&stem) { "ى" } else { "ي" };
            finding.unsafe_fix([Edit::replace(span, meant)])
        });
    }
}
