//! Folder bundles in an archive: what a zip and a tar file have in common.
//!
//! An archive is listed first and its members are read one by one, in the order of their numbers; nothing
//! is ever written under a member's name. The `zip` and `tar` crates are not used: the one keeps one
//! member a name, so that repeated ones can't be told, the other takes names of any length into memory.
//!
//! A list of a million members is an attack that costs its sender nothing, so it is kept small: all names
//! stand in one piece of memory, and what is found wrong is worded only when its turn comes.

use std::collections::HashSet;
use std::ffi::OsString;
use std::hash::{BuildHasher, RandomState};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::error::Error;
use super::file::Budget;
use super::limits::Limits;
use super::tar::Tar;
use super::zip::Zip;
use crate::finding::{Code, Finding, codes};

/// Bytes of which any part can be read.
pub(super) trait Bytes: Read + Seek + Send {}

impl<T: Read + Seek + Send> Bytes for T {}

/// What a member is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    /// A link, a device, a pipe.
    Special,
}

/// The longest name that is kept whole. No file in a folder has a longer one.
const LONGEST_NAME: usize = 1024;

/// A member as the archive lists it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Member {
    /// Where its name starts among the names, and how long it is.
    name: (u32, u16),
    /// Whether only the start of its name is kept.
    cut: bool,
    pub(super) kind: Kind,
    /// Where it begins: its header in a zip file, its content in a tar file.
    pub(super) offset: u64,
    /// The length of its content.
    pub(super) size: u64,
    /// What only a zip file says.
    pub(super) zip: super::zip::Details,
}

/// What listing an archive gave.
#[derive(Debug, Default)]
pub(super) struct Contents {
    names: Vec<u8>,
    pub(super) members: Vec<Member>,
    /// What is wrong with the archive as such.
    pub(super) findings: Vec<Finding>,
}

impl Contents {
    /// Adds a member; says whether there was room for its name.
    pub(super) fn add(&mut self, name: &[u8], kind: Kind, offset: u64, size: u64, zip: super::zip::Details) -> bool {
        let kept = &name[..name.len().min(LONGEST_NAME)];
        let Ok(start) = u32::try_from(self.names.len()) else { return false };
        self.names.extend_from_slice(kept);
        let cut = kept.len() < name.len();
        self.members.push(Member { name: (start, kept.len() as u16), cut, kind, offset, size, zip });
        true
    }

    /// The name of a member, or the start of it.
    pub(super) fn name(&self, member: &Member) -> &[u8] {
        let (start, len) = (member.name.0 as usize, usize::from(member.name.1));
        self.names.get(start..start + len).unwrap_or_default()
    }

    /// The name of the member of this number.
    pub(super) fn name_of(&self, member: u32) -> &[u8] {
        self.members.get(member as usize).map_or(&[], |member| self.name(member))
    }
}

/// An archive that is read.
pub(super) enum Archive {
    Zip(Zip),
    Tar(Tar),
}

/// The files of a bundle in an archive.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) contents: Contents,
    /// The names they would have in a folder, and which members they are.
    pub(super) names: Vec<(OsString, u32)>,
    /// What is no file of the bundle.
    pub(super) others: Vec<Other>,
}

