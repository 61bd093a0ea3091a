//! Zip files: members stored or deflated, the directory at the end.
//!
//! The directory is believed only where the headers before the members say the same: two readers that
//! believe different ones would see different documents.

use std::io::{self, BufReader, Read, SeekFrom, Write};
use std::path::Path;

use flate2::Crc;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;

use super::archive::{Bytes, Contents, Kind, Member, damaged, damaged_archive, shown};
use super::compression::Swelling;
use super::error::Error;
use super::file::Budget;
use super::limits::Limits;
use super::members::Store;
use crate::finding::{Finding, codes};

const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";
const END_64: &[u8] = b"PK\x06\x06";
const LOCATOR_64: &[u8] = b"PK\x06\x07";

const LOCAL_BYTES: u64 = 30;
const CENTRAL_BYTES: usize = 46;
const END_BYTES: u64 = 22;
const LOCATOR_BYTES: u64 = 20;
const END_64_BYTES: usize = 56;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;
const ENCRYPTED: u16 = 1;
/// The sizes stand behind the content, so the header before it doesn't know them.
const STREAMED: u16 = 8;

/// What the directory says of a member, beyond what every archive does.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Details {
    method: u16,
    flags: u16,
    crc: u32,
    stored: u64,
    /// How long the header before it is at least.
    header: u64,
    overlaps: bool,
}

/// A zip file that is read.
pub(super) struct Zip {
    bytes: Box<dyn Bytes>,
    /// Where the directory starts: no member goes on beyond.
    directory: u64,
}

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    bytes.get(at..at + 2).and_then(|two| two.try_into().ok()).map_or(0, u16::from_le_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 4).and_then(|four| four.try_into().ok()).map_or(0, u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map_or(0, u64::from_le_bytes)
}

/// The directory as the end of the file describes it.
struct Directory {
    entries: u64,
    start: u64,
    len: u64,
}

impl Zip {
    pub(super) fn new(bytes: Box<dyn Bytes>) -> Self {
        Self { bytes, directory: 0 }
    }

    pub(super) fn contents(&mut self, limits: &Limits, path: Option<&Path>) -> Result<Contents, Error> {
        let failed = |error| Error::io("read", path, error);
        let mut contents = Contents::default();
        let directory = match self.find_directory().map_err(failed)? {
            Ok(directory) => directory,
            Err(reason) => {
                contents.findings.push(damaged_archive(reason));
                return Ok(contents);
            }
        };
        self.directory = directory.start;
        limits.check_members(directory.entries, path)?;
        self.bytes.seek(SeekFrom::Start(directory.start)).map_err(failed)?;
        let mut rest = BufReader::new((&mut self.bytes).take(directory.len));
        let mut header = [0; CENTRAL_BYTES];
        let mut taken = 0;
        while taken < directory.len {
            let whole = read_up_to(&mut rest, &mut header).map_err(failed)?;
            let (name, extra, comment) = (u16_at(&header, 28), u16_at(&header, 30), u16_at(&header, 32));
            let more = usize::from(name) + usize::from(extra) + usize::from(comment);
            let mut variable = vec![0; more];
            if !whole || !header.starts_with(CENTRAL) || !read_up_to(&mut rest, &mut variable).map_err(failed)? {
                contents.findings.push(damaged_archive("its directory is damaged"));
                break;
            }
            taken += (CENTRAL_BYTES + more) as u64;
            let (name, variable) = variable.split_at(name.into());
            if !add_member(&mut contents, &header, name, &variable[..extra.into()]) {
                contents.findings.push(damaged_archive("the names of its members take more than 4 GiB"));
                break;
            }
            limits.check_members(contents.members.len() as u64, path)?;
        }
        if contents.findings.is_empty() && contents.members.len() as u64 != directory.entries {
            contents.findings.push(damaged_archive("its directory has another number of members than it says"));
        }
        find_overlaps(&mut contents.members);
        Ok(contents)
    }

