//! The seeds of the fuzz targets for texts, and what the targets have found: each file is a case that stays.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;

#[path = "../../../fuzz/src/texts.rs"]
#[allow(unreachable_pub)]
mod texts;

#[test]
fn every_seed_is_worked_on_as_it_should_be() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds/fuzz");
    for (name, target) in texts::TARGETS {
        let mut files: Vec<_> = fs::read_dir(seeds.join(name)).unwrap().map(|file| file.unwrap().path()).collect();
        files.sort();
        assert!(!files.is_empty(), "{name} has no seeds");
        for file in files {
            let data = fs::read(&file).unwrap();
            let passed = std::panic::catch_unwind(|| target(&data));
            assert!(passed.is_ok(), "{}", file.display());
        }
    }
}
