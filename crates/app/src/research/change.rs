//! A stay after it was entered: corrected, made a day longer, or taken back; its record follows.

use jiff::civil::Date;

use crate::records::{self, Entry, OF_A_STAY};
use crate::research::log::{activity_of, check, record_of};
use crate::research::{Days, Draft, Stay, companions, store};
use crate::shell::lang::Messages;
use crate::shell::{Error, Id, Mistakes, Result, Work};

/// So many days after its last a stay can be made longer at one tap: over a weekend, and no more.
const EXTENDS_FOR: i64 = 3;

/// Brings a stay in line with what its person typed.
pub(super) fn change(
    work: &mut Work<'_>,
    entry: &Entry,
    stay: &Stay,
    entry_key: &str,
    draft: &Draft,
    reason: &str,
) -> Result<()> {
    work.serialize_on(&[stay.person_id.as_str()])?;
    if stay.withdrawn {
        return Err(Error::Conflict(Messages::research_withdrawn_already));
    }
    check(work, &stay.person_id, draft, Some(stay), entry)?;
    let old = match &stay.record_id {
        Some(id) => records::standing(work, id)?,
        None => None,
    };
    // What was told in time stays told in time: only days that were not told before come when they come.
    let told = old.as_ref().filter(|_| draft.days.is_within(&stay.days)).map(|old| old.entered_on);
    let entry = Entry { from: OF_A_STAY, on: told.unwrap_or(entry.on), ..entry.clone() };
    let activity = activity_of(work, &stay.person_id, draft)?;
    let record_id = match (old, activity) {
        (Some(old), Some(activity)) => {
            let new = record_of(&stay.person_id, entry_key, &activity, draft, Some(&old));
            let same = (&old.activity, old.first_on, old.last_on, old.quantity, &old.title, &old.place)
                == (&new.activity, new.first_on, new.last_on, new.quantity, &new.title, &new.place);
            Some(if same { old.id } else { records::correct(work, &entry, &old.id, &new, reason)? })
        }
        (Some(old), None) => Some(old.id),
        (None, Some(activity)) => {
            let new = record_of(&stay.person_id, entry_key, &activity, draft, None);
            Some(records::submit(work, &entry, &new)?)
        }
        (None, None) => None,
    };
    store::update(work, &stay.id, draft, record_id.as_ref())?;
    let new_days = !draft.days.is_within(&stay.days);
    companions::name(work, &entry, &stay.id, &stay.person_id, draft, new_days)
}

/// The day up to which a stay can be made longer at one tap: today, while it is fresh.
pub(super) fn extends_to(stay: &Stay, host: Option<&Stay>, today: Date) -> Option<Date> {
    let last = stay.days.last_on;
    let days = last.until(today).map_or(0, |span| i64::from(span.get_days()));
    let by_host = host.map(|host| host.days.last_on).filter(|theirs| *theirs > last);
    by_host.or((1..=EXTENDS_FOR).contains(&days).then_some(today)).filter(|_| !stay.withdrawn)
}

/// Makes a stay last until a day, and tells those who came along.
pub(super) fn extend(work: &mut Work<'_>, entry: &Entry, stay: &Stay, to: Date, reason: &str) -> Result<()> {
    let mut draft = drafted(work, stay)?;
    draft.days = Days { last_on: to, until_noon: false, ..stay.days };
    let key = format!("{}:{to}", stay.id);
    change(work, entry, stay, &key, &draft, reason)?;
    companions::tell_longer(work, stay, to)
}

/// A stay as its form would have it.
pub(super) fn drafted(work: &mut xueji_store::Tx, stay: &Stay) -> Result<Draft> {
    let activity = match &stay.record_id {
        Some(id) => records::standing(work, id)?.map(|record| record.activity),
        None => None,
    };
    Ok(Draft {
        days: stay.days,
        form: stay.form,
        activity: activity.unwrap_or_default(),
        parts: store::parts(work, &stay.id)?,
        companions: store::companions(work, &stay.id)?.into_iter().map(|one| one.person_id).collect(),
        measures: store::measures(work, &stay.id)?,
        outcome: stay.outcome.clone(),
        late_reason: None,
    })
}

/// Takes a stay back with its record; what companions entered of their own stays theirs.
pub(super) fn withdraw(work: &mut Work<'_>, entry: &Entry, stay: &Stay, reason: &str) -> Result<()> {
    work.serialize_on(&[stay.person_id.as_str()])?;
    if reason.is_empty() {
        return Err(Mistakes::one("reason", Messages::records_reason_missing));
    }
    if stay.withdrawn {
        return Err(Error::Conflict(Messages::research_withdrawn_already));
    }
    let record = match &stay.record_id {
        Some(id) => records::standing(work, id)?.map(|record| record.id),
        None => None,
    };
    if let Some(record) = record {
        records::withdraw(work, entry, &record, &format!("stay:{}:withdrawn", stay.id), reason)?;
    }
    store::set_withdrawn(work, &stay.id, entry.at)?;
    companions::forget(work, &stay.id)
}

/// The person's own stay as it is once whoever else writes on it is done.
pub(super) fn held(work: &mut Work<'_>, person_id: Option<&Id>, id: &Id) -> Result<Stay> {
    if let Some(person) = person_id {
        work.serialize_on(&[person.as_str()])?;
    }
    own(work, person_id, id)
}

/// The stay, where it is the person's own.
pub(super) fn own(tx: &mut xueji_store::Tx, person_id: Option<&Id>, id: &Id) -> Result<Stay> {
    store::find(tx, id)?.filter(|stay| Some(&stay.person_id) == person_id).ok_or(Error::NotFound)
}
