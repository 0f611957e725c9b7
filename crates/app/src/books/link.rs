//! Reading notes: notes of the notebook that stand with a reading; they stay their author's alone until handed in.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::books::{Reading, store};
use crate::notes::{self, Draft};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, OrNotFound, Result, Work};

/// Notes of so many weeks before a book was begun are offered, too.
const WEEKS_BEFORE: i64 = 2;
/// The most that are offered.
const MOST_OFFERED: usize = 30;

/// A note that stands with a reading, as its author sees it.
#[derive(Clone, Debug)]
pub(crate) struct ReadingNote {
    pub(crate) id: Id,
    pub(crate) title: String,
    pub(crate) happened_on: Date,
    pub(crate) characters: i64,
    pub(crate) handed_in: bool,
    /// Whether it has neither words nor pages.
    pub(crate) is_empty: bool,
}

/// Puts a note beside a reading: both are one person's.
pub(crate) fn attach_note(work: &mut Work<'_>, reading: &Reading, note_id: &Id) -> Result<()> {
    let note = notes::find(work, note_id)?.filter(|note| !note.discarded);
    if note.is_none_or(|note| note.person_id != reading.person_id) {
        return Err(Mistakes::one("note", Messages::field_unknown_choice));
    }
    let at = work.at();
    store::link(work, &reading.id, note_id, at)
}

/// Takes a note away from a reading; the note itself stays in the notebook.
pub(super) fn detach_note(work: &mut Work<'_>, reading: &Reading, note_id: &Id) -> Result<()> {
    if reading.finished_on.is_some() {
        return Err(Error::Conflict(Messages::books_not_open));
    }
    store::unlink(work, &reading.id, note_id)
}

/// Begins a note on the book, of the plan's activity of books where there is one.
pub(super) fn new_note(
    work: &mut Work<'_>,
    account_id: &Id,
    reading: &Reading,
    entry_key: &str,
    activity: Option<String>,
    title: String,
    today: Date,
) -> Result<Id> {
    let draft = Draft { activity, happened_on: today, title, ..Draft::default() };
    let kept = notes::keep(
        work,
        &reading.person_id,
        account_id,
        &notes::Which::Begun(entry_key.to_owned()),
        0,
        &draft,
    )?;
    attach_note(work, reading, &kept.id)?;
    Ok(kept.id)
}

/// The notes that stand with a reading, the latest day first.
pub(crate) fn notes_of(tx: &mut Tx, reading: &Reading) -> Result<Vec<ReadingNote>> {
    let mut found = Vec::new();
    for id in store::linked(tx, &reading.id)? {
        let note = notes::find(tx, &id)?.or_not_found()?;
        if note.discarded {
            continue;
        }
        let version = notes::version(tx, &id, note.current)?.or_not_found()?;
        found.push(ReadingNote {
            id,
            title: version.title,
            happened_on: note.happened_on,
            characters: version.characters,
            handed_in: note.entered.is_some(),
            is_empty: version.text.trim().is_empty() && version.files.is_empty(),
        });
    }
    found.sort_by(|left, right| (right.happened_on, &right.id).cmp(&(left.happened_on, &left.id)));
    Ok(found)
}

/// The person's own notes of the weeks of a reading that do not stand with it yet.
pub(super) fn offered(tx: &mut Tx, reading: &Reading) -> Result<Vec<notes::Listed>> {
    let from = reading.began_on.saturating_sub(jiff::Span::new().weeks(WEEKS_BEFORE));
    let filter = notes::Filter { from: Some(from), to: reading.finished_on, ..notes::Filter::default() };
    let linked = store::linked(tx, &reading.id)?;
    let (mut listed, _) = notes::list(tx, &reading.person_id, &filter, 0, MOST_OFFERED)?;
    listed.retain(|one| !linked.contains(&one.note.id));
    Ok(listed)
}
