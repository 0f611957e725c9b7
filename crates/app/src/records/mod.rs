//! Learning as it happened: entered once, corrected by later records, never edited in place.
//!
//! What it comes to is not decided here; see `standings`.

mod amend;
mod attached;
mod attest;
mod below;
mod check;
mod counting;
mod enter;
mod entry_form;
mod entry_page;
mod event;
mod facts;
mod files;
mod live;
mod many;
mod offer;
mod reach;
mod reassign;
mod replace;
mod routes;
mod shown;
mod store;
mod submit;
#[cfg(test)]
pub(crate) mod tests;
mod titled;
mod views;
mod words;
mod written;

use jiff::civil::Date;
use xueji_plan::Quantity;
use xueji_standing::{EvidenceSet, Outcome};

use crate::shell::{Clock, Id};

pub(crate) use amend::{amend_event, make_up, set_minutes, withdraw_event};
pub(crate) use attest::{Attestation, attest, attestations, attested_among, open_text, readings};
pub(crate) use below::{Theirs, of_people_below};
pub(crate) use entry_form::{amount_of, quantity};
pub(crate) use event::{EventForm, Place as EventPlace, submit_event};
pub(crate) use facts::{OwnedFact, Whose, each_fact, facts};
pub(crate) use live::{Filter, LIVE, days_of};
pub(crate) use offer::{Offer, units};
pub(crate) use reassign::reassign;
pub(crate) use replace::{add_files, add_note, correct, withdraw};
pub(crate) use routes::routes;
pub(crate) use store::{
    by_activity, each_digest, find, latest, latest_of, of_event, of_note, of_subject, overlapping,
    replaced_by, standing,
};
pub(crate) use submit::{submit, submit_batch};
pub(crate) use titled::titled;
pub(crate) use words::{day as day_said, days as days_said, outcome as outcome_said};

/// By which way rows come for which a meeting answers: they are corrected with its list.
pub(crate) const OF_A_MEETING: &str = "meeting";
/// By which way field days come: they are corrected with their stay.
pub(crate) const OF_A_STAY: &str = "research";
/// By which way essays and reports come that are handed in to be reviewed: they are taken back there.
pub(crate) const OF_A_MANUSCRIPT: &str = "works";

/// Whose record it is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Subject {
    /// A person's.
    Person(Id),
    /// An organization's.
    Organization(Id),
}

impl Subject {
    /// The person's or the organization's id.
    pub(crate) fn id(&self) -> &Id {
        match self {
            Self::Person(id) | Self::Organization(id) => id,
        }
    }
}

/// What somebody wants to enter.
#[derive(Clone, Debug)]
pub(crate) struct NewRecord {
    /// Made with the form: the same request sent again finds the record that it made.
    pub(crate) entry_key: String,
    /// Whose it is.
    pub(crate) subject: Subject,
    /// The activity's code.
    pub(crate) activity: String,
    /// The category of its object.
    pub(crate) category: Option<String>,
    /// The day on which it began.
    pub(crate) first_on: Date,
    /// The day on which it ended.
    pub(crate) last_on: Date,
    /// How much.
    pub(crate) quantity: Quantity,
    /// How the subject took part.
    pub(crate) outcome: Outcome,
    /// What is there besides the act.
    pub(crate) evidence: EvidenceSet,
    /// What it was about.
    pub(crate) title: String,
    /// What was written with it: of a person it becomes a note, private by purpose; of an organization it stays with
    /// the record.
    pub(crate) body: Option<String>,
    /// The note that it stands on, where that was written before.
    pub(crate) note_id: Option<Id>,
    /// Where the note stands in a notebook of paper.
    pub(crate) notebook_page: Option<String>,
    /// Where a document is kept.
    pub(crate) attachment: Option<String>,
    /// The files that stand with it, in order.
    pub(crate) files: Vec<Id>,
    /// Where it was.
    pub(crate) place: Option<String>,
    /// Why it comes late; asked for only where it does.
    pub(crate) late_reason: Option<String>,
}

/// A record as stored.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) id: Id,
    pub(crate) person_id: Option<Id>,
    pub(crate) organization_id: Id,
    pub(crate) activity: String,
    pub(crate) category: Option<String>,
    pub(crate) first_on: Date,
    pub(crate) last_on: Date,
    pub(crate) quantity: Quantity,
    pub(crate) outcome: Outcome,
    pub(crate) evidence: EvidenceSet,
    pub(crate) title: String,
    /// Of a person's record only what was written before there were notes.
    pub(crate) body: Option<String>,
    pub(crate) note_id: Option<Id>,
    pub(crate) notebook_page: Option<String>,
    pub(crate) attachment: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) event_id: Option<Id>,
    pub(crate) late: bool,
    pub(crate) late_reason: Option<String>,
    pub(crate) replaces_id: Option<Id>,
    pub(crate) replaces_reason: Option<String>,
    pub(crate) withdrawal: bool,
    pub(crate) entered_on: Date,
    pub(crate) entered_at: i64,
    pub(crate) entered_by: Id,
    pub(crate) entered_from: String,
}

impl Record {
    /// The note that it stands on; what was written before there were notes has the record's own id.
    pub(crate) fn note(&self) -> Option<&Id> {
        let before = || (self.person_id.is_some() && self.body.is_some()).then_some(&self.id);
        self.note_id.as_ref().or_else(before)
    }

    /// Whose it is.
    pub(crate) fn subject(&self) -> Subject {
        self.person_id
            .clone()
            .map_or_else(|| Subject::Organization(self.organization_id.clone()), Subject::Person)
    }
}

/// Who enters, when, and by which way.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    /// The account.
    pub(crate) account_id: Id,
    /// "web", "import", "demo".
    pub(crate) from: &'static str,
    /// The instant.
    pub(crate) at: i64,
    /// Its civil day.
    pub(crate) on: Date,
}

impl Entry {
    /// An entry made now.
    pub(crate) fn now(clock: &Clock, account_id: Id, from: &'static str) -> Self {
        let at = clock.now();
        Self { account_id, from, at, on: clock.date_of(at) }
    }

    /// An entry made at noon of a past day, as only a made-up history has them.
    pub(crate) fn on(clock: &Clock, account_id: Id, from: &'static str, on: Date) -> Self {
        Self { account_id, from, at: clock.noon_of(on), on }
    }
}
