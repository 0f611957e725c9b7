//! From the text of an arrangement to a draft of its duties: rules and word lists, nothing learned, nothing random.
//!
//! This much reads the text into its parts: the noise of republishing, the tree of sections, the clauses of each, the
//! numbers in them with what is said before and after, how often something is asked, and by when. Every part knows the
//! characters that it came from.

mod action;
mod amount;
mod clause;
mod date;
mod deed;
mod document;
mod extract;
mod gold;
mod item;
mod lexicon;
mod lint;
mod noise;
mod number;
mod outline;
mod period;
mod plan_file;
mod proposal;
mod propose;
mod reading;
mod rhythm;
mod subject;
mod table;
mod text;

pub use action::ActionKind;
pub use clause::{Clause, clauses};
pub use date::{Day, When, dates};
pub use document::{Document, Length};
pub use extract::extract;
pub use gold::gold;
pub use item::{Field, Item, ItemKind, Missing, Modality, Period, Quantity};
pub use lint::{Finding, FindingKind, lint};
pub use noise::noise;
pub use number::{Bound, Comparator, Number, Scale, numbers};
pub use outline::{Section, outline};
pub use plan_file::plan_file;
pub use proposal::{AmountKey, Decision, Origin, PartKind, PlanDraft, Proposal, TimingKey};
pub use propose::{problems_of, propose};
pub use rhythm::{Rhythm, rhythms};
pub use text::{Span, Text};
