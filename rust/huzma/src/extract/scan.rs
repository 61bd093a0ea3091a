//! One pass over the words of a text: at each word that can begin something the grammars are tried, and what was read
//! is stepped over, so that a number belongs to one record only.

use std::borrow::Cow;
use std::sync::LazyLock;

use super::dates::Grammar;
use super::digits::Digits;
use super::lengths::Form;
use super::mentions::{date_of, duration_of, number_of, number_start, ordinal_of};
use super::moment::When;
use super::numbers::{self, Parsed};
use super::ordinals::ordinal;
use super::quantities::{Counted, money};
use super::quotations::quotations;
use super::records::{
    DateMention, Duration, DurationKind, Extraction, Name, NameKind, Number, NumberKind, Options, Quantity,
    QuotationKind, SignatureKind,
};
use super::rules::Rule;
use super::signatures::signatures;
use super::speakers::Speakers;
use super::value::Decimal;
use super::vocabulary::{Keyword as K, Sense, class, proclitic};
use super::whole;
use super::words::{Gap, Sort, Words, marks};
use crate::document::Document;
use crate::lexicon::numerals::Cardinal;
use crate::lexicon::units::{CURRENCY_CODES, Measure};
use crate::normalize::{Normalizer, builtin};
use crate::span::Span;

/// Finds everything in a text.
///
/// A text that is not in the canonical form is read in that form, and the spans are mapped back: presentation forms,
/// invisible characters and decomposed letters change nothing but the spans.
#[must_use]
pub fn extract(document: &Document<'_>, options: &Options) -> Extraction {
    static CANONICAL: LazyLock<Option<Normalizer>> = LazyLock::new(|| {
        let (_, profile) = builtin().into_iter().find(|(name, _)| *name == "canonical")?;
        Some(Normalizer::new(&profile))
    });
    let Some(canonical) = &*CANONICAL else { return extract_canonical(document, options) };
    let text = document.text();
    if matches!(canonical.normalize(text), Cow::Borrowed(_)) {
        return extract_canonical(document, options);
    }
    let aligned = canonical.align(text);
    let Some(normal) = &aligned.text else { return extract_canonical(document, options) };
    let mut found = extract_canonical(&Document::new(normal), options);
    found.map_spans(|span| aligned.map.source_span(span));
    found
}

fn extract_canonical(document: &Document<'_>, options: &Options) -> Extraction {
    let words = Words::new(document.text(), document.tokens());
    let mut found = Extraction::default();
    let mut pass = Pass { grammar: Grammar { words: &words, options }, words: &words, options, found: &mut found };
    pass.run();
    let speakers = Speakers::new(&words);
    let quoted = quotations(document, &words, &speakers);
    found.quotations = quoted.quotations;
    found.statements = quoted.statements;
    found.signatures = signatures(&words);
    // لندن: «الشرق الأوسط» names the outlet.
    if let Some(head) = found.signatures.first().filter(|head| head.kind == SignatureKind::Dateline) {
        for quotation in found.quotations.iter_mut().take_while(|quotation| quotation.outer.end <= head.span.end) {
            (quotation.kind, quotation.rule) = (QuotationKind::Name, Rule::QuoteName);
            (quotation.cue, quotation.speaker, quotation.antecedent, quotation.relay) = (None, None, None, None);
        }
    }
    for (title, noun) in &speakers.titled {
        let rank = noun.first == *title;
        found.names.push(Name {
            span: words.span(noun.first, noun.end),
            kind: NameKind::Titled,
            name: None,
            label: None,
            title: (!rank).then(|| words.span(*title, noun.first)),
            rule: Rule::TitledName,
        });
    }
    if let Some(gazetteer) = &options.gazetteer {
        gazetteer.find(&words, &mut found.names);
        found.names.sort_by_key(|name| (name.span.start, name.span.end));
    }
    found
}

