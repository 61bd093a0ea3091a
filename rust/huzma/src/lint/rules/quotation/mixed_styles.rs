use super::is_after_word;
use crate::finding::{Finding, code};
use crate::lint::rules::words::kind_at;
use crate::lint::{Rule, Surveyed};
use crate::tokenize::{Kind, Mark, MarkKind};

code! {
    /// ## What it does
    /// Finds quotations in other marks than most of the text has: “ ” or " " in a text that quotes with « ».
    ///
    /// ## Why it matters
    /// The text was put together from two sources, or changed on the way; whoever looks for quotations by their marks
    /// misses some.
    ///
    /// ## Example
    /// `قال «نعم» ثم “لا”، وسمي «الأول»`: the opener of `“لا”`
    ///
    /// ## What it leaves alone
    /// A quotation within another, which takes other marks on purpose.
    ///
    /// ## Fix
    /// None until a house style is set.
    CODE {
        code: "QT008",
        name: "mixed-quote-styles",
        severity: Info,
        fix: None,
        en: "{0} opens a quotation; most of the text uses other marks",
        ar: "{0} تفتح اقتباسًا، وسائر النص يستعمل علامات أخرى",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

const STYLES: [MarkKind; 3] = [MarkKind::Guillemet, MarkKind::Curly, MarkKind::Straight];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let mut outer: Vec<&Mark> = Vec::new();
    let mut end = 0;
    for (opener, closer) in document.pairs().iter().filter(|(opener, _)| STYLES.contains(&opener.kind)) {
        // Marks inside words quote nothing.
        let glued = is_after_word(document, opener)
            || kind_at(document, closer.token as usize + 1).is_some_and(Kind::is_content);
        if opener.span.start >= end && !glued {
            outer.push(opener);
            end = closer.span.end;
        }
    }
    let count = |kind: MarkKind| outer.iter().filter(|mark| mark.kind == kind).count();
    // On a tie the style that appears first is the text's own.
    let first = |kind: MarkKind| outer.iter().position(|mark| mark.kind == kind);
    let Some(own) = STYLES.into_iter().max_by_key(|&kind| (count(kind), std::cmp::Reverse(first(kind)))) else {
        return;
    };
    for mark in outer.iter().filter(|mark| mark.kind != own) {
        findings.push(CODE.at(mark.span).with(document.slice(mark.span).to_owned()));
    }
}
