use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds line ends that hardly any program takes for line ends: U+2028, U+2029, U+0085, vertical tabulator and
    /// form feed.
    ///
    /// ## Why it matters
    /// Some tools break the line there and others do not, so line numbers and paragraphs differ from tool to tool.
    ///
    /// ## Example
    /// `أول\u{2028}ثان` → two lines
    ///
    /// ## What it leaves alone
    /// LF, CRLF and CR (EN011).
    ///
    /// ## Fix
    /// Safe: it becomes a line feed.
    CODE {
        code: "UI011",
        name: "line-separator",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "line end {0}",
        ar: "نهاية سطر {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let is_one = |character: char| matches!(character, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{B}' | '\u{C}');
    // E2 and C2 begin the first three in UTF-8.
    if !document.inventory().has_any_rare([0xE2, 0xC2, 0xB, 0xC]) {
        return;
    }
    for &at in document.inventory().rare() {
        let Some(character) = document.char_at(at as usize).filter(|&character| is_one(character)) else { continue };
        let span = Span::new(at as usize, at as usize + character.len_utf8());
        let code_point = character as u32;
        findings.push(CODE.at(span).with(format!("U+{code_point:04X}")).safe_fix([Edit::replace(span, "\n")]));
    }
}
