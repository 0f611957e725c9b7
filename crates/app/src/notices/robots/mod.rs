//! The robots of groups in the usual office messengers: one for each organization, which says what is about no one person.
//!
//! An address is called only where its host is a vendor's, or one that the configuration lists: nobody who fills in a form
//! leads the server elsewhere.

mod routes;
mod say;
mod store;
mod views;

use axum::http::Uri;

use crate::notices::messages;
use crate::shell::lang::Messages;
use crate::shell::sending::Sending;
use crate::shell::{Deed, Error, Fields, Id, Mistakes, Note, Result, Work};

pub(super) use routes::routes;
pub(super) use say::{Said, Untold, say};
pub(super) use store::{failed, of, told};

/// Whose robot it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Vendor {
    /// 企业微信.
    Wecom,
    /// 钉钉.
    Dingtalk,
    /// 飞书.
    Feishu,
    /// Anything that takes a JSON object.
    Json,
}

impl Vendor {
    const ALL: [Self; 4] = [Self::Wecom, Self::Dingtalk, Self::Feishu, Self::Json];

    const fn code(self) -> &'static str {
        match self {
            Self::Wecom => "wecom",
            Self::Dingtalk => "dingtalk",
            Self::Feishu => "feishu",
            Self::Json => "json",
        }
    }

    fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|vendor| vendor.code() == code)
    }

    /// Its host and how its addresses go on, as its documents have them.
    const fn place(self) -> Option<(&'static str, &'static str)> {
        match self {
            Self::Wecom => Some(("qyapi.weixin.qq.com", "/cgi-bin/webhook/send?key=")),
            Self::Dingtalk => Some(("oapi.dingtalk.com", "/robot/send?access_token=")),
            Self::Feishu => Some(("open.feishu.cn", "/open-apis/bot/v2/hook/")),
            Self::Json => None,
        }
    }
}

/// A robot.
#[derive(Clone, Debug)]
pub(super) struct Robot {
    pub(super) id: Id,
    pub(super) organization_id: Id,
    pub(super) vendor: Vendor,
    pub(super) address: Address,
    /// With what its messages are signed; empty where they are not.
    pub(super) secret: Hidden,
}

impl Robot {
    /// Whether it may be called (any more): the list of hosts may have become shorter.
    pub(super) fn may_be_called(&self, sending: &Sending) -> bool {
        Address::checked(&self.address.0, self.vendor, sending).is_some()
    }
}

/// An address with which anybody could speak in the group: shown with its end alone.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Address(String);

/// A text that is shown nowhere.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Hidden(String);

impl std::fmt::Debug for Address {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Address")
    }
}

impl std::fmt::Debug for Hidden {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Hidden")
    }
}

/// The characters of an address that tell its owner which one it is.
const SHOWN: usize = 4;
/// The longest address, and the longest secret.
const LONGEST: usize = 500;

impl Address {
    /// What a form said, where a robot of this vendor may be called there.
    pub(super) fn checked(typed: &str, vendor: Vendor, sending: &Sending) -> Option<Self> {
        let fits = typed.is_ascii() && typed.len() <= LONGEST && !typed.contains(char::is_whitespace);
        let uri = typed.parse::<Uri>().ok().filter(|_| fits)?;
        let (authority, host) = (uri.authority()?.as_str(), uri.host()?);
        // A name before the host would be one more secret, and hides where it leads.
        let (encrypted, plain) = (uri.scheme_str() == Some("https"), !authority.contains('@'));
        let of_vendor = vendor.place().is_some_and(|(known, begins)| {
            encrypted
                && authority == known
                && uri.path_and_query().is_some_and(|path| is_past(path.as_str(), begins))
        });
        let here = matches!(host, "127.0.0.1" | "localhost" | "[::1]");
        let listed = (encrypted || here) && sending.robot_hosts.iter().any(|listed| listed == authority);
        (plain && (of_vendor || listed)).then(|| Self(typed.to_owned()))
    }

    /// The host, and the end of what follows.
    pub(super) fn masked(&self) -> String {
        let uri = self.0.parse::<Uri>().unwrap_or_default();
        let end: String = self.0.chars().rev().take(SHOWN).collect();
        let end: String = end.chars().rev().collect();
        format!("{}/…{end}", uri.authority().map_or("", |authority| authority.as_str()))
    }
}

/// Whether a path goes on after its beginning.
fn is_past(path: &str, begins: &str) -> bool {
    path.strip_prefix(begins).is_some_and(|rest| !rest.is_empty())
}

/// Keeps what a form says of an organization's robot, in place of the one it had.
///
/// # Errors
/// Mistakes at the fields.
pub(super) fn set(
    work: &mut Work<'_>,
    organization_id: &Id,
    typed: &Fields,
    sending: &Sending,
    by: &Id,
) -> Result<()> {
    let mut wrong = Mistakes::default();
    let vendor = Vendor::of(typed.get("vendor"));
    if vendor.is_none() {
        wrong.add("vendor", Messages::field_required);
    }
    let vendor = vendor.unwrap_or(Vendor::Json);
    let address = typed.required("address", LONGEST, &mut wrong);
    let secret = typed.text("secret", LONGEST, &mut wrong).unwrap_or_default();
    let checked = Address::checked(&address, vendor, sending);
    if checked.is_none() && !address.is_empty() {
        wrong.add("address", Messages::notices_robot_elsewhere);
    }
    wrong.check()?;
    let Some(address) = checked else { return Err(Error::NotFound) };
    let robot = Robot {
        id: Id::fresh(),
        organization_id: organization_id.clone(),
        vendor,
        address,
        secret: Hidden(secret),
    };
    let at = work.at();
    messages::drop_for_organization(work, organization_id)?;
    store::put(work, &robot, by, at)?;
    work.note(Note::of(Deed::RobotSet, &robot.id).to(organization_id).saying(vendor.code()));
    Ok(())
}

/// Takes an organization's robot away; what waits for it is not sent.
pub(super) fn remove(work: &mut Work<'_>, robot: &Robot) -> Result<()> {
    messages::drop_for_organization(work, &robot.organization_id)?;
    store::remove(work, &robot.id)?;
    let note = Note::of(Deed::RobotRemoved, &robot.id).to(&robot.organization_id);
    work.note(note.saying(robot.vendor.code()));
    Ok(())
}

/// A robot of an organization's, for the walk through all routes.
#[cfg(test)]
pub(crate) fn of_test(app: &crate::testing::TestApp, organization_id: &Id) -> Id {
    let robot = Robot {
        id: Id::fresh(),
        organization_id: organization_id.clone(),
        vendor: Vendor::Wecom,
        address: Address("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k".to_owned()),
        secret: Hidden(String::new()),
    };
    let (by, at) = (Id::from_text("someone"), app.app.clock.now());
    let stored =
        app.app.write_blocking(crate::shell::Author::Command, |work| store::put(work, &robot, &by, at));
    stored.expect("it is stored");
    robot.id
}
