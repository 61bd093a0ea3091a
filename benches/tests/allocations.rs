//! How often the paths allocate that promise not to copy.

use huzma::bundle::{self, Event, Options};
use huzma::document::Document;
use huzma::lint::{self, Selection};
use huzma::normalize::{Normalizer, builtin};
use huzma::scan::Ucs2;
use huzma::tokenize::tokenize;

#[global_allocator]
static ALLOCATOR: dhat::Alloc = dhat::Alloc;

/// Blocks and bytes allocated by what runs.
fn allocated<T>(run: impl FnOnce() -> T) -> (u64, u64) {
    let before = dhat::HeapStats::get();
    let kept = run();
    let after = dhat::HeapStats::get();
    drop(kept);
    (after.total_blocks - before.total_blocks, after.total_bytes - before.total_bytes)
}

/// One test, because the counts are of the whole process.
#[test]
fn what_promises_not_to_copy_does_not() {
    let _profiler = dhat::Profiler::builder().testing().build();
    let plain = "قال الوزير ان العمل مستمر في كل المدن\n".repeat(1_000);
    let units: Vec<u16> = plain.encode_utf16().collect();
    let size = plain.len() as u64;

    for (name, profile) in builtin().into_iter().filter(|(name, _)| ["canonical", "display"].contains(name)) {
        let normalizer = Normalizer::new(&profile);
        let _ = normalizer.normalize(&plain);
        assert_eq!(allocated(|| normalizer.normalize(&plain)), (0, 0), "{name} of a text it leaves as it is");
        let units = allocated(|| normalizer.normalize_units(Ucs2(&units)));
        assert_eq!(units, (0, 0), "{name} of units it leaves as they are");
    }

    let _ = tokenize(plain.as_str());
    let (blocks, bytes) = allocated(|| tokenize(plain.as_str()));
    assert!(blocks <= 24, "tokens are columns, not {blocks} objects");
    assert!(bytes <= 6 * size, "tokens of {size} bytes took {bytes}");

    let selection = Selection::default();
    let _ = lint::check(&Document::new(&plain), &selection);
    let lines: u64 = 1_000;
    let (blocks, _) = allocated(|| lint::check(&Document::new(&plain), &selection));
    assert!(blocks < 10 * lines, "checking allocated {blocks} blocks for {lines} lines");

    let sealed = {
        let mut writer = bundle::TextWriter::new(Vec::new(), true).expect("memory takes anything");
        for index in 0..100 {
            let document = bundle::Document::new(format!("d-{index}"), plain.as_str());
            writer.write((&document).into()).expect("memory takes anything");
        }
        writer.finish().expect("memory takes anything")
    };
    let (_, bytes) = allocated(|| {
        let reader = bundle::open_bytes(sealed.as_slice(), &Options::default()).expect("a bundle");
        let documents = reader.filter(|event| matches!(event, Ok(Event::Document(_)))).count();
        assert_eq!(documents, 100);
    });
    let sealed = sealed.len() as u64;
    assert!(bytes <= 5 * sealed, "reading {sealed} bytes allocated {bytes}");
}
