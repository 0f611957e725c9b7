//! One form for many people.

use crate::records::tests::{records_of, refuses, with};
use crate::shell::Author;
use crate::testing::{TestApp, on_both};
use axum::http::StatusCode;

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
            .write_blocking(Author::Command, move |work| {
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
