//! Steps that map single code points, and composition, fused into one pass.
//!
//! What each code point becomes by itself is worked out once, through all steps. It holds wherever the code
//! point stands unless composition looks at neighbours, so code points are of three kinds:
//!
//! ```text
//! anchor   whatever stands before it, composition cannot join it to that: a text may be cut before it
//! skip     goes, at the latest in the end, and changes nothing beside it: a haraka under `search`
//! join     the rest: what composes (a combining hamza), marks that stay, forms that begin with a mark
//! ```
//!
//! A kernel runs over anchors and skips. Where it stops at a join, all steps run one after the other over the letters
//! from the last anchor to the next, and the kernel goes on behind them. Marks of the Arabic block that stay are joins
//! too, but a kernel knows their order and stops only where that is wrong and not mended by an exchange.

use super::composition::{Form, combining_class};
use super::output::Changes;
use super::steps::Step;
use super::table::{Action, Table};
use crate::scan::{Fold, FoldTable, Refusal, Units, Window};

/// How many characters are done one by one before a kernel is started anew: where one is that no kernel does, others
/// are near.
const NEAR: usize = 12;

#[derive(Clone, Debug)]
pub(super) struct Pass {
    /// What becomes of each code point by itself.
    actions: Table,
    /// The same for kernels.
    fold: FoldTable,
    /// Whether marks stay whose order composition minds.
    ranks: bool,
    /// The steps one after the other, for what depends on neighbours.
    parts: Vec<Part>,
}

#[derive(Clone, Debug)]
enum Part {
    Map(Table),
    Compose(Form),
}

/// What a code point is to a pass.
struct Kind {
    action: Action,
    fold: Fold,
    /// Its place among the marks of a letter.
    rank: u8,
}

impl Pass {
    /// Compiles steps, none of which looks at what stands beside a character but for composition.
    pub(super) fn new(steps: &[Step]) -> Self {
        let mut parts = Vec::new();
        for group in steps.chunk_by(|a, b| form(a).is_none() && form(b).is_none()) {
            parts.push(match form(&group[0]) {
                Some(form) => Part::Compose(form),
                None => {
                    let mut table = Table::default();
                    for code_point in domain(group) {
                        table.set_image(code_point, &image(group, code_point));
                    }
                    Part::Map(table)
                }
            });
        }
        let mapped = domain(steps);
        let mut domain = mapped.clone();
        for step in steps {
            domain.extend(form(step).into_iter().flat_map(Form::reacting));
        }
        domain.sort_unstable();
        domain.dedup();
        let mut pass = Self { actions: Table::default(), fold: FoldTable::new([]), ranks: false, parts };
        let mut kinds: Vec<(u32, Kind)> = domain
            .into_iter()
            .map(|code_point| {
                let kind = if mapped.binary_search(&code_point).is_ok() || RANKED.contains(&code_point) {
                    pass.kind(code_point)
                } else {
                    pass.actions.set(code_point, Action::Join);
                    Kind { action: Action::Join, fold: Fold::Other, rank: 0 }
                };
                (code_point, kind)
            })
            .collect();
        // Without marks that stay there is nothing to put in order.
        pass.ranks = kinds.iter().any(|(_, kind)| kind.action == Action::Join && kind.rank != 0);
        if !pass.ranks {
            kinds.iter_mut().for_each(|(_, kind)| kind.rank = 0);
        }
        pass.fold = FoldTable::new(kinds.iter().map(|(code_point, kind)| (*code_point, kind.fold, kind.rank)));
        pass
    }

