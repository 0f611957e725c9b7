//! Xueji: the system of record for learning in an organization.
//!
//! The slices know each other in this order only: people, accounts, notices, plans, drafts, attachments, notes, records,
//! pairs, meetings, minutes, inspections, standings, notebook, lessons, books, reviews, sheets, research, works, roster,
//! mandates, revisions, calendar, search, trail, portfolio, status.

mod accounts;
mod attachments;
#[cfg(test)]
mod authorization_tests;
mod backup;
mod books;
mod calendar;
mod cli;
mod config;
mod demo;
#[cfg(test)]
mod desk_year_tests;
mod drafts;
mod export;
mod inspections;
mod lessons;
mod mandates;
mod meetings;
mod minutes;
mod notebook;
mod notes;
mod notices;
mod pairs;
mod people;
mod plans;
mod portfolio;
mod records;
mod research;
mod reviews;
mod revisions;
mod roster;
mod schema;
mod search;
mod server;
mod sheets;
mod shell;
mod standings;
mod status;
#[cfg(test)]
mod testing;
mod trail;
mod works;

fn main() -> std::process::ExitCode {
    cli::main()
}
