//! What the fuzz targets do with their input, so that `cargo test` can do the same with what they found.

pub mod exercise;

pub mod texts;
