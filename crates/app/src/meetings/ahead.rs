//! What comes next and what waits for somebody, for the home pages: a handful of lines, each with its one action.

use jiff::civil::DateTime;
use xueji_store::{Param as _, Tx, Value, params};

use crate::meetings::{Time, words};
use crate::people::{self, Organization};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Context, Id, Place, Result, Right};

/// Meetings to come that a home page names.
const NEXT: usize = 4;

/// What comes next, and what waits.
#[derive(Debug)]
pub(crate) struct Ahead {
    /// Whose meetings, as their list has it in its address: "me", or the id of an organization.
    whose: String,
    next: Vec<Next>,
    waits: Vec<(Waits, i64)>,
}

/// A meeting to come.
#[derive(Debug)]
struct Next {
    id: Id,
    title: String,
    time: Time,
}

/// What may wait for somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Waits {
    /// A meeting is over, and nobody has confirmed its list.
    ToConfirm,
    /// Leave that was asked for.
    Leave,
    Appeal,
    /// The paired branch has confirmed, and this one has not.
    Exchange,
    /// An absence to be made up, by oneself.
    MakeUp,
    /// A reflection that was handed in.
    Reflection,
}

/// For a person: where they are expected, what they run, what they have to make up.
pub(crate) fn of_person(tx: &mut Tx, person_id: &Id, now: DateTime) -> Result<Ahead> {
    let next = next(
        tx,
        "(meeting.host_id = ?2 or meeting.recorder_id = ?2 or exists (select 1 from meeting_person seat
             where seat.meeting_id = meeting.id and seat.person_id = ?2))",
        &[now.to_value(), person_id.to_value()],
    )?;
    let to_confirm = "select count(*) from meeting where state = 'planned' and last_at < ?2
        and (recorder_id = ?1 or host_id = ?1 and recorder_id is null)";
    let make_up = "select count(*) from make_up where person_id = ?1 and state in ('open', 'returned')";
    let waits = vec![
        (Waits::ToConfirm, tx.scalar(to_confirm, params![person_id, now])?),
        (Waits::MakeUp, tx.scalar(make_up, params![person_id])?),
    ];
    Ok(Ahead { whose: "me".to_owned(), next, waits })
}

/// For an organization and what is below it: its meetings, and what they ask of the actor.
pub(crate) fn of_organization(
    tx: &mut Tx,
    actor: &Actor,
    organization: &Organization,
    now: DateTime,
) -> Result<Ahead> {
    let path = organization.path.as_str();
    let [first, end] = people::ends(path);
    let next = next(
        tx,
        "meeting.organization_id in (select id from organization where path >= ?2 and path < ?3)",
        &[now.to_value(), first, end],
    )?;
    let mut waits = Vec::new();
    for (what, from) in [
        (Waits::ToConfirm, "meeting where state = 'planned' and last_at < ?3 and organization_id"),
        (
            Waits::Leave,
            "meeting_leave asked join meeting on meeting.id = asked.meeting_id
             where asked.decision is null and meeting.state = 'planned' and meeting.last_at >= ?3
                 and meeting.organization_id",
        ),
        (
            Waits::Appeal,
            "meeting_appeal appeal join meeting on meeting.id = appeal.meeting_id
             where appeal.decision is null and meeting.first_at < ?3
                 and meeting.organization_id",
        ),
        (Waits::Exchange, "meeting where state = 'waiting' and first_at < ?3 and partner_id"),
        (
            Waits::Reflection,
            "make_up join meeting on meeting.id = make_up.meeting_id
             where make_up.state = 'submitted' and meeting.first_at < ?3 and meeting.organization_id",
        ),
    ] {
        if !what.is_for(actor, path) {
            continue;
        }
        let [first, end] = people::ends(path);
        let below = "select id from organization where path >= ?1 and path < ?2";
        let count =
            tx.scalar(&format!("select count(*) from {from} in ({below})"), &[first, end, now.to_value()])?;
        waits.push((what, count));
    }
    Ok(Ahead { whose: organization.id.to_string(), next, waits })
}

impl Waits {
    /// Whether the actor may do what it asks for, at the organization of a path.
    fn is_for(self, actor: &Actor, path: &str) -> bool {
        let rights: &[Right] = match self {
            Self::Reflection => &[Right::ReadNotes, Right::Attest],
            _ => &[Right::RecordForOrganization],
        };
        rights.iter().all(|right| actor.may(*right, Place::Organization { path }))
    }
}

fn next(tx: &mut Tx, whose: &str, values: &[Value<'_>]) -> Result<Vec<Next>> {
    Ok(tx.query(
        &format!(
            "select meeting.id, meeting.title, meeting.first_at, meeting.last_at from meeting
             where meeting.last_at >= ?1 and meeting.state = 'planned' and {whose}
             order by meeting.first_at, meeting.id limit {NEXT}"
        ),
        values,
        |row| {
            let time = Time { first: row.get(2)?, last: row.get(3)? };
            Ok(Next { id: row.get(0)?, title: row.get(1)?, time })
        },
    )?)
}

/// As a home page shows it.
#[derive(Debug)]
pub(crate) struct AheadView {
    pub(crate) waits: Vec<AheadLine>,
    pub(crate) next: Vec<AheadLine>,
}

/// A line that leads to its action.
#[derive(Debug)]
pub(crate) struct AheadLine {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) when: String,
}

impl Ahead {
    /// In the visitor's language.
    pub(crate) fn view(self, context: &Context) -> AheadView {
        let (t, lang) = (context.t(), context.lang);
        let line = |next: Next| AheadLine {
            href: format!("/meetings/{}", next.id),
            when: words::time(next.time, lang),
            label: next.title,
        };
        let wait = |(what, count): (Waits, i64)| {
            let (href, label) = said(what, &self.whose, count, t);
            AheadLine { href, label, when: String::new() }
        };
        AheadView {
            waits: self.waits.into_iter().filter(|(_, count)| *count > 0).map(wait).collect(),
            next: self.next.into_iter().map(line).collect(),
        }
    }
}

fn said(what: Waits, whose: &str, count: i64, t: &Messages) -> (String, String) {
    let count = count.to_string();
    let to_come = format!("/meetings?whose={whose}");
    let past = format!("{to_come}&show=past");
    let make_ups = "/make-ups".to_owned();
    match what {
        Waits::ToConfirm => (past, t.meetings_wait_to_confirm(count)),
        Waits::Leave => (to_come, t.meetings_wait_leave(count)),
        Waits::Appeal => (past, t.meetings_wait_appeal(count)),
        Waits::Exchange => (past, t.meetings_wait_exchange(count)),
        Waits::MakeUp => (make_ups, t.meetings_wait_make_up(count)),
        Waits::Reflection => (make_ups, t.meetings_wait_reflection(count)),
    }
}
