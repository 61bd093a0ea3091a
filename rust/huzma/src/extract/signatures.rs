//! Where a text comes from: its dateline, the agencies that it names, and the line that signs it.
//!
//! ```text
//! head   := (reporter sep)? (outlet sep)? city ( (country) )? (sep agency)? (: | newline | sep)
//! agency := وكالة … أنباء | وكالة NAME | NAME | (NAME)          NAMEs that are words only in brackets
//! tail   := the last line: NAME | … نيوز | … برس | المصدر: NAME | وكالات | // انتهى //
//! ```

use super::fold::Key;
use super::lists;
use super::records::{Signature, SignatureKind};
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::words::{Gap, Sort, Words, marks};
use crate::lexicon::agencies::{HEADS, NAMES, PHRASES, TAILS};
use crate::lexicon::places::{PLAIN_AGENCIES, SECOND_WORDS};
use crate::span::Span;

/// The longest head and the longest last line, in words.
const LONGEST: usize = 16;
const LONGEST_LINE: usize = 6;

/// Finds the signatures of a text, in its order.
pub(super) fn signatures(words: &Words<'_>) -> Vec<Signature> {
    let reader = Reader { words };
    let mut found = Vec::new();
    let head = reader.head();
    let mut at = 0;
    if let Some((signature, end)) = head {
        found.push(signature);
        at = end;
    }
    let last = reader.last_line();
    while at < words.len() {
        if last.as_ref().is_some_and(|(first, ..)| at >= *first) {
            break;
        }
        at = match reader.agency(at) {
            Some((span, end)) => {
                found.push(Signature::new(SignatureKind::Agency, span, Some(span), None, Rule::Agency));
                end
            }
            None => at + 1,
        };
    }
    found.extend(last.map(|(_, signature)| signature));
    found
}

struct Reader<'w, 't> {
    words: &'w Words<'t>,
}

impl Reader<'_, '_> {
    fn is_one_of(&self, at: usize, list: &[&str]) -> bool {
        let text = self.words.text_of(at);
        list.contains(&text)
    }

    /// The agency by its name at a word: of one word, or spelt out, or in letters.
    fn named(&self, at: usize) -> Option<usize> {
        let words = self.words;
        if !words.may_be_in(at, &lists::AGENCIES) {
            return None;
        }
        let text = words.text_of(at);
        // أ.ف.ب
        let letters: String = text.chars().filter(|character| *character != '.').collect();
        if text.contains('.') && ["أفب", "افب", "دبأ", "دبا", "أشأ", "اشا", "أب", "يبأ"].contains(&letters.as_str())
        {
            return Some(at + 1);
        }
        if NAMES.contains(&text) || PLAIN_AGENCIES.contains(&text) {
            return Some(at + 1);
        }
        let phrase = PHRASES.iter().filter(|phrase| phrase.len() > 1).find_map(|phrase| {
            let mut next = at;
            for word in *phrase {
                if next > at {
                    words.on_line(next)?;
                    if words.is_mark(next, marks!(".")) {
                        next += 1;
                        words.on_line(next)?;
                    }
                }
                if words.text_of(next) != *word {
                    return None;
                }
                next += 1;
            }
            Some(next)
        })?;
        Some(
            phrase
                + usize::from(words.goes_mark(phrase, marks!(".")) && words.text_of(phrase - 1).chars().count() == 1),
        )
    }

    /// An agency in running text; its span and the word behind it.
    fn agency(&self, at: usize) -> Option<(Span, usize)> {
        let words = self.words;
        let word = words.get(at)?;
        if words.is_one_mark(at, marks!("(")) {
            let end = words.on_line(at + 1).and_then(|_| self.named(at + 1))?;
            return words.goes_mark(end, marks!(")")).then(|| (words.raw_span(at + 1, end), end + 1));
        }
        if word.classes & class::AGENCY == 0 {
            return None;
        }
        let key = words.key(at);
        if HEADS.iter().any(|head| Key::of_word(head) == key) {
            return self.spelled(at);
        }
        if PLAIN_AGENCIES.iter().any(|name| Key::of_word(name) == key) {
            return Some((words.span(at, at + 1), at + 1));
        }
        // فرانس برس, أسوشيتد برس
        let phrase =
            PHRASES.iter().find(|phrase| phrase.len() == 2 && phrase[1] == "برس" && Key::of_word(phrase[0]) == key)?;
        (words.on_line(at + 1).is_some() && words.text_of(at + 1) == phrase[1])
            .then(|| (words.span(at, at + 2), at + 2))
    }

