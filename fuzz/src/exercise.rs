//! What is done with any input whatever, and what has to be true of it.
//!
//! The fuzz targets call these functions; `cargo test` calls them with every file of `seeds/fuzz`. A panic
//! is a mistake, and so is an assertion that fails.

use std::io::{self, BufReader, Read};

use huzma::bundle::{
    Compression, Document, Encoding, Entry, Event, Format, Limits, Located, Metadata, Options, Reader, TextWriter,
    WriteOptions, open_bytes, open_read, write_text, write_to,
};
use huzma::finding::Place;
use huzma::records::json::{DIGITS, FlawKind};
use huzma::records::{Block, Blocks, Layout, LineColumn, Part, Step, locate};
use serde_json::Value;

/// A target of the name of its function, and of the folder of its seeds.
pub type Target = fn(&[u8]);

/// All targets by name.
pub const TARGETS: [(&str, Target); 14] = [
    ("any", any),
    ("csv", csv),
    ("damage", damage),
    ("encodings", encodings),
    ("gzip", gzip),
    ("header", header),
    ("jsonl", jsonl),
    ("lexer", lexer),
    ("parser", parser),
    ("records", records),
    ("round_trip", round_trip),
    ("tar", tar),
    ("zip", zip),
    ("zstd", zstd),
];

const GZIP: [u8; 3] = *b"\x1F\x8B\x08";
const ZSTD: [u8; 4] = *b"\x28\xB5\x2F\xFD";

/// Whatever the first bytes say that it is.
pub fn any(data: &[u8]) {
    read(data, &options(None), None);
}

/// Tables, with either separator.
pub fn csv(data: &[u8]) {
    if is_compressed(data) {
        return;
    }
    for format in [Format::Csv, Format::Tsv] {
        let documents = read(data, &options(Some(format)), Some(data.len()));
        arrives_in_pieces(data, format, &documents);
    }
}

/// JSON Lines.
pub fn jsonl(data: &[u8]) {
    if is_compressed(data) {
        return;
    }
    let documents = read(data, &options(Some(Format::JsonLines)), Some(data.len()));
    for document in &documents {
        let (start, end) = (document.origin.byte_start as usize, document.origin.byte_end as usize);
        let text: String = serde_json::from_slice(&data[start..end]).expect("a text stands where its place says");
        assert_eq!(text, &*document.text);
    }
    arrives_in_pieces(data, Format::JsonLines, &documents);
}

/// Records as they stand in a file: the first byte says how they are laid out, how they are read, and how deep they may
/// be nested.
pub fn records(data: &[u8]) {
    let Some((&first, data)) = data.split_first() else { return };
    let layout = [Layout::JsonLines, Layout::Json, Layout::Rows(b','), Layout::Rows(b'\t')][usize::from(first & 3)];
    let nesting = [4, 64, 127, 9][usize::from(first >> 2 & 3)];
    let blocks = |size| {
        let mut blocks = Blocks::new(data, layout, 1 << 12).with_block(size);
        let mut read = Vec::new();
        while let Some(block) = blocks.next_block().expect("bytes can be read") {
            read.push(block);
        }
        (read, blocks.header().to_vec())
    };
    let (whole, header) = blocks(1 << 20);
    let (pieces, same_header) = blocks(usize::from(first >> 4) + 1);
    assert_eq!(header, same_header, "what stands before the records");
    assert_eq!(placed(&whole, data), placed(&pieces, data), "however the bytes arrive");
    for block in whole.iter().filter(|block| block.part == Part::Whole && !matches!(layout, Layout::Rows(_))) {
        let checked = block.check(nesting, 1 << 8);
        let flawed: Vec<_> = checked.flaws.iter().filter(|(_, flaw)| flaw.kind != FlawKind::Repeated).collect();
        assert_eq!(checked.sound.len() + flawed.len(), block.extents.len(), "each record is sound or is not");
        for (index, flaw) in &checked.flaws {
            let record = block.record(*index as usize);
            assert!(flaw.start <= flaw.end && flaw.end <= record.len(), "a flaw stands in its record");
        }
        let mut sound = checked.sound.iter().map(|&index| block.record(index as usize));
        for (array, count) in &checked.joined {
            let records: Vec<_> = sound.by_ref().take(*count).collect();
            let expected = [b"[", &*records.join(&b","[..]), b"]"].concat();
            assert_eq!(*array, expected, "nothing is lost or changed where records are joined");
        }
        assert!(sound.next().is_none(), "every sound record is in an array");
        for index in 0..block.extents.len() {
            judged(block.record(index), checked.sound.contains(&(index as u32)), nesting);
        }
    }
}

