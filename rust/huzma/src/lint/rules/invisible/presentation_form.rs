use unicode_normalization::UnicodeNormalization;

use crate::chars::{Class, class_of};
use crate::finding::{Finding, Safety, code};
use crate::lint::{Rule, Surveyed};
use crate::span::{Edit, Span};

code! {
    /// ## What it does
    /// Finds letters that are encoded by their shape (U+FB50–U+FDCF, U+FE70–U+FEFC), a run of them as one finding.
    ///
    /// ## Why it matters
    /// They come from PDF files and old reshaping code. The word looks right and equals no word: search, tokenizing
    /// and vocabularies miss it.
    ///
    /// ## Example
    /// `\u{FEDB}\u{FE98}\u{FE8E}\u{FE8F}` (kaf initial, teh medial, alef final, beh isolated) → `كتاب`
    ///
    /// ## What it leaves alone
    /// Word ligatures such as ﷺ, ornate parentheses, and everything else that compatibility folding would change
    /// (½, ², ﷼).
    ///
    /// ## Fix
    /// Safe: each letter becomes the ordinary letter, a spacing mark its mark alone. There is none where a code point
    /// has no ordinary letter, and where the shapes show that the run is stored in the order of the screen, last
    /// letter first: there the shapes are the evidence that is needed to turn it round. It is unsafe for
    /// U+FBD3–U+FBFF, slots which fonts for the Quran use for shapes of their own.
    CODE {
        code: "UI013",
        name: "presentation-form-letter",
        severity: Error,
        fix: Some(Safety::Safe),
        en: "letters encoded by their shape (Arabic Presentation Forms)",
        ar: "حروف مرمّزة بأشكالها لا بذواتها (أشكال العرض العربية)",
        keeps_canonical: true,
    }
}

pub(in crate::lint) const RULE: Rule = Rule { code: &CODE, check: Some(check) };

fn check(document: &Surveyed<'_>, findings: &mut Vec<Finding>) {
    let text = document.text();
    let mut done = 0;
    for at in document.inventory().rare_with(text, 0xEF) {
        let Some(rest) = text.get(at..).filter(|_| at >= done) else { continue };
        if !rest.starts_with(is_shaped_letter) {
            continue;
        }
        let mut end = at;
        for (offset, character) in rest.char_indices() {
            if is_shaped_letter(character) {
                end = at + offset + character.len_utf8();
            } else if !matches!(class_of(character), Class::ArabicMark | Class::Tatweel) {
                break;
            }
        }
        let span = Span::new(at, end);
        done = end;
        let finding = CODE.at(span);
        let run = document.slice(span);
        findings.push(match fold(run) {
            Some(folded) if !is_reversed(run) => {
                let edit = Edit::replace(span, folded);
                let of_fonts = run.chars().any(|character| matches!(character, '\u{FBD3}'..='\u{FBFF}'));
                if of_fonts { finding.unsafe_fix([edit]) } else { finding.safe_fix([edit]) }
            }
            _ => finding,
        });
    }
}

fn is_shaped_letter(character: char) -> bool {
    match character {
        // The ornate parentheses and the honorifics after them are no letters.
        '\u{FD3E}'..='\u{FD4F}' => false,
        '\u{FB50}'..='\u{FDCF}' | '\u{FE70}'..='\u{FEFC}' => {
            class_of(character) == Class::PresentationForm || matches!(character, '\u{FE70}'..='\u{FE7F}')
        }
        _ => false,
    }
}

/// The ordinary letters of a run; `None` if one of its code points has none.
fn fold(run: &str) -> Option<String> {
    let mut out = String::with_capacity(run.len());
    for character in run.chars() {
        if !is_shaped_letter(character) {
            out.push(character);
            continue;
        }
        let before = out.len();
        let spacing_mark = matches!(character, '\u{FE70}'..='\u{FE7F}' | '\u{FC5E}'..='\u{FC63}');
        out.extend(
            std::iter::once(character).nfkc().filter(|&part| !(spacing_mark && matches!(part, ' ' | '\u{640}'))),
        );
        if out.get(before..).is_none_or(|image| image.starts_with(character)) {
            return None;
        }
    }
    Some(out)
}

/// Whether the shapes join from the last to the first: stored in the order of the screen.
fn is_reversed(run: &str) -> bool {
    let mut forwards = 0usize;
    let mut backwards = 0usize;
    let mut before: Option<Shape> = None;
    for shape in run.chars().filter(|&character| is_shaped_letter(character)).map(shape) {
        if let (Some(left), Some(right)) = (before, shape) {
            forwards += usize::from(left.joins_next() && right.joins_previous());
            backwards += usize::from(left.joins_previous() && right.joins_next());
        }
        before = shape;
    }
    backwards > forwards
}

/// The shape of a letter in a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Isolated,
    Final,
    Initial,
    Medial,
}

impl Shape {
    fn joins_next(self) -> bool {
        matches!(self, Self::Initial | Self::Medial)
    }

    fn joins_previous(self) -> bool {
        matches!(self, Self::Final | Self::Medial)
    }
}

/// How many shapes each letter has from U+FE80 on, in the order of the block.
const SHAPES: [u8; 40] = [
    1, 2, 2, 2, 2, 4, 2, // ء آ أ ؤ إ ئ ا
    4, 2, 4, 4, 4, 4, 4, // ب ة ت ث ج ح خ
    2, 2, 2, 2, 4, 4, 4, 4, 4, 4, 4, 4, // د ذ ر ز س ش ص ض ط ظ ع غ
    4, 4, 4, 4, 4, 4, 4, 2, 2, 4, // ف ق ك ل م ن ه و ى ي
    2, 2, 2, 2, // لآ لأ لإ لا
];

fn shape(character: char) -> Option<Shape> {
    let mut first = 0xFE80;
    for count in SHAPES {
        let next = first + u32::from(count);
        if (first..next).contains(&(character as u32)) {
            return match character as u32 - first {
                0 => Some(Shape::Isolated),
                1 => Some(Shape::Final),
                2 => Some(Shape::Initial),
                _ => Some(Shape::Medial),
            };
        }
        first = next;
    }
    None
}
