use crate::chars::is_arabic_word_char;
use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds a mark that stands two or more times in a row: `،،`, `؛؛`, `!!`, `؟؟`, and mixtures of `؟` and `!`.
    ///
    /// ## Why it matters
    /// The second comma is a slip. The second exclamation mark is tone of voice, which cleaned text seldom wants.
    ///
    /// ## Example
    /// `قال،، ثم` → `قال، ثم`
    ///
    /// ## What it leaves alone
    /// Full stops (an ellipsis), Latin commas, marks in Latin text.
    ///
    /// ## Fix
    /// Safe for `،،` and `؛؛`: one is left. Unsafe for the others: one is left, of a mixture the question mark.
    CODE {
        code: "PN009",
        name: "repeated-punctuation",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "{0} repeats a mark",
        ar: "علامة مكررة: {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    if !has_two_in_a_row(document) {
        return;
    }
    let mut done = 0;
    for at in document.inventory().signs().iter().map(|&at| at as usize) {
        if at < done {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let Some(first) = ["،", "؛", "؟", "!"].into_iter().find(|mark| rest.starts_with(mark)) else { continue };
        let same = |character: char| match first {
            "،" => character == '،',
            "؛" => character == '؛',
            _ => matches!(character, '؟' | '!'),
        };
        let length = rest.find(|character| !same(character)).unwrap_or(rest.len());
        done = at + length.max(first.len());
        let run = rest.get(..length).unwrap_or_default();
        if length <= first.len() {
            continue;
        }
        let latin = !run.contains(['،', '؛', '؟']) && !is_after_arabic(text.get(..at).unwrap_or_default());
        if latin {
            continue;
        }
        let span = Span::new(at, at + length);
        let finding = CODE.at(span).with(run.to_owned());
        findings.push(match first {
            "،" => finding.safe_fix([Edit::replace(span, "،")]),
            "؛" => finding.safe_fix([Edit::replace(span, "؛")]),
            _ if run.contains('؟') => finding.unsafe_fix([Edit::replace(span, "؟")]),
            _ => finding.unsafe_fix([Edit::replace(span, "!")]),
        });
    }
}

/// Whether Arabic stands before the marks, spaces and closing marks left out.
fn is_after_arabic(before: &str) -> bool {
    before.trim_end_matches([' ', '»', '"', '”', ')']).ends_with(is_arabic_word_char)
}

/// Whether two of the marks stand side by side. In UTF-8 ، ؛ ؟ are D8 with 8C, 9B and 9F.
fn has_two_in_a_row(document: &Document<'_>) -> bool {
    let bytes = document.text().as_bytes();
    let length = |at: u32| match bytes.get(at as usize..) {
        Some([b'!', ..]) => Some(1),
        Some([0xD8, 0x8C | 0x9B | 0x9F, ..]) => Some(2),
        _ => None,
    };
    let mut signs = document.inventory().signs().windows(2);
    signs.any(|pair| pair[1] - pair[0] <= 2 && length(pair[0]) == Some(pair[1] - pair[0]) && length(pair[1]).is_some())
}
