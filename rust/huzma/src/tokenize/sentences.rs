//! Sentences and paragraphs, cut from tokens.
//!
//! A sentence ends at `. ؟ ! …` and at a line end, never at ، ؛ or `..`. Text without punctuation comes
//! out whole rather than guessed. Lines that say nothing (`&`, `***`) belong to the sentence before.

use super::outline::{Outline, Outlined};
use super::pairs::{Mark, Sign, shape, signs};
use super::tiling::Tiling;
use super::word::LONGEST_LETTER_NAME;
use super::{Kind, Pairs, Role, Tokens, is_one_code_point};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Blocks, Task, Units};
use crate::span::Span;

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

/// How many units [`split_sentences`] looks at together, at least: few enough for their outline to stay in the cache.
const PIECE: usize = 1 << 16;

/// The [`sentences`] of a text whose tokens nobody needs: only what stands beside a mark is looked at.
#[must_use]
pub fn split_sentences<U: Units>(text: U) -> Tiles {
    in_pieces(text, PIECE)
}

fn in_pieces<U: Units>(text: U, piece: usize) -> Tiles {
    let mut cuts = Cuts::new(text.len());
    let mut outline = Outline::default();
    let (mut line, mut pairs, mut seen) = (Vec::new(), Pairs::default(), Vec::new());
    let mut start = 0;
    while start < text.len() {
        // A line feed ends a token whatever stands beside it, and no pair or sentence reaches over it.
        let from = start.saturating_add(piece - 1).min(text.len());
        let end = text.over_blocks(from, AfterLineFeed { text, from });
        let piece = text.slice(start, end);
        outline.of(piece);
        let tokens = Outlined { text: piece, outline: &outline };
        let mut line_start = 0;
        cuts.examined = 0;
        let mut cut = |line: &mut Vec<Sign>, cuts: &mut Cuts| {
            let marks = if needs_pairs(tokens, line) {
                pairs.of_lines(piece, tokens, line_start, line, &mut seen);
                pairs.marks()
            } else {
                &[]
            };
            line_start = Cutter { text: piece, tokens, marks, base: start as u32 }.run_from(line_start, line, cuts);
            line.clear();
        };
        for (base, mut signs) in outline.signs() {
            while signs != 0 {
                let token = base + signs.trailing_zeros() as usize;
                signs &= signs - 1;
                let code_point = piece.code_point(token).map_or(0, |(code_point, _)| code_point);
                let ends_line =
                    matches!(code_point, 0xA..=0xD) || code_point > 0x7F && class(code_point) == Class::Newline;
                line.push(Sign { token: token as u32, code_point: if ends_line { Sign::NEWLINE } else { code_point } });
                if ends_line {
                    cut(&mut line, &mut cuts);
                }
            }
        }
        cut(&mut line, &mut cuts);
        cuts.examine(tokens, piece.len());
        start = end;
    }
    cuts.finish()
}

/// Looks for a line feed: where the text behind it starts.
struct AfterLineFeed<U> {
    text: U,
    from: usize,
}

impl<U: Units> Task for AfterLineFeed<U> {
    type Output = usize;

    #[inline(always)]
    fn run<B: Blocks>(self, mut blocks: B) -> usize {
        let length = self.text.len();
        for base in (self.from..length).step_by(BLOCK) {
            let newlines = blocks.next().newline;
            if newlines != 0 {
                return base + newlines.trailing_zeros() as usize + 1;
            }
        }
        length
    }
}

/// Whether it matters to the sentences of a line how its marks pair: where something may end between two of them, or beside one.
fn needs_pairs(tokens: impl Tiling, line: &[Sign]) -> bool {
    let is_mark = |sign: &Sign| shape(sign.code_point).is_some();
    let (Some(first), Some(last)) = (line.iter().position(is_mark), line.iter().rposition(is_mark)) else {
        return false;
    };
    let follows = |index: usize| {
        line.get(index + 1).filter(|next| next.token as usize == tokens.after(line[index].token as usize))
    };
    let ends = |index: &usize| matches!(Use::of(line[*index].code_point, 1), Use::FullStop | Use::Terminal);
    // No pair is open before the first mark or behind the last.
    (first + 1..last).any(|index| ends(&index))
        || (0..first).filter(ends).any(|index| follows(index).is_some_and(is_mark))
        || follows(last).is_some() && follows(last + 1).is_some() && ends(&(last + 1))
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

struct Cutter<'t, U, T> {
    text: U,
    tokens: T,
    /// In order; all those of the text, or of some lines.
    marks: &'t [Mark],
    /// Where the text starts in that to which the cuts belong.
    base: u32,
}

