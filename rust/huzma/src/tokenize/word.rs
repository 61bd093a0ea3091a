//! Words, proclitics before a tatweel, and abbreviations with points.

use super::{Cursor, Kind, address};
use crate::chars::Class;
use crate::scan::Units;

const POINT: u32 = 0x2E;
const WAW: u32 = 0x648;

/// How the letters of the Latin alphabet are spelt in Arabic; two or more of them joined by points are an
/// abbreviation: بي.بي.سي.
const LETTER_NAMES: &[&str] = &[
    "إيه", "ايه", "إي", "اي", "أي", "آي", "بي", "سي", "دي", "إف", "اف", "جي", "إتش", "اتش", "جيه", "كي", "كيه", "إل",
    "ال", "إم", "ام", "إن", "ان", "أو", "او", "كيو", "آر", "ار", "إس", "اس", "تي", "يو", "في", "إكس", "اكس", "واي",
    "زد",
];
/// Latin abbreviations that are followed by a name or a number.
const LATIN_TITLES: &[&str] =
    &["mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "vs", "no", "gen", "col", "lt", "inc", "ltd", "corp", "co"];
pub(super) const LONGEST_LETTER_NAME: usize = 4;

/// The word that starts at the cursor, which stands on a letter.
pub(super) fn word<U: Units>(here: Cursor<U>) -> (Kind, usize) {
    if let Some(end) = abbreviation(here) {
        return (Kind::Word, end);
    }
    let end = end(here);
    let kind = if is_proclitic(here, end) { Kind::Proclitic } else { Kind::Word };
    (kind, end)
}

/// What starts with a tatweel: a letter form or a mark on its carrier, else a stroke.
pub(super) fn tatweel<U: Units>(here: Cursor<U>) -> (Kind, usize) {
    let after = here.skip_while(|class, _| class == Class::Tatweel);
    match after.class() {
        Some(class) if class.is_arabic_script_letter() || class == Class::ArabicMark => {
            (Kind::Word, end_of(here, Some(true)))
        }
        _ => (Kind::Punctuation, after.at),
    }
}

fn end<U: Units>(here: Cursor<U>) -> usize {
    end_of(here, None)
}

/// The end of a word of Arabic, of another script, or of that of its first letter.
fn end_of<U: Units>(here: Cursor<U>, mut arabic: Option<bool>) -> usize {
    let mut end = here;
    while let Some((code_point, width)) = end.peek() {
        let next = end.skip(width);
        match crate::chars::class(code_point) {
            class if class.is_letter() => {
                // Scripts do not mix in a word: وWhatsApp is و and WhatsApp.
                if *arabic.get_or_insert(class.is_arabic_script_letter()) != class.is_arabic_script_letter() {
                    break;
                }
            }
            class if class.is_mark() => {}
            Class::Joiner => {}
            Class::Tatweel if arabic != Some(false) => {}
            // COVID19 is one word; منذ1961 is two.
            Class::Digit if arabic == Some(false) => {}
            // Formatting inside a word is part of it, at its end it is not.
            Class::Format if code_point != 0x200B => {
                let after = next.skip_while(|class, code_point| class == Class::Format && code_point != 0x200B);
                if !continues(after, arabic) {
                    break;
                }
                end = after;
                continue;
            }
            Class::Punctuation if matches!(code_point, 0x27 | 0x2019) => {
                if !continues(next, arabic) || address::scheme(next).is_some() {
                    break;
                }
            }
            _ => break,
        }
        end = next;
    }
    end.at
}

fn continues<U: Units>(after: Cursor<U>, arabic: Option<bool>) -> bool {
    after.class().is_some_and(|class| class.is_letter() && arabic == Some(class.is_arabic_script_letter()))
}

/// `[وف]?[بكل]?(ال)?` or `[وف]?لل`, unvocalised or not, before one or more tatweel.
fn is_proclitic<U: Units>(here: Cursor<U>, end: usize) -> bool {
    let mut letters = [0u32; 4];
    let mut count = 0;
    let mut cursor = here;
    let mut stroke = false;
    while cursor.at < end
        && let Some((code_point, width)) = cursor.peek()
    {
        match crate::chars::class(code_point) {
            Class::Tatweel => stroke = true,
            Class::ArabicMark => {}
            Class::ArabicLetter if !stroke && count < letters.len() => {
                letters[count] = code_point;
                count += 1;
            }
            _ => return false,
        }
        cursor = cursor.skip(width);
    }
    if !stroke {
        return false;
    }
    const FEH: u32 = 0x641;
    const BEH: u32 = 0x628;
    const KAF: u32 = 0x643;
    const LAM: u32 = 0x644;
    const ALEF: u32 = 0x627;
    let rest = match &letters[..count] {
        [] => return false,
        [WAW | FEH, rest @ ..] => rest,
        rest => rest,
    };
    matches!(rest, [] | [BEH | KAF | LAM] | [ALEF, LAM] | [BEH | KAF, ALEF, LAM] | [LAM, LAM])
}

/// `أ.ف.ب`, `بي.بي.سي`, `U.S`, or one letter or title before a name: `د. أحمد`, `J. Smith`.
///
/// The last point of several is left to the sentence: `وكالة أ.ف.ب.` ends one.
fn abbreviation<U: Units>(here: Cursor<U>) -> Option<usize> {
    let first = Part::at(here).filter(|part| part.end.peek_is(POINT))?;
    if here.before_class().is_some_and(|class| class.is_letter() || class == Class::Digit || class.is_mark()) {
        return None;
    }
    // One part alone, as at the end of most sentences.
    if !first.end.skip(1).class().is_some_and(Class::is_letter) {
        return before_name(here, &first);
    }
    let mut parts = 0usize;
    let mut letters_only = true;
    let mut cursor = here;
    let mut end = here.at;
    while let Some(part) = Part::at(cursor) {
        // وأ.ف.ب: the conjunction is written to the first letter.
        let conjoined = parts == 0 && part.length == 2 && part.letters[0] == WAW;
        let spelt = part.length > 1 && !conjoined;
        if spelt && !LETTER_NAMES.iter().any(|name| part.is(name)) {
            break;
        }
        letters_only &= !spelt;
        parts += 1;
        end = part.end.at;
        match part.end.take(POINT) {
            Some(next) if next.class().is_some_and(Class::is_letter) => cursor = next,
            _ => break,
        }
    }
    if parts >= 2 && (letters_only || parts >= 3) {
        return Some(end);
    }
    before_name(here, &first)
}

/// One letter or a title with its point, if a name follows.
fn before_name<U: Units>(here: Cursor<U>, part: &Part<U>) -> Option<usize> {
    let point = part.end.take(POINT)?;
    let arabic = here.class()?.is_arabic_script_letter();
    if arabic && (part.length > 2 || part.length == 2 && part.letters[0] != WAW) {
        return None;
    }
    let follows = point.skip_while(|class, _| class == Class::Space);
    let name = follows.class().is_some_and(|class| class.is_letter() && class.is_arabic_script_letter() == arabic);
    if !name {
        return None;
    }
    let short = match (arabic, part.length) {
        // م and ق after a year end it: 2016 م. وقال
        (true, 1) => !(["م", "ق", "ه"].iter().any(|unit| part.is(unit)) && follows_number(here)),
        (true, 2) => ["ود", "وأ", "وم"].iter().any(|title| part.is(title)),
        (true, _) => false,
        (false, 1) => part.letters[0] < 0x80 && (part.letters[0] as u8).is_ascii_uppercase(),
        (false, _) => LATIN_TITLES.iter().any(|title| part.is(title)),
    };
    short.then_some(point.at)
}

fn follows_number<U: Units>(here: Cursor<U>) -> bool {
    let Some((before, width)) = here.text.code_point_before(here.at) else { return false };
    let space = crate::chars::class(before) == Class::Space;
    let cursor = if space { Cursor { at: here.at - width, ..here } } else { here };
    cursor.before_class() == Some(Class::Digit)
}

/// A run of letters of one script, no longer than the name of a letter.
struct Part<U> {
    end: Cursor<U>,
    letters: [u32; LONGEST_LETTER_NAME],
    length: usize,
}

impl<U: Units> Part<U> {
    fn at(here: Cursor<U>) -> Option<Self> {
        let first = here.class().filter(|class| matches!(class, Class::ArabicLetter | Class::Letter))?;
        let mut part = Self { end: here, letters: [0; LONGEST_LETTER_NAME], length: 0 };
        while let Some((code_point, width)) = part.end.peek()
            && crate::chars::class(code_point) == first
        {
            *part.letters.get_mut(part.length)? = code_point;
            part.length += 1;
            part.end = part.end.skip(width);
        }
        Some(part)
    }

    /// Whether these are its letters, whatever their case.
    fn is(&self, word: &str) -> bool {
        let fold = |letter: u32| char::from_u32(letter).map(|letter| letter.to_ascii_lowercase());
        word.chars().map(Some).eq(self.letters[..self.length].iter().map(|&letter| fold(letter)))
    }
}
