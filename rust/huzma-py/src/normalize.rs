//! `huzma.normalize`.

use std::sync::{Arc, LazyLock, OnceLock};

use huzma::normalize::{CodePoints, NotUtf8, Profile, Step, Stream, builtin};
use huzma::scan::{Latin1, Ucs2, Ucs4};
use huzma::span::Span;
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PyString};

use crate::errors;
use crate::text::{from_code_points, from_units, layout, with_units};

/// A text of so many units is worth releasing the interpreter for.
const LONG: usize = 1 << 15;

/// A text of so many units is written on the stack and compared with the source: that takes one run of the kernel where a
/// look at the text and then writing it take two, and the new `str` is made at its length.
#[cfg(not(feature = "abi3"))]
const SHORT: usize = 96;

/// A profile, ready to run.
type Compiled = Arc<huzma::normalize::Normalizer>;

/// A built-in profile, compiled when it is first asked for.
struct Builtin {
    name: &'static str,
    profile: Profile,
    compiled: OnceLock<Compiled>,
}

static BUILTIN: LazyLock<Vec<Builtin>> = LazyLock::new(|| {
    let all = builtin().into_iter();
    all.map(|(name, profile)| Builtin { name, profile, compiled: OnceLock::new() }).collect()
});

fn find(name: &str) -> Option<(&'static Profile, &'static Compiled)> {
    let builtin = BUILTIN.iter().find(|builtin| builtin.name == name)?;
    let compile = || Arc::new(huzma::normalize::Normalizer::new(&builtin.profile));
    Some((&builtin.profile, builtin.compiled.get_or_init(compile)))
}

/// A compiled profile.
#[pyclass(frozen, subclass, module = "huzma._core")]
pub(crate) struct Normalizer {
    compiled: Compiled,
    profile: Profile,
}

impl Normalizer {
    pub(crate) fn compiled(&self) -> &huzma::normalize::Normalizer {
        &self.compiled
    }
}

#[pymethods]
impl Normalizer {
    #[new]
    fn new(py: Python<'_>, profile: &str) -> PyResult<Self> {
        if let Some((profile, compiled)) = find(profile) {
            return Ok(Self { compiled: compiled.clone(), profile: profile.clone() });
        }
        let profile = Profile::from_json(profile).map_err(|error| errors::profile(py, &error))?;
        Ok(Self { compiled: Arc::new(huzma::normalize::Normalizer::new(&profile)), profile })
    }

    #[pyo3(signature = (text, /))]
    fn __call__<'py>(&self, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        run(&self.compiled, text)
    }

    #[pyo3(signature = (texts, /))]
    fn many<'py>(&self, texts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = texts.py();
        let out = PyList::empty(py);
        let mut scratch = Scratch::default();
        let mut batch = Vec::new();
        let mut size = 0;
        for text in texts.try_iter()? {
            let text = text?.cast_into::<PyString>()?;
            size += text.len()?;
            batch.push(text);
            if size >= LONG {
                scratch.run(&self.compiled, &mut batch, &out)?;
                size = 0;
            }
        }
        scratch.run(&self.compiled, &mut batch, &out)?;
        Ok(out)
    }

    #[pyo3(signature = (text, /))]
    fn align(&self, text: &Bound<'_, PyString>) -> PyResult<Aligned> {
        let py = text.py();
        let layout = layout(text)?;
        let aligned = py.detach(|| with_units!(layout, units => self.compiled.align_units(units)));
        let text = match &aligned.text {
            Some(code_points) => from_code_points(py, code_points)?,
            None => text.clone(),
        };
        Ok(Aligned { text: text.unbind(), map: aligned.map })
    }

    /// The profile as JSON.
    #[getter]
    fn json(&self) -> String {
        self.profile.to_json()
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String,)) {
        (slf.get_type().into_any(), (slf.get().profile.to_json(),))
    }
}

/// The normalised text; the same object when nothing changes.
#[pyfunction]
#[pyo3(signature = (text, profile = None))]
pub(crate) fn normalize<'py>(
    text: &Bound<'py, PyString>,
    profile: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyString>> {
    let name = match profile {
        None => Some("search"),
        Some(profile) => profile.cast::<PyString>().ok().and_then(|name| name.to_str().ok()),
    };
    if let Some((_, compiled)) = name.and_then(find) {
        return run(compiled, text);
    }
    let py = text.py();
    let normalizer = py.import("huzma.normalizing")?.getattr("Normalizer")?.call1((profile,))?;
    Ok(normalizer.call1((text,))?.cast_into::<PyString>()?)
}

#[cfg(not(feature = "abi3"))]
fn run<'py>(compiled: &huzma::normalize::Normalizer, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    use crate::text::Layout;

    match layout(text)? {
        Layout::Latin1(units) => write(compiled, text, units),
        Layout::Ucs2(units) => write(compiled, text, units),
        Layout::Ucs4(units) => write(compiled, text, units),
    }
}

