//! Runs one path for callgrind to count: `instructions NAME`. Without a name it lists them, with the bytes they read.
//! `instructions.py` runs it.

#![allow(clippy::print_stdout)]

use std::process::ExitCode;

use huzma_benches::{Path, paths};

/// What callgrind collects in.
#[inline(never)]
fn measured(path: &Path) {
    (path.run)();
}

fn main() -> ExitCode {
    let paths = paths();
    let Some(name) = std::env::args().nth(1) else {
        for path in &paths {
            println!("{} {}", path.name, path.bytes);
        }
        return ExitCode::SUCCESS;
    };
    let Some(path) = paths.iter().find(|path| path.name == name) else {
        return ExitCode::FAILURE;
    };
    // Tables that are made when first used are made here.
    (path.run)();
    measured(path);
    ExitCode::SUCCESS
}
