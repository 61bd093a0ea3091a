use super::entities::is_about_markup;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds entities of HTML that were not decoded: `&quot;`, `&nbsp;`, `&#1575;`, `&#x627;`.
    ///
    /// ## Why it matters
    /// The character that is meant is not in the text; its name is, in Latin letters between Arabic ones.
    ///
    /// ## Example
    /// `قال &quot;نعم&quot;` → `قال "نعم"`
    ///
    /// ## What it leaves alone
    /// A line about HTML (it names HTML or quotes code between backticks), entities escaped twice (MK002), and
    /// unknown names.
    ///
    /// ## Fix
    /// Safe: the character takes its place. None for numbers of control codes.
    CODE {
        code: "MK001",
        name: "html-entity",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "entity {0} was not decoded",
        ar: "لم يُفك الكيان {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let mut lines = PerLine::default();
    for entity in document.entities().iter().filter(|entity| entity.depth == 1) {
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
