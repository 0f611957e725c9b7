//! What waits to be sent: put there with the notice, gathered into messages when its time has come.

use jiff::civil::Date;
use xueji_plan::Calendar;
use xueji_store::{Param as _, Tx, params};

use crate::notices::kinds::{Choice, Kind};
use crate::notices::timing::{self, Verdict, Waiting};
use crate::notices::{Notice, address, messages, store};
use crate::shell::{Clock, Id, Result};

/// People who are looked at with one commit.
pub(super) const BATCH: usize = 100;

/// Puts notices there, by their ids and readers, where the reader has an address.
pub(super) fn put(tx: &mut Tx, told: &[(Id, Id)], notice: &Notice, at: i64) -> Result<()> {
    if told.is_empty() {
        return Ok(());
    }
    let readers: Vec<&str> = told.iter().map(|(_, reader)| reader.as_str()).collect();
    let reached = address::reached(tx, &readers)?;
    let rows = told.iter().filter(|(_, reader)| reached.contains(reader)).map(|(id, reader)| {
        vec![
            id.to_value(),
            reader.to_value(),
            notice.urgent.to_value(),
            notice.until.to_value(),
            at.to_value(),
        ]
    });
    tx.insert_many("outbox", &["notice_id", "person_id", "urgent", "until_at", "look_at"], rows)?;
    Ok(())
}

/// What stands under a key is not sent any more, to anybody.
pub(super) fn take_back(tx: &mut Tx, key: &str) -> Result<()> {
    tx.execute("delete from outbox where notice_id in (select id from notice where key = ?1)", params![key])?;
    messages::drop_for_groups(tx, key)
}

/// What a person has read is not sent any more.
pub(super) fn forget_read(tx: &mut Tx, person_id: &Id) -> Result<()> {
    tx.execute(
        "delete from outbox where person_id = ?1
             and notice_id in (select id from notice where person_id = ?1 and read_at is not null)",
        params![person_id],
    )?;
    Ok(())
}

/// Nothing that waits for a person is sent.
pub(super) fn forget(tx: &mut Tx, person_id: &Id) -> Result<()> {
    tx.execute("delete from outbox where person_id = ?1", params![person_id])?;
    messages::drop_for_person(tx, person_id)
}

/// What waits for a person is judged anew: they chose otherwise.
pub(super) fn look_again(tx: &mut Tx, person_id: &Id, at: i64) -> Result<()> {
    tx.execute(
        "update outbox set look_at = ?2 where person_id = ?1 and message_id is null",
        params![person_id, at],
    )?;
    Ok(())
}

/// Gathers into messages what is due for some people; how many were looked at.
pub(super) fn gather(tx: &mut Tx, clock: &Clock) -> Result<usize> {
    // Of several servers one looks at a time.
    tx.serialize_on(&["outbox"])?;
    let people: Vec<Id> = tx.query(
        &format!(
            "select person_id from outbox where message_id is null and look_at <= ?1
             group by person_id order by min(look_at) limit {BATCH}"
        ),
        params![clock.now()],
        |row| row.get(0),
    )?;
    for person_id in &people {
        gather_for(tx, clock, person_id)?;
    }
    Ok(people.len())
}

/// Something of a person's that waits.
struct Item {
    notice_id: Id,
    kind: Option<Kind>,
    read: bool,
    waiting: Waiting,
}

fn gather_for(tx: &mut Tx, clock: &Clock, person_id: &Id) -> Result<()> {
    let at_home = address::confirmed(tx, person_id)?.is_some();
    let choices = store::choices(tx, person_id)?;
    let (now, today) = (clock.civil_of(clock.now()), clock.today());
    let sent = messages::made_since(tx, person_id, clock.midnight_of(timing::monday_of(today)))?;
    let worked = working_days(today);
    let items = tx.query(
        "select o.notice_id, n.kind, n.read_at is not null, n.told_at, o.until_at, o.urgent
         from outbox o join notice n on n.id = o.notice_id
         where o.person_id = ?1 and o.message_id is null order by n.told_at, n.id limit 1000",
        params![person_id],
        |row| {
            let waiting = Waiting {
                told: clock.civil_of(row.get(3)?),
                until: row.get::<Option<i64>>(4)?.map(|at| clock.civil_of(at)),
                urgent: row.get(5)?,
            };
            Ok(Item { notice_id: row.get(0)?, kind: Kind::of(row.str(1)?), read: row.get(2)?, waiting })
        },
    )?;
    let (mut due, mut urgent) = (Vec::new(), false);
    for item in items {
        let wanted = item.kind.is_some_and(|kind| choices.of(kind) == Choice::Mail);
        let verdict = if at_home && wanted && !item.read {
            timing::verdict(&item.waiting, &choices.manner, sent, now, &worked)
        } else {
            Verdict::Drop
        };
        match verdict {
            Verdict::Send => {
                urgent |= item.waiting.urgent;
                due.push(item.notice_id);
            }
            Verdict::Wait(until) => {
                let look_at = clock.instant_of(until.date(), until.time());
                let wait = params![item.notice_id, look_at];
                tx.execute("update outbox set look_at = ?2 where notice_id = ?1", wait)?;
            }
            Verdict::Drop => {
                tx.execute("delete from outbox where notice_id = ?1", params![item.notice_id])?;
            }
        }
    }
    if due.is_empty() {
        return Ok(());
    }
    let message_id = messages::make(tx, person_id, urgent, clock.now())?;
    for notice_id in due {
        let into = params![notice_id, message_id];
        tx.execute("update outbox set message_id = ?2 where notice_id = ?1", into)?;
    }
    Ok(())
}

/// Which days are worked around a day, by the statutory list; a plan's own corrections are not known here.
pub(super) fn working_days(today: Date) -> impl Fn(Date) -> bool {
    let calendar = Calendar::china(today.year()..=today.year().saturating_add(1));
    move |day| calendar.is_working_day(day)
}
