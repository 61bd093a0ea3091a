//! The sentences of `tests/news/*.md` with what is found in them.

use huzma::document::Document;
use huzma::extract::{Anchor, Day, DurationKind, Extraction, NumberKind, Options, extract};
use huzma::span::Span;

/// A Thursday.
pub(crate) fn options() -> Options {
    Options { anchor: Day::new(2016, 9, 15).map(|day| Anchor { day, time: None }), ..Options::default() }
}

/// What is found in a text, a row each, in its order.
pub(crate) fn shown(text: &str) -> Vec<String> {
    let mut rows = rows(text, &extract(&Document::new(text), &options()));
    rows.sort_by_key(|(span, _)| (span.start, span.end));
    rows.into_iter().map(|(_, row)| row.replace('\n', "⏎")).collect()
}

fn rows(text: &str, found: &Extraction) -> Vec<(Span, String)> {
    let slice = |span: Span| &text[span.range()];
    let mut rows: Vec<(Span, String)> = Vec::new();
    for date in &found.dates {
        let mut row = format!("date `{}` {}", slice(date.span), date.value.as_deref().unwrap_or("unknown"));
        row.extend(date.modifier.map(|part| format!(" {}", part.name())));
        row.extend(date.notes.iter().map(|note| format!(" ({})", note.name())));
        rows.push((date.span, row));
    }
    for span in &found.durations {
        let mut row = format!("{} `{}` {}", span.kind.name(), slice(span.span), span.value);
        row.extend(span.times.map(|times| format!(" {times}×")));
        rows.push((span.span, row));
    }
    for quantity in &found.quantities {
        let unit = quantity.code.as_deref().or(quantity.unit.as_deref()).unwrap_or("of what was named");
        rows.push((quantity.span, format!("quantity `{}` {} {unit}", slice(quantity.span), quantity.value)));
    }
    let inside: Vec<Span> = found.quantities.iter().map(|quantity| quantity.number).collect();
    let lengths = found.durations.iter().filter(|span| span.kind != DurationKind::Frequency).map(|span| span.span);
    let inside: Vec<Span> = inside.into_iter().chain(lengths).collect();
    for number in &found.numbers {
        if !inside.iter().any(|span| span.start <= number.span.start && number.span.end <= span.end) {
            let kind = if number.kind == NumberKind::Cardinal { "number" } else { number.kind.name() };
            rows.push((number.span, format!("{kind} `{}` {}", slice(number.span), number.value)));
        }
    }
    let parts = |speaker: Option<Span>, antecedent: Option<Span>, relay: Option<Span>, inherited: bool| {
        let mut row = String::new();
        row.extend(speaker.map(|span| format!(" by `{}`", slice(span))));
        row.extend(inherited.then_some(" (inherited)"));
        row.extend(antecedent.map(|span| format!(" of `{}`", slice(span))));
        row.extend(relay.map(|span| format!(" through `{}`", slice(span))));
        row
    };
    for quotation in &found.quotations {
        let by = parts(quotation.speaker, quotation.antecedent, quotation.relay, quotation.inherited);
        let defect = quotation.defect.map(|code| format!(" ({code})")).unwrap_or_default();
        rows.push((quotation.span, format!("{} `{}`{by}{defect}", quotation.kind.name(), slice(quotation.span))));
    }
    for said in &found.statements {
        let by = parts(said.speaker, said.antecedent, said.relay, said.inherited);
        rows.push((said.span, format!("statement `{}`{by}", slice(said.span))));
    }
    for signature in &found.signatures {
        let mut row = format!("{} `{}`", signature.kind.name(), slice(signature.span));
        if signature.agency != Some(signature.span) {
            row.extend(signature.agency.map(|span| format!(" agency `{}`", slice(span))));
        }
        row.extend(signature.city.map(|span| format!(" city `{}`", slice(span))));
        rows.push((signature.span, row));
    }
    for name in &found.names {
        let mut row = format!("name `{}`", slice(name.span));
        row.extend(name.title.map(|span| format!(" title `{}`", slice(span))));
        rows.push((name.span, row));
    }
    rows
}