/// What a token is to the sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Use {
    FullStop,
    /// ؟ ! … and three points or more.
    Terminal,
    /// Goes on with the sentence: ، ؛ :
    Continuing,
    Other,
}

impl Use {
    /// What a sign with this first code point and so many units is.
    const fn of(code_point: u32, units: usize) -> Self {
        match code_point {
            0x2E => match units {
                1 => Self::FullStop,
                // `..` is the "read also" sign and a soft pause, not an end.
                2 => Self::Other,
                _ => Self::Terminal,
            },
            0x6D4 => Self::FullStop,
            0x61F | 0x3F | 0x21 | 0x2026 | 0x203C | 0x2047..=0x2049 => Self::Terminal,
            0x60C | 0x61B | 0x2C | 0x3B | 0x3A => Self::Continuing,
            _ => Self::Other,
        }
    }
}

impl<U: Units, T: Tiling> Cutter<'_, U, T> {
    /// Cuts a text at its signs.
    fn run(&self, signs: &[Sign], cuts: &mut Cuts) {
        self.run_from(0, signs, cuts);
    }

    /// Cuts at the signs of the lines that begin at a token; the token with which the next line begins.
    fn run_from(&self, mut line_start: usize, signs: &[Sign], cuts: &mut Cuts) -> usize {
        let tokens = self.tokens;
        let mut marks = self.marks.iter().peekable();
        let mut depth = 0usize;
        let mut from = 0;
        // Other tokens are looked at only where these ask for it.
        for sign in signs {
            let index = sign.token as usize;
            if index < from {
                continue;
            }
            if let Some(mark) = marks.next_if(|mark| mark.token as usize == index) {
                if mark.closed_on_line {
                    depth = if mark.role == Role::Opener { depth + 1 } else { depth.saturating_sub(1) };
                }
                continue;
            }
            if sign.code_point == Sign::NEWLINE {
                cuts.examine(tokens, index);
                line_start = tokens.after(index);
                cuts.line(self.base + tokens.start(line_start) as u32);
                depth = 0;
                continue;
            }
            let used = self.use_of(sign.code_point, index);
            if matches!(used, Use::FullStop | Use::Terminal) && self.is_terminal(index, used, line_start) {
                // The marks that close right behind the terminal belong to the sentence.
                let mut after = tokens.after(index);
                let mut reopened = None;
                let mut still_open = depth;
                while after < tokens.end_of_text() {
                    if let Some(mark) = marks.next_if(|mark| mark.token as usize == after) {
                        let closed = mark.closed_on_line;
                        if mark.role == Role::Opener {
                            // It opens something new: the sentence ends before it.
                            reopened = Some(after);
                            still_open += usize::from(closed);
                            after = tokens.after(after);
                            break;
                        }
                        still_open = still_open.saturating_sub(usize::from(closed));
                    } else if !matches!(self.used(after), Use::FullStop | Use::Terminal) {
                        break;
                    }
                    after = tokens.after(after);
                }
                let end = reopened.unwrap_or(after);
                let outside = still_open - usize::from(reopened.is_some() && still_open > 0);
                if outside == 0 && self.may_end(index, end) {
                    cuts.examine(tokens, index);
                    cuts.sentence_end(self.base + tokens.start(tokens.skip_space(end)) as u32);
                }
                depth = still_open;
                from = after;
            }
        }
        line_start
    }

    fn opens_at(&self, token: usize) -> bool {
        self.marks
            .binary_search_by_key(&token, |mark| mark.token as usize)
            .is_ok_and(|found| self.marks[found].role == Role::Opener)
    }

    /// What a token is that begins with a code point, if it is punctuation.
    #[inline]
    fn use_of(&self, code_point: u32, token: usize) -> Use {
        let units =
            if code_point == 0x2E { self.tokens.start(self.tokens.after(token)) - self.tokens.start(token) } else { 1 };
        Use::of(code_point, units)
    }

    #[inline]
    fn used(&self, token: usize) -> Use {
        match self.use_of(self.first(token), token) {
            Use::Other => Use::Other,
            used if self.tokens.kind(token) == Some(Kind::Punctuation) => used,
            _ => Use::Other,
        }
    }

    #[inline]
    fn first(&self, token: usize) -> u32 {
        self.text.code_point(self.tokens.start(token)).map_or(0, |(code_point, _)| code_point)
    }

    /// Whether a sign ends something here at all, whatever follows.
    #[inline]
    fn is_terminal(&self, index: usize, used: Use, line_start: usize) -> bool {
        match used {
            Use::Terminal => true,
            Use::FullStop => {
                let Some(before) = self.tokens.before(index) else { return true };
                let begins_line = before == line_start || before == self.tokens.skip_space(line_start);
                // `1.` and `أ.` at the start of a line label what follows.
                if begins_line && self.is_label(before, index) {
                    return false;
                }
                let abbreviated = self.contains_point(before, index) && self.tokens.kind(before) == Some(Kind::Word);
                !abbreviated || self.ends_line(self.tokens.after(index))
            }
            Use::Continuing | Use::Other => false,
        }
    }

    /// Whether a token is a number or a word of one letter.
    fn is_label(&self, token: usize, after: usize) -> bool {
        match self.tokens.kind(token) {
            Some(Kind::Number) => true,
            Some(Kind::Word) => {
                is_one_code_point(self.text, Span::new(self.tokens.start(token), self.tokens.start(after)))
            }
            _ => false,
        }
    }

    /// Whether a token has a point behind the first characters, which are few: a word that has is an abbreviation.
    #[inline]
    fn contains_point(&self, token: usize, after: usize) -> bool {
        let (mut at, end) = (self.tokens.start(token), self.tokens.start(after));
        for _ in 0..=LONGEST_LETTER_NAME {
            match self.text.code_point(at) {
                _ if at >= end => return false,
                Some((0x2E, _)) => return true,
                Some((_, width)) => at += width,
                None => return false,
            }
        }
        false
    }

    fn ends_line(&self, from: usize) -> bool {
        self.tokens.kind(self.tokens.skip_space(from)).is_none_or(|kind| kind == Kind::Newline)
    }

    /// Whether the sentence can end between the terminal at `sign` and the token at `end`.
    #[inline]
    fn may_end(&self, sign: usize, end: usize) -> bool {
        // (!) and «؟» remark on a word; they end nothing.
        let alone =
            end > self.tokens.after(sign) && self.tokens.before(sign).is_some_and(|before| self.opens_at(before));
        if end == self.tokens.end_of_text() {
            return true;
        }
        if alone {
            return false;
        }
        let next = self.tokens.skip_space(end);
        if next == end && self.tokens.is_content(end) {
            return self.may_end_without_space(sign, end);
        }
        self.used(next) != Use::Continuing
    }

    /// `انتهى.وقال` is a missing space, `كلمة.com` and `قال…إن` are not.
    fn may_end_without_space(&self, sign: usize, end: usize) -> bool {
        let number = self.tokens.before(sign).is_some_and(|before| self.tokens.kind(before) == Some(Kind::Number));
        let ellipsis = self.used(sign) == Use::Terminal && matches!(self.first(sign), 0x2E | 0x2026);
        let arabic = class(self.first(end)).is_arabic_script_letter();
        !number && arabic && !ellipsis && self.tokens.kind(end) == Some(Kind::Word)
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

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn pieces_are_cut_as_the_whole(text in "([ء-ي]{1,6}|[0-9. ]{1,2}|[.؟!«»\"()،…&\r]|\n){0,60}", piece in 1usize..40) {
            let tokens = tokenize(text.as_str());
            let whole = sentences(text.as_str(), &tokens, &Pairs::new(text.as_str(), &tokens));
            proptest::prop_assert_eq!(in_pieces(text.as_str(), piece), whole);
        }
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
