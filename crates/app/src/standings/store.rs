//! The SQL of tallies and roll-ups.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;
use xueji_standing::{Counts, State, StateCounts};
use xueji_store::{Row, Tx, Value, Where, params};

use crate::people;
use crate::shell::error::unreadable;
use crate::shell::{Id, Result};
use crate::standings::{Tally, Verdict};

const COLUMNS: &str =
    "subject_id, duty_code, organization_id, is_person, counts, state, encouraged, done, owed,
    periods_met, periods_owed, missed, next_due_on, changes_on";

/// A subject's tallies under a plan by duty code: one for each duty that binds it.
pub(super) fn by_duty(tx: &mut Tx, plan_id: &Id, subject_id: &Id) -> Result<HashMap<String, Tally>> {
    let tallies = select(tx, "plan_id = ?1 and subject_id = ?2", params![plan_id, subject_id])?;
    Ok(tallies.into_iter().map(|tally| (tally.duty_code.clone(), tally)).collect())
}

/// Those of these plans under which a subject has tallies.
pub(super) fn plans_of(tx: &mut Tx, plans: &[&Id], subject_id: &Id) -> Result<Vec<Id>> {
    let ids: Vec<&str> = plans.iter().map(|id| id.as_str()).collect();
    let among = Where::new().and_in("plan_id", &ids).and("subject_id = ?", subject_id);
    let sql = format!("select distinct plan_id from tally {}", among.sql());
    Ok(tx.query(&sql, among.params(), |row| row.get(0))?)
}

/// A subject's tally of one duty.
pub(super) fn one(tx: &mut Tx, plan_id: &Id, subject_id: &Id, duty_code: &str) -> Result<Option<Tally>> {
    let condition = "plan_id = ?1 and subject_id = ?2 and duty_code = ?3";
    Ok(select(tx, condition, params![plan_id, subject_id, duty_code])?.pop())
}

/// Tallies whose standing may differ on `today` without a new record; at most `most`, subject by subject.
pub(super) fn due_to_turn(tx: &mut Tx, plan_id: &Id, today: Date, most: usize) -> Result<Vec<Tally>> {
    select(
        tx,
        &format!("plan_id = ?1 and changes_on <= ?2 order by subject_id limit {most}"),
        params![plan_id, today],
    )
}

/// Hands every tally of a plan to `see`.
pub(super) fn each(tx: &mut Tx, plan_id: &Id, mut see: impl FnMut(Tally)) -> Result<()> {
    Ok(tx.each(&format!("select {COLUMNS} from tally where plan_id = ?1"), params![plan_id], |row| {
        see(read(row)?);
        Ok(())
    })?)
}

/// Hands every tally of a plan in one of these duties to `see`.
pub(super) fn each_of(
    tx: &mut Tx,
    plan_id: &Id,
    duties: &[String],
    mut see: impl FnMut(Tally),
) -> Result<()> {
    let among = Where::new().and("plan_id = ?", plan_id).and_in("duty_code", duties);
    Ok(tx.each(&format!("select {COLUMNS} from tally {}", among.sql()), among.params(), |row| {
        see(read(row)?);
        Ok(())
    })?)
}

