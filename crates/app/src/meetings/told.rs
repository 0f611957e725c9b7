//! Whom a meeting tells something, and when: those expected the day before, whoever decides when something waits, whom it
//! concerns when it was decided. No reason of a leave and no name of somebody absent leaves the house.

use jiff::ToSpan as _;
use jiff::civil::DateTime;
use xueji_standing::Outcome;
use xueji_store::{Tx, params};

use crate::meetings::{Meeting, Seat, store, words};
use crate::notices::{self, Kind, Notice};
use crate::people;
use crate::records;
use crate::shell::actor::Role;
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::lang::Messages;
use crate::shell::{App, Author, Id, Lang, Result, Work};

/// The name of the job that reminds of meetings.
pub(crate) const JOB: &str = "meeting-reminders";

/// Those expected are reminded once, so many hours before: in time for the day before, late enough to be remembered.
const BEFORE: i64 = 26;
/// So many hours after its end a meeting that nobody confirmed is brought to mind (会议记录 within a day or three).
const AFTER: i64 = 24;
/// And no more after so many days.
const FORGOTTEN: i64 = 14;
/// Meetings that one round takes: more wait for the next minute.
const ROUND: usize = 20;

/// What is told is told in the bureau's language.
pub(super) fn t() -> &'static Messages {
    Lang::Chinese.messages()
}

pub(super) fn notice(kind: Kind, key: String, title: String, body: String, meeting: &Meeting) -> Notice {
    Notice { kind, key, title, body, href: format!("/meetings/{}", meeting.id), until: None, urgent: false }
}

/// Time and place, as a reminder says them.
pub(super) fn when(meeting: &Meeting) -> String {
    let time = words::time(meeting.time(), Lang::Chinese);
    match &meeting.place {
        Some(place) => format!("{time}，{place}"),
        None => time,
    }
}

/// Reminds of what comes within a day, and of what is over and not confirmed; looks every minute.
pub(crate) fn job() -> Job {
    Job::new(JOB, Rhythm::Minutes, |app: App| {
        Box::pin(async move {
            let amount = i64::try_from(remind(&app).await?)?;
            Ok((amount > 0).then(|| Done { amount, ..Done::default() }))
        })
    })
}

/// One round; how many meetings were brought to mind.
pub(super) async fn remind(app: &App) -> Result<usize> {
    let clock = app.clock.clone();
    let now = clock.civil_of(clock.now());
    let due = app.read(move |tx| due(tx, now)).await?;
    if due.is_empty() {
        return Ok(0);
    }
    let told = app.write(Author::System, move |work| {
        let mut told = 0;
        for id in &due {
            work.serialize_on(&[id.as_str()])?;
            let Some(meeting) = store::find(work, id)? else { continue };
            // Another server, or whoever called it off, was quicker.
            if !store::tell_once(work, id, &told_of(&meeting, now))? {
                continue;
            }
            if meeting.planned.first > now {
                let begins = clock.instant_of(meeting.planned.day(), meeting.planned.first.time());
                ahead(work, &meeting, begins)?;
            } else {
                unconfirmed(work, &meeting)?;
            }
            told += 1;
        }
        Ok(told)
    });
    told.await
}

/// Which reminder of a meeting is due.
fn told_of(meeting: &Meeting, now: DateTime) -> String {
    if meeting.planned.first > now { "ahead".to_owned() } else { "unconfirmed".to_owned() }
}

/// The planned meetings of which a reminder is due, that was not given.
fn due(tx: &mut Tx, now: DateTime) -> Result<Vec<Id>> {
    let (soon, over) = (now.saturating_add(BEFORE.hours()), now.saturating_sub(AFTER.hours()));
    let long_ago = now.saturating_sub(FORGOTTEN.days());
    Ok(tx.query(
        &format!(
            "select id from meeting
             where state = 'planned' and (first_at > ?1 and first_at <= ?2 and told is null
                 or last_at <= ?3 and first_at >= ?4 and coalesce(told, '') <> 'unconfirmed')
             order by first_at limit {ROUND}"
        ),
        params![now, soon, over, long_ago],
        |row| row.get(0),
    )?)
}

