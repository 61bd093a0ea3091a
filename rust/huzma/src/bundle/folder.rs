//! Folder bundles: `NNN_<id>.txt`, with metadata in `NNN_<id>.json` and `bundle.json`.
//!
//! The folder is listed once and its texts are read one by one. What is listed may be gone, or something
//! else, when its turn comes: that is a finding about one document.

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::decode;
use super::document::{Document, Metadata, Origin, Storage};
use super::error::Error;
use super::file::{Budget, Refused, name_bytes, open_regular};
use super::limits::Limits;
use super::metadata;
use super::numbering::Numbering;
use super::percent::id_from_name;
use super::{Event, Located};
use crate::finding::{Finding, codes};

/// The name of the metadata of the bundle itself.
const BUNDLE_METADATA: &str = "bundle.json";

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

/// A text file of the listing.
#[derive(Debug)]
struct Text {
    /// The number and the id, if the name is of the form.
    numbered: Option<(u64, String)>,
    name: OsString,
    kind: Kind,
    /// The name and the kind of its metadata.
    metadata: Option<(OsString, Kind)>,
}

/// Everything a folder was seen to hold, in the order in which it is reported.
#[derive(Debug, Default)]
struct Listing {
    texts: Vec<Text>,
    /// What is no part of the bundle, and its code.
    others: Vec<(OsString, &'static crate::finding::Code)>,
    bundle: Option<Kind>,
}

/// Why a member of the folder was not read.
enum Unread {
    /// A finding says why; the rest goes on.
    Finding(Finding),
    /// A limit.
    Error(Error),
}

/// The reader of a folder bundle.
#[derive(Debug)]
pub(super) struct Folder {
    root: PathBuf,
    /// The folder without links, to see whether a link leaves it.
    canonical: PathBuf,
    others: std::vec::IntoIter<(OsString, &'static crate::finding::Code)>,
    texts: std::vec::IntoIter<Text>,
    pending: VecDeque<Event>,
    error: Option<Error>,
    budget: Budget,
    numbering: Numbering,
    ids: HashSet<String>,
    delivered: u64,
    done: bool,
}

impl Folder {
    /// Lists a folder and reads the metadata of the bundle.
    pub(super) fn open(root: &Path, limits: &Limits) -> Result<(Self, Metadata), Error> {
        let error = |error| Error::io("list the folder", Some(root), error);
        let canonical = fs::canonicalize(root).map_err(error)?;
        let listing = list(root).map_err(error)?;
        limits.check_documents(listing.texts.len() as u64, true, Some(root))?;
        let mut folder = Self {
            root: root.to_path_buf(),
            canonical,
            others: listing.others.into_iter(),
            texts: listing.texts.into_iter(),
            pending: VecDeque::new(),
            error: None,
            budget: Budget::new(limits.clone()),
            numbering: Numbering::default(),
            ids: HashSet::new(),
            delivered: 0,
            done: false,
        };
        let metadata = match listing.bundle {
            Some(kind) => folder.metadata(OsStr::new(BUNDLE_METADATA), kind, None)?,
            None => Metadata::new(),
        };
        Ok((folder, metadata))
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
            if let Some((name, code)) = self.others.next() {
                let finding = code.whole().with(shown(&name));
                self.report(&name, None, finding);
            } else if let Some(text) = self.texts.next() {
                // What was found on the way to an error comes before it.
                self.error = self.text(text).err();
            } else if self.done {
                return None;
            } else {
                self.done = true;
                if self.delivered == 0 {
                    let path = Some(self.root.clone());
                    let finding = codes::NO_DOCUMENTS.whole();
                    self.pending.push_back(Event::Finding(Located { path, document_id: None, finding }));
                }
            }
        }
    }

    fn report(&mut self, name: &OsStr, document_id: Option<&str>, finding: Finding) {
        let path = Some(self.root.join(name));
        let document_id = document_id.map(str::to_owned);
        self.pending.push_back(Event::Finding(Located { path, document_id, finding }));
    }

