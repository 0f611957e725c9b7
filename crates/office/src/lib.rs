//! Office files: Excel sheets, the text of documents, Word documents, calendars. Bytes in, bytes out.
//!
//! Knows columns, cells and what goes wrong in office sheets.
//! Knows no noun of the domain, and opens no file itself.
//!
//! [`read_sheet`] takes a workbook somebody filled in and gives its rows together with every problem,
//! by row and column; [`write_template`] makes the empty sheet to fill in; [`write_table`] writes a
//! table for reading and printing, and [`write_problems`] the list of problems as such a table.
//! [`read_web_table`] takes the table that a web page shows, and a [`Filing`] writes any number of its rows.
//! [`read_document`] gives the text of a document, and a [`Paper`] is a Word document in official layout.
//! A [`Feed`] is a calendar to subscribe to.

mod archive;
mod cell;
mod column;
mod date;
mod defused;
mod document;
mod error;
mod feed;
mod filing;
mod heading;
mod language;
mod merged;
mod numeral;
mod paper;
mod problem;
mod reading;
#[cfg(test)]
mod sample;
mod sheet;
mod spool;
mod table;
mod template;
mod web_table;

pub use column::{Choice, Column, Kind};
pub use document::{Document, DocumentError, DocumentLimits, Format, format_of, read_document};
pub use error::{Extent, SheetError, WriteError};
pub use feed::{EventTime, Feed, FeedEvent};
pub use filing::Filing;
pub use language::{Language, Title};
pub use paper::{Align, Block, Fact, FactRow, List, ListColumn, Orientation, Paper, Picture, Rank};
pub use problem::{Explanation, Found, Problem, ProblemKind, Severity, Shown};
pub use reading::{Limits, read_sheet};
pub use sheet::{Sheet, SheetRow, Value};
pub use spool::Spool;
pub use table::{Entry, Table, TableColumn, TableRow, write_problems, write_table};
pub use template::write_template;
pub use web_table::{WebHeading, WebPage, WebTable, read_web_table};
