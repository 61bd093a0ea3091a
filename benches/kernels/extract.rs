//! Extraction: all of it, and what it stands on.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::document::Document;
use huzma::extract::{Anchor, Day, Options, extract};

use crate::corpus;

pub(crate) fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("extract");
    let anchor = Day::new(2016, 9, 15).map(|day| Anchor { day, time: None });
    let options = Options { anchor, ..Options::default() };
    for corpus in ["news", "vocalised"] {
        let sample = corpus::documents(corpus);
        let documents: Vec<_> = sample.texts.iter().map(|text| Document::new(text)).collect();
        // The text is read, its tokens and its pairs are made, before anything is sought in it.
        group.throughput(Throughput::Bytes(sample.bytes()));
        group.bench_with_input(BenchmarkId::new("everything", &sample.name), &sample, |bencher, sample| {
            bencher.iter(|| {
                for text in &sample.texts {
                    black_box(extract(&Document::new(black_box(text)), &options));
                }
            });
        });
        group.bench_with_input(BenchmarkId::new("analysed", &sample.name), &documents, |bencher, documents| {
            bencher.iter(|| {
                for document in documents {
                    black_box(extract(black_box(document), &options));
                }
            });
        });
    }
    group.finish();
}
