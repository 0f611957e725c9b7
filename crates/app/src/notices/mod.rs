//! What people are told: few and useful, in the product always, by mail as each of them chose, before a group by its robot.
//!
//! What is worth telling is for the slices that know it: they call [`tell()`], [`tell_group`] and [`resolve`] in the
//! transaction of what happened. When it goes out is decided in `timing`.

mod absorb;
mod address;
mod choices;
mod clean;
mod kinds;
mod mail;
mod messages;
mod outbox;
mod robots;
mod routes;
mod send;
mod store;
mod tell;
#[cfg(test)]
mod tests;
mod timing;
mod views;

use crate::shell::Routes;

pub(crate) use absorb::absorb;
pub(crate) use clean::{CLEANING, clean_job};
pub(crate) use kinds::Kind;
pub(crate) use mail::words;
pub(crate) use messages::{Health, health};
pub(crate) use send::{SENDING, send_job};
pub(crate) use tell::{resolve, tell, tell_all, tell_group};
pub(crate) use views::said_of_failure;

/// Something worth telling, in the bureau's language.
///
/// It may leave the house: no reason for a leave, no text of a note, no name of somebody absent belongs into it.
#[derive(Clone, Debug)]
pub(crate) struct Notice {
    pub(crate) kind: Kind,
    /// What it is about: whoever is told twice with one key is told once.
    pub(crate) key: String,
    /// One line.
    pub(crate) title: String,
    /// What else one needs to know; may be empty.
    pub(crate) body: String,
    /// Where it leads: a path of this server.
    pub(crate) href: String,
    /// The instant from which on it need not be sent any more, such as the beginning of what it announces.
    pub(crate) until: Option<i64>,
    /// Whether it is worth a message of its own where waiting with others would make it useless.
    pub(crate) urgent: bool,
}

/// The addresses of notices, of choices and of robots.
pub(crate) fn routes() -> Routes {
    routes::routes().and(robots::routes())
}

/// A notice of a person's, for the walk through all routes.
#[cfg(test)]
pub(crate) fn of_test(app: &crate::testing::TestApp, person_id: &crate::shell::Id) -> crate::shell::Id {
    let id = crate::shell::Id::fresh();
    let told = Notice {
        kind: Kind::MeetingAhead,
        key: id.to_string(),
        title: "集体学习".to_owned(),
        body: String::new(),
        href: "/year".to_owned(),
        until: None,
        urgent: false,
    };
    let at = app.app.clock.now();
    let given = (id.clone(), person_id.clone(), None);
    let stored = app.app.write_blocking(crate::shell::Author::System, |work| {
        store::add(work, std::slice::from_ref(&given), &told, at)
    });
    assert!(stored.expect("it is stored").contains(&id));
    id
}

#[cfg(test)]
pub(crate) use robots::of_test as robot_of_test;
