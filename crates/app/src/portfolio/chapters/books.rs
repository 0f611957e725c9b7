//! What was read: begun, how far, finished or put away. Only its reader ever sees how far.

use xueji_store::Tx;

use crate::books::{self, Reading, Shelf, so_far};
use crate::people;
use crate::portfolio::Of;
use crate::portfolio::chapter::{Chapter, Part, Row, Table};
use crate::records;
use crate::shell::Result;
use crate::shell::lang::Messages;

pub(in crate::portfolio) const CHAPTER: Chapter = Chapter {
    code: "books",
    title: Messages::portfolio_books,
    none: Messages::portfolio_books_none,
    page: 100,
    count: |tx, of| {
        // What lies open today lies in no year to come.
        if of.first() > of.clock.today() {
            return Ok(0);
        }
        books::count_lay_open(tx, &of.person_id, (of.first(), of.last(), of.instants().0))
    },
    parts,
};

fn parts(tx: &mut Tx, of: &Of, from: usize, most: usize) -> Result<Vec<Part>> {
    let t = of.t();
    let days = (of.first(), of.last(), of.instants().0);
    let found = books::lay_open(tx, &of.person_id, days, (from, most))?;
    let home = people::last_home(tx, &of.person_id)?.map(|home| home.path).unwrap_or_default();
    let shelf = Shelf::over(tx, &home, of.on())?;
    let rows = found.into_iter().map(|one| Row {
        href: format!("/books/{}", one.id),
        name: 0,
        cells: vec![
            one.book.marked(),
            one.book.author.clone(),
            shelf.called(one.category.as_deref(), of.lang),
            records::day_said(one.began_on, of.lang),
            how_far(of, &one),
        ],
    });
    Ok(vec![Part::Table(Table {
        code: "books",
        title: t.portfolio_books(),
        columns: vec![
            (t.portfolio_book(), 7),
            (t.portfolio_by_whom(), 4),
            (t.portfolio_sort(), 4),
            (t.portfolio_begun(), 4),
            (t.portfolio_how_far(), 5),
        ],
        rows: rows.collect(),
        from,
    })])
}

fn how_far(of: &Of, reading: &Reading) -> String {
    let t = of.t();
    if let Some(on) = reading.finished_on {
        return t.books_finished_on(records::day_said(on, of.lang));
    }
    let state = if reading.put_away { t.books_put_away_state() } else { t.books_reading() };
    let said = [state, so_far(reading, t)].into_iter().filter(|said| !said.is_empty());
    said.collect::<Vec<_>>().join(" · ")
}
