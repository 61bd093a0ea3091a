//! PN: punctuation marks.

pub(super) mod latin_comma;
