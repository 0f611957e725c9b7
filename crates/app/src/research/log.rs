//! Entering a stay: once, with one record of its days, and a question to everybody who came along.

use xueji_plan::{Activity, Evidence, Kind, Unit};
use xueji_store::Tx;

use crate::people;
use crate::plans;
use crate::records::{self, Entry, NewRecord, OF_A_STAY, Record, Subject};
use crate::research::clash::clash;
use crate::research::{Draft, LONGEST_DAYS, Stay, companions, store};
use crate::shell::lang::Messages;
use crate::shell::{Id, Mistakes, Result, Work};
use xueji_standing::{EvidenceSet, Outcome};

/// The activities of the plans of that day that count field days of a person.
pub(super) fn activities(tx: &mut Tx, person_id: &Id, on: jiff::civil::Date) -> Result<Vec<Activity>> {
    let Some(home) = people::home(tx, person_id, on)? else { return Ok(Vec::new()) };
    let mut found = plans::of_kind(tx, &home.path, on, Kind::FieldResearch)?;
    found.retain(|activity| activity.units.contains(&Unit::Days));
    Ok(found)
}

/// The activity that a stay counts as: the one chosen, else the first; none where no plan knows field days.
pub(super) fn activity_of(tx: &mut Tx, person_id: &Id, draft: &Draft) -> Result<Option<String>> {
    let found = activities(tx, person_id, draft.days.last_on)?;
    let chosen = found.iter().find(|activity| activity.name.code == draft.activity).or(found.first());
    Ok(chosen.map(|activity| activity.name.code.clone()))
}

/// Enters a stay of a person; a request that comes twice finds the first one's.
///
/// # Errors
/// Mistakes at the fields; at `first_on` where another stay or record covers one of the days.
pub(crate) fn log(
    work: &mut Work<'_>,
    entry: &Entry,
    person_id: &Id,
    entry_key: &str,
    draft: &Draft,
) -> Result<Id> {
    let key = format!("{}:{entry_key}", entry.account_id);
    work.serialize_on(&[person_id.as_str()])?;
    if let Some(earlier) = store::by_entry_key(work, &key)? {
        return Ok(earlier);
    }
    check(work, person_id, draft, None, entry)?;
    let home = people::home(work, person_id, draft.days.last_on)?
        .ok_or_else(|| Mistakes::one("last_on", Messages::records_did_not_belong_then))?;
    let record_id = match activity_of(work, person_id, draft)? {
        Some(activity) => {
            let new = record_of(person_id, entry_key, &activity, draft, None);
            let entry = Entry { from: OF_A_STAY, ..entry.clone() };
            Some(records::submit(work, &entry, &new)?)
        }
        None => None,
    };
    let id = Id::fresh();
    let new = store::New {
        id: &id,
        entry_key: &key,
        person_id,
        organization_id: &home.id,
        record_id: record_id.as_ref(),
        at: entry.at,
    };
    store::insert(work, &new, draft)?;
    companions::name(work, entry, &id, person_id, draft, true)?;
    Ok(id)
}

/// What a stay must be, besides what its record is held to.
pub(super) fn check(
    work: &mut Work<'_>,
    person_id: &Id,
    draft: &Draft,
    but: Option<&Stay>,
    entry: &Entry,
) -> Result<()> {
    let (days, mut mistakes) = (draft.days, Mistakes::default());
    let halves = LONGEST_DAYS * Unit::Days.grains();
    if days.first_on > days.last_on {
        mistakes.add("first_on", Messages::records_ends_before_it_begins);
    } else if days.amount().grains <= 0 {
        mistakes.add("until_noon", Messages::research_no_time_left);
    } else if days.amount().grains > halves {
        mistakes.add("last_on", Messages::research_too_long);
    }
    if days.last_on > entry.on {
        mistakes.add("last_on", Messages::records_in_the_future);
    }
    if draft.parts.is_empty() {
        mistakes.add("place-1", Messages::field_required);
    }
    if draft.companions.contains(person_id) {
        mistakes.add("companions", Messages::research_not_oneself);
    }
    mistakes.check()?;
    let activity = activity_of(work, person_id, draft)?;
    if clash(work, person_id, activity.as_deref(), (days.first_on, days.last_on), but)?.is_some() {
        return Err(Mistakes::one("first_on", Messages::research_overlaps));
    }
    Ok(())
}

/// What stands in the records for a stay; of a corrected one, what others said and the note stay with it.
pub(super) fn record_of(
    person_id: &Id,
    entry_key: &str,
    activity: &str,
    draft: &Draft,
    old: Option<&Record>,
) -> NewRecord {
    let note_id = old.and_then(Record::note).cloned();
    let evidence: EvidenceSet = match (&note_id, old) {
        (Some(_), _) => [Evidence::Note, Evidence::Text].into_iter().collect(),
        (None, Some(old)) => old.evidence,
        (None, None) => EvidenceSet::default(),
    };
    NewRecord {
        entry_key: format!("stay:{entry_key}"),
        subject: Subject::Person(person_id.clone()),
        activity: activity.to_owned(),
        category: None,
        first_on: draft.days.first_on,
        last_on: draft.days.last_on,
        quantity: draft.days.amount(),
        outcome: Outcome::Done,
        evidence,
        title: joined(draft.parts.iter().map(|part| part.topic.as_str())),
        body: None,
        note_id,
        notebook_page: old.and_then(|old| old.notebook_page.clone()),
        attachment: old.and_then(|old| old.attachment.clone()),
        files: Vec::new(),
        place: Some(joined(draft.parts.iter().map(|part| part.place.as_str()))),
        late_reason: draft.late_reason.clone().or_else(|| old.and_then(|old| old.late_reason.clone())),
    }
}

/// Each of them once, in one line that a record holds.
pub(super) fn joined<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut seen: Vec<&str> = Vec::new();
    for one in all.filter(|one| !one.is_empty()) {
        if !seen.contains(&one) {
            seen.push(one);
        }
    }
    seen.join("、").chars().take(200).collect()
}
