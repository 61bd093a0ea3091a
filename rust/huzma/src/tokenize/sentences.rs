//! Sentences and paragraphs, cut from tokens.
//!
//! A sentence ends at `. ؟ ! …` and at a line end, never at ، ؛ or `..`. Text without punctuation comes
//! out whole rather than guessed. Lines that say nothing (`&`, `***`) belong to the sentence before.

use super::pairs::signs;
use super::tiling::Tiling;
use super::{Kind, Pairs, Tokens};
use crate::scan::Units;
use crate::span::Span;

mod cutter;
mod split;

use cutter::Cutter;
pub use split::split_sentences;

/// Spans that tile a text, as their starts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tiles {
    starts: Vec<u32>,
    end: u32,
}

impl Tiles {
    pub(super) fn new(starts: Vec<u32>, end: u32) -> Self {
        Self { starts, end }
    }

    /// The number of spans.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there are none, which is so for the empty text only.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// The span at an index.
    #[must_use]
    pub fn get(&self, index: usize) -> Option<Span> {
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
        Some(Span { start, end })
    }

    /// The spans in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = Span> + ExactSizeIterator + '_ {
        (0..self.len()).map(|index| {
            let end = self.starts.get(index + 1).copied().unwrap_or(self.end);
            Span { start: self.starts[index], end }
        })
    }

    /// Where each span starts.
    #[must_use]
    pub fn starts(&self) -> &[u32] {
        &self.starts
    }

    /// The length of the text.
    #[must_use]
    pub fn text_len(&self) -> usize {
        self.end as usize
    }
}

/// Cuts a text into sentences; white space belongs to the sentence before it.
#[must_use]
pub fn sentences<U: Units>(text: U, tokens: &Tokens, pairs: &Pairs) -> Tiles {
    let mut cuts = Cuts::new(text.len());
    Cutter { text, tokens, marks: pairs.marks(), base: 0 }.run(&signs(text, tokens), &mut cuts);
    cuts.examine(tokens, tokens.len());
    cuts.finish()
}

/// Cuts a text into paragraphs: lines that say something, each with the empty ones after it.
#[must_use]
pub fn paragraphs(tokens: &Tokens) -> Tiles {
    let mut cuts = Cuts::new(tokens.text_len());
    for newline in memchr::memchr_iter(Kind::Newline as u8, tokens.kinds()) {
        cuts.examine(tokens, newline);
        cuts.line(tokens.ends()[newline]);
    }
    cuts.examine(tokens, tokens.len());
    cuts.finish()
}

/// The starts of the pieces; a cut is made only when something to say comes after it.
struct Cuts {
    starts: Vec<u32>,
    pending: Option<u32>,
    said: bool,
    /// Before which token all have been examined.
    examined: usize,
    end: u32,
}

impl Cuts {
    fn new(length: usize) -> Self {
        let starts = if length == 0 { Vec::new() } else { vec![0] };
        Self { starts, pending: None, said: false, examined: 0, end: length as u32 }
    }

    /// A line begins here: what comes first on it begins a piece.
    fn line(&mut self, start: u32) {
        if self.said {
            self.pending = Some(start);
        }
    }

    /// A sentence ends here, unless nothing has been said since one ended before.
    fn sentence_end(&mut self, at: u32) {
        if self.said && self.pending.is_none() {
            self.pending = Some(at);
        }
    }

    /// Looks for something said in the tokens before `end` that have not been examined.
    #[inline]
    fn examine(&mut self, tokens: impl Tiling, end: usize) {
        if (self.pending.is_some() || !self.said) && tokens.has_content(self.examined, end) {
            self.starts.extend(self.pending.take());
            self.said = true;
        }
        self.examined = end;
    }

    fn finish(self) -> Tiles {
        Tiles::new(self.starts, self.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::tokenize;

    fn cut(text: &str) -> Vec<&str> {
        let tokens = tokenize(text);
        let pairs = Pairs::new(text, &tokens);
        sentences(text, &tokens, &pairs).iter().map(|span| text[span.range()].trim()).collect()
    }

    #[test]
    fn terminals_end_sentences() {
        assert_eq!(cut("انتهى. بدأ؟ نعم! ثم… وبعد"), ["انتهى.", "بدأ؟", "نعم!", "ثم…", "وبعد"]);
        assert_eq!(cut("أولاً، ثانياً؛ ثالثاً: رابعاً"), ["أولاً، ثانياً؛ ثالثاً: رابعاً"]);
        assert_eq!(cut("قال 3.5 مليون. ثم 15/9/2016."), ["قال 3.5 مليون.", "ثم 15/9/2016."]);
        assert_eq!(cut("انتهى.وقال"), ["انتهى.", "وقال"]);
    }

    #[test]
    fn quotations_are_not_cut() {
        assert_eq!(cut("قال: «جئت. رأيت.» ثم ذهب."), ["قال: «جئت. رأيت.»", "ثم ذهب."]);
        assert_eq!(cut("قال «جئت!»، ثم ذهب."), ["قال «جئت!»، ثم ذهب."]);
        assert_eq!(cut("«انتهى». «بدأ»."), ["«انتهى».", "«بدأ»."]);
        assert_eq!(cut("قال (!) إنه ذهب."), ["قال (!) إنه ذهب."]);
        assert_eq!(cut("انتهى. «بدأ. مرة» أخرى."), ["انتهى.", "«بدأ. مرة» أخرى."]);
        assert_eq!(cut("قال «لم ينته. ثم ذهب."), ["قال «لم ينته.", "ثم ذهب."]);
    }

    #[test]
    fn abbreviations_and_labels_are_not_cut() {
        assert_eq!(cut("قال د. أحمد ذلك."), ["قال د. أحمد ذلك."]);
        assert_eq!(cut("وكالة أ.ف.ب. وقال\nوكالة أ.ف.ب.\nنعم"), ["وكالة أ.ف.ب. وقال", "وكالة أ.ف.ب.", "نعم"]);
        assert_eq!(cut("1. أول\n2. ثان"), ["1. أول", "2. ثان"]);
        assert_eq!(cut("إقرأ أيضاً.. واشنطن"), ["إقرأ أيضاً.. واشنطن"]);
    }

    #[test]
    fn a_quotation_of_several_paragraphs_ends_in_the_last() {
        assert_eq!(cut("«أولى\n«ثانية» هنا. وأخرى. نعم"), ["«أولى", "«ثانية» هنا.", "وأخرى.", "نعم"]);
    }

    #[test]
    fn lines_that_say_nothing_belong_to_the_one_before() {
        assert_eq!(cut("عنوان\n&\nنص.&\n***\n\nنص"), ["عنوان\n&", "نص.&\n***", "نص"]);
        assert_eq!(cut("&\nنص"), ["&\nنص"]);
        assert_eq!(cut(""), Vec::<&str>::new());
        assert_eq!(cut("&"), ["&"]);
    }
}
