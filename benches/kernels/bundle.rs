//! Reading a bundle of 256 MB from a file, beside reading its bytes and hashing them.

use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput};
use huzma::bundle::{Entry, Event, Metadata, Options, WriteOptions, open, write};
use sha2::{Digest, Sha256};

use crate::corpus;

const SIZE: u64 = 256 << 20;

pub(crate) fn benches(criterion: &mut Criterion) {
    let folder = std::env::temp_dir().join(format!("huzma-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the bundles");
    let documents = corpus::documents("news");
    let mut group = criterion.benchmark_group("bundle");
    group.measurement_time(Duration::from_secs(5));
    for name in ["sealed.huzma", "lines.jsonl"] {
        let path = folder.join(name);
        pack(&path, &documents.texts);
        let stored = fs::metadata(&path).expect("it was written").len();
        group.throughput(Throughput::Bytes(stored));
        group.bench_function(BenchmarkId::new("read-and-validate", name), |bencher| {
            bencher.iter(|| {
                let bytes = fs::read(&path).expect("the bundle");
                simdutf8::basic::from_utf8(black_box(&bytes)).expect("it is UTF-8").len()
            });
        });
        group.bench_function(BenchmarkId::new("sha256", name), |bencher| {
            let bytes = fs::read(&path).expect("the bundle");
            bencher.iter(|| Sha256::digest(black_box(&bytes)));
        });
        for verify in [false, true] {
            let mut options = Options::default();
            options.verify = verify;
            let id = if verify { "documents" } else { "documents-no-digests" };
            assert_eq!(read(&path, &options), SIZE.div_ceil(documents.bytes()) * documents.bytes());
            group.bench_function(BenchmarkId::new(id, name), |bencher| bencher.iter(|| read(&path, &options)));
        }
    }
    group.finish();
    let _ = fs::remove_dir_all(&folder);
}

/// Writes the texts again and again, until there are enough bytes of them.
fn pack(path: &Path, texts: &[String]) {
    let mut metadata = Metadata::new();
    metadata.insert("title".to_owned(), "وصول الوفد إلى العاصمة".into());
    metadata.insert("published".to_owned(), "2016-09-15".into());
    let bytes: u64 = texts.iter().map(|text| text.len() as u64).sum();
    let written = write(path, &WriteOptions::default(), |sink| {
        let mut number = 0_u64;
        for _ in 0..SIZE.div_ceil(bytes) {
            for text in texts {
                let id = format!("{number:016x}");
                sink.write(Entry { id: &id, number: Some(number), metadata: &metadata, text })?;
                number += 1;
            }
        }
        Ok(())
    });
    written.expect("the bundle can be written");
}

/// The bytes of all texts.
fn read(path: &Path, options: &Options) -> u64 {
    let events = open(path, options).expect("the bundle can be opened");
    events
        .map(|event| match event.expect("the bundle is whole") {
            Event::Document(document) => document.text.len() as u64,
            Event::Finding(located) => panic!("{located:?}"),
        })
        .sum()
}
