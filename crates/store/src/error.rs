//! What can go wrong in a database, told the same way for both; no value of a parameter is ever repeated.

use postgres::error::SqlState;
use rusqlite::ErrorCode;

/// The result of everything in this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// A failure, classed by what can be done about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// Someone else holds the database, or too many wait; trying again later helps.
    #[error("the database is busy: {0}")]
    Busy(String),
    /// A write where only reading is allowed: a read transaction, a file or disk without the right to write.
    #[error("the database may not be written")]
    ReadOnly,
    /// No space is left on the disk.
    #[error("no space is left for the database")]
    Full,
    /// The same key exists already; holds `table.column, table.column`, or the name of the index.
    #[error("already present: {0}")]
    Unique(String),
    /// A row points to one that does not exist, or is pointed to.
    #[error("a foreign key does not hold")]
    ForeignKey,
    /// A check or a not-null condition of the schema does not hold; holds its name.
    #[error("a condition of the schema does not hold: {0}")]
    Check(String),
    /// The database cannot be reached or opened.
    #[error("the database cannot be reached: {0}")]
    Unavailable(String),
    /// The file is damaged or is no database.
    #[error("the database is damaged or is no database: {0}")]
    Corrupt(String),
    /// This process has closed the database.
    #[error("the database is closed")]
    Closed,
    /// A statement ran longer than allowed.
    #[error("a statement took too long")]
    Timeout,
    /// A statement failed earlier in this transaction and its failure was passed over.
    #[error("an earlier statement of this transaction failed")]
    Aborted,
    /// A column does not hold what the caller expected.
    #[error("column {column} does not hold {expected}")]
    Column {
        /// Counted from 0.
        column: usize,
        /// What was expected.
        expected: &'static str,
    },
    /// A query that must find a row found none.
    #[error("no row was found")]
    NoRow,
    /// The schema and this program do not fit together.
    #[error("migration: {0}")]
    Migration(String),
    /// Anything else: as a rule a mistake in a statement.
    #[error("{0}")]
    Other(String),
}

impl Error {
    /// Whether the same key exists already.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique(_))
    }

    /// Whether this key (`table.column`, or the name of an index) exists already.
    pub fn is_unique_on(&self, key: &str) -> bool {
        matches!(self, Self::Unique(on) if on == key || on.split(", ").any(|part| part == key))
    }

    /// Whether the same request may succeed a moment later.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy(_) | Self::Timeout | Self::Unavailable(_))
    }
}

impl From<rusqlite::Error> for Error {
    fn from(error: rusqlite::Error) -> Self {
        let (code, message) = match &error {
            rusqlite::Error::SqliteFailure(code, message) => (*code, message.clone().unwrap_or_default()),
            rusqlite::Error::SqlInputError { error: code, msg, .. } => (*code, msg.clone()),
            rusqlite::Error::InvalidColumnIndex(column) => {
                return Self::Column { column: *column, expected: "a column" };
            }
            other => return Self::Other(other.to_string()),
        };
        match code.code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => {
                Self::Busy("another process or transaction holds it".into())
            }
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ConstraintViolation => constraint(code.extended_code, &message),
            ErrorCode::CannotOpen | ErrorCode::SystemIoFailure => Self::Unavailable(message),
            ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => Self::Corrupt(message),
            ErrorCode::OperationInterrupted => Self::Timeout,
            _ => Self::Other(message),
        }
    }
}

fn constraint(extended: i32, message: &str) -> Error {
    use rusqlite::ffi;
    // "UNIQUE constraint failed: person.code"
    let named = message.split_once(": ").map_or(message, |(_, name)| name);
    match extended {
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            Error::Unique(named.strip_prefix("index ").unwrap_or(named).trim_matches('\'').to_owned())
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => Error::ForeignKey,
        _ => Error::Check(named.to_owned()),
    }
}

impl From<postgres::Error> for Error {
    fn from(error: postgres::Error) -> Self {
        let Some(server) = error.as_db_error() else {
            return if error.is_closed()
                || std::error::Error::source(&error)
                    .is_some_and(<dyn std::error::Error>::is::<std::io::Error>)
            {
                Self::Unavailable("the connection was lost".into())
            } else {
                Self::Other(error.to_string())
            };
        };
        let code = server.code();
        match *code {
            SqlState::UNIQUE_VIOLATION => Self::Unique(unique_key(server)),
            SqlState::FOREIGN_KEY_VIOLATION => Self::ForeignKey,
            SqlState::CHECK_VIOLATION => Self::Check(server.constraint().unwrap_or_default().to_owned()),
            SqlState::NOT_NULL_VIOLATION => Self::Check(format!(
                "{}.{}",
                server.table().unwrap_or_default(),
                server.column().unwrap_or_default()
            )),
            SqlState::READ_ONLY_SQL_TRANSACTION | SqlState::INSUFFICIENT_PRIVILEGE => Self::ReadOnly,
            SqlState::DISK_FULL => Self::Full,
            SqlState::T_R_SERIALIZATION_FAILURE
            | SqlState::T_R_DEADLOCK_DETECTED
            | SqlState::LOCK_NOT_AVAILABLE => {
                Self::Busy("another transaction holds what this one needs".into())
            }
            SqlState::QUERY_CANCELED => Self::Timeout,
            SqlState::IN_FAILED_SQL_TRANSACTION => Self::Aborted,
            SqlState::DATA_CORRUPTED | SqlState::INDEX_CORRUPTED => Self::Corrupt(code.code().to_owned()),
            _ => by_class(code.code(), server.message()),
        }
    }
}

/// Only messages about the statement and the connection are passed on: those about data repeat the data.
fn by_class(code: &str, message: &str) -> Error {
    let class = code.get(..2).unwrap_or_default();
    match class {
        "08" | "28" | "3D" | "57" => Error::Unavailable(format!("{message} ({code})")),
        "53" => Error::Busy(format!("{message} ({code})")),
        "42" | "0A" | "3F" => Error::Other(format!("{message} ({code})")),
        _ => Error::Other(format!("PostgreSQL error {code}")),
    }
}

/// `Key (a, b)=(…) already exists.` as SQLite would say it: `table.a, table.b`, without the values.
fn unique_key(server: &postgres::error::DbError) -> String {
    let columns = server
        .detail()
        .and_then(|detail| detail.strip_prefix("Key ("))
        .and_then(|rest| rest.split_once(")=("))
        .map(|(columns, _)| columns);
    match (server.table(), columns) {
        (Some(table), Some(columns)) if !columns.contains('(') => {
            columns.split(", ").map(|column| format!("{table}.{column}")).collect::<Vec<_>>().join(", ")
        }
        _ => server.constraint().unwrap_or_default().to_owned(),
    }
}
