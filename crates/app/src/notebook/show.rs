//! One note: read by its author, and by others who are entitled and say so; its earlier texts.

use axum::http::header;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::lessons;
use crate::notebook::serve;
use crate::notebook::views::{Earlier, ShowPage, VersionPage};
use crate::notes::{self, Draft, NearView, Note, Reading, Version, Which};
use crate::people;
use crate::records::{self, Offer, Record};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Error, Id, OrNotFound, Path, Posted, Query, Result, Work, page};

/// One's own note with its newest text; another's is not there.
pub(super) fn own(tx: &mut Tx, person: Option<&Id>, id: &Id) -> Result<(Note, Version)> {
    let note = notes::find(tx, id)?.filter(|note| Some(&note.person_id) == person).or_not_found()?;
    let version = notes::version(tx, id, note.current)?.or_not_found()?;
    Ok((note, version))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Arrived {
    saved: String,
}

/// Everything that the page shows.
struct Found {
    note: Note,
    /// The text that this visitor has open; none where it must be opened first.
    version: Option<Version>,
    /// Whose it is, where not the visitor's own.
    whose: Option<String>,
    offer: Offer,
    served: Vec<Record>,
    tags: Vec<String>,
    files: Vec<Attachment>,
    versions: Vec<Version>,
    readings: Vec<Reading>,
    /// The title of the lesson that it stands beside, where the visitor may open it.
    lesson: Option<String>,
}

/// What there is of a note for the actor; `open` says whether another's was opened just now.
fn found(
    tx: &mut Tx,
    actor: &Actor,
    id: &Id,
    opened: Option<Version>,
    today: jiff::civil::Date,
) -> Result<Found> {
    let note = notes::find(tx, id)?.or_not_found()?;
    let own = actor.person_id.as_ref() == Some(&note.person_id);
    // A draft is nobody else's business: not even that it is there.
    if !own && note.entered.is_none() {
        return Err(Error::NotFound);
    }
    if !own && !notes::may_read(tx, actor, &note, today)? {
        return Err(Error::Forbidden);
    }
    let version = if own { notes::version(tx, id, note.current)? } else { opened };
    Ok(Found {
        whose: if own { None } else { Some(people::person(tx, &note.person_id)?.or_not_found()?.name) },
        offer: Offer::on(tx, note.happened_on)?,
        served: records::of_note(tx, id)?,
        tags: if own { notes::tags_of(tx, id)? } else { Vec::new() },
        files: version.as_ref().map(|version| notes::beside(tx, version)).transpose()?.unwrap_or_default(),
        versions: if own { notes::versions(tx, id)? } else { Vec::new() },
        readings: if own { notes::readings(tx, id)? } else { Vec::new() },
        lesson: lessons::title_beside(tx, actor, &note, today)?,
        version,
        note,
    })
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(arrived): Query<Arrived>,
) -> Result<Response> {
    let (actor, id, today) = (context.actor()?.clone(), Id::from_text(id), context.app.clock.today());
    let found = context.app.read(move |tx| found(tx, &actor, &id, None, today)).await?;
    render(&laid_out(&context, &found, Vec::new(), !arrived.saved.is_empty()))
}

/// Opens another's note: its author sees who did, and when.
pub(super) async fn open(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id, today) = (context.actor()?.clone(), Id::from_text(id), context.app.clock.today());
    let (opener, opened) = (actor.clone(), id.clone());
    let open = move |work: &mut Work<'_>| {
        let note = notes::find(work, &opened)?.or_not_found()?;
        notes::open(work, &opener, &note, today)
    };
    let version = context.write(open).await?;
    let near = notes::close_to(&context, &id, version.number).await?;
    let found = context.app.read(move |tx| found(tx, &actor, &id, Some(version.clone()), today)).await?;
    let page = render(&laid_out(&context, &found, near, false))?;
    // Nobody goes back to it without being recorded again.
    Ok(([(header::CACHE_CONTROL, "no-store")], page).into_response())
}

