//! What waits for a second hand: transfers for both sides, exemptions for somebody above.

use jiff::civil::Date;
use xueji_store::{Row, Tx, params};

use crate::people::{self, Organization};
use crate::roster::{may_at, told};
use crate::shell::error::unreadable;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Clock, Deed, Error, Id, Mistakes, Note, OrNotFound, Place, Result, Right, Work};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Belonging to this organization instead.
    Transfer(Id),
    /// Not owing this duty, or any where none is named, until a day.
    Exemption(Option<String>, Option<Date>),
}

/// Something that was asked for.
#[derive(Clone, Debug)]
pub(super) struct Request {
    pub(super) id: Id,
    pub(super) kind: Kind,
    pub(super) person_id: Id,
    pub(super) person: String,
    pub(super) from: Organization,
    pub(super) to: Option<Organization>,
    pub(super) from_on: Date,
    pub(super) reason: String,
    pub(super) state: String,
    pub(super) asked_by: Id,
    pub(super) asked_by_name: String,
    pub(super) asked_at: i64,
    pub(super) released: bool,
    pub(super) received: bool,
    pub(super) decided_at: Option<i64>,
    pub(super) said: String,
}

/// What the visitor may do with a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct May {
    pub(super) agree: bool,
    pub(super) refuse: bool,
    pub(super) withdraw: bool,
}

impl Request {
    /// What the actor may do with it.
    pub(super) fn may(&self, actor: &Actor) -> May {
        if self.state != "open" {
            return May::default();
        }
        let (release, receive, approve) = self.sides(actor);
        let party = release || receive || approve;
        May {
            agree: release && !self.released || receive && !self.received || approve,
            refuse: party && self.asked_by != actor.account_id,
            withdraw: self.asked_by == actor.account_id,
        }
    }

    /// Whether the actor speaks for the side that lets go, for the one that takes in, and for those above.
    fn sides(&self, actor: &Actor) -> (bool, bool, bool) {
        match (&self.kind, &self.to) {
            (Kind::Transfer(_), Some(to)) => {
                let own = actor.person_id.as_ref() == Some(&self.person_id);
                let keeps = |organization| !own && may_at(actor, Right::KeepRoster, organization);
                (keeps(&self.from), keeps(to), false)
            }
            (Kind::Transfer(_), None) => (false, false, false),
            (Kind::Exemption(..), _) => {
                let place = Place::Person { id: &self.person_id, path: &self.from.path };
                (false, false, actor.may(Right::GovernRoster, place))
            }
        }
    }

    /// Whether the actor has anything to do with it.
    pub(super) fn concerns(&self, actor: &Actor) -> bool {
        let sees = |organization: &Organization| may_at(actor, Right::KeepRoster, organization);
        sees(&self.from) || self.to.as_ref().is_some_and(sees) || self.asked_by == actor.account_id
    }
}

/// Asks for it, and does it at once where the actor may decide alone; tells whether it is done.
pub(super) fn ask(
    work: &mut Work<'_>,
    actor: &Actor,
    clock: &Clock,
    person_id: &Id,
    home: &Organization,
    (kind, from_on, reason): (&Kind, Date, &str),
    alone: bool,
) -> Result<bool> {
    let (code, to_id, duty_code, to_on) = match kind {
        Kind::Transfer(to) => ("transfer", Some(to), None, None),
        Kind::Exemption(duty, to_on) => ("exemption", None, duty.as_deref(), *to_on),
    };
    let twice: bool = work.scalar(
        "select exists (select 1 from roster_request where person_id = ?1 and kind = ?2 and state = 'open'
             and coalesce(duty_code, '') = ?3)",
        params![person_id, code, duty_code.unwrap_or_default()],
    )?;
    if twice {
        return Err(Mistakes::one("reason", Messages::roster_asked_already));
    }
    let id = Id::fresh();
    work.execute(
        "insert into roster_request (id, kind, person_id, from_id, to_id, duty_code, from_on, to_on, reason, state,
             asked_by, asked_at, said)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'open', ?10, ?11, '')",
        params![
            id,
            code,
            person_id,
            home.id,
            to_id,
            duty_code,
            from_on,
            to_on,
            reason,
            actor.account_id,
            clock.now()
        ],
    )?;
    work.note(Note::of(Deed::RequestMade, &id).to(person_id).saying(format!("{code} {from_on}")));
    let request = find(work, &id)?.or_not_found()?;
    let (release, receive, approve) = request.sides(actor);
    if approve || alone && release && receive {
        carry_out(work, actor, clock, &request, release, receive)?;
        return Ok(true);
    }
    // Who asks speaks for one side; a second person confirms the other, even where the first could.
    let side = if release { "released_by" } else { "received_by" };
    if release || receive {
        work.execute(
            &format!("update roster_request set {side} = ?2 where id = ?1"),
            params![id, actor.account_id],
        )?;
    }
    let request = find(work, &id)?.or_not_found()?;
    told::waiting(work, actor, clock, &request)?;
    Ok(false)
}

