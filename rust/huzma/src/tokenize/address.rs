//! Web and e-mail addresses, mentions and hashtags.
//!
//! An address is looked for only where a run of address characters starts, and no further than an
//! address can be long, so that the search stays linear on text made to provoke it.

use super::{Cursor, Kind};
use crate::chars::Class;
use crate::scan::Units;

/// Endings that make `name.ending` without a scheme an address rather than a missing space.
const TOP_LEVEL: &[&str] = &[
    "com", "org", "net", "info", "edu", "gov", "int", "mil", "news", "tv", "io", "co", "me", "ae", "bh", "dz", "eg",
    "iq", "jo", "kw", "lb", "ly", "ma", "mr", "om", "ps", "qa", "sa", "sd", "so", "sy", "tn", "ye", "uk", "fr", "de",
    "ru", "us", "eu", "ir", "tr",
];
/// RFC 5321: 64 for the local part, 255 for the domain.
const LONGEST: usize = 320;

pub(super) fn url_or_email<U: Units>(here: Cursor<U>) -> Option<(Kind, usize)> {
    let (first, _) = here.peek()?;
    if !is_ascii_alphanumeric(first) || here.before().is_some_and(is_address) {
        return None;
    }
    if let Some(body) = scheme(here) {
        return Some((Kind::Url, url_end(body)?));
    }
    let mut dots = 0usize;
    let mut at_sign = None;
    let mut last_label = here;
    let mut end = here;
    for _ in 0..LONGEST {
        let Some((code_point, width)) = end.peek() else { break };
        match code_point {
            0x2E => {
                // A point that ends the run is a full stop.
                if !end.skip(1).peek().is_some_and(|(next, _)| is_ascii_alphanumeric(next)) {
                    break;
                }
                dots += 1;
                last_label = end.skip(1);
            }
            0x40 if at_sign.is_none() && end.at > here.at => {
                at_sign = Some(end);
                dots = 0;
            }
            _ if is_address(code_point) => {}
            _ => break,
        }
        end = end.skip(width);
    }
    // More of a run than any address holds is no address.
    if dots == 0 || end.peek().is_some_and(|(code_point, _)| is_address(code_point) && code_point != 0x2E) {
        return None;
    }
    let ending = label(last_label, end);
    if at_sign.is_some() {
        return (ending.len() >= 2 && ending.bytes().all(|byte| byte.is_ascii_alphabetic()))
            .then_some((Kind::Email, end.at));
    }
    if !TOP_LEVEL.contains(&ending.as_str()) {
        return None;
    }
    let end = match end.take(0x2F) {
        Some(path) => url_end(path).unwrap_or(path.at),
        None => end.at,
    };
    Some((Kind::Url, end))
}

/// Behind `https://`, `http://`, `ftp://` or `www.`.
pub(super) fn scheme<U: Units>(here: Cursor<U>) -> Option<Cursor<U>> {
    ["https://", "http://", "ftp://", "www."].iter().find_map(|scheme| {
        let mut cursor = here;
        for expected in scheme.bytes() {
            let (code_point, width) = cursor.peek()?;
            let folded = if (0x41..=0x5A).contains(&code_point) { code_point + 0x20 } else { code_point };
            if folded != u32::from(expected) {
                return None;
            }
            cursor = cursor.skip(width);
        }
        let (next, _) = cursor.peek()?;
        (is_url(next) && !is_closing(next)).then_some(cursor)
    })
}

/// The end of an address without the punctuation that belongs to the sentence.
fn url_end<U: Units>(from: Cursor<U>) -> Option<usize> {
    let mut end = None;
    let mut cursor = from;
    let mut open_brackets = 0usize;
    while let Some((code_point, width)) = cursor.peek() {
        if !is_url(code_point) {
            break;
        }
        cursor = cursor.skip(width);
        match code_point {
            0x28 => open_brackets += 1,
            // A bracket that was opened inside belongs to the address.
            0x29 if open_brackets > 0 => {
                open_brackets -= 1;
                end = Some(cursor.at);
            }
            _ if !is_closing(code_point) => end = Some(cursor.at),
            _ => {}
        }
    }
    end
}

pub(super) fn mention<U: Units>(here: Cursor<U>) -> Option<(Kind, usize)> {
    Some((Kind::Mention, tag_end(here)?))
}

pub(super) fn hashtag<U: Units>(here: Cursor<U>) -> Option<(Kind, usize)> {
    Some((Kind::Hashtag, tag_end(here)?))
}

fn tag_end<U: Units>(here: Cursor<U>) -> Option<usize> {
    let glued = here.before_class().is_some_and(|class| class.is_letter() || class == Class::Digit);
    let (_, width) = here.peek()?;
    let body = here.skip(width);
    let first = body.class()?;
    if glued || !(first.is_letter() || first == Class::Digit || body.peek_is(0x5F)) {
        return None;
    }
    let end = body.skip_while(|class, code_point| {
        class.is_letter()
            || class.is_mark()
            || matches!(class, Class::Digit | Class::Tatweel | Class::Joiner)
            || code_point == 0x5F
    });
    Some(end.at)
}

fn label<U: Units>(from: Cursor<U>, to: Cursor<U>) -> String {
    let mut cursor = from;
    let mut label = String::new();
    while cursor.at < to.at
        && let Some((code_point, width)) = cursor.peek()
    {
        label.extend(char::from_u32(code_point).map(|character| character.to_ascii_lowercase()));
        cursor = cursor.skip(width);
    }
    label
}

fn is_ascii_alphanumeric(code_point: u32) -> bool {
    u8::try_from(code_point).is_ok_and(|byte| byte.is_ascii_alphanumeric())
}

fn is_address(code_point: u32) -> bool {
    is_ascii_alphanumeric(code_point) || matches!(code_point, 0x2E | 0x2D | 0x5F | 0x25 | 0x2B)
}

/// Anything that is not space, quotation mark or angle bracket; letters of any script, since addresses
/// are shown decoded.
fn is_url(code_point: u32) -> bool {
    match crate::chars::class(code_point) {
        Class::Space | Class::Newline | Class::Control | Class::Format | Class::Other | Class::Emoji => false,
        _ => !matches!(
            code_point,
            0x22 | 0x3C | 0x3E | 0x60 | 0xAB | 0xBB | 0x2018..=0x201F | 0x60C | 0x61B | 0x61F | 0x7B..=0x7D | 0x5C | 0x5E
        ),
    }
}

fn is_closing(code_point: u32) -> bool {
    matches!(code_point, 0x2E | 0x2C | 0x3A | 0x3B | 0x21 | 0x3F | 0x29 | 0x5D | 0x27 | 0x2026)
}
