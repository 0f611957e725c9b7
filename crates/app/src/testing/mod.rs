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

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use jiff::civil::date;
use jiff::tz::TimeZone;
use tempfile::TempDir;
use xueji_standing::MemberKind;
use xueji_store::testing::databases;
use xueji_store::{Db, DbUrl, Options};

use crate::accounts::{self, NewAccount};
use crate::people;
use crate::schema::MIGRATIONS;
use crate::server;
use crate::shell::context::cookie_name;
use crate::shell::{App, Author, Blobs, Clock, Id, Sending, SignIn};

pub(crate) use outline::unescape as unescaped;
pub(crate) use sample::{PASSWORD, PLAN_YEAR, Sample};
pub(crate) use visitor::{Answer, Visitor};

/// The product on one database, as of Thursday, 5 March 2026.
#[derive(Debug)]
pub(crate) struct TestApp {
    pub(crate) app: App,
    pub(crate) sample: Sample,
    router: Router,
    /// Where attachments are, until the last that uses it is gone.
    pub(crate) folder: Arc<TempDir>,
}

/// Runs a test on SQLite, and on PostgreSQL where there is one.
pub(crate) async fn on_both(test: impl AsyncFn(&TestApp)) {
    for db in databases(MIGRATIONS) {
        let app = TestApp::on(&db);
        test(&app).await;
    }
}

/// Runs a test on both where one signs in so.
pub(crate) async fn on_both_signing_in(sign_in: &SignIn, test: impl AsyncFn(&TestApp)) {
    for db in databases(MIGRATIONS) {
        let app = TestApp::on(&db).signing_in(sign_in.clone());
        test(&app).await;
    }
}

impl TestApp {
    /// Members of the school, each with an open session: the person and the session's cookie.
    pub(crate) fn members(&self, many: usize) -> Vec<(Id, String)> {
        let (school, at) = (self.sample.school.id.clone(), self.app.clock.now());
        let made = self.app.write_blocking(Author::Command, move |work| {
            let mut made = Vec::new();
            for number in 0..many {
                let code = format!("m{number:04}");
                let person = people::add_person(work, &code, "某同志", None, at)?;
                people::join(work, &person.id, &school, MemberKind::Full, date(2020, 1, 1))?;
                let account = NewAccount {
                    name: code,
                    password_hash: "none".to_owned(),
                    administrator: false,
                    person_id: Some(person.id.clone()),
                    must_change: false,
                };
                let account = accounts::create(work, &account, at)?;
                made.push((person.id, accounts::open(work, &account, "Firefox · Linux", at)?));
            }
            Ok(made)
        });
        made.expect("they are there")
    }

    /// The same where one signs in so.
    pub(crate) fn signing_in(self, sign_in: SignIn) -> Self {
        let app = self.app.signing_in(sign_in);
        let router = server::router(&app);
        Self { app, router, sample: self.sample, folder: self.folder }
    }

    /// The same from where this is sent.
    pub(crate) fn sending(self, sending: Sending) -> Self {
        let app = self.app.sending(sending);
        let router = server::router(&app);
        Self { app, router, sample: self.sample, folder: self.folder }
    }

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

    /// The same behind a proxy that speaks HTTPS.
    pub(crate) fn over_https() -> Self {
        let plain = Self::in_memory();
        let mut app = plain.app;
        app.secure_cookies = true;
        let router = server::router(&app);
        Self { app, sample: plain.sample, router, folder: plain.folder }
    }

    /// A browser before a server whose first page fails at once.
    pub(crate) fn panicking(&self) -> Visitor<'_> {
        let failing = Router::new().route("/", get(async || -> &'static str { panic!("on purpose") }));
        let router = server::surrounded(failing, &self.app);
        Visitor::new(self, router)
    }

    fn on(db: &Db) -> Self {
        let zone = TimeZone::get("Asia/Shanghai").expect("the zone is known");
        let clock = Clock::at_noon(date(PLAN_YEAR, 3, 5), zone);
        let folder = Arc::new(tempfile::tempdir().expect("a folder for attachments"));
        let app = App::new(db.clone(), clock, Blobs::folder(folder.path()), false, server::ENDING);
        let sample = sample::settle(&app);
        let router = server::router(&app);
        Self { app, sample, router, folder }
    }

    /// The same organization on another database, to which everything was restored.
    pub(crate) fn moved_to(&self, db: &Db) -> Self {
        let (clock, blobs) = (self.app.clock.clone(), self.app.blobs.clone());
        let app = App::new(db.clone(), clock, blobs, false, server::ENDING);
        let router = server::router(&app);
        Self { app, sample: self.sample.clone(), router, folder: Arc::clone(&self.folder) }
    }

    /// The same with another place for attachments.
    pub(crate) fn with_blobs(&self, blobs: Blobs) -> Self {
        let app = App::new(self.app.db.clone(), self.app.clock.clone(), blobs, false, server::ENDING);
        let router = server::router(&app);
        Self { app, sample: self.sample.clone(), router, folder: Arc::clone(&self.folder) }
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
        visitor.keep_cookie(&cookie_name(&self.app, "xj_session"), &token.await.expect("a session opens"));
        visitor
    }
}
