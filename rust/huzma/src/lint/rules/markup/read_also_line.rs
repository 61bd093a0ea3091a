use super::whole_line;
use crate::chars::{Class, class_of, is_arabic_letter};
use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds lines that send the reader to another article: `اقرأ أيضاً..`, `شاهد أيضاً:`, `قد يهمك..`, `مواضيع ذات صلة`.
    ///
    /// ## Why it matters
    /// The line is a link of the page and no part of the article. It puts a headline about something else into the
    /// middle of the text.
    ///
    /// ## Example
    /// `إقرا أيضاً.. واشنطن: النظام السوري يستعد لهجوم كيماوي جديد`
    ///
    /// ## What it leaves alone
    /// The same words in a sentence (`للمزيد من القوات`, `شاهد عيان`): they count at the start of a line, with `..`, `…`,
    /// `:`, `|` or the end of the line after them, and `شاهد:` alone may announce a witness.
    ///
    /// ## Fix
    /// Unsafe: the line is deleted.
    CODE {
        code: "MK008",
        name: "read-also-line",
        severity: Warning,
        fix: Some(Safety::Unsafe),
        en: "line that links to another article",
        ar: "سطر يحيل إلى مقال آخر",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// What such a line begins with, folded; whether it says enough without an addition, before any separator.
const INVITATIONS: &[(&[&str], bool)] = &[
    (&["اقرا"], true),
    (&["طالع"], true),
    // Also "witness".
    (&["شاهد"], false),
    (&["قد", "يهمك"], true),
    (&["قد", "يعجبك"], true),
    (&["للمزيد"], true),
    (&["مواضيع", "ذات", "صلة"], true),
    (&["اخبار", "ذات", "صلة"], true),
    (&["موضوعات", "ذات", "صلة"], true),
    (&["موضوعات", "متعلقة"], true),
    (&["مواضيع", "متعلقة"], true),
];
/// What may follow, folded.
const ADDITIONS: &[&str] = &["ايضا", "المزيد"];
const LONGEST_WORD: usize = 32;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    for (index, &line) in document.lines().iter().enumerate() {
        if is_invitation(document.slice(line)) {
            let deleted = whole_line(document, index).unwrap_or(line);
            findings.push(CODE.at(trimmed(document, line)).unsafe_fix([Edit::delete(deleted)]));
        }
    }
}

fn trimmed(document: &Document<'_>, line: Span) -> Span {
    let text = document.slice(line);
    let start = line.start as usize + text.len() - text.trim_start().len();
    Span::new(start, start + text.trim().len())
}

fn is_invitation(line: &str) -> bool {
    let line = line.trim_start();
    // No other two letters begin an invitation.
    let mut letters = line.chars();
    if let (Some(first), Some(second)) = (letters.next(), letters.next())
        && is_arabic_letter(first)
        && is_arabic_letter(second)
        && !matches!(
            (first, second),
            ('ا' | 'أ' | 'إ' | 'آ', 'ق' | 'خ')
                | ('ط' | 'ش', 'ا' | 'أ' | 'إ' | 'آ')
                | ('ق', 'د')
                | ('ل', 'ل')
                | ('م', 'و')
        )
    {
        return false;
    }
    INVITATIONS.iter().any(|&(words, complete)| {
        let Some(mut rest) = words.iter().try_fold(line, |rest, word| take_word(rest, word)) else { return false };
        let added = ADDITIONS.iter().find_map(|word| take_word(rest, word));
        rest = added.unwrap_or(rest).trim_start();
        if added.is_some() || complete {
            rest.is_empty() || rest.starts_with("..") || rest.starts_with(['…', ':', '|'])
        } else {
            rest.starts_with("..") || rest.starts_with(['…', '|'])
        }
    })
}

/// The rest of a line behind a word, if the line starts with it, whatever its marks, its tatweel and the hamza of its
/// alef.
fn take_word<'l>(line: &'l str, word: &str) -> Option<&'l str> {
    let line = line.trim_start_matches(|character| class_of(character) == Class::Space);
    let is_part = |character: char| {
        let class = class_of(character);
        class.is_letter() || class.is_mark() || class == Class::Tatweel || class == Class::Digit
    };
    let end = line.char_indices().take(LONGEST_WORD).find(|&(_, character)| !is_part(character));
    let end =
        end.map_or_else(|| (line.chars().nth(LONGEST_WORD).is_none()).then_some(line.len()), |(at, _)| Some(at))?;
    let (found, rest) = line.split_at_checked(end)?;
    let folded = found.chars().filter(|&character| class_of(character).is_letter()).map(|letter| match letter {
        'أ' | 'إ' | 'آ' => 'ا',
        letter => letter,
    });
    folded.eq(word.chars()).then_some(rest)
}
