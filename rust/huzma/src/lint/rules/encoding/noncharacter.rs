use super::runs;
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds noncharacters: U+FDD0 to U+FDEF and the last two code points of each plane, a run of them as one finding.
    ///
    /// ## Why it matters
    /// Unicode keeps them free for use inside programs. In a text that is handed on they are a program's mark that was
    /// never taken out, and what stood there is gone.
    ///
    /// ## Example
    /// `الوز\u{FFFE}ير`
    ///
    /// ## What it leaves alone
    /// Private use characters (UI012) and U+FFFD (EN003).
    ///
    /// ## Fix
    /// None: nobody knows what stood there.
    CODE {
        code: "EN018",
        name: "noncharacter",
        severity: Error,
        fix: None,
        en: "noncharacter {0}",
        ar: "قيمة ليست رمزًا في يونيكود {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let is_one = |character: char| {
        matches!(character, '\u{FDD0}'..='\u{FDEF}') || matches!(character as u32 & 0xFFFF, 0xFFFE | 0xFFFF)
    };
    let mut done = 0;
    let mut found: Vec<_> =
        [0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF4].into_iter().flat_map(|lead| runs(document, lead, is_one)).collect();
    found.sort_unstable();
    for (span, first) in found {
        if span.start >= done {
            done = span.end;
            findings.push(CODE.at(span).with(format!("U+{:04X}", first as u32)));
        }
    }
}
