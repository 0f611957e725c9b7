//! The inspections that somebody's notes went through, for themselves: what was said of them, and what came of it.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::inspections::log::{self, Done};
use crate::inspections::{Comment, margin, store, words};
use crate::shell::lang::Messages;
use crate::shell::{Id, Result};

/// One of them, in words.
#[derive(Clone, Debug)]
pub(crate) struct Undergone {
    pub(crate) id: Id,
    pub(crate) drawn_on: Date,
    /// The round's organization and inspector, by name.
    pub(crate) unit: String,
    pub(crate) inspector: String,
    /// The days of the notes that were looked at, and how many were shown.
    pub(crate) days: (Date, Date),
    pub(crate) notes: usize,
    /// Why this person, where they were chosen.
    pub(crate) why: Option<String>,
    pub(crate) state: String,
    /// In the order in which it was said.
    pub(crate) said: Vec<Said>,
}

/// What somebody said.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    /// What they did; nothing for what stands at the margin.
    pub(crate) step: String,
    /// The note and its version at whose margin it stands.
    pub(crate) at_margin: Option<(Id, i64)>,
    /// The passage there; empty for the note as a whole.
    pub(crate) quote: String,
    /// Empty where the passage was only highlighted, and where nobody wrote anything.
    pub(crate) text: String,
    pub(crate) who: String,
    pub(crate) at: i64,
}

/// How many inspections of a person's notes were begun in these days and not taken back.
pub(crate) fn count_undergone(tx: &mut Tx, person_id: &Id, days: (Date, Date)) -> Result<usize> {
    store::count_of_days(tx, person_id, days)
}

/// These, the earliest first, at most `most` from `from` on.
pub(crate) fn undergone(
    tx: &mut Tx,
    person_id: &Id,
    days: (Date, Date),
    slice: (usize, usize),
    t: &Messages,
) -> Result<Vec<Undergone>> {
    let own = store::of_days(tx, person_id, days, slice)?;
    let told = own.into_iter().map(|store::Own { inspection, round, unit, inspector }| {
        Ok(Undergone {
            said: said(tx, &inspection.id, t)?,
            notes: store::shown(tx, &inspection.id)?.len(),
            id: inspection.id,
            drawn_on: round.drawn_on,
            unit,
            inspector,
            days: (round.from_on, round.to_on),
            why: round.reason,
            state: words::state(inspection.state, t),
        })
    });
    told.collect()
}

/// Returns, answers and remarks among what stands at the margin; that it was read is told where readings are.
fn said(tx: &mut Tx, id: &Id, t: &Messages) -> Result<Vec<Said>> {
    let mut steps = log::of(tx, id)?;
    // Remarks that were changed stand as they are now.
    let last = steps.iter().rposition(|step| step.done == Done::Finished);
    let mut at = 0..;
    steps.retain(|step| match (at.next(), step.done) {
        (_, Done::Returned | Done::Again) => true,
        (at, Done::Finished) => at == last,
        _ => false,
    });
    let steps = steps.into_iter().map(|step| Said {
        step: words::step(step.done, t),
        at_margin: None,
        quote: String::new(),
        text: step.text.unwrap_or_default(),
        who: step.who,
        at: step.at,
    });
    let margin = margin::of(tx, id)?.into_iter().map(at_margin);
    let mut said: Vec<Said> = margin.chain(steps).collect();
    said.sort_by_key(|one| one.at);
    Ok(said)
}

fn at_margin(comment: Comment) -> Said {
    Said {
        step: String::new(),
        at_margin: Some((comment.note_id, comment.number)),
        quote: comment.quote,
        text: comment.text,
        who: comment.who,
        at: comment.at,
    }
}

/// What stands at the margins of these notes of a person's, in rounds that were not taken back.
pub(crate) fn at_margins(tx: &mut Tx, person_id: &Id, notes: &[Id]) -> Result<Vec<Said>> {
    if notes.is_empty() {
        return Ok(Vec::new());
    }
    Ok(margin::on_notes(tx, person_id, notes)?.into_iter().map(at_margin).collect())
}
