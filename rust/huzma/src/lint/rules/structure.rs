//! ST: structure and repetition.

pub(super) mod repeated_block;
