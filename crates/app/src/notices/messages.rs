//! The SQL of messages: made, taken by one server at a time, sent, tried again, given up.

use xueji_store::{Row, Tx, params};

use crate::notices::Notice;
use crate::shell::{Id, Result};

const MINUTE: i64 = 60 * 1000;
const HOUR: i64 = 60 * MINUTE;

/// How long a server may be at one message: longer than all patience with a mail server.
const HOLD: i64 = 5 * MINUTE;
/// After so many tries, in about three days, it is given up.
const MOST_TRIES: i64 = 10;
/// What a robot is given in a minute: vendors take 20, and not only from us.
const RATE: i64 = 15;

/// How long is waited after so many tries.
fn pause(tries: i64) -> i64 {
    match tries {
        ..=1 => MINUTE,
        2 => 5 * MINUTE,
        3 => 15 * MINUTE,
        4 => HOUR,
        5 => 4 * HOUR,
        _ => 12 * HOUR,
    }
}

/// A message that this server has taken.
#[derive(Clone, Debug)]
pub(super) struct Taken {
    pub(super) id: Id,
    /// Whose it is: a person or an organization.
    pub(super) to: Id,
    pub(super) urgent: bool,
    pub(super) made_at: i64,
    until_at: Option<i64>,
    tries: i64,
    held_until: Option<i64>,
    doubtful: bool,
}

/// What a robot says.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) href: String,
}

/// Makes a message to a person.
pub(super) fn make(tx: &mut Tx, person_id: &Id, urgent: bool, at: i64) -> Result<Id> {
    let id = Id::fresh();
    tx.execute(
        "insert into message (id, person_id, urgent, made_at, next_at, tries, doubtful, state)
         values (?1, ?2, ?3, ?4, ?4, 0, false, 'waiting')",
        params![id, person_id, urgent, at],
    )?;
    Ok(id)
}

/// Makes a message to an organization's group, where it has a robot that was not given it yet.
pub(super) fn make_for_group(tx: &mut Tx, organization_id: &Id, notice: &Notice, at: i64) -> Result<()> {
    let sql = "select exists (select 1 from robot where organization_id = ?1)";
    if !tx.scalar::<bool>(sql, params![organization_id])? {
        return Ok(());
    }
    tx.execute(
        "insert into message (id, organization_id, kind, key, title, body, href, until_at, urgent, made_at, next_at,
             tries, doubtful, state)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, 0, false, 'waiting')
         on conflict (organization_id, key) where organization_id is not null do nothing",
        params![
            Id::fresh(),
            organization_id,
            notice.kind.code(),
            notice.key,
            notice.title,
            notice.body,
            notice.href,
            notice.until,
            notice.urgent,
            at
        ],
    )?;
    Ok(())
}

/// How many messages were made for a person since.
pub(super) fn made_since(tx: &mut Tx, person_id: &Id, since: i64) -> Result<u32> {
    let made: i64 = tx.scalar(
        "select count(*) from message where person_id = ?1 and made_at >= ?2 and state <> 'dropped'",
        params![person_id, since],
    )?;
    Ok(u32::try_from(made).unwrap_or(u32::MAX))
}

/// To whom messages go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Mail,
    Robot,
}

/// The message that waits longest and nobody else is at; what must not be tried again is given up on the way.
pub(super) fn next(tx: &mut Tx, way: Way, now: i64) -> Result<Option<Taken>> {
    tx.serialize_on(&["messages"])?;
    let due = match way {
        Way::Mail => "m.person_id is not null".to_owned(),
        // The rate is the address's: several organizations may share a group.
        Way::Robot => format!(
            "m.organization_id is not null and {RATE} > (
                 select count(*) from robot r
                 join robot same on same.address = r.address
                 join message o on o.organization_id = same.organization_id and o.tried_at > ?1 - {MINUTE}
                 where r.organization_id = m.organization_id)"
        ),
    };
    loop {
        let found = tx.query_opt(
            &format!(
                "select m.id, coalesce(m.person_id, m.organization_id), m.urgent, m.made_at, m.until_at, m.tries,
                     m.held_until, m.doubtful
                 from message m
                 where m.state = 'waiting' and m.next_at <= ?1 and (m.held_until is null or m.held_until < ?1) and {due}
                 order by m.next_at, m.made_at, m.id limit 1"
            ),
            params![now],
            read,
        )?;
        let Some(taken) = found else { return Ok(None) };
        // Whoever was at it has died: it may have gone out, and goes out once more at most.
        let died = taken.held_until.is_some();
        if died && taken.doubtful {
            give_up(tx, &taken.id, "doubt", now)?;
        } else if taken.until_at.is_some_and(|until| until <= now) {
            end(tx, &taken.id, "dropped", now)?;
        } else {
            if died {
                let doubt = "update message set doubtful = true, held_until = null where id = ?1";
                tx.execute(doubt, params![taken.id])?;
            }
            return Ok(Some(taken));
        }
    }
}

