//! Normalising.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::normalize::{Normalizer, builtin};
use huzma::scan::Ucs2;

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
            }
        }
    }
    group.finish();
}
