//! Tar files: the ustar format, with the long names of GNU and of pax.

use std::io::{Read, SeekFrom, Write};
use std::path::Path;

use super::archive::{Bytes, Contents, Kind, Member, damaged, damaged_archive};
use super::error::Error;
use super::file::Budget;
use super::limits::Limits;
use super::members::Store;
use crate::finding::Finding;

const BLOCK: usize = 512;

/// The longest name or set of attributes that is taken in.
const LONGEST: u64 = 1 << 16;

/// A tar file that is read.
pub(super) struct Tar {
    bytes: Box<dyn Bytes>,
}

/// What was said ahead of a member.
#[derive(Default)]
struct Ahead {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

impl Tar {
    pub(super) fn new(bytes: Box<dyn Bytes>) -> Self {
        Self { bytes }
    }

    pub(super) fn contents(&mut self, limits: &Limits, path: Option<&Path>) -> Result<Contents, Error> {
        let failed = |error| Error::io("read", path, error);
        let len = self.bytes.seek(SeekFrom::End(0)).map_err(failed)?;
        let mut contents = Contents::default();
        let mut ahead = Ahead::default();
        let mut at = 0u64;
        let reason = loop {
            if at == len {
                break Some("it ends without the mark of its end");
            }
            if len - at < BLOCK as u64 {
                break Some("it is cut off in a header");
            }
            let header = self.take(at, BLOCK as u64).map_err(failed)?;
            if header.iter().all(|&byte| byte == 0) {
                break None;
            }
            if !checksum_fits(&header) {
                break Some("the checksum of a header is wrong");
            }
            let Some(stated) = number(&header[124..136]) else { break Some("a header states no size") };
            let kind = header[156];
            let is_extension = matches!(kind, b'L' | b'K' | b'x' | b'g');
            let size = ahead.size.filter(|_| !is_extension).unwrap_or(stated);
            let start = at + BLOCK as u64;
            let end = size.checked_next_multiple_of(BLOCK as u64).and_then(|padded| start.checked_add(padded));
            let Some(next) = end.filter(|_| start + size <= len).map(|end| end.min(len)) else {
                break Some("it is cut off in a member");
            };
            if is_extension {
                if matches!(kind, b'L' | b'x') {
                    if size > LONGEST {
                        break Some("a name is longer than 64 KiB");
                    }
                    let content = self.take(start, size).map_err(failed)?;
                    if kind == b'L' {
                        ahead.name = Some(until_nul(&content).to_vec());
                    } else if !pax(&content, &mut ahead) {
                        break Some("attributes of a member cannot be read");
                    }
                }
            } else {
                let name = ahead.name.take().unwrap_or_else(|| name(&header));
                let kind = match kind {
                    b'0' | 0 | b'7' if name.ends_with(b"/") => Kind::Folder,
                    b'0' | 0 | b'7' => Kind::File,
                    b'5' => Kind::Folder,
                    _ => Kind::Special,
                };
                if !contents.add(&name, kind, start, size, Default::default()) {
                    break Some("the names of its members take more than 4 GiB");
                }
                limits.check_members(contents.members.len() as u64, path)?;
                ahead = Ahead::default();
            }
            at = next;
        };
        contents.findings.extend(reason.map(damaged_archive));
        Ok(contents)
    }

    fn take(&mut self, at: u64, len: u64) -> std::io::Result<Vec<u8>> {
        self.bytes.seek(SeekFrom::Start(at))?;
        let mut taken = Vec::new();
        (&mut self.bytes).take(len).read_to_end(&mut taken)?;
        if (taken.len() as u64) < len { Err(std::io::ErrorKind::UnexpectedEof.into()) } else { Ok(taken) }
    }

