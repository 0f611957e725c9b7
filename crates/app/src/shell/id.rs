//! Opaque identifiers.

use std::fmt;
use std::sync::{Mutex, PoisonError};

use ulid::{Generator, Ulid};
use xueji_store::{FromValue, Mismatch, Param, Value};

/// A ULID as text: opaque, unique, in order of making within one process.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
pub(crate) struct Id(String);

impl Id {
    /// A fresh one, after all that this process made before.
    pub(crate) fn fresh() -> Self {
        // Two of one millisecond are in no order unless one generator makes both.
        static GENERATOR: Mutex<Generator> = Mutex::new(Generator::new());
        let mut generator = GENERATOR.lock().unwrap_or_else(PoisonError::into_inner);
        let made: Ulid = match generator.generate() {
            Ok(made) => made,
            Err(overflow) => overflow.commit_overflow_increment(),
        };
        Self(made.to_string())
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

#[cfg(test)]
mod tests {
    use super::Id;

    #[test]
    fn what_is_made_later_sorts_later_within_a_millisecond_too() {
        let made: Vec<Id> = (0..10_000).map(|_| Id::fresh()).collect();
        assert!(made.is_sorted_by(|earlier, later| earlier < later));
    }
}
