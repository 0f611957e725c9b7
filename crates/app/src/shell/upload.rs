//! Forms with a file, and forms with files: bounded, CSRF-checked, read field by field.

use std::io::{self, Write as _};

use axum::extract::multipart::Field;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};

use crate::shell::app::App;
use crate::shell::blobs::{Arrived, Blobs};
use crate::shell::context::Context;
use crate::shell::error::{Error, Result};
use crate::shell::form::{CSRF_FIELD, Fields, LARGEST_FORM, MOST_FIELDS, Mistakes};
use crate::shell::interrupted::Interrupted;
use crate::shell::lang::Messages;

/// The largest form with a file: a document of a thousand pages, and room for the other fields.
pub(crate) const LARGEST_UPLOAD: usize = 24 << 20;

/// A posted form with a file whose CSRF token was right.
#[derive(Debug)]
pub(crate) struct Upload {
    /// The request.
    pub(crate) context: Context,
    /// The fields but the file.
    pub(crate) fields: Fields,
    /// Name and content of the file, where one was chosen.
    pub(crate) file: Option<(String, Vec<u8>)>,
}

impl FromRequest<App> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let context = Context::of(&parts, app);
        let request = Request::from_parts(parts, body);
        let refused = || Mistakes::one(CSRF_FIELD, Messages::error_form_too_large).into_response();
        let too_large = |_| refused();
        let mut form = Multipart::from_request(request, app).await.map_err(too_large_or_broken)?;
        let (mut pairs, mut file) = (Vec::new(), None);
        while let Some(field) = form.next_field().await.map_err(too_large)? {
            let name = field.name().unwrap_or_default().to_owned();
            if name == "file" {
                let called = field.file_name().unwrap_or_default().to_owned();
                let bytes = field.bytes().await.map_err(too_large)?.to_vec();
                file = (!bytes.is_empty()).then_some((called, bytes));
            } else if pairs.len() == MOST_FIELDS {
                return Err(refused());
            } else {
                pairs.push((name, field.text().await.map_err(too_large)?));
            }
        }
        let fields = Fields::of(pairs);
        if context.accepts_token(fields.get(CSRF_FIELD)) {
            return Ok(Self { context, fields, file });
        }
        Err(Error::Stale.into_response())
    }
}

fn too_large_or_broken(_: axum::extract::multipart::MultipartRejection) -> Response {
    Mistakes::one(CSRF_FIELD, Messages::error_form_too_large).into_response()
}

/// The largest file that may come with a record: a picture of a good camera, a scanned document.
pub(crate) const LARGEST_FILE: u64 = 20 << 20;
/// So many files may come with one form, and stand with one record.
pub(crate) const MOST_FILES: usize = 9;
/// The largest form with files.
pub(crate) const LARGEST_FILED: usize = 9 * (20 << 20) + LARGEST_FORM + (1 << 20);

/// The largest film or sound that a lesson takes: two hours at a quality that shows slides.
pub(crate) const LARGEST_MEDIA: u64 = 500 << 20;
/// The largest form with a lesson's files.
const LARGEST_MEDIA_FORM: usize = (1 << 30) + LARGEST_FORM + (1 << 20);

/// So many pages may come with one stack: what a scanner's feeder takes.
pub(crate) const MOST_STACKED: usize = 40;
/// The largest stack: a page is some megabytes.
const LARGEST_STACK: usize = 400 << 20;

/// How much a form with files may bring.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    /// One file, in bytes.
    file: u64,
    /// So many files.
    files: usize,
    /// All of the form.
    form: usize,
}

const EVIDENCE: Bounds = Bounds { file: LARGEST_FILE, files: MOST_FILES, form: LARGEST_FILED };
const MEDIA: Bounds = Bounds { file: LARGEST_MEDIA, files: MOST_FILES, form: LARGEST_MEDIA_FORM };
const STACK: Bounds = Bounds { file: LARGEST_FILE, files: MOST_STACKED, form: LARGEST_STACK };

/// The field of files.
pub(crate) const FILES_FIELD: &str = "files";
/// The field that names files which were chosen and did not come along.
pub(crate) const LOST_FIELD: &str = "lost";
/// Bytes that are written at once.
const PIECE: usize = 256 << 10;

/// A posted form that may bring files, with or without them, whose CSRF token was right.
#[derive(Debug)]
pub(crate) struct Filed {
    /// The request.
    pub(crate) context: Context,
    /// The fields but the files.
    pub(crate) fields: Fields,
    /// Each file that was chosen, in order.
    pub(crate) files: Vec<Sent>,
}

/// The same with a lesson's films and sound, which are larger.
#[derive(Debug)]
pub(crate) struct MediaFiled(pub(crate) Filed);

/// A file as it was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    /// As it is called where it came from.
    pub(crate) name: String,
    pub(crate) content: Content,
}

/// What came of a file.
#[derive(Debug)]
pub(crate) enum Content {
    Whole(Arrived),
    /// It was larger than what the form takes.
    TooLarge,
    /// As many as the form may bring came before it.
    TooMany,
    /// It could not be stored.
    Unstored(io::Error),
}

