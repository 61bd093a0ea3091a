//! The bytes of a file as a stream, expanded where it is compressed: for those who cut it into records themselves.

use std::collections::VecDeque;
use std::io::{self, BufRead, Read};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

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

/// Two streams of what one gives. Each byte is read once, and kept until the slower of the two has had it.
///
/// An error goes to the first one as it is; the second one is told that there was one.
pub(super) fn twins(source: Box<dyn Read + Send>) -> (Twin, Twin) {
    let waiting = [Some(VecDeque::new()), Some(VecDeque::new())];
    let shared = Arc::new(Mutex::new(Shared { source, waiting, error: None, failed: None }));
    (Twin { shared: Arc::clone(&shared), second: false }, Twin { shared, second: true })
}

struct Shared {
    source: Box<dyn Read + Send>,
    /// What the other one has read, for each of the two; none for one that is gone.
    waiting: [Option<VecDeque<u8>>; 2],
    /// What reading ended with, for the first of the two, and its kind.
    error: Option<io::Error>,
    failed: Option<io::ErrorKind>,
}

/// One of two streams of the same bytes.
pub(super) struct Twin {
    shared: Arc<Mutex<Shared>>,
    second: bool,
}

impl Read for Twin {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let Shared { source, waiting: [first, second], error, failed } = &mut *shared;
        let (own, other) = if self.second { (second, first) } else { (first, second) };
        if let Some(own) = own.as_mut().filter(|own| !own.is_empty()) {
            return own.read(buffer);
        }
        if failed.is_none() {
            match source.read(buffer) {
                Ok(read) => {
                    if let Some(other) = other {
                        other.extend(&buffer[..read.min(buffer.len())]);
                    }
                    return Ok(read);
                }
                Err(interrupted) if interrupted.kind() == io::ErrorKind::Interrupted => return Err(interrupted),
                Err(failure) => {
                    *failed = Some(failure.kind());
                    *error = Some(failure);
                }
            }
        }
        match error.take_if(|_| !self.second) {
            Some(error) => Err(error),
            None => Err((*failed).unwrap_or(io::ErrorKind::Other).into()),
        }
    }
}

impl Drop for Twin {
    fn drop(&mut self) {
        let mut shared = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        shared.waiting[usize::from(self.second)] = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Gives what it has, then an error.
    struct Breaking(VecDeque<u8>);

    impl Read for Breaking {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            match self.0.read(buffer)? {
                0 => Err(io::Error::new(io::ErrorKind::InvalidData, "it is broken")),
                read => Ok(read),
            }
        }
    }

    proptest! {
        #[test]
        fn both_have_every_byte_once(bytes in proptest::collection::vec(any::<u8>(), 0..60), turns: Vec<(bool, u8)>) {
            let (first, second) = twins(Box::new(Breaking(bytes.clone().into())));
            let mut streams = [(first, Vec::new()), (second, Vec::new())];
            for (turn, size) in turns {
                let (stream, seen) = &mut streams[usize::from(turn)];
                let mut buffer = vec![0; usize::from(size % 9) + 1];
                if let Ok(read) = stream.read(&mut buffer) {
                    seen.extend_from_slice(&buffer[..read]);
                }
            }
            let [(mut first, mut of_first), (mut second, mut of_second)] = streams;
            let told_second = second.read_to_end(&mut of_second).unwrap_err();
            drop(second);
            prop_assert_eq!(told_second.kind(), io::ErrorKind::InvalidData);
            prop_assert!(first.read_to_end(&mut of_first).is_err());
            prop_assert_eq!(&of_first, &bytes);
            prop_assert_eq!(&of_second, &bytes);
        }

        #[test]
        fn the_error_is_the_first_ones(second_is_asked_first: bool) {
            let (mut first, mut second) = twins(Box::new(Breaking(VecDeque::new())));
            if second_is_asked_first {
                prop_assert!(second.read(&mut [0]).is_err());
            }
            prop_assert_eq!(first.read(&mut [0]).unwrap_err().to_string(), "it is broken");
            prop_assert!(second.read(&mut [0]).is_err() && first.read(&mut [0]).is_err());
        }
    }
}
