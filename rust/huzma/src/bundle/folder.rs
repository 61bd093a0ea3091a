//! Folder bundles, on a disk or in an archive: `NNN_<id>.txt`, with metadata in `NNN_<id>.json` and `bundle.json`.
//!
//! The folder is listed once and its texts are read one by one. What is listed may be gone, or something
//! else, when its turn comes: that is a finding about one document.

use std::collections::{BTreeMap, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::archive::{self, Archive, Contents, Files, Other};
use super::decode;
use super::document::{Document, Metadata, Origin};
use super::encoding::Encoding;
use super::error::Error;
use super::file::{Budget, Refused, name_bytes, open_regular};
use super::ids::{Ids, REMEMBERED, Seen};
use super::metadata;
use super::numbering::Numbering;
use super::percent::id_from_name;
use super::{Event, Located, Options};
use crate::finding::{Finding, codes};

/// The name of the metadata of the bundle itself.
pub(super) const BUNDLE_METADATA: &str = "bundle.json";

/// What kind of entry a listing shows, before anything is opened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    File,
    Link,
    Folder,
    Special,
}

impl From<fs::FileType> for Kind {
    fn from(kind: fs::FileType) -> Self {
        match kind {
            kind if kind.is_file() => Self::File,
            kind if kind.is_symlink() => Self::Link,
            kind if kind.is_dir() => Self::Folder,
            _ => Self::Special,
        }
    }
}

/// A file of the listing.
#[derive(Clone, Debug)]
struct File {
    name: OsString,
    kind: Kind,
    /// Which member of the archive it is.
    member: u32,
}

/// A text of the listing. There may be millions, so the id is taken from the name when its turn comes.
#[derive(Debug)]
struct Text {
    /// The number, if the name is of the form.
    number: Option<u64>,
    file: File,
    /// What the file of its metadata is; its name tells itself.
    metadata: Option<(Kind, u32)>,
}

/// Everything a folder was seen to hold, in the order in which it is reported.
#[derive(Debug, Default)]
struct Listing {
    texts: Vec<Text>,
    /// What is no part of the bundle.
    others: Vec<Other>,
    bundle: Option<File>,
}

/// Why a member of the folder was not read.
enum Unread {
    /// A finding says why; the rest goes on.
    Finding(Box<Finding>),
    /// A limit.
    Error(Error),
}

/// Where the files are.
enum Home {
    Disk {
        root: PathBuf,
        /// The folder without links, to see whether a link leaves it.
        canonical: PathBuf,
    },
    Archive {
        path: Option<PathBuf>,
        archive: Archive,
        contents: Contents,
    },
}

/// The reader of a folder bundle, on a disk or in an archive.
pub(super) struct Folder {
    home: Home,
    encoding: Encoding,
    others: std::vec::IntoIter<Other>,
    texts: std::vec::IntoIter<Text>,
    pending: VecDeque<Event>,
    error: Option<Error>,
    budget: Budget,
    numbering: Numbering,
    ids: Ids,
    delivered: u64,
    done: bool,
}

impl Folder {
    /// Lists a folder and reads the metadata of the bundle.
    pub(super) fn open(root: &Path, options: &Options) -> Result<(Self, Metadata), Error> {
        let error = |error| Error::io("list the folder", Some(root), error);
        let canonical = fs::canonicalize(root).map_err(error)?;
        let listing = list(root).map_err(error)?;
        Self::of(Home::Disk { root: root.to_path_buf(), canonical }, listing, options)
    }

    /// The same for an archive.
    pub(super) fn open_archive(
        mut archive: Archive,
        path: Option<&Path>,
        options: &Options,
    ) -> Result<(Self, Metadata), Error> {
        let mut contents = archive.contents(&options.limits, path)?;
        let findings: Vec<_> = contents.findings.drain(..).map(Other::Archive).collect();
        let Files { contents, names, others } = archive::files(contents);
        let mut listing = arrange(names.into_iter().map(|(name, member)| File { name, kind: Kind::File, member }));
        listing.others.splice(0..0, findings.into_iter().chain(others));
        Self::of(Home::Archive { path: path.map(Path::to_path_buf), archive, contents }, listing, options)
    }

