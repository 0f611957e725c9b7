//! The whole product in one process for tests: both databases, a fixed clock, a small sample organization.
//!
//! ```ignore
//! on_both(async |app| {
//!     let answer = app.as_person("li").await.get("/account").await;
//!     assert!(answer.outline().contains("李"));
//! }).await;
//! ```

mod outline;
mod sample;
mod visitor;

use std::time::Duration;

use axum::Router;
use jiff::civil::date;
use jiff::tz::TimeZone;
use xueji_store::testing::databases;
use xueji_store::{Db, DbUrl, Options};

use crate::accounts;
use crate::schema::MIGRATIONS;
use crate::server;
use crate::shell::{App, Author, Clock};

pub(crate) use outline::unescape as unescaped;
pub(crate) use sample::{PASSWORD, PLAN_YEAR, Sample};
pub(crate) use visitor::{Answer, Visitor};

/// The product on one database, as of Thursday, 5 March 2026.
#[derive(Debug)]
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) sample: Sample,
    router: Router,
}

/// Runs a test on SQLite, and on PostgreSQL where there is one.
pub(crate) async fn on_both(test: impl AsyncFn(&TestApp)) {
    for db in databases(MIGRATIONS) {
        let app = TestApp::on(&db);
        test(&app).await;
    }
}

impl TestApp {
    /// On a database in memory alone: for what no statement can change.
    pub(crate) fn in_memory() -> Self {
        let db = Db::memory().expect("memory is there");
        db.migrate(MIGRATIONS).expect("the migrations run");
        Self::on(&db)
    }

    /// On a file that waits no more than a moment for whoever holds it.
    pub(crate) fn in_file(url: &DbUrl) -> Self {
        let impatient = Options { busy: Duration::from_millis(100), ..Options::default() };
        let db = Db::open(url, &impatient).expect("the file opens");
        db.migrate(MIGRATIONS).expect("the migrations run");
        Self::on(&db)
    }

    fn on(db: &Db) -> Self {
        let zone = TimeZone::get("Asia/Shanghai").expect("the zone is known");
        let clock = Clock::at_noon(date(PLAN_YEAR, 3, 5), zone);
        let app = App::new(db.clone(), clock, false, server::ENDING);
        let sample = sample::settle(&app);
        let router = server::router(&app);
        Self { app, sample, router }
    }

    /// The same organization on another database, to which everything was restored.
    pub(crate) fn moved_to(&self, db: &Db) -> Self {
        let app = App::new(db.clone(), self.app.clock.clone(), false, server::ENDING);
        let router = server::router(&app);
        Self { app, sample: self.sample.clone(), router }
    }

    /// A browser in which nobody is signed in.
    pub(crate) fn as_guest(&self) -> Visitor<'_> {
        Visitor::new(self, self.router.clone())
    }

    /// A browser in which the account of this name is signed in; see [`Sample`] for the names.
    pub(crate) async fn as_person(&self, name: &str) -> Visitor<'_> {
        let (name, at) = (name.to_owned(), self.app.clock.now());
        let token = self.app.write(Author::Command, move |work| {
            let account = accounts::account_of(work, &name)?.expect("the sample has this account");
            accounts::open(work, &account.id, "Firefox · Linux", at)
        });
        let visitor = self.as_guest();
        visitor.keep_cookie("xj_session", &token.await.expect("a session opens"));
        visitor
    }
}
