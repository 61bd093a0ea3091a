//! SP: spaces.

pub(super) mod space_before_punctuation;
