//! A file as an answer: its kind as it was found, its name, a part of it where a player asks, and nothing that runs.

use std::io::{self, Read as _};
use std::ops::Range;

use axum::body::Body;
use axum::http::header::{
    ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE,
    ETAG, IF_NONE_MATCH, IF_RANGE, RANGE,
};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::task::spawn_blocking;

use crate::attachments::bring::taken;
use crate::attachments::picture::LOOKING;
use crate::attachments::{Attachment, Kind, picture};
use crate::shell::blobs::{BlobHash, Part};
use crate::shell::lang::Messages;
use crate::shell::{App, Blobs, Error, Result, file_name, stream};

/// A file opened by itself runs nothing, loads nothing and is framed by nobody.
const CLOSED: &str = "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; \
                      frame-ancestors 'none'; sandbox";
/// A browser's own reader of PDFs does not start in a sandbox; it has one of its own.
const CLOSED_PDF: &str =
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'";

/// The file, or the small picture of it. Whether the visitor may have it was asked before.
pub(crate) async fn answer(
    app: &App,
    asked: &HeaderMap,
    attachment: &Attachment,
    part: Part,
) -> Result<Response> {
    let tag = match part {
        Part::Whole => format!("\"{}\"", attachment.hash),
        Part::Small => format!("\"{}-small\"", attachment.hash),
    };
    let said = |name: HeaderName| asked.get(name).and_then(|value| value.to_str().ok());
    if said(IF_NONE_MATCH).is_some_and(|known| known.split(',').any(|known| known.trim() == tag)) {
        return Ok((StatusCode::NOT_MODIFIED, [(ETAG, tag)]).into_response());
    }
    if part == Part::Small {
        return if attachment.kind.is_picture() {
            small(app, attachment, &tag).await
        } else {
            Err(Error::NotFound)
        };
    }
    let bytes = u64::try_from(attachment.bytes).unwrap_or_default();
    let unchanged = said(IF_RANGE).is_none_or(|known| known == tag);
    let wanted = said(RANGE).filter(|_| unchanged).map_or(Wanted::All, |range| Wanted::of(range, bytes));
    let range = match wanted {
        Wanted::All => None,
        Wanted::Part(range) => Some(range),
        Wanted::Beyond => {
            let whole = format!("bytes */{bytes}");
            return Ok((StatusCode::RANGE_NOT_SATISFIABLE, [(CONTENT_RANGE, whole)]).into_response());
        }
    };
    let (blobs, hash, part_of) = (app.blobs.clone(), attachment.hash, range.clone());
    let reading = blocking(move || blobs.open(&hash, Part::Whole, part_of)).await?;
    let Some(reading) = reading else { return Err(missing(attachment)) };
    let (length, status) = match &range {
        Some(range) => (range.end - range.start, StatusCode::PARTIAL_CONTENT),
        None => (bytes, StatusCode::OK),
    };
    let mut response = (status, stream::body(reading, length)).into_response();
    let headers = response.headers_mut();
    if let Some(range) = range {
        let held = format!("bytes {}-{}/{bytes}", range.start, range.end - 1);
        headers.insert(CONTENT_RANGE, value(&held)?);
    }
    headers.insert(CONTENT_LENGTH, length.into());
    headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    headers.insert(CONTENT_DISPOSITION, value(&disposition(attachment))?);
    describe(headers, attachment.kind, &tag)?;
    Ok(response)
}

fn describe(headers: &mut HeaderMap, kind: Kind, tag: &str) -> Result<()> {
    let closed = if kind == Kind::Pdf { CLOSED_PDF } else { CLOSED };
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind.media_type()));
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(closed));
    headers.insert(ETAG, value(tag)?);
    Ok(())
}

fn value(text: &str) -> Result<HeaderValue> {
    Ok(HeaderValue::from_str(text).map_err(anyhow::Error::from)?)
}

