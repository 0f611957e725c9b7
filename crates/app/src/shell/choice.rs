//! One of several things that a form offers.

use std::fmt::Display;

/// What is sent, what it is called, and whether it is chosen now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) label: String,
    pub(crate) chosen: bool,
}

impl Choice {
    /// A choice among others, of which this one may be chosen.
    pub(crate) fn among(chosen: &str, value: impl Display, label: impl Into<String>) -> Self {
        let value = value.to_string();
        Self { chosen: value == chosen, label: label.into(), value }
    }
}
