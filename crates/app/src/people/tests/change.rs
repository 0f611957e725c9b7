//! Joining, transfer, leave, posts and exemption: history is kept, and nobody is in two places at once.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use xueji_plan::Level;
use xueji_standing::MemberKind;
use xueji_store::params;

use crate::people::{self, history};
use crate::shell::{Author, Error, Id};
use crate::testing::{TestApp, on_both};

/// Every stored stretch runs forward, and no two of one person share a day.
pub(super) fn nobody_is_in_two_places(app: &TestApp) {
    let wrong: i64 = app
        .app
        .read_blocking(|tx| {
            Ok(tx.scalar(
                "select count(*) from membership one
                 join membership other on other.person_id = one.person_id and other.id <> one.id
                 where other.from_on >= one.from_on and (one.to_on is null or other.from_on <= one.to_on)",
                params![],
            )?)
        })
        .unwrap();
    assert_eq!(wrong, 0, "somebody is in two places at once");
    for table in ["membership", "post", "leave", "exemption"] {
        let sql = format!("select count(*) from {table} where to_on < from_on");
        let reversed: i64 = app.app.read_blocking(|tx| Ok(tx.scalar(&sql, params![])?)).unwrap();
        assert_eq!(reversed, 0, "a {table} ends before it begins");
    }
}

#[tokio::test]
async fn a_transfer_keeps_the_old_place_and_ends_its_posts() {
    on_both(async |app| {
        let (zhao, office) = (app.sample.person("zhao"), app.sample.office.id.clone());
        app.app
            .write_blocking(Author::Command, |work| people::transfer(work, &zhao, &office, date(2026, 4, 1)))
            .unwrap();
        let stretches = app.app.read_blocking(|tx| history::stretches(tx, &zhao)).unwrap();
        let days: Vec<_> = stretches.iter().map(|one| (one.from_on, one.to_on)).collect();
        assert_eq!(days, [(date(2026, 4, 1), None), (date(2020, 1, 1), Some(date(2026, 3, 31)))]);
        let posts = app.app.read_blocking(|tx| history::posts(tx, &zhao)).unwrap();
        assert_eq!(posts.len(), 3);
        assert!(posts.iter().all(|post| post.to_on == Some(date(2026, 3, 31))));
        nobody_is_in_two_places(app);
    })
    .await;
}

#[tokio::test]
async fn a_transfer_before_a_later_one_is_refused_and_changes_nothing() {
    on_both(async |app| {
        let (li, office) = (app.sample.person("li"), app.sample.office.id.clone());
        let move_on = |on: Date| {
            app.app.write_blocking(Author::Command, |work| people::transfer(work, &li, &office, on))
        };
        move_on(date(2026, 4, 1)).unwrap();
        assert!(matches!(move_on(date(2026, 2, 1)), Err(Error::Invalid(_))));
        let stretches = app.app.read_blocking(|tx| history::stretches(tx, &li)).unwrap();
        assert_eq!(stretches.len(), 2);
        assert_eq!(stretches[1].to_on, Some(date(2026, 3, 31)));
    })
    .await;
}

#[tokio::test]
async fn who_belongs_somewhere_cannot_join_elsewhere_as_well() {
    on_both(async |app| {
        let (li, office) = (app.sample.person("li"), app.sample.office.id.clone());
        let joined = app.app.write_blocking(Author::Command, |work| {
            people::join(work, &li, &office, MemberKind::Full, date(2026, 3, 1))
        });
        assert!(matches!(joined, Err(Error::Invalid(_))));
    })
    .await;
}

#[tokio::test]
async fn what_ends_before_it_begins_is_refused() {
    on_both(async |app| {
        let (li, school) = (app.sample.person("li"), app.sample.school.id.clone());
        let (from, to) = (date(2026, 3, 2), Some(date(2026, 3, 1)));
        let post = app
            .app
            .write_blocking(Author::Command, |work| people::appoint(work, &li, &school, "teacher", from, to));
        let leave = app
            .app
            .write_blocking(Author::Command, |work| people::grant_leave(work, &li, "long", from, to, ""));
        let exempt =
            app.app.write_blocking(Author::Command, |work| people::exempt(work, &li, None, from, to, ""));
        for outcome in [post, leave, exempt] {
            assert!(matches!(outcome, Err(Error::Invalid(_))));
        }
    })
    .await;
}