    /// Finds the directory from the end of the file; the reason if there is none.
    fn find_directory(&mut self) -> io::Result<Result<Directory, &'static str>> {
        let len = self.bytes.seek(SeekFrom::End(0))?;
        let tail_at = len.saturating_sub(END_BYTES + u64::from(u16::MAX) + LOCATOR_BYTES);
        let tail = self.take(tail_at, len - tail_at)?;
        let whole = |&at: &usize| {
            let end = tail.get(at..at + END_BYTES as usize)?;
            (at + END_BYTES as usize + usize::from(u16_at(end, 20)) == tail.len()).then_some((at, end))
        };
        let Some((at, end)) = memchr::memmem::rfind_iter(&tail, END).find_map(|at| whole(&at)) else {
            return Ok(Err("its directory is missing: it is cut off, or no zip file"));
        };
        if u16_at(end, 4) != 0 || u16_at(end, 6) != 0 {
            return Ok(Err("it is one of several parts"));
        }
        let mut directory =
            Directory { entries: u16_at(end, 10).into(), start: u32_at(end, 16).into(), len: u32_at(end, 12).into() };
        let mut limit = tail_at + at as u64;
        let locator = at.checked_sub(LOCATOR_BYTES as usize).and_then(|start| tail.get(start..at));
        if let Some(locator) = locator.filter(|locator| locator.starts_with(LOCATOR_64)) {
            let at = u64_at(locator, 8);
            let fits = at.checked_add(END_64_BYTES as u64).is_some_and(|end| end <= len);
            let end = if fits { self.take(at, END_64_BYTES as u64)? } else { Vec::new() };
            if !end.starts_with(END_64) {
                return Ok(Err("its directory is missing"));
            }
            directory = Directory { entries: u64_at(&end, 32), start: u64_at(&end, 48), len: u64_at(&end, 40) };
            limit = at;
        }
        if directory.start.checked_add(directory.len) != Some(limit) {
            return Ok(Err("its directory does not lie where it says"));
        }
        Ok(Ok(directory))
    }

    fn take(&mut self, at: u64, len: u64) -> io::Result<Vec<u8>> {
        self.bytes.seek(SeekFrom::Start(at))?;
        let mut taken = Vec::new();
        (&mut self.bytes).take(len).read_to_end(&mut taken)?;
        Ok(taken)
    }

    pub(super) fn read(
        &mut self,
        member: &Member,
        name: &[u8],
        budget: &mut Budget,
        path: Option<&Path>,
    ) -> Result<Result<Vec<u8>, Finding>, Error> {
        let failed = |error| Error::io("read", path, error);
        let Details { method, flags, crc, stored, overlaps, .. } = member.zip;
        if flags & ENCRYPTED != 0 {
            return Ok(Err(codes::ENCRYPTED_MEMBER.whole().with(shown(name))));
        }
        if !matches!(method, STORED | DEFLATED) {
            let finding = codes::UNREADABLE_FILE.whole().with(shown(name));
            return Ok(Err(finding.with(format!("compression method {method} is not supported"))));
        }
        if overlaps {
            return Ok(Err(damaged(name, "it shares its bytes with another member")));
        }
        let header = self.take(member.offset, LOCAL_BYTES + name.len() as u64).map_err(failed)?;
        let known = flags & STREAMED == 0;
        let fits = |stated: u32, actual: u64| !known || stated == u32::MAX || u64::from(stated) == actual;
        let agrees = header.starts_with(LOCAL)
            && u16_at(&header, 6) & (ENCRYPTED | STREAMED) == flags & (ENCRYPTED | STREAMED)
            && u16_at(&header, 8) == method
            && fits(u32_at(&header, 14), crc.into())
            && fits(u32_at(&header, 18), stored)
            && fits(u32_at(&header, 22), member.size)
            && header.get(LOCAL_BYTES as usize..) == Some(name)
            && usize::from(u16_at(&header, 26)) == name.len();
        if !agrees {
            return Ok(Err(damaged(name, "the header before it says otherwise than the directory")));
        }
        let start = member.offset + LOCAL_BYTES + u64::from(u16_at(&header, 26)) + u64::from(u16_at(&header, 28));
        if start.checked_add(stored).is_none_or(|end| end > self.directory) {
            return Ok(Err(damaged(name, "it reaches into the directory")));
        }
        let allowed = budget.limits().archive_ratio;
        let size = usize::try_from(member.size).unwrap_or(usize::MAX);
        Swelling { allowed, given: 0, path: path.map(Path::to_path_buf) }.check(size, stored)?;
        self.bytes.seek(SeekFrom::Start(start)).map_err(failed)?;
        let content = (&mut self.bytes).take(stored);
        let mut content: Box<dyn Read + '_> =
            if method == DEFLATED { Box::new(DeflateDecoder::new(content)) } else { Box::new(content) };
        let mut content = (&mut content).take(member.size.saturating_add(1));
        let bytes = match budget.read(&mut content, Some(member.size), path)? {
            Ok(bytes) => bytes,
            Err(error) if matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData) => {
                return Ok(Err(damaged(name, "it cannot be expanded")));
            }
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(Err(damaged(name, "it is cut off")));
            }
            Err(error) => return Err(failed(error)),
        };
        if bytes.len() as u64 != member.size {
            return Ok(Err(damaged(name, "it has another length than it says")));
        }
        if checksum(&[&bytes]) != crc {
            return Ok(Err(damaged(name, "its checksum is wrong")));
        }
        Ok(Ok(bytes))
    }
}

