//! Who read which of one's notes, and when.

use xueji_store::Tx;

use crate::portfolio::chapter::{Chapter, Part, Row, Table};
use crate::portfolio::{Of, store};
use crate::shell::Result;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "readings",
    title: Messages::portfolio_readings,
    none: Messages::portfolio_readings_none,
    page: 200,
    count: store::count_readings,
    parts,
};

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let t = of.t();
    let rows = store::readings(tx, of, from, most)?.into_iter().map(|reading| Row {
        href: reading.href,
        name: 2,
        cells: vec![
            of.clock.minute_of(reading.at),
            reading.who,
            if reading.title.is_empty() { t.notebook_untitled() } else { reading.title },
        ],
    });
    Ok(vec![Part::Table(Table {
        code: "readings",
        title: t.portfolio_readings(),
        columns: vec![(t.portfolio_when(), 4), (t.portfolio_who(), 3), (t.portfolio_what(), 8)],
        rows: rows.collect(),
        from,
    })])
}
