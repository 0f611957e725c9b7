//! The roster from one wide sheet: new people and organizations are added, known ones updated, nothing doubled.
//!
//! All or nothing: a sheet with an error stores nothing, and a dry run is the same computation without the writing.

mod apply;
mod changes;
mod columns;
mod known;
mod line;
mod person;
mod place;
mod tree;
mod undo;

use xueji_office::{Limits, Problem, Severity, Sheet, SheetError, read_sheet};
use xueji_store::Tx;

use crate::people::{Organization, Vocabulary};
use crate::shell::{Clock, Result, Work};

pub(crate) use changes::{Effect, Summary, What};
pub(crate) use columns::template;
pub(crate) use undo::{Changed, undo};

/// What came of a sheet.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// What is or would be changed; meaningless where there are errors.
    pub(crate) summary: Summary,
    /// What is wrong with the sheet, by row.
    pub(crate) problems: Vec<Problem>,
    /// How many more problems there are than the list holds.
    pub(crate) more_problems: usize,
    /// Whether anything was written.
    pub(crate) stored: bool,
    /// What it changes for whom, in the order of the sheet.
    pub(crate) effects: Vec<Effect>,
    /// Code and name of each organization that is new.
    pub(crate) organizations_new: Vec<(String, String)>,
    /// Code and name of each organization that changes.
    pub(crate) organizations_changed: Vec<(String, String)>,
    /// Every row as it was and as it is, where that was asked for.
    pub(crate) rows: Vec<Changed>,
}

/// What is to come of a sheet that has no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// Only says what would be changed.
    Look,
    /// Writes it.
    Apply,
    /// Writes it, and tells row by row how to take it back.
    Undoable,
}

impl Outcome {
    /// Whether the sheet has errors, and so stored nothing.
    pub(crate) fn is_refused(&self) -> bool {
        self.more_problems > 0 || self.problems.iter().any(|problem| problem.severity == Severity::Error)
    }
}

/// Reads a sheet; what is wrong with single cells comes with it.
pub(crate) fn read(bytes: &[u8]) -> Result<Sheet, SheetError> {
    read_sheet(bytes, columns::COLUMNS, Limits::default())
}

/// Brings people and organizations to what the sheet says, as of today.
///
/// `progress` hears how many of how many changed rows are stored.
pub(crate) fn import(
    work: &mut Work<'_>,
    sheet: &Sheet,
    vocabulary: &Vocabulary,
    clock: &Clock,
    way: Way,
    progress: &dyn Fn(usize, usize),
) -> Result<Outcome> {
    work.lift_timeout()?;
    // Two imports at once would not see each other's new codes, and each may touch everybody.
    work.serialize_on_all()?;
    let (changes, mut outcome) = weigh(work, sheet, vocabulary, clock)?;
    if way == Way::Look || outcome.is_refused() {
        return Ok(outcome);
    }
    let before = if way == Way::Undoable { undo::before(work, &changes)? } else { Vec::new() };
    apply::apply(work, &changes, clock.now(), progress)?;
    outcome.stored = true;
    outcome.rows = undo::after(work, before)?;
    Ok(outcome)
}

/// What a sheet would change, without waiting for anybody.
pub(crate) fn look(tx: &mut Tx, sheet: &Sheet, vocabulary: &Vocabulary, clock: &Clock) -> Result<Outcome> {
    tx.lift_timeout()?;
    Ok(weigh(tx, sheet, vocabulary, clock)?.1)
}

fn weigh(
    tx: &mut Tx,
    sheet: &Sheet,
    vocabulary: &Vocabulary,
    clock: &Clock,
) -> Result<(changes::Changes, Outcome)> {
    let today = clock.today();
    let mut found = line::Found::new(sheet);
    let lines = line::lines(sheet, vocabulary, today, &mut found);
    let known = known::read(tx, &lines)?;
    let tree = tree::grow(&lines, &known, &mut found);
    let mut changes = person::changes(&lines, &known, tree, today, &mut found);
    let called = |one: &Organization| (one.code.clone(), one.name.clone());
    let outcome = Outcome {
        summary: changes.summary,
        problems: found.into_problems(),
        more_problems: sheet.more_problems,
        stored: false,
        effects: std::mem::take(&mut changes.effects),
        organizations_new: changes.new_organizations.iter().map(called).collect(),
        organizations_changed: changes
            .changed_organizations
            .iter()
            .take(changes.summary.organizations_changed)
            .map(called)
            .collect(),
        rows: Vec::new(),
    };
    Ok((changes, outcome))
}
