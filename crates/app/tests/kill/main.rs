//! What the server acknowledged outlives the server: it is killed while people record, again and again.

mod server;
mod visitor;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Result, ensure};
use xueji_store::{Db, DbUrl, Options, params};

use server::{Server, xueji};
use visitor::{SignedIn, Visitor};

const ROUNDS: usize = 5;
/// Forms under way at the same time: enough that a commit is shared, and that the blow falls into one.
const HANDS: usize = 12;
/// Long before this the next form is acknowledged, however slow the machine.
const PATIENCE: Duration = Duration::from_mins(1);

/// What one pair of hands knows when the server is gone.
#[derive(Debug, Default)]
struct Hand {
    /// The id that was answered, by the form's key.
    acknowledged: BTreeMap<String, String>,
    /// A form without an answer: its sender will send it again.
    unanswered: Option<String>,
}

#[test]
fn nothing_acknowledged_is_lost_or_doubled_when_the_process_is_killed_under_load() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let database = folder.path().join("demo.db");
    let mut hands: Vec<Hand> = std::iter::repeat_with(Hand::default).take(HANDS).collect();
    for round in 0..ROUNDS {
        let before: usize = hands.iter().map(|hand| hand.acknowledged.len()).sum();
        // Never after the same number of answers, so that the blow falls at another point of the work.
        record_until_killed(&database, &mut hands, round, 60 + 37 * round)?;
        let after: usize = hands.iter().map(|hand| hand.acknowledged.len()).sum();
        ensure!(after > before, "round {round}: nothing was acknowledged before the kill");
        hold_to_what_was_said(&database, &hands)?;
    }
    ensure!(
        hands.iter().any(|hand| hand.unanswered.is_some()),
        "the server never died in the middle of a form"
    );
    Ok(())
}

fn county(folder: &Path) -> Result<()> {
    let made = xueji().args(["demo", "--make-only", "--people", "40", "--data"]).arg(folder).output()?;
    ensure!(made.status.success(), "the county was not made: {}", String::from_utf8_lossy(&made.stderr));
    Ok(())
}

/// Serves, records with every hand, and kills the server once `enough` forms were acknowledged.
fn record_until_killed(database: &Path, hands: &mut [Hand], round: usize, enough: usize) -> Result<()> {
    let mut server = Server::start(database)?;
    let mut first = Visitor::connect(server.address)?;
    let member = first.sign_in("member", "xueji-demo")?;
    let (tell, told) = mpsc::channel();
    let said = thread::scope(|scope| {
        for (number, hand) in hands.iter_mut().enumerate() {
            let (member, tell, address) = (&member, tell.clone(), server.address);
            scope.spawn(move || {
                let Ok(mut visitor) = Visitor::connect(address) else { return };
                // Ends by an error: the server is gone.
                while hand.record(&mut visitor, member, number, round).is_ok() {
                    let _ = tell.send(());
                }
            });
        }
        drop(tell);
        // Ends early where every hand gave up, or none was answered for long.
        let said = (0..enough).map_while(|_| told.recv_timeout(PATIENCE).ok()).count();
        server.kill().map(|()| said)
    })?;
    ensure!(said == enough, "round {round}: {said} of {enough} forms were acknowledged; {}", server.said());
    Ok(())
}

impl Hand {
    /// Sends a form: the one that was left without an answer, or a new one.
    fn record(
        &mut self,
        visitor: &mut Visitor,
        member: &SignedIn,
        number: usize,
        round: usize,
    ) -> Result<()> {
        let nth = self.acknowledged.len();
        let key = self.unanswered.clone().unwrap_or_else(|| format!("kill-{round}-{number}-{nth}"));
        self.unanswered = Some(key.clone());
        let id = visitor.record(member, &key)?;
        self.acknowledged.insert(key, id);
        self.unanswered = None;
        Ok(())
    }
}

/// Opens what the dead process left: every answer must still be true.
fn hold_to_what_was_said(database: &Path, hands: &[Hand]) -> Result<()> {
    let db = Db::open(&DbUrl::Sqlite(database.to_owned()), &Options::default())?;
    let stored = db.read_blocking(|tx| {
        // Stored keys are each account's own; the title names the form as its sender does.
        let sql = "select title, id from record where title like 'kill-%'";
        tx.query(sql, params![], |row| Ok((row.get::<String>(0)?, row.get::<String>(1)?)))
    })?;
    db.close();
    let by_key: BTreeMap<&str, &str> = stored.iter().map(|(key, id)| (key.as_str(), id.as_str())).collect();
    ensure!(by_key.len() == stored.len(), "a form was stored twice");
    for hand in hands {
        for (key, id) in &hand.acknowledged {
            let kept = by_key.get(key.as_str());
            ensure!(kept == Some(&id.as_str()), "{key} was acknowledged as {id}; the database has {kept:?}");
        }
    }
    // What else is there was stored, and killed before its answer went out.
    let known: usize = hands.iter().map(|hand| hand.acknowledged.len()).sum();
    let open = hands.iter().filter(|hand| hand.unanswered.is_some()).count();
    ensure!(stored.len() <= known + open, "{} records of {known} forms and {open} open ones", stored.len());
    let agreed = with_database(xueji().args(["recount", "--check"]), database).output()?;
    let told = String::from_utf8_lossy(&agreed.stdout);
    ensure!(agreed.status.success(), "the standings no longer agree with the records:\n{told}");
    Ok(())
}

fn with_database<'a>(command: &'a mut Command, database: &Path) -> &'a mut Command {
    command.arg("--database").arg(format!("sqlite:{}", database.display()))
}
