use crate::chars::{Class, class_of, is_arabic_letter};
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

code! {
    /// ## What it does
    /// Finds words in which letters of Arabic stand on both sides of one or two letters of another script.
    ///
    /// ## Why it matters
    /// A key of the wrong keyboard layout, or a letter that only looks right: the word equals no other.
    ///
    /// ## Example
    /// `المدbنة`
    ///
    /// ## What it leaves alone
    /// Arabic written to a Latin word (`الـiOS`, `وWhatsApp`, `بـGoogle`), Latin initials behind a word (`فيتامينC`).
    ///
    /// ## Fix
    /// None: which letter was meant takes reading.
    CODE {
        code: "MX001",
        name: "mixed-script-word",
        severity: Error,
        fix: None,
        en: "letters of two scripts in one word",
        ar: "حروف من كتابتين في كلمة واحدة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// More foreign letters than this are a word of their own, glued to its neighbours.
const SLIP: usize = 2;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    let bytes = document.text().as_bytes();
    let mut done = 0;
    for at in document.inventory().rare().iter().map(|&at| at as usize) {
        // Letters of the Arabic block are two bytes, of which D8 to DB is the first.
        let before = at.checked_sub(2).and_then(|before| bytes.get(before));
        if at < done || !before.is_some_and(|lead| matches!(lead, 0xD8..=0xDB)) {
            continue;
        }
        let rest = document.text().get(at..).unwrap_or_default();
        let slip: usize = rest
            .chars()
            .take(SLIP + 1)
            .take_while(|&letter| class_of(letter) == Class::Letter)
            .map(char::len_utf8)
            .sum();
        let behind = rest.get(slip..).unwrap_or_default();
        if slip == 0 || !document.char_before(at).is_some_and(is_arabic_letter) || !behind.starts_with(is_arabic_letter)
        {
            continue;
        }
        // The tokenizer parts the scripts.
        let (first, last) = (tokens.index_at(at - 1), tokens.index_at(at + slip));
        if let (Some(first), Some(last)) = (tokens.get(first), tokens.get(last)) {
            done = last.span.end as usize;
            findings.push(CODE.at(Span { start: first.span.start, end: last.span.end }));
        }
    }
}
