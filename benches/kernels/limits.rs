//! What the machine can do: every ratio in the record is to one of these.

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, Throughput};

use crate::corpus;

pub(crate) fn benches(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("limits");
    for sample in corpus::samples("news") {
        group.throughput(Throughput::Bytes(sample.bytes()));
        let longest = sample.texts.iter().map(String::len).max().unwrap_or(0);
        // Written once before it is timed: the first touch of a page costs more than copying it.
        let mut buffer = vec![1_u8; longest];
        group.bench_with_input(BenchmarkId::new("memcpy", &sample.name), &sample, |bencher, sample| {
            bencher.iter(|| {
                for text in &sample.texts {
                    buffer[..text.len()].copy_from_slice(black_box(text.as_bytes()));
                    black_box(&mut buffer);
                }
            });
        });
        group.bench_with_input(BenchmarkId::new("utf8-validation", &sample.name), &sample, |bencher, sample| {
            bencher.iter(|| {
                for text in &sample.texts {
                    assert!(simdutf8::basic::from_utf8(black_box(text.as_bytes())).is_ok());
                }
            });
        });
    }
    group.finish();
}
