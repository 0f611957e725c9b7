//! Keeping what is being written: begun once, saved at every pause, nothing lost when two devices write.

use crate::attachments;
use crate::notes::{Draft, LONGEST, LONGEST_TAG, LONGEST_TITLE, MOST_TAGS, Note, Version, store, tags};
use crate::shell::lang::Messages;
use crate::shell::upload::{FILES_FIELD, MOST_FILES};
use crate::shell::{Error, Id, Mistakes, OrNotFound, Result, Work};

/// For how long what is typed goes into one version of the history, in milliseconds.
const ONE_VERSION: i64 = 10 * 60 * 1000;
/// So many versions that were not handed in are kept, the latest.
const MOST_VERSIONS: i64 = 50;

/// What became of a save.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Kept {
    pub(crate) id: Id,
    /// What the next save names as the one that it began from.
    pub(crate) saves: i64,
    /// Whether exactly this had been handed in already.
    pub(crate) known: bool,
    /// The version with the other text, where another device had saved meanwhile: it stays in the history.
    pub(crate) aside: Option<i64>,
}

/// Which note is written on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Which {
    /// The one that began with this key, or a new one: whoever writes makes the key, so that what comes twice is one
    /// note.
    Begun(String),
    /// One that is there.
    There(Id),
}

/// Begins a note or saves it.
///
/// `began_from` are the saves that the writer knew of, 0 for a new note. Where there were more, this text becomes the
/// newest version and the other one stays in the history.
pub(crate) fn keep(
    work: &mut Work<'_>,
    person_id: &Id,
    account_id: &Id,
    which: &Which,
    began_from: i64,
    draft: &Draft,
) -> Result<Kept> {
    check(draft)?;
    let note = match which {
        Which::There(id) => {
            work.serialize_on(&[id.as_str()])?;
            store::find(work, id)?.or_not_found()?
        }
        Which::Begun(key) => {
            let key = store::entry_key(account_id, key);
            work.serialize_on(&[&key])?;
            let Some(id) = store::by_entry_key(work, &key)?.map(|note| note.id) else {
                let at = work.at();
                let id = begin(work, person_id, account_id, &key, at, draft, false)?;
                return Ok(Kept { id, saves: 1, known: false, aside: None });
            };
            work.serialize_on(&[id.as_str()])?;
            store::find(work, &id)?.or_not_found()?
        }
    };
    if note.person_id != *person_id {
        return Err(Error::Forbidden);
    }
    save(work, account_id, note, began_from, draft)
}

/// Stores a new note with its first version; `entered` says whether it is handed in at once.
pub(super) fn begin(
    work: &mut Work<'_>,
    person_id: &Id,
    account_id: &Id,
    key: &str,
    at: i64,
    draft: &Draft,
    entered: bool,
) -> Result<Id> {
    let id = Id::fresh();
    store::insert(work, &id, key, person_id, at, draft, entered)?;
    name_files(work, account_id, &id, &[], &draft.files)?;
    tags::add_tags(work, &id, &draft.tags)?;
    Ok(id)
}

fn save(work: &mut Work<'_>, account_id: &Id, note: Note, began_from: i64, draft: &Draft) -> Result<Kept> {
    let at = work.at();
    let current = store::version(work, &note.id, note.current)?.or_not_found()?;
    let same_text = says(&current, draft);
    // A draft of before the note was handed in does not know yet what for.
    let knows = !(same_text && note.entered == Some(note.current));
    let activity = draft.activity.clone().filter(|_| knows).or(note.activity.clone());
    let draft = &Draft { activity, ..draft.clone() };
    tags::set_tags(work, &note.id, &draft.tags)?;
    let same = same_text && note.activity == draft.activity && note.happened_on == draft.happened_on;
    if same && !note.discarded {
        return Ok(Kept {
            saves: note.saves,
            id: note.id,
            known: note.entered == Some(note.current),
            aside: None,
        });
    }
    name_files(work, account_id, &note.id, &current.files, &draft.files)?;
    // Another device, or another tab, has saved what this one has not seen.
    let crossed = !same_text && began_from != note.saves;
    let fresh = crossed
        || current.entered_at.is_some()
        || note.entered == Some(note.current)
        || at - current.began_at > ONE_VERSION;
    let number = if same_text {
        note.current
    } else if fresh {
        let number = store::last_number(work, &note.id)? + 1;
        store::insert_version(work, &note.id, number, at, draft, None)?;
        store::thin(work, &note.id, number, MOST_VERSIONS)?;
        number
    } else {
        store::update_version(work, &note.id, note.current, at, draft)?;
        note.current
    };
    let saves = note.saves + 1;
    store::update(work, &note.id, number, saves, at, draft)?;
    Ok(Kept { id: note.id, saves, known: false, aside: crossed.then_some(note.current) })
}

/// Puts a note away; one that was handed in stays with its records.
pub(crate) fn discard(work: &mut Work<'_>, note: &Note) -> Result<()> {
    if note.entered.is_some() {
        return Err(Error::Conflict(Messages::notes_handed_in_stays));
    }
    let at = work.at();
    store::set_discarded(work, &note.id, Some(at))
}

/// Takes a note out again that was put away.
pub(crate) fn take_out_again(work: &mut Work<'_>, note: &Note) -> Result<()> {
    store::set_discarded(work, &note.id, None)
}

fn says(version: &Version, draft: &Draft) -> bool {
    version.title == draft.title && version.text == draft.text && version.files == draft.files
}

/// What is typed too long or too much, by field.
fn check(draft: &Draft) -> Result<()> {
    let mut mistakes = Mistakes::default();
    if draft.title.chars().count() > LONGEST_TITLE {
        mistakes.too_long("title", LONGEST_TITLE);
    }
    if draft.text.chars().count() > LONGEST {
        mistakes.too_long("text", LONGEST);
    }
    if draft.tags.len() > MOST_TAGS || draft.tags.iter().any(|tag| tag.chars().count() > LONGEST_TAG) {
        mistakes.add("tags", Messages::notes_too_many_tags);
    }
    if draft.files.len() > MOST_FILES {
        mistakes.add(FILES_FIELD, Messages::records_too_many_files);
    }
    mistakes.check()
}

/// Keeps the files that a version names anew: those that the account itself brought, or that stood with the note.
fn name_files(work: &mut Work<'_>, account_id: &Id, note_id: &Id, before: &[Id], files: &[Id]) -> Result<()> {
    let fresh: Vec<Id> = files.iter().filter(|id| !before.contains(id)).cloned().collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let stood = store::files_of(work, note_id)?;
    let found = attachments::find(work, &fresh)?;
    let may = |file: &attachments::Attachment| {
        stood.contains(&file.id) || (!file.kept && file.by_account_id == *account_id)
    };
    if found.len() != fresh.len() || !found.iter().all(may) || !attachments::keep(work, &fresh)? {
        return Err(Mistakes::one(FILES_FIELD, Messages::records_files_gone));
    }
    for id in fresh.iter().filter(|id| !stood.contains(id)) {
        store::name_attachment(work, note_id, id)?;
    }
    Ok(())
}
