//! Files as they come with a form: looked at, cleaned, and kept for the account until a record names them.
//!
//! They are stored before the record is, so that a form that comes back with mistakes has not lost them.

use std::io::{self, Read as _, Write as _};

use tokio::task::spawn_blocking;

use crate::attachments::kind::{Kind, clean_name};
use crate::attachments::refusal::{self, Refusal};
use crate::attachments::{Attachment, media, picture, store};
use crate::shell::blobs::{Arrived, Part};
use crate::shell::upload::{Content, FILES_FIELD, LOST_FIELD, Sent};
use crate::shell::{App, Author, Blobs, Context, Fields, Id, Mistakes, Result, Work};

/// The most that one account may have without a record: ten forms full of good pictures.
const MOST_UNUSED: i64 = 400 << 20;

/// The same for what lessons are made of: one form's films, before the lesson names them.
const MOST_UNUSED_MEDIA: i64 = 1536 << 20;

/// What a form takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Takes {
    /// What proves a record.
    Evidence,
    /// What a lesson is made of.
    Media,
}

/// What came of a form's files.
#[derive(Debug, Default)]
pub(crate) struct Brought {
    /// Those that are kept for now, in order.
    pub(crate) ids: Vec<Id>,
    /// What is to be said of the others.
    pub(crate) mistakes: Mistakes,
}

/// Looks at the files of a form and keeps those that are accepted; the others are named among the mistakes.
pub(crate) async fn bring(context: &Context, fields: &Fields, files: Vec<Sent>) -> Result<Brought> {
    bring_as(context, fields, files, Takes::Evidence).await
}

/// The same for what a lesson is made of: films, sound, PDF.
pub(crate) async fn bring_media(context: &Context, fields: &Fields, files: Vec<Sent>) -> Result<Brought> {
    bring_as(context, fields, files, Takes::Media).await
}

async fn bring_as(context: &Context, fields: &Fields, files: Vec<Sent>, takes: Takes) -> Result<Brought> {
    let (mut ids, mut refused) = (Vec::new(), Vec::new());
    for file in files {
        match one(context, file.content, &file.name, takes).await? {
            Ok(id) => ids.push(id),
            Err(refusal) => refused.push((file.name, refusal)),
        }
    }
    refused.extend(fields.all(LOST_FIELD).map(|name| (name.to_owned(), Refusal::Lost)));
    let mut mistakes = Mistakes::default();
    refusal::name_at(&mut mistakes, FILES_FIELD, &refused);
    Ok(Brought { ids, mistakes })
}

async fn one(context: &Context, content: Content, name: &str, takes: Takes) -> Result<Result<Id, Refusal>> {
    let arrived = match content {
        Content::Whole(arrived) => arrived,
        Content::TooLarge if takes == Takes::Media => return Ok(Err(Refusal::TooLong)),
        Content::TooLarge => return Ok(Err(Refusal::TooLarge)),
        Content::TooMany => return Ok(Err(Refusal::TooMany)),
        Content::Unstored(error) => return Ok(Err(Refusal::of_writing(&error))),
    };
    let account_id = context.actor()?.account_id.clone();
    let (app, author, name) = (context.app.clone(), context.author(), name.to_owned());
    let looking = picture::LOOKING.acquire().await.map_err(anyhow::Error::from)?;
    // It goes along: whoever hangs up does not make room for another picture while this one is decoded.
    let put = spawn_blocking(move || {
        let _looking = looking;
        put_as(&app, author, account_id, &name, arrived, takes)
    })
    .await;
    put.map_err(anyhow::Error::from)?
}

/// Looks at a file and keeps it for an account; blocks. A refused one leaves nothing.
pub(crate) fn put(
    app: &App,
    author: Author,
    account_id: Id,
    name: &str,
    arrived: Arrived,
) -> Result<Result<Id, Refusal>> {
    put_as(app, author, account_id, name, arrived, Takes::Evidence)
}

