//! What the pages of plans show.

use askama::Template;
use xueji_plan::{Duty, Named, OpenField, Plan, RecordedFor, words};

use crate::plans::arrangement::{Stretch, paragraphs};
use crate::plans::{History, InForce};
use crate::shell::lang::Messages;
use crate::shell::{Context, Lang, Page, page};

#[derive(Template)]
#[template(path = "plans/none.html")]
pub(super) struct None {
    pub(super) page: Page,
}

#[derive(Template)]
#[template(path = "plans/show.html")]
pub(super) struct Show {
    page: Page,
    issuer: String,
    span: String,
    basis: Vec<String>,
    /// What a branch makes its own, and does in its own way.
    own: Vec<(String, Vec<String>)>,
    paragraphs: Vec<Vec<Stretch>>,
    groups: Vec<Group>,
    open_points: Vec<Line>,
    wholes: Vec<Whole>,
    load: xueji_plan::show::Grid,
    history: Vec<String>,
    numbered: usize,
    local: usize,
}

/// Duties under one heading of the arrangement.
struct Group {
    title: String,
    duties: Vec<Line>,
}

/// A duty in the list.
struct Line {
    code: String,
    title: String,
    who: String,
    owed: String,
    /// Who set a number that the text leaves open, and why; empty where nobody did.
    local: String,
    open: String,
    sources: Vec<String>,
    record_href: String,
}

/// A campaign, a program or an award.
struct Whole {
    code: String,
    kind: String,
    title: String,
    when: String,
    themes: Vec<String>,
    open: String,
}

impl Show {
    pub(super) fn new(context: &Context, in_force: &InForce, history: &[History]) -> Self {
        let (plan, lang, t) = (in_force.plan(), context.lang, context.t());
        let title = lang.choose(&plan.title, plan.title_en.as_ref());
        let (open, tracked): (Vec<&Duty>, Vec<&Duty>) = plan.duties.iter().partition(|duty| is_open(duty));
        let mut groups: Vec<Group> = Vec::new();
        for duty in &tracked {
            let title = duty.group.clone().unwrap_or_default();
            let line = line(duty, plan, lang, t);
            match groups.iter_mut().find(|group| group.title == title) {
                Some(group) => group.duties.push(line),
                Option::None => groups.push(Group { title, duties: vec![line] }),
            }
        }
        Self {
            page: page(context, title),
            issuer: plan.issuer.clone(),
            span: words::span(plan.span, lang.of_plan()),
            basis: plan
                .basis
                .iter()
                .map(|basis| format!("《{}》{}", basis.title, basis.number.as_deref().unwrap_or_default()))
                .collect(),
            own: [(t.plans_focus(), plan.focus.clone()), (t.plans_features(), plan.features.clone())]
                .into_iter()
                .filter(|(_, said)| !said.is_empty())
                .collect(),
            paragraphs: paragraphs(plan),
            open_points: open.into_iter().map(|duty| line(duty, plan, lang, t)).collect(),
            numbered: tracked.iter().filter(|duty| duty.local.is_none() || duty.open.is_empty()).count(),
            local: tracked.iter().filter(|duty| duty.local.is_some() && !duty.open.is_empty()).count(),
            groups,
            wholes: wholes(plan, lang, t),
            load: xueji_plan::show::load_grid(plan, &xueji_plan::load::load(plan), lang.of_plan()),
            history: history
                .iter()
                .map(|version| {
                    let on = context.app.clock.date_of(version.published_at).to_string();
                    t.plans_version(version.number.to_string(), &on, &version.reason)
                })
                .collect(),
        }
    }
}

fn is_open(duty: &Duty) -> bool {
    matches!(duty.amount, xueji_plan::Amount::Open) || matches!(duty.timing, xueji_plan::Timing::Open)
}

fn line(duty: &Duty, plan: &Plan, lang: Lang, t: &Messages) -> Line {
    let by_person = duty
        .does
        .first()
        .and_then(|code| plan.activity(code))
        .filter(|activity| activity.recorded_for == RecordedFor::Person);
    Line {
        code: duty.code.clone(),
        title: lang.choose(&duty.title, duty.title_en.as_ref()).to_owned(),
        who: words::subject(&duty.who, plan, lang.of_plan()),
        owed: words::owed(&duty.amount, &duty.timing, lang.of_plan()),
        local: duty
            .local
            .as_ref()
            .map(|local| t.plans_set_locally(&local.by, &local.why))
            .unwrap_or_default(),
        open: open_fields(&duty.open, t),
        sources: duty.source.iter().map(|source| source.quote.clone()).collect(),
        record_href: by_person
            .map(|activity| format!("/records/new?activity={}", activity.name.code))
            .unwrap_or_default(),
    }
}

fn wholes(plan: &Plan, lang: Lang, t: &Messages) -> Vec<Whole> {
    let whole = |kind: String, name: &Named, when: String, themes: &[String], open: &[OpenField]| Whole {
        code: name.code.clone(),
        kind,
        title: lang.choose(&name.title, name.title_en.as_ref()).to_owned(),
        when,
        themes: themes.to_vec(),
        open: open_fields(open, t),
    };
    let campaigns = plan.campaigns.iter().map(|part| {
        let when = part.window.map(|window| words::span(window, lang.of_plan())).unwrap_or_default();
        whole(t.plans_campaign(), &part.name, when, &part.themes, &part.open)
    });
    let programs =
        plan.programs.iter().map(|part| whole(t.plans_program(), &part.name, String::new(), &[], &part.open));
    let awards = plan.awards.iter().map(|part| {
        let when = part.by.map(|day| day.to_string()).unwrap_or_default();
        whole(t.plans_award(), &part.name, when, &part.to, &part.open)
    });
    campaigns.chain(programs).chain(awards).collect()
}

fn open_fields(open: &[OpenField], t: &Messages) -> String {
    let said = open.iter().map(|field| match field {
        OpenField::Amount => t.plans_open_amount(),
        OpenField::Period => t.plans_open_period(),
        OpenField::Lead => t.plans_open_lead(),
    });
    said.collect::<Vec<_>>().join("、")
}
