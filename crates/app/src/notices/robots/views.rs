//! What the page of robots shows.

use askama::Template;

use crate::notices::robots::routes::{Found, PAGE};
use crate::notices::robots::{Vendor, store};
use crate::notices::views::said_of_failure;
use crate::people;
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Choice, Context, Fields, Mistakes, Page, page};

/// The list, and the form below it.
#[derive(Debug, Template)]
#[template(path = "notices/robots.html")]
pub(super) struct RobotsPage {
    page: Page,
    /// Whether anything is sent at all.
    on: bool,
    rows: Vec<Row>,
    back: String,
    forth: String,
    place: String,
    places: Vec<Choice>,
    vendors: Vec<Choice>,
    address: String,
    secret: String,
    wrong: Wrong,
}

#[derive(Debug)]
struct Row {
    number: usize,
    id: String,
    organization: String,
    vendor: String,
    address: String,
    last: String,
    failure: String,
}

/// What is wrong, by field.
#[derive(Debug, Default)]
struct Wrong {
    all: Vec<(&'static str, String)>,
    vendor: String,
    address: String,
    secret: String,
}

impl RobotsPage {
    pub(super) fn new(context: &Context, (places, (robots, more)): Found, number: usize, done: &str) -> Self {
        let t = context.t();
        let flash = match done {
            "set" => Some(t.notices_robot_set()),
            "tested" => Some(t.notices_robot_tested()),
            "failed" => Some(t.notices_robot_failed()),
            "removed" => Some(t.notices_robot_removed()),
            _ => None,
        };
        let way = vec![
            Crumb { href: Some("/notices".to_owned()), label: t.nav_notices() },
            Crumb { href: None, label: t.notices_robots() },
        ];
        let at = |number: usize| format!("/notices/robots?page={number}");
        let rows = robots.into_iter().enumerate();
        let places = people::indented(&places, |place| place.short_name.as_str());
        let places = places.map(|(place, title)| Choice::among("", &place.code, title));
        Self {
            page: page(context, t.notices_robots()).with_crumbs(way).with_flash(flash),
            on: context.app.sending.is_on(),
            rows: rows.map(|(index, one)| row(context, (number - 1) * PAGE + index + 1, one)).collect(),
            back: if number > 1 { at(number - 1) } else { String::new() },
            forth: if more { at(number + 1) } else { String::new() },
            place: t.people_page_alone(number.to_string()),
            places: places.collect(),
            vendors: vendors(t, context.app.sending.robot_hosts.is_empty(), ""),
            address: String::new(),
            secret: String::new(),
            wrong: Wrong::default(),
        }
    }

    /// As it was sent, with what is wrong.
    pub(super) fn refused(mut self, context: &Context, typed: &Fields, mistakes: &Mistakes) -> Self {
        let t = context.t();
        for place in &mut self.places {
            place.chosen = place.code == typed.get("organization");
        }
        Self {
            vendors: vendors(t, context.app.sending.robot_hosts.is_empty(), typed.get("vendor")),
            address: typed.get("address").to_owned(),
            secret: typed.get("secret").to_owned(),
            wrong: Wrong {
                all: mistakes.by_field(t).collect(),
                vendor: mistakes.at("vendor", t),
                address: mistakes.at("address", t),
                secret: mistakes.at("secret", t),
            },
            ..self
        }
    }
}

/// Whose robots may be chosen; others than the known vendors' only where the configuration lists hosts.
fn vendors(t: &Messages, known_alone: bool, chosen: &str) -> Vec<Choice> {
    let offered = Vendor::ALL.into_iter().filter(|vendor| !known_alone || vendor.place().is_some());
    offered.map(|vendor| Choice::among(chosen, vendor.code(), called(vendor, t))).collect()
}

fn called(vendor: Vendor, t: &Messages) -> String {
    match vendor {
        Vendor::Wecom => t.notices_vendor_wecom(),
        Vendor::Dingtalk => t.notices_vendor_dingtalk(),
        Vendor::Feishu => t.notices_vendor_feishu(),
        Vendor::Json => t.notices_vendor_json(),
    }
}

fn row(context: &Context, number: usize, listed: store::Listed) -> Row {
    let t = context.t();
    Row {
        number,
        id: listed.robot.id.to_string(),
        organization: listed.organization,
        vendor: called(listed.robot.vendor, t),
        address: listed.robot.address.masked(),
        last: listed.sent_at.map_or_else(|| t.notices_robot_never(), |at| context.app.clock.minute_of(at)),
        failure: listed.failure.map(|failure| said_of_failure(&failure, t)).unwrap_or_default(),
    }
}
