use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds a bidirectional control whose partner is missing: an embedding, override or isolate that nothing
    /// closes before the paragraph ends, and a U+202C or U+2069 that closes nothing.
    ///
    /// ## Why it matters
    /// An opened run goes on to the end of the line and moves all that follows; what closes nothing is waste. When
    /// such text is pasted into another, the damage spreads.
    ///
    /// ## Example
    /// `قال \u{202B}نعم ثم سكت` → `قال نعم ثم سكت`
    ///
    /// ## What it leaves alone
    /// Controls that are paired within their line, also where they are nested; an embedding that ends with the
    /// isolate round it.
    ///
    /// ## Fix
    /// Safe: the control is deleted.
    CODE {
        code: "UI004",
        name: "unbalanced-bidi-control",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "{0} has no partner in its paragraph",
        ar: "الرمز الخفي {0} بلا قرين في فقرته",
        supersedes: ["UI002"],
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for control in document.controls() {
        if control.partner.is_none() {
            let name = crate::chars::name(control.character as u32).unwrap_or("BIDI CONTROL");
            let label = format!("U+{:04X} {name}", control.character as u32);
            findings.push(CODE.at(control.span).with(label).safe_fix([Edit::delete(control.span)]));
        }
    }
}
