//! Hands that record without pause, and what they know when the server is gone.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::mpsc::Sender;
use std::thread::Scope;
use std::time::Duration;

use anyhow::{Result, ensure};
use xueji_store::{Db, DbUrl, Options, params};

use crate::server::xueji;
use crate::visitor::{SignedIn, Visitor};
use crate::with_database;

/// Forms under way at the same time: enough that a commit is shared, and that the blow falls into one.
pub(crate) const HANDS: usize = 12;
/// Long before this the next form is acknowledged, however slow the machine.
pub(crate) const PATIENCE: Duration = Duration::from_mins(1);

/// What one pair of hands knows when the server is gone.
#[derive(Debug, Default)]
pub(crate) struct Hand {
    /// The id that was answered, by the form's key.
    pub(crate) acknowledged: BTreeMap<String, String>,
    /// A form without an answer: its sender will send it again.
    pub(crate) unanswered: Option<String>,
}

/// Every hand records until its server is gone, and tells of each form that was acknowledged.
pub(crate) fn record_all<'scope>(
    scope: &'scope Scope<'scope, '_>,
    hands: &'scope mut [Hand],
    member: &'scope SignedIn,
    address: SocketAddr,
    round: usize,
    tell: &Sender<()>,
) {
    for (number, hand) in hands.iter_mut().enumerate() {
        let tell = tell.clone();
        scope.spawn(move || {
            let Ok(mut visitor) = Visitor::connect(address) else { return };
            // Ends by an error: the server is gone.
            while hand.record(&mut visitor, member, number, round).is_ok() {
                let _ = tell.send(());
            }
        });
    }
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

/// Opens what the process left: every answer must still be true.
pub(crate) fn hold_to_what_was_said(database: &Path, hands: &[Hand]) -> Result<()> {
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
