//! Numbers whose noun stands behind a later one: بين 200 و300 كيلومتر, من 10 إلى 15 يوما, 20 أو 30 شخصا.

use super::digits::Digits;
use super::lengths::{Form, Length};
use super::mentions::duration_of;
use super::numbers::{self, Parsed};
use super::quantities::Counted;
use super::records::{DurationKind, Number};
use super::rules::Rule;
use super::scan::Pass;
use super::value::Decimal;
use super::vocabulary::Keyword as K;
use super::words::Sort;

/// What the first of two numbers counts, and its value.
pub(super) struct Shared {
    pub(super) noun: Noun,
    pub(super) value: Decimal,
    /// The value as it is written, where the power of ten behind the second number is taken for both.
    pub(super) written: Option<Decimal>,
}

pub(super) enum Noun {
    Counted(Counted),
    Length(Length),
}

impl Pass<'_, '_> {
    /// The noun that the first number of a range or an alternative has with the second.
    pub(super) fn shared(&self, first: usize, parsed: &Parsed) -> Option<Shared> {
        let words = self.words;
        if parsed.ratio.is_some() || parsed.zero {
            return None;
        }
        let before = first.checked_sub(1).filter(|_| words.on_line(first).is_some());
        let between = before.is_some_and(|before| words.is(before, K::Between));
        let from = before.is_some_and(|before| words.is(before, K::From));
        let end = parsed.end;
        let next = if between {
            self.grammar.behind_and(end)?
        } else if from && (words.goes(end, K::To) || words.goes(end, K::Until)) || words.goes(end, K::Or) {
            end + 1
        } else {
            return None;
        };
        words.on_line(next)?;
        let second = numbers::number(words, next, self.options.colloquial)?;
        let noun = match self.grammar.length(next, false) {
            Some(length) if length.form == Form::Counted && length.parts == 1 => Noun::Length(length),
            Some(_) => return None,
            None => {
                let counted = self.grammar.counted(&second).filter(|counted| counted.rule != Rule::Elliptic)?;
                Noun::Counted(Counted { end, rule: Rule::Shared, ..counted })
            }
        };
        // بين 3 و5 ملايين: three millions, unless three is meant.
        let power = self.power_behind(next, second.value).filter(|_| parsed.plain);
        let shared = power.and_then(|power| parsed.value.shifted(power));
        let fits = |value: Decimal| value.is_below(second.value);
        match shared.filter(|value| fits(*value)) {
            Some(value) => Some(Shared { noun, value, written: Some(parsed.value) }),
            None => fits(parsed.value).then_some(Shared { noun, value: parsed.value, written: None }),
        }
    }

    /// Takes over the first of two numbers with the noun of the second.
    pub(super) fn push_shared(&mut self, mut number: Number, shared: Shared) {
        number.value = shared.value;
        if let Some(written) = shared.written {
            number.alternatives = vec![written];
        }
        match shared.noun {
            Noun::Counted(counted) => self.push_quantity(number.span, number, counted),
            Noun::Length(length) => {
                let length = Length { amount: number.value, ..length };
                let duration = duration_of(number.span, &length, DurationKind::Duration, None);
                self.found.numbers.push(number);
                self.found.durations.extend(duration);
            }
        }
    }

    /// The power of ten of a number that is digits with a word behind them: 6 for 5 ملايين.
    fn power_behind(&self, at: usize, value: Decimal) -> Option<u8> {
        let at = at + usize::from(self.words.sort(at) == Some(Sort::Proclitic));
        let Digits::Number { value: digits, .. } = self.words.digits(at) else { return None };
        [3, 6, 9, 12].into_iter().find(|power| digits.shifted(*power) == Some(value))
    }
}
