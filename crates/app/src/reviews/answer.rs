//! Answering a review in plain text: by whoever reads it and belongs there; taken back or removed like a review.

use crate::notices::{self, Kind as Told, Notice, words};
use crate::reviews::reach::{belongs, readable, runs};
use crate::reviews::{LONGEST_ANSWER, LONGEST_REASON, store};
use crate::shell::lang::Messages;
use crate::shell::{Actor, Deed, Error, Fields, Id, Mistakes, Note, OrNotFound, Result, Work};

/// An answer to be stored.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    /// Made with the form.
    pub(crate) entry_key: String,
    pub(crate) text: String,
}

impl Answer {
    /// Reads it off a form.
    pub(super) fn read(typed: &Fields, mistakes: &mut Mistakes) -> Self {
        let entry_key = typed.required("entry_key", 64, mistakes);
        Self { entry_key, text: typed.required("answer", LONGEST_ANSWER, mistakes) }
    }
}

/// Stores an answer and tells the author of the review; a repeated request finds the first.
pub(crate) fn answer(work: &mut Work<'_>, actor: &Actor, review_id: &Id, new: &Answer) -> Result<Id> {
    let person_id = actor.person_id.clone().ok_or(Error::Forbidden)?;
    work.serialize_on(&[review_id.as_str()])?;
    let review = readable(work, actor, review_id)?;
    if let Some(known) = store::reply_by_key(work, &new.entry_key, &person_id)? {
        return Ok(known);
    }
    if review.gone.is_some() {
        return Err(Error::Conflict(Messages::reviews_gone_already));
    }
    let own = review.person_id == person_id;
    if !own && !belongs(actor, &review.path) {
        return Err(Error::Forbidden);
    }
    let (id, at) = (Id::fresh(), work.at());
    store::insert_reply(work, &id, review_id, &person_id, new, at)?;
    work.note(Note::of(Deed::ReviewAnswered, review_id).to(&person_id));
    if !own {
        let notice = Notice {
            kind: Told::ReviewAnswered,
            // Told once for each answer; what it says is read there.
            key: format!("answer {id}"),
            title: words().reviews_told_answered(actor.name.clone(), review.book.marked()),
            body: String::new(),
            href: format!("/reviews/{review_id}"),
            until: None,
            urgent: false,
        };
        notices::tell(work, &review.person_id, &notice)?;
    }
    Ok(id)
}

/// Takes an answer out of sight: its author without a word, who runs the organization with a reason.
pub(super) fn take_out(
    work: &mut Work<'_>,
    actor: &Actor,
    review_id: &Id,
    id: &Id,
    typed: &Fields,
) -> Result<()> {
    work.serialize_on(&[review_id.as_str()])?;
    let review = store::find(work, review_id)?.or_not_found()?;
    let reply = store::reply(work, id)?.filter(|reply| reply.review_id == *review_id).or_not_found()?;
    let own = actor.person_id.as_ref() == Some(&reply.person_id);
    if !own && !runs(actor, &review.path) {
        return Err(Error::Forbidden);
    }
    if reply.gone.is_some() {
        return Ok(());
    }
    let at = work.at();
    if own {
        return store::withdraw_reply(work, id, at);
    }
    let mut mistakes = Mistakes::default();
    let reason = typed.required("reason", LONGEST_REASON, &mut mistakes);
    mistakes.check()?;
    store::remove_reply(work, id, &actor.account_id, &reason, at)?;
    work.note(Note::of(Deed::ReviewRemoved, id).to(&reply.person_id));
    let notice = Notice {
        kind: Told::ReviewRemoved,
        key: format!("answer {id} removed"),
        title: words().reviews_told_answer_removed(review.book.marked()),
        body: String::new(),
        href: format!("/reviews/{review_id}"),
        until: None,
        urgent: false,
    };
    notices::tell(work, &reply.person_id, &notice)
}