fn select(tx: &mut Tx, condition: &str, values: &[Value<'_>]) -> Result<Vec<Tally>> {
    Ok(tx.query(&format!("select {COLUMNS} from tally where {condition}"), values, read)?)
}

fn read(row: &Row<'_>) -> xueji_store::Result<Tally> {
    Ok(Tally {
        subject_id: row.get(0)?,
        duty_code: row.get(1)?,
        organization_id: row.get(2)?,
        is_person: row.get(3)?,
        counts: Counts::from_bytes(row.bytes(4)?).ok_or(unreadable(4, "counts (run `xueji recount`)"))?,
        verdict: verdict(row, 5)?,
    })
}

/// The columns that [`verdict`] reads.
pub(super) const VERDICT: &str = "tally.state, tally.encouraged, tally.done, tally.owed, tally.periods_met,
    tally.periods_owed, tally.missed, tally.next_due_on, tally.changes_on";

/// Reads [`VERDICT`] from column `at` on.
pub(super) fn verdict(row: &Row<'_>, at: usize) -> xueji_store::Result<Verdict> {
    Ok(Verdict {
        state: State::from_code(row.str(at)?).ok_or(unreadable(at, "a state (run `xueji recount`)"))?,
        encouraged: row.get(at + 1)?,
        done: row.get(at + 2)?,
        owed: row.get(at + 3)?,
        periods_met: row.get(at + 4)?,
        periods_owed: row.get(at + 5)?,
        missed: row.get(at + 6)?,
        next_due_on: row.get(at + 7)?,
        changes_on: row.get(at + 8)?,
    })
}

const ALL_COLUMNS: [&str; 15] = [
    "plan_id",
    "subject_id",
    "duty_code",
    "organization_id",
    "is_person",
    "counts",
    "state",
    "encouraged",
    "done",
    "owed",
    "periods_met",
    "periods_owed",
    "missed",
    "next_due_on",
    "changes_on",
];

fn values(plan_id: &Id, tally: &Tally) -> Vec<Value<'static>> {
    let verdict = &tally.verdict;
    params![
        plan_id,
        tally.subject_id,
        tally.duty_code,
        tally.organization_id,
        tally.is_person,
        tally.counts.to_bytes(),
        verdict.state.code(),
        verdict.encouraged,
        verdict.done,
        verdict.owed,
        verdict.periods_met,
        verdict.periods_owed,
        verdict.missed,
        verdict.next_due_on,
        verdict.changes_on,
    ]
    .iter()
    .map(|value| value.clone().into_owned())
    .collect()
}

/// Stores a tally in place of the one it follows.
pub(super) fn put(tx: &mut Tx, plan_id: &Id, tally: &Tally) -> Result<()> {
    tx.execute(
        "insert into tally (plan_id, subject_id, duty_code, organization_id, is_person, counts, state, encouraged, done,
             owed, periods_met, periods_owed, missed, next_due_on, changes_on)
         values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)
         on conflict (plan_id, subject_id, duty_code) do update set
             organization_id = excluded.organization_id,
             counts = excluded.counts,
             state = excluded.state,
             encouraged = excluded.encouraged,
             done = excluded.done,
             owed = excluded.owed,
             periods_met = excluded.periods_met,
             periods_owed = excluded.periods_owed,
             missed = excluded.missed,
             next_due_on = excluded.next_due_on,
             changes_on = excluded.changes_on",
        &values(plan_id, tally),
    )?;
    Ok(())
}

/// Takes a tally away: the duty no longer binds the subject.
pub(super) fn remove(tx: &mut Tx, plan_id: &Id, tally: &Tally) -> Result<()> {
    tx.execute(
        "delete from tally where plan_id = ?1 and subject_id = ?2 and duty_code = ?3",
        params![plan_id, tally.subject_id, tally.duty_code],
    )?;
    Ok(())
}

/// Puts a whole plan's tallies and roll-ups in place of what was stored.
pub(super) fn replace_all(
    tx: &mut Tx,
    plan_id: &Id,
    tallies: &[Tally],
    rollups: &BTreeMap<Id, StateCounts>,
) -> Result<()> {
    tx.execute("delete from tally where plan_id = ?1", params![plan_id])?;
    tx.execute("delete from rollup where plan_id = ?1", params![plan_id])?;
    tx.insert_many("tally", &ALL_COLUMNS, tallies.iter().map(|tally| values(plan_id, tally)))?;
    for (organization_id, counts) in rollups {
        put_rollup(tx, plan_id, organization_id, counts)?;
    }
    Ok(())
}

/// The roll-up of one organization's own subjects.
#[derive(Clone, Debug)]
pub(super) struct Rolled {
    pub(super) organization_id: Id,
    pub(super) path: String,
    pub(super) unit_type: Option<String>,
    pub(super) counts: StateCounts,
}

/// The roll-ups at or below a path, in the order of paths: those of one part of the tree stand together.
pub(super) fn rollups(tx: &mut Tx, plan_id: &Id, path: &str) -> Result<Vec<Rolled>> {
    let [from, to] = people::ends(path);
    Ok(tx.query(
        "select rollup.organization_id, organization.path, organization.unit_type, rollup.counts
         from organization
         join rollup on rollup.organization_id = organization.id and rollup.plan_id = ?1
         where organization.path >= ?2 and organization.path < ?3
         order by organization.path",
        params![plan_id, from, to],
        |row| {
            Ok(Rolled {
                organization_id: row.get(0)?,
                path: row.get(1)?,
                unit_type: row.get(2)?,
                counts: state_counts(row, 3)?,
            })
        },
    )?)
}

