//! `huzma.check`, `huzma.fix`, `huzma.rules`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

use huzma::bundle;
use huzma::document::Document;
use huzma::finding::{Code, Finding, Fix, Language, Place, Safety, Severity};
use huzma::lint;
use huzma::span::{LineIndex, Position, Span};
use pyo3::exceptions::PyValueError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use crate::arrays::checked_index;
use crate::errors;
use crate::text::{Utf8, slice};

/// Which codes report.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Selection {
    pub(crate) codes: lint::Selection,
}

#[pymethods]
impl Selection {
    #[new]
    #[pyo3(signature = (select = None, ignore = None))]
    fn new(py: Python<'_>, select: Option<Vec<String>>, ignore: Option<Vec<String>>) -> PyResult<Self> {
        let ignore = ignore.unwrap_or_default();
        let selected = lint::Selection::new(select.as_deref().unwrap_or_default(), &ignore);
        let codes = selected.map_err(|error| errors::selector(py, &error))?;
        // None is the default set; an empty list names nothing.
        let nothing = select.is_some_and(|select| select.is_empty());
        Ok(Self { codes: if nothing { lint::Selection::none() } else { codes } })
    }

    /// The codes, sorted.
    fn codes(&self) -> Vec<&'static str> {
        self.codes.codes().to_vec()
    }

    fn __contains__(&self, code: &str) -> bool {
        self.codes.codes().binary_search(&code).is_ok()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Vec<&'static str>,)) {
        (slf.get_type().into_any(), (slf.get().codes(),))
    }
}

/// The text that findings are about.
pub(crate) enum Source {
    /// A `str`, and its UTF-8 in which surrogates are U+FFFD.
    Str(Py<PyString>, Utf8),
    /// A document of a bundle.
    Document(Arc<bundle::Document>),
    /// A fixed text.
    Fixed(Arc<str>),
}

impl Source {
    fn text<'p>(&'p self, py: Python<'p>) -> &'p str {
        match self {
            Self::Str(_, text) => text.as_str(py),
            Self::Document(document) => &document.text,
            Self::Fixed(text) => text,
        }
    }
}

/// Findings as columns; a row is made only when it is looked at.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct FindingTable {
    source: Source,
    findings: Vec<Finding>,
    index: OnceLock<LineIndex>,
}

impl FindingTable {
    pub(crate) fn new(source: Source, findings: Vec<Finding>) -> Self {
        Self { source, findings, index: OnceLock::new() }
    }
}

pub(crate) fn language(name: &str) -> PyResult<Language> {
    match name {
        "en" => Ok(Language::English),
        "ar" => Ok(Language::Arabic),
        _ => Err(PyValueError::new_err(format!("language is \"en\" or \"ar\", not {name:?}"))),
    }
}

/// The place of a finding in its text, and the slice there.
pub(crate) struct Placed<'py> {
    start: Position,
    end: u32,
    bytes: Option<(u64, u64)>,
    text: Bound<'py, PyAny>,
}

/// The fields of `huzma.models.Finding` in their order; `fix` is None or the edits and whether they are safe.
pub(crate) fn row<'py>(
    py: Python<'py>,
    finding: &Finding,
    lang: Language,
    owner: Owner<'_, 'py>,
    placed: Option<Placed<'py>>,
    fix: Option<Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyDict>> {
    let row = PyDict::new(py);
    let set = |key: &Bound<'py, PyString>, value: Option<Bound<'py, PyAny>>| row.set_item(key, value);
    let number = |value: u64| value.into_pyobject(py).map(Bound::into_any);
    set(intern!(py, "code"), Some(PyString::intern(py, finding.code.code).into_any()))?;
    set(intern!(py, "name"), Some(PyString::intern(py, finding.code.name).into_any()))?;
    set(intern!(py, "severity"), Some(PyString::intern(py, finding.severity.name()).into_any()))?;
    row.set_item(intern!(py, "message"), finding.message(lang))?;
    row.set_item(intern!(py, "path"), owner.path)?;
    row.set_item(intern!(py, "document_id"), owner.document_id)?;
    let position = placed.as_ref().map(|placed| &placed.start);
    set(intern!(py, "start"), position.map(|start| number(start.code_point.into())).transpose()?)?;
    set(intern!(py, "end"), placed.as_ref().map(|placed| number(placed.end.into())).transpose()?)?;
    set(intern!(py, "line"), position.map(|start| number(start.line.into())).transpose()?)?;
    set(intern!(py, "column"), position.map(|start| number(start.column.into())).transpose()?)?;
    let bytes = match finding.place {
        Place::Bytes { start, end } => Some((start, end)),
        Place::Text(_) | Place::Whole => placed.as_ref().and_then(|placed| placed.bytes),
    };
    let text = placed.map_or_else(|| intern!(py, "").clone().into_any(), |placed| placed.text);
    set(intern!(py, "text"), Some(text))?;
    set(intern!(py, "byte_start"), bytes.map(|(start, _)| number(start)).transpose()?)?;
    set(intern!(py, "byte_end"), bytes.map(|(_, end)| number(end)).transpose()?)?;
    set(intern!(py, "fix"), fix)?;
    set(intern!(py, "url"), None)?;
    Ok(row)
}

