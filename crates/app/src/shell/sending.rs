//! What leaves the house besides pages, as the configuration says: mail, and what the robots of groups say.
//!
//! The slice of notices carries it out.

use lettre::message::Mailbox;

use crate::shell::sign_in::Secret;

/// How the way to the mail server is encrypted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Security {
    /// From the beginning.
    Tls,
    /// After asking for it; without it nothing is sent.
    StartTls,
    None,
}

/// The mail server, and who writes.
#[derive(Clone, Debug)]
pub(crate) struct Mail {
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) security: Security,
    /// Name and password.
    pub(crate) login: Option<(String, Secret)>,
    pub(crate) from: Mailbox,
}

/// What leaves the house, and whereto.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sending {
    /// Where browsers find this server, without a slash at the end; without it nothing is sent, for nothing could lead back.
    pub(crate) address: String,
    pub(crate) mail: Option<Mail>,
    /// Hosts beside those of the known vendors to which robots may speak: `host` or `host:port`.
    pub(crate) robot_hosts: Vec<String>,
}

impl Sending {
    /// Whether anything is sent at all.
    pub(crate) fn is_on(&self) -> bool {
        !self.address.is_empty()
    }

    /// The name of this server.
    pub(crate) fn host(&self) -> &str {
        let after = self.address.split_once("://").map_or(self.address.as_str(), |(_, rest)| rest);
        let host = after.split('/').next().unwrap_or(after);
        host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok()).map_or(host, |(name, _)| name)
    }
}
