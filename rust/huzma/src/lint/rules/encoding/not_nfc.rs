use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds text that is not in Unicode's normalisation form C, and reports the first cluster (a letter with
    /// its marks) that differs.
    ///
    /// ## Why it matters
    /// Two spellings of the same letters look alike and compare, sort, hash and search apart. Everything that
    /// counts words counts them twice.
    ///
    /// ## Example
    /// `ا` U+0627 with U+0654 ARABIC HAMZA ABOVE is `أ` U+0623 in this form.
    ///
    /// ## What it leaves alone
    /// A shadda typed before its vowel is reported as DC004, which names the cause. Presentation forms and other
    /// compatibility characters are in this form and belong to UI013.
    ///
    /// ## Fix
    /// Safe: canonically equivalent text is the same text. The one fix mends every cluster that is not DC004's.
    CODE {
        code: "EN010",
        name: "not-nfc",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "not in normalisation form C; places like this one: {0}",
        ar: "النص ليس على صيغة التطبيع C؛ عدد المواضع المماثلة: {0}",
        keeps_canonical: true,
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let clusters = document.clusters();
    // Where DC004 reports all there is, it supersedes the finding; where it is not selected, this one stands.
    let only_order = clusters.iter().all(|cluster| cluster.shadda_first);
    let mut own = clusters.iter().filter(|cluster| only_order || !cluster.shadda_first).peekable();
    if let Some(first) = own.peek().map(|cluster| cluster.span) {
        let edits: Vec<Edit> = own.map(|cluster| Edit::replace(cluster.span, cluster.composed.clone())).collect();
        findings.push(CODE.at(first).with(edits.len().to_string()).safe_fix(edits));
    }
}
