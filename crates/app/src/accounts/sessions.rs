//! Web sessions: opened, found by their cookie, ended.

use jiff::civil::Date;
use xueji_store::Tx;

use crate::accounts::{codes, store};
use crate::people;
use crate::shell::actor::{Home, Role};
use crate::shell::looks::Looks;
use crate::shell::sign_in::OneTimeCodes;
use crate::shell::{Actor, Clock, Id, Result, Scope, Work, secret};

const MINUTE: i64 = 60 * 1000;
const DAY: i64 = 24 * 60 * MINUTE;

/// A session unused for so long is over.
pub(super) const IDLE: i64 = DAY;
/// A session is over after this, however much it is used.
pub(super) const LONGEST: i64 = 14 * DAY;
/// Use is noted this often and not at every request.
const NOTED_EVERY: i64 = 15 * MINUTE;
/// Sessions that are over are kept for so long, to know the author of a form that comes late.
const KEPT: i64 = 7 * DAY;

/// A session as its owner sees it.
#[derive(Clone, Debug)]
pub(super) struct Session {
    pub(super) id: Id,
    pub(super) device: String,
    pub(super) created_at: i64,
    pub(super) seen_at: i64,
}

/// Who a cookie stands for.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) session_id: Id,
    pub(super) actor: Actor,
    /// Whether its use should be noted again.
    pub(super) note: bool,
}

/// Opens a session and returns the cookie's secret, which is stored nowhere.
pub(crate) fn open(work: &mut Work<'_>, account_id: &Id, device: &str, at: i64) -> Result<String> {
    open_as(work, account_id, None, device, at)
}

/// The same for somebody who signed in as an identity of the provider.
pub(super) fn open_as(
    work: &mut Work<'_>,
    account_id: &Id,
    identity_id: Option<&Id>,
    device: &str,
    at: i64,
) -> Result<String> {
    let token = secret::token()?;
    store::forget_sessions(work, at - KEPT)?;
    let session = store::NewSession {
        id: Id::fresh(),
        token_hash: secret::digest(&token),
        account_id: account_id.clone(),
        csrf: secret::token()?,
        identity_id: identity_id.cloned(),
        device: device.to_owned(),
        created_at: at,
        expires_at: at + LONGEST,
    };
    store::add_session(work, &session)?;
    Ok(token)
}

/// Whose session a cookie's secret opens, with the posts that they hold today.
pub(super) fn find(tx: &mut Tx, token: &str, clock: &Clock, rule: OneTimeCodes) -> Result<Option<Found>> {
    let now = clock.now();
    let Some(row) = store::session(tx, &secret::digest(token), now, now - IDLE)? else { return Ok(None) };
    let mut actor = acting(tx, row.account_id, row.person_id, row.name, clock.today())?;
    // Whoever the provider lets in needs neither password nor code of ours.
    actor.must_change = row.must_change && row.identity_id.is_none();
    (actor.unread, actor.csrf) = (row.unread, row.csrf);
    if row.administrator {
        let root = people::root(tx)?.map_or_else(|| Id::from_text(""), |root| root.id);
        let (role, path) = (Role::Administrator, "/".to_owned());
        actor.scopes.push(Scope { role, lent: false, organization_id: root, path });
    }
    if !row.has_codes && row.identity_id.is_none() {
        actor.must_set_up_codes = codes::are_demanded_of(tx, rule, &actor.scopes)?;
    }
    Ok(Some(Found { session_id: row.id, actor, note: now - row.seen_at >= NOTED_EVERY }))
}

/// Who an account is on a day, whatever it signs in with.
pub(crate) fn acting(
    tx: &mut Tx,
    account_id: Id,
    person_id: Option<Id>,
    name: String,
    today: Date,
) -> Result<Actor> {
    let (mut name, mut home) = (name, None);
    let scopes = if let Some(person_id) = &person_id {
        if let Some(person) = people::person(tx, person_id)? {
            name = person.name;
        }
        home = people::home(tx, person_id, today)?.map(|home| Home {
            organization_id: home.id,
            path: home.path,
            name: home.name,
        });
        people::scopes(tx, person_id, today)?
    } else {
        people::scopes_of_account(tx, &account_id, today)?
    };
    Ok(Actor {
        account_id,
        person_id,
        name,
        home,
        scopes,
        must_change: false,
        must_set_up_codes: false,
        unread: 0,
        csrf: String::new(),
        looks: Looks::default(),
    })
}

/// The actor of a cookie's secret: for tests of rights.
#[cfg(test)]
pub(crate) fn actor_of(tx: &mut Tx, token: &str, clock: &Clock) -> Result<Option<Actor>> {
    Ok(find(tx, token, clock, OneTimeCodes::Offered)?.map(|found| found.actor))
}

/// Whose session the token of a form belongs or belonged to.
pub(super) fn author(tx: &mut Tx, csrf: &str) -> Result<Option<Id>> {
    store::account_of_csrf(tx, csrf)
}

/// The session of a cookie is over.
pub(super) fn end(work: &mut Work<'_>, token: &str, at: i64) -> Result<()> {
    store::end_by_token(work, &secret::digest(token), at)
}

/// Every session of an account is over, and every sign-in that was on its way.
pub(super) fn end_all(work: &mut Work<'_>, account_id: &Id, at: i64) -> Result<()> {
    codes::end_steps(work, account_id)?;
    store::end_of_account(work, account_id, at)
}

/// The open sessions of an account, the latest used first.
pub(super) fn open_of(tx: &mut Tx, account_id: &Id, at: i64) -> Result<Vec<Session>> {
    store::sessions_of(tx, account_id, at, at - IDLE)
}

/// Browser and system, as far as the browser says: enough for its owner to tell it from others.
pub(super) fn device(user_agent: &str) -> String {
    let first = |names: &[(&str, &'static str)]| {
        names.iter().find(|(mark, _)| user_agent.contains(mark)).map_or("", |(_, name)| name)
    };
    let browser = first(&[
        ("MicroMessenger", "WeChat"),
        ("Edg", "Edge"),
        ("Firefox", "Firefox"),
        ("Chrome", "Chrome"),
        ("Safari", "Safari"),
    ]);
    let system = first(&[
        ("HarmonyOS", "HarmonyOS"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Windows", "Windows"),
        ("Mac OS", "macOS"),
        ("Linux", "Linux"),
    ]);
    [browser, system].into_iter().filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" · ")
}

#[cfg(test)]
mod tests {
    use super::device;

    #[test]
    fn a_device_is_named_as_its_owner_would() {
        let phone = "Mozilla/5.0 (Linux; Android 13; HarmonyOS) AppleWebKit/537.36 Chrome/99.0 Safari/537.36";
        assert_eq!(device(phone), "Chrome · HarmonyOS");
        assert_eq!(device("curl/8.0"), "");
    }
}
