//! What waits for somebody, and the list of what is to be made up: of everything that is theirs, and of nothing else.

use jiff::civil::date;
use xueji_standing::Outcome;

use super::{arranged, at_hour, confirmed, of_test};
use crate::people;
use crate::shell::Author;
use crate::testing::on_both;

#[tokio::test]
async fn what_waits_leads_to_the_meetings_of_the_branch_whose_page_it_is_on() {
    on_both(async |app| {
        arranged(app, "collective-study", date(2026, 3, 4), &["zhao", "wang"], None);
        let school = &app.sample.school.id;
        let address = format!("/organizations/{school}");
        // Of the committee's office, whose own list begins with the committee.
        let office = app.as_person("zhou").await;
        let page = office.get(&address).await.outline();
        let list = format!("/meetings?whose={school}&show=past");
        assert!(page.contains(&format!("1 次活动已结束，待登记]({list})")), "{page}");
        assert!(office.get(&list).await.outline().contains("学习全会精神"));
        let inspector = app.as_person("wu").await.get(&address).await.outline();
        assert!(!inspector.contains("待登记"), "nothing waits for who only looks: {inspector}");
        let recorder = app.as_person("li").await.get("/").await;
        let recorder = app.as_person("li").await.get(recorder.location()).await.outline();
        assert!(recorder.contains("1 次活动已结束，待登记](/meetings?whose=me&show=past)"), "{recorder}");
    })
    .await;
}

#[tokio::test]
async fn a_reflection_waits_for_whoever_may_read_it_and_for_nobody_else() {
    on_both(async |app| {
        let id = arranged(app, "collective-study", date(2026, 3, 5), &["zhao", "wang"], None);
        confirmed(app, &app.as_person("li").await, &id, &[("wang", Outcome::Absent)]).await;
        let (wang, task) =
            (app.as_person("wang").await, format!("/meetings/{id}/make-up/{}", app.sample.person("wang")));
        let version = wang.get(&task).await.field("version").unwrap();
        let hand_in = [("version", version.as_str()), ("reflection", "读了公报"), ("hand_in", "1")];
        wang.post(&task, &hand_in).await;
        let address = format!("/organizations/{}", app.sample.school.id);
        at_hour(app, 17, 0);
        let waits = "1 份补课待确认](/make-ups)";
        let secretary = app.as_person("zhao").await.get(&address).await.outline();
        assert!(secretary.contains(waits), "{secretary}");
        let office = app.as_person("zhou").await.get(&address).await.outline();
        assert!(!office.contains("补课待确认"), "the office reads nobody's notes: {office}");
    })
    .await;
}

#[tokio::test]
async fn what_is_to_be_made_up_is_ones_own_and_that_of_every_part_one_answers_for() {
    on_both(async |app| {
        let (zhao, office) = (app.sample.person("zhao"), app.sample.office.id.clone());
        let since = date(2026, 1, 1);
        let appointed = app.app.write_blocking(Author::Command, {
            let zhao = zhao.clone();
            move |work| people::appoint(work, &zhao, &office, "secretary", since, None)
        });
        appointed.unwrap();
        let of = |organization, name: &str| {
            let person = app.sample.person(name);
            let (id, _) = of_test(app, organization, &person, true);
            format!("/meetings/{id}/make-up/{person}")
        };
        let own = of(&app.sample.committee.id, "zhao");
        let theirs = [of(&app.sample.school.id, "li"), of(&app.sample.office.id, "zheng")];
        let others = of(&app.sample.committee.id, "chen");
        let listed = app.as_person("zhao").await.get("/make-ups").await.outline();
        for address in theirs.iter().chain([&own]) {
            assert!(listed.contains(address.as_str()), "{address}: {listed}");
        }
        assert!(!listed.contains(&others), "{listed}");
        let alone = app.as_person("chen").await.get("/make-ups").await.outline();
        assert!(alone.contains(&others) && !alone.contains(&own), "{alone}");
    })
    .await;
}
