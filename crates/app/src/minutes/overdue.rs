//! Minutes that should be signed by now.

use jiff::ToSpan as _;
use jiff::civil::{Date, Time, time};
use xueji_store::{Tx, Where};

use crate::meetings::{self, Meeting, State};
use crate::notices::{self, Notice};
use crate::people;
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::{App, Author, Id, OrNotFound, Result, Work, listed};

/// Days after a meeting within which its minutes are to be signed.
///
/// Source: the office's practice, 会议记录应在会后一至三日内整理并签字; no regulation names a day.
pub(super) const SIGNED_WITHIN_DAYS: i32 = 3;

/// Whether minutes that are not closed should be.
pub(super) fn is_overdue(meeting: &Meeting, today: Date) -> bool {
    meeting.state == State::Held && meeting.time().day() < latest(today)
}

/// The last day of which minutes may still be open.
fn latest(today: Date) -> Date {
    today.saturating_sub(SIGNED_WITHIN_DAYS.days())
}

/// A meeting whose minutes wait for a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Overdue {
    pub(crate) meeting_id: Id,
    pub(crate) title: String,
    pub(crate) on: Date,
    pub(crate) organization: String,
}

/// The meetings at or below a path that were confirmed and whose minutes are overdue, the oldest first; at most `size`
/// of them on each page, and whether there are more.
pub(crate) fn overdue(
    tx: &mut Tx,
    path: &str,
    today: Date,
    page: (usize, usize),
) -> Result<(Vec<Overdue>, bool)> {
    held_since(tx, path, (None, today), page)
}

/// Those that were held on a day or later; all where no day is given.
fn held_since(
    tx: &mut Tx,
    path: &str,
    (since, today): (Option<Date>, Date),
    (page, size): (usize, usize),
) -> Result<(Vec<Overdue>, bool)> {
    let before = latest(today).to_datetime(Time::midnight());
    let since = since.map(|since| since.to_datetime(Time::midnight()));
    let clause = Where::new()
        .and("meeting.state = 'held' and meeting.held_first_at < ?", &before)
        .and_opt("meeting.held_first_at >= ?", &since)
        .and_all("organization.path >= ? and organization.path < ?", &people::ends(path))
        .and_if(
            true,
            "not exists (
                 select 1 from minutes_signature signed
                 where signed.meeting_id = meeting.id and signed.event_id = meeting.event_id
                     and signed.closes and signed.ended_at is null)",
        );
    let found = tx.query(
        &format!(
            "select meeting.id, meeting.title, meeting.held_first_at, organization.short_name from meeting
             join organization on organization.id = meeting.organization_id
             {}
             order by meeting.held_first_at, meeting.id limit {} offset {}",
            clause.sql(),
            size + 1,
            page.saturating_sub(1).saturating_mul(size)
        ),
        clause.params(),
        |row| {
            let held: jiff::civil::DateTime = row.get(2)?;
            Ok(Overdue {
                meeting_id: row.get(0)?,
                title: row.get(1)?,
                on: held.date(),
                organization: row.get(3)?,
            })
        },
    )?;
    Ok(listed::cut(found, size))
}

/// The name of the job that reminds of minutes.
pub(crate) const JOB: &str = "minutes-reminders";
/// When, as the working day begins.
const AT: Time = time(8, 30, 0, 0);
/// Minutes that are older are on the list of `/measures`, and nobody is reminded of them any more.
const REMINDED_DAYS: i32 = 14;
/// Meetings that one round takes.
const ROUND: usize = 200;

/// Reminds host and recorder, once for each meeting, of minutes that they have not signed.
pub(crate) fn job() -> Job {
    Job::new(JOB, Rhythm::Daily(AT), |app: App| {
        Box::pin(async move {
            let amount = i64::try_from(remind(&app).await?)?;
            Ok(Some(Done { amount, ..Done::default() }))
        })
    })
}

/// How many meetings were brought to mind.
pub(super) async fn remind(app: &App) -> Result<usize> {
    let today = app.clock.today();
    let since = today.saturating_sub(REMINDED_DAYS.days());
    app.write(Author::System, move |work| {
        let Some(root) = people::root(work)? else { return Ok(0) };
        let (mut told, mut page) = (0, 1);
        loop {
            let (found, more) = held_since(work, &root.path, (Some(since), today), (page, ROUND))?;
            found.iter().try_for_each(|one| tell(work, one))?;
            told += found.len();
            if !more {
                return Ok(told);
            }
            page += 1;
        }
    })
    .await
}

fn tell(work: &mut Work<'_>, one: &Overdue) -> Result<()> {
    let meeting = meetings::find(work, &one.meeting_id)?.or_not_found()?;
    let t = notices::words();
    let told = Notice {
        kind: notices::Kind::MinutesOverdue,
        key: format!("minutes-overdue:{}", meeting.id),
        title: t.minutes_told_overdue(one.title.as_str()),
        body: String::new(),
        href: format!("/meetings/{}/minutes", meeting.id),
        until: None,
        urgent: false,
    };
    let mut signers: Vec<Id> = meeting.host_id.into_iter().chain(meeting.recorder_id).collect();
    signers.dedup();
    notices::tell_all(work, &signers, &told)
}
