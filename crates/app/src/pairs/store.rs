//! Pairs in the database.

use jiff::civil::Date;
use xueji_store::{Row, Tx, Value, Where, params};

use crate::pairs::{Pair, Side, State};
use crate::people::{self, Organization};
use crate::shell::error::unreadable;
use crate::shell::{Id, Result, listed};

const SELECT: &str =
    "select pair.id, proposer.id, proposer.name, proposer.path, partner.id, partner.name, partner.path,
        pair.agreement, pair.from_on, pair.to_on, pair.state, pair.answer
    from pair
    join organization proposer on proposer.id = pair.proposer_id
    join organization partner on partner.id = pair.partner_id";

pub(super) fn insert(
    tx: &mut Tx,
    id: &Id,
    (proposer_id, partner_id): (&Id, &Id),
    agreement: &str,
    (from_on, to_on): (Date, Date),
    (by, at): (&Id, i64),
) -> Result<()> {
    tx.execute(
        "insert into pair (id, proposer_id, partner_id, agreement, from_on, to_on, state, proposed_by, proposed_at)
         values (?1, ?2, ?3, ?4, ?5, ?6, 'proposed', ?7, ?8)",
        params![id, proposer_id, partner_id, agreement, from_on, to_on, by, at],
    )?;
    Ok(())
}

/// Moves a pair on, if it is still as it was; false where another was quicker.
pub(super) fn decide(
    tx: &mut Tx,
    id: &Id,
    (from, to): (State, State),
    answer: &str,
    (by, at): (&Id, i64),
) -> Result<bool> {
    let changed = tx.execute(
        "update pair set state = ?3, answer = ?4, decided_by = ?5, decided_at = ?6 where id = ?1 and state = ?2",
        params![id, *from.code(), *to.code(), answer, by, at],
    )?;
    Ok(changed == 1)
}

pub(crate) fn find(tx: &mut Tx, id: &Id) -> Result<Option<Pair>> {
    Ok(tx.query_opt(&format!("{SELECT} where pair.id = ?1"), params![id], read)?)
}

/// Whether two organizations are paired, or about to be, on any of these days.
pub(super) fn overlaps(
    tx: &mut Tx,
    (one, other): (&Id, &Id),
    (from_on, to_on): (Date, Date),
) -> Result<bool> {
    Ok(tx.scalar(
        "select exists (select 1 from pair
             where (proposer_id = ?1 and partner_id = ?2 or proposer_id = ?2 and partner_id = ?1)
                 and state in ('proposed', 'agreed') and from_on <= ?4 and to_on >= ?3)",
        params![one, other, from_on, to_on],
    )?)
}

/// A page of the pairs of what is at or below some organizations: what waits first, then the latest.
pub(super) fn list(
    tx: &mut Tx,
    tops: &[Organization],
    (page, size): (usize, usize),
) -> Result<(Vec<Pair>, bool)> {
    let either = "proposer.path >= ? and proposer.path < ? or partner.path >= ? and partner.path < ?";
    let any = vec![either; tops.len()].join(" or ");
    let ends = |top: &Organization| [people::ends(&top.path), people::ends(&top.path)].concat();
    let values: Vec<Value<'_>> = tops.iter().flat_map(ends).collect();
    let clause = Where::new().and_all(if any.is_empty() { "1 = 0" } else { &any }, &values);
    let found = tx.query(
        &format!(
            "{SELECT} {}
             order by pair.state <> 'proposed', pair.from_on desc, pair.id limit {} offset {}",
            clause.sql(),
            size + 1,
            page.saturating_sub(1).saturating_mul(size)
        ),
        clause.params(),
        read,
    )?;
    Ok(listed::cut(found, size))
}

/// With whom an organization is paired on a day.
pub(crate) fn partners(tx: &mut Tx, organization_id: &Id, on: Date) -> Result<Vec<Side>> {
    let pairs: Vec<Pair> = tx.query(
        &format!(
            "{SELECT}
             where (pair.proposer_id = ?1 or pair.partner_id = ?1) and pair.state = 'agreed'
                 and pair.from_on <= ?2 and pair.to_on >= ?2
             order by pair.from_on, pair.id limit 100"
        ),
        params![organization_id, on],
        read,
    )?;
    let other = |pair: Pair| if pair.proposer.id == *organization_id { pair.partner } else { pair.proposer };
    Ok(pairs.into_iter().map(other).collect())
}

fn read(row: &Row<'_>) -> xueji_store::Result<Pair> {
    Ok(Pair {
        id: row.get(0)?,
        proposer: Side { id: row.get(1)?, name: row.get(2)?, path: row.get(3)? },
        partner: Side { id: row.get(4)?, name: row.get(5)?, path: row.get(6)? },
        agreement: row.get(7)?,
        from_on: row.get(8)?,
        to_on: row.get(9)?,
        state: State::from_code(row.str(10)?).ok_or(unreadable(10, "a state of a pair"))?,
        answer: row.get(11)?,
    })
}
