//! `huzma.extract`, `huzma.parse_date`, `huzma.parse_number`, `huzma.parse_duration`.

use std::sync::{Arc, OnceLock};

use huzma::bundle;
use huzma::document::Document;
use huzma::extract::{
    self, Anchor, DateMention, Day, Decimal, Duration, Gazetteer as Names, Number, Options, Quantity, Rule,
};
use huzma::span::{LineIndex, Span};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyDict, PyList, PyString, PyType};

use crate::text::{slice, utf8};

/// Year, month, day, and hour and minute where they are known.
type Moment = (i32, u8, u8, Option<(u8, u8)>);

/// How to read, as Python hands it over.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct ExtractOptions {
    pub(crate) options: Options,
}

#[pymethods]
impl ExtractOptions {
    #[new]
    #[pyo3(signature = (anchor = None, *, month_first = false, colloquial = false, gazetteer = None))]
    fn new(
        anchor: Option<Moment>,
        month_first: bool,
        colloquial: bool,
        gazetteer: Option<&Gazetteer>,
    ) -> PyResult<Self> {
        let anchor = anchor
            .map(|(year, month, day, time)| {
                let day = Day::new(year, month, day)
                    .ok_or_else(|| PyValueError::new_err(format!("there is no day {year}-{month:02}-{day:02}")))?;
                Ok::<_, PyErr>(Anchor { day, time })
            })
            .transpose()?;
        let gazetteer = gazetteer.map(|gazetteer| Arc::clone(&gazetteer.names));
        Ok(Self { options: Options { anchor, month_first, colloquial, gazetteer } })
    }
}

/// Names to find, each with a label or None.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Gazetteer {
    names: Arc<Names>,
}

#[pymethods]
impl Gazetteer {
    #[new]
    fn new(py: Python<'_>, names: Vec<(String, Option<String>)>) -> Self {
        Self { names: Arc::new(py.detach(|| Names::new(names))) }
    }

    fn __len__(&self) -> usize {
        self.names.len()
    }
}

/// The text that records are about.
enum Source {
    Str(Py<PyString>, String),
    Document(Arc<bundle::Document>),
}

/// What was found in a text; rows are made only when they are looked at.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct ExtractionTable {
    source: Source,
    found: extract::Extraction,
    index: OnceLock<LineIndex>,
}

impl ExtractionTable {
    fn text(&self) -> &str {
        match &self.source {
            Source::Str(_, text) => text,
            Source::Document(document) => &document.text,
        }
    }

    /// `start`, `end` and `text` of a span, in code points.
    fn place<'py>(&self, py: Python<'py>, row: &Bound<'py, PyDict>, span: Span) -> PyResult<()> {
        let (start, end) = self.points(span);
        row.set_item("start", start)?;
        row.set_item("end", end)?;
        row.set_item("text", self.slice(py, span)?)
    }

    fn points(&self, span: Span) -> (u32, u32) {
        let text = self.text();
        let index = self.index.get_or_init(|| LineIndex::new(text));
        (index.code_point(text, span.start as usize), index.code_point(text, span.end as usize))
    }

    fn slice<'py>(&self, py: Python<'py>, span: Span) -> PyResult<Bound<'py, PyString>> {
        match &self.source {
            Source::Str(original, _) => {
                let (start, end) = self.points(span);
                slice(original.bind(py), start, end)
            }
            Source::Document(document) => Ok(PyString::new(py, document.text.get(span.range()).unwrap_or_default())),
        }
    }

    /// A mention: `start`, `end` and `text`, or None.
    fn mention<'py>(&self, py: Python<'py>, span: Option<Span>) -> PyResult<Option<Bound<'py, PyDict>>> {
        let Some(span) = span else { return Ok(None) };
        let row = PyDict::new(py);
        self.place(py, &row, span)?;
        Ok(Some(row))
    }

    fn rows<'py, T>(
        &self,
        py: Python<'py>,
        records: &[T],
        span: impl Fn(&T) -> Span,
        fill: impl Fn(&Bound<'py, PyDict>, &T) -> PyResult<()>,
    ) -> PyResult<Bound<'py, PyList>> {
        let rows = PyList::empty(py);
        for record in records {
            let row = PyDict::new(py);
            self.place(py, &row, span(record))?;
            fill(&row, record)?;
            rows.append(row)?;
        }
        Ok(rows)
    }
}

