//! From news text to typed values: numbers, dates, durations, quantities, quotations with their speakers, signatures.
//!
//! Rules and tables over the tokens of a document, no search and no guess by likelihood: what a text says comes out the
//! same on every machine, in linear time, and each value names the rule that made it ([`Rule`]). Each word is looked up
//! once ([`vocabulary`]), and grammars run only from words that can begin something.
//!
//! A text that is not in the canonical form is brought there first and all spans are mapped back, so that spelling by
//! presentation forms, invisible characters and decomposed letters makes no difference.
//!
//! Two other ways were refused: regular expressions over the text, which find آب in أبواب and cannot agree with each
//! other about who owns a number; and a trained model, which answers without a reason and needs weights.

mod civil;
mod clock;
mod dates;
mod digits;
mod duals;
mod durations;
mod fold;
mod gazetteer;
pub mod hijri;
mod keywords;
mod kinds;
mod lengths;
mod lists;
mod mentions;
mod moment;
mod nouns;
mod numbers;
mod numeric;
mod ordinals;
mod periods;
mod quantities;
mod quotations;
mod ranges;
mod records;
mod resolve;
mod rules;
mod scan;
mod seasons;
mod shared;
mod signatures;
mod speakers;
mod statements;
mod subjects;
mod value;
mod vocabulary;
mod whole;
mod words;
mod years;

pub use civil::{Day, month_length};
pub use gazetteer::Gazetteer;
pub use moment::Calendar;
pub use records::{
    DateMention, Duration, DurationKind, Extraction, Modifier, Name, NameKind, Note, Number, NumberKind, Options,
    Quantity, Quotation, QuotationKind, Signature, SignatureKind, Statement,
};
pub use resolve::{Anchor, Grain};
pub use rules::Rule;
pub use scan::{extract, parse_date, parse_duration, parse_number};
pub use value::Decimal;
pub use whole::parse_quantity;
