//! Who may see a lesson, and who keeps it.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::lessons::{Lesson, State, own, store};
use crate::notes::Note;
use crate::people;
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// A lesson with what the visitor may do with it.
#[derive(Clone, Debug)]
pub(super) struct Seen {
    pub(super) lesson: Lesson,
    /// The short name of its organization, and its path.
    pub(super) organization: String,
    pub(super) path: String,
    /// Whether they record for its organization.
    pub(super) keeps: bool,
}

/// A lesson, for those at or below its organization while it is open, for those who began it afterwards too, and for
/// those who keep it.
///
/// # Errors
/// Not found for everybody else: a lesson elsewhere is nobody's business.
pub(super) fn seen(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Seen> {
    let lesson = store::find(tx, id)?.or_not_found()?;
    let home = people::organization(tx, &lesson.organization_id)?.or_not_found()?;
    let place = Place::Organization { path: &home.path };
    let keeps = actor.may(Right::RecordForOrganization, place);
    let belongs = || actor.home.as_ref().is_some_and(|own| own.path.starts_with(&home.path));
    let sees = keeps
        || (lesson.is_open(today) && (belongs() || actor.may(Right::SeeOrganization, place)))
        || (lesson.state == State::Published && has_begun(tx, actor, id)?);
    if sees {
        Ok(Seen { lesson, organization: home.short_name, path: home.path, keeps })
    } else {
        Err(Error::NotFound)
    }
}

/// The title of the lesson beside which a note was begun, for those who may open it.
pub(crate) fn title_beside(tx: &mut Tx, actor: &Actor, note: &Note, today: Date) -> Result<Option<String>> {
    let Some(id) = &note.lesson_id else { return Ok(None) };
    match seen(tx, actor, id, today) {
        Ok(seen) => Ok(Some(seen.lesson.title)),
        Err(Error::NotFound) => Ok(None),
        Err(error) => Err(error),
    }
}

fn has_begun(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<bool> {
    match &actor.person_id {
        Some(person) => own::has_begun(tx, &actor.account_id, person, id),
        None => Ok(false),
    }
}

/// A lesson, for those who record for its organization.
pub(super) fn kept(tx: &mut Tx, actor: &Actor, id: &Id, today: Date) -> Result<Seen> {
    let seen = seen(tx, actor, id, today)?;
    if seen.keeps { Ok(seen) } else { Err(Error::Forbidden) }
}
