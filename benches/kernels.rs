//! Kernels and paths of the core, each beside the physical limits measured in the same run.
//!
//! `cargo bench -p huzma-benches -- normalize` runs one group. The texts come from `corpus.py`, which must have run
//! before: see `benches/README.md`.

#![allow(missing_docs)] // what the macros of criterion make

#[path = "kernels/bundle.rs"]
mod bundle;
mod corpus;
#[path = "kernels/extract.rs"]
mod extract;
#[path = "kernels/limits.rs"]
mod limits;
#[path = "kernels/lint.rs"]
mod lint;
#[path = "kernels/normalize.rs"]
mod normalize;
#[path = "kernels/tokenize.rs"]
mod tokenize;

use std::time::Duration;

use criterion::{Criterion, criterion_group, criterion_main};

fn quick() -> Criterion {
    Criterion::default()
        .sample_size(10)
        .warm_up_time(Duration::from_millis(200))
        .measurement_time(Duration::from_millis(800))
        .without_plots()
}

criterion_group! {
    name = kernels;
    config = quick();
    targets = limits::benches, normalize::benches, tokenize::benches, lint::benches, extract::benches, bundle::benches
}
criterion_main!(kernels);
