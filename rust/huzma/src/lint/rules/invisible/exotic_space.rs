use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds spaces of typography: U+1680, U+2000 to U+200A, U+205F and U+3000.
    ///
    /// ## Why it matters
    /// They have widths that only a printed page needs. Tools that split at U+0020 miss them.
    ///
    /// ## Example
    /// `وزير\u{2009}الخارجية` → `وزير الخارجية`
    ///
    /// ## What it leaves alone
    /// The ordinary space and the no-break spaces (UI009).
    ///
    /// ## Fix
    /// Safe: it becomes U+0020.
    CODE {
        code: "UI010",
        name: "exotic-space",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "space of typography {0}",
        ar: "مسافة طباعية {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let is_one = |character: char| matches!(character, '\u{1680}' | '\u{2000}'..='\u{200A}' | '\u{205F}' | '\u{3000}');
    let mut found: Vec<_> = [0xE1, 0xE2, 0xE3].into_iter().flat_map(|lead| runs(document, lead, is_one)).collect();
    found.sort_unstable();
    let mut done = 0;
    for (span, first) in found {
        if span.start >= done {
            done = span.end;
            let edit = Edit::replace(span, " ".repeat(document.slice(span).chars().count()));
            findings.push(CODE.at(span).with(format!("U+{:04X}", first as u32)).safe_fix([edit]));
        }
    }
}
