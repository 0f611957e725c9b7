//! Two plan files side by side: what the one says otherwise than the other.

use std::sync::Arc;

use askama::Template;
use xueji_plan::edit::{Changed, Difference, PlanFile, What, compare};

use crate::plans::{History, InForce};
use crate::revisions::Revision;
use crate::revisions::edit;
use crate::revisions::views::crumbs;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Error, Page, Result, page};

#[derive(Debug, Template)]
#[template(path = "revisions/compare.html")]
pub(in crate::revisions) struct Compare {
    page: Page,
    left: String,
    right: String,
    /// Versions and plans to choose from, where it is a plan's page.
    choices: Option<Choices>,
    differences: Vec<Row>,
    added: usize,
    removed: usize,
    changed: usize,
}

#[derive(Debug)]
struct Choices {
    plan_id: String,
    from: Vec<Opt>,
    to: Vec<Opt>,
    with: Vec<Opt>,
}

#[derive(Debug)]
struct Opt {
    value: String,
    label: String,
    chosen: bool,
}

#[derive(Debug)]
struct Row {
    kind: String,
    title: String,
    what: &'static str,
    word: String,
    fields: Vec<(String, String, String)>,
}

impl Compare {
    /// A revision against the version in force, or against the plan above.
    pub(in crate::revisions) fn of_revision(
        context: &Context,
        revision: &Revision,
        before: &str,
    ) -> Result<Self> {
        let t = context.t();
        let way = crumbs(context, revision, &t.revisions_the_plan());
        let after = edit::file(revision)?;
        let left = if revision.plan_id.is_none() && revision.above_id.is_some() {
            t.revisions_side_above()
        } else {
            t.revisions_side_in_force()
        };
        let page = page(context, t.revisions_changes()).with_crumbs(way);
        Ok(Self::new(context, page, (left, t.revisions_side_new()), &compare(&read(before)?, &after)))
    }

    /// Two versions of a plan, or a plan against another.
    pub(in crate::revisions) fn of_plan(
        context: &Context,
        plan: &InForce,
        before: (&str, Option<i64>),
        after: (&str, i64),
        history: &[History],
        others: &[Arc<InForce>],
        with: &str,
    ) -> Result<Self> {
        let t = context.t();
        let version = |number: i64| t.revisions_version(number.to_string());
        let other = others.iter().find(|other| other.plan_id.as_str() == with);
        let titled = |plan: &InForce| format!("{} {}", plan.plan().year, plan.plan().title);
        let left = match (before.1, other) {
            (Some(number), _) => version(number),
            (None, Some(other)) => titled(other),
            (None, None) => String::new(),
        };
        let page = page(context, t.revisions_compare()).with_crumbs(vec![
            Crumb { href: Some("/plans".to_owned()), label: t.nav_plans() },
            Crumb { href: Some(format!("/plans/{}", plan.plan_id)), label: titled(plan) },
        ]);
        let mut shown =
            Self::new(context, page, (left, version(after.1)), &compare(&read(before.0)?, &read(after.0)?));
        let versions = |chosen: Option<i64>| -> Vec<Opt> {
            let option = |one: &History| Opt {
                value: one.number.to_string(),
                label: format!("{} · {}", version(one.number), one.reason),
                chosen: chosen == Some(one.number),
            };
            history.iter().map(option).collect()
        };
        shown.choices = Some(Choices {
            plan_id: plan.plan_id.to_string(),
            from: versions(before.1),
            to: versions(Some(after.1)),
            with: others
                .iter()
                .map(|other| Opt {
                    value: other.plan_id.to_string(),
                    label: titled(other),
                    chosen: other.plan_id.as_str() == with,
                })
                .collect(),
        });
        Ok(shown)
    }

    fn new(context: &Context, page: Page, (left, right): (String, String), found: &[Difference]) -> Self {
        let count = |is: fn(&What) -> bool| found.iter().filter(|one| is(&one.what)).count();
        Self {
            page,
            left,
            right,
            choices: None,
            added: count(|what| matches!(what, What::Added(_))),
            removed: count(|what| matches!(what, What::Removed(_))),
            changed: count(|what| matches!(what, What::Changed(_))),
            differences: found.iter().map(|one| row(context, one)).collect(),
        }
    }
}

fn read(toml: &str) -> Result<PlanFile> {
    PlanFile::read(toml).ok_or_else(|| Error::Internal(anyhow::anyhow!("a stored plan file is no TOML")))
}

fn row(context: &Context, one: &Difference) -> Row {
    let (t, lang) = (context.t(), context.lang.of_plan());
    let (what, word, fields): (_, _, &[Changed]) = match &one.what {
        What::Added(fields) => ("added", t.revisions_added(), fields),
        What::Removed(fields) => ("removed", t.revisions_removed(), fields),
        What::Changed(fields) => ("changed", t.revisions_changed_word(), fields),
    };
    Row {
        kind: one.kind.get(lang).to_owned(),
        title: if one.title.is_empty() { one.code.clone() } else { one.title.clone() },
        what,
        word,
        fields: fields
            .iter()
            .map(|field| (field.label.get(lang).to_owned(), field.before.clone(), field.after.clone()))
            .collect(),
    }
}
