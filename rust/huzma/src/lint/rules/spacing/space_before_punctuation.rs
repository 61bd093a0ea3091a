use crate::chars::{Class, class_of, is_arabic_letter, is_arabic_word_char};
use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::rules::words::kind_at;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};
use crate::tokenize::{Kind, Token};

code! {
    /// ## What it does
    /// Finds spaces before `،` `؛` `؟` `!` `:` and a full stop in Arabic text.
    ///
    /// ## Why it matters
    /// Arabic writes the mark to the word before it. With a space between, lines break before the mark, and tools
    /// that split at spaces make a word of it. One in ten articles of a corpus of 31,030 has it.
    ///
    /// ## Example
    /// `قال الوزير ، إن` → `قال الوزير، إن`
    ///
    /// ## What it leaves alone
    /// What begins with a point (`.com`, `.NET`), the points of an ellipsis, scores (`2 : 1`), rows of tables,
    /// emoticons, initials (`أ . ب`) and Latin text.
    ///
    /// ## Fix
    /// Safe: the space is deleted, and put behind the mark where a word is glued to it.
    CODE {
        code: "SP001",
        name: "space-before-punctuation",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "space before {0}",
        ar: "مسافة قبل {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    let mut lines = PerLine::default();
    let marks = document.columns().punctuation.iter().filter_map(|&mark| (mark as usize).checked_sub(2));
    for index in marks.filter(|&index| kind_at(document, index + 1) == Some(Kind::Space)) {
        let (Some(left), Some(space), Some(mark)) = (tokens.get(index), tokens.get(index + 1), tokens.get(index + 2))
        else {
            continue;
        };
        let sign = document.slice(mark.span);
        if !matches!(sign, "،" | "؛" | "؟" | "!" | ":" | ".")
            || !is_plain(document, space.span)
            || !ends_arabic(document, left, sign)
        {
            continue;
        }
        let after = mark.span.end as usize;
        let right = document.char_at(after);
        let glued = right.is_some_and(is_arabic_letter);
        let clear = match right {
            None => true,
            Some(right) => {
                glued
                    || matches!(class_of(right), Class::Space | Class::Newline)
                    || matches!(right, '«' | '»' | '"' | '“' | '”' | ')' | '؟' | '!' | '،' | '؛')
                        && (right != ')' || sign != ":")
            }
        };
        if !clear
            || is_single_letter(document, left) && sign == "."
            || lines.ask(document, after, |_, line| is_row(line))
        {
            continue;
        }
        let mut edits = vec![Edit::delete(space.span)];
        if glued {
            edits.push(Edit::replace(Span::empty(after), " "));
        }
        findings.push(CODE.at(space.span).with(sign.to_owned()).safe_fix(edits));
    }
}

/// A few ordinary spaces; a tabulator or a wide gap is a column.
fn is_plain(document: &Document<'_>, space: Span) -> bool {
    const COLUMN: usize = 4;
    let space = document.slice(space);
    !space.contains('\t') && space.chars().take(COLUMN).count() < COLUMN
}

/// Whether the token ends an Arabic phrase: a word of Arabic letters, a number, a mark that closes.
fn ends_arabic(document: &Document<'_>, token: Token, sign: &str) -> bool {
    match token.kind {
        Kind::Word => document.slice(token.span).chars().next_back().is_some_and(is_arabic_word_char),
        // A colon after a number is a score or a ratio.
        Kind::Number => sign != ":",
        Kind::Punctuation => matches!(document.slice(token.span), "»" | "\"" | "”" | "“" | ")" | "]"),
        _ => false,
    }
}

fn is_single_letter(document: &Document<'_>, token: Token) -> bool {
    token.kind == Kind::Word
        && document.slice(token.span).chars().filter(|&letter| is_arabic_letter(letter)).count() == 1
}

/// Whether a line is a row of a table: it has a tabulator or a bar.
fn is_row(line: &str) -> bool {
    memchr::memchr2(b'\t', b'|', line.as_bytes()).is_some()
}