#[pymethods]
impl ExtractionTable {
    fn dates<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(py, &self.found.dates, |date| date.span, fill_date)
    }

    fn durations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(py, &self.found.durations, |duration| duration.span, fill_duration)
    }

    fn numbers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(py, &self.found.numbers, |number| number.span, fill_number)
    }

    fn quantities<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(
            py,
            &self.found.quantities,
            |quantity| quantity.span,
            |row, quantity| {
                let (start, end) = self.points(quantity.number);
                row.set_item("number_start", start)?;
                row.set_item("number_end", end)?;
                fill_quantity(row, quantity)
            },
        )
    }

    fn quotations<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(
            py,
            &self.found.quotations,
            |quotation| quotation.span,
            |row, quotation| {
                let (start, end) = self.points(quotation.outer);
                row.set_item("outer_start", start)?;
                row.set_item("outer_end", end)?;
                row.set_item("kind", quotation.kind.name())?;
                row.set_item("cue", self.mention(py, quotation.cue)?)?;
                row.set_item("speaker", self.mention(py, quotation.speaker)?)?;
                row.set_item("antecedent", self.mention(py, quotation.antecedent)?)?;
                row.set_item("relay", self.mention(py, quotation.relay)?)?;
                row.set_item("inherited", quotation.inherited)?;
                row.set_item("defect", quotation.defect)?;
                row.set_item("rule", quotation.rule.name())
            },
        )
    }

    fn statements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(
            py,
            &self.found.statements,
            |statement| statement.span,
            |row, statement| {
                row.set_item("cue", self.mention(py, Some(statement.cue))?)?;
                row.set_item("speaker", self.mention(py, statement.speaker)?)?;
                row.set_item("antecedent", self.mention(py, statement.antecedent)?)?;
                row.set_item("relay", self.mention(py, statement.relay)?)?;
                row.set_item("inherited", statement.inherited)?;
                row.set_item("rule", statement.rule.name())
            },
        )
    }

    fn signatures<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(
            py,
            &self.found.signatures,
            |signature| signature.span,
            |row, signature| {
                row.set_item("kind", signature.kind.name())?;
                row.set_item("agency", self.mention(py, signature.agency)?)?;
                row.set_item("city", self.mention(py, signature.city)?)?;
                row.set_item("rule", signature.rule.name())
            },
        )
    }

    fn names<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        self.rows(
            py,
            &self.found.names,
            |name| name.span,
            |row, name| {
                row.set_item("kind", name.kind.name())?;
                row.set_item("name", &name.name)?;
                row.set_item("label", &name.label)?;
                row.set_item("title", self.mention(py, name.title)?)?;
                row.set_item("rule", name.rule.name())
            },
        )
    }
}

fn fill_date(row: &Bound<'_, PyDict>, date: &DateMention) -> PyResult<()> {
    row.set_item("value", &date.value)?;
    row.set_item("grain", date.grain.name())?;
    row.set_item("calendar", date.calendar.name())?;
    row.set_item("source_value", &date.source_value)?;
    row.set_item("modifier", date.modifier.map(extract::Modifier::name))?;
    row.set_item("resolved", date.resolved)?;
    row.set_item("alternatives", &date.alternatives)?;
    row.set_item("zone", date.zone)?;
    row.set_item("notes", date.notes.iter().map(|note| note.name()).collect::<Vec<_>>())?;
    row.set_item("rule", date.rule.name())
}

fn fill_duration(row: &Bound<'_, PyDict>, duration: &Duration) -> PyResult<()> {
    row.set_item("value", &duration.value)?;
    row.set_item("kind", duration.kind.name())?;
    row.set_item("times", duration.times)?;
    row.set_item("rule", duration.rule.name())
}

fn fill_number(row: &Bound<'_, PyDict>, number: &Number) -> PyResult<()> {
    let py = row.py();
    row.set_item("value", to_python(py, number.value)?)?;
    row.set_item("ratio", number.ratio)?;
    row.set_item("alternatives", all_to_python(py, &number.alternatives)?)?;
    row.set_item("kind", number.kind.name())?;
    row.set_item("rule", number.rule.name())
}

fn fill_quantity(row: &Bound<'_, PyDict>, quantity: &Quantity) -> PyResult<()> {
    let py = row.py();
    row.set_item("value", to_python(py, quantity.value)?)?;
    row.set_item("alternatives", all_to_python(py, &quantity.alternatives)?)?;
    row.set_item("unit", &quantity.unit)?;
    row.set_item("measure", quantity.measure.map(|measure| measure.name()))?;
    row.set_item("code", &quantity.code)?;
    row.set_item("candidates", &quantity.candidates)?;
    row.set_item("elliptic", quantity.elliptic)?;
    row.set_item("rule", quantity.rule.name())
}

