//! The page of one's field days: how far the year is, who asks, what goes on, and every day that counts.

use askama::Template;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::{Date, date};
use serde::Deserialize;
use xueji_plan::{Quantity, Unit, words as plan_words};
use xueji_store::Tx;

use crate::research::fellows::fellows;
use crate::research::year::{self, Year};
use crate::research::{Stay, change, log, store, words};
use crate::shell::layout::render;
use crate::shell::{Context, Error, Id, OrNotFound, Page, Query, Result, Right, page};
use crate::standings::{self, Kept};

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    year: String,
    /// The record whose stay is looked for.
    record: String,
}

#[derive(Debug, Template)]
#[template(path = "research/index.html")]
struct YearPage {
    page: Page,
    sum: String,
    figure: Option<Figure>,
    counts: bool,
    asked: Vec<Question>,
    longer: Option<Longer>,
    months: Vec<Month>,
    rows: Vec<Row>,
    years: Vec<(String, i16, bool)>,
    keeps_ledger: bool,
}

/// How far the duty is that counts the days.
#[derive(Debug)]
struct Figure {
    done: i64,
    owed: i64,
    said: String,
    title: String,
    href: String,
    rest: String,
}

/// Somebody says that the visitor came along.
#[derive(Debug)]
struct Question {
    id: String,
    host: String,
    days: String,
    what: String,
}

/// The stay that goes on.
#[derive(Debug)]
struct Longer {
    id: String,
    place: String,
    to: String,
}

#[derive(Debug)]
struct Month {
    name: String,
    sum: String,
    squares: Vec<Square>,
}

#[derive(Debug)]
struct Square {
    x: i16,
    y: i16,
    /// 0 where nothing is, 2 for half a day, 4 for a whole one.
    level: i64,
    today: bool,
    href: String,
    title: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    topic: String,
    place: String,
    days: String,
    amount: String,
    with: String,
    waits: bool,
}

struct Found {
    year: Year,
    toward: Option<Kept>,
    counts: bool,
    asked: Vec<Question>,
    longer: Option<Longer>,
    rows: Vec<Row>,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    if !asked.record.is_empty() {
        let record = Id::from_text(asked.record);
        let stay = context.app.read(move |tx| store::by_record(tx, &record)).await?.or_not_found()?;
        return Ok(Redirect::to(&format!("/research/{stay}")).into_response());
    }
    let today = context.app.clock.today();
    let number =
        asked.year.parse::<i16>().ok().filter(|year| (2000..2100).contains(year)).unwrap_or(today.year());
    let asking = context.clone();
    let found = context.app.read(move |tx| found(tx, &asking, &person_id, number)).await?;
    render(&laid_out(&context, found, number))
}

fn found(tx: &mut Tx, context: &Context, person_id: &Id, number: i16) -> Result<Found> {
    let (today, lang) = (context.app.clock.today(), context.lang);
    let year = year::year(tx, person_id, number, today)?;
    let codes: Vec<String> =
        log::activities(tx, person_id, today)?.into_iter().map(|one| one.name.code).collect();
    let is_now = number == today.year();
    let mut toward = Vec::new();
    if is_now {
        toward = standings::kept(tx, context, person_id, |one| codes.contains(&one.name.code))?;
    }
    let toward = toward.into_iter().find(|duty| duty.amounts.is_some());
    let mut asked = Vec::new();
    for (stay, host) in store::asked(tx, person_id)? {
        asked.push(Question {
            id: stay.id.to_string(),
            host,
            days: words::days(&stay.days, lang),
            what: what(tx, &stay)?,
        });
    }
    let mut longer = None;
    if let Some(stay) = year.stays.first().filter(|_| is_now) {
        let host = store::host_of(tx, &stay.id)?;
        let place = store::parts(tx, &stay.id)?.first().map(|part| part.place.clone()).unwrap_or_default();
        longer = change::extends_to(stay, host.as_ref(), today).map(|to| Longer {
            id: stay.id.to_string(),
            place,
            to: lang.day(to),
        });
    }
    let mut rows = Vec::new();
    for stay in &year.stays {
        let parts = store::parts(tx, &stay.id)?;
        let with = fellows(tx, stay)?;
        rows.push(Row {
            number: 0,
            href: format!("/research/{}", stay.id),
            topic: log::joined(parts.iter().map(|part| part.topic.as_str())),
            place: log::joined(parts.iter().map(|part| part.place.as_str())),
            days: words::days(&stay.days, lang),
            amount: words::amount(&stay.days, lang),
            with: with.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、"),
            waits: with.iter().any(|one| one.asked),
        });
    }
    Ok(Found { counts: !codes.is_empty(), year, toward, asked, longer, rows })
}

