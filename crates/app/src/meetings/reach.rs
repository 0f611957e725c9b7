//! Who may see a meeting, run it, and decide what people ask for.

use xueji_store::Tx;

use crate::meetings::{Meeting, Seat, store};
use crate::people;
use crate::shell::{Actor, Error, Id, OrNotFound, Place, Result, Right};

/// What a visitor may do with a meeting.
#[expect(clippy::struct_excessive_bools, reason = "each is a right of its own")]
#[derive(Clone, Debug)]
pub(crate) struct Reach {
    /// Records for its organization: arranges it, decides on leave and appeals.
    pub(crate) keeps: bool,
    /// Keeps it, hosts it or writes its minutes: the list is theirs.
    pub(crate) runs: bool,
    /// Answers for the paired branch: confirms for it, decides for its people.
    pub(crate) answers: bool,
    /// Sees its list, as those above do.
    pub(crate) oversees: bool,
    /// The visitor's own place at it.
    pub(crate) seat: Option<Seat>,
}

impl Reach {
    /// What the actor may do; a meeting that they have no part in is not theirs to see.
    pub(crate) fn of(tx: &mut Tx, actor: &Actor, meeting: &Meeting) -> Result<Self> {
        let path = people::organization(tx, &meeting.organization_id)?.or_not_found()?.path;
        let place = Place::Organization { path: &path };
        let keeps = actor.may(Right::RecordForOrganization, place);
        let runs = keeps || meeting.is_run_by(actor.person_id.as_ref());
        let partner = match &meeting.partner {
            Some(partner) => Some(people::organization(tx, &partner.organization_id)?.or_not_found()?.path),
            None => None,
        };
        let at_partner =
            |right| partner.as_ref().is_some_and(|path| actor.may(right, Place::Organization { path }));
        let answers = at_partner(Right::RecordForOrganization);
        let oversees =
            runs || answers || actor.may(Right::SeeOrganization, place) || at_partner(Right::SeeOrganization);
        let seat = match &actor.person_id {
            Some(person) => store::seat_of(tx, &meeting.id, person)?,
            None => None,
        };
        if oversees || seat.is_some() {
            return Ok(Self { keeps, runs, answers, oversees, seat });
        }
        Err(Error::Forbidden)
    }
}

/// Refuses whoever does not record for an organization.
pub(super) fn require_keeper(tx: &mut Tx, actor: &Actor, organization_id: &Id) -> Result<()> {
    let path = people::organization(tx, organization_id)?.or_not_found()?.path;
    let keeps = actor.may(Right::RecordForOrganization, Place::Organization { path: &path });
    if keeps { Ok(()) } else { Err(Error::Forbidden) }
}

/// The meeting, for somebody who runs it.
pub(super) fn run(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Meeting> {
    let meeting = store::find(tx, id)?.or_not_found()?;
    if Reach::of(tx, actor, &meeting)?.runs { Ok(meeting) } else { Err(Error::Forbidden) }
}

/// The meeting, for somebody who arranges the organization's.
pub(super) fn kept(tx: &mut Tx, actor: &Actor, id: &Id) -> Result<Meeting> {
    let meeting = store::find(tx, id)?.or_not_found()?;
    if Reach::of(tx, actor, &meeting)?.keeps { Ok(meeting) } else { Err(Error::Forbidden) }
}

/// Refuses whoever decides for themselves, and whoever does not keep the meeting or host it; for somebody of the paired
/// branch, whoever does not answer for that.
pub(super) fn require_decider(tx: &mut Tx, actor: &Actor, meeting: &Meeting, whose: &Id) -> Result<()> {
    let reach = Reach::of(tx, actor, meeting)?;
    let seat = store::seat_of(tx, &meeting.id, whose)?.or_not_found()?;
    let hosts = actor.person_id.is_some() && actor.person_id == meeting.host_id;
    let own = actor.person_id.as_ref() == Some(whose);
    let decides = if seat.partner { reach.answers } else { hosts || reach.keeps };
    if decides && !own { Ok(()) } else { Err(Error::Forbidden) }
}

/// Refuses whoever may not correct somebody's line: nobody their own, and each side its own people's.
pub(super) fn require_corrector(tx: &mut Tx, actor: &Actor, meeting: &Meeting, whose: &Id) -> Result<()> {
    let reach = Reach::of(tx, actor, meeting)?;
    if !reach.runs && !reach.answers {
        return Err(Error::Forbidden);
    }
    let seat = store::seat_of(tx, &meeting.id, whose)?.or_not_found()?;
    let own = actor.person_id.as_ref() == Some(whose);
    let corrects = if seat.partner { reach.answers } else { reach.runs };
    if corrects && !own { Ok(()) } else { Err(Error::Forbidden) }
}
