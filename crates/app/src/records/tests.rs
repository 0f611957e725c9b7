//! Records as people enter, read and mend them, on both databases.

use axum::http::StatusCode;

use crate::records::{self, Filter, Record, Subject};
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// A book read today, with everything that it needs.
const BOOK: [(&str, &str); 7] = [
    ("activity", "book"),
    ("category", "political-theory"),
    ("last_on", "2026-03-05"),
    ("amount", "1"),
    ("unit", "books"),
    ("title", "《实践论》"),
    ("body", "从实践中来，到实践中去。"),
];

/// The fields of `base` with some of them typed otherwise.
fn with<'a>(base: &[(&'a str, &'a str)], changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let kept = base.iter().filter(|(name, _)| !changes.iter().any(|(changed, _)| changed == name));
    kept.chain(changes).copied().collect()
}

/// Saves a book under a key, and returns the address of its record.
async fn saved(visitor: &Visitor<'_>, key: &str) -> String {
    let answer = visitor.post("/records", &with(&BOOK, &[("entry_key", key)])).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
    answer.location().trim_end_matches("?saved=1").to_owned()
}

/// Every live record of a person of the sample.
fn records_of(app: &TestApp, name: &str) -> Vec<Record> {
    let subject = Subject::Person(app.sample.person(name));
    let found = app.app.read_blocking(move |tx| records::of_subject(tx, &subject, &Filter::default(), 0));
    found.unwrap().0
}

fn refuses(answer: &Answer, said: &[&str]) {
    assert_eq!(answer.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", answer.outline());
    for said in said {
        // Once on top, once at the field.
        let times = answer.outline().matches(said).count();
        assert!(times >= 2, "“{said}” stands {times} times in\n{}", answer.outline());
    }
}

#[tokio::test]
async fn a_book_is_entered_shown_listed_and_said_to_count() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let form = li.get("/records/new?activity=book").await;
        let key = form.field("entry_key").unwrap();
        assert_eq!(form.field("last_on").as_deref(), Some("2026-03-05"), "today is offered");
        assert_eq!(form.field("amount").as_deref(), Some("1"), "the usual amount is offered");
        let path = saved(&li, &key).await;
        let shown = li.get(&format!("{path}?saved=1")).await.outline();
        for part in [
            "计入：每季度至少读1本好书",
            "2026年3月5日(周四)",
            "政治理论",
            "从实践中来",
            "再记一条",
            "<撤回>",
        ] {
            assert!(shown.contains(part), "{part} is missing from\n{shown}");
        }
        let list = li.get("/records?activity=book&month=2026-03").await.outline();
        assert!(list.contains(&format!("[《实践论》]({path})")), "{list}");
        assert!(!li.get("/records?month=2026-02").await.outline().contains("《实践论》"));
        assert!(!li.get("/records?on=2026-03-04").await.outline().contains("《实践论》"));
    })
    .await;
}

#[tokio::test]
async fn a_form_posted_twice_makes_one_record() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let first = saved(&li, "key-1").await;
        assert_eq!(saved(&li, "key-1").await, first);
        assert_eq!(records_of(app, "li").len(), 1);
        let chen = app.as_person("chen").await;
        assert_ne!(saved(&chen, "key-1").await, first, "nobody's key blocks another's");
    })
    .await;
}

