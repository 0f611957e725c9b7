//! The meetings that were held with the person on the list, and how they took part.

use xueji_store::Tx;

use crate::portfolio::chapter::{Chapter, Part, Row, Table};
use crate::portfolio::{Of, store};
use crate::records;
use crate::shell::Result;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "meetings",
    title: Messages::portfolio_meetings,
    none: Messages::portfolio_meetings_none,
    page: 100,
    count: store::count_meetings,
    parts,
};

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let t = of.t();
    let rows = store::meetings(tx, of, from, most)?.into_iter().map(|meeting| Row {
        href: format!("/meetings/{}", meeting.id),
        name: 1,
        cells: vec![
            records::day_said(meeting.on, of.lang),
            meeting.title,
            meeting.organization,
            meeting.place,
            meeting.outcome.map(|outcome| records::outcome_said(outcome, t)).unwrap_or_default(),
        ],
    });
    Ok(vec![Part::Table(Table {
        code: "meetings",
        title: t.portfolio_meetings(),
        columns: vec![
            (t.portfolio_day(), 5),
            (t.portfolio_meeting(), 8),
            (t.portfolio_held_by(), 5),
            (t.portfolio_place_held(), 4),
            (t.portfolio_outcome(), 3),
        ],
        rows: rows.collect(),
        from,
    })])
}
