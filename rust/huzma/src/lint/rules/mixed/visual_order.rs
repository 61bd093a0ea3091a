use crate::chars::is_arabic_letter;
use crate::finding::{Finding, code};
use crate::lint::{Rule, Surveyed};
use crate::span::Span;

code! {
    /// ## What it does
    /// Finds lines whose letters are stored from the last to the first, as they stand on paper from the left.
    ///
    /// ## Why it matters
    /// Readers of PDF and old programs give it. Not one word of such a line can be found.
    ///
    /// ## Example
    /// `ةيبرعلا ةغللا يف`: `في اللغة العربية`
    ///
    /// ## What it leaves alone
    /// Lines with few words, and a word or two that begin with ة or ى by a slip: of the words of the line more must
    /// end in لا, the article reversed, than begin with ال, and two at least must begin with a letter that ends words.
    ///
    /// ## Fix
    /// None: numbers and Latin words would have to stay as they are.
    CODE {
        code: "MX004",
        name: "visual-order",
        severity: Error,
        fix: None,
        en: "letters stored in the reverse order",
        ar: "حروف مخزنة بترتيب معكوس",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    if !document.inventory().letters().final_letter_first {
        return;
    }
    for &line in document.lines() {
        let text = document.slice(line);
        if is_reversed(text) {
            let start = line.start as usize + text.len() - text.trim_start().len();
            findings.push(CODE.at(Span::new(start, start + text.trim().len())));
        }
    }
}

fn is_reversed(line: &str) -> bool {
    const FINALS: usize = 2;
    let (mut finals, mut articles, mut reversed) = (0usize, 0usize, 0usize);
    let words = line.split(|character| !is_arabic_letter(character)).filter(|word| word.chars().nth(2).is_some());
    for word in words {
        finals += usize::from(word.starts_with(['ة', 'ى']));
        let long = word.chars().nth(3).is_some();
        articles += usize::from(long && word.starts_with("ال"));
        reversed += usize::from(long && word.ends_with("لا"));
    }
    finals >= FINALS && reversed > articles
}
