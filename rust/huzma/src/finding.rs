//! The one shape of everything huzma reports.
//!
//! Damage to a container, a defect in a text and a violation of a schema are all [`Finding`]s: a
//! [`Code`], a place, and a [`Fix`] where there is one. The codes that are found while bytes are read,
//! before there is a text to lint, are declared in [`codes`]; each lint rule declares its own.

use std::borrow::Cow;
use std::fmt;

use crate::span::{Edit, Span};

pub mod codes;
mod few;

pub use few::Few;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A variant, a style, or a fact worth recording.
    Info,
    /// Very probably wrong.
    Warning,
    /// The data is damaged.
    Error,
}

impl Severity {
    /// The name in output and configuration.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// What applying a fix may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Safety {
    /// May lose information or change a reading: applied only when asked for.
    Unsafe,
    /// Loses no information and changes no reading.
    Safe,
}

/// A language in which findings are worded.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Arabic.
    Arabic,
}

/// A message in every [`Language`]; `{0}`, `{1}` … stand for the finding's arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Message {
    /// The English wording.
    pub en: &'static str,
    /// The Arabic wording.
    pub ar: &'static str,
}

/// A kind of finding: what is known of it before any text is seen.
#[derive(Debug, PartialEq, Eq)]
pub struct Code {
    /// Family and number, such as `PN001`: stable, never reused.
    pub code: &'static str,
    /// The name, which reads as "allow NAME": `latin-comma`.
    pub name: &'static str,
    /// How bad it is unless a finding says otherwise.
    pub severity: Severity,
    /// The best fix that findings of this kind can carry.
    pub fix: Option<Safety>,
    /// Whether the fix claims that the `canonical` form of the text stays the same.
    pub keeps_canonical: bool,
    /// Whether only a file can have it: a text in memory has no final newline and no byte order mark to
    /// mend.
    pub files_only: bool,
    /// The wording.
    pub message: Message,
    /// Codes of more general kinds that stay silent where this one reports.
    pub supersedes: &'static [&'static str],
    /// The page for people, in Markdown: the doc comment of the declaration.
    pub explanation: &'static str,
}

impl Code {
    /// The family: the letters before the number.
    #[must_use]
    pub fn family(&self) -> &'static str {
        self.code.trim_end_matches(|c: char| c.is_ascii_digit())
    }

    /// A finding of this kind at a span of the text.
    #[must_use]
    pub const fn at(&'static self, span: Span) -> Finding {
        Finding { code: self, severity: self.severity, place: Place::Text(span), arguments: Few::None, fix: None }
    }

    /// A finding of this kind at a range of bytes of the file, where no text can be pointed at.
    #[must_use]
    pub const fn at_bytes(&'static self, start: u64, end: u64) -> Finding {
        let place = Place::Bytes { start, end };
        Finding { code: self, severity: self.severity, place, arguments: Few::None, fix: None }
    }

    /// A finding of this kind about a whole file, folder or member.
    #[must_use]
    pub const fn whole(&'static self) -> Finding {
        Finding { code: self, severity: self.severity, place: Place::Whole, arguments: Few::None, fix: None }
    }
}

/// Declares a [`Code`]; its doc comment becomes the page that `huzma explain` shows.
macro_rules! code {
    (
        $(#[doc = $doc:literal])*
        $visibility:vis $constant:ident {
            code: $code:literal,
            name: $name:literal,
            severity: $severity:ident,
            fix: $fix:expr,
            en: $en:literal,
            ar: $ar:literal
            $(, supersedes: [$($general:literal),* $(,)?])?
            $(, keeps_canonical: $keeps:literal)?
            $(, files_only: $files:literal)?
            $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        $visibility static $constant: $crate::finding::Code = $crate::finding::Code {
            code: $code,
            name: $name,
            severity: $crate::finding::Severity::$severity,
            fix: $fix,
            keeps_canonical: false $(|| $keeps)?,
            files_only: false $(|| $files)?,
            message: $crate::finding::Message { en: $en, ar: $ar },
            supersedes: &[$($($general),*)?],
            explanation: concat!($($doc, "\n"),*),
        };
    };
}
pub(crate) use code;

/// Where a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the document's text, in bytes of its UTF-8.
    Text(Span),
    /// In the bytes of the file or member as stored.
    Bytes {
        /// The first byte.
        start: u64,
        /// One past the last byte.
        end: u64,
    },
    /// The file, folder or member as such.
    Whole,
}

/// A value in a message.
pub type Argument = Cow<'static, str>;

/// A list of edits that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The edits, sorted and without overlap.
    pub edits: Few<Edit>,
    /// What applying them may cost.
    pub safety: Safety,
}

/// Something to report about a text or its container.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind it is.
    pub code: &'static Code,
    /// How bad this one is.
    pub severity: Severity,
    /// Where it is.
    pub place: Place,
    /// What fills `{0}`, `{1}` … of the message.
    pub arguments: Few<Argument>,
    /// How it can be mended.
    pub fix: Option<Fix>,
}

impl Finding {
    /// The same finding with a safe fix of these edits.
    #[must_use]
    pub fn safe_fix(self, edits: impl Into<Few<Edit>>) -> Self {
        Self { fix: Some(Fix { edits: edits.into(), safety: Safety::Safe }), ..self }
    }

    /// The same finding with an unsafe fix of these edits.
    #[must_use]
    pub fn unsafe_fix(self, edits: impl Into<Few<Edit>>) -> Self {
        Self { fix: Some(Fix { edits: edits.into(), safety: Safety::Unsafe }), ..self }
    }

    /// The same finding with one more argument for its message.
    #[must_use]
    pub fn with(mut self, argument: impl Into<Argument>) -> Self {
        self.arguments.push(argument.into());
        self
    }

    /// The same finding with another severity.
    #[must_use]
    pub fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }

    /// The span in the text, if it is there.
    #[must_use]
    pub fn span(&self) -> Option<Span> {
        match self.place {
            Place::Text(span) => Some(span),
            Place::Bytes { .. } | Place::Whole => None,
        }
    }

    /// The wording in a language.
    #[must_use]
    pub fn message(&self, language: Language) -> String {
        let template = match language {
            Language::English => self.code.message.en,
            Language::Arabic => self.code.message.ar,
        };
        let mut out = String::with_capacity(template.len());
        let mut rest = template;
        while let Some(open) = rest.find('{') {
            let (before, tail) = rest.split_at(open);
            out.push_str(before);
            let argument = tail[1..]
                .split_once('}')
                .and_then(|(number, after)| Some((self.arguments.get(number.parse::<usize>().ok()?)?, after)));
            match argument {
                Some((argument, after)) => {
                    out.push_str(argument);
                    rest = after;
                }
                None => {
                    out.push('{');
                    rest = &tail[1..];
                }
            }
        }
        out.push_str(rest);
        out
    }
}
