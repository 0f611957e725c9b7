//! The form of a new lesson: what it is, its files, and whether it is published at once.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use jiff::ToSpan as _;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_store::Tx;

use crate::attachments;
use crate::lessons::keep::{self, Facts};
use crate::lessons::parts;
use crate::lessons::views::NewPage;
use crate::lessons::{LONGEST_DESCRIPTION, LONGEST_TITLE, Lesson, class, store};
use crate::meetings;
use crate::people::{self, Organization};
use crate::records::{self, Offer};
use crate::shell::lang::Messages;
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{
    Actor, Choice, Context, Error, Fields, Filed, Id, Lang, MediaFiled, Mistakes, Query, Result, Right, Work,
    page,
};

/// What whoever keeps lessons may do for their organization.
const KEEPS: Right = Right::RecordForOrganization;
/// The most organizations that one chooses from in a list.
const MOST_ORGANIZATIONS: usize = 300;
/// How far back a meeting may lie that a lesson is the recording of, in days, and how many are offered.
const RECENT: i64 = 92;
const MOST_MEETINGS: usize = 60;

/// What is in the fields.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    pub(super) title: String,
    pub(super) teacher: String,
    pub(super) description: String,
    pub(super) category: String,
    pub(super) meeting: String,
    pub(super) pass_right: String,
    pub(super) from_on: String,
    pub(super) to_on: String,
}

impl Typed {
    pub(super) fn of_fields(fields: &Fields) -> Self {
        let get = |name| fields.get(name).to_owned();
        Self {
            title: get("title"),
            teacher: get("teacher"),
            description: get("description"),
            category: get("category"),
            meeting: get("meeting"),
            pass_right: get("pass_right"),
            from_on: get("from_on"),
            to_on: get("to_on"),
        }
    }

    pub(super) fn of_lesson(lesson: &Lesson) -> Self {
        let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
        Self {
            title: lesson.title.clone(),
            teacher: lesson.teacher.clone().unwrap_or_default(),
            description: lesson.description.clone(),
            category: lesson.category.clone().unwrap_or_default(),
            meeting: lesson.meeting_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            pass_right: lesson.pass_right.to_string(),
            from_on: day(lesson.from_on),
            to_on: day(lesson.to_on),
        }
    }
}

/// What the fields say of a lesson.
pub(super) fn facts(fields: &Fields, mistakes: &mut Mistakes) -> Facts {
    let pass_right = match fields.get("pass_right") {
        "" => 0,
        number => number.parse().unwrap_or_else(|_| {
            mistakes.add("pass_right", Messages::field_not_a_number);
            0
        }),
    };
    Facts {
        title: fields.required("title", LONGEST_TITLE, mistakes),
        teacher: fields.text("teacher", LONGEST_TITLE, mistakes),
        description: fields.text("description", LONGEST_DESCRIPTION, mistakes).unwrap_or_default(),
        category: fields.text("category", 100, mistakes),
        meeting_id: fields.text("meeting", 64, mistakes).map(Id::from_text),
        pass_right,
        from_on: fields.date("from_on", mistakes),
        to_on: fields.date("to_on", mistakes),
    }
}

/// What the fields offer to choose from.
#[derive(Debug, Default)]
pub(super) struct Offered {
    /// The categories of the plan's activity, where it has any.
    pub(super) categories: Vec<Choice>,
    /// The meetings held lately.
    pub(super) meetings: Vec<Choice>,
}

/// What a lesson of an organization may be of; `typed` says what is chosen.
pub(super) fn offered(
    tx: &mut Tx,
    organization: &Organization,
    typed: &Typed,
    today: Date,
    lang: Lang,
) -> Result<Offered> {
    let offer = Offer::on(tx, today)?;
    let class = class::over(tx, &organization.path, today)?;
    let categories = class.map(|class| offer.categories(&class, &typed.category, lang));
    let days = (today.checked_sub(RECENT.days()).unwrap_or(today), today);
    let held = meetings::within(tx, meetings::Whose::Path(&organization.path), days, MOST_MEETINGS * 4)?;
    let choice = |it: meetings::Dated| {
        let title = format!("{} {}", records::day_said(it.time.day(), lang), it.title);
        Choice::among(&typed.meeting, it.id, title)
    };
    // A meeting from longer ago stays chosen.
    let mut meetings: Vec<Choice> = held
        .into_iter()
        .rev()
        .filter(|it| it.path == organization.path && it.is_held())
        .take(MOST_MEETINGS)
        .map(choice)
        .collect();
    if !typed.meeting.is_empty() && meetings.iter().all(|it| !it.chosen) {
        let found = meetings::find(tx, &Id::from_text(&typed.meeting))?;
        meetings.extend(found.map(|it| Choice::among(&typed.meeting, it.id, it.title)));
    }
    Ok(Offered { categories: categories.unwrap_or_default(), meetings })
}