    /// وكالة الأنباء السعودية (واس), وكالة (انترفاكس) الروسية للأنباء, وكالة رويترز.
    fn spelled(&self, at: usize) -> Option<(Span, usize)> {
        let words = self.words;
        let mut next = at + 1;
        let mut end = next;
        let mut of_news = false;
        let mut open = false;
        while next < at + 12 {
            let Some(word) = words.on_line(next) else { break };
            let text = words.text_of(next);
            if word.sort == Sort::Mark {
                match text {
                    "(" | "«" | "\"" | "“" if !open => open = true,
                    ")" | "»" | "\"" | "”" if open => {
                        open = false;
                        end = next + 1;
                    }
                    _ => break,
                }
                next += 1;
                continue;
            }
            if word.sort != Sort::Word {
                break;
            }
            let news = matches!(
                text,
                "الأنباء"
                    | "أنباء"
                    | "للأنباء"
                    | "الانباء"
                    | "للانباء"
                    | "انباء"
                    | "الإخبارية"
                    | "للإعلام"
            );
            let named = self.named(next);
            let tail = TAILS.contains(&text);
            let adjective = text.starts_with("ال");
            if !(open || news || named.is_some() || tail || adjective && (of_news || next > at + 1)) && next > at + 1 {
                break;
            }
            let stops = words.senses(next).iter().any(|sense| {
                matches!(
                    sense,
                    Sense::Word(K::NotANoun | K::Complementiser | K::About | K::In | K::From | K::On)
                        | Sense::Relative(_)
                        | Sense::Weekday(_)
                )
            });
            if stops && !open {
                break;
            }
            of_news |= news || named.is_some() || tail;
            next = named.unwrap_or(next + 1);
            if !open {
                end = next;
            }
            if text.starts_with("للأ") || text.starts_with("للا") {
                break;
            }
        }
        if !of_news {
            return None;
        }
        Some((words.span(at, end), end))
    }

    fn city(&self, at: usize) -> Option<usize> {
        let words = self.words;
        if words.proclitics(at) != 0 || !words.is_of(at, class::CITY) {
            return None;
        }
        let text = words.text_of(at);
        let second = SECOND_WORDS.iter().find(|(first, second)| {
            *first == text && words.on_line(at + 1).is_some() && words.text_of(at + 1) == *second
        });
        if second.is_some() {
            return Some(at + 2);
        }
        // رام, تل and the like are cities with their second word only.
        (!["رام", "بيت", "تل", "الدار", "إسلام", "أديس", "بوينس", "هونغ"].contains(&text)).then_some(at + 1)
    }

