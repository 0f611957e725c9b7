//! What the pages of drafts show.

mod card;
mod questions;

use askama::Template;
use xueji_draft::{Decision, Document, PartKind, PlanDraft, Text, extract, lint, plan_file};

use crate::drafts::routes::Shown;
use crate::drafts::store::{Line, Made, PAGE, Stored};
use crate::plans::{InForce, Stretch, cut};
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Fields, Mistakes, Page, page};
pub(super) use card::Card;
use card::Part;
use questions::Question;

/// The list of drafts, and the form that begins one.
#[derive(Template)]
#[template(path = "drafts/index.html")]
pub(super) struct Index {
    page: Page,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: usize,
    text: String,
    wrong_text: String,
    wrong_file: String,
}

struct Row {
    href: String,
    title: String,
    when: String,
    is_published: bool,
}

impl Index {
    pub(super) fn new(
        context: &Context,
        mut lines: Vec<Line>,
        place: usize,
        typed: &Fields,
        mistakes: &Mistakes,
    ) -> Self {
        let t = context.t();
        let more = lines.len() > PAGE;
        lines.truncate(PAGE);
        let address = |place: usize| format!("/drafts?page={place}");
        Self {
            page: page(context, t.drafts_title()),
            rows: lines
                .into_iter()
                .map(|line| Row {
                    href: format!("/drafts/{}", line.id),
                    title: if line.title.is_empty() { t.drafts_untitled() } else { line.title },
                    when: context.lang.day(context.app.clock.date_of(line.changed_at)),
                    is_published: line.plan_id.is_some(),
                })
                .collect(),
            back: if place > 1 { address(place - 1) } else { String::new() },
            on: if more { address(place + 1) } else { String::new() },
            place,
            text: typed.get("text").to_owned(),
            wrong_text: mistakes.at("text", t),
            wrong_file: mistakes.at("file", t),
        }
    }
}

/// How many parts stand where.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Counts {
    pub(super) all: usize,
    pub(super) accepted: usize,
    pub(super) changed: usize,
    pub(super) rejected: usize,
    pub(super) pending: usize,
    pub(super) open: usize,
}

impl Counts {
    pub(super) fn of(draft: &PlanDraft) -> Self {
        let mut counts = Self { all: draft.proposals.len(), ..Self::default() };
        for part in &draft.proposals {
            match part.decision {
                Decision::Accepted => counts.accepted += 1,
                Decision::Rejected => counts.rejected += 1,
                Decision::Pending => counts.pending += 1,
            }
            counts.changed += usize::from(part.changed && part.decision != Decision::Rejected);
            counts.open += usize::from(part.is_open() && part.decision != Decision::Rejected);
        }
        counts
    }

    /// How much is decided, in percent.
    pub(super) fn percent(&self) -> usize {
        (self.all - self.pending) * 100 / self.all.max(1)
    }
}

/// A way to narrow the list.
struct Chip {
    href: String,
    label: String,
    count: usize,
    current: bool,
}

/// The review: the text on the left, what was found on the right.
#[derive(Template)]
#[template(path = "drafts/show.html")]
pub(super) struct Show {
    page: Page,
    id: String,
    head: Head,
    is_published: bool,
    plan_href: String,
    counts: Counts,
    chips: Vec<Chip>,
    paragraphs: Vec<Vec<Stretch>>,
    parts: Vec<Part>,
    questions: Vec<Question>,
    unanswered: usize,
    questions_open: bool,
    problems: Vec<String>,
    load: Option<xueji_plan::show::Grid>,
    load_before: String,
    wrong_quote: String,
    decisions: Vec<String>,
}

/// Title, year, issuer and code, with what is wrong at each.
struct Head {
    title: String,
    year: String,
    issuer: String,
    code: String,
    wrong_title: String,
    wrong_year: String,
    wrong_issuer: String,
    is_open: bool,
}

