//! What extraction hands out. Spans are bytes of the text.

use std::sync::Arc;

use super::gazetteer::Gazetteer;
use super::moment::Calendar;
use super::resolve::{Anchor, Grain};
use super::rules::Rule;
use super::value::Decimal;
use crate::lexicon::calendar::PeriodPart;
use crate::lexicon::units::Measure;
use crate::span::Span;

/// How to read.
#[derive(Clone, Debug, Default)]
pub struct Options {
    /// The moment of writing. Without it nothing is resolved that the text leaves open.
    pub anchor: Option<Anchor>,
    /// Whether 9/15/2016 is read as 15 September; the day stands first by default.
    pub month_first: bool,
    /// Whether spoken numbers are read: تلاتين, مية.
    pub colloquial: bool,
    /// Names to find.
    pub gazetteer: Option<Arc<Gazetteer>>,
}

/// Everything that was found in a text, each list in the order of the text.
#[derive(Clone, Debug, Default)]
pub struct Extraction {
    /// Dates and times.
    pub dates: Vec<DateMention>,
    /// Spans of time.
    pub durations: Vec<Duration>,
    /// Numbers that are part of no date or time.
    pub numbers: Vec<Number>,
    /// Numbers with what they count.
    pub quantities: Vec<Quantity>,
    /// What stands between quotation marks.
    pub quotations: Vec<Quotation>,
    /// What is reported without marks.
    pub statements: Vec<Statement>,
    /// Datelines, agencies and what signs the text.
    pub signatures: Vec<Signature>,
    /// Persons behind their titles, and names of the caller's list.
    pub names: Vec<Name>,
}

impl Extraction {
    /// Moves every span.
    pub(super) fn map_spans(&mut self, map: impl Fn(Span) -> Span) {
        let each = |span: &mut Span| *span = map(*span);
        let maybe = |span: &mut Option<Span>| *span = span.map(&map);
        self.dates.iter_mut().for_each(|date| each(&mut date.span));
        self.durations.iter_mut().for_each(|duration| each(&mut duration.span));
        self.numbers.iter_mut().for_each(|number| each(&mut number.span));
        for quantity in &mut self.quantities {
            each(&mut quantity.span);
            each(&mut quantity.number);
        }
        for quotation in &mut self.quotations {
            each(&mut quotation.span);
            each(&mut quotation.outer);
            let parts = [&mut quotation.cue, &mut quotation.speaker, &mut quotation.antecedent, &mut quotation.relay];
            parts.into_iter().for_each(maybe);
        }
        for statement in &mut self.statements {
            each(&mut statement.span);
            each(&mut statement.cue);
            [&mut statement.speaker, &mut statement.antecedent, &mut statement.relay].into_iter().for_each(maybe);
        }
        for signature in &mut self.signatures {
            each(&mut signature.span);
            [&mut signature.agency, &mut signature.city].into_iter().for_each(maybe);
        }
        for name in &mut self.names {
            each(&mut name.span);
            maybe(&mut name.title);
        }
    }
}

/// What part of a period is meant; `mod` in TIMEX3.
pub type Modifier = PeriodPart;

impl PeriodPart {
    /// The name in TIMEX3.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Middle => "MID",
            Self::End => "END",
        }
    }
}

/// Something about a date that a reader should know.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Note {
    /// The date does not fall on the weekday that stands beside it.
    WeekdayMismatch,
    /// The two calendars name different days.
    CalendarMismatch,
    /// The order of day and month in digits is the caller's, and the other order is a date too.
    AmbiguousOrder,
    /// Nothing tells whether the hour is before or after noon.
    AmbiguousHour,
    /// The Hijri date lies outside the table and has no Gregorian value.
    OutOfRange,
}

impl Note {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WeekdayMismatch => "weekday-mismatch",
            Self::CalendarMismatch => "calendar-mismatch",
            Self::AmbiguousOrder => "ambiguous-order",
            Self::AmbiguousHour => "ambiguous-hour",
            Self::OutOfRange => "out-of-range",
        }
    }
}

/// A date or a time.
#[derive(Clone, Debug, PartialEq)]
pub struct DateMention {
    /// Where it is.
    pub span: Span,
    /// The Gregorian value in ISO 8601, `X` for what is not known, a range as `from/to`; `None` for a Hijri date outside
    /// the table.
    pub value: Option<String>,
    /// How exact it is.
    pub grain: Grain,
    /// The calendar of the text.
    pub calendar: Calendar,
    /// The value in the calendar of the text, where that is not the Gregorian one, or in the second of two calendars.
    pub source_value: Option<String>,
    /// What part of the period is meant.
    pub modifier: Option<Modifier>,
    /// Whether nothing of the value is open.
    pub resolved: bool,
    /// Other readings.
    pub alternatives: Vec<String>,
    /// The IANA name of the zone.
    pub zone: Option<&'static str>,
    /// What a reader should know.
    pub notes: Vec<Note>,
    /// The rule that made it.
    pub rule: Rule,
}

/// What a span of time is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DurationKind {
    /// How long.
    Duration,
    /// How old.
    Age,
    /// How often: the value is the time in which it happens.
    Frequency,
}

impl DurationKind {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Duration => "duration",
            Self::Age => "age",
            Self::Frequency => "frequency",
        }
    }
}

/// A span of time.
#[derive(Clone, Debug, PartialEq)]
pub struct Duration {
    /// Where it is.
    pub span: Span,
    /// The value in ISO 8601: `PT48H`.
    pub value: String,
    /// What it is.
    pub kind: DurationKind,
    /// How many times, for a frequency.
    pub times: Option<u32>,
    /// The rule that made it.
    pub rule: Rule,
}

