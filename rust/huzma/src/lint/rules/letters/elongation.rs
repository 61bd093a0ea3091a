use crate::chars::is_arabic_letter;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::words;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds a letter that stands three times or more in a row in a word.
    ///
    /// ## Why it matters
    /// Speech is stretched so in comments and posts. Each length makes a word that no vocabulary has.
    ///
    /// ## Example
    /// `جمييييل` → `جمييل`
    ///
    /// ## What it leaves alone
    /// Two of a letter (`مميز`, `الله`); three at the start of a word, which prefixes bring together (`تتتبع`,
    /// `بببغاء`); ووو, where words may be glued; laughter (`هههه`); other languages, verse and vocalised text.
    ///
    /// ## Fix
    /// Unsafe: two of them are left.
    CODE {
        code: "LT011",
        name: "letter-elongation",
        severity: Info,
        fix: Some(Safety::Unsafe),
        en: "{0} stands {1} times in a row",
        ar: "الحرف {0} مكرر متتاليًا؛ عدد مراته {1}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !document.inventory().letters().thrice || !document.is_arabic_prose() {
        return;
    }
    for (_, token) in words(document) {
        let word = document.slice(token.span);
        if !has_three_in_a_row(word) {
            continue;
        }
        let letters: Vec<(usize, char)> = word.char_indices().collect();
        let laughter = letters.iter().all(|&(_, letter)| letter == 'ه');
        for run in letters.chunk_by(|(_, one), (_, next)| one == next) {
            let &[(at, letter), _, _, ..] = run else { continue };
            // Behind a conjunction too.
            let begins = at <= 'و'.len_utf8() && run.len() == 3;
            if !is_arabic_letter(letter) || letter == 'و' || laughter || begins {
                continue;
            }
            let start = token.span.start as usize + at;
            let width = letter.len_utf8();
            let span = Span::new(start, start + run.len() * width);
            let excess = Span::new(start + 2 * width, span.end as usize);
            let finding = CODE.at(span).with(letter.to_string()).with(run.len().to_string());
            findings.push(finding.unsafe_fix([Edit::delete(excess)]));
        }
    }
}

/// Whether a letter of two bytes stands three times in a row, as far as bytes tell.
fn has_three_in_a_row(word: &str) -> bool {
    word.as_bytes().windows(6).any(|six| six[..4] == six[2..])
}
