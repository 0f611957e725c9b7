//! The year as a book: month by month, in the order of the days, with nothing around it.

use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments::{self, Attachment};
use crate::notebook::draft::title_of;
use crate::notebook::views::{BookPage, Leaf};
use crate::notes::{self, Filter, Note, Version};
use crate::records::{self, Offer};
use crate::shell::layout::{Chip, Crumb, render};
use crate::shell::{Context, Error, Id, Query, Result, markdown, page};

/// More notes than anybody writes in a month, in one opening of the book.
const MOST: usize = 60;

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    /// `2026-03`; this month unless said.
    month: String,
    page: usize,
}

struct Found {
    notes: Vec<(Note, Version)>,
    files: Vec<Attachment>,
    months: Vec<(String, i64)>,
    offer: Offer,
}

fn found(tx: &mut Tx, person: &Id, first: Date) -> Result<Found> {
    let last = first.last_of_month();
    let filter = Filter { from: Some(first), to: Some(last), ..Filter::default() };
    let notes = notes::texts(tx, person, &filter, 0, 400)?;
    let ids: Vec<Id> = notes.iter().flat_map(|(_, version)| version.files.iter().cloned()).collect();
    Ok(Found {
        files: attachments::find(tx, &ids)?,
        months: notes::months(tx, person, first.first_of_year(), first.last_of_year())?,
        offer: Offer::on(tx, last)?,
        notes,
    })
}

pub(super) async fn show(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let person = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let today = context.app.clock.today();
    let first: Date = format!("{}-01", asked.month).parse().unwrap_or_else(|_| today.first_of_month());
    let found = context.app.read(move |tx| found(tx, &person, first)).await?;
    render(&laid_out(&context, &found, first, asked.page))
}

fn laid_out(context: &Context, found: &Found, first: Date, at: usize) -> BookPage {
    let (t, lang) = (context.t(), context.lang);
    let year = first.year();
    let month_of = |month: i8| format!("{year:04}-{month:02}");
    let here = month_of(first.month());
    let months = (1..=12_i8).map(|month| {
        let code = month_of(month);
        let count = found.months.iter().find(|(known, _)| *known == code).map_or(0, |(_, count)| *count);
        Chip {
            href: format!("/notes/book?month={code}"),
            label: t.notebook_month(month.to_string(), count.to_string()),
            current: code == here,
        }
    });
    let written: i64 = found.months.iter().map(|(_, count)| count).sum();
    let from = at.saturating_mul(MOST).min(found.notes.len());
    let leaves = found.notes.iter().skip(from).take(MOST).map(|(note, version)| {
        let files = version.files.iter().filter(|id| !markdown::shows(&version.text, id.as_str()));
        let files = files.filter_map(|id| found.files.iter().find(|file| file.id == *id));
        Leaf {
            id: note.id.to_string(),
            on: records::day_said(note.happened_on, lang),
            title: title_of(version).unwrap_or_else(|| t.notebook_untitled()),
            activity: note.activity.as_ref().map(|code| found.offer.title(code, lang)).unwrap_or_default(),
            is_draft: note.entered.is_none(),
            html: note.html(version),
            files: files.map(|file| attachments::view(file, t)).collect(),
        }
    });
    let way = vec![
        Crumb { href: Some("/notes".to_owned()), label: t.nav_notes() },
        Crumb { href: None, label: t.notebook_book() },
    ];
    let page_at = |page: usize| format!("/notes/book?month={here}&page={page}");
    let month_at = |code: Option<&(String, i64)>| code.map(|(code, _)| format!("/notes/book?month={code}"));
    let before = || month_at(found.months.iter().rev().find(|(code, _)| *code < here));
    let after = || month_at(found.months.iter().find(|(code, _)| *code > here));
    BookPage {
        page: page(context, t.notebook_book_of(year.to_string())).with_crumbs(way),
        lead: t.notebook_book_lead(written.to_string()),
        month: t.notebook_month_name(first.month().to_string()),
        months: months.collect(),
        years: [year - 1, year + 1]
            .map(|other| (format!("/notes/book?month={other:04}-{:02}", first.month()), other.to_string())),
        leaves: leaves.collect(),
        previous: if at > 0 { Some(page_at(at - 1)) } else { before() },
        next: if from + MOST < found.notes.len() { Some(page_at(at + 1)) } else { after() },
    }
}