    fn of(home: Home, listing: Listing, options: &Options) -> Result<(Self, Metadata), Error> {
        let limits = &options.limits;
        let mut folder = Self {
            home,
            encoding: options.encoding,
            others: listing.others.into_iter(),
            texts: listing.texts.into_iter(),
            pending: VecDeque::new(),
            error: None,
            budget: Budget::new(limits.clone()),
            numbering: Numbering::default(),
            ids: Ids::default(),
            delivered: 0,
            done: false,
        };
        limits.check_documents(folder.texts.len() as u64, true, folder.path().as_deref())?;
        let metadata = match listing.bundle {
            Some(file) => folder.metadata(&file, None)?,
            None => Metadata::new(),
        };
        Ok((folder, metadata))
    }

    /// The folder or the archive.
    fn path(&self) -> Option<PathBuf> {
        match &self.home {
            Home::Disk { root, .. } => Some(root.clone()),
            Home::Archive { path, .. } => path.clone(),
        }
    }

    /// The file of this name, or the archive that it lies in.
    fn path_of(&self, name: &OsStr) -> Option<PathBuf> {
        match &self.home {
            Home::Disk { root, .. } => Some(root.join(name)),
            Home::Archive { path, .. } => path.clone(),
        }
    }

    /// The next finding or document.
    pub(super) fn next(&mut self) -> Option<Result<Event, Error>> {
        loop {
            if let Some(event) = self.pending.pop_front() {
                return Some(Ok(event));
            }
            if let Some(error) = self.error.take() {
                return Some(Err(error));
            }
            if let Some(other) = self.others.next() {
                self.other(other);
            } else if let Some(text) = self.texts.next() {
                // What was found on the way to an error comes before it.
                self.error = self.text(text).err();
            } else if self.done {
                return None;
            } else {
                self.done = true;
                if self.delivered == 0 {
                    let path = self.path();
                    let finding = codes::NO_DOCUMENTS.whole();
                    self.pending.push_back(Event::Finding(Located { path, document_id: None, finding }));
                }
            }
        }
    }

    fn report(&mut self, name: &OsStr, document_id: Option<&str>, finding: Finding) {
        let path = self.path_of(name);
        let document_id = document_id.map(str::to_owned);
        self.pending.push_back(Event::Finding(Located { path, document_id, finding }));
    }

    /// Reports what is no part of the bundle.
    fn other(&mut self, other: Other) {
        match other {
            Other::Named(code, name) => self.report(&name, None, code.whole().with(shown(&name))),
            Other::Archive(finding) => self.report(OsStr::new(""), None, finding),
            Other::Member(code, member) => {
                let name = match &self.home {
                    Home::Disk { .. } => String::new(),
                    Home::Archive { contents, .. } => contents.name_of(member).escape_ascii().to_string(),
                };
                self.report(OsStr::new(""), None, code.whole().with(name));
            }
        }
    }

