//! Signing minutes: host and recorder each, of the same words; then they are closed, and count as evidence.
//!
//! A signature counts as long as its digest fits what it would be given for now: title, hours, list, every block, and
//! the confirmation that the meeting has. So nothing that is changed elsewhere can slip below a signature.

use xueji_store::{Param as _, Tx, Value};

use crate::meetings::{self, Meeting, Seat, State};
use crate::minutes::{Block, in_order, store, text};
use crate::records::{self, Entry};
use crate::shell::lang::Messages;
use crate::shell::secret::hex;
use crate::shell::trail::digest;
use crate::shell::{Actor, Deed, Error, Id, Lang, Mistakes, Note, Result, Work};

/// As what somebody signs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Host,
    Recorder,
    /// Host and recorder in one person.
    Both,
}

impl Role {
    const ALL: [Self; 3] = [Self::Host, Self::Recorder, Self::Both];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Host => "host",
            Self::Recorder => "recorder",
            Self::Both => "both",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// As what this person signs the minutes of a meeting; none where they do not.
    pub(super) fn of(meeting: &Meeting, person: Option<&Id>) -> Option<Self> {
        let person = person?;
        match (meeting.host_id.as_ref() == Some(person), meeting.recorder_id.as_ref() == Some(person)) {
            (true, true) => Some(Self::Both),
            (true, false) => Some(Self::Host),
            (false, true) => Some(Self::Recorder),
            (false, false) => None,
        }
    }
}

/// A signature that was not taken back.
#[derive(Clone, Debug)]
pub(super) struct Signature {
    pub(super) role: Role,
    pub(super) person_id: Id,
    pub(super) name: String,
    pub(super) at: i64,
    pub(super) digest: String,
    /// Whether it was the last that was missing.
    pub(super) closes: bool,
}

/// How far minutes are signed.
#[derive(Clone, Debug)]
pub(super) struct Signing {
    /// What a signature would be given for now.
    pub(super) digest: String,
    /// All that were given and not taken back, also those that fit no more.
    pub(super) signatures: Vec<Signature>,
}

impl Signing {
    /// The signatures under the minutes as they stand.
    pub(super) fn of(
        tx: &mut Tx,
        meeting: &Meeting,
        seats: &[(Seat, String)],
        blocks: &[Block],
    ) -> Result<Self> {
        Ok(Self {
            digest: digest_of(meeting, seats, blocks),
            signatures: store::signatures(tx, &meeting.id)?,
        })
    }

    /// Whether a signature counts.
    pub(super) fn fits(&self, signature: &Signature) -> bool {
        signature.digest == self.digest
    }

    /// The signature of a role that counts.
    pub(super) fn by(&self, role: Role) -> Option<&Signature> {
        let of = |signature: &&Signature| signature.role == role || signature.role == Role::Both;
        self.signatures.iter().find(|signature| of(signature) && self.fits(signature))
    }

    /// Whether both have signed.
    pub(super) fn is_closed(&self) -> bool {
        self.by(Role::Host).is_some() && self.by(Role::Recorder).is_some()
    }

    /// Whether they were closed, though it may not fit any more.
    fn was_closed(&self) -> bool {
        self.signatures.iter().any(|signature| signature.closes)
    }
}

fn digest_of(meeting: &Meeting, seats: &[(Seat, String)], blocks: &[Block]) -> String {
    let time = meeting.time();
    let mut values: Vec<Value<'_>> = vec![
        meeting.title.to_value(),
        time.first.to_value(),
        time.last.to_value(),
        meeting.event_id.to_value(),
        meeting.host_id.to_value(),
        meeting.recorder_id.to_value(),
    ];
    let mut seats: Vec<&Seat> = seats.iter().map(|(seat, _)| seat).collect();
    seats.sort_by(|a, b| a.person_id.as_str().cmp(b.person_id.as_str()));
    for seat in &seats {
        values.push(seat.person_id.to_value());
        values.push(Value::Bool(seat.role == meetings::Role::Expected));
        values.push(seat.outcome.map_or(Value::Null, |outcome| Value::Text(outcome.code().into())));
    }
    let said = in_order(&meeting.agenda, blocks);
    for block in &said {
        values.push(Value::Text(block.slot.as_str().to_owned().into()));
        values.extend([block.heading.to_value(), block.person_id.to_value(), block.due_on.to_value()]);
        values.push(block.text.to_value());
    }
    hex(&digest(values))
}

