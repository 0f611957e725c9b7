//! One of several things that a form offers.

use std::fmt::Display;

/// What is sent, what it is called, and whether it is chosen now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    pub(crate) code: String,
    pub(crate) title: String,
    pub(crate) chosen: bool,
}

impl Choice {
    /// A choice among others, of which this one may be chosen.
    pub(crate) fn among(chosen: &str, code: impl Display, title: impl Into<String>) -> Self {
        let code = code.to_string();
        Self { chosen: code == chosen, title: title.into(), code }
    }
}
