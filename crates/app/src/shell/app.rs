//! What every request shares: the database, the clock, and the way in and out of transactions.

use xueji_store::{Db, Tx};

use crate::shell::clock::Clock;
use crate::shell::error::Result;
use crate::shell::work::Work;

/// Settles the standings of everything touched, before the commit. `main` hands in the slice that knows how.
pub(crate) type Settle = fn(&mut Work<'_>, &Clock) -> Result<()>;

/// Shared by all requests; cheap to clone.
#[derive(Clone, Debug)]
pub(crate) struct App {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    /// Whether cookies are restricted to HTTPS.
    pub(crate) secure_cookies: bool,
    settle: Settle,
}

impl App {
    pub(crate) fn new(db: Db, clock: Clock, secure_cookies: bool, settle: Settle) -> Self {
        Self { db, clock, secure_cookies, settle }
    }

    /// Runs `question` on a snapshot.
    pub(crate) async fn read<T, F>(&self, question: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
    {
        self.db.read(question).await
    }

    /// Runs `operation` in a write transaction, settles what it touched, and commits; nothing of it stays on an error.
    pub(crate) async fn write<T, F>(&self, operation: F) -> Result<T>
    where
        T: Send + 'static,
        F: FnOnce(&mut Work<'_>) -> Result<T> + Send + 'static,
    {
        let (settle, clock) = (self.settle, self.clock.clone());
        self.db.write(move |tx| in_work(tx, settle, &clock, operation)).await
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
        operation: impl FnOnce(&mut Work<'_>) -> Result<T> + Send,
    ) -> Result<T> {
        let (settle, clock) = (self.settle, self.clock.clone());
        self.db.write_blocking(move |tx| in_work(tx, settle, &clock, operation))
    }
}

fn in_work<T>(
    tx: &mut Tx,
    settle: Settle,
    clock: &Clock,
    operation: impl FnOnce(&mut Work<'_>) -> Result<T>,
) -> Result<T> {
    let mut work = Work::new(tx);
    let value = operation(&mut work)?;
    settle(&mut work, clock)?;
    Ok(value)
}
