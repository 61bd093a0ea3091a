use crate::chars::{is_arabic_letter, is_arabic_mark};
use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::Rule;
use crate::lint::rules::words::words;
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds U+0629 ARABIC LETTER TEH MARBUTA with a letter behind it in the same word.
    ///
    /// ## Why it matters
    /// Teh marbuta ends words only: two words are glued here. Both are lost to search and to counting.
    ///
    /// ## Example
    /// `للغايةبهويتهم` → `للغاية بهويتهم`
    ///
    /// ## What it leaves alone
    /// A word that ends in `ةن`, where a comma was meant (the two share a key).
    ///
    /// ## Fix
    /// Unsafe: a space is put behind the teh marbuta.
    CODE {
        code: "LT008",
        name: "teh-marbuta-mid-word",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "a word goes on after teh marbuta; a space is missing",
        ar: "كلمة مستمرة بعد التاء المربوطة؛ المسافة ناقصة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    if memchr::memmem::find(document.text().as_bytes(), "ة".as_bytes()).is_none() || !document.is_arabic_prose() {
        return;
    }
    for (_, token) in words(document) {
        let word = document.slice(token.span);
        let mut edits = Vec::new();
        let mut after_teh = false;
        for (at, character) in word.char_indices() {
            if after_teh && is_arabic_letter(character) {
                // The comma shares its key with ن.
                if word.get(at..) == Some("ن") {
                    break;
                }
                edits.push(Edit::replace(Span::empty(token.span.start as usize + at), " "));
            }
            after_teh = character == 'ة' || after_teh && is_arabic_mark(character);
        }
        if !edits.is_empty() {
            findings.push(CODE.at(token.span).unsafe_fix(edits));
        }
    }
}
