//! Pages of a list of people, each read from about as many rows as it shows, however many people there are.
//!
//! Where few belong, or few match the text, those are gathered and put in order. Where many do both, the order itself
//! is walked through its index: then the next match is never far. `cross join` holds SQLite to the way that was
//! chosen; PostgreSQL weighs for itself, from its statistics.

#[cfg(test)]
mod tests;
mod text;

use jiff::civil::Date;
use xueji_store::{Param, Tx, Value, Where, params};

use crate::people::Person;
use crate::people::organizations::end_of;
use crate::people::persons::{COLUMNS, read};
use crate::people::roster::text::Text;
use crate::shell::{Id, Result};

/// How many people a page shows.
pub(crate) const PAGE: usize = 50;

/// How many rows may be looked at.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// As many are gathered and sorted in some milliseconds.
    few: i64,
    /// As many are counted in some milliseconds, by an index alone.
    counted: i64,
    /// As many are counted where each has to be looked at.
    looked_at: i64,
}

const BOUNDS: Bounds = Bounds { few: 2_000, counted: 10_000, looked_at: 200 };

/// A person in a list, with where they belong.
#[derive(Clone, Debug)]
pub(crate) struct Listed {
    pub(crate) person: Person,
    pub(crate) organization_id: Id,
    pub(crate) organization: String,
}

/// Where a page is, by the staff number of the person next to it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Start<'a> {
    Front,
    After(&'a str),
    Before(&'a str),
}

/// How many there are, or, where that is not exact, how many were counted before giving up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Total {
    pub(crate) number: i64,
    pub(crate) exact: bool,
}

/// A page of people.
#[derive(Debug)]
pub(crate) struct Roster {
    pub(crate) rows: Vec<Listed>,
    pub(crate) total: Total,
    /// Whether there are people before these.
    pub(crate) back: bool,
    /// Whether there are people after these.
    pub(crate) on: bool,
}

/// A page of the people at or below a path on a day, by initials; `text` is a part of the name, the first of its
/// pinyin initials, or the beginning of the staff number.
pub(crate) fn roster(
    tx: &mut Tx,
    path: &str,
    text: &str,
    on: Date,
    start: &Start<'_>,
    most: usize,
) -> Result<Roster> {
    Asked { path, end: end_of(path), on, text: Text::of(text.trim()), bounds: BOUNDS }.page(tx, start, most)
}

/// Those at or below a path on a day, by initials, at most `most`.
pub(crate) fn below(tx: &mut Tx, path: &str, on: Date, most: usize) -> Result<Vec<Person>> {
    let found = roster(tx, path, "", on, &Start::Front, most)?;
    Ok(found.rows.into_iter().map(|row| row.person).collect())
}

/// A person's place in the order.
fn place_of(tx: &mut Tx, code: &str) -> Result<Option<(String, String)>> {
    let sql = "select initials, code from person where code = ?1";
    Ok(tx.query_opt(sql, params![code], |row| Ok((row.get(0)?, row.get(1)?)))?)
}

/// How a page is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// Few belong there: all of them, put in order.
    Gather,
    /// Few match the text: all of them, put in order.
    Look,
    /// Many belong there and match: through the order, until the page is full.
    Walk,
    /// The same through the stretch of the order that has the initials.
    Stretch,
}

/// What a list is asked for.
#[derive(Debug)]
struct Asked<'a> {
    path: &'a str,
    end: String,
    on: Date,
    text: Text,
    bounds: Bounds,
}

