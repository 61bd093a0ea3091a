use crate::chars::{class_of, is_arabic_word_char};
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::{PROCLITICS, letter_count};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::{Kind, MarkKind};

code! {
    /// ## What it does
    /// Finds a word with a quotation mark that opens written to it.
    ///
    /// ## Why it matters
    /// The word and the first of the quotation become one token, and the mark looks like one that closes.
    ///
    /// ## Example
    /// `برنامج«صور»` → `برنامج «صور»`
    ///
    /// ## What it leaves alone
    /// Proclitics, which are written to the mark (`و«`, `لـ«`, `بال«`); straight marks of which it is not clear
    /// that they open.
    ///
    /// ## Fix
    /// Safe: a space is put before the mark.
    CODE {
        code: "QT006",
        name: "missing-space-before-quote",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "no space before a quotation mark that opens",
        ar: "لا مسافة قبل علامة الاقتباس الفاتحة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    for (opener, closer) in document.pairs().iter().filter(|(opener, _)| opener.kind.is_quotation()) {
        let Some(word) = (opener.token as usize).checked_sub(1).and_then(|before| tokens.get(before)) else { continue };
        let letters = document.slice(word.span);
        if word.kind != Kind::Word
            || !letters.ends_with(is_arabic_word_char)
            || letter_count(letters) < 2
            || PROCLITICS.contains(&letters)
        {
            continue;
        }
        // A straight mark opens for sure only if its partner can do nothing but close.
        let after = document.char_at(closer.span.end as usize);
        let glued = after.is_some_and(|after| class_of(after).is_letter());
        if opener.kind == MarkKind::Straight && glued {
            continue;
        }
        let span = Span { start: word.span.start, end: opener.span.end };
        let between = Span::empty(opener.span.start as usize);
        findings.push(CODE.at(span).safe_fix([Edit::replace(between, " ")]));
    }
}
