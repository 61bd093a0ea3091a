//! Steps that look at what stands around a character.
//!
//! Each finds its edits from start to end, reading only the source; what lies between two edits is copied as it is. A
//! look around is remembered or ends at a bound, so that every step takes linear time.

use super::output::Changes;
use super::steps::{Punctuation, Quotes, Step, Tanween, Tatweels};
use crate::chars::{Class, class};
use crate::scan::{Fold, FoldTable, Refusal, Units, Window};

mod around;
mod letters;
mod marks;
mod quotes;

use around::Around;

/// A step of this kind, ready to run.
#[derive(Clone, Debug)]
pub(super) struct Context {
    kind: Kind,
    /// Stops at the characters that an edit may begin at or is told by; `None` where any may be.
    stops: Option<FoldTable>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    TatweelInWords,
    Elongation,
    Spaces,
    Tanween(Tanween),
    Punctuation(Punctuation),
    Quotes(Quotes),
    LeadingMadda,
}

/// What takes the place of a part of the text.
struct Edit {
    start: usize,
    end: usize,
    image: Vec<u32>,
}

impl Context {
    /// The step, if it is of this kind.
    pub(super) fn new(step: &Step) -> Option<Self> {
        let kind = match step {
            Step::StripTatweel(Tatweels::InsideWords) => Kind::TatweelInWords,
            Step::CollapseElongation => Kind::Elongation,
            Step::CollapseSpaces => Kind::Spaces,
            Step::PlaceTanween(tanween) => Kind::Tanween(*tanween),
            Step::UnifyPunctuation(to) if *to != Punctuation::Latin => Kind::Punctuation(*to),
            Step::UnifyQuotes(to) if *to != Quotes::Ascii => Kind::Quotes(*to),
            Step::PyarabicLeadingMadda => Kind::LeadingMadda,
            _ => return None,
        };
        let stops: &[u32] = match kind {
            Kind::TatweelInWords => &[0x640],
            Kind::Tanween(_) => &[0x64B],
            Kind::Punctuation(to) => around::stops(to),
            Kind::Quotes(_) => quotes::STOPS,
            Kind::LeadingMadda => &[0x622],
            Kind::Elongation | Kind::Spaces => return Some(Self { kind, stops: None }),
        };
        let stops = FoldTable::new(stops.iter().map(|&code_point| (code_point, Fold::Other, 0)));
        Some(Self { kind, stops: Some(stops) })
    }

    /// Where the first part of the text starts that changes; `None` where nothing does.
    pub(super) fn first_change<U: Units>(&self, text: U) -> Option<usize> {
        self.next(text, 0, &mut Around::default()).map(|edit| edit.start)
    }

    /// As [`Pass::write`](super::pass::Pass::write).
    pub(super) fn write<U: Units>(
        &self,
        text: U,
        at: &mut usize,
        out: &mut Window<'_, U::Raw>,
        changes: &mut impl Changes,
    ) -> Result<(), Refusal> {
        let mut around = Around::default();
        loop {
            let edit = self.next(text, *at, &mut around);
            let kept = edit.as_ref().map_or(text.len(), |edit| edit.start);
            out.extend(&text.raw()[*at..kept])?;
            *at = kept;
            let Some(edit) = edit else { return Ok(()) };
            let result = out.len();
            for &code_point in &edit.image {
                if let Err(refusal) = text.encode(code_point, out) {
                    out.truncate(result);
                    return Err(refusal);
                }
            }
            if edit.image.is_empty() {
                for start in (edit.start..edit.end).step_by(64) {
                    changes.delete(start, result, u64::MAX >> (64 - (edit.end - start).min(64)));
                }
            } else if edit.image.len() > 1 || out.len() - result != edit.end - edit.start {
                changes.change(edit.start, result, edit.end - edit.start, out.len() - result);
            }
            *at = edit.end;
        }
    }

