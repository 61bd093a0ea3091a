//! The tokens of a text as bits, for whoever needs few of them.
//!
//! Three bits for each unit take a fifth of the memory that a list of tokens takes, and no time to fill. What a token is beyond
//! that is told by its characters, and asked of few.

use super::blocks::{Sink, outline_into};
use super::tiling::Tiling;
use super::{Kind, token_at};
use crate::chars::{Class, class};
use crate::scan::{BLOCK, Blocks, Masks, Units};

/// Where tokens begin; bit `n` of word `m` is unit `64 m + n`.
#[derive(Debug, Default)]
pub(super) struct Outline {
    blocks: Vec<Block>,
    /// Before which unit all tokens have been taken; the last token begins before it.
    until: usize,
}

#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// First units of tokens.
    starts: u64,
    /// Of these, what says something.
    content: u64,
    /// Of these, line ends and what may end a sentence or be half of a pair; others may be among them.
    signs: u64,
}

impl Outline {
    /// Outlines a text, in the memory of one that is no longer needed.
    pub(super) fn of<U: Units>(&mut self, text: U) {
        self.blocks.clear();
        self.blocks.resize(text.len().div_ceil(BLOCK), Block::default());
        self.until = 0;
        outline_into(text, self);
    }

    /// The first unit from one on whose bit is set.
    #[inline]
    fn next(&self, from: usize, bits: impl Fn(&Block) -> u64) -> Option<usize> {
        let mut index = from / BLOCK;
        let mut rest = bits(self.blocks.get(index)?) & u64::MAX << (from % BLOCK);
        while rest == 0 {
            index += 1;
            rest = bits(self.blocks.get(index)?);
        }
        Some(index * BLOCK + rest.trailing_zeros() as usize)
    }

    /// Whether a token that says something begins between two units.
    #[inline]
    fn has_content(&self, from: usize, until: usize) -> bool {
        let (first, last) = (from / BLOCK, until / BLOCK);
        let begin = u64::MAX << (from % BLOCK);
        let end = (1 << (until % BLOCK)) - 1;
        let content = |index: usize| self.blocks.get(index).map_or(0, |block| block.content);
        if first == last {
            return content(first) & begin & end != 0;
        }
        content(first) & begin != 0 || content(last) & end != 0 || (first + 1..last).any(|index| content(index) != 0)
    }

    /// The last token that begins before a unit.
    #[inline]
    fn last_before(&self, unit: usize) -> Option<usize> {
        let mut index = unit.checked_sub(1)? / BLOCK;
        let inside = u64::MAX >> (BLOCK - 1 - (unit - 1) % BLOCK);
        let mut rest = self.blocks.get(index)?.starts & inside;
        while rest == 0 {
            index = index.checked_sub(1)?;
            rest = self.blocks.get(index)?.starts;
        }
        Some(index * BLOCK + rest.ilog2() as usize)
    }

    /// The signs, in order, by the blocks that have some: where a block begins and its bits.
    pub(super) fn signs(&self) -> impl Iterator<Item = (usize, u64)> + '_ {
        self.blocks.iter().enumerate().filter(|(_, block)| block.signs != 0).map(|(n, block)| (n * BLOCK, block.signs))
    }
}

impl Sink for &mut Outline {
    #[inline(always)]
    fn take<B: Blocks>(&mut self, starts: u64, masks: &Masks, base: usize) {
        let Some(block) = self.blocks.get_mut(base / BLOCK) else { return };
        let content = masks.word | masks.tatweel | masks.digit | masks.arabic_digit | masks.latin;
        let signs = masks.punctuation & !(masks.separator | masks.link | masks.pause) | masks.point | masks.newline;
        block.starts |= starts;
        block.content |= starts & content;
        block.signs |= starts & signs;
        self.until = self.until.max(base + BLOCK);
    }

    fn push(&mut self, start: usize, kind: Kind) {
        let Some(block) = self.blocks.get_mut(start / BLOCK) else { return };
        let bit = 1 << (start % BLOCK);
        block.starts |= bit;
        block.content |= if kind.is_content() { bit } else { 0 };
        block.signs |= if matches!(kind, Kind::Punctuation | Kind::Newline) { bit } else { 0 };
        self.until = self.until.max(start + 1);
    }

    fn last(&self) -> Option<usize> {
        self.last_before(self.until)
    }

    fn pop(&mut self) -> Option<usize> {
        let last = self.last()?;
        let block = self.blocks.get_mut(last / BLOCK)?;
        let others = !(1 << (last % BLOCK));
        *block = Block { starts: block.starts & others, content: block.content & others, signs: block.signs & others };
        Some(last)
    }

    fn relabel_last(&mut self, kind: Kind) {
        if let Some(last) = self.pop() {
            self.push(last, kind);
        }
    }
}

/// A text with its outline. A token goes by its first unit.
#[derive(Clone, Copy)]
pub(super) struct Outlined<'o, U> {
    pub(super) text: U,
    pub(super) outline: &'o Outline,
}

impl<U: Units> Tiling for Outlined<'_, U> {
    #[inline]
    fn end_of_text(self) -> usize {
        self.text.len()
    }

    #[inline]
    fn start(self, token: usize) -> usize {
        token
    }

    #[inline]
    fn after(self, token: usize) -> usize {
        self.outline.next(token + 1, |block| block.starts).unwrap_or(self.text.len())
    }

    #[inline]
    fn before(self, token: usize) -> Option<usize> {
        self.outline.last_before(token)
    }

    fn kind(self, token: usize) -> Option<Kind> {
        let (code_point, _) = self.text.code_point(token)?;
        match class(code_point) {
            Class::Space => Some(Kind::Space),
            Class::Newline => Some(Kind::Newline),
            _ => token_at(self.text, token).map(|(kind, _)| kind),
        }
    }

    #[inline]
    fn is_space(self, token: usize) -> bool {
        self.text.code_point(token).is_some_and(|(code_point, _)| match code_point {
            0x20 => true,
            0x600..=0x6FF => false,
            _ => class(code_point) == Class::Space,
        })
    }

    #[inline]
    fn is_content(self, token: usize) -> bool {
        self.outline.has_content(token, token + 1)
    }

    #[inline]
    fn has_content(self, from: usize, until: usize) -> bool {
        self.outline.has_content(from, until)
    }
}
