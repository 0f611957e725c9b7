//! Who is drawn: everybody before anybody twice, the same again, and only those who may be.

use jiff::civil::date;

use super::{TEXT, ask, called, entry, handed_in, in_work, people_of, shown};
use crate::authorization_tests::actor_of;
use crate::inspections::{Ask, Circle, Way, call, store};
use crate::notes::{self, Draft};
use crate::people;
use crate::shell::{Error, Id};
use crate::testing::{TestApp, on_both};

fn names(people: &[(crate::inspections::Inspection, String)]) -> Vec<String> {
    let mut names: Vec<String> = people.iter().map(|(_, name)| name.clone()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn everybody_of_the_branch_is_seen_before_anybody_twice_but_its_secretary() {
    on_both(async |app| {
        let mut seen = Vec::new();
        for month in 3..6 {
            app.app.clock.set(date(2026, month, 5));
            let round = called(app, "zhao", ask(app, &format!("r{month}"), Way::Draw(1))).unwrap();
            seen.extend(names(&people_of(app, &round)));
        }
        seen.sort();
        assert_eq!(seen, ["李思学", "王立文", "陈一诺"]);
        app.app.clock.set(date(2026, 6, 5));
        let round = called(app, "zhao", ask(app, "again", Way::Draw(9))).unwrap();
        assert_eq!(people_of(app, &round).len(), 3, "a draw of more than there are draws all");
    })
    .await;
}

#[tokio::test]
async fn the_same_request_is_one_round_and_drawing_again_on_a_day_draws_the_same() {
    on_both(async |app| {
        let round = called(app, "zhao", ask(app, "once", Way::Draw(1))).unwrap();
        assert_eq!(called(app, "zhao", ask(app, "once", Way::Draw(1))).unwrap(), round);
        let first = names(&people_of(app, &round));
        for again in 0..4 {
            let last = if again == 0 {
                round.clone()
            } else {
                called(app, "zhao", ask(app, &format!("a{again}"), Way::Draw(1))).unwrap()
            };
            assert_eq!(names(&people_of(app, &last)), first, "nobody draws until the result pleases");
            let (actor, entry) = (actor_of(app, "zhao"), entry(app, "zhao"));
            in_work(app, move |work| call::take_back(work, &actor, &entry, &last, "再抽一次")).unwrap();
        }
    })
    .await;
}

#[tokio::test]
async fn another_period_on_the_same_day_moves_nobody_and_what_was_taken_back_stays_in_sight() {
    let app = TestApp::in_memory();
    let (chen, school) = (app.sample.person("chen"), app.sample.school.id.clone());
    in_work(&app, move |work| {
        people::leave(work, &chen, date(2026, 1, 31))?;
        people::join(work, &chen, &school, xueji_standing::MemberKind::Full, date(2026, 3, 2))
    })
    .unwrap();
    let order = |key: &str, ask: Ask| -> (Id, Vec<String>) {
        let round = called(&app, "zhao", ask).unwrap();
        let people = people_of(&app, &round).into_iter().map(|(_, name)| name).collect();
        let (actor, entry, id) = (actor_of(&app, "zhao"), entry(&app, "zhao"), round.clone());
        let why = format!("时间填错{key}");
        in_work(&app, move |work| call::take_back(work, &actor, &entry, &id, &why)).unwrap();
        (round, people)
    };
    // Whoever stood first in the list then does not stand there now; on one day alone they might keep the order by luck.
    for day in 10..20 {
        app.app.clock.set(date(2026, 3, day));
        let (_, mut all) = order(&format!("a{day}"), ask(&app, &format!("a{day}"), Way::Draw(9)));
        let shorter = Ask { to_on: date(2026, 2, 28), ..ask(&app, &format!("b{day}"), Way::Draw(9)) };
        let (round, fewer) = order(&format!("b{day}"), shorter);
        assert_eq!((all.len(), fewer.len()), (3, 2));
        all.retain(|name| fewer.contains(name));
        assert_eq!(fewer, all, "nobody draws with another period until the result pleases");
        let page = app.as_person("li").await.get(&format!("/inspections/rounds/{round}")).await.outline();
        assert!(page.contains("本年撤回过的抽取") && page.contains(&format!("时间填错a{day}")), "{page}");
    }
}

#[tokio::test]
async fn a_choice_gives_away_no_draw_that_is_still_to_come() {
    on_both(async |app| {
        let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
        let rounds = [("c", chosen), ("d", Way::Draw(2)), ("e", Way::Draw(1))]
            .map(|(key, way)| called(app, "zhao", ask(app, key, way)).unwrap());
        let [choice, draw, again] =
            rounds.map(|id| app.app.read_blocking(move |tx| store::round(tx, &id)).unwrap().seed);
        assert_ne!(choice, draw);
        assert_eq!(draw, again);
    })
    .await;
}

#[tokio::test]
async fn a_draw_shows_a_few_of_what_was_handed_in_in_the_period_and_never_a_draft() {
    on_both(async |app| {
        for day in 1..=9 {
            handed_in(app, "li", &day.to_string(), date(2026, 2, day), TEXT);
        }
        handed_in(app, "li", "old", date(2025, 12, 1), TEXT);
        let (li, account) = (app.sample.person("li"), actor_of(app, "li").account_id);
        let draft = Draft {
            title: "草稿".to_owned(),
            happened_on: date(2026, 2, 3),
            text: "秘".to_owned(),
            ..Draft::default()
        };
        in_work(app, move |work| {
            notes::keep(work, &li, &account, &notes::Which::Begun("draft".to_owned()), 0, &draft)
        })
        .unwrap();
        let round = called(app, "zhao", ask(app, "r", Way::Draw(3))).unwrap();
        let pages = shown(app, &super::part_of(app, &round, "li").id);
        assert_eq!(pages.len(), 4);
        assert!(pages.iter().all(|page| page.happened_on.year() == 2026 && page.entered.is_some()));
        assert!(pages.is_sorted_by_key(|page| page.happened_on), "in the order in which they were written");
    })
    .await;
}

#[tokio::test]
async fn whoever_is_on_leave_or_came_after_the_period_is_not_drawn() {
    on_both(async |app| {
        let (li, chen, school) =
            (app.sample.person("li"), app.sample.person("chen"), app.sample.school.id.clone());
        in_work(app, move |work| {
            people::grant_leave(work, &li, "illness", date(2026, 2, 1), Some(date(2026, 6, 30)), "病假")?;
            people::leave(work, &chen, date(2026, 1, 31))?;
            people::join(work, &chen, &school, xueji_standing::MemberKind::Full, date(2026, 3, 2))
        })
        .unwrap();
        let period = Ask { to_on: date(2026, 2, 28), ..ask(app, "r", Way::Draw(9)) };
        let round = called(app, "zhao", period).unwrap();
        assert_eq!(names(&people_of(app, &round)), ["王立文"]);
        let chosen = Way::Choice(vec![app.sample.person("li")], "看看".to_owned());
        assert!(matches!(called(app, "zhao", ask(app, "c", chosen)), Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn a_secretary_is_inspected_from_above_alone() {
    on_both(async |app| {
        let own = Way::Choice(vec![app.sample.person("zhao")], "看自己".to_owned());
        assert!(matches!(called(app, "zhao", ask(app, "own", own)), Err(Error::Invalid(_))));
        // A deputy of the branch does not inspect its secretary either.
        let (wang, school, committee) =
            (app.sample.person("wang"), app.sample.school.id.clone(), app.sample.committee.id.clone());
        let zheng = app.sample.person("zheng");
        in_work(app, move |work| {
            people::appoint(work, &wang, &school, "deputy-secretary", date(2026, 1, 1), None)?;
            people::appoint(work, &zheng, &committee, "secretary", date(2026, 1, 1), None)
        })
        .unwrap();
        let above = Way::Choice(vec![app.sample.person("zhao")], "看书记".to_owned());
        assert!(matches!(called(app, "wang", ask(app, "deputy", above)), Err(Error::Invalid(_))));
        let from_above = Ask {
            organization_id: app.sample.committee.id.clone(),
            circle: Circle::Secretaries,
            ..ask(app, "above", Way::Draw(5))
        };
        let round = called(app, "zheng", from_above).unwrap();
        assert_eq!(names(&people_of(app, &round)), ["孙致远", "赵书明"]);
        // And none of those below reads or answers it.
        let id = super::part_of(app, &round, "zhao").id;
        for name in ["wang", "zhao", "li"] {
            assert!(
                matches!(super::read_all(app, name, &id), Err(Error::Forbidden))
                    || shown(app, &id).is_empty()
            );
            let refused = super::act(app, name, &id, &[("remarks", "好")], crate::inspections::steps::finish);
            assert!(matches!(refused, Err(Error::Forbidden)), "{name}");
        }
    })
    .await;
}
