//! The page between a text and its being handed in, where it is close to an earlier one: its author sees the passages
//! first, and changes it or goes on. The editor and the form of a manuscript show the same on their own pages.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use xueji_store::Tx;

use crate::notes;
use crate::notes::near::Of;
use crate::notes::passages::{NearView, close_before, close_to_own};
use crate::shell::form::CSRF_FIELD;
use crate::shell::layout::render;
use crate::shell::{Context, Fields, Id, Page, Result, page};

/// What says in a form that its author has seen what the text is close to.
const SEEN: &str = "seen";

/// What is about to be handed in.
#[derive(Clone, Debug)]
pub(crate) enum Text {
    /// The newest text of these notes of the visitor's own.
    Notes(Vec<Id>),
    /// What was typed into this field about a day, of so many signs at most, and under which name the browser keeps it.
    Typed { field: &'static str, on: Date, most: usize, keep: &'static str },
}

#[derive(Debug, Template)]
#[template(path = "notes/held_up.html")]
struct HeldUpPage {
    page: Page,
    near: Vec<NearView>,
    /// Where the form goes once more.
    action: String,
    /// Its fields as they were typed.
    carried: Vec<(String, String)>,
    /// What may be changed here.
    typed: Option<Typed>,
    /// The notes that may be changed instead.
    edit: Vec<String>,
}

/// A field with what was typed there.
#[derive(Debug)]
struct Typed {
    field: &'static str,
    text: String,
    most: usize,
    keep: &'static str,
}

/// The page, where what a form hands in is close to an earlier text and its author has not seen that yet.
pub(crate) async fn held_up(
    context: &Context,
    action: String,
    fields: &Fields,
    text: Text,
) -> Result<Option<Response>> {
    if !fields.get(SEEN).is_empty() {
        return Ok(None);
    }
    let Some(person_id) = context.actor()?.person_id.clone() else { return Ok(None) };
    let (near, typed, edit) = match text {
        Text::Notes(ids) => {
            let (mut near, mut edit) = (Vec::new(), Vec::new());
            for id in own(context, &person_id, ids).await? {
                let found = close_before(context, &id).await?;
                if !found.is_empty() {
                    edit.push(format!("/notes/{id}/edit"));
                }
                near.extend(found);
            }
            (near, None, edit)
        }
        Text::Typed { field, on, most, keep } => {
            let (asking, text) = (context.clone(), fields.get(field).to_owned());
            // What is too long is refused where it goes.
            if text.chars().count() > most {
                return Ok(None);
            }
            let typed = Some(Typed { field, text: text.clone(), most, keep });
            let look = move |tx: &mut Tx| {
                close_to_own(tx, &asking, Of { person_id: &person_id, note_id: None, happened_on: on }, &text)
            };
            (context.app.read(look).await?, typed, Vec::new())
        }
    };
    if near.is_empty() {
        return Ok(None);
    }
    // A note is kept by now, and written on in its editor: no older text of it goes along.
    let shown: &[&str] = match &typed {
        Some(typed) => &[typed.field],
        None => &["text", "saves"],
    };
    let carried =
        fields.iter().filter(|(name, _)| ![CSRF_FIELD, SEEN].contains(name) && !shown.contains(name));
    let page = HeldUpPage {
        page: page(context, context.t().notes_near_title()),
        carried: carried.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        near,
        action,
        typed,
        edit,
    };
    render(&page).map(Some)
}

/// Those of the notes that are the person's own: nobody else's is looked into.
async fn own(context: &Context, person_id: &Id, ids: Vec<Id>) -> Result<Vec<Id>> {
    let person_id = person_id.clone();
    let find = move |tx: &mut Tx| {
        let mut own = Vec::new();
        for id in ids {
            own.extend(notes::find(tx, &id)?.filter(|note| note.person_id == person_id).map(|note| note.id));
        }
        Ok(own)
    };
    context.app.read(find).await
}
