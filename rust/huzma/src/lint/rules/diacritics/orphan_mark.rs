use crate::chars::{Class, class_of, is_arabic_letter, is_arabic_mark};
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::tokens_at;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds diacritics of Arabic that have no letter: at the start of a text, behind a space, a digit or a mark of
    /// punctuation.
    ///
    /// ## Why it matters
    /// They are drawn on whatever stands before them. Tools that expect a letter before a mark fail on them.
    ///
    /// ## Example
    /// A damma before its word instead of on its first letter; `فردا،` with a tanween behind the comma → `فرداً،`
    ///
    /// ## What it leaves alone
    /// A mark on a dotted circle, a tatweel or a no-break space, which is how a mark is shown by itself; the signs
    /// of the Quran.
    ///
    /// ## Fix
    /// Safe for a tanween behind a comma or full stop: the two change places. Unsafe elsewhere: the mark is
    /// deleted.
    CODE {
        code: "DC001",
        name: "orphan-mark",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "diacritic without a letter",
        ar: "حركة بلا حرف",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for token in tokens_at(document, &document.columns().marks) {
        let marks = document.slice(token.span);
        let at = token.span.start as usize;
        if !marks.chars().all(is_arabic_mark)
            || marks.contains(|mark| matches!(mark, '\u{610}'..='\u{61A}' | '\u{6D6}'..='\u{6ED}'))
        {
            continue;
        }
        let before = document.char_before(at);
        if before.is_some_and(carries) {
            continue;
        }
        let finding = CODE.at(token.span);
        let swapped = before.filter(|before| matches!(before, '،' | '.')).and_then(|sign| {
            let word = document.text().get(..at - sign.len_utf8())?;
            let tanween = marks.chars().count() == 1 && matches!(marks.chars().next(), Some('\u{64B}'..='\u{64D}'));
            (tanween && word.ends_with(is_arabic_letter)).then(|| {
                let both = Span::new(at - sign.len_utf8(), token.span.end as usize);
                Edit::replace(both, format!("{marks}{sign}"))
            })
        });
        findings.push(match swapped {
            Some(edit) => finding.safe_fix([edit]),
            None => finding.unsafe_fix([Edit::delete(token.span)]),
        });
    }
}

/// Whether a mark stands on the character on purpose, or hangs on what another rule reports.
fn carries(before: char) -> bool {
    match class_of(before) {
        Class::Format | Class::Joiner | Class::Tatweel | Class::Mark | Class::ArabicMark => true,
        class => class.is_letter() || matches!(before, '\u{25CC}' | '\u{A0}'),
    }
}
