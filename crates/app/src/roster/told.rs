//! Who is told of requests: those who can agree while they wait, and those whom it concerns once they are decided.

use xueji_store::params;

use crate::notices::{self, Kind as Told, Notice, words};
use crate::people;
use crate::roster::requests::{Kind, Request};
use crate::shell::actor::Role;
use crate::shell::{Actor, Clock, Id, Lang, Result, Work};

fn key(request: &Request) -> String {
    format!("request {}", request.id)
}

/// Tells those who can agree on the sides that are still open.
pub(super) fn waiting(work: &mut Work<'_>, actor: &Actor, clock: &Clock, request: &Request) -> Result<()> {
    let (t, day) = (words(), Lang::default().day(request.from_on));
    let (person, from) = (request.person.clone(), request.from.short_name.clone());
    let mut whom: Vec<Id> = Vec::new();
    let title = match (&request.kind, &request.to) {
        (Kind::Transfer(_), Some(to)) => {
            let open = [(request.released, &request.from.id), (request.received, &to.id)];
            for (_, id) in open.into_iter().filter(|(agreed, _)| !agreed) {
                whom.extend(people::holders_of(work, Role::Secretary, id, clock.today())?);
            }
            t.roster_told_transfer(person, from, to.short_name.clone())
        }
        _ => {
            for above in people::ancestors(work, &request.from)? {
                whom.extend(people::holders_of(work, Role::Office, &above.id, clock.today())?);
            }
            t.roster_told_exemption(person, from)
        }
    };
    let notice = Notice {
        kind: Told::RequestToDecide,
        key: key(request),
        title,
        body: t.roster_told_from(day),
        href: "/people/requests".to_owned(),
        until: None,
        urgent: false,
    };
    let not_oneself = |id: &&Id| actor.person_id.as_ref() != Some(*id) && **id != request.person_id;
    whom.iter().filter(not_oneself).try_for_each(|id| notices::tell(work, id, &notice))
}

/// Nobody is asked any more; who asked, and the person whom it concerns, are told what came of it.
pub(super) fn decided(work: &mut Work<'_>, actor: &Actor, request: &Request, state: &str) -> Result<()> {
    notices::resolve(work, &key(request))?;
    let (t, person) = (words(), request.person.clone());
    let what = match (&request.kind, &request.to) {
        (Kind::Transfer(_), Some(to)) => t.roster_told_transfer_of(person, to.short_name.clone()),
        _ => t.roster_told_exemption_of(person),
    };
    let (title, concerns) = match state {
        "done" => (t.roster_told_done(what), true),
        "refused" => (t.roster_told_refused(what), false),
        _ => return Ok(()),
    };
    let asked_by: Option<Option<Id>> =
        work.query_opt("select person_id from account where id = ?1", params![request.asked_by], |row| {
            row.get(0)
        })?;
    let href =
        if concerns { format!("/people/{}", request.person_id) } else { "/people/requests".to_owned() };
    let mut notice = Notice {
        kind: Told::RequestDecided,
        key: format!("{} {state}", key(request)),
        title,
        body: String::new(),
        href,
        until: None,
        urgent: false,
    };
    let asker = asked_by.flatten().filter(|id| actor.person_id.as_ref() != Some(id));
    if let Some(asker) = asker {
        notices::tell(work, &asker, &notice)?;
    }
    if concerns && actor.person_id.as_ref() != Some(&request.person_id) {
        notice.href = "/account/data".to_owned();
        notices::tell(work, &request.person_id, &notice)?;
    }
    Ok(())
}
