//! Where fathatan stands beside its alef, and the hamza of a leading madda.

use super::{Edit, base_before, behind_marks, letter_at};
use crate::chars::{Class, class};
use crate::scan::Units;

const FATHATAN: u32 = 0x64B;

/// Alef or alef maksura, which carry the tanween of a word's end.
const fn carries(code_point: u32) -> bool {
    matches!(code_point, 0x627 | 0x649)
}

const fn is_tanween(code_point: u32) -> bool {
    matches!(code_point, 0x64B..=0x64D)
}

/// Fathatan at `at`, behind the alef that ends a word: it goes before it, first of the marks that are there.
pub(super) fn before_alef<U: Units>(text: U, at: usize) -> Option<Edit> {
    let (alef, alef_width) = text.code_point_before(at)?;
    let end = at + text.code_point(at)?.1;
    if !carries(alef) || letter_at(text, behind_marks(text, end)) {
        return None;
    }
    let alef_at = at - alef_width;
    let (base, base_at) = base_before(text, alef_at)?;
    if !class(base).is_arabic_script_letter() {
        return None;
    }
    let start = base_at + U::width(base);
    let mut image = vec![FATHATAN];
    let mut unit = start;
    while unit < at
        && let Some((code_point, width)) = text.code_point(unit)
    {
        if is_tanween(code_point) {
            return None;
        }
        image.push(code_point);
        unit += width;
    }
    Some(Edit { start, end, image })
}

/// Fathatan at `at`, before the alef that ends a word: it goes behind it.
pub(super) fn after_alef<U: Units>(text: U, at: usize) -> Option<Edit> {
    let mut unit = at + text.code_point(at)?.1;
    let mut image = Vec::new();
    // Up to the next tanween at most, so that many of them in a row are not looked through again and again.
    loop {
        let (code_point, width) = text.code_point(unit)?;
        unit += width;
        image.push(code_point);
        if carries(code_point) {
            break;
        }
        if class(code_point) != Class::ArabicMark || is_tanween(code_point) {
            return None;
        }
    }
    let ends = text.code_point(unit).is_none_or(|(next, _)| {
        let class = class(next);
        class != Class::ArabicMark && class != Class::Tatweel && !class.is_arabic_script_letter()
    });
    image.push(FATHATAN);
    let stands_on_letter = || base_before(text, at).is_some_and(|(base, _)| class(base).is_arabic_script_letter());
    (ends && stands_on_letter()).then_some(Edit { start: at, end: unit, image })
}

/// What PyArabic 0.6.15 makes of a text that begins with آ: ءا where the third character is a shadda or the last one,
/// and the second is no haraka.
pub(super) fn leading_madda<U: Units>(text: U, at: usize) -> Option<Edit> {
    if at > 0 {
        return None;
    }
    let (madda, first) = text.code_point(0)?;
    let (second, second_width) = text.code_point(first)?;
    let (third, third_width) = text.code_point(first + second_width)?;
    let is_last = first + second_width + third_width == text.len();
    let haraka = matches!(second, 0x64B..=0x650 | 0x652);
    (madda == 0x622 && !haraka && (third == 0x651 || is_last)).then(|| Edit {
        start: 0,
        end: first,
        image: vec![0x621, 0x627],
    })
}
