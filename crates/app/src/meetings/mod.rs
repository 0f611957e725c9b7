//! Gatherings: what is planned.

mod to_come;

pub(crate) use to_come::{OwnedPlanned, each_to_come, to_come};