    pub(super) fn read(
        &mut self,
        member: &Member,
        name: &[u8],
        budget: &mut Budget,
        path: Option<&Path>,
    ) -> Result<Result<Vec<u8>, Finding>, Error> {
        let failed = |error| Error::io("read", path, error);
        self.bytes.seek(SeekFrom::Start(member.offset)).map_err(failed)?;
        let mut content = (&mut self.bytes).take(member.size);
        let bytes = budget.read(&mut content, Some(member.size), path)?.map_err(failed)?;
        if bytes.len() as u64 != member.size {
            return Ok(Err(damaged(name, "it is cut off")));
        }
        Ok(Ok(bytes))
    }
}

/// Whether a file that starts so is a tar file: the word alone may stand in any text.
pub(super) fn is_header(start: &[u8]) -> bool {
    let named = start.get(257..262) == Some(b"ustar");
    named && start.get(..BLOCK).map_or_else(|| start.contains(&0), checksum_fits)
}

/// Whether the sum of the bytes is the one stated, whose own bytes count as spaces.
fn checksum_fits(header: &[u8]) -> bool {
    let sum: u64 =
        header.iter().enumerate().map(|(at, &byte)| if (148..156).contains(&at) { 32 } else { byte.into() }).sum();
    number(&header[148..156]) == Some(sum)
}

/// A number in octal digits, or in base 256 where the first bit says so.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let (high, low) = field.split_at_checked(field.len().checked_sub(8)?)?;
        let fits = high.iter().enumerate().all(|(at, &byte)| byte == if at == 0 { 0x80 } else { 0 });
        return (fits && !high.is_empty()).then_some(u64::from_be_bytes(low.try_into().ok()?));
    }
    let digits = field.iter().copied().skip_while(|&byte| byte == b' ').take_while(|byte| !b" \0".contains(byte));
    let mut value = 0u64;
    for digit in digits {
        if !(b'0'..=b'7').contains(&digit) {
            return None;
        }
        value = value.checked_mul(8)?.checked_add(u64::from(digit - b'0'))?;
    }
    Some(value)
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    &bytes[..memchr::memchr(0, bytes).unwrap_or(bytes.len())]
}

fn name(header: &[u8]) -> Vec<u8> {
    let name = until_nul(&header[..100]);
    // Only POSIX has the rest of a long name there.
    let prefix = if &header[257..263] == b"ustar\0" { until_nul(&header[345..500]) } else { b"" };
    if prefix.is_empty() { name.to_vec() } else { [prefix, b"/", name].concat() }
}

/// Takes in `length key=value` lines; says whether they are such.
fn pax(mut content: &[u8], ahead: &mut Ahead) -> bool {
    while !content.is_empty() {
        let record = || {
            let space = memchr::memchr(b' ', content)?;
            let len: usize = std::str::from_utf8(&content[..space]).ok()?.parse().ok()?;
            let record = content.get(space + 1..len)?.strip_suffix(b"\n")?;
            let equals = memchr::memchr(b'=', record)?;
            Some((len, &record[..equals], &record[equals + 1..]))
        };
        let Some((len, key, value)) = record() else { return false };
        match key {
            b"path" => ahead.name = Some(value.to_vec()),
            b"size" => match std::str::from_utf8(value).ok().and_then(|digits| digits.parse().ok()) {
                Some(size) => ahead.size = Some(size),
                None => return false,
            },
            _ => {}
        }
        content = &content[len..];
    }
    true
}

/// A tar file that is written.
pub(super) struct TarWriter<W> {
    out: W,
}

impl<W: Write> TarWriter<W> {
    pub(super) fn new(out: W) -> Self {
        Self { out }
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        self.out.write_all(&[0; 2 * BLOCK]).map_err(|error| Error::io("write the archive", None, error))
    }
}

impl<W: Write> Store for TarWriter<W> {
    fn file(&mut self, name: &str, parts: &[&[u8]]) -> Result<(), Error> {
        let size: usize = parts.iter().map(|part| part.len()).sum();
        let mut header = [0; BLOCK];
        // No owner and no time: the same documents give the same bytes.
        let fields: [(usize, &[u8]); 9] = [
            (0, name.as_bytes()),
            (100, b"0000644"),
            (108, b"0000000"),
            (116, b"0000000"),
            (124, &format!("{size:011o}").into_bytes()),
            (136, b"00000000000"),
            (148, b"        "),
            (156, b"0"),
            (257, b"ustar\x0000"),
        ];
        for (at, value) in fields {
            header[at..at + value.len()].copy_from_slice(value);
        }
        let sum: u64 = header.iter().map(|&byte| u64::from(byte)).sum();
        header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let padding = vec![0; size.next_multiple_of(BLOCK) - size];
        let failed = |error| Error::io("write the archive", None, error);
        self.out.write_all(&header).map_err(failed)?;
        parts.iter().try_for_each(|part| self.out.write_all(part)).map_err(failed)?;
        self.out.write_all(&padding).map_err(failed)
    }
}
