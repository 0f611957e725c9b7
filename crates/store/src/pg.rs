//! Connections to PostgreSQL: how they are opened, and statements on one of them.

use std::collections::HashMap;

use postgres::config::SslMode;
use postgres::fallible_iterator::FallibleIterator as _;
use postgres::types::ToSql;
use postgres::{Client, Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::placeholder::to_dollar;
use crate::{Error, Options, Result, Value, tls};

/// Statements kept prepared per connection; beyond it the cache starts over.
const STATEMENTS: usize = 256;
/// Rows of one `insert … values`; more gain little.
const CHUNK: usize = 500;
/// Parameters the protocol can count.
const MAX_PARAMS: usize = 65_535;

/// One connection and the statements it has prepared.
pub(crate) struct Session {
    pub(crate) client: Client,
    statements: HashMap<String, Statement>,
    /// Its settings were changed for one purpose: the pool must not reuse it.
    pub(crate) retired: bool,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Session").field("statements", &self.statements.len()).finish_non_exhaustive()
    }
}

impl Session {
    pub(crate) fn execute(&mut self, sql: &str, params: &[Value<'_>]) -> Result<u64> {
        let statement = self.prepare(sql)?;
        Ok(self.client.execute(&statement, &by_reference(params))?)
    }

    /// Rows arrive as they are asked for: the driver stops reading the socket while nobody takes them.
    pub(crate) fn visit(
        &mut self,
        sql: &str,
        params: &[Value<'_>],
        go_on: &mut dyn FnMut(&postgres::Row) -> bool,
    ) -> Result<()> {
        let statement = self.prepare(sql)?;
        let mut rows = self.client.query_raw(&statement, params)?;
        while let Some(row) = rows.next()? {
            if !go_on(&row) {
                break;
            }
        }
        Ok(())
    }

    pub(crate) fn insert_many(
        &mut self,
        table: &str,
        columns: &[&str],
        mut rows: &mut dyn Iterator<Item = Vec<Value<'_>>>,
    ) -> Result<u64> {
        let width = columns.len().max(1);
        let most = (MAX_PARAMS / width).clamp(1, CHUNK);
        let mut stored = 0;
        loop {
            let mut values = Vec::with_capacity(most * width);
            let mut taken = 0;
            for row in (&mut rows).take(most) {
                if row.len() != columns.len() {
                    return Err(Error::Other(format!("a row for {table} has {} values", row.len())));
                }
                values.extend(row);
                taken += 1;
            }
            if taken == 0 {
                return Ok(stored);
            }
            let sql = insert_sql(table, columns, taken);
            stored += if taken == most {
                self.execute(&sql, &values)?
            } else {
                // The rest has a length of its own: not worth a place in the cache.
                let statement = self.client.prepare(&to_dollar(&sql))?;
                self.client.execute(&statement, &by_reference(&values))?
            };
        }
    }

    pub(crate) fn control(&mut self, sql: &str) -> Result<()> {
        Ok(self.client.batch_execute(sql)?)
    }

    fn prepare(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&to_dollar(sql))?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.to_owned(), statement.clone());
        Ok(statement)
    }
}

fn by_reference<'v>(values: &'v [Value<'_>]) -> Vec<&'v (dyn ToSql + Sync)> {
    values.iter().map(|value| -> &(dyn ToSql + Sync) { value }).collect()
}

fn insert_sql(table: &str, columns: &[&str], rows: usize) -> String {
    let width = columns.len();
    let tuples: Vec<String> = (0..rows)
        .map(|row| {
            let marks: Vec<String> = (1..=width).map(|at| format!("?{}", row * width + at)).collect();
            format!("({})", marks.join(", "))
        })
        .collect();
    format!("insert into {table} ({}) values {}", columns.join(", "), tuples.join(", "))
}

/// Opens connections that see one schema only.
pub(crate) struct Manager {
    config: Config,
    /// How connections are encrypted; absent where they are not.
    tls: Option<MakeRustlsConnect>,
    schema: String,
    options: Options,
}

impl std::fmt::Debug for Manager {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { config, tls, schema, options } = self;
        let encrypted = tls.is_some();
        f.debug_struct("Manager")
            .field("config", config)
            .field("encrypted", &encrypted)
            .field("schema", schema)
            .field("options", options)
            .finish()
    }
}

impl Manager {
    /// Reads the address and makes the schema if it is missing and may be made.
    pub(crate) fn new(url: &str, schema: &str, options: &Options) -> Result<Self> {
        let (url, tls) = tls::of(url)?;
        let mut config: Config = url.parse().map_err(|error: postgres::Error| {
            Error::Unavailable(format!("the address is not understood: {error}"))
        })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(options.busy);
        }
        if config.get_application_name().is_none() {
            config.application_name("xueji");
        }
        if tls.is_some() {
            config.ssl_mode(SslMode::Require);
        } else if !tls::is_near(&config) {
            tracing::warn!("the database is on another machine and not encrypted; add sslmode=verify-full");
        }
        let manager = Self { config, tls, schema: schema.to_owned(), options: options.clone() };
        let mut session = r2d2::ManageConnection::connect(&manager)?;
        let found = session.client.query_opt("select 1 from pg_namespace where nspname = $1", &[&schema])?;
        if found.is_none() {
            if !options.create {
                return Err(Error::Unavailable(format!("there is no schema {schema}")));
            }
            session.client.batch_execute(&format!("create schema if not exists \"{schema}\""))?;
        }
        let collation: String = session
            .client
            .query_one("select datcollate::text from pg_database where datname = current_database()", &[])?
            .try_get(0)?;
        if !matches!(collation.as_str(), "C" | "POSIX" | "C.UTF-8" | "C.utf8") {
            tracing::warn!(collation, "the database does not sort by C; create it with lc_collate 'C'");
        }
        Ok(manager)
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Session;
    type Error = Error;

    fn connect(&self) -> Result<Session> {
        let client = match &self.tls {
            Some(tls) => self.config.connect(tls.clone()),
            None => self.config.connect(NoTls),
        };
        let mut client = client.map_err(|error| {
            let cause =
                std::error::Error::source(&error).map(|cause| format!(": {cause}")).unwrap_or_default();
            Error::Unavailable(format!("{error}{cause}"))
        })?;
        let statement = self.options.statement.map_or(0, |limit| limit.as_millis());
        client.batch_execute(&format!(
            "set search_path to \"{}\"; set statement_timeout = {statement}; set lock_timeout = {}; \
             set client_min_messages = warning; set timezone = 'UTC'",
            self.schema,
            self.options.busy.as_millis(),
        ))?;
        Ok(Session { client, statements: HashMap::new(), retired: false })
    }

    fn is_valid(&self, session: &mut Session) -> Result<()> {
        Ok(session.client.simple_query("").map(|_| ())?)
    }

    fn has_broken(&self, session: &mut Session) -> bool {
        session.retired || session.client.is_closed()
    }
}