    /// Follows a code point through all steps, and notes what becomes of it by itself.
    fn kind(&mut self, code_point: u32) -> Kind {
        let class = combining_class(code_point);
        let mut now = vec![code_point];
        // Whether it is an anchor; whether it leaves its neighbours alone; whether it goes before a composition.
        let (mut anchors, mut inert, mut early) = (true, true, false);
        for part in &self.parts {
            match part {
                Part::Map(table) => now = table.map(&now),
                Part::Compose(form) => {
                    let ends =
                        |now: &[u32]| now.last().is_some_and(|&last| now.len() == 1 || combining_class(last) == 0);
                    anchors &= now.first().is_some_and(|&first| form.starts_piece(first)) && ends(&now);
                    early |= now.is_empty();
                    inert &= now.is_empty() || now == [code_point] && form.is_inert(code_point);
                    now = form.compose(&now);
                    anchors &= ends(&now);
                }
            }
        }
        if anchors {
            self.actions.set_image(code_point, &now);
            let fold = match self.actions.get(code_point) {
                Action::Keep => Fold::Keep,
                Action::Replace(other) => Fold::Replace(other),
                Action::Delete => Fold::Delete,
                _ => Fold::Other,
            };
            return Kind { action: self.actions.get(code_point), fold, rank: 0 };
        }
        let rank = rank(class);
        let (action, fold, rank) = match now.as_slice() {
            // What goes before composition and is no mark hides that the marks beside it are neighbours.
            [] if inert && (class == 0 || rank != 0) => {
                (Action::Skip, Fold::Delete, if early && class == 0 { 15 } else { rank })
            }
            [same] if *same == code_point && inert && rank != 0 => (Action::Join, Fold::Keep, rank),
            _ => (Action::Join, Fold::Other, 0),
        };
        self.actions.set(code_point, action);
        Kind { action, fold, rank }
    }

    /// Where the first part of the text starts that changes; `None` where nothing does.
    pub(super) fn first_change<U: Units>(&self, text: U) -> Option<usize> {
        let mut at = 0;
        loop {
            at += text.slice(at, text.len()).unchanged(&self.fold);
            for near in 0..NEAR {
                let (code_point, width) = text.code_point(at)?;
                match self.actions.get(code_point) {
                    Action::Keep => at += width,
                    Action::Join if near > 0 && self.fold.passes(code_point) => break,
                    Action::Join => {
                        let (start, end) = self.segment(text, at);
                        if self.run(text, start, end).is_some() {
                            return Some(start);
                        }
                        at = end;
                    }
                    _ => return Some(self.anchor_before(text, at)),
                }
            }
        }
    }

    /// Appends what the text becomes from `at` on.
    ///
    /// # Errors
    /// Where the window ends or a code point is too wide for it. `at` and the window then hold what has been done, and
    /// the pass goes on from there.
    pub(super) fn write<U: Units>(
        &self,
        text: U,
        at: &mut usize,
        out: &mut Window<'_, U::Raw>,
        changes: &mut impl Changes,
    ) -> Result<(), Refusal> {
        loop {
            let rest = text.slice(*at, text.len());
            if out.spare() < rest.len() {
                return Err(Refusal::Full);
            }
            *at += rest.fold(&self.fold, out, &mut changes.behind(*at, U::LETTER));
            for near in 0..NEAR {
                let Some((code_point, width)) = text.code_point(*at) else { return Ok(()) };
                let result = out.len();
                let action = self.actions.get(code_point);
                // A kernel knows the order of these, if it starts behind a letter.
                let joins = action == Action::Join || self.ranks && action == Action::Skip;
                if joins && near > 0 && self.fold.passes(code_point) {
                    break;
                }
                match action {
                    _ if joins => {
                        self.write_segment(text, at, out, changes)?;
                        continue;
                    }
                    Action::Keep => text.encode(code_point, out)?,
                    Action::Replace(other) => {
                        text.encode(other, out)?;
                        if U::width(other) != width {
                            changes.change(*at, result, width, U::width(other));
                        }
                    }
                    Action::Expand(index) => {
                        write_all(text, self.actions.sequence(index), out)?;
                        changes.change(*at, result, width, out.len() - result);
                    }
                    Action::Delete | Action::Skip => changes.delete(*at, result, (1 << width) - 1),
                    Action::Join => {}
                }
                *at += width;
            }
        }
    }

