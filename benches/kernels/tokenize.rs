//! Tokens and sentences.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::tokenize::{Pairs, sentences, tokenize};

use crate::corpus;

pub(crate) fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("tokenize");
    for corpus in ["news", "vocalised", "mixed"] {
        for sample in corpus::samples(corpus) {
            group.throughput(Throughput::Bytes(sample.bytes()));
            group.bench_with_input(BenchmarkId::new("tokens/utf8", &sample.name), &sample, |bencher, sample| {
                bencher.iter(|| {
                    for text in &sample.texts {
                        black_box(tokenize(black_box(text.as_str())));
                    }
                });
            });
            group.bench_with_input(BenchmarkId::new("sentences/utf8", &sample.name), &sample, |bencher, sample| {
                bencher.iter(|| {
                    for text in &sample.texts {
                        let text = black_box(text.as_str());
                        let tokens = tokenize(text);
                        let pairs = Pairs::new(text, &tokens);
                        black_box(sentences(text, &tokens, &pairs));
                    }
                });
            });
        }
    }
    group.finish();
}
