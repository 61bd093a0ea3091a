use crate::chars::digit_value;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds U+060C ARABIC COMMA between groups of three digits.
    ///
    /// ## Why it matters
    /// The comma parts clauses; between digits it makes two numbers of one: ten and zero instead of ten thousand.
    ///
    /// ## Example
    /// `10،000` → `10,000`, `١٠،٠٠٠` → `١٠٬٠٠٠`
    ///
    /// ## What it leaves alone
    /// Lists of numbers, which go on with `و` and another number (`1،234 و567`) or have groups of other lengths.
    ///
    /// ## Fix
    /// Unsafe: the comma becomes `,` between ASCII digits and U+066C ARABIC THOUSANDS SEPARATOR between
    /// Arabic-Indic ones.
    CODE {
        code: "DG005",
        name: "arabic-comma-thousands",
        severity: Warning,
        fix: Some(Safety::Unsafe),
        en: "Arabic comma between thousands",
        ar: "فاصلة عربية بين منازل الألوف",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut done = 0;
    // U+060C is D8 8C in UTF-8.
    for at in document.inventory().signs_with(text, 0xD8) {
        if text.as_bytes().get(at + 2) == Some(&b' ') {
            continue;
        }
        let is_group = text.get(at..).and_then(|rest| rest.strip_prefix('،')).is_some_and(starts_with_digit);
        if at < done || !is_group {
            continue;
        }
        let comma = "،".len();
        let head = digits(text.get(..at).unwrap_or_default().chars().rev());
        let mut end = at;
        let mut commas = Vec::new();
        let mut groups_of_three = true;
        // As many groups as follow, each behind a comma.
        while let Some(group) = text.get(end..).and_then(|rest| rest.strip_prefix('،'))
            && let count @ 1.. = digits(group.chars())
        {
            groups_of_three &= count == 3;
            commas.push(Span::new(end, end + comma));
            end += comma + group.chars().take(count).map(char::len_utf8).sum::<usize>();
        }
        done = end.max(at + comma);
        if commas.is_empty()
            || !(1..=3).contains(&head)
            || !groups_of_three
            || goes_on(text.get(end..).unwrap_or_default())
        {
            continue;
        }
        let start = at - text.get(..at).unwrap_or_default().chars().rev().take(head).map(char::len_utf8).sum::<usize>();
        let ascii = document.char_before(at).is_some_and(|digit| digit.is_ascii_digit());
        let separator = if ascii { "," } else { "\u{66C}" };
        let edits: Vec<Edit> = commas.into_iter().map(|comma| Edit::replace(comma, separator)).collect();
        findings.push(CODE.at(Span::new(start, end)).unsafe_fix(edits));
    }
}

/// How many digits come first, up to four: more are no group.
fn digits(characters: impl Iterator<Item = char>) -> usize {
    characters.take(4).take_while(|&character| digit_value(character as u32).is_some()).count()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|character| digit_value(character as u32).is_some())
}

/// Whether a list goes on: `و567`, `، 89`, `. 5`.
fn goes_on(rest: &str) -> bool {
    let next = rest.trim_start_matches(' ');
    let number = |rest: &str| digits(rest.trim_start_matches([' ', '\u{640}']).chars()) > 0;
    starts_with_digit(rest) || next.strip_prefix('و').is_some_and(number) || next.strip_prefix('،').is_some_and(number)
}
