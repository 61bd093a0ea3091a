use crate::chars::{Class, class_of};
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::tokens_at;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+0640 ARABIC TATWEEL between two spaces, where a dash is meant.
    ///
    /// ## Why it matters
    /// A tatweel is a part of a word. Tools that split or clean words take it for a word of its own.
    ///
    /// ## Example
    /// `نعم ـ قال الوزير ـ ولا` → with U+2013 EN DASH
    ///
    /// ## What it leaves alone
    /// The letter heh of a year behind a space (`1438 هـ`), a tatweel written to a letter, and one that carries a
    /// mark.
    ///
    /// ## Fix
    /// Safe: one U+2013 takes the place of the run.
    CODE {
        code: "PN011",
        name: "tatweel-as-dash",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "tatweel for a dash",
        ar: "تطويل مكان شرطة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    // U+0640 is D9 80 in UTF-8, and rare.
    if !document.inventory().has_rare(0xD9) {
        return;
    }
    let bytes = document.text().as_bytes();
    for token in tokens_at(document, &document.columns().punctuation) {
        if bytes.get(token.span.start as usize) != Some(&0xD9) {
            continue;
        }
        let space = |side: Option<char>| side.is_some_and(|side| class_of(side) == Class::Space);
        let between =
            space(document.char_before(token.span.start as usize)) && space(document.char_at(token.span.end as usize));
        if between && document.slice(token.span).starts_with('\u{640}') {
            findings.push(CODE.at(token.span).safe_fix([Edit::replace(token.span, "\u{2013}")]));
        }
    }
}
