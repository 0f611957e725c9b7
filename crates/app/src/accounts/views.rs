//! The pages of accounts.

use askama::Template;

use crate::shell::interrupted::Interrupted;
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
}

impl SignInPage {
    pub(super) fn new(context: &Context) -> Self {
        Self {
            page: page(context, context.t().sign_in()),
            name: String::new(),
            next: String::new(),
            mistake: None,
            carried: Vec::new(),
        }
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
    pub(super) target: String,
    /// The texts, for reading.
    pub(super) written: Vec<String>,
    /// Everything, for sending.
    pub(super) fields: Vec<(String, String)>,
}

/// One's account.
#[derive(Debug, Template)]
#[template(path = "accounts/account.html")]
pub(super) struct AccountPage {
    pub(super) page: Page,
    pub(super) name: String,
    pub(super) home: Option<String>,
    pub(super) sessions: Vec<SessionRow>,
}

/// An open session in the list.
#[derive(Debug)]
pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) device: String,
    pub(super) since: String,
    pub(super) seen: String,
}
