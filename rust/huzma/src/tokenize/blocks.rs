//! Tokens from masks.
//!
//! In plain text a token begins where a run of letters or of spaces begins, at each mark that always stands
//! alone, and at each line feed: a few operations on the masks of 64 units. Whatever is not plain (digits,
//! full stops, Latin, tatweel …) may belong to the token before it, so that token is taken back, and the
//! tokenizer that looks at characters goes on from its start until it ends a token at a plain unit.
//!
//! That this equals the other tokenizer everywhere is a property test, not an argument.

use super::{Kind, Tokens, token_at};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Masks, Units};

/// How many blocks are classified before they are looked at: few enough to stay in the cache.
const CHUNK: usize = 64;

pub(super) fn tokenize<U: Units>(text: U) -> Tokens {
    let length = text.len();
    // Five units and a half a token in Arabic UTF-8, fewer in other layouts.
    let mut tokens = Tokens {
        starts: Vec::with_capacity(length / 5 + 8),
        kinds: Vec::with_capacity(length / 5 + 8),
        end: length as u32,
    };
    let mut masks = [Masks::default(); CHUNK];
    // Up to where tokens have been cut; a token that a mask started may still be open.
    let mut done = 0;
    let mut chunk = 0;
    // Whether the last unit of the block before belongs to a run that goes on.
    let (mut word_carry, mut space_carry) = (0, 0);
    while chunk < length {
        let blocks = (length - chunk).div_ceil(BLOCK).min(CHUNK);
        let masks = &mut masks[..blocks];
        text.classify(chunk, masks);
        for (block, masks) in masks.iter().enumerate() {
            let base = chunk + block * BLOCK;
            let valid = if length - base < BLOCK { (1u64 << (length - base)) - 1 } else { u64::MAX };
            let word_starts = masks.word & !(masks.word << 1 | word_carry);
            let space_starts = masks.space & !(masks.space << 1 | space_carry);
            word_carry = masks.word >> 63;
            space_carry = masks.space >> 63;
            let starts = (word_starts | space_starts | masks.punctuation | masks.newline) & valid;
            // A mark with no letter before it needs a look too.
            let mut odd = (!masks.plain | word_starts & masks.mark) & valid;
            if odd == 0 && done <= base {
                tokens.emit(starts, masks, base);
                continue;
            }
            loop {
                // What the other tokenizer has already been over is not looked at again.
                let open = match done.checked_sub(base) {
                    None | Some(0) => u64::MAX,
                    Some(over) if over < BLOCK => u64::MAX << over,
                    Some(_) => 0,
                };
                odd &= open;
                if odd == 0 {
                    tokens.emit(starts & open, masks, base);
                    break;
                }
                let first = odd & odd.wrapping_neg();
                tokens.emit(starts & open & (first - 1), masks, base);
                let place = base + first.trailing_zeros() as usize;
                done = resume(text, &mut tokens, place);
            }
        }
        chunk += blocks * BLOCK;
    }
    tokens
}

/// Goes on character by character from the start of the token that ends at an odd unit, or from that unit
/// if none does, up to the first token that ends at a plain unit; returns that place.
fn resume<U: Units>(text: U, tokens: &mut Tokens, odd: usize) -> usize {
    let mut at = match tokens.starts.pop() {
        Some(start) => {
            tokens.kinds.pop();
            start as usize
        }
        None => 0,
    };
    while let Some((kind, end)) = token_at(text, at) {
        tokens.starts.push(at as u32);
        tokens.kinds.push(kind);
        at = end;
        if at > odd && is_plain(text, at) {
            break;
        }
    }
    at
}

/// Whether masks tell that a token begins at a unit where one does: at a space, a line feed, or a letter
/// that does not follow another letter or a mark, with which it would be one run.
fn is_plain<U: Units>(text: U, at: usize) -> bool {
    let is_word = |code_point: u32| {
        let class = class(code_point);
        (0x600..=0x6FF).contains(&code_point)
            && matches!(class, Class::ArabicLetter | Class::ExtendedLetter | Class::ArabicMark)
    };
    text.code_point(at).is_some_and(|(code_point, _)| match code_point {
        0x20 | 0xA => true,
        _ => is_word(code_point) && !text.code_point_before(at).is_some_and(|(before, _)| is_word(before)),
    })
}

impl Tokens {
    /// Appends the tokens that start at the set bits of a block.
    fn emit(&mut self, mut starts: u64, masks: &Masks, base: usize) {
        let mut found = [0u32; BLOCK];
        let mut kinds = [Kind::Punctuation; BLOCK];
        let mut count = 0;
        while starts != 0 {
            let unit = starts.trailing_zeros();
            starts &= starts - 1;
            found[count % BLOCK] = base as u32 + unit;
            let is = |mask: u64| mask >> unit & 1 != 0;
            kinds[count % BLOCK] = if is(masks.word) {
                Kind::Word
            } else if is(masks.space) {
                Kind::Space
            } else if is(masks.newline) {
                Kind::Newline
            } else {
                Kind::Punctuation
            };
            count += 1;
        }
        self.starts.extend_from_slice(&found[..count]);
        self.kinds.extend_from_slice(&kinds[..count]);
    }
}
