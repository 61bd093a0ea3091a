//! DC: diacritics.

pub(super) mod mark_order;
