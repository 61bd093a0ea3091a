use crate::chars::{is_arabic_letter, is_arabic_mark};
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::Kind;

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

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let bytes = document.text().as_bytes();
    let inventory = document.inventory();
    // A mark may stand between the two.
    let letter_behind =
        |mark: usize| matches!(bytes.get(mark + 2..), Some([0xD8..=0xDB, second, ..]) if *second >= 0x81);
    let after_teh = |&mark: &u32| {
        (mark as usize)
            .checked_sub(2)
            .is_some_and(|teh| bytes[teh..].starts_with("ة".as_bytes()) && letter_behind(teh + 2))
    };
    if !inventory.letters().teh_marbuta_mid_word && !inventory.marks().iter().any(after_teh) {
        return;
    }
    // ة is D8 A9 in UTF-8; `at` is its second byte. Behind nearly every one stands ASCII.
    let goes_on = |&at: &usize| {
        bytes.get(at + 1).is_some_and(|next| !next.is_ascii())
            && at.checked_sub(1).is_some_and(|lead| bytes.get(lead) == Some(&0xD8))
    };
    let mut places = memchr::memchr_iter(0xA9, bytes).filter(goes_on).peekable();
    if places.peek().is_none() || !document.is_arabic_prose() {
        return;
    }
    let tokens = document.tokens();
    let mut done = 0;
    for at in places {
        let token = tokens.get(tokens.index_at(at)).filter(|token| at >= done && token.kind == Kind::Word);
        let Some(token) = token else { continue };
        done = token.span.end as usize;
        let edits = spaces(token.span.start as usize, document.slice(token.span));
        if !edits.is_empty() {
            findings.push(CODE.at(token.span).unsafe_fix(edits));
        }
    }
}

/// A space behind each teh marbuta that a letter follows; the word starts at a byte offset.
fn spaces(start: usize, word: &str) -> Vec<Edit> {
    let mut edits = Vec::new();
    let mut after_teh = false;
    for (at, character) in word.char_indices() {
        if after_teh && is_arabic_letter(character) {
            // The comma shares its key with ن.
            if word.get(at..) == Some("ن") {
                break;
            }
            edits.push(Edit::replace(Span::empty(start + at), " "));
        }
        after_teh = character == 'ة' || after_teh && is_arabic_mark(character);
    }
    edits
}
