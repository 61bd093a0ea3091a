use crate::chars::class_of;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::per_line::PerLine;
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds escapes of programming languages left in prose: `\n`, `\r`, `\t`, `\"` beside Arabic, and `\u0627`
    /// where there are two or more.
    ///
    /// ## Why it matters
    /// The text was taken out of JSON or source code without being unescaped. Words are glued to letters that are
    /// not theirs.
    ///
    /// ## Example
    /// `انتهى.\nوقال` (a backslash and an n) → a line end
    ///
    /// ## What it leaves alone
    /// Paths (`C:\temp`), LaTeX (`\newline`), regular expressions and code in Latin letters.
    ///
    /// ## Fix
    /// Unsafe: the character that is meant.
    CODE {
        code: "EN013",
        name: "literal-escape",
        severity: Error,
        fix: Some(Safety::Unsafe),
        en: "{0} was not unescaped",
        ar: "لم يُفك الهروب {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut lines = PerLine::default();
    let mut code_points = Vec::new();
    for at in document.inventory().signs_with(text, b'\\') {
        let rest = text.get(at + 1..).unwrap_or_default();
        if let Some(character) = code_point(rest) {
            code_points.push((Span::new(at, at + "\\u0000".len()), character));
            continue;
        }
        let meant = match rest.as_bytes().first() {
            Some(b'n' | b'r') => "\n",
            Some(b't') => "\t",
            Some(b'"') => "\"",
            _ => continue,
        };
        if lines.ask(document, at, |_, line| is_code(line)) {
            continue;
        }
        let span = Span::new(at, at + 2);
        let before = document.char_before(at);
        let after = document.char_at(at + 2);
        let latin = |side: Option<char>| {
            side.is_some_and(|side| side.is_ascii_alphanumeric() || matches!(side, '\\' | ':' | '/'))
        };
        let arabic = |side: Option<char>| {
            side.is_some_and(|side| class_of(side).is_arabic_script_letter() || class_of(side).is_mark())
        };
        let stop = |side: Option<char>| side.is_some_and(|side| matches!(side, '.' | '؟' | '!' | '»' | '"' | '،'));
        if !latin(after)
            && !before.is_some_and(|side| side.is_ascii_alphanumeric())
            && (arabic(before) || arabic(after) || stop(before))
        {
            findings.push(CODE.at(span).with(document.slice(span).to_owned()).unsafe_fix([Edit::replace(span, meant)]));
        }
    }
    if code_points.len() >= 2 {
        findings.extend(code_points.into_iter().map(|(span, character)| {
            CODE.at(span).with(document.slice(span).to_owned()).unsafe_fix([Edit::replace(span, character.to_string())])
        }));
    }
}

/// Whether a line is of a program: it has braces, or quotes within brackets.
fn is_code(line: &str) -> bool {
    ["{", "}", "(\"", "\")", "('", "')"].iter().any(|sign| line.contains(sign))
}

/// The letter of Arabic that `u06..` stands for.
fn code_point(rest: &str) -> Option<char> {
    let digits = rest.strip_prefix(['u', 'U'])?.get(..4)?;
    let digits = digits.starts_with("06").then_some(digits)?;
    digits
        .bytes()
        .all(|byte| byte.is_ascii_hexdigit())
        .then(|| u32::from_str_radix(digits, 16).ok().and_then(char::from_u32))?
}
