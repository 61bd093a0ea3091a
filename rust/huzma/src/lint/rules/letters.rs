//! LT: letters and spelling.

pub(super) mod tatweel_in_word;
pub(super) mod tatweels;
