use super::entities::is_about_markup;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds entities of HTML whose ampersand was escaped again: `&amp;quot;`.
    ///
    /// ## Why it matters
    /// Whoever decodes the text once still has an entity in it.
    ///
    /// ## Example
    /// `قال &amp;quot;نعم&amp;quot;` → `قال "نعم"`
    ///
    /// ## What it leaves alone
    /// A line about HTML, and entities escaped once (MK001).
    ///
    /// ## Fix
    /// Safe: the character takes its place, however often it was escaped.
    CODE {
        code: "MK002",
        name: "double-escaped-entity",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "entity {0} was escaped twice",
        ar: "هُرِّب الكيان {0} مرتين",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let mut lines = PerLine::default();
    for entity in document.entities().iter().filter(|entity| entity.depth > 1) {
        if lines.ask(document, entity.span.start as usize, |_, line| is_about_markup(line)) {
            continue;
        }
        let finding = CODE.at(entity.span).with(document.slice(entity.span).to_owned());
        findings.push(match entity.meaning {
            Some(meaning) => finding.safe_fix([Edit::replace(entity.span, meaning.to_string())]),
            None => finding,
        });
    }
}
