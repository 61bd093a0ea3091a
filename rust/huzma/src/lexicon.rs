//! What rules and extraction know of words: tables, each entry with the reason why it is safe to have.
//!
//! A list is closed on purpose: a word that it does not hold is nobody's business. Guessing by edit distance turns
//! names into other names, so it was refused.

pub mod agencies;
pub mod ambiguous;
pub mod attribution;
pub mod calendar;
pub mod letter_names;
pub mod listed;
pub mod months;
pub mod numerals;
pub mod places;
pub mod repetitions;
pub mod reporting;
pub mod spelling;
mod stems;
pub mod units;
