//! Double quotation marks of one kind.

use crate::chars::{Class, class};
use crate::normalize::steps::Quotes;
use crate::scan::Units;

/// The marks that are unified: the straight one, and those that say whether they open or close.
pub(super) const STOPS: &[u32] =
    &[0x22, 0xAB, 0xBB, 0x201C, 0x201D, 0x201E, 0x201F, 0x275D, 0x275E, 0x301D, 0x301E, 0xFF02];

/// How many characters around a mark are looked at, at most.
pub(super) const NEAR: usize = 4;

/// The mark that takes the place of the one at `at`; `None` where it stays.
pub(super) fn quote<U: Units>(text: U, at: usize, mark: u32, to: Quotes) -> Option<u32> {
    let opens = match mark {
        0x22 | 0xFF02 => opens(text, at, mark),
        0xAB | 0x201C | 0x201E | 0x201F | 0x275D | 0x301D => true,
        0xBB | 0x201D | 0x275E | 0x301E => false,
        _ => return None,
    };
    let image = match (to, opens) {
        (Quotes::Guillemets, true) => 0xAB,
        (Quotes::Guillemets, false) => 0xBB,
        (_, true) => 0x201C,
        (_, false) => 0x201D,
    };
    (image != mark).then_some(image)
}

/// Whether a straight mark opens: what stands beside it tells. Between letters it opens behind a proclitic (و"نعم" or
/// لـ"نعم") and closes otherwise.
fn opens<U: Units>(text: U, at: usize, mark: u32) -> bool {
    let of_word = |code_point: u32| {
        let class = class(code_point);
        class.is_letter() || class.is_mark() || matches!(class, Class::Tatweel | Class::Digit | Class::Number)
    };
    let behind = text.code_point(at + U::width(mark));
    let Some((behind, _)) =
        behind.filter(|&(code_point, _)| !matches!(class(code_point), Class::Space | Class::Newline))
    else {
        return false;
    };
    let Some((before, _)) = text.code_point_before(at) else { return true };
    if !of_word(before) {
        // Behind a space or an opening mark; a closing mark or a full stop is before what closes too.
        return matches!(class(before), Class::Space | Class::Newline)
            || matches!(before, 0x28 | 0x5B | 0x7B | 0xAB | 0x201C);
    }
    if !of_word(behind) {
        return false;
    }
    let mut unit = at;
    for letters in 0..NEAR {
        match text.code_point_before(unit) {
            Some((code_point, width)) if of_word(code_point) => {
                // One letter that is written together with the next word, perhaps with its stroke or vowel.
                let proclitic = matches!(code_point, 0x648 | 0x641 | 0x628 | 0x644 | 0x643);
                if !proclitic && !matches!(class(code_point), Class::Tatweel | Class::ArabicMark) {
                    return false;
                }
                unit -= width;
            }
            _ => return letters > 0,
        }
    }
    false
}
