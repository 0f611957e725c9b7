//! Giving rights for a time, and ending them.

use jiff::civil::Date;
use jiff::{Span, ToSpan as _};
use xueji_store::Tx;

use crate::accounts::{self, NewAccount};
use crate::mandates::{Mandate, State, store};
use crate::notices::{self, Kind as Told, Notice, words};
use crate::people::{self, Organization, Person};
use crate::roster::{day, organization_typed};
use crate::shell::actor::Role;
use crate::shell::lang::Messages;
use crate::shell::{
    Actor, Clock, Deed, Error, Fields, Id, Lang, Mistakes, Note, OrNotFound, Place, Result, Right, Work,
};

/// The longest that something is given for, and what is said of more.
struct Bound {
    days: i64,
    said: fn(&Messages) -> String,
}

/// Who acts longer in somebody's place should be given the post.
const DEPUTY: Bound = Bound { days: 184, said: Messages::mandates_too_long };
/// An inspection lasts some weeks; a quarter at the most.
const INSPECTION: Bound = Bound { days: 92, said: Messages::mandates_inspection_too_long };

/// What both forms say: where, from when, until when, why.
struct Terms {
    organization: Organization,
    from_on: Date,
    to_on: Date,
    reason: String,
}

fn terms(
    tx: &mut Tx,
    actor: &Actor,
    right: Right,
    typed: &Fields,
    today: Date,
    bound: &Bound,
) -> Result<Terms> {
    let organization = organization_typed(tx, typed, "of")?;
    if !actor.may(right, Place::Organization { path: &organization.path }) {
        return Err(Error::Forbidden);
    }
    let mut wrong = Mistakes::default();
    let (from_on, to_on) = (day(typed, "from_on", &mut wrong), day(typed, "to_on", &mut wrong));
    let reason = typed.required("reason", 200, &mut wrong);
    // Both the first and the last day count.
    let longest: Span = (bound.days - 1).days();
    if from_on < today {
        wrong.add("from_on", Messages::mandates_not_back);
    } else if to_on < from_on {
        wrong.add("to_on", Messages::mandates_ends_before);
    } else if from_on.checked_add(longest).is_ok_and(|last| to_on > last) {
        wrong.add("to_on", bound.said);
    }
    wrong.check()?;
    Ok(Terms { organization, from_on, to_on, reason })
}

/// Lets a person act in another's place.
///
/// In one's own place where one holds the post here; else, from above, in the place of whoever holds it.
pub(super) fn deputize(work: &mut Work<'_>, actor: &Actor, clock: &Clock, typed: &Fields) -> Result<()> {
    let today = clock.today();
    let terms = terms(work, actor, Right::Deputize, typed, today, &DEPUTY)?;
    let role = match typed.get("role") {
        "office" => Role::Office,
        _ => Role::Secretary,
    };
    let here = &terms.organization;
    let own = actor.scopes.iter().any(|one| !one.lent && one.role == role && one.organization_id == here.id);
    if role == Role::Office && !own {
        return Err(Mistakes::one("of", Messages::mandates_office_own));
    }
    let stands_for = match (&actor.person_id, own) {
        (Some(person_id), true) => Some(person_id.clone()),
        _ => holder(work, &here.id, role, today)?.map(|person| person.id),
    };
    let person = deputy(work, actor, typed, today)?;
    let posts = people::posts_in(work, &here.id, today)?;
    let holds = posts.iter().any(|(one, code, _)| one.id == person.id && people::comes_with(code, role))
        || store::holds(work, &person.id, role, &here.id, (terms.from_on, terms.to_on))?;
    if holds {
        return Err(Mistakes::one("code", Messages::mandates_holds_already));
    }
    let id = Id::fresh();
    let new = store::New {
        id: &id,
        role,
        organization_id: &here.id,
        person_id: Some(&person.id),
        account_id: None,
        stands_for_id: stands_for.as_ref(),
        from_on: terms.from_on,
        to_on: terms.to_on,
        reason: &terms.reason,
        given_by: &actor.account_id,
        given_at: clock.now(),
    };
    store::add(work, &new)?;
    let days = words().people_from_to(written(terms.from_on), written(terms.to_on));
    let title = words().mandates_told(here.short_name.clone(), called(role));
    tell(work, actor, &person.id, format!("mandate {id}"), title, days)?;
    let said = said(role, &terms);
    work.note(Note::of(Deed::MandateGiven, &id).to(&person.id).saying(&said));
    if let Some(stands_for) = stands_for.filter(|one| actor.person_id.as_ref() != Some(one)) {
        work.note(Note::of(Deed::MandateGiven, &id).to(&stands_for).saying(&said));
    }
    Ok(())
}

