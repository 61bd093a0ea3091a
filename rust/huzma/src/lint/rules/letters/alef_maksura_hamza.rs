use crate::chars::is_arabic_mark;
use crate::finding::{Finding, Safety, code};
use crate::lexicon::spelling::{List, Lookup};
use crate::lint::rules::words::{letter_count, tokens_at};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds words that end in alef maksura and a hamza beside it where the hamza belongs on the letter: ئ.
    ///
    /// ## Why it matters
    /// Old fonts had no final ئ, so it was typed as two letters. The word then equals no entry of any vocabulary.
    ///
    /// ## Example
    /// `مفاجىء` → `مفاجئ`
    ///
    /// ## What it leaves alone
    /// `شىء`, which is meant to be شيء (LT018).
    ///
    /// ## Fix
    /// Safe: the two letters become ئ.
    CODE {
        code: "LT010",
        name: "alef-maksura-hamza",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "ىء at the end of the word; ئ is meant",
        ar: "«ىء» في آخر الكلمة؛ المقصود «ئ»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

const TAIL: &str = "ىء";

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let column = &document.columns().hamzas;
    if column.is_empty() || !document.is_arabic_prose() {
        return;
    }
    let seats = Lookup::new(List::HamzaSeat);
    for token in tokens_at(document, column) {
        let word = document.slice(token.span);
        let letters = word.trim_end_matches(is_arabic_mark);
        let Some(stem) = letters.strip_suffix(TAIL) else { continue };
        if seats.find(letters).is_some() || letter_count(stem) < 2 {
            continue;
        }
        let start = token.span.start as usize + stem.len();
        let edit = Edit::replace(Span::new(start, start + TAIL.len()), "ئ");
        findings.push(CODE.at(token.span).safe_fix([edit]));
    }
}
