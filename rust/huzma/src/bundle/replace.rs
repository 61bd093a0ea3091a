//! Writing files as a whole or not at all.
//!
//! A new file is written beside the old one, flushed to the disk and renamed over it: whoever reads the
//! path sees the old file or the new one, whatever happens in between. A file with several hard links
//! is detached from the others by this.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

use super::error::{Error, ErrorKind};
use super::file::{Refused, open_regular};

/// How many links to links are followed, as the system does.
const LINKS: usize = 40;

/// A range of a file and what shall stand there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// The first byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// What stands there, `end - start` bytes.
    pub old: Vec<u8>,
    /// What shall stand there.
    pub new: Vec<u8>,
}

/// Replaces ranges of a file, in whatever order they are given, if the file still has the length and
/// at each place the bytes that are expected.
///
/// The file is streamed, and replaced as by [`write_atomic`].
///
/// # Errors
/// [`ErrorKind::Changed`] where the file is not as expected, [`ErrorKind::BadSplice`] where the pieces
/// overlap or lie outside of the file, and whatever the system reports. The file is untouched then.
pub fn splice(path: &Path, expected_len: u64, pieces: &[Splice]) -> Result<(), Error> {
    let changed = |reason| Error::new(ErrorKind::Changed { reason }, Some(path));
    let failed = |operation| move |error| Error::io(operation, Some(path), error);
    let pieces = in_order(pieces, expected_len, path)?;
    let target = fs::canonicalize(path).map_err(failed("open"))?;
    let (mut file, len) = open_regular(&target).map_err(|refused| match refused {
        Refused::Special => Error::new(ErrorKind::Unsupported { reason: "it is not a regular file" }, Some(path)),
        Refused::Io(error) => failed("open")(error),
    })?;
    let before = file.metadata().map_err(failed("read"))?;
    if len != expected_len {
        return Err(changed("its length differs"));
    }
    if pieces.is_empty() {
        return Ok(());
    }
    let mut replacement = Replacement::beside(&target, Some(&before)).map_err(failed("write beside the file"))?;
    {
        let mut out = BufWriter::new(replacement.file());
        let mut copied = 0;
        let mut there = Vec::new();
        for piece in &pieces {
            copy(&mut file, &mut out, piece.start - copied).map_err(failed("copy"))?;
            there.clear();
            (&mut file).take(piece.end - piece.start).read_to_end(&mut there).map_err(failed("read"))?;
            if there != piece.old {
                return Err(changed("other bytes stand at the place to be replaced").at(piece.start));
            }
            out.write_all(&piece.new).map_err(failed("write beside the file"))?;
            copied = piece.end;
        }
        copy(&mut file, &mut out, expected_len - copied).map_err(failed("copy"))?;
        out.flush().map_err(failed("write beside the file"))?;
    }
    let after = fs::metadata(&target).map_err(failed("read"))?;
    if !same_file(&before, &after) {
        return Err(changed("it was written to in the meantime"));
    }
    replacement.commit(&target, Some(&before)).map_err(failed("replace"))
}

/// Writes a file as a whole: if anything fails, the file at `path` is what it was before, or still
/// missing.
///
/// A link is resolved and what it leads to is replaced; the mode and, where the system allows, the
/// owner of a file that is there are kept. A pipe or a device cannot be replaced and is written to.
///
/// # Errors
/// What `write` fails with, and whatever the system reports.
pub fn write_atomic(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Error> {
    let failed = |operation| move |error| Error::io(operation, Some(path), error);
    let target = resolve(path).map_err(failed("write"))?;
    let existing = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(failed("write")(error)),
    };
    if let Some(metadata) = existing.as_ref().filter(|metadata| !metadata.is_file()) {
        if metadata.is_dir() {
            return Err(Error::new(ErrorKind::Unsupported { reason: "it is a folder" }, Some(path)));
        }
        let mut device = File::options().write(true).open(&target).map_err(failed("open"))?;
        let mut out = BufWriter::new(Named { file: &mut device, path });
        return write(&mut out).and_then(|()| out.flush()).map_err(failed("write"));
    }
    let mut replacement = Replacement::beside(&target, existing.as_ref()).map_err(failed("write beside the file"))?;
    let mut out = BufWriter::new(Named { file: replacement.file(), path });
    write(&mut out).and_then(|()| out.flush()).map_err(failed("write"))?;
    drop(out);
    replacement.commit(&target, existing.as_ref()).map_err(failed("replace"))
}

