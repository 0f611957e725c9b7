//! The pages of one subject: its year, and one duty with the records behind it.

use axum::response::Response;
use jiff::civil::Date;
use xueji_plan::Span;
use xueji_store::Tx;

use crate::inspections;
use crate::meetings;
use crate::people::{self, Held, Organization};
use crate::plans;
use crate::records::{self, Filter, Subject};
use crate::shell::actor::Actor;
use crate::shell::layout::render;
use crate::shell::{Context, Error, Id, OrNotFound, Path, Place, Query, Result, Right};
use crate::standings::asked::Asked;
use crate::standings::views::{DutyPage, Found, RecordFor, YearPage};
use crate::standings::year;

pub(super) async fn my_year(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let id = context.actor()?.person_id.clone().or_not_found()?;
    show_year(&context, id, asked.activity.as_deref().unwrap_or_default()).await
}

pub(super) async fn year_of(context: Context, Path(id): Path<String>) -> Result<Response> {
    show_year(&context, Id::from_text(id), "").await
}

async fn show_year(context: &Context, id: Id, activity: &str) -> Result<Response> {
    let (today, actor) = (context.app.clock.today(), context.actor()?.clone());
    let now = context.app.clock.civil_of(context.app.clock.now());
    let (found, record_for) = context
        .app
        .read(move |tx| {
            let person = people::person(tx, &id)?.or_not_found()?;
            let held = people::holder(tx, &id)?.or_not_found()?;
            let (homes, record_for) = reach(tx, &actor, &id, &held, today)?;
            let years = year::year_of(tx, &id, &held, today)?;
            let span = years.first().map_or_else(|| Span::day(today), |year| year.plan.plan().span);
            let days = records::days_of(tx, &id, span.first(), span.last())?;
            let latest = records::latest_of(tx, &Subject::Person(id.clone()), LATEST)?;
            let own = matches!(record_for, RecordFor::Me);
            let ahead = if own { Some(meetings::ahead_of_person(tx, &id, now)?) } else { None };
            let called_in = if own { inspections::waiting_for(tx, &id, today)? } else { 0 };
            Ok((Found { person, homes, years, span, days, latest, ahead, called_in }, record_for))
        })
        .await?;
    render(&YearPage::new(context, found, &record_for, activity))
}

/// How many of the latest records the year shows.
const LATEST: usize = 6;

/// Lets the actor see a subject, or not; and says where it belongs and for whom the actor may record there.
fn reach(
    tx: &mut Tx,
    actor: &Actor,
    id: &Id,
    held: &Held,
    today: Date,
) -> Result<(Vec<Organization>, RecordFor)> {
    let is_me = actor.person_id.as_ref() == Some(id);
    if is_me {
        return Ok((Vec::new(), RecordFor::Me));
    }
    let home = held.home_on(today).or_not_found()?;
    let home = people::organization(tx, home)?.or_not_found()?;
    let path = home.path.as_str();
    let (see, record, place) = if held.is_person() {
        (Right::SeePerson, Right::RecordForPerson, Place::Person { id, path })
    } else {
        (Right::SeeOrganization, Right::RecordForOrganization, Place::Organization { path })
    };
    if !actor.may(see, place) {
        return Err(Error::Forbidden);
    }
    let record_for = match (actor.may(record, place), held.is_person()) {
        (false, _) => RecordFor::Nobody,
        (true, true) => RecordFor::Person(id.clone()),
        (true, false) => RecordFor::Organization(id.clone()),
    };
    let mut homes = people::ancestors(tx, &home)?;
    homes.push(home);
    Ok((homes, record_for))
}

pub(super) async fn duty(
    context: Context,
    Path((plan_id, code, subject_id)): Path<(String, String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let (today, actor) = (context.app.clock.today(), context.actor()?.clone());
    let (plan_id, id, number) = (Id::from_text(plan_id), Id::from_text(subject_id), asked.page.unwrap_or(0));
    let subject_id = id.clone();
    let (year, one, name, found, record_for) = context
        .app
        .read(move |tx| {
            let held = people::holder(tx, &id)?.or_not_found()?;
            let (_, record_for) = reach(tx, &actor, &id, &held, today)?;
            let plan = plans::plan(tx, &plan_id)?.or_not_found()?;
            let under = held.under(&plan.path).or_not_found()?;
            let mut year = year::under(tx, plan, &id, &under, today)?;
            let (index, compiled) = year.plan.rules.duty(&code).or_not_found()?;
            let (first, last) = (compiled.periods().first(), compiled.periods().last());
            let filter = Filter {
                activities: compiled.duty().does.clone(),
                category: compiled.duty().about.clone(),
                from: first.map(|span| span.first()),
                to: last.map(|span| span.last()),
            };
            let place = year.duties.iter().position(|one| one.index == index).or_not_found()?;
            let one = year.duties.swap_remove(place);
            let name = if held.is_person() {
                people::person(tx, &id)?.or_not_found()?.name
            } else {
                people::organization(tx, &id)?.or_not_found()?.name
            };
            let subject = if held.is_person() { Subject::Person(id) } else { Subject::Organization(id) };
            let found = records::of_subject(tx, &subject, &filter, number)?;
            Ok((year, one, name, found, record_for))
        })
        .await?;
    let (records, total) = found;
    let total = usize::try_from(total).unwrap_or(0);
    let shown = (records.as_slice(), total, number);
    let page = DutyPage::new(&context, &name, &subject_id, (&year, &one), shown, &record_for);
    render(&page.or_not_found()?)
}
