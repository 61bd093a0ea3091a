use crate::finding::{Finding, Safety, Severity, code};
use crate::lexicon::spelling::List;
use crate::lint::rules::words::{Misspelt, misspelt};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds words of a closed list that are written without the hamza of their alef.
    ///
    /// ## Why it matters
    /// It is the commonest misspelling of Arabic: a word written both ways is two words to every count. Each entry
    /// of the list is no word without its hamza, or stands for one word in more than 98 of 100 places.
    ///
    /// ## Example
    /// `الى` → `إلى`, `وايصال` → `وإيصال`, `الاطفال` → `الأطفال`
    ///
    /// ## What it leaves alone
    /// Words that two spellings fit (`ان`, LT013; `الامن`, `الف`, `اختار`), names of persons such as `احمد`,
    /// letters spelt out (`سي ان ان`), vocalised words, verse, other languages. A text that never writes the hamza
    /// is reported once, with one fix for all.
    ///
    /// ## Fix
    /// Safe; unsafe in names, whose bearers may write them so.
    CODE {
        code: "LT012",
        name: "dropped-hamza",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} lacks its hamza; {1} is meant",
        ar: "«{0}» بلا همزة؛ المقصود «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// With so many words and not one hamza on an alef, leaving it out is how the text is written.
const STYLE: usize = 8;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let found: Vec<Misspelt> = misspelt(document, List::DroppedHamza).collect();
    let never = found.len() >= STYLE && !document.text().contains(['أ', 'إ']);
    if let (true, Some(first)) = (never, found.first()) {
        let edits: Vec<Edit> = found.iter().map(|word| word.edit.clone()).collect();
        findings.push(first.finding(&CODE).safe_fix(edits));
    } else {
        findings.extend(found.into_iter().map(|word| word.finding(&CODE).safe_fix([word.edit])));
    }
    for word in misspelt(document, List::DroppedHamzaInName) {
        findings.push(word.finding(&CODE).severity(Severity::Info).unsafe_fix([word.edit]));
    }
}
