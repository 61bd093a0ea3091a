//! Why reading or writing cannot go on.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::span;

/// Why reading or writing a bundle cannot go on.
///
/// Bad content is no error: it is a finding, and the reader goes on. An error says what was tried, on
/// which file and at which byte, and for a limit also the actual value and how to raise it.
#[derive(Debug)]
pub struct Error(Box<Details>);

#[derive(Debug)]
struct Details {
    kind: ErrorKind,
    path: Option<PathBuf>,
    byte: Option<u64>,
    source: Option<io::Error>,
}

/// What kind of [`Error`] it is.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// There is no such file or folder.
    NotFound,
    /// The system does not let this user do it.
    PermissionDenied,
    /// What was named does not have the format that was asked for.
    NotABundle {
        /// What it is instead.
        reason: &'static str,
    },
    /// Something is larger than [`Limits`](super::Limits) allow.
    Limit {
        /// The name of the limit: a field of `Limits`, or [`TEXT_LIMIT`].
        limit: &'static str,
        /// The largest value allowed.
        allowed: u64,
        /// The value met.
        actual: u64,
        /// Whether `actual` is the exact value; otherwise it is at least this.
        exact: bool,
    },
    /// It can be told what this is, but not read or written.
    Unsupported {
        /// What is not supported.
        reason: &'static str,
    },
    /// The file is no longer what it was when it was read.
    Changed {
        /// What differs.
        reason: &'static str,
    },
    /// The pieces handed to [`splice`](super::splice) overlap or contradict their own ranges.
    BadSplice {
        /// What is wrong with the piece whose start [`Error::byte`] gives.
        reason: &'static str,
    },
    /// A document cannot be written in this format.
    Unwritable {
        /// Its place among the documents handed in, from 0.
        document: u64,
        /// What the format cannot hold.
        reason: String,
    },
    /// The system reports something else.
    Io {
        /// What was tried.
        operation: &'static str,
        /// The system's reason.
        kind: io::ErrorKind,
    },
}

/// The name in [`ErrorKind::Limit`] of the one limit that cannot be raised: [`span::MAX_LEN`].
pub const TEXT_LIMIT: &str = "span::MAX_LEN";

impl Error {
    pub(super) fn new(kind: ErrorKind, path: Option<&Path>) -> Self {
        Self(Box::new(Details { kind, path: path.map(Path::to_path_buf), byte: None, source: None }))
    }

    pub(super) fn io(operation: &'static str, path: Option<&Path>, source: io::Error) -> Self {
        // What a callback of ours wrapped to get through `io::Write` comes out as it was.
        let source = match source.downcast::<Self>() {
            Ok(error) => return error,
            Err(source) => source,
        };
        match source.kind() {
            io::ErrorKind::NotFound => Self::system(ErrorKind::NotFound, path, source),
            io::ErrorKind::PermissionDenied => Self::system(ErrorKind::PermissionDenied, path, source),
            _ => Self::beside(operation, path, source),
        }
    }

    /// What the system says of another file that is needed for the one at `path`: whatever it is that is missing
    /// or closed, that one is not.
    pub(super) fn beside(operation: &'static str, path: Option<&Path>, source: io::Error) -> Self {
        Self::system(ErrorKind::Io { operation, kind: source.kind() }, path, source)
    }

    fn system(kind: ErrorKind, path: Option<&Path>, source: io::Error) -> Self {
        let path = path.map(Path::to_path_buf);
        Self(Box::new(Details { kind, path, byte: None, source: Some(source) }))
    }

    /// What reading a stream of this room failed with: an error of ours comes out as it was.
    #[must_use]
    pub fn of_reading(error: io::Error, path: Option<&Path>) -> Self {
        Self::io("read", path, error)
    }

    pub(super) fn limit(limit: &'static str, allowed: u64, actual: u64, exact: bool, path: Option<&Path>) -> Self {
        Self::new(ErrorKind::Limit { limit, allowed, actual, exact }, path)
    }

    /// The same error with the offset in the file where it happened.
    pub(super) fn at(mut self, byte: u64) -> Self {
        self.0.byte = Some(byte);
        self
    }

    /// The same error with the file it happened in.
    pub(super) fn within(mut self, path: Option<&Path>) -> Self {
        self.0.path = path.map(Path::to_path_buf);
        self
    }

