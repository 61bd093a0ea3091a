//! The rules that make values, each with a stable name: the one list of them.

macro_rules! rules {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal,)+) => {
        /// Why a value is what it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Rule {
            /// Every rule.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The name in output; it never changes.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }

            /// What it reads.
            #[must_use]
            pub const fn summary(self) -> &'static str {
                match self {
                    $(Self::$variant => concat!($($doc),+).trim_ascii(),)+
                }
            }
        }
    };
}

rules! {
    /// Digits: 250, 1,234.5, ٣٫١٤.
    Digits = "number-digits",
    /// Words: مئة وعشرون.
    Spelled = "number-words",
    /// Digits and words: 2,4 مليار, مليون و200 ألف.
    Mixed = "number-mixed",
    /// A fraction: ثلث, ثلاثة أرباع.
    Fraction = "number-fraction",
    /// An ordinal: الحادي والعشرين.
    Ordinal = "number-ordinal",
    /// Hundredths: 5%, نصف في المئة.
    Percent = "quantity-percent",
    /// A currency: 240 مليون ريال, $9.
    Money = "quantity-money",
    /// A unit of measure: 3200 متر.
    Measure = "quantity-measure",
    /// A counted noun: 250 مسلحا.
    Counted = "quantity-counted",
    /// A counted noun that is left out: 3 أخرى.
    Elliptic = "quantity-elliptic",
    /// A noun that stands behind a later number: بين 200 و300 كيلومتر.
    Shared = "quantity-shared",
    /// A noun in the dual: كيلومترين, دولاران.
    DualNoun = "quantity-dual",
    /// A number and a unit of time: 48 ساعة.
    CountedTime = "duration-counted",
    /// A unit of time in the dual: يومين.
    DualTime = "duration-dual",
    /// A single unit of time behind a word of duration: لمدة أسبوع.
    SingleTime = "duration-single",
    /// Units of time before their number: الأيام الثلاثة الماضية.
    TimeCounted = "duration-noun-first",
    /// Several units of time joined: ساعة ونصف, سنة وشهرين.
    JoinedTime = "duration-joined",
    /// An age: (25 عاما), البالغ من العمر 25 عاما.
    Age = "duration-age",
    /// How often: كل يومين, ثلاث مرات في الأسبوع.
    Frequency = "duration-frequency",
    /// Day and month with or without a year: 15 سبتمبر 2016, الخامس من آب الحالي.
    DayMonth = "date-day-month",
    /// A month: أبريل, تموز الماضي, مارس 2016.
    Month = "date-month",
    /// A year: عام 2016, 1437هـ.
    Year = "date-year",
    /// Digits with separators: 15/9/2016.
    Numeric = "date-numeric",
    /// A weekday: يوم الثلاثاء, الأحد الماضي.
    Weekday = "date-weekday",
    /// A weekday with its date: الخميس 15 سبتمبر.
    WeekdayDate = "date-weekday-date",
    /// A day from that of writing: أمس الاثنين, بعد غد.
    RelativeDay = "date-relative-day",
    /// A span of time back or forward: قبل يومين.
    Shift = "date-shift",
    /// A unit of time from that of writing: الشهر الماضي, هذا العام.
    RelativeUnit = "date-relative-unit",
    /// A part of a period: منتصف تموز, نهاية العام.
    PeriodPart = "date-period-part",
    /// A part of a year: الربع الأول من 2016.
    YearPart = "date-year-part",
    /// A season: صيف 2016, الشتاء الماضي.
    Season = "date-season",
    /// A decade: التسعينيات, ثمانينات القرن الماضي.
    Decade = "date-decade",
    /// A century: القرن التاسع عشر.
    Century = "date-century",
    /// A range: من 5 إلى 10 مايو, يومي الـ 4 والـ 5 من تموز.
    Range = "date-range",
    /// The same day in two calendars: … الموافق ….
    Paired = "date-paired",
    /// A part of a day: صباح اليوم, مساء أمس الأربعاء.
    DayPart = "time-day-part",
    /// A clock time: الساعة التاسعة مساء بتوقيت غرينتش, 19:30 ت غ.
    Clock = "time-clock",
    /// Words between marks whose speaker is told before them.
    QuoteVerb = "quote-verb",
    /// Words between marks whose source is told after them: بحسب ….
    QuotePost = "quote-post",
    /// Words between marks behind a name and a colon, as in a headline.
    QuoteHeadline = "quote-headline",
    /// Words between marks behind a participle or a verb without a subject: the speaker is that of the verb before.
    QuoteInherited = "quote-inherited",
    /// A name between marks.
    QuoteName = "quote-name",
    /// A term between marks.
    QuoteTerm = "quote-term",
    /// A word between marks that the writer keeps his distance from.
    QuoteScare = "quote-scare",
    /// Words between marks that nobody is named for.
    QuoteBare = "quote-bare",
    /// Speech that only its closing mark shows.
    QuoteOrphan = "quote-orphan-close",
    /// Reported speech behind إن or أن.
    IndirectSpeech = "speech-indirect",
    /// The head of a text or a paragraph: القاهرة - رويترز.
    Dateline = "signature-dateline",
    /// An agency in the text: وكالة (انترفاكس) الروسية للأنباء.
    Agency = "signature-agency",
    /// An agency or an outlet on the last line.
    AgencyLine = "signature-agency-line",
    /// What ends a dispatch: انتهى.
    EndMark = "signature-end",
    /// A name of the caller's list.
    Gazetteer = "name-gazetteer",
    /// A title with the name behind it.
    TitledName = "name-titled",
}

#[cfg(test)]
mod tests {
    use super::Rule;

    #[test]
    fn names_are_told_apart() {
        let mut names: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        assert!(Rule::ALL.iter().all(|rule| rule.summary().ends_with('.') && !rule.summary().starts_with(' ')));
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
