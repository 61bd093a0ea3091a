//! `huzma.tokenize`, `huzma.sentences`, `huzma.paragraphs`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use huzma::span::LineIndex;
use huzma::tokenize::{Kind, Pairs, Tiles};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::arrays::{KindArray, OffsetArray, checked_index};
use crate::text::{layout, slice, utf8, with_units};

/// One token: its text, its span in code points and its kind.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Token {
    #[pyo3(get)]
    text: Py<PyString>,
    #[pyo3(get)]
    start: u32,
    #[pyo3(get)]
    end: u32,
    kind: Kind,
}

#[pymethods]
impl Token {
    #[classattr]
    #[pyo3(name = "__match_args__")]
    const MATCH_ARGS: (&'static str, &'static str, &'static str, &'static str) = ("text", "start", "end", "kind");

    #[new]
    fn new(text: Py<PyString>, start: u32, end: u32, kind: &str) -> PyResult<Self> {
        let known = Kind::ALL.into_iter().find(|known| known.name() == kind);
        let kind = known.ok_or_else(|| PyValueError::new_err(format!("no token kind is called {kind:?}")))?;
        Ok(Self { text, start, end, kind })
    }

    #[getter]
    fn kind(&self) -> &'static str {
        self.kind.name()
    }

    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, PyAny>) -> PyResult<bool> {
        let Ok(other) = other.cast::<Self>() else { return Ok(false) };
        let other = other.get();
        Ok((self.start, self.end, self.kind) == (other.start, other.end, other.kind)
            && self.text.bind(py).as_any().eq(other.text.bind(py))?)
    }

    fn __hash__(&self, py: Python<'_>) -> PyResult<u64> {
        let mut hasher = DefaultHasher::new();
        (self.start, self.end, self.kind, self.text.bind(py).hash()?).hash(&mut hasher);
        Ok(hasher.finish())
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let text = self.text.bind(py).repr()?;
        let text = text.to_string_lossy();
        Ok(format!("Token({text}, {}, {}, '{}')", self.start, self.end, self.kind.name()))
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (Py<PyString>, u32, u32, &'static str)) {
        let token = slf.get();
        let fields = (token.text.clone_ref(slf.py()), token.start, token.end, token.kind.name());
        (slf.get_type().into_any(), fields)
    }
}

/// The tokens of a text, which they tile; offsets are code points.
#[pyclass(frozen, sequence, module = "huzma._core")]
pub(crate) struct Tokens {
    text: Py<PyString>,
    mode: Mode,
    /// Where each token starts, then where the last one ends.
    bounds: Arc<Vec<i32>>,
    kinds: Arc<Vec<u8>>,
}

impl Tokens {
    fn token(&self, py: Python<'_>, index: usize) -> PyResult<Token> {
        let (start, end) = (self.bounds[index] as u32, self.bounds[index + 1] as u32);
        let text = slice(self.text.bind(py), start, end)?.unbind();
        Ok(Token { text, start, end, kind: Kind::ALL[usize::from(self.kinds[index])] })
    }
}

#[pymethods]
impl Tokens {
    fn __len__(&self) -> usize {
        self.kinds.len()
    }

    fn __getitem__(&self, py: Python<'_>, index: isize) -> PyResult<Token> {
        self.token(py, checked_index(index, self.kinds.len())?)
    }

    fn __iter__(slf: Py<Self>) -> TokenIterator {
        TokenIterator { tokens: slf, next: std::sync::atomic::AtomicUsize::new(0) }
    }

