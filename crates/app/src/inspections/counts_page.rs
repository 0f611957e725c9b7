//! Counts by organization for those who see it: how often, how many of how many, when last.

use askama::Template;
use axum::response::Response;

use crate::inspections::counts::{self, Counts};
use crate::inspections::rounds_page::{crumbs, seen};
use crate::inspections::routes::{Asked, PAGE};
use crate::people::{self, Organization};
use crate::shell::layout::render;
use crate::shell::{Context, Id, Page, Query, Result, page};

#[derive(Debug, Template)]
#[template(path = "inspections/counts.html")]
struct CountsPage {
    page: Page,
    unit: String,
    lead: String,
    years: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    name: String,
    rounds_href: String,
    ledger_href: String,
    counts: Counts,
    percent: i64,
    label: String,
    last: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, of, number) = (context.actor()?.clone(), asked.of.clone(), asked.page());
    let (today, size) = (context.app.clock.today(), context.page_size(PAGE));
    let year = asked.year(today);
    let (top, shown, total, counts) = context
        .app
        .read(move |tx| {
            let top = seen(tx, &actor, &of)?;
            let all = people::organizations(tx, &top.path)?;
            let total = all.len();
            let shown: Vec<Organization> = all.into_iter().skip((number - 1) * size).take(size).collect();
            let ids: Vec<Id> = shown.iter().map(|one| one.id.clone()).collect();
            let counts = counts::of(tx, &ids, year, today)?;
            Ok((top, shown, total, counts))
        })
        .await?;
    let t = context.t();
    let at = |year: i16, number: usize| match number {
        1 => format!("/inspections/counts?of={}&year={year}", top.id),
        number => format!("/inspections/counts?of={}&year={year}&page={number}", top.id),
    };
    let row = |(index, one): (usize, &Organization)| {
        let counts = counts.get(&one.id).cloned().unwrap_or_default();
        Row {
            number: (number - 1) * size + index + 1,
            name: one.name.clone(),
            rounds_href: format!("/inspections/rounds?of={}", one.id),
            ledger_href: format!("/inspections/ledger?of={}&year={year}", one.id),
            percent: if counts.people > 0 { counts.seen * 100 / counts.people } else { 0 },
            label: t.inspections_seen_of(counts.seen.to_string(), counts.people.to_string()),
            last: counts.last_on.map(|on| context.lang.day(on)).unwrap_or_default(),
            counts,
        }
    };
    render(&CountsPage {
        page: page(&context, t.inspections_counts()).with_crumbs(crumbs(&context, &top)).of_year(year),
        unit: top.name.clone(),
        lead: t.inspections_counts_lead(),
        years: [today.year() - 1, today.year()]
            .map(|one| (at(one, 1), t.inspections_year(one.to_string()), one == year))
            .to_vec(),
        rows: shown.iter().enumerate().map(row).collect(),
        back: if number > 1 { at(year, number - 1) } else { String::new() },
        on: if total > number * size { at(year, number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}
