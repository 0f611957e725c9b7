//! Rates look ahead over planned meetings: what is stored follows whenever one is planned, moved, cancelled, or passes.

use std::sync::Arc;

use jiff::civil::{Date, date};
use xueji_standing::{Rules, State};
use xueji_store::params;
use xueji_store::testing::databases;

use super::small_county::{PLAN, SmallCounty};
use crate::schema::MIGRATIONS;
use crate::shell::work::{Touch, TouchedRecord};
use crate::shell::{Author, Id, Result, Work};
use crate::standings::{self, store};
use crate::testing::{TestApp, on_both};

const ATTENDANCE: &str = "study-attendance";
const RATE: &str = "leadership.attendance";

/// Plans a leadership study at which one person is expected.
pub(super) fn arrange(work: &mut Work<'_>, id: &str, organization: &Id, person: &Id, on: Date) -> Result<()> {
    let (first, last) = (format!("{on}T14:30"), format!("{on}T16:00"));
    work.execute(
        "insert into meeting (id, entry_key, organization_id, activity, attendance, title, agenda, first_at, last_at,
             state, version, created_by, created_at)
         values (?1, ?1, ?2, 'collective-study', ?3, '集中学习', '', ?4, ?5, 'planned', 1, 'account', 0)",
        params![*id, organization, *ATTENDANCE, first, last],
    )?;
    seat(work, id, person, "expected")
}

fn seat(work: &mut Work<'_>, id: &str, person: &Id, role: &str) -> Result<()> {
    work.execute(
        "insert into meeting_person (meeting_id, person_id, role, speaks) values (?1, ?2, ?3, false)",
        params![*id, person, *role],
    )?;
    Ok(())
}

pub(super) fn set_state(work: &mut Work<'_>, id: &str, state: &str) -> Result<()> {
    work.execute("update meeting set state = ?2 where id = ?1", params![*id, *state])?;
    Ok(())
}

/// Somebody asked for leave from a meeting, and this was decided.
pub(super) fn decide(work: &mut Work<'_>, id: &str, person: &Id, kind: &str, decision: &str) -> Result<()> {
    work.execute(
        "insert into meeting_leave (id, meeting_id, person_id, kind, reason, asked_at, asked_by, decision)
         values (?1, ?2, ?3, ?4, '开会', 0, 'account', ?5)",
        params![Id::fresh(), *id, person, *kind, *decision],
    )?;
    Ok(())
}

/// What the meetings slice tells of a meeting that moved.
pub(super) fn touch(work: &mut Work<'_>, person: &Id, on: Date) {
    let record = TouchedRecord { activity: ATTENDANCE.to_owned(), first_on: on, last_on: on };
    work.touch(Touch { subject_id: person.clone(), through: Some(record) });
}

