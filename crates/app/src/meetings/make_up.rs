//! Making up for an absence (补课): the materials, a reflection, the word of whoever answers for the branch.

use jiff::civil::Date;
use xueji_plan::Effect;
use xueji_standing::Outcome;
use xueji_store::{Param, Row, Tx, Value, Where, params};

use crate::meetings::State::Held;
use crate::meetings::attendance::of_meetings;
use crate::meetings::kinds::Kinds;
use crate::meetings::{Meeting, Role, Seat, store, told};
use crate::people::{self, Organization};
use crate::records::{self, Entry};
use crate::shell::error::unreadable;
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Work, listed};

/// The longest reflection, in characters.
pub(super) const LONGEST: usize = 100_000;

/// An absence that is to be made up, or was.
#[derive(Clone, Debug)]
pub(super) struct MakeUp {
    pub(super) meeting_id: Id,
    pub(super) person_id: Id,
    pub(super) state: State,
    pub(super) reflection: String,
    pub(super) version: i64,
    pub(super) answer: Option<String>,
}

/// How far making up is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    Open,
    Submitted,
    /// To be written once more.
    Returned,
    Accepted,
    /// Nothing to make up any more; what was written stays with its author.
    Closed,
}

impl State {
    const ALL: [Self; 5] = [Self::Open, Self::Submitted, Self::Returned, Self::Accepted, Self::Closed];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Submitted => "submitted",
            Self::Returned => "returned",
            Self::Accepted => "accepted",
            Self::Closed => "closed",
        }
    }

    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.code() == code)
    }

    /// Whether it was handed in to be read.
    pub(super) const fn is_handed_in(self) -> bool {
        matches!(self, Self::Submitted | Self::Accepted)
    }

    /// Whether it is with whoever was absent.
    pub(super) const fn is_to_write(self) -> bool {
        matches!(self, Self::Open | Self::Returned)
    }
}

/// Opens a task for each of these who was expected and counts as absent, and drops what is no longer to be made up.
///
/// Leave that the plan counts as presence, or not at all, is nothing to make up.
pub(super) fn open_for(work: &mut Work<'_>, meeting: &Meeting, seats: &[Seat]) -> Result<()> {
    let Some(attendance) = &meeting.attendance else { return Ok(()) };
    let home = people::organization(work, &meeting.organization_id)?.or_not_found()?;
    let kinds = Kinds::over(work, &home.path, meeting.time().day())?;
    let mut came = Vec::new();
    // Each of two paired branches sees to its own people's learning; here it is the branch that arranged the meeting.
    for seat in seats.iter().filter(|seat| !seat.partner) {
        let absent = match seat.outcome {
            Some(Outcome::Absent) => true,
            Some(Outcome::Leave(kind)) => kinds.effect(attendance, kind) == Effect::Absent,
            _ => false,
        };
        let made_up = seat.outcome == Some(Outcome::MadeUp);
        if absent && seat.role == Role::Expected {
            // What was written before, for a list that was taken back or set right, counts once more.
            let opened: Option<i64> = work.query_opt(
                "insert into make_up (meeting_id, person_id, state, reflection, version) values (?1, ?2, 'open', '', 1)
                 on conflict (meeting_id, person_id) do update set
                     state = case when make_up.submitted_at is null then 'open' else 'submitted' end,
                     version = make_up.version + 1
                 where make_up.state in ('accepted', 'closed')
                 returning version",
                params![meeting.id, seat.person_id],
                |row| row.get(0),
            )?;
            if let Some(version) = opened {
                told::to_make_up(work, meeting, &seat.person_id, version)?;
            }
        } else if !made_up {
            came.push(seat.person_id.clone());
        }
    }
    if came.is_empty() { Ok(()) } else { close(work, &meeting.id, Some(&came)) }
}

/// Closes the tasks of a meeting that was taken back.
pub(super) fn close_all(work: &mut Work<'_>, meeting_id: &Id) -> Result<()> {
    close(work, meeting_id, None)
}

/// Closes the tasks of some, or everybody's; where nothing is written there is nothing to keep.
fn close(work: &mut Work<'_>, meeting_id: &Id, people: Option<&[Id]>) -> Result<()> {
    let mut whose = Where::new().and("meeting_id = ?", meeting_id);
    if let Some(people) = people {
        whose = whose.and_in("person_id", people);
    }
    work.execute(&format!("delete from make_up {} and reflection = ''", whose.sql()), whose.params())?;
    work.execute(
        &format!("update make_up set state = 'closed', version = version + 1 {}", whose.sql()),
        whose.params(),
    )?;
    Ok(())
}

/// Keeps the reflection as far as it is written, and hands it in where it is finished.
pub(super) fn write(
    work: &mut Work<'_>,
    entry: &Entry,
    old: &MakeUp,
    reflection: &str,
    hands_in: bool,
) -> Result<()> {
    if hands_in && reflection.trim().is_empty() {
        return Err(Mistakes::one("reflection", Messages::meetings_reflection_missing));
    }
    let state = if hands_in { State::Submitted } else { old.state };
    let written = work.execute(
        "update make_up set reflection = ?3, state = ?4, submitted_at = ?5, version = version + 1
         where meeting_id = ?1 and person_id = ?2 and version = ?6 and state in ('open', 'returned')",
        params![
            old.meeting_id,
            old.person_id,
            *reflection.trim(),
            *state.code(),
            hands_in.then_some(entry.at),
            old.version
        ],
    )?;
    if written == 0 {
        return Err(Error::Conflict(Messages::meetings_changed));
    }
    if hands_in {
        work.note(Note::of(Deed::MakeUpHandedIn, &old.meeting_id).to(&old.person_id));
        let meeting = store::find(work, &old.meeting_id)?.or_not_found()?;
        told::handed_in(work, &meeting, &old.person_id, old.version + 1)?;
    }
    Ok(())
}

