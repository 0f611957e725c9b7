//! Choosing the field days that a report is begun from.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};

use crate::records::Entry;
use crate::research;
use crate::shell::layout::{Crumb, render};
use crate::shell::{Context, Error, Id, Mistakes, Page, Posted, Result, Work, page};
use crate::works::{Kind, draft, hand_in};

#[derive(Debug, Template)]
#[template(path = "works/draft.html")]
struct DraftPage {
    page: Page,
    entry_key: String,
    stays: Vec<Stay>,
    /// Where a report is begun without field days.
    blank: String,
    wrong: String,
}

#[derive(Debug)]
struct Stay {
    id: String,
    days: String,
    what: String,
    noted: bool,
}

pub(super) async fn new(context: Context) -> Result<Response> {
    render(&laid_out(&context, &Mistakes::default()).await?)
}

async fn laid_out(context: &Context, mistakes: &Mistakes) -> Result<DraftPage> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let today = context.app.clock.today();
    let (heads, activities) = context
        .app
        .read(move |tx| {
            let activities = hand_in::activities(tx, &person_id, Kind::Report, today)?;
            Ok((research::heads(tx, &person_id, today)?, activities))
        })
        .await?;
    let (t, lang) = (context.t(), context.lang);
    let way = vec![
        Crumb { href: Some("/works".to_owned()), label: t.nav_works() },
        Crumb { href: None, label: t.works_draft() },
    ];
    let stay = |head: research::Head| Stay {
        id: head.id.to_string(),
        days: research::days_said(&head.days, lang),
        what: head
            .parts
            .iter()
            .map(|part| t.works_draft_part(part.place.as_str(), part.topic.as_str()))
            .collect::<Vec<_>>()
            .join("；"),
        noted: head.note_id.is_some(),
    };
    Ok(DraftPage {
        page: page(context, t.works_draft()).with_crumbs(way),
        entry_key: Id::fresh().to_string(),
        stays: heads.into_iter().map(stay).collect(),
        blank: match activities.first() {
            Some(one) => format!("/notes/new?activity={}", one.name.code),
            None => "/notes/new".to_owned(),
        },
        wrong: mistakes.at("stay", t),
    })
}

pub(super) async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let t = context.t();
    let begun = context.write(move |work: &mut Work<'_>| {
        let mut mistakes = Mistakes::default();
        let key = fields.required("entry_key", 64, &mut mistakes);
        mistakes.check()?;
        let chosen: Vec<Id> = fields.all("stay").map(Id::from_text).collect();
        draft::begin(work, &entry, &person_id, &key, &chosen, t)
    });
    match begun.await {
        Ok(note) => Ok(Redirect::to(&format!("/notes/{note}/edit")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let page = laid_out(&context, &mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&page)?).into_response())
        }
        Err(error) => Err(error),
    }
}
