//! Times that are told from the time of writing, and parts of days and of periods.
//!
//! ```text
//! weekday := يوم? WEEKDAY deixis?               يوم الثلاثاء, الأحد الماضي, ليل الأربعاء/ الخميس
//! relday  := أمس | اليوم | غدا | بعد غد | أول (من)? أمس        with the weekday behind it
//! daypart := صباح | مساء | …                    before or behind one of these
//! shift   := (قبل | منذ | بعد) number unit       not before من: بعد يومين من …
//! unit    := الشهر الماضي | هذا العام
//! part    := (أوائل | منتصف | نهاية) (شهر | عام)? date
//! ```

use super::dates::Grammar;
use super::fold::Key;
use super::lengths::Form;
use super::moment::{Base, Fields, Moment, When};
use super::rules::Rule;
use super::vocabulary::{Keyword as K, Sense, proclitic};
use super::words::{Sort, marks};
use crate::lexicon::calendar::{Count, DayPart, PeriodPart, TimeUnit};

/// How far back a word is sought that makes a weekday one to come.
const FUTURE_WINDOW: usize = 14;

impl Grammar<'_, '_> {
    /// The weekday at a word.
    pub(super) fn weekday(&self, at: usize) -> Option<u8> {
        self.words.sense(at, |sense| match sense {
            Sense::Weekday(day) => Some(*day),
            _ => None,
        })
    }

    /// The part of a day at a word.
    pub(super) fn day_part(&self, at: usize) -> Option<DayPart> {
        self.words.sense(at, |sense| match sense {
            Sense::DayPart(part) => Some(*part),
            _ => None,
        })
    }

    /// An expression of a day, with a part of it before or behind.
    pub(super) fn day_expression(&self, first: usize) -> Option<When> {
        let words = self.words;
        if let Some(part) = self.day_part(first)
            && !words.has_article(first)
            && words.on_line(first + 1).is_some_and(|word| word.proclitics & !proclitic::AL == 0)
        {
            // ليل الأربعاء/ الخميس and مساء يوم الجمعة
            let mut inner = self.plain_day(first + 1, true)?;
            if part == DayPart::Night
                && let Base::Weekday { weekday, .. } = inner.from.base
            {
                let next = inner.end + usize::from(words.goes_mark(inner.end, marks!("/-–")));
                let follows = words.on_line(next).is_some_and(|word| word.proclitics & !proclitic::AL == 0)
                    && self.weekday(next) == Some(weekday % 7 + 1);
                inner.end = if follows { next + 1 } else { inner.end };
            }
            if inner.from.clock.is_some() {
                return None;
            }
            inner.first = first;
            inner.from.part = Some(part);
            inner.rule = Rule::DayPart;
            return Some(inner);
        }
        // بعد ظهر الاثنين
        if (words.is(first, K::After) || words.is(first, K::Before))
            && words.proclitics(first) & proclitic::PREPOSITION == 0
            && words.on_line(first + 1).is_some_and(|word| word.proclitics == 0)
            && self.day_part(first + 1) == Some(DayPart::Noon)
        {
            let mut inner = self.day_expression(first + 1).filter(|inner| inner.from.part == Some(DayPart::Noon))?;
            inner.first = first;
            inner.from.part = Some(if words.is(first, K::After) { DayPart::Afternoon } else { DayPart::Morning });
            return Some(inner);
        }
        // الليلة الماضية
        if words.has_article(first)
            && self.day_part(first) == Some(DayPart::Night)
            && words.text_of(first).contains(['ة', 'ه'])
        {
            let direction = self.deixis(first + 1);
            let days = direction.unwrap_or(0);
            if direction.is_none() && words.sort(first + 1) == Some(Sort::Word) && words.has_article(first + 1) {
                return None;
            }
            let mut moment = Moment::of(Base::Days { days: i64::from(days), weekday: None });
            moment.part = Some(DayPart::Night);
            return Some(When::new(first, first + 1 + usize::from(direction.is_some()), moment, Rule::DayPart));
        }
        let mut when = self.plain_day(first, false)?;
        // أمس مساء, الاثنين صباحا
        if let Some(part) = self.adverb(when.end).filter(|_| when.to.is_none() && when.from.part.is_none()) {
            when.end += 1;
            when.from.part = Some(part);
            when.rule = Rule::DayPart;
        }
        Some(when)
    }

    /// صباحا and the like at a word that goes on the line.
    pub(super) fn adverb(&self, at: usize) -> Option<DayPart> {
        let word = self.words.on_line(at)?;
        if word.proclitics != 0 {
            return None;
        }
        let part = self.day_part(at)?;
        let text = self.words.text_of(at);
        (text.ends_with(['ا', 'ً']) || part == DayPart::Evening && text.ends_with('ء')).then_some(part)
    }

