use crate::finding::{Finding, Safety, code};
use crate::lexicon::spelling::List;
use crate::lint::rules::words::misspelt;
use crate::lint::{Rule, Surveyed};

code! {
    /// ## What it does
    /// Finds words of a closed list whose first alef has a hamza that it does not take: verbal nouns such as
    /// `إستخدام`, `إجتماع`, and `إسم`, `إبن`.
    ///
    /// ## Why it matters
    /// The word with the hamza and the word without it are counted apart.
    ///
    /// ## Example
    /// `الإجتماع` → `الاجتماع`
    ///
    /// ## What it leaves alone
    /// Words and names that begin alike and are right (`إستونيا`, `إسماعيل`, `إنتاج`), vocalised words, verse,
    /// other languages.
    ///
    /// ## Fix
    /// Safe: the hamza goes.
    CODE {
        code: "LT014",
        name: "spurious-hamza-on-wasl",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} takes no hamza: {1}",
        ar: "«{0}» همزتها همزة وصل: «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    findings.extend(misspelt(document, List::SpuriousHamza).map(|word| word.finding(&CODE).safe_fix([word.edit])));
}
