//! Every deed leaves its line, nobody who is not entitled sees it, and whatever is done to the lines is found.

use std::io::Write as _;

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::params;

use crate::attachments::{self, samples};
use crate::records::{self, Entry, NewRecord, Subject};
use crate::shell::{Author, Deed, Error, Id};
use crate::testing::{PASSWORD, TestApp, on_both};
use crate::trail::store::{self, Deeds, Filter};
use crate::trail::{Finding, Report, verify, verify_files};

/// A note of `li`'s.
fn noted(app: &TestApp) -> Id {
    let li = app.sample.person("li");
    let new = NewRecord {
        entry_key: Id::fresh().to_string(),
        subject: Subject::Person(li),
        activity: "class".to_owned(),
        category: None,
        first_on: date(2026, 3, 5),
        last_on: date(2026, 3, 5),
        quantity: Quantity::of(1, Unit::Times),
        outcome: Outcome::Done,
        evidence: EvidenceSet::NONE,
        title: "听课".to_owned(),
        body: Some("只给自己看的话".to_owned()),
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: None,
    };
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    app.app.write_blocking(Author::Command, |work| records::submit(work, &entry, &new)).unwrap()
}

fn deeds(app: &TestApp, filter: Filter) -> Vec<String> {
    let (lines, _) = app.app.read_blocking(move |tx| store::newest(tx, &filter, 1000)).unwrap();
    lines.into_iter().map(|line| line.deed).collect()
}

fn report(app: &TestApp, kept: Option<(i64, &str)>) -> Report {
    app.app.read_blocking(|tx| verify(tx, kept, true)).unwrap()
}

/// Changes the database behind the program's back.
fn behind(app: &TestApp, sql: &'static str) {
    let done = app.app.db.write_blocking(|tx| {
        tx.execute(sql, params![])?;
        Ok::<_, Error>(())
    });
    done.expect("the statement runs");
}

#[tokio::test]
async fn a_file_taken_away_exchanged_or_altered_is_found() {
    on_both(async |app| {
        let id = noted(app);
        let put = |bytes: &[u8]| {
            let mut incoming = app.app.blobs.incoming().unwrap();
            incoming.write_all(bytes).unwrap();
            let (arrived, someone) = (incoming.end().unwrap(), Id::from_text("someone"));
            attachments::put(&app.app, Author::Command, someone, "a.pdf", arrived).unwrap().unwrap()
        };
        let (files, other) = ([put(&samples::pdf())], put(&[samples::pdf(), samples::pdf()].concat()));
        let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
        let (more, entry_) = (files.clone(), entry.clone());
        let add = app.app.write_blocking(Author::Command, move |work| {
            records::add_files(work, &entry_, &id, "k", &more, "补充附件")
        });
        let record = add.unwrap();
        let proven = || {
            let mut report = report(app, None);
            verify_files(&app.app, &mut report).unwrap();
            report.findings
        };
        assert_eq!(proven(), []);
        let altered = || vec![Finding::RowAltered { table: "record", id: record.to_string() }];
        behind(app, "update attachment set file_name = 'b.pdf' where kept");
        assert_eq!(proven(), altered());
        behind(app, "update attachment set file_name = 'a.pdf'");
        let exchange = "update record_attachment set attachment_id =
             (select id from attachment where not kept)";
        behind(app, exchange);
        assert_eq!(proven(), altered());
        behind(app, "delete from record_attachment");
        assert_eq!(proven(), altered());
        let link = (record.clone(), files[0].clone());
        let back = app.app.db.write_blocking(move |tx| {
            let sql = "insert into record_attachment (record_id, position, attachment_id) values (?1, 0, ?2)";
            tx.execute(sql, params![link.0, link.1])?;
            Ok::<_, Error>(())
        });
        back.unwrap();
        assert_eq!(proven(), []);
        let kept =
            app.app.read_blocking(|tx| attachments::find(tx, &[files[0].clone(), other.clone()])).unwrap();
        let (id, hash) = (files[0].to_string(), kept[0].hash.to_string());
        let place = app.folder.path().join(hash.split_at(2).0).join(hash.split_at(2).1);
        std::fs::write(&place, b"something else").unwrap();
        assert_eq!(proven(), [Finding::FileAltered { id: id.clone(), hash: hash.clone() }]);
        std::fs::remove_file(&place).unwrap();
        // What no record names proves nothing, and is not looked for.
        app.app.blobs.remove(&kept[1].hash).unwrap();
        assert_eq!(proven(), [Finding::FileMissing { id, hash }]);
    })
    .await;
}

