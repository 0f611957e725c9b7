//! The pages of standings: a person's year, a branch, a part of the tree, and the list behind every figure.

use std::sync::Arc;

use axum::response::Response;
use serde::Deserialize;
use xueji_plan::Span;
use xueji_standing::State;
use xueji_store::Tx;

use crate::people::{self, Held, Organization};
use crate::plans::{self, InForce};
use crate::records::{self, Filter as RecordFilter, Subject};
use crate::shell::actor::{Actor, Role};
use crate::shell::layout::render;
use crate::shell::{Access, Context, Error, Id, OrNotFound, Path, Place, Query, Result, Right, Routes, page};
use crate::standings::list::{self, Filter};
use crate::standings::views::{
    BranchPage, BureauPage, DutyPage, Found, ListPage, RecordFor, Selection, YearPage,
};
use crate::standings::{branch, bureau, say, turned_on, views, year};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/year", Access::Person, my_year)
        .page("/people/{id}/year", Access::SignedIn, year_of)
        .page("/duties/{plan_id}/{code}/of/{subject_id}", Access::SignedIn, duty)
        .page("/branch", Access::Holding(Right::SeeOrganization), my_branch)
        .page("/bureau", Access::Holding(Right::SeeOrganization), my_bureau)
        .page("/organizations/{id}", Access::Holding(Right::SeeOrganization), organization)
        .page("/organizations/{id}/branch", Access::Holding(Right::SeeOrganization), own_people)
        .page("/standings", Access::Holding(Right::SeeOrganization), index)
}

/// What an address asks for.
#[derive(Clone, Debug, Default, Deserialize)]
struct Asked {
    plan: Option<String>,
    organization: Option<String>,
    duty: Option<String>,
    state: Option<String>,
    unit_type: Option<String>,
    /// What the quick form records.
    activity: Option<String>,
    page: Option<usize>,
}

async fn my_year(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let id = context.actor()?.person_id.clone().or_not_found()?;
    show_year(&context, id, asked.activity.as_deref().unwrap_or_default()).await
}

async fn year_of(context: Context, Path(id): Path<String>) -> Result<Response> {
    show_year(&context, Id::from_text(id), "").await
}

async fn show_year(context: &Context, id: Id, activity: &str) -> Result<Response> {
    let (today, actor) = (context.app.clock.today(), context.actor()?.clone());
    let (found, record_for) = context
        .app
        .read(move |tx| {
            let person = people::person(tx, &id)?.or_not_found()?;
            let held = people::holder(tx, &id)?.or_not_found()?;
            let (homes, record_for) = reach(tx, &actor, &id, &held, today)?;
            let years = year::year_of(tx, &id, &held, today)?;
            let span = years.first().map_or_else(|| Span::day(today), |year| year.plan.plan().span);
            let days = records::days_of(tx, &id, span.first(), span.last())?;
            let latest = records::latest_of(tx, &Subject::Person(id), LATEST)?;
            Ok((Found { person, homes, years, span, days, latest }, record_for))
        })
        .await?;
    render(&YearPage::new(context, &found, &record_for, activity))
}

/// How many of the latest records the year shows.
const LATEST: usize = 6;

