//! A question about a line that many places on it ask: answered once a line, so that a text of one line is checked
//! in linear time.

use crate::document::Document;

/// The answer for the line asked about last.
#[derive(Default)]
pub(super) struct PerLine {
    last: Option<(usize, bool)>,
}

impl PerLine {
    /// What `question` says of the line that holds a byte offset; it gets the line's index and text.
    pub(super) fn ask(
        &mut self,
        document: &Document<'_>,
        at: usize,
        question: impl FnOnce(usize, &str) -> bool,
    ) -> bool {
        let lines = document.lines();
        let index = lines.partition_point(|line| (line.end as usize) < at);
        match self.last {
            Some((last, answer)) if last == index => answer,
            _ => {
                let answer = lines.get(index).is_some_and(|&line| question(index, document.slice(line)));
                self.last = Some((index, answer));
                answer
            }
        }
    }
}
