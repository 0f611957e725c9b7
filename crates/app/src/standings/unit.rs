//! The pages of an organization: a branch with its people, or a part of the tree.

use axum::response::Response;
use xueji_standing::State;
use xueji_store::Tx;

use crate::inspections;
use crate::meetings;
use crate::people::{self, Organization};
use crate::plans::InForce;
use crate::shell::actor::Role;
use crate::shell::layout::render;
use crate::shell::{Context, Id, OrNotFound, Path, Place, Query, Result, Right, page};
use crate::standings::asked::{Asked, chosen_plan, selection, top, visible};
use crate::standings::views::{BranchPage, BureauPage, NoPlan};
use crate::standings::{branch, bureau, say, turned_on, year};

pub(super) async fn my_branch(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let scope = context.actor()?.scope(Role::Secretary).or_not_found()?;
    let id = scope.organization_id.clone();
    show_organization(&context, id, asked, false).await
}

pub(super) async fn my_bureau(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let id = top(context.actor()?)?;
    show_organization(&context, id, asked, false).await
}

pub(super) async fn organization(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    show_organization(&context, Id::from_text(id), asked, false).await
}

pub(super) async fn own_people(
    context: Context,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    show_organization(&context, Id::from_text(id), asked, true).await
}

/// A leaf of the tree, or the people of a node itself, as a branch; any other node as a part of the tree.
async fn show_organization(context: &Context, id: Id, asked: Asked, own_people: bool) -> Result<Response> {
    let (today, asking, actor) = (context.app.clock.today(), context.clone(), context.actor()?.clone());
    let now = context.app.clock.civil_of(context.app.clock.now());
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
                return render(&NoPlan { page });
            };
            if !own_people && people::count_children(tx, &id)? > 0 {
                return part_of_tree(tx, &asking, &plan, &organization, &above, &asked);
            }
            let number = asked.page.unwrap_or(0);
            let found = branch::branch_of(tx, &plan, &id, today, (number, asking.page_size(branch::PAGE)))?;
            let held = people::holder(tx, &id)?.or_not_found()?;
            let own = year::year_of(tx, &id, &held, today)?;
            let may_record =
                actor.may(Right::RecordForOrganization, Place::Organization { path: &organization.path });
            let ahead = meetings::ahead_of_organization(tx, &actor, &organization, now)?;
            let reads = actor.may(Right::ReadNotes, Place::Organization { path: &organization.path });
            let to_inspect = match actor.person_id.as_ref().filter(|_| reads) {
                Some(inspector) => Some(inspections::to_inspect(tx, inspector, &organization.path, today)?),
                None => None,
            };
            let page = BranchPage::new(
                &asking,
                (&organization, &above),
                &plan,
                (&found, number),
                &own,
                (may_record, ahead.view(&asking), to_inspect),
            );
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
