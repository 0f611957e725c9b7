//! Days that are known of every year: festivals, holidays, weekend days that are worked. Computed once a year and kept.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;
use xueji_plan::{Calendar, Festivals};

/// What is known of a year, whoever's plan is in force.
#[derive(Debug)]
pub(super) struct Known {
    pub(super) festivals: Festivals,
    /// As the State Council says.
    pub(super) statutory: Calendar,
}

/// The years that pages show.
pub(super) const YEARS: std::ops::RangeInclusive<i16> = 2000..=2100;

/// The lunar calendar takes a while to compute, and never changes. Invariant: holds years of [`YEARS`] alone.
static KEPT: Mutex<BTreeMap<i16, Arc<Known>>> = Mutex::new(BTreeMap::new());

/// The known days of the year of a day; of the nearest year that pages show.
pub(super) fn of(day: Date) -> Arc<Known> {
    let year = day.year().clamp(*YEARS.start(), *YEARS.end());
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let known = kept.entry(year).or_insert_with(|| {
        let statutory = Calendar::china(year..=year);
        Arc::new(Known { festivals: Festivals::of_year(year), statutory })
    });
    Arc::clone(known)
}