/// One thing done to the person, on a day of the year.
#[derive(Clone, Copy, Debug)]
enum Step {
    Transfer { to_office: bool },
    Leave,
    Join { in_office: bool },
    Appoint { days: i64 },
    Dismiss,
    GrantLeave { days: i64 },
    Exempt { days: i64 },
}

fn any_step() -> impl Strategy<Value = (Step, i64)> {
    let step = prop_oneof![
        any::<bool>().prop_map(|to_office| Step::Transfer { to_office }),
        Just(Step::Leave),
        any::<bool>().prop_map(|in_office| Step::Join { in_office }),
        (-5..60_i64).prop_map(|days| Step::Appoint { days }),
        Just(Step::Dismiss),
        (-5..60_i64).prop_map(|days| Step::GrantLeave { days }),
        (-5..60_i64).prop_map(|days| Step::Exempt { days }),
    ];
    (step, 0..360_i64)
}

fn take(app: &TestApp, li: &Id, step: Step, on: Date) -> Result<(), Error> {
    let (school, office) = (app.sample.school.id.clone(), app.sample.office.id.clone());
    let place = |in_office: bool| if in_office { &office } else { &school };
    let until = |days: i64| Some(on.saturating_add(days.days()));
    app.app.write_blocking(Author::Command, |work| match step {
        Step::Transfer { to_office } => people::transfer(work, li, place(to_office), on),
        Step::Leave => people::leave(work, li, on),
        Step::Join { in_office } => people::join(work, li, place(in_office), MemberKind::Full, on),
        Step::Appoint { days } => people::appoint(work, li, &school, "teacher", on, until(days)),
        Step::Dismiss => people::dismiss(work, li, &school, "teacher", on),
        Step::GrantLeave { days } => people::grant_leave(work, li, "long", on, until(days), "病"),
        Step::Exempt { days } => people::exempt(work, li, None, on, until(days), "病"),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn no_order_of_changes_puts_anybody_in_two_places(steps in prop::collection::vec(any_step(), 1..12)) {
        let app = TestApp::in_memory();
        let li = app.sample.person("li");
        let mut begun = 1;
        for (step, days) in steps {
            let on = date(2026, 1, 1).saturating_add(days.days());
            let done = take(&app, &li, step, on);
            prop_assert!(matches!(done, Ok(()) | Err(Error::Invalid(_) | Error::NotFound)), "{done:?}");
            nobody_is_in_two_places(&app);
            let kept = app.app.read_blocking(|tx| history::stretches(tx, &li)).unwrap().len();
            prop_assert!(kept >= begun, "a stretch of belonging is forgotten");
            begun = kept;
        }
    }
}

#[tokio::test]
async fn posts_above_the_place_that_is_left_end_unless_they_are_above_the_new_one_too() {
    on_both(async |app| {
        let (chen, today) = (app.sample.person("chen"), app.app.clock.today());
        let (committee, school) = (app.sample.committee.id.clone(), app.sample.school.id.clone());
        let held = app.app.write_blocking(Author::Command, |work| {
            let mut below = |parent: &Id, code: &str, level| {
                let new = people::NewOrganization {
                    parent_id: Some(parent.clone()),
                    code: code.to_owned(),
                    name: code.to_owned(),
                    short_name: code.to_owned(),
                    level,
                    unit_type: None,
                    sort_order: 0,
                    founded_on: None,
                };
                people::add_organization(work, &new).map(|added| added.id)
            };
            let general = below(&committee, "G", Level::GeneralBranch)?;
            let branch = below(&general, "B", Level::Branch)?;
            people::transfer(work, &chen, &branch, today)?;
            people::appoint(work, &chen, &general, "deputy-secretary", today, None)?;
            people::appoint(work, &chen, &committee, "office-staff", today, None)?;
            people::transfer(work, &chen, &school, today.tomorrow().unwrap())?;
            history::posts(work, &chen)
        });
        let open: Vec<String> =
            held.unwrap().into_iter().filter(|post| post.to_on.is_none()).map(|post| post.code).collect();
        assert_eq!(open, ["office-staff"]);
    })
    .await;
}
