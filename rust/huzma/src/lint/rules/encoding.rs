//! EN: encoding and the form of the file.

pub(super) mod bom;
pub(super) mod clusters;
pub(super) mod invalid_utf8;
pub(super) mod not_nfc;
pub(super) mod replacement_character;
