//! UI: invisible characters and characters encoded by their shape.

pub(super) mod bidi;
pub(super) mod bidi_embedding;
pub(super) mod bidi_mark;
pub(super) mod exotic_space;
pub(super) mod line_separator;
pub(super) mod no_break_space;
pub(super) mod presentation_form;
pub(super) mod private_use;
pub(super) mod soft_hyphen;
pub(super) mod unbalanced_bidi;
pub(super) mod zero_width_space;
pub(super) mod zwj;
pub(super) mod zwnj;
