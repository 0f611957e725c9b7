//! Which database, and how it is opened.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use crate::Error;

/// Where the database is: `sqlite:path`, a plain path, `sqlite::memory:` or `postgres://…?schema=name`.
#[derive(Clone, PartialEq, Eq)]
pub enum DbUrl {
    /// A file of this machine.
    Sqlite(PathBuf),
    /// A private database in memory, gone with its last handle.
    Memory,
    /// A server, and the schema in it that is this bureau.
    Postgres {
        /// As the driver understands it.
        url: String,
        /// Its only schema in the search path.
        schema: String,
    },
}

impl FromStr for DbUrl {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            return postgres(text);
        }
        let path = text.strip_prefix("sqlite:").unwrap_or(text);
        match path {
            "" => Err(Error::Unavailable("the address of the database is empty".into())),
            ":memory:" => Ok(Self::Memory),
            path if path.contains("://") => {
                Err(Error::Unavailable("an address begins with sqlite: or postgres://".into()))
            }
            path => Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into())),
        }
    }
}

/// Takes `schema` out of the query, because the driver refuses what it does not know.
fn postgres(text: &str) -> Result<DbUrl, Error> {
    let (base, query) = text.split_once('?').unwrap_or((text, ""));
    let (mut schema, mut rest) = ("public", Vec::new());
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        match pair.strip_prefix("schema=") {
            Some(name) => schema = name,
            None => rest.push(pair),
        }
    }
    if !is_plain_name(schema) {
        return Err(Error::Unavailable("a schema is named by a to z, 0 to 9 and _".into()));
    }
    let url = if rest.is_empty() { base.to_owned() } else { format!("{base}?{}", rest.join("&")) };
    Ok(DbUrl::Postgres { url, schema: schema.to_owned() })
}

fn is_plain_name(name: &str) -> bool {
    name.len() <= 63
        && name.starts_with(|first: char| first.is_ascii_lowercase() || first == '_')
        && name.chars().all(|symbol| symbol.is_ascii_lowercase() || symbol.is_ascii_digit() || symbol == '_')
}

/// Without the password: addresses end up in logs.
impl fmt::Display for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => write!(f, "sqlite:{}", path.display()),
            Self::Memory => f.write_str("sqlite::memory:"),
            Self::Postgres { url, schema } => {
                let place = url
                    .rsplit_once('@')
                    .map_or_else(|| url.split_once("://").map_or("", |(_, place)| place), |(_, place)| place);
                let place = place.split_once('?').map_or(place, |(place, _)| place);
                write!(f, "postgres://{place}?schema={schema}")
            }
        }
    }
}

impl fmt::Debug for DbUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Connections for reading on SQLite; all connections on PostgreSQL.
    pub readers: u32,
    /// Whether a missing file or schema is made.
    pub create: bool,
    /// How long to wait for someone else's lock or for a free connection.
    pub busy: Duration,
    /// How long one statement may run, unless the transaction lifts the limit; `None` is without limit.
    pub statement: Option<Duration>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            readers: 4,
            create: true,
            busy: Duration::from_secs(5),
            statement: Some(Duration::from_secs(30)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::DbUrl;

    #[test]
    fn addresses_are_read_and_shown_without_the_password() {
        let parse = |text: &str| text.parse::<DbUrl>().map(|url| url.to_string());
        assert_eq!(parse("data/xueji.db").unwrap(), "sqlite:data/xueji.db");
        assert_eq!(parse("sqlite:/var/x.db").unwrap(), "sqlite:/var/x.db");
        assert_eq!(parse("sqlite:///var/x.db").unwrap(), "sqlite:/var/x.db");
        assert_eq!(parse("sqlite::memory:").unwrap(), "sqlite::memory:");
        assert_eq!(
            parse("postgres://u:secret@host/db?connect_timeout=3&schema=bureau_1").unwrap(),
            "postgres://host/db?schema=bureau_1"
        );
        assert_eq!(parse("postgresql://host/db").unwrap(), "postgres://host/db?schema=public");
    }

    #[test]
    fn an_address_that_is_none_is_refused() {
        for text in ["", "mysql://x", "postgres://h/d?schema=a;drop", "postgres://h/d?schema="] {
            assert!(text.parse::<DbUrl>().is_err(), "{text}");
        }
    }
}