/// Where each record stands, as number, bytes, line and column, counted here once more; of what is too long, the sum.
fn placed(blocks: &[Block], data: &[u8]) -> Vec<(u64, usize, usize, LineColumn)> {
    let mut places: Vec<(u64, usize, usize, LineColumn)> = Vec::new();
    let mark = if data.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    for block in blocks {
        let whole = block.offset as usize;
        assert_eq!(block.bytes, data[whole..whole + block.bytes.len()], "a block is a piece of its file");
        for (index, extent) in block.extents.iter().enumerate() {
            let (start, end) = (whole + extent.start as usize, whole + extent.end as usize);
            if matches!(block.part, Part::Long { first: false, .. }) {
                places.last_mut().expect("a part follows another").2 = end;
                continue;
            }
            let place = block.place(index, 0);
            let before = &data[mark..start];
            let line = before.iter().filter(|&&byte| byte == b'\n').count() + 1;
            let of_line = before.rsplit(|&byte| byte == b'\n').next().unwrap_or_default();
            let column = of_line.iter().filter(|&&byte| byte & 0xC0 != 0x80).count() + 1;
            assert_eq!(place, LineColumn { line: line as u64, column: column as u64 });
            places.push((block.first + index as u64, start, end, place));
        }
    }
    places
}

/// A record is sound where another parser takes it too, and every value that the other one finds is found at its place.
fn judged(record: &[u8], sound: bool, nesting: u32) {
    let deep = deepest(record) > nesting;
    match serde_json::from_slice::<Value>(record) {
        Ok(value) => {
            // It takes half a surrogate pair for an error too; numbers it takes of any length.
            assert!(sound || deep || record.len() > DIGITS, "{:?}", String::from_utf8_lossy(record));
            if sound {
                found(record, &value, &mut Vec::new());
            }
        }
        Err(error) => {
            let aside = error.to_string();
            let aside = aside.contains("out of range") || aside.contains("recursion limit");
            assert!(!sound || aside, "{error}: {:?}", String::from_utf8_lossy(record));
        }
    }
}

fn found(record: &[u8], value: &Value, path: &mut Vec<Step>) {
    let located = locate(record, path);
    assert!(located.reached, "{path:?}");
    let there: Value = serde_json::from_slice(&record[located.value]).expect("a value stands at its place");
    assert_eq!(there, *value, "{path:?}");
    match value {
        Value::Array(elements) => {
            for (index, element) in elements.iter().enumerate().take(8) {
                path.push(Step::Element(index));
                found(record, element, path);
                path.pop();
            }
        }
        Value::Object(members) => {
            for (name, member) in members.iter().take(8) {
                path.push(Step::Member(name.clone()));
                found(record, member, path);
                path.pop();
            }
        }
        _ => {}
    }
}

