use std::collections::HashMap;

use crate::chars::{Class, class_of};
use crate::document::Document;
use crate::finding::{Finding, Safety, code};
use crate::lint::rules::words::tokens_at;
use crate::lint::{Rule, Surveyed};
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

/// A line of this many characters is no heading, no line of verse and no row of a table.
const LONG_LINE: usize = 80;

/// A sentence without the white space and the lines of residue round it.
struct Sentence {
    span: Span,
    /// Equal sentences have equal numbers.
    number: usize,
    /// Its length in characters, if it is prose.
    prose: usize,
}

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    // Nothing shorter can hold the same prose twice.
    if document.text().len() < LONG {
        return;
    }
    if !may_say_something_twice(document) {
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

/// Whether something may be said twice, told without cutting the text into sentences, which costs more than all rules.
///
/// A sentence ends behind a terminal mark or at the end of its line and begins behind another such place, but for
/// the marks of quotation and the spaces between. So of a sentence that stands twice every part from such a place
/// to the next stands twice, and the last of them before its last terminal mark, or all of it if it has none, is put
/// down here.
fn may_say_something_twice(document: &Surveyed<'_>) -> bool {
    let text = document.text();
    let tokens = document.tokens();
    let columns = document.columns();
    let mut marks = tokens_at(document, &columns.punctuation).filter(|mark| is_terminal(text, mark.span)).peekable();
    let mut lines = tokens_at(document, &columns.newlines).peekable();
    let mut hashes = Vec::with_capacity(columns.newlines.len() + 32);
    let mut start = 0;
    loop {
        let next_line = lines.peek().map(|line| line.span);
        let mark =
            marks.next_if(|mark| next_line.is_none_or(|line| mark.span.start < line.start)).map(|mark| mark.span);
        let span = mark.or(next_line).unwrap_or(Span::empty(tokens.text_len()));
        let part = text.get(start as usize..span.start as usize).unwrap_or_default();
        let part = part.trim_start_matches(may_stand_between);
        if mark.is_some() {
            hashes.extend((!part.is_empty()).then(|| hash(last_of(part))));
        } else {
            let part = part.trim_end();
            if part.len() >= LONG_LINE || has_terminal_at_end(part) {
                hashes.push(hash(last_of(part)));
            }
            if lines.next().is_none() {
                break;
            }
        }
        start = span.end;
    }
    hashes.sort_unstable();
    hashes.windows(2).any(|pair| pair[0] == pair[1])
}

/// Enough of the end of a part to tell it from others.
fn last_of(part: &str) -> &[u8] {
    const ENOUGH: usize = 64;
    &part.as_bytes()[part.len().saturating_sub(ENOUGH)..]
}

/// Whether a mark of punctuation may end a sentence.
fn is_terminal(text: &str, mark: Span) -> bool {
    match text.as_bytes().get(mark.start as usize) {
        Some(b'.' | b'!' | b'?') => true,
        Some(..0xC0) | None => false,
        // ؟ ۔ … ‼ ⁇ ⁈ ⁉
        Some(_) => text
            .get(mark.start as usize..)
            .is_some_and(|rest| rest.starts_with(['؟', '۔', '…', '\u{203C}', '\u{2047}', '\u{2048}', '\u{2049}'])),
    }
}

/// Spaces and what is paired.
fn may_stand_between(character: char) -> bool {
    match character {
        ' ' => true,
        '\u{620}'..='\u{6FF}' => false,
        _ => {
            character.is_whitespace()
                || class_of(character) == Class::Space
                || matches!(character, '«' | '»' | '‹' | '›' | '"' | '“' | '”' | '„' | '‟')
                || matches!(character, '(' | ')' | '[' | ']' | '{' | '}' | '﴾' | '﴿')
        }
    }
}

/// A hash of a text, eight bytes at a time. Texts made to collide cost no more than the full comparison.
fn hash(text: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let (eights, rest) = text.as_chunks();
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
    const WORDS: usize = 5;
    let length = sentence.chars().count();
    let ended = has_terminal_at_end(sentence);
    let row = memchr::memchr2(b'\t', b'|', sentence.as_bytes()).is_some();
    if !row && (length >= LONG_LINE || ended && sentence.split_whitespace().count() >= WORDS) { length } else { 0 }
}

/// Whether a sentence ends in a terminal mark, closing marks left out.
fn has_terminal_at_end(sentence: &str) -> bool {
    sentence.trim_end_matches(['»', '"', '”', '“', ')']).ends_with(['.', '؟', '!', '…', '?'])
}
