//! What was written with a record: an organization's account of it, or a person's note.

use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::notes;
use crate::records::Record;
use crate::records::views::NoteShown;
use crate::shell::Result;
use crate::shell::lang::Messages;

/// What was written with it.
pub(super) enum Text {
    /// An organization's account of it.
    Body(String),
    /// A note, in the version that this visitor may read.
    Note(Box<Written>),
}

/// A note that was written with a record.
pub(super) struct Written {
    pub(super) note: notes::Note,
    pub(super) version: notes::Version,
    /// What its text does not show itself.
    pub(super) files: Vec<Attachment>,
}

/// What was written with the record, as its author or everybody who may read it has it.
pub(super) fn text_of(tx: &mut Tx, record: &Record, own: bool) -> Result<Option<Text>> {
    let Some(id) = record.note() else { return Ok(record.body.clone().map(Text::Body)) };
    let Some(note) = notes::find(tx, id)? else { return Ok(record.body.clone().map(Text::Body)) };
    let number = if own { Some(note.current) } else { note.entered };
    let version = number.map(|number| notes::version(tx, id, number)).transpose()?.flatten();
    let Some(version) = version else { return Ok(None) };
    let files = notes::beside(tx, &version)?;
    Ok(Some(Text::Note(Box::new(Written { note, version, files }))))
}

/// The note as the record's page shows it.
pub(super) fn note_shown(written: &Written, own: bool, t: &Messages) -> NoteShown {
    let id = &written.note.id;
    NoteShown {
        html: written.note.html(&written.version),
        files: written.files.iter().map(|file| attachments::view(file, t)).collect(),
        files_at: format!("/notes/{id}/files"),
        href: own.then(|| format!("/notes/{id}")),
    }
}
