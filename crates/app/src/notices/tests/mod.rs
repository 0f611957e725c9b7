//! What is told, to whom, and how it leaves the house.

mod chosen;
mod group;
mod letters;
mod list;
mod post_office;
mod tellers;
mod timing;

use jiff::civil::{Date, time};

use crate::notices::{self, Kind, Notice};
use crate::shell::sending::{Mail, Security};
use crate::shell::{App, Author, Id, Sending};

/// Something worth telling.
fn notice(kind: Kind, key: &str, title: &str) -> Notice {
    Notice {
        kind,
        key: key.to_owned(),
        title: title.to_owned(),
        body: "三楼会议室".to_owned(),
        href: "/year".to_owned(),
        until: None,
        urgent: false,
    }
}

/// Tells a person of the sample.
fn tell(app: &App, person_id: &Id, told: &Notice) {
    app.write_blocking(Author::System, |work| notices::tell(work, person_id, told)).unwrap();
}

/// Shows that an address is a person's, without a letter.
fn with_address(app: &App, person_id: &Id, at: &str) {
    let done = app.write_blocking(Author::System, |work| {
        notices::address::enter(work, person_id, at, "12345678", "2026-03-05")?;
        notices::address::confirm(work, person_id, "12345678")
    });
    assert_eq!(done.unwrap(), notices::address::Confirmed::Right);
}

/// Sending through a server at a port of this machine.
fn through(port: u16) -> Sending {
    Sending {
        address: "https://xueji.example.org".to_owned(),
        mail: Some(Mail {
            host: "127.0.0.1".to_owned(),
            port,
            security: Security::None,
            login: None,
            from: "学记 <xueji@example.org>".parse().unwrap(),
        }),
        robot_hosts: Vec::new(),
    }
}

/// Moves the clock to an hour of a day.
fn at(app: &App, day: Date, hour: i8, minute: i8) {
    let instant = app.clock.instant_of(day, time(hour, minute, 0, 0));
    app.clock.pass(instant - app.clock.now());
}
