//! The frame of every page: navigation, breadcrumb, language, theme, the CSRF token.

use askama::Template;
use axum::http::header;
use axum::response::{Html, IntoResponse, Response};

use crate::shell::actor::{Actor, Role};
use crate::shell::assets;
use crate::shell::context::Context;
use crate::shell::error::{Error, Result};
use crate::shell::exporting;
use crate::shell::frame::KEPT;
use crate::shell::lang::{Lang, Messages};
use crate::shell::policy::Right;
use crate::shell::watch::Warning;

/// What `base.html` shows around a page.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) lang: &'static str,
    pub(crate) other_lang: &'static str,
    pub(crate) t: &'static Messages,
    pub(crate) title: String,
    pub(crate) theme: String,
    pub(crate) csrf: String,
    pub(crate) nav: Vec<NavItem>,
    pub(crate) crumbs: Vec<Crumb>,
    pub(crate) user: Option<String>,
    /// The account, under which a device keeps what could not be sent; empty where nobody is signed in.
    pub(crate) me: String,
    /// Notices not read, where the visitor can have any.
    pub(crate) unread: Option<i64>,
    pub(crate) flash: Option<String>,
    pub(crate) path: String,
    /// What those who look after the system should know; empty for all others.
    pub(crate) warning: Option<String>,
    /// The day, for the head of a printed page.
    pub(crate) today: String,
    /// The year that its tables are about.
    pub(crate) year: i16,
}

/// A place in the navigation.
#[derive(Debug)]
pub(crate) struct NavItem {
    pub(crate) href: &'static str,
    pub(crate) icon: &'static str,
    pub(crate) label: String,
    pub(crate) current: bool,
    /// Whether it is one of the places at the thumb on a phone.
    pub(crate) thumb: bool,
    /// Whether it is the one action that is always there.
    pub(crate) primary: bool,
}

/// A step of the breadcrumb.
#[derive(Clone, Debug)]
pub(crate) struct Crumb {
    pub(crate) href: Option<String>,
    pub(crate) label: String,
}

/// A link in a row of chips, which narrow what a page shows.
#[derive(Clone, Debug)]
pub(crate) struct Chip {
    pub(crate) href: String,
    pub(crate) label: String,
    pub(crate) current: bool,
}

/// The frame for a page of this title.
pub(crate) fn page(context: &Context, title: impl Into<String>) -> Page {
    let t = context.t();
    Page {
        lang: context.lang.tag(),
        other_lang: match context.lang {
            Lang::Chinese => Lang::English.tag(),
            Lang::English => Lang::Chinese.tag(),
        },
        t,
        title: title.into(),
        theme: context.theme.clone(),
        csrf: context.csrf().to_owned(),
        nav: context.visitor.as_ref().map(|actor| nav(actor, context, t)).unwrap_or_default(),
        crumbs: Vec::new(),
        user: context.visitor.as_ref().map(|actor| actor.name.clone()),
        me: context.visitor.as_ref().map(|actor| actor.account_id.to_string()).unwrap_or_default(),
        unread: context.visitor.as_ref().filter(|actor| actor.person_id.is_some()).map(|actor| actor.unread),
        flash: None,
        path: context.path.clone(),
        warning: warning(context, t),
        today: context.app.clock.today().to_string(),
        year: context.app.clock.today().year(),
    }
}

/// One look at the memory of the process, on every page.
fn warning(context: &Context, t: &Messages) -> Option<String> {
    context.visitor.as_ref().filter(|actor| actor.may_anywhere(Right::SeeStatus))?;
    Some(match context.app.watch.warning()? {
        Warning::DiskLow => t.status_warn_disk(),
        Warning::BackupFailed => t.status_warn_backup_failed(),
        Warning::BackupOld => t.status_warn_backup_old(),
    })
}

impl Page {
    /// With the way from the top of the tree to here.
    pub(crate) fn with_crumbs(mut self, crumbs: Vec<Crumb>) -> Self {
        self.crumbs = crumbs;
        self
    }

    /// About another year than this.
    pub(crate) fn of_year(mut self, year: i16) -> Self {
        self.year = year;
        self
    }

    /// Where the table of this name is given as a sheet, as it is narrowed on this page.
    pub(crate) fn export_href(&self, table: &str) -> String {
        exporting::href(&self.path, table)
    }

    /// Where a style, script or icon is served; the address changes with the content.
    #[expect(clippy::unused_self, reason = "templates call it on the page that they are given")]
    pub(crate) fn asset(&self, name: &str) -> String {
        assets::href(name)
    }

