//! Whom an inspection tells something: the author at each step that asks for something or ends it, the inspector when
//! what was returned is handed in again. No text of a note, no remark and no reason leaves the house.

use crate::inspections::log::{self, Done};
use crate::inspections::reach::Found;
use crate::notices::{self, Kind, Notice};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::{Id, Lang, OrNotFound, Result, Work};

/// What is told is told in the bureau's language.
fn t() -> &'static Messages {
    Lang::Chinese.messages()
}

fn notice(kind: Kind, key: String, id: &Id, title: String, body: String) -> Notice {
    Notice { kind, key, title, body, href: format!("/inspections/{id}"), until: None, urgent: false }
}

/// What a notice of an inspection is about; `turn` counts how often it was returned.
fn key(what: &str, id: &Id, turn: usize) -> String {
    format!("inspection-{what}:{id}:{turn}")
}

/// Notes are called in.
pub(super) fn called(work: &mut Work<'_>, found: &Found, notes: usize) -> Result<()> {
    let id = &found.inspection.id;
    let title = t().inspections_told_called(found.organization.short_name.as_str());
    let body = t().inspections_told_called_body(notes.to_string());
    let told = notice(Kind::Inspection, key("called", id, 0), id, title, body);
    notices::tell(work, &found.inspection.person_id, &told)
}

/// They were returned: the author writes on.
pub(super) fn returned(work: &mut Work<'_>, found: &Found) -> Result<()> {
    let id = &found.inspection.id;
    let turn = settle(work, id)?;
    let title = t().inspections_told_returned(found.organization.short_name.as_str());
    let told =
        notice(Kind::Inspection, key("returned", id, turn), id, title, t().inspections_told_returned_body());
    notices::tell(work, &found.inspection.person_id, &told)
}

/// What was returned is handed in again: whoever drew the round reads it.
pub(super) fn again(work: &mut Work<'_>, found: &Found) -> Result<()> {
    let id = &found.inspection.id;
    let turn = settle(work, id)?;
    let name = people::person(work, &found.inspection.person_id)?.or_not_found()?.name;
    let title = t().inspections_told_again(name);
    let told = notice(Kind::InspectionAgain, key("again", id, turn), id, title, String::new());
    notices::tell(work, &found.round.inspector_id, &told)
}

/// The inspector is done.
pub(super) fn done(work: &mut Work<'_>, found: &Found) -> Result<()> {
    let id = &found.inspection.id;
    let turn = settle(work, id)?;
    let title = t().inspections_told_done(found.organization.short_name.as_str());
    let told =
        notice(Kind::InspectionDone, key("done", id, turn), id, title, t().inspections_told_done_body());
    notices::tell(work, &found.inspection.person_id, &told)
}

/// What was told before asks for nothing any more; how often it was returned so far.
pub(super) fn settle(work: &mut Work<'_>, id: &Id) -> Result<usize> {
    let turn = log::times(work, id, Done::Returned)?;
    notices::resolve(work, &key("called", id, 0))?;
    for before in 1..=turn {
        notices::resolve(work, &key("returned", id, before))?;
        notices::resolve(work, &key("again", id, before))?;
    }
    Ok(turn)
}
