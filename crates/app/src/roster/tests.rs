//! The roster by hand, by sheet, and by two hands.

use axum::http::StatusCode;
use jiff::civil::date;
use rust_xlsxwriter::Workbook;
use xueji_plan::{Quantity, Unit};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::params;

use crate::people;
use crate::records::{self, Entry, NewRecord, Subject};
use crate::shell::{Author, Id};
use crate::standings;
use crate::testing::{TestApp, on_both};

/// Everything stored is what a recount would store.
fn counted_right(app: &TestApp) {
    let today = app.app.clock.today();
    let plans = app.app.read_blocking(crate::plans::all).unwrap();
    for plan in plans {
        let report = app.app.read_blocking(|tx| standings::check(tx, &plan, today)).unwrap();
        assert_eq!(report.different, 0, "{report:?}");
    }
}

fn home(app: &TestApp, id: &Id) -> Option<String> {
    let today = app.app.clock.today();
    app.app.read_blocking(|tx| people::home(tx, id, today)).unwrap().map(|home| home.code)
}

#[tokio::test]
async fn a_transfer_waits_until_the_other_side_agrees() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let school = app.as_person("zhao").await;
        let asked = school
            .post(
                &format!("/people/{li}/change/transfer"),
                &[("to", "O"), ("from_on", "2026-03-01"), ("reason", "工作调动")],
            )
            .await;
        assert_eq!(asked.location(), "/people/requests");
        assert_eq!(home(app, &li).as_deref(), Some("S"));
        let own = school.get("/people/requests").await;
        assert!(own.outline().contains("待机关党支部确认"), "{}", own.outline());
        assert!(!own.body.contains("value=\"agree\""), "one side cannot agree for the other");
        let office = app.as_person("sun").await;
        let page = office.get("/people/requests").await;
        let id = page.body.split("id=\"request-").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let stranger = app.as_person("li").await;
        let refused = stranger.post(&format!("/people/requests/{id}"), &[("do", "agree")]).await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        office.post(&format!("/people/requests/{id}"), &[("do", "agree")]).await;
        assert_eq!(home(app, &li).as_deref(), Some("O"));
        let again = office.post(&format!("/people/requests/{id}"), &[("do", "agree")]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert!(office.get("/people/requests").await.outline().contains("已办结"));
        counted_right(app);
    })
    .await;
}