    /// What kind it is.
    #[must_use]
    pub fn kind(&self) -> &ErrorKind {
        &self.0.kind
    }

    /// The file or folder.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        self.0.path.as_deref()
    }

    /// The offset in the file, in bytes.
    #[must_use]
    pub fn byte(&self) -> Option<u64> {
        self.0.byte
    }

    /// How a limit can be raised, if this is a limit that can.
    #[must_use]
    pub fn remedy(&self) -> Option<String> {
        match &self.0.kind {
            ErrorKind::Limit { limit, actual, .. } if *limit != TEXT_LIMIT => {
                Some(format!("huzma.Limits({limit}={actual})"))
            }
            _ => None,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(path) = self.path() {
            write!(f, "{}", path.display())?;
            if let Some(byte) = self.0.byte {
                write!(f, ", byte {byte}")?;
            }
            f.write_str(": ")?;
        } else if let Some(byte) = self.0.byte {
            write!(f, "byte {byte}: ")?;
        }
        match &self.0.kind {
            ErrorKind::NotFound => f.write_str("no such file or folder"),
            ErrorKind::PermissionDenied => f.write_str("permission denied"),
            ErrorKind::NotABundle { reason } | ErrorKind::Unsupported { reason } => f.write_str(reason),
            ErrorKind::Changed { reason } => write!(f, "changed since it was read: {reason}"),
            ErrorKind::BadSplice { reason } => write!(f, "the pieces to replace do not fit together: {reason}"),
            ErrorKind::Unwritable { document, reason } => write!(f, "document {document} cannot be written: {reason}"),
            ErrorKind::Io { operation, kind } => {
                write!(f, "cannot {operation}: ")?;
                match &self.0.source {
                    // The words of the system say it, without its number.
                    Some(source) if source.raw_os_error().is_some() => {
                        let words = source.to_string();
                        f.write_str(words.split(" (os error").next().unwrap_or(&words))
                    }
                    Some(source) => write!(f, "{kind} ({source})"),
                    None => write!(f, "{kind}"),
                }
            }
            ErrorKind::Limit { limit, allowed, actual, exact } => {
                let over = if *exact { "" } else { "at least " };
                write!(f, "the limit {limit} is {allowed}, the actual value {over}{actual}")?;
                match self.remedy() {
                    Some(remedy) => write!(f, "; raise it with {remedy}"),
                    None => write!(f, "; it is the longest text whose offsets fit: split the text"),
                }
            }
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.0.source.as_ref().map(|source| source as _)
    }
}

/// Lets an error of ours pass through a callback that speaks `io::Result`, as that of
/// [`write_atomic`](super::write_atomic) does; it comes out as it was.
impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::other(error)
    }
}

/// What a callback failed with: an error of ours as it was, or that of the system.
impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::io("write", None, error)
    }
}

/// The error for a text too long for offsets, if it is.
pub(super) fn check_text_len(len: u64, path: Option<&Path>) -> Result<(), Error> {
    let allowed = span::MAX_LEN as u64;
    if len > allowed { Err(Error::limit(TEXT_LIMIT, allowed, len, true, path)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_told_apart() {
        let path = Path::new("a/b");
        let shown = |kind: io::ErrorKind| Error::io("read", Some(path), kind.into()).at(7).to_string();
        assert_eq!(shown(io::ErrorKind::PermissionDenied), "a/b, byte 7: permission denied");
        assert_eq!(shown(io::ErrorKind::NotFound), "a/b, byte 7: no such file or folder");
        assert!(shown(io::ErrorKind::StorageFull).starts_with("a/b, byte 7: cannot read: "));
        let error = Error::beside("make a temporary file", Some(path), io::Error::from_raw_os_error(2));
        assert_eq!(error.to_string(), "a/b: cannot make a temporary file: No such file or directory");
        let error = Error::io("write", None, Error::new(ErrorKind::NotFound, Some(path)).into());
        assert_eq!((error.kind(), error.path()), (&ErrorKind::NotFound, Some(path)));
    }

    #[test]
    fn the_one_limit_that_cannot_be_raised_says_so() {
        let error = check_text_len(1 << 31, None).unwrap_err();
        assert_eq!(
            error.to_string(),
            "the limit span::MAX_LEN is 2147483647, the actual value 2147483648; it is the longest text whose offsets \
             fit: split the text"
        );
        assert!(check_text_len((1 << 31) - 1, None).is_ok());
    }
}
