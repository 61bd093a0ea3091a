//! Parse, check, clean and turn into typed records bundles of Arabic text.
//!
//! Everything this crate says about a text is a [`span::Span`] of the source. The rooms, and who may
//! import whom, are listed in `docs/design.md`; a test keeps that list true.

pub mod bundle;
pub mod chars;
pub mod dedup;
pub mod document;
pub mod extract;
pub mod finding;
pub mod lexicon;
pub mod lint;
pub mod normalize;
pub mod records;
pub mod scan;
pub mod span;
pub mod tokenize;