#[tokio::test]
async fn an_exemption_is_refused_with_a_reason_or_approved_from_above() {
    on_both(async |app| {
        let chen = app.sample.person("chen");
        let secretary = app.as_person("zhao").await;
        let path = format!("/people/{chen}/change/exempt");
        let without = secretary.post(&path, &[("duty", ""), ("from_on", "2026-03-01")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        let ask = [("duty", "member.self-study"), ("from_on", "2026-03-01"), ("reason", "援外")];
        secretary.post(&path, &ask).await;
        let twice = secretary.post(&path, &ask).await;
        assert!(twice.outline().contains("已有一件相同事项待办"), "{}", twice.outline());
        let exempted = || {
            let id = chen.clone();
            app.app.read_blocking(move |tx| people::history::exemptions(tx, &id)).unwrap().len()
        };
        assert_eq!(exempted(), 0);
        let office = app.as_person("zhou").await;
        let page = office.get("/people/requests").await;
        let id = page.body.split("id=\"request-").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let silent = office.post(&format!("/people/requests/{id}"), &[("do", "refuse")]).await;
        assert!(silent.outline().contains("请写明不同意的原因"));
        office.post(&format!("/people/requests/{id}"), &[("do", "agree")]).await;
        assert_eq!(exempted(), 1);
        counted_right(app);
    })
    .await;
}

#[tokio::test]
async fn nobody_lets_oneself_off_and_a_stale_request_moves_nobody() {
    on_both(async |app| {
        let (zhao, li) = (app.sample.person("zhao"), app.sample.person("li"));
        let secretary = app.as_person("zhao").await;
        for act in ["absence", "exempt", "transfer", "edit"] {
            let own = secretary.get(&format!("/people/{zhao}/change/{act}")).await;
            assert_eq!(own.status, StatusCode::FORBIDDEN, "{act}");
        }
        let ask = [("to", "O"), ("from_on", "2026-03-04"), ("reason", "调动")];
        secretary.post(&format!("/people/{li}/change/transfer"), &ask).await;
        let office = app.sample.committee.id.clone();
        app.app
            .write_blocking(Author::Command, |work| people::transfer(work, &li, &office, date(2026, 3, 2)))
            .unwrap();
        let other = app.as_person("sun").await;
        let page = other.get("/people/requests").await;
        let id = page.body.split("id=\"request-").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let late = other.post(&format!("/people/requests/{id}"), &[("do", "agree")]).await;
        assert_eq!((late.status, home(app, &li).as_deref()), (StatusCode::CONFLICT, Some("C")));
    })
    .await;
}

#[tokio::test]
async fn only_somebody_above_gives_a_post_that_bears_rights() {
    on_both(async |app| {
        let li = app.sample.person("li");
        let path = format!("/people/{li}/change/appoint");
        let give = [("post", "secretary"), ("in", "S"), ("from_on", "2026-03-05")];
        let secretary = app.as_person("zhao").await;
        assert_eq!(secretary.post(&path, &give).await.status, StatusCode::FORBIDDEN);
        let teacher = [("post", "teacher"), ("in", "S"), ("from_on", "2026-03-05")];
        assert_eq!(secretary.post(&path, &teacher).await.status, StatusCode::SEE_OTHER);
        let outside = [("post", "teacher"), ("in", "O"), ("from_on", "2026-03-05")];
        assert_eq!(secretary.post(&path, &outside).await.status, StatusCode::FORBIDDEN);
        let office = app.as_person("zhou").await;
        assert_eq!(office.post(&path, &give).await.status, StatusCode::SEE_OTHER);
        let end = format!("/people/{li}/change/dismiss");
        let held = office.get(&end).await.body;
        let which = held.split("<option value=\"").filter_map(|rest| rest.split('"').next());
        let which = which.last().unwrap();
        let undated = office.post(&end, &[("which", which)]).await;
        assert_eq!(undated.status, StatusCode::UNPROCESSABLE_ENTITY, "a post ends on a day that was told");
        counted_right(app);
    })
    .await;
}

#[tokio::test]
async fn a_new_secretary_has_the_branch_and_the_old_one_has_not() {
    on_both(async |app| {
        let school = &app.sample.school.id;
        let office = app.as_person("zhou").await;
        let form = [("post", "secretary"), ("next", "li"), ("from_on", "2026-03-05")];
        let done = office.post(&format!("/people/tree/{school}/change/hand-over"), &form).await;
        assert!(done.location().contains("handed"), "{}", done.outline());
        let own = [("post", "secretary"), ("next", "zhou"), ("from_on", "2026-03-06")];
        let own = office.post(&format!("/people/tree/{school}/change/hand-over"), &own).await;
        assert_eq!(own.status, StatusCode::FORBIDDEN, "nobody makes oneself secretary");
        let branch = format!("/organizations/{school}/branch");
        assert_eq!(app.as_person("li").await.get(&branch).await.status, StatusCode::OK);
        assert_eq!(app.as_person("zhao").await.get(&branch).await.status, StatusCode::FORBIDDEN);
        counted_right(app);
    })
    .await;
}

#[tokio::test]
async fn a_branch_is_founded_moved_and_merged_into_another() {
    on_both(async |app| {
        let (committee, school) = (&app.sample.committee.id, &app.sample.school.id);
        let office = app.as_person("zhou").await;
        let new = [("name", "教研党总支"), ("code", "R"), ("level", "general-branch"), ("type", "")];
        let added = office.post(&format!("/people/tree/{committee}/change/add"), &new).await;
        let place = added.location().to_owned();
        assert!(place.starts_with("/people/tree/"), "{}", added.outline());
        let moved = [
            ("name", "第一小学党支部"),
            ("short_name", "一小"),
            ("code", "S"),
            ("level", "branch"),
            ("type", "school"),
            ("parent", "R"),
        ];
        let path = format!("/people/tree/{school}/change/edit");
        assert_eq!(office.post(&path, &moved).await.status, StatusCode::SEE_OTHER);
        assert!(office.get(&place).await.outline().contains("第一小学党支部"));
        // The secretary still reaches everybody: the path moved with the branch.
        assert_eq!(app.as_person("zhao").await.get("/branch").await.status, StatusCode::OK);
        counted_right(app);
        let circle = [("name", "教研"), ("code", "R"), ("level", "committee"), ("type", ""), ("parent", "S")];
        let refused = office.post(&format!("{place}/change/edit"), &circle).await;
        assert!(refused.outline().contains("不能移到自己的下级"), "{}", refused.outline());
        let full =
            office.post(&format!("/people/tree/{school}/change/dissolve"), &[("to_on", "2026-03-04")]).await;
        assert!(full.outline().contains("仍有人员"), "{}", full.outline());
        let into = [("to_on", "2026-03-04"), ("into", "O")];
        assert_eq!(
            office.post(&format!("/people/tree/{school}/change/dissolve"), &into).await.status,
            StatusCode::SEE_OTHER
        );
        assert_eq!(home(app, &app.sample.person("li")).as_deref(), Some("O"));
        counted_right(app);
    })
    .await;
}

fn sheet(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let page = book.add_worksheet();
    let headings: &[&str] = &["工号", "姓名", "组织编码", "组织名称", "加入本组织日期"];
    for (row, number) in std::iter::once(&headings).chain(rows).zip(0..) {
        for (text, column) in row.iter().zip(0..) {
            page.write_string(number, column, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

fn count(app: &TestApp) -> i64 {
    app.app.read_blocking(|tx| Ok(tx.scalar("select count(*) from person", params![])?)).unwrap()
}

#[tokio::test]
async fn a_sheet_is_looked_at_applied_and_taken_back() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let bytes = sheet(&[
            &["n1", "何新一", "N", "新建党支部", "2026-03-01"],
            &["li", "李思学", "O", "机关党支部", "2026-03-02"],
        ]);
        let brought = office.upload("/people/imports", &[], Some(("roster.xlsx", &bytes))).await;
        let page = office.get(brought.location()).await.outline();
        for part in ["新增，2026年3月1日加入新建党支部", "2026年3月2日转入机关党支部", "1 人新增"]
        {
            assert!(page.contains(part), "{part}: {page}");
        }
        assert_eq!(count(app), 8, "looking changes nothing");
        office.post(brought.location(), &[("do", "apply")]).await;
        assert_eq!((count(app), home(app, &app.sample.person("li")).as_deref()), (9, Some("O")));
        counted_right(app);
        let undone = office.post(brought.location(), &[("do", "undo")]).await;
        assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.outline());
        assert_eq!((count(app), home(app, &app.sample.person("li")).as_deref()), (8, Some("S")));
        counted_right(app);
        assert!(office.get(brought.location()).await.outline().contains("已撤销"));
    })
    .await;
}

#[tokio::test]
async fn a_long_sheet_is_taken_back_unless_somebody_recorded_something() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let codes: Vec<String> = (0..60).map(|number| format!("n{number}")).collect();
        let rows: Vec<[&str; 5]> =
            codes.iter().map(|code| [code.as_str(), "何新一", "N", "新建党支部", "2026-01-01"]).collect();
        let rows: Vec<&[&str]> = rows.iter().map(|row| &row[..]).collect();
        let bytes = sheet(&rows);
        let brought = office.upload("/people/imports", &[], Some(("roster.xlsx", &bytes))).await;
        office.post(brought.location(), &[("do", "apply")]).await;
        let undone = office.post(brought.location(), &[("do", "undo")]).await;
        assert_eq!((undone.status, count(app)), (StatusCode::SEE_OTHER, 8), "{}", undone.outline());
        let again = office.upload("/people/imports", &[], Some(("roster.xlsx", &bytes))).await;
        office.post(again.location(), &[("do", "apply")]).await;
        let who = app.app.read_blocking(|tx| people::person_by_code(tx, "n7")).unwrap().unwrap().id;
        heard(app, &who);
        let refused = office.post(again.location(), &[("do", "undo")]).await;
        assert_eq!((refused.status, count(app)), (StatusCode::CONFLICT, 68));
        assert!(refused.outline().contains("已有学习记录或账号"), "{}", refused.outline());
        counted_right(app);
    })
    .await;
}