/// A file whose errors name the path it is written for, however many writers of formats they pass through.
struct Named<'a> {
    file: &'a mut File,
    path: &'a Path,
}

impl Named<'_> {
    fn failed(&self, error: io::Error) -> io::Error {
        match error.kind() {
            io::ErrorKind::Interrupted => error, // whoever writes tries again
            _ => Error::io("write", Some(self.path), error).into(),
        }
    }
}

impl Write for Named<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes).map_err(|error| self.failed(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush().map_err(|error| self.failed(error))
    }
}

/// Writes the file of this very name: a link is replaced, never followed.
pub(super) fn replace_entry(path: &Path, write: impl FnOnce(&mut File) -> io::Result<()>) -> io::Result<()> {
    let existing = match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() => Some(there),
        Ok(there) if there.is_symlink() => None,
        Ok(_) => return Err(io::Error::new(io::ErrorKind::AlreadyExists, "a folder or a device has this name")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => return Err(error),
    };
    let mut replacement = Replacement::beside(path, existing.as_ref())?;
    write(replacement.file())?;
    replacement.commit(path, existing.as_ref())
}

/// A file that is about to take the place of another.
enum Replacement {
    /// A file without a name: whatever ends the process, nothing of it is left.
    #[cfg(target_os = "linux")]
    Unnamed(File),
    /// A file with a name of its own, where the system or the file system has no others.
    Named(NamedTempFile),
}

impl Replacement {
    /// An empty file in the folder of `target`, which no one may read who may not read `existing`.
    fn beside(target: &Path, existing: Option<&Metadata>) -> io::Result<Self> {
        #[cfg(target_os = "linux")]
        if let Some(file) = unnamed(folder(target), mode(existing)) {
            return Ok(Self::Unnamed(file));
        }
        let mut builder = names();
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(mode(existing)));
        }
        #[cfg(not(unix))]
        let _ = existing;
        builder.tempfile_in(folder(target)).map(Self::Named)
    }

    fn file(&mut self) -> &mut File {
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => file,
            Self::Named(file) => file.as_file_mut(),
        }
    }

    /// Takes the place of `target`, and the rights of the file that was there.
    fn commit(mut self, target: &Path, existing: Option<&Metadata>) -> io::Result<()> {
        let file = self.file();
        if let Some(existing) = existing {
            #[cfg(unix)]
            {
                use std::os::unix::fs::{MetadataExt, fchown};
                let own = file.metadata()?;
                if (own.uid(), own.gid()) != (existing.uid(), existing.gid()) {
                    // Only root may give files away; others replace the file as themselves. The mode is
                    // set afterwards, because a change of owner takes rights away.
                    match fchown(&*file, Some(existing.uid()), Some(existing.gid())) {
                        Err(error) if error.kind() != io::ErrorKind::PermissionDenied => return Err(error),
                        _ => {}
                    }
                }
            }
            file.set_permissions(existing.permissions())?;
        }
        file.sync_all()?;
        match self {
            #[cfg(target_os = "linux")]
            Self::Unnamed(file) => {
                // A link cannot replace a file, so it gets a name after all, for a moment.
                let link = |path: &Path| link(&file, path);
                names().make_in(folder(target), link)?.persist(target).map_err(|error| error.error)?;
            }
            Self::Named(file) => drop(file.persist(target).map_err(|error| error.error)?),
        }
        // The new name is on the disk only once the folder is.
        #[cfg(unix)]
        File::open(folder(target))?.sync_all()?;
        Ok(())
    }
}

