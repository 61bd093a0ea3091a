use crate::finding::{Finding, Safety, code};
use crate::lexicon::listed::CREATION;
use crate::lexicon::spelling::List;
use crate::lint::rules::words::{listed, misspelt, neighbour};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds common misspellings of a closed list: `لاكن`, `هاذا`, `منذو`, `إقرأ`, `الفضيع`, and `إنشاء الله`.
    ///
    /// ## Why it matters
    /// Each is a word to search and counting that nobody looks for.
    ///
    /// ## Example
    /// `لاكن` → `لكن`, `إنشاء الله` → `إن شاء الله`
    ///
    /// ## What it leaves alone
    /// `إنشاء` without الله behind it, أقرأ ("I read"), اللذين (the dual), words that merely contain an entry.
    ///
    /// ## Fix
    /// Safe; unsafe for `إنشاء الله`, which in a rare text is the creation of God.
    CODE {
        code: "LT023",
        name: "closed-list-misspelling",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "{0} is misspelt; {1} is meant",
        ar: "«{0}» خطأ إملائي؛ المقصود «{1}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    findings.extend(misspelt(document, List::Misspelling).map(|word| word.finding(&CODE).safe_fix([word.edit])));
    for (index, token) in listed(document, if document.is_arabic_prose() { CREATION } else { 0 }) {
        let word = document.slice(token.span);
        if !matches!(word, "إنشاء" | "انشاء") || neighbour(document, index, true) != Some("الله") {
            continue;
        }
        if let Some(name) = document.tokens().get(index + 2) {
            let span = Span { start: token.span.start, end: name.span.end };
            let finding = CODE.at(span).with(document.slice(span).to_owned()).with("إن شاء الله");
            findings.push(finding.unsafe_fix([Edit::replace(token.span, "إن شاء")]));
        }
    }
}
