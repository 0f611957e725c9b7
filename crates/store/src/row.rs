//! One row of a result; columns are borrowed from the driver until they are asked to be owned.

use std::borrow::Cow;

use postgres::types::Type;
use rusqlite::types::ValueRef;

use crate::{Error, FromValue, Mismatch, Result, Value};

/// A row, valid inside the closure that receives it; columns count from 0.
pub struct Row<'r>(pub(crate) Inner<'r>);

pub(crate) enum Inner<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r postgres::Row),
}

impl std::fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Row")
    }
}

impl Row<'_> {
    /// The column as a type of the caller's.
    pub fn get<T: FromValue>(&self, column: usize) -> Result<T> {
        T::from_value(self.value(column)?).map_err(|Mismatch(expected)| Error::Column { column, expected })
    }

    /// The text of a column without copying it.
    pub fn str(&self, column: usize) -> Result<&str> {
        match self.value(column)? {
            Value::Text(Cow::Borrowed(text)) => Ok(text),
            _ => Err(Error::Column { column, expected: "text" }),
        }
    }

    /// The text of a column that may be null, without copying it.
    pub fn opt_str(&self, column: usize) -> Result<Option<&str>> {
        match self.value(column)? {
            Value::Null => Ok(None),
            Value::Text(Cow::Borrowed(text)) => Ok(Some(text)),
            _ => Err(Error::Column { column, expected: "text" }),
        }
    }

    /// The integer of a column.
    pub fn i64(&self, column: usize) -> Result<i64> {
        self.get(column)
    }

    /// The bytes of a column without copying them.
    pub fn bytes(&self, column: usize) -> Result<&[u8]> {
        match self.value(column)? {
            Value::Bytes(Cow::Borrowed(bytes)) => Ok(bytes),
            _ => Err(Error::Column { column, expected: "bytes" }),
        }
    }

    /// The column as it is, borrowed.
    pub fn value(&self, column: usize) -> Result<Value<'_>> {
        match self.0 {
            Inner::Sqlite(row) => sqlite_value(row, column),
            Inner::Postgres(row) => postgres_value(row, column),
        }
    }
}

fn sqlite_value<'r>(row: &'r rusqlite::Row<'_>, column: usize) -> Result<Value<'r>> {
    Ok(match row.get_ref(column)? {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(int) => Value::Int(int),
        ValueRef::Real(real) => Value::Real(real),
        ValueRef::Text(text) => Value::Text(Cow::Borrowed(
            std::str::from_utf8(text).map_err(|_| Error::Column { column, expected: "UTF-8 text" })?,
        )),
        ValueRef::Blob(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
    })
}

fn postgres_value(row: &postgres::Row, column: usize) -> Result<Value<'_>> {
    let Some(described) = row.columns().get(column) else {
        return Err(Error::Column { column, expected: "a column" });
    };
    // Invariant: the type was matched first, so that a failure here is a damaged answer, not a wrong type.
    let value = match *described.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(column)?.map(Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(column)?.map(|int| Value::Int(int.into())),
        Type::INT2 => row.try_get::<_, Option<i16>>(column)?.map(|int| Value::Int(int.into())),
        Type::FLOAT8 => row.try_get::<_, Option<f64>>(column)?.map(Value::Real),
        Type::FLOAT4 => row.try_get::<_, Option<f32>>(column)?.map(|real| Value::Real(real.into())),
        Type::BOOL => row.try_get::<_, Option<bool>>(column)?.map(Value::Bool),
        Type::BYTEA => {
            row.try_get::<_, Option<&[u8]>>(column)?.map(|bytes| Value::Bytes(Cow::Borrowed(bytes)))
        }
        Type::TEXT | Type::VARCHAR | Type::NAME | Type::BPCHAR | Type::UNKNOWN => {
            row.try_get::<_, Option<&str>>(column)?.map(|text| Value::Text(Cow::Borrowed(text)))
        }
        _ => return Err(Error::Column { column, expected: "a portable type (cast numeric to bigint)" }),
    };
    Ok(value.unwrap_or(Value::Null))
}
