//! A round: who was drawn and why, how it was drawn so that anybody can draw it again, and how far it is.

use std::collections::BTreeMap;

use askama::Template;
use axum::response::Response;
use xueji_store::Tx;

use crate::inspections::lists::{self, Candidate, TakenBack};
use crate::inspections::routes::{Asked, PAGE};
use crate::inspections::store::{self, Listed};
use crate::inspections::work_page::{RoundRow, last, round_row};
use crate::inspections::{Inspection, Round, draw, reach, words};
use crate::people::{self, Organization};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Error, Id, OrNotFound, Page, Path, Place, Query, Result, Right, page};

/// Signs of a lot that a page shows: enough to compare.
const LOT: usize = 12;

#[derive(Debug, Template)]
#[template(path = "inspections/round.html")]
struct RoundPage {
    page: Page,
    id: String,
    unit: String,
    lead: String,
    particulars: Vec<(String, String)>,
    rows: Vec<Row>,
    progress: Option<Progress>,
    list: Vec<ListRow>,
    how: String,
    seed: String,
    /// What a lot is checked with: the key of whoever came first, or where a note's stands.
    key: String,
    earlier: Vec<Earlier>,
    acts: bool,
    taken_back: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    name: String,
    href: String,
    why: String,
    /// Only for whoever inspects.
    state: Option<(&'static str, &'static str, String)>,
    /// What the author added and nobody has read.
    added: String,
}

#[derive(Debug)]
struct Progress {
    answered: usize,
    people: usize,
    label: String,
    /// Where to go on.
    href: String,
    name: String,
    record_href: String,
}

/// Somebody on the list that was drawn from.
#[derive(Debug)]
struct ListRow {
    place: usize,
    key: String,
    name: String,
    last: String,
    lot: String,
    drawn: bool,
}

/// A draw that was taken back before this one.
#[derive(Debug)]
struct Earlier {
    href: String,
    on: String,
    said: String,
    why: String,
}

/// What the page is made of.
struct Found {
    round: Round,
    organization: Organization,
    inspector: String,
    people: Vec<(Inspection, String)>,
    /// Notes that authors added and nobody has read, by part.
    added: BTreeMap<Id, usize>,
    list: Vec<Candidate>,
    /// Draws before it that were taken back, each with whether the actor may open it.
    earlier: Vec<(TakenBack, bool)>,
    inspects: bool,
}

fn find(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Found> {
    let round = store::round(tx, id)?;
    let organization = people::organization(tx, &round.organization_id)?.or_not_found()?;
    if !reach::may_see_round(tx, actor, &round, &organization)? {
        return Err(Error::Forbidden);
    }
    let mut earlier = Vec::new();
    if round.drawn {
        for before in lists::taken_back_before(tx, &round)? {
            let opens = reach::may_see_round(tx, actor, &before.round, &organization)?;
            earlier.push((before, opens));
        }
    }
    Ok(Found {
        earlier,
        inspector: people::person(tx, &round.inspector_id)?.or_not_found()?.name,
        people: store::of_round(tx, id)?,
        added: store::added(tx, id)?,
        list: lists::of_round(tx, id)?,
        inspects: reach::may_inspect_in(actor, &organization),
        round,
        organization,
    })
}

pub(super) async fn show(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let whose = actor.clone();
    let found = context.app.read(move |tx| find(tx, &whose, &id)).await?;
    render(&RoundPage::new(&context, &actor, found))
}

impl RoundPage {
    fn new(context: &Context, actor: &Actor, found: Found) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let Found { round, organization, inspector, people, added, list, earlier, inspects } = found;
        let is_own = |id: &Id| actor.person_id.as_ref() == Some(id);
        let chosen = people.iter().any(|(one, _)| is_own(&one.person_id));
        let mut particulars = vec![
            (t.inspections_circle(), words::circle(round.circle, t)),
            (t.inspections_period(), t.people_from_to(lang.day(round.from_on), lang.day(round.to_on))),
            (t.inspections_notes_each(), t.inspections_notes_at_most(round.notes_each.to_string())),
            (t.inspections_inspector(), inspector),
        ];
        // Why somebody was chosen is for those whom it concerns.
        if let Some(reason) = round.reason.as_ref().filter(|_| inspects || chosen) {
            particulars.push((t.inspections_reason(), reason.clone()));
        }
        let why = |one: &Inspection| {
            let listed = list.iter().find(|listed| listed.person_id == one.person_id);
            listed.map_or_else(|| t.inspections_chosen(), |listed| last(context, listed.last_on))
        };
        let rows = people.iter().enumerate().map(|(index, (one, name))| {
            let opens =
                (inspects && !is_own(&one.person_id) || is_own(&one.person_id)) && round.taken_back.is_none();
            let (code, sign) = words::sign(one.state);
            Row {
                number: index + 1,
                name: name.clone(),
                href: if opens { format!("/inspections/{}", one.id) } else { String::new() },
                why: why(one),
                added: match added.get(&one.id) {
                    Some(count) if inspects => t.inspections_added_unread(count.to_string()),
                    _ => String::new(),
                },
                state: inspects.then(|| (code, sign, words::state(one.state, t))),
            }
        });
        let day = lang.day(round.drawn_on);
        let title = t.inspections_round_title(organization.short_name.as_str(), day);
        let drawn = people.len();
        let home = format!("/inspections?of={}", organization.id);
        let way = vec![
            Crumb { href: inspects.then_some(home), label: t.nav_inspections() },
            Crumb { href: None, label: organization.short_name.clone() },
        ];
        Self {
            id: round.id.to_string(),
            unit: organization.name.clone(),
            lead: if round.drawn {
                t.inspections_drawn_lead(drawn.to_string(), list.len().to_string())
            } else {
                t.inspections_chosen_lead(drawn.to_string())
            },
            rows: rows.collect(),
            progress: (inspects && round.taken_back.is_none()).then(|| progress(context, &round, &people)),
            list: list.iter().map(|one| list_row(context, &round, one, drawn)).collect(),
            how: how(context, &round, drawn),
            seed: round.seed.clone(),
            key: list.first().map_or_else(|| t.inspections_note_key(), |one| one.key.clone()),
            earlier: earlier.into_iter().map(|(one, opens)| taken_back(context, one, opens)).collect(),
            acts: inspects && round.taken_back.is_none(),
            taken_back: round.taken_back.clone().unwrap_or_default(),
            particulars,
            page: page(context, title).with_crumbs(way),
        }
    }
}

