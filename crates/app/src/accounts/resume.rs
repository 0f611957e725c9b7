//! A form whose session ended while it was being filled in: what was typed is carried through signing in.
//!
//! Only what came with a token that one of our sessions had is carried: nobody else can put words into a form.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::accounts::sessions;
use crate::accounts::views::{ConfirmPage, PasswordPage, SignInPage};
use crate::shell::form::CSRF_FIELD;
use crate::shell::interrupted::Interrupted;
use crate::shell::layout::{page, render};
use crate::shell::{App, Context, Id, Result};

/// The author of what was typed, and that; nothing where its token was none of ours.
pub(super) async fn authored(
    app: &App,
    interrupted: Option<Interrupted>,
) -> Result<Option<(Id, Interrupted)>> {
    let Some(interrupted) = interrupted else { return Ok(None) };
    let csrf = interrupted.fields.get(CSRF_FIELD).to_owned();
    let author = app.read(move |tx| sessions::author(tx, &csrf)).await?;
    Ok(author.map(|author| (author, interrupted)))
}

/// What was typed, if this account typed it.
pub(super) async fn authored_by(
    app: &App,
    interrupted: Option<Interrupted>,
    account_id: &Id,
) -> Result<Option<Interrupted>> {
    let authored = authored(app, interrupted).await?;
    Ok(authored.and_then(|(author, interrupted)| (author == *account_id).then_some(interrupted)))
}

/// The sign-in page; with what was typed, it says that it is kept.
pub(super) fn sign_in_page(context: &Context, carried: Option<&Interrupted>) -> Result<Response> {
    let view = SignInPage::new(context).carrying(carried);
    Ok((StatusCode::UNAUTHORIZED, render(&view)?).into_response())
}

/// The sign-in page where a second step took too long.
pub(super) fn sign_in_over(context: &Context, carried: Option<&Interrupted>, next: &str) -> Result<Response> {
    let view = SignInPage::saying(context, context.t().accounts_codes_over(), next);
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&view.carrying(carried))?).into_response())
}

/// The page that changes the password.
pub(super) fn password_page(context: &Context, carried: Option<&Interrupted>) -> Result<Response> {
    render(&PasswordPage::new(context).carrying(carried))
}

/// What was typed, and one button that sends it on with the session's own token.
pub(super) fn confirm_page(context: &Context, carried: &Interrupted) -> Result<Response> {
    render(&carried_on(context, carried, context.t().accounts_resume_lead()))
}

/// The same for what came too quickly after much else.
pub(super) fn later_page(context: &Context, carried: &Interrupted) -> Result<Response> {
    let page = render(&carried_on(context, carried, context.t().accounts_resume_later()))?;
    Ok((StatusCode::TOO_MANY_REQUESTS, page).into_response())
}

fn carried_on(context: &Context, carried: &Interrupted, lead: String) -> ConfirmPage {
    ConfirmPage {
        page: page(context, context.t().accounts_resume_title()),
        lead,
        sent_on: SentOn::of(carried),
    }
}

/// What was typed, as a form that sends it on.
#[derive(Debug)]
pub(super) struct SentOn {
    pub(super) target: String,
    /// The texts, for reading.
    pub(super) written: Vec<String>,
    /// Everything, for sending.
    pub(super) fields: Vec<(String, String)>,
}

impl SentOn {
    pub(super) fn of(carried: &Interrupted) -> Self {
        let fields: Vec<(String, String)> = carried
            .fields
            .iter()
            .filter(|(name, _)| *name != CSRF_FIELD)
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        // Codes and keys say nothing to a reader; what was written does.
        let written = fields.iter().map(|(_, value)| value.trim()).filter(|value| is_written(value));
        Self { target: carried.target.clone(), written: written.map(str::to_owned).collect(), fields }
    }
}

fn is_written(value: &str) -> bool {
    value.chars().any(|symbol| symbol.is_whitespace() || !symbol.is_ascii())
}
