use crate::chars::is_arabic_letter;
use crate::finding::{Finding, Safety, code};
use crate::lexicon::letter_names::is_letter_name;
use crate::lexicon::listed::ARTICLE;
use crate::lint::rules::words::{listed, neighbour};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds the article ال with a space between it and its word.
    ///
    /// ## Why it matters
    /// The article is written to its word. Apart, both are words that nobody looks for.
    ///
    /// ## Example
    /// `في ال مدينة` → `في المدينة`
    ///
    /// ## What it leaves alone
    /// Names of families (`ال سعود`, which is meant to be آل), names of letters (`ال جي`), and numbers.
    ///
    /// ## Fix
    /// Unsafe: the space is deleted.
    CODE {
        code: "SP008",
        name: "detached-proclitic",
        severity: Warning,
        fix: Some(Safety::Unsafe),
        en: "space between the article and its word",
        ar: "مسافة بين أل التعريف والكلمة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// Families that are called by آل, which many write without its madda.
const FAMILIES: &[&str] = &[
    "سعود",
    "خليفة",
    "نهيان",
    "مكتوم",
    "ثاني",
    "صباح",
    "سعيد",
    "الشيخ",
    "رشيد",
    "ياسر",
    "البيت",
    "محمد",
    "علي",
    "هاشم",
];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (index, token) in listed(document, ARTICLE) {
        let Some(next) = neighbour(document, index, true).filter(|_| document.slice(token.span) == "ال") else {
            continue;
        };
        if !next.chars().all(is_arabic_letter)
            || next.chars().nth(2).is_none()
            || next.starts_with("ال")
            || FAMILIES.contains(&next)
            || is_letter_name(next)
            || !document.is_arabic_prose()
        {
            continue;
        }
        if let Some(space) = document.tokens().get(index + 1) {
            let span = Span { start: token.span.start, end: space.span.end };
            findings.push(CODE.at(span).unsafe_fix([Edit::delete(space.span)]));
        }
    }
}
