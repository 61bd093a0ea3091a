//! Steps that map single code points, fused into one table.

use super::Output;
use super::steps::Step;
use crate::scan::{Fold, FoldTable, Units};
use crate::span::OffsetMapBuilder;

const KEEP: u32 = u32::MAX;
/// Set where the low bits are an index into `sequences`; nothing at all is a sequence too.
const SEQUENCE: u32 = 1 << 31;

/// What becomes of each code point: kept, replaced by one, or by a sequence (deleted: an empty one).
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The page of each 256 code points; page 0 keeps everything.
    page_of: Box<[u8; 0x1100]>,
    pages: Vec<[u32; 256]>,
    sequences: Vec<Box<[u32]>>,
    /// The same for the kernels.
    fold: FoldTable,
}

impl Table {
    pub(super) fn new(steps: &[&Step]) -> Self {
        let mut domain: Vec<u32> = steps.iter().flat_map(|step| step.domain()).collect();
        domain.sort_unstable();
        domain.dedup();
        let mut table = Self {
            page_of: Box::new([0; 0x1100]),
            pages: vec![[KEEP; 256]],
            sequences: vec![Box::from([])],
            fold: FoldTable::new([]),
        };
        for &code_point in &domain {
            let mut current = vec![code_point];
            for step in steps {
                current = current.into_iter().flat_map(|code_point| step.map(code_point)).collect();
            }
            let action = match *current.as_slice() {
                [same] if same == code_point => continue,
                [other] => other,
                [] => SEQUENCE,
                _ => {
                    table.sequences.push(current.into_boxed_slice());
                    SEQUENCE | (table.sequences.len() - 1) as u32
                }
            };
            let page = &mut table.page_of[(code_point >> 8) as usize];
            if *page == 0 {
                table.pages.push([KEEP; 256]);
                // The domains of all steps lie on fewer than 256 pages; what lay beyond would be kept.
                *page = u8::try_from(table.pages.len() - 1).unwrap_or(0);
            }
            if *page != 0 {
                table.pages[usize::from(*page)][(code_point & 0xFF) as usize] = action;
            }
        }
        table.fold = FoldTable::new(domain.into_iter().map(|code_point| {
            let fold = match table.action(code_point) {
                KEEP => Fold::Keep,
                SEQUENCE => Fold::Delete,
                action if action & SEQUENCE != 0 => Fold::Other,
                other => Fold::Replace(other),
            };
            (code_point, fold)
        }));
        table
    }

    fn action(&self, code_point: u32) -> u32 {
        let page = self.page_of.get((code_point >> 8) as usize).copied().unwrap_or(0);
        self.pages[usize::from(page)][(code_point & 0xFF) as usize]
    }

    /// The text after all steps, with the map if one is wanted; `None` when nothing changes.
    pub(super) fn run<U: Units, O: Output>(&self, text: U, map: Option<&mut OffsetMapBuilder>) -> Option<O> {
        // Up to the first character that changes there is nothing to write.
        let mut at = text.unchanged(&self.fold, 0);
        while let Some((code_point, width)) = text.code_point(at)
            && self.action(code_point) == KEEP
        {
            at = text.unchanged(&self.fold, at + width);
        }
        text.code_point(at)?;
        let mut out = O::default();
        out.copy(text, 0, at);
        match map {
            None => self.fold_rest(text, at, &mut out),
            Some(map) => {
                map.push(at, at);
                while let Some((code_point, width)) = text.code_point(at) {
                    map.push(width, self.apply(code_point, &mut out));
                    at += width;
                }
            }
        }
        Some(out)
    }

    /// Writes the rest of the text by kernel, and one by one what no kernel does.
    fn fold_rest<U: Units, O: Output>(&self, text: U, mut at: usize, out: &mut O) {
        loop {
            at = out.fold(text, &self.fold, at);
            // Where one such character is, others are near: a kernel is not started anew for each.
            for _ in 0..16 {
                let Some((code_point, width)) = text.code_point(at) else { return };
                self.apply(code_point, out);
                at += width;
            }
        }
    }

    /// Writes what one code point becomes; returns how many units that is.
    fn apply<O: Output>(&self, code_point: u32, out: &mut O) -> usize {
        match self.action(code_point) {
            KEEP => out.push(code_point),
            action if action & SEQUENCE == 0 => out.push(action),
            action => {
                let sequence = &self.sequences[(action & !SEQUENCE) as usize];
                sequence.iter().map(|&code_point| out.push(code_point)).sum()
            }
        }
    }
}
