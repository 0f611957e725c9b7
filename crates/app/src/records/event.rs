//! One form for many: what happened is entered once and stands in everybody's records.

use jiff::civil::Date;
use xueji_plan::{Activity, Plan, Quantity, RecordedFor, Unit};
use xueji_standing::{EvidenceSet, Outcome};

use crate::people;
use crate::records::store::Link;
use crate::records::submit::{Plans, insert};
use crate::records::{Entry, NewRecord, Subject, store};
use crate::shell::lang::Messages;
use crate::shell::{Id, Mistakes, OrNotFound, Result, Work};

/// The most people that one form may enter.
pub(crate) const MOST_PEOPLE: usize = 500;

/// So many keys at most are taken one by one: see `Tx::serialize_on`.
const MOST_KEYS: usize = 100;

/// A person's place in an event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// Gave the lecture, or spoke at the gathering to which they came like this, on a topic of their own.
    Speaker(Outcome, Option<String>),
    /// Was expected, with what came of it.
    Expected(Outcome),
}

/// What happened, and who was there.
#[derive(Clone, Debug)]
pub(crate) struct EventForm {
    /// Made with the form.
    pub(crate) entry_key: String,
    /// Whose event it is.
    pub(crate) organization_id: Id,
    /// The activity's code: an organization's, or one that each of the people did.
    pub(crate) activity: String,
    pub(crate) category: Option<String>,
    pub(crate) first_on: Date,
    pub(crate) last_on: Date,
    pub(crate) quantity: Quantity,
    pub(crate) evidence: EvidenceSet,
    pub(crate) title: String,
    pub(crate) body: Option<String>,
    /// Where a document is kept.
    pub(crate) attachment: Option<String>,
    /// The files that stand with it.
    pub(crate) files: Vec<Id>,
    pub(crate) place: Option<String>,
    pub(crate) late_reason: Option<String>,
    /// Each person once.
    pub(crate) people: Vec<(Id, Place)>,
}

/// Stores the event: the organization's own record where the activity is an organization's, and one for each person.
///
/// Returns the event's id, which every row shares. A repeated request returns the first one's.
pub(crate) fn submit_event(work: &mut Work<'_>, entry: &Entry, form: &EventForm) -> Result<Id> {
    if let Some(earlier) = store::event_by_entry_key(work, &form.entry_key, &entry.account_id)? {
        return Ok(earlier);
    }
    if form.people.len() > MOST_PEOPLE {
        return Err(Mistakes::one("people", Messages::records_too_many_people));
    }
    let mut plans = Plans::default();
    let main = form.main();
    let home = people::organization(work, &form.organization_id)?.or_not_found()?;
    let in_force = plans.of(work, &main, &home.path)?;
    let plan = in_force.plan();
    let Some(activity) = plan.activity(&form.activity) else {
        return Err(Mistakes::one("activity", Messages::field_unknown_choice));
    };
    if form.people.is_empty() && activity.recorded_for == RecordedFor::Person {
        return Err(Mistakes::one("people", Messages::records_nobody_chosen));
    }
    if form.quantity.unit == Unit::Days {
        // All at once and in order, as settling takes them; so many as it takes as a whole are taken as a whole.
        let keys: Vec<&str> = form.people.iter().map(|(person, _)| person.as_str()).collect();
        if keys.len() > MOST_KEYS {
            work.serialize_on_all()?;
        } else {
            work.serialize_on(&keys)?;
        }
    }
    let event_id = Id::fresh();
    let link = Link { event_id: Some(&event_id), ..Link::default() };
    if activity.recorded_for == RecordedFor::Organization {
        insert(work, &mut plans, entry, &main, &link)?;
    }
    for (person, place) in &form.people {
        for new in form.for_person(plan, activity, person, place) {
            insert(work, &mut plans, entry, &new, &link)?;
        }
    }
    Ok(event_id)
}

impl EventForm {
    /// The organization's own row.
    pub(super) fn main(&self) -> NewRecord {
        self.record(Subject::Organization(self.organization_id.clone()), &self.activity, Outcome::Done)
    }

    fn record(&self, subject: Subject, activity: &str, outcome: Outcome) -> NewRecord {
        NewRecord {
            // The organization's or the first row carries the form's own key, the others add whose they are.
            entry_key: match &subject {
                Subject::Organization(_) => self.entry_key.clone(),
                Subject::Person(id) => format!("{}:{id}", self.entry_key),
            },
            subject,
            activity: activity.to_owned(),
            category: self.category.clone(),
            first_on: self.first_on,
            last_on: self.last_on,
            quantity: self.quantity,
            outcome,
            evidence: self.evidence,
            title: self.title.clone(),
            body: self.body.clone(),
            note_id: None,
            notebook_page: None,
            attachment: self.attachment.clone(),
            files: self.files.clone(),
            place: self.place.clone(),
            late_reason: self.late_reason.clone(),
        }
    }

    /// What the event is for one person: nothing where the plan counts nothing for those present, two records where
    /// speaking counts besides.
    pub(super) fn for_person(
        &self,
        plan: &Plan,
        activity: &Activity,
        person: &Id,
        place: &Place,
    ) -> Vec<NewRecord> {
        let by_people = activity.recorded_for == RecordedFor::Person;
        let own = activity.name.code.as_str();
        let (Place::Speaker(outcome, _) | Place::Expected(outcome)) = place;
        let attended = match place {
            Place::Speaker(..) if by_people => Some((own, Outcome::Done)),
            Place::Expected(outcome) if by_people => {
                let heard = activity.audience.as_deref().unwrap_or(own);
                outcome.took_part().then_some((heard, Outcome::Done))
            }
            _ => activity.attendance.as_deref().map(|code| (code, *outcome)),
        };
        let spoken = match place {
            Place::Speaker(outcome, topic) if !by_people && outcome.took_part() => {
                activity.speakers.as_deref().map(|code| (code, topic))
            }
            _ => None,
        };
        let attended = attended.map(|(code, outcome)| {
            let mut new = self.row(plan, person, code);
            new.outcome = outcome;
            new
        });
        let spoken = spoken.map(|(code, topic)| {
            let mut new = self.row(plan, person, code);
            new.entry_key.push_str(":spoke");
            new.title = topic.clone().unwrap_or(new.title);
            new
        });
        attended.into_iter().chain(spoken).collect()
    }

    /// A person's row of an activity, with what of the event's fits it.
    fn row(&self, plan: &Plan, person: &Id, code: &str) -> NewRecord {
        let mut new = self.record(Subject::Person(person.clone()), code, Outcome::Done);
        if code != self.activity {
            if let Some(theirs) = plan.activity(code) {
                if !theirs.units.contains(&new.quantity.unit) {
                    new.quantity = theirs.usual;
                }
                new.category = new.category.filter(|category| theirs.categories.contains(category));
            }
            // The minutes are the organization's; each person's own text is theirs to add.
            new.body = None;
            new.attachment = None;
            new.files = Vec::new();
            new.evidence = EvidenceSet::NONE;
        }
        new
    }
}
