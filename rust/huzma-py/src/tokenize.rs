//! `huzma.tokenize`, `huzma.sentences`, `huzma.paragraphs`, `huzma.graphemes`, `huzma.Tokenizer`.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use huzma::span::LineIndex;
use huzma::tokenize::{Kind, Tiles};
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyList, PyString, PyTuple};

use crate::arrays::{KindArray, OffsetArray, checked_index};
use crate::text::{Layout, layout, slice, slices, utf8, with_units};

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
    bounds: Arc<Vec<u32>>,
    kinds: Arc<Vec<u8>>,
}

impl Tokens {
    fn new(text: Bound<'_, PyString>, mode: Mode, tokens: huzma::tokenize::Tokens) -> Self {
        let (bounds, kinds) = tokens.into_parts();
        Self { text: text.unbind(), mode, bounds: Arc::new(bounds), kinds: Arc::new(kinds) }
    }

    fn token(&self, py: Python<'_>, index: usize) -> PyResult<Token> {
        let (start, end) = (self.bounds[index], self.bounds[index + 1]);
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
        const IS_SPACE: [bool; Kind::ALL.len()] = {
            let mut is_space = [false; Kind::ALL.len()];
            let mut kind = 0;
            while kind < is_space.len() {
                is_space[kind] = Kind::ALL[kind].is_space();
                kind += 1;
            }
            is_space
        };
        let wanted = |kind: u8| spaces || !IS_SPACE[usize::from(kind)];
        let count = self.kinds.iter().filter(|&&kind| wanted(kind)).count();
        let spans = self.bounds.windows(2).zip(self.kinds.iter()).filter(|&(_, &kind)| wanted(kind));
        slices(self.text.bind(py), spans.map(|(bounds, _)| (bounds[0] as usize, bounds[1] as usize)), count)
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
    bounds: Arc<Vec<u32>>,
    /// The function and the arguments that make them again.
    made_by: (&'static str, Option<Mode>),
}

impl Spans {
    fn new(text: Bound<'_, PyString>, bounds: Vec<u32>, function: &'static str, mode: Option<Mode>) -> Self {
        Self { text: text.unbind(), bounds: Arc::new(bounds), made_by: (function, mode) }
    }
}

#[pymethods]
impl Spans {
    fn __len__(&self) -> usize {
        self.bounds.len() - 1
    }

    fn __getitem__(&self, index: isize) -> PyResult<(u32, u32)> {
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
        let trimmed =
            |bounds: &[u32]| with_units!(layout, units => trim(units, bounds[0] as usize, bounds[1] as usize));
        slices(text, self.bounds.windows(2).map(trimmed), self.__len__())
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

/// Starts and the end of the text.
fn bounds(tiles: &Tiles) -> Vec<u32> {
    tiles.starts().iter().copied().chain([tiles.text_len() as u32]).collect()
}

/// Byte offsets of a UTF-8 text as code points.
fn to_code_points(text: &str, mut bytes: Vec<u32>) -> Vec<u32> {
    let index = LineIndex::new(text);
    for offset in &mut bytes {
        *offset = index.code_point(text, *offset as usize);
    }
    bytes
}

fn tokens_of(layout: Layout<'_>) -> huzma::tokenize::Tokens {
    with_units!(layout, units => huzma::tokenize::tokenize(units))
}

fn sentences_of(layout: Layout<'_>) -> Vec<u32> {
    bounds(&with_units!(layout, units => huzma::tokenize::split_sentences(units)))
}

/// Cuts texts into tokens and sentences.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Tokenizer {
    mode: Mode,
}

#[pymethods]
impl Tokenizer {
    #[new]
    #[pyo3(signature = (mode = "default"))]
    fn new(mode: &str) -> PyResult<Self> {
        Ok(Self { mode: Mode::parse(mode)? })
    }

    #[pyo3(signature = (text, /))]
    fn __call__(&self, text: Bound<'_, PyString>) -> PyResult<Tokens> {
        let py = text.py();
        let tokens = match self.mode {
            Mode::Default => {
                let layout = layout(&text)?;
                py.detach(|| tokens_of(layout))
            }
            Mode::Uax29 => {
                let utf8 = utf8(&text)?;
                py.detach(|| huzma::tokenize::unicode::tokenize(&utf8).map_bounds(|bytes| to_code_points(&utf8, bytes)))
            }
        };
        Ok(Tokens::new(text, self.mode, tokens))
    }

    /// The tokens of each text; the interpreter is free meanwhile.
    #[pyo3(signature = (texts, /))]
    fn many(&self, texts: &Bound<'_, PyAny>) -> PyResult<Vec<Tokens>> {
        let texts = strings(texts)?;
        if self.mode == Mode::Uax29 {
            return texts.into_iter().map(|text| self.__call__(text)).collect();
        }
        let layouts: Vec<_> = texts.iter().map(layout).collect::<PyResult<_>>()?;
        let Some(first) = texts.first() else { return Ok(Vec::new()) };
        let tokens = first.py().detach(|| layouts.into_iter().map(tokens_of).collect::<Vec<_>>());
        Ok(texts.into_iter().zip(tokens).map(|(text, tokens)| Tokens::new(text, self.mode, tokens)).collect())
    }

    #[pyo3(signature = (text, /))]
    fn sentences(&self, text: Bound<'_, PyString>) -> PyResult<Spans> {
        let py = text.py();
        let bounds = match self.mode {
            Mode::Default => {
                let layout = layout(&text)?;
                py.detach(|| sentences_of(layout))
            }
            Mode::Uax29 => {
                let utf8 = utf8(&text)?;
                py.detach(|| to_code_points(&utf8, bounds(&huzma::tokenize::unicode::sentences(&utf8))))
            }
        };
        Ok(Spans::new(text, bounds, "sentences", Some(self.mode)))
    }

    /// The sentences of each text; the interpreter is free meanwhile.
    #[pyo3(signature = (texts, /))]
    fn many_sentences(&self, texts: &Bound<'_, PyAny>) -> PyResult<Vec<Spans>> {
        let texts = strings(texts)?;
        if self.mode == Mode::Uax29 {
            return texts.into_iter().map(|text| self.sentences(text)).collect();
        }
        let layouts: Vec<_> = texts.iter().map(layout).collect::<PyResult<_>>()?;
        let Some(first) = texts.first() else { return Ok(Vec::new()) };
        let found = first.py().detach(|| layouts.into_iter().map(sentences_of).collect::<Vec<_>>());
        let spans = texts.into_iter().zip(found);
        Ok(spans.map(|(text, bounds)| Spans::new(text, bounds, "sentences", Some(self.mode))).collect())
    }

    fn __repr__(&self) -> String {
        format!("huzma.Tokenizer('{}')", self.mode.name())
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (&'static str,)) {
        (slf.get_type().into_any(), (slf.get().mode.name(),))
    }
}

/// The texts of an iterable of `str`.
fn strings<'py>(texts: &Bound<'py, PyAny>) -> PyResult<Vec<Bound<'py, PyString>>> {
    if texts.is_instance_of::<PyString>() {
        return Err(PyTypeError::new_err("a list of str is wanted, not one str"));
    }
    texts.try_iter()?.map(|text| Ok(text?.cast_into::<PyString>()?)).collect()
}

/// Cuts a text into tokens.
#[pyfunction]
#[pyo3(signature = (text, mode = "default"))]
pub(crate) fn tokenize(text: Bound<'_, PyString>, mode: &str) -> PyResult<Tokens> {
    Tokenizer::new(mode)?.__call__(text)
}

/// Cuts a text into sentences.
#[pyfunction]
#[pyo3(signature = (text, mode = "default"))]
pub(crate) fn sentences(text: Bound<'_, PyString>, mode: &str) -> PyResult<Spans> {
    Tokenizer::new(mode)?.sentences(text)
}

/// Cuts a text into paragraphs.
#[pyfunction]
pub(crate) fn paragraphs(text: Bound<'_, PyString>) -> PyResult<Spans> {
    let py = text.py();
    let layout = layout(&text)?;
    let bounds = py.detach(|| bounds(&huzma::tokenize::paragraphs(&tokens_of(layout))));
    Ok(Spans::new(text, bounds, "paragraphs", None))
}

/// Cuts a text into extended grapheme clusters.
#[pyfunction]
pub(crate) fn graphemes(text: Bound<'_, PyString>) -> PyResult<Spans> {
    let py = text.py();
    let utf8 = utf8(&text)?;
    let bounds = py.detach(|| to_code_points(&utf8, bounds(&huzma::tokenize::unicode::graphemes(&utf8))));
    Ok(Spans::new(text, bounds, "graphemes", None))
}
