//! From a text back to what is stored for it, where the two differ in length.
//!
//! A list of a place for each character would be several times the text: JSON writes each Arabic letter
//! as six bytes where it is told to. Neighbours are mostly alike, though, so what is kept is where the
//! ratio changes.

/// Where the characters of a text are stored.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    runs: Vec<Run>,
    text: u32,
    stored: u64,
}

/// Characters one after the other that all have the same length, and the same stored length.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Run {
    text: u32,
    per_text: u8,
    per_stored: u8,
    stored: u64,
}

impl Places {
    /// A text of which nothing is known yet; its first character is stored at this offset.
    pub(super) fn from(stored: u64) -> Self {
        Self { runs: Vec::new(), text: 0, stored }
    }

    /// Adds bytes that are stored as they are.
    pub(super) fn plain(&mut self, len: usize) {
        self.add(1, 1, len);
    }

    /// Adds characters of `per_text` bytes each for which `per_stored` are stored.
    pub(super) fn add(&mut self, per_text: u8, per_stored: u8, count: usize) {
        if count == 0 || per_text == 0 {
            return;
        }
        let alike = self.runs.last().is_some_and(|run| (run.per_text, run.per_stored) == (per_text, per_stored));
        if !alike {
            self.runs.push(Run { text: self.text, per_text, per_stored, stored: self.stored });
        }
        self.text = self.text.saturating_add(u32::try_from(count).unwrap_or(u32::MAX).saturating_mul(per_text.into()));
        self.stored += count as u64 * u64::from(per_stored);
    }

    /// The offset at which the character is stored that begins at this byte of the text.
    pub(super) fn stored(&self, text: usize) -> u64 {
        let text = u32::try_from(text).unwrap_or(u32::MAX).min(self.text);
        match self.runs[..self.runs.partition_point(|run| run.text <= text)].last() {
            Some(run) => {
                run.stored + u64::from((text - run.text) / u32::from(run.per_text)) * u64::from(run.per_stored)
            }
            None => self.stored,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_that_of_the_character() {
        let mut places = Places::from(100);
        places.plain(3);
        places.add(2, 6, 2);
        places.add(1, 2, 1);
        places.plain(1);
        let stored: Vec<_> = [0, 2, 3, 5, 7, 8, 9, 50].into_iter().map(|at| places.stored(at)).collect();
        assert_eq!(stored, [100, 102, 103, 109, 115, 117, 118, 118]);
        assert_eq!(Places::from(7).stored(3), 7);
    }
}
