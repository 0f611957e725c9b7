//! Where the files of attachments are, as the configuration says it or as the database suggests.

use std::path::PathBuf;

use anyhow::Context as _;
use serde::Deserialize;
use xueji_store::DbUrl;

use crate::config::{Settings, sending};
use crate::shell::Blobs;
use crate::shell::blobs::{Bucket, Keys};

/// The variables of the environment that open a store.
pub(super) const ACCESS_KEY: &str = "XUEJI_S3_ACCESS_KEY";
pub(super) const SECRET_KEY: &str = "XUEJI_S3_SECRET_KEY";

/// The keys that are no flags, because flags are seen by everybody on the machine.
pub(super) const KEYS: [(&str, &str, &str); 3] = [
    ("s3_access_key", ACCESS_KEY, "The name of the key that opens the store. Never shown, and in no backup"),
    ("s3_secret_key", SECRET_KEY, "The key itself. Never shown, and in no backup"),
    ("smtp_password", sending::PASSWORD, "The password of `smtp_user`. Never shown, and in no backup"),
];

/// A value that is never shown.
#[derive(Clone, Default, Deserialize)]
#[serde(transparent)]
pub(super) struct Secret(String);

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Secret")
    }
}

impl Secret {
    /// The text itself, for the one place that needs it.
    pub(super) fn text(&self) -> &str {
        &self.0
    }

    /// The environment is stronger than the file.
    pub(super) fn or_environment(&mut self, variable: &str) {
        if let Ok(value) = std::env::var(variable) {
            self.0 = value;
        }
    }
}

/// The folder, where it is one.
pub(super) fn folder(settings: &Settings) -> anyhow::Result<Option<PathBuf>> {
    Ok(match settings.attachments.as_str() {
        "" => Some(beside(&settings.database()?)),
        place if place.contains("://") => None,
        place => Some(PathBuf::from(place)),
    })
}

pub(super) fn blobs(settings: &Settings) -> anyhow::Result<Blobs> {
    let place = settings.attachments.as_str();
    let Some(bucket) = place.strip_prefix("s3://") else {
        anyhow::ensure!(!place.contains("://"), "`attachments` is a folder or s3://BUCKET/PREFIX: {place}");
        return Ok(Blobs::folder(folder(settings)?.context("`attachments` is a folder")?));
    };
    let (access, secret) = (settings.s3_access_key.0.clone(), settings.s3_secret_key.0.clone());
    anyhow::ensure!(
        !settings.s3_endpoint.is_empty(),
        "`attachments` is a bucket, and `s3_endpoint` is empty"
    );
    anyhow::ensure!(
        !access.is_empty() && !secret.is_empty(),
        "`attachments` is a bucket, and the environment has no {ACCESS_KEY} and {SECRET_KEY}"
    );
    let keys = Keys { access, secret };
    let bucket = Bucket::new(&settings.s3_endpoint, &settings.s3_region, bucket, &keys);
    Ok(Blobs::bucket(bucket.context("`attachments` is not right")?))
}

/// A folder of the database's own: two databases must never clean up each other's files.
fn beside(database: &DbUrl) -> PathBuf {
    match database {
        DbUrl::Sqlite(file) => PathBuf::from(format!("{}-attachments", file.display())),
        DbUrl::Memory => std::env::temp_dir().join(format!("xueji-attachments-{}", std::process::id())),
        DbUrl::Postgres { .. } => {
            let shown = database.to_string();
            let (_, name) = shown.rsplit_once('/').unwrap_or(("", &shown));
            let name = name.replace("?schema=", "-");
            let odd = |symbol: char| !symbol.is_ascii_alphanumeric() && !"-_".contains(symbol);
            PathBuf::from(format!("attachments-{}", name.replace(odd, "-")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(toml: &str) -> anyhow::Result<String> {
        let settings: Settings = toml::from_str(toml).unwrap();
        Ok(blobs(&settings)?.to_string())
    }

    #[test]
    fn each_database_has_a_place_of_its_own() {
        assert_eq!(place("").unwrap(), "xueji.db-attachments");
        assert_eq!(place("database = \"data/a.db\"").unwrap(), "data/a.db-attachments");
        let server = "database = \"postgres://u:secret@host/bureaus?schema=north\"";
        assert_eq!(place(server).unwrap(), "attachments-bureaus-north");
        assert_eq!(place("attachments = \"/srv/files\"").unwrap(), "/srv/files");
    }

    #[test]
    fn a_bucket_is_named_without_its_keys() {
        let bucket = "attachments = \"s3://xueji/north\"\ns3_endpoint = \"https://s3.example\"\n\
                      s3_access_key = \"AKEY\"\ns3_secret_key = \"hush\"\n";
        assert_eq!(place(bucket).unwrap(), "s3://xueji/north/");
        let settings: Settings = toml::from_str(bucket).unwrap();
        let shown = format!("{}{settings:?}{:?}", settings.shown().unwrap(), settings.blobs().unwrap());
        assert!(shown.contains("s3://xueji/north"), "{shown}");
        assert!(!shown.contains("hush") && !shown.contains("AKEY"), "{shown}");
    }

    #[test]
    fn what_is_missing_for_a_bucket_is_named() {
        let said = |toml: &str| format!("{:#}", place(toml).unwrap_err());
        assert!(said("attachments = \"s3://xueji\"").contains("s3_endpoint"));
        let without_keys = "attachments = \"s3://xueji\"\ns3_endpoint = \"https://s3.example\"";
        assert!(said(without_keys).contains(SECRET_KEY));
        let keys = "s3_access_key = \"a\"\ns3_secret_key = \"b\"\n";
        assert!(
            said(&format!("{keys}attachments = \"s3://x\"\ns3_endpoint = \"nowhere\"")).contains("nowhere")
        );
        assert!(said("attachments = \"ftp://x\"").contains("ftp://x"));
    }
}