/// Who holds a post with this role here: the first of several.
fn holder(tx: &mut Tx, organization_id: &Id, role: Role, on: Date) -> Result<Option<Person>> {
    let posts = people::posts_in(tx, organization_id, on)?;
    let mut holders: Vec<_> =
        posts.into_iter().filter(|(_, code, _)| people::comes_with(code, role)).collect();
    // A secretary before a deputy secretary.
    holders.sort_by_key(|(_, code, _)| code.starts_with("deputy"));
    Ok(holders.into_iter().next().map(|(person, ..)| person))
}

/// The person of the number that was typed: somebody else, within the actor's own reach.
fn deputy(tx: &mut Tx, actor: &Actor, typed: &Fields, today: Date) -> Result<Person> {
    let nobody = || Mistakes::one("code", Messages::mandates_no_such_person);
    let person = people::person_by_code(tx, typed.get("code"))?.ok_or_else(nobody)?;
    if people::merged_into(tx, &person.id)?.is_some() || actor.person_id.as_ref() == Some(&person.id) {
        return Err(nobody());
    }
    let home = people::home(tx, &person.id, today)?.ok_or_else(nobody)?;
    let place = Place::Person { id: &person.id, path: &home.path };
    if actor.may(Right::SeeRoster, place) { Ok(person) } else { Err(nobody()) }
}

/// Opens an account that is nobody's and may look, and nothing else, for a time.
pub(super) fn admit(
    work: &mut Work<'_>,
    actor: &Actor,
    clock: &Clock,
    typed: &Fields,
    password_hash: String,
) -> Result<String> {
    let terms = terms(work, actor, Right::AdmitInspectors, typed, clock.today(), &INSPECTION)?;
    let mut wrong = Mistakes::default();
    let name = typed.required("name", 40, &mut wrong);
    wrong.check()?;
    let new = NewAccount {
        name: name.clone(),
        password_hash,
        person_id: None,
        must_change: true,
        administrator: false,
    };
    let account_id = accounts::create(work, &new, clock.now())?;
    let id = Id::fresh();
    let new = store::New {
        id: &id,
        role: Role::Inspector,
        organization_id: &terms.organization.id,
        person_id: None,
        account_id: Some(&account_id),
        stands_for_id: None,
        from_on: terms.from_on,
        to_on: terms.to_on,
        reason: &terms.reason,
        given_by: &actor.account_id,
        given_at: clock.now(),
    };
    store::add(work, &new)?;
    let note = Note::of(Deed::MandateGiven, &id).to(&terms.organization.id);
    work.note(note.saying(said(Role::Inspector, &terms)));
    Ok(name)
}

/// Ends a mandate before its last day; the account of an inspector from outside is closed with it.
pub(super) fn end(work: &mut Work<'_>, actor: &Actor, clock: &Clock, id: &Id) -> Result<()> {
    let mandate = store::find(work, id, clock.today())?.or_not_found()?;
    let own = mandate.person_id.is_some() && mandate.person_id == actor.person_id;
    if !own && !actor.may(mandate.right(), Place::Organization { path: &mandate.path }) {
        return Err(Error::Forbidden);
    }
    if matches!(mandate.state(clock.today()), State::Ended | State::Over) {
        return Err(Error::Conflict(Messages::mandates_over_already));
    }
    store::end(work, id, &actor.account_id, clock.now())?;
    if mandate.account_id.is_some() && accounts::account_of(work, &mandate.holder)?.is_some() {
        accounts::close(work, &mandate.holder, clock.now())?;
    }
    if let Mandate { person_id: Some(person_id), organization, role, .. } = &mandate {
        let title = words().mandates_told_ended(organization.clone(), called(*role));
        tell(work, actor, person_id, format!("mandate {id} ended"), title, String::new())?;
    }
    let note = Note::of(Deed::MandateEnded, id);
    work.note(match &mandate.person_id {
        Some(person_id) => note.to(person_id),
        None => note,
    });
    Ok(())
}

/// Tells the deputy; who ends the own mandate knows it.
fn tell(
    work: &mut Work<'_>,
    actor: &Actor,
    person_id: &Id,
    key: String,
    title: String,
    body: String,
) -> Result<()> {
    if actor.person_id.as_ref() == Some(person_id) {
        return Ok(());
    }
    let href = "/mandates".to_owned();
    let kind = Told::MandateGiven;
    notices::tell(work, person_id, &Notice { kind, key, title, body, href, until: None, urgent: false })
}

/// What a role is called where it is told.
fn called(role: Role) -> String {
    if role == Role::Office { words().mandates_office() } else { words().mandates_secretary() }
}

fn written(day: Date) -> String {
    Lang::default().day(day)
}

fn said(role: Role, terms: &Terms) -> String {
    let role = people::role_code(role).unwrap_or_default();
    format!("{role} {} {}/{}", terms.organization.code, terms.from_on, terms.to_on)
}
