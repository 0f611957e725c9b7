//! Commands beside another program that holds the database: they say so, change nothing, and end with a code for scripts.

use std::process::Output;
use std::sync::mpsc;
use std::thread;

use anyhow::{Result, ensure};
use xueji_store::{Db, DbUrl, Error, Options, params};

use crate::server::xueji;
use crate::{county, with_database};

#[test]
fn a_command_says_that_another_program_holds_the_database_and_succeeds_when_it_is_free() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let database = folder.path().join("demo.db");
    let recount = || -> Result<Output> { Ok(with_database(xueji().arg("recount"), &database).output()?) };
    let url = DbUrl::Sqlite(database.clone());
    let (held, is_held) = mpsc::channel();
    let (release, is_released) = mpsc::channel::<()>();
    let holder = thread::spawn(move || {
        Db::open(&url, &Options::default())?.write_blocking(move |tx| {
            tx.execute("update person set name = name", params![])?;
            let _ = held.send(());
            // Ends with the test, however that ends.
            let _ = is_released.recv();
            Ok::<_, Error>(())
        })
    });
    is_held.recv()?;
    let refused = recount()?;
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    ensure!(refused.status.code() == Some(3), "{:?}: {said}", refused.status);
    ensure!(said.contains("another program is holding the database"), "{said}");
    release.send(())?;
    let held = holder.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
    held?;
    let done = recount()?;
    ensure!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    Ok(())
}

#[test]
fn a_command_without_a_database_says_how_to_make_one() -> Result<()> {
    let folder = tempfile::tempdir()?;
    let missing = folder.path().join("nowhere").join("xueji.db");
    let refused = with_database(xueji().args(["recount", "--check"]), &missing).output()?;
    let said = String::from_utf8_lossy(&refused.stderr).into_owned();
    ensure!(refused.status.code() == Some(3) && said.contains("xueji init"), "{:?}: {said}", refused.status);
    Ok(())
}
