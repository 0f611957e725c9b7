//! What the page of pairs shows.

use askama::Template;
use jiff::civil::Date;

use crate::pairs::agree::open_to;
use crate::pairs::{Pair, State};
use crate::people::Organization;
use crate::records;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Choice, Context, Fields, Mistakes, Page, page};

/// What the form offers.
pub(super) struct Offer {
    /// Those for whom the visitor speaks.
    pub(super) own: Vec<Organization>,
    pub(super) all: Vec<Organization>,
    pub(super) today: Date,
}

#[derive(Debug, Template)]
#[template(path = "pairs/index.html")]
pub(super) struct Index {
    page: Page,
    unit: String,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
    own: Vec<Choice>,
    all: Vec<Choice>,
    agreement: String,
    from_on: String,
    to_on: String,
    mistakes: Mistakes,
}

#[derive(Debug)]
struct Row {
    number: usize,
    id: String,
    proposer: String,
    partner: String,
    days: String,
    agreement: String,
    state: String,
    remark: String,
    may_agree: bool,
    may_end: bool,
}

impl Index {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    pub(super) fn new(
        context: &Context,
        actor: &Actor,
        tops: &[Organization],
        (pairs, number, more): (Vec<Pair>, usize, bool),
        offer: &Offer,
        typed: &Fields,
        mistakes: Mistakes,
    ) -> Self {
        let (t, size) = (context.t(), context.page_size(super::routes::PAGE));
        let row = |(index, pair): (usize, Pair)| {
            let open = open_to(actor, &pair);
            Row {
                number: (number - 1) * size + index + 1,
                id: pair.id.to_string(),
                days: t.pairs_days(
                    records::day_said(pair.from_on, context.lang),
                    records::day_said(pair.to_on, context.lang),
                ),
                state: state(&pair, offer.today, t),
                may_agree: open.contains(&State::Agreed),
                may_end: open.contains(&State::Ended),
                proposer: pair.proposer.name,
                partner: pair.partner.name,
                agreement: pair.agreement,
                remark: pair.answer.unwrap_or_default(),
            }
        };
        let choices = |of: &[Organization], chosen: &str| -> Vec<Choice> {
            of.iter().map(|one| Choice::among(chosen, &one.id, one.name.as_str())).collect()
        };
        let year_ends = offer.today.last_of_year();
        let at = |number: usize| format!("/pairs?page={number}");
        Self {
            page: page(context, t.nav_pairs()),
            unit: tops.iter().map(|top| top.name.as_str()).collect::<Vec<_>>().join("、"),
            rows: pairs.into_iter().enumerate().map(row).collect(),
            back: if number > 1 { at(number - 1) } else { String::new() },
            on: if more { at(number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
            own: choices(&offer.own, typed.get("proposer")),
            all: choices(&offer.all, typed.get("partner")),
            agreement: typed.get("agreement").to_owned(),
            from_on: typed.or("from_on", offer.today),
            to_on: typed.or("to_on", year_ends),
            mistakes,
        }
    }
}

fn state(pair: &Pair, today: Date, t: &Messages) -> String {
    match pair.state {
        State::Proposed => t.pairs_proposed(),
        State::Agreed if pair.to_on < today => t.pairs_over(),
        State::Agreed => t.pairs_agreed(),
        State::Refused => t.pairs_refused(),
        State::Ended => t.pairs_ended(),
    }
}
