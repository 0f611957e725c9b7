//! What the system holds about the visitor, who looked at it and who changed it; and all of it to take along.

use std::io::{self, BufWriter, Write};

use askama::Template;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value as Json};
use xueji_store::{Kind, Table, Tx, Value, params};

use crate::plans;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Error, Id, Page, Result, page, stream};
use crate::trail::store::{self, Deeds, Filter};
use crate::trail::views::{Row, row};

/// Where a person's things are: table, the condition with the person's id as the one value, and its name on the page.
///
/// Records are entries, and withdrawals that replace them: each has an index of its own, and both together have none.
const HELD: [(&str, &str, Part); 56] = [
    ("person", "id = ?1", Part::Person),
    ("membership", "person_id = ?1", Part::Memberships),
    ("post", "person_id = ?1", Part::Posts),
    ("mandate", "person_id = ?1 or stands_for_id = ?1", Part::Posts),
    ("leave", "person_id = ?1", Part::Leaves),
    ("exemption", "subject_id = ?1", Part::Leaves),
    ("roster_request", "person_id = ?1", Part::Requests),
    ("record", "person_id = ?1 and kind = 'entry' or person_id = ?1 and replaces_id is not null", Part::Records),
    ("attestation", "record_id in (select id from record where person_id = ?1 and kind = 'entry')", Part::Records),
    ("reading", "record_id in (select id from record where person_id = ?1 and kind = 'entry')", Part::Readings),
    ("note", "person_id = ?1", Part::Notes),
    ("note_version", "note_id in (select id from note where person_id = ?1)", Part::Notes),
    ("note_tag", "note_id in (select id from note where person_id = ?1)", Part::Notes),
    ("note_attachment", "note_id in (select id from note where person_id = ?1)", Part::Notes),
    ("sheet", "person_id = ?1", Part::Notes),
    ("note_reading", "note_id in (select id from note where person_id = ?1)", Part::Readings),
    ("inspection_round", "inspector_id = ?1", Part::Inspections),
    ("inspection_candidate", "person_id = ?1", Part::Inspections),
    ("inspection", "person_id = ?1", Part::Inspections),
    ("inspection_step", "inspection_id in (select id from inspection where person_id = ?1)", Part::Inspections),
    ("inspection_note", "inspection_id in (select id from inspection where person_id = ?1)", Part::Inspections),
    ("inspection_comment", "inspection_id in (select id from inspection where person_id = ?1)", Part::Inspections),
    ("book_reading", "person_id = ?1", Part::Books),
    ("book_reading_note", "book_reading_id in (select id from book_reading where person_id = ?1)", Part::Books),
    ("review", "person_id = ?1", Part::Books),
    ("review_reply", "person_id = ?1", Part::Books),
    ("record_attachment", "record_id in (select id from record where person_id = ?1 and kind = 'entry')", Part::Records),
    ("lesson_person", "person_id = ?1", Part::Notes),
    ("lesson_place", "person_id = ?1", Part::Notes),
    ("stay", "person_id = ?1", Part::Research),
    ("stay_part", "stay_id in (select id from stay where person_id = ?1)", Part::Research),
    ("stay_measure", "stay_id in (select id from stay where person_id = ?1)", Part::Research),
    (
        "stay_companion",
        "person_id = ?1 or stay_id in (select id from stay where person_id = ?1)",
        Part::Research,
    ),
    ("manuscript", "person_id = ?1", Part::Works),
    ("manuscript_step", "manuscript_id in (select id from manuscript where person_id = ?1)", Part::Works),
    ("manuscript_remark", "manuscript_id in (select id from manuscript where person_id = ?1)", Part::Works),
    ("report_stay", "note_id in (select id from note where person_id = ?1)", Part::Works),
    ("meeting_person", "person_id = ?1", Part::Meetings),
    ("meeting_leave", "person_id = ?1", Part::Meetings),
    ("meeting_appeal", "person_id = ?1", Part::Meetings),
    ("make_up", "person_id = ?1", Part::Meetings),
    ("minutes_block", "person_id = ?1", Part::Meetings),
    ("minutes_text", "person_id = ?1", Part::Meetings),
    ("minutes_signature", "person_id = ?1", Part::Meetings),
    ("calendar_feed", "person_id = ?1", Part::Meetings),
    (
        "attachment",
        "by_account_id in (select id from account where person_id = ?1) or id in (
             select attachment_id from record_attachment join record on record.id = record_attachment.record_id
             where record.person_id = ?1 and record.kind = 'entry')
         or id in (select attachment_id from note_attachment join note on note.id = note_attachment.note_id
             where note.person_id = ?1)",
        Part::Attachments,
    ),
    ("account", "person_id = ?1", Part::Account),
    ("one_time_key", "account_id in (select id from account where person_id = ?1)", Part::Means),
    ("identity", "account_id in (select id from account where person_id = ?1)", Part::Means),
    ("web_session", "account_id in (select id from account where person_id = ?1)", Part::Sessions),
    ("notice", "person_id = ?1", Part::Notices),
    ("notice_choice", "person_id = ?1", Part::Notices),
    ("notice_switch", "person_id = ?1", Part::Notices),
    ("mail_address", "person_id = ?1", Part::Notices),
    ("message", "person_id = ?1", Part::Notices),
    ("trail", "subject_id = ?1", Part::Trail),
];

