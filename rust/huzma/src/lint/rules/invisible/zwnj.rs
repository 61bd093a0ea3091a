use crate::chars::{Class, class_of, is_arabic_mark, is_arabic_word_char, joins_to_next};
use crate::document::Writing;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds U+200C ZERO WIDTH NON-JOINER in Arabic text.
    ///
    /// ## Why it matters
    /// Persian writes it between the parts of a word; Arabic does not. A word with one in it equals no other.
    ///
    /// ## Example
    /// `دار\u{200C}ة` → `دارة`
    ///
    /// ## What it leaves alone
    /// Persian, Urdu and Kurdish text, and a proclitic of one letter held apart from its word on purpose.
    ///
    /// ## Fix
    /// Safe where it changes nothing: behind a letter that joins nothing to its left, or at the edge of a word.
    /// Unsafe between two letters that would join.
    CODE {
        code: "UI006",
        name: "zwnj",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "zero width non-joiner U+200C in Arabic text",
        ar: "فاصل عديم العرض U+200C في نص عربي",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let found = runs(document, 0xE2, |character| character == '\u{200C}');
    if found.is_empty() || matches!(document.writing(), Writing::OtherLanguage | Writing::OtherScript) {
        return;
    }
    for (span, _) in found {
        let before = document.text().get(..span.start as usize).unwrap_or_default();
        let left = before.chars().rev().find(|&character| !is_arabic_mark(character));
        let right = document.char_at(span.end as usize);
        let letters = (left.filter(|&left| is_letter(left)), right.filter(|&right| is_letter(right)));
        let finding = CODE.at(span);
        findings.push(match letters {
            (None, None) if !beside_arabic(left, right) => continue,
            (Some(left), Some(_)) if joins_to_next(left) => {
                let alone =
                    before.chars().rev().take_while(|&character| is_arabic_word_char(character)).take(2).count() == 1;
                if alone && matches!(left, 'ب' | 'ل' | 'ك' | 'ف') {
                    continue;
                }
                finding.unsafe_fix([Edit::delete(span)])
            }
            _ => finding.safe_fix([Edit::delete(span)]),
        });
    }
}

fn is_letter(character: char) -> bool {
    class_of(character).is_arabic_script_letter()
}

/// Whether nothing but spaces and Arabic signs is near: other scripts need the character.
fn beside_arabic(left: Option<char>, right: Option<char>) -> bool {
    [left, right]
        .into_iter()
        .flatten()
        .all(|side| !matches!(class_of(side), Class::Letter | Class::Mark | Class::Emoji))
}
