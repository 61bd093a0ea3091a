//! The registry: one line a rule, sorted by code.

use super::Rule;

mod dates;
mod diacritics;
mod digits;
mod encoding;
mod invisible;
mod letters;
mod markup;
mod mixed;
mod per_line;
mod punctuation;
mod quotation;
mod spacing;
mod structure;
mod words;

pub(super) use diacritics::{Tanween, mark_runs, tanweens};
pub(super) use encoding::clusters::{Cluster, clusters};
pub(super) use invisible::bidi::{Control, controls};
pub(super) use markup::entities::{Entity, entities};
pub(super) use words::plain;

/// Every rule, sorted by code.
pub static RULES: &[Rule] = &[
    diacritics::orphan_mark::RULE,           // DC001
    diacritics::duplicate_mark::RULE,        // DC002
    diacritics::conflicting_marks::RULE,     // DC003
    diacritics::mark_order::RULE,            // DC004
    diacritics::tanween_placement::RULE,     // DC005
    diacritics::tanween_after_hamza::RULE,   // DC008
    digits::mixed_in_number::RULE,           // DG001
    digits::mixed_systems::RULE,             // DG002
    digits::persian::RULE,                   // DG003
    digits::glued_to_letters::RULE,          // DG004
    digits::arabic_comma_thousands::RULE,    // DG005
    digits::reh_decimal::RULE,               // DG007
    dates::mixed_month_systems::RULE,        // DT001
    encoding::invalid_utf8::RULE,            // EN001
    encoding::bom::RULE,                     // EN002
    encoding::replacement_character::RULE,   // EN003
    encoding::c1_control::RULE,              // EN004
    encoding::c0_control::RULE,              // EN005
    encoding::utf8_as_latin::RULE,           // EN006
    encoding::utf8_as_1256::RULE,            // EN007
    encoding::windows_1256_as_latin::RULE,   // EN008
    encoding::question_mark_run::RULE,       // EN009
    encoding::not_nfc::RULE,                 // EN010
    encoding::mixed_newlines::RULE,          // EN011
    encoding::missing_final_newline::RULE,   // EN012
    encoding::literal_escape::RULE,          // EN013
    encoding::do_not_emit::RULE,             // EN015
    encoding::noncharacter::RULE,            // EN018
    letters::keheh::RULE,                    // LT001
    letters::farsi_yeh::RULE,                // LT002
    letters::heh_variant::RULE,              // LT003
    letters::tatweel_in_word::RULE,          // LT006
    letters::tatweel_run::RULE,              // LT007
    letters::teh_marbuta_mid_word::RULE,     // LT008
    letters::alef_maksura_hamza::RULE,       // LT010
    letters::elongation::RULE,               // LT011
    letters::dropped_hamza::RULE,            // LT012
    letters::ambiguous_hamza::RULE,          // LT013
    letters::spurious_hamza_on_wasl::RULE,   // LT014
    letters::final_yeh::RULE,                // LT015
    letters::heh_for_teh_marbuta::RULE,      // LT016
    letters::hamza_seat::RULE,               // LT018
    letters::lam_alef_inversion::RULE,       // LT019
    letters::allah_teh::RULE,                // LT020
    letters::misspelling::RULE,              // LT023
    markup::html_entity::RULE,               // MK001
    markup::double_escaped_entity::RULE,     // MK002
    markup::ampersand_residue::RULE,         // MK003
    markup::html_tag::RULE,                  // MK004
    markup::read_also_line::RULE,            // MK008
    markup::agency_signature::RULE,          // MK011
    mixed::mixed_script_word::RULE,          // MX001
    mixed::visual_order::RULE,               // MX004
    punctuation::latin_comma::RULE,          // PN001
    punctuation::latin_semicolon::RULE,      // PN002
    punctuation::latin_question_mark::RULE,  // PN003
    punctuation::repeated::RULE,             // PN009
    punctuation::tatweel_as_dash::RULE,      // PN011
    quotation::unclosed_quote::RULE,         // QT001
    quotation::orphan_closing_quote::RULE,   // QT002
    quotation::reversed_guillemet::RULE,     // QT003
    quotation::space_inside::RULE,           // QT005
    quotation::missing_space_before::RULE,   // QT006
    quotation::missing_space_after::RULE,    // QT007
    quotation::mixed_styles::RULE,           // QT008
    quotation::unbalanced_bracket::RULE,     // QT010
    spacing::space_before_punctuation::RULE, // SP001
    spacing::missing_space_after::RULE,      // SP002
    spacing::multiple_spaces::RULE,          // SP003
    spacing::trailing_space::RULE,           // SP004
    spacing::detached_waw::RULE,             // SP007
    spacing::detached_proclitic::RULE,       // SP008
    spacing::repeated_word::RULE,            // SP016
    structure::repeated_block::RULE,         // ST004
    invisible::bidi_mark::RULE,              // UI001
    invisible::bidi_embedding::RULE,         // UI002
    invisible::unbalanced_bidi::RULE,        // UI004
    invisible::zero_width_space::RULE,       // UI005
    invisible::zwnj::RULE,                   // UI006
    invisible::zwj::RULE,                    // UI007
    invisible::soft_hyphen::RULE,            // UI008
    invisible::no_break_space::RULE,         // UI009
    invisible::exotic_space::RULE,           // UI010
    invisible::line_separator::RULE,         // UI011
    invisible::private_use::RULE,            // UI012
    invisible::presentation_form::RULE,      // UI013
];