/// What is no file of a bundle, and what is said of it.
#[derive(Debug)]
pub(super) enum Other {
    /// Something of this name; the name is the argument of the message.
    Named(&'static Code, OsString),
    /// A member, by its number.
    Member(&'static Code, u32),
    /// The archive as such.
    Archive(Finding),
}

impl Archive {
    /// Lists the archive.
    pub(super) fn contents(&mut self, limits: &Limits, path: Option<&Path>) -> Result<Contents, Error> {
        match self {
            Self::Zip(zip) => zip.contents(limits, path),
            Self::Tar(tar) => tar.contents(limits, path),
        }
    }

    /// Reads a member, or says why it cannot be.
    pub(super) fn read(
        &mut self,
        member: &Member,
        name: &[u8],
        budget: &mut Budget,
        path: Option<&Path>,
    ) -> Result<Result<Vec<u8>, Finding>, Error> {
        match self {
            Self::Zip(zip) => zip.read(member, name, budget, path),
            Self::Tar(tar) => tar.read(member, name, budget, path),
        }
    }
}

/// A finding that a member is damaged.
pub(super) fn damaged(name: &[u8], reason: &'static str) -> Finding {
    codes::DAMAGED_MEMBER.whole().with(shown(name)).with(reason)
}

/// A finding that the archive is.
pub(super) fn damaged_archive(reason: &'static str) -> Finding {
    codes::DAMAGED_ARCHIVE.whole().with(reason)
}

/// A name as messages show it.
pub(super) fn shown(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

/// Puts a stream where any part of it can be read.
pub(super) fn spool(
    mut stream: Box<dyn Read + Send>,
    limits: &Limits,
    path: Option<&Path>,
) -> Result<Box<dyn Bytes>, Error> {
    let failed = |operation| move |error| Error::io(operation, path, error);
    let temporary = |operation| move |error| Error::beside(operation, path, error);
    let mut file = tempfile::tempfile().map_err(temporary("make a temporary file"))?;
    let mut buffer = vec![0; 1 << 16];
    let mut copied = 0;
    loop {
        let read = match stream.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read.min(buffer.len()),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(failed("read")(error).at(copied)),
        };
        copied += read as u64;
        limits.check_total_bytes(copied, false, path)?;
        file.write_all(&buffer[..read]).map_err(temporary("write a temporary file"))?;
    }
    file.seek(SeekFrom::Start(0)).map_err(temporary("read a temporary file"))?;
    Ok(Box::new(file))
}

/// The files of a bundle among the members: those of the one folder that an archive holds, or else those
/// in no folder.
pub(super) fn files(contents: Contents) -> Files {
    let mut files = Files::default();
    let within = |member: &Member| path(contents.name(member), member.cut);
    // The folder that all sound members so far lie in: none of them, one, or several.
    let mut tops = contents.members.iter().filter_map(|member| {
        let path = within(member)?;
        let inside = path.deeper || member.kind == Kind::Folder;
        path.first.map(|top| (inside, top))
    });
    let prefix = match tops.next() {
        Some((true, top)) if tops.all(|(inside, other)| inside && other == top) => Some(top),
        _ => None,
    };
    let (mut folders, mut seen) = (Names::default(), Names::default());
    for (number, member) in (0..).zip(&contents.members) {
        let Some(path) = within(member) else {
            files.others.push(Other::Member(&codes::UNSAFE_MEMBER_NAME, number));
            continue;
        };
        let (first, deeper) = if prefix.is_some() { (path.second, path.deepest) } else { (path.first, path.deeper) };
        let Some(first) = first else { continue };
        if deeper || member.kind == Kind::Folder {
            if folders.is_new(first) {
                files.others.push(Other::Named(&codes::STRAY_FOLDER, os(first.to_vec())));
            }
        } else if !seen.is_new(String::from_utf8_lossy(first).to_lowercase().as_bytes()) {
            // Names that differ only in case are one file in many a folder.
            files.others.push(Other::Named(&codes::REPEATED_MEMBER, os(first.to_vec())));
        } else if member.kind == Kind::Special {
            files.others.push(Other::Named(&codes::SPECIAL_MEMBER, os(first.to_vec())));
        } else {
            files.names.push((os(first.to_vec()), number));
        }
    }
    files.contents = contents;
    files
}

/// Names that have been seen, by their hashes: a stranger can't make two names share one.
#[derive(Default)]
struct Names {
    hashes: HashSet<u64>,
    hasher: RandomState,
}

impl Names {
    fn is_new(&mut self, name: &[u8]) -> bool {
        self.hashes.insert(self.hasher.hash_one(name))
    }
}

/// The start of a member's path.
struct Parts<'a> {
    first: Option<&'a [u8]>,
    second: Option<&'a [u8]>,
    /// Whether there is more than the first part, and more than the second.
    deeper: bool,
    deepest: bool,
}

/// The path that a member's name is; none if it would lead out of a folder, or somewhere else on some system.
/// A name that is `cut` goes on.
fn path(name: &[u8], cut: bool) -> Option<Parts<'_>> {
    let drive = name.get(1) == Some(&b':') && name.first().is_some_and(u8::is_ascii_alphabetic);
    let control = name.iter().any(|&byte| byte < b' ' || byte == 0x7F || byte == b'\\');
    if name.is_empty() || name.starts_with(b"/") || drive || control {
        return None;
    }
    let mut parts = name.split(|&byte| byte == b'/').filter(|part| !part.is_empty() && *part != b".");
    if parts.clone().any(|part| part == b"..") {
        return None;
    }
    let (first, second, third) = (parts.next(), parts.next(), parts.next());
    // No file of a bundle has so long a name; what lies deeper is not read.
    if cut && third.is_none() {
        return None;
    }
    Some(Parts { first, second, deeper: second.is_some(), deepest: third.is_some() })
}

#[cfg(unix)]
fn os(name: Vec<u8>) -> OsString {
    use std::os::unix::ffi::OsStringExt;
    OsString::from_vec(name)
}

#[cfg(not(unix))]
fn os(name: Vec<u8>) -> OsString {
    String::from_utf8_lossy(&name).into_owned().into()
}
