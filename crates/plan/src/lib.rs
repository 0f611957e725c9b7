//! The plan language: what is owed by whom, in which periods, and what a plan file may say.
//!
//! Pure: no files, no clock, no database.

pub mod calendar;
mod carry;
pub mod diagnostic;
pub mod duty;
pub mod edit;
pub mod festival;
pub mod lang;
mod lexicon;
pub mod load;
pub mod period;
mod phrase;
pub mod plan;
pub mod quantity;
pub mod refine;
pub mod render;
pub mod rhythm;
pub mod schema;
pub mod show;
pub mod span;
mod syntax;
pub mod words;

pub use calendar::Calendar;
pub use carry::carry;
pub use diagnostic::{Diagnostic, Severity};
pub use duty::{
    Amount, Cadence, Change, Condition, Counting, Duty, Each, Effect, Evidence, LeaveKind, Level, Local,
    Modality, OpenField, Rate, Source, Subject, Timing,
};
pub use festival::{Festival, FestivalKind, Festivals};
pub use lang::{Bilingual, Lang};
pub use period::{Period, periods, periods_of, quarter};
pub use plan::{Activity, Award, Basis, Campaign, Category, Kind, Named, Plan, Program, RecordedFor, Term};
pub use quantity::{Quantity, Unit};
pub use rhythm::{Occurrence, Rhythm};
pub use span::Span;
pub use syntax::{Parsed, parse};
