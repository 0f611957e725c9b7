//! The editor: a calm page to write on, with what the note is for beneath it.

use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::notebook::draft::pictures;
use crate::notebook::views::{EditPage, Waiting};
use crate::notebook::{serve, show};
use crate::notes::{self, Kept, NearView, Note, Version};
use crate::records::{self, Offer, Record};
use crate::shell::layout::{render, render_form};
use crate::shell::{Context, Error, Fields, Id, Mistakes, Path, Posted, Query, Result, markdown, page};

/// What the address asks the editor for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    activity: String,
    on: String,
    title: String,
    tags: String,
    /// A record of before that the note is to stand with.
    record: String,
    saved: String,
}

/// What goes into the editor.
#[derive(Debug, Default)]
pub(super) struct Filled {
    note: Option<Id>,
    key: String,
    saves: i64,
    activity: String,
    on: String,
    title: String,
    tags: String,
    text: String,
    files: Vec<Id>,
    record: String,
    late_reason: String,
    /// The form that came back, with what was ticked.
    typed: Option<Fields>,
    near: Vec<NearView>,
}

impl Filled {
    /// What was typed in a line, about a day.
    pub(super) fn of_line(text: String, on: Date) -> Self {
        Self { key: Id::fresh().to_string(), on: on.to_string(), text, ..Self::default() }
    }

    /// A form that came back, with the files that it named and brought.
    pub(super) fn back(fields: &Fields, files: Vec<Id>) -> Self {
        let get = |name| fields.get(name).to_owned();
        let note = get("note");
        Self {
            note: (!note.is_empty()).then(|| Id::from_text(note)),
            key: get("key"),
            saves: fields.get("saves").parse().unwrap_or(0),
            activity: get("activity"),
            on: get("on"),
            title: get("title"),
            tags: get("tags"),
            text: get("text"),
            files,
            record: get("record"),
            late_reason: get("late_reason"),
            typed: Some(fields.clone()),
            near: Vec::new(),
        }
    }

    /// Earlier notes that it is close to.
    pub(super) fn close_to(&mut self, near: Vec<NearView>) {
        self.near = near;
    }

    /// What was typed is kept by now.
    pub(super) fn saved(&mut self, kept: &Kept) {
        self.note = Some(kept.id.clone());
        self.saves = kept.saves;
    }

    fn of_note(note: &Note, version: Version, tags: &[String]) -> Self {
        Self {
            note: Some(note.id.clone()),
            saves: note.saves,
            activity: note.activity.clone().unwrap_or_default(),
            on: note.happened_on.to_string(),
            title: version.title,
            tags: tags.join(" "),
            text: version.text,
            files: version.files,
            ..Self::default()
        }
    }
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let today = context.app.clock.today().to_string();
    let filled = Filled {
        key: Id::fresh().to_string(),
        activity: asked.activity,
        on: if asked.on.is_empty() { today } else { asked.on },
        title: asked.title.chars().take(notes::LONGEST_TITLE).collect(),
        tags: asked.tags.chars().take(200).collect(),
        record: asked.record,
        ..Filled::default()
    };
    render_form(&form(&context, filled, Mistakes::default()).await?)
}

