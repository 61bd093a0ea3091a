//! Arabic that was decoded in the wrong encoding, found by encoding it back.
//!
//! A stretch is taken only if its bytes decode strictly and come out as Arabic: nine characters of ten. What the
//! marks of quotation look like does not matter here, so nothing is to be uncurled before.

use crate::chars::is_arabic_letter;
use crate::document::Document;
use crate::span::Span;

/// The bytes 0x80 to 0x9F of windows-1252; the five that it lacks are taken for control codes, as browsers do.
#[rustfmt::skip]
const WINDOWS_1252: [u16; 32] = [
    0x20AC, 0x81, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152, 0x8D, 0x17D, 0x8F,
    0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161, 0x203A, 0x153, 0x9D, 0x17E, 0x178,
];

/// The bytes 0x80 to 0xFF of windows-1256.
#[rustfmt::skip]
const WINDOWS_1256: [u16; 128] = [
    0x20AC, 0x67E, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x679, 0x2039, 0x152, 0x686, 0x698, 0x688,
    0x6AF, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x6A9, 0x2122, 0x691, 0x203A, 0x153, 0x200C, 0x200D, 0x6BA,
    0xA0, 0x60C, 0xA2, 0xA3, 0xA4, 0xA5, 0xA6, 0xA7, 0xA8, 0xA9, 0x6BE, 0xAB, 0xAC, 0xAD, 0xAE, 0xAF,
    0xB0, 0xB1, 0xB2, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9, 0x61B, 0xBB, 0xBC, 0xBD, 0xBE, 0x61F,
    0x6C1, 0x621, 0x622, 0x623, 0x624, 0x625, 0x626, 0x627, 0x628, 0x629, 0x62A, 0x62B, 0x62C, 0x62D, 0x62E, 0x62F,
    0x630, 0x631, 0x632, 0x633, 0x634, 0x635, 0x636, 0xD7, 0x637, 0x638, 0x639, 0x63A, 0x640, 0x641, 0x642, 0x643,
    0xE0, 0x644, 0xE2, 0x645, 0x646, 0x647, 0x648, 0xE7, 0xE8, 0xE9, 0xEA, 0xEB, 0x649, 0x64A, 0xEE, 0xEF,
    0x64B, 0x64C, 0x64D, 0x64E, 0xF4, 0x64F, 0x650, 0xF7, 0x651, 0xF9, 0x652, 0xFB, 0xFC, 0x200E, 0x200F, 0x6D2,
];

/// Fewer letters that come out prove nothing.
const LETTERS: usize = 3;
/// The commonest words of Arabic.
const COMMON: &[&str] = &["في", "من", "على", "أن", "إلى", "التي", "عن", "الذي", "مع", "هذا", "هذه", "بعد"];

/// Stretches of UTF-8 that were read as windows-1252 or Latin-1, and what they say.
pub(super) fn utf8_as_latin(text: &str) -> Vec<(Span, String)> {
    // The lead bytes D8 and D9 of Arabic letters, as Ø and Ù.
    if memchr::memchr(0xC3, text.as_bytes()).is_none() || !text.contains(['Ø', 'Ù']) {
        return Vec::new();
    }
    stretches(text, latin_byte, from_utf8)
}

/// Stretches of UTF-8 that were read as windows-1256, and what they say.
pub(super) fn utf8_as_1256(document: &Document<'_>) -> Vec<(Span, String)> {
    let text = document.text();
    let bytes = text.as_bytes();
    // Two letters of it: a lead byte, a sign, a lead byte again. Lead bytes come out as ط and ظ, D8 B7 and D8 B8.
    let is_between = |at: usize| {
        let before = at.checked_sub(2).and_then(|before| bytes.get(before..at));
        if !matches!(before, Some([0xD8, 0xB7 | 0xB8])) {
            return false;
        }
        let mut after = text.get(at..).unwrap_or_default().chars();
        after.next().is_some_and(|sign| !is_arabic_letter(sign) && windows_1256_byte(sign).is_some())
            && matches!(after.next(), Some('ط' | 'ظ'))
    };
    let inventory = document.inventory();
    let signs = inventory.rare().iter().chain(inventory.signs()).chain(inventory.marks());
    let mut found = signs.map(|&at| at as usize).any(is_between);
    if !found && inventory.letters().extended {
        found = memchr::memchr2_iter(0xB7, 0xB8, bytes).any(|second| is_between(second + 1));
    }
    if !found {
        return Vec::new();
    }
    stretches(text, windows_1256_byte, from_utf8)
}

