//! The keys of what leaves the house: mail, and the robots of groups.

use anyhow::Context as _;
use clap::Args;
use lettre::message::Mailbox;

use crate::config::Settings;
use crate::config::sign_in::safe;
use crate::shell::Sending;
use crate::shell::sending::{Mail, Security};
use crate::shell::sign_in::Secret;

/// The variable of the environment with the password of the mail server.
pub(super) const PASSWORD: &str = "XUEJI_SMTP_PASSWORD";

// Each field is a key of the file, a variable of the environment and a flag; its comment is its reference.
/// What the environment and flags say of mail and robots.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub(super) struct SendingOverrides {
    /// The mail server that takes reminders: HOST or HOST:PORT; none are sent where it is empty. Needs `address` and `mail_from`.
    #[arg(long, global = true, env = "XUEJI_SMTP_SERVER", value_name = "HOST")]
    smtp_server: Option<String>,
    /// How the way to it is encrypted: tls (from the beginning, port 465), starttls (asked for, port 587), or none (port 25; without a password, unless it is this machine).
    #[arg(long, global = true, env = "XUEJI_SMTP_SECURITY", value_name = "HOW")]
    smtp_security: Option<String>,
    /// The name of the account there; nobody signs in where it is empty.
    #[arg(long, global = true, env = "XUEJI_SMTP_USER", value_name = "NAME")]
    smtp_user: Option<String>,
    /// Who writes: an address that the server lets this account write from, such as `学记 <xueji@example.org>`.
    #[arg(long, global = true, env = "XUEJI_MAIL_FROM", value_name = "ADDRESS")]
    mail_from: Option<String>,
    /// Hosts beside those of 企业微信, 钉钉 and 飞书 to which the robots of groups may speak: HOST or HOST:PORT, with commas between. By HTTPS alone, unless it is this machine. Robots need `address`.
    #[arg(long, global = true, env = "XUEJI_ROBOT_HOSTS", value_name = "HOSTS")]
    robot_hosts: Option<String>,
}

impl Settings {
    pub(super) fn take_sending(&mut self, given: &SendingOverrides) {
        let taken = [
            (&mut self.smtp_server, &given.smtp_server),
            (&mut self.smtp_security, &given.smtp_security),
            (&mut self.smtp_user, &given.smtp_user),
            (&mut self.mail_from, &given.mail_from),
            (&mut self.robot_hosts, &given.robot_hosts),
        ];
        for (setting, given) in taken {
            if let Some(given) = given {
                setting.clone_from(given);
            }
        }
        self.smtp_password.or_environment(PASSWORD);
    }

    /// What leaves the house, and whereto.
    pub(crate) fn sending(&self) -> anyhow::Result<Sending> {
        let mail = if self.smtp_server.is_empty() { None } else { Some(self.mail()?) };
        let robot_hosts: Vec<String> = self
            .robot_hosts
            .split(',')
            .map(str::trim)
            .filter(|host| !host.is_empty())
            .map(str::to_owned)
            .collect();
        for host in &robot_hosts {
            let plain = |symbol: char| symbol.is_ascii_alphanumeric() || "-.:[]".contains(symbol);
            anyhow::ensure!(host.chars().all(plain), "`robot_hosts` names hosts, and {host:?} is none");
        }
        Ok(Sending { address: self.address.trim_end_matches('/').to_owned(), mail, robot_hosts })
    }

    fn mail(&self) -> anyhow::Result<Mail> {
        safe(&self.address).context("`address` is needed beside `smtp_server`")?;
        let (security, usual) = match self.smtp_security.as_str() {
            "tls" => (Security::Tls, 465),
            "starttls" => (Security::StartTls, 587),
            "none" => (Security::None, 25),
            other => anyhow::bail!("`smtp_security` is tls, starttls or none, not {other}"),
        };
        let (host, port) = match self.smtp_server.rsplit_once(':') {
            Some((host, port)) => (host, port.parse().context("`smtp_server` has no right port")?),
            None => (self.smtp_server.as_str(), usual),
        };
        let here = matches!(host, "127.0.0.1" | "localhost");
        let (name, password) = (&self.smtp_user, self.smtp_password.text());
        anyhow::ensure!(
            name.is_empty() || here || security != Security::None,
            "`smtp_security` is none: the password of `smtp_user` would be read on the way"
        );
        anyhow::ensure!(
            name.is_empty() == password.is_empty(),
            "`smtp_user` and its password ({PASSWORD}) are set together"
        );
        let from: Mailbox = self.mail_from.parse().context("`mail_from` is needed beside `smtp_server`")?;
        let login = (!name.is_empty()).then(|| (name.clone(), Secret::new(password)));
        Ok(Mail { host: host.to_owned(), port, security, login, from })
    }

