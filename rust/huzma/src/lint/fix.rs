//! Applying fixes: together without overlap, again until nothing changes.

use std::collections::BTreeMap;

use super::{Selection, check};
use crate::document::Document;
use crate::finding::{Finding, Safety};
use crate::span::{Edit, apply};

/// How often a text is checked again after fixing before we stop; every rule set must settle sooner.
pub const ROUNDS: usize = 10;

/// A text after fixing.
#[derive(Clone, Debug)]
pub struct Fixed {
    /// The text.
    pub text: String,
    /// How many fixes of each code were applied.
    pub applied: BTreeMap<&'static str, usize>,
    /// What is still found in the text.
    pub remaining: Vec<Finding>,
    /// How many rounds changed something.
    pub rounds: usize,
}

/// Applies the fixes of the selected rules that are at least as safe as `wanted`, until none is left.
#[must_use]
pub fn fix(text: &str, from_file: bool, selection: &Selection, wanted: Safety) -> Fixed {
    let mut fixed = Fixed { text: text.to_owned(), applied: BTreeMap::new(), remaining: Vec::new(), rounds: 0 };
    loop {
        let document = if from_file { Document::of_file(&fixed.text) } else { Document::new(&fixed.text) };
        let findings = check(&document, selection);
        let chosen = choose(&findings, wanted);
        let edits: Vec<Edit> = chosen.iter().flat_map(|&(_, edits)| edits.iter().cloned()).collect();
        let changed = if edits.is_empty() || fixed.rounds == ROUNDS { None } else { apply(&fixed.text, &edits).ok() };
        let Some(changed) = changed.filter(|changed| *changed != fixed.text) else {
            fixed.remaining = findings;
            return fixed;
        };
        for (finding, _) in &chosen {
            *fixed.applied.entry(finding.code.code).or_default() += 1;
        }
        fixed.rounds += 1;
        fixed.text = changed;
    }
}

/// The fixes that can be applied together: in the order of their places, each that touches none before it.
fn choose(findings: &[Finding], wanted: Safety) -> Vec<(&Finding, &[Edit])> {
    let mut candidates: Vec<(&Finding, &[Edit])> = findings
        .iter()
        .filter_map(|finding| {
            let fix = finding.fix.as_ref()?;
            (fix.safety.allowed_by(wanted) && !fix.edits.is_empty()).then_some((finding, &*fix.edits))
        })
        .collect();
    // The one that reaches further first, so that a deleted block takes its inner defects with it.
    candidates.sort_by_key(|(_, edits)| {
        (edits[0].span.start, std::cmp::Reverse(edits.last().map_or(0, |edit| edit.span.end)))
    });
    let mut chosen = Vec::with_capacity(candidates.len());
    let mut free = 0;
    let mut last_insertion = None;
    for (finding, edits) in candidates {
        let first = edits[0].span;
        let collides = first.start < free || first.is_empty() && last_insertion == Some(first.start);
        if !collides {
            let last = edits[edits.len() - 1].span;
            free = last.end;
            last_insertion = last.is_empty().then_some(last.end);
            chosen.push((finding, edits));
        }
    }
    chosen
}
