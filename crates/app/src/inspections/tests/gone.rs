//! Whoever moves, leaves or is merged before being read holds nobody up.

use jiff::civil::date;
use xueji_standing::MemberKind;

use super::{TEXT, act, ask, called, handed_in, in_work, part_of};
use crate::inspections::{Way, steps};
use crate::people;
use crate::records::{self, Record, Subject};
use crate::testing::{TestApp, on_both};

fn counted(app: &TestApp) -> Vec<Record> {
    let zhao = Subject::Person(app.sample.person("zhao"));
    let all = app.app.read_blocking(move |tx| records::latest_of(tx, &zhao, 50)).unwrap();
    all.into_iter().filter(|record| record.activity == "note-inspection").collect()
}

/// On the tenth li moves to another branch, and chen leaves the party's books here on the same day.
fn two_go(app: &TestApp) {
    let (li, chen, office) =
        (app.sample.person("li"), app.sample.person("chen"), app.sample.office.id.clone());
    in_work(app, move |work| {
        people::transfer(work, &li, &office, date(2026, 3, 10))?;
        people::leave(work, &chen, date(2026, 3, 9))
    })
    .unwrap();
}

#[tokio::test]
async fn whoever_moves_before_being_read_is_passed_over_and_the_round_counts_without_them() {
    on_both(async |app| {
        handed_in(app, "li", "1", date(2026, 2, 3), TEXT);
        let round = called(app, "zhao", ask(app, "r", Way::Draw(3))).unwrap();
        let [li, chen, wang] = ["li", "chen", "wang"].map(|name| part_of(app, &round, name).id);
        two_go(app);
        app.app.clock.set(date(2026, 3, 12));
        let zhao = app.as_person("zhao").await;
        assert!(zhao.get("/branch").await.outline().contains("1份笔记等您批阅"));
        let desk = zhao.get("/inspections").await;
        assert!(desk.outline().contains("还有1份笔记等您批阅"), "{}", desk.outline());
        assert!(desk.body.contains(&format!("/inspections/{wang}\"")), "on with whoever is still there");
        let page = zhao.get(&format!("/inspections/rounds/{round}")).await;
        let outline = page.outline();
        assert!(outline.contains("已不在本组织") && outline.contains("另有2人已不在本组织"), "{outline}");
        for gone in [&li, &chen] {
            assert!(!page.body.contains(&format!("/inspections/{gone}\"")), "nothing leads to a refusal");
            assert_eq!(zhao.get(&format!("/inspections/{gone}")).await.status, 403);
        }
        let done = zhao.post(&format!("/inspections/{wang}/done"), &[("remarks", "好")]).await;
        assert_eq!(done.location(), format!("/inspections/rounds/{round}"), "nobody else waits");
        let records = counted(app);
        assert_eq!(records.len(), 1);
        assert!(records[0].title.contains("1人"), "{}", records[0].title);
        assert!(!zhao.get("/inspections").await.outline().contains("等您批阅"));
        assert!(!zhao.get("/branch").await.outline().contains("等您批阅"));
        // Its author reads so, and is asked for nothing any more; where they are now they are due.
        let author = app.as_person("li").await;
        let own = author.get(&format!("/inspections/{li}")).await.outline();
        assert!(own.contains("已不在本组织") && !own.contains("补充展示"), "{own}");
        assert!(author.get("/inspections/mine").await.outline().contains("已不在本组织"));
        assert_eq!(author.post(&format!("/inspections/{li}/show"), &[]).await.status, 409);
        assert!(!author.get("/year").await.outline().contains("等您查看"));
        let due = app.as_person("sun").await.get("/inspections").await.outline();
        assert!(due.contains("李思学") && !due.contains("上次2026"), "{due}");
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_last_lets_the_round_be_counted_for_the_day_of_the_last_answer() {
    on_both(async |app| {
        let round = called(app, "zhao", ask(app, "r", Way::Draw(3))).unwrap();
        let at = format!("/inspections/rounds/{round}");
        let (zhao, wang) = (app.as_person("zhao").await, part_of(app, &round, "wang").id);
        zhao.post(&format!("{at}/count"), &[]).await;
        act(app, "zhao", &wang, &[("remarks", "好")], steps::finish).unwrap();
        zhao.post(&format!("{at}/count"), &[]).await;
        assert!(counted(app).is_empty(), "two wait");
        assert!(!zhao.get(&at).await.outline().contains("记入本次调阅"));
        two_go(app);
        app.app.clock.set(date(2026, 4, 2));
        let zhao = app.as_person("zhao").await;
        let page = zhao.get(&at).await.outline();
        assert!(page.contains("本次全部批阅完毕") && page.contains("记入本次调阅"), "{page}");
        for _ in 0..2 {
            assert_eq!(zhao.post(&format!("{at}/count"), &[]).await.status, 303);
        }
        let days: Vec<_> = counted(app).into_iter().map(|record| record.last_on).collect();
        assert_eq!(days, [date(2026, 3, 5)], "once, and in its own quarter");
        assert!(zhao.get(&at).await.outline().contains("查看记入的一次"));
    })
    .await;
}

#[tokio::test]
async fn whoever_comes_back_waits_again() {
    let app = TestApp::in_memory();
    let round = called(&app, "zhao", ask(&app, "r", Way::Draw(3))).unwrap();
    two_go(&app);
    let (chen, school) = (app.sample.person("chen"), app.sample.school.id.clone());
    in_work(&app, move |work| people::join(work, &chen, &school, MemberKind::Full, date(2026, 3, 20)))
        .unwrap();
    for (day, waiting) in [(15, 1), (25, 2)] {
        app.app.clock.set(date(2026, 3, day));
        let desk = app.as_person("zhao").await.get("/inspections").await.outline();
        assert!(desk.contains(&format!("还有{waiting}份笔记等您批阅")), "{day}: {desk}");
    }
    let back = part_of(&app, &round, "chen").id;
    let read = app.as_person("zhao").await.get(&format!("/inspections/{back}")).await;
    assert_eq!(read.status, 200);
}

#[tokio::test]
async fn one_of_two_entries_that_are_merged_is_closed() {
    on_both(async |app| {
        let at = app.app.clock.now();
        let school = app.sample.school.id.clone();
        in_work(app, move |work| {
            let person = people::add_person(work, "li2", "李思学", None, at)?;
            people::join(work, &person.id, &school, MemberKind::Full, date(2026, 1, 1))
        })
        .unwrap();
        let round = called(app, "zhao", ask(app, "r", Way::Draw(4))).unwrap();
        let merge = format!("/people/{}/change/merge", app.sample.person("li"));
        let merged = app.as_person("zhou").await.post(&merge, &[("code", "li2")]).await;
        assert_eq!(merged.status, 303, "{}", merged.outline());
        let zhao = app.as_person("zhao").await;
        let page = zhao.get(&format!("/inspections/rounds/{round}")).await.outline();
        assert!(page.contains("重复人员，已合并") && page.contains("共3人"), "{page}");
        for name in ["li", "wang", "chen"] {
            let id = part_of(app, &round, name).id;
            zhao.post(&format!("/inspections/{id}/done"), &[("remarks", "好")]).await;
        }
        assert_eq!(counted(app).len(), 1);
        assert!(!zhao.get("/inspections").await.outline().contains("等您批阅"));
        let told = app.as_person("li").await.get("/inspections/mine").await.outline();
        assert!(told.contains("已签阅") && !told.contains("待阅"), "{told}");
    })
    .await;
}

#[tokio::test]
async fn a_deputy_whose_own_notes_are_called_in_goes_on_with_the_others() {
    let app = TestApp::in_memory();
    let (wang, school) = (app.sample.person("wang"), app.sample.school.id.clone());
    in_work(&app, move |work| {
        people::appoint(work, &wang, &school, "deputy-secretary", date(2026, 1, 1), None).map(drop)
    })
    .unwrap();
    called(&app, "zhao", ask(&app, "r", Way::Draw(3))).unwrap();
    let deputy = app.as_person("wang").await;
    let desk = deputy.get("/inspections").await.outline();
    assert!(desk.contains("还有2份笔记等您批阅"), "{desk}");
}
