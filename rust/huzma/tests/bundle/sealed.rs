use huzma::bundle::{Format, Metadata, Options, open_bytes};
use proptest::prelude::*;
use serde_json::json;

use super::text::{documents, written};
use super::{Outcome, assert_places};

fn read(bytes: &[u8]) -> Outcome {
    let mut options = Options::default();
    options.format = Some(Format::TextBundle);
    Outcome::of(open_bytes(bytes, &options)).unwrap()
}

type Entries = Vec<(String, u64, Metadata, String)>;

/// Four documents that hold all that matters: an embedded bundle, escapes, an empty text.
fn sample() -> Entries {
    let metadata = |value: serde_json::Value| value.as_object().unwrap().clone();
    let embedded = "%huzma 1 sealed\n%doc 000 z\nbytes: 1\nsha256: 0\n\nx\n%end 1\n";
    vec![
        ("a1".into(), 0, metadata(json!({"title": "خبر 5%", "published": "2016-09-15", "n": 1})), "نص\nقصير\n".into()),
        ("b2".into(), 1, Metadata::new(), embedded.into()),
        ("c3".into(), 2, metadata(json!({"x-a": "b"})), String::new()),
        ("d4".into(), 3, Metadata::new(), "%\n\n".into()),
    ]
}

/// The documents of `entries` that arrived; all that arrives has to be one of them, byte for byte.
fn arrived(entries: &Entries, outcome: &Outcome) -> Vec<usize> {
    outcome
        .documents
        .iter()
        .map(|document| {
            let same = |(id, number, metadata, text): &(String, u64, Metadata, String)| {
                *id == document.id
                    && Some(*number) == document.number
                    && *metadata == document.metadata
                    && *text == document.text
            };
            entries.iter().position(same).unwrap_or_else(|| panic!("nobody sealed {document:?}"))
        })
        .collect()
}

/// Checks what must be true after one byte was changed, lost or added: it is reported, and at most one
/// document is missing.
fn assert_one_is_blamed(entries: &Entries, damaged: &[u8], what: &str) {
    let outcome = read(damaged);
    let arrived = arrived(entries, &outcome);
    assert!(arrived.is_sorted_by(|a, b| a < b), "{what}: {arrived:?}");
    assert!(arrived.len() + 1 >= entries.len(), "{what}: only {arrived:?} arrived; {:?}", outcome.names());
    let unsound = |found: &&super::Found| !["empty-document", "invalid-date"].contains(&found.name);
    assert!(outcome.findings.iter().any(|found| unsound(&found)), "{what} was not found");
    assert_places(damaged, &outcome.documents);
}

#[test]
fn a_sealed_bundle_arrives_whole() {
    let stored = written(&sample(), true).unwrap();
    let outcome = read(&stored);
    assert_eq!(outcome.names(), ["empty-document"]);
    assert_eq!(arrived(&sample(), &outcome), [0, 1, 2, 3]);
    assert!(outcome.documents.iter().all(|document| document.is_sealed()));
    assert_places(&stored, &outcome.documents);
}

#[test]
fn every_flipped_byte_is_found_and_costs_one_document_at_most() {
    let stored = written(&sample(), true).unwrap();
    for at in 0..stored.len() {
        for flip in [1, 0x0A, 0x20, 0x55, 0x80] {
            let mut damaged = stored.clone();
            damaged[at] ^= flip;
            assert_one_is_blamed(&sample(), &damaged, &format!("byte {at} xor {flip:#x}"));
        }
        for byte in [b'\n', b'%', b' ', b'0'] {
            let mut damaged = stored.clone();
            if std::mem::replace(&mut damaged[at], byte) != byte {
                assert_one_is_blamed(&sample(), &damaged, &format!("byte {at} set to {byte:#x}"));
            }
        }
    }
}

#[test]
fn every_lost_or_added_byte_is_found_and_costs_one_document_at_most() {
    let stored = written(&sample(), true).unwrap();
    for at in 0..=stored.len() {
        if at < stored.len() {
            let mut damaged = stored.clone();
            damaged.remove(at);
            assert_one_is_blamed(&sample(), &damaged, &format!("byte {at} lost"));
        }
        for byte in [b'\n', b'%', b'a', 0] {
            let mut damaged = stored.clone();
            damaged.insert(at, byte);
            assert_one_is_blamed(&sample(), &damaged, &format!("{byte:#x} before byte {at}"));
        }
    }
}

