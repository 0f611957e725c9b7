//! The ledger 笔记调阅台账 of an organization's year; the remarks only for whoever may read the notes themselves.

use askama::Template;
use axum::response::Response;
use jiff::civil::{Date, date};
use xueji_store::{Tx, params};

use crate::inspections::gone::{Gone, there};
use crate::inspections::rounds_page::{crumbs, seen};
use crate::inspections::routes::{Asked, PAGE};
use crate::inspections::store::STANDS;
use crate::inspections::{State, reach, words};
use crate::shell::error::unreadable;
use crate::shell::layout::render;
use crate::shell::{Context, Id, Page, Query, Result, listed, page};

#[derive(Debug, Template)]
#[template(path = "inspections/ledger.html")]
struct LedgerPage {
    page: Page,
    unit: String,
    years: Vec<(String, String, bool)>,
    rows: Vec<Row>,
    /// Whether the remarks are shown.
    reads: bool,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    person: String,
    href: String,
    inspector: String,
    on: String,
    scope: String,
    remarks: String,
    mended: String,
    reread: String,
}

/// A line as stored.
struct Line {
    id: Id,
    person: String,
    inspector: String,
    read_on: Date,
    days: (Date, Date),
    notes: i64,
    remarks: Option<String>,
    state: State,
    gone: bool,
    returned: bool,
    again: bool,
    reread_on: Option<Date>,
}

fn lines(
    tx: &mut Tx,
    organization_id: &Id,
    (year, today): (i16, Date),
    (number, size): (usize, usize),
) -> Result<(Vec<Line>, bool)> {
    let step = |what: &str, deeds: &str| {
        format!(
            "(select {what} from inspection_step step
                 where step.inspection_id = inspection.id and step.deed in ({deeds}))"
        )
    };
    let found = tx.query(
        &format!(
            "select inspection.id, person.name, inspector.name,
                 coalesce({}, inspection_round.drawn_on), inspection_round.from_on, inspection_round.to_on,
                 (select count(*) from inspection_note where inspection_note.inspection_id = inspection.id),
                 inspection.remarks, {}, {}, {}, inspection.state, not {}
             from inspection
             join inspection_round on inspection_round.id = inspection.round_id
             join person on person.id = inspection.person_id
             join person inspector on inspector.id = inspection_round.inspector_id
             where inspection_round.organization_id = ?1 and {STANDS}
                 and inspection_round.drawn_on >= ?2 and inspection_round.drawn_on <= ?3
             order by inspection_round.drawn_at, inspection_round.id, inspection.position limit {} offset {}",
            step("min(step.on_day)", "'read', 'done'"),
            step("count(*) > 0", "'returned'"),
            step("count(*) > 0", "'again'"),
            step("max(step.on_day)", "'reread'"),
            there("?4"),
            size + 1,
            (number - 1) * size
        ),
        params![organization_id, date(year, 1, 1), date(year, 12, 31), today],
        |row| {
            Ok(Line {
                id: row.get(0)?,
                person: row.get(1)?,
                inspector: row.get(2)?,
                read_on: row.get(3)?,
                days: (row.get(4)?, row.get(5)?),
                notes: row.get(6)?,
                remarks: row.get(7)?,
                returned: row.get(8)?,
                again: row.get(9)?,
                reread_on: row.get(10)?,
                state: State::from_code(row.str(11)?).ok_or(unreadable(11, "a state"))?,
                gone: row.get(12)?,
            })
        },
    )?;
    Ok(listed::cut(found, size))
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, of, number) = (context.actor()?.clone(), asked.of.clone(), asked.page());
    let (today, size) = (context.app.clock.today(), context.page_size(PAGE));
    let year = asked.year(today);
    let whose = actor.clone();
    let (organization, (lines, more)) = context
        .app
        .read(move |tx| {
            let organization = seen(tx, &whose, &of)?;
            let lines = lines(tx, &organization.id, (year, today), (number, size))?;
            Ok((organization, lines))
        })
        .await?;
    let (t, lang) = (context.t(), context.lang);
    let reads = reach::may_inspect_in(&actor, &organization);
    let at = |year: i16, number: usize| match number {
        1 => format!("/inspections/ledger?of={}&year={year}", organization.id),
        number => format!("/inspections/ledger?of={}&year={year}&page={number}", organization.id),
    };
    let row = |(index, line): (usize, Line)| Row {
        number: (number - 1) * size + index + 1,
        href: if reads && !line.gone { format!("/inspections/{}", line.id) } else { String::new() },
        person: line.person,
        inspector: line.inspector,
        on: lang.day(line.read_on),
        scope: t.inspections_scope(lang.day(line.days.0), lang.day(line.days.1), line.notes.to_string()),
        remarks: line.remarks.filter(|_| reads).unwrap_or_default(),
        mended: match (line.returned, line.again) {
            (false, _) if line.state == State::Done => t.inspections_nothing_to_mend(),
            (false, _) => words::how_far(line.state, line.gone.then_some(Gone::Left), t).2,
            (true, false) if line.gone => t.inspections_state_left(),
            (true, false) => t.inspections_to_mend(),
            (true, true) => t.inspections_mended(),
        },
        reread: line.reread_on.map(|on| lang.day(on)).unwrap_or_default(),
    };
    render(&LedgerPage {
        page: page(&context, t.inspections_ledger())
            .with_crumbs(crumbs(&context, &organization))
            .of_year(year),
        unit: organization.name.clone(),
        years: [today.year() - 1, today.year()]
            .map(|one| (at(one, 1), t.inspections_year(one.to_string()), one == year))
            .to_vec(),
        rows: lines.into_iter().enumerate().map(row).collect(),
        reads,
        back: if number > 1 { at(year, number - 1) } else { String::new() },
        on: if more { at(year, number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
    })
}
