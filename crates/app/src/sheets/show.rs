//! The page of sheets: print them, bring the pictures, and assign what could not be read.

use axum::http::HeaderMap;
use axum::response::Response;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment, FileView};
use crate::people::{self, Organization};
use crate::sheets::views::{Person, SheetsPage};
use crate::sheets::{MOST_PAGES, MOST_WEEKS, monday_of, store};
use crate::shell::blobs::Part;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Error, Id, OrNotFound, Path, Query, Result, Right, listed, page};

/// Pictures that wait, on a page.
const PAGE: usize = 20;
/// So many people are offered by name; of more, one types the staff number.
const MOST_OFFERED: usize = 300;

/// What became of a picture.
#[derive(Clone, Debug)]
pub(super) struct Done {
    pub(super) name: String,
    pub(super) said: String,
    /// Its note, where it is the visitor's own.
    pub(super) href: Option<String>,
    pub(super) is_filed: bool,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    assigned: String,
    page: usize,
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let mut shown = page_of(&context, Vec::new(), Vec::new(), asked.page.min(listed::LAST_PAGE)).await?;
    if !asked.assigned.is_empty() {
        shown.page = shown.page.with_flash(Some(context.t().sheets_assigned()));
    }
    render(&shown)
}

/// What the page needs of the database.
struct Found {
    waiting: Vec<Attachment>,
    more: bool,
    units: Vec<Organization>,
    people: Vec<Person>,
}

fn found(tx: &mut Tx, actor: &Actor, today: jiff::civil::Date, from: usize) -> Result<Found> {
    let (waiting, more) = listed::cut(store::waiting(tx, &actor.account_id, from, PAGE + 1)?, PAGE);
    let units = people::reach(tx, actor, Right::RecordForPerson)?;
    let mut offered = Vec::new();
    if !waiting.is_empty() {
        for unit in &units {
            let left = MOST_OFFERED.saturating_sub(offered.len());
            if left == 0 {
                break;
            }
            let some = people::below(tx, &unit.path, today, left)?;
            offered.extend(some.into_iter().map(|person| Person { code: person.code, name: person.name }));
        }
    }
    Ok(Found { waiting, more, units, people: offered })
}

/// The page, with what was done to a stack just now.
pub(super) async fn page_of(
    context: &Context,
    done: Vec<Done>,
    refused: Vec<String>,
    at: usize,
) -> Result<SheetsPage> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let from = at.saturating_mul(PAGE);
    let found = context.app.read(move |tx| found(tx, &actor, today, from)).await?;
    let t = context.t();
    let way = vec![
        Crumb { href: Some("/notes".to_owned()), label: t.nav_notes() },
        Crumb { href: None, label: t.sheets() },
    ];
    let filed = done.iter().filter(|one| one.is_filed).count();
    let told = (!done.is_empty()).then(|| t.sheets_done(done.len().to_string(), filed.to_string()));
    let address = |page: usize| format!("/sheets?page={page}");
    Ok(SheetsPage {
        page: page(context, t.sheets()).with_crumbs(way).with_flash(told),
        done,
        refused,
        week: monday_of(today).to_string(),
        today: today.to_string(),
        weeks: (1..=MOST_WEEKS).map(|count| count.to_string()).collect(),
        pages: (1..=MOST_PAGES).map(|count| count.to_string()).collect(),
        units: found.units.into_iter().map(|unit| (unit.id.to_string(), unit.name)).collect(),
        waiting: found.waiting.iter().map(|file| attachments::view(file, t)).collect::<Vec<FileView>>(),
        people: found.people,
        batch: Id::fresh().to_string(),
        most: crate::shell::upload::MOST_STACKED.to_string(),
        before: if at > 0 { address(at - 1) } else { String::new() },
        after: if found.more { address(at + 1) } else { String::new() },
    })
}

/// The small picture of one that waits, for whoever brought it.
pub(super) async fn waiting(
    context: Context,
    Path(file): Path<String>,
    headers: HeaderMap,
) -> Result<Response> {
    let (account_id, file) = (context.actor()?.account_id.clone(), Id::from_text(file));
    let file = context.app.read(move |tx| store::waits(tx, &account_id, &file)?.or_not_found()).await?;
    if file.kind.is_picture() {
        attachments::answer(&context.app, &headers, &file, Part::Small).await
    } else {
        Err(Error::NotFound)
    }
}
