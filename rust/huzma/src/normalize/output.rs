//! What a pass reports of its work besides the text.

use crate::scan::Log;
use crate::span::OffsetMapBuilder;

/// Is told of every place where the text does not stay one to one, in order.
pub(super) trait Changes {
    /// A log for kernels that start at unit `at`; `letter` is the width of the characters they exchange.
    fn behind(&mut self, at: usize, letter: usize) -> impl Log;

    /// `source_len` units from `source` on became `result_len` units from `result` on.
    fn change(&mut self, source: usize, result: usize, source_len: usize, result_len: usize);

    /// Units were deleted: bit `n` is unit `source + n`; what stays is written from `result` on.
    fn delete(&mut self, source: usize, result: usize, bits: u64);

    /// What was told of the source from this unit on does not hold.
    fn truncate(&mut self, source: usize);
}

impl Changes for () {
    fn behind(&mut self, _: usize, _: usize) -> impl Log {}

    fn change(&mut self, _: usize, _: usize, _: usize, _: usize) {}

    fn delete(&mut self, _: usize, _: usize, _: u64) {}

    fn truncate(&mut self, _: usize) {}
}

impl Changes for OffsetMapBuilder {
    fn behind(&mut self, at: usize, letter: usize) -> impl Log {
        Behind { map: self, at, letter }
    }

    fn change(&mut self, source: usize, result: usize, source_len: usize, result_len: usize) {
        self.change(source, result, source_len, result_len);
    }

    fn delete(&mut self, source: usize, result: usize, bits: u64) {
        self.delete(source, result, bits);
    }

    fn truncate(&mut self, source: usize) {
        self.truncate(source);
    }
}

/// Tells a map what a kernel did with a part of the text.
struct Behind<'m> {
    map: &'m mut OffsetMapBuilder,
    at: usize,
    letter: usize,
}

impl Log for Behind<'_> {
    fn block(&mut self, source: usize, result: usize, deleted: u64, exchanged: u64) {
        let source = self.at + source;
        if exchanged == 0 {
            self.map.delete(source, result, deleted);
            return;
        }
        // Of an exchanged pair each unit was made from the other: the pair is one change.
        let pair_len = 2 * self.letter;
        let (mut unit, mut result) = (0, result);
        let mut left = exchanged;
        loop {
            let pair = if left == 0 { 64 } else { left.trailing_zeros() as usize };
            if unit < pair {
                let bits = (deleted >> unit) & (u64::MAX >> (64 - (pair - unit)));
                self.map.delete(source + unit, result, bits);
                result += pair - unit - bits.count_ones() as usize;
            }
            if left == 0 {
                return;
            }
            left &= left - 1;
            self.map.change(source + pair, result, pair_len, pair_len);
            result += pair_len;
            unit = pair + pair_len;
        }
    }
}
