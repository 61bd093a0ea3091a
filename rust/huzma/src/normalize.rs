//! Normalising: named steps, each with its loss stated, and the way back to the source.
//!
//! A [`Profile`] is an ordered list of [`Step`]s. It compiles to a [`Normalizer`]: steps that map single
//! code points and Unicode composition are fused into one pass, however many they are, which vector kernels
//! run; steps that look around (punctuation, quotes, elongation) are a pass each.
//!
//! Nothing is lost by default: each lossy fold is its own step, and [`Step::loss`] says what it gives up.

use std::borrow::Cow;

use crate::scan::{Latin1, Refusal, Ucs2, Ucs4, Units, Window, fill, reserve, utf8_of_passes};
use crate::span::{OffsetMap, OffsetMapBuilder};

mod builtin;
mod composition;
mod context;
mod maps;
mod output;
mod pass;
mod peers;
mod profile;
mod steps;
mod stream;
mod table;

pub use builtin::builtin;
pub use profile::{Profile, ProfileError};
pub use steps::{Digits, Group, Punctuation, Quotes, Step, Tanween, Tatweels};
pub use stream::{NotUtf8, Stream};

use context::Context;
use output::Changes;
use pass::Pass;

/// A compiled profile.
#[derive(Clone, Debug)]
pub struct Normalizer {
    stages: Vec<Stage>,
}

/// A run over the text.
#[derive(Clone, Debug)]
enum Stage {
    Pass(Box<Pass>),
    Context(Box<Context>),
}

/// A normalised text with the map to its source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Aligned<T> {
    /// The result; `None` where nothing changed.
    pub text: Option<T>,
    /// Between units of the source and units of the result.
    pub map: OffsetMap,
}

impl Normalizer {
    /// Compiles a profile.
    #[must_use]
    pub fn new(profile: &Profile) -> Self {
        let alike = |a: &Step, b: &Step| Context::new(a).is_none() && Context::new(b).is_none();
        let stages = profile.steps().chunk_by(alike).map(|steps| match Context::new(&steps[0]) {
            Some(context) => Stage::Context(Box::new(context)),
            None => Stage::Pass(Box::new(Pass::new(steps))),
        });
        Self { stages: stages.collect() }
    }

    /// Normalises UTF-8; borrowed when nothing changes.
    #[must_use]
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut current = Cow::Borrowed(text);
        for stage in &self.stages {
            if let Some(at) = stage.first_change(&*current) {
                current = Cow::Owned(stage.run_utf8(&current, at, String::new(), &mut ()));
            }
        }
        current
    }

    /// Normalises UTF-8 into a string that is kept from text to text, whose memory is then warm. It is empty afterwards
    /// where nothing changes.
    ///
    /// Returns whether anything changes: a text may become an empty one.
    pub fn normalize_into(&self, text: &str, out: &mut String) -> bool {
        let mut scratch = std::mem::take(out);
        scratch.clear();
        let changed = match self.stages.as_slice() {
            [stage] => {
                stage.first_change(text).map(|at| stage.run_utf8(text, at, std::mem::take(&mut scratch), &mut ()))
            }
            _ => match self.normalize(text) {
                Cow::Owned(changed) => Some(changed),
                Cow::Borrowed(_) => None,
            },
        };
        let changes = changed.is_some();
        *out = changed.unwrap_or(scratch);
        changes
    }

    /// Normalises UTF-8 behind what a string holds already: many texts, one after another, in one piece of memory.
    pub fn append(&self, text: &str, out: &mut String) {
        let Some((last, before)) = self.stages.split_last() else {
            out.push_str(text);
            return;
        };
        let mut current = Cow::Borrowed(text);
        for stage in before {
            if let Some(at) = stage.first_change(&*current) {
                current = Cow::Owned(stage.run_utf8(&current, at, String::new(), &mut ()));
            }
        }
        match last.first_change(&*current) {
            None => out.push_str(&current),
            Some(at) => {
                let bytes = last.append(&*current, at, std::mem::take(out).into_bytes(), &mut ());
                debug_assert!(bytes.is_ok());
                *out = utf8_of_passes(bytes.unwrap_or_default());
            }
        }
    }

    /// Normalises a text of one unit a code point; `None` when nothing changes.
    ///
    /// Lone surrogates pass through.
    #[must_use]
    pub fn normalize_units<U: CodePointUnits>(&self, text: U) -> Option<CodePoints> {
        let mut current: Option<CodePoints> = None;
        for stage in &self.stages {
            let changed = match &current {
                Some(code_points) => code_points.run(stage, None),
                None => run_units(stage, text, None),
            };
            current = changed.or(current);
        }
        current
    }

    /// Normalises UTF-8 and keeps the map, in bytes.
    #[must_use]
    pub fn align(&self, text: &str) -> Aligned<String> {
        let mut aligned = Aligned { text: None::<String>, map: OffsetMap::identity(text.len()) };
        for stage in &self.stages {
            let current = aligned.text.as_deref().unwrap_or(text);
            if let Some(at) = stage.first_change(current) {
                let mut builder = OffsetMapBuilder::new();
                let changed = stage.run_utf8(current, at, String::new(), &mut builder);
                aligned.map = aligned.map.then(&builder.finish(current.len(), changed.len()));
                aligned.text = Some(changed);
            }
        }
        aligned
    }

    /// Normalises a text of one unit a code point and keeps the map, in code points.
    #[must_use]
    pub fn align_units<U: CodePointUnits>(&self, text: U) -> Aligned<CodePoints> {
        let mut aligned = Aligned { text: None::<CodePoints>, map: OffsetMap::identity(text.len()) };
        for stage in &self.stages {
            let mut builder = OffsetMapBuilder::new();
            let (changed, len) = match &aligned.text {
                Some(code_points) => (code_points.run(stage, Some(&mut builder)), code_points.len()),
                None => (run_units(stage, text, Some(&mut builder)), text.len()),
            };
            if let Some(changed) = changed {
                aligned.map = aligned.map.then(&builder.finish(len, changed.len()));
                aligned.text = Some(changed);
            }
        }
        aligned
    }

    /// As [`Self::rewrite`], without a look whether anything changes: for texts so short that writing them is no more work.
    /// `None` where the profile has more than one pass.
    pub fn rewrite_short<U: CodePointUnits>(&self, text: U) -> Option<Rewrite<'_, U>> {
        match self.stages.as_slice() {
            [stage] => Some(Rewrite { stage, text, at: 0, begun: true }),
            _ => None,
        }
    }

    /// Prepares to write what a text becomes into memory of the caller; `None` when nothing changes.
    ///
    /// # Errors
    /// The normal form itself, where the profile has more than one pass over the text.
    pub fn rewrite<U: CodePointUnits>(&self, text: U) -> Option<Result<Rewrite<'_, U>, CodePoints>> {
        match self.stages.as_slice() {
            [stage] => Some(Ok(Rewrite { stage, text, at: stage.first_change(text)?, begun: false })),
            _ => Some(Err(self.normalize_units(text)?)),
        }
    }
}

