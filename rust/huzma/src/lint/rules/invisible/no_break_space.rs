use crate::chars::{Class, class_of};
use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds U+00A0 NO-BREAK SPACE and U+202F NARROW NO-BREAK SPACE in Arabic text.
    ///
    /// ## Why it matters
    /// Tools that split at U+0020 see one long word. One article in four of a corpus of 31,030 has some, from
    /// editors that put them in by themselves.
    ///
    /// ## Example
    /// `وزير\u{A0}الخارجية` → `وزير الخارجية`
    ///
    /// ## What it leaves alone
    /// A number that has it between its groups (`10\u{A0}000`) or before its unit, and a name that ties its two
    /// parts together (`عبد\u{A0}الله`, `أبو\u{A0}بكر`).
    ///
    /// ## Fix
    /// Safe: it becomes U+0020.
    CODE {
        code: "UI009",
        name: "no-break-space",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "no-break space {0}",
        ar: "مسافة غير فاصلة {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// Words that are one name with the word after them.
const TIED: &[&str] = &["عبد", "أبو", "أبي", "أبا", "أم", "ابن", "بن"];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let is_one = |character: char| matches!(character, '\u{A0}' | '\u{202F}');
    let mut found = runs(document, 0xC2, is_one);
    found.extend(runs(document, 0xE2, is_one));
    found.sort_unstable();
    let mut done = 0;
    for (span, first) in found {
        if span.start < done {
            continue;
        }
        done = span.end;
        let digit = |side: Option<char>| side.is_some_and(|side| class_of(side) == Class::Digit);
        if digit(document.char_before(span.start as usize)) || is_tied(document, span) {
            continue;
        }
        let count = document.slice(span).chars().count();
        let edit = Edit::replace(span, " ".repeat(count));
        findings.push(CODE.at(span).with(format!("U+{:04X}", first as u32)).safe_fix([edit]));
    }
}

fn is_tied(document: &Document<'_>, span: Span) -> bool {
    let tokens = document.tokens();
    let before = tokens.index_at(span.start as usize).checked_sub(1).and_then(|before| tokens.get(before));
    before.filter(|before| before.span.end == span.start).is_some_and(|before| {
        let word = document.slice(before.span);
        TIED.contains(&word) || TIED.contains(&word.trim_start_matches(['و', 'ف', 'ل', 'ب']))
    })
}
