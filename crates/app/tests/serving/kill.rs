//! What the server acknowledged outlives the server: it is killed while people record, again and again.

use std::path::Path;
use std::sync::mpsc;
use std::thread;

use anyhow::{Result, ensure};

use crate::county;
use crate::hand::{HANDS, Hand, PATIENCE, hold_to_what_was_said, record_all};
use crate::server::Server;
use crate::visitor::Visitor;

const ROUNDS: usize = 5;

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

/// Serves, records with every hand, and kills the server once `enough` forms were acknowledged.
fn record_until_killed(database: &Path, hands: &mut [Hand], round: usize, enough: usize) -> Result<()> {
    let mut server = Server::start(database)?;
    let mut first = Visitor::connect(server.address)?;
    let member = first.sign_in("member", "xueji-demo")?;
    let (tell, told) = mpsc::channel();
    let said = thread::scope(|scope| {
        record_all(scope, hands, &member, server.address, round, &tell);
        drop(tell);
        // Ends early where every hand gave up, or none was answered for long.
        let said = (0..enough).map_while(|_| told.recv_timeout(PATIENCE).ok()).count();
        server.kill().map(|()| said)
    })?;
    ensure!(said == enough, "round {round}: {said} of {enough} forms were acknowledged; {}", server.said());
    Ok(())
}
