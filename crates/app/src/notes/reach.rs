//! Who may read a note, and who did.

use jiff::civil::Date;
use xueji_store::{Tx, params};

use crate::notes::{self, Note};
use crate::people;
use crate::shell::{Actor, Clock, Deed, Error, Id, Place, Result, Right, Work};

/// Somebody read a note of another.
#[derive(Clone, Debug)]
pub(crate) struct Reading {
    /// The person's name, the account's where it is nobody's.
    pub(crate) who: String,
    pub(crate) at: i64,
    /// Which version they were shown.
    pub(crate) number: i64,
}

/// Whether the note is the actor's own, or was handed in and its author stands below a post that reads notes.
pub(crate) fn may_read(tx: &mut Tx, actor: &Actor, note: &Note, today: Date) -> Result<bool> {
    if actor.person_id.as_ref() == Some(&note.person_id) {
        return Ok(true);
    }
    if note.entered.is_none() {
        return Ok(false);
    }
    let home = people::home(tx, &note.person_id, today)?;
    Ok(home.is_some_and(|home| {
        actor.may(Right::ReadNotes, Place::Person { id: &note.person_id, path: &home.path })
    }))
}

/// Opens another's note, telling its author, and returns what was handed in.
///
/// # Errors
/// Forbidden, where the actor may not read it.
pub(crate) fn open(work: &mut Work<'_>, actor: &Actor, note: &Note, today: Date) -> Result<notes::Version> {
    if !may_read(work, actor, note, today)? {
        return Err(Error::Forbidden);
    }
    let version = note.entered.map(|number| notes::version(work, &note.id, number)).transpose()?.flatten();
    let version = version.ok_or(Error::NotFound)?;
    let at = work.at();
    work.execute(
        "insert into note_reading (id, note_id, number, by_account_id, at) values (?1, ?2, ?3, ?4, ?5)",
        params![Id::fresh(), note.id, version.number, actor.account_id, at],
    )?;
    work.note(crate::shell::Note::of(Deed::TextRead, &note.id).to(&note.person_id));
    Ok(version)
}

/// Tells a note's author that somebody looks into it, unless they were told within [`notes::OPEN_FOR`].
pub(super) fn look_into(work: &mut Work<'_>, actor: &Actor, note: &Note, clock: &Clock) -> Result<()> {
    let version = (&note.id, note.entered.unwrap_or(note.current));
    if !opened_since(work, &actor.account_id, version, clock.now() - notes::OPEN_FOR)? {
        open(work, actor, note, clock.today())?;
    }
    Ok(())
}

/// Whether an account opened this version since an instant: then it may look at it again without opening it anew.
pub(crate) fn opened_since(
    tx: &mut Tx,
    account_id: &Id,
    (note_id, number): (&Id, i64),
    since: i64,
) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from note_reading
             where note_id = ?1 and number = ?2 and by_account_id = ?3 and at >= ?4)",
        params![note_id, number, account_id, since],
    )?)
}

/// Who read a note and when, the latest first.
pub(crate) fn readings(tx: &mut Tx, note_id: &Id) -> Result<Vec<Reading>> {
    Ok(tx.query(
        "select coalesce(person.name, account.name), note_reading.at, note_reading.number
         from note_reading
         join account on account.id = note_reading.by_account_id
         left join person on person.id = account.person_id
         where note_reading.note_id = ?1
         order by note_reading.at desc, note_reading.id desc
         limit 50",
        params![note_id],
        |row| Ok(Reading { who: row.get(0)?, at: row.get(1)?, number: row.get(2)? }),
    )?)
}
