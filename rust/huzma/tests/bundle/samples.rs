//! The samples in `seeds/bundles`: each stands for one way of being right or wrong, and the list beside
//! it says what is found.
//!
//! `HUZMA_REGENERATE=1 cargo test --test bundle` writes the lists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use huzma::bundle::{Event, Options, open};
use huzma::finding::{Place, Severity, codes};
use serde_json::{Value, json};

/// What lies at this path of the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(path)
}

/// The samples in a folder of `seeds/bundles`, in order.
fn samples(kind: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(repository("seeds/bundles").join(kind)).unwrap();
    let mut samples: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .filter(|path| !path.to_string_lossy().ends_with(".findings.json"))
        .collect();
    samples.sort();
    assert!(!samples.is_empty());
    samples
}

/// The file that lists what is found in a sample.
fn list_of(sample: &Path) -> PathBuf {
    let mut name = sample.file_name().unwrap().to_owned();
    name.push(".findings.json");
    sample.with_file_name(name)
}

/// What reading a sample gives: the ids that arrive, and the findings in order.
fn read(sample: &Path) -> Value {
    let (mut documents, mut findings) = (Vec::new(), Vec::new());
    for event in open(sample, &Options::default()).unwrap() {
        match event.unwrap() {
            Event::Document(document) => documents.push(document.id),
            Event::Finding(located) => {
                let (start, end) = match located.finding.place {
                    Place::Bytes { start, end } => (Some(start), Some(end)),
                    Place::Whole | Place::Text(_) => (None, None),
                };
                // The file inside a sample that is a folder; none for the sample itself.
                let inside = located.path.as_deref().and_then(|path| path.strip_prefix(sample).ok());
                let path = inside.map(|path| path.to_string_lossy()).filter(|path| !path.is_empty());
                findings.push(json!({
                    "code": located.finding.code.code,
                    "name": located.finding.code.name,
                    "severity": located.finding.severity.name(),
                    "path": path,
                    "document_id": located.document_id,
                    "byte_start": start,
                    "byte_end": end,
                }));
            }
        }
    }
    json!({"documents": documents, "findings": findings})
}

#[test]
fn every_sample_gives_what_its_list_says() {
    let regenerate = std::env::var_os("HUZMA_REGENERATE").is_some();
    for sample in ["valid", "warning", "invalid"].into_iter().flat_map(samples) {
        let (read, list) = (read(&sample), list_of(&sample));
        if regenerate {
            fs::write(&list, format!("{read:#}\n")).unwrap();
        }
        let listed: Value = serde_json::from_slice(&fs::read(&list).unwrap()).unwrap();
        assert_eq!(read, listed, "{}", sample.display());
    }
}

#[test]
fn samples_lie_where_their_worst_finding_puts_them() {
    for (kind, worst) in [("valid", Severity::Info), ("warning", Severity::Warning), ("invalid", Severity::Error)] {
        for sample in samples(kind) {
            let read = read(&sample);
            let severities = [Severity::Error, Severity::Warning, Severity::Info].map(Severity::name);
            let found = |severity: &str| read["findings"].as_array().unwrap().iter().any(|f| f["severity"] == severity);
            let actual = severities.into_iter().find(|severity| found(severity)).unwrap_or(Severity::Info.name());
            assert_eq!(actual, worst.name(), "{}", sample.display());
        }
    }
}

/// Codes that no file in a repository can show: they need a link, a pipe, a failing disk, a million
/// documents or an encoding that is asked for, or are found by the Python layer. Other tests show them.
const NOT_IN_A_FILE: &[&str] = &["BN013", "BN014", "BN015", "BN042", "BN074", "BN080", "BN081", "EN016", "EN017"];

#[test]
fn every_code_has_a_sample_and_a_line_in_the_format() {
    let shown: BTreeSet<String> = ["valid", "warning", "invalid"]
        .into_iter()
        .flat_map(samples)
        .flat_map(|sample| read(&sample)["findings"].as_array().unwrap().clone())
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect();
    let format = fs::read_to_string(repository("docs/bundle-format.md")).unwrap();
    // Schemas are not of bundles.
    for code in codes::ALL.iter().filter(|code| code.family() != "SC") {
        let expected = !NOT_IN_A_FILE.contains(&code.code);
        assert_eq!(shown.contains(code.code), expected, "{} {}", code.code, code.name);
        let line = format.lines().find(|line| line.contains(&format!("| {} ", code.code)));
        assert!(line.is_some_and(|line| line.contains(code.name)), "{} {}", code.code, code.name);
    }
}
