//! The book page by page: the title page with the contents, and each chapter.

use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::people;
use crate::portfolio::chapter::{ALL, Chapter};
use crate::portfolio::piece::{self, Place};
use crate::portfolio::views::{BookPage, ChapterPage, Cover, Entry};
use crate::portfolio::{Of, store};
use crate::records;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, OrNotFound, Path, Query, Result, listed, page};

/// This year's book.
pub(super) async fn index(context: Context) -> Result<Response> {
    Ok(Redirect::to(&format!("/portfolio/{}", context.app.clock.today().year())).into_response())
}

/// The title page.
pub(super) async fn show(context: Context, Path(year): Path<i16>) -> Result<Response> {
    let of = Of::own(&context, year)?;
    let asked = of.clone();
    let (cover, mut years) =
        context.app.read(move |tx| Ok((cover(tx, &asked)?, store::years(tx, &asked.person_id)?))).await?;
    years.extend([year, context.app.clock.today().year()]);
    years.sort_unstable_by(|left, right| right.cmp(left));
    years.dedup();
    let way = vec![
        Crumb { href: Some("/notes".to_owned()), label: context.t().nav_notes() },
        Crumb { href: None, label: context.t().portfolio() },
    ];
    render(&BookPage {
        page: page(&context, cover.title.clone()).of_year(year).with_crumbs(way),
        cover,
        years: years
            .into_iter()
            .map(|other| (format!("/portfolio/{other}"), other.to_string(), other == year))
            .collect(),
        year,
    })
}

/// What stands on the title page, with the contents.
pub(super) fn cover(tx: &mut Tx, of: &Of) -> Result<Cover> {
    let mut contents = Vec::with_capacity(ALL.len());
    for chapter in &ALL {
        let things = (chapter.count)(tx, of)?;
        contents.push(Entry {
            code: chapter.code,
            href: format!("/portfolio/{}/{}", of.year, chapter.code),
            title: (chapter.title)(of.t()),
            count: of.t().portfolio_items(things.to_string()),
            things,
        });
    }
    Ok(Cover { contents, ..heading(tx, of)? })
}

/// Whose it is and when it was made, without the contents.
pub(super) fn heading(tx: &mut Tx, of: &Of) -> Result<Cover> {
    let t = of.t();
    let person = people::person(tx, &of.person_id)?.or_not_found()?;
    let home = match people::home(tx, &of.person_id, of.on())? {
        Some(home) => Some(home),
        None => people::last_home(tx, &of.person_id)?,
    };
    Ok(Cover {
        title: t.portfolio_of(of.year.to_string()),
        name: person.name,
        home: home.map(|home| home.name).unwrap_or_default(),
        year: t.portfolio_year(of.year.to_string()),
        made_on: records::day_said(of.clock.today(), of.lang),
        contents: Vec::new(),
    })
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    page: usize,
}

/// A page of a chapter.
pub(super) async fn chapter(
    context: Context,
    Path((year, code)): Path<(i16, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response> {
    let of = Of::own(&context, year)?;
    let chapter = Chapter::of(&code).or_not_found()?;
    let size = context.page_size(chapter.page);
    let number = asked.page.min(listed::LAST_PAGE);
    let from = number.saturating_mul(size);
    let whose = of.clone();
    let (count, parts) = context
        .app
        .read(move |tx| {
            let count = (chapter.count)(tx, &whose)?;
            let parts = if from < count { (chapter.parts)(tx, &whose, from, size)? } else { Vec::new() };
            Ok((count, parts))
        })
        .await?;
    let t = context.t();
    let title = (chapter.title)(t);
    let way = vec![
        Crumb { href: Some(format!("/portfolio/{year}")), label: t.portfolio_of(year.to_string()) },
        Crumb { href: None, label: title.clone() },
    ];
    let page = page(&context, title).of_year(year).with_crumbs(way);
    let at = |number: usize| format!("/portfolio/{year}/{code}?page={number}");
    let pages = count.div_ceil(size).max(1);
    render(&ChapterPage {
        chapters: ALL
            .iter()
            .map(|other| {
                let href = format!("/portfolio/{year}/{}", other.code);
                (href, (other.title)(t), other.code == chapter.code)
            })
            .collect(),
        parts: piece::html(&of, chapter, &parts, Place::Chapter(&page))?,
        none: if parts.is_empty() { (chapter.none)(t) } else { String::new() },
        before: if number > 0 { at(number - 1) } else { String::new() },
        after: if number + 1 < pages { at(number + 1) } else { String::new() },
        place: t.portfolio_place((number + 1).to_string(), pages.to_string()),
        page,
    })
}
