//! Time as an argument: the wall clock in service, a fixed one in tests and demos.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;

/// Where "now" and "today" come from.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    zone: TimeZone,
    /// Milliseconds since the epoch where time stands still; the wall clock where absent.
    fixed: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The wall clock, read in `zone`.
    pub(crate) fn system(zone: TimeZone) -> Self {
        Self { zone, fixed: None }
    }

    /// A clock that stands at noon of `date`.
    #[cfg(test)]
    pub(crate) fn at_noon(date: Date, zone: TimeZone) -> Self {
        let noon = noon(date, &zone);
        Self { zone, fixed: Some(Arc::new(AtomicI64::new(noon))) }
    }

    /// The instant of noon on a day.
    pub(crate) fn noon_of(&self, date: Date) -> i64 {
        noon(date, &self.zone)
    }

    /// The instant at which a day begins.
    pub(crate) fn midnight_of(&self, date: Date) -> i64 {
        let midnight = date.at(0, 0, 0, 0).to_zoned_datetime(self.zone.clone());
        midnight.map_or(0, |zoned| zoned.timestamp().as_millisecond())
    }

    /// The instant of a time of day.
    pub(crate) fn instant_of(&self, date: Date, time: Time) -> i64 {
        let zoned = date.to_datetime(time).to_zoned_datetime(self.zone.clone());
        zoned.map_or(0, |zoned| zoned.timestamp().as_millisecond())
    }

    /// Milliseconds since the epoch.
    pub(crate) fn now(&self) -> i64 {
        match &self.fixed {
            Some(fixed) => fixed.load(Ordering::Relaxed),
            None =>
            {
                #[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
                Timestamp::now().as_millisecond()
            }
        }
    }

    /// The civil day in the plan's zone.
    pub(crate) fn today(&self) -> Date {
        self.date_of(self.now())
    }

    /// The civil day of an instant.
    pub(crate) fn date_of(&self, at: i64) -> Date {
        self.civil_of(at).date()
    }

    /// The time of day now.
    pub(crate) fn time_of_day(&self) -> Time {
        self.civil_of(self.now()).time()
    }

    /// The time of day of an instant: 14:05:09.
    pub(crate) fn time_of(&self, at: i64) -> String {
        self.civil_of(at).strftime("%H:%M:%S").to_string()
    }

    /// Hour and minute of an instant: 14:05.
    pub(crate) fn hour_of(&self, at: i64) -> String {
        self.civil_of(at).strftime("%H:%M").to_string()
    }

    /// Day and minute of an instant: 2026-03-05 14:05.
    pub(crate) fn minute_of(&self, at: i64) -> String {
        self.civil_of(at).strftime("%Y-%m-%d %H:%M").to_string()
    }

    /// Day and time of day of an instant.
    pub(crate) fn civil_of(&self, at: i64) -> DateTime {
        Timestamp::from_millisecond(at).unwrap_or_default().to_zoned_datetime(self.zone.clone()).datetime()
    }

    /// Moves a fixed clock to noon of `date`; the wall clock stays as it is.
    #[cfg(test)]
    pub(crate) fn set(&self, date: Date) {
        if let Some(fixed) = &self.fixed {
            fixed.store(noon(date, &self.zone), Ordering::Relaxed);
        }
    }

    /// Moves a fixed clock on; the wall clock stays as it is.
    #[cfg(test)]
    pub(crate) fn pass(&self, milliseconds: i64) {
        if let Some(fixed) = &self.fixed {
            fixed.fetch_add(milliseconds, Ordering::Relaxed);
        }
    }
}

fn noon(date: Date, zone: &TimeZone) -> i64 {
    let noon = date.at(12, 0, 0, 0).to_zoned_datetime(zone.clone());
    noon.map_or(0, |zoned| zoned.timestamp().as_millisecond())
}