/// Agrees on the actor's side or sides; the last to agree carries it out.
pub(super) fn agree(work: &mut Work<'_>, actor: &Actor, clock: &Clock, id: &Id) -> Result<()> {
    let request = open(work, id)?;
    if !request.may(actor).agree {
        return Err(Error::Forbidden);
    }
    let (release, receive, approve) = request.sides(actor);
    let (released, received) = (request.released || release, request.received || receive);
    if approve || released && received {
        return carry_out(work, actor, clock, &request, release, receive);
    }
    let side = if release { "released_by" } else { "received_by" };
    work.execute(
        &format!("update roster_request set {side} = ?2 where id = ?1"),
        params![id, actor.account_id],
    )?;
    work.note(Note::of(Deed::RequestDecided, id).to(&request.person_id).saying(side));
    Ok(())
}

fn carry_out(
    work: &mut Work<'_>,
    actor: &Actor,
    clock: &Clock,
    request: &Request,
    release: bool,
    receive: bool,
) -> Result<()> {
    // What was agreed to is that the person leaves that organization, and no other.
    if people::last_home(work, &request.person_id)?.is_none_or(|home| home.id != request.from.id) {
        return Err(Error::Conflict(Messages::roster_moved_meanwhile));
    }
    match &request.kind {
        Kind::Transfer(to) => people::transfer(work, &request.person_id, to, request.from_on)?,
        Kind::Exemption(duty, to_on) => people::exempt(
            work,
            &request.person_id,
            duty.as_deref(),
            request.from_on,
            *to_on,
            &request.reason,
        )?,
    }
    let by = |side: bool| side.then_some(&actor.account_id);
    work.execute(
        "update roster_request set released_by = coalesce(released_by, ?2), received_by = coalesce(received_by, ?3)
         where id = ?1",
        params![request.id, by(release), by(receive)],
    )?;
    close(work, actor, clock, request, "done", "")
}

/// Refuses it, with the reason.
pub(super) fn refuse(work: &mut Work<'_>, actor: &Actor, clock: &Clock, id: &Id, said: &str) -> Result<()> {
    let request = open(work, id)?;
    if !request.may(actor).refuse {
        return Err(Error::Forbidden);
    }
    if said.is_empty() {
        return Err(Mistakes::one("reason", Messages::roster_say_why));
    }
    close(work, actor, clock, &request, "refused", said)
}

/// Whoever asked takes it back.
pub(super) fn withdraw(work: &mut Work<'_>, actor: &Actor, clock: &Clock, id: &Id) -> Result<()> {
    let request = open(work, id)?;
    if !request.may(actor).withdraw {
        return Err(Error::Forbidden);
    }
    close(work, actor, clock, &request, "withdrawn", "")
}

fn open(work: &mut Work<'_>, id: &Id) -> Result<Request> {
    // Two who decide at once: the second finds it decided.
    work.serialize_on(&[id.as_str()])?;
    let request = find(work, id)?.or_not_found()?;
    if request.state != "open" {
        return Err(Error::Conflict(Messages::roster_decided_already));
    }
    Ok(request)
}

fn close(
    work: &mut Work<'_>,
    actor: &Actor,
    clock: &Clock,
    request: &Request,
    state: &str,
    said: &str,
) -> Result<()> {
    work.execute(
        "update roster_request set state = ?2, decided_by = ?3, decided_at = ?4, said = ?5 where id = ?1",
        params![request.id, state, actor.account_id, clock.now(), said],
    )?;
    work.note(Note::of(Deed::RequestDecided, &request.id).to(&request.person_id).saying(state));
    told::decided(work, actor, request, state)
}

