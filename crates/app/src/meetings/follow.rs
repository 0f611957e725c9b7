//! Lists follow the roster: whoever joins, leaves, takes up a post or goes on long leave after a meeting was arranged is
//! expected at it, or is not, as on the day itself.
//!
//! Only lists that stand as the plan makes them follow; one that somebody adjusted by hand stays as it was adjusted.

use std::collections::BTreeSet;

use jiff::civil::{Date, Time, time};
use xueji_store::{Tx, params};

use crate::meetings::arrange::{note, touch_expected};
use crate::meetings::expected::expected;
use crate::meetings::kinds::Kinds;
use crate::meetings::{Role, Seat, State, store};
use crate::people::{self, Organization};
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::{App, Author, Deed, Id, OrNotFound, Result, Work};

/// The name of the job that keeps lists up with the roster.
pub(crate) const FOLLOWING: &str = "meeting-lists";
/// When, before anybody looks at the day's list.
const AT: Time = time(5, 10, 0, 0);
/// Meetings that one transaction takes.
const ROUND: usize = 50;

/// Whom a list follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Follows {
    /// The organization's own people.
    Own,
    /// Those of the organizations below, too.
    Below,
}

impl Follows {
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Below => "below",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::Own, Self::Below].into_iter().find(|follows| follows.code() == code)
    }
}

/// Whom these seats follow: none where somebody adjusted them.
pub(super) fn followed(
    tx: &mut Tx,
    (kinds, activity): (&Kinds, &str),
    organization: &Organization,
    on: Date,
    seats: &[Seat],
) -> Result<Option<Follows>> {
    let Some(kind) = kinds.find(activity) else { return Ok(None) };
    let listed: BTreeSet<&Id> =
        seats.iter().filter(|seat| seat.role == Role::Expected).map(|seat| &seat.person_id).collect();
    let meant = expected(tx, kind, organization, on)?;
    let is =
        |follows: &Follows| meant.at(*follows == Follows::Below).iter().collect::<BTreeSet<&Id>>() == listed;
    Ok([Follows::Own, Follows::Below].into_iter().find(is))
}

/// Keeps the lists of planned meetings up with the roster, once a day.
pub(crate) fn follow_job() -> Job {
    Job::new(FOLLOWING, Rhythm::Daily(AT), |app: App| {
        Box::pin(async move {
            let amount = i64::try_from(follow(&app).await?)?;
            Ok(Some(Done { amount, ..Done::default() }))
        })
    })
}

/// Goes through every planned meeting from today on; how many lists changed.
pub(super) async fn follow(app: &App) -> Result<usize> {
    let today = app.clock.today();
    let (mut changed, mut after) = (0, String::new());
    loop {
        let from = after.clone();
        let ids = app.read(move |tx| planned(tx, today, &from)).await?;
        let Some(last) = ids.last() else { return Ok(changed) };
        last.as_str().clone_into(&mut after);
        changed += app
            .write(Author::System, move |work| {
                let mut changed = 0;
                for id in &ids {
                    changed += usize::from(one(work, id)?);
                }
                Ok(changed)
            })
            .await?;
    }
}

fn planned(tx: &mut Tx, from: Date, after: &str) -> Result<Vec<Id>> {
    Ok(tx.query(
        &format!(
            "select id from meeting
             where state = 'planned' and follows is not null and first_at >= ?1 and id > ?2
             order by id limit {ROUND}"
        ),
        params![from, *after],
        |row| row.get(0),
    )?)
}

/// Brings one list up to date; whether anything changed.
fn one(work: &mut Work<'_>, id: &Id) -> Result<bool> {
    work.serialize_on(&[id.as_str()])?;
    let meeting = store::find(work, id)?.or_not_found()?;
    let Some(follows) = meeting.follows.filter(|_| meeting.state == State::Planned) else { return Ok(false) };
    let organization = people::organization(work, &meeting.organization_id)?.or_not_found()?;
    let on = meeting.planned.day();
    let kinds = Kinds::over(work, &organization.path, on)?;
    let Some(kind) = kinds.find(&meeting.activity) else { return Ok(false) };
    let meant = expected(work, kind, &organization, on)?;
    let meant = meant.at(follows == Follows::Below);
    let listed: Vec<Seat> = store::seats(work, id)?.into_iter().map(|(seat, _)| seat).collect();
    // Of whom the list says something already, it goes on saying it.
    let gone = |seat: &&Seat| {
        seat.role == Role::Expected && seat.outcome.is_none() && !meant.contains(&seat.person_id)
    };
    let gone: Vec<Seat> = listed.iter().filter(gone).cloned().collect();
    let new: Vec<Seat> = meant
        .iter()
        .filter(|id| listed.iter().all(|seat| seat.person_id != **id))
        .map(|id| Seat::fresh(id.clone(), Role::Expected))
        .collect();
    if gone.is_empty() && new.is_empty() {
        return Ok(false);
    }
    for seat in &gone {
        store::remove_seat(work, &meeting.id, &seat.person_id)?;
    }
    store::add_seats(work, &meeting.id, &new)?;
    touch_expected(work, &meeting, &gone);
    touch_expected(work, &meeting, &new);
    note(work, Deed::MeetingChanged, &meeting);
    Ok(true)
}