fn checksum(parts: &[&[u8]]) -> u32 {
    let mut crc = Crc::new();
    parts.iter().for_each(|part| crc.update(part));
    crc.sum()
}

/// Fills a buffer; says whether there was enough.
fn read_up_to(reader: &mut impl Read, buffer: &mut [u8]) -> io::Result<bool> {
    match reader.read_exact(buffer) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(false),
        Err(error) => Err(error),
    }
}

/// Adds a member from its line in the directory; says whether there was room.
fn add_member(contents: &mut Contents, header: &[u8], name: &[u8], mut extra: &[u8]) -> bool {
    let (mut stored, mut size, mut offset) =
        (u32_at(header, 20).into(), u32_at(header, 24).into(), u32_at(header, 42).into());
    while extra.len() >= 4 {
        let (id, len) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let field = extra.get(4..4 + len).unwrap_or_default();
        if id == 1 {
            let mut at = 0;
            for value in [&mut size, &mut stored, &mut offset] {
                if *value == u64::from(u32::MAX) && field.len() >= at + 8 {
                    *value = u64_at(field, at);
                    at += 8;
                }
            }
        }
        extra = extra.get(4 + len..).unwrap_or_default();
    }
    let unix = header[5] == 3;
    let kind = match u32_at(header, 38) >> 16 & 0o170_000 {
        _ if name.ends_with(b"/") => Kind::Folder,
        0 | 0o100_000 => Kind::File,
        0o040_000 if unix => Kind::Folder,
        _ if unix => Kind::Special,
        _ => Kind::File,
    };
    let (flags, method, crc) = (u16_at(header, 8), u16_at(header, 10), u32_at(header, 16));
    let zip = Details { method, flags, crc, stored, header: LOCAL_BYTES + name.len() as u64, overlaps: false };
    contents.add(name, kind, offset, size, zip)
}

/// Marks members that share bytes.
fn find_overlaps(members: &mut [Member]) {
    let mut order: Vec<u32> = (0..members.len() as u32).collect();
    order.sort_unstable_by_key(|&index| members[index as usize].offset);
    // The member that reaches farthest so far, and where it ends.
    let mut farthest: Option<(usize, u64)> = None;
    for index in order.into_iter().map(|index| index as usize) {
        let member = &members[index];
        let len = member.zip.header.saturating_add(member.zip.stored);
        let (start, end) = (member.offset, member.offset.saturating_add(len));
        if let Some((before, reached)) = farthest
            && start < reached
        {
            members[before].zip.overlaps = true;
            members[index].zip.overlaps = true;
        }
        if farthest.is_none_or(|(_, reached)| end > reached) {
            farthest = Some((index, end));
        }
    }
}