/// Whose findings they are.
#[derive(Clone, Copy)]
pub(crate) struct Owner<'a, 'py> {
    pub(crate) path: Option<&'a Bound<'py, PyAny>>,
    pub(crate) document_id: Option<&'a Bound<'py, PyAny>>,
}

impl FindingTable {
    fn index(&self, text: &str) -> &LineIndex {
        self.index.get_or_init(|| LineIndex::new(text))
    }

    fn placed<'py>(&self, py: Python<'py>, span: Span) -> PyResult<Placed<'py>> {
        let text = self.source.text(py);
        let index = self.index(text);
        let start = index.position(text, span.start as usize);
        let end = index.code_point(text, span.end as usize);
        let own = || PyString::new(py, text.get(span.range()).unwrap_or_default());
        let (slice, bytes) = match &self.source {
            Source::Str(original, _) => (slice(original.bind(py), start.code_point, end)?, None),
            Source::Document(document) => {
                let bytes = (document.byte_of(span.start as usize), document.byte_of(span.end as usize));
                (own(), document.is_stored().then_some(bytes))
            }
            Source::Fixed(_) => (own(), None),
        };
        Ok(Placed { start, end, bytes, text: slice.into_any() })
    }

    /// The edits as `(start, end, replacement)`, and whether they are safe.
    fn fix<'py>(&self, py: Python<'py>, fix: &Fix) -> PyResult<Bound<'py, PyAny>> {
        let text = self.source.text(py);
        let index = self.index(text);
        let edits = fix.edits.iter().map(|edit| {
            let point = |byte: u32| index.code_point(text, byte as usize);
            (point(edit.span.start), point(edit.span.end), &*edit.replacement)
        });
        let edits = PyList::new(py, edits.collect::<Vec<_>>())?;
        Ok((edits, fix.safety == Safety::Safe).into_pyobject(py)?.into_any())
    }
}

#[pymethods]
impl FindingTable {
    fn __len__(&self) -> usize {
        self.findings.len()
    }

    #[pyo3(signature = (index, language = "en", path = None, document_id = None))]
    fn row<'py>(
        &self,
        py: Python<'py>,
        index: isize,
        language: &str,
        path: Option<&Bound<'py, PyAny>>,
        document_id: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let finding = &self.findings[checked_index(index, self.findings.len())?];
        let placed = finding.span().map(|span| self.placed(py, span)).transpose()?;
        let fix = finding.fix.as_ref().map(|fix| self.fix(py, fix)).transpose()?;
        row(py, finding, self::language(language)?, Owner { path, document_id }, placed, fix)
    }

    /// All findings as lines `{file}:{line}:{column}: {code} {message}`, what must not reach a terminal escaped.
    fn concise<'py>(&self, py: Python<'py>, file: &str, language: &str) -> PyResult<Bound<'py, PyBytes>> {
        let language = self::language(language)?;
        let text = self.source.text(py);
        let lines = py.detach(|| {
            let index = self.index(text);
            let mut lines = String::with_capacity(self.findings.len() * (file.len() + 96));
            for finding in &self.findings {
                lines.push_str(file);
                if let Some(span) = finding.span() {
                    let start = index.position(text, span.start as usize);
                    let _ = write!(lines, ":{}:{}", start.line, start.column);
                }
                lines.push_str(": ");
                lines.push_str(finding.code.code);
                lines.push(' ');
                push_visible(&mut lines, &finding.message(language));
                lines.push('\n');
            }
            lines
        });
        Ok(PyBytes::new(py, lines.as_bytes()))
    }

    /// How many findings have a safe fix, and how many an unsafe one.
    fn fixes(&self) -> (usize, usize) {
        let fixes = self.findings.iter().filter_map(|finding| finding.fix.as_ref());
        let (safe, others): (Vec<&Fix>, Vec<&Fix>) = fixes.partition(|fix| fix.safety == Safety::Safe);
        (safe.len(), others.len())
    }

    /// How many findings each code has.
    fn counts(&self) -> BTreeMap<&'static str, usize> {
        count(self.findings.iter().map(|finding| finding.code.code))
    }

    /// How many findings each severity has.
    fn severities(&self) -> BTreeMap<&'static str, usize> {
        count(self.findings.iter().map(|finding| finding.severity.name()))
    }

    /// The highest severity among the findings.
    fn worst(&self) -> Option<&'static str> {
        self.findings.iter().map(|finding| finding.severity).max().map(Severity::name)
    }
}

