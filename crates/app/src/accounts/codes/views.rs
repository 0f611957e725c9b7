//! The pages of one-time codes.

use askama::Template;

use crate::accounts::codes::State;
use crate::accounts::resume::SentOn;
use crate::shell::interrupted::{Interrupted, local_path};
use crate::shell::layout::{Crumb, page};
use crate::shell::{Context, Mistakes, Page};

/// The second step of signing in.
#[derive(Debug, Template)]
#[template(path = "accounts/code.html")]
pub(super) struct CodePage {
    page: Page,
    next: String,
    mistake: String,
    /// Hidden fields with what was typed before.
    carried: Vec<(String, String)>,
}

impl CodePage {
    pub(super) fn new(context: &Context, next: &str, carried: Option<&Interrupted>, mistake: String) -> Self {
        Self {
            page: page(context, context.t().accounts_codes_step()),
            next: local_path(next).unwrap_or_default().to_owned(),
            mistake,
            carried: carried.map(Interrupted::carried).unwrap_or_default(),
        }
    }
}

/// The key as its owner needs it.
#[derive(Debug)]
pub(super) struct SetUpView {
    /// The key as a drawing, in SVG of our own making.
    pub(super) drawing: String,
    pub(super) written: String,
    /// Whether it must be done before anything else.
    pub(super) forced: bool,
}

/// Setting one-time codes up.
#[derive(Debug, Template)]
#[template(path = "accounts/codes_set_up.html")]
pub(super) struct SetUpPage {
    page: Page,
    view: SetUpView,
    mistake: String,
    carried: Vec<(String, String)>,
}

impl SetUpPage {
    pub(super) fn new(
        context: &Context,
        view: SetUpView,
        carried: Option<&Interrupted>,
        mistakes: &Mistakes,
    ) -> Self {
        let t = context.t();
        Self {
            page: page(context, t.accounts_codes_set_up()),
            view,
            mistake: mistakes.at("code", t),
            carried: carried.map(Interrupted::carried).unwrap_or_default(),
        }
    }
}

/// Recovery codes, shown once.
#[derive(Debug, Template)]
#[template(path = "accounts/recovery.html")]
pub(super) struct RecoveryPage {
    page: Page,
    codes: Vec<String>,
    /// What was typed before, to be sent on from here.
    sent_on: Option<SentOn>,
    /// Where to go on.
    on: &'static str,
}

impl RecoveryPage {
    pub(super) fn new(
        context: &Context,
        codes: Vec<String>,
        carried: Option<&Interrupted>,
        forced: bool,
    ) -> Self {
        let t = context.t();
        let way = vec![
            Crumb { href: Some("/account".to_owned()), label: t.nav_account() },
            Crumb { href: None, label: t.accounts_recovery() },
        ];
        Self {
            page: page(context, t.accounts_recovery()).with_crumbs(way),
            codes,
            sent_on: carried.map(SentOn::of),
            on: if forced { "/" } else { "/account" },
        }
    }
}

/// One-time codes that are on.
#[derive(Debug, Template)]
#[template(path = "accounts/codes_kept.html")]
pub(super) struct KeptPage {
    page: Page,
    line: String,
    demanded: bool,
    told: String,
}

impl KeptPage {
    pub(super) fn new(context: &Context, state: State, demanded: bool, told: String) -> Self {
        let t = context.t();
        let since = state.since.map(|at| context.app.clock.minute_of(at)).unwrap_or_default();
        let way = vec![
            Crumb { href: Some("/account".to_owned()), label: t.nav_account() },
            Crumb { href: None, label: t.accounts_codes_title() },
        ];
        Self {
            page: page(context, t.accounts_codes_title()).with_crumbs(way),
            line: t.accounts_codes_since(since, state.recovery_left.to_string()),
            demanded,
            told,
        }
    }
}
