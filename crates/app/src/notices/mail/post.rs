//! Handing messages to the mail server: one connection for many, and what went wrong told by the step that failed.

use std::fmt;
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{SmtpConnection, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail as From, Quit, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::{Error, response};

use crate::shell::sending::{Mail, Security, Sending};

/// How long the server may take for a step; whoever waits for a code waits for some of them.
const PATIENCE: Duration = Duration::from_secs(10);

/// Why a message did not go out: a word, and the server's code where it told one. Never what the server wrote, which
/// may name people.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(in crate::notices) enum Trouble {
    /// The server takes nothing from us now.
    #[error("the mail server cannot be used: {0}")]
    Server(String),
    /// Not this message, now.
    #[error("put off: {0}")]
    Later(String),
    /// Not this message, ever.
    #[error("refused: {0}")]
    Never(String),
    /// The connection broke when it was handed over: it may have gone out.
    #[error("in doubt: {0}")]
    Doubt(String),
}

impl Trouble {
    /// As it is stored: `refused 550`.
    pub(in crate::notices) fn code(&self) -> &str {
        match self {
            Self::Server(code) | Self::Later(code) | Self::Never(code) | Self::Doubt(code) => code,
        }
    }
}

/// A connection to the mail server.
pub(in crate::notices) struct Post {
    connection: SmtpConnection,
    from: Address,
}

impl fmt::Debug for Post {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Post")
    }
}

impl Post {
    /// Connects, encrypts and signs in as the configuration says; blocks.
    pub(in crate::notices) fn open(mail: &Mail, sending: &Sending) -> Result<Self, Trouble> {
        let hello = ClientId::Domain(sending.host().to_owned());
        let tls = match mail.security {
            Security::None => None,
            Security::Tls | Security::StartTls => {
                Some(TlsParameters::new_rustls(mail.host.clone()).map_err(|_| server("tls"))?)
            }
        };
        let at_once = tls.as_ref().filter(|_| mail.security == Security::Tls);
        let place = (mail.host.as_str(), mail.port);
        let connected = SmtpConnection::connect(place, Some(PATIENCE), &hello, at_once, None);
        let mut connection = connected.map_err(|error| server_said("unreachable", &error))?;
        if let Some(tls) = tls.filter(|_| mail.security == Security::StartTls) {
            connection.starttls(&tls, &hello).map_err(|error| server_said("tls", &error))?;
        }
        if let Some((user, password)) = &mail.login {
            let credentials = Credentials::new(user.clone(), password.reveal().to_owned());
            let signed_in = connection.auth(&[Mechanism::Plain, Mechanism::Login], &credentials);
            signed_in.map_err(|error| server_said("login", &error))?;
        }
        Ok(Self { connection, from: mail.from.email.clone() })
    }

    /// Hands one message over; after a trouble the connection can be used again only if [`Post::is_usable`] says so.
    pub(in crate::notices) fn deliver(&mut self, to: &Address, message: &[u8]) -> Result<(), Trouble> {
        let connection = &mut self.connection;
        let from = From::new(Some(self.from.clone()), Vec::new());
        connection.command(from).map_err(|error| of_sender(&error))?;
        connection.command(Rcpt::new(to.clone(), Vec::new())).map_err(|error| of_this(&error))?;
        connection.command(Data).map_err(|error| of_this(&error))?;
        match connection.message(message) {
            Ok(_) => Ok(()),
            Err(error) if error.status().is_none() => Err(Trouble::Doubt("broken".to_owned())),
            Err(error) => Err(of_this(&error)),
        }
    }

    /// Lets go of a message that was refused; whether the server goes on with us.
    pub(in crate::notices) fn is_usable(&mut self) -> bool {
        self.connection.command(Rset).is_ok()
    }

    /// Says goodbye; whether the server hears it does not matter.
    pub(in crate::notices) fn close(mut self) {
        let _ = self.connection.command(Quit);
    }
}

fn server(word: &str) -> Trouble {
    Trouble::Server(word.to_owned())
}

/// What keeps the server from taking anything of ours.
fn server_said(word: &str, error: &Error) -> Trouble {
    let word = if error.is_tls() { "tls" } else { word };
    Trouble::Server(coded(word, error.status()))
}

/// What the server says of who writes concerns every letter; a line that was gone by then, this one.
fn of_sender(error: &Error) -> Trouble {
    match error.status() {
        Some(_) if error.is_permanent() => server_said("sender", error),
        Some(_) => server_said("busy", error),
        None => Trouble::Later("unreachable".to_owned()),
    }
}

/// What concerns this message alone.
fn of_this(error: &Error) -> Trouble {
    match error.status() {
        Some(code) if error.is_permanent() => Trouble::Never(coded("refused", Some(code))),
        Some(code) => Trouble::Later(coded("busy", Some(code))),
        None => Trouble::Later("unreachable".to_owned()),
    }
}

fn coded(word: &str, code: Option<response::Code>) -> String {
    code.map_or_else(|| word.to_owned(), |code| format!("{word} {code}"))
}
