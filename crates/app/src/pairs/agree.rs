//! Proposing a pair, and what the other side says to it.

use jiff::civil::Date;

use crate::pairs::{Pair, Side, State, store};
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Id, Mistakes, Note, OrNotFound, Place, Result, Right, Work};

/// A pair as one side proposes it.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    pub(crate) proposer_id: Id,
    pub(crate) partner_id: Id,
    pub(crate) agreement: String,
    pub(crate) from_on: Date,
    pub(crate) to_on: Date,
}

/// Whether the actor speaks for a side.
pub(super) fn speaks_for(actor: &Actor, side: &Side) -> bool {
    actor.may(Right::RecordForOrganization, Place::Organization { path: &side.path })
}

/// Proposes a pair, on behalf of the account.
pub(crate) fn propose(work: &mut Work<'_>, account_id: &Id, draft: &Draft) -> Result<Id> {
    let mut mistakes = Mistakes::default();
    if people::organization(work, &draft.partner_id)?.is_none() {
        mistakes.add("partner", Messages::field_unknown_choice);
    } else if draft.partner_id == draft.proposer_id {
        mistakes.add("partner", Messages::pairs_with_itself);
    }
    if draft.from_on > draft.to_on {
        mistakes.add("to_on", Messages::records_ends_before_it_begins);
    }
    mistakes.check()?;
    work.serialize_on(&[draft.proposer_id.as_str(), draft.partner_id.as_str()])?;
    let both = (&draft.proposer_id, &draft.partner_id);
    if store::overlaps(work, both, (draft.from_on, draft.to_on))? {
        return Err(Mistakes::one("partner", Messages::pairs_there_already));
    }
    let (id, by) = (Id::fresh(), (account_id, work.at()));
    store::insert(work, &id, both, &draft.agreement, (draft.from_on, draft.to_on), by)?;
    work.note(Note::of(Deed::PairProposed, &id).to(&draft.proposer_id).saying(draft.from_on.to_string()));
    Ok(id)
}

/// What the actor may make of a pair.
pub(super) fn open_to(actor: &Actor, pair: &Pair) -> Vec<State> {
    let (ours, theirs) = (speaks_for(actor, &pair.proposer), speaks_for(actor, &pair.partner));
    match pair.state {
        State::Proposed if theirs => vec![State::Agreed, State::Refused],
        State::Proposed if ours => vec![State::Ended],
        State::Agreed if ours || theirs => vec![State::Ended],
        _ => Vec::new(),
    }
}

/// The pair, for whoever may make this of it.
pub(super) fn open_for(work: &mut Work<'_>, actor: &Actor, id: &Id, to: State) -> Result<Pair> {
    let pair = store::find(work, id)?.or_not_found()?;
    if open_to(actor, &pair).contains(&to) {
        return Ok(pair);
    }
    let party = speaks_for(actor, &pair.proposer) || speaks_for(actor, &pair.partner);
    Err(if party { Error::Conflict(Messages::meetings_decided_already) } else { Error::Forbidden })
}

/// Agrees to a pair, refuses it with a reason, or ends it, on behalf of the account.
pub(crate) fn decide(
    work: &mut Work<'_>,
    account_id: &Id,
    pair: &Pair,
    to: State,
    answer: &str,
) -> Result<()> {
    if to != State::Agreed && answer.trim().is_empty() {
        return Err(Mistakes::one("answer", Messages::meetings_reason_missing));
    }
    let (id, by) = (&pair.id, (account_id, work.at()));
    if !store::decide(work, id, (pair.state, to), answer.trim(), by)? {
        return Err(Error::Conflict(Messages::meetings_decided_already));
    }
    for side in [&pair.proposer.id, &pair.partner.id] {
        work.note(Note::of(Deed::PairDecided, id).to(side).saying(to.code()));
    }
    Ok(())
}
