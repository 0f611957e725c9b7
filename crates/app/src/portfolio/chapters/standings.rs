//! Where every duty stands, at a glance.

use xueji_store::Tx;

use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Part, Row, Table};
use crate::shell::Result;
use crate::shell::lang::Messages;
use crate::standings::{glance, glances};

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "standings",
    title: Messages::portfolio_standings,
    none: Messages::portfolio_standings_none,
    page: 500,
    count: |tx, of| glances(tx, &of.person_id, of.on()),
    parts,
};

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let t = of.t();
    let lines = glance(tx, &of.person_id, of.on(), of.lang)?;
    let rows = lines.into_iter().skip(from).take(most).map(|line| Row {
        href: String::new(),
        name: 1,
        cells: vec![line.group, line.title, line.figure, line.state, line.said],
    });
    Ok(vec![Part::Table(Table {
        code: "standings",
        title: t.portfolio_standings(),
        columns: vec![
            (t.portfolio_group(), 3),
            (t.portfolio_duty(), 6),
            (t.portfolio_figure(), 3),
            (t.portfolio_state(), 3),
            (t.portfolio_said(), 6),
        ],
        rows: rows.collect(),
        from,
    })])
}
