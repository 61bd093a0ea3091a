//! Normalising.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::normalize::{Normalizer, builtin};
use huzma::scan::{Ucs2, Ucs4};

use crate::corpus;

pub(crate) fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("normalize");
    for corpus in ["news", "vocalised", "mixed"] {
        for sample in corpus::samples(corpus) {
            let units: Vec<Vec<u16>> = sample.texts.iter().map(|text| corpus::ucs2(text)).collect();
            for (name, profile) in builtin() {
                let normalizer = Normalizer::new(&profile);
                group.throughput(Throughput::Bytes(sample.bytes()));
                group.bench_with_input(
                    BenchmarkId::new(format!("{name}/utf8"), &sample.name),
                    &sample,
                    |bencher, sample| {
                        bencher.iter(|| {
                            for text in &sample.texts {
                                black_box(normalizer.normalize(black_box(text)));
                            }
                        });
                    },
                );
                group.bench_with_input(
                    BenchmarkId::new(format!("{name}/utf8 into warm memory"), &sample.name),
                    &sample,
                    |bencher, sample| {
                        let mut out = String::new();
                        bencher.iter(|| {
                            for text in &sample.texts {
                                black_box(normalizer.normalize_into(black_box(text), &mut out));
                            }
                        });
                    },
                );
                // Counted in the bytes it reads.
                group.throughput(Throughput::Bytes(2 * units.iter().map(|units| units.len() as u64).sum::<u64>()));
                group.bench_with_input(
                    BenchmarkId::new(format!("{name}/ucs2"), &sample.name),
                    &units,
                    |bencher, units| {
                        bencher.iter(|| {
                            for text in units {
                                black_box(normalizer.normalize_units(Ucs2(black_box(text))));
                            }
                        });
                    },
                );
                group.bench_with_input(
                    BenchmarkId::new(format!("{name}/ucs2 aligned"), &sample.name),
                    &units,
                    |bencher, units| {
                        bencher.iter(|| {
                            for text in units {
                                black_box(normalizer.align_units(Ucs2(black_box(text))));
                            }
                        });
                    },
                );
            }
            let wide: Vec<Vec<u32>> =
                units.iter().map(|units| units.iter().copied().map(u32::from).collect()).collect();
            let Some((_, search)) = builtin().into_iter().find(|(name, _)| *name == "search") else { continue };
            let search = Normalizer::new(&search);
            group.throughput(Throughput::Bytes(4 * wide.iter().map(|units| units.len() as u64).sum::<u64>()));
            group.bench_with_input(BenchmarkId::new("search/ucs4", &sample.name), &wide, |bencher, wide| {
                bencher.iter(|| {
                    for text in wide {
                        black_box(search.normalize_units(Ucs4(black_box(text))));
                    }
                });
            });
        }
    }
    group.finish();
}
