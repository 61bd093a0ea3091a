//! Where sentences end among the signs of a text.

use super::Cuts;
use crate::chars::class;
use crate::scan::Units;
use crate::span::Span;
use crate::tokenize::pairs::{Mark, Sign};
use crate::tokenize::tiling::Tiling;
use crate::tokenize::word::LONGEST_LETTER_NAME;
use crate::tokenize::{Kind, Role, is_one_code_point};

pub(super) struct Cutter<'t, U, T> {
    pub(super) text: U,
    pub(super) tokens: T,
    /// In order; all those of the text, or of some lines.
    pub(super) marks: &'t [Mark],
    /// Where the text starts in that to which the cuts belong.
    pub(super) base: u32,
}

/// What a token is to the sentence.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    FullStop,
    /// ؟ ! … and three points or more.
    Terminal,
    /// Goes on with the sentence: ، ؛ :
    Continuing,
    Other,
}

impl Use {
    /// What a sign with this first code point and so many units is.
    pub(super) const fn of(code_point: u32, units: usize) -> Self {
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
    pub(super) fn run(&self, signs: &[Sign], cuts: &mut Cuts) {
        self.run_from(0, signs, cuts);
    }

    /// Cuts at the signs of the lines that begin at a token; the token with which the next line begins.
    pub(super) fn run_from(&self, mut line_start: usize, signs: &[Sign], cuts: &mut Cuts) -> usize {
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
