//! The SQL of notices and of what people chose.

use std::collections::{HashMap, HashSet};

use jiff::civil::Time;
use xueji_store::{Param as _, Row, Tx, Where, params};

use crate::notices::Notice;
use crate::notices::choices::Choices;
use crate::notices::kinds::{Choice, Kind};
use crate::notices::timing::{Manner, Quiet, Rhythm};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, listed};

/// A notice as its reader finds it.
#[derive(Clone, Debug)]
pub(super) struct Told {
    pub(super) id: Id,
    /// None, where a newer program told something of which this one knows nothing.
    pub(super) kind: Option<Kind>,
    pub(super) title: String,
    pub(super) body: String,
    pub(super) href: String,
    pub(super) at: i64,
    pub(super) read: bool,
}

/// The notice of one reader: its id, whose it is, and when it is read, where it is from the beginning.
pub(super) type Given = (Id, Id, Option<i64>);

/// Stores a notice for each of its readers; the ids of those that are the first with their key.
pub(super) fn add(tx: &mut Tx, given: &[Given], notice: &Notice, at: i64) -> Result<HashSet<Id>> {
    if given.is_empty() {
        return Ok(HashSet::new());
    }
    let code = notice.kind.code();
    let mut values = params![code, notice.key, notice.title, notice.body, notice.href, at].to_vec();
    let rows = given.iter().map(|(id, person_id, read_at)| {
        values.extend([id.to_value(), person_id.to_value(), read_at.to_value()]);
        let last = values.len();
        format!("(?{}, ?{}, ?1, ?2, ?3, ?4, ?5, ?6, ?{last})", last - 2, last - 1)
    });
    let rows = rows.collect::<Vec<_>>().join(", ");
    let added = tx.query(
        &format!(
            "insert into notice (id, person_id, kind, key, title, body, href, told_at, read_at) values {rows}
             on conflict (person_id, key) do nothing returning id"
        ),
        &values,
        |row| row.get(0),
    )?;
    Ok(added.into_iter().collect())
}

/// A page of a person's notices, the newest first, and whether there are more.
pub(super) fn list(
    tx: &mut Tx,
    person_id: &Id,
    unread: bool,
    page: usize,
    size: usize,
) -> Result<(Vec<Told>, bool)> {
    let narrowed = if unread { "and read_at is null" } else { "" };
    let found = tx.query(
        &format!(
            "select id, kind, title, body, href, told_at, read_at is not null from notice
             where person_id = ?1 {narrowed}
             order by told_at desc, id desc limit {} offset {}",
            size + 1,
            page.saturating_sub(1) * size
        ),
        params![person_id],
        read,
    )?;
    Ok(listed::cut(found, size))
}