    /// Whether the step looks at the start of the text and at nothing else.
    pub(super) fn is_for_the_start(&self) -> bool {
        self.kind == Kind::LeadingMadda
    }

    /// The first edit from `from` on, which is 0 or where an edit ended.
    fn next<U: Units>(&self, text: U, from: usize, around: &mut Around) -> Option<Edit> {
        let Some(stops) = &self.stops else {
            return match self.kind {
                Kind::Elongation => letters::elongation(text, from),
                _ => letters::spaces(text, from),
            };
        };
        let mut at = from;
        loop {
            at += text.slice(at, text.len()).unchanged(stops);
            let (code_point, width) = text.code_point(at)?;
            // Kernels stop more often than they are asked to.
            let found = match self.kind {
                Kind::TatweelInWords if code_point == 0x640 => {
                    let (edit, end) = letters::tatweels(text, at);
                    if edit.is_none() {
                        at = end;
                        continue;
                    }
                    edit
                }
                Kind::Tanween(Tanween::BeforeAlef) if code_point == 0x64B => marks::before_alef(text, at),
                Kind::Tanween(Tanween::AfterAlef) if code_point == 0x64B => marks::after_alef(text, at),
                Kind::Punctuation(to) => around.mark(text, at, code_point, to).map(|mark| one(at, width, mark)),
                Kind::Quotes(to) => quotes::quote(text, at, code_point, to).map(|mark| one(at, width, mark)),
                Kind::LeadingMadda => return marks::leading_madda(text, at),
                _ => None,
            };
            if found.is_some() {
                return found;
            }
            at += width;
        }
    }

    /// Whether what the text becomes before a place does not depend on what stands from there on, nor the other way:
    /// between the two letters of a word that differ, with nothing but letters near by, and between lines.
    pub(super) fn is_cut<U: Units>(&self, text: U, at: usize) -> bool {
        let after_line = text.code_point_before(at).is_some_and(|(code_point, _)| code_point == 0xA);
        let starts_line = text.code_point(at).is_none_or(|(code_point, _)| class(code_point) != Class::Newline);
        match self.kind {
            // Behind more than the three characters that it looks at.
            Kind::LeadingMadda => at > 4 * quotes::NEAR && text.code_point(at).is_some(),
            _ if after_line && starts_line => true,
            _ => {
                let is_letter = |found: Option<(u32, usize)>| {
                    found.is_some_and(|(code_point, _)| class(code_point).is_arabic_script_letter())
                };
                let (mut before, mut behind) = (at, at);
                text.code_point(at).map(|(here, _)| here) != text.code_point_before(at).map(|(before, _)| before)
                    && (0..quotes::NEAR).all(|_| {
                        let (last, next) = (text.code_point_before(before), text.code_point(behind));
                        before -= last.map_or(0, |(_, width)| width);
                        behind += next.map_or(0, |(_, width)| width);
                        is_letter(last) && is_letter(next)
                    })
            }
        }
    }
}

/// One character for another.
fn one(at: usize, width: usize, image: u32) -> Edit {
    Edit { start: at, end: at + width, image: vec![image] }
}

/// Whether a letter of the Arabic script starts at a place.
fn letter_at<U: Units>(text: U, at: usize) -> bool {
    text.code_point(at).is_some_and(|(code_point, _)| class(code_point).is_arabic_script_letter())
}

/// Where the first character starts that is no mark, from `at` on.
fn behind_marks<U: Units>(text: U, mut at: usize) -> usize {
    while let Some((code_point, width)) = text.code_point(at)
        && class(code_point) == Class::ArabicMark
    {
        at += width;
    }
    at
}

/// The character before `at` that is no mark, and where it starts.
fn base_before<U: Units>(text: U, mut at: usize) -> Option<(u32, usize)> {
    loop {
        let (code_point, width) = text.code_point_before(at)?;
        at -= width;
        if class(code_point) != Class::ArabicMark {
            return Some((code_point, at));
        }
    }
}
