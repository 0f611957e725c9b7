//! A revision: its parts, what is wrong, and what can become of it.

use askama::Template;
use xueji_plan::edit::{Part, kinds};

use crate::plans::InForce;
use crate::revisions::decide::{self, Checked};
use crate::revisions::store::Step;
use crate::revisions::views::parts::Parts;
use crate::revisions::views::{crumbs, state};
use crate::revisions::{Revision, State};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Context, Mistakes, Page, page};

#[expect(clippy::struct_excessive_bools, reason = "each says whether the page offers something")]
#[derive(Debug, Template)]
#[template(path = "revisions/show.html")]
pub(in crate::revisions) struct Show {
    page: Page,
    id: String,
    lead: String,
    state: String,
    /// Why the office sent it back.
    returned: String,
    is_open: bool,
    may_write: bool,
    may_publish: bool,
    may_submit: bool,
    may_return: bool,
    is_branchs: bool,
    errors: usize,
    problems: Vec<Line>,
    more_problems: usize,
    remarks: usize,
    /// Duties by the heading that they stand under.
    groups: Vec<(String, Vec<Row>)>,
    others: Vec<Kind>,
    /// Duties of the plan above that the branch has not taken up.
    above: Vec<Row>,
    steps: Vec<String>,
    wrong_reason: String,
    has_base: bool,
    outdated: String,
}

#[derive(Debug)]
struct Line {
    text: String,
    href: String,
    part: String,
}

#[derive(Debug)]
struct Row {
    at: String,
    href: String,
    title: String,
    code: String,
    said: String,
    errors: usize,
    is_open: bool,
}

#[derive(Debug)]
struct Kind {
    table: &'static str,
    name: String,
    may_add: bool,
    rows: Vec<Row>,
    errors: usize,
}

/// How many problems the page names.
const NAMED: usize = 12;

impl Show {
    #[expect(clippy::too_many_arguments, reason = "everything that one page shows")]
    pub(in crate::revisions) fn new(
        context: &Context,
        actor: &Actor,
        revision: &Revision,
        checked: &Checked,
        parts: &Parts,
        newest: Option<&InForce>,
        steps: &[Step],
        saved: bool,
        mistakes: &Mistakes,
    ) -> Self {
        let (t, lang) = (context.t(), context.lang.of_plan());
        let title = parts.file.title().to_owned();
        let (is_open, is_branchs) = (revision.state.is_open(), revision.above_id.is_some());
        let may_write = is_open && decide::may_write(actor, revision);
        let may_decide = decide::may_decide(actor, revision);
        let submitted = revision.state == State::Submitted;
        let mut way = crumbs(context, revision, &title);
        way.truncate(1);
        let clock = &context.app.clock;
        let changed = t.revisions_changed(clock.minute_of(revision.changed_at), &revision.changed_by);
        let base = match newest {
            Some(plan) => t.revisions_of_version(plan.number.to_string()),
            None => t.revisions_of_nothing(),
        };
        let problems: Vec<Line> = parts
            .wrong()
            .filter(|(_, problem)| problem.is_error)
            .map(|(part, problem)| Line {
                text: problem.said(lang),
                href: part.map_or_else(
                    || format!("/revisions/{}/text", revision.id),
                    |part| format!("/revisions/{}/parts/{}", revision.id, part.at),
                ),
                part: part.map(name).unwrap_or_default(),
            })
            .collect();
        let errors = checked.errors().count() + checked.weaker.len();
        let remarks = parts.wrong().filter(|(_, problem)| !problem.is_error).count();
        let returned = steps.first().filter(|step| step.what == State::Returned.code());
        let outdated = newest.filter(|plan| is_open && plan.number != revision.base_number);
        Self {
            page: page(context, title).with_crumbs(way).with_flash(saved.then(|| t.revisions_saved())),
            id: revision.id.to_string(),
            lead: format!("{} · {base} · {changed}", revision.organization),
            state: state(revision.state, t),
            returned: returned.map(|step| step.said.clone()).unwrap_or_default(),
            is_open,
            may_write,
            may_publish: may_decide && checked.is_fit() && if is_branchs { submitted } else { is_open },
            may_submit: is_branchs && may_write && checked.is_fit(),
            may_return: may_decide && submitted,
            is_branchs,
            errors,
            more_problems: problems.len().saturating_sub(NAMED),
            problems: problems.into_iter().take(NAMED).collect(),
            remarks,
            groups: groups(revision, parts, t),
            others: others(revision, parts, lang, may_write),
            above: above(checked, parts, lang),
            steps: steps.iter().map(|step| said(context, step)).collect(),
            wrong_reason: mistakes.at("reason", t),
            has_base: newest.is_some() || is_branchs,
            outdated: outdated.map(|plan| t.revisions_outdated(plan.number.to_string())).unwrap_or_default(),
        }
    }
}

