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
    let (t, today) = (words(), clock.today());
    let (person, from) = (request.person.clone(), request.from.short_name.clone());
    let mut whom: Vec<Id> = Vec::new();
    let title = if let (Kind::Transfer(_), Some(to)) = (&request.kind, &request.to) {
        let sides = [(request.released, &request.from.id), (request.received, &to.id)];
        for (_, id) in sides.into_iter().filter(|(agreed, _)| !agreed) {
            whom.extend(people::holders_of(work, Role::Secretary, id, today)?);
        }
        t.roster_told_transfer(person, from, to.short_name.clone())
    } else {
        for above in people::ancestors(work, &request.from)? {
            whom.extend(people::holders_of(work, Role::Office, &above.id, today)?);
        }
        t.roster_told_exemption(person, from)
    };
    let body = t.roster_told_from(Lang::default().day(request.from_on));
    let notice = notice(Told::RequestToDecide, key(request), (title, body), "/people/requests");
    whom.retain(|id| actor.person_id.as_ref() != Some(id) && *id != request.person_id);
    notices::tell_all(work, &whom, &notice)
}

/// Nobody is asked any more; who asked, and the person whom it concerns, are told what came of it.
pub(super) fn decided(work: &mut Work<'_>, actor: &Actor, request: &Request, state: &str) -> Result<()> {
    notices::resolve(work, &key(request))?;
    let (t, person) = (words(), request.person.clone());
    let what = match (&request.kind, &request.to) {
        (Kind::Transfer(_), Some(to)) => t.roster_told_transfer_of(person, to.short_name.clone()),
        _ => t.roster_told_exemption_of(person),
    };
    let (title, done) = match state {
        "done" => (t.roster_told_done(what), true),
        "refused" => (t.roster_told_refused(what), false),
        _ => return Ok(()),
    };
    let sql = "select person_id from account where id = ?1";
    let asker: Option<Option<Id>> = work.query_opt(sql, params![request.asked_by], |row| row.get(0))?;
    let asker = asker.flatten().map(|id| (id, "/people/requests"));
    let concerned = done.then(|| (request.person_id.clone(), "/account/data"));
    let others =
        [concerned, asker].into_iter().flatten().filter(|(id, _)| actor.person_id.as_ref() != Some(id));
    for (id, href) in others {
        let told = (title.clone(), String::new());
        let notice = notice(Told::RequestDecided, format!("{} {state}", key(request)), told, href);
        notices::tell(work, &id, &notice)?;
    }
    Ok(())
}

fn notice(kind: Told, key: String, (title, body): (String, String), href: &str) -> Notice {
    Notice { kind, key, title, body, href: href.to_owned(), until: None, urgent: false }
}
