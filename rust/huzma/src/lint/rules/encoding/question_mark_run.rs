use crate::chars::{Class, class_of, is_arabic_letter, is_arabic_word_char};
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

code! {
    /// ## What it does
    /// Finds question marks that stand for letters lost in a lossy conversion: three or more where a word should
    /// be, and one inside a word.
    ///
    /// ## Why it matters
    /// Each was a letter. Nothing tells which.
    ///
    /// ## Example
    /// `قال ???? أمس`, `ا?سبانية`
    ///
    /// ## What it leaves alone
    /// Emphatic `???` at the end of a clause, and a question mark between two whole words whose space is missing.
    ///
    /// ## Fix
    /// None. Fetch the document again, or convert it from its own encoding.
    CODE {
        code: "EN009",
        name: "question-mark-run",
        severity: Error,
        fix: None,
        en: "question marks in the place of lost letters",
        ar: "علامات استفهام مكان حروف ضائعة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// A part of a word that is no word by itself has at most this many letters.
const FRAGMENT: usize = 2;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut done = 0;
    for at in document.inventory().signs_with(text, b'?') {
        if at < done {
            continue;
        }
        let length = text.bytes().skip(at).take_while(|&byte| byte == b'?').count();
        done = at + length;
        let (left, right) = (document.char_before(at), document.char_at(done));
        let arabic = |side: Option<char>| side.is_some_and(is_arabic_letter);
        let lost = if arabic(left) && arabic(right) {
            length >= 3
                || is_fragment(text.get(..at).unwrap_or_default().chars().rev())
                || is_fragment(text.get(done..).unwrap_or_default().chars())
        } else {
            // A word of question marks: Arabic on both sides, or glued to the word after it.
            let spaced = |side: Option<char>| side.is_some_and(|side| class_of(side) == Class::Space);
            let before = text.get(..at).unwrap_or_default().trim_end_matches(' ').chars().next_back();
            let after = text.get(done..).unwrap_or_default().trim_start_matches(' ').chars().next();
            length >= 3
                && !arabic(left)
                && (arabic(right) || spaced(left) && spaced(right) && arabic(before) && arabic(after))
        };
        if lost {
            findings.push(CODE.at(Span::new(at, done)));
        }
    }
}

fn is_fragment(letters: impl Iterator<Item = char>) -> bool {
    letters.take(FRAGMENT + 1).take_while(|&character| is_arabic_word_char(character)).count() <= FRAGMENT
}
