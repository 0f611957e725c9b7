//! Writing at the same time: who fails, fails alone; who is answered, is stored.

use std::time::Duration;

use tokio::task::JoinSet;

use super::{SCHEMA, add, file, people};
use crate::testing::{databases, on_both};
use crate::{Db, Error, params};

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build().unwrap()
}

/// All databases, and SQLite in a file, where readers and the writer have connections of their own.
fn everywhere(test: impl AsyncFn(Db)) {
    let runtime = runtime();
    for db in databases(SCHEMA) {
        runtime.block_on(test((*db).clone()));
    }
    let (_folder, db, _) = file();
    runtime.block_on(test(db));
}

#[test]
fn a_failing_write_does_not_harm_those_beside_it() {
    everywhere(async |db| {
        let mut writes = JoinSet::new();
        for n in 0..60 {
            let db = db.clone();
            writes.spawn(async move {
                let answer = db
                    .write(move |tx| {
                        add(tx, &format!("{n}"))?;
                        if n % 3 == 0 { add(tx, &format!("{n}")) } else { Ok(1) }
                    })
                    .await;
                assert_eq!(answer.is_err(), n % 3 == 0);
            });
        }
        writes.join_all().await;
        assert_eq!(people(&db), 40);
    });
}

#[test]
fn a_panic_reaches_its_caller_and_nobody_else() {
    everywhere(async |db| {
        let mut writes = JoinSet::new();
        for n in 0..20 {
            let db = db.clone();
            writes.spawn(async move {
                db.write(move |tx| {
                    add(tx, &format!("{n}"))?;
                    assert!(n != 7, "seven");
                    Ok::<_, Error>(())
                })
                .await
            });
        }
        let mut panics = 0;
        while let Some(done) = writes.join_next().await {
            panics += i32::from(done.is_err());
        }
        assert_eq!((panics, people(&db)), (1, 19));
    });
}

#[test]
fn thirty_two_writers_and_readers_beside_them_are_never_locked_out() {
    everywhere(async |db| {
        let mut tasks = JoinSet::new();
        for writer in 0..32 {
            let db = db.clone();
            tasks.spawn(async move {
                for n in 0..20 {
                    // A transaction that reads before it writes: the kind that fails when begun as a reader.
                    db.write(move |tx| {
                        tx.scalar::<i64>("select count(*) from person", &[])?;
                        add(tx, &format!("{writer}-{n}"))
                    })
                    .await
                    .unwrap();
                    db.read(|tx| tx.scalar::<i64>("select count(*) from person", &[])).await.unwrap();
                }
            });
        }
        tasks.join_all().await;
        assert_eq!(people(&db), 640);
    });
}

#[test]
fn a_snapshot_does_not_change_while_others_write() {
    let (_folder, db, _) = file();
    let servers = databases(SCHEMA);
    for db in servers.iter().skip(1).map(|db| &**db).chain([&db]) {
        db.read_blocking(|tx| {
            let before: i64 = tx.scalar("select count(*) from person", &[])?;
            db.write_blocking(|tx| add(tx, "new"))?;
            assert_eq!(tx.scalar::<i64>("select count(*) from person", &[])?, before);
            Ok::<_, Error>(())
        })
        .unwrap();
        assert_eq!(people(db), 1);
    }
}

#[test]
fn a_savepoint_is_undone_alone() {
    on_both(SCHEMA, |db| {
        db.write_blocking(|tx| {
            add(tx, "a")?;
            let inner: Result<u64, Error> = tx.savepoint(|tx| {
                add(tx, "b")?;
                tx.savepoint(|tx| add(tx, "c"))?;
                add(tx, "a")
            });
            assert!(inner.is_err_and(|error| error.is_unique()));
            tx.savepoint(|tx| add(tx, "d"))
        })
        .unwrap();
        let ids = db.read_blocking(|tx| {
            tx.query("select id from person order by id", &[], |row| row.get::<String>(0))
        });
        assert_eq!(ids.unwrap(), ["a", "d"]);
    });
}

#[test]
fn a_failure_passed_over_is_not_committed() {
    on_both(SCHEMA, |db| {
        let answer = db.write_blocking(|tx| {
            add(tx, "a")?;
            let _ = add(tx, "a");
            assert_eq!(add(tx, "b"), Err(Error::Aborted));
            Ok(())
        });
        assert_eq!(answer, Err(Error::Aborted));
        assert_eq!(people(db), 0);
    });
}

