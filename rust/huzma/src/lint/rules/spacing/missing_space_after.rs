use crate::chars::{is_arabic_letter, is_arabic_word_char};
use crate::finding::{Finding, Safety, code};
use crate::lexicon::letter_names::is_letter_name;
use crate::lint::rules::words::{kind_at, letter_count};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::Kind;

code! {
    /// ## What it does
    /// Finds `،` `؛` `؟` with a word written to them, and a full stop between two words.
    ///
    /// ## Why it matters
    /// Two words and the mark become one token, and a sentence does not end where it ends.
    ///
    /// ## Example
    /// `قال الوزير،إن` → `قال الوزير، إن`, `انتهى.وقال` → `انتهى. وقال`
    ///
    /// ## What it leaves alone
    /// Abbreviations (`أ.ف.ب`, `بي.بي.سي`, `د.خليفة`), decimals and dates, domains.
    ///
    /// ## Fix
    /// Safe for `،` `؛` `؟`: a space is put behind the mark. Unsafe for the full stop.
    CODE {
        code: "SP002",
        name: "missing-space-after-punctuation",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "no space after {0}",
        ar: "لا مسافة بعد {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    let marks = document.columns().punctuation.iter().map(|&index| index as usize);
    for index in marks.filter(|&index| kind_at(document, index + 1) == Some(Kind::Word)) {
        let (Some(mark), Some(word)) = (tokens.get(index), tokens.get(index + 1)) else { continue };
        let sign = document.slice(mark.span);
        let next = document.slice(word.span);
        if !matches!(sign, "،" | "؛" | "؟" | ".") || !next.starts_with(is_arabic_letter) {
            continue;
        }
        let Some(before) = index.checked_sub(1).and_then(|before| tokens.get(before)) else { continue };
        let left = document.slice(before.span);
        let finding = CODE.at(mark.span).with(sign.to_owned());
        let insertion = [Edit::replace(Span::empty(mark.span.end as usize), " ")];
        if sign == "." {
            let whole =
                |word: &str| word.chars().all(is_arabic_word_char) && letter_count(word) >= 3 && !is_letter_name(word);
            if before.kind == Kind::Word && whole(left) && whole(next) {
                findings.push(finding.unsafe_fix(insertion));
            }
        } else if !before.kind.is_space() {
            findings.push(finding.safe_fix(insertion));
        }
    }
}
