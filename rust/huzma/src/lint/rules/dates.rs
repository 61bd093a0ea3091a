//! DT: dates.

pub(super) mod mixed_month_systems;