#[tokio::test]
async fn whoever_reads_anothers_note_stands_in_the_trail_and_the_note_does_not() {
    on_both(async |app| {
        let id = noted(app);
        let secretary = app.as_person("zhao").await;
        assert_eq!(secretary.post(&format!("/records/{id}/read"), &[]).await.status, StatusCode::OK);
        let page = app.as_person("zhou").await.get("/trail?deed=record.read").await.outline();
        assert!(page.contains("翻阅笔记") && page.contains("赵书明") && page.contains("李思学"), "{page}");
        assert!(!page.contains("只给自己看的话"), "{page}");
        let others = app.as_person("zhou").await.get("/trail?deed=record.read&by=李思学").await.outline();
        assert!(others.contains("没有找到"), "{others}");
        assert_eq!(app.as_person("zhao").await.get("/trail").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn signing_in_well_or_badly_leaves_a_line_and_an_unknown_name_none() {
    on_both(async |app| {
        let li = Filter { subject_id: Some(app.sample.person("li")), ..Filter::default() };
        for (name, password) in [("li", "wrong password"), ("nobody", PASSWORD), ("li", PASSWORD)] {
            app.as_guest().post("/sign-in", &[("name", name), ("password", password)]).await;
        }
        assert_eq!(deeds(app, li)[..2], ["session.opened", "session.failed"]);
        let failed = Filter { deeds: Deeds::One(Deed::SignInFailed), ..Filter::default() };
        assert_eq!(deeds(app, failed).len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_failed_leaves_no_line() {
    on_both(async |app| {
        let before = report(app, None).lines;
        let li = app.sample.person("li");
        let failed = app.app.write_blocking(Author::Command, |work| {
            work.note(crate::shell::Note::on(Deed::PersonChanged, &li));
            Err::<(), _>(Error::Forbidden)
        });
        assert!(failed.is_err());
        assert_eq!(report(app, None).lines, before);
    })
    .await;
}

/// A statement behind the program's back, and what is found of it.
type Damage = (&'static str, fn(&Finding) -> bool);

#[tokio::test]
async fn an_untouched_trail_is_proven_and_every_kind_of_damage_is_found() {
    let cases: [Damage; 9] = [
        ("update trail set detail = 'x' where number = 3", |finding| {
            *finding == Finding::LineAltered { number: 3 }
        }),
        ("update trail set author = 'system' where number = 3", |finding| {
            *finding == Finding::LineAltered { number: 3 }
        }),
        ("delete from trail where number in (4, 5)", |finding| {
            *finding == Finding::LinesMissing { from: 4, to: 5 }
        }),
        ("delete from trail where number = (select max(number) from trail)", |finding| {
            matches!(finding, Finding::EndMissing { .. })
        }),
        ("update record set body = '换过的话'", |finding| {
            matches!(finding, Finding::RowAltered { table: "record", .. })
        }),
        ("update note_version set text = '换过的话'", |finding| {
            matches!(finding, Finding::RowAltered { table: "note_version", .. })
        }),
        ("update record set grains = 200", |finding| {
            matches!(finding, Finding::RowAltered { table: "record", .. })
        }),
        ("update plan_version set reason = 'x'", |finding| {
            matches!(finding, Finding::RowAltered { table: "plan_version", .. })
        }),
        ("delete from record", |finding| matches!(finding, Finding::RowMissing { table: "record", .. })),
    ];
    for (sql, expected) in cases {
        on_both(async |app| {
            noted(app);
            let whole = report(app, None);
            assert!(whole.wrong == 0 && whole.lines > 20 && whole.rows == 3, "{whole:?}");
            let newest = whole.newest.as_str();
            assert_eq!(report(app, Some((whole.lines, newest))).wrong, 0);
            behind(app, sql);
            let damaged = report(app, Some((whole.lines, newest)));
            assert!(damaged.findings.iter().any(expected), "{sql}: {damaged:?}");
            assert!(damaged.wrong <= 3, "one damage is not a hundred findings: {damaged:?}");
        })
        .await;
    }
}

#[tokio::test]
async fn a_row_that_was_not_entered_and_a_chain_made_anew_are_found() {
    on_both(async |app| {
        noted(app);
        behind(
            app,
            "insert into record (id, entry_key, kind, organization_id, activity, first_on, last_on, grains, unit, outcome,
                 evidence, title, late, entered_on, entered_at, entered_by, entered_from)
             select '01ARZ3NDEKTSV4RRFFQ69G5FAV', 'k', kind, organization_id, activity, first_on, last_on, grains, unit,
                 outcome, evidence, title, late, entered_on, entered_at, entered_by, entered_from
             from record",
        );
        let report_ = report(app, Some((1, &"0".repeat(64))));
        assert!(matches!(
            &report_.findings[..],
            [Finding::OtherHistory { number: 1 }, Finding::RowInserted { table: "record", id }]
                if id == "01ARZ3NDEKTSV4RRFFQ69G5FAV"
        ), "{report_:?}");
    })
    .await;
}

#[tokio::test]
async fn the_trail_is_paged_and_narrowed_by_day() {
    let app = TestApp::in_memory();
    for _ in 0..60 {
        noted(&app);
    }
    let office = app.as_person("zhou").await;
    let first = office.get("/trail?deed=record.entered&whom=李思学").await.outline();
    assert!(first.contains("更早") && first.contains("听课"), "{first}");
    let notes = office.get("/trail?deed=note.handed-in&whom=李思学").await.outline();
    assert!(notes.contains("记入笔记") && notes.contains("更早"), "{notes}");
    let total = report(&app, None).lines;
    let older = office.get(&format!("/trail?deed=record.entered&before={}", total - 50)).await.outline();
    assert!(!older.contains("更早"), "{older}");
    let named = office.get("/trail?whom=李思学").await.outline();
    assert!(
        named.contains("编入组织")
            && !named.contains("听课")
            && !named.contains("| 记入笔记")
            && named.contains("不列逐条登记"),
        "{named}"
    );
    let none = office.get("/trail?until=2026-03-04").await.outline();
    assert!(none.contains("没有找到"), "{none}");
    let some = office.get("/trail?from=2026-03-05&until=2026-03-05").await.outline();
    assert!(some.contains("登记学习"), "{some}");
}

#[tokio::test]
async fn everybody_sees_and_takes_along_what_is_held_about_them_and_no_secret() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let page = li.get("/account/data").await.outline();
        assert!(page.contains("我的数据") && page.contains("编入组织"), "{page}");
        let file = li.get("/account/data.json").await;
        let all: serde_json::Value = serde_json::from_str(&file.body).unwrap();
        assert_eq!(all["person"][0]["name"], "李思学");
        assert_eq!(all["membership"].as_array().unwrap().len(), 1);
        assert!(!file.body.contains("argon2") && !file.body.contains("csrf"), "{}", file.body);
        assert!(!file.body.contains("陈一诺"));
        assert_eq!(app.as_person("admin").await.get("/account/data").await.status, StatusCode::FORBIDDEN);
    })
    .await;
}
