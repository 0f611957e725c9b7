//! The pages of accounts.

use askama::Template;

use crate::accounts::Account;
use crate::accounts::codes::State;
use crate::accounts::resume::SentOn;
use crate::accounts::sessions::Session;
use crate::accounts::single::{self, Identity};
use crate::shell::interrupted::{Interrupted, local_path};
use crate::shell::layout::page;
use crate::shell::{Context, Mistakes, Page};

/// Signing in.
#[derive(Debug, Template)]
#[template(path = "accounts/sign_in.html")]
pub(super) struct SignInPage {
    pub(super) page: Page,
    pub(super) name: String,
    /// Where to go afterwards.
    pub(super) next: String,
    pub(super) mistake: Option<String>,
    /// Hidden fields with what was typed before.
    pub(super) carried: Vec<(String, String)>,
    /// What the provider of single sign-on is called; empty where there is none.
    pub(super) provider: String,
    /// Whether a session that the provider opened was just left.
    pub(super) left: bool,
}

impl SignInPage {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            page: page(context, context.t().sign_in()),
            name: String::new(),
            next: String::new(),
            mistake: None,
            carried: Vec::new(),
            provider: single::name_of_provider(context),
            left: false,
        }
    }

    /// The page that says why the visitor is not inside yet.
    pub(super) fn saying(context: &Context, mistake: String, next: &str) -> Self {
        Self { mistake: Some(mistake), ..Self::new(context) }.leading_to(next)
    }

    /// With where to go afterwards, if it is a place of ours.
    pub(super) fn leading_to(self, next: &str) -> Self {
        Self { next: local_path(next).unwrap_or_default().to_owned(), ..self }
    }

    /// The address of single sign-on.
    fn single(&self) -> String {
        let next: String = form_urlencoded::byte_serialize(self.next.as_bytes()).collect();
        format!("/single-sign-on?next={next}")
    }

    pub(super) fn carrying(mut self, carried: Option<&Interrupted>) -> Self {
        self.carried = carried.map(Interrupted::carried).unwrap_or_default();
        self
    }
}

/// Changing one's password.
#[derive(Debug, Template)]
#[template(path = "accounts/password.html")]
pub(super) struct PasswordPage {
    pub(super) page: Page,
    /// Whether it must be changed before anything else.
    pub(super) forced: bool,
    pub(super) current_mistake: String,
    pub(super) new_mistake: String,
    pub(super) repeat_mistake: String,
    /// Hidden fields with what was typed before.
    pub(super) carried: Vec<(String, String)>,
}

impl PasswordPage {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            page: page(context, context.t().accounts_password_title()),
            forced: context.visitor.as_ref().is_some_and(|actor| actor.must_change),
            current_mistake: String::new(),
            new_mistake: String::new(),
            repeat_mistake: String::new(),
            carried: Vec::new(),
        }
    }

    pub(super) fn carrying(mut self, carried: Option<&Interrupted>) -> Self {
        self.carried = carried.map(Interrupted::carried).unwrap_or_default();
        self
    }

    pub(super) fn mending(mut self, mistakes: &Mistakes) -> Self {
        let at = |field| mistakes.at(field, self.page.t);
        let (current, new, repeat) = (at("current"), at("new"), at("repeat"));
        self.current_mistake = current;
        self.new_mistake = new;
        self.repeat_mistake = repeat;
        self
    }
}

/// What was typed before the session ended, to be sent on.
#[derive(Debug, Template)]
#[template(path = "accounts/resume.html")]
pub(super) struct ConfirmPage {
    pub(super) page: Page,
    /// Why it was not taken the first time.
    pub(super) lead: String,
    pub(super) sent_on: SentOn,
}

/// What the page of one's account shows.
#[derive(Debug)]
pub(super) struct Held {
    pub(super) account: Account,
    pub(super) sessions: Vec<Session>,
    pub(super) codes: State,
    pub(super) identities: Vec<Identity>,
}

/// One's account.
#[derive(Debug, Template)]
#[template(path = "accounts/account.html")]
pub(super) struct AccountPage {
    page: Page,
    name: String,
    home: Option<String>,
    person: bool,
    sessions: Vec<SessionRow>,
    /// What is known of the password, of one-time codes, and of open sessions.
    password: String,
    codes: String,
    codes_on: bool,
    open: String,
    /// What the provider of single sign-on is called; empty where there is none.
    provider: String,
    identities: Vec<IdentityRow>,
}

/// An open session in the list.
#[derive(Debug)]
struct SessionRow {
    id: String,
    device: String,
    since: String,
    seen: String,
}

/// An identity that is linked.
#[derive(Debug)]
struct IdentityRow {
    id: String,
    line: String,
}

impl AccountPage {
    pub(super) fn new(context: &Context, held: Held) -> Self {
        let (t, clock) = (context.t(), &context.app.clock);
        let row = |session: Session| SessionRow {
            id: session.id.to_string(),
            device: if session.device.is_empty() { t.accounts_device_unknown() } else { session.device },
            since: clock.minute_of(session.created_at),
            seen: clock.minute_of(session.seen_at),
        };
        let of_identity = |identity: Identity| IdentityRow {
            id: identity.id.to_string(),
            line: t.accounts_single_linked(clock.minute_of(identity.linked_at), identity.called),
        };
        let since = held.account.password_at.map(|at| context.lang.day(clock.date_of(at)));
        let actor = context.visitor.as_ref();
        Self {
            page: page(context, t.nav_account()),
            name: held.account.name,
            home: actor.and_then(|actor| actor.home.as_ref()).map(|home| home.name.clone()),
            person: actor.is_some_and(|actor| actor.person_id.is_some()),
            password: since.map_or_else(|| t.accounts_password_set(), |day| t.accounts_password_since(day)),
            codes: match held.codes.since {
                Some(at) => t.accounts_codes_since(clock.minute_of(at), held.codes.recovery_left.to_string()),
                None => t.accounts_codes_off(),
            },
            codes_on: held.codes.since.is_some(),
            open: t.accounts_open_sessions(held.sessions.len().to_string()),
            sessions: held.sessions.into_iter().map(row).collect(),
            provider: single::name_of_provider(context),
            identities: held.identities.into_iter().map(of_identity).collect(),
        }
    }
}
