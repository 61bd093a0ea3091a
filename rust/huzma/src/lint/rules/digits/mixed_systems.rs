use super::System;
use crate::document::{Document, Writing};
use crate::finding::{Finding, code};
use crate::lint::rules::words::tokens_at;
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

code! {
    /// ## What it does
    /// Finds numbers in the digits that fewer numbers of the text use: `٤٨` where the others are `2016` and `12`. On a
    /// tie it is the system that appears later.
    ///
    /// ## Why it matters
    /// The text was put together from two sources, and whoever looks for a number must look twice.
    ///
    /// ## Example
    /// `بعد 15 يومًا و3 ساعات، وصل ٢٠ متطوعًا`: `٢٠`
    ///
    /// ## What it leaves alone
    /// Numbers that mix two systems within themselves (DG001), Persian digits (DG003), and other languages.
    ///
    /// ## Fix
    /// None until a house style is set.
    CODE {
        code: "DG002",
        name: "mixed-digit-systems",
        severity: Info,
        fix: None,
        en: "{0} is not in the digits that most of the text uses",
        ar: "{0} ليس بالأرقام التي يستعملها سائر النص",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    // Arabic-Indic digits begin with D9, and are rare.
    if !document.inventory().has_rare(0xD9) {
        return;
    }
    let of = |wanted: System| -> Vec<Span> {
        let numbers = tokens_at(document, &document.columns().numbers).map(|token| token.span);
        numbers.filter(|&span| system(document, span) == Some(wanted)).collect()
    };
    let (ascii, indic) = (of(System::Ascii), of(System::Indic));
    let (Some(first_ascii), Some(first_indic)) = (ascii.first(), indic.first()) else { return };
    if matches!(document.writing(), Writing::OtherLanguage | Writing::OtherScript) {
        return;
    }
    let fewer = (ascii.len(), std::cmp::Reverse(first_ascii)) < (indic.len(), std::cmp::Reverse(first_indic));
    for span in if fewer { ascii } else { indic } {
        findings.push(CODE.at(span).with(document.slice(span).to_owned()));
    }
}

/// The system of a number; none if it has digits of two.
fn system(document: &Document<'_>, number: Span) -> Option<System> {
    let mut systems = document.slice(number).chars().filter_map(System::of);
    let first = systems.next()?;
    systems.all(|other| other == first).then_some(first)
}
