//! A round: who was drawn and why, how it was drawn so that anybody can draw it again, and how far it is.

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use xueji_store::Tx;

use crate::inspections::gone::{self, Gone};
use crate::inspections::lists::{self, Candidate, TakenBack};
use crate::inspections::work_page::last;
use crate::inspections::{Inspection, Round, draw, post, reach, store, words};
use crate::people::{self, Organization};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Error, Id, OrNotFound, Page, Path, Result, page};

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
    /// Whether nobody waits for an answer.
    all_answered: bool,
    /// Those whom nobody reads any more.
    gone: String,
    /// Whether it counts once somebody says so.
    waits_to_count: bool,
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
    gone: BTreeMap<Id, Gone>,
    /// Whom the actor may inspect.
    reached: BTreeSet<Id>,
    waits_to_count: bool,
    list: Vec<Candidate>,
    /// Draws before it that were taken back, each with whether the actor may open it.
    earlier: Vec<(TakenBack, bool)>,
    inspects: bool,
}

fn find(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Found> {
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
    let people = store::of_round(tx, id)?;
    let ids: Vec<&Id> = people.iter().map(|(one, _)| &one.person_id).collect();
    let inspects = reach::may_inspect_in(actor, &organization);
    Ok(Found {
        earlier,
        reached: reach::reached(tx, actor, &organization, &ids, today)?,
        gone: gone::of_round(tx, id, today)?,
        waits_to_count: inspects && post::waits_to_count(tx, &round, today)?,
        inspector: people::person(tx, &round.inspector_id)?.or_not_found()?.name,
        people,
        added: store::added(tx, id)?,
        list: lists::of_round(tx, id)?,
        inspects,
        round,
        organization,
    })
}

pub(super) async fn show(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (actor, id) = (context.actor()?.clone(), Id::from_text(id));
    let (whose, today) = (actor.clone(), context.app.clock.today());
    let found = context.app.read(move |tx| find(tx, &whose, &id, today)).await?;
    render(&RoundPage::new(&context, &actor, found))
}

impl RoundPage {
    fn new(context: &Context, actor: &Actor, found: Found) -> Self {
        let (t, lang) = (context.t(), context.lang);
        let progress = progress(context, &found);
        let Found {
            round,
            organization,
            inspector,
            people,
            added,
            gone,
            reached,
            list,
            earlier,
            inspects,
            ..
        } = found;
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
                (reached.contains(&one.person_id) || is_own(&one.person_id)) && round.taken_back.is_none();
            Row {
                number: index + 1,
                name: name.clone(),
                href: if opens { format!("/inspections/{}", one.id) } else { String::new() },
                why: why(one),
                added: match added.get(&one.id) {
                    Some(count) if inspects => t.inspections_added_unread(count.to_string()),
                    _ => String::new(),
                },
                state: inspects.then(|| words::how_far(one.state, gone.get(&one.id).copied(), t)),
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
            progress: (inspects && round.taken_back.is_none()).then_some(progress),
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

fn progress(context: &Context, found: &Found) -> Progress {
    let t = context.t();
    let is_gone = |one: &Inspection| found.gone.contains_key(&one.id);
    let waits = |one: &Inspection| one.state.waits_for_inspector() && !is_gone(one);
    let answered = found.people.iter().filter(|(one, _)| one.state.is_answered()).count();
    let gone = found.people.iter().filter(|(one, _)| !one.state.is_answered() && is_gone(one)).count();
    let people = found.people.len() - gone;
    let next = found.people.iter().find(|(one, _)| waits(one) && found.reached.contains(&one.person_id));
    Progress {
        answered,
        people,
        label: t.inspections_answered(answered.to_string(), people.to_string()),
        href: next.map(|(one, _)| format!("/inspections/{}", one.id)).unwrap_or_default(),
        name: next.map(|(_, name)| name.clone()).unwrap_or_default(),
        record_href: found.round.record_id.as_ref().map(|id| format!("/records/{id}")).unwrap_or_default(),
        all_answered: answered > 0 && !found.people.iter().any(|(one, _)| waits(one)),
        gone: if gone > 0 { t.inspections_gone_besides(gone.to_string()) } else { String::new() },
        waits_to_count: found.waits_to_count,
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
