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
///
/// What a unit is to its neighbours is told from the block and the one before. Where the one behind would have to be asked, the
/// unit is odd: that is so for one in many.
pub(super) struct Cutter {
    /// How many units a letter of Arabic takes.
    letter: u32,
    /// Of the block before: Arabic words, Latin words, and spaces, line feeds and punctuation.
    words: u64,
    latin: u64,
    other: u64,
    /// Whether its last unit, in the lowest bit, is a space, part of a number, a full stop outside numbers.
    space: u64,
    number: u64,
    point: u64,
}

impl Cutter {
    pub(super) fn new<U: Units>() -> Self {
        // What begins a text stands behind a gap.
        Self { letter: U::LETTER as u32, words: 0, latin: 0, other: 1 << 63, space: 0, number: 0, point: 0 }
    }

    /// Cuts a block. Units beyond the end of the text are odd.
    #[inline(always)]
    pub(super) fn cut(&mut self, masks: &Masks) -> Cut {
        let words = masks.word | masks.tatweel;
        let word_starts = words & !(words << 1 | self.words >> 63);
        let space_starts = masks.space & !(masks.space << 1 | self.space);
        let starts = word_starts | space_starts | masks.punctuation | masks.newline;
        // A mark with no letter before it needs a look too.
        let odd = !masks.known | word_starts & masks.mark;
        let mut cut = Cut { starts, odd, stroke: 0 };
        let mut seen = Seen { latin: 0, numbers: 0, points: masks.point };
        if masks.digit | masks.arabic_digit | masks.latin | masks.tatweel | self.number | self.latin >> 63 != 0 {
            self.numbers_and_latin(masks, &mut cut, &mut seen);
        }
        let other = masks.plain & !masks.word;
        if seen.points != 0 {
            self.points(masks, words, other, &mut cut, &seen);
        }
        self.words = words;
        self.latin = seen.latin;
        self.other = other;
        self.space = masks.space >> 63;
        self.number = seen.numbers >> 63;
        self.point = seen.points >> 63;
        cut
    }

    #[inline(always)]
    fn numbers_and_latin(&self, masks: &Masks, cut: &mut Cut, seen: &mut Seen) {
        let all_digits = masks.digit | masks.arabic_digit;
        let alphanumeric = all_digits | masks.latin;
        let words = masks.word | masks.tatweel;
        // A run that begins with a Latin letter is a word, whatever digits follow; one that begins with a digit is a number.
        let in_latin = self.latin >> 63;
        let run_starts = alphanumeric & !(alphanumeric << 1 | in_latin | self.number);
        let latin = fill(alphanumeric, run_starts & masks.latin | alphanumeric & in_latin);
        let digits = all_digits & !latin;
        // `50km` is for the other.
        cut.odd |= masks.latin & !latin;
        // A separator between two digits is part of their number.
        let inner = (masks.separator | masks.point) & (digits << 1 | self.number) & all_digits >> 1;
        let joints = (masks.separator | masks.link) & !inner;
        let numbers = digits | inner;
        let number_starts = digits & !(numbers << 1 | self.number);
        seen.points = masks.point & !inner;
        cut.starts = cut.starts & !inner | run_starts & masks.latin | number_starts;
        // A sign, a date with hyphens, an address.
        cut.odd |= number_starts & (joints << 1 | 1);
        let gaps = masks.space | masks.newline;
        let after = gaps | masks.punctuation & !(joints & !(gaps >> 1)) | seen.points;
        cut.odd |= (numbers << 1 | self.number) & !numbers & !after;
        cut.odd |= (latin << 1 | in_latin) & !latin & !(after | words);
        let letters = masks.word & !masks.mark | masks.tatweel;
        cut.stroke = masks.tatweel & !(letters >> 1);
        seen.latin = latin;
        seen.numbers = numbers;
    }

    /// A full stop behind a word too long to be an abbreviation, a number or a mark, unless a word follows directly; and
    /// full stops in a row.
    #[inline(always)]
    fn points(&self, masks: &Masks, words: u64, other: u64, cut: &mut Cut, seen: &Seen) {
        let begin = seen.points & !(seen.points << 1 | self.point);
        let mut before = behind(words, self.words, 1)
            & behind(words, self.words, 1 + self.letter)
            & behind(words, self.words, 1 + 2 * self.letter);
        if seen.latin | self.latin != 0 {
            let one = behind(seen.latin, self.latin, 1);
            let rest = [2, 3, 4, 5].map(|units| behind(seen.latin, self.latin, units));
            before |= one & rest[0] & rest[1] & rest[2] & rest[3];
        }
        before |= behind(other, self.other, 1) | seen.numbers << 1 | self.number;
        let after = masks.space | masks.newline | masks.punctuation | seen.points;
        let plain = begin & before & after >> 1;
        cut.starts |= plain;
        cut.odd |= begin & !plain;
    }
}

/// What [`Cutter`] has found in a block on its way.
struct Seen {
    latin: u64,
    numbers: u64,
    /// Full stops outside numbers.
    points: u64,
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
