//! The limit that `huzma check` is held against: reads every file of a folder and checks that it is UTF-8, on as many
//! threads as there are cores.

#![allow(clippy::print_stdout)]

use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

fn main() -> std::io::Result<()> {
    let folder = std::env::args_os().nth(1).expect("the folder");
    let files: Vec<PathBuf> =
        std::fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<std::io::Result<_>>()?;
    let (next, bytes) = (AtomicUsize::new(0), AtomicUsize::new(0));
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(path) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let content = std::fs::read(path).expect("a file");
                    assert!(simdutf8::basic::from_utf8(&content).is_ok());
                    bytes.fetch_add(content.len(), Ordering::Relaxed);
                }
            });
        }
    });
    println!("{} files, {} bytes", files.len(), bytes.into_inner());
    Ok(())
}
