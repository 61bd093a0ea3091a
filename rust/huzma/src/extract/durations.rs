//! Spans of time in the text: how long, how old, how often.

use super::lengths::{Form, Length, iso8601};
use super::mentions::{duration_of, number_of, number_start};
use super::numbers;
use super::quantities::Counted;
use super::records::{Duration, DurationKind, Number};
use super::rules::Rule;
use super::scan::Pass;
use super::value::Decimal;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Sort, marks};
use crate::lexicon::calendar::{Count, TimeUnit};
use crate::span::Span;

impl Pass<'_, '_> {
    /// ثلاث مرات في الأسبوع, مرتين سنويا.
    pub(super) fn times_per(&mut self, first: usize, number: &Number, counted: &Counted) -> Option<usize> {
        let words = self.words;
        if counted.unit.as_deref() != Some("مرة") {
            return None;
        }
        let times = number.value.to_integer().and_then(|times| u32::try_from(times).ok())?;
        let (value, end) = self.per(counted.end)?;
        let span = Span { start: number_start(words, first), end: words.span(first, end).end };
        self.found.durations.push(Duration {
            span,
            value,
            kind: DurationKind::Frequency,
            times: Some(times),
            rule: Rule::Frequency,
        });
        Some(end)
    }

    /// مرتين يوميا, مرة واحدة في الشهر, مرة كل أسبوعين.
    pub(super) fn once_or_twice(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let times = match words.text_of(at).trim_start_matches(['و', 'ف']) {
            "مرة" | "مرّة" | "مره" => 1,
            "مرتين" | "مرتان" | "مرّتين" => 2,
            _ => return None,
        };
        let one = times == 1 && words.on_line(at + 1).is_some() && words.text_of(at + 1) == "واحدة";
        let (value, end) = self.per(at + 1 + usize::from(one))?;
        self.found.durations.push(Duration {
            span: words.span(at, end),
            value,
            kind: DurationKind::Frequency,
            times: Some(times),
            rule: Rule::Frequency,
        });
        Some(end)
    }

    /// The time in which something happens so many times: يوميا, في السنة, كل أسبوعين.
    pub(super) fn per(&self, at: usize) -> Option<(String, usize)> {
        let words = self.words;
        words.on_line(at)?;
        let adverb = match words.text_of(at).trim_end_matches(['ا', 'ً']) {
            "يومي" => Some(TimeUnit::Day),
            "أسبوعي" | "اسبوعي" => Some(TimeUnit::Week),
            "شهري" => Some(TimeUnit::Month),
            "سنوي" => Some(TimeUnit::Year),
            _ => None,
        };
        if let Some(unit) = adverb.filter(|_| words.text_of(at).ends_with(['ا', 'ً'])) {
            return Some((iso8601(&[(Decimal::from_integer(1), unit)])?, at + 1));
        }
        if words.goes(at, K::Every) && words.on_line(at + 1).is_some() {
            let length = self.grammar.length(at + 1, true)?;
            return Some((iso8601(&[(length.amount, length.unit)])?, length.end));
        }
        if !words.goes(at, K::In) {
            return None;
        }
        let unit = words.next(at + 1, |sense| match sense {
            Sense::Time(unit, Count::Singular) => Some(*unit),
            // في اليوم
            Sense::Relative(0) => Some(TimeUnit::Day),
            _ => None,
        })?;
        Some((iso8601(&[(Decimal::from_integer(1), unit)])?, at + 2))
    }

    /// كل يومين
    pub(super) fn frequency(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        if words.text_of(at).trim_start_matches(['و', 'ف']) != "كل" {
            return None;
        }
        words.on_line(at + 1).filter(|word| word.proclitics == 0)?;
        let length = self.grammar.length(at + 1, true)?;
        let span = words.span(at, length.end);
        let duration = duration_of(span, &length, DurationKind::Frequency, None)?;
        self.found.durations.push(duration);
        Some(length.end)
    }

