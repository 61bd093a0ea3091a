//! Which kernels run.

#![allow(unsafe_code)]

use std::sync::LazyLock;

use super::classify::{self, BLOCK, Labels, Masks};

/// A family of kernels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Backend {
    /// Plain Rust, on every processor.
    Scalar,
    /// AVX-512 F, BW, VBMI and VBMI2.
    Avx512,
}

impl Backend {
    /// The backends this processor can run, the best one last.
    #[must_use]
    pub fn available() -> Vec<Self> {
        let mut available = vec![Self::Scalar];
        #[cfg(target_arch = "x86_64")]
        if super::avx512::is_available() {
            available.push(Self::Avx512);
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
            Self::Avx512 => "avx512",
        }
    }
}

pub(super) fn classify_utf8(text: &str, at: usize, masks: &mut [Masks]) {
    match Backend::current() {
        // SAFETY: the backend is current only where the processor has it.
        #[cfg(target_arch = "x86_64")]
        Backend::Avx512 => unsafe { super::avx512::utf8(text, at, masks) },
        _ => classify::utf8(text, at, masks),
    }
}

pub(super) fn classify_ucs2(units: &[u16], at: usize, masks: &mut [Masks]) {
    match Backend::current() {
        // SAFETY: the backend is current only where the processor has it.
        #[cfg(target_arch = "x86_64")]
        Backend::Avx512 => unsafe { super::avx512::ucs2(units, at, masks) },
        _ => classify::fixed_width(|unit| units.get(unit).copied().map(u32::from), at, masks),
    }
}

impl Masks {
    /// Writes, for each set bit of `chosen`, the unit (`base` plus the bit) and the label of its class, and says how
    /// many there are. What stands behind them in the two arrays may be overwritten.
    pub fn list(
        &self,
        chosen: u64,
        labels: Labels,
        base: u32,
        units: &mut [u32; BLOCK],
        kinds: &mut [u8; BLOCK],
    ) -> usize {
        match Backend::current() {
            // SAFETY: the backend is current only where the processor has it.
            #[cfg(target_arch = "x86_64")]
            Backend::Avx512 => unsafe { super::avx512::list(chosen, self, labels, base, units, kinds) },
            _ => classify::list(chosen, self, labels, base, units, kinds),
        }
    }
}
