//! Markers, and the segments of a file that they mark off.

use super::numbering::Numbering;
use super::seal::SegmentDigest;

/// How much has to be seen to recognise a marker.
pub(super) const WORD_BYTES: usize = 7;

/// The markers there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Huzma,
    Doc,
    End,
}

impl Word {
    /// The marker that a line starts with.
    pub(super) fn at(line: &[u8]) -> Option<Self> {
        [(Self::Huzma, &b"%huzma"[..]), (Self::Doc, b"%doc"), (Self::End, b"%end")].into_iter().find_map(
            |(word, name)| {
                let ends = |rest: &[u8]| rest.first().is_none_or(|byte| b" \t\r\n".contains(byte));
                line.strip_prefix(name).is_some_and(ends).then_some(word)
            },
        )
    }
}

/// What the first line of a segment says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Open,
    Sealed,
    /// Neither can be read from it.
    Unknown,
}

/// A bundle in the file: from `%huzma` to `%end`.
#[derive(Debug)]
pub(super) struct Segment {
    pub(super) form: Form,
    /// Whether `%end` is still to come.
    pub(super) open: bool,
    /// How many `%doc` lines there were.
    pub(super) documents: u64,
    pub(super) numbering: Numbering,
    /// The digest of the segment if the documents have the digests they state …
    pub(super) stated: SegmentDigest,
    /// … and if they have those that were found.
    pub(super) computed: SegmentDigest,
    /// A document was lost, or the digest it states was: `stated` is worth nothing.
    pub(super) unstated: bool,
    /// Whether the next marker is known to be one of the bundle, and not of one embedded in a damaged
    /// document.
    pub(super) trusted: bool,
}

impl Segment {
    /// A segment whose first line says this, or would have.
    pub(super) fn new(form: Form, first_line: &[u8]) -> Self {
        let digest = SegmentDigest::new(first_line);
        Self {
            form,
            open: true,
            documents: 0,
            numbering: Numbering::default(),
            stated: digest.clone(),
            computed: digest,
            unstated: false,
            trusted: true,
        }
    }

    /// Something that may have been a document was lost.
    pub(super) fn lose(&mut self) {
        self.numbering.lose();
        self.unstated = true;
        self.trusted = false;
    }
}

/// How many bytes before a marker stand where a single LF should: none to two, if it is so near.
pub(super) fn marker_near(bytes: &[u8]) -> Option<usize> {
    (0..=2.min(bytes.len())).find(|&gap| Word::at(&bytes[gap..]).is_some())
}