impl FromRequest<App> for Filed {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        Self::within(request, app, EVIDENCE).await
    }
}

impl FromRequest<App> for MediaFiled {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        Filed::within(request, app, MEDIA).await.map(Self)
    }
}

/// The same with a stack of scanned pages.
#[derive(Debug)]
pub(crate) struct Stacked(pub(crate) Filed);

impl FromRequest<App> for Stacked {
    type Rejection = Response;

    async fn from_request(request: Request, app: &App) -> Result<Self, Response> {
        Filed::within(request, app, STACK).await.map(Self)
    }
}

impl Filed {
    async fn within(request: Request, app: &App, bounds: Bounds) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let context = Context::of(&parts, app);
        let read = if is_multipart(&parts.headers) {
            read_all(Request::from_parts(parts, body), Some(&context), bounds).await
        } else {
            Fields::read(body).await.map(|fields| (fields, Vec::new()))
        };
        let (fields, files) = read.map_err(Error::into_response)?;
        if context.accepts_token(fields.get(CSRF_FIELD)) {
            return Ok(Self { context, fields, files });
        }
        Err(Interrupted { target: context.path, fields }.answer(Error::Stale))
    }
}

/// Whether a request carries a form that may bring files.
pub(crate) fn is_multipart(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("multipart/form-data")
}

/// The fields of a form whose files may not be taken; they say which files were chosen.
pub(crate) async fn fields_alone(request: Request) -> Result<Fields> {
    Ok(read_all(request, None, MEDIA).await?.0)
}

/// Reads fields and files.
///
/// Nothing of a file is stored before the form has shown that it is the `visitor`'s: its token comes first. Files that
/// are not taken are named among the fields.
async fn read_all(
    mut request: Request,
    visitor: Option<&Context>,
    bounds: Bounds,
) -> Result<(Fields, Vec<Sent>)> {
    DefaultBodyLimit::max(bounds.form).apply(&mut request);
    let too_large = || Mistakes::one(CSRF_FIELD, Messages::error_form_too_large);
    let mut form = Multipart::from_request(request, &()).await.map_err(|_| too_large())?;
    let (mut fields, mut files, mut room) = (Fields::default(), Vec::new(), LARGEST_FORM);
    let mut left = MOST_FIELDS;
    while let Some(mut field) = form.next_field().await.map_err(|_| too_large())? {
        left = left.checked_sub(1).ok_or_else(too_large)?;
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file) = field.file_name().map(str::to_owned) else {
            let mut text = Vec::new();
            while let Some(piece) = field.chunk().await.map_err(|_| too_large())? {
                room = room.checked_sub(piece.len()).ok_or_else(too_large)?;
                text.extend_from_slice(&piece);
            }
            fields.add(name, String::from_utf8_lossy(&text).into_owned());
            continue;
        };
        // A file field in which nothing was chosen comes without a name.
        let wanted = name == FILES_FIELD && !file.is_empty();
        let theirs = visitor.filter(|visitor| visitor.accepts_token(fields.get(CSRF_FIELD)));
        let content = match theirs.filter(|_| wanted) {
            Some(visitor) if files.len() < bounds.files => {
                receive(&mut field, &visitor.app.blobs, bounds.file).await.map_err(|()| too_large())?
            }
            Some(_) => Content::TooMany,
            None => {
                if wanted {
                    fields.add(LOST_FIELD.to_owned(), file.clone());
                }
                continue;
            }
        };
        files.push(Sent { name: file, content });
    }
    Ok((fields, files))
}

/// Writes a file down as it comes, some pieces at once on a thread that may block; fails where the form breaks off.
async fn receive(field: &mut Field<'_>, blobs: &Blobs, largest: u64) -> Result<Content, ()> {
    let blobs = blobs.clone();
    let mut incoming = match blocking(move || blobs.incoming()).await {
        Ok(incoming) => incoming,
        Err(error) => return Ok(Content::Unstored(error)),
    };
    let mut waiting = Vec::new();
    loop {
        let piece = field.chunk().await.map_err(|_| ())?;
        let ended = piece.is_none();
        waiting.extend_from_slice(&piece.unwrap_or_default());
        let bytes = incoming.bytes() + u64::try_from(waiting.len()).unwrap_or(u64::MAX);
        if bytes > largest {
            // The rest is passed over when the next field is asked for.
            return Ok(Content::TooLarge);
        }
        if ended || waiting.len() >= PIECE {
            let pieces = std::mem::take(&mut waiting);
            let written = blocking(move || incoming.write_all(&pieces).map(|()| incoming)).await;
            match written {
                Ok(more) => incoming = more,
                Err(error) => return Ok(Content::Unstored(error)),
            }
        }
        if ended {
            let arrived = blocking(move || incoming.end()).await;
            return Ok(arrived.map_or_else(Content::Unstored, Content::Whole));
        }
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> io::Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(io::Error::other)?
}
