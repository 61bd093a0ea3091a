use std::cmp::Ordering;

use super::Tanween;
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds words whose tanween stands on the other side of the final alef than in most words of the text: behind
    /// it (اً) or before it (ًا). The rarer of the two is reported, the later to appear on a tie.
    ///
    /// ## Why it matters
    /// Both are right, but in one text they make two words of one.
    ///
    /// ## Example
    /// `قائلا\u{64B}` in a text that writes `غد\u{64B}ا`
    ///
    /// ## What it leaves alone
    /// A text that keeps to one of them, and vocalised text and verse.
    ///
    /// ## Fix
    /// None until a house style is set.
    CODE {
        code: "DC005",
        name: "tanween-placement-mixed",
        severity: Info,
        fix: None,
        en: "tanween on the other side of the final alef than in most of the text: {0}",
        ar: "موضع التنوين من الألف الأخيرة خلاف سائر النص: {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if document.tanweens().is_empty() || !document.is_arabic_prose() {
        return;
    }
    let mut behind = Vec::new();
    let mut before = Vec::new();
    for &Tanween { word, is_behind } in document.tanweens() {
        if is_behind { behind.push(word) } else { before.push(word) }
    }
    let (Some(first_behind), Some(first_before)) = (behind.first(), before.first()) else { return };
    let rarer_behind = match behind.len().cmp(&before.len()) {
        Ordering::Less => true,
        Ordering::Greater => false,
        Ordering::Equal => first_behind > first_before,
    };
    let (rarer, place) = if rarer_behind { (behind, "اً") } else { (before, "ًا") };
    findings.extend(rarer.into_iter().map(|span| CODE.at(span).with(place)));
}
