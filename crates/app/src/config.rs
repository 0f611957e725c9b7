//! Configuration: a file, the environment and flags, in rising force; one reference made from the same source.

mod place;
mod reference;
mod sending;
mod sign_in;
#[cfg(test)]
mod tests;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use clap::Args;
use jiff::civil::Time;
use jiff::tz::TimeZone;
use serde::Deserialize;
use xueji_store::{DbUrl, Options};

use crate::config::place::Secret;
use crate::shell::Blobs;
use crate::shell::limits::Limits;
use crate::shell::proxies::Proxies;

pub(crate) use reference::reference;

/// Every key of the configuration, with its value where nothing says otherwise.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Settings {
    database: String,
    listen: String,
    zone: String,
    secure_cookies: bool,
    trusted_proxies: String,
    requests_per_minute: u32,
    guest_requests_per_minute: u32,
    readers: u32,
    log: String,
    log_format: String,
    metrics_listen: String,
    metrics_token: String,
    backup_folder: String,
    backup_at: String,
    backup_keep: u32,
    attachments: String,
    s3_endpoint: String,
    s3_region: String,
    s3_access_key: Secret,
    s3_secret_key: Secret,
    address: String,
    one_time_codes: String,
    secret_key: String,
    oidc_issuer: String,
    oidc_client_id: String,
    oidc_client_secret: String,
    oidc_claim: String,
    oidc_match: String,
    oidc_name: String,
    smtp_server: String,
    smtp_security: String,
    smtp_user: String,
    smtp_password: Secret,
    mail_from: String,
    robot_hosts: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            database: "sqlite:xueji.db".to_owned(),
            listen: "127.0.0.1:8080".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            secure_cookies: false,
            trusted_proxies: "127.0.0.1, ::1".to_owned(),
            requests_per_minute: 600,
            guest_requests_per_minute: 6000,
            readers: 4,
            log: "info".to_owned(),
            log_format: "text".to_owned(),
            metrics_listen: String::new(),
            metrics_token: String::new(),
            backup_folder: String::new(),
            backup_at: "02:30".to_owned(),
            backup_keep: 14,
            attachments: String::new(),
            s3_endpoint: String::new(),
            s3_region: "us-east-1".to_owned(),
            s3_access_key: Secret::default(),
            s3_secret_key: Secret::default(),
            address: String::new(),
            one_time_codes: "offered".to_owned(),
            secret_key: String::new(),
            oidc_issuer: String::new(),
            oidc_client_id: String::new(),
            oidc_client_secret: String::new(),
            oidc_claim: "preferred_username".to_owned(),
            oidc_match: "account".to_owned(),
            oidc_name: String::new(),
            smtp_server: String::new(),
            smtp_security: "tls".to_owned(),
            smtp_user: String::new(),
            smtp_password: Secret::default(),
            mail_from: String::new(),
            robot_hosts: String::new(),
        }
    }
}

