//! What a caller may rely on, on both databases; each test is written once.

mod encrypted;
mod errors;
mod rows;
mod writes;

use crate::testing::on_both;
use crate::{Db, DbUrl, Error, Migration, Options, Result, Where, params};

const SCHEMA: &[Migration] = &[
    Migration {
        version: 1,
        name: "person",
        sql: "create table person (
            id text primary key, code text not null unique, age bigint, score double precision,
            active boolean not null default true, photo bytea, check (age >= 0));",
    },
    Migration {
        version: 2,
        name: "note",
        sql: "create table note (id bigint primary key, person_id text not null references person(id), text text);",
    },
];

fn add(tx: &mut crate::Tx, id: &str) -> Result<u64> {
    tx.execute("insert into person (id, code) values (?1, ?2)", params![id, format!("c-{id}")])
}

fn people(db: &Db) -> i64 {
    db.read_blocking(|tx| tx.scalar("select count(*) from person", &[])).unwrap()
}

fn file() -> (tempfile::TempDir, Db, DbUrl) {
    let folder = tempfile::tempdir().unwrap();
    let url = DbUrl::Sqlite(folder.path().join("xueji.db"));
    let db = Db::open(&url, &Options::default()).unwrap();
    db.migrate(SCHEMA).unwrap();
    (folder, db, url)
}

#[test]
fn migrations_run_once_and_a_newer_database_is_refused() {
    on_both(SCHEMA, |db| {
        assert!(db.migrations_pending(SCHEMA).unwrap().is_empty());
        assert!(db.migrate(SCHEMA).unwrap().is_empty());
        let older = SCHEMA.get(..1).unwrap();
        assert!(matches!(db.migrate(older), Err(Error::Migration(_))));
    });
}

#[test]
fn a_failing_migration_leaves_nothing_behind() {
    on_both(SCHEMA, |db| {
        let mut more = SCHEMA.to_vec();
        more.push(Migration { version: 3, name: "good", sql: "create table good (id text);" });
        more.push(Migration { version: 4, name: "bad", sql: "create tabel bad (id text);" });
        assert!(matches!(db.migrate(&more), Err(Error::Migration(_))));
        assert_eq!(db.migrations_pending(&more).unwrap(), ["V3__good", "V4__bad"]);
        more.pop();
        assert_eq!(db.migrate(&more).unwrap(), ["V3__good"]);
    });
}

#[test]
fn a_clause_finds_by_the_conditions_present() {
    on_both(SCHEMA, |db| {
        db.write_blocking(|tx| ["a", "b", "c"].iter().try_for_each(|id| add(tx, id).map(|_| ()))).unwrap();
        let (ids, none, code) = (["a", "b"], None::<String>, Some("c-b"));
        let found = |clause: Where<'_>| {
            db.read_blocking(|tx| {
                let sql = format!("select id from person {} order by id", clause.sql());
                tx.query(&sql, clause.params(), |row| row.get::<String>(0))
            })
            .unwrap()
        };
        assert_eq!(found(Where::new()), ["a", "b", "c"]);
        assert_eq!(found(Where::new().and_in("id", &ids).and_opt("id = ?", &none)), ["a", "b"]);
        assert_eq!(found(Where::new().and_in("id", &ids).and_opt("code = ?", &code)), ["b"]);
        assert_eq!(found(Where::new().and_in::<String>("id", &[])), Vec::<String>::new());
    });
}

#[test]
fn a_clause_numbers_its_values_after_those_given() {
    let mut clause = Where::after(params![1_i64])
        .and("a = ? or b = ?", "x")
        .and_if(false, "c")
        .and_all("d between ? and ? and e <> '?'", params![2_i64, 3_i64]);
    assert_eq!(clause.bind(&9_i64), "?5");
    assert_eq!(clause.sql(), "where (a = ?2 or b = ?2) and d between ?3 and ?4 and e <> '?'");
    assert_eq!(clause.params(), params![1_i64, "x", 2_i64, 3_i64, 9_i64]);
}