pub(super) async fn edit(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (person, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let (note, version, tags) = context
        .app
        .read(move |tx| {
            let (note, version) = show::own(tx, person.as_ref(), &id)?;
            let tags = notes::tags_of(tx, &note.id)?;
            Ok((note, version, tags))
        })
        .await?;
    let mut form = form(&context, Filled::of_note(&note, version, &tags), Mistakes::default()).await?;
    let said = (!asked.saved.is_empty()).then(|| context.t().notebook_saved());
    form.page = form.page.with_flash(said);
    render_form(&form)
}

/// The editor again, with what is wrong; what was typed is in it.
pub(super) async fn refused(context: &Context, filled: Filled, mistakes: Mistakes) -> Result<Response> {
    let form = form(context, filled, mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
}

/// The editor with the earlier notes that the text is close to, before it is handed in.
pub(super) async fn shown_near(context: &Context, filled: Filled) -> Result<Response> {
    render(&form(context, filled, Mistakes::default()).await?)
}

/// The text as it will be read.
pub(super) async fn preview(Posted { context, fields }: Posted) -> Result<Response> {
    let person = context.actor()?.person_id.clone();
    let text = fields.get("text");
    if text.chars().count() > notes::LONGEST {
        let mut mistakes = Mistakes::default();
        mistakes.too_long("text", notes::LONGEST);
        mistakes.check()?;
    }
    let (id, at) = (Id::from_text(fields.get("note")), "/notes/files");
    let note = context.app.read(move |tx| notes::find(tx, &id)).await?;
    let note = note.filter(|note| person.as_ref() == Some(&note.person_id));
    let html = note.map_or_else(|| markdown::html(text, at), |note| note.html_with(text, at));
    Ok(Html(html).into_response())
}

/// What the page needs besides what is in the form.
struct Around {
    offer: Offer,
    note: Option<Note>,
    served: Vec<Record>,
    lacking: Vec<Record>,
    files: Vec<Attachment>,
    /// The files that stood with the note before.
    stood: Vec<Id>,
    tags: Vec<(String, i64)>,
}

fn around(tx: &mut Tx, person: &Id, note: Option<&Id>, files: &[Id], today: Date) -> Result<Around> {
    let note = note.map(|id| show::own(tx, Some(person), id)).transpose()?.map(|(note, _)| note);
    let served = match &note {
        Some(note) => records::of_note(tx, &note.id)?,
        None => Vec::new(),
    };
    Ok(Around {
        offer: Offer::on(tx, today)?,
        lacking: serve::lacking(tx, person)?,
        files: attachments::find(tx, files)?,
        stood: match &note {
            Some(note) => notes::files_of(tx, &note.id)?,
            None => Vec::new(),
        },
        tags: notes::tags_used(tx, person)?,
        note,
        served,
    })
}

async fn form(context: &Context, filled: Filled, mistakes: Mistakes) -> Result<EditPage> {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let actor = context.actor()?;
    let person = actor.person_id.clone().ok_or(Error::Forbidden)?;
    let (note, files) = (filled.note.clone(), filled.files.clone());
    let account = actor.account_id.clone();
    let around = context.app.read(move |tx| around(tx, &person, note.as_ref(), &files, today)).await?;
    let taken: Vec<String> = around.served.iter().map(|record| record.activity.clone()).collect();
    let meant = Some(filled.activity.as_str()).filter(|code| !code.is_empty());
    let for_record = !filled.record.is_empty() && filled.typed.is_none();
    let serves = serve::offered(&around.offer, meant, &taken, filled.typed.as_ref(), lang, t);
    let (reviewed, for_review) = serve::for_review(&around.offer, meant);
    let shown: Vec<Id> = pictures(&filled.text).collect();
    // Another account's file is none of this one's: only what stands with the note, or waits for it, is shown.
    let own = |file: &&Attachment| file.by_account_id == account || around.stood.contains(&file.id);
    Ok(EditPage {
        page: page(context, if filled.note.is_some() { t.notebook_edit() } else { t.notebook_new() }),
        kept_as: format!("note.{account}.{}", filled.note.as_ref().map_or(filled.key.as_str(), Id::as_str)),
        entered: around.note.as_ref().is_some_and(|note| note.entered.is_some()),
        serves: serves
            .into_iter()
            .map(|mut serve| {
                // Who comes from a record writes for that one.
                serve.chosen &= !for_record;
                serve
            })
            .collect(),
        served: serve::views(&around.offer, &around.served, lang),
        reviewed,
        for_review,
        waiting: around
            .lacking
            .iter()
            .map(|record| Waiting {
                id: record.id.to_string(),
                label: format!(
                    "{} {} {}",
                    records::day_said(record.last_on, lang),
                    around.offer.title(&record.activity, lang),
                    record.title
                ),
                chosen: filled.record == record.id.as_str(),
            })
            .collect(),
        files: around
            .files
            .iter()
            .filter(own)
            .filter(|file| !shown.contains(&file.id))
            .map(|file| attachments::view(file, t))
            .collect(),
        accepted: attachments::ACCEPTED,
        tags_used: around.tags.into_iter().map(|(tag, _)| tag).collect(),
        note: filled.note.map(|id| id.to_string()).unwrap_or_default(),
        key: filled.key,
        entry_key: Id::fresh().to_string(),
        saves: filled.saves,
        activity: filled.activity,
        on: filled.on,
        today: today.to_string(),
        title: filled.title,
        tags: filled.tags,
        text: filled.text,
        near: filled.near,
        late_reason: filled.late_reason,
        mistakes,
    })
}