// Each field is a key of the file, a variable of the environment and a flag; its comment is its reference.
/// What the environment and flags say.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Configuration")]
pub(crate) struct Overrides {
    /// The configuration file. Without this, xueji.toml of the working directory is read if it is there.
    #[arg(long, global = true, env = "XUEJI_CONFIG", value_name = "FILE")]
    config: Option<PathBuf>,
    /// Where the data is: sqlite:FILE, or postgres://USER:PASSWORD@HOST/DATABASE?schema=NAME; add &sslmode=verify-full where HOST is another machine, and &sslrootcert=FILE where its certificate is of an authority of your own.
    #[arg(long, global = true, env = "XUEJI_DATABASE", value_name = "URL", hide_env_values = true)]
    database: Option<String>,
    /// The address on which the server listens.
    #[arg(long, global = true, env = "XUEJI_LISTEN", value_name = "ADDRESS")]
    listen: Option<String>,
    /// The time zone in which days begin and end.
    #[arg(long, global = true, env = "XUEJI_ZONE", value_name = "NAME")]
    zone: Option<String>,
    /// Whether cookies are sent over HTTPS alone: true wherever a proxy in front speaks HTTPS, and by itself where `address` does.
    #[arg(long, global = true, env = "XUEJI_SECURE_COOKIES", value_name = "BOOL")]
    secure_cookies: Option<bool>,
    /// The proxies whose X-Forwarded-For is believed: addresses or networks such as 10.0.0.0/8, with commas between.
    #[arg(long, global = true, env = "XUEJI_TRUSTED_PROXIES", value_name = "ADDRESSES")]
    trusted_proxies: Option<String>,
    /// What one account may ask for in a minute: a page counts 1, a form 3, a search, a file or a plan tried on everybody 20; 0 is without limit.
    #[arg(long, global = true, env = "XUEJI_REQUESTS_PER_MINUTE", value_name = "COUNT")]
    requests_per_minute: Option<u32>,
    /// What all who have not signed in may ask for in a minute from one address: a page counts 1, an attempt to sign in 20; 0 is without limit.
    #[arg(long, global = true, env = "XUEJI_GUEST_REQUESTS_PER_MINUTE", value_name = "COUNT")]
    guest_requests_per_minute: Option<u32>,
    /// How many requests read the database at the same time: about twice the cores; on PostgreSQL all its connections.
    #[arg(long, global = true, env = "XUEJI_READERS", value_name = "COUNT")]
    readers: Option<u32>,
    /// What is logged: error, warn, info, debug, or a filter such as "info,xueji_store=debug".
    #[arg(long, global = true, env = "XUEJI_LOG", value_name = "FILTER")]
    log: Option<String>,
    /// How it is logged: text for people, or json, one object a line, for programs that collect logs.
    #[arg(long, global = true, env = "XUEJI_LOG_FORMAT", value_name = "FORMAT")]
    log_format: Option<String>,
    /// The address on which Prometheus reads /metrics, such as 127.0.0.1:9100; nobody can where it is empty.
    #[arg(long, global = true, env = "XUEJI_METRICS_LISTEN", value_name = "ADDRESS")]
    metrics_listen: Option<String>,
    /// What Prometheus must bring as its bearer token; needed where that address is not of this machine alone.
    #[arg(long, global = true, env = "XUEJI_METRICS_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    metrics_token: Option<String>,
    /// Where the server puts a backup every day; none are made where it is empty.
    #[arg(long, global = true, env = "XUEJI_BACKUP_FOLDER", value_name = "FOLDER")]
    backup_folder: Option<String>,
    /// The time of day, in the zone, from which on the day's backup is made.
    #[arg(long, global = true, env = "XUEJI_BACKUP_AT", value_name = "TIME")]
    backup_at: Option<String>,
    /// How many backups are kept; the oldest are removed.
    #[arg(long, global = true, env = "XUEJI_BACKUP_KEEP", value_name = "COUNT")]
    backup_keep: Option<u32>,
    /// Where the files of attachments are: a folder, or s3://BUCKET/PREFIX; one place for each database. Where it is empty, a folder beside the database's file, or one of the working directory named like the database on a server.
    #[arg(long, global = true, env = "XUEJI_ATTACHMENTS", value_name = "PLACE")]
    attachments: Option<String>,
    /// The address of the S3-compatible store in which the bucket is.
    #[arg(long, global = true, env = "XUEJI_S3_ENDPOINT", value_name = "URL")]
    s3_endpoint: Option<String>,
    /// The region that the store's requests are signed for.
    #[arg(long, global = true, env = "XUEJI_S3_REGION", value_name = "NAME")]
    s3_region: Option<String>,
    #[command(flatten)]
    sign_in: sign_in::SignInOverrides,
    #[command(flatten)]
    sending: sending::SendingOverrides,
}

/// The file that is read where none is named.
const DEFAULT_FILE: &str = "xueji.toml";