/// How many of each sort are listed: more open ones than an office lets wait.
const MOST: usize = 300;

/// What is open, the oldest first, then what was decided of late.
pub(super) fn listed(tx: &mut Tx, actor: &Actor) -> Result<(Vec<Request>, Vec<Request>)> {
    let mut some = |condition: &str, most: usize| -> Result<Vec<Request>> {
        let found = select(tx, &format!("{condition} limit {most}"), "")?;
        Ok(found.into_iter().filter(|request| request.concerns(actor)).collect())
    };
    Ok((
        some("r.state = 'open' and ?1 = '' order by r.asked_at, r.id", MOST)?,
        some("r.state <> 'open' and ?1 = '' order by r.decided_at desc, r.id", 30)?,
    ))
}

pub(super) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Request>> {
    Ok(select(tx, "r.id = ?1", id.as_str())?.pop())
}

type Stored = (Request, Id, Option<Id>);

fn select(tx: &mut Tx, condition: &str, value: &str) -> Result<Vec<Request>> {
    let rows: Vec<Stored> = tx.query(
        &format!(
            "select r.id, r.kind, r.person_id, person.name, r.from_id, r.to_id, r.duty_code, r.from_on, r.to_on,
                 r.reason, r.state, r.asked_by, coalesce(asker.name, account.name, ''), r.asked_at,
                 r.released_by is not null, r.received_by is not null, r.decided_at, r.said
             from roster_request r
             join person on person.id = r.person_id
             left join account on account.id = r.asked_by
             left join person asker on asker.id = account.person_id
             where {condition}"
        ),
        params![value],
        read,
    )?;
    let mut requests = Vec::with_capacity(rows.len());
    for (mut request, from_id, to_id) in rows {
        request.from = people::organization(tx, &from_id)?.or_not_found()?;
        request.to = match to_id {
            Some(id) => people::organization(tx, &id)?,
            None => None,
        };
        requests.push(request);
    }
    Ok(requests)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Stored> {
    let (from_id, to_id): (Id, Option<Id>) = (row.get(4)?, row.get(5)?);
    let kind = match (row.str(1)?, &to_id) {
        ("transfer", Some(to)) => Kind::Transfer(to.clone()),
        ("exemption", _) => Kind::Exemption(row.get(6)?, row.get(8)?),
        _ => return Err(unreadable(1, "a kind of request")),
    };
    let request = Request {
        id: row.get(0)?,
        kind,
        person_id: row.get(2)?,
        person: row.get(3)?,
        from: nowhere(),
        to: None,
        from_on: row.get(7)?,
        reason: row.get(9)?,
        state: row.get(10)?,
        asked_by: row.get(11)?,
        asked_by_name: row.get(12)?,
        asked_at: row.get(13)?,
        released: row.get(14)?,
        received: row.get(15)?,
        decided_at: row.get(16)?,
        said: row.get(17)?,
    };
    Ok((request, from_id, to_id))
}

/// Stands in until the organization is read.
fn nowhere() -> Organization {
    Organization {
        id: Id::from_text(""),
        parent_id: None,
        code: String::new(),
        name: String::new(),
        short_name: String::new(),
        level: xueji_plan::Level::Branch,
        unit_type: None,
        path: String::new(),
        sort_order: 0,
        founded_on: None,
        dissolved_on: None,
    }
}

/// An exemption that somebody asked for, for the walk through all routes.
#[cfg(test)]
pub(crate) fn of_test(app: &crate::testing::TestApp, person_id: &Id) -> Id {
    let made = app.app.write_blocking(crate::shell::Author::Command, |work| {
        let (id, home) = (Id::fresh(), people::last_home(work, person_id)?.or_not_found()?);
        work.execute(
            "insert into roster_request (id, kind, person_id, from_id, from_on, reason, state, asked_by, asked_at, said)
             values (?1, 'exemption', ?2, ?3, '2026-03-05', '', 'open', 'someone', 0, '')",
            params![id, person_id, home.id],
        )?;
        Ok(id)
    });
    made.expect("the request is stored")
}
