//! Emoji sequences: modifiers, variation selectors, joined parts, flags, keycaps.

use super::{Cursor, Kind};
use crate::chars::Class;
use crate::scan::Units;

pub(super) const VARIATION: u32 = 0xFE0F;
const KEYCAP: u32 = 0x20E3;
const ZERO_WIDTH_JOINER: u32 = 0x200D;

/// The end of the emoji that starts at the cursor.
pub(super) fn end<U: Units>(here: Cursor<U>) -> usize {
    let Some((first, width)) = here.peek() else { return here.at };
    let mut end = here.skip(width);
    if is_regional_indicator(first) {
        return match end.peek() {
            Some((second, width)) if is_regional_indicator(second) => end.skip(width).at,
            _ => end.at,
        };
    }
    loop {
        end = end.skip_while(
            |_, code_point| matches!(code_point, VARIATION | KEYCAP | 0x1F3FB..=0x1F3FF | 0xE0020..=0xE007F),
        );
        let joined = end.take(ZERO_WIDTH_JOINER).and_then(|after| {
            let (code_point, width) = after.peek()?;
            let part = matches!(crate::chars::class(code_point), Class::Emoji | Class::Symbol);
            part.then(|| after.skip(width))
        });
        match joined {
            Some(after) => end = after,
            None => return end.at,
        }
    }
}

/// A digit, `#` or `*` in a keycap.
pub(super) fn keycap<U: Units>(here: Cursor<U>) -> Option<(Kind, usize)> {
    let (_, width) = here.peek()?;
    let end = here.skip(width).take(VARIATION)?.take(KEYCAP)?;
    Some((Kind::Emoji, end.at))
}

fn is_regional_indicator(code_point: u32) -> bool {
    (0x1F1E6..=0x1F1FF).contains(&code_point)
}