/// Stretches of windows-1256 that were read as windows-1252 or Latin-1, and what they say.
pub(super) fn windows_1256_as_latin(text: &str) -> Vec<(Span, String)> {
    if memchr::memchr(0xC3, text.as_bytes()).is_none() {
        return Vec::new();
    }
    stretches(text, latin_byte, |bytes| {
        let decoded: String = bytes
            .iter()
            .filter_map(|&byte| match byte.checked_sub(0x80) {
                None => Some(char::from(byte)),
                Some(high) => WINDOWS_1256.get(usize::from(high)).and_then(|&unit| char::from_u32(u32::from(unit))),
            })
            .collect();
        Some(decoded).filter(|decoded| is_arabic(decoded, true))
    })
}

/// What bytes say as UTF-8, if that is Arabic.
fn from_utf8(bytes: &[u8]) -> Option<String> {
    String::from_utf8(bytes.to_vec()).ok().filter(|decoded| is_arabic(decoded, false))
}

/// The byte of a character in windows-1252 or Latin-1, of those above ASCII.
fn latin_byte(character: char) -> Option<u8> {
    match character as u32 {
        code_point @ 0x80..=0xFF => Some(code_point as u8),
        code_point => byte_of(&WINDOWS_1252, code_point),
    }
}

fn windows_1256_byte(character: char) -> Option<u8> {
    match character as u32 {
        0..0x80 => None,
        code_point => byte_of(&WINDOWS_1256, code_point),
    }
}

fn byte_of(table: &[u16], code_point: u32) -> Option<u8> {
    let place = table.iter().position(|&unit| u32::from(unit) == code_point)?;
    u8::try_from(0x80 + place).ok()
}

/// Decodes again every stretch of characters that one byte stands for; ASCII signs and digits inside belong to it,
/// ASCII letters end it. Where all of it does not decode, as where sound text stands beside damaged, its words are
/// tried, as many in a row as do.
fn stretches(
    text: &str,
    byte: impl Fn(char) -> Option<u8>,
    decode: impl Fn(&[u8]) -> Option<String>,
) -> Vec<(Span, String)> {
    let mut found = Vec::new();
    let mut stretch = Stretch::default();
    for (at, character) in text.char_indices().chain([(text.len(), '\n')]) {
        if let Some(high) = byte(character) {
            stretch.push(at, character, high);
            stretch.kept = stretch.bytes.len();
        } else if !stretch.bytes.is_empty()
            && character.is_ascii()
            && !character.is_ascii_alphabetic()
            && !character.is_ascii_control()
        {
            stretch.push(at, character, character as u8);
        } else if !stretch.bytes.is_empty() {
            stretch.decode(&decode, &mut found);
            stretch = Stretch::default();
        }
    }
    found
}

/// Bytes that were read as characters, and where each character stands.
#[derive(Default)]
struct Stretch {
    bytes: Vec<u8>,
    /// The first byte of the text for each, and one past the last.
    places: Vec<(usize, usize)>,
    /// How many there are up to the last that is not ASCII.
    kept: usize,
}

impl Stretch {
    fn push(&mut self, at: usize, character: char, byte: u8) {
        self.bytes.push(byte);
        self.places.push((at, at + character.len_utf8()));
    }

    fn decode(&self, decode: impl Fn(&[u8]) -> Option<String>, found: &mut Vec<(Span, String)>) {
        let mut try_range = |start: usize, end: usize| {
            let decoded = self.bytes.get(start..end).and_then(&decode);
            if let (Some(decoded), Some(first), Some(last)) =
                (decoded, self.places.get(start), end.checked_sub(1).and_then(|last| self.places.get(last)))
            {
                found.push((Span::new(first.0, last.1), decoded));
                return true;
            }
            false
        };
        if self.kept == 0 || try_range(0, self.kept) {
            return;
        }
        // Words in a row whose bytes are UTF-8 and not all ASCII, as one.
        let mut run: Option<(usize, usize)> = None;
        let mut start = 0;
        for word in self.bytes.get(..self.kept).unwrap_or_default().split(|&byte| byte == b' ').chain([&[0xFF][..]]) {
            let end = start + word.len();
            if !word.is_ascii() && std::str::from_utf8(word).is_ok() {
                run = Some((run.map_or(start, |(first, _)| first), end));
            } else if let Some((first, last)) = run.take() {
                try_range(first, last);
            }
            start = end + 1;
        }
    }
}

/// Whether what came out is Arabic.
fn is_arabic(decoded: &str, by_words: bool) -> bool {
    let mut letters = 0usize;
    let mut others = 0usize;
    for character in decoded.chars().filter(|character| !character.is_ascii()) {
        if is_arabic_letter(character)
            || matches!(character, '\u{64B}'..='\u{652}' | '،' | '؛' | '؟' | '\u{640}' | '«' | '»' | '“' | '”')
        {
            letters += usize::from(is_arabic_letter(character));
        } else {
            others += 1;
        }
    }
    if letters < LETTERS || others * 9 > letters {
        return false;
    }
    const WORDS: usize = 3;
    !by_words
        || decoded
            .split(|character| !is_arabic_letter(character))
            .filter(|word| COMMON.contains(word))
            .take(WORDS)
            .count()
            == WORDS
}
