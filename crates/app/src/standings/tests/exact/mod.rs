//! Whether attendance is exact: a year of meetings of thousands of people, entered as it is entered, against plain lists.

mod year;

use std::collections::HashMap;

use jiff::ToSpan;
use jiff::civil::{Date, date};
use jiff::tz::TimeZone;
use xueji_plan::LeaveKind;
use xueji_standing::{Outcome, State};
use xueji_store::testing::databases;

use crate::plans;
use crate::schema::MIGRATIONS;
use crate::server;
use crate::shell::{App, Blobs, Clock, Id};
use crate::standings::{self, Tally, store};
use year::Year;

const LATE_DAYS: i64 = 10;
const LATE_AFTER: i64 = 3;

/// One member in the test's own lists.
pub(super) struct Member {
    pub(super) id: Id,
    /// Where it belongs, from a day to a day.
    pub(super) stays: Vec<(usize, Date, Option<Date>)>,
    /// Long leave.
    pub(super) away: Option<(Date, Date)>,
    pub(super) rows: Vec<Row>,
}

/// What a list says of one member.
pub(super) struct Row {
    pub(super) id: Id,
    pub(super) day: Date,
    pub(super) outcome: Outcome,
    pub(super) entered_on: Date,
    pub(super) live: bool,
}

/// What a quarter's rows come to.
#[derive(Debug, PartialEq, Eq)]
struct Sum {
    expected: u32,
    attended: u32,
    records: u32,
    late: u32,
    heard: i64,
}

impl Member {
    fn home_on(&self, day: Date) -> Option<usize> {
        let stay = self.stays.iter().find(|(_, from, to)| *from <= day && to.is_none_or(|to| day <= to));
        stay.map(|(organization, ..)| *organization)
    }

    fn is_bound(&self, day: Date) -> bool {
        let away = self.away.is_some_and(|(first, last)| (first..=last).contains(&day));
        self.home_on(day).is_some() && !away
    }

    fn sum(&self, quarter: usize) -> Sum {
        let mut sum = Sum { expected: 0, attended: 0, records: 0, late: 0, heard: 0 };
        let (first, last) = quarter_of(quarter);
        for row in self.rows.iter().filter(|row| row.live && (first..=last).contains(&row.day)) {
            if days(last, row.entered_on) > LATE_DAYS {
                continue;
            }
            let (expected, attended, heard) = match row.outcome {
                Outcome::Done => panic!("nobody just does a meeting"),
                Outcome::Present | Outcome::Late | Outcome::LeftEarly | Outcome::Remote | Outcome::MadeUp => {
                    (1, 1, 1)
                }
                Outcome::Leave(LeaveKind::PublicDuty) => (1, 1, 0),
                Outcome::Leave(LeaveKind::Illness) => (0, 0, 0),
                Outcome::Leave(LeaveKind::Personal) | Outcome::Absent => (1, 0, 0),
                Outcome::Invited => {
                    sum.heard += 1;
                    continue;
                }
            };
            sum.expected += expected;
            sum.attended += attended;
            sum.heard += heard;
            sum.records += 1;
            sum.late += u32::from(days(row.day, row.entered_on) > LATE_AFTER);
        }
        sum
    }
}

/// First and last day of a quarter, by number from 0.
fn quarter_of(quarter: usize) -> (Date, Date) {
    let first = date(2022, 1, 1).saturating_add((3 * i64::try_from(quarter).unwrap()).months());
    (first, first.saturating_add(3.months()).yesterday().unwrap())
}

fn days(from: Date, to: Date) -> i64 {
    from.until(to).unwrap().get_days().into()
}

impl Year {
    /// Every stored tally says what the lists come to.
    fn assert_exact(&self) {
        let mut stored: HashMap<(Id, String), Tally> = HashMap::new();
        self.app
            .read_blocking(|tx| {
                store::each(tx, &self.plan_id, |tally| {
                    stored.insert((tally.subject_id.clone(), tally.duty_code.clone()), tally);
                })
            })
            .expect("the tallies are read");
        assert_eq!(stored.len(), 2 * self.members.len());
        for member in &self.members {
            let of = |duty: &str| &stored[&(member.id.clone(), duty.to_owned())];
            let (rate, heard) = (of("attendance"), of("heard"));
            for quarter in 0..4 {
                let (counted, amount) = (rate.counts.period(quarter), heard.counts.period(quarter));
                let sum = Sum {
                    expected: counted.expected,
                    attended: counted.attended,
                    records: counted.records,
                    late: counted.late,
                    heard: amount.grains,
                };
                assert_eq!(sum, member.sum(quarter), "{} in quarter {}", member.id, quarter + 1);
            }
        }
    }

    /// After the last late window: who reached the rate, and who did not.
    fn assert_judged(&self) {
        for member in &self.members {
            let owing = (0..4).filter(|quarter| {
                let (first, last) = quarter_of(*quarter);
                first.series(1.day()).take_while(|day| *day <= last).any(|day| member.is_bound(day))
            });
            let sums: Vec<Sum> = owing.map(|quarter| member.sum(quarter)).collect();
            let expected = || sums.iter().filter(|sum| sum.expected > 0);
            let met = expected().filter(|sum| sum.attended * 100 >= sum.expected * 80).count();
            let state = match expected().count() {
                0 => State::Exempt,
                all if all == met => State::Met,
                _ => State::Missed,
            };
            let tally = self.app.read_blocking(|tx| store::one(tx, &self.plan_id, &member.id, "attendance"));
            let verdict = tally.expect("it is read").expect("it is there").verdict;
            let last = sums
                .last()
                .map(|sum| (i64::from(sum.attended), i64::from((sum.expected * 80).div_ceil(100))));
            assert_eq!((verdict.state, verdict.periods_met), (state, i64::try_from(met).unwrap()));
            assert_eq!(Some((verdict.done, verdict.owed)), last);
        }
    }
}

#[test]
fn a_year_of_attendance_of_three_thousand_people_is_exact() {
    // Each branch meets once or twice a quarter: some 20,000 attendances, a dozen seconds in the dev profile. PostgreSQL,
    // a round trip a statement, has some hundreds.
    let sizes = [(12, 3_000), (4, 120)];
    for (db, (organizations, people)) in databases(MIGRATIONS).iter().zip(sizes) {
        let clock = Clock::at_noon(date(2022, 1, 1), TimeZone::UTC);
        let app = App::new((**db).clone(), clock, Blobs::folder("nowhere"), false, server::ENDING);
        let mut year = Year::begin(app, organizations, people);
        for quarter in 0..4 {
            year.app.clock.set(quarter_of(quarter).1.saturating_add(30.days()));
            year.move_people(quarter);
            year.meet(quarter, 1 + quarter % 2);
            year.mend();
            year.assert_exact();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(standings::turn(&year.app)).expect("the day turns");
        year.assert_exact();
        year.assert_judged();
        let plan = year.app.read_blocking(|tx| plans::plan(tx, &year.plan_id)).unwrap().unwrap();
        let today = year.app.clock.today();
        let report = year.app.read_blocking(|tx| standings::check(tx, &plan, today)).unwrap();
        assert_eq!(report.differences, Vec::<String>::new());
    }
}
