//! Field days from the road to the ledger, on both databases.

use axum::http::StatusCode;
use jiff::civil::{Date, date};
use xueji_plan::{Quantity, Unit};

use crate::notes;
use crate::records::{self, Entry, Filter, Record, Subject};
use crate::research::{Days, Draft, Form, Part, log, store};
use crate::shell::{Author, Id};
use crate::testing::{Answer, TestApp, Visitor, on_both};

/// The live records of field days of a person.
fn recorded(app: &TestApp, name: &str) -> Vec<Record> {
    let subject = Subject::Person(app.sample.person(name));
    let filter = Filter { activities: vec!["field-research".to_owned()], ..Filter::default() };
    app.app.read_blocking(move |tx| Ok(records::of_subject(tx, &subject, &filter, 0)?.0)).unwrap()
}

fn days(app: &TestApp, name: &str) -> Vec<i64> {
    recorded(app, name).iter().map(|record| record.quantity.grains).collect()
}

fn id_of(answer: &Answer) -> Id {
    let at = answer.location().strip_prefix("/research/").unwrap_or_else(|| panic!("{}", answer.outline()));
    Id::from_text(at.split('?').next().unwrap())
}

/// Logs a stay through the form, as on a phone: days, place, topic.
async fn logged(visitor: &Visitor<'_>, days: (&str, &str), more: &[(&str, &str)]) -> Answer {
    let form = visitor.get("/research/new").await;
    let key = form.field("entry_key").expect("the form has a key");
    let mut fields = vec![
        ("entry_key", key.as_str()),
        ("first_on", days.0),
        ("last_on", days.1),
        ("place-1", "石桥村小学"),
        ("topic-1", "村小师资"),
        ("form", "visit"),
    ];
    fields.extend_from_slice(more);
    visitor.post("/research", &fields).await
}

/// A stay of a person that stands, for the walk through all routes.
pub(crate) fn of_test(app: &TestApp, person_id: &Id) -> Id {
    let (today, person) = (app.app.clock.today(), person_id.clone());
    let there = app.app.read_blocking(move |tx| store::of_person(tx, &person, (today, today))).unwrap();
    if let Some(stay) = there.first() {
        return stay.id.clone();
    }
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    let draft = Draft {
        days: Days::one(today),
        form: Form::Visit,
        activity: String::new(),
        parts: vec![Part {
            place: "石桥村小学".to_owned(), topic: "村小师资".to_owned(), ..Part::default()
        }],
        companions: Vec::new(),
        measures: Vec::new(),
        outcome: String::new(),
        late_reason: None,
    };
    let person = person_id.clone();
    let logged = app.app.write_blocking(Author::Command, move |work| {
        log::log(work, &entry, &person, Id::fresh().as_str(), &draft)
    });
    logged.expect("the day is free")
}

/// Another day, on which somebody signs in anew.
async fn on<'app>(app: &'app TestApp, day: Date, who: &str) -> Visitor<'app> {
    app.app.clock.set(day);
    app.as_person(who).await
}

#[tokio::test]
async fn a_stay_grows_by_one_tap_a_day_and_companions_confirm_it_for_themselves() {
    on_both(async |app| {
        let wang = on(app, date(2026, 3, 3), "wang").await;
        let li = app.sample.person("li");
        let with = [("companion", li.as_str()), ("companions", "zhao")];
        let first = logged(&wang, ("2026-03-03", "2026-03-03"), &with).await;
        let id = id_of(&first);
        for day in [4, 5] {
            let wang = on(app, date(2026, 3, day), "wang").await;
            assert!(wang.get("/research").await.outline().contains("还在石桥村小学"), "one tap is offered");
            let longer = wang.post(&format!("/research/{id}/longer"), &[]).await;
            assert_eq!(longer.status, StatusCode::SEE_OTHER, "{}", longer.outline());
        }
        assert_eq!(days(app, "wang"), [6], "three days, in one record");
        let wang = app.as_person("wang").await;
        let year = wang.get("/research").await.outline();
        assert!(year.contains("3 / 60天") && year.contains("还差57天"), "{year}");
        assert!(!year.contains("还在石桥村小学"), "today is there already");

        // Each companion has their own days only once they say so, and only once.
        assert!(days(app, "li").is_empty() && days(app, "zhao").is_empty());
        let companion = app.as_person("li").await;
        assert!(companion.get("/research").await.outline().contains("王立文说您同行调研"));
        let companion = on(app, date(2026, 3, 14), "li").await;
        let yes = companion.post(&format!("/research/{id}/answer"), &[("went", "yes")]).await;
        let own = id_of(&yes);
        companion.post(&format!("/research/{id}/answer"), &[("went", "yes")]).await;
        assert_eq!(days(app, "li"), [6]);
        assert!(!recorded(app, "li")[0].late, "it was told in time, by whoever named them");
        let page = companion.get(&format!("/research/{own}")).await.outline();
        assert!(page.contains("王立文") && page.contains("石桥村小学"), "{page}");
        let declined = app.as_person("zhao").await;
        declined.post(&format!("/research/{id}/answer"), &[("went", "no")]).await;
        assert!(days(app, "zhao").is_empty());
        let wang = app.as_person("wang").await;
        assert!(!wang.get(&format!("/research/{id}")).await.outline().contains("赵书明"));
        assert_eq!(days(app, "wang"), [6]);
    })
    .await;
}

