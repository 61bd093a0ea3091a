use crate::chars::digit_value;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::tokens_at;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;

code! {
    /// ## What it does
    /// Finds decimals as news agencies type them, with the letter reh for the point: `5ر1`.
    ///
    /// ## Why it matters
    /// The fraction stands first: `5ر1 مليون` is one and a half million. Whoever reads it as two numbers, or as
    /// 5.1, has it wrong.
    ///
    /// ## Example
    /// `5ر1` → `1.5`, `88ر0` → `0.88`, `000ر12` → `12,000`
    ///
    /// ## What it leaves alone
    /// A reh between a number and a word.
    ///
    /// ## Fix
    /// Unsafe: the whole part is put first, with a point. Where the part before the reh is three noughts, they are
    /// thousands.
    CODE {
        code: "DG007",
        name: "reh-decimal",
        severity: Info,
        fix: Some(Safety::Unsafe),
        en: "decimal with reh for the point, fraction first: {0}",
        ar: "كسر عشري بالراء، الكسر أولًا: {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for token in tokens_at(document, &document.columns().numbers) {
        let Some((first, second)) = document.slice(token.span).split_once('ر') else { continue };
        let is_number = |part: &str| !part.is_empty() && part.chars().all(|digit| digit_value(digit as u32).is_some());
        if !is_number(first) || !is_number(second) {
            continue;
        }
        let ascii = first.starts_with(|digit: char| digit.is_ascii_digit());
        let noughts = first.chars().count() == 3 && first.chars().all(|digit| digit_value(digit as u32) == Some(0));
        let separator = match (noughts, ascii) {
            (true, true) => ',',
            (true, false) => '\u{66C}',
            (false, true) => '.',
            (false, false) => '\u{66B}',
        };
        let meant = format!("{second}{separator}{first}");
        findings.push(CODE.at(token.span).with(meant.clone()).unsafe_fix([Edit::replace(token.span, meant)]));
    }
}
