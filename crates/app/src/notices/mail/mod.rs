//! A message to one person as mail: plain text, and the same simply set, in the bureau's language.

mod post;

use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context as _;
use askama::Template;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, Message, MultiPart};

use crate::shell::lang::Messages;
use crate::shell::sending::Sending;
use crate::shell::{Id, Lang, Result};

pub(super) use post::{Post, Trouble};

/// The language of what is told: the bureau's. Whose browser speaks another is known to that browser alone.
pub(crate) fn words() -> &'static Messages {
    Lang::default().messages()
}

/// One of the things that a message tells.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) kind: String,
    pub(super) title: String,
    pub(super) body: String,
    /// Where it leads: a path of this server.
    pub(super) href: String,
}

/// A message to one person.
#[derive(Clone, Debug)]
pub(super) struct Letter {
    /// Names it for good: whoever gets it twice sees one.
    pub(super) id: Id,
    pub(super) to: String,
    pub(super) lines: Vec<Line>,
    pub(super) at: i64,
}

#[derive(Debug, Template)]
#[template(path = "notices/letter.txt")]
struct Plain<'a> {
    t: &'static Messages,
    lines: &'a [Line],
    address: &'a str,
}

#[derive(Debug, Template)]
#[template(path = "notices/letter.html")]
struct Set<'a> {
    t: &'static Messages,
    lines: &'a [Line],
    address: &'a str,
}

#[derive(Debug, Template)]
#[template(path = "notices/code.txt")]
struct CodePlain<'a> {
    t: &'static Messages,
    code: &'a str,
    address: &'a str,
}

#[derive(Debug, Template)]
#[template(path = "notices/code.html")]
struct CodeSet<'a> {
    t: &'static Messages,
    code: &'a str,
    address: &'a str,
}

impl Letter {
    /// As it goes over the wire.
    ///
    /// # Errors
    /// An address that is none; it was checked when it was entered.
    pub(super) fn composed(&self, sending: &Sending) -> Result<Message> {
        let t = words();
        let subject = match self.lines.as_slice() {
            [one] => t.notices_subject(one.title.clone()),
            [first, ..] => t.notices_subject_many(first.title.clone(), self.lines.len().to_string()),
            [] => t.product_name(),
        };
        let (lines, address) = (self.lines.as_slice(), sending.address.as_str());
        let plain = Plain { t, lines, address }.render();
        let set = Set { t, lines, address }.render();
        let bodies = (plain.map_err(anyhow::Error::from)?, set.map_err(anyhow::Error::from)?);
        message(sending, &self.id, &self.to, subject, bodies, self.at)
    }
}

/// The message that brings a code to an address that is to be confirmed.
pub(super) fn with_code(sending: &Sending, to: &str, code: &str, at: i64) -> Result<Message> {
    let (t, address) = (words(), sending.address.as_str());
    let plain = CodePlain { t, code, address }.render().map_err(anyhow::Error::from)?;
    let set = CodeSet { t, code, address }.render().map_err(anyhow::Error::from)?;
    message(sending, &Id::fresh(), to, t.notices_code_subject(), (plain, set), at)
}

fn message(
    sending: &Sending,
    id: &Id,
    to: &str,
    subject: String,
    (plain, set): (String, String),
    at: i64,
) -> Result<Message> {
    let from: &Mailbox = &sending.mail.as_ref().context("mail is not configured")?.from;
    let to = Mailbox::new(None, to.parse().context("an address that is none")?);
    let at = UNIX_EPOCH + Duration::from_millis(u64::try_from(at).unwrap_or(0));
    let choices = format!("<{}/notices/choices>", sending.address);
    let message = Message::builder()
        .from(from.clone())
        .to(to)
        .date(at)
        .message_id(Some(format!("<{id}@{}>", sending.host())))
        .subject(subject)
        .raw_header(plain_header("List-Unsubscribe", choices))
        // Nobody's machine answers it: RFC 3834.
        .raw_header(plain_header("Auto-Submitted", "auto-generated".to_owned()))
        .multipart(MultiPart::alternative_plain_html(plain, set));
    Ok(message.context("a message that cannot be composed")?)
}

fn plain_header(name: &'static str, value: String) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value)
}
