//! One synchronous transaction over SQLite and PostgreSQL; it knows no noun of the domain.
//!
//! A [`Db`] runs a closure on a blocking thread and hands it a [`Tx`]; inside, everything is plain Rust:
//!
//! ```ignore
//! let open = db.read(move |tx| records::open_for(tx, &person)).await?;   // a snapshot
//! db.write(move |tx| records::submit(tx, now, &actor, form)).await?;     // answered after its commit
//! ```
//!
//! SQL is written once. Parameters are `?1`, `?2`; columns are text, bigint, double precision, boolean or
//! bytea; civil dates are ISO text and instants are milliseconds.

mod bind;
mod clause;
mod db;
mod error;
mod migrate;
mod options;
mod pg;
mod placeholder;
mod row;
mod schema;
mod sqlite;
mod tls;
mod tx;
mod value;
mod writer;

#[cfg(any(test, feature = "testing"))]
pub mod testing;
#[cfg(test)]
mod tests;

pub use clause::Where;
pub use db::{Db, Load};
pub use error::{Error, Result};
pub use migrate::Migration;
pub use options::{DbUrl, Options};
pub use row::Row;
pub use schema::{Kind, Table};
pub use tx::{Dialect, Tx};
pub use value::{FromValue, Mismatch, Param, Value};
