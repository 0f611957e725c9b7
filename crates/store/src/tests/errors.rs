//! Each failure is told as what it is, in the same words on both databases.

use std::time::Duration;

use super::{SCHEMA, add, file, people};
use crate::testing::on_both;
use crate::{Db, DbUrl, Error, Options, params};

#[test]
fn broken_conditions_are_named() {
    on_both(SCHEMA, |db| {
        db.write_blocking(|tx| add(tx, "a")).unwrap();
        let fails = |sql: &'static str| db.write_blocking(|tx| tx.execute(sql, &[])).unwrap_err();
        let twice = fails("insert into person (id, code) values ('b', 'c-a')");
        assert_eq!(twice, Error::Unique("person.code".into()));
        assert!(twice.is_unique_on("person.code") && !twice.is_unique_on("person.id"));
        assert!(fails("insert into person (id, code) values ('a', 'x')").is_unique_on("person.id"));
        assert_eq!(fails("insert into note (id, person_id) values (1, 'nobody')"), Error::ForeignKey);
        assert_eq!(fails("insert into person (id) values ('c')"), Error::Check("person.code".into()));
        assert!(matches!(fails("update person set age = -1"), Error::Check(_)));
        assert!(matches!(fails("select * from nowhere"), Error::Other(_)));
    });
}

#[test]
fn an_error_never_repeats_a_value() {
    on_both(SCHEMA, |db| {
        db.write_blocking(|tx| add(tx, "secret")).unwrap();
        let again = db.write_blocking(|tx| add(tx, "secret")).unwrap_err();
        let misread =
            db.read_blocking(|tx| tx.query_one("select id from person", &[], |row| row.i64(0))).unwrap_err();
        let wrong = db.write_blocking(|tx| {
            tx.execute("update person set age = cast(?1 as bigint), code = null", params!["secret"])
        });
        for error in [again, misread, wrong.unwrap_err()] {
            assert!(!format!("{error} {error:?}").contains("secret"), "{error}");
        }
    });
}

#[test]
fn a_read_cannot_write() {
    on_both(SCHEMA, |db| {
        assert_eq!(db.read_blocking(|tx| add(tx, "a")), Err(Error::ReadOnly));
        db.write_blocking(|tx| add(tx, "a")).unwrap();
        assert_eq!(people(db), 1);
    });
    let (_folder, db, _) = file();
    assert_eq!(db.read_blocking(|tx| add(tx, "a")), Err(Error::ReadOnly));
}

#[test]
fn a_file_held_by_another_process_is_busy() {
    let (_folder, db, url) = file();
    let impatient = Options { busy: Duration::from_millis(50), ..Options::default() };
    let other = Db::open(&url, &impatient).unwrap();
    let busy = db.write_blocking(|tx| {
        add(tx, "a")?;
        Ok::<_, Error>(other.write_blocking(|tx| add(tx, "b")))
    });
    assert!(matches!(busy, Ok(Err(Error::Busy(_)))));
    assert_eq!(other.write_blocking(|tx| add(tx, "b")), Ok(1));
}

#[test]
fn a_full_disk_is_told_and_nothing_is_half_stored() {
    let (_folder, db, _) = file();
    db.write_blocking(|tx| tx.scalar::<i64>("pragma max_page_count = 20", &[])).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let filled = runtime
        .block_on(db.write(|tx| (0..1000).try_for_each(|id| add(tx, &format!("{id:0>200}")).map(|_| ()))));
    assert_eq!(filled, Err(Error::Full));
    assert_eq!(people(&db), 0);
    assert_eq!(runtime.block_on(db.write(|tx| add(tx, "small"))), Ok(1));
}

#[test]
fn a_file_that_is_no_database_or_is_missing_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let missing = Options { create: false, ..Options::default() };
    assert!(matches!(Db::open(&DbUrl::Sqlite(path.clone()), &missing), Err(Error::Unavailable(_))));
    assert!(!path.exists());
    std::fs::write(&path, "no database at all, but long enough to be taken for one".repeat(40)).unwrap();
    assert!(matches!(Db::open(&DbUrl::Sqlite(path), &Options::default()), Err(Error::Corrupt(_))));
}

#[test]
fn a_server_that_does_not_answer_is_unavailable() {
    let url = "postgres://nobody@127.0.0.1:1/none".parse().unwrap();
    let failed = Db::open(&url, &Options { busy: Duration::from_millis(300), ..Options::default() });
    assert!(matches!(failed, Err(Error::Unavailable(_))));
}

#[test]
fn a_statement_without_end_is_stopped() {
    const ENDLESS: &str =
        "with recursive n(i) as (select 1 union all select i + 1 from n where i < ?1) select count(*) from n";
    let folder = tempfile::tempdir().unwrap();
    let options = Options { statement: Some(Duration::from_millis(50)), ..Options::default() };
    let mut urls = vec![DbUrl::Sqlite(folder.path().join("x.db")), DbUrl::Memory];
    urls.extend(std::env::var("XUEJI_TEST_PG").ok().map(|url| url.parse().unwrap()));
    for url in urls {
        let db = Db::open(&url, &options).unwrap();
        let long = 2_000_000_000_i32;
        assert_eq!(db.read_blocking(|tx| tx.scalar::<i64>(ENDLESS, params![long])), Err(Error::Timeout));
        assert_eq!(db.write_blocking(|tx| tx.scalar::<i64>(ENDLESS, params![long])), Err(Error::Timeout));
        let lifted = db.read_blocking(|tx| {
            tx.lift_timeout()?;
            tx.scalar::<i64>(ENDLESS, params![400_000_i32])
        });
        assert_eq!(lifted, Ok(400_000));
        assert_eq!(db.read_blocking(|tx| tx.scalar::<i64>(ENDLESS, params![long])), Err(Error::Timeout));
    }
}
