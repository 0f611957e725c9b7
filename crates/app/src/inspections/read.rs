//! Reading what is shown: through the notes, which tell their author who read what and when.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::inspections::log::{self, Done};
use crate::inspections::reach::{self, Found};
use crate::inspections::{Shown, State, store};
use crate::notes::{self, Version};
use crate::records::Entry;
use crate::shell::{Actor, Id, OrNotFound, Result, Work};

/// Opens a note of an inspection and returns its text; nothing where its author took it back meanwhile.
pub(super) fn open(
    work: &mut Work<'_>,
    actor: &Actor,
    entry: &Entry,
    found: &Found,
    note_id: &Id,
) -> Result<Option<Version>> {
    let id = &found.inspection.id;
    // After whatever step is under way: its number and its state are what this reading goes by.
    work.serialize_on(&[id.as_str()])?;
    let state = store::find(work, id)?.state;
    let shown = store::shown(work, id)?.into_iter().find(|one| one.note_id == *note_id).or_not_found()?;
    let Some(note) = notes::find(work, note_id)?.filter(|note| note.entered.is_some()) else {
        return Ok(None);
    };
    let number = note.entered.unwrap_or_default();
    let since = entry.at - notes::OPEN_FOR;
    let read_now = shown.read_number == Some(number)
        && notes::opened_since(work, &actor.account_id, (note_id, number), since)?;
    if read_now && notes::may_read(work, actor, &note, entry.on)? {
        return notes::version(work, note_id, number);
    }
    let version = notes::open(work, actor, &note, entry.on)?;
    store::set_read(work, id, note_id, version.number, entry.at)?;
    let by = (&entry.account_id, entry.at, entry.on);
    match state {
        State::Called => {
            store::set_state(work, id, State::Read, None)?;
            log::add(work, id, Done::Read, by, None)?;
        }
        State::Again if log::latest_of(work, id, [Done::Again, Done::Reread])? == Some(Done::Again) => {
            log::add(work, id, Done::Reread, by, None)?;
        }
        _ => {}
    }
    Ok(Some(version))
}

/// Opens every note of an inspection, one after the other.
pub(crate) fn read_through(work: &mut Work<'_>, actor: &Actor, entry: &Entry, id: &Id) -> Result<()> {
    for page in pages(work, id)? {
        let found = reach::inspected(work, actor, id, entry.on)?;
        open(work, actor, entry, &found, &page.shown.note_id)?;
    }
    Ok(())
}

/// A shown note as a list names it.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) shown: Shown,
    pub(super) title: String,
    pub(super) happened_on: Date,
    pub(super) characters: i64,
    /// The version that may be read; none where its author took the note back.
    pub(super) entered: Option<i64>,
}

impl Page {
    /// Whether there is a text that the inspector has not seen yet.
    pub(super) fn is_unread(&self) -> bool {
        self.entered.is_some() && self.entered != self.shown.read_number
    }
}

/// The notes of an inspection, in order.
pub(super) fn pages(tx: &mut Tx, inspection_id: &Id) -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for shown in store::shown(tx, inspection_id)? {
        let note = notes::find(tx, &shown.note_id)?.or_not_found()?;
        let version = note.entered.map(|number| notes::version(tx, &note.id, number)).transpose()?.flatten();
        pages.push(Page {
            title: version.as_ref().map(|version| version.title.clone()).unwrap_or_default(),
            characters: version.map_or(0, |version| version.characters),
            happened_on: note.happened_on,
            entered: note.entered,
            shown,
        });
    }
    Ok(pages)
}
