//! Where every branch is with its own plan below the bureau's.

use askama::Template;

use crate::plans::InForce;
use crate::revisions::State;
use crate::revisions::store::Progress;
use crate::revisions::views::state;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Id, Page, page};

#[derive(Debug, Template)]
#[template(path = "revisions/branches.html")]
pub(in crate::revisions) struct Branches {
    page: Page,
    total: usize,
    approved: usize,
    waiting: usize,
    missing: usize,
    due: String,
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    number: usize,
    organization: String,
    state: String,
    code: &'static str,
    changed: String,
    href: String,
}

impl Branches {
    pub(in crate::revisions) fn new(
        context: &Context,
        plan: &InForce,
        progress: &[Progress],
        overtaken: &[Id],
    ) -> Self {
        let t = context.t();
        let by = plan.plan().branch_plans_by;
        let late = by.is_some_and(|by| by < context.app.clock.today());
        let mut rows: Vec<Row> = progress.iter().map(|one| row(context, one, late, overtaken)).collect();
        let count = |code: &str| rows.iter().filter(|row| row.code == code).count();
        let (approved, waiting) = (count("published") + count("overtaken"), count("submitted"));
        let total = rows.len();
        let missing = total - approved - waiting;
        // What waits for the office first, then who is late, then what is done.
        rows.sort_by_key(|row| match row.code {
            "submitted" => 0,
            "overtaken" => 1,
            "none" => 2,
            "published" => 4,
            _ => 3,
        });
        for (index, row) in rows.iter_mut().enumerate() {
            row.number = index + 1;
        }
        let way = vec![
            Crumb { href: Some("/plans".to_owned()), label: t.nav_plans() },
            Crumb { href: Some(format!("/plans/{}", plan.plan_id)), label: plan.plan().title.clone() },
        ];
        let page = page(context, t.revisions_branches()).with_crumbs(way);
        let due = by.map(|by| t.revisions_due(context.lang.day(by))).unwrap_or_default();
        Self { page, total, approved, waiting, missing, due, rows }
    }
}

fn row(context: &Context, one: &Progress, late: bool, overtaken: &[Id]) -> Row {
    let t = context.t();
    let (code, said, href, changed) = match (&one.revision, &one.plan_id) {
        (Some((id, at, changed)), _) => {
            (at.code(), state(*at, t), format!("/revisions/{id}"), context.app.clock.minute_of(*changed))
        }
        (None, Some(plan)) if overtaken.contains(plan) => {
            ("overtaken", t.revisions_overtaken(), format!("/plans/{plan}"), String::new())
        }
        (None, Some(plan)) => {
            (State::Published.code(), t.revisions_approved(), format!("/plans/{plan}"), String::new())
        }
        (None, None) => ("none", t.revisions_none_yet(), String::new(), String::new()),
    };
    let missing = !matches!(code, "submitted" | "published" | "overtaken");
    let said = if late && missing { t.revisions_late(said) } else { said };
    Row { number: 0, organization: one.organization.clone(), state: said, code, changed, href }
}
