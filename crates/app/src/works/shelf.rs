//! The shelf of accepted work that its authors let others read.

use askama::Template;
use axum::response::Response;
use jiff::civil::date;
use serde::Deserialize;
use xueji_store::{Param as _, Tx, Value, Where};

use crate::people::{self, Sought};
use crate::shell::layout::{Crumb, render};
use crate::shell::{Actor, Context, Page, Query, Result, listed, markdown, page};
use crate::works::{Kind, Manuscript, store, words};

const PAGE: usize = 20;
/// The latest works among which a search looks: many years of a bureau.
const MOST: usize = 5_000;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    kind: String,
    whose: String,
    year: String,
    q: String,
    page: String,
}

/// A work on the shelf.
#[derive(Clone, Debug)]
pub(crate) struct Shelved {
    pub(crate) manuscript: Manuscript,
    pub(crate) excerpt: String,
}

/// What a search on the shelf is narrowed to.
#[derive(Clone, Debug, Default)]
struct Narrowed {
    kind: Option<Kind>,
    /// At or below this path.
    path: Option<String>,
    year: Option<i16>,
    text: String,
}

#[derive(Debug, Template)]
#[template(path = "works/shelf.html")]
struct ShelfPage {
    page: Page,
    asked: Asked,
    kinds: Vec<(String, String, bool)>,
    years: Vec<(String, String, bool)>,
    homes: Vec<(String, String)>,
    works: Vec<Card>,
    total: usize,
    narrowed: bool,
    back: String,
    on: String,
    place: String,
}

#[derive(Debug)]
struct Card {
    href: String,
    title: String,
    author: String,
    told: String,
    excerpt: String,
}

/// Works that the actor may read on the shelf and that have the text in title, author or body, the latest first.
pub(crate) fn shelved(tx: &mut Tx, actor: &Actor, text: &str, most: usize) -> Result<Vec<Shelved>> {
    let narrowed = Narrowed { text: text.to_owned(), ..Narrowed::default() };
    Ok(works(tx, actor, &narrowed, (1, most))?.0)
}

/// One page, and how many there are.
fn works(
    tx: &mut Tx,
    actor: &Actor,
    narrowed: &Narrowed,
    (number, size): (usize, usize),
) -> Result<(Vec<Shelved>, usize)> {
    let Some(home) = actor.person_id.as_ref().and(actor.home.as_ref()) else { return Ok((Vec::new(), 0)) };
    let sought = Sought::new(&narrowed.text);
    let ends = narrowed.path.as_ref().map(|path| people::ends(path));
    let days = narrowed.year.map(|year| [date(year, 1, 1), date(year, 12, 31)]);
    let like = format!("%{}%", narrowed.text.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    let given = vec![like.to_value(), home.path.to_value()];
    let mut clause = Where::after(&given)
        .and_if(true, "manuscript.state = 'accepted'")
        .and_if(true, store::HANDED_IN)
        .and_if(
            true,
            "(manuscript.audience = 'bureau' or manuscript.audience = 'branch'
                 and substr(?2, 1, length(organization.path)) = organization.path)",
        );
    if let Some(ends) = &ends {
        clause = clause.and_all("organization.path >= ? and organization.path < ?", ends);
    }
    if let Some(days) = &days {
        let values: Vec<Value<'_>> = days.iter().map(|day| day.to_value()).collect();
        clause = clause.and_all("manuscript.done_on >= ? and manuscript.done_on <= ?", &values);
    }
    let kind = narrowed.kind.map(|kind| kind.code().to_owned());
    let clause = clause.and_opt("manuscript.kind = ?", &kind);
    let (mut found, mut seen) = (Vec::new(), 0);
    let sql = format!(
        "{} join note_version on note_version.note_id = note.id and note_version.number = manuscript.number {}
         order by manuscript.done_on desc, manuscript.id desc limit {MOST}",
        store::SELECT.replacen(
            "manuscript.submitted_at",
            "manuscript.submitted_at, note_version.text like ?1 escape '\\', note_version.text",
            1
        ),
        clause.sql()
    );
    tx.each(&sql, clause.params(), |row| {
        let (title, author) = (row.str(10)?, row.str(3)?);
        if narrowed.text.is_empty()
            || row.get::<bool>(store::WIDTH)?
            || sought.is_in(title)
            || sought.is_in(author)
        {
            seen += 1;
            if seen > (number - 1) * size && found.len() < size {
                let excerpt = markdown::excerpt(row.str(store::WIDTH + 1)?, 90);
                found.push(Shelved { manuscript: store::read(row)?, excerpt });
            }
        }
        Ok(())
    })?;
    Ok((found, seen))
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let number = asked.page.parse::<usize>().unwrap_or(1).clamp(1, 1_000);
    let text = listed::sought(&asked.q, 40);
    let narrowed = Narrowed {
        kind: Kind::from_code(&asked.kind),
        path: None,
        year: asked.year.parse().ok().filter(|year| (2000..2100).contains(year)),
        text,
    };
    let (whose, of) = (asked.whose.clone(), narrowed.clone());
    let (homes, (found, total)) = context
        .app
        .read(move |tx| {
            let root = people::root(tx)?;
            let homes = match &root {
                Some(root) => people::organizations(tx, &root.path)?,
                None => Vec::new(),
            };
            let path = homes.iter().find(|one| one.id.as_str() == whose).map(|one| one.path.clone());
            let found = works(tx, &actor, &Narrowed { path, ..of }, (number, PAGE))?;
            Ok((homes, found))
        })
        .await?;
    let t = context.t();
    let at = |kind: &str, year: &str, page: usize| {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.append_pair("kind", kind).append_pair("whose", &asked.whose).append_pair("year", year);
        query.append_pair("q", &asked.q).append_pair("page", &page.to_string());
        format!("/works/shelf?{}", query.finish())
    };
    let kinds =
        [("", t.works_all())].into_iter().chain(Kind::ALL.map(|kind| (kind.code(), words::kind(kind, t))));
    let years: Vec<String> = (0..3).map(|back| (today.year() - back).to_string()).collect();
    let years = [(String::new(), t.works_all_years())]
        .into_iter()
        .chain(years.into_iter().map(|one| (one.clone(), one)));
    let card = |one: Shelved| Card {
        href: format!("/works/{}", one.manuscript.id),
        told: t.works_told(
            one.manuscript.organization.as_str(),
            words::kind(one.manuscript.kind, t),
            context.lang.day(one.manuscript.done_on),
        ),
        title: one.manuscript.title,
        author: one.manuscript.author,
        excerpt: one.excerpt,
    };
    let way = vec![
        Crumb { href: Some("/works".to_owned()), label: t.nav_works() },
        Crumb { href: None, label: t.works_shelf() },
    ];
    render(&ShelfPage {
        page: page(&context, t.works_shelf()).with_crumbs(way),
        kinds: kinds.map(|(code, label)| (at(code, &asked.year, 1), label, asked.kind == code)).collect(),
        years: years.map(|(year, label)| (at(&asked.kind, &year, 1), label, asked.year == year)).collect(),
        homes: people::indented(&homes, |one| &one.short_name)
            .map(|(one, name)| (one.id.to_string(), name))
            .collect(),
        works: found.into_iter().map(card).collect(),
        narrowed: [&asked.kind, &asked.whose, &asked.year, &asked.q].iter().any(|one| !one.is_empty()),
        back: if number > 1 { at(&asked.kind, &asked.year, number - 1) } else { String::new() },
        on: if number * PAGE < total { at(&asked.kind, &asked.year, number + 1) } else { String::new() },
        place: t.people_page_alone(number.to_string()),
        total,
        asked,
    })
}
