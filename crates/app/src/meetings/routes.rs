//! The addresses of meetings, and what each form does.

use axum::response::{IntoResponse, Redirect, Response};
use xueji_standing::Outcome;

use crate::meetings::form::{self, time};
use crate::meetings::reach::{self, Reach};
use crate::meetings::{
    arrange, asked, attendance, files, form_page, make_up_page, pages, paired, series, sign_in, sign_in_page,
    store, templates,
};
use crate::people;
use crate::records::Entry;
use crate::shell::lang::Messages;
use crate::shell::{
    Access, Actor, Context, Error, Fields, Id, Mistakes, OrNotFound, Path, Posted, Result, Right, Routes,
    Work,
};

pub(crate) fn routes() -> Routes {
    let keep = Access::Holding(Right::RecordForOrganization);
    Routes::default()
        .page("/meetings", Access::SignedIn, pages::index)
        .form("/meetings", keep, create)
        .page("/meetings/new", keep, form_page::new)
        .page("/meetings/{id}", Access::SignedIn, pages::show)
        .page("/meetings/{id}/edit", keep, form_page::edit)
        .form("/meetings/{id}/edit", keep, change)
        .form("/meetings/{id}/cancel", keep, cancel)
        .form("/meetings/{id}/list", Access::SignedIn, list)
        .form("/meetings/{id}/correct", Access::SignedIn, correct)
        .form("/meetings/{id}/take-back", keep, take_back)
        .form("/meetings/{id}/template", keep, keep_template)
        .form("/meetings/templates/{id}/remove", keep, remove_template)
        .form("/meetings/{id}/files", Access::SignedIn, files::bring)
        .page("/meetings/{id}/files/{file}", Access::SignedIn, files::whole)
        .form("/meetings/{id}/files/{file}/take-off", Access::SignedIn, files::take_off)
        .form("/meetings/{id}/agree", keep, agree)
        .form("/meetings/{id}/leave", Access::Person, asked::ask_leave)
        .form("/meetings/{id}/leave/{leave}", Access::SignedIn, asked::decide_leave)
        .form("/meetings/{id}/appeal", Access::Person, asked::make_appeal)
        .form("/meetings/{id}/appeal/{appeal}", Access::SignedIn, asked::decide_appeal)
        .page("/meetings/{id}/sign-in", Access::SignedIn, sign_in_page::show)
        .form("/meetings/{id}/sign-in", Access::SignedIn, open_sign_in)
        .page("/meetings/{id}/arrive/{code}", Access::Person, sign_in_page::arrive)
        .form("/meetings/{id}/arrive/{code}", Access::Person, arrive)
        .page("/make-ups", Access::SignedIn, make_up_page::index)
        .page("/meetings/{id}/make-up/{person}", Access::SignedIn, make_up_page::show)
        .form("/meetings/{id}/make-up/{person}", Access::Person, asked::write_make_up)
        .form("/meetings/{id}/make-up/{person}/decide", Access::Holding(Right::Attest), asked::decide_make_up)
}

/// Who does something, and with what.
pub(super) struct Doing {
    pub(super) actor: Actor,
    pub(super) entry: Entry,
    pub(super) id: Id,
    pub(super) fields: Fields,
}

impl Doing {
    pub(super) fn new(context: &Context, id: String, fields: Fields) -> Result<Self> {
        let actor = context.actor()?.clone();
        let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
        Ok(Self { actor, entry, id: Id::from_text(id), fields })
    }

    pub(super) fn href(&self) -> String {
        format!("/meetings/{}", self.id)
    }
}

