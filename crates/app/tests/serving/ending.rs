//! Asked to end while people record: what is under way is finished, and nothing acknowledged is lost.

use std::sync::mpsc;
use std::thread;

use anyhow::{Result, ensure};

use crate::county;
use crate::hand::{HANDS, Hand, PATIENCE, hold_to_what_was_said, record_all};
use crate::server::Server;
use crate::visitor::Visitor;

/// Forms acknowledged before the server is asked to end.
const ENOUGH: usize = 100;

#[test]
fn a_server_asked_to_end_finishes_what_is_under_way() -> Result<()> {
    let folder = tempfile::tempdir()?;
    county(folder.path())?;
    let database = folder.path().join("demo.db");
    let mut hands: Vec<Hand> = std::iter::repeat_with(Hand::default).take(HANDS).collect();
    let mut server = Server::start(&database)?;
    let member = Visitor::connect(server.address)?.sign_in("member", "xueji-demo")?;
    let (tell, told) = mpsc::channel();
    let (said, ended) = thread::scope(|scope| {
        record_all(scope, &mut hands, &member, server.address, 0, &tell);
        drop(tell);
        let said = (0..ENOUGH).map_while(|_| told.recv_timeout(PATIENCE).ok()).count();
        (said, server.ask_to_end())
    });
    ensure!(said == ENOUGH, "{said} of {ENOUGH} forms were acknowledged; {}", server.said());
    ensure!(ended?.success(), "the server did not end in order: {}", server.said());
    hold_to_what_was_said(&database, &hands)
}
