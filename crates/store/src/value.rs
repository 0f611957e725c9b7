//! Values that go into a statement and come out of a row, and the two traits for types of our own.

use std::borrow::Cow;
use std::fmt;

use jiff::{
    Timestamp,
    civil::{Date, DateTime},
};

/// A parameter or a column, borrowed where possible.
#[derive(Clone, PartialEq)]
pub enum Value<'a> {
    /// No value.
    Null,
    /// Text; also civil dates (ISO) and JSON.
    Text(Cow<'a, str>),
    /// An integer; also instants (milliseconds since 1970).
    Int(i64),
    /// A floating-point number.
    Real(f64),
    /// A boolean; SQLite keeps it as 0 or 1.
    Bool(bool),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
}

/// Shows the kind and length only: a driver may log its parameters, and they are personal data.
impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "text({})", text.len()),
            Self::Bytes(bytes) => write!(f, "bytes({})", bytes.len()),
            other => f.write_str(other.kind()),
        }
    }
}

impl Value<'_> {
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "text",
            Self::Int(_) => "integer",
            Self::Real(_) => "real",
            Self::Bool(_) => "boolean",
            Self::Bytes(_) => "bytes",
        }
    }

    /// The same value, borrowing from nothing.
    #[must_use]
    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Int(int) => Value::Int(int),
            Self::Real(real) => Value::Real(real),
            Self::Bool(bool) => Value::Bool(bool),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
        }
    }
}

/// What can be a parameter; implement it for an id by passing on to the text inside.
pub trait Param {
    /// The value to bind.
    fn to_value(&self) -> Value<'_>;
}

/// What can be read from a column.
pub trait FromValue: Sized {
    /// Reads the value, or says what was expected instead.
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch>;
}

/// A column held something else than what was expected; the text names the expectation, never the value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mismatch(pub &'static str);

/// Parameters in order: `params![person, day, 3]`.
#[macro_export]
macro_rules! params {
    ($($value:expr),* $(,)?) => { &[$($crate::Param::to_value(&$value)),*] };
}

impl Param for Value<'_> {
    fn to_value(&self) -> Value<'_> {
        match self {
            Self::Text(text) => Value::Text(Cow::Borrowed(text)),
            Self::Bytes(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
            Self::Null => Value::Null,
            Self::Int(int) => Value::Int(*int),
            Self::Real(real) => Value::Real(*real),
            Self::Bool(bool) => Value::Bool(*bool),
        }
    }
}

impl<T: Param + ?Sized> Param for &T {
    fn to_value(&self) -> Value<'_> {
        (**self).to_value()
    }
}

impl<T: Param> Param for Option<T> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, Param::to_value)
    }
}

impl Param for str {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Borrowed(self))
    }
}

impl Param for String {
    fn to_value(&self) -> Value<'_> {
        self.as_str().to_value()
    }
}

impl Param for Cow<'_, str> {
    fn to_value(&self) -> Value<'_> {
        self.as_ref().to_value()
    }
}

impl Param for [u8] {
    fn to_value(&self) -> Value<'_> {
        Value::Bytes(Cow::Borrowed(self))
    }
}

impl Param for Vec<u8> {
    fn to_value(&self) -> Value<'_> {
        self.as_slice().to_value()
    }
}

impl Param for f64 {
    fn to_value(&self) -> Value<'_> {
        Value::Real(*self)
    }
}

impl Param for bool {
    fn to_value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl Param for Date {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Owned(self.to_string()))
    }
}

/// To the minute, so that the texts have the order of time: `2026-03-06T14:30`.
impl Param for DateTime {
    fn to_value(&self) -> Value<'_> {
        Value::Text(Cow::Owned(self.strftime("%Y-%m-%dT%H:%M").to_string()))
    }
}

impl Param for Timestamp {
    fn to_value(&self) -> Value<'_> {
        Value::Int(self.as_millisecond())
    }
}

macro_rules! integers {
    ($($int:ty),*) => { $(
        impl Param for $int {
            fn to_value(&self) -> Value<'_> {
                Value::Int(i64::from(*self))
            }
        }
        impl FromValue for $int {
            fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
                match value {
                    Value::Int(int) => int.try_into().map_err(|_| Mismatch(concat!("a number that fits ", stringify!($int)))),
                    _ => Err(Mismatch("an integer")),
                }
            }
        }
    )* };
}
integers!(i64, i32, i16, u32, u16, u8);

impl Param for usize {
    /// A size beyond `i64` cannot exist in memory; it binds as the largest integer.
    fn to_value(&self) -> Value<'_> {
        Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
    }
}

impl FromValue for usize {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        i64::from_value(value)?.try_into().map_err(|_| Mismatch("a size"))
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Bool(bool) => Ok(bool),
            Value::Int(0) => Ok(false),
            Value::Int(1) => Ok(true),
            _ => Err(Mismatch("a boolean")),
        }
    }
}

impl FromValue for f64 {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Real(real) => Ok(real),
            _ => Err(Mismatch("a real number")),
        }
    }
}

impl FromValue for String {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Text(text) => Ok(text.into_owned()),
            _ => Err(Mismatch("text")),
        }
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Bytes(bytes) => Ok(bytes.into_owned()),
            _ => Err(Mismatch("bytes")),
        }
    }
}

impl FromValue for Date {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Text(text) => stored_date(&text).ok_or(Mismatch("a date")),
            _ => Err(Mismatch("a date")),
        }
    }
}

/// `2026-03-05`, the one form in which dates are stored: a parser of every form costs several times as much, and a
/// recount reads millions.
fn stored_date(text: &str) -> Option<Date> {
    let [year @ .., b'-', _, _, b'-', _, _] = text.as_bytes() else { return None };
    let [.., tens, ones, b'-', day_tens, day_ones] = text.as_bytes() else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i16::from(digit - b'0'))
        })
    };
    let year: &[u8; 4] = year.try_into().ok()?;
    let (month, day) = (number(&[*tens, *ones])?, number(&[*day_tens, *day_ones])?);
    Date::new(number(year)?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

impl FromValue for DateTime {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        let text = String::from_value(value)?;
        text.parse().map_err(|_| Mismatch("a civil time"))
    }
}

impl FromValue for Timestamp {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        Self::from_millisecond(i64::from_value(value)?).map_err(|_| Mismatch("an instant"))
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Result<Self, Mismatch> {
        match value {
            Value::Null => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::{Date, date};

    use super::stored_date;

    #[test]
    fn every_day_is_read_as_it_was_written_and_nothing_else_is_a_day() {
        let days = date(1999, 12, 30).series(1.day()).take(3000);
        for day in days.chain([Date::ZERO, date(9999, 12, 31)]) {
            assert_eq!(stored_date(&day.to_string()), Some(day));
        }
        for text in [
            "",
            "2026-3-05",
            "2026-02-30",
            "2026-13-01",
            "20260305",
            "2026-03-05 ",
            "２026-03-0",
            "+026-03-05",
        ] {
            assert_eq!(stored_date(text), None, "{text}");
        }
    }
}
