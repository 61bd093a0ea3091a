use crate::chars::{class_of, is_arabic_word_char};
use crate::document::Writing;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+200D ZERO WIDTH JOINER beside an Arabic letter.
    ///
    /// ## Why it matters
    /// Between letters that join anyway it does nothing, and it makes another word of the word.
    ///
    /// ## Example
    /// `كت\u{200D}اب` → `كتاب`
    ///
    /// ## What it leaves alone
    /// The year sign `1438ه\u{200D}`, which shows the initial form on purpose, emoji, and the scripts of India,
    /// which need it.
    ///
    /// ## Fix
    /// Safe between two letters. None at the edge of a word, where it may show a form on purpose.
    CODE {
        code: "UI007",
        name: "zwj",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "zero width joiner U+200D beside an Arabic letter",
        ar: "واصل عديم العرض U+200D بجانب حرف عربي",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let found = runs(document, 0xE2, |character| character == '\u{200D}');
    if found.is_empty() || matches!(document.writing(), Writing::OtherLanguage | Writing::OtherScript) {
        return;
    }
    for (span, _) in found {
        let left = document.char_before(span.start as usize).filter(|&left| is_part(left));
        let right = document.char_at(span.end as usize).filter(|&right| is_part(right));
        match (left, right) {
            (Some(_), Some(_)) => findings.push(CODE.at(span).safe_fix([Edit::delete(span)])),
            (Some('ه'), None) | (None, None) => {}
            _ => findings.push(CODE.at(span)),
        }
    }
}

fn is_part(character: char) -> bool {
    class_of(character).is_arabic_script_letter() || is_arabic_word_char(character)
}