/// The number that a whole text is.
#[must_use]
pub fn parse_number(text: &str, colloquial: bool) -> Option<Number> {
    let options = Options { colloquial, ..Options::default() };
    let text = text.trim();
    let document = Document::new(text);
    let words = Words::new(text, document.tokens());
    // In running text صفر is a month as often, and is left alone.
    if words.len() == 1 && matches!(text, "صفر" | "الصفر" | "صفرا") {
        let span = words.span(0, 1);
        let (kind, rule) = (NumberKind::Cardinal, Rule::Spelled);
        return Some(Number { span, value: Decimal::default(), ratio: None, alternatives: Vec::new(), kind, rule });
    }
    // By itself ألفا is the dual before a noun that is left out; the singular would have its tanween or no alef.
    let dual = match text {
        "ألفا" | "الفا" => Some(3),
        "مليونا" => Some(6),
        "مليارا" => Some(9),
        _ => None,
    };
    if let Some(power) = dual {
        let (span, value) = (words.span(0, 1), Decimal::from_integer(2).shifted(power)?);
        let (kind, rule) = (NumberKind::Cardinal, Rule::Spelled);
        return Some(Number { span, value, ratio: None, alternatives: Vec::new(), kind, rule });
    }
    let parsed = numbers::number(&words, 0, options.colloquial).filter(|parsed| parsed.end == words.len());
    if let Some(parsed) = parsed {
        return Some(number_of(&words, 0, &parsed));
    }
    if let Some((value, end, _)) = ordinal(&words, 0)
        && end == words.len()
    {
        return Some(ordinal_of(&words, 0, end, value));
    }
    whole::number(&words, options.colloquial)
}

/// The date or time that a whole text is.
#[must_use]
pub fn parse_date(text: &str, options: &Options) -> Option<DateMention> {
    let text = text.trim();
    read_date(text, options).or_else(|| {
        let date = read_date(&whole::plain_date(text)?, options)?;
        Some(DateMention { span: Span { start: 0, end: text.len() as u32 }, ..date })
    })
}

fn read_date(text: &str, options: &Options) -> Option<DateMention> {
    let document = Document::new(text);
    let words = Words::new(text, document.tokens());
    let grammar = Grammar { words: &words, options };
    let when = grammar.when(0).filter(|when| when.end == words.len());
    let when = when.or_else(|| whole::moment(&grammar)).or_else(|| {
        let digits = matches!(words.digits(0), Digits::Number { plain: true, .. });
        let (year, era, end) = grammar.year(0).filter(|(_, _, end)| digits && *end == words.len())?;
        let fields = super::moment::Fields {
            calendar: era.unwrap_or_default(),
            year: Some(super::moment::Year::Full(year)),
            ..Default::default()
        };
        Some(When::new(0, end, super::moment::Moment::date(fields), Rule::Year))
    })?;
    Some(date_of(&words, &when, options.anchor.as_ref()))
}

/// The duration that a whole text is.
#[must_use]
pub fn parse_duration(text: &str, colloquial: bool) -> Option<Duration> {
    let options = Options { colloquial, ..Options::default() };
    let text = text.trim();
    let document = Document::new(text);
    let words = Words::new(text, document.tokens());
    let grammar = Grammar { words: &words, options: &options };
    if let Some(length) = grammar.length(0, true) {
        let mut end = length.end;
        while words.is(end, K::Other) {
            end += 1;
        }
        if end == words.len() {
            return duration_of(words.span(0, words.len()), &length, DurationKind::Duration, None);
        }
    }
    whole::duration(&grammar)
}

/// The classes of words that an expression of time can begin with.
const WHEN: u32 = class::TIME | class::RANGE | class::AROUND;

/// The classes of words that a value can begin with.
const BEGINS: u32 = WHEN | class::OFTEN | class::LENGTH | class::NUMBER | class::CODE | class::ORDINAL | class::DUAL;

/// The pass over the words of a text.
pub(super) struct Pass<'p, 't> {
    pub(super) words: &'p Words<'t>,
    pub(super) grammar: Grammar<'p, 't>,
    pub(super) options: &'p Options,
    pub(super) found: &'p mut Extraction,
}

