use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::kind_at;
use crate::lint::{Rule, Surveyed};
use crate::span::Edit;
use crate::tokenize::{Kind, Role};

code! {
    /// ## What it does
    /// Finds the conjunction و with a space between it and a quotation mark, a bracket or a number.
    ///
    /// ## Why it matters
    /// Arabic writes و to what follows. Alone it is a word of one letter to every count, and a line may break
    /// behind it.
    ///
    /// ## Example
    /// `مثل «داعش» و «جبهة النصرة»` → `و«جبهة النصرة»`
    ///
    /// ## What it leaves alone
    /// و as an initial (`و. ب. أ`) or as the label of a list at the start of a line (`و (1)`), and before a word
    /// (SP006).
    ///
    /// ## Fix
    /// Safe: the space is deleted.
    CODE {
        code: "SP007",
        name: "detached-waw-before-quote",
        severity: Warning,
        fix: Some(Safety::Safe),
        en: "space between و and what it belongs to",
        ar: "مسافة بين الواو وما بعدها",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let tokens = document.tokens();
    for index in document.columns().waws.iter().map(|&index| index as usize) {
        let (Some(space), Some(next)) = (tokens.get(index + 1), tokens.get(index + 2)) else { continue };
        if space.kind != Kind::Space || document.slice(space.span).contains('\t') {
            continue;
        }
        let begins_line = index.checked_sub(1).is_none_or(|before| kind_at(document, before) == Some(Kind::Newline));
        let belongs = match next.kind {
            Kind::Number => !begins_line,
            Kind::Punctuation => match document.slice(next.span) {
                "«" | "“" | "‹" => true,
                // It may as well close what stands before the و.
                "\"" | "”" => opens(document, index + 2),
                "(" => !begins_line,
                _ => false,
            },
            _ => false,
        };
        if belongs {
            findings.push(CODE.at(space.span).safe_fix([Edit::delete(space.span)]));
        }
    }
}

fn opens(document: &Document<'_>, token: usize) -> bool {
    let marks = document.pairs().marks();
    let found = marks.binary_search_by_key(&token, |mark| mark.token as usize);
    found.ok().and_then(|at| marks.get(at)).is_some_and(|mark| mark.role == Role::Opener && mark.partner.is_some())
}