fn said(context: &Context, step: &Step) -> String {
    let t = context.t();
    let what = match step.what.as_str() {
        "begun" => t.revisions_step_begun(),
        other => State::from_code(other).map(|one| state(one, t)).unwrap_or_default(),
    };
    let told = if step.said.is_empty() { String::new() } else { format!("：{}", step.said) };
    format!("{} · {} · {what}{told}", context.app.clock.minute_of(step.at), step.by)
}

fn name(part: &Part) -> String {
    if part.title.is_empty() { part.code.clone() } else { part.title.clone() }
}

fn row(revision: &Revision, parts: &Parts, part: &Part) -> Row {
    let values = parts.file.values(part.at).unwrap_or_default();
    let first = |path: &str| {
        let said = values.get(path).and_then(|said| said.first());
        said.filter(|said| !said.is_empty()).cloned()
    };
    let or_local = |path: &str| first(path).or_else(|| first(&format!("local.{path}")));
    let owed = [or_local("amount.value"), or_local("timing.value")].into_iter().flatten().collect::<Vec<_>>();
    let told: Vec<String> = [
        first("who"),
        Some(owed.join(" / ")).filter(|owed| !owed.is_empty()),
        first("for"),
        first("window"),
        first("within"),
    ]
    .into_iter()
    .flatten()
    .collect();
    Row {
        at: part.at.to_string(),
        href: format!("/revisions/{}/parts/{}", revision.id, part.at),
        title: name(part),
        code: part.code.clone(),
        said: told.join(" · "),
        errors: parts.with(part.at).filter(|(_, problem)| problem.is_error).count(),
        is_open: values.get("open").is_some_and(|open| !open.is_empty()),
    }
}

fn groups(revision: &Revision, parts: &Parts, t: &Messages) -> Vec<(String, Vec<Row>)> {
    let mut groups: Vec<(String, Vec<Row>)> = Vec::new();
    for part in parts.all.iter().filter(|part| part.at.table == "duty") {
        let title = if part.group.is_empty() { t.revisions_no_group() } else { part.group.clone() };
        let row = row(revision, parts, part);
        match groups.iter_mut().find(|(known, _)| *known == title) {
            Some((_, rows)) => rows.push(row),
            None => groups.push((title, vec![row])),
        }
    }
    groups
}

fn others(revision: &Revision, parts: &Parts, lang: xueji_plan::Lang, may_write: bool) -> Vec<Kind> {
    kinds()
        .into_iter()
        .filter(|kind| kind.table != "duty")
        .map(|kind| {
            let held = parts.all.iter().filter(|part| part.at.table == kind.table);
            let rows: Vec<Row> = held.map(|part| row(revision, parts, part)).collect();
            Kind {
                table: kind.table,
                name: kind.name.get(lang).to_owned(),
                may_add: may_write && (kind.many || rows.is_empty()),
                errors: rows.iter().map(|row| row.errors).sum(),
                rows,
            }
        })
        .collect()
}

fn above(checked: &Checked, parts: &Parts, lang: xueji_plan::Lang) -> Vec<Row> {
    let Some(above) = &checked.above else { return Vec::new() };
    let taken = |code: &str| parts.all.iter().any(|part| part.at.table == "duty" && part.code == code);
    // What the issuer itself owes is no branch's to raise.
    let theirs = above.plan().duties.iter().filter(|duty| duty.who.each != xueji_plan::Each::Issuer);
    let open = theirs.filter(|duty| !taken(&duty.code));
    open.map(|duty| Row {
        at: String::new(),
        href: String::new(),
        title: duty.title.clone(),
        code: duty.code.clone(),
        said: format!(
            "{} · {}",
            xueji_plan::words::subject(&duty.who, above.plan(), lang),
            xueji_plan::words::owed(&duty.amount, &duty.timing, lang)
        ),
        errors: 0,
        is_open: !duty.open.is_empty(),
    })
    .collect()
}
