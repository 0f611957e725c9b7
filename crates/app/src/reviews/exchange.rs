//! An exchange in writing (宣传栏、书评、博客): open for some days, and recorded for all who took part when it is closed.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;
use xueji_plan::{Activity, RecordedFor};
use xueji_standing::{EvidenceSet, Outcome};
use xueji_store::Tx;

use crate::people;
use crate::plans::{self, InForce};
use crate::records::{self, Entry, EventForm, EventPlace};
use crate::reviews::{Exchange, store};
use crate::shell::lang::Messages;
use crate::shell::{Deed, Error, Id, Lang, Mistakes, Note, OrNotFound, Result, Work};

/// The longest that an exchange is open: half a year.
const MOST_DAYS: i64 = 184;

/// An exchange to be held.
#[derive(Clone, Debug)]
pub(crate) struct NewExchange {
    /// Made with the form.
    pub(crate) entry_key: String,
    pub(crate) organization_id: Id,
    pub(crate) activity: String,
    pub(crate) theme: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Date,
}

/// The kinds of exchange that the plans over a place name: what an organization holds and people speak at.
#[derive(Clone, Debug)]
pub(super) struct Kinds(Vec<Arc<InForce>>);

fn is_exchange(activity: &Activity) -> bool {
    activity.recorded_for == RecordedFor::Organization && activity.speakers.is_some() && !activity.paired
}

impl Kinds {
    pub(super) fn over(tx: &mut Tx, path: &str, on: Date) -> Result<Self> {
        Ok(Self(plans::over(tx, people::on_path(path), Some(on))?))
    }

    /// Those of every plan of the day.
    pub(super) fn of_all(tx: &mut Tx, on: Date) -> Result<Self> {
        Ok(Self(plans::in_force(tx, on)?))
    }

    /// Code and name of each.
    pub(super) fn all(&self, lang: Lang) -> Vec<(String, String)> {
        let activities =
            self.0.iter().flat_map(|plan| &plan.plan().activities).filter(|one| is_exchange(one));
        let mut found: Vec<(String, String)> = Vec::new();
        for activity in activities {
            if found.iter().all(|(code, _)| *code != activity.name.code) {
                found.push((activity.name.code.clone(), lang.title(&activity.name).to_owned()));
            }
        }
        found
    }

    fn find(&self, code: &str) -> Option<&Activity> {
        self.0.iter().find_map(|plan| plan.plan().activity(code).filter(|one| is_exchange(one)))
    }
}

/// Opens an exchange; whoever asks may record for the organization.
pub(crate) fn open(work: &mut Work<'_>, account_id: &Id, new: &NewExchange) -> Result<Id> {
    work.serialize_on(&[new.organization_id.as_str()])?;
    if let Some(known) = store::exchange_by_key(work, &new.entry_key)? {
        return Ok(known);
    }
    let organization = people::organization(work, &new.organization_id)?.or_not_found()?;
    let mut wrong = Mistakes::default();
    if new.to_on < new.from_on {
        wrong.add("to_on", Messages::books_list_ends_before);
    } else if new.from_on.until(new.to_on).is_ok_and(|span| i64::from(span.get_days()) >= MOST_DAYS) {
        wrong.add("to_on", Messages::reviews_exchange_too_long);
    }
    if Kinds::over(work, &organization.path, new.from_on)?.find(&new.activity).is_none() {
        wrong.add("activity", Messages::reviews_exchange_no_activity);
    }
    wrong.check()?;
    let (id, at) = (Id::fresh(), work.at());
    store::insert_exchange(work, &id, new, account_id, at)?;
    work.note(Note::of(Deed::BookExchangeOpened, &id).to(&organization.id).saying(&new.activity));
    Ok(id)
}

/// Who took part in an exchange: who published in it, with the title of the first text, and who answered.
#[derive(Clone, Debug, Default)]
pub(super) struct Taken {
    pub(super) people: Vec<(Id, EventPlace)>,
    /// Who belongs elsewhere on its last day, and gets no record here.
    pub(super) elsewhere: usize,
}

pub(super) fn taken(tx: &mut Tx, exchange: &Exchange, last_on: Date) -> Result<Taken> {
    let mut people: BTreeMap<Id, EventPlace> = BTreeMap::new();
    for (person, title) in store::spoke(tx, &exchange.id)? {
        people.entry(person).or_insert(EventPlace::Speaker(Outcome::Present, Some(title)));
    }
    for person in store::answered(tx, &exchange.id)? {
        people.entry(person).or_insert(EventPlace::Expected(Outcome::Present));
    }
    let homes = people::homes_of(tx, people.keys(), last_on)?;
    let mut taken = Taken::default();
    for (person, place) in people {
        if homes.get(&person).is_some_and(|home| home.path.starts_with(&exchange.path)) {
            taken.people.push((person, place));
        } else {
            taken.elsewhere += 1;
        }
    }
    Ok(taken)
}

/// Closes an exchange: the organization's record and one for everybody who took part, exactly once.
pub(crate) fn close(work: &mut Work<'_>, entry: &Entry, id: &Id, late_reason: Option<String>) -> Result<Id> {
    work.serialize_on(&[id.as_str()])?;
    let exchange = store::exchange(work, id)?.or_not_found()?;
    if let Some(event) = exchange.event_id {
        return Ok(event);
    }
    let last_on = exchange.to_on.min(entry.on);
    if exchange.from_on > last_on {
        return Err(Error::Conflict(Messages::reviews_exchange_not_begun));
    }
    let people = taken(work, &exchange, last_on)?.people;
    if people.is_empty() {
        return Err(Error::Conflict(Messages::reviews_exchange_empty));
    }
    let kinds = Kinds::over(work, &exchange.path, last_on)?;
    let activity = kinds.find(&exchange.activity);
    let activity = activity.ok_or(Error::Conflict(Messages::reviews_exchange_no_activity))?;
    let form = EventForm {
        // Its lock and its event say that it happens once; taken back, it may be closed again.
        entry_key: format!("book-exchange:{}", Id::fresh()),
        organization_id: exchange.organization_id.clone(),
        activity: activity.name.code.clone(),
        category: None,
        first_on: exchange.from_on,
        last_on,
        quantity: activity.usual,
        evidence: EvidenceSet::NONE,
        title: exchange.theme.clone(),
        body: None,
        attachment: None,
        files: Vec::new(),
        place: None,
        late_reason,
        people,
    };
    let event = records::submit_event(work, entry, &form)?;
    store::close_exchange(work, id, Some(entry.on), Some(&event))?;
    work.note(Note::of(Deed::BookExchangeClosed, id).to(&exchange.organization_id));
    Ok(event)
}

/// Takes the closing of an exchange back, with its records; it can be closed again.
pub(super) fn reopen(work: &mut Work<'_>, entry: &Entry, id: &Id, reason: &str) -> Result<()> {
    work.serialize_on(&[id.as_str()])?;
    let exchange = store::exchange(work, id)?.or_not_found()?;
    let Some(event) = &exchange.event_id else { return Ok(()) };
    records::withdraw_event(work, entry, event, &format!("book-exchange:{}", Id::fresh()), reason)?;
    store::close_exchange(work, id, None, None)?;
    work.note(Note::of(Deed::BookExchangeReopened, id).to(&exchange.organization_id));
    Ok(())
}
