//! Streams in gzip or zstd, and how much they may swell.

use std::ffi::OsStr;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

use super::error::Error;
use super::limits::Limits;

/// How a stream is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Compression {
    /// gzip, `.gz`.
    Gzip,
    /// zstd, `.zst`.
    Zstd,
}

/// How much comes out before the ratio is looked at: a short text may well repeat itself.
const SMALL: u64 = 1 << 20;

/// How much is compressed at a time: each piece is a frame of its own.
const PIECE: usize = 1 << 20;

impl Compression {
    /// What an extension of a file name says.
    pub(super) fn of_extension(extension: &OsStr) -> Option<Self> {
        match extension.to_ascii_lowercase().to_str() {
            Some("gz" | "tgz") => Some(Self::Gzip),
            Some("zst") => Some(Self::Zstd),
            _ => None,
        }
    }

    /// What the first bytes say. No text begins so: neither is UTF-8.
    pub(super) fn of_start(start: &[u8]) -> Option<Self> {
        if start.starts_with(b"\x1F\x8B") {
            Some(Self::Gzip)
        } else if start.starts_with(b"\x28\xB5\x2F\xFD") {
            Some(Self::Zstd)
        } else {
            None
        }
    }

    /// What is in a compressed stream. Reading ends with an error where the stream is damaged or cut off.
    pub(super) fn expand(
        self,
        source: Box<dyn Read + Send>,
        limits: &Limits,
        path: Option<&Path>,
    ) -> Box<dyn Read + Send> {
        let taken = Arc::new(AtomicU64::new(0));
        let source = BufReader::with_capacity(1 << 16, Counted { source, taken: taken.clone() });
        let source: Box<dyn Read + Send> = match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(source)),
            Self::Zstd => Box::new(ZstdReader { source, decoder: FrameDecoder::new(), inside: false }),
        };
        let swelling = Swelling { allowed: limits.archive_ratio, given: 0, path: path.map(Path::to_path_buf) };
        Box::new(Expanded { source, taken, swelling })
    }

    /// Hands `fill` something to write to, and compresses what it writes.
    pub(super) fn compress(
        self,
        out: &mut dyn Write,
        fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> io::Result<()> {
        match self {
            Self::Gzip => {
                // No name and no time: the same documents give the same bytes.
                let mut gzip = flate2::write::GzEncoder::new(out, flate2::Compression::default());
                fill(&mut gzip)?;
                gzip.finish().map(drop)
            }
            Self::Zstd => {
                let mut zstd = ZstdWriter { out, piece: Vec::with_capacity(PIECE), written: false };
                fill(&mut zstd)?;
                zstd.finish()
            }
        }
    }
}

/// Counts the bytes that are taken.
struct Counted {
    source: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.taken.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// Watches how many times larger something gets.
#[derive(Debug)]
pub(super) struct Swelling {
    pub(super) allowed: u64,
    pub(super) given: u64,
    pub(super) path: Option<PathBuf>,
}

impl Swelling {
    /// Takes note of `more` bytes, after `taken` were put in.
    pub(super) fn check(&mut self, more: usize, taken: u64) -> Result<(), Error> {
        self.given += more as u64;
        let ratio = self.given / taken.max(1);
        if self.given > SMALL && ratio > self.allowed {
            return Err(Error::limit("archive_ratio", self.allowed, ratio, false, self.path.as_deref()));
        }
        Ok(())
    }
}

/// A stream that is expanded.
struct Expanded {
    source: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
    swelling: Swelling,
}

impl Read for Expanded {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buffer)?;
        self.swelling.check(read, self.taken.load(Ordering::Relaxed))?;
        Ok(read)
    }
}

/// The frames of a zstd stream, one after the other.
struct ZstdReader<R> {
    source: R,
    decoder: FrameDecoder,
    /// In a frame.
    inside: bool,
}

fn damaged(error: FrameDecoderError) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, error)
}

impl<R: BufRead> ZstdReader<R> {
    /// Starts the next frame; says whether there is one.
    fn frame(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut (&mut self.source).take(length.into()), &mut io::sink())?;
                    if skipped < u64::from(length) {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(damaged(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for ZstdReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.inside {
                if !self.frame()? {
                    return Ok(0);
                }
                self.inside = true;
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1)).map_err(damaged)?;
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            let stated = self.decoder.get_checksum_from_data();
            if stated.is_some() && stated != self.decoder.get_calculated_checksum() {
                return Err(io::Error::new(io::ErrorKind::InvalidData, "the checksum of a frame is wrong"));
            }
            self.inside = false;
        }
    }
}

/// Writes frames.
struct ZstdWriter<'a> {
    out: &'a mut dyn Write,
    piece: Vec<u8>,
    written: bool,
}

impl ZstdWriter<'_> {
    fn frame(&mut self) -> io::Result<()> {
        self.out.write_all(&compress_to_vec(&*self.piece, CompressionLevel::Fastest))?;
        self.piece.clear();
        self.written = true;
        Ok(())
    }

    fn finish(&mut self) -> io::Result<()> {
        if !self.piece.is_empty() || !self.written { self.frame() } else { Ok(()) }
    }
}

impl Write for ZstdWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let taken = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        if self.piece.len() == PIECE {
            self.frame()?;
        }
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        // What is kept back is no frame yet.
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOTH: [Compression; 2] = [Compression::Gzip, Compression::Zstd];

    fn compressed(how: Compression, bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        how.compress(&mut out, |out| out.write_all(bytes)).unwrap();
        out
    }

    fn expanded(how: Compression, bytes: &[u8], limits: &Limits) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        how.expand(Box::new(io::Cursor::new(bytes.to_vec())), limits, None).read_to_end(&mut out)?;
        Ok(out)
    }

    #[test]
    fn what_is_compressed_expands_again() {
        let numbers: String = (0..200_000).map(|n: u32| format!("{} ", n.wrapping_mul(2_654_435_761))).collect();
        for text in ["", "نص", &numbers] {
            for how in BOTH {
                let bytes = compressed(how, text.as_bytes());
                assert_eq!(Compression::of_start(&bytes), Some(how));
                let twice = [&*bytes, &*bytes].concat();
                assert_eq!(expanded(how, &twice, &Limits::default()).unwrap(), text.repeat(2).as_bytes());
            }
        }
    }

    #[test]
    fn what_is_cut_off_or_flipped_is_noticed() {
        let text = "وصل الوفد إلى العاصمة صباح اليوم.\n".repeat(50);
        let bytes = compressed(Compression::Gzip, text.as_bytes());
        for cut in 1..bytes.len() {
            assert!(expanded(Compression::Gzip, &bytes[..cut], &Limits::default()).is_err(), "cut at {cut}");
        }
        for at in (0..bytes.len()).skip(10) {
            let mut flipped = bytes.clone();
            flipped[at] ^= 4;
            assert!(expanded(Compression::Gzip, &flipped, &Limits::default()).is_err(), "flipped at {at}");
        }
        let bytes = compressed(Compression::Zstd, text.as_bytes());
        for cut in 1..bytes.len() {
            assert!(expanded(Compression::Zstd, &bytes[..cut], &Limits::default()).is_err(), "cut at {cut}");
        }
    }

    #[test]
    fn what_swells_too_much_is_stopped() {
        let zeros = vec![0; 8 << 20];
        for how in BOTH {
            let bytes = compressed(how, &zeros);
            assert!(expanded(how, &bytes, &Limits::default()).is_err());
            let limits = Limits { archive_ratio: 1 << 40, ..Limits::default() };
            assert_eq!(expanded(how, &bytes, &limits).unwrap().len(), zeros.len());
        }
    }
}