impl Asked<'_> {
    fn page(&self, tx: &mut Tx, start: &Start<'_>, most: usize) -> Result<Roster> {
        let (way, total) = self.way(tx)?;
        let edge = match start {
            Start::Front => None,
            Start::After(code) | Start::Before(code) => place_of(tx, code)?,
        };
        let backwards = edge.is_some() && matches!(start, Start::Before(_));
        let mut rows = self.rows(tx, way, edge.as_ref(), backwards, most + 1)?;
        let more = rows.len() > most;
        rows.truncate(most);
        if backwards {
            rows.reverse();
            return Ok(Roster { rows, total, back: more, on: true });
        }
        Ok(Roster { rows, total, back: edge.is_some(), on: more })
    }

    fn belonging<'a>(&'a self, clause: Where<'a>) -> Where<'a> {
        clause
            .and_if(true, "o.id = m.organization_id")
            .and("o.path >= ?", self.path)
            .and("o.path < ?", &self.end)
            .and("m.from_on <= ?", &self.on)
            .and("(m.to_on is null or m.to_on >= ?)", &self.on)
    }

    fn way(&self, tx: &mut Tx) -> Result<(Way, Total)> {
        let Bounds { few, counted, looked_at } = self.bounds;
        let any = matches!(self.text, Text::Any);
        let clause = self.belonging(Where::new());
        let from = format!("organization o cross join membership m {}", clause.sql());
        let belong = count(tx, &from, clause.params(), if any { counted } else { few })?;
        if belong.exact && belong.number <= few {
            let total = if any { belong } else { self.count(tx, Way::Gather, few)? };
            return Ok((Way::Gather, total));
        }
        if any {
            return Ok((Way::Walk, belong));
        }
        let (matching, values) = self.text.matching(few);
        if count(tx, &format!("({matching}) matching"), &values, few)?.exact {
            return Ok((Way::Look, self.count(tx, Way::Look, few)?));
        }
        let way = self.text.way_of_many(tx, few)?;
        Ok((way, self.count(tx, way, looked_at)?))
    }

    fn count(&self, tx: &mut Tx, way: Way, most: i64) -> Result<Total> {
        let (from, clause) = self.selection(way);
        count(tx, &format!("{from} {}", clause.sql()), clause.params(), most)
    }

    /// The people asked for, as the tables in the order of the way, and what narrows them.
    fn selection(&self, way: Way) -> (String, Where<'_>) {
        let (from, clause) = match way {
            Way::Gather => {
                ("organization o cross join membership m cross join person".to_owned(), Where::new())
            }
            Way::Walk | Way::Stretch => {
                ("person cross join membership m cross join organization o".to_owned(), Where::new())
            }
            Way::Look => {
                let (matching, values) = self.text.matching(self.bounds.few);
                let from = format!(
                    "({matching}) matching cross join person cross join membership m cross join organization o"
                );
                (from, Where::after(&values).and_if(true, "person.id = matching.id"))
            }
        };
        let clause = self.belonging(clause.and_if(true, "m.person_id = person.id"));
        (from, self.text.narrow(clause, way))
    }

    fn rows(
        &self,
        tx: &mut Tx,
        way: Way,
        edge: Option<&(String, String)>,
        backwards: bool,
        most: usize,
    ) -> Result<Vec<Listed>> {
        let (from, mut clause) = self.selection(way);
        let (beyond, order) = if backwards { ("<", " desc") } else { (">", "") };
        if let Some((initials, code)) = edge {
            let place = [Param::to_value(initials), Param::to_value(code)];
            clause = clause.and_all(&format!("(person.initials, person.code) {beyond} (?, ?)"), &place);
        }
        Ok(tx.query(
            &format!(
                "select {COLUMNS}, o.id, o.short_name from {from} {}
                 order by person.initials{order}, person.code{order} limit {most}",
                clause.sql()
            ),
            clause.params(),
            |row| Ok(Listed { person: read(row)?, organization_id: row.get(5)?, organization: row.get(6)? }),
        )?)
    }
}

/// Counts rows up to `most`.
fn count(tx: &mut Tx, from: &str, values: &[Value<'_>], most: i64) -> Result<Total> {
    let sql = format!("select count(*) from (select 1 from {from} limit {}) counted", most + 1);
    let number: i64 = tx.scalar(&sql, values)?;
    Ok(Total { number: number.min(most), exact: number <= most })
}
