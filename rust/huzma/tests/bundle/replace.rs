use std::fs;
use std::io::{self, Write};
use std::path::Path;

use huzma::bundle::{Entry, Error, ErrorKind, Metadata, Splice, splice, write_atomic, write_text};

fn piece(start: u64, old: &str, new: &str) -> Splice {
    Splice { start, end: start + old.len() as u64, old: old.into(), new: new.into() }
}

/// The names in a folder: nothing may be left beside a file.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn ranges_are_replaced_in_whatever_order_they_come() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "0123456789").unwrap();
    let pieces = [piece(7, "78", ""), piece(0, "0", "zero"), piece(3, "", "-"), piece(10, "", "!")];
    splice(&path, 10, &pieces).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), "zero12-34569!");
    assert_eq!(names(folder.path()), ["a.txt"]);
}

#[test]
fn a_file_that_changed_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "0123456789").unwrap();
    let error = splice(&path, 9, &[]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Changed { .. }), "{error}");
    let error = splice(&path, 10, &[piece(0, "0", "x"), piece(5, "6", "x")]).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Changed { .. }), "{error}");
    assert_eq!((error.path(), error.byte()), (Some(&*path), Some(5)));
    assert_eq!(fs::read_to_string(&path).unwrap(), "0123456789");
    assert_eq!(names(folder.path()), ["a.txt"]);
}

#[test]
fn pieces_that_do_not_fit_together_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.txt");
    fs::write(&path, "0123456789").unwrap();
    let backwards = Splice { start: 5, end: 4, old: Vec::new(), new: Vec::new() };
    let too_short = Splice { start: 5, end: 7, old: b"5".to_vec(), new: Vec::new() };
    for pieces in
        [vec![piece(0, "01", ""), piece(1, "1", "")], vec![piece(9, "9x", "")], vec![backwards], vec![too_short]]
    {
        let error = splice(&path, 10, &pieces).unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::BadSplice { .. }), "{error}");
    }
    assert_eq!(fs::read_to_string(&path).unwrap(), "0123456789");
}

#[cfg(unix)]
#[test]
fn links_and_rights_are_kept() {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let real = folder.path().join("real");
    fs::create_dir(&real).unwrap();
    let target = real.join("a.txt");
    fs::write(&target, "abc").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.txt");
    symlink("real/a.txt", &link).unwrap();
    // Root can give the file to somebody else, and it has to stay theirs.
    let owner = if std::os::unix::fs::chown(&target, Some(1234), Some(1234)).is_ok() {
        1234
    } else {
        target.metadata().unwrap().uid()
    };

    splice(&link, 3, &[piece(1, "b", "B")]).unwrap();
    write_atomic(&link, |out| out.write_all(b"xyz")).unwrap();

    assert_eq!(fs::read(&target).unwrap(), b"xyz");
    assert!(link.symlink_metadata().unwrap().is_symlink());
    let metadata = target.metadata().unwrap();
    assert_eq!((metadata.mode() & 0o7777, metadata.uid()), (0o640, owner));
    assert_eq!(
        (names(folder.path()), names(&real)),
        (vec!["link.txt".to_owned(), "real".to_owned()], vec!["a.txt".to_owned()])
    );
}

#[cfg(unix)]
#[test]
fn a_new_file_has_the_rights_of_new_files() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let folder = tempfile::tempdir().unwrap();
    let (new, usual) = (folder.path().join("new"), folder.path().join("usual"));
    fs::write(&usual, "").unwrap();
    write_atomic(&new, |out| out.write_all(b"x")).unwrap();
    assert_eq!(new.metadata().unwrap().mode(), usual.metadata().unwrap().mode());
    // A link to a file that is yet to come, and a device.
    let link = folder.path().join("link");
    symlink("later", &link).unwrap();
    write_atomic(&link, |out| out.write_all(b"y")).unwrap();
    assert_eq!(fs::read(folder.path().join("later")).unwrap(), b"y");
    write_atomic(Path::new("/dev/null"), |out| out.write_all(b"z")).unwrap();
    assert!(!Path::new("/dev/null").metadata().unwrap().is_file());
}

#[test]
fn a_write_that_fails_leaves_everything_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.huzma");
    let fails = |out: &mut dyn Write| {
        out.write_all(&[b'x'; 100_000])?;
        Err(io::Error::other("no more"))
    };
    let error = write_atomic(&path, fails).unwrap_err();
    assert!(error.to_string().contains("no more"), "{error}");
    assert_eq!(names(folder.path()), [""; 0]);
    fs::write(&path, "old").unwrap();
    write_atomic(&path, fails).unwrap_err();
    assert_eq!(fs::read_to_string(&path).unwrap(), "old");
    assert_eq!(names(folder.path()), ["a.huzma"]);
    let error = write_atomic(folder.path(), |_| Ok(())).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unsupported { .. }), "{error}");
    let error = write_atomic(&folder.path().join("no/a"), |_| Ok(())).unwrap_err();
    assert_eq!(*error.kind(), ErrorKind::NotFound);
}

#[test]
fn an_error_of_a_writer_comes_out_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let metadata = Metadata::new();
    let entry = Entry { id: "", number: None, metadata: &metadata, text: "" };
    let write = |out: &mut dyn Write| Ok(write_text([entry], true, out)?);
    let error: Error = write_atomic(&folder.path().join("a.huzma"), write).unwrap_err();
    assert!(matches!(error.kind(), ErrorKind::Unwritable { document: 0, .. }), "{error}");
    assert_eq!(names(folder.path()), [""; 0]);
}
