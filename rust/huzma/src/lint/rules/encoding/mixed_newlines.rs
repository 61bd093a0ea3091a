use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds documents whose lines end in more than one way: LF, CRLF, CR. It is reported once, at the first line
    /// end of a rarer sort.
    ///
    /// ## Why it matters
    /// Programs that count lines count differently, and every comparison of two versions shows lines that did not
    /// change.
    ///
    /// ## Example
    /// A text pasted together from two systems.
    ///
    /// ## What it leaves alone
    /// A text with one sort of line end, whichever it is; U+2028, U+0085 and the like (UI011).
    ///
    /// ## Fix
    /// Safe: all line ends become the most frequent sort, LF on a tie.
    CODE {
        code: "EN011",
        name: "mixed-newlines",
        severity: Info,
        fix: Some(Safety::Safe),
        en: "line ends of more than one sort; of rarer sorts: {0}",
        ar: "نهايات أسطر من أكثر من نوع؛ عدد النادر منها {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

const SORTS: [&str; 3] = ["\n", "\r\n", "\r"];

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let bytes = document.text().as_bytes();
    if !document.inventory().has_rare(b'\r') {
        return;
    }
    let mut counts = [0usize; 3];
    for span in line_ends(bytes) {
        if let Some(count) = counts.get_mut(sort(document, span)) {
            *count += 1;
        }
    }
    let most = counts.iter().copied().max().unwrap_or(0);
    let kept = counts.iter().position(|&count| count == most).unwrap_or(0);
    let Some(&replacement) = SORTS.get(kept) else { return };
    let edits: Vec<Edit> = line_ends(bytes)
        .filter(|&span| sort(document, span) != kept)
        .map(|span| Edit::replace(span, replacement))
        .collect();
    if let Some(first) = edits.first() {
        let finding = CODE.at(first.span).with(edits.len().to_string());
        findings.push(finding.safe_fix(edits));
    }
}

fn sort(document: &Document<'_>, span: Span) -> usize {
    let end = document.slice(span);
    SORTS.iter().position(|&sort| sort == end).unwrap_or(0)
}

fn line_ends(bytes: &[u8]) -> impl Iterator<Item = Span> {
    memchr::memchr2_iter(b'\n', b'\r', bytes).filter_map(move |at| {
        let before = at.checked_sub(1).and_then(|before| bytes.get(before));
        match (bytes.get(at), bytes.get(at + 1)) {
            (Some(b'\n'), _) if before == Some(&b'\r') => None,
            (Some(b'\r'), Some(b'\n')) => Some(Span::new(at, at + 2)),
            _ => Some(Span::new(at, at + 1)),
        }
    })
}