    /// These keys, without secrets.
    pub(super) fn shown_sending(&self) -> String {
        let Self { smtp_server, smtp_security, smtp_user, mail_from, robot_hosts, .. } = self;
        let hidden =
            if self.smtp_password.text().is_empty() { "" } else { "# smtp_password is set and not shown\n" };
        format!(
            "smtp_server = {smtp_server:?}\nsmtp_security = {smtp_security:?}\nsmtp_user = {smtp_user:?}\n{hidden}\
             mail_from = {mail_from:?}\nrobot_hosts = {robot_hosts:?}\n"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::{Security, Settings};

    const WHOLE: &str = "address = \"https://xueji.example.org/\"\nsmtp_server = \"mail.example.org\"\n\
                         mail_from = \"学记 <xueji@example.org>\"\n";

    fn reads(text: &str) -> anyhow::Result<crate::shell::Sending> {
        toml::from_str::<Settings>(text).unwrap().sending()
    }

    #[test]
    fn a_mail_server_is_spoken_to_on_its_usual_port_and_encrypted() {
        let sending = reads(WHOLE).unwrap();
        let mail = sending.mail.unwrap();
        assert_eq!((mail.host.as_str(), mail.port, mail.security), ("mail.example.org", 465, Security::Tls));
        assert_eq!(mail.from.email.to_string(), "xueji@example.org");
        assert_eq!(sending.address, "https://xueji.example.org");
        let other =
            WHOLE.replace("mail.example.org\"", "mail.example.org:2525\"\nsmtp_security = \"starttls\"");
        let mail = reads(&other).unwrap().mail.unwrap();
        assert_eq!((mail.port, mail.security), (2525, Security::StartTls));
        assert!(reads("").unwrap().mail.is_none(), "and without a server nothing is sent");
    }

    #[test]
    fn what_is_wrong_with_sending_is_said_by_its_key() {
        for (change, key) in [
            (("address = \"https://xueji.example.org/\"", ""), "address"),
            (("mail_from = \"学记 <xueji@example.org>\"", ""), "mail_from"),
            (("mail.example.org\"", "mail.example.org:smtp\""), "smtp_server"),
            (("mail.example.org\"", "mail.example.org\"\nsmtp_security = \"ssl\""), "smtp_security"),
            (("mail.example.org\"", "mail.example.org\"\nsmtp_user = \"x\""), "XUEJI_SMTP_PASSWORD"),
            (
                (
                    "mail.example.org\"",
                    "mail.example.org\"\nsmtp_security = \"none\"\nsmtp_user = \"x\"\nsmtp_password = \"y\"",
                ),
                "smtp_security",
            ),
            (("mail.example.org\"", "mail.example.org\"\nrobot_hosts = \"https://x\""), "robot_hosts"),
        ] {
            let text = WHOLE.replace(change.0, change.1);
            let error = format!("{:#}", reads(&text).unwrap_err());
            assert!(error.contains(key), "{text}: {error}");
        }
    }

    #[test]
    fn the_password_is_shown_nowhere() {
        let text = format!("{WHOLE}smtp_user = \"x\"\nsmtp_password = \"hush-hush\"\n");
        let settings: Settings = toml::from_str(&text).unwrap();
        let told = format!("{}{settings:?}{:?}", settings.shown().unwrap(), settings.sending().unwrap());
        assert!(told.contains("mail.example.org") && !told.contains("hush-hush"), "{told}");
    }
}