/// Does something to a meeting, and goes back to its page; what is wrong is said there.
pub(super) async fn act(
    context: &Context,
    doing: Doing,
    act: impl FnOnce(&mut Work<'_>, &Doing) -> Result<()> + Send + 'static,
) -> Result<Response> {
    let (href, id, typed) = (doing.href(), doing.id.clone(), doing.fields.clone());
    let done = context.write(move |work| {
        // One after the other: what each reads is what the one before has left.
        work.serialize_on(&[doing.id.as_str()])?;
        act(work, &doing)
    });
    match done.await {
        Ok(()) => Ok(Redirect::to(&href).into_response()),
        Err(Error::Invalid(mistakes)) => pages::refused(context, &id, &typed, mistakes).await,
        Err(error) => Err(error),
    }
}

async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let doing = Doing::new(&context, String::new(), fields)?;
    let typed = doing.fields.clone();
    let created = context.write(move |work| {
        let draft = form::read(work, &doing.fields)?;
        people::require(work, &doing.actor, Right::RecordForOrganization, &draft.organization_id)?;
        match form::repeat(&doing.fields)? {
            Some(repeat) => series::arrange_all(work, &doing.entry, &draft, repeat),
            None => arrange::arrange(work, &doing.entry, &draft),
        }
    });
    match created.await {
        Ok(id) => Ok(Redirect::to(&format!("/meetings/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => form_page::new_refused(&context, &typed, mistakes).await,
        Err(error) => Err(error),
    }
}

async fn change(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let doing = Doing::new(&context, id, fields)?;
    let (href, id, typed) = (doing.href(), doing.id.clone(), doing.fields.clone());
    let changed = context.write(move |work| {
        work.serialize_on(&[doing.id.as_str()])?;
        let meeting = reach::kept(work, &doing.actor, &doing.id)?;
        if meeting.version.to_string() != doing.fields.get("version") {
            return Err(Error::Conflict(Messages::meetings_changed));
        }
        let draft = form::read(work, &doing.fields)?;
        let draft = arrange::Draft { organization_id: meeting.organization_id.clone(), ..draft };
        if doing.fields.get("following").is_empty() {
            arrange::change(work, &meeting, &draft)
        } else {
            series::change_from(work, &meeting, &draft)
        }
    });
    match changed.await {
        Ok(()) => Ok(Redirect::to(&href).into_response()),
        Err(Error::Invalid(mistakes)) => form_page::edit_refused(&context, &id, &typed, mistakes).await,
        Err(error) => Err(error),
    }
}

async fn cancel(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, |work, doing| {
        let meeting = reach::kept(work, &doing.actor, &doing.id)?;
        let reason = doing.fields.get("reason");
        if doing.fields.get("following").is_empty() {
            arrange::cancel(work, &meeting, reason)
        } else {
            series::cancel_from(work, &meeting, reason)
        }
    })
    .await
}

/// Keeps the list; with `confirm` it is confirmed, too.
async fn list(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, |work, doing| {
        let meeting = reach::run(work, &doing.actor, &doing.id)?;
        let said = said(&doing.fields)?;
        attendance::keep_list(work, &meeting, &said)?;
        if doing.fields.get("confirm").is_empty() {
            return Ok(());
        }
        let mut mistakes = Mistakes::default();
        let held = time(&doing.fields, &mut mistakes);
        let late_reason = doing.fields.text("late_reason", 500, &mut mistakes);
        mistakes.check()?;
        attendance::confirm(work, &doing.entry, &meeting, held, late_reason)
    })
    .await
}

/// What a list says of each otherwise than the page did that it was ticked on: `outcome-ID`, `was-ID`.
fn said(fields: &Fields) -> Result<Vec<(Id, Outcome)>> {
    let named = fields.iter().filter_map(|(name, value)| Some((name.strip_prefix("outcome-")?, value)));
    let named = named.filter(|(id, value)| fields.get(&format!("was-{id}")) != *value);
    let outcome = |code: &str| {
        let outcome = Outcome::from_code(code).filter(|outcome| *outcome != Outcome::Done);
        outcome.ok_or_else(|| Mistakes::one("people", Messages::field_unknown_choice))
    };
    named.map(|(id, code)| Ok((Id::from_text(id), outcome(code)?))).collect()
}

async fn correct(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        let person = Id::from_text(doing.fields.get("person"));
        reach::require_corrector(work, &doing.actor, &meeting, &person)?;
        let outcome = Outcome::from_code(doing.fields.get("outcome"));
        let outcome = outcome.ok_or_else(|| Mistakes::one("outcome", Messages::field_unknown_choice))?;
        attendance::correct(work, &doing.entry, &meeting, &person, outcome, doing.fields.get("reason"))
    })
    .await
}

async fn take_back(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, |work, doing| {
        let meeting = reach::kept(work, &doing.actor, &doing.id)?;
        attendance::take_back(work, &doing.entry, &meeting, doing.fields.get("reason"))
    })
    .await
}

async fn keep_template(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, |work, doing| {
        let meeting = reach::kept(work, &doing.actor, &doing.id)?;
        let mut mistakes = Mistakes::default();
        let name = doing.fields.required("name", 60, &mut mistakes);
        mistakes.check()?;
        templates::keep(work, &doing.entry, &meeting, &name)
    })
    .await
}

async fn remove_template(Path(id): Path<String>, Posted { context, .. }: Posted) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let organization = context.write(move |work| {
        let template = templates::find(work, &id)?;
        people::require(work, &actor, Right::RecordForOrganization, &template.organization_id)?;
        templates::remove(work, &id)?;
        Ok(template.organization_id)
    });
    Ok(Redirect::to(&format!("/meetings/new?organization={}", organization.await?)).into_response())
}

/// The paired branch confirms with those of its people who came, or returns it with a reason.
async fn agree(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let because = context.t().meetings_paired_late();
    act(&context, Doing::new(&context, id, fields)?, move |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        if !Reach::of(work, &doing.actor, &meeting)?.answers {
            return Err(Error::Forbidden);
        }
        if doing.fields.get("decision") == "returned" {
            return paired::decline(work, &meeting, doing.fields.get("reason"));
        }
        // Both sides confirm, not one person for both.
        if meeting.partner.as_ref().and_then(|partner| partner.by.as_ref()) == Some(&doing.actor.account_id) {
            return Err(Error::Conflict(Messages::meetings_other_side_confirms));
        }
        let people: Vec<Id> = doing.fields.all("person").map(Id::from_text).collect();
        paired::agree(work, &doing.entry, &meeting, &people, &because)
    })
    .await
}

async fn open_sign_in(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let doing = Doing::new(&context, id, fields)?;
    let (open, href) = (!doing.fields.get("open").is_empty(), doing.href());
    context
        .write(move |work| {
            work.serialize_on(&[doing.id.as_str()])?;
            let meeting = reach::run(work, &doing.actor, &doing.id)?;
            sign_in::set_open(work, &meeting, open)
        })
        .await?;
    let to = if open { format!("{href}/sign-in") } else { href };
    Ok(Redirect::to(&to).into_response())
}

async fn arrive(
    Path((id, code)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let clock = context.app.clock.clone();
    act(&context, Doing::new(&context, id, fields)?, move |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        sign_in::sign_in(work, &clock, &meeting, &asked::own(&doing.actor)?, &code)
    })
    .await
}
