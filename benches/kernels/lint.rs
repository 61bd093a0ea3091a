//! Checking: the analysis of a document that rules share, and all default rules.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::document::Document;
use huzma::lint::{self, Selection};

use crate::corpus;

pub(crate) fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("lint");
    let selection = Selection::default();
    for corpus in ["news", "clean"] {
        let sample = corpus::documents(corpus);
        group.throughput(Throughput::Bytes(sample.bytes()));
        group.bench_with_input(BenchmarkId::new("analysis", &sample.name), &sample, |bencher, sample| {
            bencher.iter(|| {
                for text in &sample.texts {
                    let document = Document::new(black_box(text));
                    black_box((document.sentences().len(), document.inventory(), document.is_arabic_prose()));
                }
            });
        });
        group.bench_with_input(BenchmarkId::new("rules", &sample.name), &sample, |bencher, sample| {
            bencher.iter(|| {
                for text in &sample.texts {
                    black_box(lint::check(&Document::new(black_box(text)), &selection));
                }
            });
        });
    }
    group.finish();
}
