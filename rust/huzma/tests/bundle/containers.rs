use std::io;
use std::path::Path;

use huzma::bundle::{Document, Entry, ErrorKind, WriteOptions, write};
use proptest::prelude::*;

use super::read_path;

fn write_all(path: &Path, documents: &[Document]) -> Result<(), huzma::bundle::Error> {
    write(path, &WriteOptions::default(), |sink| {
        documents.iter().try_for_each(|document| Ok(sink.write(Entry::from(document))?))
    })
}

fn document(number: u64, text: &str) -> Document {
    let mut document = Document::new(format!("{number:016x}"), text);
    document.metadata.insert("title".to_owned(), "خبر".into());
    document
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]
    #[test]
    fn what_is_written_is_read_again(texts in prop::collection::vec("(?s).{1,40}", 0..4)) {
        let folder = tempfile::tempdir().unwrap();
        let documents: Vec<_> = (0..).zip(&texts).map(|(number, text)| document(number, text)).collect();
        for name in ["a", "a.huzma", "a.zip", "a.tar", "a.tar.gz", "a.tar.zst", "a.jsonl", "a.csv.gz", "a.tsv.zst"] {
            let path = folder.path().join(name);
            write_all(&path, &documents).unwrap();
            let read = read_path(&path);
            prop_assert_eq!(read.texts(), texts.iter().map(String::as_str).collect::<Vec<_>>(), "{}", name);
            prop_assert_eq!(read.ids(), documents.iter().map(|document| &*document.id).collect::<Vec<_>>());
            prop_assert!(read.documents.iter().all(|read| read.metadata["title"] == "خبر"));
        }
    }
}

#[test]
fn what_fails_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["a", "a.huzma", "a.zip", "a.tar.gz", "a.jsonl.zst"] {
        let error = write(&folder.path().join(name), &WriteOptions::default(), |sink| {
            sink.write(Entry::from(&document(0, "نص")))?;
            Err(io::Error::other("the source is gone"))
        })
        .unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Io { .. }), "{error}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0, "{name}");
    }
}

#[test]
fn a_folder_with_files_is_not_written_to() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("mine.txt"), "نص").unwrap();
    let error = write_all(folder.path(), &[document(0, "نص")]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}
