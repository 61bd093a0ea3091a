use std::collections::BTreeSet;

use crate::finding::{Finding, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds characters of the private use area U+E000 to U+F8FF, a run of them as one finding.
    ///
    /// ## Why it matters
    /// Only one font knows what they are: a bullet, an ornament of the Quran, a letter. Without it they are boxes.
    ///
    /// ## Example
    /// `\u{F0B7} أولاً`: the bullet of an old symbol font.
    ///
    /// ## What it leaves alone
    /// Everything that Unicode has assigned.
    ///
    /// ## Fix
    /// None: what was meant is known to the font alone.
    CODE {
        code: "UI012",
        name: "private-use",
        severity: Error,
        fix: None,
        en: "private use character {0}",
        ar: "رمز من منطقة الاستعمال الخاص {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let is_one = |character: char| matches!(character, '\u{E000}'..='\u{F8FF}');
    let mut done = 0;
    // They begin with EE or EF.
    for (span, first) in [0xEE, 0xEF].into_iter().flat_map(|lead| runs(document, lead, is_one)).collect::<BTreeSet<_>>()
    {
        if span.start >= done {
            done = span.end;
            findings.push(CODE.at(span).with(format!("U+{:04X}", first as u32)));
        }
    }
}