/// Appends a text with what `huzma.cli.visible.visible` escapes escaped as it does.
fn push_visible(out: &mut String, text: &str) {
    for character in text.chars() {
        let _ = match character {
            '\t' => out.write_str("\\t"),
            '\n' => out.write_str("\\n"),
            '\r' => out.write_str("\\r"),
            '\0'..='\x1F' | '\x7F'..='\u{9F}' | '\u{AD}' => write!(out, "\\x{:02x}", character as u32),
            '\u{61C}'
            | '\u{180E}'
            | '\u{200B}'..='\u{200F}'
            | '\u{2028}'..='\u{202E}'
            | '\u{2060}'..='\u{206F}'
            | '\u{FEFF}'
            | '\u{FFF9}'..='\u{FFFB}' => write!(out, "\\u{:04x}", character as u32),
            '\u{E0000}'..='\u{E007F}' => write!(out, "\\U{:08x}", character as u32),
            _ => out.write_char(character),
        };
    }
}

fn count(names: impl Iterator<Item = &'static str>) -> BTreeMap<&'static str, usize> {
    let mut counts = BTreeMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// Checks a text in memory.
#[pyfunction]
pub(crate) fn check_text(text: Bound<'_, PyString>, selection: &Selection) -> PyResult<FindingTable> {
    let utf8 = Utf8::of(&text)?;
    let source = utf8.as_str(text.py());
    let findings = text.py().detach(|| lint::check(&Document::new(source), &selection.codes));
    Ok(FindingTable::new(Source::Str(text.unbind(), utf8), findings))
}

/// Checks a document of a bundle.
pub(crate) fn check_document(py: Python<'_>, document: &Arc<bundle::Document>, selection: &Selection) -> FindingTable {
    let findings = py.detach(|| {
        let text = &document.text;
        let text = if document.is_whole_file() { Document::of_file(text) } else { Document::new(text) };
        lint::check(&text, &selection.codes)
    });
    FindingTable::new(Source::Document(Arc::clone(document)), findings)
}

/// A text after fixing.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct FixResult {
    #[pyo3(get)]
    text: Py<PyString>,
    #[pyo3(get)]
    applied: BTreeMap<&'static str, usize>,
    #[pyo3(get)]
    remaining: Py<FindingTable>,
}

pub(crate) fn fix_utf8(
    py: Python<'_>,
    text: &str,
    of_file: bool,
    selection: &Selection,
    wants_unsafe: bool,
) -> PyResult<FixResult> {
    let wanted = if wants_unsafe { Safety::Unsafe } else { Safety::Safe };
    let fixed = py.detach(|| lint::fix(text, of_file, &selection.codes, wanted));
    let source = Source::Fixed(Arc::from(fixed.text.as_str()));
    Ok(FixResult {
        text: PyString::new(py, &fixed.text).unbind(),
        applied: fixed.applied,
        remaining: Py::new(py, FindingTable::new(source, fixed.remaining))?,
    })
}

/// Fixes a text in memory.
#[pyfunction]
#[pyo3(signature = (text, selection, *, r#unsafe = false))]
pub(crate) fn fix_text(text: Bound<'_, PyString>, selection: &Selection, r#unsafe: bool) -> PyResult<FixResult> {
    fix_utf8(text.py(), Utf8::of(&text)?.as_str(text.py()), false, selection, r#unsafe)
}

/// Every code, sorted.
#[pyfunction]
pub(crate) fn codes(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    let row = |code: &'static Code| {
        let row = PyDict::new(py);
        let of_lint = lint::RULES.iter().any(|rule| rule.code == code && rule.check.is_some());
        row.set_item("code", code.code)?;
        row.set_item("name", code.name)?;
        row.set_item("family", code.family())?;
        row.set_item("severity", code.severity.name())?;
        let fix = code.fix.map(|safety| if safety == Safety::Safe { "safe" } else { "unsafe" });
        row.set_item("fix", fix)?;
        row.set_item("summary", summary(code.explanation))?;
        row.set_item("message", code.message.en)?;
        row.set_item("message_ar", code.message.ar)?;
        row.set_item("explanation", code.explanation)?;
        row.set_item("supersedes", code.supersedes.to_vec())?;
        let room = match code.family() {
            _ if of_lint => "lint",
            "SC" => "validation",
            _ => "bundle",
        };
        row.set_item("room", room)?;
        Ok(row)
    };
    lint::all_codes().into_iter().map(row).collect()
}

/// The first paragraph under the first heading of a page, on one line.
fn summary(explanation: &str) -> String {
    let lines = explanation.lines().map(str::trim);
    let body = lines.skip_while(|line| line.is_empty() || line.starts_with('#'));
    body.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
