//! One's notebook: the line for today, what is unfinished, and every note by month, tag and words.

use axum::response::Response;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::notebook::views::{IndexPage, Logged, Row};
use crate::notes::{self, Filter, Hit, Listed};
use crate::records::{self, Offer, Record, Subject};
use crate::shell::layout::{Chip, render};
use crate::shell::{Context, Error, Id, Query, Result, page};

/// Notes on a page.
const PAGE: usize = 50;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    q: String,
    /// `2026-03`, or a whole year: `2026`.
    month: String,
    tag: String,
    activity: String,
    /// "drafts", "put-away".
    only: String,
    page: usize,
    /// The record that was logged just now.
    logged: String,
    /// The note that was put away just now.
    put_away: String,
}

impl Asked {
    fn filter(&self) -> Filter {
        let month: Option<Date> = format!("{}-01", self.month).parse().ok();
        let year: Option<Date> = format!("{}-01-01", self.month).parse().ok();
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        Filter {
            from: month.or(year),
            to: month.map(Date::last_of_month).or(year.map(Date::last_of_year)),
            activity: some(&self.activity),
            tag: some(&self.tag),
            drafts: self.only == "drafts",
            discarded: self.only == "put-away",
            ..Filter::default()
        }
    }

    /// What narrows the list besides the words.
    fn kept(&self) -> Vec<(&'static str, String)> {
        let pairs =
            [("month", &self.month), ("tag", &self.tag), ("activity", &self.activity), ("only", &self.only)];
        pairs
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name, value.clone()))
            .collect()
    }

    fn href(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        if !self.q.is_empty() {
            query.append_pair("q", &self.q);
        }
        query.extend_pairs(self.kept());
        if self.page > 0 {
            query.append_pair("page", &self.page.to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/notes".to_owned() } else { format!("/notes?{query}") }
    }
}

struct Found {
    offer: Offer,
    rows: Vec<Listed>,
    total: i64,
    /// What was searched for, where it was.
    hits: Option<Vec<Hit>>,
    drafts: i64,
    put_away: i64,
    years: Vec<String>,
    months: Vec<(String, i64)>,
    tags: Vec<(String, i64)>,
    logged: Option<Record>,
    /// What was studied lately, to be tapped again.
    lately: Vec<String>,
}

fn found(tx: &mut Tx, person: &Id, asked: &Asked, size: usize, today: Date) -> Result<Found> {
    let from = asked.page.saturating_mul(size);
    let searched = !asked.q.trim().is_empty();
    let hits = if searched {
        Some(notes::search(tx, person, &asked.q, &asked.filter(), from, size + 1)?)
    } else {
        None
    };
    let (rows, total) =
        if searched { (Vec::new(), 0) } else { notes::list(tx, person, &asked.filter(), from, size)? };
    let drafts = Filter { drafts: true, ..Filter::default() };
    let put_away = Filter { discarded: true, ..Filter::default() };
    let year = asked.filter().from.unwrap_or(today);
    let logged =
        if asked.logged.is_empty() { None } else { records::find(tx, &Id::from_text(&asked.logged))? };
    let mut lately: Vec<String> = Vec::new();
    for record in records::latest_of(tx, &Subject::Person(person.clone()), 20)? {
        if !lately.contains(&record.title) {
            lately.push(record.title);
        }
    }
    Ok(Found {
        offer: Offer::on(tx, today)?,
        drafts: notes::list(tx, person, &drafts, 0, 1)?.1,
        put_away: notes::list(tx, person, &put_away, 0, 1)?.1,
        years: notes::years(tx, person)?,
        months: notes::months(tx, person, year.first_of_year(), year.last_of_year())?,
        tags: notes::tags_used(tx, person)?,
        logged: logged.filter(|record| record.person_id.as_ref() == Some(person)),
        lately,
        rows,
        total,
        hits,
    })
}

pub(super) async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let person = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let (today, size, wanted) = (context.app.clock.today(), context.page_size(PAGE), asked.clone());
    let found = context.app.read(move |tx| found(tx, &person, &wanted, size, today)).await?;
    render(&laid_out(&context, &asked, found, size))
}

