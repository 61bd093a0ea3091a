use super::whole_line;
use crate::chars::is_arabic_letter;
use crate::finding::{Finding, Safety, code};
use crate::lexicon::agencies::{HEADS, NAMES, PHRASES, TAILS};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds the name of a news agency or an outlet that signs the article: alone on the last line, or alone in
    /// brackets at the very end.
    ///
    /// ## Why it matters
    /// It says where the article comes from and is no sentence of it. Take it out as a record before it is deleted.
    ///
    /// ## Example
    /// A last line that is only `رويترز`, `أ ف ب` or `عرجون نيوز`; `(أ ف ب)` at the end
    ///
    /// ## What it leaves alone
    /// The same names in a sentence, and on any line but the last.
    ///
    /// ## Fix
    /// Unsafe: the line, or the bracket, is deleted.
    CODE {
        code: "MK011",
        name: "agency-signature",
        severity: Info,
        fix: Some(Safety::Unsafe),
        en: "signature of an agency",
        ar: "توقيع وكالة",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// A line with more words is a sentence.
const WORDS: usize = 6;

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let lines = document.lines();
    let Some(last) = lines.iter().rposition(|&line| !document.slice(line).trim().is_empty()) else { return };
    let Some(&line) = lines.get(last) else { return };
    let text = document.slice(line);
    let content = text.trim();
    let start = line.start as usize + text.len() - text.trim_start().len();
    let is_first = lines.iter().take(last).all(|&line| document.slice(line).trim().is_empty());
    let bare = content.trim_start_matches(['(', '[']).trim_end_matches([')', ']', '.']);
    if !is_first && is_signature(bare) {
        let deleted = whole_line(document, last).unwrap_or(line);
        let span = Span::new(start, start + content.len());
        findings.push(CODE.at(span).unsafe_fix([Edit::delete(deleted)]));
        return;
    }
    let inner = content.strip_suffix('.').unwrap_or(content);
    if let Some(open) = inner.rfind('(')
        && let Some(name) = inner.get(open + 1..).and_then(|name| name.strip_suffix(')'))
        && open > 0
        && is_signature(name)
    {
        let kept = inner.get(..open).unwrap_or_default().trim_end().len();
        let span = Span::new(start + open, start + inner.len());
        let deleted = Span::new(start + kept, start + inner.len());
        findings.push(CODE.at(span).unsafe_fix([Edit::delete(deleted)]));
    }
}

/// Whether a text is the names of agencies and nothing else.
fn is_signature(text: &str) -> bool {
    const SEPARATORS: [char; 9] = [' ', '،', ',', '-', '–', '/', '.', '+', '|'];
    let words: Vec<&str> = text.split(SEPARATORS).filter(|word| !word.is_empty()).take(WORDS + 1).collect();
    if words.is_empty() || words.len() > WORDS {
        return false;
    }
    // عرجون نيوز, وكالة أنباء الشرق الأوسط: what heads and ends the names of outlets, in a line without punctuation.
    let plain = text.chars().all(|character| is_arabic_letter(character) || character == ' ');
    let headed = plain && words.len() > 1 && words.first().is_some_and(|word| HEADS.contains(word));
    let tailed = plain && matches!(words.len(), 2 | 3) && words.last().is_some_and(|word| TAILS.contains(word));
    let mut rest = words.as_slice();
    while let Some((first, after)) = rest.split_first() {
        let unjoined = first.strip_prefix('و').filter(|name| NAMES.contains(name));
        if NAMES.contains(first) || unjoined.is_some() || *first == "و" && rest.len() < words.len() {
            rest = after;
        } else if let Some(phrase) = PHRASES.iter().find(|phrase| rest.starts_with(phrase)) {
            rest = rest.get(phrase.len()..).unwrap_or_default();
        } else {
            return headed || tailed;
        }
    }
    true
}
