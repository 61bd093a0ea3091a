//! Seasons: صيف 2016, شتاء 2015/2016, خريف العام الماضي, الصيف المقبل.

use super::dates::Grammar;
use super::digits::Digits;
use super::moment::{Base, Moment, When, Year};
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::Sort;
use crate::lexicon::calendar::Season;

impl Grammar<'_, '_> {
    /// The season that begins at a word. ربيع is a man's name and a month too, so that something must tell the year.
    pub(super) fn season(&self, first: usize) -> Option<When> {
        let words = self.words;
        let pointed = words.is(first, K::This) && words.text_of(first).ends_with("هذا");
        let at = first + usize::from(pointed);
        if pointed {
            words.on_line(at).filter(|word| word.proclitics == proclitic::AL)?;
        }
        let season = words.sense(at, |sense| match sense {
            Sense::Season(season) => Some(*season),
            _ => None,
        })?;
        let found = |end, year, deixis| {
            Some(When::new(first, end, Moment::of(Base::Season { season, year, deixis }), Rule::Season))
        };
        if pointed {
            return found(at + 1, None, Some(0));
        }
        let next = at + 1;
        words.on_line(next)?;
        if words.has_article(at) {
            return found(next + 1, None, Some(self.deixis(next)?));
        }
        if words.proclitics(next) & !proclitic::AL != 0 {
            return None;
        }
        if let Some(when) = self.relative_unit(next)
            && let Base::Unit { unit: crate::lexicon::calendar::TimeUnit::Year, direction } = when.from.base
        {
            return found(when.end, Some(Year::Relative(direction)), None);
        }
        let named = usize::from(self.is_year_word(next) && !words.has_article(next));
        let (year, end) = self.year_of_season(next + named, season)?;
        found(end, Some(Year::Full(year)), None)
    }

    /// 2016, and for a winter 2015/2016 and 2015-2016, which begins in the first of them.
    fn year_of_season(&self, at: usize, season: Season) -> Option<(i32, usize)> {
        let words = self.words;
        words.on_line(at).filter(|word| word.sort == Sort::Number)?;
        let likely = |year: i32| (1800..=2100).contains(&year);
        if let Digits::Slash { left, right, lengths: [4, length] } = words.digits(at) {
            let next = if length == 4 { right } else { left / 100 * 100 + right };
            let year = i32::try_from(left).ok()?;
            return (season == Season::Winter && next == left + 1 && likely(year)).then_some((year, at + 1));
        }
        let (year, era, end) = self.year(at).filter(|(year, ..)| likely(*year))?;
        if era == Some(super::moment::Calendar::IslamicUmalqura) || self.counts(end) {
            return None;
        }
        let dashed = words.goes_mark(end, super::words::marks!("-–/"));
        if dashed && words.sort(end + 1) == Some(Sort::Number) {
            let (next, _, last) = self.year(end + 1)?;
            return (season == Season::Winter && next == year + 1).then_some((year, last));
        }
        Some((year, end))
    }
}