/// One of a person's notices.
pub(super) fn find(tx: &mut Tx, person_id: &Id, id: &Id) -> Result<Option<Told>> {
    Ok(tx.query_opt(
        "select id, kind, title, body, href, told_at, read_at is not null from notice
         where person_id = ?1 and id = ?2",
        params![person_id, id],
        read,
    )?)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Told> {
    Ok(Told {
        id: row.get(0)?,
        kind: Kind::of(row.str(1)?),
        title: row.get(2)?,
        body: row.get(3)?,
        href: row.get(4)?,
        at: row.get(5)?,
        read: row.get(6)?,
    })
}

pub(super) fn mark_read(tx: &mut Tx, id: &Id, at: i64) -> Result<()> {
    tx.execute("update notice set read_at = ?2 where id = ?1 and read_at is null", params![id, at])?;
    Ok(())
}

/// Everything of a person's is read.
pub(super) fn mark_all_read(tx: &mut Tx, person_id: &Id, at: i64) -> Result<()> {
    tx.execute(
        "update notice set read_at = ?2 where person_id = ?1 and read_at is null",
        params![person_id, at],
    )?;
    Ok(())
}

/// Everything of a key is read, whoever was told.
pub(super) fn read_all_of(tx: &mut Tx, key: &str, at: i64) -> Result<()> {
    tx.execute("update notice set read_at = ?2 where key = ?1 and read_at is null", params![key, at])?;
    Ok(())
}

/// Removes what was told before an instant; how many.
pub(super) fn forget(tx: &mut Tx, before: i64) -> Result<u64> {
    tx.execute(
        "delete from outbox where notice_id in (select id from notice where told_at < ?1)",
        params![before],
    )?;
    Ok(tx.execute("delete from notice where told_at < ?1", params![before])?)
}

/// What these people chose for a kind; who did not is not among them.
pub(super) fn switches(tx: &mut Tx, people: &[Id], kind: Kind) -> Result<HashMap<Id, Choice>> {
    let code = kind.code();
    let clause = Where::new().and("kind = ?", code).and_in("person_id", people);
    let chosen = tx.query(
        &format!("select person_id, choice from notice_switch {}", clause.sql()),
        clause.params(),
        |row| Ok((row.get(0)?, Choice::of(row.str(1)?))),
    )?;
    Ok(chosen.into_iter().filter_map(|(person, choice)| Some((person, choice?))).collect())
}

/// Everything that somebody chose.
pub(super) fn choices(tx: &mut Tx, person_id: &Id) -> Result<Choices> {
    let manner = tx.query_opt(
        "select rhythm, hour, quiet_from, quiet_to, rest_days, most from notice_choice where person_id = ?1",
        params![person_id],
        read_manner,
    )?;
    let switches =
        tx.query("select kind, choice from notice_switch where person_id = ?1", params![person_id], |row| {
            Ok((Kind::of(row.str(0)?), Choice::of(row.str(1)?)))
        })?;
    let switches = switches.into_iter().filter_map(|(kind, choice)| kind.zip(choice)).collect();
    Ok(Choices { manner: manner.unwrap_or_default(), switches })
}

fn read_manner(row: &Row<'_>) -> xueji_store::Result<Manner> {
    let time = |column| row.str(column)?.parse::<Time>().map_err(|_| unreadable(column, "a time of day"));
    Ok(Manner {
        rhythm: rhythm_of(row.str(0)?).ok_or(unreadable(0, "a rhythm"))?,
        hour: i8::try_from(row.get::<i64>(1)?).map_err(|_| unreadable(1, "an hour"))?,
        quiet: Quiet { from: time(2)?, to: time(3)?, rest_days: row.get(4)? },
        most: u32::try_from(row.get::<i64>(5)?).map_err(|_| unreadable(5, "a number"))?,
    })
}

pub(super) const fn rhythm_code(rhythm: Rhythm) -> &'static str {
    match rhythm {
        Rhythm::AtOnce => "at-once",
        Rhythm::Daily => "daily",
        Rhythm::Weekly => "weekly",
    }
}

pub(super) fn rhythm_of(code: &str) -> Option<Rhythm> {
    [Rhythm::AtOnce, Rhythm::Daily, Rhythm::Weekly].into_iter().find(|one| rhythm_code(*one) == code)
}

/// Stores what somebody chose, in place of what they had.
pub(super) fn set_choices(tx: &mut Tx, person_id: &Id, choices: &Choices) -> Result<()> {
    let Choices { manner, switches } = choices;
    tx.execute("delete from notice_choice where person_id = ?1", params![person_id])?;
    tx.execute("delete from notice_switch where person_id = ?1", params![person_id])?;
    tx.execute(
        "insert into notice_choice (person_id, rhythm, hour, quiet_from, quiet_to, rest_days, most)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        params![
            person_id,
            rhythm_code(manner.rhythm),
            i64::from(manner.hour),
            clock_time(manner.quiet.from),
            clock_time(manner.quiet.to),
            manner.quiet.rest_days,
            i64::from(manner.most)
        ],
    )?;
    for (kind, choice) in switches {
        tx.execute(
            "insert into notice_switch (person_id, kind, choice) values (?1, ?2, ?3)",
            params![person_id, kind.code(), choice.code()],
        )?;
    }
    Ok(())
}

/// A time of day as forms and the database have it: 21:00.
pub(super) fn clock_time(time: Time) -> String {
    time.strftime("%H:%M").to_string()
}
