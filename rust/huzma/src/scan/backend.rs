//! Which kernels run.

#![allow(unsafe_code)]

use std::sync::LazyLock;

use super::classify::{self, Task};
use super::{Latin1, Ucs2, Ucs4};
#[cfg(target_arch = "x86_64")]
use super::{avx2, avx512};

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
        if super::avx2::is_available() {
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

    /// What `HUZMA_SCAN` says if it is not the name of a backend that this processor can run, and so without effect.
    #[must_use]
    pub fn ignored() -> Option<String> {
        let forced = std::env::var_os("HUZMA_SCAN")?.to_string_lossy().into_owned();
        (!forced.is_empty() && Self::available().iter().all(|backend| backend.name() != forced)).then_some(forced)
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
        // SAFETY: as above.
        #[cfg(target_arch = "x86_64")]
        Backend::Avx2 => unsafe { avx2::run(task, || avx2::Utf8::new(text, at)) },
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
                // SAFETY: as above.
                #[cfg(target_arch = "x86_64")]
                Backend::Avx2 => unsafe { avx2::run(task, || avx2::FixedWidth::new(text, at)) },
                _ => task.run(classify::FixedWidth::new(text, at)),
            }
        }
    };
}

fixed_width_blocks!(latin1_blocks, Latin1);
fixed_width_blocks!(ucs2_blocks, Ucs2);
fixed_width_blocks!(ucs4_blocks, Ucs4);

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
