//! Leave, appeals and making up: asked for by whom it concerns, decided by somebody else, with everything that follows.

use axum::http::StatusCode;
use jiff::civil::date;
use xueji_standing::Outcome;

use super::{arranged, confirmed, outcomes_of};
use crate::shell::Id;
use crate::testing::{Answer, TestApp, on_both};

/// The address behind the first form whose target begins like this.
fn target(page: &Answer, begins: &str) -> String {
    let rest = page.body.split(&format!("action=\"{begins}")).nth(1).expect("there is such a form");
    format!("{begins}{}", rest.split('"').next().unwrap_or_default())
}

#[tokio::test]
async fn leave_is_asked_for_before_granted_by_another_and_stands_on_the_list() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let (address, leave) = (format!("/meetings/{id}"), format!("/meetings/{id}/leave"));
        let wang = app.as_person("wang").await;
        let without = wang.post(&leave, &[("kind", "leave-public-duty"), ("reason", "")]).await;
        assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(without.outline().contains("请写明事由"), "{}", without.outline());
        let asked = wang.post(&leave, &[("kind", "leave-public-duty"), ("reason", "赴市局开会")]).await;
        assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.outline());
        let twice = wang.post(&leave, &[("kind", "leave-personal"), ("reason", "家事")]).await;
        assert_eq!(twice.status, StatusCode::CONFLICT);
        assert!(wang.get(&address).await.outline().contains("公差请假，待批"));

        let secretary = app.as_person("zhao").await;
        let page = secretary.get(&address).await;
        assert!(page.outline().contains("赴市局开会"), "{}", page.outline());
        let decide = target(&page, &format!("{leave}/"));
        // Nobody grants their own; nobody else's business either.
        for other in ["wang", "li", "chen"] {
            let granted = app.as_person(other).await.post(&decide, &[("decision", "granted")]).await;
            assert_eq!(granted.status, StatusCode::FORBIDDEN, "{other}");
        }
        assert_eq!(secretary.post(&decide, &[("decision", "granted")]).await.status, StatusCode::SEE_OTHER);
        assert!(wang.get(&address).await.outline().contains("公差请假，已同意"));
        // The list starts from it: confirmed as it stands, it says leave.
        confirmed(app, &app.as_person("li").await, &id, &[]).await;
        let leave = Outcome::from_code("leave-public-duty").unwrap();
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [leave]);
        // The plan counts 公差 as presence: nothing is to be made up.
        let none = wang.get(&format!("/meetings/{id}/make-up/{}", app.sample.person("wang"))).await;
        assert_eq!(none.status, StatusCode::NOT_FOUND);
    })
    .await;
}

#[tokio::test]
async fn an_appeal_that_is_upheld_corrects_the_record_and_keeps_the_first() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let (address, appeal) = (format!("/meetings/{id}"), format!("/meetings/{id}/appeal"));
        confirmed(app, &app.as_person("li").await, &id, &[("wang", Outcome::Absent)]).await;
        let wang = app.as_person("wang").await;
        let same = wang.post(&appeal, &[("outcome", "absent"), ("reason", "我不在")]).await;
        assert_eq!(same.status, StatusCode::UNPROCESSABLE_ENTITY);
        wang.post(&appeal, &[("outcome", "late"), ("reason", "两点四十到的，坐在后排")]).await;
        let secretary = app.as_person("zhao").await;
        let page = secretary.get(&address).await;
        let decide = target(&page, &format!("{appeal}/"));
        let silent = secretary.post(&decide, &[("decision", "dismissed")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY, "a dismissal gives its reason");
        assert_eq!(wang.post(&decide, &[("decision", "upheld")]).await.status, StatusCode::FORBIDDEN);
        secretary.post(&decide, &[("decision", "upheld")]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Late]);
        let own = wang.get(&address).await.outline();
        assert!(own.contains("申诉属实，已更正为“迟到”"), "{own}");
        // What was corrected stays in sight, with whose words changed it.
        let record = wang.get("/records?activity=study-attendance").await;
        let href = record.body.split("href=\"/records/").find(|part| part.starts_with("01")).unwrap();
        let id = href.split('"').next().unwrap();
        let history = wang.get(&format!("/records/{id}")).await.outline();
        assert!(history.contains("两点四十到的，坐在后排"), "{history}");
    })
    .await;
}

