//! `huzma.normalize`.

use huzma::normalize::{Profile, Step, builtin};
use huzma::span::Span;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyList, PyString};

use crate::errors;
use crate::text::{from_code_points, layout, with_units};

/// A compiled profile.
#[pyclass(frozen, module = "huzma._core")]
pub(crate) struct Normalizer {
    compiled: huzma::normalize::Normalizer,
    profile: Profile,
}

#[pymethods]
impl Normalizer {
    #[new]
    fn new(py: Python<'_>, profile: &str) -> PyResult<Self> {
        let profile = Profile::from_json(profile).map_err(|error| errors::profile(py, &error))?;
        Ok(Self { compiled: huzma::normalize::Normalizer::new(&profile), profile })
    }

    #[pyo3(signature = (text, /))]
    fn __call__<'py>(&self, text: Bound<'py, PyString>) -> PyResult<Bound<'py, PyString>> {
        let py = text.py();
        let layout = layout(&text)?;
        let changed = py.detach(|| with_units!(layout, units => self.compiled.normalize_units(units)));
        match changed {
            Some(code_points) => from_code_points(py, &code_points),
            None => Ok(text),
        }
    }

    #[pyo3(signature = (texts, /))]
    fn many<'py>(&self, texts: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let out = PyList::empty(texts.py());
        for text in texts.try_iter()? {
            out.append(self.__call__(text?.cast_into::<PyString>()?)?)?;
        }
        Ok(out)
    }

    #[pyo3(signature = (text, /))]
    fn align(&self, text: Bound<'_, PyString>) -> PyResult<Aligned> {
        let py = text.py();
        let layout = layout(&text)?;
        let aligned = py.detach(|| with_units!(layout, units => self.compiled.align_units(units)));
        let text = match &aligned.text {
            Some(code_points) => from_code_points(py, code_points)?,
            None => text,
        };
        Ok(Aligned { text: text.unbind(), map: aligned.map })
    }

    fn __reduce__<'py>(slf: &Bound<'py, Self>) -> (Bound<'py, PyAny>, (String,)) {
        (slf.get_type().into_any(), (slf.get().profile.to_json(),))
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
    Err(pyo3::exceptions::PyIndexError::new_err(message))
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
                Step::UnifyDigits(system) => options.set_item("to", system.name())?,
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
