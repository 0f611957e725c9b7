//! The pages of those who keep accounts.

use askama::Template;

use crate::accounts::Account;
use crate::accounts::codes::State;
use crate::accounts::invite::{MOST, Made};
use crate::accounts::single::Identity;
use crate::people::{self, Organization, Person};
use crate::shell::lang::Messages;
use crate::shell::layout::Crumb;
use crate::shell::{Context, Mistakes, Page, page};

/// An account and whose it is.
#[derive(Debug)]
pub(super) struct AccountOf {
    pub(super) account: Account,
    pub(super) person: Option<Person>,
    /// How many sessions are open.
    pub(super) open: usize,
    pub(super) codes: State,
    pub(super) identities: Vec<Identity>,
}

/// All accounts, for those who keep them.
#[derive(Debug, Template)]
#[template(path = "accounts/index.html")]
pub(super) struct IndexPage {
    page: Page,
    text: String,
    rows: Vec<Row>,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Row {
    number: usize,
    href: String,
    name: String,
    person: String,
    state: String,
}

impl IndexPage {
    pub(super) fn new(
        context: &Context,
        rows: Vec<(Account, String)>,
        text: &str,
        at: usize,
        more: bool,
    ) -> Self {
        let (t, size) = (context.t(), context.page_size(super::desk::PAGE));
        let href = |at: usize| {
            let mut query = form_urlencoded::Serializer::new(String::new());
            query.append_pair("q", text).append_pair("page", &at.to_string());
            format!("/accounts?{}", query.finish())
        };
        let row = |(index, (account, person)): (usize, (Account, String))| Row {
            number: at.saturating_mul(size) + index + 1,
            href: format!("/accounts/{}", account.id),
            state: state(t, &account),
            name: account.name,
            person,
        };
        Self {
            page: page(context, t.nav_accounts()),
            text: text.to_owned(),
            rows: rows.into_iter().enumerate().map(row).collect(),
            back: at.checked_sub(1).map(href).unwrap_or_default(),
            on: if more { href(at + 1) } else { String::new() },
            place: t.people_page_alone((at + 1).to_string()),
        }
    }
}

fn state(t: &Messages, account: &Account) -> String {
    match account {
        Account { closed_at: Some(_), .. } => t.accounts_state_closed(),
        Account { must_change: true, .. } => t.accounts_state_must_change(),
        Account { administrator: true, .. } => t.accounts_state_administrator(),
        _ => t.accounts_state_open(),
    }
}

fn way(context: &Context, here: String) -> Vec<Crumb> {
    let t = context.t();
    let all = Crumb { href: Some("/accounts".to_owned()), label: t.nav_accounts() };
    vec![all, Crumb { href: None, label: here }]
}

/// For whom accounts are to be opened.
#[derive(Debug, Template)]
#[template(path = "accounts/invite.html")]
pub(super) struct InvitePage {
    page: Page,
    /// Codes and names, in the order of the tree.
    choices: Vec<(String, String, bool)>,
    most: String,
    wrong: String,
}

impl InvitePage {
    pub(super) fn new(
        context: &Context,
        organizations: &[Organization],
        chosen: &str,
        mistakes: &Mistakes,
    ) -> Self {
        let t = context.t();
        let choices = people::indented(organizations, |one| &one.name)
            .map(|(one, label)| (one.code.clone(), label, one.code == chosen));
        Self {
            page: page(context, t.accounts_invite()).with_crumbs(way(context, t.accounts_invite())),
            choices: choices.collect(),
            most: t.accounts_invite_lead(MOST.to_string()),
            wrong: mistakes.said(t).join(" "),
        }
    }
}

/// Codes that are shown once.
#[derive(Debug, Template)]
#[template(path = "accounts/codes.html")]
pub(super) struct CodesPage {
    page: Page,
    line: String,
    rows: Vec<[String; 4]>,
}

impl CodesPage {
    pub(super) fn new(context: &Context, within: &Organization, opened: &[Made]) -> Self {
        let t = context.t();
        let row = |one: &Made| {
            let who = &one.candidate;
            [who.name.clone(), who.organization.clone(), who.code.clone(), one.code.clone()]
        };
        Self {
            page: page(context, t.accounts_codes()).with_crumbs(way(context, t.accounts_codes())),
            line: t.accounts_codes_line(within.name.clone(), opened.len().to_string()),
            rows: opened.iter().map(row).collect(),
        }
    }
}

/// One account, for those who keep it.
#[derive(Debug, Template)]
#[template(path = "accounts/show.html")]
pub(super) struct ShowPage {
    page: Page,
    id: String,
    state: String,
    person: String,
    person_href: String,
    sessions: String,
    /// What it has of one-time codes.
    codes: String,
    codes_on: bool,
    /// Ids and lines of identities at the provider.
    identities: Vec<(String, String)>,
    closed: bool,
    own: bool,
    /// A code just made, shown once.
    code: String,
}

impl ShowPage {
    pub(super) fn new(context: &Context, of: AccountOf, own: bool, code: Option<String>) -> Self {
        let (t, account, clock) = (context.t(), of.account, &context.app.clock);
        let codes = match of.codes.since {
            Some(at) => t.accounts_codes_since(clock.minute_of(at), of.codes.recovery_left.to_string()),
            None => t.accounts_codes_off(),
        };
        let linked = |one: Identity| {
            (one.id.to_string(), t.accounts_single_linked(clock.minute_of(one.linked_at), one.called))
        };
        Self {
            page: page(context, account.name.clone()).with_crumbs(way(context, account.name.clone())),
            id: account.id.to_string(),
            state: state(t, &account),
            person_href: of.person.as_ref().map(|one| format!("/people/{}", one.id)).unwrap_or_default(),
            person: of.person.map_or_else(|| t.accounts_nobody(), |one| one.name),
            sessions: t.accounts_open_sessions(of.open.to_string()),
            codes,
            codes_on: of.codes.since.is_some(),
            identities: of.identities.into_iter().map(linked).collect(),
            closed: account.closed_at.is_some(),
            own,
            code: code.unwrap_or_default(),
        }
    }
}
