//! Folder bundles in an archive: what a zip and a tar file have in common.
//!
//! An archive is listed first and its members are read one by one, in the order of their numbers; nothing
//! is ever written under a member's name. The `zip` and `tar` crates are not used: the one keeps one
//! member a name, so that repeated ones can't be told, the other takes names of any length into memory.

use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::Path;

use super::error::Error;
use super::file::Budget;
use super::limits::Limits;
use super::tar::Tar;
use super::zip::Zip;
use crate::finding::{Finding, codes};

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

/// A member as the archive lists it.
#[derive(Clone, Debug)]
pub(super) struct Member {
    pub(super) name: Vec<u8>,
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
    pub(super) members: Vec<Member>,
    /// What is wrong with the archive as such.
    pub(super) findings: Vec<Finding>,
}

/// An archive that is read.
pub(super) enum Archive {
    Zip(Zip),
    Tar(Tar),
}

/// The files of a bundle in an archive, by the names they would have in a folder.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) members: HashMap<OsString, Member>,
    /// The names of the files, in their order.
    pub(super) names: Vec<OsString>,
    /// What is no file of the bundle, with its name.
    pub(super) findings: Vec<(OsString, Finding)>,
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
        budget: &mut Budget,
        path: Option<&Path>,
    ) -> Result<Result<Vec<u8>, Finding>, Error> {
        match self {
            Self::Zip(zip) => zip.read(member, budget, path),
            Self::Tar(tar) => tar.read(member, budget, path),
        }
    }
}

/// A finding that a member is damaged.
pub(super) fn damaged(member: &Member, reason: &'static str) -> Finding {
    codes::DAMAGED_MEMBER.whole().with(shown(&member.name)).with(reason)
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
    let mut file = tempfile::tempfile().map_err(failed("make a temporary file"))?;
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
        file.write_all(&buffer[..read]).map_err(failed("write a temporary file"))?;
    }
    file.seek(SeekFrom::Start(0)).map_err(failed("read a temporary file"))?;
    Ok(Box::new(file))
}

/// The files of a bundle among the members: those of the one folder that an archive holds, or else those
/// in no folder.
pub(super) fn files(contents: Contents) -> Files {
    let mut files = Files::default();
    files.findings.extend(contents.findings.into_iter().map(|finding| (OsString::new(), finding)));
    let mut sound = Vec::new();
    for member in contents.members {
        match parts(&member.name) {
            None => {
                let finding = codes::UNSAFE_MEMBER_NAME.whole().with(member.name.escape_ascii().to_string());
                files.findings.push((OsString::new(), finding));
            }
            Some(parts) => sound.push((parts, member)),
        }
    }
    let mut tops = sound.iter().filter_map(|(parts, member)| {
        let inside = parts.len() > 1 || member.kind == Kind::Folder;
        parts.first().map(|top| (inside, top.clone()))
    });
    let prefix = match tops.next() {
        Some((true, top)) if tops.all(|(inside, other)| inside && other == top) => Some(top),
        _ => None,
    };
    let (mut folders, mut seen) = (HashSet::new(), HashSet::new());
    for (mut parts, member) in sound {
        if prefix.is_some() && !parts.is_empty() {
            parts.remove(0);
        }
        let Some(first) = parts.first() else { continue };
        if parts.len() > 1 || member.kind == Kind::Folder {
            if folders.insert(first.clone()) {
                files.findings.push((os(first.clone()), codes::STRAY_FOLDER.whole().with(shown(first))));
            }
            continue;
        }
        let name = os(first.clone());
        // Names that differ only in case are one file in many a folder.
        if !seen.insert(String::from_utf8_lossy(first).to_lowercase()) {
            files.findings.push((name, codes::REPEATED_MEMBER.whole().with(shown(first))));
        } else if member.kind == Kind::Special {
            files.findings.push((name, codes::SPECIAL_MEMBER.whole().with(shown(first))));
        } else {
            files.names.push(name.clone());
            files.members.insert(name, member);
        }
    }
    files
}

/// The parts of a member's name; none if it would lead out of a folder, or somewhere else on some system.
fn parts(name: &[u8]) -> Option<Vec<Vec<u8>>> {
    let drive = name.get(1) == Some(&b':') && name.first().is_some_and(u8::is_ascii_alphabetic);
    let control = name.iter().any(|&byte| byte < b' ' || byte == 0x7F || byte == b'\\');
    if name.is_empty() || name.starts_with(b"/") || drive || control {
        return None;
    }
    let parts = name.split(|&byte| byte == b'/').filter(|part| !part.is_empty() && *part != b".");
    parts.map(|part| (part != b"..").then(|| part.to_vec())).collect()
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
