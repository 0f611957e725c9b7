//! The rounds of an organization, one after the other.

use askama::Template;
use axum::response::Response;
use xueji_store::Tx;

use crate::inspections::reach;
use crate::inspections::routes::{Asked, PAGE};
use crate::inspections::store::{self, Listed};
use crate::inspections::work_page::{RoundRow, round_row};
use crate::people::{self, Organization};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Error, Id, OrNotFound, Page, Place, Query, Result, Right, page};

/// Every round of an organization.
#[derive(Debug, Template)]
#[template(path = "inspections/rounds.html")]
struct Index {
    page: Page,
    unit: String,
    rows: Vec<RoundRow>,
    back: String,
    on: String,
    place: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, of, number) = (context.actor()?.clone(), asked.of.clone(), asked.page());
    let (today, size) = (context.app.clock.today(), context.page_size(PAGE));
    let (organization, (rounds, more)) = context
        .app
        .read(move |tx| {
            let organization = seen(tx, &actor, &of)?;
            let rounds = store::rounds(tx, &organization.id, today, (number, size))?;
            Ok((organization, rounds))
        })
        .await?;
    let t = context.t();
    let at = |number: usize| format!("/inspections/rounds?of={}&page={number}", organization.id);
    let rows = rounds.into_iter().enumerate();
    let row = |(index, one): (usize, Listed)| round_row(&context, (number - 1) * size + index + 1, one);
    render(&Index {
        page: page(&context, t.inspections_rounds()).with_crumbs(crumbs(&context, &organization)),
        unit: organization.name.clone(),
        rows: rows.map(row).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

/// The organization that a list is about, where the actor sees it; the first of those where none is named.
pub(super) fn seen(tx: &mut Tx, actor: &Actor, of: &str) -> Result<Organization> {
    let organization = match of {
        "" => people::reach(tx, actor, Right::SeeOrganization)?.into_iter().next().ok_or(Error::Forbidden)?,
        of => people::organization(tx, &Id::from_text(of))?.or_not_found()?,
    };
    if actor.may(Right::SeeOrganization, Place::Organization { path: &organization.path }) {
        Ok(organization)
    } else {
        Err(Error::Forbidden)
    }
}

/// The way to a list of an organization's.
pub(super) fn crumbs(context: &Context, organization: &Organization) -> Vec<Crumb> {
    let inspects = context.actor().is_ok_and(|actor| reach::may_inspect_in(actor, organization));
    let home = if inspects {
        format!("/inspections?of={}", organization.id)
    } else {
        "/inspections/counts".to_owned()
    };
    vec![
        Crumb { href: Some(home), label: context.t().nav_inspections() },
        Crumb { href: None, label: organization.short_name.clone() },
    ]
}
