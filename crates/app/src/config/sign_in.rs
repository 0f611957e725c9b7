//! The keys of signing in: one-time codes and single sign-on.

use std::sync::Arc;

use anyhow::Context as _;
use clap::Args;

use crate::config::Settings;
use crate::shell::SignIn;
use crate::shell::sign_in::{Matching, OneTimeCodes, Provider, Secret};

/// The shortest secret key: what 24 random bytes come to in base64.
const SHORTEST_KEY: usize = 32;

// Each field is a key of the file, a variable of the environment and a flag; its comment is its reference.
/// What the environment and flags say of signing in.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub(super) struct SignInOverrides {
    /// Where browsers find this server, such as `https://learning.example.org`; single sign-on leads back there, and so do reminders.
    #[arg(long, global = true, env = "XUEJI_ADDRESS", value_name = "URL")]
    address: Option<String>,
    /// Who must sign in with one-time codes: offered (who turned them on), office (administrators and posts with rights above a branch as well), everybody.
    #[arg(long, global = true, env = "XUEJI_ONE_TIME_CODES", value_name = "WHO")]
    one_time_codes: Option<String>,
    /// A secret of at least 32 characters (`openssl rand -base64 32`) without which the database tells no key of one-time codes. In no backup: keep it apart, because without it codes have to be set up anew.
    #[arg(long, global = true, env = "XUEJI_SECRET_KEY", value_name = "TEXT", hide_env_values = true)]
    secret_key: Option<String>,
    /// The issuer of single sign-on by OpenID Connect; none where it is empty. See docs/single-sign-on.md.
    #[arg(long, global = true, env = "XUEJI_OIDC_ISSUER", value_name = "URL")]
    oidc_issuer: Option<String>,
    /// What the provider calls this server.
    #[arg(long, global = true, env = "XUEJI_OIDC_CLIENT_ID", value_name = "ID")]
    oidc_client_id: Option<String>,
    /// The secret that the provider gave this server; never shown, and in no backup.
    #[arg(
        long,
        global = true,
        env = "XUEJI_OIDC_CLIENT_SECRET",
        value_name = "TEXT",
        hide_env_values = true
    )]
    oidc_client_secret: Option<String>,
    /// Which claim of the provider says whose account it is: one that people cannot change themselves.
    #[arg(long, global = true, env = "XUEJI_OIDC_CLAIM", value_name = "NAME")]
    oidc_claim: Option<String>,
    /// What that claim is: account (the name of the account), or staff_number (the person's, 工号).
    #[arg(long, global = true, env = "XUEJI_OIDC_MATCH", value_name = "WHAT")]
    oidc_match: Option<String>,
    /// What the button of single sign-on says; 统一身份认证 where it is empty.
    #[arg(long, global = true, env = "XUEJI_OIDC_NAME", value_name = "TEXT")]
    oidc_name: Option<String>,
}

impl Settings {
    pub(super) fn take_sign_in(&mut self, given: &SignInOverrides) {
        let taken = [
            (&mut self.address, &given.address),
            (&mut self.one_time_codes, &given.one_time_codes),
            (&mut self.secret_key, &given.secret_key),
            (&mut self.oidc_issuer, &given.oidc_issuer),
            (&mut self.oidc_client_id, &given.oidc_client_id),
            (&mut self.oidc_client_secret, &given.oidc_client_secret),
            (&mut self.oidc_claim, &given.oidc_claim),
            (&mut self.oidc_match, &given.oidc_match),
            (&mut self.oidc_name, &given.oidc_name),
        ];
        for (setting, given) in taken {
            if let Some(given) = given {
                setting.clone_from(given);
            }
        }
    }

    /// How one signs in.
    pub(crate) fn sign_in(&self) -> anyhow::Result<SignIn> {
        let one_time_codes = match self.one_time_codes.as_str() {
            "offered" => OneTimeCodes::Offered,
            "office" => OneTimeCodes::Office,
            "everybody" => OneTimeCodes::Everybody,
            other => anyhow::bail!("`one_time_codes` is offered, office or everybody, not {other}"),
        };
        let long_enough = self.secret_key.is_empty() || self.secret_key.chars().count() >= SHORTEST_KEY;
        anyhow::ensure!(long_enough, "`secret_key` is shorter than {SHORTEST_KEY} characters");
        let secret_key = (!self.secret_key.is_empty()).then(|| Secret::new(&self.secret_key));
        let provider = if self.oidc_issuer.is_empty() { None } else { Some(Arc::new(self.provider()?)) };
        Ok(SignIn { one_time_codes, secret_key, provider })
    }