fn ahead(work: &mut Work<'_>, meeting: &Meeting, begins: i64) -> Result<()> {
    let title = t().meetings_told_ahead(meeting.title.as_str());
    let told = Notice {
        until: Some(begins),
        ..notice(Kind::MeetingAhead, ahead_key(meeting), title, when(meeting), meeting)
    };
    let seats: Vec<Seat> = store::seats(work, &meeting.id)?.into_iter().map(|(seat, _)| seat).collect();
    notices::tell_all(work, &everybody(meeting, &seats), &told)?;
    notices::tell_group(work, &meeting.organization_id, &told)
}

pub(super) fn ahead_key(meeting: &Meeting) -> String {
    format!("meeting-ahead:{}:{}", meeting.id, meeting.planned.first)
}

/// Those on the list, and those who run it.
pub(super) fn everybody(meeting: &Meeting, seats: &[Seat]) -> Vec<Id> {
    let listed = seats.iter().map(|seat| seat.person_id.clone());
    let mut all: Vec<Id> = listed.chain(meeting.host_id.clone()).chain(meeting.recorder_id.clone()).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn unconfirmed(work: &mut Work<'_>, meeting: &Meeting) -> Result<()> {
    let key = format!("meeting-unconfirmed:{}", meeting.id);
    let title = t().meetings_told_unconfirmed(meeting.title.as_str());
    let told = notice(Kind::MinutesOverdue, key, title, when(meeting), meeting);
    if let Some(person) = meeting.recorder_id.as_ref().or(meeting.host_id.as_ref()) {
        notices::tell(work, person, &told)?;
    } else {
        let secretaries = secretaries(work, &meeting.organization_id, meeting)?;
        notices::tell_all(work, &secretaries, &told)?;
    }
    notices::tell_group(work, &meeting.organization_id, &told)
}

/// Leave was asked for: tells whoever decides.
pub(super) fn leave_asked(work: &mut Work<'_>, meeting: &Meeting, leave: &Id, whose: &Id) -> Result<()> {
    let title = t().meetings_told_leave_asked(meeting.title.as_str());
    let told = notice(Kind::LeaveAsked, key("leave", leave), title, when(meeting), meeting);
    let deciders = deciders(work, meeting, whose)?;
    notices::tell_all(work, &deciders, &told)
}

/// Leave was decided on, or taken back.
pub(super) fn leave_decided(
    work: &mut Work<'_>,
    meeting: &Meeting,
    (leave, whose): (&Id, &Id),
    granted: Option<bool>,
) -> Result<()> {
    notices::resolve(work, &key("leave", leave))?;
    let Some(granted) = granted else { return Ok(()) };
    let title = if granted {
        t().meetings_told_leave_granted(meeting.title.as_str())
    } else {
        t().meetings_told_leave_refused(meeting.title.as_str())
    };
    let told = notice(Kind::LeaveDecided, key("leave-decided", leave), title, when(meeting), meeting);
    notices::tell(work, whose, &told)
}

/// An appeal was made: tells whoever decides.
pub(super) fn appeal_made(work: &mut Work<'_>, meeting: &Meeting, appeal: &Id, whose: &Id) -> Result<()> {
    let title = t().meetings_told_appeal_made(meeting.title.as_str());
    let told = notice(Kind::AppealMade, key("appeal", appeal), title, when(meeting), meeting);
    let deciders = deciders(work, meeting, whose)?;
    notices::tell_all(work, &deciders, &told)
}

/// An appeal was upheld or dismissed.
pub(super) fn appeal_decided(
    work: &mut Work<'_>,
    meeting: &Meeting,
    (appeal, whose): (&Id, &Id),
    outcome: Option<Outcome>,
) -> Result<()> {
    notices::resolve(work, &key("appeal", appeal))?;
    let title = match outcome {
        Some(outcome) => {
            t().meetings_told_appeal_upheld(records::outcome_said(outcome, t()), meeting.title.as_str())
        }
        None => t().meetings_told_appeal_dismissed(meeting.title.as_str()),
    };
    let told = notice(Kind::AppealDecided, key("appeal-decided", appeal), title, when(meeting), meeting);
    notices::tell(work, whose, &told)
}

/// An absence can be made up.
pub(super) fn to_make_up(work: &mut Work<'_>, meeting: &Meeting, whose: &Id, version: i64) -> Result<()> {
    let key = format!("make-up:{}:{version}", meeting.id);
    let title = t().meetings_told_make_up(meeting.title.as_str());
    let told = Notice {
        href: format!("/meetings/{}/make-up/{whose}", meeting.id),
        ..notice(Kind::AbsenceToMakeUp, key, title, when(meeting), meeting)
    };
    notices::tell(work, whose, &told)
}

/// A reflection was handed in, for the so-many-th time.
pub(super) fn handed_in(work: &mut Work<'_>, meeting: &Meeting, whose: &Id, version: i64) -> Result<()> {
    let key = format!("reflection:{}:{whose}:{version}", meeting.id);
    let title = t().meetings_told_handed_in(meeting.title.as_str());
    let told = Notice {
        href: format!("/meetings/{}/make-up/{whose}", meeting.id),
        ..notice(Kind::MakeUpHandedIn, key, title, when(meeting), meeting)
    };
    let secretaries = secretaries(work, &meeting.organization_id, meeting)?;
    let others: Vec<Id> = secretaries.into_iter().filter(|one| one != whose).collect();
    notices::tell_all(work, &others, &told)
}

/// Making up was accepted, or returned.
pub(super) fn make_up_decided(
    work: &mut Work<'_>,
    meeting: &Meeting,
    (whose, version): (&Id, i64),
    accepted: bool,
) -> Result<()> {
    notices::resolve(work, &format!("reflection:{}:{whose}:{version}", meeting.id))?;
    let title = if accepted {
        t().meetings_told_made_up(meeting.title.as_str())
    } else {
        t().meetings_told_returned(meeting.title.as_str())
    };
    let key = format!("make-up-decided:{}:{version}", meeting.id);
    let told = Notice {
        href: format!("/meetings/{}/make-up/{whose}", meeting.id),
        ..notice(Kind::MakeUpDecided, key, title, when(meeting), meeting)
    };
    notices::tell(work, whose, &told)
}

/// The other side of a gathering of two has confirmed.
pub(super) fn to_agree(work: &mut Work<'_>, meeting: &Meeting, partner: &Id) -> Result<()> {
    let key = format!("exchange:{}:{}", meeting.id, meeting.version);
    let title = t().meetings_told_exchange(meeting.title.as_str());
    let told = notice(Kind::ExchangeToConfirm, key, title, when(meeting), meeting);
    let secretaries = secretaries(work, partner, meeting)?;
    notices::tell_all(work, &secretaries, &told)
}

fn key(what: &str, id: &Id) -> String {
    format!("{what}:{id}")
}

/// Who decides on what somebody asks, without whoever asks: the secretaries of their side, and for the side that arranged
/// the meeting its host.
fn deciders(work: &mut Work<'_>, meeting: &Meeting, but: &Id) -> Result<Vec<Id>> {
    let seat = store::seat_of(work, &meeting.id, but)?;
    let theirs = meeting.partner.as_ref().filter(|_| seat.is_some_and(|seat| seat.partner));
    let side = theirs.map_or(&meeting.organization_id, |partner| &partner.organization_id);
    let mut all = secretaries(work, side, meeting)?;
    if theirs.is_none() {
        all.extend(meeting.host_id.clone().filter(|host| !all.contains(host)));
    }
    all.retain(|one| one != but);
    Ok(all)
}

fn secretaries(work: &mut Work<'_>, organization_id: &Id, meeting: &Meeting) -> Result<Vec<Id>> {
    people::holders_of(work, Role::Secretary, organization_id, meeting.time().day())
}
