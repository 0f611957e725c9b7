//! Opaque identifiers.

use std::fmt;

use xueji_store::{FromValue, Mismatch, Param, Value};

/// A ULID as text: opaque, unique, in order of making.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub(crate) struct Id(String);

impl Id {
    /// A fresh one.
    pub(crate) fn fresh() -> Self {
        Self(ulid::Ulid::generate().to_string())
    }

    /// One read from the database or an address; whether it names anything is for the database to say.
    pub(crate) fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// As text.
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl Param for Id {
    fn to_value(&self) -> Value<'_> {
        self.0.to_value()
    }
}

impl FromValue for Id {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        String::from_value(value).map(Self)
    }
}
