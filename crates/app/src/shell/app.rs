//! What every request shares: the database, the attachments' bytes, the clock, and the way in and out of transactions.

use std::sync::Arc;

use xueji_store::{Db, Tx};

use crate::shell::blobs::Blobs;
use crate::shell::clock::Clock;
use crate::shell::error::Result;
use crate::shell::limits::Limits;
use crate::shell::sending::Sending;
use crate::shell::sign_in::SignIn;
use crate::shell::trail::Author;
use crate::shell::watch::Watch;
use crate::shell::work::Work;

/// What every write ends with, before its commit; the binary hands in the slices that know how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ending {
    /// Settles the standings of everything touched.
    pub(crate) settle: fn(&mut Work<'_>, &Clock) -> Result<()>,
    /// Writes what was done into the trail.
    pub(crate) seal: fn(&mut Work<'_>) -> Result<()>,
}

/// Shared by all requests; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    /// Where the bytes of attachments are.
    pub(crate) blobs: Blobs,
    /// Whether cookies are restricted to HTTPS.
    pub(crate) secure_cookies: bool,
    /// How much one visitor may ask for; without limit until told.
    pub(crate) limits: Limits,
    /// How one signs in here.
    pub(crate) sign_in: SignIn,
    /// What leaves the house, and whereto; nothing until told.
    pub(crate) sending: Arc<Sending>,
    /// What this process remembers of itself.
    pub(crate) watch: Arc<Watch>,
    ending: Ending,
}

impl App {
    pub(crate) fn new(db: Db, clock: Clock, blobs: Blobs, secure_cookies: bool, ending: Ending) -> Self {
        let (limits, sign_in) = (Limits::default(), SignIn::default());
        let (sending, watch) = (Arc::default(), Arc::default());
        Self { db, clock, blobs, secure_cookies, limits, sign_in, sending, watch, ending }
    }

    /// The same within limits.
    pub(crate) fn within(self, limits: Limits) -> Self {
        Self { limits, ..self }
    }

    /// The same where one signs in so.
    pub(crate) fn signing_in(self, sign_in: SignIn) -> Self {
        Self { sign_in, ..self }
    }

    /// The same from where this is sent.
    pub(crate) fn sending(self, sending: Sending) -> Self {
        Self { sending: Arc::new(sending), ..self }
    }

    /// Runs `question` on a snapshot.
    pub(crate) async fn read<T, F>(&self, question: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.db.read(question).await
    }

    /// Runs `operation` in a write transaction of `author`'s, settles what it touched, seals what it noted, and
    /// commits; nothing of it stays on an error.
    pub(crate) async fn write<T, F>(&self, author: Author, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    {
        let (ending, clock) = (self.ending, self.clock.clone());
        self.db.write(move |tx| in_work(tx, ending, author, &clock, operation)).await
    }

    /// [`App::read`] for commands, outside the runtime.
    pub(crate) fn read_blocking<T: Send>(
        &self,
        question: impl FnOnce(&mut Tx) -> Result<T> + Send,
    ) -> Result<T> {
        self.db.read_blocking(question)
    }

    /// [`App::write`] for commands, outside the runtime.
    pub(crate) fn write_blocking<T: Send>(
        &self,
        author: Author,
        operation: impl FnOnce(&mut Work<'_>) -> Result<T> + Send,
    ) -> Result<T> {
        let (ending, clock) = (self.ending, self.clock.clone());
        self.db.write_blocking(move |tx| in_work(tx, ending, author, &clock, operation))
    }
}

fn in_work<T>(
    tx: &mut Tx,
    ending: Ending,
    author: Author,
    clock: &Clock,
    operation: impl FnOnce(&mut Work<'_>) -> Result<T>,
) -> Result<T> {
    let mut work = Work::new(tx, author, clock);
    let value = operation(&mut work)?;
    (ending.settle)(&mut work, clock)?;
    // Last, because on a server all who write wait here for each other.
    (ending.seal)(&mut work)?;
    Ok(value)
}
