//! The Python face of huzma: conversions only, one file a room.
//!
//! A binding takes its arguments, releases the interpreter for the work, converts the result. Offsets
//! are code points of the caller's `str`, which is read in place in its own layout and never encoded
//! to be scanned.

use pyo3::prelude::*;

mod arrays;
mod arrow;
mod bundle;
mod decode;
mod errors;
mod extract;
mod lint;
mod normalize;
mod records;
mod text;
mod tokenize;

/// Unicode's name of an invisible character or one of the Arabic block.
#[pyfunction]
fn char_name(code_point: u32) -> Option<&'static str> {
    huzma::chars::name(code_point)
}

/// Says that `HUZMA_SCAN` is without effect, which a measurement must not miss.
fn warn_of_backend(py: Python<'_>, ignored: &str) -> PyResult<()> {
    let names: Vec<_> = huzma::scan::Backend::available().into_iter().map(huzma::scan::Backend::name).collect();
    let message = format!(
        "HUZMA_SCAN={ignored:?} names no kernels that this processor can run, and is ignored: there are {}, and {} are in use",
        names.join(", "),
        huzma::scan::Backend::current().name(),
    );
    let warnings = py.import("warnings")?;
    warnings.call_method1("warn", (message, py.get_type::<pyo3::exceptions::PyRuntimeWarning>()))?;
    Ok(())
}

#[pymodule(gil_used = false)]
mod _core {
    use pyo3::prelude::*;

    #[pymodule_export]
    use super::char_name;

    #[pymodule_export]
    use super::arrays::{KindArray, OffsetArray};

    #[pymodule_export]
    use super::arrow::{
        ArrowArray, ArrowChunks, extraction_column, finding_column, fingerprint_column, fingerprint_text, fix_column,
        normalize_column, sentence_column, token_column,
    };

    #[pymodule_export]
    use super::bundle::{
        Document, LocatedFinding, Reader, cell_document, default_limits, dump_bundle, has_encoding, located_finding,
        record_document, splice_file, write_bundle, write_file,
    };

    #[pymodule_export]
    use super::extract::{
        ExtractOptions, ExtractionTable, Gazetteer, extract_text, extraction_rules, hijri_from_gregorian,
        hijri_to_gregorian, parse_date_text, parse_duration_text, parse_number_text, parse_quantity_text,
    };

    #[pymodule_export]
    use super::lint::{FindingTable, FixResult, Selection, check_text, codes, fix_text};

    #[pymodule_export]
    use super::normalize::{Aligned, Normalizer, NormalizerStream, normalize, profile_steps, profiles};

    #[pymodule_export]
    use super::records::{RecordBlock, RecordReader, column_names};

    #[pymodule_export]
    use super::tokenize::{Spans, Token, Tokenizer, Tokens, graphemes, paragraphs, sentences, tokenize};

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))?;
        let (major, minor, patch) = huzma::chars::UNICODE_VERSION;
        module.add("UNICODE_VERSION", format!("{major}.{minor}.{patch}"))?;
        module.add("SCAN_BACKEND", huzma::scan::Backend::current().name())?;
        if let Some(ignored) = huzma::scan::Backend::ignored() {
            super::warn_of_backend(module.py(), &ignored)?;
        }
        let kinds = huzma::tokenize::Kind::ALL.map(huzma::tokenize::Kind::name);
        module.add("TOKEN_KINDS", pyo3::types::PyTuple::new(module.py(), kinds)?)
    }
}