/// The same for what a lesson is made of.
pub(crate) fn put_media(
    app: &App,
    author: Author,
    account_id: Id,
    name: &str,
    arrived: Arrived,
) -> Result<Result<Id, Refusal>> {
    put_as(app, author, account_id, name, arrived, Takes::Media)
}

fn put_as(
    app: &App,
    author: Author,
    account_id: Id,
    name: &str,
    arrived: Arrived,
    takes: Takes,
) -> Result<Result<Id, Refusal>> {
    let looked = match takes {
        Takes::Evidence => look(&app.blobs, arrived),
        Takes::Media => look_at_media(arrived),
    };
    let looked = match looked {
        Ok(looked) => looked,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let new = Attachment {
        id: Id::fresh(),
        hash: looked.whole.hash,
        bytes: i64::try_from(looked.whole.bytes).unwrap_or(i64::MAX),
        kind: looked.kind,
        file_name: clean_name(name, looked.kind),
        pixels: looked.pixels.map(|(width, height)| (width.into(), height.into())),
        by_account_id: account_id,
        at: app.clock.now(),
        kept: false,
    };
    let (id, hash) = (new.id.clone(), new.hash);
    let has_room = app.write_blocking(author.clone(), move |work: &mut Work<'_>| {
        let unused = store::unused_bytes(work, &new.by_account_id)?;
        let most = if takes == Takes::Media { MOST_UNUSED_MEDIA } else { MOST_UNUSED };
        let has_room = unused.saturating_add(new.bytes) <= most;
        if has_room {
            store::insert(work, &new)?;
        }
        Ok(has_room)
    })?;
    if !has_room {
        return Ok(Err(Refusal::NoRoom));
    }
    if let Err(error) = app.blobs.keep(looked.whole, &hash, Part::Whole) {
        app.write_blocking(author, move |work| store::remove_unused(work, &id))?;
        return Ok(Err(Refusal::of_writing(&error)));
    }
    // Where this fails it is made when somebody asks for it.
    let small = looked.small.map_or(Ok(()), |small| app.blobs.keep(small, &hash, Part::Small));
    if let Err(error) = small {
        tracing::warn!(cause = %error, "a small picture could not be stored");
    }
    Ok(Ok(id))
}

/// What was found in a file, ready to be kept.
struct Looked {
    kind: Kind,
    pixels: Option<(u32, u32)>,
    whole: Arrived,
    small: Option<Arrived>,
}

fn look(blobs: &Blobs, arrived: Arrived) -> Result<Looked, Refusal> {
    let unwritable = |error: io::Error| Refusal::of_writing(&error);
    let mut bytes = Vec::new();
    arrived.open().and_then(|mut file| file.read_to_end(&mut bytes)).map_err(unwritable)?;
    let kind = Kind::of(&bytes)?;
    if !kind.is_picture() {
        return Ok(Looked { kind, pixels: None, whole: arrived, small: None });
    }
    let looked = picture::look(&bytes, kind)?;
    Ok(Looked {
        kind,
        pixels: Some(looked.pixels),
        whole: taken(blobs, &looked.stripped).map_err(unwritable)?,
        small: Some(taken(blobs, &looked.small).map_err(unwritable)?),
    })
}

/// Films are never read whole: their head and their tables say what they are.
fn look_at_media(arrived: Arrived) -> Result<Looked, Refusal> {
    let unwritable = |error: io::Error| Refusal::of_writing(&error);
    let kind = arrived.open().and_then(|mut file| media::kind_of(&mut file)).map_err(unwritable)??;
    Ok(Looked { kind, pixels: None, whole: arrived, small: None })
}

/// Bytes that were made here, as if they had come in.
pub(super) fn taken(blobs: &Blobs, bytes: &[u8]) -> io::Result<Arrived> {
    let mut incoming = blobs.incoming()?;
    incoming.write_all(bytes)?;
    incoming.end()
}
