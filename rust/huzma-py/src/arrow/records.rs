//! The typed values of the rows of a column. The fields are those of the models of `huzma.models`, in their order;
//! numbers are exact, so they are text.

use huzma::document::Document;
use huzma::extract::{self, Extraction, Options};
use huzma::span::{LineIndex, Span};

use super::cells::{Cells, Row, Shape};

const MENTION: Shape = Shape::Struct(&[("start", Shape::Offset), ("end", Shape::Offset), ("text", Shape::Text)]);
const TEXTS: Shape = Shape::List(&Shape::Text);

const DATES: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("value", Shape::Text),
    ("grain", Shape::Text),
    ("calendar", Shape::Text),
    ("source_value", Shape::Text),
    ("modifier", Shape::Text),
    ("resolved", Shape::Bool),
    ("alternatives", TEXTS),
    ("zone", Shape::Text),
    ("notes", TEXTS),
]));

const DURATIONS: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("value", Shape::Text),
    ("kind", Shape::Text),
    ("times", Shape::Int),
]));

const NUMBERS: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("value", Shape::Text),
    ("ratio", Shape::Struct(&[("numerator", Shape::Int), ("denominator", Shape::Int)])),
    ("alternatives", TEXTS),
    ("kind", Shape::Text),
]));

const QUANTITIES: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("value", Shape::Text),
    ("number_start", Shape::Offset),
    ("number_end", Shape::Offset),
    ("alternatives", TEXTS),
    ("unit", Shape::Text),
    ("measure", Shape::Text),
    ("code", Shape::Text),
    ("candidates", TEXTS),
    ("elliptic", Shape::Bool),
]));

const QUOTATIONS: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("outer_start", Shape::Offset),
    ("outer_end", Shape::Offset),
    ("kind", Shape::Text),
    ("cue", MENTION),
    ("speaker", MENTION),
    ("antecedent", MENTION),
    ("relay", MENTION),
    ("inherited", Shape::Bool),
    ("defect", Shape::Text),
]));

const STATEMENTS: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("cue", MENTION),
    ("speaker", MENTION),
    ("antecedent", MENTION),
    ("relay", MENTION),
    ("inherited", Shape::Bool),
]));

const SIGNATURES: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("kind", Shape::Text),
    ("agency", MENTION),
    ("city", MENTION),
]));

const NAMES: Shape = Shape::List(&Shape::Struct(&[
    ("start", Shape::Offset),
    ("end", Shape::Offset),
    ("text", Shape::Text),
    ("rule", Shape::Text),
    ("kind", Shape::Text),
    ("name", Shape::Text),
    ("label", Shape::Text),
    ("title", MENTION),
]));

pub(super) const EXTRACTION: Shape = Shape::Struct(&[
    ("dates", DATES),
    ("durations", DURATIONS),
    ("numbers", NUMBERS),
    ("quantities", QUANTITIES),
    ("quotations", QUOTATIONS),
    ("statements", STATEMENTS),
    ("signatures", SIGNATURES),
    ("names", NAMES),
]);

pub(super) fn extract(text: &str, options: &Options, cells: &mut Cells) {
    let document = Document::new(text);
    let found = extract::extract(&document, options);
    let source = Source { text, index: document.line_index() };
    cells.row(|columns| source.fill(columns, &found));
}

/// A text and where its characters are.
struct Source<'t> {
    text: &'t str,
    index: &'t LineIndex,
}

