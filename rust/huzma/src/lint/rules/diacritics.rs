//! DC: diacritics.

use crate::chars::{is_arabic_letter, is_arabic_mark};
use crate::document::Document;
use crate::span::Span;
use crate::tokenize::Kind;

pub(super) mod conflicting_marks;
pub(super) mod duplicate_mark;
pub(super) mod mark_order;
pub(super) mod orphan_mark;
pub(super) mod tanween_after_hamza;
pub(super) mod tanween_placement;

/// Runs of two or more diacritics, and of one tanween, on a letter or a tatweel.
pub(in crate::lint) fn mark_runs(document: &Document<'_>) -> Vec<Span> {
    let text = document.text();
    let mut found = Vec::new();
    let inventory = document.inventory();
    // Marks beyond the Arabic block begin with E0 and F0.
    if inventory.has_any_rare([0xE0, 0xF0]) {
        return mark_runs_by_character(text);
    }
    for run in inventory.marks().chunk_by(|&mark, &next| mark + 2 == next) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
        let span = Span { start: first, end: last + 2 };
        let tanween = || document.slice(span).contains(|mark| matches!(mark, '\u{64B}'..='\u{64D}'));
        let carrier = document.char_before(first as usize);
        if carrier.is_some_and(|carrier| is_arabic_letter(carrier) || carrier == '\u{640}')
            && (run.len() > 1 || tanween())
        {
            found.push(span);
        }
    }
    found
}

fn mark_runs_by_character(text: &str) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start: Option<(usize, usize, bool)> = None;
    let mut carrier = false;
    for (at, character) in text.char_indices().chain([(text.len(), ' ')]) {
        if is_arabic_mark(character) {
            if carrier {
                let (_, count, tanween) = start.get_or_insert((at, 0, false));
                *count += 1;
                *tanween |= matches!(character, '\u{64B}'..='\u{64D}');
            }
            continue;
        }
        if let Some((from, count, tanween)) = start.take()
            && (count > 1 || tanween)
        {
            found.push(Span::new(from, at));
        }
        carrier = is_arabic_letter(character) || character == '\u{640}';
    }
    found
}

/// A word that ends in a tanween and an alef, in either order.
#[derive(Clone, Copy, Debug)]
pub(in crate::lint) struct Tanween {
    word: Span,
    /// Whether the tanween stands behind the alef.
    is_behind: bool,
}

/// The words of a text that end in a tanween and an alef, in order.
pub(in crate::lint) fn tanweens(document: &Document<'_>) -> Vec<Tanween> {
    let tokens = document.tokens();
    let bytes = document.text().as_bytes();
    // U+064B is D9 8B in UTF-8.
    let marks = document.inventory().marks().iter().map(|&at| at as usize);
    let of_mark = |at: usize| {
        let rest = document.text().get(at..)?;
        let behind = rest.starts_with('\u{64B}') && document.char_before(at) == Some('ا');
        if !behind && !rest.starts_with("\u{64B}ا") {
            return None;
        }
        let word = tokens.get(tokens.index_at(at)).filter(|token| token.kind == Kind::Word)?;
        let end = word.span.end as usize;
        let within = word.span.start as usize <= at.saturating_sub('ا'.len_utf8());
        if behind && within && end == at + '\u{64B}'.len_utf8() {
            Some(Tanween { word: word.span, is_behind: true })
        } else {
            (rest.starts_with("\u{64B}ا") && end == at + "\u{64B}ا".len())
                .then_some(Tanween { word: word.span, is_behind: false })
        }
    };
    marks.filter(|at| bytes.get(at + 1) == Some(&0x8B)).filter_map(of_mark).collect()
}

#[cfg(test)]
mod tests {
    use crate::chars::is_arabic_mark;

    #[test]
    fn marks_beyond_the_block_begin_with_two_bytes_only() {
        for character in ('\0'..=char::MAX).filter(|&character| is_arabic_mark(character)) {
            let lead = character.to_string().as_bytes()[0];
            assert!(matches!(character, '\u{600}'..='\u{6FF}') || matches!(lead, 0xE0 | 0xF0), "{character:?}");
        }
    }
}