impl Settings {
    /// What file, environment and flags come to.
    pub(crate) fn read(overrides: &Overrides) -> anyhow::Result<Self> {
        let named = overrides.config.as_deref();
        let file = named.or_else(|| Some(Path::new(DEFAULT_FILE)).filter(|file| file.exists()));
        let mut settings = match file {
            Some(file) => {
                let text = std::fs::read_to_string(file)
                    .with_context(|| format!("cannot read the configuration {}", file.display()))?;
                toml::from_str(&text)
                    .with_context(|| format!("the configuration {} is not right", file.display()))?
            }
            None => Self::default(),
        };
        let take = |setting: &mut String, given: &Option<String>| {
            if let Some(given) = given {
                setting.clone_from(given);
            }
        };
        take(&mut settings.database, &overrides.database);
        take(&mut settings.listen, &overrides.listen);
        take(&mut settings.zone, &overrides.zone);
        take(&mut settings.trusted_proxies, &overrides.trusted_proxies);
        take(&mut settings.log, &overrides.log);
        take(&mut settings.log_format, &overrides.log_format);
        take(&mut settings.metrics_listen, &overrides.metrics_listen);
        take(&mut settings.metrics_token, &overrides.metrics_token);
        take(&mut settings.backup_folder, &overrides.backup_folder);
        take(&mut settings.backup_at, &overrides.backup_at);
        take(&mut settings.attachments, &overrides.attachments);
        take(&mut settings.s3_endpoint, &overrides.s3_endpoint);
        take(&mut settings.s3_region, &overrides.s3_region);
        settings.s3_access_key.or_environment(place::ACCESS_KEY);
        settings.s3_secret_key.or_environment(place::SECRET_KEY);
        settings.backup_keep = overrides.backup_keep.unwrap_or(settings.backup_keep);
        settings.secure_cookies = overrides.secure_cookies.unwrap_or(settings.secure_cookies);
        settings.requests_per_minute = overrides.requests_per_minute.unwrap_or(settings.requests_per_minute);
        settings.guest_requests_per_minute =
            overrides.guest_requests_per_minute.unwrap_or(settings.guest_requests_per_minute);
        settings.readers = overrides.readers.unwrap_or(settings.readers);
        settings.take_sign_in(&overrides.sign_in);
        settings.take_sending(&overrides.sending);
        Ok(settings)
    }

    /// Where the data is.
    pub(crate) fn database(&self) -> anyhow::Result<DbUrl> {
        self.database.parse().context("`database` is not right")
    }

    /// Whether somebody said where the data is.
    pub(crate) fn database_is_named(&self) -> bool {
        self.database != Self::default().database
    }

    /// The same with another database.
    pub(crate) fn with_database(&self, database: String) -> Self {
        Self { database, ..self.clone() }
    }

    /// How the database is opened.
    pub(crate) fn options(&self, create: bool) -> Options {
        Options { readers: self.readers.clamp(1, 256), create, ..Options::default() }
    }

    /// The zone of "today".
    pub(crate) fn zone(&self) -> anyhow::Result<TimeZone> {
        TimeZone::get(&self.zone).with_context(|| format!("`zone` names no time zone: {}", self.zone))
    }

    pub(crate) fn listen(&self) -> &str {
        &self.listen
    }

    /// Whether cookies are sent over HTTPS alone: where that is said, or browsers find the server there.
    pub(crate) fn secure_cookies(&self) -> bool {
        self.secure_cookies || self.address.starts_with("https://")
    }

    /// How much one visitor may ask for.
    pub(crate) fn limits(&self) -> anyhow::Result<Limits> {
        let proxies = Proxies::parse(&self.trusted_proxies).map_err(|wrong| {
            anyhow::anyhow!("`trusted_proxies` names what is neither an address nor a network: {wrong}")
        })?;
        Ok(Limits::new(self.requests_per_minute, self.guest_requests_per_minute, proxies))
    }

    pub(crate) fn log(&self) -> &str {
        &self.log
    }