#[tokio::test]
async fn every_mistake_is_named_at_its_field_and_nothing_typed_is_lost() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let late = [("last_on", "2026-02-01"), ("category", ""), ("amount", "900"), ("title", "")];
        let answer = li.post("/records", &with(&BOOK, &with(&late, &[("entry_key", "k")]))).await;
        refuses(&answer, &["请选择类别", "数量过大", "补录请写明原因", "请填写此项"]);
        assert!(answer.outline().contains("从实践中来，到实践中去。"), "the note is kept");
        assert_eq!(answer.field("last_on").as_deref(), Some("2026-02-01"));
        assert_eq!(answer.field("entry_key").as_deref(), Some("k"), "mending it saves it once");
        for (change, said) in [
            (("last_on", "2026-03-06"), "还没有发生的事不能登记"),
            (("last_on", "2025-12-31"), "日期不在计划年度之内"),
            (("last_on", "tomorrow"), "不是有效日期"),
            (("amount", "-1"), "不是有效数字"),
            (("amount", "0"), "须大于零"),
            (("amount", "1.5"), "数量过细"),
            (("unit", "days"), "不按这个单位登记"),
            (("category", "cookery"), "请从列表中选择"),
        ] {
            let answer = li.post("/records", &with(&BOOK, &[("entry_key", "k"), change])).await;
            refuses(&answer, &[said]);
        }
        assert!(records_of(app, "li").is_empty());
        let mended = [("entry_key", "k"), ("last_on", "2026-02-01"), ("late_reason", "出差")];
        let answer = li.post("/records", &with(&BOOK, &mended)).await;
        let shown = li.get(answer.location()).await.outline();
        assert!(shown.contains("补录") && shown.contains("出差"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_note_on_paper_is_a_note_and_minutes_are_hours() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let study = [
            ("entry_key", "k"),
            ("activity", "self-study"),
            ("last_on", "2026-03-05"),
            ("amount", "60"),
            ("unit", "minutes"),
            ("title", "党章第一章"),
        ];
        let bare = li.post("/records", &study).await;
        let shown = li.get(bare.location()).await.outline();
        assert!(shown.contains("补上后计入：笔记"), "without a note it says what is missing:\n{shown}");
        let noted = with(&study, &[("entry_key", "k2"), ("notebook_page", "第二本第12页")]);
        let shown = li.get(li.post("/records", &noted).await.location()).await.outline();
        assert!(shown.contains("已保存，计入：每天自学1小时") && shown.contains("第二本第12页"), "{shown}");
    })
    .await;
}

