//! The keys by which close texts are found: made by a job from what was handed in, and thrown away with it.
//!
//! They hang behind by a minute, so that handing in costs nothing; whoever reads later finds what was not keyed then.

use tokio::task::spawn_blocking;
use xueji_closeness::{Quoted, Text, fingerprint};
use xueji_store::{Value, params};

use crate::notes::store;
use crate::shell::jobs::{Done, Job, Rhythm};
use crate::shell::{App, Author, Id, Result, Work};

/// So many notes are keyed with one commit, and so many commits are made in one go.
const BATCH: usize = 200;
const MOST_BATCHES: usize = 50;

/// The name of the job.
const JOB: &str = "note-keys";

/// Keys what was handed in since, every minute.
pub(crate) fn job() -> Job {
    Job::new(JOB, Rhythm::Minutes, |app: App| {
        Box::pin(async move {
            let amount = spawn_blocking(move || key_all(&app)).await??;
            Ok((amount > 0).then_some(Done { amount, bytes: None, place: None }))
        })
    })
}

/// Keys what waits for it, up to some ten thousand notes; blocks.
pub(crate) fn key_all(app: &App) -> Result<i64> {
    let mut all = 0;
    for _ in 0..MOST_BATCHES {
        let keyed = app.write_blocking(Author::System, key_some)?;
        all += i64::try_from(keyed).unwrap_or_default();
        if keyed < BATCH {
            break;
        }
    }
    Ok(all)
}

fn key_some(work: &mut Work<'_>) -> Result<usize> {
    let there: bool = work.scalar("select exists (select 1 from note_key)", params![])?;
    if !there {
        // A restored database has its texts and no keys.
        work.execute("update note set keyed = null where keyed is not null", params![])?;
    }
    let waiting: Vec<(Id, Option<i64>, Option<i64>)> = work.query(
        &format!(
            "select id, entered, keyed from note where coalesce(entered, 0) <> coalesce(keyed, 0) limit {BATCH}"
        ),
        params![],
        |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
    )?;
    for (id, entered, keyed) in &waiting {
        if let Some(number) = keyed {
            for key in keys_of(work, id, *number)? {
                work.execute("delete from note_key where key = ?1 and note_id = ?2", params![key, id])?;
            }
        }
        if let Some(number) = entered {
            let keys = keys_of(work, id, *number)?.into_iter();
            let rows = keys.map(|key| vec![Value::Int(key), Value::Text(id.as_str().into())]);
            work.insert_many("note_key", &["key", "note_id"], rows)?;
        }
        work.execute("update note set keyed = ?2 where id = ?1", params![id, entered])?;
    }
    Ok(waiting.len())
}

fn keys_of(work: &mut Work<'_>, id: &Id, number: i64) -> Result<Vec<i64>> {
    let version = store::version(work, id, number)?;
    Ok(version.map(|version| fingerprint(&Text::new(&version.text), &Quoted::nothing())).unwrap_or_default())
}
