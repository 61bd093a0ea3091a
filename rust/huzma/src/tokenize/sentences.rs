//! Sentences and paragraphs, cut from tokens.
//!
//! A sentence ends at `. ؟ ! …` and at a line end, never at ، ؛ or `..`. Text without punctuation comes
//! out whole rather than guessed. Lines that say nothing (`&`, `***`) belong to the sentence before.

use super::pairs::{Sign, signs, signs_into};
use super::word::LONGEST_LETTER_NAME;
use super::{Kind, Pairs, Role, Token, Tokens, is_one_code_point, tokenize_into};
use crate::scan::Units;
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
    Cutter { text, tokens, pairs }.run(&signs(text, tokens), &mut cuts, 0);
    cuts.finish()
}

/// How many units [`split_sentences`] looks at together, at least: few enough for their tokens to stay in the cache.
const PIECE: usize = 1 << 16;

/// The [`sentences`] of a text whose tokens nobody needs: they are made for some lines at a time, and forgotten.
#[must_use]
pub fn split_sentences<U: Units>(text: U) -> Tiles {
    in_pieces(text, PIECE)
}

fn in_pieces<U: Units>(text: U, piece: usize) -> Tiles {
    let mut cuts = Cuts::new(text.len());
    let (mut tokens, mut signs, mut pairs, mut seen) = (Tokens::default(), Vec::new(), Pairs::default(), Vec::new());
    let mut start = 0;
    while start < text.len() {
        // A line feed ends a token whatever stands beside it, and no pair or sentence reaches over it.
        let mut end = start.saturating_add(piece).min(text.len());
        while !text.starts_at(end) {
            end += 1;
        }
        while text.code_point_before(end).is_none_or(|(before, _)| before != 0xA)
            && let Some((_, width)) = text.code_point(end)
        {
            end += width;
        }
        let piece = text.slice(start, end);
        tokenize_into(piece, &mut tokens);
        signs_into(piece, &tokens, &mut signs);
        pairs.of_lines(piece, &tokens, &signs, &mut seen);
        Cutter { text: piece, tokens: &tokens, pairs: &pairs }.run(&signs, &mut cuts, start as u32);
        start = end;
    }
    cuts.finish()
}

/// Cuts a text into paragraphs: lines that say something, each with the empty ones after it.
#[must_use]
pub fn paragraphs(tokens: &Tokens) -> Tiles {
    let mut cuts = Cuts::new(tokens.text_len());
    let kinds = tokens.kinds();
    let mut examined = 0;
    for newline in memchr::memchr_iter(Kind::Newline as u8, kinds) {
        cuts.examine(kinds, &mut examined, newline);
        cuts.line(tokens.ends()[newline]);
    }
    cuts.examine(kinds, &mut examined, kinds.len());
    cuts.finish()
}

/// The starts of the pieces; a cut is made only when something to say comes after it.
struct Cuts {
    starts: Vec<u32>,
    pending: Option<u32>,
    said: bool,
    end: u32,
}