#[test]
fn serialized_writes_do_not_overlook_each_other() {
    everywhere(async |db| {
        let mut tasks = JoinSet::new();
        for n in 0..16 {
            let db = db.clone();
            tasks.spawn(async move {
                let keys = if n % 2 == 0 { ["quota", "other"] } else { ["other", "quota"] };
                db.write(move |tx| {
                    tx.serialize_on(&keys)?;
                    // Room for five: without the lock several would see four and all enter.
                    if tx.scalar::<i64>("select count(*) from person", &[])? < 5 {
                        add(tx, &format!("{n}"))?;
                    }
                    Ok::<_, Error>(())
                })
                .await
                .unwrap();
            });
        }
        tasks.join_all().await;
        assert_eq!(people(&db), 5);
    });
}

#[test]
fn work_on_everything_and_work_on_a_key_do_not_overlook_each_other() {
    everywhere(async |db| {
        let mut tasks = JoinSet::new();
        for n in 0..16 {
            let db = db.clone();
            tasks.spawn(async move {
                db.write(move |tx| {
                    if n % 4 == 0 {
                        tx.serialize_on_all()?;
                    } else {
                        tx.serialize_on(&["quota"])?;
                    }
                    if tx.scalar::<i64>("select count(*) from person", &[])? < 5 {
                        add(tx, &format!("{n}"))?;
                    }
                    Ok::<_, Error>(())
                })
                .await
                .unwrap();
            });
        }
        tasks.join_all().await;
        assert_eq!(people(&db), 5);
    });
}

#[test]
fn work_on_everything_takes_any_number_of_keys() {
    on_both(SCHEMA, |db| {
        let keys: Vec<String> = (0..20_000).map(|n| n.to_string()).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let done = db.write_blocking(|tx| {
            tx.serialize_on_all()?;
            tx.serialize_on(&keys)?;
            add(tx, "a")
        });
        assert_eq!(done, Ok(1));
    });
}

#[test]
fn closing_writes_what_was_accepted_and_refuses_the_rest() {
    let (_folder, db, url) = file();
    runtime().block_on(async {
        let mut writes = JoinSet::new();
        for n in 0..50 {
            let db = db.clone();
            writes.spawn(async move { db.write(move |tx| add(tx, &format!("{n}"))).await });
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
        let closing = db.clone();
        tokio::task::spawn_blocking(move || closing.close()).await.unwrap();
        let stored = writes.join_all().await.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(db.write(|tx| add(tx, "late")).await, Err(Error::Closed));
        assert_eq!(db.read(|tx| add(tx, "late")).await, Err(Error::Closed));
        let again = Db::open(&url, &crate::Options::default()).unwrap();
        let kept: usize =
            again.read_blocking(|tx| tx.scalar("select count(*) from person", params![])).unwrap();
        assert_eq!(kept, stored);
    });
}

#[test]
fn an_answered_write_is_flushed_to_the_disk() {
    let (_folder, db, _) = file();
    let settings = db.write_blocking(|tx| {
        let flush: i64 = tx.scalar("pragma synchronous", &[])?;
        Ok::<_, Error>((flush, tx.scalar::<String>("pragma journal_mode", &[])?))
    });
    assert_eq!(settings, Ok((2, "wal".into())));
}

#[test]
fn connections_ended_by_a_restart_of_the_server_are_replaced() {
    let (dbs, others) = (databases(SCHEMA), databases(SCHEMA));
    for (db, other) in dbs.iter().zip(&others).skip(1) {
        let pid: i64 = db.write_blocking(|tx| tx.scalar("select pg_backend_pid()", &[])).unwrap();
        let end = "select pg_terminate_backend(cast(?1 as integer), 5000)";
        assert_eq!(other.read_blocking(|tx| tx.scalar(end, params![pid])), Ok(true));
        assert_eq!(db.write_blocking(|tx| add(tx, "after")), Ok(1));
        assert_eq!(people(db), 1);
    }
}

#[test]
fn a_connection_lost_within_a_write_is_told() {
    for db in databases(SCHEMA).iter().skip(1) {
        let lost = db.write_blocking(|tx| {
            add(tx, "a")?;
            tx.execute("select pg_terminate_backend(pg_backend_pid())", &[])
        });
        assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
        assert_eq!(people(db), 0);
    }
}
