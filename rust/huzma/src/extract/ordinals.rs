//! Ordinals: الخامس, الخامس عشر, الخامس والعشرون.

use super::vocabulary::{Sense, proclitic};
use super::words::Words;
use crate::lexicon::numerals::Cardinal;

/// The ordinal that begins at a word: its value, the word behind it, and whether it has its article.
pub(super) fn ordinal(words: &Words<'_>, first: usize) -> Option<(u32, usize, bool)> {
    let article = words.has_article(first);
    let of = |sense: &Sense| match sense {
        Sense::Ordinal(value) => Some(u32::from(*value)),
        _ => None,
    };
    let tens = |at: usize| {
        words.sense(at, |sense| match sense {
            Sense::Cardinal(Cardinal::Tens(tens)) => Some(u32::from(*tens)),
            _ => None,
        })
    };
    // العشرون
    if article
        && words.proclitics(first) & proclitic::CONJUNCTION == 0
        && let Some(tens) = tens(first)
    {
        return Some((tens, first + 1, true));
    }
    let value = words.sense(first, of)?;
    // حادي is the first of eleven only with what follows.
    let eleventh = value == 11;
    let next = words.on_line(first + 1);
    // الخامس عشر
    if next.is_some_and(|word| word.proclitics == 0)
        && words.sense(first + 1, |sense| (*sense == Sense::Cardinal(Cardinal::Ten)).then_some(())).is_some()
    {
        let units = if eleventh { 1 } else { value };
        return (units < 10).then_some((units + 10, first + 2, article));
    }
    // الخامس والعشرون
    if next.is_some_and(|word| word.proclitics == proclitic::WAW | proclitic::AL)
        && article
        && let Some(tens) = tens(first + 1)
    {
        let units = if eleventh { 1 } else { value };
        return (units < 10).then_some((units + tens, first + 2, true));
    }
    (!eleventh).then_some((value, first + 1, article))
}