/// What a number says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NumberKind {
    /// How many.
    Cardinal,
    /// Which one.
    Ordinal,
    /// A part of one.
    Fraction,
}

impl NumberKind {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cardinal => "cardinal",
            Self::Ordinal => "ordinal",
            Self::Fraction => "fraction",
        }
    }
}

/// A number.
#[derive(Clone, Debug, PartialEq)]
pub struct Number {
    /// Where it is.
    pub span: Span,
    /// The value.
    pub value: Decimal,
    /// Numerator and denominator of a value that no decimal has: ثلث.
    pub ratio: Option<(u32, u32)>,
    /// Other readings of its separator.
    pub alternatives: Vec<Decimal>,
    /// What it says.
    pub kind: NumberKind,
    /// The rule that made it.
    pub rule: Rule,
}

/// A number with what it counts or measures.
#[derive(Clone, Debug, PartialEq)]
pub struct Quantity {
    /// Where it is.
    pub span: Span,
    /// Where its number is.
    pub number: Span,
    /// The value, with its powers of ten applied.
    pub value: Decimal,
    /// Other readings of the number.
    pub alternatives: Vec<Decimal>,
    /// The singular of the noun; `None` where it is left out and no later number has it.
    pub unit: Option<String>,
    /// What it measures; `None` for what is counted.
    pub measure: Option<Measure>,
    /// The code of the unit in UCUM, of a currency in ISO 4217.
    pub code: Option<String>,
    /// The codes that the name of a currency may stand for, where nothing tells which.
    pub candidates: Vec<&'static str>,
    /// Whether the noun is left out.
    pub elliptic: bool,
    /// The rule that made it.
    pub rule: Rule,
}

impl Measure {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Length => "length",
            Self::Area => "area",
            Self::Volume => "volume",
            Self::Mass => "mass",
            Self::Temperature => "temperature",
            Self::Energy => "energy",
            Self::Speed => "speed",
            Self::Data => "data",
        }
    }
}

/// What stands between quotation marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum QuotationKind {
    /// A sentence of somebody's, or four words and more of one.
    Speech,
    /// Somebody's words that are no sentence.
    Fragment,
    /// A term.
    Term,
    /// A name.
    Name,
    /// A word that the writer keeps his distance from.
    Scare,
}

impl QuotationKind {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Speech => "speech",
            Self::Fragment => "fragment",
            Self::Term => "term",
            Self::Name => "name",
            Self::Scare => "scare",
        }
    }
}

/// A quotation.
#[derive(Clone, Debug, PartialEq)]
pub struct Quotation {
    /// What stands between the marks.
    pub span: Span,
    /// With the marks that there are.
    pub outer: Span,
    /// What it is.
    pub kind: QuotationKind,
    /// The word that reports it.
    pub cue: Option<Span>,
    /// Who is named for it.
    pub speaker: Option<Span>,
    /// The fuller name that the speaker's goes back to.
    pub antecedent: Option<Span>,
    /// Who relays it: the agency of نقلت وكالة … عن.
    pub relay: Option<Span>,
    /// Whether the verb names nobody, so that the speaker is that of another one.
    pub inherited: bool,
    /// The code of the rule that reports what is wrong with the marks.
    pub defect: Option<&'static str>,
    /// The rule that made it.
    pub rule: Rule,
}

/// A statement that is reported without marks, with its إن or أن.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Where it is.
    pub span: Span,
    /// The word that reports it.
    pub cue: Span,
    /// Who is named for it.
    pub speaker: Option<Span>,
    /// The fuller name that the speaker's goes back to.
    pub antecedent: Option<Span>,
    /// Who relays it.
    pub relay: Option<Span>,
    /// Whether the verb names nobody.
    pub inherited: bool,
    /// The rule that made it.
    pub rule: Rule,
}

/// What a signature is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SignatureKind {
    /// The head of the text: city, agency, reporter.
    Dateline,
    /// An agency in the text.
    Agency,
    /// An agency or an outlet on the last line.
    AgencyLine,
    /// What ends a dispatch.
    End,
}

impl SignatureKind {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Dateline => "dateline",
            Self::Agency => "agency",
            Self::AgencyLine => "agency-line",
            Self::End => "end",
        }
    }
}

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq)]
pub struct Signature {
    /// Where it is.
    pub span: Span,
    /// What it is.
    pub kind: SignatureKind,
    /// The agency.
    pub agency: Option<Span>,
    /// The city.
    pub city: Option<Span>,
    /// The rule that made it.
    pub rule: Rule,
}

impl Signature {
    pub(super) const fn new(
        kind: SignatureKind,
        span: Span,
        agency: Option<Span>,
        city: Option<Span>,
        rule: Rule,
    ) -> Self {
        Self { span, kind, agency, city, rule }
    }
}

/// Why something is a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum NameKind {
    /// It stands behind a title.
    Titled,
    /// It is in the caller's list.
    Gazetteer,
}

impl NameKind {
    /// The name in output.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Titled => "titled",
            Self::Gazetteer => "gazetteer",
        }
    }
}

/// A name.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// Where it is, without proclitics.
    pub span: Span,
    /// Why it is one.
    pub kind: NameKind,
    /// As the caller's list writes it.
    pub name: Option<String>,
    /// The label that the caller gave it.
    pub label: Option<String>,
    /// The titles before it.
    pub title: Option<Span>,
    /// The rule that made it.
    pub rule: Rule,
}
