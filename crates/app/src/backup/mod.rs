//! The whole database as one file, and back: while serving, on both databases, checked before anybody trusts it.
//!
//! A backup is a zip archive: one text file of JSON rows for each table, the files of attachments by their hashes, the
//! configuration without secrets, and a manifest with counts and hashes. What is in it can be read without this program.

mod dump;
mod files;
mod load;
mod manifest;
mod schedule;
#[cfg(test)]
mod tests;

pub(crate) use dump::{check, dump};
pub(crate) use load::{Outcome, restore};
pub(crate) use manifest::Manifest;
pub(crate) use schedule::{JOB, LATE, Schedule};

/// Every table in an order in which rows find those that they point to.
const TABLES: [&str; 81] = [
    "organization",
    "person",
    "membership",
    "post",
    "leave",
    "exemption",
    "account",
    "mandate",
    "one_time_key",
    "recovery_code",
    "identity",
    "notice",
    "notice_choice",
    "notice_switch",
    "mail_address",
    "robot",
    "plan",
    "plan_version",
    "note",
    "note_version",
    "note_tag",
    "note_reading",
    "record",
    "attachment",
    "note_attachment",
    "sheet",
    "record_attachment",
    "attestation",
    "stay",
    "stay_part",
    "stay_companion",
    "stay_measure",
    "manuscript",
    "manuscript_step",
    "manuscript_remark",
    "report_stay",
    "reading",
    "book",
    "book_isbn",
    "book_reading",
    "book_reading_note",
    "reading_list_book",
    "book_exchange",
    "review",
    "review_reply",
    "pair",
    "meeting_series",
    "meeting",
    "meeting_person",
    "meeting_leave",
    "meeting_appeal",
    "meeting_file",
    "make_up",
    "meeting_template",
    "lesson",
    "lesson_part",
    "lesson_question",
    "lesson_person",
    "lesson_place",
    "minutes_block",
    "minutes_text",
    "minutes_signature",
    "measure_done",
    "inspection_round",
    "inspection_candidate",
    "inspection",
    "inspection_step",
    "inspection_note",
    "inspection_comment",
    "calendar_feed",
    "tally",
    "rollup",
    "turn",
    "draft",
    "draft_decision",
    "revision",
    "revision_step",
    "roster_request",
    "roster_import",
    "roster_change",
    "trail",
];

/// Tables that stay behind: who is signed in here is not signed in elsewhere, what was done by itself was done here, and
/// what waits to be sent is sent by no copy.
#[cfg(test)]
const LEFT_OUT: [&str; 9] = [
    "job",
    "kept_form",
    "message",
    "note_key",
    "outbox",
    "sheet_waiting",
    "sign_in_delay",
    "sign_in_step",
    "web_session",
];

/// A file or a database that is not what is needed: for whoever named it to mend, and not for the program.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct Unfit(String);

impl Unfit {
    /// Of a cause with all that led to it.
    fn of(error: &anyhow::Error) -> anyhow::Error {
        Self(format!("{error:#}")).into()
    }
}

/// Columns that point to a row of their own table.
const OWN: [(&str, &str); 2] = [("organization", "parent_id"), ("record", "replaces_id")];