/// What the address of an empty form asks for.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    organization: String,
    /// The meeting that it is the recording of.
    meeting: String,
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let typed = Typed { meeting: asked.meeting, pass_right: "0".to_owned(), ..Typed::default() };
    let key = Id::fresh().to_string();
    render_form(&form(&context, &asked.organization, typed, key, Vec::new(), Mistakes::default()).await?)
}

/// The organization of the form: the one asked for, or the first of the tops that the actor records for; with the tops.
fn organization(tx: &mut Tx, actor: &Actor, asked: &str) -> Result<(Organization, Vec<Organization>)> {
    let tops = people::reach(tx, actor, KEEPS)?;
    let chosen = match asked {
        "" => tops.first().cloned().ok_or(Error::Forbidden)?,
        id => people::require(tx, actor, KEEPS, &Id::from_text(id))?,
    };
    Ok((chosen, tops))
}

async fn form(
    context: &Context,
    asked: &str,
    typed: Typed,
    entry_key: String,
    files: Vec<Id>,
    mistakes: Mistakes,
) -> Result<NewPage> {
    let (actor, today, lang) = (context.actor()?.clone(), context.app.clock.today(), context.lang);
    let (asked, wanted) = (asked.to_owned(), typed.clone());
    let (chosen, all, offered, files) = context
        .app
        .read(move |tx| {
            let (chosen, tops) = organization(tx, &actor, &asked)?;
            let mut all = people::organizations_of(tx, &tops, MOST_ORGANIZATIONS)?;
            // One from further down, which an address asked for, is among them all the same.
            if all.iter().all(|one| one.id != chosen.id) {
                all.push(chosen.clone());
            }
            let offered = offered(tx, &chosen, &wanted, today, lang)?;
            let found = attachments::find(tx, &files)?;
            let own =
                found.into_iter().filter(|file| file.by_account_id == actor.account_id).collect::<Vec<_>>();
            Ok((chosen, all, offered, own))
        })
        .await?;
    let t = context.t();
    let way = vec![
        Crumb { href: Some("/lessons".to_owned()), label: t.nav_lessons() },
        Crumb { href: None, label: t.lessons_new() },
    ];
    let organizations = people::indented(&all, |one| &one.short_name)
        .map(|(one, title)| Choice::among(chosen.id.as_str(), &one.id, title));
    Ok(NewPage {
        page: page(context, t.lessons_new()).with_crumbs(way),
        organizations: organizations.collect(),
        organization: chosen.id.to_string(),
        organization_name: chosen.short_name,
        offered,
        files: files.iter().map(|file| attachments::view(file, t)).collect(),
        accepted: attachments::ACCEPTED_MEDIA,
        entry_key,
        typed,
        mistakes,
    })
}

/// Makes the lesson with its files; what is wrong comes back with what was typed and brought.
pub(super) async fn create(MediaFiled(Filed { context, fields, files }): MediaFiled) -> Result<Response> {
    let brought = attachments::bring_media(&context, &fields, files).await?;
    let mut mistakes = brought.mistakes;
    let mut files: Vec<Id> = fields.all("file").map(Id::from_text).collect();
    files.extend(brought.ids);
    let facts = facts(&fields, &mut mistakes);
    let key = fields.required("entry_key", 64, &mut mistakes);
    let made = match mistakes.check() {
        Ok(()) => make(&context, &fields, facts, key.clone(), files.clone()).await,
        Err(error) => Err(error),
    };
    match made {
        Ok((id, true)) => Ok(Redirect::to(&format!("/lessons/{id}?published=1")).into_response()),
        Ok((id, false)) => Ok(Redirect::to(&format!("/lessons/{id}/edit?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let typed = Typed::of_fields(&fields);
            let form = form(&context, fields.get("organization"), typed, key, files, mistakes).await?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
        }
        Err(error) => Err(error),
    }
}

async fn make(
    context: &Context,
    fields: &Fields,
    facts: Facts,
    key: String,
    files: Vec<Id>,
) -> Result<(Id, bool)> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let (asked, publishes) = (fields.get("organization").to_owned(), fields.get("do") == "publish");
    let make = move |work: &mut Work<'_>| {
        let (chosen, _) = organization(work, &actor, &asked)?;
        let key = format!("{}:{key}", actor.account_id);
        if let Some(earlier) = store::by_entry_key(work, &key)? {
            return Ok((earlier, publishes));
        }
        let id = keep::make(work, &key, &chosen.id, facts)?;
        for file in &files {
            parts::add_file(work, &id, &actor.account_id, file)?;
        }
        if publishes {
            keep::publish(work, &id, today)?;
        }
        Ok((id, publishes))
    };
    context.write(make).await
}