/// How deep brackets are nested outside of strings.
fn deepest(json: &[u8]) -> u32 {
    let (mut depth, mut most, mut quoted, mut escaped) = (0u32, 0, false, false);
    for &byte in json {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if quoted => escaped = true,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => {
                depth += 1;
                most = most.max(depth);
            }
            b']' | b'}' if !quoted => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// The scan for markers: the same events, in whatever pieces the bytes arrive.
pub fn lexer(data: &[u8]) {
    let mut options = options(Some(Format::TextBundle));
    options.limits.document_bytes = 1 << 20;
    let whole = events(open_bytes(data, &options).expect("bytes can be read"));
    let step = data.first().map_or(1, |&byte| usize::from(byte % 8) + 1);
    let slow = BufReader::with_capacity(step, Slow { data: data.to_vec(), at: 0, step });
    let pieces = events(open_read(Box::new(slow), &options).expect("bytes can be read"));
    assert_eq!(whole, pieces, "in steps of {step}");
}

/// Text bundles in either form.
pub fn parser(data: &[u8]) {
    if is_compressed(data) {
        return;
    }
    let documents = read(data, &options(Some(Format::TextBundle)), Some(data.len()));
    for document in &documents {
        let (start, end) = (document.origin.byte_start as usize, document.origin.byte_end as usize);
        assert_eq!(data[start..end], *document.stored_bytes(&document.text), "a text is what stands at its place");
    }
}

/// The header of a document, its marker line included.
pub fn header(data: &[u8]) {
    parser(&[b"%huzma 1\n%doc ", data, b"\n\nx\n%end 1\n"].concat());
    parser(&[b"%huzma 1 sealed\n%doc 000 a\n", data].concat());
}

/// A sealed bundle of documents of which one is a bundle itself, with bytes flipped, lost and added: whatever
/// arrives is what was sealed, and what was changed is reported. Only who changes several bytes can make a document
/// of the embedded bundle pass for one of this.
pub fn damage(data: &[u8]) {
    let embedded = [("x", "نص\n%doc 001 y"), ("y", "")];
    let inner = sealed(&embedded);
    let inner = std::str::from_utf8(&inner).expect("a bundle is UTF-8");
    let texts = [("a1", "وصل الوفد\n"), ("b2", inner), ("c3", "%"), ("d4", "الأخير\n\n")];
    let whole = sealed(&texts);
    let mut damaged = whole.clone();
    for change in data.chunks_exact(4).take(64) {
        let at = usize::from(u16::from_le_bytes([change[1], change[2]])) % (damaged.len() + 1);
        match change[0] % 4 {
            0 if at < damaged.len() => damaged[at] ^= change[3],
            1 if at < damaged.len() => drop(damaged.remove(at)),
            2 => damaged.insert(at, change[3]),
            3 => damaged.truncate(damaged.len() - usize::from(change[3] % 16).min(damaged.len())),
            _ => {}
        }
    }
    if is_compressed(&damaged) {
        return;
    }
    let mut findings = 0;
    let mut arrived = 0;
    for event in open_bytes(damaged.clone(), &options(Some(Format::TextBundle))).expect("bytes can be read") {
        match event.expect("damage is no error") {
            // A bundle whose first line is damaged may be read as an open one, and says so.
            Event::Document(document) if document.is_sealed() => {
                let given = (&*document.id, &*document.text);
                let passes = data.len() >= 8 && embedded.contains(&given);
                assert!(texts.contains(&given) || passes, "nobody sealed {document:?}");
                arrived += 1;
            }
            Event::Document(_) => {}
            Event::Finding(located) => findings += usize::from(located.finding.code.name != "empty-document"),
        }
    }
    assert!(findings > 0 || damaged == whole && arrived == texts.len(), "a change was not reported");
}

/// Texts in another encoding than UTF-8.
pub fn encodings(data: &[u8]) {
    for name in ["utf-8", "auto", "utf-16le", "utf-16be", "windows-1256", "iso-8859-6"] {
        let mut options = options(Some(Format::Text));
        options.encoding = Encoding::from_name(name).expect("the encoding is known");
        let len = (!is_compressed(data)).then_some(data.len());
        for document in read(data, &options, len) {
            let ends = document.text.char_indices().map(|(at, _)| document.byte_of(at));
            assert!(ends.is_sorted(), "places ascend");
            assert!(is_compressed(data) || document.byte_of(document.text.len()) == data.len() as u64);
        }
    }
}

/// Zip files.
pub fn zip(data: &[u8]) {
    read(data, &options(Some(Format::Zip)), None);
}

/// Tar files.
pub fn tar(data: &[u8]) {
    read(data, &options(Some(Format::Tar)), None);
}

/// What is expanded from gzip.
pub fn gzip(data: &[u8]) {
    compressed(&GZIP, data);
}

/// What is expanded from zstd.
pub fn zstd(data: &[u8]) {
    compressed(&ZSTD, data);
}

fn compressed(magic: &[u8], data: &[u8]) {
    if data.starts_with(magic) {
        read(data, &options(Some(Format::Text)), None);
        read(data, &options(Some(Format::TextBundle)), None);
    } else {
        compressed(magic, &[magic, data].concat());
    }
}

/// Any documents, written to every kind of file that is one, and read again.
pub fn round_trip(data: &[u8]) {
    let mut documents = Vec::new();
    let mut parts = data.split(|&byte| byte == 0xFF).map(|part| String::from_utf8_lossy(part).into_owned());
    while let (Some(id), Some(text)) = (parts.next(), parts.next()) {
        let mut document = Document::new(format!("{:016x}", documents.len()), text);
        document.metadata.insert("title".to_owned(), id.clone().into());
        if !id.is_empty() {
            document.metadata.insert(id, serde_json::json!([1, "نص", null]));
        }
        documents.push(document);
    }
    for format in [Format::TextBundle, Format::Zip, Format::Tar, Format::JsonLines, Format::Csv, Format::Tsv] {
        for compression in [None, Some(Compression::Gzip), Some(Compression::Zstd)] {
            let mut options = WriteOptions::default();
            options.format = Some(format);
            options.compression = compression;
            let mut bytes = Vec::new();
            let written = write_to(&mut bytes, &options, |sink| {
                documents.iter().try_for_each(|document| Ok(sink.write(Entry::from(document))?))
            });
            // What a format cannot hold it refuses.
            if written.is_err() {
                break;
            }
            let again = read(&bytes, &self::options(Some(format)), None);
            let plain = |documents: &[Document]| -> Vec<(String, Metadata, String)> {
                documents.iter().map(|d| (d.id.clone(), d.metadata.clone(), d.text.to_string())).collect()
            };
            assert_eq!(plain(&again), plain(&documents), "{format:?} {compression:?}");
        }
    }
}

/// Whether it begins like a compressed file, and so is read as one.
fn is_compressed(data: &[u8]) -> bool {
    [&GZIP[..2], &ZSTD].iter().any(|magic| data.starts_with(magic))
}

/// How everything is read here: with limits that keep an input from taking the time of a thousand.
fn options(format: Option<Format>) -> Options {
    let mut options = Options::default();
    options.format = format;
    options.limits = Limits { document_bytes: 16 << 20, total_bytes: 32 << 20, members: 10_000, ..Limits::default() };
    options
}

fn events(reader: Reader) -> Vec<Result<Event, String>> {
    reader.map(|event| event.map_err(|error| error.to_string())).collect()
}

/// Reads all there is and checks what is true of every bundle; `len` is the length of the file if places
/// count in it.
fn read(data: &[u8], options: &Options, len: Option<usize>) -> Vec<Document> {
    let mut documents = Vec::new();
    let Ok(reader) = open_bytes(data, options) else { return documents };
    let mut failed = false;
    for event in reader {
        assert!(!failed, "nothing comes after an error");
        match event {
            Ok(Event::Document(document)) => {
                assert_eq!(document.index, documents.len() as u64);
                let (start, end) = (document.origin.byte_start, document.origin.byte_end);
                assert!(start <= end && len.is_none_or(|len| end <= len as u64), "{start}..{end}");
                let (first, last) = (document.byte_of(0), document.byte_of(document.text.len()));
                assert!(start <= first && first <= last && last <= end, "{first}..{last} in {start}..{end}");
                documents.push(document);
            }
            Ok(Event::Finding(Located { finding, .. })) => {
                assert!(!finding.message(huzma::finding::Language::Arabic).is_empty());
                if let Place::Bytes { start, end } = finding.place {
                    assert!(start <= end && len.is_none_or(|len| end <= len as u64), "{start}..{end} of {finding:?}");
                }
            }
            Err(error) => {
                assert!(!error.to_string().is_empty());
                failed = true;
            }
        }
    }
    seals(&documents);
    documents
}

/// Whatever arrives can be sealed, and arrives again.
fn seals(documents: &[Document]) {
    let mut bytes = Vec::new();
    let entries = documents.iter().map(Entry::from);
    // Metadata that no header can hold is refused; the reader doesn't deliver such.
    write_text(entries, true, &mut bytes).expect("what arrives can be sealed");
    let again = open_bytes(bytes, &Options::default()).expect("bytes can be read").filter_map(|event| {
        match event.expect("a sealed bundle is read") {
            Event::Document(document) => Some(document),
            Event::Finding(_) => None,
        }
    });
    let again: Vec<_> = again.collect();
    assert_eq!(again.len(), documents.len());
    for (again, before) in again.iter().zip(documents) {
        assert_eq!((&again.id, &again.text, &again.metadata), (&before.id, &before.text, &before.metadata));
    }
}

/// The same documents come of the same bytes in small pieces.
fn arrives_in_pieces(data: &[u8], format: Format, documents: &[Document]) {
    let slow = BufReader::with_capacity(3, Slow { data: data.to_vec(), at: 0, step: 3 });
    let Ok(reader) = open_read(Box::new(slow), &options(Some(format))) else { return };
    let again: Vec<_> = reader
        .filter_map(|event| match event {
            Ok(Event::Document(document)) => Some(document),
            _ => None,
        })
        .collect();
    assert_eq!(again, documents);
}

fn sealed(texts: &[(&str, &str)]) -> Vec<u8> {
    let metadata = Metadata::new();
    let mut writer = TextWriter::new(Vec::new(), true).expect("memory can be written to");
    for &(id, text) in texts {
        writer.write(Entry { id, number: None, metadata: &metadata, text }).expect("the document can be written");
    }
    writer.finish().expect("memory can be written to")
}

/// Hands over a few bytes at a time.
struct Slow {
    data: Vec<u8>,
    at: usize,
    step: usize,
}

impl Read for Slow {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.step.min(self.data.len() - self.at).min(buffer.len());
        buffer[..count].copy_from_slice(&self.data[self.at..self.at + count]);
        self.at += count;
        Ok(count)
    }
}