#[tokio::test]
async fn a_correction_keeps_both_and_says_why() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        let form = li.get(&format!("{path}/correct")).await;
        assert!(form.outline().contains("从实践中来"), "one's own text is there to mend");
        let mended = with(&BOOK, &[("entry_key", "c"), ("title", "《矛盾论》")]);
        refuses(&li.post(&format!("{path}/correct"), &mended).await, &["请写明原因"]);
        let mended = with(&mended, &[("reason", "书名写错")]);
        let answer = li.post(&format!("{path}/correct"), &mended).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.outline());
        let shown = li.get(answer.location()).await.outline();
        assert!(shown.contains("《矛盾论》") && shown.contains("原因：书名写错"), "{shown}");
        assert!(shown.contains(&format!("({path})")), "the way back to the first is there");
        assert!(li.get(&path).await.outline().contains("这条记录已被更正"));
        assert_eq!(records_of(app, "li").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_second_of_two_corrections_learns_that_it_came_second() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        let correction = |key| with(&BOOK, &[("entry_key", key), ("reason", "改")]);
        let target = format!("{path}/correct");
        assert_eq!(li.post(&target, &correction("a")).await.status, StatusCode::SEE_OTHER);
        assert_eq!(
            li.post(&target, &correction("a")).await.status,
            StatusCode::SEE_OTHER,
            "the same once more"
        );
        let second = li.post(&target, &correction("b")).await;
        assert_eq!(second.status, StatusCode::CONFLICT);
        assert!(second.outline().contains("已被更正或撤回"), "{}", second.outline());
        assert_eq!(records_of(app, "li").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_withdrawn_record_stays_in_sight_and_counts_no_more() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        let target = format!("{path}/withdraw");
        let unexplained = li.post(&target, &[("entry_key", "w"), ("reason", " ")]).await;
        assert_eq!(unexplained.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(unexplained.outline().contains("请写明原因"));
        let answer = li.post(&target, &[("entry_key", "w"), ("reason", "登记有误")]).await;
        assert_eq!(answer.location(), path);
        let shown = li.get(&path).await.outline();
        assert!(shown.contains("这条记录已撤回") && shown.contains("原因：登记有误"), "{shown}");
        assert!(!shown.contains("每季度至少读1本好书"), "{shown}");
        assert!(records_of(app, "li").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_strangers_note_is_not_readable_and_a_reader_is_seen_by_the_author() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let path = saved(&li, "k").await;
        for stranger in ["chen", "sun", "admin"] {
            let stranger = app.as_person(stranger).await;
            assert_eq!(stranger.get(&path).await.status, StatusCode::FORBIDDEN);
            assert_eq!(stranger.post(&format!("{path}/read"), &[]).await.status, StatusCode::FORBIDDEN);
            assert_eq!(stranger.get(&format!("{path}/correct")).await.status, StatusCode::FORBIDDEN);
        }
        let inspector = app.as_person("wu").await;
        let seen = inspector.get(&path).await.outline();
        assert!(seen.contains("《实践论》") && !seen.contains("从实践中来"), "{seen}");
        assert_eq!(inspector.post(&format!("{path}/read"), &[]).await.status, StatusCode::FORBIDDEN);

        let secretary = app.as_person("zhao").await;
        assert!(!secretary.get(&path).await.outline().contains("从实践中来"), "not before it is opened");
        assert!(!li.get(&path).await.outline().contains("赵书明"), "seeing the title is no reading");
        let opened = secretary.post(&format!("{path}/read"), &[]).await.outline();
        assert!(opened.contains("从实践中来"), "{opened}");
        let own = li.get(&path).await.outline();
        assert!(own.contains("谁看过正文") && own.contains("赵书明"), "{own}");
    })
    .await;
}

#[tokio::test]
async fn a_secretary_corrects_a_date_without_opening_the_note() {
    on_both(async |app| {
        let (li, secretary) = (app.as_person("li").await, app.as_person("zhao").await);
        let path = saved(&li, "k").await;
        let form = secretary.get(&format!("{path}/correct")).await.outline();
        assert!(!form.contains("从实践中来"), "{form}");
        let mended =
            [("entry_key", "c"), ("last_on", "2026-03-04"), ("reason", "日期有误"), ("body", "别人写的")];
        let answer = secretary.post(&format!("{path}/correct"), &with(&BOOK, &mended)).await;
        let own = li.get(answer.location()).await.outline();
        assert!(
            own.contains("从实践中来") && own.contains("2026年3月4日"),
            "the note is still the author's:\n{own}"
        );
        assert!(own.contains("登记人 | 赵书明"), "{own}");
    })
    .await;
}

#[tokio::test]
async fn nobody_vouches_for_oneself_and_others_do() {
    on_both(async |app| {
        let (li, secretary) = (app.as_person("li").await, app.as_person("zhao").await);
        let path = saved(&li, "k").await;
        let target = format!("{path}/attest");
        assert_eq!(li.post(&target, &[("kind", "attested")]).await.status, StatusCode::FORBIDDEN);
        assert_eq!(secretary.post(&target, &[("kind", "praised")]).await.status, StatusCode::NOT_FOUND);
        assert_eq!(secretary.post(&target, &[("kind", "attested")]).await.location(), path);
        assert!(li.get("/records").await.outline().contains("已证明"));
    })
    .await;
}

#[tokio::test]
async fn attendance_that_a_rate_counts_is_the_organizers_word() {
    on_both(async |app| {
        let (wang, zhao) = (app.as_person("wang").await, app.as_person("zhao").await);
        let alone = [
            ("entry_key", "k"),
            ("activity", "study-attendance"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "班子学习"),
        ];
        refuses(&wang.post("/records", &alone).await, &["出勤由集中活动的登记人统一登记"]);
        let (school, absentee) = (app.sample.school.id.to_string(), app.sample.person("wang").to_string());
        let outcome = format!("outcome-{absentee}");
        let held = [
            ("organization", school.as_str()),
            ("activity", "collective-study"),
            ("person", absentee.as_str()),
            (outcome.as_str(), "absent"),
        ];
        let event = zhao.post("/records/many", &with(&alone, &held)).await;
        assert_eq!(event.status, StatusCode::SEE_OTHER, "{}", event.outline());
        let own = records_of(app, "wang").remove(0);
        let form = wang.get(&format!("/records/{}/correct", own.id)).await;
        assert_eq!(
            form.status,
            StatusCode::FORBIDDEN,
            "absent stays absent until the organizer says otherwise"
        );
    })
    .await;
}

#[tokio::test]
async fn one_form_enters_a_lecture_for_its_speaker_and_its_audience() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let id = |name: &str| app.sample.person(name).to_string();
        let (school, wang, li, chen) = (app.sample.school.id.to_string(), id("wang"), id("li"), id("chen"));
        let absent = format!("outcome-{chen}");
        let form = [
            ("entry_key", "k"),
            ("organization", school.as_str()),
            ("activity", "lecture"),
            ("category", "theory-lecture"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "讲党课"),
            ("speaker", wang.as_str()),
            ("person", wang.as_str()),
            ("person", li.as_str()),
            ("person", chen.as_str()),
            (absent.as_str(), "absent"),
        ];
        let event = zhao.post("/records/many", &form).await;
        assert_eq!(event.status, StatusCode::SEE_OTHER, "{}", event.outline());
        assert_eq!(
            zhao.post("/records/many", &form).await.location(),
            event.location(),
            "sent twice, made once"
        );
        let rows = zhao.get(event.location()).await.outline();
        assert!(rows.contains("王立文 · 讲党课") && rows.contains("李思学 · 讲党课"), "{rows}");
        let activities = |name| -> Vec<String> {
            records_of(app, name).into_iter().map(|record| record.activity).collect()
        };
        assert_eq!(activities("wang"), ["lecture"], "the speaker gave it and did not hear it");
        assert_eq!(activities("li"), ["class"]);
        assert!(activities("chen").is_empty(), "who was absent heard nothing");
    })
    .await;
}

