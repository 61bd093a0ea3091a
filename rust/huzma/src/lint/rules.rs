//! The registry: one line a rule, sorted by code.

use super::Rule;

mod diacritics;
mod encoding;
mod invisible;
mod letters;
mod markup;
mod per_line;
mod punctuation;
mod quotation;
mod spacing;
mod structure;

/// Every rule, sorted by code.
pub static RULES: &[Rule] = &[
    diacritics::mark_order::RULE,            // DC004
    encoding::invalid_utf8::RULE,            // EN001
    encoding::bom::RULE,                     // EN002
    encoding::replacement_character::RULE,   // EN003
    encoding::not_nfc::RULE,                 // EN010
    letters::tatweel_in_word::RULE,          // LT006
    markup::ampersand_residue::RULE,         // MK003
    markup::read_also_line::RULE,            // MK008
    punctuation::latin_comma::RULE,          // PN001
    quotation::unclosed_quote::RULE,         // QT001
    quotation::orphan_closing_quote::RULE,   // QT002
    quotation::reversed_guillemet::RULE,     // QT003
    spacing::space_before_punctuation::RULE, // SP001
    structure::repeated_block::RULE,         // ST004
    invisible::bidi_embedding::RULE,         // UI002
    invisible::unbalanced_bidi::RULE,        // UI004
    invisible::zero_width_space::RULE,       // UI005
    invisible::presentation_form::RULE,      // UI013
];
