//! The desk of whoever inspects: who is due, one button, and where it was left; and choosing people by name.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;

use crate::inspections::routes::{Asked, PAGE};
use crate::inspections::store::Listed;
use crate::inspections::words;
use crate::inspections::work::{self, Desk};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Choice, Context, Fields, Id, Mistakes, Page, Query, Result, page};

#[derive(Debug, Template)]
#[template(path = "inspections/index.html")]
struct Index {
    page: Page,
    of: String,
    unit: String,
    organizations: Vec<Choice>,
    circles: Vec<Chip>,
    circle: String,
    lead: String,
    next: Option<Going>,
    draw: Option<Draw>,
    people: Vec<Row>,
    rounds: Vec<RoundRow>,
    counts_as: String,
    back: String,
    on: String,
    place: String,
    entry_key: String,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct Chip {
    href: String,
    label: String,
    count: usize,
    current: bool,
}

#[derive(Debug)]
struct Going {
    href: String,
    name: String,
    waiting: String,
}

/// The form of a draw, filled in.
#[derive(Debug)]
struct Draw {
    size: String,
    from_on: String,
    to_on: String,
    notes_each: String,
    said: String,
    choose_href: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    id: String,
    name: String,
    initials: String,
    last: String,
    is_due: bool,
    chosen: bool,
}

#[derive(Debug)]
pub(super) struct RoundRow {
    pub(super) number: usize,
    pub(super) href: String,
    pub(super) on: String,
    pub(super) what: String,
    pub(super) period: String,
    pub(super) inspector: String,
    pub(super) people: usize,
    pub(super) answered: usize,
    pub(super) waiting: usize,
    pub(super) taken_back: bool,
}

pub(super) fn round_row(context: &Context, number: usize, one: Listed) -> RoundRow {
    let (t, lang, round) = (context.t(), context.lang, one.round);
    RoundRow {
        number,
        href: format!("/inspections/rounds/{}", round.id),
        on: lang.day(round.drawn_on),
        what: if round.drawn { words::circle(round.circle, t) } else { t.inspections_chosen() },
        period: t.people_from_to(lang.day(round.from_on), lang.day(round.to_on)),
        inspector: one.inspector,
        people: one.people,
        answered: one.answered,
        waiting: one.waiting,
        taken_back: round.taken_back.is_some(),
    }
}

impl Index {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn new(context: &Context, desk: Desk, number: usize, typed: &Fields, mistakes: Mistakes) -> Self {
        let (t, size) = (context.t(), context.page_size(PAGE));
        let of = desk.organization.id.to_string();
        let at = |circle: &str, page: usize| match page {
            0 | 1 => format!("/inspections?of={of}&circle={circle}"),
            page => format!("/inspections?of={of}&circle={circle}&page={page}"),
        };
        let (total, unseen) = (desk.people.len(), desk.unseen);
        let circles = desk.circles.iter().map(|(circle, count)| Chip {
            href: at(circle.code(), 1),
            label: words::circle(*circle, t),
            count: *count,
            current: *circle == desk.circle,
        });
        let (rounds_left, planned) = desk.rounds_left;
        let circle = desk.circle.code().to_owned();
        Self {
            lead: t.inspections_lead(total.to_string(), (total - unseen).to_string()),
            unit: desk.organization.name.clone(),
            circles: circles.collect(),
            organizations: choices(&desk, &of),
            next: desk.next.map(|next| Going {
                href: format!("/inspections/{}", next.id),
                name: next.name,
                waiting: t.inspections_waiting(next.waiting.to_string()),
            }),
            draw: (total > 0).then(|| Draw {
                size: typed.or("size", desk.usual.size.to_string()),
                from_on: typed.or("from_on", desk.usual.from_on.to_string()),
                to_on: typed.or("to_on", desk.usual.to_on.to_string()),
                notes_each: typed.or("notes_each", desk.usual.notes_each.to_string()),
                said: said(context, unseen, rounds_left, planned),
                choose_href: format!("/inspections/choose?of={of}&circle={circle}"),
            }),
            people: rows(context, &desk.people, typed, (number - 1) * size, size),
            rounds: (1..).zip(desk.rounds).map(|(number, one)| round_row(context, number, one)).collect(),
            counts_as: match &desk.activity {
                Some(named) => t.inspections_counts_as(context.lang.title(named)),
                None => t.inspections_counts_for_nothing(),
            },
            back: if number > 1 { at(&circle, number - 1) } else { String::new() },
            on: if total > number * size { at(&circle, number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
            entry_key: Id::fresh().to_string(),
            page: page(context, t.nav_inspections()),
            of,
            circle,
            mistakes,
        }
    }
}

/// Why so many are drawn.
fn said(context: &Context, unseen: usize, rounds: usize, planned: bool) -> String {
    let (t, rounds) = (context.t(), rounds.to_string());
    match (unseen, planned) {
        (0, _) => t.inspections_all_seen(),
        (unseen, true) => t.inspections_unseen_planned(unseen.to_string(), rounds),
        (unseen, false) => t.inspections_unseen(unseen.to_string(), rounds),
    }
}

fn choices(desk: &Desk, of: &str) -> Vec<Choice> {
    desk.organizations.iter().map(|one| Choice::among(of, &one.id, one.name.as_str())).collect()
}

fn rows(
    context: &Context,
    people: &[crate::inspections::pool::Eligible],
    typed: &Fields,
    from: usize,
    most: usize,
) -> Vec<Row> {
    let row = |(index, one): (usize, &crate::inspections::pool::Eligible)| Row {
        number: index + 1,
        id: one.person.id.to_string(),
        name: one.person.name.clone(),
        initials: one.person.initials.clone(),
        last: last(context, one.last_on),
        is_due: one.last_on.is_none(),
        chosen: typed.all("person").any(|id| id == one.person.id.as_str()),
    };
    people.iter().enumerate().skip(from).take(most).map(row).collect()
}

/// When somebody was called in last, as a reason for being due.
pub(super) fn last(context: &Context, last_on: Option<Date>) -> String {
    match last_on {
        Some(on) => context.t().inspections_last(context.lang.day(on)),
        None => context.t().inspections_never(),
    }
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let desk = found(&context, asked.of.clone(), asked.circle.clone()).await?;
    render(&Index::new(&context, desk, asked.page(), &Fields::default(), Mistakes::default()))
}

async fn found(context: &Context, of: String, circle: String) -> Result<Desk> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    context.app.read(move |tx| work::desk(tx, &actor, &of, &circle, today)).await
}

/// The form that a refused round came from, with what was typed.
pub(super) async fn refused(context: &Context, typed: &Fields, mistakes: Mistakes) -> Result<Response> {
    let desk = found(context, typed.get("of").to_owned(), typed.get("circle").to_owned()).await?;
    if typed.get("way") == "choice" {
        render(&ChoosePage::new(context, &desk, typed, mistakes))
    } else {
        render(&Index::new(context, desk, 1, typed, mistakes))
    }
}

/// Choosing people by name, with a reason.
#[derive(Debug, Template)]
#[template(path = "inspections/choose.html")]
struct ChoosePage {
    page: Page,
    of: String,
    circle: String,
    people: Vec<Row>,
    reason: String,
    from_on: String,
    to_on: String,
    notes_each: String,
    entry_key: String,
    mistakes: Mistakes,
}

impl ChoosePage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn new(context: &Context, desk: &Desk, typed: &Fields, mistakes: Mistakes) -> Self {
        let t = context.t();
        let (of, circle) = (desk.organization.id.to_string(), desk.circle.code().to_owned());
        let way = vec![
            Crumb { href: Some(format!("/inspections?of={of}&circle={circle}")), label: t.nav_inspections() },
            Crumb { href: None, label: t.inspections_choose() },
        ];
        Self {
            page: page(context, t.inspections_choose()).with_crumbs(way),
            people: rows(context, &desk.people, typed, 0, desk.people.len()),
            reason: typed.get("reason").to_owned(),
            from_on: typed.or("from_on", desk.usual.from_on.to_string()),
            to_on: typed.or("to_on", desk.usual.to_on.to_string()),
            notes_each: typed.or("notes_each", desk.usual.notes_each.to_string()),
            entry_key: Id::fresh().to_string(),
            of,
            circle,
            mistakes,
        }
    }
}

pub(super) async fn choose(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let desk = found(&context, asked.of.clone(), asked.circle.clone()).await?;
    render(&ChoosePage::new(&context, &desk, &Fields::default(), Mistakes::default()))
}
