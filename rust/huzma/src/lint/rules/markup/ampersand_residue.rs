use super::whole_line;
use crate::chars::{Class, class_of};
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds `&` alone on a line, at the end of one or at its start.
    ///
    /// ## Why it matters
    /// It is what a bad cleaner leaves of `&nbsp;`. Such lines count as paragraphs and part sentences that belong
    /// together.
    ///
    /// ## Example
    /// A line that is only `&` between two paragraphs: the line goes. `تهدئة&` → `تهدئة`
    ///
    /// ## What it leaves alone
    /// `&` within a line, as names have it (`سي & تي`, `Asthma & Immunology`), beside Latin letters at the edge of a
    /// line, and at the head of an entity (`&nbsp;`, which is MK001's).
    ///
    /// ## Fix
    /// Safe: a line of nothing else is deleted with its end, elsewhere the character with the space beside it.
    CODE {
        code: "MK003",
        name: "ampersand-residue",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "& left over from a broken &nbsp;",
        ar: "علامة & متخلفة عن &nbsp; مكسورة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let lines = document.lines();
    let mut index = 0;
    let mut done = 0;
    let mut seen_on = None;
    for at in document.inventory().signs_with(text, b'&') {
        if at < done {
            continue;
        }
        while lines.get(index).is_some_and(|line| (line.end as usize) < at) {
            index += 1;
        }
        let Some(line) = lines.get(index) else { return };
        let (Some(before), Some(rest)) = (text.get(line.start as usize..at), text.get(at..line.end as usize)) else {
            continue;
        };
        let after = rest.trim_start_matches('&');
        let span = Span::new(at, at + rest.len() - after.len());
        done = span.end as usize;
        // Only the first on its line can begin it: the rest is not looked through again.
        let starts = seen_on.replace(index) != Some(index) && before.chars().all(is_space);
        let ends = after.chars().all(is_space);
        let edit = match (starts, ends) {
            (true, true) => whole_line(document, index).map(Edit::delete),
            (false, true) if !is_latin(before.trim_end_matches(is_space).chars().next_back()) => {
                let start = before.trim_end_matches(is_space).len() + line.start as usize;
                Some(Edit::delete(Span { start: start as u32, end: line.end }))
            }
            (true, false) if !is_latin(after.chars().find(|&next| !is_space(next))) && !after.starts_with('#') => {
                let end = line.end as usize - after.trim_start_matches(is_space).len();
                Some(Edit::delete(Span { start: line.start, end: end as u32 }))
            }
            _ => None,
        };
        if let Some(edit) = edit {
            findings.push(CODE.at(span).safe_fix([edit]));
        }
    }
}

fn is_space(character: char) -> bool {
    class_of(character) == Class::Space
}

fn is_latin(character: Option<char>) -> bool {
    character.is_some_and(|character| class_of(character) == Class::Letter)
}