impl SmallCounty {
    fn work(&self, operation: impl FnOnce(&mut Work<'_>) -> Result<()> + Send) {
        self.app.write_blocking(Author::Command, operation).expect("the rows are written");
    }

    /// Of the one who leads the first branch: the stored state of the rate, and when it changes.
    fn stored(&self, plan_id: &Id) -> (State, Option<Date>) {
        let tally = self.app.read_blocking(|tx| store::one(tx, plan_id, &self.people[0], RATE));
        let verdict = tally.expect("it is read").expect("the rate binds").verdict;
        (verdict.state, verdict.changes_on)
    }

    fn turn_to(&self, today: Date) {
        self.app.clock.set(today);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(standings::turn(&self.app)).expect("the day turns");
    }

    fn assert_exact(&self, when: &str) {
        assert_eq!(self.differences(), Vec::<String>::new(), "{when}");
    }
}

#[test]
fn what_is_stored_follows_a_meeting_from_its_plan_to_its_end() {
    for db in databases(MIGRATIONS) {
        let county = SmallCounty::in_february(&db);
        let (leader, branch, plan) = (&county.people[0], &county.branches[0], &county.plan_id);
        county.turn_to(date(2022, 3, 5));
        let (tenth, twentieth) = (date(2022, 3, 10), date(2022, 3, 20));
        let without = county.stored(plan);
        county.work(|work| arrange(work, "m1", branch, leader, tenth));
        assert_ne!(county.differences(), Vec::<String>::new(), "nobody said that it was planned");
        county.work(|work| {
            touch(work, leader, tenth);
            Ok(())
        });
        assert_eq!(county.stored(plan).1, Some(date(2022, 3, 11)), "the day on which it is past");
        county.assert_exact("planned");
        county.work(|work| {
            work.execute("update meeting set first_at = '2022-03-05T19:00'", &[])?;
            touch(work, leader, county.today());
            Ok(())
        });
        assert_eq!(county.stored(plan).1, Some(date(2022, 3, 6)), "this evening's is past tomorrow");
        county.assert_exact("moved to this evening");
        county.work(|work| {
            set_state(work, "m1", "cancelled")?;
            touch(work, leader, county.today());
            Ok(())
        });
        assert_eq!(county.stored(plan), without);
        county.assert_exact("cancelled");
        county.work(|work| {
            for (id, on) in [("m2", twentieth), ("m3", tenth)] {
                arrange(work, id, branch, leader, on)?;
                touch(work, leader, on);
            }
            Ok(())
        });
        for today in [date(2022, 3, 9), tenth, date(2022, 3, 11), date(2022, 3, 21), date(2022, 4, 1)] {
            county.turn_to(today);
            county.assert_exact(&format!("on {today}"));
        }
    }
}

#[test]
fn leave_granted_moves_what_is_stored_and_what_a_revision_would_do() {
    for db in databases(MIGRATIONS) {
        let county = SmallCounty::in_february(&db);
        let (leader, branch, plan) = (&county.people[0], &county.branches[0], &county.plan_id);
        county.revise(&PLAN.replace("rate_at_least = \"90%\"", "rate_at_least = \"50%\""));
        county.work(|work| {
            for day in 10..13_i8 {
                let (id, on) = (format!("m{day}"), date(2022, 3, day));
                arrange(work, &id, branch, leader, on)?;
                decide(work, &id, leader, "leave-personal", "granted")?;
                touch(work, leader, on);
            }
            decide(work, "m10", leader, "leave-illness", "refused")?;
            Ok(())
        });
        county.assert_exact("three times on leave");
        assert_eq!(county.stored(plan).0, State::OnTrack, "9 of 12 can be reached, half is asked");
        let base = county.plan();
        let rules = Rules::compile(Arc::new(SmallCounty::read(PLAN)));
        let today = county.today();
        let preview = county
            .app
            .read_blocking(|tx| standings::preview(tx, Some(&base), &rules, &base.path, today))
            .expect("it is tried");
        let effect =
            preview.effects.iter().find(|effect| effect.duty.code == RATE).expect("the rate changed");
        let moved = effect.moved.first().map(|moved| (moved.subject_id.clone(), moved.before, moved.after));
        assert_eq!(moved, Some((leader.clone(), Some(State::OnTrack), Some(State::Behind))));
        county.revise(PLAN);
        assert_eq!(county.stored(plan).0, State::Behind, "as was said");
        county.assert_exact("revised");
    }
}

#[test]
fn a_branchs_own_plan_looks_ahead_as_the_one_above() {
    for db in databases(MIGRATIONS) {
        let county = SmallCounty::in_february(&db);
        let (leader, branch) = (&county.people[0], &county.branches[0]);
        let own = county.revise_below(&PLAN.replace("id = \"county-learning\"", "id = \"branch-learning\""));
        county.work(|work| {
            arrange(work, "m1", branch, leader, date(2022, 3, 2))?;
            touch(work, leader, date(2022, 3, 2));
            Ok(())
        });
        county.assert_exact("planned");
        county.work(|work| {
            work.touch_plan(own.clone());
            Ok(())
        });
        county.assert_exact("made anew");
    }
}

#[test]
fn whoever_sits_in_and_meetings_of_no_rate_move_nothing() {
    for db in databases(MIGRATIONS) {
        let county = SmallCounty::in_february(&db);
        let (leader, other, branch) = (&county.people[0], &county.people[1], &county.branches[0]);
        county.work(|work| {
            arrange(work, "guest", branch, other, date(2022, 3, 1))?;
            seat(work, "guest", leader, "invited")?;
            arrange(work, "lecture", branch, leader, date(2022, 3, 2))?;
            work.execute("update meeting set attendance = null where id = 'lecture'", &[])?;
            arrange(work, "other", branch, leader, date(2022, 3, 3))?;
            work.execute("update meeting set attendance = 'education-attendance' where id = 'other'", &[])?;
            Ok(())
        });
        county.assert_exact("nothing was touched");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_margin_on_the_page_moves_with_what_is_planned() {
    on_both(async |app| {
        let (wang, school) = (app.sample.person("wang"), app.sample.school.id.clone());
        let said = [
            (Change::None, "还可缺1次", "还有10次，已安排0次"),
            // Ten more than the one that March owes: 18 of 20 are 90 %.
            (Change::Arrange(11), "还可缺2次", "还有20次，已安排11次"),
            (Change::Cancel, "还可缺1次", "还有19次，已安排10次"),
            (Change::Restore, "还可缺2次", "还有20次，已安排11次"),
            (Change::Leave("leave-personal"), "还可缺1次", "还有20次，已安排11次，其中1次已准假"),
        ];
        for (change, margin, ahead) in said {
            let (person, organization) = (wang.clone(), school.clone());
            app.app
                .write(Author::Command, move |work| change.make(work, &organization, &person))
                .await
                .expect("it is written");
            let page = app.as_person("wang").await.get(&duty_path(app)).await;
            assert_eq!(page.status, 200, "{}", page.body);
            let page = page.outline();
            assert!(page.contains(margin) && page.contains(ahead), "{margin}, {ahead}: {page}");
        }
    })
    .await;
}

fn duty_path(app: &TestApp) -> String {
    format!("/duties/{}/{RATE}/of/{}", app.sample.plan_id, app.sample.person("wang"))
}

enum Change {
    None,
    Arrange(i8),
    Cancel,
    Restore,
    Leave(&'static str),
}

impl Change {
    fn make(self, work: &mut Work<'_>, organization: &Id, person: &Id) -> Result<()> {
        match self {
            Self::None => {}
            Self::Arrange(count) => {
                for day in 0..count {
                    let on = date(2026, 3, 10 + day);
                    arrange(work, &format!("m{day}"), organization, person, on)?;
                }
            }
            Self::Cancel => set_state(work, "m0", "cancelled")?,
            Self::Restore => set_state(work, "m0", "planned")?,
            Self::Leave(kind) => decide(work, "m1", person, kind, "granted")?,
        }
        touch(work, person, date(2026, 3, 10));
        Ok(())
    }
}
