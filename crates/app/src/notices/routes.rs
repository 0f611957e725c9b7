//! The addresses of notices and of what one chose.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use tokio::task::spawn_blocking;

use crate::notices::address::{self, Confirmed};
use crate::notices::choices::{self, Choices};
use crate::notices::mail::{self, Post, Trouble};
use crate::notices::views::{ChoicesPage, Index, said_of_failure};
use crate::notices::{outbox, store};
use crate::shell::interrupted::local_path;
use crate::shell::lang::Messages;
use crate::shell::layout::{render, render_form};
use crate::shell::{
    Access, App, Context, Error, Id, Mistakes, OrNotFound, Path, Posted, Query, Result, Routes, listed,
};

/// Notices on a page.
pub(super) const PAGE: usize = 30;

pub(super) fn routes() -> Routes {
    let person = Access::Person;
    Routes::default()
        .page("/notices", person, index)
        .page("/notices/{id}", person, open)
        .form("/notices/read", person, read_all)
        .page("/notices/choices", person, choices_form)
        .form("/notices/choices", person, choose)
        .form("/notices/address", person, enter_address)
        .form("/notices/address/confirm", person, confirm_address)
        .form("/notices/address/remove", person, remove_address)
}

/// The person of the visitor.
fn own(context: &Context) -> Result<Id> {
    context.actor()?.person_id.clone().ok_or(Error::Forbidden)
}

/// What the list is narrowed to, as it stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    /// "unread" shows those alone.
    show: String,
    page: String,
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (person_id, unread) = (own(&context)?, asked.show == "unread");
    let page = listed::number(&asked.page);
    let size = context.page_size(PAGE);
    let found = context.app.read(move |tx| store::list(tx, &person_id, unread, page, size)).await?;
    render(&Index::new(&context, found, unread, page))
}

/// Opening one is reading it.
async fn open(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (person_id, id) = (own(&context)?, Id::from_text(id));
    let to = context.write(move |work| {
        let told = store::find(work, &person_id, &id)?.or_not_found()?;
        if !told.read {
            let at = work.at();
            store::mark_read(work, &told.id, at)?;
            outbox::forget_read(work, &person_id)?;
        }
        Ok(told.href)
    });
    let to = to.await?;
    Ok(Redirect::to(local_path(&to).unwrap_or("/notices")).into_response())
}

async fn read_all(Posted { context, .. }: Posted) -> Result<Response> {
    let person_id = own(&context)?;
    let read = context.write(move |work| {
        let at = work.at();
        store::mark_all_read(work, &person_id, at)?;
        outbox::forget_read(work, &person_id)
    });
    read.await?;
    Ok(Redirect::to("/notices").into_response())
}

/// What stands in the address of the choices.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Came {
    /// The code, where the link of a letter was followed.
    pub(super) code: String,
    /// What was just done.
    pub(super) done: String,
    /// What was typed as an address and is none.
    #[serde(skip)]
    pub(super) typed: String,
}

async fn choices_form(context: Context, Query(came): Query<Came>) -> Result<Response> {
    render_form(&choices_page(&context, came).await?)
}

async fn choices_page(context: &Context, came: Came) -> Result<ChoicesPage> {
    let person_id = own(context)?;
    let asked = context
        .app
        .read(move |tx| Ok((store::choices(tx, &person_id)?, address::known(tx, &person_id)?)))
        .await?;
    Ok(ChoicesPage::new(context, &asked.0, asked.1, came))
}

/// The page again, with what is wrong.
async fn refused(
    context: &Context,
    typed: Option<&Choices>,
    mistakes: &Mistakes,
    came: Came,
) -> Result<Response> {
    let page = choices_page(context, came).await?.refused(context, typed, mistakes);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
}

async fn choose(Posted { context, fields }: Posted) -> Result<Response> {
    let person_id = own(&context)?;
    let (chosen, mistakes) = Choices::read(&fields);
    if !mistakes.is_empty() {
        return refused(&context, Some(&chosen), &mistakes, Came::default()).await;
    }
    context.write(move |work| choices::choose(work, &person_id, &chosen)).await?;
    Ok(Redirect::to("/notices/choices?done=saved").into_response())
}

async fn enter_address(Posted { context, fields }: Posted) -> Result<Response> {
    let person_id = own(&context)?;
    if context.app.sending.mail.is_none() {
        return Err(Error::Conflict(Messages::notices_no_mail));
    }
    let (typed, code) = (fields.get("address").to_owned(), address::fresh_code()?);
    let (to, sent) = (typed.clone(), code.clone());
    let today = context.app.clock.today().to_string();
    match context.write(move |work| address::enter(work, &person_id, &typed, &code, &today)).await {
        Ok(()) => {}
        Err(Error::Invalid(mistakes)) => {
            let came = Came { typed: fields.get("address").to_owned(), ..Came::default() };
            return refused(&context, None, &mistakes, came).await;
        }
        Err(error) => return Err(error),
    }
    let app = context.app.clone();
    match spawn_blocking(move || send_code(&app, &to, &sent)).await.map_err(anyhow::Error::from)?? {
        Ok(()) => Ok(Redirect::to("/notices/choices?done=sent").into_response()),
        Err(trouble) => {
            tracing::warn!(%trouble, "a code could not be sent");
            let page = choices_page(&context, Came::default()).await?;
            let page = page.code_not_sent(said_of_failure(trouble.code(), context.t()));
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
    }
}

/// Somebody waits for it: it goes out at once, and its trouble is told at once.
fn send_code(app: &App, to: &str, code: &str) -> Result<Result<(), Trouble>> {
    let sending = &app.sending;
    let Some(mail) = &sending.mail else { return Err(Error::Conflict(Messages::notices_no_mail)) };
    let message = mail::with_code(sending, to, code, app.clock.now())?;
    let to = to.parse().map_err(|_| Mistakes::one("address", Messages::notices_no_address))?;
    let delivered = Post::open(mail, sending).and_then(|mut post| {
        post.deliver(&to, &message.formatted())?;
        post.close();
        Ok(())
    });
    Ok(delivered)
}

async fn confirm_address(Posted { context, fields }: Posted) -> Result<Response> {
    let (person_id, code) = (own(&context)?, fields.get("code").to_owned());
    match context.write(move |work| address::confirm(work, &person_id, &code)).await? {
        Confirmed::Right => Ok(Redirect::to("/notices/choices?done=confirmed").into_response()),
        Confirmed::Wrong => {
            let mistakes = Mistakes::of("code", Messages::notices_code_wrong);
            refused(&context, None, &mistakes, Came::default()).await
        }
        Confirmed::Over => {
            let mistakes = Mistakes::of("code", Messages::notices_code_over);
            refused(&context, None, &mistakes, Came::default()).await
        }
    }
}

async fn remove_address(Posted { context, .. }: Posted) -> Result<Response> {
    let person_id = own(&context)?;
    context.write(move |work| address::remove(work, &person_id)).await?;
    Ok(Redirect::to("/notices/choices?done=removed").into_response())
}