impl Cuts {
    fn new(length: usize) -> Self {
        let starts = if length == 0 { Vec::new() } else { vec![0] };
        Self { starts, pending: None, said: false, end: length as u32 }
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
    fn examine(&mut self, kinds: &[u8], examined: &mut usize, end: usize) {
        if (self.pending.is_some() || !self.said)
            && kinds[*examined..end].iter().any(|&kind| Kind::of(kind).is_content())
        {
            self.starts.extend(self.pending.take());
            self.said = true;
        }
        *examined = end;
    }

    fn finish(self) -> Tiles {
        Tiles::new(self.starts, self.end)
    }
}

struct Cutter<'t, U> {
    text: U,
    tokens: &'t Tokens,
    pairs: &'t Pairs,
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

impl<U: Units> Cutter<'_, U> {
    /// Cuts the text, which starts at unit `base` of that to which the cuts belong and at the start of a line.
    fn run(&self, signs: &[Sign], cuts: &mut Cuts, base: u32) {
        let kinds = self.tokens.kinds();
        let mut marks = self.pairs.marks().iter().peekable();
        let mut depth = 0usize;
        let mut line_start = 0;
        let mut examined = 0;
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
            let Some(token) = self.tokens.get(index) else { break };
            match Use::of(sign.code_point, token.span.len()) {
                _ if sign.code_point == Sign::NEWLINE => {
                    cuts.examine(kinds, &mut examined, index);
                    cuts.line(base + token.span.end);
                    line_start = index + 1;
                    depth = 0;
                }
                used @ (Use::FullStop | Use::Terminal) if self.is_terminal(index, used, line_start) => {
                    // The marks that close right behind the terminal belong to the sentence.
                    let mut after = index + 1;
                    let mut still_open = depth;
                    while let Some(next) = self.tokens.get(after) {
                        if let Some(mark) = marks.next_if(|mark| mark.token as usize == after) {
                            let closed = mark.closed_on_line;
                            if mark.role == Role::Opener {
                                // It opens something new: give it back by leaving the loop before it.
                                still_open += usize::from(closed);
                                after += 1;
                                break;
                            }
                            still_open = still_open.saturating_sub(usize::from(closed));
                        } else if !matches!(self.used(next), Use::FullStop | Use::Terminal) {
                            break;
                        }
                        after += 1;
                    }
                    let reopened = after > index + 1 && self.opens_at(after - 1);
                    let end = if reopened { after - 1 } else { after };
                    let outside = still_open - usize::from(reopened && still_open > 0);
                    if outside == 0 && self.may_end(index, end) {
                        let next = (end..).find(|&at| self.tokens.get(at).is_none_or(|next| next.kind != Kind::Space));
                        let at = next.and_then(|next| self.tokens.get(next));
                        cuts.examine(kinds, &mut examined, index);
                        cuts.sentence_end(base + at.map_or(self.tokens.text_len() as u32, |token| token.span.start));
                    }
                    depth = still_open;
                    from = after;
                }
                _ => {}
            }
        }
        cuts.examine(kinds, &mut examined, kinds.len());
    }

    fn opens_at(&self, token: usize) -> bool {
        let marks = self.pairs.marks();
        marks
            .binary_search_by_key(&token, |mark| mark.token as usize)
            .is_ok_and(|found| marks[found].role == Role::Opener)
    }

    fn used(&self, token: Token) -> Use {
        if token.kind == Kind::Punctuation { Use::of(self.first(token), token.span.len()) } else { Use::Other }
    }

    fn first(&self, token: Token) -> u32 {
        self.text.code_point(token.span.start as usize).map_or(0, |(code_point, _)| code_point)
    }

    /// Whether a sign ends something here at all, whatever follows.
    fn is_terminal(&self, index: usize, used: Use, line_start: usize) -> bool {
        match used {
            Use::Terminal => true,
            Use::FullStop => {
                let before = index.checked_sub(1).and_then(|before| self.tokens.get(before));
                let Some(before) = before else { return true };
                let letter = before.kind == Kind::Word && is_one_code_point(self.text, before.span);
                let label = before.kind == Kind::Number || letter;
                let begins_line = (line_start..index - 1)
                    .rev()
                    .take(2)
                    .all(|at| self.tokens.get(at).is_some_and(|token| token.kind == Kind::Space));
                // `1.` and `أ.` at the start of a line label what follows.
                if label && begins_line {
                    return false;
                }
                let abbreviated = before.kind == Kind::Word && self.contains_point(before);
                !abbreviated || self.ends_line(index + 1)
            }
            Use::Continuing | Use::Other => false,
        }
    }

    /// Whether a word is an abbreviation: it has a point behind the first letters, which are few.
    fn contains_point(&self, token: Token) -> bool {
        let mut at = token.span.start as usize;
        for _ in 0..=LONGEST_LETTER_NAME {
            match self.text.code_point(at) {
                _ if at >= token.span.end as usize => return false,
                Some((0x2E, _)) => return true,
                Some((_, width)) => at += width,
                None => return false,
            }
        }
        false
    }

    fn ends_line(&self, from: usize) -> bool {
        (from..)
            .map_while(|at| self.tokens.get(at))
            .find(|token| token.kind != Kind::Space)
            .is_none_or(|token| token.kind == Kind::Newline)
    }

    /// Whether the sentence can end between the terminal at `sign` and the token at `end`.
    fn may_end(&self, sign: usize, end: usize) -> bool {
        let Some(next) = self.tokens.get(end) else { return true };
        // (!) and «؟» remark on a word; they end nothing.
        let alone = end > sign + 1 && sign > 0 && self.opens_at(sign - 1);
        if alone {
            return false;
        }
        if next.kind.is_content() {
            // No space: `انتهى.وقال` is a missing one, `كلمة.com` and `قال…إن` are not.
            let before = sign.checked_sub(1).and_then(|before| self.tokens.get(before));
            let words = next.kind == Kind::Word && before.is_none_or(|before| before.kind != Kind::Number);
            let arabic = crate::chars::class(self.first(next)).is_arabic_script_letter();
            let ellipsis = self
                .tokens
                .get(sign)
                .is_some_and(|token| self.used(token) == Use::Terminal && matches!(self.first(token), 0x2E | 0x2026));
            return words && arabic && !ellipsis;
        }
        let following = (end..)
            .map_while(|at| self.tokens.get(at))
            .find(|token| token.kind != Kind::Space)
            .map(|next| self.used(next));
        following != Some(Use::Continuing)
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