async fn missed(app: &TestApp) -> (Id, String) {
    let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
    confirmed(app, &app.as_person("li").await, &id, &[("wang", Outcome::Absent)]).await;
    let task = format!("/meetings/{id}/make-up/{}", app.sample.person("wang"));
    (id, task)
}

#[tokio::test]
async fn an_absence_is_made_up_by_a_reflection_that_the_secretary_confirms() {
    on_both(async |app| {
        let (_, task) = missed(app).await;
        let wang = app.as_person("wang").await;
        assert!(wang.get("/make-ups").await.outline().contains("待补课"));
        let version = |page: &Answer| page.field("version").unwrap();
        let page = wang.get(&task).await;
        let stale = version(&page);
        wang.post(&task, &[("version", stale.as_str()), ("reflection", "读了全会公报")]).await;
        // Of two windows the second does not write over the first.
        let other = wang.post(&task, &[("version", stale.as_str()), ("reflection", "别的")]).await;
        assert_eq!(other.status, StatusCode::CONFLICT);
        let page = wang.get(&task).await;
        assert!(page.body.contains("读了全会公报"));
        let now = version(&page);
        let hand_in = [("version", now.as_str()), ("reflection", "读了全会公报，体会很深"), ("hand_in", "1")];
        assert_eq!(wang.post(&task, &hand_in).await.status, StatusCode::SEE_OTHER);

        // What is written is read by the secretary alone.
        for other in ["li", "chen", "sun", "zhou", "wu", "admin"] {
            assert_eq!(app.as_person(other).await.get(&task).await.status, StatusCode::FORBIDDEN, "{other}");
        }
        let secretary = app.as_person("zhao").await;
        assert!(secretary.get("/make-ups").await.outline().contains("待确认"));
        assert!(secretary.get(&task).await.body.contains("体会很深"));
        let decide = format!("{task}/decide");
        let silent = secretary.post(&decide, &[("decision", "returned")]).await;
        assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
        secretary.post(&decide, &[("decision", "returned"), ("answer", "请结合工作写")]).await;
        let page = wang.get(&task).await;
        assert!(page.outline().contains("请结合工作写") && page.outline().contains("退回重写"));
        let now = version(&page);
        wang.post(&task, &[("version", now.as_str()), ("reflection", "结合教学"), ("hand_in", "1")]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Absent]);
        secretary.post(&decide, &[("decision", "accepted")]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::MadeUp]);
        assert!(wang.get("/make-ups").await.outline().contains("没有要补的课"));
        assert_eq!(wang.post(&decide, &[("decision", "accepted")]).await.status, StatusCode::FORBIDDEN);
    })
    .await;
}

#[tokio::test]
async fn a_correction_closes_a_task_that_nobody_has_begun() {
    on_both(async |app| {
        let (id, task) = missed(app).await;
        let wang = app.sample.person("wang").to_string();
        let fields = [("person", wang.as_str()), ("outcome", "present"), ("reason", "漏记")];
        app.as_person("li").await.post(&format!("/meetings/{id}/correct"), &fields).await;
        assert_eq!(app.as_person("wang").await.get(&task).await.status, StatusCode::NOT_FOUND);
    })
    .await;
}

/// What the recorder's page has chosen for somebody.
async fn chosen(app: &TestApp, id: &Id, name: &str) -> String {
    let page = app.as_person("li").await.get(&format!("/meetings/{id}")).await;
    page.field(&format!("was-{}", app.sample.person(name))).expect("they are on the list")
}