fn laid_out(context: &Context, asked: &Asked, found: Found, size: usize) -> IndexPage {
    let (t, lang) = (context.t(), context.lang);
    let plain = Asked::default();
    let here = Asked { page: 0, logged: String::new(), put_away: String::new(), ..asked.clone() };
    let row = |note: &notes::Note, title: String, told: String, around: Option<[String; 3]>| Row {
        href: format!("/notes/{}", note.id),
        title: if title.is_empty() { t.notebook_untitled() } else { title },
        on: records::day_said(note.happened_on, lang),
        activity: note.activity.as_ref().map(|code| found.offer.title(code, lang)).unwrap_or_default(),
        told,
        is_draft: note.entered.is_none(),
        has_more: note.has_more(),
        around,
    };
    let more = found.hits.as_ref().is_some_and(|hits| hits.len() > size)
        || i64::try_from((asked.page + 1).saturating_mul(size)).unwrap_or(i64::MAX) < found.total;
    let rows = match &found.hits {
        Some(hits) => {
            let hits = hits.iter().take(size);
            hits.map(|hit| row(&hit.note, hit.title.clone(), String::new(), hit.around.clone())).collect()
        }
        None => found
            .rows
            .iter()
            .map(|one| {
                let files = (one.files > 0).then(|| t.notebook_pages(one.files.to_string()));
                let long = (one.characters > 0).then(|| t.notebook_characters(one.characters.to_string()));
                let told: Vec<String> = long.into_iter().chain(files).collect();
                row(&one.note, one.title.clone(), told.join(" · "), None)
            })
            .collect(),
    };
    let shown_year = found.months.first().and_then(|(code, _)| code.split('-').next()).unwrap_or_default();
    let years = found.years.iter().filter(|year| found.years.len() > 1 || *year != shown_year).map(|year| {
        let current = asked.month == *year;
        let to = if current { String::new() } else { year.clone() };
        Chip {
            href: Asked { month: to, ..here.clone() }.href(),
            label: t.portfolio_year(year.as_str()),
            current,
        }
    });
    let months = found.months.iter().rev().map(|(code, count)| {
        let current = asked.month == *code;
        let month = code.split('-').nth(1).unwrap_or_default().trim_start_matches('0').to_owned();
        let to = if current { String::new() } else { code.clone() };
        Chip {
            href: Asked { month: to, ..here.clone() }.href(),
            label: t.notebook_month(month, count.to_string()),
            current,
        }
    });
    let tags = found.tags.iter().map(|(tag, count)| {
        let current = asked.tag == *tag;
        let to = if current { String::new() } else { tag.clone() };
        Chip { href: Asked { tag: to, ..here.clone() }.href(), label: format!("#{tag} {count}"), current }
    });
    let only = |code: &str, count: i64, label: String| {
        let current = asked.only == code;
        let to = if current { String::new() } else { code.to_owned() };
        (count > 0 || current).then(|| Chip {
            href: Asked { only: to, ..here.clone() }.href(),
            label,
            current,
        })
    };
    let drafts = only("drafts", found.drafts, t.notebook_drafts(found.drafts.to_string()));
    let put_away = only("put-away", found.put_away, t.notebook_put_away_count(found.put_away.to_string()));
    let narrowed = here.href() != plain.href();
    IndexPage {
        page: page(context, t.nav_notes()),
        lead: match &found.hits {
            Some(_) => t.notebook_found_for(asked.q.trim().to_owned()),
            None => t.notebook_total(found.total.to_string()),
        },
        q: asked.q.clone(),
        entry_key: Id::fresh().to_string(),
        logged: found.logged.as_ref().map(|record| Logged {
            said: t.notebook_logged(records::day_said(record.last_on, lang), record.title.clone()),
            id: record.id.to_string(),
            note_href: record.note().is_none().then(|| {
                format!("/notes/new?record={}&on={}&activity={}", record.id, record.last_on, record.activity)
            }),
            undo_key: Id::fresh().to_string(),
        }),
        put_away: (!asked.put_away.is_empty()).then(|| asked.put_away.clone()),
        lately: found.lately.into_iter().take(8).collect(),
        chips: drafts.into_iter().chain(put_away).chain(years).chain(months).chain(tags).collect(),
        kept: here.kept(),
        all: narrowed.then(|| plain.href()),
        rows,
        previous: (asked.page > 0).then(|| Asked { page: asked.page - 1, ..here.clone() }.href()),
        next: more.then(|| Asked { page: asked.page + 1, ..here }.href()),
    }
}
