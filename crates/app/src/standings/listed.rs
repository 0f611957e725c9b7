//! The page of the list behind a figure.

use axum::response::Response;

use crate::people::Organization;
use crate::plans::InForce;
use crate::shell::layout::render;
use crate::shell::{Context, Id, OrNotFound, Query, Result};
use crate::standings::asked::{Asked, chosen_plan, selection, top, visible};
use crate::standings::list::{self, Filter};
use crate::standings::say;
use crate::standings::views::{ListPage, Selection};

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
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
            let (listed, total) = list::list(tx, &plan, &filter, (number, asking.page_size(list::PAGE)))?;
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
        let name = named.map_or_else(|| code.clone(), |named| context.lang.title(named).to_owned());
        chips.push((t.standings_only_unit_type(name), without(|wider| wider.unit_type = None)));
    }
    chips
}