fn read(row: &Row<'_>) -> xueji_store::Result<Taken> {
    Ok(Taken {
        id: row.get(0)?,
        to: row.get(1)?,
        urgent: row.get(2)?,
        made_at: row.get(3)?,
        until_at: row.get(4)?,
        tries: row.get(5)?,
        held_until: row.get(6)?,
        doubtful: row.get(7)?,
    })
}

/// What a robot's message says.
pub(super) fn said(tx: &mut Tx, id: &Id) -> Result<Said> {
    Ok(tx.query_one("select kind, title, body, href from message where id = ?1", params![id], |row| {
        Ok(Said { kind: row.get(0)?, title: row.get(1)?, body: row.get(2)?, href: row.get(3)? })
    })?)
}

/// Nobody else takes it for a while.
pub(super) fn hold(tx: &mut Tx, id: &Id, now: i64) -> Result<()> {
    tx.execute(
        "update message set held_until = ?2, tried_at = ?3, tries = tries + 1 where id = ?1",
        params![id, now + HOLD, now],
    )?;
    Ok(())
}

/// It waits until later, without having been tried.
pub(super) fn put_off(tx: &mut Tx, id: &Id, until: i64) -> Result<()> {
    tx.execute("update message set next_at = ?2 where id = ?1", params![id, until])?;
    Ok(())
}

/// It is over: 'sent', 'given-up' or 'dropped'.
pub(super) fn end(tx: &mut Tx, id: &Id, state: &str, now: i64) -> Result<()> {
    tx.execute("delete from outbox where message_id = ?1", params![id])?;
    tx.execute(
        "update message set state = ?2, ended_at = ?3, held_until = null where id = ?1",
        params![id, state, now],
    )?;
    Ok(())
}

/// It could not be sent and never can.
pub(super) fn give_up(tx: &mut Tx, id: &Id, failure: &str, now: i64) -> Result<()> {
    tx.execute("update message set failure = ?2 where id = ?1", params![id, failure])?;
    end(tx, id, "given-up", now)
}

/// It could not be sent now: it is tried again, though not for good, and only once where it may have gone out. Whether
/// it is.
pub(super) fn try_again(tx: &mut Tx, taken: &Taken, failure: &str, doubt: bool, now: i64) -> Result<bool> {
    let tries = taken.tries + 1;
    if doubt && taken.doubtful || tries >= MOST_TRIES {
        give_up(tx, &taken.id, failure, now)?;
        return Ok(false);
    }
    tx.execute(
        "update message set failure = ?2, doubtful = ?3, next_at = ?4, held_until = null where id = ?1",
        params![taken.id, failure, doubt || taken.doubtful, now + pause(tries)],
    )?;
    Ok(true)
}

/// What waits for a person is not sent.
pub(super) fn drop_for_person(tx: &mut Tx, person_id: &Id) -> Result<()> {
    tx.execute(
        "update message set state = 'dropped', ended_at = next_at where person_id = ?1 and state = 'waiting'",
        params![person_id],
    )?;
    Ok(())
}

/// What waits for groups under a key is not sent.
pub(super) fn drop_for_groups(tx: &mut Tx, key: &str) -> Result<()> {
    tx.execute(
        "update message set state = 'dropped', ended_at = next_at
         where organization_id is not null and key = ?1 and state = 'waiting'",
        params![key],
    )?;
    Ok(())
}

/// What waits for an organization's group is not sent.
pub(super) fn drop_for_organization(tx: &mut Tx, organization_id: &Id) -> Result<()> {
    tx.execute(
        "update message set state = 'dropped', ended_at = next_at where organization_id = ?1 and state = 'waiting'",
        params![organization_id],
    )?;
    Ok(())
}

/// Removes messages that ended before an instant.
pub(super) fn forget(tx: &mut Tx, before: i64) -> Result<()> {
    tx.execute("delete from message where ended_at < ?1", params![before])?;
    Ok(())
}

/// How sending does.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Health {
    /// Messages that wait to be sent, and notices that wait to be put into one.
    pub(crate) waiting: i64,
    /// Sent in the last seven days.
    pub(crate) sent: i64,
    /// Given up in the last seven days.
    pub(crate) given_up: i64,
    /// Why the newest that waits, or was given up, did not go out: see [`crate::notices::said_of_failure`].
    pub(crate) trouble: Option<String>,
}

/// How sending does, as of now.
pub(crate) fn health(tx: &mut Tx, now: i64) -> Result<Health> {
    let since = now - 7 * 24 * HOUR;
    let ended = "select count(*) from message where ended_at >= ?1 and state = ?2";
    Ok(Health {
        waiting: tx.scalar(
            "select (select count(*) from message where state = 'waiting')
                 + (select count(*) from outbox where message_id is null)",
            params![],
        )?,
        sent: tx.scalar(ended, params![since, "sent"])?,
        given_up: tx.scalar(ended, params![since, "given-up"])?,
        trouble: tx.query_opt(
            "select failure from message
             where failure is not null and (state = 'waiting' or state = 'given-up' and ended_at >= ?1)
             order by tried_at desc limit 1",
            params![since],
            |row| row.get(0),
        )?,
    })
}
