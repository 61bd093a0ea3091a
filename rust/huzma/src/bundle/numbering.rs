//! The numbers of documents, checked one after the other.

use std::cmp::Ordering;

use crate::finding::{Finding, Severity, codes};

/// The largest number a document may have: 18 digits, so that counting on never overflows.
pub(super) const LARGEST: u64 = 999_999_999_999_999_999;

/// How many digits it has.
pub(super) const LARGEST_DIGITS: usize = 18;

/// How many digits are written at least.
pub(super) const SMALLEST_DIGITS: usize = 3;

/// A number as file names and markers write it.
pub(super) fn shown(number: u64) -> String {
    format!("{number:0SMALLEST_DIGITS$}")
}

/// The numbers so far.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    last: Option<u64>,
    /// Documents were lost on the way: a gap says nothing new.
    lost: bool,
}

impl Numbering {
    /// Takes in the next number and says what is wrong with it.
    pub(super) fn next(&mut self, number: u64) -> Option<Finding> {
        let expected = self.last.map_or(0, |last| last + 1);
        let lost = std::mem::take(&mut self.lost);
        let last = self.last.replace(number);
        match number.cmp(&expected) {
            Ordering::Equal => None,
            Ordering::Greater if lost => None,
            Ordering::Greater => {
                let missing = if number == expected + 1 {
                    shown(expected)
                } else {
                    format!("{}–{}", shown(expected), shown(number - 1))
                };
                let finding = codes::NUMBER_GAP.whole().with(missing);
                // Many people count from 1.
                Some(if number == 1 { finding.severity(Severity::Info) } else { finding })
            }
            Ordering::Less if last == Some(number) => Some(codes::REPEATED_NUMBER.whole().with(shown(number))),
            Ordering::Less => {
                let last = shown(last.unwrap_or_default());
                Some(codes::NUMBER_OUT_OF_ORDER.whole().with(shown(number)).with(last))
            }
        }
    }

    /// Documents were lost here, and a finding says so.
    pub(super) fn lose(&mut self) {
        self.lost = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_break_in_the_numbers_is_named_once() {
        let mut numbering = Numbering::default();
        let numbers = [1, 2, 5, 5, 3, 4, 7];
        let found: Vec<_> = numbers
            .iter()
            .filter_map(|&number| numbering.next(number))
            .map(|finding| (finding.code.name, finding.severity, finding.arguments.join(" ")))
            .collect();
        let expected = [
            ("number-gap", Severity::Info, "000"),
            ("number-gap", Severity::Warning, "003–004"),
            ("repeated-number", Severity::Warning, "005"),
            ("number-out-of-order", Severity::Warning, "003 005"),
            ("number-gap", Severity::Warning, "005–006"),
        ];
        assert_eq!(found, expected.map(|(name, severity, arguments)| (name, severity, arguments.to_owned())));
    }

    #[test]
    fn a_gap_where_documents_were_lost_says_nothing_new() {
        let mut numbering = Numbering::default();
        numbering.lose();
        assert_eq!(numbering.next(1), None);
        assert!(numbering.next(3).is_some());
    }
}
