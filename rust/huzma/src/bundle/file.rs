//! Opening and reading regular files, and nothing else.

use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{self, Read};
use std::path::Path;

use super::decode::BOM;
use super::error::{Error, check_text_len};
use super::limits::Limits;
use crate::span::MAX_LEN;

/// Why a file was not opened.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is a folder, a pipe, a socket or a device.
    Special,
    /// The system said no.
    Io(io::Error),
}

/// Opens a regular file for reading and gives its length.
///
/// The check is made on the open file: one that becomes a pipe after it was listed does not block, and
/// one that becomes a link is not followed.
pub(super) fn open_regular(path: &Path) -> Result<(File, u64), Refused> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags((OFlags::NONBLOCK | OFlags::NOFOLLOW).bits().cast_signed());
    }
    let file = options.open(path).map_err(Refused::Io)?;
    let metadata = file.metadata().map_err(Refused::Io)?;
    if !metadata.is_file() {
        return Err(Refused::Special);
    }
    Ok((file, metadata.len()))
}

/// The bytes that may still be read of a bundle.
#[derive(Debug)]
pub(super) struct Budget {
    limits: Limits,
    spent: u64,
}

impl Budget {
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, spent: 0 }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Reads all that `reader` holds, `len` bytes if it is known.
    ///
    /// Both limits are checked before anything is read, and again while reading, for a file that grows.
    pub(super) fn read(
        &mut self,
        reader: &mut dyn Read,
        len: Option<u64>,
        path: Option<&Path>,
    ) -> Result<io::Result<Vec<u8>>, Error> {
        if let Some(len) = len {
            self.limits.check_document_bytes(len, true, path)?;
            self.limits.check_total_bytes(self.spent.saturating_add(len), true, path)?;
            check_text_len(len.saturating_sub(BOM.len() as u64), path)?;
        }
        let left = self.limits.total_bytes.saturating_sub(self.spent);
        let cap = self.limits.document_bytes.min(left).min((MAX_LEN + BOM.len()) as u64);
        let mut bytes = Vec::new();
        // The length of a file is a hint; an allocation that cannot succeed is an error, no abort.
        let hint = usize::try_from(len.unwrap_or(0)).unwrap_or(usize::MAX).saturating_add(1);
        if bytes.try_reserve_exact(hint).is_err() {
            return Ok(Err(io::ErrorKind::OutOfMemory.into()));
        }
        if let Err(error) = reader.take(cap.saturating_add(1)).read_to_end(&mut bytes) {
            return Ok(Err(error));
        }
        let read = bytes.len() as u64;
        self.limits.check_document_bytes(read, false, path)?;
        self.spent = self.spent.saturating_add(read);
        self.limits.check_total_bytes(self.spent, false, path)?;
        check_text_len(read.saturating_sub(BOM.len() as u64), path)?;
        Ok(Ok(bytes))
    }
}

/// The bytes of a file name, for percent-encoding.
#[cfg(unix)]
pub(super) fn name_bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    use std::os::unix::ffi::OsStrExt;
    name.as_bytes().into()
}

/// The bytes of a file name, for percent-encoding.
#[cfg(not(unix))]
pub(super) fn name_bytes(name: &OsStr) -> std::borrow::Cow<'_, [u8]> {
    name.as_encoded_bytes().into()
}
