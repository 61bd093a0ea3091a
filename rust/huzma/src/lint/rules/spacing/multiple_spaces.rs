use crate::document::Writing;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::rules::words::kind_at;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::{Kind, Token};

code! {
    /// ## What it does
    /// Finds two or three spaces in a row between words.
    ///
    /// ## Why it matters
    /// The second space is a slip, and comparison of two texts sees it.
    ///
    /// ## Example
    /// `قال  الوزير` → `قال الوزير`
    ///
    /// ## What it leaves alone
    /// Gaps of four and more, which are columns; the gap in the middle of a line of verse; rows of tables; spaces
    /// at the start and at the end of a line (SP004); spaces behind Latin words, as programs align what they print.
    ///
    /// ## Fix
    /// Safe: one is left.
    CODE {
        code: "SP003",
        name: "multiple-spaces",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "{0} spaces in a row",
        ar: "مسافات متتالية عددها {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let gaps = &document.columns().gaps;
    if gaps.is_empty() || matches!(document.writing(), Writing::Verse | Writing::OtherScript) {
        return;
    }
    let tokens = document.tokens();
    let mut lines = PerLine::default();
    for index in gaps.iter().map(|&index| index as usize) {
        let Some(space) = tokens.get(index) else { continue };
        let edge = |at: Option<usize>| at.and_then(|at| kind_at(document, at)).is_none_or(|kind| kind == Kind::Newline);
        if !matches!(space.span.len(), 2 | 3) {
            continue;
        }
        let plain = document.slice(space.span).bytes().all(|byte| byte == b' ');
        if !plain || edge(index.checked_sub(1)) || edge(Some(index + 1)) {
            continue;
        }
        // A Latin word before it: programs align what they print so.
        let before = index.checked_sub(1).and_then(|before| tokens.get(before));
        let latin = |word: Token| document.slice(word.span).starts_with(|letter: char| letter.is_ascii_alphabetic());
        if before.is_some_and(|before| before.kind == Kind::Word && latin(before)) {
            continue;
        }
        if lines
            .ask(document, space.span.start as usize, |_, line| memchr::memchr2(b'\t', b'|', line.as_bytes()).is_some())
        {
            continue;
        }
        let excess = Span::new(space.span.start as usize + 1, space.span.end as usize);
        findings.push(CODE.at(space.span).with(space.span.len().to_string()).safe_fix([Edit::delete(excess)]));
    }
}
