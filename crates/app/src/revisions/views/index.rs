//! The desk: what is under way, the plans there are, and how a new one begins.

use std::sync::Arc;

use askama::Template;

use crate::plans::InForce;
use crate::revisions::store::Listed;
use crate::revisions::views::state;
use crate::shell::actor::Role;
use crate::shell::{Context, Fields, Mistakes, Page, Place, Right, page};

#[derive(Debug, Template)]
#[template(path = "revisions/index.html")]
pub(in crate::revisions) struct Index {
    page: Page,
    under_way: Vec<UnderWay>,
    plans: Vec<PlanRow>,
    /// Whether the reader keeps the plans of all.
    keeps: bool,
    title: String,
    code: String,
    new_year: String,
    wrong_year: String,
    wrong_title: String,
    wrong_new_year: String,
    wrong_file: String,
}

#[derive(Debug)]
struct UnderWay {
    href: String,
    title: String,
    organization: String,
    state: String,
    code: &'static str,
    changed: String,
}

#[derive(Debug)]
struct PlanRow {
    id: String,
    title: String,
    organization: String,
    year: i16,
    number: i64,
    duties: usize,
    /// Whether the reader may revise it.
    may_revise: bool,
    may_copy: bool,
    /// The organization of the reader's that may make its own below it; empty where there is none.
    refine_for: String,
    /// By when branches hand theirs in.
    due: String,
    next_year: i16,
    in_force: bool,
}

impl Index {
    pub(in crate::revisions) fn new(
        context: &Context,
        path: &str,
        listed: &[Listed],
        plans: &[Arc<InForce>],
        typed: &Fields,
        mistakes: &Mistakes,
    ) -> Self {
        let (t, clock) = (context.t(), &context.app.clock);
        let today = clock.today();
        let may = |right: Right, path: &str| {
            context.visitor.as_ref().is_some_and(|actor| actor.may(right, Place::Organization { path }))
        };
        // Whoever is both of the office and a secretary has both desks.
        let below = |plan_path: &str| {
            let scopes = context.visitor.iter().flat_map(|actor| &actor.scopes);
            let mut own = scopes.filter(|scope| scope.role == Role::Secretary);
            let found = own.find(|scope| scope.path.starts_with(plan_path) && scope.path != plan_path);
            found.map(|scope| scope.organization_id.to_string()).unwrap_or_default()
        };
        let plans = plans.iter().map(|plan| {
            let keeps = may(Right::KeepPlans, &plan.path);
            let own = plan.path == path;
            PlanRow {
                id: plan.plan_id.to_string(),
                title: plan.plan().title.clone(),
                organization: plan.plan().issuer.clone(),
                year: plan.plan().year,
                number: plan.number,
                duties: plan.plan().duties.len(),
                may_revise: keeps || own && plan.plan().refines.is_some(),
                may_copy: keeps && plan.plan().refines.is_none(),
                refine_for: if plan.plan().span.last() >= today { below(&plan.path) } else { String::new() },
                due: plan
                    .plan()
                    .branch_plans_by
                    .map(|by| t.revisions_due(context.lang.day(by)))
                    .unwrap_or_default(),
                next_year: plan.plan().year + 1,
                in_force: plan.plan().span.contains(today),
            }
        });
        Self {
            page: page(context, t.nav_plans()),
            under_way: listed
                .iter()
                .map(|one| UnderWay {
                    href: format!("/revisions/{}", one.id),
                    title: one.title.clone(),
                    organization: if one.is_branchs { one.organization.clone() } else { String::new() },
                    state: state(one.state, t),
                    code: one.state.code(),
                    changed: t.revisions_changed(clock.minute_of(one.changed_at), &one.changed_by),
                })
                .collect(),
            plans: plans.collect(),
            keeps: may(Right::KeepPlans, path),
            title: typed.get("title").to_owned(),
            code: typed.get("code").to_owned(),
            new_year: match typed.get("year") {
                "" => today.year().to_string(),
                year => year.to_owned(),
            },
            wrong_year: mistakes.at("year", t),
            wrong_title: mistakes.at("title", t),
            wrong_new_year: mistakes.at("new_year", t),
            wrong_file: mistakes.at("file", t),
        }
    }
}