/// Writes what a text becomes where its `str` will be.
#[cfg(not(feature = "abi3"))]
#[allow(unsafe_code)]
fn write<'py, U: crate::text::Kind>(
    compiled: &huzma::normalize::Normalizer,
    text: &Bound<'py, PyString>,
    units: U,
) -> PyResult<Bound<'py, PyString>> {
    use crate::text::Writing;
    use huzma::scan::Window;

    let py = text.py();
    if units.len() <= SHORT
        && let Some(mut rewrite) = compiled.rewrite_short(units)
    {
        let mut slots = [const { std::mem::MaybeUninit::<U::Raw>::uninit() }; SHORT];
        let mut window = Window::new(&mut slots);
        if rewrite.write(&mut window).is_ok() {
            let written = window.written();
            return if written == units.raw() { Ok(text.clone()) } else { U::text(py, written) };
        }
    }
    let is_long = units.len() >= LONG;
    let rewrite = if is_long { py.detach(|| compiled.rewrite(units)) } else { compiled.rewrite(units) };
    let mut rewrite = match rewrite {
        None => return Ok(text.clone()),
        Some(Err(code_points)) => return from_code_points(py, &code_points),
        Some(Ok(rewrite)) => rewrite,
    };
    let mut writing = Writing::<U>::new(py, units.len())?;
    let slots = writing.slots();
    let work = || {
        let mut window = Window::new(slots);
        match rewrite.write(&mut window) {
            Ok(()) => Ok(window.len()),
            Err(_) => Err(rewrite.finish(window.written().to_vec())),
        }
    };
    let written = if is_long { py.detach(work) } else { work() };
    match written {
        // SAFETY: the window counts what has been written.
        Ok(len) => unsafe { writing.finish(len) },
        Err(code_points) => from_code_points(py, &code_points),
    }
}

#[cfg(feature = "abi3")]
fn run<'py>(compiled: &huzma::normalize::Normalizer, text: &Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
    let layout = layout(text)?;
    match with_units!(layout, units => compiled.normalize_units(units)) {
        Some(code_points) => from_code_points(text.py(), &code_points),
        None => Ok(text.clone()),
    }
}

/// What many texts become, in memory that is used again.
#[derive(Default)]
struct Scratch {
    latin1: Vec<u8>,
    ucs2: Vec<u16>,
    ucs4: Vec<u32>,
}

/// What became of a text.
enum Piece {
    Same,
    /// In the memory of its layout.
    In(std::ops::Range<usize>),
    Elsewhere(CodePoints),
}

/// The memory of a layout.
trait Remembered: huzma::normalize::CodePointUnits {
    fn memory(scratch: &mut Scratch) -> &mut Vec<Self::Raw>;
}

impl Remembered for Latin1<'_> {
    fn memory(scratch: &mut Scratch) -> &mut Vec<u8> {
        &mut scratch.latin1
    }
}

impl Remembered for Ucs2<'_> {
    fn memory(scratch: &mut Scratch) -> &mut Vec<u16> {
        &mut scratch.ucs2
    }
}

impl Remembered for Ucs4<'_> {
    fn memory(scratch: &mut Scratch) -> &mut Vec<u32> {
        &mut scratch.ucs4
    }
}

impl Scratch {
    /// Appends to the list what the texts become, and empties the batch. The interpreter is released for the work.
    fn run<'py>(
        &mut self,
        compiled: &huzma::normalize::Normalizer,
        batch: &mut Vec<Bound<'py, PyString>>,
        out: &Bound<'py, PyList>,
    ) -> PyResult<()> {
        let py = out.py();
        if let [text] = batch.as_slice() {
            out.append(run(compiled, text)?)?;
            batch.clear();
            return Ok(());
        }
        let layouts = batch.iter().map(layout).collect::<PyResult<Vec<_>>>()?;
        self.latin1.clear();
        self.ucs2.clear();
        self.ucs4.clear();
        let pieces: Vec<Piece> = py.detach(|| {
            layouts.iter().map(|layout| with_units!(*layout, units => self.piece(compiled, units))).collect()
        });
        for ((text, layout), piece) in batch.iter().zip(&layouts).zip(pieces) {
            match piece {
                Piece::Same => out.append(text)?,
                Piece::Elsewhere(code_points) => out.append(from_code_points(py, &code_points)?)?,
                Piece::In(range) => out.append(with_units!(*layout, units => self.text(py, units, range))?)?,
            }
        }
        drop(layouts);
        batch.clear();
        Ok(())
    }

    fn piece<U: Remembered>(&mut self, compiled: &huzma::normalize::Normalizer, text: U) -> Piece {
        match compiled.rewrite(text) {
            None => Piece::Same,
            Some(Err(code_points)) => Piece::Elsewhere(code_points),
            Some(Ok(rewrite)) => {
                let memory = U::memory(self);
                let start = memory.len();
                match rewrite.append(memory) {
                    Ok(()) => Piece::In(start..memory.len()),
                    Err(code_points) => Piece::Elsewhere(code_points),
                }
            }
        }
    }

    /// A part of the memory of a layout, `_like` which the text is.
    fn text<'py, U: Written>(
        &mut self,
        py: Python<'py>,
        _like: U,
        range: std::ops::Range<usize>,
    ) -> PyResult<Bound<'py, PyString>> {
        U::write(py, &U::memory(self)[range])
    }
}

