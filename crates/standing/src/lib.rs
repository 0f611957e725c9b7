//! Who stands where: plan, people, records and today in; counts, standings and rates out.
//!
//! Pure: no clock, no database, no text for readers. The rules are numbered in `docs/rules.md`.
//!
//! ```text
//! Plan ──compile──▶ Rules ──▶ CompiledDuty
//!                               │ bound(Holder) ──▶ Binding   what this subject owes in each period
//!                               │ count(Facts)  ──▶ Counts    what its records come to in each period
//!                               ▼
//!                             stand(Binding, Counts, Planned, today) ──▶ Standing
//! ```

mod amount;
mod binding;
mod bytes;
mod compiled;
mod convert;
mod count;
mod counts;
mod dates;
mod day;
mod fact;
mod holder;
mod judge;
mod planned;
mod roll_up;
mod rules;
mod standing;

pub use binding::{Binding, is_meant};
pub use compiled::CompiledDuty;
pub use counts::{Counts, PeriodCount};
pub use fact::{EvidenceSet, Fact, Outcome};
pub use holder::{Exemption, Holder, MemberKind, Membership, Organization, Person, Post, Tenure};
pub use planned::Planned;
pub use roll_up::StateCounts;
pub use rules::Rules;
pub use standing::{Pace, PeriodState, RateStanding, Standing, State};