/// What opens an account or proves the trail, and says nothing about the person.
const SECRET: [&str; 8] =
    ["password_hash", "token_hash", "code_hash", "csrf", "hash", "digest", "seed", "sealed_by"];

/// Rows of a table that are handed out: more than anybody has.
const MOST: usize = 100_000;
/// Lines on the page.
const LINES: usize = 50;

/// The sorts of things that are held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Person,
    Memberships,
    Posts,
    Leaves,
    Requests,
    Records,
    /// Notes with every earlier text.
    Notes,
    /// Field days, with who came along.
    Research,
    /// Manuscripts, and what reviewers said.
    Works,
    /// Books on the shelf, and what was published of them.
    Books,
    Readings,
    /// Inspections of one's notes, and those that one made.
    Inspections,
    /// Meetings: expected at, leave, appeals, absences made up.
    Meetings,
    Attachments,
    Account,
    /// One-time codes, and identities at the provider of single sign-on.
    Means,
    Sessions,
    /// What was told, what was chosen, and where one is written to.
    Notices,
    Trail,
}

impl Part {
    const ALL: [Self; 19] = [
        Self::Person,
        Self::Memberships,
        Self::Posts,
        Self::Leaves,
        Self::Requests,
        Self::Records,
        Self::Notes,
        Self::Research,
        Self::Works,
        Self::Books,
        Self::Meetings,
        Self::Attachments,
        Self::Readings,
        Self::Inspections,
        Self::Account,
        Self::Means,
        Self::Sessions,
        Self::Notices,
        Self::Trail,
    ];
}

/// The page.
#[derive(Debug, Template)]
#[template(path = "trail/own.html")]
struct OwnPage {
    page: Page,
    parts: Vec<(String, i64)>,
    rows: Vec<Row>,
    more: bool,
}

pub(super) async fn show(context: Context) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let today = context.app.clock.today();
    let (counts, (lines, next), words) = context
        .app
        .read(move |tx| {
            let mut counts = Vec::with_capacity(HELD.len());
            for (table, condition, part) in HELD {
                let sql = format!("select count(*) from {table} where {condition}");
                counts.push((part, tx.scalar::<i64>(&sql, params![person_id])?));
            }
            let filter = Filter { subject_id: Some(person_id), deeds: Deeds::Others, ..Filter::default() };
            Ok((counts, store::newest(tx, &filter, LINES)?, plans::in_force(tx, today)?))
        })
        .await?;
    let t = context.t();
    let called = |part: Part| match part {
        Part::Person => t.trail_own_person(),
        Part::Memberships => t.trail_own_memberships(),
        Part::Posts => t.trail_own_posts(),
        Part::Leaves => t.trail_own_leaves(),
        Part::Requests => t.trail_own_requests(),
        Part::Records => t.trail_own_records(),
        Part::Notes => t.trail_own_notes(),
        Part::Research => t.trail_own_research(),
        Part::Works => t.trail_own_works(),
        Part::Books => t.trail_own_books(),
        Part::Readings => t.trail_own_readings(),
        Part::Inspections => t.trail_own_inspections(),
        Part::Meetings => t.trail_own_meetings(),
        Part::Attachments => t.trail_own_attachments(),
        Part::Account => t.trail_own_account(),
        Part::Means => t.trail_own_means(),
        Part::Sessions => t.trail_own_sessions(),
        Part::Notices => t.trail_own_notices(),
        Part::Trail => t.trail_own_lines(),
    };
    let sum = |part: Part| counts.iter().filter(|(of, _)| *of == part).map(|(_, count)| count).sum();
    let way = vec![
        Crumb { href: Some("/account".to_owned()), label: t.nav_account() },
        Crumb { href: None, label: t.trail_own() },
    ];
    render(&OwnPage {
        page: page(&context, t.trail_own()).with_crumbs(way),
        parts: Part::ALL.map(|part| (called(part), sum(part))).to_vec(),
        rows: lines.into_iter().map(|line| row(&context, line, &words)).collect(),
        more: next.is_some(),
    })
}