    /// Reads one text and queues what is to be said of it.
    fn text(&mut self, text: Text) -> Result<(), Error> {
        let name = &text.name;
        let (number, id) = match text.numbered {
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
        if !self.ids.insert(id.clone()) {
            self.report(name, Some(&id), codes::REPEATED_ID.whole().with(id.clone()));
        }
        let bytes = match self.member(name, text.kind) {
            Ok(bytes) => bytes,
            Err(Unread::Error(error)) => return Err(error),
            Err(Unread::Finding(finding)) => {
                self.report(name, Some(&id), finding);
                return Ok(());
            }
        };
        let len = bytes.len() as u64;
        let path = self.root.join(name);
        let decoded = decode::decode(&bytes, Some(&path))?;
        for finding in decoded.findings {
            self.report(name, Some(&id), finding);
        }
        let Some(body) = decoded.text else { return Ok(()) };
        let metadata = match text.metadata {
            Some((name, kind)) => self.metadata(&name, kind, Some(&id))?,
            None => Metadata::new(),
        };
        let origin = Origin { path: Some(path), member: None, byte_start: decoded.start, byte_end: len };
        let index = self.delivered;
        let storage = Storage::Plain;
        self.pending.push_back(Event::Document(Document { id, index, number, metadata, text: body, origin, storage }));
        self.delivered += 1;
        Ok(())
    }

    /// Reads a file of metadata; it is empty where that fails, and findings say why.
    fn metadata(&mut self, name: &OsStr, kind: Kind, id: Option<&str>) -> Result<Metadata, Error> {
        let bytes = match self.member(name, kind) {
            Ok(bytes) => bytes,
            Err(Unread::Error(error)) => return Err(error),
            Err(Unread::Finding(finding)) => {
                self.report(name, id, finding);
                return Ok(Metadata::new());
            }
        };
        let (metadata, findings) = metadata::parse_file(&bytes, self.budget.limits(), &self.root.join(name))?;
        for finding in findings {
            self.report(name, id, finding);
        }
        Ok(metadata)
    }

    /// Reads a file of the folder, through a link only if that stays inside.
    fn member(&mut self, name: &OsStr, kind: Kind) -> Result<Vec<u8>, Unread> {
        let unreadable =
            |error: io::Error| Unread::Finding(codes::UNREADABLE_FILE.whole().with(shown(name)).with(reason(&error)));
        let special = || Unread::Finding(codes::SPECIAL_FILE.whole().with(shown(name)));
        let path = self.root.join(name);
        let real = match kind {
            Kind::File => path.clone(),
            Kind::Link => {
                let target = fs::canonicalize(&path).map_err(unreadable)?;
                if !target.starts_with(&self.canonical) {
                    return Err(Unread::Finding(codes::LINK_OUT_OF_FOLDER.whole().with(shown(name))));
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

/// Lists a folder and puts everything in its order, whatever order the system gives.
fn list(root: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut json: BTreeMap<OsString, (OsString, Kind)> = BTreeMap::new();
    for entry in fs::read_dir(root)? {
        let entry = entry?;
        let name = entry.file_name();
        // What cannot be told now is told when it is opened.
        let kind = entry.file_type().map_or(Kind::File, Kind::from);
        if kind == Kind::Folder {
            listing.others.push((name, &codes::STRAY_FOLDER));
        } else if name == BUNDLE_METADATA {
            listing.bundle = Some(kind);
        } else if is_text(&name) {
            listing.texts.push(Text { numbered: numbered(&name), name, kind, metadata: None });
        } else if Path::new(&name).extension() == Some(OsStr::new("json")) {
            json.insert(stem(&name).to_owned(), (name, kind));
        } else {
            listing.others.push((name, &codes::STRAY_FILE));
        }
    }
    listing.texts.sort_unstable_by(|a, b| {
        let irregular = |text: &Text| text.numbered.is_none();
        (irregular(a), &a.numbered, &a.name).cmp(&(irregular(b), &b.numbered, &b.name))
    });
    for text in &mut listing.texts {
        text.metadata = json.remove(stem(&text.name));
    }
    for (_, (name, _)) in json {
        let of_the_form = numbered(&name).is_some();
        let code = if of_the_form { &codes::METADATA_WITHOUT_TEXT } else { &codes::STRAY_FILE };
        listing.others.push((name, code));
    }
    listing.others.sort_unstable_by(|a, b| a.0.cmp(&b.0));
    Ok(listing)
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
    let lower_hex = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    let of_the_form = number.len() >= 3
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && id.len() == 16
        && id.bytes().all(lower_hex)
        && matches!(extension, "txt" | "json");
    if !of_the_form {
        return None;
    }
    Some((number.parse().ok().filter(|&number| number <= super::numbering::LARGEST)?, id.to_owned()))
}

/// A name as messages show it.
fn shown(name: &OsStr) -> String {
    name.to_string_lossy().into_owned()
}

/// The system's reason without its number.
fn reason(error: &io::Error) -> String {
    error.kind().to_string()
}
