//! Who came along: named by the host, answered by each for themselves, each with a stay of their own.

use jiff::civil::Date;

use crate::notices::{self, Kind as Told, Notice, words};
use crate::people;
use crate::records::Entry;
use crate::research::change::drafted;
use crate::research::log::log;
use crate::research::words::span;
use crate::research::{Answer, Draft, Stay, store};
use crate::shell::lang::Messages;
use crate::shell::{Clock, Deed, Error, Id, Lang, Mistakes, Note, OrNotFound, Result, Work};

fn key_of(stay_id: &Id, person_id: &Id) -> String {
    format!("stay {stay_id} {person_id}")
}

/// Asks those who are named anew, and takes back the question to those who are not named any more.
///
/// Whoever was asked before and has not answered is asked anew only where there are `new_days`: until then they were
/// told when they were told.
pub(super) fn name(
    work: &mut Work<'_>,
    entry: &Entry,
    stay_id: &Id,
    host_id: &Id,
    draft: &Draft,
    new_days: bool,
) -> Result<()> {
    let before = store::companions(work, stay_id)?;
    let gone = before.iter().filter(|one| !draft.companions.contains(&one.person_id));
    for one in gone {
        store::unask(work, stay_id, &one.person_id)?;
        notices::resolve(work, &key_of(stay_id, &one.person_id))?;
    }
    let host = people::person(work, host_id)?.or_not_found()?;
    for person_id in &draft.companions {
        let known = before.iter().find(|one| one.person_id == *person_id);
        if known.is_some_and(|one| one.answer != Answer::Asked || !new_days) {
            continue;
        }
        store::ask(work, stay_id, person_id, entry.at)?;
        let notice = Notice {
            kind: Told::CompanionAsked,
            key: key_of(stay_id, person_id),
            title: words().research_told_asked(&host.name),
            body: said(draft.days.first_on, draft.days.last_on),
            href: "/research".to_owned(),
            until: None,
            urgent: false,
        };
        notices::tell(work, person_id, &notice)?;
    }
    Ok(())
}

fn said(first: Date, last: Date) -> String {
    span(first, last, Lang::of(words()))
}

/// Answers for oneself: whoever went along has a stay of their own from now on, unless they had entered it before.
///
/// It counts as told when the host told it.
///
/// # Errors
/// A mistake at `first_on`, where a stay of theirs covers some of the days and not all.
pub(super) fn answer(
    work: &mut Work<'_>,
    entry: &Entry,
    clock: &Clock,
    (stay, person_id): (&Stay, &Id),
    went: bool,
) -> Result<Option<Id>> {
    work.serialize_on(&[stay.person_id.as_str(), person_id.as_str()])?;
    let stay = &store::find(work, &stay.id)?.or_not_found()?;
    let named = store::companions(work, &stay.id)?;
    let me = named.into_iter().find(|one| one.person_id == *person_id).or_not_found()?;
    if stay.withdrawn {
        return Err(Error::Conflict(Messages::research_withdrawn_already));
    }
    if me.answer == Answer::Accepted {
        return Ok(me.own_stay_id);
    }
    let own = if went { Some(joined(work, entry, clock, stay, (person_id, me.asked_at))?) } else { None };
    let answer = if went { Answer::Accepted } else { Answer::Declined };
    store::answer(work, &stay.id, person_id, answer, own.as_ref())?;
    notices::resolve(work, &key_of(&stay.id, person_id))?;
    work.note(Note::of(Deed::CompanionAnswered, &stay.id).to(person_id).saying(answer.code()));
    Ok(own)
}

/// The companion's own stay: the one entered before that has all the days, else a new one like the host's.
fn joined(
    work: &mut Work<'_>,
    entry: &Entry,
    clock: &Clock,
    stay: &Stay,
    (person_id, asked_at): (&Id, i64),
) -> Result<Id> {
    let days = (stay.days.first_on, stay.days.last_on);
    if let Some(own) = store::overlapping(work, person_id, days, None)? {
        if stay.days.is_within(&own.days) {
            return Ok(own.id);
        }
        return Err(Mistakes::one("first_on", Messages::research_overlaps));
    }
    let host = drafted(work, stay)?;
    let draft = Draft {
        companions: Vec::new(),
        // What the host found and proposes is the host's.
        measures: Vec::new(),
        outcome: String::new(),
        activity: String::new(),
        ..host
    };
    let told = Entry { on: clock.date_of(asked_at).min(entry.on), ..entry.clone() };
    log(work, &told, person_id, &format!("with:{}", stay.id), &draft)
}

/// Those who went along hear that the host stayed longer; each makes the own stay longer for themselves.
pub(super) fn tell_longer(work: &mut Work<'_>, stay: &Stay, to: Date) -> Result<()> {
    let host = people::person(work, &stay.person_id)?.or_not_found()?;
    for one in store::companions(work, &stay.id)? {
        let Some(own) = one.own_stay_id.filter(|_| one.answer == Answer::Accepted) else { continue };
        if store::find(work, &own)?.is_none_or(|own| own.withdrawn || own.days.last_on >= to) {
            continue;
        }
        let notice = Notice {
            kind: Told::CompanionAsked,
            key: format!("{} {to}", key_of(&stay.id, &one.person_id)),
            title: words().research_told_longer(&host.name),
            body: said(stay.days.first_on, to),
            href: format!("/research/{own}"),
            until: None,
            urgent: false,
        };
        notices::tell(work, &one.person_id, &notice)?;
    }
    Ok(())
}

/// Nobody is asked about a stay that was taken back.
pub(super) fn forget(work: &mut Work<'_>, stay_id: &Id) -> Result<()> {
    for one in store::companions(work, stay_id)? {
        store::unask(work, stay_id, &one.person_id)?;
        notices::resolve(work, &key_of(stay_id, &one.person_id))?;
    }
    Ok(())
}
