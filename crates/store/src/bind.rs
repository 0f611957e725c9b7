//! How a value becomes a parameter of each driver.

use bytes::BytesMut;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::Value;

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
            Self::Int(int) => ValueRef::Integer(*int),
            Self::Real(real) => ValueRef::Real(*real),
            Self::Bool(bool) => ValueRef::Integer(i64::from(*bool)),
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl ToSql for Value<'_> {
    /// Follows the type the server inferred, so that an integer can also fill a double or a small integer.
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match (self, ty) {
            (Self::Null, _) => Ok(IsNull::Yes),
            (Self::Int(int), &Type::INT4) => i32::try_from(*int)?.to_sql(ty, out),
            (Self::Int(int), &Type::INT2) => i16::try_from(*int)?.to_sql(ty, out),
            (Self::Int(int), &Type::FLOAT8) => {
                #[expect(clippy::as_conversions, clippy::cast_precision_loss, reason = "as SQLite does")]
                let real = *int as f64;
                real.to_sql(ty, out)
            }
            (Self::Int(int), &Type::INT8) => int.to_sql(ty, out),
            (Self::Real(real), &Type::FLOAT8) => real.to_sql(ty, out),
            (Self::Bool(bool), &Type::BOOL) => bool.to_sql(ty, out),
            (Self::Bytes(bytes), &Type::BYTEA) => bytes.as_ref().to_sql(ty, out),
            (Self::Text(text), ty) if <&str as ToSql>::accepts(ty) => text.as_ref().to_sql(ty, out),
            (value, ty) => Err(format!("{} cannot fill a parameter of type {ty}", value.kind()).into()),
        }
    }

    fn accepts(_: &Type) -> bool {
        true
    }

    to_sql_checked!();
}
