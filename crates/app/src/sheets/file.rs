//! Filing a picture as a page of the note of its person and week.

use jiff::civil::Date;

use crate::notes::{self, Draft, Which};
use crate::notices::{self, Notice};
use crate::people;
use crate::sheets::{Sheet, store, sunday_of, week_said};
use crate::shell::{Actor, Deed, Error, Id, Lang, Note, Place, Result, Right, Work};

/// What became of a picture with a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Filed {
    /// It is a page of this note now.
    In { note_id: Id },
    /// That page was filed before; nothing was replaced.
    There,
}

/// Whether the actor may file for a person: for oneself, or where one may record for them.
pub(super) fn may(work: &mut xueji_store::Tx, actor: &Actor, person_id: &Id, today: Date) -> Result<bool> {
    if actor.person_id.as_ref() == Some(person_id) {
        return Ok(true);
    }
    let home = people::home(work, person_id, today)?;
    Ok(home.is_some_and(|home| {
        actor.may(Right::RecordForPerson, Place::Person { id: person_id, path: &home.path })
    }))
}

/// Files a picture that the actor brought; `batch` names the stack that it came with, of which a person is told once.
///
/// # Errors
/// Forbidden, where the sheet is another's for whom the actor does not record; mistakes, where the note is full.
pub(super) fn file(
    work: &mut Work<'_>,
    actor: &Actor,
    sheet: &Sheet,
    attachment_id: &Id,
    batch: &str,
    today: Date,
) -> Result<Filed> {
    if !may(work, actor, &sheet.person_id, today)? {
        return Err(Error::Forbidden);
    }
    let week = format!("sheet:{}:{}", sheet.person_id, sheet.week_on);
    work.serialize_on(&[&week])?;
    // Whoever was quicker has filed it meanwhile.
    let Some(sheet) = store::by_code(work, &sheet.code)? else { return Err(Error::NotFound) };
    if sheet.note_id.is_some() {
        store::wait_no_more(work, attachment_id)?;
        return Ok(Filed::There);
    }
    let note_id = add_page(work, actor, &sheet, attachment_id, &week, today)?;
    store::wait_no_more(work, attachment_id)?;
    if actor.person_id.as_ref() != Some(&sheet.person_id) {
        tell(work, &sheet, &note_id, batch)?;
    }
    Ok(Filed::In { note_id })
}

/// Puts the picture into the week's note, between the pages before it and those after it.
fn add_page(
    work: &mut Work<'_>,
    actor: &Actor,
    sheet: &Sheet,
    attachment_id: &Id,
    week: &str,
    today: Date,
) -> Result<Id> {
    let existing = store::note_of_week(work, &sheet.person_id, sheet.week_on)?;
    let note = existing.map(|id| notes::find(work, &id)).transpose()?.flatten();
    let Some(note) = note else {
        let draft = Draft {
            happened_on: today.clamp(sheet.week_on, sunday_of(sheet.week_on)),
            title: title(sheet),
            files: vec![attachment_id.clone()],
            ..Draft::default()
        };
        let which = Which::Begun(week.to_owned());
        let kept = notes::keep(work, &sheet.person_id, &actor.account_id, &which, 0, &draft)?;
        store::set_filed(work, &sheet.id, &kept.id, attachment_id)?;
        return Ok(kept.id);
    };
    let version = notes::version(work, &note.id, note.current)?.ok_or(Error::NotFound)?;
    store::set_filed(work, &sheet.id, &note.id, attachment_id)?;
    // Pages in their order first; what its author added by hand, or took out, stays as it is.
    let pages = store::pages_of(work, &note.id)?;
    let shown = |id: &&Id| *id == attachment_id || version.files.contains(id);
    let mut files: Vec<Id> = pages.iter().filter(shown).cloned().collect();
    files.extend(version.files.iter().filter(|id| !pages.contains(id)).cloned());
    let draft = Draft {
        activity: note.activity.clone(),
        happened_on: note.happened_on,
        title: version.title,
        text: version.text,
        files,
        tags: notes::tags_of(work, &note.id)?,
    };
    let which = Which::There(note.id.clone());
    notes::keep(work, &sheet.person_id, &actor.account_id, &which, note.saves, &draft)?;
    Ok(note.id)
}

fn title(sheet: &Sheet) -> String {
    Lang::Chinese.messages().sheets_note_title(week_said(sheet.week_on, Lang::Chinese))
}

/// The member hears of it once for a stack, and the trail keeps who had the paper in hand.
fn tell(work: &mut Work<'_>, sheet: &Sheet, note_id: &Id, batch: &str) -> Result<()> {
    let t = notices::words();
    let told = Notice {
        kind: notices::Kind::PagesFiled,
        key: format!("sheets:{batch}"),
        title: t.sheets_told(),
        body: t.sheets_told_body(),
        href: format!("/notes/{note_id}"),
        until: None,
        urgent: false,
    };
    notices::tell(work, &sheet.person_id, &told)?;
    work.note(Note::of(Deed::PageFiled, &sheet.id).to(&sheet.person_id));
    Ok(())
}
