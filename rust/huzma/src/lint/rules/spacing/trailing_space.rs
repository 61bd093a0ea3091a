use crate::chars::{Class, class_of};
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds spaces and tabulators at the end of a line.
    ///
    /// ## Why it matters
    /// They are not seen, and two lines that differ in nothing else are different lines.
    ///
    /// ## Example
    /// `قال الوزير. \n` → `قال الوزير.\n`
    ///
    /// ## What it leaves alone
    /// Spaces at the start of a line and between words; the line end itself.
    ///
    /// ## Fix
    /// Safe: they are deleted.
    CODE {
        code: "SP004",
        name: "trailing-space",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "space at the end of the line",
        ar: "مسافة في آخر السطر",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for &line in document.lines() {
        let text = document.slice(line);
        let kept = text.trim_end_matches(|character| class_of(character) == Class::Space).len();
        if kept < text.len() {
            let span = Span::new(line.start as usize + kept, line.end as usize);
            findings.push(CODE.at(span).safe_fix([Edit::delete(span)]));
        }
    }
}
