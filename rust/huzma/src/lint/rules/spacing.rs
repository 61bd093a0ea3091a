//! SP: spaces.

pub(super) mod detached_proclitic;
pub(super) mod detached_waw;
pub(super) mod missing_space_after;
pub(super) mod multiple_spaces;
pub(super) mod repeated_word;
pub(super) mod space_before_punctuation;
pub(super) mod trailing_space;