/// Place and topic, in a line.
fn what(tx: &mut Tx, stay: &Stay) -> Result<String> {
    let parts = store::parts(tx, &stay.id)?;
    let said = parts.iter().map(|part| format!("{}：{}", part.place, part.topic)).collect::<Vec<_>>();
    Ok(said.join("；"))
}

fn laid_out(context: &Context, found: Found, number: i16) -> YearPage {
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let said =
        |halves: i64| plan_words::quantity(Quantity { grains: halves, unit: Unit::Days }, lang.of_plan());
    let sum: i64 = found.year.days.values().map(|day| day.halves).sum();
    let mut rows = found.rows;
    rows.extend(found.year.others.iter().map(|record| Row {
        number: 0,
        href: format!("/records/{}", record.id),
        topic: record.title.clone(),
        place: record.place.clone().unwrap_or_default(),
        days: words::span(record.first_on, record.last_on, lang),
        amount: plan_words::quantity(record.quantity, lang.of_plan()),
        with: String::new(),
        waits: false,
    }));
    for (index, row) in rows.iter_mut().enumerate() {
        row.number = index + 1;
    }
    let figure = found.toward.and_then(|toward| {
        let (done, owed) = toward.amounts?;
        let missing = (owed.grains - done.grains).max(0);
        let number = |quantity: Quantity| {
            let halves = quantity.grains;
            if halves % 2 == 0 { (halves / 2).to_string() } else { format!("{}.5", halves / 2) }
        };
        Some(Figure {
            done: done.grains.min(owed.grains),
            owed: owed.grains.max(1),
            said: t.research_figure(number(done), number(owed)),
            title: toward.title,
            href: toward.href,
            rest: if missing == 0 { t.research_enough() } else { t.research_missing(said(missing)) },
        })
    });
    let years = [number - 1, number, number + 1].into_iter().filter(|year| *year <= today.year());
    let keeps_ledger = context.visitor.as_ref().is_some_and(|actor| actor.may_anywhere(Right::SeePerson));
    YearPage {
        page: page(context, t.nav_research()).of_year(number),
        sum: said(sum),
        figure,
        counts: found.counts,
        asked: found.asked,
        longer: found.longer,
        months: (1..=12).map(|month| of_month(context, &found.year, (number, month), &said)).collect(),
        rows,
        years: years.map(|year| (format!("/research?year={year}"), year, year == number)).collect(),
        keeps_ledger,
    }
}

/// One month as squares, a week a line.
fn of_month(
    context: &Context,
    year: &Year,
    (number, month): (i16, i8),
    said: &dyn Fn(i64) -> String,
) -> Month {
    const STEP: i16 = 14;
    let (t, lang, today) = (context.t(), context.lang, context.app.clock.today());
    let first = date(number, month, 1);
    let offset = i16::from(first.weekday().to_monday_zero_offset());
    let mut sum = 0;
    let squares = (1..=first.days_in_month()).map(|day| {
        let on: Date = date(number, month, day);
        let place = offset + i16::from(day) - 1;
        let found = year.days.get(&on);
        sum += found.map_or(0, |day| day.halves);
        Square {
            x: place % 7 * STEP,
            y: place / 7 * STEP,
            level: found.map_or(0, |day| day.halves * 2),
            today: on == today,
            href: found.map(|day| day.href.clone()).unwrap_or_default(),
            title: found.map(|day| format!("{} {}", lang.day(on), day.title)).unwrap_or_default(),
        }
    });
    let squares: Vec<Square> = squares.collect();
    Month {
        name: t.research_month(month.to_string()),
        sum: if sum > 0 { said(sum) } else { String::new() },
        squares,
    }
}
