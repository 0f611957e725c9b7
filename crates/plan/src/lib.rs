//! The plan language: what is owed by whom, in which periods, and what a plan file may say.
//!
//! Pure: no files, no clock, no database.

pub mod calendar;
pub mod duty;
pub mod period;
pub mod plan;
pub mod quantity;
pub mod span;

pub use calendar::Calendar;
pub use duty::{Amount, Change, Cadence, Condition, Counting, Duty, Each, Effect, Evidence, LeaveKind, Level, Local, Modality, OpenField, Rate, Source, Subject, Timing};
pub use period::{Period, periods, periods_of};
pub use plan::{Activity, Award, Basis, Campaign, Category, Named, Plan, Program, RecordedFor, Term};
pub use quantity::{Quantity, Unit};
pub use span::Span;