/// Signs the minutes that were `seen`; with the second signature they are closed, and the organization's record of the
/// meeting has them as its evidence.
pub(super) fn sign(
    work: &mut Work<'_>,
    entry: &Entry,
    actor: &Actor,
    meeting: &Meeting,
    seen: &str,
) -> Result<()> {
    let (Some(role), Some(person_id)) = (Role::of(meeting, actor.person_id.as_ref()), &actor.person_id)
    else {
        return Err(Error::Forbidden);
    };
    let Some(event_id) = meeting.event_id.as_ref().filter(|_| meeting.state == State::Held) else {
        return Err(Error::Conflict(Messages::minutes_sign_once_confirmed));
    };
    work.serialize_on(&[meeting.id.as_str()])?;
    let seats = meetings::seats(work, &meeting.id)?;
    let blocks = store::blocks(work, &meeting.id, 0)?;
    if blocks.iter().all(Block::is_empty) {
        return Err(Error::Conflict(Messages::minutes_nothing_to_sign));
    }
    let mut signing = Signing::of(work, meeting, &seats, &blocks)?;
    if signing.digest != seen {
        return Err(Error::Conflict(Messages::minutes_changed_meanwhile));
    }
    let mine = |signature: &Signature| signature.person_id == *person_id && signing.fits(signature);
    if signing.signatures.iter().any(mine) {
        return Ok(());
    }
    let mut signature = Signature {
        role,
        person_id: person_id.clone(),
        name: String::new(),
        at: entry.at,
        digest: signing.digest.clone(),
        closes: false,
    };
    signing.signatures.push(signature.clone());
    signature.closes = signing.is_closed();
    store::sign(work, (&meeting.id, event_id), &signature, &entry.account_id)?;
    work.note(Note::of(Deed::MinutesSigned, &meeting.id).to(&meeting.organization_id).saying(role.code()));
    if signature.closes {
        store::thin(work, &meeting.id)?;
        let because = Lang::Chinese.messages().minutes_because_signed();
        let text = text::of(meeting, &seats, &blocks);
        records::set_minutes(work, entry, event_id, Some(&text), &because)?;
    }
    Ok(())
}

/// Opens closed minutes to be changed: takes the signatures back, and the evidence with them.
pub(super) fn reopen(work: &mut Work<'_>, entry: &Entry, meeting: &Meeting, reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Mistakes::one("reason", Messages::minutes_reason_missing));
    }
    work.serialize_on(&[meeting.id.as_str()])?;
    if store::signatures(work, &meeting.id)?.is_empty() {
        return Err(Error::Conflict(Messages::minutes_not_signed));
    }
    take_back(work, entry, meeting, reason.trim())
}

/// Refuses to write into closed minutes. Signatures that fit no more, because the list was corrected since, end with
/// the first word that is changed.
pub(super) fn open_for_writing(
    work: &mut Work<'_>,
    entry: &Entry,
    meeting: &Meeting,
    blocks: &[Block],
) -> Result<()> {
    let signatures = store::signatures(work, &meeting.id)?;
    if signatures.is_empty() {
        return Ok(());
    }
    let seats = meetings::seats(work, &meeting.id)?;
    let signing = Signing { digest: digest_of(meeting, &seats, blocks), signatures };
    if signing.is_closed() {
        return Err(Error::Conflict(Messages::minutes_closed));
    }
    if signing.was_closed() {
        let because = Lang::Chinese.messages().minutes_because_lapsed();
        return take_back(work, entry, meeting, &because);
    }
    Ok(())
}

fn take_back(work: &mut Work<'_>, entry: &Entry, meeting: &Meeting, reason: &str) -> Result<()> {
    store::end_signatures(work, &meeting.id, entry, reason)?;
    if let Some(event_id) = &meeting.event_id {
        records::set_minutes(work, entry, event_id, None, reason)?;
    }
    work.note(Note::of(Deed::MinutesReopened, &meeting.id).to(&meeting.organization_id));
    Ok(())
}
