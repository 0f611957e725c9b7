//! The SQL of the trail.

use xueji_store::{Row, Tx, Value, Where, params};

use crate::shell::error::unreadable;
use crate::shell::trail::Digest;
use crate::shell::{Deed, Id, Note, Result};
use crate::trail::Link;
use crate::trail::chain::Line;

const COLUMNS: [&str; 9] =
    ["number", "at", "author", "deed", "about_id", "subject_id", "detail", "digest", "hash"];

/// The newest line; number 0 where there is none.
pub(crate) fn head(tx: &mut Tx) -> Result<Link> {
    let newest =
        tx.query_opt("select number, hash from trail order by number desc limit 1", params![], |row| {
            Ok(Link { number: row.get(0)?, hash: hash(row, 1)? })
        })?;
    Ok(newest.unwrap_or_default())
}

fn hash(row: &Row<'_>, column: usize) -> xueji_store::Result<Digest> {
    row.bytes(column)?.try_into().map_err(|_| unreadable(column, "32 bytes"))
}

pub(super) fn append(tx: &mut Tx, lines: &[(Link, Note)], author: &str, at: i64) -> Result<()> {
    let rows = lines.iter().map(|(link, note)| {
        vec![
            Value::Int(link.number),
            Value::Int(at),
            Value::Text(author.into()),
            Value::Text(note.deed.code().into()),
            Value::Text(note.about_id.as_str().into()),
            note.subject_id.as_ref().map_or(Value::Null, |id| Value::Text(id.as_str().into())),
            Value::Text(note.detail.as_str().into()),
            note.digest.as_ref().map_or(Value::Null, |digest| Value::Bytes(digest.as_slice().into())),
            Value::Bytes(link.hash.as_slice().into()),
        ]
    });
    tx.insert_many("trail", &COLUMNS, rows)?;
    Ok(())
}

/// Hands over every line in order, with its number and the hash that is stored.
pub(super) fn each(
    tx: &mut Tx,
    mut see: impl FnMut(Line<'_>, i64, &[u8]) -> xueji_store::Result<()>,
) -> Result<()> {
    Ok(tx.each(&format!("select {} from trail order by number", COLUMNS.join(", ")), params![], |row| {
        let digest = match row.value(7)? {
            Value::Null => None,
            _ => Some(row.bytes(7)?),
        };
        let line = Line {
            at: row.i64(1)?,
            author: row.str(2)?,
            deed: row.str(3)?,
            about_id: row.str(4)?,
            subject_id: row.opt_str(5)?,
            detail: row.str(6)?,
            digest,
        };
        see(line, row.i64(0)?, row.bytes(8)?)
    })?)
}

/// Which deeds a list shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Deeds {
    /// All, in order.
    #[default]
    All,
    /// One that comes with every day's learning: nearly all lines, found by looking through them.
    Often(Deed),
    /// All but those: found by an index.
    Others,
    /// One of the others.
    One(Deed),
}

impl Deeds {
    /// Those of one deed.
    pub(super) const fn of(deed: Deed) -> Self {
        match deed {
            Deed::RecordEntered | Deed::NoteHandedIn => Self::Often(deed),
            deed => Self::One(deed),
        }
    }
}

/// What a list of lines is narrowed to.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    /// Whom it concerns.
    pub(super) subject_id: Option<Id>,
    /// Who did it.
    pub(super) author: Option<String>,
    pub(super) deeds: Deeds,
    /// From this number on.
    pub(super) from: Option<i64>,
    /// Only lines older than this number.
    pub(super) before: Option<i64>,
}

/// How many lines are looked through for a page where no index helps.
const LOOKED_THROUGH: i64 = 200_000;

