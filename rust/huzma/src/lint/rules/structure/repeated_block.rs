use std::collections::HashMap;

use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::Rule;
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds a stretch of text that stands in the document a second time, sentence for sentence: two paragraphs or
    /// more, or 200 characters or more. The later copy is reported.
    ///
    /// ## Why it matters
    /// Pages that hold an article twice (for the screen and for print) give texts that say everything twice. Counts,
    /// summaries and training all weigh the copy.
    ///
    /// ## Example
    /// An article whose lines 9 to 15 are its lines 2 to 8 again.
    ///
    /// ## What it leaves alone
    /// Refrains of poems and songs, rows of tables and short formulas: sentences count only if they are prose, which
    /// is to say that they have 80 characters, or five words and a mark at their end.
    ///
    /// ## Fix
    /// Safe: the later copy is deleted with the white space before it; all it says is still there.
    CODE {
        code: "ST004",
        name: "repeated-block",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "this block of {0} sentences stands in the text before",
        ar: "هذه الكتلة مكررة وقد سبقت في النص؛ عدد جملها {0}",
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

/// A repetition within one paragraph must have this many characters of prose.
const LONG: usize = 200;

/// A sentence without the white space and the lines of residue round it.
struct Sentence {
    span: Span,
    /// Equal sentences have equal numbers.
    number: usize,
    /// Its length in characters, if it is prose.
    prose: usize,
}

fn check(document: &Document<'_>, findings: &mut Vec<Finding>) {
    // Nothing shorter can hold the same prose twice.
    if document.text().len() < LONG {
        return;
    }
    if !says_something_twice(document) {
        return;
    }
    let sentences = sentences(document);
    // Where a sentence, and a sentence with the next, stood first.
    let mut first: HashMap<usize, usize> = HashMap::new();
    let mut first_pair: HashMap<(usize, usize), usize> = HashMap::new();
    let mut at = 0;
    while let Some(sentence) = sentences.get(at) {
        let next = sentences.get(at + 1).map(|next| (sentence.number, next.number));
        let candidates = [next.and_then(|pair| first_pair.get(&pair).copied()), first.get(&sentence.number).copied()];
        let length = candidates.into_iter().flatten().map(|from| equal(&sentences, from, at)).max().unwrap_or(0);
        let block = sentences.get(at..at + length).unwrap_or_default();
        let step = if is_long(document, block) {
            if let (Some(start), Some(end)) = (block.first(), block.last()) {
                let span = Span { start: start.span.start, end: end.span.end };
                let kept = document.text().get(..span.start as usize).unwrap_or_default().trim_end().len();
                let edit = Edit::delete(Span { start: kept as u32, end: span.end });
                findings.push(CODE.at(span).with(length.to_string()).safe_fix([edit]));
            }
            length.max(1)
        } else {
            1
        };
        for here in at..at + step {
            let (Some(this), next) = (sentences.get(here), sentences.get(here + 1)) else { break };
            first.entry(this.number).or_insert(here);
            if let Some(next) = next {
                first_pair.entry((this.number, next.number)).or_insert(here);
            }
        }
        at += step;
    }
}

/// Whether two sentences that may be prose have equal hashes: what is repeated must hold such a sentence.
fn says_something_twice(document: &Document<'_>) -> bool {
    /// Five words of a byte, the last of them a mark, and the spaces between them.
    const SHORTEST: usize = 9;
    let sentences = document.sentences().iter().map(|span| without_residue(document.slice(span)).1);
    let mut hashes: Vec<u64> = sentences.filter(|text| text.len() >= SHORTEST).map(hash).collect();
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}

/// A hash of a text, eight bytes at a time. Texts made to collide cost no more than the full comparison.
fn hash(text: &str) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let (eights, rest) = text.as_bytes().as_chunks();
    let mix = |hash: u64, eight: u64| (hash.rotate_left(23) ^ eight).wrapping_mul(FACTOR);
    let hash = eights.iter().fold(text.len() as u64, |hash, &eight| mix(hash, u64::from_le_bytes(eight)));
    rest.iter().fold(hash, |hash, &byte| mix(hash, u64::from(byte)))
}

/// How many sentences from `from` on, up to `at`, are those from `at` on; not further than where prose ends, so that a
/// formula repeated without end is not compared with itself again and again.
fn equal(sentences: &[Sentence], from: usize, at: usize) -> usize {
    const WITHOUT_PROSE: usize = 64;
    let earlier = sentences.get(from..at).unwrap_or_default();
    let later = sentences.get(at..).unwrap_or_default();
    let mut idle = 0;
    earlier
        .iter()
        .zip(later)
        .take_while(|(earlier, later)| {
            idle = if later.prose > 0 { 0 } else { idle + 1 };
            earlier.number == later.number && idle <= WITHOUT_PROSE
        })
        .count()
}

fn is_long(document: &Document<'_>, block: &[Sentence]) -> bool {
    if block.is_empty() {
        return false;
    }
    if block.iter().map(|sentence| sentence.prose).sum::<usize>() >= LONG {
        return true;
    }
    let lines = document.lines();
    let mut of_prose = block
        .iter()
        .filter(|sentence| sentence.prose > 0)
        .map(|sentence| lines.partition_point(|line| line.end <= sentence.span.start));
    let first = of_prose.next();
    first.is_some() && of_prose.any(|line| Some(line) != first)
}

fn sentences(document: &Document<'_>) -> Vec<Sentence> {
    let mut numbers: HashMap<&str, usize> = HashMap::new();
    document
        .sentences()
        .iter()
        .map(|span| {
            let (offset, text) = without_residue(document.slice(span));
            let start = span.start as usize + offset;
            let next = numbers.len();
            let number = *numbers.entry(text).or_insert(next);
            Sentence { span: Span::new(start, start + text.len()), number, prose: prose(text) }
        })
        .collect()
}

/// The part of the sentence without the white space and the lines that say nothing at both ends, and where it starts.
fn without_residue(sentence: &str) -> (usize, &str) {
    let says_something = |line: &str| line.chars().any(char::is_alphanumeric);
    let mut text = sentence.trim_end();
    while let Some(at) = memchr::memrchr2(b'\n', b'\r', text.as_bytes())
        && let Some((before, last)) = text.split_at_checked(at)
        && !says_something(last)
    {
        text = before.trim_end();
    }
    let end = text.len();
    text = text.trim_start();
    while let Some(at) = memchr::memchr2(b'\n', b'\r', text.as_bytes())
        && let Some((first, after)) = text.split_at_checked(at)
        && !says_something(first)
    {
        text = after.trim_start();
    }
    (end - text.len(), text)
}

/// The length of a sentence of prose in characters; nothing for a heading, a line of verse, a row of a table.
fn prose(sentence: &str) -> usize {
    const LONG_LINE: usize = 80;
    const WORDS: usize = 5;
    let length = sentence.chars().count();
    let ended = sentence.trim_end_matches(['»', '"', '”', '“', ')']).ends_with(['.', '؟', '!', '…', '?']);
    let row = memchr::memchr2(b'\t', b'|', sentence.as_bytes()).is_some();
    if !row && (length >= LONG_LINE || ended && sentence.split_whitespace().count() >= WORDS) { length } else { 0 }
}
