//! Tatweel, elongation, runs of spaces.

use super::{Edit, base_before, letter_at};
use crate::chars::{Class, class};
use crate::scan::Units;

/// The strokes from `at` on, with marks among them: the edit that deletes them if a letter stands on either side, and
/// where they end.
pub(super) fn tatweels<U: Units>(text: U, at: usize) -> (Option<Edit>, usize) {
    let mut end = at;
    let mut marks = Vec::new();
    while let Some((code_point, width)) = text.code_point(end)
        && matches!(class(code_point), Class::Tatweel | Class::ArabicMark)
    {
        if code_point != 0x640 {
            marks.push(code_point);
        }
        end += width;
    }
    let inside = letter_at(text, end)
        && base_before(text, at).is_some_and(|(code_point, _)| class(code_point).is_arabic_script_letter());
    (inside.then_some(Edit { start: at, end, image: marks }), end)
}

/// The first letter of the script that stands three times or more in a row: all but one go.
pub(super) fn elongation<U: Units>(text: U, from: usize) -> Option<Edit> {
    run(text, from, 3, |code_point| class(code_point).is_arabic_script_letter())
}

/// The first spaces that stand in a row: all but one go.
pub(super) fn spaces<U: Units>(text: U, from: usize) -> Option<Edit> {
    run(text, from, 2, |code_point| code_point == 0x20)
}

/// The first run of at least `least` equal characters, without its first one.
fn run<U: Units>(text: U, from: usize, least: usize, wanted: impl Fn(u32) -> bool) -> Option<Edit> {
    // An edit that was found before starts behind the first character of its run.
    if let (Some((before, _)), Some((first, width))) = (text.code_point_before(from), text.code_point(from))
        && before == first
        && wanted(first)
    {
        let mut end = from;
        while text.code_point(end).is_some_and(|(next, _)| next == first) {
            end += width;
        }
        return Some(Edit { start: from, end, image: Vec::new() });
    }
    let mut at = from;
    loop {
        let (first, width) = text.code_point(at)?;
        let start = at + width;
        let (mut end, mut count) = (start, 1);
        while text.code_point(end).is_some_and(|(next, _)| next == first) {
            end += width;
            count += 1;
        }
        if count >= least && wanted(first) {
            return Some(Edit { start, end, image: Vec::new() });
        }
        at = end;
    }
}
