//! The ledger of field days (调研台账): heads alone, for whoever may see the people; read off the records.

use askama::Template;
use axum::response::Response;
use jiff::civil::{Date, date};
use serde::Deserialize;
use xueji_plan::{Kind, Quantity, Unit, words as plan_words};
use xueji_store::{Tx, Where};

use crate::people;
use crate::plans;
use crate::records;
use crate::research::fellows::fellows;
use crate::research::{Measure, store, words};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Id, Page, Query, Result, Right, listed, page};

const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    whose: String,
    year: String,
    page: String,
}

#[derive(Debug, Template)]
#[template(path = "research/ledger.html")]
struct LedgerPage {
    page: Page,
    unit: String,
    tops: Vec<(String, String, bool)>,
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
    topic: String,
    place: String,
    days: String,
    amount: String,
    form: String,
    with: String,
    problem: String,
    measure: String,
    responsible: String,
    due: String,
    report: String,
    outcome: String,
    remark: String,
}

/// A record of field days, with the stay that it was made for.
struct Line {
    record_id: Id,
    stay_id: Option<Id>,
    who: String,
    home: String,
    first_on: Date,
    last_on: Date,
    grains: i64,
    title: String,
    place: Option<String>,
    late: bool,
    /// The report that rests on it, once it was handed in.
    report: Option<String>,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (size, today) = (context.page_size(PAGE), context.app.clock.today());
    let number = listed::number(&asked.page);
    let year =
        asked.year.parse::<i16>().ok().filter(|year| (2000..2100).contains(year)).unwrap_or(today.year());
    let (asking, whose) = (context.clone(), asked.whose.clone());
    let (tops, of, rows, more) = context
        .app
        .read(move |tx| {
            let (tops, of) = people::chosen(tx, asking.actor()?, Right::SeePerson, &whose)?;
            let (lines, more) = lines(tx, &of.path, year, (number, size))?;
            let rows = lines.into_iter().zip((number - 1) * size + 1..);
            let rows = rows.map(|(line, at)| row(tx, &asking, line, at)).collect::<Result<Vec<Row>>>()?;
            Ok((tops, of, rows, more))
        })
        .await?;
    let t = context.t();
    let at = |whose: &Id, year: i16, page: usize| {
        format!("/research/ledger?whose={whose}&year={year}&page={page}")
    };
    let years = [year - 1, year, year + 1].into_iter().filter(|year| *year <= today.year());
    let way = vec![
        Crumb { href: Some("/research".to_owned()), label: t.nav_research() },
        Crumb { href: None, label: t.research_ledger() },
    ];
    render(&LedgerPage {
        page: page(&context, t.research_ledger()).with_crumbs(way).of_year(year),
        unit: of.name.clone(),
        tops: tops
            .iter()
            .map(|top| (at(&top.id, year, 1), top.short_name.clone(), top.id == of.id))
            .collect(),
        years: years.map(|one| (at(&of.id, one, 1), one, one == year)).collect(),
        rows,
        back: if number > 1 { at(&of.id, year, number - 1) } else { String::new() },
        on: if more { at(&of.id, year, number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}

/// Records of field days of people who belonged at or below a path then, the latest first.
fn lines(tx: &mut Tx, path: &str, year: i16, (number, size): (usize, usize)) -> Result<(Vec<Line>, bool)> {
    let (first, last) = (date(year, 1, 1), date(year, 12, 31));
    let codes: Vec<String> = plans::codes_of_kind(tx, path, (first, last), Kind::FieldResearch)?;
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
            "select record.id, stay.id, person.name, home.short_name, record.first_on, record.last_on, record.grains,
                 record.title, record.place, record.late,
                 (select max(version.title) from report_stay
                      join note on note.id = report_stay.note_id
                      join note_version version on version.note_id = note.id and version.number = note.entered
                      where report_stay.stay_id = stay.id)
             from record
             join person on person.id = record.person_id
             join organization home on home.id = record.organization_id
             left join stay on stay.record_id = record.id
             {} order by record.last_on desc, record.id desc limit {} offset {}",
            clause.sql(),
            size + 1,
            (number - 1) * size
        ),
        clause.params(),
        |row| {
            Ok(Line {
                record_id: row.get(0)?,
                stay_id: row.get(1)?,
                who: row.get(2)?,
                home: row.get(3)?,
                first_on: row.get(4)?,
                last_on: row.get(5)?,
                grains: row.get(6)?,
                title: row.get(7)?,
                place: row.get(8)?,
                late: row.get(9)?,
                report: row.get(10)?,
            })
        },
    )?;
    Ok(listed::cut(found, size))
}

fn row(tx: &mut Tx, context: &Context, line: Line, number: usize) -> Result<Row> {
    let (t, lang) = (context.t(), context.lang);
    let stay = match &line.stay_id {
        Some(id) => store::find(tx, id)?,
        None => None,
    };
    let (measures, with) = match &stay {
        Some(stay) => (store::measures(tx, &stay.id)?, fellows(tx, stay)?),
        None => (Vec::new(), Vec::new()),
    };
    let each = |of: fn(&Measure) -> String| -> String {
        let said: Vec<String> = measures.iter().map(of).filter(|text| !text.is_empty()).collect();
        said.join("；")
    };
    let due: Vec<String> = measures.iter().filter_map(|one| one.due_on).map(|on| lang.day(on)).collect();
    let quantity = Quantity { grains: line.grains, unit: Unit::Days };
    Ok(Row {
        number,
        href: match &stay {
            Some(stay) => format!("/research/{}", stay.id),
            None => format!("/records/{}", line.record_id),
        },
        who: line.who,
        home: line.home,
        topic: line.title,
        place: line.place.unwrap_or_default(),
        days: stay.as_ref().map_or_else(
            || words::span(line.first_on, line.last_on, lang),
            |stay| words::days(&stay.days, lang),
        ),
        amount: plan_words::quantity(quantity, lang.of_plan()),
        form: stay.as_ref().map(|stay| words::form(stay.form, t)).unwrap_or_default(),
        with: with.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join("、"),
        problem: each(|one| one.problem.clone()),
        measure: each(|one| one.text.clone()),
        responsible: each(|one| one.unit.clone()),
        due: due.join("；"),
        report: line.report.unwrap_or_default(),
        outcome: stay.map(|stay| stay.outcome).unwrap_or_default(),
        remark: if line.late { t.records_mark_late() } else { String::new() },
    })
}
