//! The shapes of typed header values. What is checked is the shape, not whether the thing exists.

use crate::finding::{Code, codes};

/// The code of what is wrong with the value of a key, if its key is typed and something is.
pub(super) fn check(key: &str, value: &str) -> Option<&'static Code> {
    match key {
        "published" if !is_date(value) => Some(&codes::INVALID_DATE),
        "url" if !is_url(value) => Some(&codes::INVALID_URL),
        "language" if !is_language(value) => Some(&codes::INVALID_LANGUAGE),
        _ => None,
    }
}

/// An ISO 8601 date, or date and time, in the extended format.
fn is_date(value: &str) -> bool {
    let (date, time) = match value.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (value, None),
    };
    is_day(date) && time.is_none_or(is_time)
}

fn is_day(date: &str) -> bool {
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next(), parts.next(), parts.next());
    let number = |part: Option<&str>, digits: usize| part.and_then(|part| digits_of(part, digits));
    let (Some(year), Some(month), Some(day), None) = (number(year, 4), number(month, 2), number(day, 2), parts.next())
    else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let last = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    (1..=last).contains(&day)
}

/// `hh:mm`, `hh:mm:ss` or `hh:mm:ss.f…`, and then nothing, `Z` or `±hh:mm`.
fn is_time(time: &str) -> bool {
    let (clock, zone) = match time.strip_suffix('Z') {
        Some(clock) => (clock, None),
        None => match time.find(['+', '-']) {
            Some(at) => (&time[..at], Some(&time[at + 1..])),
            None => (time, None),
        },
    };
    let hour_and_minute = |text: &str| {
        text.split_once(':').is_some_and(|(hour, minute)| {
            digits_of(hour, 2).is_some_and(|hour| hour < 24) && digits_of(minute, 2).is_some_and(|minute| minute < 60)
        })
    };
    if !zone.is_none_or(hour_and_minute) {
        return false;
    }
    let (Some(minutes), rest) = (clock.get(..5), clock.get(5..).unwrap_or_default()) else { return false };
    let (seconds, fraction) = match rest.split_once('.') {
        Some((seconds, fraction)) => (seconds, Some(fraction)),
        None => (rest, None),
    };
    // A leap second is second 60.
    let seconds_fit = match seconds.strip_prefix(':') {
        Some(seconds) => digits_of(seconds, 2).is_some_and(|seconds| seconds <= 60),
        None => seconds.is_empty() && fraction.is_none(),
    };
    let fraction_fits = fraction.is_none_or(|fraction| !fraction.is_empty() && is_digits(fraction));
    hour_and_minute(minutes) && seconds_fit && fraction_fits
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The number that exactly so many ASCII digits write.
fn digits_of(text: &str, count: usize) -> Option<u32> {
    (text.len() == count && is_digits(text)).then(|| text.parse().ok()).flatten()
}

/// A scheme, a colon and something without spaces or controls; a host for `http` and `https`. Letters
/// beyond ASCII are let through: Arabic news sites have them in their addresses.
fn is_url(value: &str) -> bool {
    let Some((scheme, rest)) = value.split_once(':') else { return false };
    let scheme_fits = scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let rest_fits =
        !rest.is_empty() && !rest.contains(|c: char| c.is_whitespace() || c.is_control() || "<>\"".contains(c));
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let host = || rest.strip_prefix("//").and_then(|rest| rest.split(['/', '?', '#']).next());
    scheme_fits && rest_fits && (!web || host().is_some_and(|host| !host.is_empty()))
}

/// The shape of a BCP 47 tag: a language of two to eight letters (or `x`, `i`), then subtags of up to
/// eight letters and digits.
fn is_language(value: &str) -> bool {
    let mut subtags = value.split('-');
    let primary = subtags.next().unwrap_or_default();
    let letters = primary.bytes().all(|byte| byte.is_ascii_alphabetic());
    let private = matches!(primary, "x" | "X" | "i" | "I") && value.len() > 2;
    letters
        && ((2..=8).contains(&primary.len()) || private)
        && subtags
            .all(|subtag| (1..=8).contains(&subtag.len()) && subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for good in [
            "2016-09-15",
            "2016-02-29",
            "2000-02-29",
            "2016-09-15T08:30",
            "2016-09-15T08:30:60Z",
            "2016-09-15T08:30:00.125+03:00",
            "2016-09-15T23:59-11:30",
        ] {
            assert!(is_date(good), "{good}");
        }
        for bad in [
            "",
            "15/9/2016",
            "2016-9-15",
            "2016-13-01",
            "2016-00-10",
            "2016-04-31",
            "1900-02-29",
            "2016-09-15 08:30",
            "2016-09-15T",
            "2016-09-15T24:00",
            "2016-09-15T08:3",
            "2016-09-15T08:30.5",
            "2016-09-15T08:30:00.",
            "2016-09-15T08:30+3",
            "2016-09-15-",
            "٢٠١٦-٠٩-١٥",
            "+016-09-15",
            "2016-09-15Tأأ:30",
        ] {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn urls() {
        for good in
            ["https://example.org/1", "http://مثال.إختبار/خبر?x=1", "urn:isbn:9780306406157", "mailto:a@example.org"]
        {
            assert!(is_url(good), "{good}");
        }
        for bad in ["", "www.example.org", "http://", "https:///x", "http:x", "https://a b", ":x", "1a:x", "x:"] {
            assert!(!is_url(bad), "{bad}");
        }
    }

    #[test]
    fn languages() {
        for good in ["ar", "ar-EG", "arb-Arab-SA", "x-private", "i-klingon"] {
            assert!(is_language(good), "{good}");
        }
        for bad in ["", "a", "العربية", "ar_EG", "ar-", "arabiclanguage", "ar-toolongtag1", "x"] {
            assert!(!is_language(bad), "{bad}");
        }
    }
}
