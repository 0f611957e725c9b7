//! Measures acknowledged single-row writes a second: `cargo run --release -p xueji-store --example throughput -- sqlite:/path/x.db 64`.

use std::io::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinSet;
use xueji_store::{Db, Error, Migration, Options, params};

const SPAN: Duration = Duration::from_secs(5);

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().unwrap_or_else(|| "throughput.db".into()).parse()?;
    let writers: u64 = arguments.next().unwrap_or_else(|| "64".into()).parse()?;

    let db = Db::open(&url, &Options::default())?;
    db.migrate(&[Migration {
        version: 1,
        name: "measured",
        sql: "create table measured (writer bigint, n bigint, text text, primary key (writer, n));",
    }])?;
    db.write_blocking(|tx| tx.execute("delete from measured", &[]))?;

    let done = Arc::new(AtomicU64::new(0));
    let started = Instant::now();
    let mut tasks = JoinSet::new();
    for writer in 0..writers {
        let (db, done) = (db.clone(), Arc::clone(&done));
        tasks.spawn(async move {
            let writer = i64::try_from(writer).unwrap_or_default();
            for n in 0_i64.. {
                db.write(move |tx| {
                    tx.execute(
                        "insert into measured (writer, n, text) values (?1, ?2, ?3)",
                        params![writer, n, "今天自学一小时"],
                    )
                })
                .await?;
                done.fetch_add(1, Ordering::Relaxed);
                if started.elapsed() > SPAN {
                    break;
                }
            }
            Ok::<_, Error>(())
        });
    }
    while let Some(task) = tasks.join_next().await {
        task??;
    }
    let (count, millis) = (u128::from(done.load(Ordering::Relaxed)), started.elapsed().as_millis());
    let stored: u64 =
        db.read(|tx| tx.scalar::<i64>("select count(*) from measured", &[])).await?.try_into()?;
    assert_eq!(u128::from(stored), count, "every acknowledged write is stored");
    writeln!(
        std::io::stdout(),
        "{writers} writers: {count} writes in {millis} ms, {} a second",
        count * 1000 / millis.max(1)
    )?;
    Ok(())
}
