//! One form before, one list during, one confirmation after.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_standing::Outcome;

use super::{arranged, arranged_of, confirmed, outcomes_of, records_of};
use crate::records::Subject;
use crate::shell::Id;
use crate::testing::{Answer, TestApp, on_both};

fn id_of(answer: &Answer) -> Id {
    Id::from_text(answer.location().trim_start_matches("/meetings/"))
}

#[tokio::test]
async fn the_form_lists_whom_the_plan_expects_and_one_confirmation_posts_to_everybody() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        let (zhao, wang, li) =
            (app.sample.person("zhao"), app.sample.person("wang"), app.sample.person("li"));
        let form = secretary.get("/meetings/new?activity=collective-study").await;
        assert_eq!(form.status, StatusCode::OK, "{}", form.outline());
        // The leadership of the branch is expected at its collective study; members are offered, and not expected.
        assert!(form.outline().contains("应到 2 人"), "{}", form.outline());
        let chosen = |id: &Id| form.body.contains(&format!("name=\"role-{id}\""));
        assert!(chosen(&zhao) && chosen(&wang) && chosen(&li));

        let (at_zhao, at_wang) = (format!("role-{zhao}"), format!("role-{wang}"));
        let (host, recorder) = (zhao.to_string(), li.to_string());
        let key = form.field("entry_key").unwrap();
        let organization = app.sample.school.id.to_string();
        let fields = [
            ("entry_key", key.as_str()),
            ("organization", organization.as_str()),
            ("activity", "collective-study"),
            ("title", "学习全会精神"),
            ("agenda", "传达精神\n交流讨论"),
            ("on", "2026-03-05"),
            ("from", "14:30"),
            ("to", "16:00"),
            ("host", host.as_str()),
            ("recorder", recorder.as_str()),
            (at_zhao.as_str(), "expected"),
            (at_wang.as_str(), "expected"),
            ("invite", "zheng"),
        ];
        let announced = secretary.post("/meetings", &fields).await;
        let id = id_of(&announced);
        // A form that comes twice makes one meeting.
        assert_eq!(id_of(&secretary.post("/meetings", &fields).await), id);

        let seen = app.as_person("wang").await.get(&format!("/meetings/{id}")).await.outline();
        assert!(seen.contains("学习全会精神") && seen.contains("应到 2 人，列席 1 人"), "{seen}");
        assert!(!seen.contains("赵书明考勤"), "{seen}");
        let stranger = app.as_person("chen").await.get(&format!("/meetings/{id}")).await;
        assert_eq!(stranger.status, StatusCode::FORBIDDEN);

        let school = Subject::Organization(app.sample.school.id.clone());
        assert_eq!(records_of(app, &school, "collective-study"), []);
        let recorder = app.as_person("li").await;
        let done = confirmed(app, &recorder, &id, &[("wang", Outcome::Late)]).await;
        assert_eq!(done.location(), format!("/meetings/{id}"), "{}", done.outline());
        assert_eq!(records_of(app, &school, "collective-study").len(), 1);
        assert_eq!(outcomes_of(app, "zhao", "study-attendance"), [Outcome::Present]);
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Late]);
        assert_eq!(outcomes_of(app, "zheng", "study-attendance"), [Outcome::Invited]);
        let page = recorder.get(&format!("/meetings/{id}")).await.outline();
        assert!(page.contains("应到 2 人，实到 2 人，请假 0 人，缺席 0 人"), "{page}");
        // Twice confirmed is refused, and posts nothing.
        let again = confirmed(app, &recorder, &id, &[]).await;
        assert_eq!(again.status, StatusCode::CONFLICT);
        assert_eq!(records_of(app, &school, "collective-study").len(), 1);
    })
    .await;
}

/// The rate that somebody's page of the leadership's attendance shows.
async fn rate(app: &TestApp, name: &str) -> String {
    let plan = &app.sample.plan_id;
    let person = app.sample.person(name);
    let address = format!("/duties/{plan}/leadership.attendance/of/{person}");
    app.as_person(name).await.get(&address).await.outline()
}