    /// Reads one text and queues what is to be said of it.
    fn text(&mut self, text: Text) -> Result<(), Error> {
        let name = &text.file.name;
        let (number, id) = match numbered(name) {
            Some((number, id)) => {
                if let Some(finding) = self.numbering.next(number) {
                    // A gap is no defect of the document behind it.
                    let about = if finding.code == &codes::NUMBER_GAP { None } else { Some(&*id) };
                    self.report(name, about, finding);
                }
                (Some(number), id)
            }
            None => {
                let id = id_from_name(&name_bytes(stem(name)));
                let finding = codes::IRREGULAR_FILE_NAME.whole().with(shown(name)).with(id.clone());
                self.report(name, Some(&id), finding);
                (None, id)
            }
        };
        match self.ids.see(&id) {
            Seen::New => {}
            Seen::Again => self.report(name, Some(&id), codes::REPEATED_ID.whole().with(id.clone())),
            Seen::Last => self.report(name, None, codes::IDS_NOT_COMPARED.whole().with(REMEMBERED.to_string())),
        }
        let bytes = match self.member(&text.file) {
            Ok(bytes) => bytes,
            Err(Unread::Error(error)) => return Err(error),
            Err(Unread::Finding(finding)) => {
                self.report(name, Some(&id), *finding);
                return Ok(());
            }
        };
        let len = bytes.len() as u64;
        let path = self.path_of(name);
        let decoded = decode::decode(&bytes, self.encoding, path.as_deref())?;
        for finding in decoded.findings {
            self.report(name, Some(&id), finding);
        }
        let Some(body) = decoded.text else { return Ok(()) };
        let metadata = match text.metadata {
            Some((kind, member)) => {
                let name = Path::new(name).with_extension("json").into_os_string();
                self.metadata(&File { name, kind, member }, Some(&id))?
            }
            None => Metadata::new(),
        };
        let member = match &self.home {
            Home::Disk { .. } => None,
            Home::Archive { contents, .. } => Some(archive::shown(contents.name_of(text.file.member))),
        };
        let origin = Origin { path, member, byte_start: decoded.start, byte_end: len };
        let index = self.delivered;
        let (storage, fixed) = (decoded.storage, decoded.fixed);
        self.pending.push_back(Event::Document(Document {
            id,
            index,
            number,
            metadata,
            text: body,
            origin,
            storage,
            fixed,
        }));
        self.delivered += 1;
        Ok(())
    }

    /// Reads a file of metadata; it is empty where that fails, and findings say why.
    fn metadata(&mut self, file: &File, id: Option<&str>) -> Result<Metadata, Error> {
        let name = &*file.name;
        let bytes = match self.member(file) {
            Ok(bytes) => bytes,
            Err(Unread::Error(error)) => return Err(error),
            Err(Unread::Finding(finding)) => {
                self.report(name, id, *finding);
                return Ok(Metadata::new());
            }
        };
        let (metadata, findings) = metadata::parse_file(&bytes, self.budget.limits(), self.path_of(name).as_deref())?;
        for finding in findings {
            self.report(name, id, finding);
        }
        Ok(metadata)
    }

    /// Reads a file of the folder, through a link only if that stays inside.
    fn member(&mut self, file: &File) -> Result<Vec<u8>, Unread> {
        let (name, kind) = (&*file.name, file.kind);
        let found = |finding| Unread::Finding(Box::new(finding));
        let unreadable =
            |error: io::Error| found(codes::UNREADABLE_FILE.whole().with(shown(name)).with(reason(&error)));
        let special = || found(codes::SPECIAL_FILE.whole().with(shown(name)));
        let (root, canonical) = match &mut self.home {
            Home::Disk { root, canonical } => (root, canonical),
            Home::Archive { path, archive, contents } => {
                let Some(member) = contents.members.get(file.member as usize) else { return Err(special()) };
                let stored = contents.name(member);
                let read = archive.read(member, stored, &mut self.budget, path.as_deref()).map_err(Unread::Error)?;
                return read.map_err(found);
            }
        };
        let path = root.join(name);
        let real = match kind {
            Kind::File => path.clone(),
            Kind::Link => {
                let target = fs::canonicalize(&path).map_err(unreadable)?;
                if !target.starts_with(&*canonical) {
                    return Err(found(codes::LINK_OUT_OF_FOLDER.whole().with(shown(name))));
                }
                target
            }
            Kind::Folder | Kind::Special => return Err(special()),
        };
        let (mut file, len) = open_regular(&real).map_err(|refused| match refused {
            Refused::Special => special(),
            Refused::Io(error) => unreadable(error),
        })?;
        self.budget.read(&mut file, Some(len), Some(&path)).map_err(Unread::Error)?.map_err(unreadable)
    }
}