/// A layout whose memory becomes a `str`.
trait Written: Remembered {
    fn write<'py>(py: Python<'py>, units: &[Self::Raw]) -> PyResult<Bound<'py, PyString>>;
}

macro_rules! written {
    ($($layout:ident: $unit:ty),*) => {
        $(impl Written for $layout<'_> {
            fn write<'py>(py: Python<'py>, units: &[$unit]) -> PyResult<Bound<'py, PyString>> {
                from_units(py, $layout(units))
            }
        })*
    };
}
written!(Latin1: u8, Ucs2: u16, Ucs4: u32);

/// A text that comes in pieces of UTF-8.
#[pyclass(module = "huzma._core")]
pub(crate) struct NormalizerStream {
    stream: Option<Stream>,
    out: String,
}

#[pymethods]
impl NormalizerStream {
    #[new]
    fn new(normalizer: &Bound<'_, Normalizer>) -> Self {
        Self { stream: Some(Stream::new(normalizer.get().compiled.clone())), out: String::new() }
    }

    /// What no later byte can change, and the first byte that begins no character if there is one.
    #[pyo3(signature = (piece, /))]
    fn push<'py>(&mut self, py: Python<'py>, piece: &[u8]) -> (Bound<'py, PyBytes>, Option<usize>) {
        let (stream, out) = (&mut self.stream, &mut self.out);
        out.clear();
        let wrong = py.detach(|| stream.as_mut().and_then(|stream| stream.push(piece, out).err()));
        (PyBytes::new(py, out.as_bytes()), wrong.map(|NotUtf8 { byte }| byte))
    }

    /// The same for what was held back. Afterwards the stream is at its end.
    fn finish<'py>(&mut self, py: Python<'py>) -> (Bound<'py, PyBytes>, Option<usize>) {
        self.out.clear();
        let wrong = self.stream.take().and_then(|stream| stream.finish(&mut self.out).err());
        (PyBytes::new(py, self.out.as_bytes()), wrong.map(|NotUtf8 { byte }| byte))
    }
}

/// A normalised text with the way back to its source.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Aligned {
    #[pyo3(get)]
    text: Py<PyString>,
    map: huzma::span::OffsetMap,
}

#[pymethods]
impl Aligned {
    /// The span of the source that a span of the result was made from, deleted neighbours included.
    fn source_span(&self, start: usize, end: usize) -> PyResult<(u32, u32)> {
        let span = self.map.source_span(span(start, end, self.map.result_len())?);
        Ok((span.start, span.end))
    }

    /// How many bytes the map takes.
    fn __sizeof__(&self) -> usize {
        self.map.memory()
    }

    /// The span of the result that a span of the source became.
    fn normalized_span(&self, start: usize, end: usize) -> PyResult<(u32, u32)> {
        let span = self.map.result_span(span(start, end, self.map.source_len())?);
        Ok((span.start, span.end))
    }
}

/// A span of a text of this length.
fn span(start: usize, end: usize, length: usize) -> PyResult<Span> {
    if start <= end && end <= length {
        return Ok(Span::new(start, end));
    }
    let message = format!("{start}..{end} is no span of a text of {length} code points");
    Err(PyIndexError::new_err(message))
}

/// The built-in profiles as JSON, by name.
#[pyfunction]
pub(crate) fn profiles(py: Python<'_>) -> PyResult<Bound<'_, PyDict>> {
    let all = PyDict::new(py);
    for (name, profile) in builtin() {
        all.set_item(name, profile.to_json())?;
    }
    Ok(all)
}

/// What each step does.
#[pyfunction]
pub(crate) fn profile_steps(py: Python<'_>) -> PyResult<Vec<Bound<'_, PyDict>>> {
    Step::all()
        .iter()
        .map(|step| {
            let options = PyDict::new(py);
            match step {
                Step::StripTashkeel(groups) => {
                    let names: Vec<_> = groups.iter().map(|group| group.name()).collect();
                    options.set_item("groups", names)?;
                }
                Step::StripTatweel(at) => options.set_item("where", at.name())?,
                Step::PlaceTanween(to) => options.set_item("to", to.name())?,
                Step::UnifyDigits(to) => options.set_item("to", to.name())?,
                Step::UnifyPunctuation(to) => options.set_item("to", to.name())?,
                Step::UnifyQuotes(to) => options.set_item("to", to.name())?,
                Step::Map(_) => options.set_item("table", PyDict::new(py))?,
                _ => {}
            }
            let row = PyDict::new(py);
            row.set_item("name", step.name())?;
            row.set_item("loss", step.loss())?;
            row.set_item("summary", step.summary())?;
            row.set_item("options", options)?;
            Ok(row)
        })
        .collect()
}