impl Show {
    pub(super) fn new(
        context: &Context,
        stored: &Stored,
        decisions: &[Made],
        before: Option<&InForce>,
        shown: &Shown,
        mistakes: &Mistakes,
    ) -> Self {
        let (show, edit) = (shown.show.as_str(), shown.edit);
        let (t, lang, draft) = (context.t(), context.lang, &stored.draft);
        let text = Text::new(&stored.arrangement);
        let document = Document::of(&text);
        let found = lint(&text, &document, &extract(&text, &document));
        let questions: Vec<Question> =
            found.iter().map(|finding| Question::new(finding, draft, lang)).collect();
        let toml = plan_file(&text, draft, "draft", "arrangement.txt");
        let parsed = xueji_plan::parse("plan.toml", &toml, |_| Some(stored.arrangement.clone()));
        let errors =
            parsed.diagnostics.iter().filter(|problem| problem.severity == xueji_plan::Severity::Error);
        let before = before.map(InForce::plan);
        let title = if draft.title.is_empty() { t.drafts_untitled() } else { draft.title.clone() };
        let counts = Counts::of(draft);
        let quotes = quotes(draft, &questions);
        let is_published = stored.plan_id.is_some();
        Self {
            page: page(context, title).with_crumbs(vec![
                Crumb { href: Some("/drafts".to_owned()), label: t.drafts_title() },
                Crumb { href: None, label: t.drafts_review() },
            ]),
            id: stored.id.to_string(),
            head: Head::new(draft, mistakes, t),
            is_published,
            plan_href: stored.plan_id.as_ref().map(|id| format!("/plans/{id}")).unwrap_or_default(),
            chips: chips(t, &stored.id.to_string(), &counts, show),
            counts,
            paragraphs: cut(&stored.arrangement, &quotes),
            parts: draft
                .proposals
                .iter()
                .filter(|part| is_shown(part, show) || part.id == edit)
                .map(|part| {
                    Part::new(
                        context,
                        stored,
                        &text,
                        part,
                        part.id == edit && !is_published,
                        &Fields::default(),
                        mistakes,
                    )
                })
                .collect(),
            unanswered: questions.iter().filter(|question| !question.is_answered).count(),
            questions,
            questions_open: shown.questions,
            problems: errors.map(|problem| problem.message.get(lang.of_plan()).to_owned()).collect(),
            load: parsed
                .plan
                .as_ref()
                .map(|plan| xueji_plan::show::load_against(plan, before, lang.of_plan())),
            load_before: before
                .map(|plan| t.drafts_load_before(&plan.title, plan.year.to_string()))
                .unwrap_or_default(),
            wrong_quote: mistakes.at("quote", t),
            decisions: decisions.iter().map(|made| told(context, made)).collect(),
        }
    }
}

impl Head {
    fn new(draft: &PlanDraft, mistakes: &Mistakes, t: &Messages) -> Self {
        let wrong = |field| mistakes.at(field, t);
        Self {
            title: draft.title.clone(),
            year: draft.year.map(|year| year.to_string()).unwrap_or_default(),
            issuer: draft.issuer.clone(),
            code: draft.code.clone(),
            wrong_title: wrong("title"),
            wrong_year: wrong("year"),
            wrong_issuer: wrong("issuer"),
            is_open: draft.year.is_none()
                || draft.issuer.is_empty()
                || !wrong("title").is_empty()
                || !wrong("year").is_empty()
                || !wrong("issuer").is_empty(),
        }
    }
}

/// Where parts and questions stand in the text.
fn quotes(draft: &PlanDraft, questions: &[Question]) -> Vec<(usize, usize, String)> {
    let parts = draft.proposals.iter().flat_map(|part| {
        part.sources.iter().map(move |span| (span.start, span.end, format!("part-{}", part.id)))
    });
    let questions = questions.iter().map(|question| (question.start, question.end, question.name.clone()));
    parts.chain(questions).collect()
}

fn is_shown(part: &xueji_draft::Proposal, show: &str) -> bool {
    match show {
        "pending" => part.decision == Decision::Pending,
        "open" => part.is_open() && part.decision != Decision::Rejected,
        "rejected" => part.decision == Decision::Rejected,
        _ => true,
    }
}

fn chips(t: &Messages, id: &str, counts: &Counts, show: &str) -> Vec<Chip> {
    let all = [
        ("", t.drafts_all(), counts.all),
        ("pending", t.drafts_pending(), counts.pending),
        ("open", t.drafts_open(), counts.open),
        ("rejected", t.drafts_rejected(), counts.rejected),
    ];
    all.into_iter()
        .map(|(key, label, count)| Chip {
            href: if key.is_empty() { format!("/drafts/{id}") } else { format!("/drafts/{id}?show={key}") },
            label,
            count,
            current: key == show,
        })
        .collect()
}

fn told(context: &Context, made: &Made) -> String {
    let t = context.t();
    let what = match made.what.as_str() {
        "begin" => t.drafts_did_begin(),
        "accept" => t.drafts_did_accept(),
        "reject" => t.drafts_did_reject(),
        "reopen" => t.drafts_did_reopen(),
        "split" => t.drafts_did_split(),
        "merge" => t.drafts_did_merge(),
        "change" => t.drafts_did_change(),
        "mark" => t.drafts_did_mark(),
        "accept-rest" => t.drafts_did_accept_rest(),
        "answer" => t.drafts_did_answer(),
        "head" => t.drafts_did_head(),
        "publish" => t.drafts_did_publish(),
        other => other.to_owned(),
    };
    t.drafts_did(context.lang.day(context.app.clock.date_of(made.at)), &made.by, what, &made.part)
}

/// What a part is, in a word.
fn kind_word(kind: PartKind, t: &Messages) -> String {
    match kind {
        PartKind::Duty => t.drafts_duty(),
        PartKind::Campaign => t.plans_campaign(),
        PartKind::Program => t.plans_program(),
        PartKind::Award => t.plans_award(),
    }
}
