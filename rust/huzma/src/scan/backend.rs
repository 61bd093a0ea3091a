//! Which kernels run.

#![allow(unsafe_code)]

use std::sync::LazyLock;

#[cfg(target_arch = "x86_64")]
use super::avx512;
use super::classify::{self, Task};
use super::fold::{self, FoldTable, Utf8Buffer};
use super::{Latin1, Ucs2, Ucs4};

/// A family of kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// Plain Rust, on every processor.
    Scalar,
    /// AVX2 and BMI2.
    Avx2,
    /// AVX-512 F, BW, VBMI and VBMI2.
    Avx512,
}

impl Backend {
    /// The backends this processor can run, the best one last.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut available = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("bmi2") {
            available.push(Self::Avx2);
            if super::avx512::is_available() {
                available.push(Self::Avx512);
            }
        }
        available
    }

    /// The backend in use: the one that `HUZMA_SCAN` names if this processor can run it, else the best.
    #[must_use]
    pub fn current() -> Self {
        static CURRENT: LazyLock<Backend> = LazyLock::new(|| {
            let available = Backend::available();
            let forced = std::env::var("HUZMA_SCAN").ok();
            let forced = forced.and_then(|name| available.iter().find(|backend| backend.name() == name));
            forced.or(available.last()).copied().unwrap_or(Backend::Scalar)
        });
        *CURRENT
    }

    /// The name, as `HUZMA_SCAN` gives it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Avx2 => "avx2",
            Self::Avx512 => "avx512",
        }
    }
}

pub(super) fn utf8_blocks<T: Task>(text: &str, at: usize, task: T) -> T::Output {
    match Backend::current() {
        // SAFETY: the backend is current only where the processor has it.
        #[cfg(target_arch = "x86_64")]
        Backend::Avx512 => unsafe { avx512::run(task, || avx512::Utf8::new(text, at)) },
        _ => task.run(classify::Utf8::new(text, at)),
    }
}

macro_rules! fixed_width_blocks {
    ($function:ident, $layout:ident) => {
        pub(super) fn $function<T: Task>(text: $layout<'_>, at: usize, task: T) -> T::Output {
            match Backend::current() {
                // SAFETY: the backend is current only where the processor has it.
                #[cfg(target_arch = "x86_64")]
                Backend::Avx512 => unsafe { avx512::run(task, || avx512::FixedWidth::new(text, at)) },
                _ => task.run(classify::FixedWidth::new(text, at)),
            }
        }
    };
}

fixed_width_blocks!(latin1_blocks, Latin1);
fixed_width_blocks!(ucs2_blocks, Ucs2);
fixed_width_blocks!(ucs4_blocks, Ucs4);

pub(super) fn unchanged_utf8(text: &str, table: &FoldTable, at: usize) -> usize {
    match (Backend::current(), text.get(at..)) {
        // SAFETY: the backend is current only where the processor has it.
        #[cfg(target_arch = "x86_64")]
        (Backend::Avx512, Some(rest)) => at + unsafe { super::avx512_fold::utf8(table, rest.as_bytes(), None) },
        _ => fold::unchanged(text, table, at),
    }
}

pub(super) fn fold_utf8(text: &str, table: &FoldTable, at: usize, out: &mut Utf8Buffer) -> usize {
    match (Backend::current(), text.get(at..)) {
        #[cfg(target_arch = "x86_64")]
        (Backend::Avx512, Some(rest)) => {
            // SAFETY: as above.
            at + unsafe { super::avx512_fold::utf8(table, rest.as_bytes(), Some(&mut out.bytes)) }
        }
        // A `str` holds no surrogates and folds make none.
        _ => fold::fold(text, table, at, |code_point| {
            out.push(char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER));
        }),
    }
}

pub(super) fn unchanged_ucs2(units: &[u16], table: &FoldTable, at: usize) -> usize {
    match (Backend::current(), units.get(at..)) {
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        (Backend::Avx512, Some(rest)) => at + unsafe { super::avx512_fold::ucs2(table, rest, None) },
        _ => fold::unchanged(Ucs2(units), table, at),
    }
}

pub(super) fn fold_ucs2(units: &[u16], table: &FoldTable, at: usize, out: &mut Vec<u16>) -> usize {
    match (Backend::current(), units.get(at..)) {
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        (Backend::Avx512, Some(rest)) => at + unsafe { super::avx512_fold::ucs2(table, rest, Some(out)) },
        // What the table replaces stays in its page.
        _ => fold::fold(Ucs2(units), table, at, |code_point| out.push(code_point as u16)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Says something in the run that forces a backend, and in every run that the default is the best there is.
    #[test]
    fn the_forced_backend_runs() {
        let available = Backend::available();
        let forced = std::env::var("HUZMA_SCAN").ok();
        let expected = available.iter().find(|backend| forced.as_deref() == Some(backend.name())).or(available.last());
        assert_eq!(Some(&Backend::current()), expected);
        assert!(forced.as_deref() != Some("scalar") || Backend::current() == Backend::Scalar);
    }
}
