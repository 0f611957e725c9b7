//! Keeping accounts in the browser: found, opened for many, reset, signed out, closed and opened again.

use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_office::{Entry, Language, Table, TableColumn, TableRow, write_table};
use xueji_store::Tx;

use crate::accounts::desk_views::{AccountOf, CodesPage, IndexPage, InvitePage, ShowPage};
use crate::accounts::invite::{self, Made};
use crate::accounts::{Account, codes, keep, passwords, sessions, single, store};
use crate::people::{self, Organization};
use crate::shell::lang::Messages;
use crate::shell::layout::render;
use crate::shell::{
    Actor, Context, Deed, Error, Id, Lang, Mistakes, Path, Place, Posted, Query, Result, Right, listed,
};

/// Accounts on a page.
pub(super) const PAGE: usize = 50;
/// The longest text searched for.
const LONGEST: usize = 40;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// A part of the account's or the person's name.
    pub(super) q: String,
    /// Counted from zero.
    pub(super) page: usize,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let text: String = asked.q.chars().filter(|letter| !letter.is_control()).take(LONGEST).collect();
    let at = asked.page.min(100_000);
    let sought = text.clone();
    let size = context.page_size(PAGE);
    let (rows, more) = context
        .app
        .read(move |tx| {
            let rows = store::found(tx, sought.trim(), at.saturating_mul(size), size + 1)?;
            Ok(listed::cut(rows, size))
        })
        .await?;
    render(&IndexPage::new(&context, rows, &text, at, more))
}

pub(super) async fn invite_form(context: Context) -> Result<Response> {
    render(&invite_page(&context, "", &Mistakes::default()).await?)
}

async fn invite_page(context: &Context, chosen: &str, mistakes: &Mistakes) -> Result<InvitePage> {
    let actor = context.actor()?.clone();
    let organizations = context
        .app
        .read(move |tx| {
            let mut all = Vec::new();
            for top in people::reach(tx, &actor, Right::KeepAccounts)? {
                all.extend(people::organizations(tx, &top.path)?);
            }
            Ok(all)
        })
        .await?;
    Ok(InvitePage::new(context, &organizations, chosen, mistakes))
}

/// Opens the accounts, and shows the codes once: on a page to be printed, or as a sheet.
pub(super) async fn invite(Posted { context, fields }: Posted) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let code = fields.get("of").to_owned();
    let found = context
        .app
        .read(move |tx| {
            let within = people::organization_by_code(tx, &code)?;
            let Some(within) = within else { return Err(Mistakes::one("of", Messages::accounts_no_place)) };
            require(&actor, &within)?;
            let candidates = invite::candidates(tx, &within, today)?;
            if candidates.is_empty() {
                return Err(Mistakes::one("of", Messages::accounts_all_have_one));
            }
            Ok((within, candidates))
        })
        .await;
    let (within, candidates) = match found {
        Ok(found) => found,
        Err(Error::Invalid(mistakes)) => {
            let page = render(&invite_page(&context, fields.get("of"), &mistakes).await?)?;
            return Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response());
        }
        Err(error) => return Err(error),
    };
    let making = tokio::task::spawn_blocking(move || invite::codes(&candidates));
    let made = making.await.map_err(anyhow::Error::from)??;
    let at = context.app.clock.now();
    let opened = context.write(move |work| invite::open_all(work, made, at)).await?;
    if fields.get("as") == "sheet" {
        return sheet(&context, &within, &opened);
    }
    Ok(never_kept(render(&CodesPage::new(&context, &within, &opened))?))
}

fn require(actor: &Actor, within: &Organization) -> Result<()> {
    let may = actor.may(Right::KeepAccounts, Place::Organization { path: &within.path });
    if may { Ok(()) } else { Err(Error::Forbidden) }
}

/// Codes are in no cache.
fn never_kept(response: Response) -> Response {
    ([(header::CACHE_CONTROL, "no-store")], response).into_response()
}

