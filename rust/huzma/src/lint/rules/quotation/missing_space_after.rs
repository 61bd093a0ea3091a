use super::is_after_word;
use crate::chars::is_arabic_letter;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::{Kind, MarkKind};

code! {
    /// ## What it does
    /// Finds a word written to the quotation mark that closes before it.
    ///
    /// ## Why it matters
    /// The mark looks like one that opens, so that pairing fails from there on.
    ///
    /// ## Example
    /// `«التوت»أضخم` → `«التوت» أضخم`
    ///
    /// ## What it leaves alone
    /// Marks without a partner, straight marks of which it is not clear that they close, and the endings that make
    /// an adjective of a name (`«داعش»ي`).
    ///
    /// ## Fix
    /// Safe: a space is put behind the mark.
    CODE {
        code: "QT007",
        name: "missing-space-after-quote",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "no space after a quotation mark that closes",
        ar: "لا مسافة بعد علامة الاقتباس الخاتمة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// Endings, not words.
const ENDINGS: &[&str] = &["ي", "ية", "يا", "يين", "يون", "ات", "ه", "ها", "هم"];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    for (opener, closer) in document.pairs().iter().filter(|(opener, _)| opener.kind.is_quotation()) {
        let Some(word) = tokens.get(closer.token as usize + 1).filter(|token| token.kind == Kind::Word) else {
            continue;
        };
        let letters = document.slice(word.span);
        if !letters.starts_with(is_arabic_letter)
            || ENDINGS.contains(&letters)
            || opener.kind == MarkKind::Straight && is_after_word(document, opener)
        {
            continue;
        }
        let span = Span { start: closer.span.start, end: word.span.end };
        let between = Span::empty(closer.span.end as usize);
        findings.push(CODE.at(span).safe_fix([Edit::replace(between, " ")]));
    }
}
