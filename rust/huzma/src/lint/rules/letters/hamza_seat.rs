use crate::finding::{Finding, Safety, Severity, code};
use crate::lexicon::spelling::List;
use crate::lint::rules::words::misspelt;
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds words of a closed list whose hamza sits on the wrong letter.
    ///
    /// ## Why it matters
    /// شيء is written in four ways; only one of them is found in a dictionary.
    ///
    /// ## Example
    /// `شئ` → `شيء`, `سوءال` → `سؤال`
    ///
    /// ## What it leaves alone
    /// شيئا and شئت, which are right. `مسئول` and `شئون` are the standard of Egypt: they are noted as such and not
    /// mended.
    ///
    /// ## Fix
    /// Safe, but none for the Egyptian spellings.
    CODE {
        code: "LT018",
        name: "hamza-seat",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} has its hamza on the wrong seat: {1}",
        ar: "«{0}» همزتها على غير كرسيها: «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    findings.extend(misspelt(document, List::HamzaSeat).map(|word| word.finding(&CODE).safe_fix([word.edit])));
    findings.extend(misspelt(document, List::RegionalSeat).map(|word| word.finding(&CODE).severity(Severity::Info)));
}