impl Source<'_> {
    fn point(&self, byte: u32) -> u32 {
        self.index.code_point(self.text, byte as usize)
    }

    fn place(&self, row: &mut Row<'_>, span: Span) {
        row.offset(self.point(span.start)).offset(self.point(span.end));
        row.text(self.text.get(span.range()).unwrap_or_default());
    }

    fn mention(&self, row: &mut Row<'_>, span: Option<Span>) {
        match span {
            Some(span) => row.row(|columns| self.place(columns, span)),
            None => row.null(),
        };
    }

    /// A list of records, each of which begins with its place and the rule that made it.
    fn list<T>(
        &self,
        columns: &mut Row<'_>,
        records: &[T],
        of: impl Fn(&T) -> (Span, extract::Rule),
        fill: impl Fn(&mut Row<'_>, &T),
    ) {
        columns.list(|items| {
            for record in records {
                items.row(|row| {
                    let (span, rule) = of(record);
                    self.place(row, span);
                    row.text(rule.name());
                    fill(row, record);
                });
            }
        });
    }

    fn fill(&self, columns: &mut Row<'_>, found: &Extraction) {
        self.list(columns, &found.dates, |date| (date.span, date.rule), fill_date);
        self.list(
            columns,
            &found.durations,
            |duration| (duration.span, duration.rule),
            |row, duration| {
                row.text(&duration.value).text(duration.kind.name()).int(duration.times.map(i64::from));
            },
        );
        self.list(columns, &found.numbers, |number| (number.span, number.rule), fill_number);
        self.list(
            columns,
            &found.quantities,
            |quantity| (quantity.span, quantity.rule),
            |row, quantity| self.fill_quantity(row, quantity),
        );
        self.list(
            columns,
            &found.quotations,
            |quotation| (quotation.span, quotation.rule),
            |row, quotation| {
                row.offset(self.point(quotation.outer.start)).offset(self.point(quotation.outer.end));
                row.text(quotation.kind.name());
                for span in [quotation.cue, quotation.speaker, quotation.antecedent, quotation.relay] {
                    self.mention(row, span);
                }
                row.bool(quotation.inherited).maybe_text(quotation.defect);
            },
        );
        self.list(
            columns,
            &found.statements,
            |statement| (statement.span, statement.rule),
            |row, statement| {
                for span in [Some(statement.cue), statement.speaker, statement.antecedent, statement.relay] {
                    self.mention(row, span);
                }
                row.bool(statement.inherited);
            },
        );
        self.list(
            columns,
            &found.signatures,
            |signature| (signature.span, signature.rule),
            |row, signature| {
                row.text(signature.kind.name());
                self.mention(row, signature.agency);
                self.mention(row, signature.city);
            },
        );
        self.list(
            columns,
            &found.names,
            |name| (name.span, name.rule),
            |row, name| {
                row.text(name.kind.name()).maybe_text(name.name.as_deref()).maybe_text(name.label.as_deref());
                self.mention(row, name.title);
            },
        );
    }

    fn fill_quantity(&self, row: &mut Row<'_>, quantity: &extract::Quantity) {
        row.text(&exact(quantity.value));
        row.offset(self.point(quantity.number.start)).offset(self.point(quantity.number.end));
        row.texts(quantity.alternatives.iter().map(|value| exact(*value)));
        row.maybe_text(quantity.unit.as_deref()).maybe_text(quantity.measure.map(|measure| measure.name()));
        row.maybe_text(quantity.code.as_deref()).texts(&quantity.candidates).bool(quantity.elliptic);
    }
}

fn fill_date(row: &mut Row<'_>, date: &extract::DateMention) {
    row.maybe_text(date.value.as_deref()).text(date.grain.name()).text(date.calendar.name());
    row.maybe_text(date.source_value.as_deref()).maybe_text(date.modifier.map(extract::Modifier::name));
    row.bool(date.resolved).texts(&date.alternatives).maybe_text(date.zone);
    row.texts(date.notes.iter().map(|note| note.name()));
}

fn fill_number(row: &mut Row<'_>, number: &extract::Number) {
    row.text(&exact(number.value));
    match number.ratio {
        Some((numerator, denominator)) => row.row(|columns| {
            columns.int(Some(numerator.into())).int(Some(denominator.into()));
        }),
        None => row.null(),
    };
    row.texts(number.alternatives.iter().map(|value| exact(*value))).text(number.kind.name());
}

/// A number as text, as `str` of what `huzma.extract` gives for it: without a point where it is whole.
fn exact(value: extract::Decimal) -> String {
    value.to_integer().map_or_else(|| value.to_string(), |whole| whole.to_string())
}