fn rollup(tx: &mut Tx, plan_id: &Id, organization_id: &Id) -> Result<StateCounts> {
    let found = tx.query_opt(
        "select counts from rollup where plan_id = ?1 and organization_id = ?2",
        params![plan_id, organization_id],
        |row| state_counts(row, 0),
    )?;
    Ok(found.unwrap_or_default())
}

fn state_counts(row: &Row<'_>, column: usize) -> xueji_store::Result<StateCounts> {
    StateCounts::from_bytes(row.bytes(column)?).ok_or(unreadable(column, "counts (run `xueji recount`)"))
}

fn put_rollup(tx: &mut Tx, plan_id: &Id, organization_id: &Id, counts: &StateCounts) -> Result<()> {
    tx.execute(
        "insert into rollup (plan_id, organization_id, counts) values (?1, ?2, ?3)
         on conflict (plan_id, organization_id) do update set counts = excluded.counts",
        params![plan_id, organization_id, counts.to_bytes()],
    )?;
    Ok(())
}

/// Subjects that left a state or entered one, gathered so that each roll-up is written once.
#[derive(Debug, Default)]
pub(super) struct Moves(BTreeMap<(Id, Id), Vec<Move>>);

/// The duty's index, the state, and whether a subject enters it rather than leaves it.
type Move = (usize, State, bool);

impl Moves {
    pub(super) fn leave(&mut self, plan_id: &Id, duty: usize, old: &Tally) {
        self.push(plan_id, duty, old, false);
    }

    pub(super) fn enter(&mut self, plan_id: &Id, duty: usize, new: &Tally) {
        self.push(plan_id, duty, new, true);
    }

    fn push(&mut self, plan_id: &Id, duty: usize, tally: &Tally, enters: bool) {
        let key = (plan_id.clone(), tally.organization_id.clone());
        let moves = self.0.entry(key).or_default();
        let (state, opposite) = (tally.verdict.state, !enters);
        // Leaving and entering the same state cancel out: most records change figures, not states.
        match moves.iter().position(|known| *known == (duty, state, opposite)) {
            Some(index) => drop(moves.swap_remove(index)),
            None => moves.push((duty, state, enters)),
        }
    }

    /// Writes the roll-ups that moved.
    pub(super) fn store(self, tx: &mut Tx) -> Result<()> {
        let moved = || self.0.iter().filter(|(_, moves)| !moves.is_empty());
        let organizations: BTreeSet<&str> =
            moved().map(|((_, organization), _)| organization.as_str()).collect();
        if organizations.is_empty() {
            return Ok(());
        }
        tx.serialize_on(&organizations.into_iter().collect::<Vec<_>>())?;
        for ((plan_id, organization_id), moves) in moved() {
            let mut counts = rollup(tx, plan_id, organization_id)?;
            for (duty, state, enters) in moves {
                if *enters {
                    counts.add(*duty, *state);
                }
            }
            for (duty, state, enters) in moves {
                if !*enters {
                    counts.sub(*duty, *state);
                }
            }
            put_rollup(tx, plan_id, organization_id, &counts)?;
        }
        Ok(())
    }
}

/// The day as of which a plan's standings are stored, and the version that judged them.
pub(super) fn turned(tx: &mut Tx, plan_id: &Id) -> Result<Option<(Date, i64)>> {
    Ok(tx.query_opt(
        "select turned_on, version_number from turn where plan_id = ?1",
        params![plan_id],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?)
}

pub(super) fn set_turned(tx: &mut Tx, plan_id: &Id, on: Date, version_number: i64) -> Result<()> {
    tx.execute(
        "insert into turn (plan_id, turned_on, version_number) values (?1, ?2, ?3)
         on conflict (plan_id) do update
         set turned_on = excluded.turned_on, version_number = excluded.version_number",
        params![plan_id, on, version_number],
    )?;
    Ok(())
}
