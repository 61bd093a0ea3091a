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

use super::outline::Outline;
use super::{Kind, Tokens, token_at};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Blocks, Labels, Listing, Masks, Task, Units, stands_alone};

const LABELS: Labels =
    Labels::new(Kind::Word as u8, Kind::Space as u8, Kind::Newline as u8, Kind::Punctuation as u8, Kind::Number as u8);

/// Lists the tokens of a text, and shows each block to whoever else needs it.
pub(super) fn tokenize_into<U: Units>(text: U, tokens: &mut Tokens, observer: impl Observer) {
    let length = text.len();
    // A token takes five units of Arabic UTF-8, three of other layouts.
    let room = length / (2 * U::LETTER) + 2 * BLOCK;
    let list = Listing::reusing(std::mem::take(&mut tokens.bounds), std::mem::take(&mut tokens.kinds), room);
    let mut list = text.over_blocks(0, Run::new(text, list, observer));
    list.push(length as u32, 0);
    (tokens.bounds, tokens.kinds) = list.into_parts();
    tokens.kinds.pop();
}

/// Marks where the tokens of a text begin, in an outline that is as long as the text.
pub(super) fn outline_into<U: Units>(text: U, outline: &mut Outline) {
    text.over_blocks(0, Run::new(text, outline, ()));
}

/// Who else looks at the masks from which tokens are cut.
pub trait Observer {
    /// Looks at a block that starts at a unit; blocks come in order.
    fn see(&mut self, masks: &Masks, base: usize);
}

/// Nobody.
impl Observer for () {
    #[inline(always)]
    fn see(&mut self, _: &Masks, _: usize) {}
}

/// What takes the tokens as they are cut, in order.
pub(super) trait Sink {
    /// Takes the tokens that begin at some units of a block, of which each is what the masks say.
    fn take<B: Blocks>(&mut self, starts: u64, masks: &Masks, base: usize);

    /// Takes a token.
    fn push(&mut self, start: usize, kind: Kind);

    /// Where the last token begins.
    fn last(&self) -> Option<usize>;

    /// Gives the last token back.
    fn pop(&mut self) -> Option<usize>;

    /// Says what the last token is.
    fn relabel_last(&mut self, kind: Kind);
}

impl Sink for Listing {
    #[inline(always)]
    fn take<B: Blocks>(&mut self, starts: u64, masks: &Masks, base: usize) {
        B::list(starts, masks, base as u32, &LABELS, self);
    }

    fn push(&mut self, start: usize, kind: Kind) {
        Self::push(self, start as u32, kind as u8);
    }

    fn last(&self) -> Option<usize> {
        Self::last(self).map(|start| start as usize)
    }

    fn pop(&mut self) -> Option<usize> {
        Self::pop(self).map(|start| start as usize)
    }

    fn relabel_last(&mut self, kind: Kind) {
        Self::relabel_last(self, kind as u8);
    }
}

/// What has been cut so far.
struct Run<U, S, O> {
    text: U,
    sink: S,
    observer: O,
    /// Up to where tokens have been cut by characters.
    done: usize,
    /// Where the last token started that was labelled by its characters.
    relabelled: usize,
}

impl<U, S, O> Run<U, S, O> {
    fn new(text: U, sink: S, observer: O) -> Self {
        Self { text, sink, observer, done: 0, relabelled: usize::MAX }
    }
}

impl<U: Units, S: Sink, O: Observer> Task for Run<U, S, O> {
    type Output = S;

    #[inline(always)]
    fn run<B: Blocks>(mut self, mut blocks: B) -> S {
        let length = self.text.len();
        let mut cutter = Cutter::new::<U>();
        let mut base = 0;
        while base < length {
            let masks = blocks.next();
            self.observer.see(&masks, base);
            let cut = cutter.cut(&masks);
            if (cut.odd | cut.stroke) == 0 && self.done <= base {
                self.sink.take::<B>(cut.starts, &masks, base);
            } else {
                // A copy, so that the masks of other blocks need not be in memory.
                self.by_character::<B>(&{ masks }, base, cut);
            }
            base += BLOCK;
        }
        self.sink
    }
}

impl<U: Units, S: Sink, O> Run<U, S, O> {
    /// Lists the tokens of a block in which some need a look.
    #[inline(never)]
    fn by_character<B: Blocks>(&mut self, masks: &Masks, base: usize, cut: Cut) {
        let left = self.text.len() - base;
        let valid = if left < BLOCK { (1u64 << left) - 1 } else { u64::MAX };
        let mut open = self.open(base) & valid;
        loop {
            let attention = (cut.odd | cut.stroke) & open;
            let first = attention & attention.wrapping_neg();
            // Up to the unit; with it if it is a stroke, which may be a token by itself. All where there is none.
            let odd = cut.odd & first != 0;
            let before = if odd { first - 1 } else { first | first.wrapping_sub(1) };
            self.sink.take::<B>(cut.starts & open & before, masks, base);
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
        let mut at = self.sink.pop().unwrap_or(0);
        while let Some((kind, end)) = token_at(self.text, at) {
            self.sink.push(at, kind);
            at = end;
            if at > odd && is_plain(self.text, at) {
                break;
            }
        }
        self.done = at;
    }

    /// Labels the last token by its characters: it may be a proclitic or a stroke.
    fn relabel(&mut self) {
        let Some(start) = self.sink.last() else { return };
        if start != self.relabelled
            && let Some((kind, _)) = token_at(self.text, start)
        {
            self.sink.relabel_last(kind);
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