    fn provider(&self) -> anyhow::Result<Provider> {
        let matching = match self.oidc_match.as_str() {
            "account" => Matching::Account,
            "staff_number" => Matching::StaffNumber,
            other => anyhow::bail!("`oidc_match` is account or staff_number, not {other}"),
        };
        for (key, value) in [("oidc_client_id", &self.oidc_client_id), ("oidc_claim", &self.oidc_claim)] {
            anyhow::ensure!(!value.is_empty(), "`{key}` is needed beside `oidc_issuer`");
        }
        safe(&self.oidc_issuer).context("`oidc_issuer` is not right")?;
        safe(&self.address).context("`address` is needed beside `oidc_issuer`")?;
        Ok(Provider {
            issuer: self.oidc_issuer.clone(),
            client_id: self.oidc_client_id.clone(),
            client_secret: Secret::new(&self.oidc_client_secret),
            claim: self.oidc_claim.clone(),
            matching,
            name: self.oidc_name.clone(),
            address: self.address.trim_end_matches('/').to_owned(),
        })
    }

    /// These keys, without secrets.
    pub(super) fn shown_sign_in(&self) -> String {
        let Self { address, one_time_codes, oidc_issuer, oidc_client_id, .. } = self;
        let Self { oidc_claim, oidc_match, oidc_name, .. } = self;
        let hidden = |key: &str, value: &str| {
            if value.is_empty() { String::new() } else { format!("# {key} is set and not shown\n") }
        };
        format!(
            "address = {address:?}\none_time_codes = {one_time_codes:?}\n{}oidc_issuer = {oidc_issuer:?}\n\
             oidc_client_id = {oidc_client_id:?}\n{}oidc_claim = {oidc_claim:?}\noidc_match = {oidc_match:?}\n\
             oidc_name = {oidc_name:?}\n",
            hidden("secret_key", &self.secret_key),
            hidden("oidc_client_secret", &self.oidc_client_secret),
        )
    }
}

/// Holds that an address is one that nobody on the way can read or change: HTTPS, or this very machine.
pub(super) fn safe(address: &str) -> anyhow::Result<()> {
    let url =
        openidconnect::url::Url::parse(address).with_context(|| format!("{address:?} is no address"))?;
    let here = matches!(url.host_str(), Some("127.0.0.1" | "localhost" | "[::1]"));
    anyhow::ensure!(url.scheme() == "https" || (url.scheme() == "http" && here), "{address:?} is not https");
    anyhow::ensure!(url.query().is_none() && url.fragment().is_none(), "{address:?} has more than a path");
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Settings;

    fn reads(text: &str) -> anyhow::Result<crate::shell::SignIn> {
        toml::from_str::<Settings>(text).unwrap().sign_in()
    }

    #[test]
    fn what_is_wrong_with_signing_in_is_said_by_its_key() {
        for (text, key) in [
            ("one_time_codes = \"all\"", "one_time_codes"),
            ("secret_key = \"short\"", "secret_key"),
            ("oidc_issuer = \"https://id.example.org\"", "oidc_client_id"),
            ("oidc_issuer = \"http://id.example.org\"\noidc_client_id = \"x\"", "oidc_issuer"),
            ("oidc_issuer = \"https://id.example.org\"\noidc_client_id = \"x\"", "address"),
            (
                "oidc_issuer = \"https://id.example.org\"\noidc_client_id = \"x\"\noidc_match = \"mail\"",
                "oidc_match",
            ),
        ] {
            let error = format!("{:#}", reads(text).unwrap_err());
            assert!(error.contains(key), "{text}: {error}");
        }
        let whole = "oidc_issuer = \"https://id.example.org\"\noidc_client_id = \"x\"\naddress = \"https://xueji.example.org/\"";
        assert_eq!(reads(whole).unwrap().provider.unwrap().address, "https://xueji.example.org");
    }

    #[test]
    fn secrets_are_shown_nowhere() {
        let text = "secret_key = \"0123456789abcdef0123456789abcdef\"\noidc_client_secret = \"hush-hush\"";
        let settings: Settings = toml::from_str(text).unwrap();
        let shown = settings.shown().unwrap();
        assert!(!shown.contains("0123456789abcdef") && !shown.contains("hush-hush"), "{shown}");
        let debugged = format!("{:?}", settings.sign_in().unwrap());
        assert!(!debugged.contains("0123456789abcdef"), "{debugged}");
    }
}
