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

use xueji_office::{Limits, Problem, Severity, Sheet, SheetError, read_sheet};

use crate::people::Vocabulary;
use crate::shell::{Clock, Result, Work};

pub(crate) use changes::Summary;
pub(crate) use columns::template;

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

/// Brings people and organizations to what the sheet says, as of today; with `dry_run` only says what it would change.
///
/// `progress` hears how many of how many changed rows are stored.
pub(crate) fn import(
    work: &mut Work<'_>,
    sheet: &Sheet,
    vocabulary: &Vocabulary,
    clock: &Clock,
    dry_run: bool,
    progress: &dyn Fn(usize, usize),
) -> Result<Outcome> {
    work.lift_timeout()?;
    // Two imports at once would not see each other's new codes, and each may touch everybody.
    work.serialize_on_all()?;
    let today = clock.today();
    let mut found = line::Found::new(sheet);
    let lines = line::lines(sheet, vocabulary, today, &mut found);
    let known = known::read(work, &lines)?;
    let tree = tree::grow(&lines, &known, &mut found);
    let changes = person::changes(&lines, &known, tree, today, &mut found);
    let mut outcome = Outcome {
        summary: changes.summary,
        problems: found.into_problems(),
        more_problems: sheet.more_problems,
        stored: false,
    };
    if !dry_run && !outcome.is_refused() {
        apply::apply(work, &changes, clock.now(), progress)?;
        outcome.stored = true;
    }
    Ok(outcome)
}