    #[pyo3(signature = (*, spaces = false))]
    fn texts<'py>(&self, py: Python<'py>, spaces: bool) -> PyResult<Bound<'py, PyList>> {
        let out = PyList::empty(py);
        let text = self.text.bind(py);
        for (index, &kind) in self.kinds.iter().enumerate() {
            if spaces || !Kind::ALL[usize::from(kind)].is_space() {
                out.append(slice(text, self.bounds[index] as u32, self.bounds[index + 1] as u32)?)?;
            }
        }
        Ok(out)
    }

    #[getter]
    fn starts(&self) -> OffsetArray {
        OffsetArray::new(&self.bounds, 0, self.kinds.len())
    }

    #[getter]
    fn ends(&self) -> OffsetArray {
        OffsetArray::new(&self.bounds, 1, self.kinds.len() + 1)
    }

    #[getter]
    fn kinds(&self) -> KindArray {
        KindArray::new(&self.kinds, 0, self.kinds.len())
    }

    fn __repr__(&self) -> String {
        format!("<huzma.Tokens: {} tokens>", self.kinds.len())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Recipe<'py>> {
        recipe(py, "tokenize", &self.text, Some(self.mode))
    }
}

/// Goes through tokens one by one.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct TokenIterator {
    tokens: Py<Tokens>,
    next: std::sync::atomic::AtomicUsize,
}

#[pymethods]
impl TokenIterator {
    fn __iter__(slf: Py<Self>) -> Py<Self> {
        slf
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Token>> {
        let tokens = self.tokens.get();
        let index = self.next.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        if index >= tokens.kinds.len() {
            self.next.store(tokens.kinds.len(), std::sync::atomic::Ordering::Relaxed);
            return Ok(None);
        }
        tokens.token(py, index).map(Some)
    }
}

/// Spans that tile a text; offsets are code points.
#[pyclass(frozen, sequence, module = "huzma._core")]
pub(crate) struct Spans {
    text: Py<PyString>,
    bounds: Arc<Vec<i32>>,
    /// The function and the arguments that make them again.
    made_by: (&'static str, Option<Mode>),
}

#[pymethods]
impl Spans {
    fn __len__(&self) -> usize {
        self.bounds.len() - 1
    }

    fn __getitem__(&self, index: isize) -> PyResult<(i32, i32)> {
        let index = checked_index(index, self.__len__())?;
        Ok((self.bounds[index], self.bounds[index + 1]))
    }

    fn __iter__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let spans = PyList::new(py, self.bounds.windows(2).map(|bounds| (bounds[0], bounds[1])))?;
        Ok(spans.try_iter()?.into_any())
    }

    /// The text of each span without the white space at its ends.
    fn texts<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let text = self.text.bind(py);
        let layout = layout(text)?;
        let out = PyList::empty(py);
        for bounds in self.bounds.windows(2) {
            let (start, end) = with_units!(layout, units => trim(units, bounds[0] as usize, bounds[1] as usize));
            out.append(slice(text, start as u32, end as u32)?)?;
        }
        Ok(out)
    }

    #[getter]
    fn starts(&self) -> OffsetArray {
        OffsetArray::new(&self.bounds, 0, self.__len__())
    }

    #[getter]
    fn ends(&self) -> OffsetArray {
        OffsetArray::new(&self.bounds, 1, self.bounds.len())
    }

    fn __repr__(&self) -> String {
        format!("<huzma.Spans: {} spans>", self.__len__())
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Recipe<'py>> {
        let (function, mode) = self.made_by;
        recipe(py, function, &self.text, mode)
    }
}

/// How to make an object again, as pickle wants it: a function and its arguments.
type Recipe<'py> = (Bound<'py, PyAny>, Bound<'py, PyTuple>);

fn recipe<'py>(py: Python<'py>, function: &str, text: &Py<PyString>, mode: Option<Mode>) -> PyResult<Recipe<'py>> {
    let text = text.bind(py).as_any();
    let arguments = match mode {
        Some(mode) => PyTuple::new(py, [text, PyString::new(py, mode.name()).as_any()])?,
        None => PyTuple::new(py, [text])?,
    };
    Ok((py.import("huzma._core")?.getattr(function)?, arguments))
}

/// The span without the white space at its ends.
fn trim<U: huzma::scan::Units>(units: U, start: usize, end: usize) -> (usize, usize) {
    use huzma::chars::{Class, class};
    let space = |code_point: u32| matches!(class(code_point), Class::Space | Class::Newline);
    let (mut start, mut end) = (start, end);
    while start < end && units.code_point(start).is_some_and(|(code_point, _)| space(code_point)) {
        start += 1;
    }
    while start < end && units.code_point_before(end).is_some_and(|(code_point, _)| space(code_point)) {
        end -= 1;
    }
    (start, end)
}