#[test]
fn wherever_it_is_cut_off_what_came_before_arrives() {
    let stored = written(&sample(), true).unwrap();
    let ends: Vec<_> = read(&stored).documents.iter().map(|document| document.origin.byte_end as usize).collect();
    for len in 0..stored.len() {
        let outcome = read(&stored[..len]);
        let whole: Vec<_> = (0..ends.len()).filter(|&document| ends[document] <= len).collect();
        assert_eq!(arrived(&sample(), &outcome), whole, "cut off at {len}");
        assert!(outcome.findings.iter().any(|found| found.name != "empty-document"), "cut off at {len}");
    }
}

#[test]
fn whole_documents_that_were_moved_are_found() {
    let stored = written(&sample(), true).unwrap();
    let text = String::from_utf8(stored).unwrap();
    let starts: Vec<_> = text.match_indices("\n%doc ").map(|(at, _)| at + 1).collect();
    let end = text.find("\n%end 4").unwrap() + 1;
    let part = |from: usize, to: usize| &text[from..to];
    let removed = [part(0, starts[1]), part(starts[2], text.len())].concat();
    assert_eq!(read(removed.as_bytes()).names(), ["number-gap", "empty-document", "wrong-count", "seal-mismatch"]);
    let exchanged =
        [part(0, starts[1]), part(starts[2], starts[3]), part(starts[1], starts[2]), part(starts[3], text.len())];
    let outcome = read(exchanged.concat().as_bytes());
    assert_eq!(outcome.names(), ["number-gap", "empty-document", "number-out-of-order", "number-gap", "seal-mismatch"]);
    assert_eq!(arrived(&sample(), &outcome), [0, 2, 1, 3]);
    let repeated = [part(0, end), part(starts[3], end), part(end, text.len())].concat();
    let names = read(repeated.as_bytes()).names();
    assert_eq!(names, ["empty-document", "repeated-number", "repeated-id", "wrong-count", "seal-mismatch"]);
}

#[test]
fn a_bundle_in_a_damaged_document_does_not_pass_for_documents() {
    let inner = String::from_utf8(written(&sample(), true).unwrap()).unwrap();
    let entries: Entries = vec![
        ("outer".into(), 0, Metadata::new(), inner.clone()),
        ("cut".into(), 1, Metadata::new(), inner[..inner.len() - 10].to_owned()),
        ("last".into(), 2, Metadata::new(), "x".into()),
    ];
    let stored = written(&entries, true).unwrap();
    for at in (0..stored.len()).filter(|&at| stored[at] == b'%' || stored[at] == b'\n') {
        let mut damaged = stored.clone();
        damaged.remove(at);
        assert_one_is_blamed(&entries, &damaged, &format!("byte {at} lost"));
    }
}

#[test]
fn one_document_has_one_sealed_form() {
    let stored = String::from_utf8(written(&sample()[3..], true).unwrap()).unwrap();
    let sealed_again = |stored: &str| {
        use sha2::{Digest, Sha256};
        let hex = |bytes: &[u8]| bytes.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
        let (first, rest) = stored.split_once('\n').unwrap();
        let (document, _) = rest.split_once("\n%end").unwrap();
        let at = document.find("sha256: ").unwrap();
        let covered = [&document[..at], &document[at + "sha256: ".len() + 65..]].concat();
        let digest = hex(&Sha256::digest(covered));
        let document = [&document[..at], "sha256: ", &digest, &document[at + "sha256: ".len() + 64..]].concat();
        let end = hex(&Sha256::digest(format!("{first}\n{digest}\n")));
        format!("{first}\n{document}\n%end 1 sha256:{end}\n")
    };
    assert_eq!(sealed_again(&stored), stored, "the format is what this test thinks it is");
    let changes = [
        ("%doc 003", "%doc 0003"),
        ("%doc 003 ", "%doc 003  "),
        (" d4\n", " %644\n"),
        ("bytes: 4\n", "title: a\nsource: b\nbytes: 4\n"),
        ("bytes: 4\n", "source: a\ntitle: b\nbytes: 4\n"),
        ("bytes: 4\n", "title:  b\nbytes: 4\n"),
        ("bytes: 4\n", "title: %41\nbytes: 4\n"),
        ("bytes: 4\n", "json: {\"a\": 1}\nbytes: 4\n"),
        ("bytes: 4\n", "bytes: 4\ntitle: b\n"),
        ("bytes: 4\n", "bytes: 5\n"),
    ];
    for (old, new) in changes {
        let changed = sealed_again(&stored.replacen(old, new, 1));
        let outcome = read(changed.as_bytes());
        let canonical = new.starts_with("title: a");
        assert_eq!(outcome.documents.len(), usize::from(canonical), "{new:?}: {:?}", outcome.names());
        assert_eq!(outcome.names().contains(&"not-canonical"), !canonical, "{new:?}: {:?}", outcome.names());
    }
}

