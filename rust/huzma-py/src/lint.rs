//! `huzma.check`, `huzma.fix`, `huzma.rules`.

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use huzma::bundle;
use huzma::document::Document;
use huzma::finding::{Code, Finding, Language, Place, Safety, Severity};
use huzma::lint;
use huzma::span::LineIndex;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyString};

use crate::arrays::checked_index;
use crate::errors;
use crate::text::{slice, utf8};

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
    Str(Py<PyString>, String),
    /// A document of a bundle.
    Document(Arc<bundle::Document>),
    /// A fixed text.
    Fixed(Arc<str>),
}

impl Source {
    fn text(&self) -> &str {
        match self {
            Self::Str(_, text) => text,
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

fn language(name: &str) -> PyResult<Language> {
    match name {
        "en" => Ok(Language::English),
        "ar" => Ok(Language::Arabic),
        _ => Err(PyValueError::new_err(format!("language is \"en\" or \"ar\", not {name:?}"))),
    }
}

/// The fields that every finding has, wherever it is.
pub(crate) fn common_row<'py>(py: Python<'py>, finding: &Finding, lang: &str) -> PyResult<Bound<'py, PyDict>> {
    let row = PyDict::new(py);
    row.set_item("code", finding.code.code)?;
    row.set_item("name", finding.code.name)?;
    row.set_item("severity", finding.severity.name())?;
    row.set_item("message", finding.message(language(lang)?))?;
    for field in ["start", "end", "line", "column", "byte_start", "byte_end", "fix"] {
        row.set_item(field, py.None())?;
    }
    row.set_item("text", "")?;
    if let Place::Bytes { start, end } = finding.place {
        row.set_item("byte_start", start)?;
        row.set_item("byte_end", end)?;
    }
    Ok(row)
}

#[pymethods]
impl FindingTable {
    fn __len__(&self) -> usize {
        self.findings.len()
    }

    #[pyo3(signature = (index, language = "en"))]
    fn row<'py>(&self, py: Python<'py>, index: isize, language: &str) -> PyResult<Bound<'py, PyDict>> {
        let finding = &self.findings[checked_index(index, self.findings.len())?];
        let row = common_row(py, finding, language)?;
        let Some(span) = finding.span() else { return Ok(row) };
        let text = self.source.text();
        let index = self.index.get_or_init(|| LineIndex::new(text));
        let start = index.position(text, span.start as usize);
        let end = index.code_point(text, span.end as usize);
        row.set_item("start", start.code_point)?;
        row.set_item("end", end)?;
        row.set_item("line", start.line)?;
        row.set_item("column", start.column)?;
        match &self.source {
            Source::Str(original, _) => {
                row.set_item("text", slice(original.bind(py), start.code_point, end)?)?;
            }
            Source::Document(document) => {
                row.set_item("text", text.get(span.range()))?;
                if document.is_stored() {
                    row.set_item("byte_start", document.byte_of(span.start as usize))?;
                    row.set_item("byte_end", document.byte_of(span.end as usize))?;
                }
            }
            Source::Fixed(_) => row.set_item("text", text.get(span.range()))?,
        }
        if let Some(fix) = &finding.fix {
            let mut edits = Vec::with_capacity(fix.edits.len());
            for edit in &fix.edits {
                let row = PyDict::new(py);
                row.set_item("start", index.code_point(text, edit.span.start as usize))?;
                row.set_item("end", index.code_point(text, edit.span.end as usize))?;
                row.set_item("replacement", &*edit.replacement)?;
                edits.push(row);
            }
            let dict = PyDict::new(py);
            dict.set_item("edits", edits)?;
            dict.set_item("safe", fix.safety == Safety::Safe)?;
            row.set_item("fix", dict)?;
        }
        Ok(row)
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
    let utf8 = utf8(&text)?;
    let findings = text.py().detach(|| lint::check(&Document::new(&utf8), &selection.codes));
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
    fix_utf8(text.py(), &utf8(&text)?, false, selection, r#unsafe)
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
        row.set_item("room", if of_lint { "lint" } else { "bundle" })?;
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