/// A zip file that is written.
pub(super) struct ZipWriter<W> {
    out: W,
    /// Kept from member to member: making one costs more than a short text.
    encoder: DeflateEncoder<Vec<u8>>,
    offset: u64,
    directory: Vec<u8>,
    entries: u64,
}

impl<W: Write> ZipWriter<W> {
    pub(super) fn new(out: W) -> Self {
        let encoder = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        Self { out, encoder, offset: 0, directory: Vec::new(), entries: 0 }
    }

    fn put(&mut self, bytes: &[u8]) -> Result<(), Error> {
        self.offset += bytes.len() as u64;
        self.out.write_all(bytes).map_err(|error| Error::io("write the archive", None, error))
    }

    pub(super) fn finish(mut self) -> Result<(), Error> {
        let (start, entries) = (self.offset, self.entries);
        let directory = std::mem::take(&mut self.directory);
        self.put(&directory)?;
        let len = directory.len() as u64;
        let large = entries >= u16::MAX.into() || start >= u32::MAX.into() || len >= u32::MAX.into();
        if large {
            let at = self.offset;
            let mut end = END_64.to_vec();
            end.extend_from_slice(&44u64.to_le_bytes());
            end.extend_from_slice(&[45, 0, 45, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
            for value in [entries, entries, len, start] {
                end.extend_from_slice(&value.to_le_bytes());
            }
            end.extend_from_slice(LOCATOR_64);
            end.extend_from_slice(&0u32.to_le_bytes());
            end.extend_from_slice(&at.to_le_bytes());
            end.extend_from_slice(&1u32.to_le_bytes());
            self.put(&end)?;
        }
        let short = |value: u64| u16::try_from(value).unwrap_or(u16::MAX).to_le_bytes();
        let long = |value: u64| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
        let mut end = [END, &[0; 4], &short(entries), &short(entries)].concat();
        end.extend_from_slice(&long(len));
        end.extend_from_slice(&long(start));
        end.extend_from_slice(&[0; 2]);
        self.put(&end)
    }
}

impl<W: Write> Store for ZipWriter<W> {
    fn file(&mut self, name: &str, parts: &[&[u8]]) -> Result<(), Error> {
        let failed = |error| Error::io("write the archive", None, error);
        let size: usize = parts.iter().map(|part| part.len()).sum();
        parts.iter().try_for_each(|part| self.encoder.write_all(part)).map_err(failed)?;
        let content = self.encoder.reset(Vec::new()).map_err(failed)?;
        let long = |value: usize| u32::try_from(value).unwrap_or(u32::MAX).to_le_bytes();
        // What both headers share: version, flags (names are ASCII), method, the first day there is, sizes.
        let mut common = vec![20, 0, 0, 0, DEFLATED as u8, 0, 0, 0, 0x21, 0];
        common.extend_from_slice(&checksum(parts).to_le_bytes());
        common.extend_from_slice(&long(content.len()));
        common.extend_from_slice(&long(size));
        common.extend_from_slice(&(name.len() as u16).to_le_bytes());
        let offset = self.offset;
        let far = offset >= u32::MAX.into();
        let extra = if far { [&[1, 0, 8, 0][..], &offset.to_le_bytes()].concat() } else { Vec::new() };
        self.directory.extend_from_slice(CENTRAL);
        self.directory.extend_from_slice(&[45, 3]);
        self.directory.extend_from_slice(&common);
        self.directory.extend_from_slice(&(extra.len() as u16).to_le_bytes());
        self.directory.extend_from_slice(&[0; 6]);
        self.directory.extend_from_slice(&(0o100_644u32 << 16).to_le_bytes());
        self.directory.extend_from_slice(&u32::try_from(offset).unwrap_or(u32::MAX).to_le_bytes());
        self.directory.extend_from_slice(name.as_bytes());
        self.directory.extend_from_slice(&extra);
        self.entries += 1;
        self.put(LOCAL)?;
        self.put(&common)?;
        self.put(&[0; 2])?;
        self.put(name.as_bytes())?;
        self.put(&content)
    }
}
