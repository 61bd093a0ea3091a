use crate::chars::is_arabic_letter;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::words;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds words that begin, behind proclitics, with األ, اإل or اآل: the ligature لأ taken apart in the wrong order.
    ///
    /// ## Why it matters
    /// Readers of PDF give it for every word with an article before a hamza. No word of Arabic begins so, and all of
    /// them are lost to search. Where one is found, لا within words has likely become ال as well.
    ///
    /// ## Example
    /// `األمم` → `الأمم`, `واإلسالم` → `والإسالم`
    ///
    /// ## What it leaves alone
    /// اال, which is more often an article typed twice over; vocalised words, verse, other languages.
    ///
    /// ## Fix
    /// Unsafe: the two letters change places; damage further inside the word stays.
    CODE {
        code: "LT019",
        name: "lam-alef-inversion",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "lam and alef in the wrong order; {0} is meant",
        ar: "لام وألف مقلوبتان؛ المقصود «{0}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// What is read, and what is meant.
const ONSETS: [(&str, &str); 3] = [("األ", "الأ"), ("اإل", "الإ"), ("اآل", "الآ")];
/// What may stand before it.
const PREFIXES: [&str; 12] = ["", "و", "ف", "ب", "ك", "ل", "وب", "وك", "ول", "فب", "فك", "فل"];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !document.inventory().letters().hamza_behind_alef || !document.is_arabic_prose() {
        return;
    }
    for (_, token) in words(document) {
        let word = document.slice(token.span);
        let onset = PREFIXES.iter().find_map(|prefix| {
            let rest = word.strip_prefix(prefix)?;
            let (read, meant) = ONSETS.iter().find(|(read, _)| rest.starts_with(read))?;
            rest.get(read.len()..)?.starts_with(is_arabic_letter).then_some((prefix.len(), read.len(), *meant))
        });
        let Some((before, length, meant)) = onset else { continue };
        let start = token.span.start as usize + before;
        let span = Span::new(start, start + length);
        findings.push(CODE.at(token.span).with(meant).unsafe_fix([Edit::replace(span, meant)]));
    }
}