/// Lists a folder.
fn list(root: &Path) -> io::Result<Listing> {
    let mut entries = Vec::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        // What cannot be told now is told when it is opened.
        let kind = entry.file_type().map_or(Kind::File, Kind::from);
        entries.push(File { name: entry.file_name(), kind, member: 0 });
    }
    Ok(arrange(entries.into_iter()))
}

/// Puts everything in its order, whatever order the system gives.
fn arrange(entries: impl Iterator<Item = File>) -> Listing {
    let mut listing = Listing::default();
    let mut json: BTreeMap<OsString, (Kind, u32)> = BTreeMap::new();
    for File { name, kind, member } in entries {
        if kind == Kind::Folder {
            listing.others.push(Other::Named(&codes::STRAY_FOLDER, name));
        } else if name == BUNDLE_METADATA {
            listing.bundle = Some(File { name, kind, member });
        } else if is_text(&name) {
            let number = numbered(&name).map(|(number, _)| number);
            listing.texts.push(Text { number, file: File { name, kind, member }, metadata: None });
        } else if Path::new(&name).extension() == Some(OsStr::new("json")) {
            json.insert(stem(&name).to_owned(), (kind, member));
        } else {
            listing.others.push(Other::Named(&codes::STRAY_FILE, name));
        }
    }
    // A number may be written in several widths, so the id decides, not the name.
    listing.texts.sort_unstable_by(|a, b| {
        let id = |text: &Text| text.number.and_then(|_| numbered(&text.file.name)).map(|(_, id)| id);
        let irregular = |text: &Text| text.number.is_none();
        (irregular(a), a.number)
            .cmp(&(irregular(b), b.number))
            .then_with(|| id(a).cmp(&id(b)))
            .then_with(|| a.file.name.cmp(&b.file.name))
    });
    for text in &mut listing.texts {
        text.metadata = json.remove(stem(&text.file.name));
    }
    for (stem, _) in json {
        let mut name = stem;
        name.push(".json");
        let code = if numbered(&name).is_some() { &codes::METADATA_WITHOUT_TEXT } else { &codes::STRAY_FILE };
        listing.others.push(Other::Named(code, name));
    }
    listing.others.sort_unstable_by(|a, b| name_of(a).cmp(name_of(b)));
    listing
}

fn name_of(other: &Other) -> &OsStr {
    match other {
        Other::Named(_, name) => name,
        Other::Member(..) | Other::Archive(_) => OsStr::new(""),
    }
}

/// Whether a name is that of a text, in whatever case; hidden files are none.
fn is_text(name: &OsStr) -> bool {
    !name_bytes(name).starts_with(b".")
        && Path::new(name).extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt"))
}

/// The name without its extension.
pub(super) fn stem(name: &OsStr) -> &OsStr {
    Path::new(name).file_stem().unwrap_or(name)
}

/// The number and the id of a name of the form `NNN_<16 hex digits>`, with a lower-case extension.
pub(super) fn numbered(name: &OsStr) -> Option<(u64, String)> {
    let name = name.to_str()?;
    let (stem, extension) = name.rsplit_once('.')?;
    let (number, id) = stem.split_once('_')?;
    let of_the_form = number.len() >= 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && is_hex_id(id)
        && matches!(extension, "txt" | "json");
    if !of_the_form {
        return None;
    }
    Some((number.parse().ok().filter(|&number| number <= super::numbering::LARGEST)?, id.to_owned()))
}

/// Whether an id is one that file names of the form have: 16 lower-case hexadecimal digits.
pub(super) fn is_hex_id(id: &str) -> bool {
    id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// A name as messages show it.
fn shown(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// The system's reason without its number.
fn reason(error: &io::Error) -> String {
    error.kind().to_string()
}
