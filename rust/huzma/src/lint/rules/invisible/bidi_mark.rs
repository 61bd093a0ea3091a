use crate::chars::{Class, class_of};
use crate::finding::{Finding, Safety, Severity, code};
use crate::lint::rules::encoding::runs;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds U+200E LEFT-TO-RIGHT MARK, U+200F RIGHT-TO-LEFT MARK and U+061C ARABIC LETTER MARK where they can do
    /// nothing: inside an Arabic word or at its edge.
    ///
    /// ## Why it matters
    /// A word with one of them in it is another word to search and comparison, and nobody sees why.
    ///
    /// ## Example
    /// `كت\u{200F}اب` → `كتاب`
    ///
    /// ## What it leaves alone
    /// Marks beside digits, percent signs, signs of numbers and Latin letters, which keep numbers and names in
    /// their places (CLDR writes them too), and beside punctuation, which they hold on its side.
    ///
    /// ## Fix
    /// Safe: the mark is deleted.
    CODE {
        code: "UI001",
        name: "bidi-mark",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "{0} in Arabic text does nothing",
        ar: "{0} في نص عربي لا عمل له",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let is_mark = |character: char| matches!(character, '\u{200E}' | '\u{200F}' | '\u{61C}');
    // U+200E and U+200F begin with E2, U+061C with D8.
    let mut found = runs(document, 0xE2, is_mark);
    found.extend(runs(document, 0xD8, is_mark));
    found.sort_unstable();
    let mut done = 0;
    for (span, first) in found {
        if span.start < done {
            continue;
        }
        done = span.end;
        let side = |side: Option<char>| match side {
            None => Side::Edge,
            Some(side) if class_of(side).is_arabic_script_letter() || class_of(side).is_mark() => Side::Word,
            Some(side) if matches!(class_of(side), Class::Space | Class::Newline) => Side::Edge,
            Some(_) => Side::Other,
        };
        let severity =
            match (side(document.char_before(span.start as usize)), side(document.char_at(span.end as usize))) {
                (Side::Word, Side::Word) => Severity::Warning,
                (Side::Word, Side::Edge) | (Side::Edge, Side::Word) => Severity::Info,
                _ => continue,
            };
        // A mark at the edge of a word still counts for a number on the other side of the space.
        if severity == Severity::Info && is_near_number(text, span) {
            continue;
        }
        let name = crate::chars::name(first as u32).unwrap_or("BIDI MARK");
        let finding = CODE.at(span).severity(severity).with(format!("U+{:04X} {name}", first as u32));
        findings.push(finding.safe_fix([Edit::delete(span)]));
    }
}

#[derive(Clone, Copy)]
enum Side {
    Edge,
    Word,
    Other,
}

fn is_near_number(text: &str, span: Span) -> bool {
    let needs = |side: Option<char>| side.is_some_and(|side| !class_of(side).is_arabic_script_letter());
    let space = |side: char| class_of(side) == Class::Space;
    let before = text.get(..span.start as usize).unwrap_or_default();
    let after = text.get(span.end as usize..).unwrap_or_default();
    before.ends_with(space) && needs(before.trim_end_matches(space).chars().next_back())
        || after.starts_with(space) && needs(after.trim_start_matches(space).chars().next())
}
