//! A `where` clause of the conditions that are present.
//!
//! `?1 is null or column = ?1` keeps a planner from using the index; a clause without the condition does not.

use std::fmt::Write as _;

use crate::{Param, Value};

/// Collects conditions; each `?` in one stands for its next value.
///
/// ```
/// use xueji_store::{Where, params};
/// let state: Option<&str> = None;
/// let clause = Where::after(params!["2026-01-01"]).and("person_id = ?", &"p1").and_opt("state = ?", &state);
/// assert_eq!(clause.sql(), "where person_id = ?2");
/// assert_eq!(clause.params().len(), 2);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Where<'a> {
    sql: String,
    params: Vec<Value<'a>>,
}

impl<'a> Where<'a> {
    /// A clause whose values are `?1`, `?2`, …
    pub fn new() -> Self {
        Self::default()
    }

    /// A clause whose values follow those given, which the rest of the statement uses.
    pub fn after(given: &[Value<'a>]) -> Self {
        Self { sql: String::new(), params: given.to_vec() }
    }

    /// Adds a condition on one value; every `?` in it is that value.
    #[must_use]
    pub fn and<T: Param + ?Sized>(mut self, condition: &str, value: &'a T) -> Self {
        self.params.push(value.to_value());
        let number = self.params.len();
        self.push(condition, std::iter::repeat(number));
        self
    }

    /// Adds a condition only when its value is present.
    #[must_use]
    pub fn and_opt<T: Param>(self, condition: &str, value: &'a Option<T>) -> Self {
        match value {
            Some(value) => self.and(condition, value),
            None => self,
        }
    }

    /// Adds a condition without values, when it applies.
    #[must_use]
    pub fn and_if(mut self, applies: bool, condition: &str) -> Self {
        if applies {
            self.push(condition, std::iter::empty());
        }
        self
    }

    /// Adds a condition whose `?`s are the values in order.
    #[must_use]
    pub fn and_all(mut self, condition: &str, values: &[Value<'a>]) -> Self {
        let first = self.params.len() + 1;
        self.params.extend_from_slice(values);
        self.push(condition, first..);
        self
    }

    /// Adds `expression in (…)`; an empty list matches nothing.
    #[must_use]
    pub fn and_in<T: Param>(self, expression: &str, values: &'a [T]) -> Self {
        if values.is_empty() {
            return self.and_if(true, "1 = 0");
        }
        let marks = vec!["?"; values.len()].join(", ");
        let values: Vec<_> = values.iter().map(Param::to_value).collect();
        self.and_all(&format!("{expression} in ({marks})"), &values)
    }

    /// `where …`, or nothing when no condition is present.
    pub fn sql(&self) -> &str {
        &self.sql
    }

    /// All values, those given first.
    pub fn params(&self) -> &[Value<'a>] {
        &self.params
    }

    /// Adds one more value and returns its placeholder, for what follows the clause (`limit ?7`).
    pub fn bind<T: Param + ?Sized>(&mut self, value: &'a T) -> String {
        self.params.push(value.to_value());
        format!("?{}", self.params.len())
    }

    fn push(&mut self, condition: &str, mut numbers: impl Iterator<Item = usize>) {
        self.sql.push_str(if self.sql.is_empty() { "where " } else { " and " });
        // Brackets keep an `or` inside one condition from swallowing the others.
        let bracket = condition.contains(" or ");
        self.sql.push_str(if bracket { "(" } else { "" });
        let mut quoted = false;
        for symbol in condition.chars() {
            quoted ^= symbol == '\'';
            self.sql.push(symbol);
            if symbol == '?'
                && !quoted
                && let Some(number) = numbers.next()
            {
                write!(self.sql, "{number}").expect("writing to a string cannot fail");
            }
        }
        self.sql.push_str(if bracket { ")" } else { "" });
    }
}
