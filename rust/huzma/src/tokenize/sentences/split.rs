//! Sentences without tokens.

use super::cutter::{Cutter, Use};
use super::{Cuts, Tiles};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Blocks, Task, Units};
use crate::tokenize::Pairs;
use crate::tokenize::outline::{Outline, Outlined};
use crate::tokenize::pairs::{Sign, shape};
use crate::tokenize::tiling::Tiling;

/// How many units [`split_sentences`] looks at together, at least: few enough for their outline to stay in the cache.
const PIECE: usize = 1 << 16;

/// The [`sentences`](super::sentences) of a text whose tokens nobody needs: only what stands beside a mark is looked at.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tokenize::{sentences, tokenize};

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig { failure_persistence: None, ..Default::default() })]

        #[test]
        fn pieces_are_cut_as_the_whole(text in "([ء-ي]{1,6}|[0-9. ]{1,2}|[.؟!«»\"()،…&\r]|[a-zو]|[:/@#ـ\u{64E}\u{200F}\u{FE0F}-]|\n){0,60}", piece in 1usize..40) {
            let tokens = tokenize(text.as_str());
            let whole = sentences(text.as_str(), &tokens, &Pairs::new(text.as_str(), &tokens));
            proptest::prop_assert_eq!(in_pieces(text.as_str(), piece), whole);
        }
    }
}
