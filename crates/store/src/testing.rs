//! Runs one test on both databases.
//!
//! SQLite always; PostgreSQL when `XUEJI_TEST_PG` holds an address. Where `CI` is set it must hold one.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::ops::Deref;
use std::time::Duration;

use crate::{Db, DbUrl, Migration, Options};

/// A migrated database of this test alone; its schema on a server is dropped with it.
#[derive(Debug)]
pub struct TestDb {
    db: Db,
    server: Option<DbUrl>,
}

impl Deref for TestDb {
    type Target = Db;

    fn deref(&self) -> &Db {
        &self.db
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        let Some(url @ DbUrl::Postgres { schema, .. }) = &self.server else { return };
        self.db.close();
        let sql = format!("drop schema \"{schema}\" cascade");
        let dropped = Db::open(url, &options())
            .and_then(|db| db.write_blocking(|tx| tx.execute(&sql, &[])).map(|_| ()));
        if let Err(error) = dropped {
            tracing::warn!(%error, "the schema of a test is left behind");
        }
    }
}

/// Calls the test with a fresh database of each kind.
pub fn on_both(migrations: &[Migration], test: impl Fn(&Db)) {
    for db in databases(migrations) {
        test(&db);
    }
}

/// A fresh database of each kind, for tests that await.
///
/// # Panics
/// When a database cannot be made: a test has nothing to go on with.
pub fn databases(migrations: &[Migration]) -> Vec<TestDb> {
    let mut all = vec![TestDb { db: Db::memory().expect("memory is there"), server: None }];
    all.extend(server().map(|url| TestDb {
        db: Db::open(&url, &options()).expect("XUEJI_TEST_PG names a reachable server"),
        server: Some(url),
    }));
    for db in &all {
        db.migrate(migrations).expect("the migrations run on both databases");
    }
    all
}

/// The address of a fresh schema on the test server, if there is one.
fn server() -> Option<DbUrl> {
    let Ok(base) = std::env::var("XUEJI_TEST_PG") else {
        assert!(std::env::var_os("CI").is_none(), "CI must set XUEJI_TEST_PG");
        return None;
    };
    let separator = if base.contains('?') { '&' } else { '?' };
    let random = RandomState::new().build_hasher().finish();
    let url = format!("{base}{separator}schema=test_{random:016x}");
    Some(url.parse().expect("XUEJI_TEST_PG is an address of PostgreSQL"))
}

fn options() -> Options {
    Options { readers: 4, busy: Duration::from_secs(20), ..Options::default() }
}
