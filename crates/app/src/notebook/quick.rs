//! What was studied today, or yesterday, in one line: no timer, no form.

use axum::response::{IntoResponse, Redirect, Response};
use jiff::civil::Date;
use xueji_plan::{Evidence, RecordedFor};
use xueji_standing::{EvidenceSet, Outcome};

use crate::notebook::edit::{self, Filled};
use crate::notebook::serve;
use crate::notes;
use crate::records::{self, Entry, NewRecord, Offer, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, Posted, Result, Work};

/// Signs of what was typed that become the title; what is longer is a note besides.
const TITLE: usize = 40;
const LONGEST: usize = 2_000;

/// Records the plan's self-study with its usual amount; what is more than a title is the note of it.
pub(super) async fn log(Posted { context, fields }: Posted) -> Result<Response> {
    let actor = context.actor()?.clone();
    let person = actor.person_id.clone().ok_or(Error::Forbidden)?;
    let mut mistakes = Mistakes::default();
    let what = fields.required("what", LONGEST, &mut mistakes);
    let key = fields.required("entry_key", 64, &mut mistakes);
    let entry = Entry::now(&context.app.clock, actor.account_id, "web");
    let yesterday = fields.get("day") == "yesterday";
    let on = if yesterday { entry.on.yesterday().map_err(anyhow::Error::from)? } else { entry.on };
    if let Err(Error::Invalid(mistakes)) = mistakes.check() {
        return edit::refused(&context, Filled::of_line(what, on), mistakes).await;
    }
    let text = notes::Text::Typed { field: "what", on, most: LONGEST, keep: "quick" };
    if let Some(page) = notes::held_up(&context, "/notes/quick".to_owned(), &fields, text).await? {
        return Ok(page);
    }
    let (line, forgot) = (what.clone(), yesterday.then(|| context.t().notebook_forgot()));
    let log = move |work: &mut Work<'_>| {
        let new = record_of(work, &person, &line, &key, on, forgot)?;
        records::submit(work, &entry, &new)
    };
    match context.write(log).await {
        Ok(id) => Ok(Redirect::to(&format!("/notes?logged={id}")).into_response()),
        // Late, or not of this plan's days: the editor has what was typed, and says what is missing.
        Err(Error::Invalid(mistakes)) => edit::refused(&context, Filled::of_line(what, on), mistakes).await,
        Err(error) => Err(error),
    }
}

fn record_of(
    work: &mut Work<'_>,
    person: &Id,
    what: &str,
    key: &str,
    on: Date,
    forgot: Option<String>,
) -> Result<NewRecord> {
    let offer = Offer::on(work, on)?;
    let activity = serve::usual(&offer.single(RecordedFor::Person));
    let activity = activity.ok_or_else(|| Mistakes::one("what", Messages::records_nothing_to_record))?;
    let line = what.lines().next().unwrap_or_default();
    let title: String = line.chars().take(TITLE).collect();
    let body = (title.trim() != what.trim()).then(|| what.to_owned());
    let evidence = match &body {
        Some(_) => [Evidence::Note, Evidence::Text].into_iter().collect(),
        None => EvidenceSet::NONE,
    };
    Ok(NewRecord {
        entry_key: key.to_owned(),
        subject: Subject::Person(person.clone()),
        activity: activity.name.code.clone(),
        category: None,
        first_on: on,
        last_on: on,
        quantity: activity.usual,
        outcome: Outcome::Done,
        evidence,
        title: title.trim().to_owned(),
        body,
        note_id: None,
        notebook_page: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        // Kept only where the plan calls yesterday late: the button that was pressed is a reason.
        late_reason: forgot,
    })
}
