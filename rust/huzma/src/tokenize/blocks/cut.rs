//! Where tokens begin in a block, as far as masks tell.

use crate::scan::{Masks, Units};

/// Where tokens begin in a block.
pub(super) struct Cut {
    /// First units of tokens.
    pub(super) starts: u64,
    /// Units that need a look, because they may belong to the token before them.
    pub(super) odd: u64,
    /// Last units of strokes behind which no letter follows: their token may be a proclitic, or a mark.
    pub(super) stroke: u64,
}

/// Cuts blocks one after the other.
pub(super) struct Cutter {
    /// How many units a letter of Arabic takes.
    letter: u32,
    /// Of the block before: its Arabic words and Latin words …
    words: u64,
    latin: u64,
    /// … and of its last unit, in the lowest bit: whether it is a space, part of a number, joins what is beside it, is a full
    /// stop outside numbers, can stand before one.
    space: u64,
    number: u64,
    joint: u64,
    point: u64,
    before_point: u64,
}

impl Cutter {
    pub(super) fn new<U: Units>() -> Self {
        Self { letter: U::LETTER as u32, words: 0, latin: 0, space: 0, number: 0, joint: 0, point: 0, before_point: 1 }
    }

    /// Cuts a block, of which units beyond the end of the text are not `valid`; the first unit of the next one is looked
    /// at too. The end of the text is as good as a gap, also if it `ends` with the block.
    #[inline(always)]
    pub(super) fn cut(&mut self, masks: &Masks, next: &Masks, valid: u64, ends: bool) -> Cut {
        let words = masks.word | masks.tatweel;
        let gaps = masks.space | masks.newline | !valid;
        let word_starts = words & !(words << 1 | self.words >> 63);
        let space_starts = masks.space & !(masks.space << 1 | self.space);
        let mut starts = word_starts | space_starts | masks.punctuation | masks.newline;
        // A mark with no letter before it needs a look too.
        let mut odd = !masks.known | word_starts & masks.mark;
        let mut stroke = 0;
        let mut joints = masks.separator | masks.link;
        let mut points = masks.point;
        let (mut latin, mut digits, mut numbers) = (0, 0, 0);

        let alphanumeric = masks.digit | masks.arabic_digit | masks.latin;
        if alphanumeric | masks.tatweel | self.number | self.latin >> 63 != 0 {
            // A run that begins with a Latin letter is a word, whatever digits follow; one that begins with a digit is a number.
            let in_latin = self.latin >> 63;
            let run_starts = alphanumeric & !(alphanumeric << 1 | in_latin | self.number);
            latin = fill(alphanumeric, run_starts & masks.latin | alphanumeric & in_latin & 1);
            digits = alphanumeric & !latin & !masks.latin;
            // `50km` is for the other.
            odd |= masks.latin & !latin;
            // A separator between two digits is part of their number.
            let inner = (masks.separator | points)
                & (digits << 1 | self.number)
                & ((masks.digit | masks.arabic_digit) >> 1 | (next.digit | next.arabic_digit) << 63);
            starts &= !inner;
            joints &= !inner;
            points &= !inner;
            numbers = digits | inner;
            let number_starts = digits & !(numbers << 1 | self.number);
            starts |= run_starts & masks.latin | number_starts;
            // A sign, a date with hyphens, an address.
            odd |= number_starts & (joints << 1 | self.joint);
            let plain_after = gaps | masks.punctuation & !(masks.separator | masks.link) | points;
            let next_gap = next.space | next.newline | u64::from(ends);
            let after = plain_after | joints & (gaps >> 1 | next_gap << 63);
            odd |= (numbers << 1 | self.number) & !numbers & !after;
            odd |= (latin << 1 | in_latin) & !latin & !(after | words);
            let letters = |masks: &Masks| masks.word & !masks.mark | masks.tatweel;
            stroke = masks.tatweel & !(letters(masks) >> 1 | letters(next) << 63);
        }

        // A full stop behind a word too long to be an abbreviation, a number or a mark, unless a word follows directly;
        // and full stops in a row.
        let three = words & behind(words, self.words, self.letter) & behind(words, self.words, 2 * self.letter);
        let mut before_point = three | digits | masks.plain & !masks.word;
        if latin != 0 {
            let two = latin & behind(latin, self.latin, 1);
            let four = two & behind(two, self.latin & self.latin << 1, 2);
            before_point |= four & behind(latin, self.latin, 4);
        }
        if points != 0 {
            let begin = points & !(points << 1 | self.point);
            let after = gaps | masks.punctuation | points;
            let next_unit = next.space | next.newline | next.punctuation | next.point | u64::from(ends);
            let after = after >> 1 | next_unit << 63;
            let plain = begin & (before_point << 1 | self.before_point) & after;
            starts |= plain;
            odd |= begin & !plain;
        }

        self.words = words;
        self.latin = latin;
        self.space = masks.space >> 63;
        self.number = numbers >> 63;
        self.joint = joints >> 63;
        self.point = points >> 63;
        self.before_point = before_point >> 63;
        Cut { starts: starts & valid, odd: odd & valid, stroke: stroke & valid }
    }
}

/// The bits of `runs` from each of `starts`, which are bits of it, to the end of its run.
#[inline(always)]
const fn fill(runs: u64, starts: u64) -> u64 {
    // Adding its first bit to a run carries through the run and clears it.
    runs & !runs.wrapping_add(starts)
}

/// What is so many units behind the bits of a block and the block before.
#[inline(always)]
const fn behind(bits: u64, before: u64, units: u32) -> u64 {
    bits << units | before >> (64 - units)
}
