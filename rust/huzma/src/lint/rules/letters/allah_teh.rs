use crate::finding::{Finding, Safety, code};
use crate::lexicon::spelling::List;
use crate::lint::rules::words::misspelt;
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds الله written with a teh marbuta, with whatever is written to it.
    ///
    /// ## Why it matters
    /// It is no word, and it is offensive to many readers.
    ///
    /// ## Example
    /// `واللة` → `والله`
    ///
    /// ## What it leaves alone
    /// Words that end in the same letters (`دلالة`, `ضلالة`).
    ///
    /// ## Fix
    /// Safe: the teh marbuta becomes a heh.
    CODE {
        code: "LT020",
        name: "allah-teh",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "{0} is meant to be {1}",
        ar: "«{0}» المقصود بها «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    findings.extend(misspelt(document, List::AllahTeh).map(|word| word.finding(&CODE).safe_fix([word.edit])));
}