#[tokio::test]
async fn every_count_moves_and_moves_back() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let recorder = app.as_person("li").await;
        confirmed(app, &recorder, &id, &[("wang", Outcome::Absent)]).await;
        let absent = rate(app, "wang").await;
        assert!(absent.contains("0/1") || absent.contains("0次"), "{absent}");

        let wang = app.sample.person("wang").to_string();
        let fields = [("person", wang.as_str()), ("outcome", "present"), ("reason", "签到表漏看")];
        let corrected = recorder.post(&format!("/meetings/{id}/correct"), &fields).await;
        assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.outline());
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Present]);
        assert_ne!(rate(app, "wang").await, absent);

        let back = [("reason", "记错了日期")];
        // The recorder keeps the list; what was confirmed is taken back by whoever keeps the meetings.
        assert_eq!(
            recorder.post(&format!("/meetings/{id}/take-back"), &back).await.status,
            StatusCode::FORBIDDEN
        );
        let secretary = app.as_person("zhao").await;
        let taken = secretary.post(&format!("/meetings/{id}/take-back"), &back).await;
        assert_eq!(taken.status, StatusCode::SEE_OTHER, "{}", taken.outline());
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), []);
        let school = Subject::Organization(app.sample.school.id.clone());
        assert_eq!(records_of(app, &school, "collective-study"), []);
        // The list stays, and posts once more.
        confirmed(app, &recorder, &id, &[]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Present]);
        assert_eq!(records_of(app, &school, "collective-study").len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_lecture_counts_as_given_for_who_gave_it_and_as_a_class_for_who_heard_it() {
    on_both(async |app| {
        let today = date(2026, 3, 5);
        let id = arranged_of(
            app,
            "lecture",
            Some("theory-lecture"),
            today,
            &["zhao", "wang", "chen"],
            Some("zhao"),
        );
        let recorder = app.as_person("li").await;
        let done = confirmed(app, &recorder, &id, &[("wang", Outcome::Absent)]).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.outline());
        assert_eq!(outcomes_of(app, "zhao", "lecture"), [Outcome::Done]);
        assert_eq!(outcomes_of(app, "zhao", "class"), [], "who gives it does not hear it");
        assert_eq!(outcomes_of(app, "chen", "class"), [Outcome::Done]);
        assert_eq!(outcomes_of(app, "wang", "class"), [], "who was away heard nothing");
        let wang = app.sample.person("wang").to_string();
        let fields = [("person", wang.as_str()), ("outcome", "present"), ("reason", "在后排，漏记")];
        let corrected = recorder.post(&format!("/meetings/{id}/correct"), &fields).await;
        assert_eq!(corrected.status, StatusCode::SEE_OTHER, "{}", corrected.outline());
        assert_eq!(outcomes_of(app, "wang", "class"), [Outcome::Done]);
        // And once more the other way: a list may be misread twice.
        let fields = [("person", wang.as_str()), ("outcome", "absent"), ("reason", "是另一位")];
        let again = recorder.post(&format!("/meetings/{id}/correct"), &fields).await;
        assert_eq!(again.status, StatusCode::SEE_OTHER, "{}", again.outline());
        assert_eq!(outcomes_of(app, "wang", "class"), []);
        app.as_person("zhao").await.post(&format!("/meetings/{id}/take-back"), &[("reason", "改期")]).await;
        for (name, activity) in [("zhao", "lecture"), ("chen", "class")] {
            assert_eq!(outcomes_of(app, name, activity), [], "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_reading_exchange_counts_for_the_branch_and_for_whoever_shares() {
    on_both(async |app| {
        let today = date(2026, 3, 5);
        let recorder = app.as_person("li").await;
        let exchange = arranged(app, "reading-exchange", today, &["zhao", "wang", "chen"], Some("chen"));
        confirmed(app, &recorder, &exchange, &[("wang", Outcome::Absent)]).await;
        let school = Subject::Organization(app.sample.school.id.clone());
        assert_eq!(records_of(app, &school, "reading-exchange").len(), 1);
        assert_eq!(outcomes_of(app, "chen", "reading-shared"), [Outcome::Done]);
        assert_eq!(outcomes_of(app, "chen", "reading-exchange-attendance"), [Outcome::Present]);
        assert_eq!(outcomes_of(app, "zhao", "reading-shared"), []);
        assert_eq!(outcomes_of(app, "wang", "reading-exchange-attendance"), [Outcome::Absent]);
        // Taken off the list of those who came, chen shared nothing either.
        let chen = app.sample.person("chen").to_string();
        let fields = [("person", chen.as_str()), ("outcome", "absent"), ("reason", "看错了人")];
        recorder.post(&format!("/meetings/{exchange}/correct"), &fields).await;
        assert_eq!(outcomes_of(app, "chen", "reading-shared"), []);
        assert_eq!(outcomes_of(app, "chen", "reading-exchange-attendance"), [Outcome::Absent]);
    })
    .await;
}

#[tokio::test]
async fn what_is_wrong_with_the_form_is_said_at_its_field_and_nothing_is_lost() {
    on_both(async |app| {
        let secretary = app.as_person("zhao").await;
        let organization = app.sample.school.id.to_string();
        let fields = [
            ("entry_key", "k"),
            ("organization", organization.as_str()),
            ("activity", "collective-study"),
            ("title", "学习"),
            ("on", "2026-03-05"),
            ("from", "16:00"),
            ("to", "两点半"),
            ("link", "腾讯会议 123"),
            ("invite", "zheng 九号"),
        ];
        let refused = secretary.post("/meetings", &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = refused.outline();
        for said in ["请填时间，例如14:30", "链接请以 https:// 开头", "没有工号为“九号”的人员"]
        {
            assert!(page.contains(said), "{said}: {page}");
        }
        assert_eq!(refused.field("title").unwrap(), "学习");
        // Nobody arranges for another branch.
        let office = app.sample.office.id.to_string();
        let fields = [
            fields[0],
            ("organization", office.as_str()),
            fields[2],
            fields[3],
            fields[4],
            fields[5],
            ("to", "17:00"),
        ];
        assert_eq!(secretary.post("/meetings", &fields).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_meeting_that_is_called_off_expects_nobody_and_keeps_its_reason() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 20), &["zhao", "wang"], None);
        let secretary = app.as_person("zhao").await;
        let early = confirmed(app, &app.as_person("li").await, &id, &[]).await;
        assert_eq!(early.status, StatusCode::SEE_OTHER, "held earlier than planned: {}", early.outline());
        secretary.post(&format!("/meetings/{id}/take-back"), &[("reason", "没有开")]).await;
        let silent = secretary.post(&format!("/meetings/{id}/cancel"), &[("reason", " ")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        secretary.post(&format!("/meetings/{id}/cancel"), &[("reason", "与全县会议冲突")]).await;
        let page = app.as_person("wang").await.get(&format!("/meetings/{id}")).await.outline();
        assert!(page.contains("已取消") && page.contains("与全县会议冲突"), "{page}");
        let after = confirmed(app, &app.as_person("li").await, &id, &[]).await;
        assert_eq!(after.status, StatusCode::CONFLICT);
    })
    .await;
}