/// The small picture; made again where a restored backup brought the large one alone.
async fn small(app: &App, attachment: &Attachment, tag: &str) -> Result<Response> {
    let (blobs, hash, kind) = (app.blobs.clone(), attachment.hash, attachment.kind);
    let kept = blocking(move || read(&blobs, &hash, Part::Small)).await?;
    let bytes = if let Some(bytes) = kept {
        bytes
    } else {
        let looking = LOOKING.acquire().await.map_err(anyhow::Error::from)?;
        let blobs = app.blobs.clone();
        let made = blocking(move || {
            let _looking = looking;
            make_small(&blobs, &hash, kind)
        });
        made.await?.ok_or_else(|| missing(attachment))?
    };
    let mut response = Body::from(bytes).into_response();
    response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("none"));
    describe(response.headers_mut(), Kind::Jpeg, tag)?;
    Ok(response)
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T> {
    let done = spawn_blocking(work).await.map_err(anyhow::Error::from)?;
    Ok(done.map_err(anyhow::Error::from)?)
}

fn read(blobs: &Blobs, hash: &BlobHash, part: Part) -> io::Result<Option<Vec<u8>>> {
    let Some(mut reading) = blobs.open(hash, part, None)? else { return Ok(None) };
    let mut bytes = Vec::new();
    reading.read_to_end(&mut bytes)?;
    Ok(Some(bytes))
}

fn make_small(blobs: &Blobs, hash: &BlobHash, kind: Kind) -> io::Result<Option<Vec<u8>>> {
    let Some(whole) = read(blobs, hash, Part::Whole)? else { return Ok(None) };
    let made =
        picture::small(&whole, kind).map_err(|_| io::Error::other("the picture cannot be read any more"))?;
    blobs.keep(taken(blobs, &made)?, hash, Part::Small)?;
    Ok(Some(made))
}

fn missing(attachment: &Attachment) -> Error {
    tracing::error!(attachment = %attachment.id, hash = %attachment.hash, "the file of an attachment is missing");
    Error::Conflict(Messages::attachments_missing)
}

/// Pictures, PDF, sound and films open in the browser; documents are for the program that made them.
fn disposition(attachment: &Attachment) -> String {
    let kind = attachment.kind;
    let how = if kind.is_picture() || kind.is_sound() || kind.is_film() || kind == Kind::Pdf {
        "inline"
    } else {
        "attachment"
    };
    let plain: String = attachment
        .file_name
        .chars()
        .map(|symbol| if symbol.is_ascii_alphanumeric() || "-_. ".contains(symbol) { symbol } else { '_' })
        .collect();
    file_name::disposition(how, &plain, &attachment.file_name)
}

/// What of a file is asked for.
#[derive(Debug, PartialEq, Eq)]
enum Wanted {
    /// All of it, also where several parts or other units are asked for.
    All,
    Part(Range<u64>),
    Beyond,
}

impl Wanted {
    fn of(range: &str, bytes: u64) -> Self {
        let Some((first, last)) = range.strip_prefix("bytes=").and_then(|range| range.split_once('-')) else {
            return Self::All;
        };
        let (first, last) = (first.trim(), last.trim());
        let wanted = match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first <= last => first..last.saturating_add(1).min(bytes),
            (Ok(first), Err(_)) if last.is_empty() => first..bytes,
            (Err(_), Ok(last)) if first.is_empty() => bytes.saturating_sub(last)..bytes,
            _ => return Self::All,
        };
        if wanted.is_empty() { Self::Beyond } else { Self::Part(wanted) }
    }
}

#[cfg(test)]
mod tests {
    use super::Wanted;

    #[test]
    fn one_part_is_served_and_anything_else_is_the_whole() {
        for (asked, wanted) in [
            ("bytes=0-", Wanted::Part(0..100)),
            ("bytes=10-19", Wanted::Part(10..20)),
            ("bytes=90-200", Wanted::Part(90..100)),
            ("bytes=-10", Wanted::Part(90..100)),
            ("bytes=-1000", Wanted::Part(0..100)),
            ("bytes=100-", Wanted::Beyond),
            ("bytes=-0", Wanted::Beyond),
            ("bytes=5-2", Wanted::All),
            ("bytes=0-1,5-6", Wanted::All),
            ("bytes=-", Wanted::All),
            ("pages=1-2", Wanted::All),
            ("bytes=18446744073709551615-18446744073709551615", Wanted::Beyond),
        ] {
            assert_eq!(Wanted::of(asked, 100), wanted, "{asked}");
        }
    }
}