    /// With a sentence on what was just done.
    pub(crate) fn with_flash(mut self, flash: Option<String>) -> Self {
        self.flash = flash;
        self
    }
}

/// A page, rendered with the status of a good answer.
pub(crate) fn render(template: &impl Template) -> Result<Response> {
    let html = template.render().map_err(|error| Error::Internal(error.into()))?;
    Ok(Html(html).into_response())
}

/// A form to be filled in, which the browser keeps with what was typed.
pub(crate) fn render_form(template: &impl Template) -> Result<Response> {
    Ok(([(header::CACHE_CONTROL, KEPT)], render(template)?).into_response())
}

fn nav(actor: &Actor, context: &Context, t: &Messages) -> Vec<NavItem> {
    let person = actor.person_id.is_some();
    let branch = actor.scopes.iter().any(|scope| scope.role == Role::Secretary);
    let bureau = actor.may_anywhere(Right::SeeOrganization) && !branch || actor.scope(Role::Office).is_some();
    let mandates = actor.may_anywhere(Right::Deputize) || actor.may_anywhere(Right::AdmitInspectors);
    let mandates = mandates || actor.scopes.iter().any(|scope| scope.lent);
    let sees = actor.may_anywhere(Right::SeeOrganization);
    let inspects = person && actor.may_anywhere(Right::ReadNotes);
    let ledgers = actor.may_anywhere(Right::SeePerson);
    let places = [
        (person, "/year", "calendar-check", t.nav_year(), true, false),
        (branch, "/branch", "users", t.nav_branch(), true, false),
        (bureau, "/bureau", "building", t.nav_bureau(), true, false),
        (person, "/records/new", "pencil-plus", t.nav_record(), true, true),
        (person, "/notes", "notebook", t.nav_notes(), true, false),
        (true, "/lessons", "school", t.nav_lessons(), false, false),
        (person, "/records", "list-details", t.nav_records(), false, false),
        (person, "/research", "map-pin", t.nav_research(), false, false),
        (person, "/works", "books", t.nav_works(), false, false),
        // An inspector from outside is nobody of the bureau.
        (!person && ledgers, "/research/ledger", "map-pin", t.nav_research(), false, false),
        (!person && ledgers, "/works/ledger", "books", t.nav_works(), false, false),
        (
            person || actor.may_anywhere(Right::SeeOrganization),
            "/calendar",
            "calendar-event",
            t.nav_calendar(),
            false,
            false,
        ),
        (inspects, "/inspections", "eye-check", t.nav_inspections(), false, false),
        (sees && !inspects, "/inspections/counts", "eye-check", t.inspections_counts(), false, false),
        (person && !inspects, "/inspections/mine", "eye-check", t.inspections_mine(), false, false),
        (true, "/meetings", "presentation", t.nav_meetings(), false, false),
        (person, "/books", "book", t.nav_books(), false, false),
        (true, "/reviews", "quote", t.nav_reviews(), false, false),
        (actor.may_anywhere(Right::RecordForOrganization), "/pairs", "users", t.nav_pairs(), false, false),
        (true, "/plan", "list-check", t.nav_plan(), false, false),
        (actor.may_anywhere(Right::RefinePlans), "/plans", "file-text", t.nav_plans(), false, false),
        (actor.may_anywhere(Right::SeeRoster), "/people", "id", t.nav_people(), false, false),
        (mandates, "/mandates", "eye", t.nav_mandates(), false, false),
        (actor.may_anywhere(Right::KeepAccounts), "/accounts", "key", t.nav_accounts(), false, false),
        (actor.over_all(Right::SeeTrail).is_some(), "/trail", "history", t.nav_trail(), false, false),
        (actor.may_anywhere(Right::SeeStatus), "/status", "clock", t.nav_status(), false, false),
        (true, "/account", "user", t.nav_account(), false, false),
    ];
    let here = context.path.split('?').next().unwrap_or("/");
    let current = places
        .iter()
        .map(|place| place.1)
        .filter(|href| here == *href || here.strip_prefix(href).is_some_and(|rest| rest.starts_with('/')))
        .max_by_key(|href| href.len());
    places
        .into_iter()
        .filter(|place| place.0)
        .map(|(_, href, icon, label, thumb, primary)| NavItem {
            href,
            icon,
            label,
            current: current == Some(href),
            thumb,
            primary,
        })
        .collect()
}
