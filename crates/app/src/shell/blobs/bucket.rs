//! Bytes in a bucket of an S3-compatible store; requests are signed here and sent by a plain HTTP client.

use std::fmt;
use std::fs::File;
use std::io::{self, Seek as _, SeekFrom};
use std::ops::Range;
use std::time::Duration;

use anyhow::Context as _;
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, RANGE};
use rusty_s3::{Credentials, S3Action as _, UrlStyle};
use ureq::{Agent, SendBody};

use crate::shell::blobs::{BlobHash, Part, Reading};

/// How long a signed address holds: as long as sending a file may take.
const SIGNED_FOR: Duration = Duration::from_mins(10);
/// How long a store may take to be found, and to begin its answer.
const CONNECT: Duration = Duration::from_secs(5);
const ANSWER: Duration = Duration::from_secs(20);
/// How long sending or reading a whole file may take.
const TRANSFER: Duration = Duration::from_mins(5);

/// What opens a store; never shown.
#[derive(Clone, Default)]
pub(crate) struct Keys {
    pub(crate) access: String,
    pub(crate) secret: String,
}

impl fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Keys")
    }
}

/// A bucket, and what stands before the names in it.
pub(crate) struct Bucket {
    addresses: rusty_s3::Bucket,
    credentials: Credentials,
    prefix: String,
    agent: Agent,
}

impl Bucket {
    /// `place` is `bucket` or `bucket/prefix`; `endpoint` the address of the store.
    pub(crate) fn new(endpoint: &str, region: &str, place: &str, keys: &Keys) -> anyhow::Result<Self> {
        let (name, prefix) = place.split_once('/').unwrap_or((place, ""));
        anyhow::ensure!(!name.is_empty(), "it names no bucket");
        let endpoint = endpoint.parse().with_context(|| format!("`{endpoint}` is no address of a store"))?;
        let bucket = rusty_s3::Bucket::new(endpoint, UrlStyle::Path, name.to_owned(), region.to_owned())?;
        let prefix = prefix.trim_matches('/');
        let plain = |symbol: char| symbol.is_ascii_alphanumeric() || "-_/".contains(symbol);
        anyhow::ensure!(prefix.chars().all(plain), "its prefix may hold letters, digits, - _ and /");
        let agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_recv_response(Some(ANSWER))
            .timeout_send_body(Some(TRANSFER))
            .timeout_recv_body(Some(TRANSFER))
            .http_status_as_error(false)
            .build();
        Ok(Self {
            addresses: bucket,
            credentials: Credentials::new(keys.access.clone(), keys.secret.clone()),
            prefix: if prefix.is_empty() { String::new() } else { format!("{prefix}/") },
            agent: agent.into(),
        })
    }

    fn key(&self, hash: &BlobHash, part: Part) -> String {
        format!("{}{hash}{}", self.prefix, part.ending())
    }

    pub(super) fn keep(&self, mut file: &File, bytes: u64, hash: &BlobHash, part: Part) -> io::Result<()> {
        let key = self.key(hash, part);
        let address = self.addresses.put_object(Some(&self.credentials), &key).sign(SIGNED_FOR);
        file.seek(SeekFrom::Start(0))?;
        let request = self.agent.put(address.as_str()).header(CONTENT_LENGTH, bytes);
        let answer = request.send(SendBody::from_reader(&mut file)).map_err(failed)?;
        accepted(answer.status())
    }

    pub(super) fn open(&self, hash: &BlobHash, part: Part, range: Option<Range<u64>>) -> io::Result<Reading> {
        let key = self.key(hash, part);
        let address = self.addresses.get_object(Some(&self.credentials), &key).sign(SIGNED_FOR);
        let mut request = self.agent.get(address.as_str());
        if let Some(range) = range {
            request = request.header(RANGE, format!("bytes={}-{}", range.start, range.end.saturating_sub(1)));
        }
        let answer = request.call().map_err(failed)?;
        accepted(answer.status())?;
        Ok(Box::new(answer.into_body().into_reader()))
    }

    pub(super) fn remove(&self, hash: &BlobHash, part: Part) -> io::Result<()> {
        let key = self.key(hash, part);
        let address = self.addresses.delete_object(Some(&self.credentials), &key).sign(SIGNED_FOR);
        let answer = self.agent.delete(address.as_str()).call().map_err(failed)?;
        match accepted(answer.status()) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

/// Without the address, which is signed.
fn failed(error: ureq::Error) -> io::Error {
    match error {
        ureq::Error::Io(error) => error,
        ureq::Error::Timeout(at) => {
            io::Error::new(io::ErrorKind::TimedOut, format!("no answer in time ({at})"))
        }
        ureq::Error::ConnectionFailed => io::Error::other("the store cannot be reached"),
        ureq::Error::HostNotFound => io::Error::other("the store's name is not known"),
        _ => io::Error::other("the store does not speak as expected"),
    }
}

fn accepted(status: StatusCode) -> io::Result<()> {
    match status {
        StatusCode::NOT_FOUND => Err(io::ErrorKind::NotFound.into()),
        status if status.is_success() => Ok(()),
        StatusCode::INSUFFICIENT_STORAGE => Err(io::ErrorKind::StorageFull.into()),
        status => Err(io::Error::other(format!("the store answered {status}"))),
    }
}

impl fmt::Debug for Bucket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "Bucket({self})")
    }
}

impl fmt::Display for Bucket {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "s3://{}/{}", self.addresses.name(), self.prefix)
    }
}
