//! MX: scripts and their order.

pub(super) mod mixed_script_word;
pub(super) mod visual_order;