    fn plain_day(&self, first: usize, behind_part: bool) -> Option<When> {
        let words = self.words;
        if let Some(when) = self.relative_day(first, behind_part) {
            return Some(when);
        }
        let mut at = first;
        let day_word = words.is(first, K::Day) && !words.has_article(first);
        if day_word {
            at += 1;
            words.on_line(at).filter(|word| word.proclitics == 0 || word.proclitics == proclitic::AL)?;
        }
        if let Some(weekday) = self.weekday(at) {
            return self.of_weekday(first, at, weekday, day_word || behind_part);
        }
        if day_word || behind_part {
            // يوم 15 سبتمبر, مساء الخامس من آب
            let mut when = self.numeric(at).or_else(|| self.named(at)).filter(|when| match when.from.base {
                Base::Date(fields) => fields.day.is_some(),
                _ => false,
            })?;
            when.first = first;
            return Some(when);
        }
        None
    }

    fn of_weekday(&self, first: usize, at: usize, weekday: u8, sure: bool) -> Option<When> {
        let words = self.words;
        if !sure
            && first > 0
            && words.on_line(first).is_some()
            && words.is(first - 1, K::NotADay)
            && words.proclitics(first) == 0
        {
            return None;
        }
        let mut end = at + 1;
        let deixis = self.deixis(end);
        end += usize::from(deixis.is_some());
        // الخميس 15 سبتمبر, الخميس (15 سبتمبر), الخميس الموافق 15 سبتمبر
        let mut next = end;
        let open = words.goes_mark(next, marks!("("));
        next += usize::from(open || words.goes_mark(next, marks!("،,")));
        next += usize::from(words.goes(next, K::Corresponding));
        if words.on_line(next).is_some()
            && let Some(mut dated) = self.numeric(next).or_else(|| self.named(next))
            && (!open || words.goes_mark(dated.end, marks!(")")))
            && words.proclitics(next) & !(proclitic::AL | proclitic::LAM) == 0
            && dated.from.fields().is_some_and(|fields| {
                let day = fields.day.is_some();
                fields.weekday = Some(weekday);
                day
            })
        {
            dated.first = first;
            dated.end += usize::from(open);
            dated.rule = Rule::WeekdayDate;
            return Some(dated);
        }
        let future = deixis.is_none() && self.is_future(first);
        let moment = Moment::of(Base::Weekday { weekday, deixis, future });
        Some(When::new(first, end, moment, Rule::Weekday))
    }

    /// Whether a verb in the future, or a word of planning, stands before in the sentence.
    fn is_future(&self, first: usize) -> bool {
        let words = self.words;
        let from = first.saturating_sub(FUTURE_WINDOW);
        (from..first)
            .rev()
            .take_while(|at| !words.is_mark(*at, marks!(".؟!؛")) && (words.on_line(at + 1).is_some()))
            .any(|at| {
                words.is(at, K::Future)
                    || words.get(at).is_some_and(|word| word.sort == Sort::Word && word.entry == 0)
                        && self.is_future_verb(at)
            })
    }

    /// سيعقد, وستبدأ: س before a prefix of the imperfect.
    fn is_future_verb(&self, at: usize) -> bool {
        const PREFIXES: &str = "يتنا";
        const NOUNS: [&str; 22] = [
            "سيا", "سيد", "سيط", "سين", "سير", "سيف", "سيل", "ستا", "ستو", "ستي", "سنو", "سند", "ساع", "ساح", "سنغ",
            "ستر", "سنا", "سنة", "سات", "ساب", "سال", "سام",
        ];
        let text = self.words.text_of(at);
        let text = text.strip_prefix(['و', 'ف']).unwrap_or(text);
        let mut letters = text.chars().filter(|letter| crate::chars::is_arabic_letter(*letter));
        letters.next() == Some('س')
            && letters.next().is_some_and(|letter| PREFIXES.contains(letter))
            && letters.count() >= 2
            && !NOUNS.iter().any(|noun| text.starts_with(noun))
    }

