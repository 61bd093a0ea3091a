//! Keeps the table of rooms in `docs/design.md` true: reads it, and every `use` of the core.

#![allow(clippy::unwrap_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_path_buf()
}

/// Each room of the table with the rooms that it may import.
fn table() -> BTreeMap<String, BTreeSet<String>> {
    let design = std::fs::read_to_string(root().join("../../docs/design.md")).unwrap();
    let section = design.split("\n## ").find(|section| section.starts_with("Rooms of the core")).unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (room, rest) = row.split_once('`').unwrap();
        let imports = rest.trim_end_matches([' ', '|']).rsplit(" | ").next().unwrap();
        let imports = imports.split('`').skip(1).step_by(2).map(str::to_owned).collect();
        (room.to_owned(), imports)
    })
    .collect()
}

fn sources(path: &Path, found: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in std::fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), found);
        }
    } else if path.extension().is_some_and(|extension| extension == "rs") {
        found.push(path.to_path_buf());
    }
}

/// The rooms that a source names behind `crate::`.
fn named(source: &str) -> BTreeSet<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = code.collect::<Vec<_>>().join("\n");
    let mut rooms = BTreeSet::new();
    for after in code.split("crate::").skip(1) {
        let names = match after.strip_prefix('{') {
            Some(group) => group.split_once('}').unwrap().0,
            // Without braces one path follows; a comma behind it belongs to something else.
            None => after.split(',').next().unwrap(),
        };
        for name in names.split(',') {
            let name: String = name.trim().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
            rooms.insert(name);
        }
    }
    rooms
}

#[test]
fn imports_are_read_as_they_are_written() {
    let of = |source: &str| named(source).into_iter().collect::<Vec<_>>();
    assert_eq!(of("use crate::span::Span;\nfn f(a: u8, document: u8) {}"), ["span"]);
    assert_eq!(
        of("use crate::{chars, scan::Units};\n// crate::lint\nlet x = crate::bundle::open;"),
        ["bundle", "chars", "scan"]
    );
}

#[test]
fn rooms_import_only_what_the_design_allows() {
    let table = table();
    assert!(table.len() >= 9, "{table:?}");
    let source = root().join("src");
    let mut files = Vec::new();
    sources(&source, &mut files);
    for file in files {
        let path = file.strip_prefix(&source).unwrap();
        let room = path.iter().next().unwrap().to_str().unwrap().trim_end_matches(".rs").to_owned();
        if room == "lib" {
            continue;
        }
        let allowed = table.get(&room).unwrap_or_else(|| panic!("the room {room} is not in docs/design.md"));
        for import in named(&std::fs::read_to_string(&file).unwrap()) {
            let known = table.contains_key(&import);
            assert!(!known || import == room || allowed.contains(&import), "{} imports {import}", path.display());
        }
    }
}

#[test]
fn unsafe_code_is_where_the_design_allows_it() {
    let mut files = Vec::new();
    sources(&root().join("src"), &mut files);
    sources(&root().join("../huzma-py/src"), &mut files);
    for file in files {
        let allows = std::fs::read_to_string(&file).unwrap().contains("allow(unsafe_code)");
        let path = file.to_string_lossy().replace('\\', "/");
        let room = path.contains("/src/scan") || path.contains("/huzma-py/src/");
        assert!(!allows || room, "{path} allows unsafe code");
    }
}
