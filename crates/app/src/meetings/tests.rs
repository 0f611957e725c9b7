//! A branch's meeting from its announcement to its confirmation, and every count that moves with it.

mod again;
mod ahead;
mod clash;
mod fair;
mod follow;
mod month;
mod paired;
mod sign_in;
mod speed;
mod told;

use jiff::civil::Date;
use xueji_plan::LeaveKind;
use xueji_standing::Outcome;

use crate::meetings::arrange::{Draft, arrange};
use crate::meetings::{Role, Seat, Time, appeal, attendance, leave, store};
use crate::records::{self, Entry, Filter, Subject};
use crate::shell::{Author, Id, OrNotFound};
use crate::testing::{Answer, TestApp, Visitor};

/// A meeting of the school on a day from 14:30 to 16:00, at which these are expected; zhao hosts and li records.
pub(crate) fn arranged(
    app: &TestApp,
    activity: &str,
    on: Date,
    expected: &[&str],
    speaks: Option<&str>,
) -> Id {
    arranged_of(app, activity, None, on, expected, speaks)
}

/// The same of a category.
fn arranged_of(
    app: &TestApp,
    activity: &str,
    category: Option<&str>,
    on: Date,
    expected: &[&str],
    speaks: Option<&str>,
) -> Id {
    let seat = |name: &&str| {
        // Of the office, and so guests of the school.
        let guest = ["sun", "zhou", "wu", "zheng"].contains(name);
        let role = if guest { Role::Invited } else { Role::Expected };
        Seat { speaks: speaks == Some(*name), ..Seat::fresh(app.sample.person(name), role) }
    };
    let draft = Draft {
        entry_key: Id::fresh().to_string(),
        organization_id: app.sample.school.id.clone(),
        activity: activity.to_owned(),
        category: category.map(str::to_owned),
        title: "学习全会精神".to_owned(),
        agenda: "传达精神\n交流讨论".to_owned(),
        planned: Time { first: on.at(14, 30, 0, 0), last: on.at(16, 0, 0, 0) },
        place: Some("会议室".to_owned()),
        link: None,
        host_id: Some(app.sample.person("zhao")),
        recorder_id: Some(app.sample.person("li")),
        partner: None,
        seats: expected.iter().map(seat).collect(),
    };
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    app.app
        .write_blocking(Author::Command, move |work| arrange(work, &entry, &draft))
        .expect("it is arranged")
}

/// A meeting of an organization at which this person is expected, for tests that walk every address: with leave asked
/// for, or confirmed with the person absent, to be made up, and an appeal made. Its id, and that of what waits.
pub(crate) fn of_test(app: &TestApp, organization: &Id, person: &Id, held: bool) -> (Id, Id) {
    let on = app.app.clock.today();
    let time = Time { first: on.at(14, 30, 0, 0), last: on.at(16, 0, 0, 0) };
    let draft = Draft {
        entry_key: Id::fresh().to_string(),
        organization_id: organization.clone(),
        activity: "collective-study".to_owned(),
        category: None,
        title: "集中学习".to_owned(),
        agenda: String::new(),
        planned: time,
        place: None,
        link: None,
        host_id: None,
        recorder_id: None,
        partner: None,
        seats: vec![Seat::fresh(person.clone(), Role::Expected)],
    };
    let entry = Entry::now(&app.app.clock, Id::from_text("someone"), "test");
    let person = person.clone();
    let made = app.app.write_blocking(Author::Command, move |work| {
        let id = arrange(work, &entry, &draft)?;
        let meeting = store::find(work, &id)?.or_not_found()?;
        if !held {
            let seat = store::seat_of(work, &id, &person)?.or_not_found()?;
            leave::ask(work, (&entry, time.first), &meeting, &seat, LeaveKind::Personal, "家事")?;
            let asked = leave::of(work, &id)?.pop().or_not_found()?;
            return Ok((id, asked.id));
        }
        attendance::keep_list(work, &meeting, &[(person.clone(), Outcome::Absent)])?;
        attendance::confirm(work, &entry, &meeting, time, None)?;
        let meeting = store::find(work, &id)?.or_not_found()?;
        let seat = store::seat_of(work, &id, &person)?.or_not_found()?;
        appeal::make(work, &entry, &meeting, &seat, Outcome::Present, "在场")?;
        let made = appeal::of(work, &id)?.pop().or_not_found()?;
        Ok((id, made.id))
    });
    made.expect("the meeting is there")
}

/// Confirms a meeting of today as it was planned; `said` are the lines that are not "present".
async fn confirmed(app: &TestApp, by: &Visitor<'_>, id: &Id, said: &[(&str, Outcome)]) -> Answer {
    let lines: Vec<(String, &str)> = said
        .iter()
        .map(|(name, outcome)| (format!("outcome-{}", app.sample.person(name)), outcome.code()))
        .collect();
    let on = app.app.clock.today().to_string();
    let mut fields = vec![("on", on.as_str()), ("from", "14:30"), ("to", "16:00"), ("confirm", "1")];
    fields.extend(lines.iter().map(|(name, code)| (name.as_str(), *code)));
    by.post(&format!("/meetings/{id}/list"), &fields).await
}

/// The titles and outcomes of somebody's live records of an activity.
fn records_of(app: &TestApp, subject: &Subject, activity: &str) -> Vec<(String, Outcome)> {
    let filter = Filter { activities: vec![activity.to_owned()], ..Filter::default() };
    let subject = subject.clone();
    let found = app.app.read_blocking(move |tx| records::of_subject(tx, &subject, &filter, 0));
    let (records, _) = found.expect("records are read");
    records.into_iter().map(|record| (record.title, record.outcome)).collect()
}

fn outcomes_of(app: &TestApp, name: &str, activity: &str) -> Vec<Outcome> {
    let subject = Subject::Person(app.sample.person(name));
    records_of(app, &subject, activity).into_iter().map(|(_, outcome)| outcome).collect()
}

/// Moves the clock to a time of the same day.
fn at_hour(app: &TestApp, hour: i64, minute: i64) {
    app.app.clock.set(app.app.clock.today());
    app.app.clock.pass(((hour - 12) * 60 + minute) * 60_000);
}