    /// The head of the text.
    fn head(&self) -> Option<(Signature, usize)> {
        let words = self.words;
        if let Some(byline) = self.byline() {
            return Some(byline);
        }
        let (mut city, mut agency, mut others) = (None, None, 0usize);
        let mut end = None;
        let mut segment = 0;
        let mut at = 0;
        let mut recognised = false;
        let mut dashed = false;
        while at < words.len().min(LONGEST + 8) {
            let word = words.get(at)?;
            if at > 0 && word.gap == Gap::Line {
                // A line of its own.
                if recognised && others <= 2 && (city.is_some() || agency.is_some()) && at <= LONGEST {
                    end = Some(at);
                }
                break;
            }
            if word.sort == Sort::Mark {
                let text = words.text_of(at);
                match text {
                    "«" | "\"" | "“" if city.is_some() && agency.is_none() => {
                        // «الشرق الأوسط»
                        let close = (at + 2..at + 6)
                            .take_while(|at| words.on_line(*at).is_some())
                            .find(|at| words.is_mark(*at, marks!("»\"”")));
                        let Some(close) = close else { break };
                        agency = Some(words.raw_span(at + 1, close));
                        recognised = true;
                        segment += 1;
                        at = close + 1;
                        continue;
                    }
                    "." if recognised && agency.is_some() && city.is_some() => {
                        end = Some(at + 1);
                        break;
                    }
                    "(" => {
                        // (جورجيا), (أ ف ب)
                        let close = (at + 1..at + 6).find(|at| words.is_mark(*at, marks!(")")))?;
                        if let Some(named) = self.named(at + 1).filter(|named| *named == close) {
                            agency = agency.or(Some(words.raw_span(at + 1, named)));
                            recognised = true;
                        }
                        at = close + 1;
                        continue;
                    }
                    ":" => {
                        if recognised && others <= 2 {
                            end = Some(at + 1);
                        }
                        break;
                    }
                    "-" | "–" | "—" | "/" | "،" | "," | "--" | "ـ" => {
                        if !recognised && segment > 0 {
                            others += 1;
                        }
                        if recognised && others <= 1 && text != "،" && text != "," {
                            end = Some(at + 1);
                        }
                        segment = 0;
                        recognised = false;
                        dashed |= text != "،" && text != ",";
                        at += 1;
                        continue;
                    }
                    _ => break,
                }
            }
            if segment == 0 || city.is_some() && agency.is_none() {
                // أستانة5 is no city.
                let glued = |next: usize| {
                    words.get(next).is_some_and(|word| word.sort == Sort::Number && word.gap == Gap::None)
                };
                if city.is_none()
                    && let Some(next) = self.city(at).filter(|next| !glued(*next))
                {
                    city = Some(words.raw_span(at, next));
                    recognised = true;
                    segment += next - at;
                    at = next;
                    continue;
                }
                if let Some(next) = self.named(at).or_else(|| self.spelled_head(at)) {
                    agency = agency.or(Some(words.raw_span(at, next)));
                    recognised = true;
                    segment += next - at;
                    at = next;
                    continue;
                }
            }
            let dated = word.sort == Sort::Number
                || words.senses(at).iter().any(|sense| {
                    matches!(
                        sense,
                        Sense::Month(_)
                            | Sense::Hijri(_)
                            | Sense::Weekday(_)
                            | Sense::Word(K::Corresponding | K::Hijri | K::Gregorian)
                    )
                });
            if dated && city.is_some() {
                recognised = true;
                at += 1;
                continue;
            }
            let plain = word.sort == Sort::Word
                && word.proclitics & (proclitic::PREPOSITION | proclitic::CONJUNCTION) == 0
                || words.sort(at) == Some(Sort::Other);
            let reporting =
                words.senses(at).iter().any(|sense| {
                    matches!(sense, Sense::Reporting { .. } | Sense::Word(K::NotANoun | K::Complementiser))
                }) && words.text_of(at) != "علي";
            // أبوظبي في 14 سبتمبر
            if city.is_some() && words.goes(at, K::In) && words.sort(at + 1) == Some(Sort::Number) {
                at += 1;
                continue;
            }
            segment += 1;
            if !plain || reporting || segment > 4 {
                break;
            }
            recognised = false;
            at += 1;
        }
        // A text of one line is a head only if it is built like one.
        if at >= words.len() && recognised && others <= 2 && at <= LONGEST && (agency.is_some() || dashed) {
            end = Some(at);
        }
        let end = end?;
        if city.is_none() && agency.is_none() {
            return None;
        }
        let last =
            (0..end).rev().find(|at| words.sort(*at) != Some(Sort::Mark) || words.is_mark(*at, marks!(")»\"”")))?;
        let span = words.raw_span(0, last + 1);
        Some((Signature::new(SignatureKind::Dateline, span, agency, city, Rule::Dateline), end))
    }

