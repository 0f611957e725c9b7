//! What the pages of mandates show.

use askama::Template;

use crate::mandates::{Mandate, State};
use crate::shell::actor::Role;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Page, Place, Right, page};

/// The list.
#[derive(Debug, Template)]
#[template(path = "mandates/index.html")]
pub(super) struct Index {
    page: Page,
    rows: Vec<Row>,
    deputizes: bool,
    admits: bool,
    all: bool,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    id: String,
    holder: String,
    what: String,
    days: String,
    state: String,
    current: bool,
    given: String,
    reason: String,
    may_end: bool,
}

impl Index {
    pub(super) fn new(
        context: &Context,
        mandates: Vec<Mandate>,
        all: bool,
        number: usize,
        more: bool,
    ) -> Self {
        let t = context.t();
        let may = |right| context.visitor.as_ref().is_some_and(|actor| actor.may_anywhere(right));
        let at = |number: usize| format!("/mandates?page={number}{}", if all { "&show=all" } else { "" });
        let rows = mandates.into_iter().enumerate();
        Self {
            page: page(context, t.nav_mandates()),
            rows: rows
                .map(|(index, one)| row(context, (number - 1) * super::routes::PAGE + index + 1, one))
                .collect(),
            deputizes: may(Right::Deputize),
            admits: may(Right::AdmitInspectors),
            all,
            back: if number > 1 { at(number - 1) } else { String::new() },
            on: if more { at(number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
        }
    }
}

fn row(context: &Context, number: usize, mandate: Mandate) -> Row {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let state = mandate.state(today);
    let role = match mandate.role {
        Role::Office => t.mandates_office(),
        Role::Inspector => t.mandates_inspects(),
        Role::Secretary | Role::Administrator => t.mandates_secretary(),
    };
    let may_end = context.visitor.as_ref().is_some_and(|actor| {
        let own = mandate.person_id.is_some() && mandate.person_id == actor.person_id;
        own || actor.may(mandate.right(), Place::Organization { path: &mandate.path })
    });
    Row {
        number,
        id: mandate.id.to_string(),
        what: match mandate.stands_for {
            Some(whom) => t.mandates_in_place_of(mandate.organization, role, whom),
            None => t.mandates_at(mandate.organization, role),
        },
        holder: mandate.holder,
        days: t.people_from_to(lang.day(mandate.from_on), lang.day(mandate.to_on)),
        state: match state {
            State::Current => t.mandates_current(),
            State::NotYet => t.mandates_not_yet(),
            State::Over => t.mandates_over(),
            State::Ended => t.mandates_ended(),
            State::Lapsed => t.mandates_lapsed(),
        },
        current: state == State::Current,
        given: mandate.given_by,
        reason: mandate.reason,
        may_end: may_end && matches!(state, State::Current | State::NotYet | State::Lapsed),
    }
}

/// The account of an inspector, with its code: shown once.
#[derive(Debug, Template)]
#[template(path = "mandates/admitted.html")]
pub(super) struct AdmittedPage {
    page: Page,
    name: String,
    code: String,
}

impl AdmittedPage {
    pub(super) fn new(context: &Context, name: String, code: String) -> Self {
        let t = context.t();
        let way = vec![
            Crumb { href: Some("/mandates".to_owned()), label: t.nav_mandates() },
            Crumb { href: None, label: t.mandates_admitted() },
        ];
        Self { page: page(context, t.mandates_admitted()).with_crumbs(way), name, code }
    }
}
