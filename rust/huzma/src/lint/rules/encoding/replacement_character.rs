use crate::finding::{Finding, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

code! {
    /// ## What it does
    /// Finds U+FFFD REPLACEMENT CHARACTER, a run of it as one finding.
    ///
    /// ## Why it matters
    /// A decoder puts it where bytes made no sense in the encoding it was told. What stood there is gone: no
    /// reader and no model can restore it from the text alone.
    ///
    /// ## Example
    /// `وزارة الدفا\u{FFFD}\u{FFFD} أعلنت`: the two bytes of ع were cut apart.
    ///
    /// ## What it leaves alone
    /// A line that names the character (`U+FFFD`, `REPLACEMENT CHARACTER`) is about it.
    ///
    /// ## Fix
    /// None. Fetch the document again, or decode the original bytes with the right encoding.
    CODE {
        code: "EN003",
        name: "replacement-character",
        severity: Error,
        fix: None,
        en: "U+FFFD: characters were lost when the text was decoded",
        ar: "الرمز البديل U+FFFD: ضاعت هنا حروف عند فك الترميز",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

const REPLACEMENT: &str = "\u{FFFD}";

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut run: Option<Span> = None;
    let mut lines = PerLine::default();
    let mut report = |span: Span| {
        if !lines.ask(document, span.start as usize, |_, line| names_it(line)) {
            findings.push(CODE.at(span));
        }
    };
    let begins = |at: &usize| text.get(*at..).is_some_and(|rest| rest.starts_with(REPLACEMENT));
    for at in document.inventory().rare_with(text, 0xEF).filter(begins) {
        let end = at + REPLACEMENT.len();
        match &mut run {
            Some(span) if span.end as usize == at => span.end = end as u32,
            _ => {
                if let Some(span) = run.replace(Span::new(at, end)) {
                    report(span);
                }
            }
        }
    }
    if let Some(span) = run {
        report(span);
    }
}

fn names_it(line: &str) -> bool {
    ["U+FFFD", "u{FFFD}", "REPLACEMENT CHARACTER"].iter().any(|name| line.contains(name))
}