/// A text on its way into memory of the caller.
#[derive(Debug)]
pub struct Rewrite<'n, U> {
    stage: &'n Stage,
    text: U,
    at: usize,
    begun: bool,
}

impl<U: CodePointUnits> Rewrite<'_, U> {
    /// Writes on from where it stopped, into a window that holds what has been written so far.
    ///
    /// # Errors
    /// [`Refusal::Full`] where the window has less room than is left of the text; [`Refusal::TooWide`] where the layout
    /// of the text does not do for the result.
    pub fn write(&mut self, out: &mut Window<'_, U::Raw>) -> Result<(), Refusal> {
        if !self.begun {
            out.extend(&self.text.raw()[..self.at])?;
            self.begun = true;
        }
        self.stage.write(self.text, &mut self.at, out, &mut ())
    }

    /// Appends what the text becomes to a vector that other texts may be in.
    ///
    /// # Errors
    /// The result, where the layout of the text does not do for it; nothing is appended then.
    pub fn append(mut self, out: &mut Vec<U::Raw>) -> Result<(), CodePoints> {
        let before = out.len();
        match fill(out, self.text.len() + MARGIN, |window| self.write(window)) {
            Ok(()) => Ok(()),
            Err(_) => {
                let written = out.split_off(before);
                Err(self.finish(written))
            }
        }
    }

    /// Goes on in a vector, from what has been written.
    #[must_use]
    pub fn finish(mut self, mut out: Vec<U::Raw>) -> CodePoints {
        loop {
            let left = self.text.len() - self.at;
            let before = if self.begun { 0 } else { self.at };
            match fill(&mut out, before + left + MARGIN, |window| self.write(window)) {
                Ok(()) => return U::code_points(out),
                Err(Refusal::Full) => {}
                // It changes, so there is an answer in the wider layout.
                Err(Refusal::TooWide) => {
                    let wider = self.text.widened();
                    return wider.run(self.stage, None).unwrap_or(wider);
                }
            }
        }
    }
}

/// How much more room is made than the text takes, for what grows.
const MARGIN: usize = 64;

impl Stage {
    fn first_change<U: Units>(&self, text: U) -> Option<usize> {
        match self {
            Self::Pass(pass) => pass.first_change(text),
            Self::Context(context) => context.first_change(text),
        }
    }

