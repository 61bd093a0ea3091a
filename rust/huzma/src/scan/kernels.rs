//! Every kernel that classifies or lists equals plain Rust, at every place and at the edge of memory.

#![allow(unsafe_code, clippy::unwrap_used)]

use proptest::prelude::*;

use super::classify::tests::texts;
use super::classify::{self, Blocks, Masks, Task};
use super::{Backend, Labels, Latin1, Listing, Ucs2, Ucs4, Units, avx2, avx512};

/// Classifies some blocks, and lists what is chosen of them.
#[derive(Clone, Copy)]
struct Everything<'c> {
    chosen: &'c [u64],
    base: u32,
}

impl Task for Everything<'_> {
    type Output = (Vec<Masks>, (Vec<u32>, Vec<u8>));

    #[inline(always)]
    fn run<B: Blocks>(self, mut blocks: B) -> Self::Output {
        let labels = Labels::new(1, 6, 7, 250, 9);
        let mut listing = Listing::default();
        let mut found = Vec::new();
        for &chosen in self.chosen {
            let masks = blocks.next();
            B::list(chosen, &masks, self.base, &labels, &mut listing);
            found.push(masks);
        }
        (found, listing.into_parts())
    }
}

/// Runs a task with each backend that this processor has.
macro_rules! equal {
    ($kind:ident, $text:expr, $at:expr, $task:expr) => {{
        let expected = $task.run(classify::$kind::new($text, $at));
        for backend in Backend::available() {
            // SAFETY: the backend is available.
            let found = unsafe {
                match backend {
                    Backend::Scalar => continue,
                    Backend::Avx2 => avx2::run($task, || avx2::$kind::new($text, $at)),
                    Backend::Avx512 => avx512::run($task, || avx512::$kind::new($text, $at)),
                }
            };
            prop_assert_eq!(&found, &expected, "{:?} at {}", backend, $at);
        }
    }};
}

fn fixed<U: Units + avx2::FixedUnits + avx512::FixedUnits>(
    text: U,
    at: usize,
    task: Everything<'_>,
) -> Result<(), TestCaseError> {
    equal!(FixedWidth, text, at, task);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn equal_plain_rust(text in texts(), at: usize, more: Vec<u16>, chosen: [u64; 5], base in 0u32..1 << 30) {
        let task = Everything { chosen: &chosen, base };
        equal!(Utf8, &text, at % (text.len() + 1), task);
        let mut units: Vec<u16> = text.encode_utf16().collect();
        units.extend(more);
        let at = at % (units.len() + 1);
        fixed(Ucs2(&units), at, task)?;
        let bytes: Vec<u8> = units.iter().map(|&unit| unit as u8).collect();
        fixed(Latin1(&bytes), at, task)?;
        let wide: Vec<u32> = units.iter().map(|&unit| u32::from(unit) * if unit % 5 == 0 { 17 } else { 1 }).collect();
        fixed(Ucs4(&wide), at, task)?;
    }
}

/// Units of memory before a page that must not be touched.
#[cfg(target_os = "linux")]
fn at_the_edge<T: Copy, R>(units: &[T], test: impl FnOnce(&[T]) -> R) -> R {
    use rustix::mm::{MapFlags, MprotectFlags, ProtFlags, mmap_anonymous, mprotect, munmap};

    const PAGE: usize = 1 << 16;
    let size = size_of_val(units);
    let room = size.next_multiple_of(PAGE).max(PAGE);
    // SAFETY: a new mapping of two parts, of which the second must not be touched; the units are written at the end of the
    // first, which is aligned to any of them, and are forgotten before it goes.
    unsafe {
        let start =
            mmap_anonymous(std::ptr::null_mut(), room + PAGE, ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE)
                .unwrap();
        mprotect(start.byte_add(room), PAGE, MprotectFlags::empty()).unwrap();
        let first = start.byte_add(room - size).cast::<T>();
        first.copy_from_nonoverlapping(units.as_ptr(), units.len());
        let result = test(std::slice::from_raw_parts(first, units.len()));
        munmap(start, room + PAGE).unwrap();
        result
    }
}

#[cfg(target_os = "linux")]
#[test]
fn no_kernel_reads_beyond_the_end() {
    let text = "قال «نعم» ٪5، ثم… ذهب إلى Ali. ".repeat(8);
    let chosen = [u64::MAX; 6];
    let task = Everything { chosen: &chosen, base: 0 };
    let run = |length: usize, at: usize| -> Result<(), TestCaseError> {
        if let Some(text) = text.get(text.len() - length..) {
            at_the_edge(text.as_bytes(), |bytes| {
                let text = std::str::from_utf8(bytes).unwrap();
                equal!(Utf8, text, at.min(text.len()), task);
                fixed(Latin1(bytes), at.min(bytes.len()), task)
            })?;
            let wide: Vec<u32> = text.chars().map(u32::from).collect();
            let narrow: Vec<u16> = wide.iter().map(|&unit| unit as u16).collect();
            at_the_edge(&wide, |units| fixed(Ucs4(units), at.min(units.len()), task))?;
            at_the_edge(&narrow, |units| fixed(Ucs2(units), at.min(units.len()), task))?;
        }
        Ok(())
    };
    for length in 0..=200 {
        for at in [0, 1, 63, 64, 65, length] {
            run(length, at).unwrap();
        }
    }
}