    /// Whether each line of the log is an object.
    pub(crate) fn logs_json(&self) -> anyhow::Result<bool> {
        match self.log_format.as_str() {
            "text" => Ok(false),
            "json" => Ok(true),
            other => anyhow::bail!("`log_format` is text or json, not {other}"),
        }
    }

    /// Where metrics are read, and with which token.
    pub(crate) fn metrics(&self) -> anyhow::Result<Option<(SocketAddr, Option<String>)>> {
        if self.metrics_listen.is_empty() {
            return Ok(None);
        }
        let address = self.metrics_listen.parse::<SocketAddr>();
        let address = address.with_context(|| {
            format!("`metrics_listen` is no address and port of this machine: {}", self.metrics_listen)
        })?;
        let token = Some(self.metrics_token.clone()).filter(|token| !token.is_empty());
        anyhow::ensure!(
            address.ip().is_loopback() || token.is_some(),
            "`metrics_listen` can be reached from elsewhere: set `metrics_token`, or listen on 127.0.0.1"
        );
        Ok(Some((address, token)))
    }

    /// The folders that must keep some room: that of a database in a file, and that of the backups.
    pub(crate) fn places(&self) -> anyhow::Result<Vec<PathBuf>> {
        let mut places = Vec::new();
        if let DbUrl::Sqlite(file) = self.database()? {
            let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty());
            places.push(folder.unwrap_or(Path::new(".")).to_path_buf());
        }
        // Where nothing was brought yet, the folder is not there; its disk is that of what is above it.
        let attachments = place::folder(self)?
            .and_then(|folder| folder.ancestors().find(|one| one.is_dir()).map(Path::to_path_buf));
        places.extend(attachments.filter(|folder| !places.contains(folder)));
        if let Some((folder, ..)) = self.backups()? {
            places.push(folder);
        }
        Ok(places)
    }

    /// Where the server puts its own backups, from when in the day, and how many are kept.
    pub(crate) fn backups(&self) -> anyhow::Result<Option<(PathBuf, Time, usize)>> {
        if self.backup_folder.is_empty() {
            return Ok(None);
        }
        let at = self.backup_at.parse::<Time>();
        let at = at.with_context(|| format!("`backup_at` is no time of day: {}", self.backup_at))?;
        Ok(Some((PathBuf::from(&self.backup_folder), at, usize::try_from(self.backup_keep)?)))
    }

    /// Where the files of attachments are.
    pub(crate) fn blobs(&self) -> anyhow::Result<Blobs> {
        place::blobs(self)
    }

    /// What holds, without passwords and keys.
    pub(crate) fn shown(&self) -> anyhow::Result<String> {
        let Self { listen, zone, secure_cookies, readers, log, .. } = self;
        let Self { trusted_proxies, requests_per_minute, guest_requests_per_minute, .. } = self;
        let Self { backup_folder, backup_at, backup_keep, log_format, metrics_listen, .. } = self;
        let Self { attachments, s3_endpoint, s3_region, .. } = self;
        let metrics_token = if self.metrics_token.is_empty() { "" } else { "***" };
        Ok(format!(
            "database = \"{}\"\nlisten = {listen:?}\nzone = {zone:?}\nsecure_cookies = {secure_cookies}\n\
             trusted_proxies = {trusted_proxies:?}\nrequests_per_minute = {requests_per_minute}\n\
             guest_requests_per_minute = {guest_requests_per_minute}\n\
             readers = {readers}\nlog = {log:?}\nlog_format = {log_format:?}\n\
             metrics_listen = {metrics_listen:?}\nmetrics_token = {metrics_token:?}\n\
             backup_folder = {backup_folder:?}\nbackup_at = {backup_at:?}\n\
             backup_keep = {backup_keep}\nattachments = {attachments:?}\ns3_endpoint = {s3_endpoint:?}\n\
             s3_region = {s3_region:?}\n{}{}",
            self.database()?,
            self.shown_sign_in(),
            self.shown_sending()
        ))
    }
}