#[tokio::test]
async fn the_form_for_many_keeps_its_ticks_and_knows_whom_it_may_enter() {
    on_both(async |app| {
        let zhao = app.as_person("zhao").await;
        let (school, office) = (app.sample.school.id.to_string(), app.sample.office.id.to_string());
        let (li, zheng) = (app.sample.person("li").to_string(), app.sample.person("zheng").to_string());
        let form = [
            ("entry_key", "k"),
            ("organization", school.as_str()),
            ("activity", "class"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "党课"),
            ("person", li.as_str()),
        ];
        let answer = zhao.post("/records/many", &with(&form, &[("title", "")])).await;
        refuses(&answer, &["请填写此项"]);
        assert_eq!(answer.body.matches(" checked").count(), 1, "the tick is kept");
        for people in [zheng.as_str(), "nobody"] {
            let answer = zhao.post("/records/many", &with(&form, &[("person", people)])).await;
            refuses(&answer, &["名单中有人当日不在您的管理范围内"]);
        }
        let nobody: Vec<_> = form.into_iter().filter(|(name, _)| *name != "person").collect();
        refuses(&zhao.post("/records/many", &nobody).await, &["请至少选择一人"]);
        let elsewhere = zhao.post("/records/many", &with(&form, &[("organization", &office)])).await;
        assert_eq!(elsewhere.status, StatusCode::FORBIDDEN);
        assert!(records_of(app, "li").is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_sign_in_sheet_offers_those_expected_as_present() {
    let app = TestApp::in_memory();
    let zhao = app.as_person("zhao").await;
    let form = zhao.get("/records/many?activity=collective-study").await;
    let ticked = form.body.split("<li ").filter(|item| item.contains(" checked")).collect::<Vec<_>>();
    assert_eq!(ticked.len(), 2, "the leadership, whose attendance a rate counts");
    assert!(ticked.iter().any(|item| item.contains("王立文") && item.contains("value=\"present\" selected")));
}

#[tokio::test]
async fn thirty_people_are_entered_with_one_form() {
    on_both(async |app| {
        let school = app.sample.school.id.clone();
        let ids: Vec<String> = app
            .app
            .write_blocking(move |work| {
                let join = |number: i32| {
                    let since = jiff::civil::date(2025, 1, 1);
                    let person = crate::people::add_person(work, &format!("many-{number}"), "众", None, 0)?;
                    let kind = xueji_standing::MemberKind::Full;
                    crate::people::join(work, &person.id, &school, kind, since)?;
                    Ok(person.id.to_string())
                };
                (0..30).map(join).collect()
            })
            .unwrap();
        let school = app.sample.school.id.to_string();
        let mut form = vec![
            ("entry_key", "k"),
            ("organization", school.as_str()),
            ("activity", "collective-education"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "集中学习"),
            ("body", "会议记录：……"),
        ];
        form.extend(ids.iter().map(|id| ("person", id.as_str())));
        let zhao = app.as_person("zhao").await;
        let event = zhao.post("/records/many", &form).await;
        let rows = zhao.get(event.location()).await.outline();
        assert!(rows.contains("30人") && rows.contains("第一小学党支部 · 集中学习"), "{rows}");
        assert_eq!(rows.matches("参加集中学习教育").count(), 30);
    })
    .await;
}

#[tokio::test]
async fn one_records_for_others_only_where_a_post_reaches() {
    on_both(async |app| {
        let (zhao, li) = (app.as_person("zhao").await, app.as_person("li").await);
        let (chen, zheng) = (app.sample.person("chen").to_string(), app.sample.person("zheng").to_string());
        let for_chen = with(&BOOK, &[("entry_key", "k"), ("for_person", &chen)]);
        assert_eq!(zhao.post("/records", &for_chen).await.status, StatusCode::SEE_OTHER);
        assert_eq!(records_of(app, "chen").len(), 1);
        assert_eq!(li.post("/records", &for_chen).await.status, StatusCode::FORBIDDEN);
        let for_zheng = with(&BOOK, &[("entry_key", "k2"), ("for_person", &zheng)]);
        assert_eq!(zhao.post("/records", &for_zheng).await.status, StatusCode::FORBIDDEN);
        let for_nobody = with(&BOOK, &[("entry_key", "k3"), ("for_person", "nobody")]);
        assert_eq!(zhao.post("/records", &for_nobody).await.status, StatusCode::NOT_FOUND);
        let school = app.sample.school.id.to_string();
        let agenda = [
            ("entry_key", "k4"),
            ("for", school.as_str()),
            ("activity", "agenda"),
            ("last_on", "2026-03-05"),
            ("amount", "1"),
            ("unit", "times"),
            ("title", "列入日程"),
        ];
        assert_eq!(zhao.post("/records", &agenda).await.status, StatusCode::SEE_OTHER);
        assert_eq!(li.post("/records", &agenda).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_program_gets_an_id_or_a_problem() {
    on_both(async |app| {
        let li = app.as_person("li").await;
        let made = li.post_json("/records", &with(&BOOK, &[("entry_key", "k")])).await;
        assert_eq!(made.status, StatusCode::CREATED);
        let id = records_of(app, "li").remove(0).id;
        assert_eq!(made.body, format!("{{\"id\":\"{id}\"}}"));
        let refused = li.post_json("/records", &with(&BOOK, &[("entry_key", "k2"), ("amount", "0")])).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(refused.headers["content-type"], "application/problem+json");
        assert!(refused.body.contains("须大于零"), "{}", refused.body);
    })
    .await;
}