    fn relative_day(&self, first: usize, behind_part: bool) -> Option<When> {
        let words = self.words;
        let relative = |at: usize| {
            words.sense(at, |sense| match sense {
                Sense::Relative(days) => Some(i64::from(*days)),
                _ => None,
            })
        };
        let (days, mut end) = if let Some(days) = relative(first) {
            if days == 0 && !self.is_today(first, behind_part) {
                return None;
            }
            if days == -1
                && words.on_line(first + 1).is_some()
                && words.whole_key(first + 1) == Some(const { Key::constant("الأول") })
            {
                (-2, first + 2)
            } else {
                (days, first + 1)
            }
        } else if words.is(first, K::After) && relative(first + 1) == Some(1) && words.on_line(first + 1).is_some() {
            (2, first + 2)
        } else if words.is(first, K::Before) && relative(first + 1) == Some(-1) && words.on_line(first + 1).is_some() {
            (-2, first + 2)
        } else if words.sense(first, |sense| (*sense == Sense::Ordinal(1)).then_some(())).is_some()
            && !words.has_article(first)
        {
            let next = first + 1 + usize::from(words.goes(first + 1, K::From));
            if relative(next) != Some(-1) || words.on_line(next).is_none() {
                return None;
            }
            (-2, next + 1)
        } else {
            return None;
        };
        let mut weekday = None;
        // أمس (الاثنين), أمس الاثنين
        let open = words.goes_mark(end, marks!("("));
        let next = end + usize::from(open);
        if words.on_line(next).is_some_and(|word| word.proclitics == 0)
            && let Some(day) = self.weekday(next)
            && (!open || words.goes_mark(next + 1, marks!(")")))
        {
            weekday = Some(day);
            end = next + 1 + usize::from(open);
            // أمس الاثنين 5 مايو
            if words.on_line(end).is_some()
                && let Some(mut dated) = self.numeric(end).or_else(|| self.named(end))
                && words.proclitics(end) & !proclitic::AL == 0
                && dated.from.fields().is_some_and(|fields| {
                    fields.weekday = weekday;
                    fields.day.is_some()
                })
            {
                dated.first = first;
                dated.rule = Rule::WeekdayDate;
                return Some(dated);
            }
        }
        if days == 0 && self.deixis(end) == Some(0) {
            end += 1;
        }
        let moment = Moment::of(Base::Days { days, weekday });
        Some(When::new(first, end, moment, Rule::RelativeDay))
    }

    /// اليوم is today unless it is "the day": في اليوم التالي, ذلك اليوم, اليوم العالمي.
    fn is_today(&self, at: usize, behind_part: bool) -> bool {
        let words = self.words;
        if words.text_of(at).starts_with("ليوم") {
            return false;
        }
        let next_is_adjective = words.on_line(at + 1).is_some_and(|word| word.sort == Sort::Word)
            && self.weekday(at + 1).is_none()
            && self.deixis(at + 1) != Some(0)
            && (words.text_of(at + 1).starts_with("ال") || words.has_article(at + 1))
            && !words.is(at + 1, K::ClockHour);
        let itself =
            ["نفسه", "ذاته", "الذي", "عينه"].contains(&words.text_of(at + 1)) && words.on_line(at + 1).is_some();
        // في اليوم is "a day" or "on the day".
        // في مثل هذا اليوم من عام 1973
        let like = at >= 2 && words.is(at - 1, K::This) && words.text_of(at - 2).ends_with("مثل");
        let before = like
            || at > 0
                && !behind_part
                && words.on_line(at).is_some()
                && (words.is(at - 1, K::NotADay)
                    || words.is(at - 1, K::In)
                    || words.is(at - 1, K::This) && words.text_of(at - 1) != "هذا"
                    || words.is(at - 1, K::During));
        let bits = words.proclitics(at) & proclitic::PREPOSITION;
        !next_is_adjective && !itself && !before && bits & (proclitic::BEH | proclitic::LAM | proclitic::KAF) == 0
    }

    /// قبل يومين, منذ ثلاثة أشهر, بعد 48 ساعة.
    pub(super) fn shift(&self, first: usize) -> Option<When> {
        let words = self.words;
        let direction = if words.is(first, K::Before) || words.is(first, K::Since) {
            -1
        } else if words.is(first, K::After) {
            1
        } else {
            return None;
        };
        if words.proclitics(first) & proclitic::PREPOSITION != 0 {
            return None;
        }
        let at = self.approximately(first + 1);
        words.on_line(at)?;
        let length = self.length(at, true)?;
        let mut end = length.end;
        // بعد يومين من المفاوضات is told from the talks.
        if words.goes(end, K::From) && words.text_of(end + 1) == "الزمن" {
            end += 2;
        }
        // يوما بعد يوم
        let again = length.form == Form::Single
            && first > 0
            && words.on_line(first).is_some()
            && self.time_unit(first - 1).is_some_and(|(unit, _)| unit == length.unit);
        if again {
            return None;
        }
        let told_from = words.goes(end, K::From) && !words.goes(end + 1, K::OfNow)
            || direction > 0 && words.goes(end, K::On) && words.text_of(end) == "على";
        if told_from || length.parts != 1 {
            return None;
        }
        if words.goes(end, K::From) {
            end += 2;
        }
        let amount =
            length.amount.to_integer().and_then(|amount| i64::try_from(amount).ok()).filter(|n| *n < 100_000)?;
        let moment = Moment::of(Base::Shift { amount: direction * amount, unit: length.unit });
        Some(When::new(first, end, moment, Rule::Shift))
    }