    /// كتب - محمد حسن: and the like: who wrote it, on a line of its own or before a colon.
    fn byline(&self) -> Option<(Signature, usize)> {
        const HEADS: [&str; 12] =
            ["كتب", "كتبت", "بقلم", "إعداد", "اعداد", "تقرير", "متابعة", "ترجمة", "حاوره", "حوار", "تحقيق", "تصوير"];
        let words = self.words;
        if !HEADS.contains(&words.text_of(0)) {
            return None;
        }
        let from = 1 + usize::from(words.goes_mark(1, marks!("-–—:ـ/")));
        let name = |at: usize| {
            words.on_line(at).is_some_and(|word| word.sort == Sort::Word)
                && (words.senses(at).is_empty()
                    || words.text_of(at) == "علي"
                    || words.senses(at).contains(&Sense::City))
        };
        let end = (from..from + 6).take_while(|at| name(*at) || words.goes_mark(*at, marks!("-–،/"))).last()? + 1;
        let marked = from > 1;
        let closed = words.goes_mark(end, marks!(":")) || marked && words.on_line(end).is_none();
        if !closed || end - from < 2 {
            return None;
        }
        let city = (from..end).find_map(|at| self.city(at).map(|next| words.raw_span(at, next)));
        let span = words.raw_span(0, end);
        let next = end + usize::from(words.goes_mark(end, marks!(":")));
        Some((Signature::new(SignatureKind::Dateline, span, None, city, Rule::Dateline), next))
    }

    fn spelled_head(&self, at: usize) -> Option<usize> {
        self.is_one_of(at, HEADS).then(|| self.spelled(at).map(|(_, end)| end)).flatten()
    }

    /// The last line, where it signs the text.
    fn last_line(&self) -> Option<(usize, Signature)> {
        let words = self.words;
        let mut end = words.len();
        // انتهى, // انتهى // 19:23
        let mut first = self.line_start(end)?;
        if first == 0 {
            return None;
        }
        // The hour of the dispatch may stand on a line of its own behind the end mark.
        let hour = words.sort(first) == Some(Sort::Number) && end - first <= LONGEST_LINE;
        if let Some(before) = hour.then(|| self.line_start(first)).flatten().filter(|before| *before > 0)
            && (before..first).any(|at| matches!(words.text_of(at), "انتهى" | "انتهي"))
        {
            first = before;
        }
        let plain: Vec<usize> = (first..end).filter(|at| words.sort(*at) == Some(Sort::Word)).collect();
        if let [only, ..] = plain[..]
            && matches!(words.text_of(only), "انتهى" | "انتهي")
            && end - first <= LONGEST_LINE + 4
        {
            let signature = Signature::new(SignatureKind::End, words.raw_span(first, end), None, None, Rule::EndMark);
            return Some((first, signature));
        }
        let start = first;
        while first < end && words.is_mark(first, marks!("(*[-–«\"/")) {
            first += 1;
        }
        while end > first && words.is_mark(end - 1, marks!(").]-–»\"/*")) {
            end -= 1;
        }
        if end == first || end - first > LONGEST_LINE {
            return None;
        }
        let mut from = first;
        // المصدر: رويترز
        if matches!(words.text_of(from), "المصدر" | "مصدر" | "المصادر") {
            from += 1;
            while from < end && words.is_mark(from, marks!(":-")) {
                from += 1;
            }
        }
        let sourced = from > first;
        let mut at = from;
        let mut agencies = 0;
        while at < end {
            if words.is_mark(at, marks!("-–/،,+()")) || words.text_of(at) == "و" {
                at += 1;
                continue;
            }
            match self.named(at).or_else(|| self.spelled_head(at)) {
                Some(next) if next <= end => {
                    agencies += 1;
                    at = next;
                }
                _ => break,
            }
        }
        let all = agencies > 0 && at >= end;
        let last = words.text_of(end - 1);
        let tail = TAILS.iter().any(|tail| last.ends_with(tail)) && end - from <= 3;
        if !(all || tail || sourced && end > from) {
            return None;
        }
        let span = words.raw_span(from, end);
        Some((start, Signature::new(SignatureKind::AgencyLine, span, Some(span), None, Rule::AgencyLine)))
    }

    fn line_start(&self, end: usize) -> Option<usize> {
        (0..end).rev().take(LONGEST + 8).find(|at| self.words.get(*at).is_some_and(|word| word.gap == Gap::Line))
    }
}