/// An `int` where the number is whole, else a `decimal.Decimal`.
fn to_python(py: Python<'_>, value: Decimal) -> PyResult<Bound<'_, PyAny>> {
    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if let Some(whole) = value.to_integer() {
        return Ok(whole.into_pyobject(py)?.into_any());
    }
    DECIMAL.import(py, "decimal", "Decimal")?.call1((value.to_string(),))
}

fn all_to_python<'py>(py: Python<'py>, values: &[Decimal]) -> PyResult<Vec<Bound<'py, PyAny>>> {
    values.iter().map(|value| to_python(py, *value)).collect()
}

/// Extracts from a text in memory.
#[pyfunction]
pub(crate) fn extract_text(text: Bound<'_, PyString>, options: &ExtractOptions) -> PyResult<ExtractionTable> {
    let utf8 = utf8(&text)?;
    let found = text.py().detach(|| extract::extract(&Document::new(&utf8), &options.options));
    Ok(ExtractionTable { source: Source::Str(text.unbind(), utf8), found, index: OnceLock::new() })
}

/// Extracts from a document of a bundle.
pub(crate) fn extract_document(
    py: Python<'_>,
    document: &Arc<bundle::Document>,
    options: &ExtractOptions,
) -> ExtractionTable {
    let found = py.detach(|| extract::extract(&Document::new(&document.text), &options.options));
    ExtractionTable { source: Source::Document(Arc::clone(document)), found, index: OnceLock::new() }
}

fn whole_row<'py, T>(
    text: &Bound<'py, PyString>,
    record: Option<T>,
    fill: impl Fn(&Bound<'py, PyDict>, &T) -> PyResult<()>,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let Some(record) = record else { return Ok(None) };
    let row = PyDict::new(text.py());
    row.set_item("start", 0)?;
    row.set_item("end", text.len()?)?;
    row.set_item("text", text)?;
    fill(&row, &record)?;
    Ok(Some(row))
}

/// The date that a whole text is.
#[pyfunction]
pub(crate) fn parse_date_text<'py>(
    text: Bound<'py, PyString>,
    options: &ExtractOptions,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let utf8 = utf8(&text)?;
    let date = text.py().detach(|| extract::parse_date(&utf8, &options.options));
    whole_row(&text, date, fill_date)
}

/// The duration that a whole text is.
#[pyfunction]
pub(crate) fn parse_duration_text<'py>(
    text: Bound<'py, PyString>,
    options: &ExtractOptions,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let utf8 = utf8(&text)?;
    let duration = text.py().detach(|| extract::parse_duration(&utf8, options.options.colloquial));
    whole_row(&text, duration, fill_duration)
}

/// The number that a whole text is.
#[pyfunction]
pub(crate) fn parse_number_text<'py>(
    text: Bound<'py, PyString>,
    options: &ExtractOptions,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    let utf8 = utf8(&text)?;
    let number = text.py().detach(|| extract::parse_number(&utf8, options.options.colloquial));
    number.map(|number| to_python(text.py(), number.value)).transpose()
}

/// The amount of money or the percentage that a whole text is.
#[pyfunction]
pub(crate) fn parse_quantity_text<'py>(
    text: Bound<'py, PyString>,
    options: &ExtractOptions,
) -> PyResult<Option<Bound<'py, PyDict>>> {
    let utf8 = utf8(&text)?;
    let quantity = text.py().detach(|| extract::parse_quantity(&utf8, options.options.colloquial));
    let index = LineIndex::new(&utf8);
    whole_row(&text, quantity, |row, quantity| {
        let outer = (utf8.len() - utf8.trim_start().len()) as u32;
        let point = |byte: u32| index.code_point(&utf8, (outer + byte) as usize);
        row.set_item("number_start", point(quantity.number.start))?;
        row.set_item("number_end", point(quantity.number.end))?;
        fill_quantity(row, quantity)
    })
}

/// The Gregorian year, month and day of a Hijri day of the table of Umm al-Qura.
#[pyfunction]
pub(crate) fn hijri_to_gregorian(year: i32, month: u8, day: u8) -> Option<(i32, u8, u8)> {
    extract::hijri::to_gregorian(year, month, day).map(|day| (day.year, day.month, day.day))
}

/// The Hijri year, month and day of a Gregorian day.
#[pyfunction]
pub(crate) fn hijri_from_gregorian(year: i32, month: u8, day: u8) -> Option<(i32, u8, u8)> {
    extract::hijri::from_gregorian(Day::new(year, month, day)?)
}

/// Every rule that makes values: its name and what it reads.
#[pyfunction]
pub(crate) fn extraction_rules() -> Vec<(&'static str, &'static str)> {
    Rule::ALL.iter().map(|rule| (rule.name(), rule.summary())).collect()
}
