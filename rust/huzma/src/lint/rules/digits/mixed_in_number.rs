use super::System;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::tokens_at;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds numbers that mix digits of two systems: ASCII, Arabic-Indic, Persian.
    ///
    /// ## Why it matters
    /// No parser of numbers takes them, or it takes the first part and drops the rest.
    ///
    /// ## Example
    /// `26٦` → `266`
    ///
    /// ## What it leaves alone
    /// Two systems in one text, each number in one of them.
    ///
    /// ## Fix
    /// Unsafe: all digits become those of the more frequent system of the number, of the first digit on a tie. One
    /// of them may be a slip for another digit.
    CODE {
        code: "DG001",
        name: "mixed-digits-in-number",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "number with digits of two systems",
        ar: "عدد بأرقام من نظامين",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for token in tokens_at(document, &document.columns().numbers) {
        let number = document.slice(token.span);
        let mut counts = [0usize; 3];
        let mut first = None;
        for system in number.chars().filter_map(System::of) {
            first.get_or_insert(system);
            if let Some(count) = counts.get_mut(system as usize) {
                *count += 1;
            }
        }
        let Some(first) = first.filter(|_| counts.iter().filter(|&&count| count > 0).count() > 1) else { continue };
        let of = |system: System| counts.get(system as usize).copied().unwrap_or(0);
        let most = counts.iter().copied().max().unwrap_or(0);
        let kept = if of(first) == most {
            first
        } else {
            System::ALL.into_iter().find(|&system| of(system) == most).unwrap_or(first)
        };
        let mended: String = number.chars().map(|character| kept.digit(character)).collect();
        findings.push(CODE.at(token.span).unsafe_fix([Edit::replace(token.span, mended)]));
    }
}