/// Accepts what was handed in, which closes the absence as made up, or returns it with a reason.
pub(super) fn decide(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    old: &MakeUp,
    accepts: bool,
    (answer, because): (&str, &str),
) -> Result<()> {
    if !accepts && answer.trim().is_empty() {
        return Err(Mistakes::one("answer", Messages::meetings_answer_missing));
    }
    let seat = store::seat_of(work, &meeting.id, &old.person_id)?.or_not_found()?;
    let away = matches!(seat.outcome, Some(Outcome::Absent | Outcome::Leave(_)));
    if accepts && (!away || meeting.state != Held) {
        return Err(Error::Conflict(Messages::meetings_nothing_to_make_up));
    }
    let state = if accepts { State::Accepted } else { State::Returned };
    let decided = work.execute(
        "update make_up set state = ?3, answer = ?4, decided_at = ?5, decided_by = ?6, version = version + 1
         where meeting_id = ?1 and person_id = ?2 and state = 'submitted'",
        params![old.meeting_id, old.person_id, *state.code(), *answer.trim(), entry.at, entry.account_id],
    )?;
    if decided == 0 {
        return Err(Error::Conflict(Messages::meetings_decided_already));
    }
    work.note(Note::of(Deed::MakeUpDecided, &old.meeting_id).to(&old.person_id).saying(state.code()));
    told::make_up_decided(work, meeting, (&old.person_id, old.version), accepts)?;
    if !accepts {
        return Ok(());
    }
    let posted = meeting.event_id.as_ref().zip(meeting.attendance.as_deref());
    let (event_id, attendance) = posted.ok_or(Error::Conflict(Messages::meetings_not_confirmed))?;
    store::say(work, &meeting.id, &Seat { outcome: Some(Outcome::MadeUp), ..seat })?;
    records::make_up(
        work,
        &of_meetings(entry),
        event_id,
        (&old.person_id, attendance),
        &old.reflection,
        because,
    )
}

const COLUMNS: &str =
    "make_up.meeting_id, make_up.person_id, make_up.state, make_up.reflection, make_up.version,
    make_up.answer";

/// What somebody has to make up, or made up, of a meeting.
pub(super) fn find(tx: &mut Tx, meeting_id: &Id, person_id: &Id) -> Result<Option<MakeUp>> {
    Ok(tx.query_opt(
        &format!("select {COLUMNS} from make_up where meeting_id = ?1 and person_id = ?2"),
        params![meeting_id, person_id],
        read,
    )?)
}

/// A line of the lists of what is to be made up.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) make_up: MakeUp,
    pub(super) title: String,
    pub(super) on: Date,
    pub(super) name: String,
}

/// A page of what is not made up yet, the oldest first: a person's own, and that of the meetings at or below some
/// organizations.
pub(super) fn open(
    tx: &mut Tx,
    person: Option<&Id>,
    tops: &[Organization],
    (page, size): (usize, usize),
) -> Result<(Vec<Line>, bool)> {
    let own = person.map(|_| "make_up.person_id = ?");
    let below = tops.iter().map(|_| "organization.path >= ? and organization.path < ?");
    let any = own.into_iter().chain(below).collect::<Vec<_>>().join(" or ");
    let paths = tops.iter().flat_map(|top| people::ends(&top.path));
    let values: Vec<Value<'_>> = person.map(Param::to_value).into_iter().chain(paths).collect();
    let clause = Where::new()
        .and_all(if any.is_empty() { "1 = 0" } else { &any }, &values)
        .and_if(true, "make_up.state not in ('accepted', 'closed') and meeting.state = 'held'");
    let found = tx.query(
        &format!(
            "select {COLUMNS}, meeting.title, coalesce(meeting.held_first_at, meeting.first_at), person.name from make_up
             join meeting on meeting.id = make_up.meeting_id
             join organization on organization.id = meeting.organization_id
             join person on person.id = make_up.person_id
             {}
             order by meeting.first_at, make_up.person_id limit {} offset {}",
            clause.sql(),
            size + 1,
            page.saturating_sub(1).saturating_mul(size)
        ),
        clause.params(),
        |row| {
            let held: jiff::civil::DateTime = row.get(7)?;
            Ok(Line { make_up: read(row)?, title: row.get(6)?, on: held.date(), name: row.get(8)? })
        },
    )?;
    Ok(listed::cut(found, size))
}

fn read(row: &Row<'_>) -> xueji_store::Result<MakeUp> {
    Ok(MakeUp {
        meeting_id: row.get(0)?,
        person_id: row.get(1)?,
        state: State::from_code(row.str(2)?).ok_or(unreadable(2, "a state of making up"))?,
        reflection: row.get(3)?,
        version: row.get(4)?,
        answer: row.get(5)?,
    })
}
