//! The articles that tests read: the sample bundle and, where they are at hand, five real ones
//! (`$HUZMA_ARTICLES`; they are under copyright and not part of the repository).

use std::path::{Path, PathBuf};

/// The sample bundle.
pub(crate) fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../seeds")
}

/// The real articles with their gold labels; says so where they are missing.
pub(crate) fn real_articles() -> Option<PathBuf> {
    let folder = std::env::var_os("HUZMA_ARTICLES")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds"), PathBuf::from);
    let found = folder.join("gold").is_dir().then_some(folder);
    if found.is_none() {
        println!("skipped: the real articles are not at $HUZMA_ARTICLES");
    }
    found
}

/// The texts of a folder by name, in order.
pub(crate) fn articles(folder: &Path) -> Vec<(String, String)> {
    let mut names: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".txt"))
        .collect();
    names.sort();
    names.into_iter().map(|name| (name.clone(), std::fs::read_to_string(folder.join(name)).unwrap())).collect()
}
