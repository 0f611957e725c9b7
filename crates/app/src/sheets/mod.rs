//! Sheets (活页): paper for notes with a page code, by which a photographed or scanned page files itself to the right person
//! and week.
//!
//! What is filed is a page of the person's note, a draft that nobody else sees, whoever had the paper in hand. A code says
//! nothing by itself; whose it is stands in the database, and who files it must be that person or record for them.

mod assign;
mod file;
mod print;
mod read;
mod reassign;
mod routes;
mod scan;
mod show;
mod store;
#[cfg(test)]
mod tests;
mod views;

use jiff::ToSpan as _;
use jiff::civil::Date;

use crate::shell::{Id, Lang};

pub(crate) use read::read_apart;
pub(crate) use reassign::reassign;
pub(crate) use routes::routes;

/// The most pages that are printed for one week: as many pictures as a note holds, with some room.
const MOST_PAGES: i64 = 6;
/// The most weeks that are printed at once.
const MOST_WEEKS: i64 = 8;
/// The most sheets on one page of a browser.
const MOST_SHEETS: i64 = 60;

/// A sheet as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Sheet {
    id: Id,
    code: String,
    person_id: Id,
    /// The Monday of its week.
    week_on: Date,
    page: i64,
    /// Where it was filed.
    note_id: Option<Id>,
}

/// The Monday of a day's week.
fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

/// The Sunday of a Monday's week.
fn sunday_of(monday: Date) -> Date {
    monday.saturating_add(6.days())
}

/// A week: 2026年3月2日至8日.
fn week_said(monday: Date, lang: Lang) -> String {
    let sunday = sunday_of(monday);
    match lang {
        Lang::Chinese => {
            let first = monday.strftime("%Y年%-m月%-d日");
            if monday.month() == sunday.month() {
                format!("{first}至{}日", sunday.day())
            } else {
                format!("{first}至{}", sunday.strftime("%-m月%-d日"))
            }
        }
        Lang::English => format!("{} to {}", monday.strftime("%-d %b"), sunday.strftime("%-d %b %Y")),
    }
}
