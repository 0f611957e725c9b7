//! Meetings in the database.

use jiff::civil::DateTime;
use xueji_standing::Outcome;
use xueji_store::{Param as _, Row, Tx, Value, Where, params};

use crate::meetings::{Direction, Follows, Meeting, Partner, Role, Seat, State, Time};
use crate::people;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, listed};

const COLUMNS: &str = "meeting.id, meeting.organization_id, meeting.activity, meeting.attendance, meeting.category,
    meeting.title, meeting.agenda, meeting.first_at, meeting.last_at, meeting.held_first_at, meeting.held_last_at,
    meeting.place, meeting.link, meeting.host_id, meeting.recorder_id, meeting.state, meeting.reason,
    meeting.event_id, meeting.sign_in_secret, meeting.version, meeting.partner_id, meeting.direction,
    meeting.partner_event_id, meeting.partner_by, meeting.series_id, meeting.follows";

pub(super) fn insert(
    tx: &mut Tx,
    new: &Meeting,
    entry_key: &str,
    (created_by, created_at): (&Id, i64),
) -> Result<()> {
    tx.execute(
        "insert into meeting (id, entry_key, organization_id, activity, attendance, category, title, agenda, first_at,
             last_at, place, link, host_id, recorder_id, state, version, created_by, created_at, partner_id, direction,
             series_id, follows)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
        params![
            new.id,
            *entry_key,
            new.organization_id,
            new.activity,
            new.attendance,
            new.category,
            new.title,
            new.agenda,
            new.planned.first,
            new.planned.last,
            new.place,
            new.link,
            new.host_id,
            new.recorder_id,
            *new.state.code(),
            new.version,
            created_by,
            created_at,
            new.partner.as_ref().map(|partner| &partner.organization_id),
            new.partner.as_ref().map(|partner| partner.direction.code()),
            new.series_id,
            new.follows.map(Follows::code),
        ],
    )?;
    Ok(())
}

/// Writes everything of a meeting but whose it is, if it is still at the version that was read; false where another was
/// quicker.
pub(super) fn update(tx: &mut Tx, meeting: &Meeting) -> Result<bool> {
    let partner = meeting.partner.as_ref();
    let changed = tx.execute(
        "update meeting set activity = ?2, attendance = ?3, category = ?4, title = ?5, agenda = ?6, first_at = ?7,
             last_at = ?8, held_first_at = ?9, held_last_at = ?10, place = ?11, link = ?12, host_id = ?13,
             recorder_id = ?14, state = ?15, reason = ?16, event_id = ?17, sign_in_secret = ?18, partner_id = ?19,
             direction = ?20, partner_event_id = ?21, partner_by = ?22, follows = ?24,
             told = case when first_at = ?7 then told end, version = version + 1
         where id = ?1 and version = ?23",
        params![
            meeting.id,
            meeting.activity,
            meeting.attendance,
            meeting.category,
            meeting.title,
            meeting.agenda,
            meeting.planned.first,
            meeting.planned.last,
            meeting.held.map(|held| held.first),
            meeting.held.map(|held| held.last),
            meeting.place,
            meeting.link,
            meeting.host_id,
            meeting.recorder_id,
            *meeting.state.code(),
            meeting.reason,
            meeting.event_id,
            meeting.sign_in_secret,
            partner.map(|partner| &partner.organization_id),
            partner.map(|partner| partner.direction.code()),
            partner.and_then(|partner| partner.event_id.as_ref()),
            partner.and_then(|partner| partner.by.as_ref()),
            meeting.version,
            meeting.follows.map(Follows::code),
        ],
    )?;
    Ok(changed == 1)
}

/// Notes that a reminder of a planned meeting is given; false where it was already.
pub(super) fn tell_once(tx: &mut Tx, id: &Id, what: &str) -> Result<bool> {
    let noted = tx.execute(
        "update meeting set told = ?2 where id = ?1 and state = 'planned' and coalesce(told, '') <> ?2",
        params![id, what],
    )?;
    Ok(noted == 1)
}