#[tokio::test]
async fn no_day_counts_twice_and_the_stay_that_has_it_is_one_link_away() {
    on_both(async |app| {
        let wang = app.as_person("wang").await;
        let id = id_of(&logged(&wang, ("2026-03-02", "2026-03-04"), &[]).await);
        let again = logged(&wang, ("2026-03-04", "2026-03-05"), &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let said = again.outline();
        assert!(said.contains("一天只算一次") && said.contains(&format!("/research/{id}")), "{said}");
        assert!(again.body.contains("value=\"石桥村小学\""), "what was typed stays: {said}");
        assert_eq!(days(app, "wang"), [6]);

        // Two schools and two topics on one day are one day; halves are halves.
        let two = [("place-2", "河口小学"), ("topic-2", "课后服务"), ("from_noon", "1")];
        logged(&wang, ("2026-03-05", "2026-03-05"), &two).await;
        let record = &recorded(app, "wang")[0];
        assert_eq!(record.quantity, Quantity { grains: 1, unit: Unit::Days });
        assert_eq!(record.title, "村小师资、课后服务");
        let nothing =
            logged(&wang, ("2026-02-05", "2026-02-05"), &[("from_noon", "1"), ("until_noon", "1")]).await;
        assert_eq!(nothing.status, StatusCode::UNPROCESSABLE_ENTITY, "two halves taken off leave nothing");
        let gone = logged(&wang, ("2026-03-06", "2026-03-07"), &[]).await;
        assert!(gone.outline().contains("还没有发生"), "no day of tomorrow: {}", gone.outline());
    })
    .await;
}

#[tokio::test]
async fn whoever_had_entered_the_same_days_already_is_joined_and_not_doubled() {
    on_both(async |app| {
        let (wang, li) = (app.as_person("wang").await, app.as_person("li").await);
        let own = id_of(&logged(&li, ("2026-03-03", "2026-03-05"), &[]).await);
        let companion = app.sample.person("li");
        let hosts = logged(&wang, ("2026-03-03", "2026-03-04"), &[("companion", companion.as_str())]).await;
        let joined = li.post(&format!("/research/{}/answer", id_of(&hosts)), &[("went", "yes")]).await;
        assert_eq!(id_of(&joined), own);
        assert_eq!(days(app, "li"), [6]);
        // Where only a part is there, it is for the companion to mend.
        let more = logged(&wang, ("2026-03-05", "2026-03-05"), &[("companion", companion.as_str())]).await;
        let id = id_of(&more);
        let wang = on(app, date(2026, 3, 6), "wang").await;
        let li = app.as_person("li").await;
        wang.post(&format!("/research/{id}/longer"), &[]).await;
        let part = li.post(&format!("/research/{id}/answer"), &[("went", "yes")]).await;
        assert_eq!(part.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(part.outline().contains(&format!("/research/{own}")), "{}", part.outline());
        assert_eq!(days(app, "li"), [6]);
    })
    .await;
}

#[tokio::test]
async fn corrections_and_withdrawal_go_through_the_records() {
    on_both(async |app| {
        let wang = app.as_person("wang").await;
        let id = id_of(&logged(&wang, ("2026-03-02", "2026-03-03"), &[]).await);
        let first = recorded(app, "wang")[0].id.clone();
        let wang = on(app, date(2026, 12, 1), "wang").await;
        let form = wang.get(&format!("/research/{id}/edit")).await;
        let key = form.field("entry_key").unwrap();
        let mut fields = vec![
            ("entry_key", key.as_str()),
            ("first_on", "2026-03-02"),
            ("last_on", "2026-03-03"),
            ("place-1", "石桥村小学"),
            ("topic-1", "村小师资配备"),
            ("form", "talk"),
            ("problem-1", "缺音乐教师"),
            ("measure-1", "县里统筹走教"),
            ("unit-1", "人事股"),
            ("due-1", "2026-12-31"),
            ("outcome", "写入走教办法"),
        ];
        let changed = wang.post(&format!("/research/{id}"), &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.outline());
        let record = recorded(app, "wang").remove(0);
        assert_eq!((record.title.as_str(), record.replaces_id.as_ref()), ("村小师资配备", Some(&first)));
        assert!(!record.late, "what was told in time stays told in time");
        // A day that was not told then comes late, and says why.
        fields[2] = ("last_on", "2026-03-04");
        let key = wang.get(&format!("/research/{id}/edit")).await.field("entry_key").unwrap();
        fields[0] = ("entry_key", key.as_str());
        let late = wang.post(&format!("/research/{id}"), &fields).await;
        assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(late.field("late_reason").is_some(), "the reason is asked for: {}", late.outline());
        // The record's own page leads back here instead of changing it behind the stay's back.
        let there = wang.get(&format!("/records/{}/correct", record.id)).await;
        assert_eq!(there.status, StatusCode::FORBIDDEN);
        let led = wang.get(&format!("/research?record={}", record.id)).await;
        assert_eq!(led.location(), format!("/research/{id}"));

        let office = app.as_person("zhou").await.get("/research/ledger").await.outline();
        for said in ["王立文", "缺音乐教师", "县里统筹走教", "人事股", "写入走教办法", "2天", "座谈"]
        {
            assert!(office.contains(said), "{said} in {office}");
        }
        let empty = wang.post(&format!("/research/{id}/withdraw"), &[]).await;
        assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
        wang.post(&format!("/research/{id}/withdraw"), &[("reason", "记错了人")]).await;
        assert!(days(app, "wang").is_empty());
        assert!(!app.as_person("zhou").await.get("/research/ledger").await.outline().contains("缺音乐教师"));
        assert_eq!(logged(&wang, ("2026-12-01", "2026-12-01"), &[]).await.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn findings_are_their_authors_alone_until_they_are_handed_in() {
    on_both(async |app| {
        const SECRET: &str = "校长说食堂账目不清";
        let (wang, li) = (app.as_person("wang").await, app.sample.person("li"));
        let more = [("companion", li.as_str()), ("findings", SECRET)];
        let id = id_of(&logged(&wang, ("2026-03-03", "2026-03-03"), &more).await);
        let page = format!("/research/{id}");
        assert!(wang.get(&page).await.outline().contains(SECRET));
        for (name, sees) in [
            ("li", true),
            ("zhao", true),
            ("zhou", true),
            ("wu", true),
            ("chen", false),
            ("sun", false),
            ("admin", false),
        ] {
            let visitor = app.as_person(name).await;
            let shown = visitor.get(&page).await;
            assert_eq!(shown.status == StatusCode::OK, sees, "{name}: {}", shown.outline());
            assert!(!shown.body.contains(SECRET), "{name} reads the findings");
            let ledger = visitor.get("/research/ledger").await;
            assert!(!ledger.body.contains(SECRET), "{name} reads the findings in the ledger");
            assert_eq!(ledger.body.contains("村小师资"), ["zhao", "zhou", "wu"].contains(&name), "{name}");
        }
        let handed_in = wang.post(&format!("{page}/findings/hand-in"), &[]).await;
        assert_eq!(handed_in.status, StatusCode::SEE_OTHER, "{}", handed_in.outline());
        let record = recorded(app, "wang").remove(0);
        assert_eq!(record.quantity, Quantity::of(1, Unit::Days));
        let note = record.note().cloned().expect("the record stands on the note");
        let text = app.app.read_blocking(move |tx| notes::handed_in(tx, &note)).unwrap();
        assert_eq!(text.unwrap().text, SECRET);
        assert!(
            !app.as_person("zhao").await.get(&page).await.body.contains(SECRET),
            "read where notes are read"
        );
    })
    .await;
}

#[tokio::test]
async fn a_year_without_a_plan_keeps_the_days_and_counts_nothing() {
    on_both(async |app| {
        let wang = on(app, date(2027, 1, 12), "wang").await;
        let kept = logged(&wang, ("2027-01-11", "2027-01-11"), &[]).await;
        assert_eq!(kept.status, StatusCode::SEE_OTHER, "{}", kept.outline());
        assert!(days(app, "wang").is_empty());
        let page = wang.get("/research").await.outline();
        assert!(page.contains("不计入任何要求") && page.contains("村小师资"), "{page}");
        let again = logged(&wang, ("2027-01-11", "2027-01-12"), &[]).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "and still counts each day once");
    })
    .await;
}

#[tokio::test]
async fn a_correction_of_the_host_s_makes_no_answer_late() {
    on_both(async |app| {
        let wang = on(app, date(2026, 3, 3), "wang").await;
        let li = app.sample.person("li");
        let with = [("companion", li.as_str())];
        let id = id_of(&logged(&wang, ("2026-03-03", "2026-03-03"), &with).await);
        // Weeks later the host writes down what came of it.
        let wang = on(app, date(2026, 3, 24), "wang").await;
        let key = wang.get(&format!("/research/{id}/edit")).await.field("entry_key").unwrap();
        let fields = [
            ("entry_key", key.as_str()),
            ("first_on", "2026-03-03"),
            ("last_on", "2026-03-03"),
            ("place-1", "石桥村小学"),
            ("topic-1", "村小师资"),
            ("form", "visit"),
            ("outcome", "写入走教办法"),
            with[0],
        ];
        let changed = wang.post(&format!("/research/{id}"), &fields).await;
        assert_eq!(changed.status, StatusCode::SEE_OTHER, "{}", changed.outline());
        let companion = app.as_person("li").await;
        let host = companion.get(&format!("/research/{id}")).await;
        assert_eq!(host.status, StatusCode::OK);
        assert!(!host.body.contains("href=\"/people/"), "no way leads where a companion may not go");
        companion.post(&format!("/research/{id}/answer"), &[("went", "yes")]).await;
        assert!(!recorded(app, "li")[0].late, "it was told in time, by whoever named them");
    })
    .await;
}