/// Everything as one file of JSON, table by table.
pub(super) async fn file(context: Context) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let written = context.app.read(move |tx| {
        let mut file = tempfile::tempfile().map_err(unwritten)?;
        let mut out = BufWriter::new(&mut file);
        write_held(tx, &person_id, &mut out)?;
        out.flush().map_err(unwritten)?;
        drop(out);
        Ok(file)
    });
    let (bytes, body) = stream::written(written.await?).map_err(unwritten)?;
    let head = [
        (header::CONTENT_TYPE, "application/json; charset=utf-8".to_owned()),
        (header::CONTENT_LENGTH, bytes.to_string()),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"my-data.json\"".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    Ok((head, body).into_response())
}

fn unwritten(error: io::Error) -> Error {
    Error::Internal(anyhow::Error::from(error).context("a person's data could not be written"))
}

/// Writes everything that is held of a person as JSON, by table and a row a line: memory does not grow with it.
pub(crate) fn write_held(tx: &mut Tx, person_id: &Id, out: &mut dyn Write) -> Result<()> {
    let schema = tx.tables()?;
    let mut before = "{";
    for (name, condition, _) in HELD {
        let Some(table) = schema.iter().find(|table| table.name == name) else { continue };
        write!(out, "{before}\n\"{name}\": [").map_err(unwritten)?;
        write_rows(tx, table, condition, person_id, out)?;
        out.write_all(b"]").map_err(unwritten)?;
        before = ",";
    }
    out.write_all(b"\n}\n").map_err(unwritten)
}

fn write_rows(
    tx: &mut Tx,
    table: &Table,
    condition: &str,
    person_id: &Id,
    out: &mut dyn Write,
) -> Result<()> {
    let columns: Vec<&(String, Kind)> =
        table.columns.iter().filter(|(name, _)| !SECRET.contains(&name.as_str())).collect();
    let names: Vec<&str> = columns.iter().map(|(name, _)| name.as_str()).collect();
    let sql = format!("select {} from {} where {condition} limit {MOST}", names.join(", "), table.name);
    let (mut before, mut put) = ("", Ok(()));
    tx.each(&sql, params![person_id], |row| {
        let mut object = Map::new();
        for (at, (name, kind)) in columns.iter().enumerate() {
            object.insert(name.clone(), json(&row.value(at)?, *kind));
        }
        if put.is_ok() {
            put = write!(out, "{before}\n{}", Json::Object(object));
        }
        before = ",";
        Ok(())
    })?;
    put.map_err(unwritten)
}

fn json(value: &Value<'_>, kind: Kind) -> Json {
    match value {
        Value::Null => Json::Null,
        // One database keeps booleans as numbers.
        Value::Int(int) if kind == Kind::Bool => Json::Bool(*int != 0),
        Value::Int(int) => Json::from(*int),
        Value::Bool(bool) => Json::Bool(*bool),
        Value::Real(real) => Json::from(*real),
        Value::Text(text) => Json::String(text.clone().into_owned()),
        Value::Bytes(bytes) => Json::String(BASE64.encode(bytes)),
    }
}