pub(super) fn by_entry_key(tx: &mut Tx, entry_key: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt("select id from meeting where entry_key = ?1", params![entry_key], |row| row.get(0))?)
}

pub(crate) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Meeting>> {
    Ok(tx.query_opt(&format!("select {COLUMNS} from meeting where meeting.id = ?1"), params![id], read)?)
}

/// Which meetings a list is about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Whose<'a> {
    /// Those at which a person is expected or invited, or which they host or record.
    Person(&'a Id),
    /// Those of the organization of this path and of those below.
    Path(&'a str),
}

impl<'a> Whose<'a> {
    /// Narrows meetings, joined with their organizations, to these.
    pub(super) fn narrow(self, clause: Where<'a>) -> Where<'a> {
        match self {
            Self::Person(id) => clause.and(
                "(meeting.host_id = ? or meeting.recorder_id = ? or exists (
                     select 1 from meeting_person own where own.meeting_id = meeting.id and own.person_id = ?))",
                id,
            ),
            Self::Path(path) => {
                let ends = [people::ends(path), people::ends(path)].concat();
                clause.and_all(
                    "(organization.path >= ? and organization.path < ? or meeting.partner_id in
                      (select id from organization where path >= ? and path < ?))",
                    &ends,
                )
            }
        }
    }
}

/// A page of meetings, before or after a civil time: those to come the nearest first, those gone by the latest first.
pub(super) fn list(
    tx: &mut Tx,
    whose: Whose<'_>,
    to_come: bool,
    since: DateTime,
    (page, size): (usize, usize),
) -> Result<(Vec<(Meeting, String)>, bool)> {
    let (compared, order) = if to_come { (">=", "asc") } else { ("<", "desc") };
    let clause = whose.narrow(Where::new().and(&format!("meeting.last_at {compared} ?"), &since));
    let found = tx.query(
        &format!(
            "select {COLUMNS}, organization.short_name from meeting
             join organization on organization.id = meeting.organization_id {}
             order by meeting.first_at {order}, meeting.id {order} limit {} offset {}",
            clause.sql(),
            size + 1,
            page.saturating_sub(1).saturating_mul(size),
        ),
        clause.params(),
        |row| Ok((read(row)?, row.get(26)?)),
    )?;
    Ok(listed::cut(found, size))
}

/// The planned meetings of a series after a time.
pub(super) fn following(tx: &mut Tx, series_id: &Id, after: DateTime) -> Result<Vec<Meeting>> {
    Ok(tx.query(
        &format!(
            "select {COLUMNS} from meeting
             where meeting.series_id = ?1 and meeting.first_at > ?2 and meeting.state = 'planned'
             order by meeting.first_at limit 100"
        ),
        params![series_id, after],
        read,
    )?)
}

/// The latest meeting of a kind that an organization arranged: where a new form begins.
pub(super) fn latest(tx: &mut Tx, organization_id: &Id, activity: &str) -> Result<Option<Meeting>> {
    Ok(tx.query_opt(
        &format!(
            "select {COLUMNS} from meeting
             where meeting.organization_id = ?1 and meeting.activity = ?2 and meeting.state <> 'cancelled'
             order by meeting.first_at desc limit 1"
        ),
        params![organization_id, activity],
        read,
    )?)
}

/// Everybody on the list with their names, and in their order.
pub(crate) fn seats(tx: &mut Tx, meeting_id: &Id) -> Result<Vec<(Seat, String)>> {
    Ok(tx.query(
        "select seat.person_id, seat.role, seat.speaks, seat.topic, seat.outcome, seat.arrived_at, seat.partner,
             person.name
         from meeting_person seat join person on person.id = seat.person_id
         where seat.meeting_id = ?1
         order by person.initials, person.code limit 1000",
        params![meeting_id],
        |row| Ok((seat(row)?, row.get(7)?)),
    )?)
}

/// One person's place.
pub(super) fn seat_of(tx: &mut Tx, meeting_id: &Id, person_id: &Id) -> Result<Option<Seat>> {
    Ok(tx.query_opt(
        "select person_id, role, speaks, topic, outcome, arrived_at, partner from meeting_person
         where meeting_id = ?1 and person_id = ?2",
        params![meeting_id, person_id],
        seat,
    )?)
}

