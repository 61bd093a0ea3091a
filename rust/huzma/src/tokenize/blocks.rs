//! Tokens from masks.
//!
//! In plain text a token begins where a run of letters or of spaces begins, at each mark that always stands
//! alone, and at each line feed: a few operations on the masks of 64 units ([`cut`]). So do numbers with their separators,
//! Latin words and full stops, where what stands beside them leaves no doubt. Whatever else there is may belong to the token
//! before it, so that token is taken back, and the tokenizer that looks at characters goes on from its start
//! until it ends a token at a unit where masks tell that one begins.
//!
//! That this equals the other tokenizer everywhere is a property test, not an argument.

mod cut;

use cut::{Cut, Cutter};

use super::{Kind, Tokens, token_at};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Blocks, Labels, Listing, Masks, Task, Units, stands_alone};

const LABELS: Labels =
    Labels::new(Kind::Word as u8, Kind::Space as u8, Kind::Newline as u8, Kind::Punctuation as u8, Kind::Number as u8);

pub(super) fn tokenize_into<U: Units>(text: U, tokens: &mut Tokens) {
    let length = text.len();
    // A token takes five units of Arabic UTF-8, three of other layouts.
    let room = length / (2 * U::LETTER) + 2 * BLOCK;
    let list = Listing::reusing(std::mem::take(&mut tokens.bounds), std::mem::take(&mut tokens.kinds), room);
    let mut list = text.over_blocks(0, Run { text, list, done: 0, relabelled: usize::MAX });
    list.push(length as u32, 0);
    (tokens.bounds, tokens.kinds) = list.into_parts();
    tokens.kinds.pop();
}

/// What has been cut so far.
struct Run<U> {
    text: U,
    list: Listing,
    /// Up to where tokens have been cut by characters.
    done: usize,
    /// Where the last token started that was labelled by its characters.
    relabelled: usize,
}

impl<U: Units> Task for Run<U> {
    type Output = Listing;

    #[inline(always)]
    fn run(mut self, mut blocks: impl Blocks) -> Listing {
        let length = self.text.len();
        let mut cutter = Cutter::new::<U>();
        let mut base = 0;
        while base < length {
            let masks = blocks.next();
            let cut = cutter.cut(&masks);
            if (cut.odd | cut.stroke) == 0 && self.done <= base {
                blocks.list(cut.starts, &masks, base as u32, &LABELS, &mut self.list);
            } else {
                self.by_character(&blocks, &masks, base, cut);
            }
            base += BLOCK;
        }
        self.list
    }
}

impl<U: Units> Run<U> {
    /// Lists the tokens of a block in which some need a look.
    fn by_character(&mut self, blocks: &impl Blocks, masks: &Masks, base: usize, cut: Cut) {
        let left = self.text.len() - base;
        let valid = if left < BLOCK { (1u64 << left) - 1 } else { u64::MAX };
        let mut open = self.open(base) & valid;
        loop {
            let attention = (cut.odd | cut.stroke) & open;
            let first = attention & attention.wrapping_neg();
            // Up to the unit; with it if it is a stroke, which may be a token by itself. All where there is none.
            let odd = cut.odd & first != 0;
            let before = if odd { first - 1 } else { first | first.wrapping_sub(1) };
            blocks.list(cut.starts & open & before, masks, base as u32, &LABELS, &mut self.list);
            if attention == 0 {
                return;
            }
            if odd {
                self.resume(base + first.trailing_zeros() as usize);
                open = self.open(base) & valid;
            } else {
                self.relabel();
                open &= !before;
            }
        }
    }

    /// The units of a block that have not been cut by characters.
    fn open(&self, base: usize) -> u64 {
        match self.done.checked_sub(base) {
            None | Some(0) => u64::MAX,
            Some(over) if over < BLOCK => u64::MAX << over,
            Some(_) => 0,
        }
    }

    /// Goes on character by character from the start of the token that ends at an odd unit, or from that unit
    /// if none does, up to the first token that ends where masks tell that one begins.
    fn resume(&mut self, odd: usize) {
        let mut at = self.list.pop().unwrap_or(0) as usize;
        while let Some((kind, end)) = token_at(self.text, at) {
            self.list.push(at as u32, kind as u8);
            at = end;
            if at > odd && is_plain(self.text, at) {
                break;
            }
        }
        self.done = at;
    }

    /// Labels the last token by its characters: it may be a proclitic or a stroke.
    fn relabel(&mut self) {
        let Some(start) = self.list.last().map(|start| start as usize) else { return };
        if start != self.relabelled
            && let Some((kind, _)) = token_at(self.text, start)
        {
            self.list.relabel_last(kind as u8);
            self.relabelled = start;
        }
    }
}

/// Whether masks tell that a token begins at a unit where one does: at a space, a line feed, a mark that stands alone, or
/// a letter that does not follow another letter or a mark, with which it would be one run.
fn is_plain<U: Units>(text: U, at: usize) -> bool {
    let is_word = |code_point: u32| {
        (0x600..=0x6FF).contains(&code_point)
            && matches!(
                class(code_point),
                Class::ArabicLetter | Class::ExtendedLetter | Class::ArabicMark | Class::Tatweel
            )
    };
    text.code_point(at).is_some_and(|(code_point, _)| match code_point {
        0x20 | 0xA => true,
        _ if is_word(code_point) => !text.code_point_before(at).is_some_and(|(before, _)| is_word(before)),
        _ => stands_alone(code_point),
    })
}
