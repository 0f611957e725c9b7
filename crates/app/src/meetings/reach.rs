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
    hosts: bool,
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
        let hosts = actor.person_id.is_some() && actor.person_id == meeting.host_id;
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
            return Ok(Self { keeps, hosts, runs, answers, oversees, seat });
        }
        Err(Error::Forbidden)
    }

    /// Whether the visitor decides what people of one side ask for: each side for its own.
    pub(super) fn decides_for(&self, partners: bool) -> bool {
        if partners { self.answers } else { self.keeps || self.hosts }
    }

    /// Whether the visitor decides what somebody asks for; nobody for themselves.
    pub(super) fn decides(&self, seat: &Seat) -> bool {
        !self.is_own(seat) && self.decides_for(seat.partner)
    }

    /// Whether the visitor may correct somebody's line: each side its own people's, and nobody their own.
    pub(super) fn corrects(&self, seat: &Seat) -> bool {
        !self.is_own(seat) && if seat.partner { self.answers } else { self.runs }
    }

    fn is_own(&self, seat: &Seat) -> bool {
        self.seat.as_ref().is_some_and(|own| own.person_id == seat.person_id)
    }
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

/// Refuses whoever does not decide what somebody on the list asks for.
pub(super) fn require_decider(tx: &mut Tx, actor: &Actor, meeting: &Meeting, whose: &Id) -> Result<()> {
    let reach = Reach::of(tx, actor, meeting)?;
    let seat = store::seat_of(tx, &meeting.id, whose)?.or_not_found()?;
    if reach.decides(&seat) { Ok(()) } else { Err(Error::Forbidden) }
}

/// Refuses whoever may not correct somebody's line.
pub(super) fn require_corrector(tx: &mut Tx, actor: &Actor, meeting: &Meeting, whose: &Id) -> Result<()> {
    let reach = Reach::of(tx, actor, meeting)?;
    if !reach.runs && !reach.answers {
        return Err(Error::Forbidden);
    }
    let seat = store::seat_of(tx, &meeting.id, whose)?.or_not_found()?;
    if reach.corrects(&seat) { Ok(()) } else { Err(Error::Forbidden) }
}
