//! The built-in profiles.

use super::peers;
use super::profile::Profile;
use super::steps::{Digits, Group, Step, Tatweels};

/// The built-in profiles by name.
///
/// - `canonical` repairs and loses nothing: texts that differ only in how the same letters are encoded
///   become equal.
/// - `display` is `canonical` for the screen: spaces alike.
/// - `search` folds what a reader would not type.
/// - `skeleton` folds further, down to the letters that are hardest to get wrong.
/// - `lucene`, `camel` and `pyarabic` do what those tools do, to the byte, flaws included; they are not idempotent where
///   the tools are not.
#[must_use]
pub fn builtin() -> Vec<(&'static str, Profile)> {
    let canonical = [Step::ExpandPresentationForms, Step::StripInvisibles, Step::Nfc];
    let display = [&canonical[..], &[Step::UnifySpaces]].concat();
    // Composed before marks go, so that و with a hamza above is ؤ however it was encoded, and again at the end,
    // because a deleted mark may have stood between two that compose.
    let search = [
        &canonical[..],
        &[
            Step::ExpandWordLigatures,
            Step::StripBidiControls,
            Step::StripJoiners,
            Step::StripTatweel(Tatweels::All),
            Step::StripTashkeel(Group::ALL.to_vec()),
            Step::UnifyLookalikes,
            Step::UnifyAlef,
            Step::UnifyAlefMaksura,
            Step::UnifyTehMarbuta,
            Step::UnifyDigits(Digits::Ascii),
            Step::UnifySpaces,
            Step::Lowercase,
            Step::Nfc,
        ],
    ]
    .concat();
    let skeleton = [&search[..], &[Step::UnifyHamzaCarriers]].concat();
    vec![
        ("canonical", Profile::of(canonical.to_vec())),
        ("display", Profile::of(display)),
        ("search", Profile::of(search)),
        ("skeleton", Profile::of(skeleton)),
        ("lucene", Profile::of(peers::lucene())),
        ("camel", Profile::of(peers::camel())),
        ("pyarabic", Profile::of(peers::pyarabic())),
    ]
}
