//! What waits for a second hand, and what was decided.

use askama::Template;

use crate::people::Vocabulary;
use crate::roster::requests::{Kind, Request};
use crate::shell::layout::Crumb;
use crate::shell::{Actor, Context, Id, Mistakes, Page, page};

#[derive(Debug, Template)]
#[template(path = "roster/requests.html")]
pub(in crate::roster) struct RequestsPage {
    page: Page,
    open: Vec<Row>,
    decided: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    id: String,
    person: String,
    href: String,
    what: String,
    detail: String,
    state: String,
    agree: bool,
    refuse: bool,
    withdraw: bool,
    wrong: String,
}

impl RequestsPage {
    pub(in crate::roster) fn new(
        context: &Context,
        actor: &Actor,
        open: &[Request],
        decided: &[Request],
        words: &Vocabulary,
        wrong: Option<&(Id, Mistakes)>,
    ) -> Self {
        let t = context.t();
        let way = vec![
            Crumb { href: Some("/people".to_owned()), label: t.nav_people() },
            Crumb { href: None, label: t.roster_requests() },
        ];
        let rows = |requests: &[Request]| {
            let row = |request: &Request| row(context, actor, request, words, wrong);
            requests.iter().map(row).collect()
        };
        let mut open: Vec<Row> = rows(open);
        // What waits for the visitor comes first.
        open.sort_by_key(|row| !row.agree);
        Self { page: page(context, t.roster_requests()).with_crumbs(way), open, decided: rows(decided) }
    }
}

fn row(
    context: &Context,
    actor: &Actor,
    request: &Request,
    words: &Vocabulary,
    wrong: Option<&(Id, Mistakes)>,
) -> Row {
    let (t, lang, clock) = (context.t(), context.lang, &context.app.clock);
    let may = request.may(actor);
    let day = lang.day(request.from_on);
    let what = match (&request.kind, &request.to) {
        (Kind::Exemption(duty, to_on), _) => {
            let duty = duty.as_ref().map_or_else(|| t.people_every_duty(), |code| words.duty(code, lang));
            let days = match to_on {
                Some(to_on) => t.people_from_to(day, lang.day(*to_on)),
                None => t.people_since(day),
            };
            t.roster_exempt_line(duty, days)
        }
        (Kind::Transfer(_), to) => {
            let to = to.as_ref().map(|to| to.name.clone()).unwrap_or_default();
            t.roster_transfer_line(request.from.name.clone(), to, day)
        }
    };
    let state = match request.state.as_str() {
        "open" if matches!(request.kind, Kind::Exemption(..)) => t.roster_waits_above(),
        "open" if !request.released => t.roster_waits_for(request.from.short_name.clone()),
        "open" => {
            let to = request.to.as_ref().map(|to| to.short_name.clone());
            t.roster_waits_for(to.unwrap_or_default())
        }
        "done" => t.roster_done(),
        "refused" => t.roster_refused(request.said.clone()),
        _ => t.roster_withdrawn(),
    };
    let at = clock.minute_of(request.decided_at.unwrap_or(request.asked_at));
    Row {
        id: request.id.to_string(),
        person: request.person.clone(),
        href: format!("/people/{}", request.person_id),
        what,
        detail: t.roster_asked_line(request.reason.clone(), request.asked_by_name.clone(), at),
        state,
        agree: may.agree,
        refuse: may.refuse,
        withdraw: may.withdraw,
        wrong: wrong
            .filter(|(id, _)| *id == request.id)
            .map(|(_, mistakes)| mistakes.said(t).join(" "))
            .unwrap_or_default(),
    }
}
