//! What becomes of a manuscript: returned with a reason, accepted, or taken back by its author.

use crate::notices::{self, Kind as Told, Notice, words};
use crate::records::{self, Attestation, Entry};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Mistakes, Note, OrNotFound, Result, Work};
use crate::works::hand_in::key_of;
use crate::works::{Manuscript, State, reach, reviewers, store};

/// The longest reason and remark, in characters.
pub(super) const LONGEST_REASON: usize = 1_000;
/// The most remarks of one reading.
pub(super) const MOST_REMARKS: usize = 200;

/// What a reviewer decides.
#[derive(Clone, Debug)]
pub(crate) struct Decision {
    pub(crate) accepts: bool,
    /// Why it comes back; of one accepted, what else there is to say.
    pub(crate) reason: String,
    /// Paragraph and what is said of it.
    pub(crate) remarks: Vec<(i64, String)>,
    /// The version that was read.
    pub(crate) number: i64,
}

/// Decides on a manuscript that waits, after having read it.
pub(crate) fn decide(
    work: &mut Work<'_>,
    entry: &Entry,
    actor: &Actor,
    id: &Id,
    decision: &Decision,
) -> Result<()> {
    let manuscript = &held(work, id)?;
    if !reviewers::may_review(work, actor, manuscript, entry.on)? {
        return Err(Error::Forbidden);
    }
    if manuscript.state != State::Submitted || manuscript.number != decision.number {
        return Err(Error::Conflict(Messages::works_not_waiting));
    }
    if !reach::has_opened(work, actor, manuscript, entry.at)? {
        return Err(Error::Conflict(Messages::works_read_first));
    }
    if !decision.accepts && decision.reason.is_empty() {
        return Err(Mistakes::one("reason", Messages::works_reason_missing));
    }
    let of = (&manuscript.id, manuscript.number);
    let by = (&entry.account_id, entry.at);
    for (paragraph, text) in &decision.remarks {
        store::add_remark(work, of, *paragraph, text, by)?;
    }
    let state = if decision.accepts { State::Accepted } else { State::Returned };
    store::set_state(work, &manuscript.id, state, entry.at)?;
    store::add_step(work, of, state, &decision.reason, by)?;
    let record = match &manuscript.record_id {
        Some(id) => records::standing(work, id)?,
        None => None,
    };
    if let Some(record) = record.filter(|_| decision.accepts) {
        records::attest(work, entry, &record.id, Attestation::Reviewed)?;
    }
    let deed = if decision.accepts { Deed::WorkAccepted } else { Deed::WorkReturned };
    work.note(Note::of(deed, &manuscript.id).to(&manuscript.person_id));
    let key = format!("{} {}", key_of(&manuscript.id), manuscript.number);
    notices::resolve(work, &key)?;
    let title = if decision.accepts { words().works_told_accepted() } else { words().works_told_returned() };
    let notice = Notice {
        kind: Told::WorkDecided,
        key: format!("{key} {}", state.code()),
        title,
        body: manuscript.title.clone(),
        href: format!("/works/{}", manuscript.id),
        until: None,
        urgent: false,
    };
    notices::tell(work, &manuscript.person_id, &notice)
}

/// The manuscript as it is once whoever else decides on it is done.
fn held(work: &mut Work<'_>, id: &Id) -> Result<Manuscript> {
    let note_id = store::find(work, id)?.or_not_found()?.note_id;
    work.serialize_on(&[note_id.as_str()])?;
    store::find(work, id)?.or_not_found()
}

/// Takes a manuscript back with its record: its text is its author's alone again.
pub(super) fn withdraw(
    work: &mut Work<'_>,
    entry: &Entry,
    person_id: Option<&Id>,
    manuscript: &Manuscript,
    reason: &str,
) -> Result<()> {
    let manuscript = &held(work, &manuscript.id)?;
    if person_id != Some(&manuscript.person_id) {
        return Err(Error::Forbidden);
    }
    if manuscript.state == State::Withdrawn {
        return Err(Error::Conflict(Messages::works_not_waiting));
    }
    if reason.is_empty() {
        return Err(Mistakes::one("reason", Messages::records_reason_missing));
    }
    let record = match &manuscript.record_id {
        Some(id) => records::standing(work, id)?,
        None => None,
    };
    match record {
        Some(record) => {
            let key = format!("work:{}:back:{}", manuscript.id, manuscript.submitted_at);
            records::withdraw(work, entry, &record.id, &key, reason)?;
        }
        None if records::of_note(work, &manuscript.note_id)?.is_empty() => {
            crate::notes::take_back(work, &manuscript.note_id)?;
        }
        None => {}
    }
    store::set_state(work, &manuscript.id, State::Withdrawn, entry.at)?;
    let by = (&entry.account_id, entry.at);
    store::add_step(work, (&manuscript.id, manuscript.number), State::Withdrawn, reason, by)?;
    notices::resolve(work, &format!("{} {}", key_of(&manuscript.id), manuscript.number))?;
    work.note(Note::of(Deed::WorkTakenBack, &manuscript.id).to(&manuscript.person_id));
    Ok(())
}
