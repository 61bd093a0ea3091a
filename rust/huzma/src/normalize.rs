//! Normalising: named steps, each with its loss stated, and the way back to the source.
//!
//! A [`Profile`] is an ordered list of [`Step`]s. It compiles to a [`Normalizer`]: steps that map single
//! code points are fused into one table, however many they are, so that a profile of ten folds costs
//! one pass; Unicode composition is a pass of its own. The table is what the vector kernels will
//! execute.
//!
//! Nothing is lost by default: each lossy fold is its own step, and [`Step::loss`] says what it gives up.

use std::borrow::Cow;

use crate::scan::{FoldTable, Ucs2, Ucs4, Units, Utf8Buffer};
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
    Table(Box<Table>),
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
                        stages.push(Stage::Table(Box::new(Table::new(&fused))));
                        fused.clear();
                    }
                    stages.push(Stage::Composition(if *step == Step::Nfc { Form::Nfc } else { Form::Nfkc }));
                }
                step => fused.push(step),
            }
        }
        if !fused.is_empty() {
            stages.push(Stage::Table(Box::new(Table::new(&fused))));
        }
        Self { stages }
    }

    /// Normalises UTF-8; borrowed when nothing changes.
    #[must_use]
    pub fn normalize<'t>(&self, text: &'t str) -> Cow<'t, str> {
        let mut current: Option<String> = None;
        for stage in &self.stages {
            if let Some(changed) = stage.run::<_, Utf8Buffer>(current.as_deref().unwrap_or(text), None) {
                current = Some(changed.into_string());
            }
        }
        current.map_or(Cow::Borrowed(text), Cow::Owned)
    }

    /// Normalises a text of one unit a code point; `None` when nothing changes.
    ///
    /// Lone surrogates pass through.
    #[must_use]
    pub fn normalize_units<U: Units>(&self, text: U) -> Option<CodePoints> {
        let mut current: Option<CodePoints> = None;
        for stage in &self.stages {
            let changed = match &current {
                Some(CodePoints::Ucs2(units)) => stage.run_narrow(Ucs2(units), None),
                Some(CodePoints::Ucs4(units)) => stage.run_narrow(Ucs4(units), None),
                None => stage.run_narrow(text, None),
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
            if let Some(changed) = stage.run::<_, Utf8Buffer>(current, Some(&mut builder)) {
                aligned.map = aligned.map.then(&builder.finish());
                aligned.text = Some(changed.into_string());
            }
        }
        aligned
    }

    /// Normalises a text of one unit a code point and keeps the map, in code points.
    #[must_use]
    pub fn align_units<U: Units>(&self, text: U) -> Aligned<CodePoints> {
        let mut aligned = Aligned { text: None::<CodePoints>, map: OffsetMap::identity(text.len()) };
        for stage in &self.stages {
            let mut builder = OffsetMapBuilder::new();
            let changed = match &aligned.text {
                Some(CodePoints::Ucs2(units)) => stage.run_narrow(Ucs2(units), Some(&mut builder)),
                Some(CodePoints::Ucs4(units)) => stage.run_narrow(Ucs4(units), Some(&mut builder)),
                None => stage.run_narrow(text, Some(&mut builder)),
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

/// Code points in the narrower layout that a stage could write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodePoints {
    /// All of them lie in the basic plane.
    Ucs2(Vec<u16>),
    /// Some may lie beyond.
    Ucs4(Vec<u32>),
}

impl CodePoints {
    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
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
            Self::Ucs2(units) => units.iter().copied().map(u32::from).collect(),
            Self::Ucs4(units) => units.clone(),
        }
    }
}

impl Stage {
    /// As [`Stage::run`], into two bytes a code point if the stage keeps to the basic plane where the text does.
    fn run_narrow<U: Units>(&self, text: U, map: Option<&mut OffsetMapBuilder>) -> Option<CodePoints> {
        // Of what a table makes, nothing lies beyond the basic plane; of what composition makes, something may.
        if matches!(self, Self::Table(_)) && U::IS_BASIC_PLANE {
            self.run::<U, Vec<u16>>(text, map).map(CodePoints::Ucs2)
        } else {
            self.run::<U, Vec<u32>>(text, map).map(CodePoints::Ucs4)
        }
    }
}

/// Where a result is written: UTF-8, or code points of two or four bytes.
trait Output: Default {
    /// Appends a code point and says how many units it takes.
    fn push(&mut self, code_point: u32) -> usize;

    /// Appends what the text becomes, as far as a kernel can tell, and says how far that is.
    fn fold<U: Units>(&mut self, _text: U, _table: &FoldTable, at: usize) -> usize {
        at
    }

    /// Appends units of a source unchanged.
    fn copy<U: Units>(&mut self, text: U, start: usize, end: usize) {
        let mut at = start;
        while at < end
            && let Some((code_point, width)) = text.code_point(at)
        {
            self.push(code_point);
            at += width;
        }
    }
}

impl Output for Utf8Buffer {
    fn push(&mut self, code_point: u32) -> usize {
        // UTF-8 in, UTF-8 out: steps make no surrogates.
        let character = char::from_u32(code_point).unwrap_or(char::REPLACEMENT_CHARACTER);
        Utf8Buffer::push(self, character);
        character.len_utf8()
    }

    fn fold<U: Units>(&mut self, text: U, table: &FoldTable, at: usize) -> usize {
        text.fold_into_utf8(table, at, self)
    }
}

impl Output for Vec<u16> {
    fn push(&mut self, code_point: u32) -> usize {
        // Only tables write here, from texts of the basic plane to code points of the basic plane.
        debug_assert!(code_point <= 0xFFFF);
        Vec::push(self, code_point as u16);
        1
    }

    fn fold<U: Units>(&mut self, text: U, table: &FoldTable, at: usize) -> usize {
        text.fold_into_ucs2(table, at, self)
    }
}

impl Output for Vec<u32> {
    fn push(&mut self, code_point: u32) -> usize {
        Vec::push(self, code_point);
        1
    }
}
