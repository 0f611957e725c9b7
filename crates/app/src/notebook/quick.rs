//! What was studied today, or yesterday, in one line: no timer, no form.

use axum::response::{IntoResponse, Redirect, Response};
use xueji_plan::{Evidence, Kind, RecordedFor};
use xueji_standing::{EvidenceSet, Outcome};

use crate::records::{self, Entry, NewRecord, Offer, Subject};
use crate::shell::lang::Messages;
use crate::shell::{Context, Error, Fields, Id, Mistakes, Posted, Result, Work};

/// Signs of what was typed that become the title; what is longer is a note besides.
const TITLE: usize = 40;
const LONGEST: usize = 2_000;

/// Records the plan's self-study with its usual amount; what is more than a title is the note of it.
pub(super) async fn log(Posted { context, fields }: Posted) -> Result<Response> {
    let actor = context.actor()?.clone();
    let person = actor.person_id.clone().ok_or(Error::Forbidden)?;
    match typed(&fields) {
        Ok((what, key)) => {
            let entry = Entry::now(&context.app.clock, actor.account_id.clone(), "web");
            let yesterday = fields.get("day") == "yesterday";
            let log = move |work: &mut Work<'_>| {
                let new = record_of(work, &entry, &person, &what, &key, yesterday)?;
                records::submit(work, &entry, &new)
            };
            match context.write(log).await {
                Ok(id) => Ok(Redirect::to(&format!("/notes?logged={id}")).into_response()),
                // Late, or not of this plan's days: the whole form asks for what is missing.
                Err(Error::Invalid(_)) => {
                    Ok(Redirect::to(&to_form(&fields, &context, yesterday)).into_response())
                }
                Err(error) => Err(error),
            }
        }
        Err(error) => Err(error),
    }
}

fn typed(fields: &Fields) -> Result<(String, String)> {
    let mut mistakes = Mistakes::default();
    let what = fields.required("what", LONGEST, &mut mistakes);
    let key = fields.required("entry_key", 64, &mut mistakes);
    mistakes.check()?;
    Ok((what, key))
}

fn record_of(
    work: &mut Work<'_>,
    entry: &Entry,
    person: &Id,
    what: &str,
    key: &str,
    yesterday: bool,
) -> Result<NewRecord> {
    let on = if yesterday { entry.on.yesterday().map_err(anyhow::Error::from)? } else { entry.on };
    let offer = Offer::on(work, on)?;
    let single = offer.single(RecordedFor::Person);
    let activity = single.iter().find(|activity| activity.kind == Some(Kind::SelfStudy));
    let activity = activity.or_else(|| single.first()).copied();
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
        late_reason: None,
    })
}

/// The editor with what was typed, where one line does not do.
fn to_form(fields: &Fields, context: &Context, yesterday: bool) -> String {
    let today = context.app.clock.today();
    let on = if yesterday { today.yesterday().unwrap_or(today) } else { today };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("on", &on.to_string()).append_pair("title", fields.get("what"));
    format!("/notes/new?{}", query.finish())
}