/// Lets the actor see a subject, or not; and says where it belongs and for whom the actor may record there.
fn reach(
    tx: &mut Tx,
    actor: &Actor,
    id: &Id,
    held: &Held,
    today: jiff::civil::Date,
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

async fn duty(
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
            let mut year = year::under(tx, plan, &id, &held, today)?;
            let (index, compiled) = year.plan.rules.duty(&code).or_not_found()?;
            let (first, last) = (compiled.periods().first(), compiled.periods().last());
            let filter = RecordFilter {
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

async fn my_branch(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let scope = context.actor()?.scope(Role::Secretary).or_not_found()?;
    let id = scope.organization_id.clone();
    show_organization(&context, id, asked, false).await
}

/// The highest place that the actor's posts let them see.
fn top(actor: &Actor) -> Result<Id> {
    let roles = [Role::Office, Role::Inspector, Role::Secretary];
    let scope = roles.into_iter().find_map(|role| actor.scope(role));
    Ok(scope.or_not_found()?.organization_id.clone())
}

async fn my_bureau(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let id = top(context.actor()?)?;
    show_organization(&context, id, asked, false).await
}

async fn organization(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    show_organization(&context, Id::from_text(id), asked, false).await
}

async fn own_people(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    show_organization(&context, Id::from_text(id), asked, true).await
}

/// A leaf of the tree, or the people of a node itself, as a branch; any other node as a part of the tree.
async fn show_organization(context: &Context, id: Id, asked: Asked, own_people: bool) -> Result<Response> {
    let (today, asking, actor) = (context.app.clock.today(), context.clone(), context.actor()?.clone());
    let shown = context
        .app
        .read(move |tx| {
            let organization = visible(tx, &actor, &id)?;
            let above = people::ancestors(tx, &organization)?;
            let above: Vec<Organization> = above
                .into_iter()
                .filter(|above| actor.may(Right::SeeOrganization, Place::Organization { path: &above.path }))
                .collect();
            let Some(plan) = chosen_plan(tx, &asked, today)? else {
                let page = page(&asking, asking.t().standings_no_duties_title());
                return render(&views::NoPlan { page });
            };
            if !own_people && people::count_children(tx, &id)? > 0 {
                return part_of_tree(tx, &asking, &plan, &organization, &above, &asked);
            }
            let number = asked.page.unwrap_or(0);
            let found = branch::branch_of(tx, &plan, &id, today, number)?;
            let held = people::holder(tx, &id)?.or_not_found()?;
            let own = year::year_of(tx, &id, &held, today)?;
            let may_record =
                actor.may(Right::RecordForOrganization, Place::Organization { path: &organization.path });
            let page =
                BranchPage::new(&asking, (&organization, &above), &plan, (&found, number), &own, may_record);
            render(&page)
        })
        .await?;
    Ok(shown)
}

fn part_of_tree(
    tx: &mut Tx,
    context: &Context,
    plan: &InForce,
    organization: &Organization,
    above: &[Organization],
    asked: &Asked,
) -> Result<Response> {
    let narrowed = bureau::Narrowed {
        unit_type: asked.unit_type.clone().filter(|code| !code.is_empty()),
        duty: asked.duty.as_ref().and_then(|code| plan.rules.duty(code)).map(|(index, _)| index),
        state: asked.state.as_deref().and_then(State::from_code),
    };
    let number = asked.page.unwrap_or(0);
    let found = bureau::bureau_of(tx, plan, organization, &narrowed, number)?;
    let as_of = turned_on(tx, &plan.plan_id)?
        .map(|on| context.t().standings_as_of(say::day(on, context.lang)))
        .unwrap_or_default();
    let selection = selection(plan, organization, asked);
    render(&BureauPage::new(context, plan, &found, above, (&selection, number), &as_of))
}

/// What the address narrows to, as far as the plan knows it.
fn selection(plan: &InForce, organization: &Organization, asked: &Asked) -> Selection {
    Selection {
        plan_id: plan.plan_id.to_string(),
        organization_id: organization.id.to_string(),
        unit_type: asked.unit_type.clone().filter(|code| !code.is_empty()),
        duty: asked.duty.clone().filter(|code| plan.rules.duty(code).is_some()),
        state: asked.state.as_deref().and_then(State::from_code),
    }
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (today, asking, actor) = (context.app.clock.today(), context.clone(), context.actor()?.clone());
    let shown = context
        .app
        .read(move |tx| {
            let id = match &asked.organization {
                Some(id) => Id::from_text(id.as_str()),
                None => top(&actor)?,
            };
            let organization = visible(tx, &actor, &id)?;
            let plan = chosen_plan(tx, &asked, today)?.or_not_found()?;
            let selection = selection(&plan, &organization, &asked);
            let filter = Filter {
                path: organization.path.clone(),
                unit_type: selection.unit_type.clone(),
                duty: selection.duty.clone(),
                state: selection.state,
            };
            let number = asked.page.unwrap_or(0);
            let (listed, total) = list::list(tx, &plan, &filter, number)?;
            let chips = chips(&asking, &plan, &organization, &selection);
            let href = format!("{}&page=", selection.list_href());
            render(&ListPage::new(&asking, &plan, (&listed, total, number), chips, &href))
        })
        .await?;
    Ok(shown)
}

/// What the list is narrowed to, each with the address that takes it away.
fn chips(
    context: &Context,
    plan: &InForce,
    organization: &Organization,
    selection: &Selection,
) -> Vec<(String, String)> {
    let (t, without) = (context.t(), |change: fn(&mut Selection)| {
        let mut wider = selection.clone();
        change(&mut wider);
        wider.list_href()
    });
    let mut chips = vec![(organization.short_name.clone(), selection.page_href())];
    if let Some(state) = selection.state {
        chips.push((t.standings_only_state(say::state(state, t).word), without(|wider| wider.state = None)));
    }
    if let Some((_, duty)) = selection.duty.as_ref().and_then(|code| plan.rules.duty(code)) {
        let title = say::title(duty.duty(), context.lang);
        chips.push((t.standings_only_duty(title), without(|wider| wider.duty = None)));
    }
    if let Some(code) = &selection.unit_type {
        let named = plan.plan().unit_types.iter().find(|named| named.code == *code);
        let name = named.map_or_else(
            || code.clone(),
            |named| say::choose(context.lang, &named.title, named.title_en.as_ref()),
        );
        chips.push((t.standings_only_unit_type(name), without(|wider| wider.unit_type = None)));
    }
    chips
}

/// An organization that the actor may see.
fn visible(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Organization> {
    let organization = people::organization(tx, id)?.or_not_found()?;
    if actor.may(Right::SeeOrganization, Place::Organization { path: &organization.path }) {
        Ok(organization)
    } else {
        Err(Error::Forbidden)
    }
}

/// The plan that the address names, else the first of today's.
fn chosen_plan(tx: &mut Tx, asked: &Asked, today: jiff::civil::Date) -> Result<Option<Arc<InForce>>> {
    match &asked.plan {
        Some(id) => plans::plan(tx, &Id::from_text(id.as_str())),
        None => Ok(year::plans_on(tx, today)?.into_iter().next()),
    }
}