#[test]
fn a_document_without_a_seal_is_not_delivered() {
    let stored = String::from_utf8(written(&sample()[3..], true).unwrap()).unwrap();
    for key in ["bytes", "sha256"] {
        let lines: String = stored.split_inclusive('\n').filter(|line| !line.starts_with(key)).collect();
        let outcome = read(lines.as_bytes());
        assert_eq!(outcome.documents, []);
        let missing = outcome.only("missing-seal");
        assert_eq!((missing.document.as_deref(), &*missing.finding.arguments[0]), (Some("d4"), key));
    }
}

#[test]
fn what_is_said_to_be_sealed_is_never_quietly_open() {
    let stored = String::from_utf8(written(&sample(), true).unwrap()).unwrap();
    let open = stored.replacen("%huzma 1 sealed", "%huzma 1", 1);
    let outcome = read(open.as_bytes());
    assert_eq!(arrived(&sample(), &outcome), [0, 1, 2, 3]);
    assert!(outcome.names().contains(&"seal-in-open-form"));
    let bare = read(b"%huzma 1 sealed\n%doc 000 a\n\nx\n%end 1\n");
    assert_eq!((bare.documents.len(), bare.names()), (0, vec!["missing-seal", "malformed-marker", "no-documents"]));
}

#[test]
fn concatenated_bundles_are_verified_one_by_one() {
    let one = written(&sample()[..1], true).unwrap();
    let other = written(&sample()[3..], true).unwrap();
    let outcome = read(&[&*one, &*other, b"%huzma 1\n%doc 000 e\n\nx\n%end 1\n"].concat());
    assert_eq!((outcome.ids(), outcome.names()), (vec!["a1", "d4", "e"], vec!["number-gap"]));
    let outcome = read(&[&one[..one.len() - 1], b"?", &*other].concat());
    assert_eq!(outcome.ids(), ["a1", "d4"]);
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_damaged_byte_costs_one_document_at_most(
        entries in documents(), at: prop::sample::Index, byte: u8, way in 0..3,
    ) {
        let stored = written(&entries, true).unwrap();
        let mut damaged = stored.clone();
        let at = at.index(stored.len());
        match way {
            0 => damaged[at] = byte,
            1 => drop(damaged.remove(at)),
            _ => damaged.insert(at, byte),
        }
        prop_assume!(damaged != stored);
        assert_one_is_blamed(&entries, &damaged, &format!("byte {at} of {:?}", String::from_utf8_lossy(&stored)));
    }
    #[test]
    fn every_undamaged_document_arrives(
        entries in documents(), damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let stored = written(&entries, true).unwrap();
        let starts: Vec<_> = (0..stored.len()).filter(|&at| stored[at..].starts_with(b"\n%doc ")).collect();
        let end = stored.len() - b"\n%end 0 sha256:\n".len() - 64;
        let Some(&first) = starts.first() else { return Ok(()) };
        let mut damaged = stored.clone();
        for (at, byte) in &damage {
            damaged[first + 1 + at.index(stored.len() - first - 1)] = *byte;
        }
        let ends: Vec<_> = starts.iter().skip(1).copied().chain([end]).collect();
        let whole = |document: usize| {
            let range = starts[document] + 1..ends[document];
            damaged[range.clone()] == stored[range]
        };
        let arrived = arrived(&entries, &read(&damaged));
        for (document, &start) in starts.iter().enumerate() {
            // Where the LF before a marker is damaged, only a whole document before it can tell.
            let found = damaged[start] == b'\n' || document == 0 || whole(document - 1);
            let arrives = arrived.contains(&document);
            let shown = String::from_utf8_lossy(&damaged);
            prop_assert!(if whole(document) { arrives || !found } else { !arrives }, "{} of {:?}", document, shown);
        }
    }
}
