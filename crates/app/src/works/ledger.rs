//! The ledger of essays and reports (心得体会/论文台账): heads alone, read off the records.

use askama::Template;
use axum::response::Response;
use jiff::civil::{Date, date};
use serde::Deserialize;
use xueji_store::{Tx, Where};

use crate::people;
use crate::plans;
use crate::records;
use crate::shell::error::unreadable;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Id, Page, Query, Result, Right, listed, page};
use crate::works::{Kind, State, words};

const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    whose: String,
    kind: String,
    year: String,
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "works/ledger.html")]
struct LedgerPage {
    page: Page,
    unit: String,
    tops: Vec<(String, String, bool)>,
    kinds: Vec<(String, String, bool)>,
    years: Vec<(String, i16, bool)>,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    who: String,
    home: String,
    title: String,
    half: String,
    on: String,
    published: String,
    review: String,
    remark: String,
}

/// A record of an essay or a report, with what became of it where it was handed in to be reviewed.
struct Line {
    record_id: Id,
    manuscript: Option<(Id, State, String, Option<Date>)>,
    who: String,
    home: String,
    title: String,
    on: Date,
    late: bool,
    reviewed: bool,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (size, today) = (context.page_size(PAGE), context.app.clock.today());
    let number = listed::number(&asked.page);
    let year =
        asked.year.parse::<i16>().ok().filter(|year| (2000..2100).contains(year)).unwrap_or(today.year());
    let kind = Kind::from_code(&asked.kind).unwrap_or(Kind::Essay);
    let (asking, whose) = (context.clone(), asked.whose.clone());
    let (tops, of, lines, more) = context
        .app
        .read(move |tx| {
            let (tops, of) = people::chosen(tx, asking.actor()?, Right::SeePerson, &whose)?;
            let (lines, more) = lines(tx, &of.path, (kind, year), (number, size))?;
            Ok((tops, of, lines, more))
        })
        .await?;
    let t = context.t();
    let at = |whose: &Id, kind: Kind, year: i16, page: usize| {
        format!("/works/ledger?whose={whose}&kind={}&year={year}&page={page}", kind.code())
    };
    let years = [year - 1, year, year + 1].into_iter().filter(|year| *year <= today.year());
    let title = match kind {
        Kind::Essay => t.works_ledger(),
        Kind::Report => t.works_ledger_reports(),
    };
    let way = vec![
        Crumb { href: Some("/works".to_owned()), label: t.nav_works() },
        Crumb { href: None, label: title.clone() },
    ];
    let first = (number - 1) * size + 1;
    render(&LedgerPage {
        page: page(&context, title).with_crumbs(way).of_year(year),
        unit: of.name.clone(),
        tops: tops
            .iter()
            .map(|top| (at(&top.id, kind, year, 1), top.short_name.clone(), top.id == of.id))
            .collect(),
        kinds: Kind::ALL
            .map(|one| (at(&of.id, one, year, 1), words::kind(one, t), one == kind))
            .into_iter()
            .collect(),
        years: years.map(|one| (at(&of.id, kind, one, 1), one, one == year)).collect(),
        rows: lines.into_iter().zip(first..).map(|(line, at)| row(&context, line, at)).collect(),
        back: if number > 1 { at(&of.id, kind, year, number - 1) } else { String::new() },
        on: if more { at(&of.id, kind, year, number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

fn lines(
    tx: &mut Tx,
    path: &str,
    (kind, year): (Kind, i16),
    (number, size): (usize, usize),
) -> Result<(Vec<Line>, bool)> {
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let codes = plans::codes_of_kind(tx, path, (first, last), kind.of_plan())?;
    let ends = people::ends(path);
    let clause = Where::new()
        .and_all("home.path >= ? and home.path < ?", &ends)
        .and_in("record.activity", &codes)
        .and("record.last_on >= ?", &first)
        .and("record.last_on <= ?", &last)
        .and_if(true, "record.person_id is not null")
        .and_if(true, records::LIVE);
    let found = tx.query(
        &format!(
            "select record.id, manuscript.id, manuscript.state, manuscript.outlet, manuscript.published_on,
                 person.name, home.short_name, record.title, record.last_on, record.late,
                 exists (select 1 from attestation where attestation.record_id = record.id and attestation.kind = 'reviewed')
             from record
             join person on person.id = record.person_id
             join organization home on home.id = record.organization_id
             left join manuscript on manuscript.note_id = record.note_id and manuscript.state <> 'withdrawn'
             {} order by record.last_on desc, record.id desc limit {} offset {}",
            clause.sql(),
            size + 1,
            (number - 1) * size
        ),
        clause.params(),
        |row| {
            let manuscript: Option<Id> = row.get(1)?;
            let manuscript = match manuscript {
                Some(id) => {
                    let state = State::from_code(row.str(2)?).ok_or(unreadable(2, "a state of a manuscript"))?;
                    Some((id, state, row.get(3)?, row.get(4)?))
                }
                None => None,
            };
            Ok(Line {
                record_id: row.get(0)?,
                manuscript,
                who: row.get(5)?,
                home: row.get(6)?,
                title: row.get(7)?,
                on: row.get(8)?,
                late: row.get(9)?,
                reviewed: row.get(10)?,
            })
        },
    )?;
    Ok(listed::cut(found, size))
}

fn row(context: &Context, line: Line, number: usize) -> Row {
    let (t, lang) = (context.t(), context.lang);
    let published = line.manuscript.as_ref().map(|(_, _, outlet, on)| match on {
        Some(on) => format!("{outlet} {}", lang.day(*on)),
        None => outlet.clone(),
    });
    Row {
        number,
        href: match &line.manuscript {
            Some((id, ..)) => format!("/works/{id}"),
            None => format!("/records/{}", line.record_id),
        },
        who: line.who,
        home: line.home,
        title: line.title,
        half: if line.on.month() <= 6 { t.works_first_half() } else { t.works_second_half() },
        on: lang.day(line.on),
        published: published.unwrap_or_default(),
        review: match &line.manuscript {
            Some((_, state, ..)) => words::state(*state, t),
            None if line.reviewed => t.works_accepted(),
            None => t.works_not_reviewed(),
        },
        remark: if line.late { t.records_mark_late() } else { String::new() },
    }
}