/// Whose boundaries are used.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Default,
    Uax29,
}

impl Mode {
    fn parse(mode: &str) -> PyResult<Self> {
        match mode {
            "default" => Ok(Self::Default),
            "uax29" => Ok(Self::Uax29),
            _ => Err(PyValueError::new_err(format!("mode is \"default\" or \"uax29\", not {mode:?}"))),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Default => "default",
            Self::Uax29 => "uax29",
        }
    }
}

/// Starts and the end of the text, as they are handed out.
fn bounds(starts: &[u32], end: usize) -> Arc<Vec<i32>> {
    // Every text was checked to be no longer than i32::MAX.
    Arc::new(starts.iter().map(|&start| start as i32).chain([end as i32]).collect())
}

/// Byte offsets of a UTF-8 text as code points.
fn to_code_points(text: &str, starts: &[u32]) -> Arc<Vec<i32>> {
    let index = LineIndex::new(text);
    let points: Vec<u32> = starts.iter().map(|&start| index.code_point(text, start as usize)).collect();
    bounds(&points, index.code_point(text, text.len()) as usize)
}

/// Cuts a text into tokens.
#[pyfunction]
#[pyo3(signature = (text, mode = "default"))]
pub(crate) fn tokenize(text: Bound<'_, PyString>, mode: &str) -> PyResult<Tokens> {
    let py = text.py();
    let mode = Mode::parse(mode)?;
    let (bounds, kinds) = match mode {
        Mode::Default => {
            let layout = layout(&text)?;
            py.detach(|| {
                let tokens = with_units!(layout, units => huzma::tokenize::tokenize(units));
                (bounds(tokens.starts(), tokens.text_len()), tokens.kinds().to_vec())
            })
        }
        Mode::Uax29 => {
            let utf8 = utf8(&text)?;
            py.detach(|| {
                let tokens = huzma::tokenize::unicode::tokenize(&utf8);
                (to_code_points(&utf8, tokens.starts()), tokens.kinds().to_vec())
            })
        }
    };
    Ok(Tokens { text: text.unbind(), mode, bounds, kinds: Arc::new(kinds) })
}

/// Cuts a text into sentences.
#[pyfunction]
#[pyo3(signature = (text, mode = "default"))]
pub(crate) fn sentences(text: Bound<'_, PyString>, mode: &str) -> PyResult<Spans> {
    let py = text.py();
    let mode = Mode::parse(mode)?;
    let bounds = match mode {
        Mode::Default => {
            let layout = layout(&text)?;
            let tiles: Tiles = py.detach(|| {
                with_units!(layout, units => {
                    let tokens = huzma::tokenize::tokenize(units);
                    let pairs = Pairs::new(units, &tokens);
                    huzma::tokenize::sentences(units, &tokens, &pairs)
                })
            });
            bounds(tiles.starts(), tiles.text_len())
        }
        Mode::Uax29 => {
            let utf8 = utf8(&text)?;
            py.detach(|| to_code_points(&utf8, huzma::tokenize::unicode::sentences(&utf8).starts()))
        }
    };
    Ok(Spans { text: text.unbind(), bounds, made_by: ("sentences", Some(mode)) })
}

/// Cuts a text into paragraphs.
#[pyfunction]
pub(crate) fn paragraphs(text: Bound<'_, PyString>) -> PyResult<Spans> {
    let py = text.py();
    let layout = layout(&text)?;
    let tiles: Tiles =
        py.detach(|| with_units!(layout, units => huzma::tokenize::paragraphs(&huzma::tokenize::tokenize(units))));
    let bounds = bounds(tiles.starts(), tiles.text_len());
    Ok(Spans { text: text.unbind(), bounds, made_by: ("paragraphs", None) })
}
