//! The bytes of a file as a stream, expanded where it is compressed: for those who cut it into records themselves.

use std::io::{BufRead, Read};
use std::path::Path;

use super::compression::Compression;
use super::error::Error;
use super::limits::Limits;
use super::{Format, Raw, opened};

/// The bytes of a regular file; of one in gzip or zstd, what is compressed in it.
///
/// # Errors
/// Where it cannot be opened or is larger than the limits. Reading fails where it is damaged, or swells beyond them.
pub fn stream(path: &Path, limits: &Limits) -> Result<Box<dyn Read + Send>, Error> {
    let (file, len) = opened(path)?;
    limits.check_total_bytes(len, true, Some(path))?;
    let named = path.file_name().and_then(|name| Format::of_name(name).1);
    expanded(Raw::File(file), named, limits, Some(path))
}

/// The same of something that is open.
///
/// # Errors
/// The first bytes cannot be read.
pub fn stream_of(reader: Box<dyn BufRead + Send>, limits: &Limits) -> Result<Box<dyn Read + Send>, Error> {
    expanded(Raw::Stream(Box::new(reader)), None, limits, None)
}

fn expanded(
    mut raw: Raw,
    named: Option<Compression>,
    limits: &Limits,
    path: Option<&Path>,
) -> Result<Box<dyn Read + Send>, Error> {
    let start = raw.start().map_err(|error| Error::io("read", path, error))?;
    Ok(match Compression::of_start(&start).or(named) {
        Some(compression) => compression.expand(raw.into_stream(), limits, path),
        None => raw.into_stream(),
    })
}
