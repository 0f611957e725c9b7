//! The author's side: 谁看了我的笔记, showing more pages, handing in again.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use xueji_store::Tx;

use crate::inspections::reach::Found;
use crate::inspections::routes::{Asked, PAGE};
use crate::inspections::{State, gone, reading_page, steps, store, words};
use crate::notes;
use crate::shell::layout::render;
use crate::shell::{Context, Error, Id, Page, Path, Posted, Query, Result, page};

/// Notes that the author may add, the latest.
const OFFERED: usize = 60;

/// A note that the author may show besides.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) day: String,
}

/// What the author handed in and does not show yet.
pub(super) fn offers(tx: &mut Tx, found: &Found, context: &Context) -> Result<Vec<Offer>> {
    if found.inspection.state == State::Done || found.gone.is_some() {
        return Ok(Vec::new());
    }
    let there = store::shown(tx, &found.inspection.id)?;
    let filter = notes::Filter { handed_in: true, ..notes::Filter::default() };
    let (written, _) = notes::list(tx, &found.inspection.person_id, &filter, 0, OFFERED)?;
    let fresh = written.into_iter().filter(|one| there.iter().all(|shown| shown.note_id != one.note.id));
    Ok(fresh
        .map(|one| Offer {
            id: one.note.id.to_string(),
            title: if one.title.is_empty() { context.t().inspections_untitled() } else { one.title },
            day: context.lang.day(one.note.happened_on),
        })
        .collect())
}

#[derive(Debug, Template)]
#[template(path = "inspections/mine.html")]
struct MinePage {
    page: Page,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    on: String,
    inspector: String,
    unit: String,
    period: String,
    state: (&'static str, &'static str, String),
    remarks: String,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let (number, size) = (asked.page(), context.page_size(PAGE));
    let today = context.app.clock.today();
    let ((found, more), gone) = context
        .app
        .read(move |tx| {
            let found = store::of_person(tx, &person_id, (number, size))?;
            Ok((found, gone::of_person(tx, &person_id, today)?))
        })
        .await?;
    let (t, lang) = (context.t(), context.lang);
    let rows = found.into_iter().enumerate().map(|(index, one)| {
        let store::Own { inspection, round, unit, inspector } = one;
        let back = round.taken_back.is_some();
        Row {
            number: (number - 1) * size + index + 1,
            href: if back {
                format!("/inspections/rounds/{}", round.id)
            } else {
                format!("/inspections/{}", inspection.id)
            },
            on: lang.day(round.drawn_on),
            inspector,
            unit,
            period: t.people_from_to(lang.day(round.from_on), lang.day(round.to_on)),
            state: if back {
                ("exempt", "∅", t.inspections_taken_back())
            } else {
                words::how_far(inspection.state, gone.get(&inspection.id).copied(), t)
            },
            remarks: inspection.remarks.unwrap_or_default(),
        }
    });
    let at = |number: usize| format!("/inspections/mine?page={number}");
    render(&MinePage {
        page: page(&context, t.inspections_mine()),
        rows: rows.collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

pub(super) async fn show_more(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, entry, id) = (context.actor()?.clone(), reading_page::entry(&context)?, Id::from_text(id));
    let to = format!("/inspections/{id}");
    context.write(move |work| steps::show(work, &actor, &entry, &id, &fields)).await?;
    Ok(Redirect::to(&to).into_response())
}

pub(super) async fn hand_in_again(
    Path(id): Path<String>,
    Posted { context, fields }: Posted,
) -> Result<Response> {
    let (actor, entry, id) = (context.actor()?.clone(), reading_page::entry(&context)?, Id::from_text(id));
    let to = format!("/inspections/{id}");
    let (whose, shown, today) = (actor.clone(), id.clone(), entry.on);
    let changed = context.app.read(move |tx| steps::changed(tx, &whose, &shown, today)).await?;
    let text = notes::Text::Notes(changed);
    if let Some(page) = notes::held_up(&context, format!("{to}/again"), &fields, text).await? {
        return Ok(page);
    }
    context.write(move |work| steps::hand_in_again(work, &actor, &entry, &id, &fields)).await?;
    Ok(Redirect::to(&to).into_response())
}