    fn write<U: Units>(
        &self,
        text: U,
        at: &mut usize,
        out: &mut Window<'_, U::Raw>,
        changes: &mut impl Changes,
    ) -> Result<(), Refusal> {
        match self {
            Self::Pass(pass) => pass.write(text, at, out, changes),
            Self::Context(context) => context.write(text, at, out, changes),
        }
    }

    /// The text after this stage, which changes nothing before `at`, in the memory of `out`.
    fn run<U: Units>(
        &self,
        text: U,
        at: usize,
        mut out: Vec<U::Raw>,
        changes: &mut impl Changes,
    ) -> Result<Vec<U::Raw>, Refusal> {
        out.clear();
        self.append(text, at, out, changes)
    }

    /// The text after this stage, which changes nothing before `at`, behind what is in `out`.
    fn append<U: Units>(
        &self,
        text: U,
        mut at: usize,
        mut out: Vec<U::Raw>,
        changes: &mut impl Changes,
    ) -> Result<Vec<U::Raw>, Refusal> {
        reserve(&mut out, text.len() + MARGIN);
        out.extend_from_slice(&text.raw()[..at]);
        loop {
            let left = text.len() - at;
            match fill(&mut out, left + MARGIN, |window| self.write(text, &mut at, window, changes)) {
                Ok(()) => return Ok(out),
                Err(Refusal::Full) => {}
                Err(Refusal::TooWide) => return Err(Refusal::TooWide),
            }
        }
    }

    /// As [`Self::run`], for UTF-8, which is wide enough for everything.
    fn run_utf8(&self, text: &str, at: usize, out: String, changes: &mut impl Changes) -> String {
        let bytes = self.run(text, at, out.into_bytes(), changes);
        debug_assert!(bytes.is_ok());
        utf8_of_passes(bytes.unwrap_or_default())
    }
}

/// The layouts of one unit a code point.
pub trait CodePointUnits: Units + Send + Sync {
    /// Units of this layout, owned.
    fn code_points(units: Vec<Self::Raw>) -> CodePoints;

    /// The text in the next wider layout.
    fn widened(self) -> CodePoints;
}

impl CodePointUnits for Latin1<'_> {
    fn code_points(units: Vec<u8>) -> CodePoints {
        CodePoints::Latin1(units)
    }

    fn widened(self) -> CodePoints {
        CodePoints::Ucs2(self.0.iter().copied().map(u16::from).collect())
    }
}

impl CodePointUnits for Ucs2<'_> {
    fn code_points(units: Vec<u16>) -> CodePoints {
        CodePoints::Ucs2(units)
    }

    fn widened(self) -> CodePoints {
        CodePoints::Ucs4(self.0.iter().copied().map(u32::from).collect())
    }
}

impl CodePointUnits for Ucs4<'_> {
    fn code_points(units: Vec<u32>) -> CodePoints {
        CodePoints::Ucs4(units)
    }

    fn widened(self) -> CodePoints {
        CodePoints::Ucs4(self.0.to_vec())
    }
}

/// Runs a stage in the layout of the text, or in a wider one if its result does not fit that.
fn run_units<U: CodePointUnits>(stage: &Stage, text: U, map: Option<&mut OffsetMapBuilder>) -> Option<CodePoints> {
    let at = stage.first_change(text)?;
    match map {
        None => match stage.run(text, at, Vec::new(), &mut ()) {
            Ok(units) => Some(U::code_points(units)),
            Err(_) => text.widened().run(stage, None),
        },
        Some(map) => match stage.run(text, at, Vec::new(), map) {
            Ok(units) => Some(U::code_points(units)),
            Err(_) => {
                *map = OffsetMapBuilder::new();
                text.widened().run(stage, Some(map))
            }
        },
    }
}

/// Code points in the layout of the text that they were made from, or a wider one if that is too narrow for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePoints {
    /// None is above U+00FF.
    Latin1(Vec<u8>),
    /// None is above U+FFFF.
    Ucs2(Vec<u16>),
    /// Any.
    Ucs4(Vec<u32>),
}

impl CodePoints {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Latin1(units) => units.len(),
            Self::Ucs2(units) => units.len(),
            Self::Ucs4(units) => units.len(),
        }
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The code points, whatever the layout.
    #[must_use]
    pub fn to_vec(&self) -> Vec<u32> {
        match self {
            Self::Latin1(units) => units.iter().copied().map(u32::from).collect(),
            Self::Ucs2(units) => units.iter().copied().map(u32::from).collect(),
            Self::Ucs4(units) => units.clone(),
        }
    }

    fn run(&self, stage: &Stage, map: Option<&mut OffsetMapBuilder>) -> Option<Self> {
        match self {
            Self::Latin1(units) => run_units(stage, Latin1(units), map),
            Self::Ucs2(units) => run_units(stage, Ucs2(units), map),
            Self::Ucs4(units) => run_units(stage, Ucs4(units), map),
        }
    }
}
