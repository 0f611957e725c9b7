//! The branch: who needs help first, the matrix people × duties, its own duties.

use askama::Template;
use xueji_standing::CompiledDuty;

use crate::meetings::AheadView;
use crate::people::{Organization, Person};
use crate::plans::InForce;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Page, page};
use crate::standings::Verdict;
use crate::standings::branch::{Branch, PAGE};
use crate::standings::say::{self, StateWord};
use crate::standings::views::Pager;
use crate::standings::views::line::{self, Group, OpenPoint, RecordFor};
use crate::standings::year::Year;

#[derive(Template)]
#[template(path = "standings/branch.html")]
pub(in crate::standings) struct BranchPage {
    page: Page,
    ahead: AheadView,
    /// Where whoever may inspect does, and what waits there.
    inspections: Option<(String, String)>,
    lead: String,
    many_href: String,
    arrange_href: String,
    helped: Vec<Helped>,
    columns: Vec<String>,
    rows: Vec<MatrixRow>,
    pager: Option<Pager>,
    groups: Vec<Group>,
    open_points: Vec<OpenPoint>,
}

/// Somebody who needs help, with why and what would help.
struct Helped {
    name: String,
    href: String,
    why: Vec<Why>,
}

struct Why {
    state: StateWord,
    title: String,
    figure: String,
    by: String,
    href: String,
}

struct MatrixRow {
    name: String,
    href: String,
    /// As many as there are columns; nothing where the duty does not bind the person.
    cells: Vec<Option<Cell>>,
}

struct Cell {
    duty: String,
    state: StateWord,
    figure: String,
    href: String,
}

/// How many duties are named for one who needs help.
const MOST_WHY: usize = 3;

impl BranchPage {
    pub(in crate::standings) fn new(
        context: &Context,
        (organization, above): (&Organization, &[Organization]),
        plan: &InForce,
        (branch, number): (&Branch, usize),
        own: &[Year],
        (may_record, ahead, to_inspect): (bool, AheadView, Option<i64>),
    ) -> Self {
        let (lang, t) = (context.lang, context.t());
        let crumbs = above.iter().map(|above| Crumb {
            href: Some(format!("/organizations/{}", above.id)),
            label: above.short_name.clone(),
        });
        let is_owed = |duty: &&CompiledDuty| branch.cells.keys().any(|(_, code)| *code == duty.duty().code);
        let columns: Vec<&CompiledDuty> = plan.rules.duties().iter().filter(is_owed).collect();
        let record_for =
            if may_record { RecordFor::Organization(organization.id.clone()) } else { RecordFor::Nobody };
        let href = format!("/organizations/{}/branch?page=", organization.id);
        Self {
            page: page(context, &organization.name).of_year(plan.plan().year).with_crumbs(crumbs.collect()),
            ahead,
            inspections: to_inspect.map(|count| {
                let label = match count {
                    0 => t.nav_inspections(),
                    count => t.inspections_wait_branch(count.to_string()),
                };
                (format!("/inspections?of={}", organization.id), label)
            }),
            lead: t.standings_branch_lead(branch.total.to_string()),
            arrange_href: format!("/meetings/new?organization={}", organization.id),
            many_href: if may_record {
                format!("/records/many?organization={}", organization.id)
            } else {
                String::new()
            },
            helped: branch
                .helped
                .iter()
                .map(|(person, duties)| Helped {
                    name: person.name.clone(),
                    href: format!("/people/{}/year", person.id),
                    why: duties
                        .iter()
                        .filter_map(|(code, verdict)| why(context, plan, person, code, verdict))
                        .take(MOST_WHY)
                        .collect(),
                })
                .collect(),
            rows: branch.people.iter().map(|person| row(context, plan, branch, person, &columns)).collect(),
            columns: columns.iter().map(|duty| say::title(duty.duty(), lang)).collect(),
            pager: Pager::new(&href, number, context.page_size(PAGE), branch.total, t),
            groups: line::groups(own, &organization.id, &record_for, context),
            open_points: line::open_points(own, lang),
        }
    }
}

fn why(context: &Context, plan: &InForce, person: &Person, code: &str, verdict: &Verdict) -> Option<Why> {
    let (_, duty) = plan.rules.duty(code)?;
    Some(Why {
        state: say::state(verdict.state, context.t()),
        title: say::title(duty.duty(), context.lang),
        figure: say::figure(duty, verdict),
        by: verdict
            .next_due_on
            .map(|due| context.t().standings_by(say::day(due, context.lang)))
            .unwrap_or_default(),
        href: duty_href(plan, person, code),
    })
}

fn row(
    context: &Context,
    plan: &InForce,
    branch: &Branch,
    person: &Person,
    columns: &[&CompiledDuty],
) -> MatrixRow {
    let cells = columns.iter().map(|duty| {
        let code = &duty.duty().code;
        let verdict = branch.cells.get(&(person.id.clone(), code.clone()))?;
        Some(Cell {
            duty: say::title(duty.duty(), context.lang),
            state: say::state(verdict.state, context.t()),
            figure: say::figure(duty, verdict),
            href: duty_href(plan, person, code),
        })
    });
    MatrixRow {
        name: person.name.clone(),
        href: format!("/people/{}/year", person.id),
        cells: cells.collect(),
    }
}

fn duty_href(plan: &InForce, person: &Person, code: &str) -> String {
    format!("/duties/{}/{code}/of/{}", plan.plan_id, person.id)
}