impl Pass<'_, '_> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.words.len() {
            at = self.step(at).unwrap_or(at + 1);
        }
    }

    /// What begins at a word; the word behind it.
    fn step(&mut self, at: usize) -> Option<usize> {
        let word = *self.words.get(at)?;
        match word.sort {
            Sort::Word if word.classes & BEGINS == 0 => None,
            Sort::Word => self.of_word(at, word.classes),
            Sort::Number => self.of_number(at),
            Sort::Proclitic => self.of_proclitic(at),
            Sort::Mark => {
                let next = self.words.on_line(at + 1)?;
                if next.sort != Sort::Number || next.gap != Gap::None {
                    return None;
                }
                // %20, but not 10%20.
                let percent = self.words.is_mark(at, marks!("%٪")) && word.gap != Gap::None;
                let code = self.grammar.sign_before(at);
                if code.is_none() && !percent {
                    return None;
                }
                self.signed(at, code)
            }
            Sort::Other => None,
        }
    }

    fn of_word(&mut self, at: usize, classes: u32) -> Option<usize> {
        if classes & WHEN != 0
            && let Some(when) = self.grammar.when(at)
        {
            return Some(self.push_date(&when));
        }
        if classes & class::OFTEN != 0
            && let Some(end) = self.frequency(at).or_else(|| self.once_or_twice(at))
        {
            return Some(end);
        }
        if classes & class::LENGTH != 0
            && let Some(end) = self.of_unit(at)
        {
            return Some(end);
        }
        if classes & class::NUMBER != 0
            && self.starts_number(at)
            && let Some(end) = self.counted(at)
        {
            return Some(end);
        }
        if classes & class::DUAL != 0
            && let Some(end) = self.dual(at)
        {
            return Some(end);
        }
        if classes & class::CODE != 0
            && let Some(end) = self.coded(at)
        {
            return Some(end);
        }
        if classes & class::ORDINAL != 0 { self.ordinal(at) } else { None }
    }

    /// USD 500
    fn coded(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let code = words.sense(at, |sense| match sense {
            Sense::CurrencyCode(index) => Some(CURRENCY_CODES[usize::from(*index)]),
            _ => None,
        })?;
        let upper = words.text_of(at).chars().all(|letter| letter.is_ascii_uppercase());
        words.on_line(at + 1).filter(|next| upper && next.sort == Sort::Number)?;
        self.signed(at, Some(code))
    }

    /// A number behind the sign or the code of what it counts: $50, USD 500, %20.
    fn signed(&mut self, at: usize, code: Option<&'static str>) -> Option<usize> {
        let words = self.words;
        let parsed = numbers::number(words, at + 1, self.options.colloquial)?;
        let number = number_of(words, at + 1, &parsed);
        let rule = if code.is_some() { Rule::Money } else { Rule::Percent };
        let mut counted = Counted {
            end: parsed.end,
            noun: (at, at + 1),
            unit: None,
            code: None,
            measure: None,
            candidates: Vec::new(),
            rule,
        };
        counted = match code {
            Some(code) => money(counted, code, None),
            None => {
                Counted { unit: Some("%".into()), code: Some("%".into()), measure: Some(Measure::Percent), ..counted }
            }
        };
        let span = Span { start: words.get(at)?.span.start, end: number.span.end };
        self.push_quantity(span, number, counted);
        Some(parsed.end)
    }

    fn starts_number(&self, at: usize) -> bool {
        self.words.senses(at).iter().any(|sense| {
            matches!(sense, Sense::Cardinal(_) | Sense::Fraction(..))
                || self.options.colloquial && matches!(sense, Sense::Spoken(_) | Sense::SpokenTeen(_))
        })
    }

    fn of_number(&mut self, at: usize) -> Option<usize> {
        let read = self.words.digits(at);
        if read == Digits::Code || self.is_name(at) || self.is_label(at) {
            return None;
        }
        if let Some(when) = self.grammar.when(at) {
            return Some(self.push_date(&when));
        }
        match read {
            Digits::Date { .. } | Digits::Clock { .. } => None,
            _ => self.counted(at),
        }
    }

    /// الـ48, و105: the number behind it, or a range of days.
    fn of_proclitic(&mut self, at: usize) -> Option<usize> {
        let next = *self.words.on_line(at + 1)?;
        if next.sort != Sort::Number {
            return None;
        }
        if self.words.proclitics(at) & proclitic::AL != 0 {
            if let Some(when) = self.grammar.when(at) {
                return Some(self.push_date(&when));
            }
            // القرن الـ19 has been read; الـ19 by itself is "the 19".
            return self.of_number(at + 1);
        }
        None
    }

    /// Letters before digits without a space: أستانة5.
    fn is_name(&self, at: usize) -> bool {
        let Some(word) = self.words.get(at).filter(|word| word.gap == Gap::None && at > 0 && word.sort == Sort::Number)
        else {
            return false;
        };
        let before = &self.words.slice()[at - 1];
        let glued = before.sort == Sort::Word && before.span.end == word.span.start;
        let time = self.words.senses(at - 1).iter().any(|sense| {
            matches!(
                sense,
                Sense::Word(
                    K::Since
                        | K::In
                        | K::From
                        | K::To
                        | K::Until
                        | K::About
                        | K::On
                        | K::Between
                        | K::Before
                        | K::After
                        | K::ClockHour
                        | K::Month
                        | K::NotANoun
                )
            ) || matches!(sense, Sense::Time(..))
        });
        let hash = before.sort == Sort::Mark && matches!(self.words.text_of(at - 1), "#" | "_");
        glued && !time || hash
    }

    /// A label of a list, a telephone number, a score, a number of an article.
    fn is_label(&self, at: usize) -> bool {
        let words = self.words;
        let (Some(word), next) = (words.get(at), words.get(at + 1)) else { return false };
        let mark = next.filter(|next| next.sort == Sort::Mark && next.gap == Gap::None);
        let at_start = word.gap == Gap::Line;
        let label = at_start
            && mark.is_some_and(|_| matches!(words.text_of(at + 1), "." | ")" | "-" | "/"))
            && words.sort(at + 2) != Some(Sort::Number);
        // 2-1
        let glued_number =
            |at: usize| words.get(at).is_some_and(|word| word.sort == Sort::Number && word.gap == Gap::None);
        let score_left = mark.is_some_and(|_| matches!(words.text_of(at + 1), "-" | "–")) && glued_number(at + 2);
        let score_right = word.gap == Gap::None
            && at >= 2
            && words.sort(at - 1) == Some(Sort::Mark)
            && matches!(words.text_of(at - 1), "-" | "–")
            && words.get(at - 1).is_some_and(|mark| mark.gap == Gap::None)
            && words.sort(at - 2) == Some(Sort::Number);
        let is_date = matches!(words.digits(at), Digits::Date { .. });
        let dated = (score_left || score_right) && self.grammar.when(at).is_some_and(|when| when.end > at + 1);
        let season = score_left && self.grammar.lone_year(at).is_some();
        label && !is_date || (score_left || score_right) && !dated && !season
    }

    /// Whether a number is a telephone number, or the number of something.
    fn is_identifier(&self, first: usize, parsed: &Parsed) -> bool {
        let words = self.words;
        let length = words.text_of(first).chars().count();
        if parsed.plain && (parsed.zero && length >= 3 || words.text_of(first).starts_with('+') && length > 8) {
            return true;
        }
        let before = first.checked_sub(1).filter(|_| words.on_line(first).is_some());
        before.is_some_and(|before| {
            words.is(before, K::Phone) && (length >= 5 || words.text_of(before).ends_with("صدار"))
        })
    }

    fn counted(&mut self, first: usize) -> Option<usize> {
        let words = self.words;
        let parsed = numbers::number(words, first, self.options.colloquial)?;
        if self.is_identifier(first, &parsed) {
            return Some(parsed.end);
        }
        let timed = words.is_of(parsed.end, class::LENGTH) || words.is_of(first, class::LENGTH);
        if timed
            && let Some(length) = self.grammar.length(first, false)
            && length.form != Form::NounFirst
        {
            return self.push_length(first, &length);
        }
        // نصف نهائي
        let round = words.text_of(parsed.end).trim_start_matches("ال").starts_with("نهائي");
        if parsed.words && !parsed.digits && round && words.on_line(parsed.end).is_some() {
            return Some(parsed.end + 1);
        }
        let named = first > 0
            && words.on_line(first).is_some()
            && (words.is(first - 1, K::Number) || words.is(first - 1, K::Article));
        let span_of = |end: usize| Span { start: number_start(words, first), end: words.span(first, end).end };
        let number = number_of(words, first, &parsed);
        if let Some(counted) = self
            .grammar
            .counted(&parsed)
            .filter(|counted| !named || counted.rule == Rule::Percent || counted.rule == Rule::Money)
        {
            let lone = parsed.words && !parsed.digits && parsed.value == Decimal::from_integer(1);
            // ثلثا الأعضاء is a part of them.
            let part = number.kind == NumberKind::Fraction
                && !parsed.digits
                && words.has_article(parsed.end)
                && counted.rule == Rule::Counted;
            let weak = lone
                || part
                || counted.rule == Rule::Elliptic && !parsed.digits && parsed.value == Decimal::from_integer(1);
            if !weak {
                let end = counted.end;
                let end = self.times_per(first, &number, &counted).unwrap_or(end);
                let span = span_of(counted.end);
                self.push_quantity(span, number, counted);
                return Some(end);
            }
        }
        if !named && let Some(shared) = self.shared(first, &parsed) {
            self.push_shared(number, shared);
            return Some(parsed.end);
        }
        if !self.is_weak_number(first, &parsed) {
            self.found.numbers.push(number);
        }
        Some(parsed.end)
    }

    /// Words that are numbers and something else: أحد, واحد, ألف by itself.
    fn is_weak_number(&self, first: usize, parsed: &Parsed) -> bool {
        parsed.words
            && !parsed.digits
            && parsed.end == first + 1
            && self.words.senses(first).iter().any(|sense| {
                matches!(sense, Sense::Cardinal(Cardinal::Unit(1) | Cardinal::Power(3)))
                    || matches!(sense, Sense::Weekday(_) | Sense::Word(_))
            })
    }

    /// An ordinal by itself; in the Seventies of one's life.
    fn ordinal(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let ordinary = words
            .senses(at)
            .iter()
            .any(|sense| matches!(sense, Sense::Ordinal(_) | Sense::Cardinal(Cardinal::Tens(_))));
        if !ordinary {
            return None;
        }
        let (value, end, article) = ordinal(words, at)?;
        // في الخامسة والعشرين من عمره
        let aged = words.goes(end, K::From) && words.on_line(end + 1).is_some() && words.is(end + 1, K::Age)
            || at > 0 && words.on_line(at).is_some() && matches!(words.text_of(at - 1), "سن" | "سنّ" | "لسن" | "بسن");
        if article && aged && value <= 130 {
            let span = words.span(at, end);
            let value = format!("P{value}Y");
            self.found.durations.push(Duration { span, value, kind: DurationKind::Age, times: None, rule: Rule::Age });
            return Some(end);
        }
        if self.is_no_ordinal(at, end, value, article) {
            return Some(end);
        }
        self.found.numbers.push(ordinal_of(words, at, end, value));
        Some(end)
    }

    /// أول and ثان are more often "at first" and "a second"; الثانية behind في may be the unit; ثانيا lists.
    fn is_no_ordinal(&self, at: usize, end: usize, value: u32, article: bool) -> bool {
        let words = self.words;
        let text = words.text_of(at);
        let adverb = text.ends_with('ا') || text.ends_with('ً');
        let per_second = value == 2
            && at >= 2
            && words.is(at - 1, K::In)
            && words.senses(at - 2).iter().any(|sense| matches!(sense, Sense::Counted(_) | Sense::Unit(_)));
        let unit = value == 2 && !article && text.trim_start_matches(['و', 'ف', 'ب', 'ل']).starts_with("ثانية");
        let first = value == 1 && end == at + 1;
        let preposed = !article && words.proclitics(at) & proclitic::PREPOSITION != 0;
        adverb || per_second || unit || first && !article || preposed
    }

    fn push_date(&mut self, when: &When) -> usize {
        self.found.dates.push(date_of(self.words, when, self.options.anchor.as_ref()));
        when.end
    }

    pub(super) fn push_quantity(&mut self, span: Span, mut number: Number, counted: Counted) {
        // People and things are counted whole: 1.234 طالباً. So is 20.000 دينار: no fraction is written with zeros alone.
        let zeros = counted.rule != Rule::Percent && number.value.to_integer().is_some() && number.value.scale() == 3;
        if (counted.rule == Rule::Counted && number.value.to_integer().is_none() || zeros)
            && let [other] = number.alternatives[..]
            && other.to_integer().is_some()
        {
            number.alternatives = vec![number.value];
            number.value = other;
        }
        let quantity = Quantity {
            span,
            number: number.span,
            value: number.value,
            alternatives: number.alternatives.clone(),
            elliptic: matches!(counted.rule, Rule::Elliptic | Rule::Shared),
            unit: counted.unit,
            measure: counted.measure,
            code: counted.code,
            candidates: counted.candidates,
            rule: counted.rule,
        };
        self.found.quantities.push(quantity);
        self.found.numbers.push(number);
    }
}
