//! Roster sheets in the browser: brought, looked at, applied, and for a day taken back.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_office::{Language, Sheet, write_problems};
use xueji_store::Tx;

use crate::people::import::{self, Way};
use crate::people::{self, Vocabulary};
use crate::plans;
use crate::roster::sheets_store as store;
use crate::roster::views::{ImportPage, ImportsPage};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Context, Deed, Error, Id, Lang, Mistakes, Note, OrNotFound, Path, Place, Posted, Query, Result,
    Right, Upload,
};

/// A sheet may change the whole tree, so it is for those who govern all of it.
fn require_all(tx: &mut Tx, actor: &Actor) -> Result<()> {
    let path = people::root(tx)?.map_or_else(|| "/".to_owned(), |root| root.path);
    if actor.may(Right::GovernRoster, Place::Organization { path: &path }) {
        Ok(())
    } else {
        Err(Error::Forbidden)
    }
}

pub(super) async fn index(context: Context) -> Result<Response> {
    render(&list(&context, &Mistakes::default()).await?)
}

async fn list(context: &Context, mistakes: &Mistakes) -> Result<ImportsPage> {
    let actor = context.actor()?.clone();
    let imports = context
        .app
        .read(move |tx| {
            require_all(tx, &actor)?;
            store::latest(tx)
        })
        .await?;
    Ok(ImportsPage::new(context, &imports, mistakes))
}

/// Keeps the sheet, and goes on where it can be looked at.
pub(super) async fn bring(Upload { context, file, .. }: Upload) -> Result<Response> {
    let actor = context.actor()?.clone();
    let read = match file {
        None => Err(Mistakes::of("file", Messages::roster_no_file)),
        Some((name, bytes)) => {
            let read = tokio::task::spawn_blocking(move || (import::read(&bytes).map(drop), bytes));
            let (read, bytes) = read.await.map_err(anyhow::Error::from)?;
            let said = |error: xueji_office::SheetError| {
                let mut mistakes = Mistakes::default();
                let both = xueji_plan::Bilingual {
                    zh: error.describe(Language::Chinese),
                    en: error.describe(Language::English),
                };
                mistakes.say("file", both, None);
                mistakes
            };
            read.map_err(said).map(|()| (name, bytes))
        }
    };
    match read {
        Ok((name, bytes)) => {
            let name: String = name.chars().filter(|letter| !letter.is_control()).take(120).collect();
            let id = context
                .write(move |work| {
                    require_all(work, &actor)?;
                    store::add(work, &name, &bytes, &actor.account_id)
                })
                .await?;
            Ok(Redirect::to(&format!("/people/imports/{id}")).into_response())
        }
        Err(mistakes) => {
            let page = render(&list(&context, &mistakes).await?)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
        }
    }
}

#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Listed {
    page: usize,
}

pub(super) async fn show(
    context: Context,
    Path(id): Path<String>,
    Query(listed): Query<Listed>,
) -> Result<Response> {
    render(&whole(&context, Id::from_text(id), listed.page.clamp(1, 10_000)).await?)
}

async fn whole(context: &Context, id: Id, place: usize) -> Result<ImportPage> {
    let (actor, clock, asking) = (context.actor()?.clone(), context.app.clock.clone(), context.clone());
    context
        .app
        .read(move |tx| {
            require_all(tx, &actor)?;
            let import = store::find(tx, &id)?.or_not_found()?;
            let words = plans::vocabulary(tx, clock.today())?;
            let outcome = match kept(tx, &id)? {
                Some(sheet) if import.state == "looked" => Some(import::look(tx, &sheet, &words, &clock)?),
                _ => None,
            };
            Ok(ImportPage::new(&asking, &import, outcome.as_ref(), &words, place))
        })
        .await
}

/// The sheet, as long as it is kept.
fn kept(tx: &mut Tx, id: &Id) -> Result<Option<Sheet>> {
    let Some(bytes) = store::sheet(tx, id)? else { return Ok(None) };
    // It was readable when it came.
    Ok(import::read(&bytes).ok())
}

pub(super) async fn problems(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, clock, lang) = (context.actor()?.clone(), context.app.clock.clone(), context.lang);
    let file = context
        .app
        .read(move |tx| {
            require_all(tx, &actor)?;
            let id = Id::from_text(id);
            store::find(tx, &id)?.or_not_found()?;
            let sheet = kept(tx, &id)?.or_not_found()?;
            let words = plans::vocabulary(tx, clock.today())?;
            let outcome = import::look(tx, &sheet, &words, &clock)?;
            Ok(write_problems(&outcome.problems, language(lang)).map_err(anyhow::Error::from)?)
        })
        .await?;
    Ok(workbook("problems.xlsx", file))
}

pub(super) async fn template(context: Context) -> Result<Response> {
    let (today, lang) = (context.app.clock.today(), context.lang);
    let words: Vocabulary = context.app.read(move |tx| plans::vocabulary(tx, today)).await?;
    let file = import::template(&words, language(lang)).map_err(anyhow::Error::from)?;
    Ok(workbook("roster.xlsx", file))
}

fn language(lang: Lang) -> Language {
    match lang {
        Lang::Chinese => Language::Chinese,
        Lang::English => Language::English,
    }
}

fn workbook(name: &str, bytes: Vec<u8>) -> Response {
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet".to_owned();
    let called = format!("attachment; filename=\"{name}\"");
    ([(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, called)], bytes).into_response()
}

/// Applied, or taken back.
pub(super) async fn decide(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, clock, id) = (context.actor()?.clone(), context.app.clock.clone(), Id::from_text(id));
    let (which, what) = (id.clone(), fields.get("do").to_owned());
    context
        .write(move |work| {
            require_all(work, &actor)?;
            work.serialize_on_all()?;
            let import = store::find(work, &which)?.or_not_found()?;
            match what.as_str() {
                "apply" if import.state == "looked" => {
                    let sheet = kept(work, &which)?.or_not_found()?;
                    let words = plans::vocabulary(work, clock.today())?;
                    let outcome = import::import(work, &sheet, &words, &clock, Way::Undoable, &|_, _| {})?;
                    if !outcome.stored {
                        return Err(Error::Conflict(Messages::roster_sheet_refused));
                    }
                    let said = format!("{} {}", outcome.summary.people_new, outcome.summary.people_changed);
                    work.note(Note::of(Deed::SheetApplied, &which).saying(said));
                    store::applied(work, &which, &outcome.summary, &outcome.rows)
                }
                "undo" if import.can_undo(clock.now()) => {
                    let rows = store::changes(work, &which)?;
                    import::undo(work, &rows)?;
                    work.note(Note::of(Deed::SheetUndone, &which));
                    store::undone(work, &which)
                }
                "apply" | "undo" => Err(Error::Conflict(Messages::roster_decided_already)),
                _ => Err(Error::NotFound),
            }
        })
        .await?;
    Ok(Redirect::to(&format!("/people/imports/{id}")).into_response())
}
