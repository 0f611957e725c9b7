//! Removing what no record has named for a week: the row, and the bytes where no other row names them.

use jiff::civil::{Time, time};
use tokio::task::spawn_blocking;

use crate::attachments::store;
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::{App, Author, Deed, Id, Note, Result, Work};

/// How long a file waits for its record.
const WAITS: i64 = 7 * 24 * 60 * 60 * 1000;
/// How long a file may take to come in.
const COMES_IN: i64 = 24 * 60 * 60 * 1000;
/// So many are removed with one commit.
const BATCH: i64 = 50;
/// So many commits are made in one go; the rest is left to the next.
const MOST_BATCHES: usize = 100;

/// What was removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Cleared {
    pub(crate) files: i64,
    pub(crate) bytes: i64,
}

/// The name of the job that cleans up.
pub(crate) const JOB: &str = "attachments";
/// When, while hardly anybody is there.
const AT: Time = time(4, 10, 0, 0);

/// Cleans up every day, for as long as the server runs.
pub(crate) fn job() -> Job {
    Job::new(JOB, Rhythm::Daily(AT), |app: App| {
        Box::pin(async move {
            let cleared = spawn_blocking(move || clean(&app, &Author::System)).await??;
            Ok(Some(Done { amount: cleared.files, bytes: Some(cleared.bytes), place: None }))
        })
    })
}

/// Removes what no record has named for seven days; blocks.
pub(crate) fn clean(app: &App, author: &Author) -> Result<Cleared> {
    let now = app.clock.now();
    app.blobs.clear_incoming(now - COMES_IN).map_err(anyhow::Error::from)?;
    let mut all = Cleared::default();
    for _ in 0..MOST_BATCHES {
        let blobs = app.blobs.clone();
        let cleared = app.write_blocking(author.clone(), move |work: &mut Work<'_>| {
            let due = store::unused_before(work, now - WAITS, BATCH)?;
            let hashes: Vec<String> = due.iter().map(|(_, hash, _)| hash.to_string()).collect();
            work.serialize_on(&hashes.iter().map(String::as_str).collect::<Vec<_>>())?;
            let mut cleared = Cleared::default();
            for (id, hash, bytes) in due {
                if !store::remove_unused(work, &id)? {
                    continue;
                }
                // Whoever brings the same bytes has its row before them, or waits for this transaction.
                if !store::names(work, &hash)? {
                    blobs.remove(&hash).map_err(anyhow::Error::from)?;
                }
                cleared.files += 1;
                cleared.bytes += bytes;
            }
            if cleared.files > 0 {
                let about = Id::from_text("attachments");
                work.note(Note::of(Deed::AttachmentsCleared, &about).saying(cleared.files.to_string()));
            }
            Ok(cleared)
        })?;
        all.files += cleared.files;
        all.bytes += cleared.bytes;
        if cleared.files < BATCH {
            break;
        }
    }
    Ok(all)
}
