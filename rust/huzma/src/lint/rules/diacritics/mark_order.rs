use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+0651 ARABIC SHADDA stored before the vowel or tanween of its letter.
    ///
    /// ## Why it matters
    /// People type the shadda first; normalisation form C stores the vowel first. Both look the same on screen, so
    /// nobody sees why two equal words differ. It is the cause of nearly all Arabic text that is not in that form:
    /// 1,885 of 1,894 such articles in a corpus of 31,030.
    ///
    /// ## Example
    /// `ثم\u{651}\u{64E}` → `ثم\u{64E}\u{651}`
    ///
    /// ## What it leaves alone
    /// The order that normalisation form C asks for. The order of UAX #53 is made for drawing and is not to be
    /// stored.
    ///
    /// ## Fix
    /// Safe: the marks are put in canonical order; the text stays canonically equivalent.
    CODE {
        code: "DC004",
        name: "mark-order",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "shadda stored before the vowel; normalisation form C stores the vowel first",
        ar: "الشدة مخزنة قبل الحركة؛ صيغة التطبيع C تخزن الحركة أولًا",
        supersedes: ["EN010"],
        keeps_canonical: true,
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for cluster in document.clusters().iter().filter(|cluster| cluster.shadda_first) {
        findings.push(CODE.at(cluster.span).safe_fix([Edit::replace(cluster.span, cluster.composed.clone())]));
    }
}
