//! Values in and out, many rows, snapshots.

use jiff::{Timestamp, civil::date};

use super::{SCHEMA, add, people};
use crate::testing::on_both;
use crate::{Error, Param, Value, params};

const MANY: i64 = 100_000;

#[test]
fn every_kind_of_value_comes_back_as_it_was_stored() {
    on_both(SCHEMA, |db| {
        let photo = vec![0_u8, 255, 7];
        db.write_blocking(|tx| {
            tx.execute(
                "insert into person (id, code, age, score, active, photo) values (?1, ?2, ?3, ?4, ?5, ?6)",
                params!["学?1", date(2026, 2, 28), 41_u8, 2.5, false, photo],
            )?;
            // An integer also fills a double.
            tx.execute("update person set score = ?1 where id <> '?2'", params![3_i64])
        })
        .unwrap();
        db.read_blocking(|tx| {
            tx.query_one("select id, code, age, score, active, photo, null from person", &[], |row| {
                assert_eq!(row.str(0)?, "学?1");
                assert_eq!(row.get::<jiff::civil::Date>(1)?, date(2026, 2, 28));
                assert_eq!(row.i64(2)?, 41);
                assert!((row.get::<f64>(3)? - 3.0).abs() < f64::EPSILON);
                assert!(!row.get::<bool>(4)?);
                assert_eq!(row.bytes(5)?, photo);
                assert_eq!(row.get::<Option<String>>(6)?, None);
                assert!(matches!(row.get::<i64>(0), Err(Error::Column { column: 0, .. })));
                assert!(matches!(row.i64(9), Err(Error::Column { column: 9, .. })));
                Ok(())
            })
        })
        .unwrap();
    });
}

#[test]
fn an_instant_keeps_its_milliseconds() {
    on_both(SCHEMA, |db| {
        let instant = Timestamp::from_millisecond(1_767_225_600_123).unwrap();
        let back = db.read_blocking(|tx| tx.scalar("select cast(?1 as bigint)", params![instant]));
        assert_eq!(back, Ok(instant));
    });
}

#[test]
fn many_rows_go_in_and_stream_out() {
    on_both(SCHEMA, |db| {
        db.write_blocking(|tx| add(tx, "p")).unwrap();
        let stored = db.write_blocking(|tx| {
            let rows = (0..MANY).map(|id| vec![Value::Int(id), "p".to_value(), "读书".to_value()]);
            tx.insert_many("note", &["id", "person_id", "text"], rows)
        });
        assert_eq!(stored, Ok(100_000));
        let mut sum = 0;
        db.read_blocking(|tx| {
            tx.each("select id, text from note", &[], |row| {
                assert_eq!(row.str(1)?, "读书");
                sum += row.i64(0)?;
                Ok(())
            })
        })
        .unwrap();
        assert_eq!(sum, MANY * (MANY - 1) / 2);
    });
}

#[test]
fn a_reader_that_stops_early_does_not_harm_what_follows() {
    on_both(SCHEMA, |db| {
        db.write_blocking(|tx| {
            for id in ["a", "b", "c"] {
                add(tx, id)?;
            }
            let mut seen = 0;
            let stopped = tx.each("select id from person", &[], |_| {
                seen += 1;
                Err(Error::NoRow)
            });
            assert_eq!((stopped, seen), (Err(Error::NoRow), 1));
            assert_eq!(
                tx.query_one("select id from person where id = 'z'", &[], |_| Ok(())),
                Err(Error::NoRow)
            );
            add(tx, "d")
        })
        .unwrap();
        assert_eq!(people(db), 4);
    });
}

#[test]
fn nothing_of_a_value_shows_in_a_log() {
    assert_eq!(format!("{:?}", params!["张三", 5_i64, None::<i64>]), "[text(6), integer, null]");
}