#[tokio::test]
async fn a_list_says_only_what_was_ticked_and_leave_that_waits_is_no_presence() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        let leave = format!("/meetings/{id}/leave");
        let asked = [("kind", "leave-illness"), ("reason", "住院")];
        app.as_person("wang").await.post(&leave, &asked).await;
        assert_eq!(chosen(app, &id, "wang").await, "absent", "it still waits");
        let recorder = app.as_person("li").await;
        let seen = recorder.get(&format!("/meetings/{id}")).await.outline();
        assert!(!seen.contains("住院"), "the reason is for whoever decides: {seen}");
        // A list that is saved as it was shown says nothing new: leave that is granted afterwards stands on it.
        let (was, outcome) =
            (format!("was-{}", app.sample.person("wang")), format!("outcome-{}", app.sample.person("wang")));
        let same = [(was.as_str(), "absent"), (outcome.as_str(), "absent")];
        recorder.post(&format!("/meetings/{id}/list"), &same).await;
        let secretary = app.as_person("zhao").await;
        let decide = target(&secretary.get(&format!("/meetings/{id}")).await, &format!("{leave}/"));
        // Confirmed before it was decided, it is set right when it is.
        confirmed(app, &recorder, &id, &[]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Absent]);
        secretary.post(&decide, &[("decision", "granted")]).await;
        let leave = Outcome::from_code("leave-illness").unwrap();
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [leave]);
        let late = app.as_person("zhao").await.post(&format!("/meetings/{id}/leave"), &asked).await;
        assert_eq!(late.status, StatusCode::CONFLICT, "leave is asked for before");
    })
    .await;
}

#[tokio::test]
async fn an_absence_that_was_set_right_cannot_be_made_up_and_opens_again_with_the_list() {
    on_both(async |app| {
        let (id, task) = missed(app).await;
        let wang = app.as_person("wang").await;
        let version = wang.get(&task).await.field("version").unwrap();
        let hand_in = [("version", version.as_str()), ("reflection", "读了公报"), ("hand_in", "1")];
        wang.post(&task, &hand_in).await;
        let person = app.sample.person("wang").to_string();
        let line =
            |outcome| [("person", person.clone()), ("outcome", outcome), ("reason", "核对".to_owned())];
        let correct = format!("/meetings/{id}/correct");
        let recorder = app.as_person("li").await;
        let set = async |outcome: &str| {
            let line = line(outcome.to_owned());
            let fields: Vec<(&str, &str)> =
                line.iter().map(|(name, value)| (*name, value.as_str())).collect();
            assert_eq!(recorder.post(&correct, &fields).await.status, StatusCode::SEE_OTHER);
        };
        set("late").await;
        let secretary = app.as_person("zhao").await;
        let accepted = secretary.post(&format!("{task}/decide"), &[("decision", "accepted")]).await;
        assert_eq!(accepted.status, StatusCode::CONFLICT, "{}", accepted.outline());
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Late]);
        assert!(wang.get("/make-ups").await.outline().contains("没有要补的课"));
        // Absent after all: what was handed in is there again, to be confirmed.
        set("absent").await;
        assert!(wang.get("/make-ups").await.outline().contains("待确认"));
        secretary.post(&format!("{task}/decide"), &[("decision", "accepted")]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::MadeUp]);
        // Taken back, nothing is to be made up, and the list of tasks is still there.
        secretary.post(&format!("/meetings/{id}/take-back"), &[("reason", "日期记错")]).await;
        assert!(wang.get("/make-ups").await.outline().contains("没有要补的课"));
        confirmed(app, &recorder, &id, &[]).await;
        assert_eq!(outcomes_of(app, "wang", "study-attendance"), [Outcome::Absent]);
        assert!(secretary.get("/make-ups").await.outline().contains("待确认"));
    })
    .await;
}

#[tokio::test]
async fn nobody_sets_their_own_attendance_right_beside_the_list() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        confirmed(app, &app.as_person("li").await, &id, &[("zhao", Outcome::Absent)]).await;
        let secretary = app.as_person("zhao").await;
        let listed = secretary.get("/records?activity=study-attendance").await;
        let href = listed.body.split("href=\"/records/").find(|part| part.starts_with("01")).unwrap();
        let record = format!("/records/{}", href.split('"').next().unwrap());
        assert_eq!(secretary.get(&format!("{record}/correct")).await.status, StatusCode::FORBIDDEN);
        let withdraw = [("reason", "记错"), ("entry_key", "w")];
        let withdrawn = secretary.post(&format!("{record}/withdraw"), &withdraw).await;
        assert_eq!(withdrawn.status, StatusCode::FORBIDDEN);
        let zhao = app.sample.person("zhao").to_string();
        let own = [("person", zhao.as_str()), ("outcome", "present"), ("reason", "记错")];
        let corrected = secretary.post(&format!("/meetings/{id}/correct"), &own).await;
        assert_eq!(corrected.status, StatusCode::FORBIDDEN);
        assert_eq!(outcomes_of(app, "zhao", "study-attendance"), [Outcome::Absent]);
    })
    .await;
}
