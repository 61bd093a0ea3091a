//! How much a reader is willing to take in.

use std::path::Path;

use super::error::Error;

/// How much a reader is willing to take in; more is an [`Error`] that names the limit.
///
/// The defaults let a bundle of 100 GB through and keep one document from filling the memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The longest document, and the longest metadata file, in stored bytes. 256 MiB.
    pub document_bytes: u64,
    /// The most documents. A thousand million.
    pub documents: u64,
    /// The most bytes read in all. 1 TiB.
    pub total_bytes: u64,
    /// The longest marker line and the longest header of a text bundle, in bytes. 1 MiB.
    pub line_bytes: u64,
    /// The most members of an archive; they are listed in memory. 500,000.
    pub members: u64,
    /// How many times larger than it is stored compressed data may get; looked at beyond 1 MiB. 200.
    pub archive_ratio: u64,
    /// How deep JSON metadata may be nested. 64; more than 127 is never read.
    pub metadata_nesting: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            document_bytes: 256 << 20,
            documents: 1_000_000_000,
            total_bytes: 1 << 40,
            line_bytes: 1 << 20,
            members: 500_000,
            archive_ratio: 200,
            metadata_nesting: 64,
        }
    }
}

impl Limits {
    /// Whether so many bytes may be read in all.
    ///
    /// # Errors
    /// It is more than `total_bytes`.
    pub fn total(&self, actual: u64) -> Result<(), Error> {
        self.check_total_bytes(actual, false, None)
    }

    pub(super) fn check_document_bytes(&self, actual: u64, exact: bool, path: Option<&Path>) -> Result<(), Error> {
        check("document_bytes", self.document_bytes, actual, exact, path)
    }

    pub(super) fn check_documents(&self, actual: u64, exact: bool, path: Option<&Path>) -> Result<(), Error> {
        check("documents", self.documents, actual, exact, path)
    }

    pub(super) fn check_total_bytes(&self, actual: u64, exact: bool, path: Option<&Path>) -> Result<(), Error> {
        check("total_bytes", self.total_bytes, actual, exact, path)
    }

    pub(super) fn check_line_bytes(&self, actual: u64, exact: bool, path: Option<&Path>) -> Result<(), Error> {
        check("line_bytes", self.line_bytes, actual, exact, path)
    }

    pub(super) fn check_members(&self, actual: u64, path: Option<&Path>) -> Result<(), Error> {
        check("members", self.members, actual, false, path)
    }
}

fn check(limit: &'static str, allowed: u64, actual: u64, exact: bool, path: Option<&Path>) -> Result<(), Error> {
    if actual > allowed { Err(Error::limit(limit, allowed, actual, exact, path)) } else { Ok(()) }
}