fn sheet(context: &Context, within: &Organization, opened: &[Made]) -> Result<Response> {
    let t = context.t();
    let table = Table {
        title: t.accounts_codes(),
        subtitle: format!("{} · {}", within.name, context.lang.day(context.app.clock.today())),
        columns: vec![
            TableColumn::new(t.people_name(), 12),
            TableColumn::new(t.people_organization(), 28),
            TableColumn::new(t.accounts_name(), 16),
            TableColumn::new(t.accounts_code(), 18),
        ],
        language: match context.lang {
            Lang::Chinese => Language::Chinese,
            Lang::English => Language::English,
        },
    };
    let rows = opened.iter().map(|one| TableRow {
        entries: [&one.candidate.name, &one.candidate.organization, &one.candidate.code, &one.code]
            .map(|text| Entry::Text(text.clone()))
            .to_vec(),
        remarks: String::new(),
    });
    let bytes = write_table(&table, rows).map_err(anyhow::Error::from)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    let called = "attachment; filename=\"accounts.xlsx\"";
    let file = [(header::CONTENT_TYPE, kind), (header::CONTENT_DISPOSITION, called)];
    Ok(never_kept((file, bytes).into_response()))
}

pub(super) async fn show(context: Context, Path(id): Path<String>) -> Result<Response> {
    render(&one(&context, Id::from_text(id), None).await?)
}

async fn one(context: &Context, id: Id, code: Option<String>) -> Result<ShowPage> {
    let (at, own) = (context.app.clock.now(), context.actor()?.account_id == id);
    let account = context.app.read(move |tx| of(tx, &id, at)).await?;
    Ok(ShowPage::new(context, account, own, code))
}

fn of(tx: &mut Tx, id: &Id, at: i64) -> Result<AccountOf> {
    let account: Account = store::by_id(tx, id)?;
    let person = match &account.person_id {
        Some(id) => people::person(tx, id)?,
        None => None,
    };
    let open = sessions::open_of(tx, id, at)?.len();
    Ok(AccountOf {
        account,
        person,
        open,
        codes: codes::state(tx, id)?,
        identities: single::identities(tx, id)?,
    })
}

pub(super) async fn act(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (id, at) = (Id::from_text(id), context.app.clock.now());
    let what = fields.get("do").to_owned();
    if context.actor()?.account_id == id && what != "sign-out" {
        // Who keeps accounts cannot lock themselves out.
        return Err(Error::Conflict(Messages::accounts_not_own));
    }
    let code = if what == "reset" { Some(passwords::generate()?) } else { None };
    let hash = match &code {
        Some(code) => passwords::hash_apart(code.clone()).await?,
        None => String::new(),
    };
    let (which, identity) = (id.clone(), Id::from_text(fields.get("identity")));
    context
        .write(move |work| {
            let account = store::by_id(work, &which)?;
            let open = account.closed_at.is_none();
            match what.as_str() {
                "reset" if open => keep::reset(work, &account.name, &hash, at).map(drop),
                "close" if open => keep::close(work, &account.name, at).map(drop),
                "open" if !open => {
                    store::set_open(work, &which)?;
                    work.note(keep::concerning(Deed::AccountOpened, &which, account.person_id.as_ref()));
                    Ok(())
                }
                "sign-out" => {
                    sessions::end_all(work, &which, at)?;
                    work.note(keep::concerning(Deed::SessionEnded, &which, account.person_id.as_ref()));
                    Ok(())
                }
                "codes-reset" => codes::reset(work, &account),
                "unlink" => single::take_off(work, &account, &identity),
                "reset" | "close" | "open" => Err(Error::Conflict(Messages::accounts_changed_meanwhile)),
                _ => Err(Error::NotFound),
            }
        })
        .await?;
    match code {
        Some(code) => Ok(never_kept(render(&one(&context, id, Some(code)).await?)?)),
        None => Ok(Redirect::to(&format!("/accounts/{id}")).into_response()),
    }
}
