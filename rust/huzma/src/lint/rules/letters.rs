//! LT: letters and spelling.

pub(super) mod alef_maksura_hamza;
pub(super) mod allah_teh;
pub(super) mod ambiguous_hamza;
mod borrowed;
pub(super) mod dropped_hamza;
pub(super) mod elongation;
pub(super) mod farsi_yeh;
pub(super) mod final_yeh;
pub(super) mod hamza_seat;
pub(super) mod heh_for_teh_marbuta;
pub(super) mod heh_variant;
pub(super) mod keheh;
pub(super) mod lam_alef_inversion;
pub(super) mod misspelling;
pub(super) mod spurious_hamza_on_wasl;
pub(super) mod tatweel_in_word;
pub(super) mod tatweel_run;
mod tatweels;
pub(super) mod teh_marbuta_mid_word;
