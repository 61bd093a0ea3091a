//! Tokens and sentences.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::scan::Ucs2;
use huzma::tokenize::{Pairs, Tokens, sentences, split_sentences, tokenize, tokenize_into, unicode};

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
            let mut tokens = Tokens::default();
            group.bench_with_input(BenchmarkId::new("tokens-again/utf8", &sample.name), &sample, |bencher, sample| {
                bencher.iter(|| {
                    for text in &sample.texts {
                        tokenize_into(black_box(text.as_str()), &mut tokens);
                        black_box(&tokens);
                    }
                });
            });
            group.bench_with_input(
                BenchmarkId::new("split-sentences/utf8", &sample.name),
                &sample,
                |bencher, sample| {
                    bencher.iter(|| {
                        for text in &sample.texts {
                            black_box(split_sentences(black_box(text.as_str())));
                        }
                    });
                },
            );
            group.bench_with_input(
                BenchmarkId::new("unicode-segmentation", &sample.name),
                &sample,
                |bencher, sample| {
                    bencher.iter(|| {
                        for text in &sample.texts {
                            black_box(unicode::tokenize(black_box(text.as_str())));
                        }
                    });
                },
            );
            let units: Vec<Vec<u16>> = sample.texts.iter().map(|text| corpus::ucs2(text)).collect();
            group.bench_with_input(BenchmarkId::new("tokens/ucs2", &sample.name), &units, |bencher, units| {
                bencher.iter(|| {
                    for text in units {
                        black_box(tokenize(Ucs2(black_box(text))));
                    }
                });
            });
            group.bench_with_input(BenchmarkId::new("split-sentences/ucs2", &sample.name), &units, |bencher, units| {
                bencher.iter(|| {
                    for text in units {
                        black_box(split_sentences(Ucs2(black_box(text))));
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
