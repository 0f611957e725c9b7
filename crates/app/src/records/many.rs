//! One form for many: a gathering with its sign-in sheet, a lecture with its audience, a class that all heard.

use std::collections::HashSet;

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::{Amount, Evidence, RecordedFor, Unit};
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::people::{self, Organization, Person};
use crate::plans::InForce;
use crate::records::entry_form::{self, Typed};
use crate::records::event::MOST_PEOPLE;
use crate::records::offer::{self, Offer};
use crate::records::reach::{self, Act};
use crate::records::store::Link;
use crate::records::views::{Attendee, ManyPage};
use crate::records::{self, Entry, EventForm, EventPlace, Subject, enter, files};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Choice, Context, Error, Fields, Filed, Id, Mistakes, OrNotFound, Query, Result, Work, page,
};

/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 300;

/// What the address of an empty form asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    organization: String,
    activity: String,
    /// Whether the people of the organizations below are offered too.
    below: String,
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    render(&form(&context, asked, None, Vec::new(), Mistakes::default()).await?)
}

pub(super) async fn create(Filed { context, fields, files }: Filed) -> Result<Response> {
    let actor = context.actor()?.clone();
    let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
    let (files, refused) = enter::brought(&context, &fields, files).await?;
    let read = if refused.is_empty() { read(&fields, &files) } else { Err(Error::Invalid(refused)) };
    let saved = match read {
        Ok(event) => context.write(move |work| submit(work, &actor, &entry, &event)).await,
        Err(error) => Err(error),
    };
    match saved {
        Ok(event_id) => Ok(Redirect::to(&format!("/events/{event_id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let get = |name| fields.get(name).to_owned();
            let asked =
                Asked { organization: get("organization"), activity: get("activity"), below: get("below") };
            let form = form(&context, asked, Some(&fields), files, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
        }
        Err(error) => Err(error),
    }
}

/// Nobody enters for an organization, or for people, beyond their reach.
fn submit(work: &mut Work<'_>, actor: &Actor, entry: &Entry, event: &EventForm) -> Result<Id> {
    let organization = Subject::Organization(event.organization_id.clone());
    reach::require(work, actor, Act::Record, &organization, entry.on)?;
    if event.people.len() > MOST_PEOPLE {
        return Err(Mistakes::one("people", Messages::records_too_many_people));
    }
    for (person, _) in &event.people {
        if !reach::may_enter(work, actor, person, event.last_on)? {
            return Err(Mistakes::one("people", Messages::records_person_unknown));
        }
    }
    records::submit_event(work, entry, event)
}

/// The form as typed.
fn read(fields: &Fields, files: &[Id]) -> Result<EventForm> {
    let mut mistakes = Mistakes::default();
    let entry_key = fields.required("entry_key", 64, &mut mistakes);
    let activity = fields.required("activity", 100, &mut mistakes);
    let last_on = entry_form::day(fields, &mut mistakes);
    let body = fields.text("body", 100_000, &mut mistakes);
    let attachment = fields.text("attachment", 300, &mut mistakes);
    let attached = attachment.is_some() || !files.is_empty();
    let event = EventForm {
        entry_key,
        organization_id: Id::from_text(fields.required("organization", 64, &mut mistakes)),
        activity,
        category: fields.text("category", 100, &mut mistakes),
        first_on: fields.date("first_on", &mut mistakes).unwrap_or(last_on),
        last_on,
        quantity: entry_form::quantity(fields, &mut mistakes),
        evidence: entry_form::evidence(body.as_ref().map(|_| Evidence::Minutes), false, attached),
        title: fields.text("title", 200, &mut mistakes).unwrap_or_default(),
        body,
        attachment,
        files: files.to_vec(),
        place: fields.text("place", 200, &mut mistakes),
        late_reason: fields.text("late_reason", 500, &mut mistakes),
        people: people(fields, &mut mistakes),
    };
    mistakes.check()?;
    Ok(event)
}

/// Each person once: those who speak, then everybody ticked with what came of it.
fn people(fields: &Fields, mistakes: &mut Mistakes) -> Vec<(Id, EventPlace)> {
    let mut seen: HashSet<&str> = HashSet::new();
    let mut people = Vec::new();
    for id in fields.all("speaker").filter(|id| !id.is_empty()) {
        if seen.insert(id) {
            people.push((Id::from_text(id), EventPlace::Speaker(Outcome::Present, None)));
        }
    }
    for id in fields.all("person").filter(|id| !id.is_empty()) {
        if !seen.insert(id) {
            continue;
        }
        let outcome = match fields.get(&format!("outcome-{id}")) {
            "" => Some(Outcome::Present),
            code => Outcome::from_code(code).filter(|outcome| *outcome != Outcome::Done),
        };
        match outcome {
            Some(outcome) => people.push((Id::from_text(id), EventPlace::Expected(outcome))),
            None => mistakes.add("people", Messages::field_unknown_choice),
        }
    }
    people
}

/// Everything that the form offers, read in one snapshot.
struct Found {
    offer: Offer,
    organization: Organization,
    organizations: Vec<Organization>,
    /// Everybody offered, and whether a rate counts their attendance at the chosen activity.
    people: Vec<(Person, bool)>,
    files: Vec<Attachment>,
}

async fn form(
    context: &Context,
    asked: Asked,
    typed: Option<&Fields>,
    files: Vec<Id>,
    mistakes: Mistakes,
) -> Result<ManyPage> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let looked_for = asked.clone();
    let found = context.app.read(move |tx| gather(tx, &actor, &looked_for, &files, today)).await?;
    Ok(laid_out(context, &asked, typed, mistakes, &found))
}

fn gather(tx: &mut Tx, actor: &Actor, asked: &Asked, files: &[Id], today: Date) -> Result<Found> {
    let own = reach::organizations(tx, actor)?;
    let id = match asked.organization.as_str() {
        "" => own.first().map(|(id, _)| id.clone()).ok_or(Error::Forbidden)?,
        id => Id::from_text(id),
    };
    reach::require(tx, actor, Act::Record, &Subject::Organization(id.clone()), today)?;
    let organization = people::organization(tx, &id)?.or_not_found()?;
    let mut organizations: Vec<Organization> = Vec::new();
    for (top, _) in &own {
        let path = people::organization(tx, top)?.or_not_found()?.path;
        for below in people::organizations(tx, &path)? {
            if organizations.len() < MOST_ORGANIZATIONS
                && !organizations.iter().any(|known| known.id == below.id)
            {
                organizations.push(below);
            }
        }
    }
    let offer = Offer::on(tx, today)?;
    let listed = roster(tx, &organization, !asked.below.is_empty(), today)?;
    let rated = offer.find(&chosen(&offer, &asked.activity)).and_then(|(plan, activity)| {
        let attendance = activity.attendance.clone()?;
        Some((plan, attendance))
    });
    let mut people = Vec::with_capacity(listed.len());
    for person in listed {
        let expected = match &rated {
            Some((plan, attendance)) => is_expected(tx, plan, attendance, &person.id, today)?,
            None => false,
        };
        people.push((person, expected));
    }
    let files = files::allowed(tx, &actor.account_id, files, &Link::default())?;
    Ok(Found { offer, organization, organizations, people, files })
}

/// The activity asked for, or the first that the form offers.
fn chosen(offer: &Offer, asked: &str) -> String {
    let shared = offer.shared();
    let found = shared.iter().find(|activity| activity.name.code == asked).or(shared.first());
    found.map(|activity| activity.name.code.clone()).unwrap_or_default()
}

/// The people of the organization; of those below too where asked, or where it has none of its own.
fn roster(tx: &mut Tx, organization: &Organization, below: bool, on: Date) -> Result<Vec<Person>> {
    let mut people = people::members(tx, &organization.id, on)?;
    if below || people.is_empty() {
        people = people::below(tx, &organization.path, on, MOST_PEOPLE)?;
    }
    people.truncate(MOST_PEOPLE);
    Ok(people)
}

/// Whether a rate that binds the person counts this attendance: then absence is entered as well as presence.
fn is_expected(tx: &mut Tx, plan: &InForce, attendance: &str, person: &Id, on: Date) -> Result<bool> {
    let rates: Vec<_> = plan
        .rules
        .for_activity(attendance)
        .iter()
        .filter_map(|index| plan.rules.duties().get(*index))
        .filter(|duty| matches!(duty.duty().amount, Amount::Rate(_)))
        .collect();
    if rates.is_empty() {
        return Ok(false);
    }
    let Some(held) = people::holder(tx, person)? else { return Ok(false) };
    Ok(rates.iter().any(|duty| {
        let bound = duty.bound(&held.holder);
        bound.is_some_and(|bound| bound.spans().iter().any(|span| span.contains(on)))
    }))
}

fn laid_out(
    context: &Context,
    asked: &Asked,
    typed: Option<&Fields>,
    mistakes: Mistakes,
    found: &Found,
) -> ManyPage {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let offer = &found.offer;
    let code = chosen(offer, &asked.activity);
    let activity = offer.find(&code).map(|(_, activity)| activity);
    let fields = match (typed, activity) {
        (Some(fields), _) => Typed::of_fields(fields),
        (None, Some(activity)) => Typed::fresh(activity, today),
        (None, None) => Typed::default(),
    };
    let attended = activity.is_some_and(|activity| activity.attendance.is_some());
    let attendee = |(person, expected): &(Person, bool)| {
        let id = person.id.to_string();
        let outcome = typed.map(|typed| typed.get(&format!("outcome-{id}"))).filter(|code| !code.is_empty());
        Attendee {
            checked: typed.map_or(*expected, |typed| typed.all("person").any(|ticked| ticked == id)),
            speaks: typed.is_some_and(|typed| typed.all("speaker").any(|speaker| speaker == id)),
            outcomes: if attended {
                offer::outcomes(outcome.unwrap_or(Outcome::Present.code()), t)
            } else {
                Vec::new()
            },
            sought: format!("{} {}", person.name.to_lowercase(), person.initials),
            name: person.name.clone(),
            id,
        }
    };
    let needs: Vec<String> =
        offer.evidence(&code).into_iter().map(|kind| offer::evidence_name(kind, t)).collect();
    ManyPage {
        page: page(context, t.records_many_title()),
        organizations: found
            .organizations
            .iter()
            .map(|one| Choice::among(found.organization.id.as_str(), &one.id, one.name.as_str()))
            .collect(),
        organization_id: found.organization.id.to_string(),
        activities: offer::choices(offer.shared(), &code, lang),
        below: !asked.below.is_empty(),
        categories: activity
            .map(|activity| offer.categories(activity, &fields.category, lang))
            .unwrap_or_default(),
        units: activity.map(|activity| offer::units(activity, &fields.unit, lang, t)).unwrap_or_default(),
        files: found.files.iter().map(|file| attachments::view(file, t)).collect(),
        unseen_files: 0,
        accepted: attachments::ACCEPTED,
        in_days: activity.is_some_and(|activity| activity.units.contains(&Unit::Days)),
        with_speaker: activity.is_some_and(|activity| activity.audience.is_some()),
        for_organization: activity.is_some_and(|activity| activity.recorded_for == RecordedFor::Organization),
        people: found.people.iter().map(attendee).collect(),
        needs: needs.join(&t.records_list_comma()),
        today: today.to_string(),
        typed: fields,
        mistakes,
    }
}
