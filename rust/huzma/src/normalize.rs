//! Normalising: named steps, each with its loss stated, and the way back to the source.
//!
//! A [`Profile`] is an ordered list of [`Step`]s. It compiles to a [`Normalizer`]: steps that map single
//! code points are fused into one table, however many they are, so that a profile of ten folds costs
//! one pass; Unicode composition is a pass of its own. The table is what the vector kernels will
//! execute.
//!
//! Nothing is lost by default: each lossy fold is its own step, and [`Step::loss`] says what it gives up.

use std::borrow::Cow;

use crate::scan::{Ucs4, Units};
use crate::span::{OffsetMap, OffsetMapBuilder};

mod composition;
mod profile;
mod steps;
mod table;

pub use profile::{Profile, ProfileError, builtin};
pub use steps::{Digits, Group, Step};

use composition::Form;
use table::Table;

/// A compiled profile.
#[derive(Clone, Debug)]
pub struct Normalizer {
    stages: Vec<Stage>,
}

#[derive(Clone, Debug)]
enum Stage {
    Table(Table),
    Composition(Form),
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
        let mut stages = Vec::new();
        let mut fused: Vec<&Step> = Vec::new();
        for step in profile.steps() {
            match step {
                Step::Nfc | Step::Nfkc => {
                    if !fused.is_empty() {
                        stages.push(Stage::Table(Table::new(&fused)));
                        fused.clear();
                    }
                    stages.push(Stage::Composition(if *step == Step::Nfc { Form::Nfc } else { Form::Nfkc }));
                }
                step => fused.push(step),
            }
        }
        if !fused.is_empty() {
            stages.push(Stage::Table(Table::new(&fused)));
        }
        Self { stages }
    }

    /// Normalises UTF-8; borrowed when nothing changes.
    #[must_use]
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut current: Option<String> = None;
        for stage in &self.stages {
            if let Some(changed) = stage.run::<_, String>(current.as_deref().unwrap_or(text), None) {
                current = Some(changed);
            }
        }
        current.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Normalises a text of any layout into code points; `None` when nothing changes.
    ///
    /// Lone surrogates pass through.
    #[must_use]
    pub fn normalize_units<U: Units>(&self, text: U) -> Option<Vec<u32>> {
        let mut current: Option<Vec<u32>> = None;
        for stage in &self.stages {
            let changed = match &current {
                Some(current) => stage.run::<_, Vec<u32>>(Ucs4(current), None),
                None => stage.run::<_, Vec<u32>>(text, None),
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
            let mut builder = OffsetMapBuilder::new();
            let current = aligned.text.as_deref().unwrap_or(text);
            if let Some(changed) = stage.run::<_, String>(current, Some(&mut builder)) {
                aligned.map = aligned.map.then(&builder.finish());
                aligned.text = Some(changed);
            }
        }
        aligned
    }

    /// Normalises a text of one unit a code point and keeps the map, in code points.
    #[must_use]
    pub fn align_units<U: Units>(&self, text: U) -> Aligned<Vec<u32>> {
        let mut aligned = Aligned { text: None::<Vec<u32>>, map: OffsetMap::identity(text.len()) };
        for stage in &self.stages {
            let mut builder = OffsetMapBuilder::new();
            let changed = match &aligned.text {
                Some(current) => stage.run::<_, Vec<u32>>(Ucs4(current), Some(&mut builder)),
                None => stage.run::<_, Vec<u32>>(text, Some(&mut builder)),
            };
            if let Some(changed) = changed {
                aligned.map = aligned.map.then(&builder.finish());
                aligned.text = Some(changed);
            }
        }
        aligned
    }
}

impl Stage {
    /// The text after this stage; `None` when nothing changes.
    fn run<U: Units, O: Output>(&self, text: U, map: Option<&mut OffsetMapBuilder>) -> Option<O> {
        match self {
            Self::Table(table) => table.run(text, map),
            Self::Composition(form) => composition::run(*form, text, map),
        }
    }
}

/// Where a result is written: UTF-8, or code points.
trait Output: Default {
    /// Appends a code point and says how many units it takes.
    fn push(&mut self, code_point: u32) -> usize;

    /// Appends units of a source unchanged.
    fn copy<U: Units>(&mut self, text: U, start: usize, end: usize);
}

impl Output for String {
    fn push(&mut self, code_point: u32) -> usize {
        // UTF-8 in, UTF-8 out: steps make no surrogates.
        let character = char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER);
        String::push(self, character);
        character.len_utf8()
    }

    fn copy<U: Units>(&mut self, text: U, start: usize, end: usize) {
        let mut at = start;
        while at < end
            && let Some((code_point, width)) = text.code_point(at)
        {
            Output::push(self, code_point);
            at += width;
        }
    }
}

impl Output for Vec<u32> {
    fn push(&mut self, code_point: u32) -> usize {
        Vec::push(self, code_point);
        1
    }

    fn copy<U: Units>(&mut self, text: U, start: usize, end: usize) {
        let mut at = start;
        while at < end
            && let Some((code_point, width)) = text.code_point(at)
        {
            Vec::push(self, code_point);
            at += width;
        }
    }
}