fn laid_out(context: &Context, found: &Found, near: Vec<NearView>, just_saved: bool) -> ShowPage {
    let (t, lang, clock) = (context.t(), context.lang, &context.app.clock);
    let Found { note, version, whose, .. } = found;
    let own = whose.is_none();
    let title = version.as_ref().map(|version| version.title.clone()).filter(|title| !title.is_empty());
    let title = title.or_else(|| found.served.first().map(|record| record.title.clone()));
    let served = serve::views(&found.offer, &found.served, lang);
    let said: Vec<String> = served.iter().map(|one| one.title.clone()).collect();
    let flash = just_saved.then(|| t.notebook_handed_in(said.join(&t.records_list_comma())));
    let mut way = vec![Crumb { href: Some("/notes".to_owned()), label: t.nav_notes() }];
    if let Some(whose) = whose {
        way = vec![Crumb { href: Some(format!("/people/{}", note.person_id)), label: whose.clone() }];
    }
    let title = title.unwrap_or_else(|| t.notebook_untitled());
    way.push(Crumb { href: None, label: title.clone() });
    ShowPage {
        page: page(context, title).with_crumbs(way).with_flash(flash),
        id: note.id.to_string(),
        own,
        on: records::day_said(note.happened_on, lang),
        whose: whose.clone(),
        told: match version {
            Some(version) => {
                t.notebook_told(version.characters.to_string(), clock.minute_of(version.changed_at))
            }
            None => String::new(),
        },
        html: version.as_ref().map(|version| note.html(version)),
        lesson: note.lesson_href().zip(found.lesson.clone()),
        files: found.files.iter().map(|file| attachments::view(file, t)).collect(),
        tags: found.tags.clone(),
        is_draft: note.entered.is_none(),
        has_more: note.has_more(),
        discarded: note.discarded,
        served,
        near,
        earlier: found
            .versions
            .iter()
            .map(|version| Earlier {
                href: format!("/notes/{}/versions/{}", note.id, version.number),
                when: clock.minute_of(version.changed_at),
                characters: version.characters,
                current: version.number == note.current,
                handed_in: version.entered_at.is_some() || note.entered == Some(version.number),
            })
            .collect(),
        readings: found
            .readings
            .iter()
            .map(|one| {
                let read = format!("/notes/{}/versions/{}", note.id, one.number);
                (one.who.clone(), clock.minute_of(one.at), read)
            })
            .collect(),
    }
}

/// An earlier text of one's own note.
pub(super) async fn version(context: Context, Path((id, number)): Path<(String, i64)>) -> Result<Response> {
    let (person, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let (note, version) = context
        .app
        .read(move |tx| {
            let (note, _) = own(tx, person.as_ref(), &id)?;
            let version = notes::version(tx, &id, number)?.or_not_found()?;
            Ok((note, version))
        })
        .await?;
    let (t, clock) = (context.t(), &context.app.clock);
    let title = if version.title.is_empty() { t.notebook_untitled() } else { version.title.clone() };
    let way = vec![
        Crumb { href: Some("/notes".to_owned()), label: t.nav_notes() },
        Crumb { href: Some(format!("/notes/{}", note.id)), label: title.clone() },
        Crumb { href: None, label: t.notebook_earlier() },
    ];
    render(&VersionPage {
        page: page(&context, title).with_crumbs(way),
        told: t.notebook_told(version.characters.to_string(), clock.minute_of(version.changed_at)),
        html: note.html(&version),
        action: (version.number != note.current).then(|| format!("/notes/{}/versions/{number}", note.id)),
    })
}

/// Takes an earlier text as the newest again; nothing of the history goes away.
pub(super) async fn restore(
    Path((id, number)): Path<(String, i64)>,
    Posted { context, .. }: Posted,
) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let at = id.clone();
    let restore = move |work: &mut Work<'_>| {
        let (note, _) = own(work, actor.person_id.as_ref(), &at)?;
        let version = notes::version(work, &at, number)?.or_not_found()?;
        let draft = Draft {
            activity: note.activity.clone(),
            happened_on: note.happened_on,
            title: version.title,
            text: version.text,
            files: version.files,
            tags: notes::tags_of(work, &at)?,
        };
        // As from another device: what was the newest stays in the history.
        notes::keep(work, &note.person_id, &actor.account_id, &Which::There(at.clone()), -1, &draft)?;
        Ok(())
    };
    context.write(restore).await?;
    Ok(Redirect::to(&format!("/notes/{id}/edit")).into_response())
}

pub(super) async fn discard(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let id = put(&context, id, notes::discard).await?;
    Ok(Redirect::to(&format!("/notes?put_away={id}")).into_response())
}

pub(super) async fn take_out(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let id = put(&context, id, notes::take_out_again).await?;
    Ok(Redirect::to(&format!("/notes/{id}")).into_response())
}

async fn put(context: &Context, id: String, act: fn(&mut Work<'_>, &Note) -> Result<()>) -> Result<Id> {
    let (person, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let at = id.clone();
    context
        .write(move |work| {
            let (note, _) = own(work, person.as_ref(), &at)?;
            act(work, &note)
        })
        .await?;
    Ok(id)
}
