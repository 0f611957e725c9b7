//! Which of the policy's rights an act on a record needs, asked on the path where its subject belongs.

use jiff::civil::Date;
use xueji_standing::Outcome;
use xueji_store::Tx;

use crate::people;
use crate::records::{OF_A_MANUSCRIPT, OF_A_MEETING, OF_A_STAY, Record, Subject};
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Learn that it happened, and everything but the text.
    See,
    /// Read the text.
    Read,
    /// Enter, correct, withdraw.
    Record,
    /// Say that it happened, or accept it.
    Attest,
}

impl Act {
    const fn right(self, subject: &Subject) -> Right {
        match (self, subject) {
            (Self::See, Subject::Person(_)) => Right::SeePerson,
            (Self::Read, Subject::Person(_)) => Right::ReadNotes,
            (Self::Record, Subject::Person(_)) => Right::RecordForPerson,
            // An organization's minutes are nobody's private notes.
            (Self::See | Self::Read, Subject::Organization(_)) => Right::SeeOrganization,
            (Self::Record, Subject::Organization(_)) => Right::RecordForOrganization,
            (Self::Attest, _) => Right::Attest,
        }
    }
}

/// Whether the subject is the actor's own person.
pub(super) fn is_own(actor: &Actor, subject: &Subject) -> bool {
    matches!(subject, Subject::Person(id) if actor.person_id.as_ref() == Some(id))
}

/// Whether the actor may do this to the subject's records; an unknown subject is not found.
pub(super) fn may(tx: &mut Tx, actor: &Actor, act: Act, subject: &Subject, today: Date) -> Result<bool> {
    let right = act.right(subject);
    match subject {
        // One's own things need no look at the tree, so that entering them stays cheap.
        Subject::Person(id) if is_own(actor, subject) => Ok(actor.may(right, Place::Person { id, path: "" })),
        Subject::Person(id) => {
            people::person(tx, id)?.or_not_found()?;
            let home = people::home(tx, id, today)?;
            Ok(home.is_some_and(|home| actor.may(right, Place::Person { id, path: &home.path })))
        }
        Subject::Organization(id) => {
            let path = people::organization(tx, id)?.or_not_found()?.path;
            Ok(actor.may(right, Place::Organization { path: &path }))
        }
    }
}

/// Refuses what the actor may not do.
pub(super) fn require(tx: &mut Tx, actor: &Actor, act: Act, subject: &Subject, today: Date) -> Result<()> {
    if may(tx, actor, act, subject, today)? { Ok(()) } else { Err(Error::Forbidden) }
}

/// Whether the actor may correct or withdraw the record.
///
/// Attendance is the organizer's word: nobody changes their own from absent to present.
pub(super) fn may_change(tx: &mut Tx, actor: &Actor, record: &Record, today: Date) -> Result<bool> {
    // What a meeting, a stay or a manuscript posted is corrected there.
    if [OF_A_MEETING, OF_A_STAY, OF_A_MANUSCRIPT].contains(&record.entered_from.as_str()) {
        return Ok(false);
    }
    if record.outcome == Outcome::Done {
        return may(tx, actor, Act::Record, &record.subject(), today);
    }
    if is_own(actor, &record.subject()) {
        return Ok(false);
    }
    let organization = Subject::Organization(record.organization_id.clone());
    may(tx, actor, Act::Record, &organization, today)
}

/// Whether a person may be entered on an organizer's form.
pub(super) fn may_enter(tx: &mut Tx, actor: &Actor, person: &Id, on: Date) -> Result<bool> {
    let home = people::home(tx, person, on)?;
    Ok(home.is_some_and(|home| {
        actor.may(Right::RecordForPerson, Place::Person { id: person, path: &home.path })
    }))
}

/// The organizations in which the actor holds a post that records for them.
pub(super) fn organizations(tx: &mut Tx, actor: &Actor) -> Result<Vec<(Id, String)>> {
    let mut found: Vec<(Id, String)> = Vec::new();
    for scope in &actor.scopes {
        let may = actor.may(Right::RecordForOrganization, Place::Organization { path: &scope.path });
        if may && !found.iter().any(|(id, _)| *id == scope.organization_id) {
            let organization = people::organization(tx, &scope.organization_id)?;
            found.extend(organization.map(|organization| (organization.id, organization.short_name)));
        }
    }
    Ok(found)
}

/// What a subject is called.
pub(super) fn name_of(tx: &mut Tx, subject: &Subject) -> Result<String> {
    match subject {
        Subject::Person(id) => Ok(people::person(tx, id)?.or_not_found()?.name),
        Subject::Organization(id) => Ok(people::organization(tx, id)?.or_not_found()?.name),
    }
}
