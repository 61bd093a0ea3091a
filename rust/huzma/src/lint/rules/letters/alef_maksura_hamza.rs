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
    /// `مفاجىء` → `مفاجئ`, `بطىء` → `بطيء`
    ///
    /// ## What it leaves alone
    /// `شىء`, which is meant to be شيء (LT018).
    ///
    /// ## Fix
    /// Safe: the two letters become ئ; in the words of a closed list, which end in a long vowel and a hamza, يء. Unsafe
    /// in other words of three letters, which may be either, and none in shorter ones.
    CODE {
        code: "LT010",
        name: "alef-maksura-hamza",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "ىء at the end of the word; {0} is meant",
        ar: "«ىء» في آخر الكلمة؛ المقصود «{0}»",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

const TAIL: &str = "ىء";

/// Words that end in a long vowel and a hamza, without these two letters: بريء, مجيء, يسيء and their kin.
#[rustfmt::skip]
const LONG_VOWEL: &[&str] = &[
    "بر", "بط", "مل", "جر", "رد", "دف", "بذ", "مج", "مض", "مس", "وض", "يج", "تج", "نج", "يض", "تض", "نض", "يس", "تس", "نس", "يف",
    "لاش",
];

/// A word without `[وف]?[بل]?(ال)?` or `[وف]?لل`, as far as something is left.
fn without_proclitics(word: &str) -> &str {
    let rest = word.strip_prefix(['و', 'ف']).unwrap_or(word);
    let behind_article = |word: &'static str| rest.strip_prefix(word);
    let articles = ["ال", "لل", "بال", "كال"];
    articles.into_iter().find_map(behind_article).unwrap_or(if rest.is_empty() { word } else { rest })
}

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
        let tail = Span::new(start, start + TAIL.len());
        let bare = without_proclitics(stem);
        findings.push(if LONG_VOWEL.contains(&bare) || LONG_VOWEL.contains(&stem) {
            let yeh = Span::new(start, start + 'ى'.len_utf8());
            CODE.at(token.span).with("يء").safe_fix([Edit::replace(yeh, "ي")])
        } else {
            let finding = CODE.at(token.span).with("ئ");
            let edit = [Edit::replace(tail, "ئ")];
            match letter_count(bare) {
                0 | 1 => finding,
                2 => finding.unsafe_fix(edit),
                _ => finding.safe_fix(edit),
            }
        });
    }
}
