//! The kernel for every processor, and the one that defines what the others do.

use super::{Fold, Log, Window};
use crate::scan::Units;

/// Folds a text from its start up to the first code point at which `get` has no answer, or before a pair of marks
/// that is not for exchanging. Without `out` it goes only as far as nothing changes. Returns how many units were done.
#[inline]
pub(in crate::scan) fn fold<U: Units, L: Log>(
    text: U,
    get: impl Fn(u32) -> Option<(Fold, u8)>,
    mut out: Option<&mut Window<'_, U::Raw>>,
    log: &mut L,
) -> usize {
    let mut at = 0;
    // Of what stands before `at`: its rank, and whether it was exchanged.
    let (mut before, mut exchanged) = (0, false);
    while let Some((code_point, width)) = text.code_point(at) {
        let Some((fold, rank)) = get(code_point) else { break };
        if rank != 0
            && let Some((other, next_width)) = text.code_point(at + width)
            && let Some((next_fold, next_rank)) = get(other)
            && next_rank != 0
            && next_rank < rank
        {
            let end = at + width + next_width;
            let behind = text.code_point(end).and_then(|(behind, _)| get(behind)).map_or(0, |(_, rank)| rank);
            let stay = fold == Fold::Keep && next_fold == Fold::Keep;
            let Some(out) = out.as_deref_mut() else { break };
            if !stay || before > next_rank || exchanged || behind != 0 && behind < rank {
                break;
            }
            log.block(at, out.len(), 0, 1);
            if text.encode(other, out).and_then(|()| text.encode(code_point, out)).is_err() {
                break;
            }
            (at, before, exchanged) = (end, next_rank, true);
            continue;
        }
        let written = match (fold, out.as_deref_mut()) {
            (Fold::Keep, None) => Ok(()),
            (_, None) | (Fold::Other, _) => break,
            (Fold::Keep, Some(out)) => text.encode(code_point, out),
            (Fold::Replace(other), Some(out)) => text.encode(other, out),
            (Fold::Delete, Some(out)) => {
                log.block(at, out.len(), (1 << width) - 1, 0);
                Ok(())
            }
        };
        if written.is_err() {
            break;
        }
        at += width;
        (before, exchanged) = (rank, false);
    }
    at
}
