use crate::chars::is_arabic_letter;
use crate::document::Writing;
use crate::finding::{Finding, Safety, code};
use crate::lexicon::letter_names::is_letter_name;
use crate::lexicon::repetitions::may_repeat;
use crate::lint::rules::words::{letter_count, neighbour};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds a word that stands twice in a row.
    ///
    /// ## Why it matters
    /// The second is a slip of the hand, often where a line once ended.
    ///
    /// ## Example
    /// `في في المدينة` → `في المدينة`
    ///
    /// ## What it leaves alone
    /// Words that are said twice on purpose, a closed list: ولي ولي (العهد), letters and syllables of names (بي بي,
    /// كا كا), ways and emphasis (رويدا رويدا, جدا جدا); any word with a tanween (صفاً صفاً); إن before another إن;
    /// verse.
    ///
    /// ## Fix
    /// Unsafe: the second and the space before it are deleted.
    CODE {
        code: "SP016",
        name: "repeated-word",
        severity: Warning,
        fix: Some(Safety::Unsafe),
        en: "{0} twice in a row",
        ar: "«{0}» مكررة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if document.columns().twice.is_empty() || document.writing() == Writing::Verse {
        return;
    }
    let tokens = document.tokens();
    for index in document.columns().twice.iter().map(|&index| index as usize) {
        let (Some(first), Some(second)) = (tokens.get(index), tokens.get(index + 2)) else { continue };
        let word = document.slice(second.span);
        if !word.starts_with(is_arabic_letter) || letter_count(word) < 2 {
            continue;
        }
        let tanween = word.contains(['\u{64B}', '\u{64C}', '\u{64D}']);
        let plain: String = word.chars().filter(|&character| is_arabic_letter(character)).collect();
        // ما لقيصر لقيصر
        let echo = word.starts_with('ل') && neighbour(document, index, false).is_some_and(|word| word.ends_with("ما"));
        if tanween || echo || may_repeat(&plain) || is_letter_name(&plain) {
            continue;
        }
        let excess = Span { start: first.span.end, end: second.span.end };
        findings.push(CODE.at(second.span).with(word.to_owned()).unsafe_fix([Edit::delete(excess)]));
    }
}