/// The first line at or after an instant: lines stand in the order of time.
pub(super) fn first_from(tx: &mut Tx, at: i64) -> Result<i64> {
    let (mut low, mut high) = (1, head(tx)?.number + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let then: Option<i64> = tx.query_opt(
            "select at from trail where number >= ?1 order by number limit 1",
            params![middle],
            |row| row.get(0),
        )?;
        if then.is_some_and(|then| then < at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

/// A line as a page shows it.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    pub(super) number: i64,
    pub(super) at: i64,
    pub(super) author: String,
    /// The name of the account's person, or of the account.
    pub(super) author_name: Option<String>,
    pub(super) deed: String,
    pub(super) about_id: Id,
    pub(super) subject_id: Option<Id>,
    /// The name of the person or organization.
    pub(super) subject_name: Option<String>,
    /// Whether it is a person.
    pub(super) is_person: bool,
    pub(super) detail: String,
}

/// A page of the newest lines, and the number before which the next page begins, if there may be one.
pub(super) fn newest(tx: &mut Tx, filter: &Filter, page: usize) -> Result<(Vec<Shown>, Option<i64>)> {
    let named = filter.subject_id.is_some() || filter.author.is_some();
    let mut from = filter.from.unwrap_or(1);
    if named && matches!(filter.deeds, Deeds::Often(_)) {
        let before = match filter.before {
            Some(before) => before,
            None => head(tx)?.number + 1,
        };
        from = from.max(before - LOOKED_THROUGH);
    }
    let code = match filter.deeds {
        Deeds::One(deed) | Deeds::Often(deed) => Some(deed.code()),
        Deeds::All | Deeds::Others => None,
    };
    // Said word for word as the indexes say it, so that the planner takes them.
    let indexed = matches!(filter.deeds, Deeds::One(_) | Deeds::Others);
    let mut clause = Where::new()
        .and_opt("trail.subject_id = ?", &filter.subject_id)
        .and_opt("trail.author = ?", &filter.author)
        .and_opt("trail.deed = ?", &code)
        .and_if(indexed, "trail.deed <> 'record.entered' and trail.deed <> 'note.handed-in'")
        .and("trail.number >= ?", &from)
        .and_opt("trail.number < ?", &filter.before);
    let most = page + 1;
    let limit = clause.bind(&most);
    let mut rows = tx.query(
        &format!(
            "select trail.number, trail.at, trail.author, coalesce(author_person.name, account.name), trail.deed,
                 trail.about_id, trail.subject_id, coalesce(person.name, organization.short_name),
                 person.id is not null, trail.detail
             from trail
             left join account on account.id = trail.author
             left join person author_person on author_person.id = account.person_id
             left join person on person.id = trail.subject_id
             left join organization on organization.id = trail.subject_id
             {}
             order by trail.number desc
             limit {limit}",
            clause.sql()
        ),
        clause.params(),
        |row| {
            Ok(Shown {
                number: row.get(0)?,
                at: row.get(1)?,
                author: row.get(2)?,
                author_name: row.get(3)?,
                deed: row.get(4)?,
                about_id: row.get(5)?,
                subject_id: row.get(6)?,
                subject_name: row.get(7)?,
                is_person: row.get(8)?,
                detail: row.get(9)?,
            })
        },
    )?;
    let more = rows.len() > page;
    rows.truncate(page);
    let looked_on = (from > filter.from.unwrap_or(1)).then_some(from);
    let next = if more { rows.last().map(|last| last.number) } else { looked_on };
    Ok((rows, next))
}

/// The account of a name typed into a filter: the account's own, or its person's.
pub(super) fn account_named(tx: &mut Tx, name: &str) -> Result<Option<String>> {
    Ok(tx.query_opt(
        "select account.id from account left join person on person.id = account.person_id
         where account.name = lower(?1) or person.name = ?1
         order by account.name limit 1",
        params![name],
        |row| row.get(0),
    )?)
}

/// The person or organization of a name typed into a filter.
pub(super) fn subject_named(tx: &mut Tx, name: &str) -> Result<Option<Id>> {
    Ok(tx.query_opt(
        "select id from (
             select id, 0 as place from person where name = ?1
             union all select id, 1 from person where code = ?1
             union all select id, 2 from organization where short_name = ?1 or name = ?1
         ) found order by place, id limit 1",
        params![name],
        |row| row.get(0),
    )?)
}