    /// Runs all steps over the letters around `at` and moves `at` behind them.
    fn write_segment<U: Units>(
        &self,
        text: U,
        at: &mut usize,
        out: &mut Window<'_, U::Raw>,
        changes: &mut impl Changes,
    ) -> Result<(), Refusal> {
        let (start, end) = self.segment(text, *at);
        // What has been written of it is written again.
        let mut written = 0;
        let mut unit = start;
        while unit < *at
            && let Some((code_point, width)) = text.code_point(unit)
        {
            written += match self.actions.get(code_point) {
                Action::Keep | Action::Join => width,
                Action::Replace(other) => U::width(other),
                Action::Expand(index) => self.actions.sequence(index).iter().map(|&other| U::width(other)).sum(),
                Action::Delete | Action::Skip => 0,
            };
            unit += width;
        }
        let result = out.len() - written;
        out.truncate(result);
        changes.truncate(start);
        *at = start;
        match self.run(text, start, end) {
            Some(image) => {
                write_all(text, &image, out)?;
                changes.change(start, result, end - start, out.len() - result);
            }
            None => out.extend(&text.raw()[start..end])?,
        }
        *at = end;
        Ok(())
    }

    /// From the last anchor before `at` to the next one behind it.
    fn segment<U: Units>(&self, text: U, at: usize) -> (usize, usize) {
        let mut end = at;
        while let Some((code_point, width)) = text.code_point(end)
            && (end == at || matches!(self.actions.get(code_point), Action::Join | Action::Skip))
        {
            end += width;
        }
        (self.anchor_before(text, at), end)
    }

    /// The nearest place at or before `at` where the text may be cut.
    fn anchor_before<U: Units>(&self, text: U, mut at: usize) -> usize {
        let mut here = text.code_point(at);
        while at > 0
            && here.is_some_and(|(code_point, _)| matches!(self.actions.get(code_point), Action::Join | Action::Skip))
        {
            here = text.code_point_before(at);
            at -= here.map_or(0, |(_, width)| width);
        }
        at
    }

    /// Whether what the text becomes up to a place does not depend on what stands from there on, nor the other way.
    pub(super) fn is_cut<U: Units>(&self, text: U, at: usize) -> bool {
        let kind = text.code_point(at).map(|(code_point, _)| self.actions.get(code_point));
        !matches!(kind, Some(Action::Join | Action::Skip))
    }

    /// What a part of the text becomes; `None` if it stays.
    fn run<U: Units>(&self, text: U, start: usize, end: usize) -> Option<Vec<u32>> {
        let mut source = Vec::new();
        let mut at = start;
        while at < end
            && let Some((code_point, width)) = text.code_point(at)
        {
            source.push(code_point);
            at += width;
        }
        let mut now = source.clone();
        for part in &self.parts {
            now = match part {
                Part::Map(table) => table.map(&now),
                Part::Compose(form) => form.compose(&now),
            };
        }
        (now != source).then_some(now)
    }
}

/// The marks of the Arabic block that a kernel can put in order.
const RANKED: std::ops::Range<u32> = 0x600..0x700;

/// Writes all of these or nothing.
fn write_all<U: Units>(text: U, code_points: &[u32], out: &mut Window<'_, U::Raw>) -> Result<(), Refusal> {
    let before = out.len();
    for &code_point in code_points {
        if let Err(refusal) = text.encode(code_point, out) {
            out.truncate(before);
            return Err(refusal);
        }
    }
    Ok(())
}

const fn form(step: &Step) -> Option<Form> {
    match step {
        Step::Nfc => Some(Form::Nfc),
        Step::Nfkc => Some(Form::Nfkc),
        _ => None,
    }
}

/// Every code point that some step may change by itself, in order.
fn domain(steps: &[Step]) -> Vec<u32> {
    let mut domain: Vec<u32> = steps.iter().flat_map(Step::domain).collect();
    domain.sort_unstable();
    domain.dedup();
    domain
}

/// What a code point becomes by these steps, none of them a composition.
fn image(steps: &[Step], code_point: u32) -> Vec<u32> {
    steps
        .iter()
        .fold(vec![code_point], |now, step| now.into_iter().flat_map(|code_point| step.map(code_point)).collect())
}

/// The order of the combining classes that marks of the Arabic block have; 0 for others.
const fn rank(class: u8) -> u8 {
    match class {
        27..=35 => class - 26,
        220 => 10,
        230 => 11,
        _ => 0,
    }
}