fn progress(context: &Context, round: &Round, people: &[(Inspection, String)]) -> Progress {
    let answered = people.iter().filter(|(one, _)| one.state.is_answered()).count();
    let next = people.iter().find(|(one, _)| one.state.waits_for_inspector());
    Progress {
        answered,
        people: people.len(),
        label: context.t().inspections_answered(answered.to_string(), people.len().to_string()),
        href: next.map(|(one, _)| format!("/inspections/{}", one.id)).unwrap_or_default(),
        name: next.map(|(_, name)| name.clone()).unwrap_or_default(),
        record_href: round.record_id.as_ref().map(|id| format!("/records/{id}")).unwrap_or_default(),
    }
}

fn list_row(context: &Context, round: &Round, one: &Candidate, drawn: usize) -> ListRow {
    ListRow {
        place: one.place,
        key: one.key.clone(),
        name: one.name.clone(),
        last: last(context, one.last_on),
        lot: draw::lot(&round.seed, &one.key).chars().take(LOT).collect(),
        drawn: one.place <= drawn,
    }
}

/// How people and notes were drawn; where people were chosen, notes were drawn all the same.
fn how(context: &Context, round: &Round, drawn: usize) -> String {
    let (t, notes) = (context.t(), round.notes_each.to_string());
    if round.drawn {
        t.inspections_how_text(drawn.to_string(), notes)
    } else {
        t.inspections_how_notes_text(notes)
    }
}

fn taken_back(context: &Context, one: TakenBack, opens: bool) -> Earlier {
    let (t, lang, round) = (context.t(), context.lang, one.round);
    let period = t.people_from_to(lang.day(round.from_on), lang.day(round.to_on));
    Earlier {
        href: if opens { format!("/inspections/rounds/{}", round.id) } else { String::new() },
        on: lang.day(round.drawn_on),
        said: t.inspections_earlier_said(one.people.to_string(), period),
        why: t.inspections_taken_back_because(round.taken_back.unwrap_or_default()),
    }
}

/// Every round of an organization.
#[derive(Debug, Template)]
#[template(path = "inspections/rounds.html")]
struct Index {
    page: Page,
    unit: String,
    rows: Vec<RoundRow>,
    back: String,
    on: String,
    place: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, of, number) = (context.actor()?.clone(), asked.of.clone(), asked.page());
    let size = context.page_size(PAGE);
    let (organization, (rounds, more)) = context
        .app
        .read(move |tx| {
            let organization = seen(tx, &actor, &of)?;
            let rounds = store::rounds(tx, &organization.id, (number, size))?;
            Ok((organization, rounds))
        })
        .await?;
    let t = context.t();
    let at = |number: usize| format!("/inspections/rounds?of={}&page={number}", organization.id);
    let rows = rounds.into_iter().enumerate();
    let row = |(index, one): (usize, Listed)| round_row(&context, (number - 1) * size + index + 1, one);
    render(&Index {
        page: page(&context, t.inspections_rounds()).with_crumbs(crumbs(&context, &organization)),
        unit: organization.name.clone(),
        rows: rows.map(row).collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

/// The organization that a list is about, where the actor sees it; the first of those where none is named.
pub(super) fn seen(tx: &mut Tx, actor: &Actor, of: &str) -> Result<Organization> {
    let organization = match of {
        "" => people::reach(tx, actor, Right::SeeOrganization)?.into_iter().next().ok_or(Error::Forbidden)?,
        of => people::organization(tx, &Id::from_text(of))?.or_not_found()?,
    };
    if actor.may(Right::SeeOrganization, Place::Organization { path: &organization.path }) {
        Ok(organization)
    } else {
        Err(Error::Forbidden)
    }
}

/// The way to a list of an organization's.
pub(super) fn crumbs(context: &Context, organization: &Organization) -> Vec<Crumb> {
    let inspects = context.actor().is_ok_and(|actor| reach::may_inspect_in(actor, organization));
    let home = if inspects {
        format!("/inspections?of={}", organization.id)
    } else {
        "/inspections/counts".to_owned()
    };
    vec![
        Crumb { href: Some(home), label: context.t().nav_inspections() },
        Crumb { href: None, label: organization.short_name.clone() },
    ]
}
