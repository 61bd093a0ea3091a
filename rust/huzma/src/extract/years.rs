//! Centuries, decades, and parts of years and months: القرن التاسع عشر, ثمانينات القرن الماضي, الربع الأول من 2016.

use super::dates::Grammar;
use super::moment::{Base, Fields, Moment, When, Year};
use super::ordinals::ordinal;
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::Sort;
use crate::lexicon::calendar::{Count, PeriodPart, TimeUnit};

impl Grammar<'_, '_> {
    /// القرن التاسع عشر, القرن الـ19.
    pub(super) fn century(&self, first: usize) -> Option<When> {
        let words = self.words;
        let century = |sense: &Sense| (*sense == Sense::Time(TimeUnit::Century, Count::Singular)).then_some(());
        words.sense(first, century)?;
        if !words.has_article(first) {
            return None;
        }
        let at = first + 1;
        let word = words.on_line(at)?;
        let (index, end) = match word.sort {
            Sort::Word => ordinal(words, at).filter(|(.., article)| *article).map(|(index, end, _)| (index, end))?,
            Sort::Proclitic | Sort::Number => {
                let (day, end) = self.day(at)?;
                (u32::from(day), end)
            }
            _ => return None,
        };
        let hijri = words.goes(end, K::Hijri);
        let before = words.goes(end, K::Before) || words.text_of(end).starts_with("ق.م");
        if hijri || before || !(1..=21).contains(&index) {
            return None;
        }
        let end = end + usize::from(words.goes(end, K::Gregorian));
        Some(When::new(first, end, Moment::of(Base::Century(index as i32 - 1)), Rule::Century))
    }

    /// التسعينيات, ثمانينات القرن الماضي; not في السبعينات من عمره.
    pub(super) fn decade(&self, first: usize) -> Option<When> {
        let words = self.words;
        let tens = words.sense(first, |sense| match sense {
            Sense::Decade(tens) => Some(*tens),
            _ => None,
        })?;
        let mut end = first + 1;
        let next = end + usize::from(words.goes(end, K::From));
        if words.on_line(next).is_some_and(|word| word.proclitics & proclitic::CONJUNCTION == 0) {
            if words.is(next, K::Age) || words.text_of(next).starts_with("عمر") {
                return None;
            }
            let century = |at: usize| {
                if let Some(when) = self.century(at)
                    && let Base::Century(century) = when.from.base
                {
                    return Some((century, when.end));
                }
                let when = self.relative_unit(at)?;
                match when.from.base {
                    // "The last century" is the twentieth, as long as this one lasts.
                    Base::Unit { unit: TimeUnit::Century, direction } => Some((20 + i32::from(direction), when.end)),
                    _ => None,
                }
            };
            if let Some((century, at)) = century(next) {
                end = at;
                return Some(When::new(
                    first,
                    end,
                    Moment::of(Base::Decade { tens, century: Some(century) }),
                    Rule::Decade,
                ));
            }
        }
        if !words.has_article(first) {
            return None;
        }
        Some(When::new(first, end, Moment::of(Base::Decade { tens, century: None }), Rule::Decade))
    }

    /// الربع الأول من 2016, النصف الثاني من العام الجاري.
    pub(super) fn year_part(&self, first: usize) -> Option<When> {
        let words = self.words;
        if !words.has_article(first) {
            return None;
        }
        let of = words.sense(first, |sense| match sense {
            Sense::Fraction(1, of) => Some(*of),
            _ => None,
        })?;
        let at = first + 1;
        words.on_line(at)?;
        let (index, end) = match words.text_of(at) {
            "الأخير" | "الاخير" => (of, at + 1),
            _ => {
                let (index, end, article) = ordinal(words, at)?;
                (article && (1..=u32::from(of)).contains(&index)).then_some((index as u8, end))?
            }
        };
        let part = |end, year| Some(When::new(first, end, Moment::of(Base::Part { of, index, year }), Rule::YearPart));
        let next = end + usize::from(words.goes(end, K::From));
        words.on_line(next)?;
        // النصف الثاني من القرن التاسع عشر
        if of == 2
            && next > end
            && let Some(when) = self.century(next).or_else(|| self.decade(next)).or_else(|| self.named(next))
            && when.from.modifier.is_none()
            && !matches!(when.from.base, Base::Date(Fields { day: Some(_), .. }))
        {
            let mut half = When { first, rule: Rule::PeriodPart, ..when };
            half.from.modifier = Some(if index == 1 { PeriodPart::Start } else { PeriodPart::End });
            return Some(half);
        }
        if let Some(when) = self.lone_year(next).or_else(|| self.lone_year_after_of(next))
            && let Base::Date(Fields { year: Some(year), .. }) = when.from.base
            && when.to.is_none()
        {
            return part(when.end, Some(year));
        }
        if let Some(when) = self.relative_unit(next)
            && let Base::Unit { unit: TimeUnit::Year, direction } = when.from.base
        {
            return part(when.end, Some(Year::Relative(direction)));
        }
        // من العام, with nothing behind it that makes it another.
        if next > end && self.is_year_word(next) && words.has_article(next) {
            return part(next + 1, None);
        }
        None
    }

    /// الأسبوع الأول من شهر أكتوبر المقبل: a part of a month, told by its weeks.
    pub(super) fn week_of_month(&self, first: usize) -> Option<When> {
        let words = self.words;
        let week = |sense: &Sense| (*sense == Sense::Time(TimeUnit::Week, Count::Singular)).then_some(());
        words.sense(first, week)?;
        if !words.has_article(first) {
            return None;
        }
        let at = first + 1;
        words.on_line(at)?;
        let (part, end) = if matches!(words.text_of(at), "الأخير" | "الاخير") {
            (PeriodPart::End, at + 1)
        } else {
            let (index, end, article) = ordinal(words, at)?;
            let part = match index {
                1 => PeriodPart::Start,
                2 | 3 => PeriodPart::Middle,
                4 | 5 => PeriodPart::End,
                _ => return None,
            };
            article.then_some((part, end))?
        };
        if !words.goes(end, K::From) || words.on_line(end + 1).is_none() {
            return None;
        }
        let mut when = self.named(end + 1).or_else(|| self.relative_unit(end + 1))?;
        let month = match when.from.base {
            Base::Date(fields) => fields.day.is_none(),
            Base::Unit { unit, .. } => unit == TimeUnit::Month,
            _ => false,
        };
        if !month || when.to.is_some() {
            return None;
        }
        when.from.modifier = Some(part);
        when.first = first;
        when.rule = Rule::PeriodPart;
        Some(when)
    }

    /// 2016 behind من, where a year is due.
    fn lone_year_after_of(&self, at: usize) -> Option<When> {
        let (year, _, end) = self.year(at).filter(|_| self.words.sort(at) == Some(Sort::Number))?;
        let fields = Fields { year: Some(Year::Full(year)), ..Fields::default() };
        ((1900..=2100).contains(&year) && !self.counts(end))
            .then(|| When::new(at, end, Moment::date(fields), Rule::Year))
    }
}
