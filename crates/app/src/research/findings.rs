//! What was found: a note of whoever stayed, private until its author hands it in with the days.

use xueji_plan::Evidence;

use crate::notes;
use crate::records::{self, Entry, NewRecord, OF_A_STAY};
use crate::research::change::drafted;
use crate::research::log::record_of;
use crate::research::{Stay, store};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, OrNotFound, Result, Work};

/// Begins the note of a stay with what was typed, or finds the one that it has.
pub(super) fn begin(work: &mut Work<'_>, entry: &Entry, stay: &Stay, text: &str) -> Result<Id> {
    if let Some(id) = &stay.note_id {
        return Ok(id.clone());
    }
    let draft = drafted(work, stay)?;
    let activity = Some(draft.activity).filter(|code| !code.is_empty());
    let title = draft.parts.first().map(|part| part.topic.clone()).unwrap_or_default();
    let note = notes::Draft {
        activity,
        happened_on: stay.days.last_on,
        title,
        text: text.to_owned(),
        ..notes::Draft::default()
    };
    let key = format!("stay:{}", stay.id);
    let kept = notes::keep(work, &stay.person_id, &entry.account_id, &notes::Which::Begun(key), 0, &note)?;
    store::set_note(work, &stay.id, &kept.id)?;
    Ok(kept.id)
}

/// Hands the findings in with the record of the days: from then on those entitled may read them.
pub(super) fn hand_in(work: &mut Work<'_>, entry: &Entry, stay: &Stay, reason: &str) -> Result<()> {
    work.serialize_on(&[stay.person_id.as_str()])?;
    let note_id =
        stay.note_id.as_ref().ok_or_else(|| Mistakes::one("text", Messages::notes_nothing_written))?;
    let record_id = stay.record_id.as_ref().ok_or(Error::Conflict(Messages::research_no_plan))?;
    let old = records::standing(work, record_id)?.or_not_found()?;
    notes::enter(work, note_id, entry.at)?;
    if old.note() == Some(note_id) {
        return Ok(());
    }
    let draft = drafted(work, stay)?;
    let new = NewRecord {
        note_id: Some(note_id.clone()),
        evidence: [Evidence::Note, Evidence::Text].into_iter().collect(),
        ..record_of(&stay.person_id, &format!("{}:findings", stay.id), &old.activity, &draft, Some(&old))
    };
    // The days were told when they were; the text only comes to them.
    let entry = Entry { from: OF_A_STAY, on: old.entered_on, ..entry.clone() };
    let id = records::correct(work, &entry, &old.id, &new, reason)?;
    store::set_record(work, &stay.id, &id)
}
