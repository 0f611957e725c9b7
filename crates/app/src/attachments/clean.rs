//! Removing what no record has named for a week: the row, and the bytes where no other row names them.

use jiff::civil::{Time, time};
use tokio::task::spawn_blocking;

use crate::attachments::store;
use crate::shell::blobs::BlobHash;
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
        let removed = app.write_blocking(author.clone(), move |work: &mut Work<'_>| {
            let due = store::unused_before(work, now - WAITS, BATCH)?;
            let mut removed = Vec::new();
            for (id, hash, bytes) in due {
                if store::remove_unused(work, &id)? {
                    removed.push((hash, bytes));
                }
            }
            if !removed.is_empty() {
                let about = Id::from_text("attachments");
                work.note(Note::of(Deed::AttachmentsCleared, &about).saying(removed.len().to_string()));
            }
            Ok(removed)
        })?;
        // Only what is committed, and one by one: a store that is slow to answer holds nobody up for long.
        let count = i64::try_from(removed.len()).unwrap_or(BATCH);
        for (hash, bytes) in removed {
            forget(app, author, hash)?;
            all.bytes += bytes;
        }
        all.files += count;
        if count < BATCH {
            break;
        }
    }
    Ok(all)
}

/// Removes the bytes of a hash that no row names any more.
fn forget(app: &App, author: &Author, hash: BlobHash) -> Result<()> {
    let blobs = app.blobs.clone();
    app.write_blocking(author.clone(), move |work: &mut Work<'_>| {
        // Whoever brings the same bytes has its row before them, or waits for this transaction.
        work.serialize_on(&[&hash.to_string()])?;
        if !store::names(work, &hash)? {
            blobs.remove(&hash).map_err(anyhow::Error::from)?;
        }
        Ok(())
    })
}