    /// Behind نحو, حوالي, أكثر من.
    pub(super) fn approximately(&self, at: usize) -> usize {
        let text = self.words.text_of(at);
        match text {
            "نحو" | "حوالي" | "حوالى" | "قرابة" | "زهاء" | "قراب" => at + 1,
            "أكثر" | "اكثر" | "أقل" | "اقل" | "أزيد" if self.words.goes(at + 1, K::From) => at + 2,
            _ => at,
        }
    }

    /// الشهر الماضي, هذا العام, نهاية الأسبوع.
    pub(super) fn relative_unit(&self, first: usize) -> Option<When> {
        let words = self.words;
        let unit_at = |at: usize| {
            words.sense(at, |sense| match sense {
                Sense::Time(unit, Count::Singular) if *unit >= TimeUnit::Week => Some(*unit),
                _ => None,
            })
        };
        if words.is(first, K::This) && ["هذا", "هذه"].iter().any(|this| words.text_of(first).ends_with(this)) {
            let at = first + 1;
            let word = words.on_line(at)?;
            if word.proclitics != proclitic::AL {
                return None;
            }
            let unit = unit_at(at)?;
            let moment = Moment::of(Base::Unit { unit, direction: 0 });
            return Some(When::new(first, at + 1, moment, Rule::RelativeUnit));
        }
        if !words.has_article(first) {
            return None;
        }
        let unit = unit_at(first)?;
        if unit == TimeUnit::Decade {
            return None;
        }
        // العام الدراسي المقبل
        let mut at = first + 1;
        if unit == TimeUnit::Year && words.goes(at, K::Season) {
            at += 1;
        }
        let direction = self.deixis(at)?;
        let moment = Moment::of(Base::Unit { unit, direction });
        Some(When::new(first, at + 1, moment, Rule::RelativeUnit))
    }

    /// أوائل أيار الماضي, منتصف شهر رمضان, نهاية العام, نهاية الثالث من أيار.
    pub(super) fn period_part(&self, first: usize) -> Option<When> {
        let words = self.words;
        let part = words.sense(first, |sense| match sense {
            Sense::PeriodPart(part) => Some(*part),
            _ => None,
        })?;
        let adverbial = words.has_article(first);
        let at = first + 1;
        let next = words.on_line(at)?;
        if adverbial || next.proclitics & (proclitic::CONJUNCTION | proclitic::PREPOSITION) != 0 {
            return None;
        }
        let narrow = matches!(
            words.text_of(first).trim_start_matches(['و', 'ف', 'ب', 'ل']),
            "أول" | "آخر" | "وسط" | "اول" | "اخر"
        );
        let of_unit = || {
            if words.proclitics(at) != proclitic::AL {
                return None;
            }
            let unit = words.sense(at, |sense| match sense {
                Sense::Time(unit @ (TimeUnit::Week | TimeUnit::Month | TimeUnit::Year), Count::Singular) => Some(*unit),
                _ => None,
            })?;
            let adjective = words.on_line(at + 1).is_some_and(|word| {
                word.sort == Sort::Word && (word.proclitics == proclitic::AL || words.text_of(at + 1).starts_with("ال"))
            });
            let base = if unit == TimeUnit::Week && part == PeriodPart::End {
                Base::Weekend(0)
            } else {
                Base::Unit { unit, direction: 0 }
            };
            (!adjective && !narrow).then(|| When::new(at, at + 1, Moment::of(base), Rule::RelativeUnit))
        };
        let inner = self
            .numeric(at)
            .or_else(|| self.named(at))
            .or_else(|| self.named_year(at))
            .or_else(|| self.relative_unit(at))
            .or_else(|| self.season(at))
            .or_else(|| self.century(at))
            .or_else(|| self.decade(at))
            .or_else(of_unit)
            .or_else(|| self.bare_ambiguous_month(at));
        let mut when = inner?;
        if narrow && when.rule == Rule::Year {
            return None;
        }
        if when.from.modifier.is_some() || when.to.is_some() {
            return None;
        }
        if let Base::Unit { unit: TimeUnit::Week, direction } = when.from.base
            && part == PeriodPart::End
        {
            when.from.base = Base::Weekend(direction);
        } else if !matches!(when.from.base, Base::Weekend(_)) {
            when.from.modifier = Some(part);
        }
        when.first = first;
        when.rule = Rule::PeriodPart;
        Some(when)
    }

    fn named_year(&self, at: usize) -> Option<When> {
        self.lone_year(at)
    }

    /// منتصف آب: the word before makes a month of it.
    fn bare_ambiguous_month(&self, at: usize) -> Option<When> {
        let month = self.month(at).filter(|_| self.words.proclitics(at) == 0)?;
        let fields = Fields { calendar: month.calendar, month: Some(month.number), ..Fields::default() };
        Some(When::new(at, month.end, Moment::date(fields), Rule::Month))
    }
}