/// How files beside others are named.
pub(super) fn names() -> tempfile::Builder<'static, 'static> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".huzma-");
    builder
}

/// The rights with which a file is made: 0o666 is what programs ask for, and the process's mask takes
/// away from it.
#[cfg(unix)]
fn mode(existing: Option<&Metadata>) -> u32 {
    use std::os::unix::fs::MetadataExt;
    existing.map_or(0o666, |existing| existing.mode() & 0o666)
}

/// A file without a name, where the file system has such files and they can be named later.
#[cfg(target_os = "linux")]
fn unnamed(folder: &Path, mode: u32) -> Option<File> {
    use rustix::fs::{Mode, OFlags};
    let flags = OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC;
    let file = File::from(rustix::fs::open(folder, flags, Mode::from_raw_mode(mode)).ok()?);
    descriptor(&file).symlink_metadata().is_ok().then_some(file)
}

/// Gives a file without a name one.
#[cfg(target_os = "linux")]
fn link(file: &File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    Ok(linkat(CWD, descriptor(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

/// The path under which an open file can be reached.
#[cfg(target_os = "linux")]
fn descriptor(file: &File) -> PathBuf {
    use std::os::fd::AsRawFd;
    PathBuf::from(format!("/proc/self/fd/{}", file.as_raw_fd()))
}

/// The pieces sorted by place.
fn in_order<'a>(pieces: &'a [Splice], len: u64, path: &Path) -> Result<Vec<&'a Splice>, Error> {
    let mut sorted: Vec<_> = pieces.iter().collect();
    sorted.sort_by_key(|piece| (piece.start, piece.end));
    let mut end = 0;
    for piece in &sorted {
        let reason = if piece.start < end {
            "a piece overlaps the one before it"
        } else if piece.end < piece.start || piece.end > len {
            "a piece lies outside of the file"
        } else if piece.end - piece.start != piece.old.len() as u64 {
            "a piece is not as long as the bytes it replaces"
        } else {
            end = piece.end;
            continue;
        };
        return Err(Error::new(ErrorKind::BadSplice { reason }, Some(path)).at(piece.start));
    }
    Ok(sorted)
}

/// Copies `len` bytes.
fn copy(file: &mut File, out: &mut impl Write, len: u64) -> io::Result<()> {
    match io::copy(&mut file.take(len), out)? {
        copied if copied == len => Ok(()),
        _ => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}

/// Whether nobody wrote to or replaced a file in between.
fn same_file(before: &Metadata, after: &Metadata) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        if (before.dev(), before.ino()) != (after.dev(), after.ino()) {
            return false;
        }
    }
    before.len() == after.len() && before.modified().ok() == after.modified().ok()
}

/// The path without links, which need not exist.
fn resolve(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    for _ in 0..LINKS {
        match fs::canonicalize(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            resolved => return resolved,
        }
        match fs::read_link(&path) {
            // A link to a file that is not there yet.
            Ok(target) => path = folder(&path).join(target),
            Err(_) => {
                let name = path.file_name().ok_or(io::ErrorKind::InvalidInput)?;
                return Ok(fs::canonicalize(folder(&path))?.join(name));
            }
        }
    }
    Err(io::ErrorKind::NotFound.into())
}

/// The folder a path lies in.
fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => Path::new("/"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where the system has no files without names; everywhere else nobody would notice a mistake in it.
    #[test]
    fn a_named_file_takes_the_place_too() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("a.txt");
        fs::write(&target, "old").unwrap();
        let mut replacement = Replacement::Named(names().tempfile_in(folder.path()).unwrap());
        replacement.file().write_all(b"new").unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"old");
        replacement.commit(&target, Some(&target.metadata().unwrap())).unwrap();
        assert_eq!(fs::read(&target).unwrap(), b"new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
