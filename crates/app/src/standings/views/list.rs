//! The list behind a figure.

use askama::Template;

use crate::plans::InForce;
use crate::shell::{Context, Page, page};
use crate::standings::list::{Listed, PAGE};
use crate::standings::say::{self, StateWord};
use crate::standings::views::Pager;

#[derive(Template)]
#[template(path = "standings/list.html")]
pub(in crate::standings) struct ListPage {
    page: Page,
    count: String,
    /// What the list is narrowed to: each chip's link takes it away.
    chips: Vec<(String, String)>,
    /// Whose standings they are.
    unit: String,
    rows: Vec<Row>,
    pager: Option<Pager>,
}

struct Row {
    number: usize,
    name: String,
    subject_href: String,
    organization: String,
    duty: String,
    href: String,
    state: StateWord,
    figure: String,
    remarks: String,
}

impl ListPage {
    pub(in crate::standings) fn new(
        context: &Context,
        plan: &InForce,
        (listed, total, number): (&[Listed], usize, usize),
        chips: Vec<(String, String)>,
        href: &str,
    ) -> Self {
        let (t, size) = (context.t(), context.page_size(PAGE));
        let rows = listed.iter().enumerate().filter_map(|(index, listed)| {
            let (_, duty) = plan.rules.duty(&listed.duty_code)?;
            let kind = if listed.is_person { "people" } else { "organizations" };
            let tail = if listed.is_person { "/year" } else { "" };
            let remarks =
                if listed.verdict.encouraged { t.standings_encouraged_mark() } else { String::new() };
            Some(Row {
                number: number * size + index + 1,
                name: listed.name.clone(),
                subject_href: format!("/{kind}/{}{tail}", listed.subject_id),
                organization: listed.organization.clone(),
                duty: say::title(duty.duty(), context.lang),
                href: format!("/duties/{}/{}/of/{}", plan.plan_id, listed.duty_code, listed.subject_id),
                state: say::state(listed.verdict.state, t),
                figure: say::figure(duty, &listed.verdict),
                remarks,
            })
        });
        Self {
            page: page(context, t.standings_list_title()).of_year(plan.plan().year),
            count: t.standings_list_count(total.to_string()),
            unit: chips.first().map(|(name, _)| name.clone()).unwrap_or_default(),
            chips,
            rows: rows.collect(),
            pager: Pager::new(href, number, size, total, t),
        }
    }
}
