//! Which days are working days.
use jiff::civil::Date;
use std::collections::BTreeSet;

/// China's statutory holidays and adjusted working days, with the office's own corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    off: BTreeSet<Date>,
    on: BTreeSet<Date>,
}
