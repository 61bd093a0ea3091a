use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds spellings that Unicode asks nobody to write: U+0649 with U+0654 for ئ, and the letters U+0673 and
    /// U+0675 to U+0678.
    ///
    /// ## Why it matters
    /// They look like the ordinary spelling and are not equal to it, and normalisation does not make them so.
    ///
    /// ## Example
    /// `شاط\u{649}\u{654}` → `شاطئ`
    ///
    /// ## What it leaves alone
    /// Sequences that normalisation form C composes (EN010).
    ///
    /// ## Fix
    /// Safe for the sequence. None for the letters: what replaces them depends on the language.
    CODE {
        code: "EN015",
        name: "do-not-emit-sequence",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0}: Unicode asks not to write this",
        ar: "{0}: تهجئة يطلب يونيكود ألا تُكتب",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let inventory = document.inventory();
    for hamza in inventory.marks().iter().map(|&mark| mark as usize) {
        if text.as_bytes().get(hamza + 1) != Some(&0x94) {
            continue;
        }
        let Some(start) = hamza.checked_sub("\u{649}".len()) else { continue };
        if text.get(start..).is_some_and(|rest| rest.starts_with("\u{649}\u{654}")) {
            let span = Span::new(start, hamza + "\u{654}".len());
            findings.push(CODE.at(span).with("U+0649 U+0654").safe_fix([Edit::replace(span, "ئ")]));
        }
    }
    if !inventory.letters().extended {
        return;
    }
    // U+0673 and U+0675 to U+0678 in UTF-8 are D9 B3 and D9 B5 to D9 B8.
    let bytes = text.as_bytes();
    for at in memchr::memchr_iter(0xD9, bytes) {
        if matches!(bytes.get(at + 1), Some(0xB3 | 0xB5..=0xB8)) {
            let span = Span::new(at, at + 2);
            let letter = document.slice(span).chars().next().map_or(0, u32::from);
            findings.push(CODE.at(span).with(format!("U+{letter:04X}")));
        }
    }
}
