//! The page of the ledger of reading.

use askama::Template;
use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::books::{Shelf, is_book};
use crate::people::{self, Organization};
use crate::reviews::ledger::{self, Line};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Choice, Context, Error, Id, Page, Query, Result, Right, listed, page};
use crate::standings::{self, Summed};

/// Lines on a page.
const PAGE: usize = 50;
/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 500;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    organization: String,
    year: String,
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "reviews/ledger.html")]
struct LedgerPage {
    page: Page,
    unit: String,
    year: i16,
    organizations: Vec<Choice>,
    sums: Vec<Summed>,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    person: String,
    organization: String,
    title: String,
    imprint: String,
    category: String,
    days: String,
    note: String,
    shared: String,
    remark: String,
}

struct Found {
    chosen: Organization,
    organizations: Vec<Organization>,
    sums: Vec<Summed>,
    shelf: Shelf,
    lines: Vec<Line>,
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (t, today) = (context.t(), context.app.clock.today());
    let year =
        asked.year.parse::<i16>().ok().filter(|year| (2000..=2200).contains(year)).unwrap_or(today.year());
    let (number, size) = (listed::number(&asked.page), context.page_size(PAGE));
    let (asking, looking) = (context.clone(), asked.clone());
    let found = context
        .app
        .read(move |tx| find(tx, &asking, &looking.organization, year, ((number - 1) * size, size + 1)))
        .await?;
    let (lines, more) = listed::cut(found.lines, size);
    let rows = lines.into_iter().enumerate();
    let rows = rows.map(|(index, line)| row(&context, &found.shelf, (number - 1) * size + index + 1, line));
    let at =
        |number: usize| format!("/books/ledger?organization={}&year={year}&page={number}", found.chosen.id);
    let way = vec![
        Crumb {
            href: context.actor()?.person_id.as_ref().map(|_| "/books".to_owned()),
            label: t.nav_books(),
        },
        Crumb { href: None, label: t.books_ledger() },
    ];
    render(&LedgerPage {
        rows: rows.collect(),
        organizations: people::indented(&found.organizations, |one| &one.short_name)
            .map(|(one, label)| Choice::among(found.chosen.id.as_str(), &one.id, label))
            .collect(),
        back: if number > 1 { at(number - 1) } else { String::new() },
        on: if more { at(number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        page: page(&context, t.books_ledger()).with_crumbs(way).of_year(year),
        unit: found.chosen.name,
        year,
        sums: found.sums,
    })
}

fn find(
    tx: &mut Tx,
    context: &Context,
    organization: &str,
    year: i16,
    part: (usize, usize),
) -> Result<Found> {
    let actor = context.actor()?;
    let tops = people::reach(tx, actor, Right::SeePerson)?;
    let organizations = people::organizations_of(tx, &tops, MOST_ORGANIZATIONS)?;
    let chosen = match organization {
        "" => tops.into_iter().next().ok_or(Error::Forbidden)?,
        id => people::require(tx, actor, Right::SeePerson, &Id::from_text(id))?,
    };
    let first = Date::new(year, 1, 1).unwrap_or(Date::ZERO);
    let days = (first, first.last_of_year());
    let this_year = year == context.app.clock.today().year();
    Ok(Found {
        // Roll-ups stand as of today, so another year has none.
        sums: if this_year { standings::summed(tx, context, &chosen, is_book)? } else { Vec::new() },
        shelf: Shelf::over(tx, &chosen.path, days.1)?,
        lines: ledger::lines(tx, &chosen.path, days, part)?,
        chosen,
        organizations,
    })
}

fn row(context: &Context, shelf: &Shelf, number: usize, line: Line) -> Row {
    let (t, lang, record) = (context.t(), context.lang, line.record);
    let note = match (&record.notebook_page, record.note()) {
        (Some(page), _) => page.clone(),
        (None, Some(_)) => t.books_ledger_has_note(),
        (None, None) => String::new(),
    };
    Row {
        number,
        href: format!("/records/{}", record.id),
        person: line.person,
        organization: line.organization,
        imprint: line.reading.map(|reading| reading.book.imprint()).unwrap_or_default(),
        category: shelf.called(record.category.as_deref(), lang),
        days: if record.first_on == record.last_on {
            lang.day(record.last_on)
        } else {
            t.pairs_days(lang.day(record.first_on), lang.day(record.last_on))
        },
        shared: if line.shared > 0 { line.shared.to_string() } else { String::new() },
        remark: if record.late { t.records_mark_late() } else { String::new() },
        note,
        title: record.title,
    }
}