#[tokio::test]
async fn what_was_changed_since_is_not_taken_back() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let bytes = sheet(&[&["li", "李思学", "O", "机关党支部", "2026-03-02"]]);
        let brought = office.upload("/people/imports", &[], Some(("roster.xlsx", &bytes))).await;
        office.post(brought.location(), &[("do", "apply")]).await;
        let li = app.sample.person("li");
        app.app.write_blocking(Author::Command, |work| people::leave(work, &li, date(2026, 3, 4))).unwrap();
        let refused = office.post(brought.location(), &[("do", "undo")]).await;
        assert_eq!(refused.status, StatusCode::CONFLICT);
        assert!(refused.outline().contains("又有人改动过"), "{}", refused.outline());
    })
    .await;
}

#[tokio::test]
async fn a_sheet_with_mistakes_says_where_and_stores_nothing() {
    on_both(async |app| {
        let office = app.as_person("zhou").await;
        let bytes = sheet(&[&["n1", "何新一", "N", "新建党支部", "三月"]]);
        let brought = office.upload("/people/imports", &[], Some(("roster.xlsx", &bytes))).await;
        let page = office.get(brought.location()).await;
        assert!(
            page.outline().contains("E2") && page.outline().contains("未保存任何内容"),
            "{}",
            page.outline()
        );
        let forced = office.post(brought.location(), &[("do", "apply")]).await;
        assert_eq!((forced.status, count(app)), (StatusCode::CONFLICT, 8));
        let text = office.upload("/people/imports", &[], Some(("roster.xlsx", b"no workbook"))).await;
        assert_eq!(text.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}

/// A class that somebody heard.
fn heard(app: &TestApp, person_id: &Id) {
    submitted(app, &of_class(person_id));
}

fn submitted(app: &TestApp, new: &NewRecord) -> Id {
    let entry = of_someone(app);
    app.app.write_blocking(Author::Command, |work| records::submit(work, &entry, new)).unwrap()
}

fn of_someone(app: &TestApp) -> Entry {
    Entry::now(&app.app.clock, Id::from_text("someone"), "test")
}

fn of_class(person_id: &Id) -> NewRecord {
    NewRecord {
        entry_key: "k".to_owned(),
        subject: Subject::Person(person_id.clone()),
        activity: "class".to_owned(),
        category: None,
        first_on: date(2026, 3, 2),
        last_on: date(2026, 3, 2),
        quantity: Quantity::of(1, Unit::Times),
        outcome: Outcome::Done,
        evidence: EvidenceSet::default(),
        title: "听课".to_owned(),
        body: None,
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason: None,
    }
}

#[tokio::test]
async fn two_entries_whose_stays_overlap_become_one_once_that_is_mended() {
    on_both(async |app| {
        let (wang, chen) = (app.sample.person("wang"), app.sample.person("chen"));
        let at = app.app.clock.now();
        app.app.write_blocking(Author::Command, |work| crate::accounts::close(work, "chen", at)).unwrap();
        let stays = [&wang, &chen].map(|person| {
            let new = NewRecord {
                entry_key: format!("stay of {person}"),
                activity: "field-research".to_owned(),
                quantity: Quantity::of(1, Unit::Days),
                title: "到村小调研".to_owned(),
                ..of_class(person)
            };
            submitted(app, &new)
        });
        let office = app.as_person("zhou").await;
        let path = format!("/people/{wang}/change/merge");
        let refused = office.post(&path, &[("code", "chen")]).await;
        assert!(refused.outline().contains("调研日期有重叠"), "{}", refused.outline());
        assert_eq!(home(app, &chen).as_deref(), Some("S"), "nothing half-done remains");
        let entry = of_someone(app);
        let back = stays[1].clone();
        app.app
            .write_blocking(Author::Command, move |work| {
                records::withdraw(work, &entry, &back, "w", "重复登记").map(drop)
            })
            .unwrap();
        assert_eq!(office.post(&path, &[("code", "chen")]).await.status, StatusCode::SEE_OTHER);
        counted_right(app);
    })
    .await;
}

#[tokio::test]
async fn two_entries_of_one_person_become_one_with_all_records() {
    on_both(async |app| {
        let (li, chen) = (app.sample.person("li"), app.sample.person("chen"));
        heard(app, &chen);
        let office = app.as_person("zhou").await;
        let path = format!("/people/{li}/change/merge");
        let both = office.post(&path, &[("code", "chen")]).await;
        assert!(both.outline().contains("都有在用账号"), "{}", both.outline());
        let at = app.app.clock.now();
        app.app.write_blocking(Author::Command, |work| crate::accounts::close(work, "chen", at)).unwrap();
        assert_eq!(office.post(&path, &[("code", "chen")]).await.status, StatusCode::SEE_OTHER);
        let kept = Subject::Person(li.clone());
        let found = app.app.read_blocking(|tx| records::latest_of(tx, &kept, 10)).unwrap();
        assert_eq!(found.iter().map(|one| one.title.as_str()).collect::<Vec<_>>(), ["听课"]);
        assert_eq!(office.get(&format!("/people/{chen}")).await.location(), format!("/people/{li}"));
        assert!(!office.get("/people").await.outline().contains("陈一诺"));
        let again = sheet(&[&["chen", "陈一诺", "S", "第一小学党支部", "2020-01-01"]]);
        let again = office.upload("/people/imports", &[], Some(("roster.xlsx", &again))).await;
        assert!(office.get(again.location()).await.outline().contains("已合并到“li”"));
        let report = app.app.read_blocking(|tx| crate::trail::verify(tx, None, true)).unwrap();
        assert_eq!(report.wrong, 0, "records stay as they were sealed: {report:?}");
        counted_right(app);
    })
    .await;
}
