//! UI: invisible characters and characters encoded by their shape.

pub(super) mod bidi;
pub(super) mod bidi_embedding;
pub(super) mod presentation_form;
pub(super) mod unbalanced_bidi;
pub(super) mod zero_width_space;
