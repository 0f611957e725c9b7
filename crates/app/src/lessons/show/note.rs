//! The note beside a lesson, as the editor of notes has it.

use crate::lessons::done::Counts;
use crate::lessons::own;
use crate::lessons::show::{Found, Personal};
use crate::lessons::views::NoteView;
use crate::shell::{Context, Result};

pub(super) fn view(context: &Context, found: &Found, own: &Personal) -> Result<NoteView> {
    let (lesson, account) = (&found.seen.lesson, &context.actor()?.account_id);
    let key = own::note_key(&lesson.id);
    let (note, version) = own.note.as_ref().map_or((None, None), |(note, text)| (Some(note), Some(text)));
    let class = match &own.counts {
        Counts::Class(class) => class.name.code.clone(),
        _ => String::new(),
    };
    let id = note.map(|note| note.id.to_string());
    Ok(NoteView {
        kept_as: format!("note.{account}.{}", id.as_ref().unwrap_or(&key)),
        note: id.unwrap_or_default(),
        key,
        saves: note.map_or(0, |note| note.saves),
        activity: note.map_or(class, |note| note.activity.clone().unwrap_or_default()),
        on: note.map_or(context.app.clock.today(), |note| note.happened_on).to_string(),
        title: version.map_or_else(|| lesson.title.clone(), |version| version.title.clone()),
        tags: own.tags.join(" "),
        text: version.map(|version| version.text.clone()).unwrap_or_default(),
        files: version
            .map(|version| version.files.iter().map(ToString::to_string).collect())
            .unwrap_or_default(),
        entered: note.is_some_and(|note| note.entered.is_some()),
    })
}
