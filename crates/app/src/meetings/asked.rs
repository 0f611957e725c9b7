//! Forms with which somebody asks for something, and those that decide on it: leave, appeals, making up.

use axum::response::{IntoResponse, Redirect, Response};
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::meetings::routes::{Doing, act};
use crate::meetings::{Meeting, appeal, leave, make_up, make_up_page, reach, store};
use crate::notes;
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Error, Id, Mistakes, OrNotFound, Path, Place, Posted, Result, Right};

/// The visitor's own person; a page for others was refused before.
pub(super) fn own(actor: &Actor) -> Result<Id> {
    actor.person_id.clone().ok_or(Error::Forbidden)
}

pub(super) async fn ask_leave(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let now = context.app.clock.civil_of(context.app.clock.now());
    act(&context, Doing::new(&context, id, fields)?, move |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        let seat = store::seat_of(work, &meeting.id, &own(&doing.actor)?)?.ok_or(Error::Forbidden)?;
        let kind = leave::kind_of(doing.fields.get("kind"));
        let kind = kind.ok_or_else(|| Mistakes::one("kind", Messages::field_required))?;
        let mut mistakes = Mistakes::default();
        let reason = doing.fields.text("reason", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        leave::ask(work, (&doing.entry, now), &meeting, &seat, kind, &reason)
    })
    .await
}

pub(super) async fn decide_leave(
    Path((id, leave)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let because = context.t().meetings_leave_decided_late();
    act(&context, Doing::new(&context, id, fields)?, move |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        let asked = leave::of(work, &meeting.id)?.into_iter().find(|one| one.id.as_str() == leave);
        let asked = asked.or_not_found()?;
        let decision = leave::Decision::from_code(doing.fields.get("decision"));
        if decision != Some(leave::Decision::TakenBack) {
            reach::require_decider(work, &doing.actor, &meeting, &asked.person_id)?;
        } else if doing.actor.person_id.as_ref() != Some(&asked.person_id) {
            return Err(Error::Forbidden);
        }
        let decision = decision.or_not_found()?;
        let mut mistakes = Mistakes::default();
        let answer = doing.fields.text("answer", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        leave::decide(work, &doing.entry, &meeting, &asked, decision, (&answer, &because))
    })
    .await
}

pub(super) async fn make_appeal(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        let seat = store::seat_of(work, &meeting.id, &own(&doing.actor)?)?.ok_or(Error::Forbidden)?;
        let outcome = Outcome::from_code(doing.fields.get("outcome"));
        let outcome = outcome.ok_or_else(|| Mistakes::one("outcome", Messages::field_required))?;
        let mut mistakes = Mistakes::default();
        let reason = doing.fields.text("reason", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        appeal::make(work, &doing.entry, &meeting, &seat, outcome, &reason)
    })
    .await
}

pub(super) async fn decide_appeal(
    Path((id, appeal)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    act(&context, Doing::new(&context, id, fields)?, move |work, doing| {
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        let made = appeal::of(work, &meeting.id)?.into_iter().find(|one| one.id.as_str() == appeal);
        let made = made.or_not_found()?;
        reach::require_decider(work, &doing.actor, &meeting, &made.person_id)?;
        let upholds = match doing.fields.get("decision") {
            "upheld" => true,
            "dismissed" => false,
            _ => return Err(Error::NotFound),
        };
        let mut mistakes = Mistakes::default();
        let answer = doing.fields.text("answer", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        appeal::decide(work, &doing.entry, &meeting, &made, upholds, &answer)
    })
    .await
}

/// Keeps one's own reflection; with `hand_in` it goes to whoever decides.
pub(super) async fn write_make_up(
    Path((id, person)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let doing = Doing::new(&context, id, fields)?;
    let (id, typed) = (doing.id.clone(), doing.fields.clone());
    let hands_in = !doing.fields.get("hand_in").is_empty();
    let href = format!("{}/make-up/{person}", doing.href());
    if hands_in {
        let on = context.app.clock.today();
        let text = notes::Text::Typed { field: "reflection", on, most: make_up::LONGEST, keep: "" };
        if let Some(page) = notes::held_up(&context, href.clone(), &typed, text).await? {
            return Ok(page);
        }
    }
    let person = Id::from_text(person);
    let whose = person.clone();
    let written = context.write(move |work| {
        work.serialize_on(&[doing.id.as_str()])?;
        if own(&doing.actor)? != whose {
            return Err(Error::Forbidden);
        }
        let old = make_up::find(work, &doing.id, &whose)?.or_not_found()?;
        if old.version.to_string() != doing.fields.get("version") {
            return Err(Error::Conflict(Messages::meetings_changed));
        }
        let mut mistakes = Mistakes::default();
        let reflection = doing.fields.text("reflection", make_up::LONGEST, &mut mistakes);
        mistakes.check()?;
        make_up::write(work, &doing.entry, &old, &reflection.unwrap_or_default(), hands_in)
    });
    match written.await {
        Ok(()) => Ok(Redirect::to(&href).into_response()),
        Err(Error::Invalid(mistakes)) => {
            make_up_page::refused(&context, (&id, &person), &typed, mistakes).await
        }
        Err(error) => Err(error),
    }
}

pub(super) async fn decide_make_up(
    Path((id, person)): Path<(String, String)>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let doing = Doing::new(&context, id, fields)?;
    let (id, typed, because) =
        (doing.id.clone(), doing.fields.clone(), context.t().meetings_make_up_because());
    let person = Id::from_text(person);
    let whose = person.clone();
    let decided = context.write(move |work| {
        work.serialize_on(&[doing.id.as_str()])?;
        let meeting = store::find(work, &doing.id)?.or_not_found()?;
        require_attester(work, &doing.actor, &meeting, &whose)?;
        let old = make_up::find(work, &meeting.id, &whose)?.or_not_found()?;
        let accepts = match doing.fields.get("decision") {
            "accepted" => true,
            "returned" => false,
            _ => return Err(Error::NotFound),
        };
        let mut mistakes = Mistakes::default();
        let answer = doing.fields.text("answer", 500, &mut mistakes).unwrap_or_default();
        mistakes.check()?;
        make_up::decide(work, &doing.entry, &meeting, &old, accepts, (&answer, &because))
    });
    match decided.await {
        Ok(()) => Ok(Redirect::to("/make-ups").into_response()),
        Err(Error::Invalid(mistakes)) => {
            make_up_page::refused(&context, (&id, &person), &typed, mistakes).await
        }
        Err(error) => Err(error),
    }
}

/// Refuses whoever may not read what somebody wrote about a meeting of the organization, and vouch for it.
pub(super) fn require_attester(tx: &mut Tx, actor: &Actor, meeting: &Meeting, person: &Id) -> Result<()> {
    let path = people::organization(tx, &meeting.organization_id)?.or_not_found()?.path;
    let place = Place::Person { id: person, path: &path };
    let may = actor.may(Right::Attest, place) && actor.may(Right::ReadNotes, place);
    if may { Ok(()) } else { Err(Error::Forbidden) }
}
