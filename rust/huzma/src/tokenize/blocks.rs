//! Tokens from masks.
//!
//! In plain text a token begins where a run of letters or of spaces begins, at each mark that always stands
//! alone, and at each line feed: a few operations on the masks of 64 units. So do numbers between spaces, and
//! full stops behind a long word. Whatever else is not plain (Latin, tatweel, other digits and points …) may belong to the token before it, so that token is taken back, and the
//! tokenizer that looks at characters goes on from its start until it ends a token at a plain unit.
//!
//! That this equals the other tokenizer everywhere is a property test, not an argument.

use super::{Kind, Tokens, token_at};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Labels, Masks, Units};

/// How many blocks are classified before they are looked at: few enough to stay in the cache.
const CHUNK: usize = 64;

pub(super) fn tokenize<U: Units>(text: U) -> Tokens {
    let length = text.len();
    let mut list = List::for_text(length);
    let mut masks = [Masks::default(); CHUNK];
    // Up to where tokens have been cut; a token that a mask started may still be open.
    let mut done = 0;
    let mut chunk = 0;
    // Whether the last unit of the block before belongs to a run that goes on, and whether it is a gap.
    let (mut word_carry, mut space_carry, mut gap_carry) = (0, 0, 1);
    while chunk < length {
        let blocks = (length - chunk).div_ceil(BLOCK).min(CHUNK);
        let masks = &mut masks[..blocks];
        text.classify(chunk, masks);
        for (block, masks) in masks.iter_mut().enumerate() {
            let base = chunk + block * BLOCK;
            let valid = if length - base < BLOCK { (1u64 << (length - base)) - 1 } else { u64::MAX };
            let word_starts = masks.word & !(masks.word << 1 | word_carry);
            let space_starts = masks.space & !(masks.space << 1 | space_carry);
            let gaps = masks.space | masks.newline;
            let mut starts = word_starts | space_starts | masks.punctuation | masks.newline;
            let mut odd = !masks.plain;
            if masks.point != 0 {
                let points = sentence_points(masks.point, masks.word, gaps, U::LETTER);
                masks.punctuation |= points;
                starts |= points;
                odd &= !points;
            }
            if masks.digit != 0 {
                masks.digit = lone_numbers(masks.digit, gaps, gap_carry);
                starts |= masks.digit & !(masks.digit << 1);
                odd &= !masks.digit;
            }
            word_carry = masks.word >> 63;
            space_carry = masks.space >> 63;
            gap_carry = gaps >> 63;
            starts &= valid;
            // A mark with no letter before it needs a look too.
            odd = (odd | word_starts & masks.mark) & valid;
            if odd == 0 && done <= base {
                list.extend(starts, masks, base);
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
                    list.extend(starts & open, masks, base);
                    break;
                }
                let first = odd & odd.wrapping_neg();
                list.extend(starts & open & (first - 1), masks, base);
                let place = base + first.trailing_zeros() as usize;
                done = resume(text, &mut list, place);
            }
        }
        chunk += blocks * BLOCK;
    }
    list.finish(length)
}

/// Full stops behind a word too long to be an abbreviation and before a gap.
fn sentence_points(points: u64, word: u64, gaps: u64, letter: usize) -> u64 {
    // Units behind two, four, five letters or marks in a row.
    let two = word & word << letter;
    let four = two & two << (2 * letter);
    let five = four & four << letter;
    points & five << 1 & gaps >> 1
}

/// Runs of digits between gaps.
fn lone_numbers(digits: u64, gaps: u64, gap_carry: u64) -> u64 {
    let starts = digits & !(digits << 1) & (gaps << 1 | gap_carry);
    // Adding its first unit to a run carries through the run and clears it.
    let mut runs = digits & !digits.wrapping_add(starts);
    let mut wrong = runs & !(runs >> 1) & !(gaps >> 1);
    while wrong != 0 {
        let last = wrong & wrong.wrapping_neg();
        wrong ^= last;
        let before = !runs & (last - 1);
        let from = if before == 0 { 1 } else { 2 << before.ilog2() };
        runs &= !((last - from) | last);
    }
    runs
}

/// Goes on character by character from the start of the token that ends at an odd unit, or from that unit
/// if none does, up to the first token that ends at a plain unit; returns that place.
fn resume<U: Units>(text: U, list: &mut List, odd: usize) -> usize {
    let mut at = list.pop().unwrap_or(0);
    while let Some((kind, end)) = token_at(text, at) {
        list.push(at, kind);
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

/// The starts and kinds of tokens, written a block at a time.
///
/// The vectors are zeroed memory, longer than what is used of them, so that a block can be written without
/// asking for room at each token; fresh zeroed memory costs nothing that using it would not.
struct List {
    starts: Vec<u32>,
    kinds: Vec<u8>,
    length: usize,
}

impl List {
    fn for_text(units: usize) -> Self {
        // Five units a token in Arabic UTF-8, fewer in other layouts.
        let room = units / 5 + 2 * BLOCK;
        Self { starts: vec![0; room], kinds: vec![0; room], length: 0 }
    }

    /// Appends the tokens that start at the set bits of a block.
    fn extend(&mut self, starts: u64, masks: &Masks, base: usize) {
        const LABELS: Labels = Labels {
            word: Kind::Word as u8,
            space: Kind::Space as u8,
            newline: Kind::Newline as u8,
            punctuation: Kind::Punctuation as u8,
            digit: Kind::Number as u8,
        };
        if self.starts.len() < self.length + BLOCK {
            self.grow();
        }
        let units = self.starts[self.length..].first_chunk_mut();
        let kinds = self.kinds[self.length..].first_chunk_mut();
        if let (Some(units), Some(kinds)) = (units, kinds) {
            self.length += masks.list(starts, LABELS, base as u32, units, kinds);
        }
    }

    fn push(&mut self, start: usize, kind: Kind) {
        if self.starts.len() == self.length {
            self.grow();
        }
        self.starts[self.length] = start as u32;
        self.kinds[self.length] = kind as u8;
        self.length += 1;
    }

    fn pop(&mut self) -> Option<usize> {
        self.length = self.length.checked_sub(1)?;
        Some(self.starts[self.length] as usize)
    }

    #[cold]
    fn grow(&mut self) {
        let room = self.starts.len() * 2;
        self.starts.resize(room, 0);
        self.kinds.resize(room, 0);
    }

    fn finish(mut self, end: usize) -> Tokens {
        self.starts.truncate(self.length);
        self.kinds.truncate(self.length);
        Tokens { starts: self.starts, kinds: self.kinds, end: end as u32 }
    }
}
