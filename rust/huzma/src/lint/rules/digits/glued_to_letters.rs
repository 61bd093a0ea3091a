use crate::chars::{is_arabic_letter, is_arabic_word_char};
use crate::finding::{Finding, Safety, code};
use crate::lexicon::letter_names::{NUMBERED, is_letter_name};
use crate::lint::rules::words::{PROCLITICS, letter_count};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::Kind;

code! {
    /// ## What it does
    /// Finds a number written to the word before or after it without a space.
    ///
    /// ## Why it matters
    /// The word and the number are one token to most tools, and neither is found.
    ///
    /// ## Example
    /// `أستانة5` → `أستانة 5`, `1ملعقة` → `1 ملعقة`
    ///
    /// ## What it leaves alone
    /// Proclitics, which are written to their number (`و48`, `الـ48`, `بـ18`); year signs (`2014م`, `1436هـ`) and
    /// units (`5كم`); names with a number (`جي20`, `إف16`, `ميغ29`, `سورة2`); agencies' decimals (`5ر1`).
    ///
    /// ## Fix
    /// Unsafe: a space is put between them.
    CODE {
        code: "DG004",
        name: "letter-digit-glued",
        severity: Warning,
        fix: Some(Safety::Unsafe),
        en: "number without a space beside a word",
        ar: "عدد ملتصق بكلمة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// What may stand behind a number without a space: signs of years and units.
const UNITS: &[&str] =
    &["هـ", "ق.م", "كم", "سم", "مم", "كغ", "كلغ", "كجم", "غم", "جم", "مل", "لتر", "طن", "متر", "دج", "ريال"];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    let numbers = document.columns().numbers.iter().map(|&index| index as usize);
    for index in numbers.flat_map(|index| [index.checked_sub(1), Some(index)]).flatten() {
        let (Some(first), Some(second)) = (tokens.get(index), tokens.get(index + 1)) else { continue };
        let number_last = match (first.kind, second.kind) {
            (Kind::Word, Kind::Number) => true,
            (Kind::Number, Kind::Word) => false,
            _ => continue,
        };
        let word = document.slice(if number_last { first.span } else { second.span });
        let letters = word.trim_end_matches(|character| !is_arabic_letter(character));
        let arabic = word.chars().all(is_arabic_word_char) && letter_count(word) >= 2;
        let exempt = if number_last {
            PROCLITICS.contains(&letters) || is_name(letters)
        } else {
            UNITS.contains(&word) || UNITS.contains(&letters)
        };
        if arabic && !exempt {
            let span = Span { start: first.span.start, end: second.span.end };
            let between = Span::empty(second.span.start as usize);
            findings.push(CODE.at(span).unsafe_fix([Edit::replace(between, " ")]));
        }
    }
}

/// Whether a word, what may be written to it left out, is a name that takes a number.
fn is_name(word: &str) -> bool {
    let known = |word: &str| is_letter_name(word) || NUMBERED.contains(&word);
    let joined = word.strip_prefix(['و', 'ف']);
    let prepositions = [Some(word), joined].into_iter().flatten().map(|word| word.strip_prefix(['ب', 'ل', 'ك']));
    known(word) || joined.is_some_and(known) || prepositions.flatten().any(known)
}
