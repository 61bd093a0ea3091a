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

use cut::{Ahead, Cutter};

use super::{Kind, Tokens, token_at};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Labels, Listing, Masks, Units, stands_alone};

/// How many blocks are classified before they are looked at: few enough to stay in the cache.
const CHUNK: usize = 64;

const LABELS: Labels = Labels::new(
    Kind::Word as u8,
    Kind::Space as u8,
    Kind::Newline as u8,
    Kind::Punctuation as u8,
    Kind::Number as u8,
);

pub(super) fn tokenize_into<U: Units>(text: U, tokens: &mut Tokens) {
    let length = text.len();
    let mut list = Listing::reusing(std::mem::take(&mut tokens.bounds), std::mem::take(&mut tokens.kinds));
    // A token takes five units of Arabic UTF-8, three of other layouts.
    list.reserve(length / (2 * U::LETTER) + BLOCK);
    // One block more than is cut: a cut looks a unit ahead.
    let mut masks = [Masks::EMPTY; CHUNK + 1];
    let mut cutter = Cutter::new::<U>();
    let mut run = Run { text, list, starts: [0; CHUNK], listed: 0, done: 0, relabelled: usize::MAX };
    let mut chunk = 0;
    let mut classified = 0;
    while chunk < length {
        let blocks = (length - chunk).div_ceil(BLOCK);
        let ahead = blocks.min(CHUNK + 1);
        text.classify(chunk + classified * BLOCK, &mut masks[classified..ahead]);
        let blocks = blocks.min(CHUNK);
        for block in 0..blocks {
            let base = chunk + block * BLOCK;
            let valid = if length - base < BLOCK { (1u64 << (length - base)) - 1 } else { u64::MAX };
            let next = if block + 1 < ahead { Ahead::of(&masks[block + 1]) } else { Ahead::END };
            let cut = cutter.cut(&masks[block], next, valid);
            run.block(&masks[..blocks], chunk, block, cut);
        }
        run.flush(&masks[..blocks], chunk, blocks);
        run.listed = 0;
        classified = ahead - blocks;
        if classified > 0 {
            masks[0] = masks[CHUNK];
        }
        chunk += blocks * BLOCK;
    }
    run.list.push(length as u32, 0);
    (tokens.bounds, tokens.kinds) = run.list.into_parts();
    tokens.kinds.pop();
}

/// What has been cut so far.
struct Run<U> {
    text: U,
    list: Listing,
    /// The starts of the blocks of the chunk.
    starts: [u64; CHUNK],
    /// How many blocks of the chunk have been listed; what was listed of the next one is no longer in its starts.
    listed: usize,
    /// Up to where tokens have been cut by characters.
    done: usize,
    /// Where the last token started that was labelled by its characters.
    relabelled: usize,
}

impl<U: Units> Run<U> {
    fn block(&mut self, masks: &[Masks], chunk: usize, block: usize, cut: cut::Cut) {
        let base = chunk + block * BLOCK;
        let mut open = self.open(base);
        loop {
            let attention = (cut.odd | cut.stroke) & open;
            if attention == 0 {
                self.starts[block] = cut.starts & open;
                return;
            }
            let first = attention & attention.wrapping_neg();
            if cut.odd & first != 0 {
                self.starts[block] = cut.starts & open & (first - 1);
                self.flush(masks, chunk, block + 1);
                self.listed = block;
                self.resume(base + first.trailing_zeros() as usize);
                open = self.open(base);
            } else {
                let up_to = first | (first - 1);
                self.starts[block] = cut.starts & open & up_to;
                self.flush(masks, chunk, block + 1);
                self.listed = block;
                self.relabel();
                open &= !up_to;
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

    /// Lists the starts of the blocks before `end`.
    fn flush(&mut self, masks: &[Masks], chunk: usize, end: usize) {
        let blocks = self.listed..end;
        let base = chunk + self.listed * BLOCK;
        self.list.extend(&self.starts[blocks.clone()], &masks[blocks], &LABELS, base as u32);
        self.listed = end;
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