    /// A unit of time without a number before it: يومين, لمدة أسبوع, الأيام الثلاثة الماضية.
    pub(super) fn of_unit(&mut self, at: usize) -> Option<usize> {
        let words = self.words;
        let before = at.checked_sub(1).filter(|_| words.on_line(at).is_some());
        let due = before
            .is_some_and(|before| [K::ForPeriod, K::During, K::Within].iter().any(|word| words.is(before, *word)));
        let due = due || words.proclitics(at) == proclitic::LAM;
        let length = self.grammar.length(at, due && words.proclitics(at) & proclitic::CONJUNCTION == 0)?;
        if length.form == Form::Single && words.proclitics(at) == proclitic::LAM && length.unit < TimeUnit::Hour {
            return None;
        }
        self.push_length(at, &length)
    }

    pub(super) fn push_length(&mut self, first: usize, length: &Length) -> Option<usize> {
        let words = self.words;
        if self.are_contracts(first, length) {
            return Some(length.end);
        }
        let span = Span { start: number_start(words, first), end: words.span(first, length.end).end };
        let kind = if self.is_age(first, length) { DurationKind::Age } else { DurationKind::Duration };
        if matches!(length.form, Form::Counted)
            && length.amount.coefficient() > 0
            && let Some(parsed) = numbers::number(words, first, self.options.colloquial)
            && parsed.end < length.end
        {
            self.found.numbers.push(number_of(words, first, &parsed));
        }
        self.found.durations.push(duration_of(span, length, kind, None)?);
        Some(length.end)
    }

    /// عقدين and عقود are contracts where they are signed or are with somebody.
    pub(super) fn are_contracts(&self, first: usize, length: &Length) -> bool {
        if length.unit != TimeUnit::Decade {
            return false;
        }
        let words = self.words;
        let signing = |at: usize| {
            let text = words.text_of(at);
            ["وقع", "وقّع", "توقيع", "أبرم", "إبرام", "عقد"]
                .iter()
                .any(|verb| text.trim_start_matches(['و', 'ف', 'ب', 'ل']).starts_with(verb) || text.starts_with(verb))
        };
        let with = ["مع", "بقيمة", "لتوريد", "لشراء", "لبيع", "لتنفيذ", "لبناء"].contains(&words.text_of(length.end));
        with || (1..=3).any(|back| first >= back && signing(first - back))
    }

    /// (25 عاما), البالغ من العمر 25 عاما.
    pub(super) fn is_age(&self, first: usize, length: &Length) -> bool {
        let words = self.words;
        if length.unit < TimeUnit::Day || length.unit > TimeUnit::Year {
            return false;
        }
        let Some(before) = first.checked_sub(1) else { return false };
        let bracket = length.unit == TimeUnit::Year
            && words.is_mark(before, marks!("("))
            && words.goes_mark(length.end, marks!(")"));
        // البالغ من العمر, عن عمر ناهز
        let head = (0..3).any(|back| {
            before >= back
                && (first - back..=first).all(|at| words.on_line(at).is_some() && words.sort(at) != Some(Sort::Mark))
                && words.is(before - back, K::AgeHead)
        });
        // توفي عن 70 عاما, but لا يقل عن عامين.
        let compared = before > 0
            && ["يقل", "تقل", "يزيد", "تزيد", "قلت", "زاد", "زادت", "فضلا", "عبارة", "يقلّ", "ناهيك"]
                .contains(&words.text_of(before - 1));
        let about = words.is(before, K::About)
            && length.unit == TimeUnit::Year
            && length.form == Form::Counted
            && !words.goes(length.end, K::From)
            && !compared;
        // ابن العشرين عاما, ذات الأعوام الستة
        let of = matches!(words.text_of(before), "ابن" | "ابنة" | "ذو" | "ذي" | "ذا" | "ذات")
            && words.on_line(first).is_some();
        bracket || head || about || of
    }
}
