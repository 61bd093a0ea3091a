use super::tatweels::{runs, word_is_vocalised};
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+0640 ARABIC TATWEEL between two letters of a word.
    ///
    /// ## Why it matters
    /// It stretches a word for the eye and spells nothing. A stretched word is another word to search, counting
    /// and vocabularies; one article in 46 of a corpus of 31,030 has one.
    ///
    /// ## Example
    /// `كتـاب` → `كتاب`
    ///
    /// ## What it leaves alone
    /// A proclitic before a quotation, a number or a Latin word (`لـ«`, `الـ 48`), the year sign `هـ`, letters cited by
    /// their forms (`ـبـ`), a tatweel that carries a mark, and words that write their vowels, as verse does.
    ///
    /// ## Fix
    /// Safe: the stroke is deleted.
    CODE {
        code: "LT006",
        name: "tatweel-in-word",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "elongation stroke U+0640 inside a word",
        ar: "تطويل (U+0640) داخل كلمة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for run in runs(document) {
        if run.is_inside_word() && !word_is_vocalised(document, &run) {
            findings.push(CODE.at(run.span).safe_fix([Edit::delete(run.span)]));
        }
    }
}