/// Puts these people on the list, in place of whoever was on it.
pub(super) fn seat_all(tx: &mut Tx, meeting_id: &Id, seats: &[Seat]) -> Result<()> {
    tx.execute("delete from meeting_person where meeting_id = ?1", params![meeting_id])?;
    add_seats(tx, meeting_id, seats)
}

/// Puts these people on the list besides.
pub(super) fn add_seats(tx: &mut Tx, meeting_id: &Id, seats: &[Seat]) -> Result<()> {
    let rows = seats.iter().map(|seat| {
        vec![
            meeting_id.to_value(),
            seat.person_id.to_value(),
            Value::Text(seat.role.code().into()),
            Value::Bool(seat.speaks),
            seat.topic.to_value(),
            seat.outcome.map_or(Value::Null, |outcome| Value::Text(outcome.code().into())),
            seat.arrived_at.to_value(),
            Value::Bool(seat.partner),
        ]
    });
    let columns = ["meeting_id", "person_id", "role", "speaks", "topic", "outcome", "arrived_at", "partner"];
    tx.insert_many("meeting_person", &columns, rows)?;
    Ok(())
}

/// Takes somebody off the list.
pub(super) fn remove_seat(tx: &mut Tx, meeting_id: &Id, person_id: &Id) -> Result<()> {
    tx.execute(
        "delete from meeting_person where meeting_id = ?1 and person_id = ?2",
        params![meeting_id, person_id],
    )?;
    Ok(())
}

/// What the list says of one person.
pub(super) fn say(tx: &mut Tx, meeting_id: &Id, seat: &Seat) -> Result<()> {
    tx.execute(
        "update meeting_person set outcome = ?3, arrived_at = ?4 where meeting_id = ?1 and person_id = ?2",
        params![meeting_id, seat.person_id, seat.outcome.map(Outcome::code), seat.arrived_at],
    )?;
    Ok(())
}

fn seat(row: &Row<'_>) -> xueji_store::Result<Seat> {
    let outcome = row.opt_str(4)?.map(|code| Outcome::from_code(code).ok_or(unreadable(4, "an outcome")));
    Ok(Seat {
        person_id: row.get(0)?,
        role: Role::from_code(row.str(1)?).ok_or(unreadable(1, "a role at a meeting"))?,
        speaks: row.get(2)?,
        topic: row.get(3)?,
        outcome: outcome.transpose()?,
        arrived_at: row.get(5)?,
        partner: row.get(6)?,
    })
}

fn read(row: &Row<'_>) -> xueji_store::Result<Meeting> {
    let held: Option<_> = row.get(9)?;
    let held_last: Option<_> = row.get(10)?;
    let partner: Option<Id> = row.get(20)?;
    let partner = match partner {
        Some(organization_id) => Some(Partner {
            organization_id,
            direction: Direction::from_code(row.str(21)?).ok_or(unreadable(21, "a direction"))?,
            event_id: row.get(22)?,
            by: row.get(23)?,
        }),
        None => None,
    };
    Ok(Meeting {
        id: row.get(0)?,
        organization_id: row.get(1)?,
        activity: row.get(2)?,
        attendance: row.get(3)?,
        category: row.get(4)?,
        title: row.get(5)?,
        agenda: row.get(6)?,
        planned: Time { first: row.get(7)?, last: row.get(8)? },
        held: held.zip(held_last).map(|(first, last)| Time { first, last }),
        place: row.get(11)?,
        link: row.get(12)?,
        host_id: row.get(13)?,
        recorder_id: row.get(14)?,
        state: State::from_code(row.str(15)?).ok_or(unreadable(15, "a state of a meeting"))?,
        reason: row.get(16)?,
        event_id: row.get(17)?,
        sign_in_secret: row.get(18)?,
        version: row.get(19)?,
        partner,
        series_id: row.get(24)?,
        follows: row.opt_str(25)?.and_then(Follows::from_code),
    })
}
