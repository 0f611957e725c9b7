//! The form of a stay as a page: what is needed on the road first, the rest folded away.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use serde::Deserialize;
use xueji_store::Tx;

use crate::people::{self, Person};
use crate::records::Entry;
use crate::research::clash::{self, clash};
use crate::research::{
    Form, MOST_MEASURES, MOST_PARTS, Stay, change, findings, form, log, places, store, words,
};
use crate::shell::layout::{Crumb, render, render_form};
use crate::shell::{Context, Error, Fields, Id, Mistakes, Page, Path, Posted, Query, Result, Work, page};

#[derive(Debug, Template)]
#[template(path = "research/form.html")]
pub(super) struct FormPage {
    page: Page,
    action: String,
    back: String,
    /// Whether it enters a stay, and does not correct one.
    fresh: bool,
    entry_key: String,
    typed: Fields,
    mistakes: Mistakes,
    /// What covers one of the days already: where it is, and what it is called.
    clash: Option<(String, String)>,
    counts: bool,
    activities: Vec<(String, String)>,
    forms: Vec<(&'static str, String)>,
    people: Vec<Choice>,
    places: Vec<String>,
    parts: Vec<usize>,
    measures: Vec<usize>,
}

#[derive(Debug)]
struct Choice {
    id: String,
    name: String,
    sought: String,
    chosen: bool,
}

impl FormPage {
    fn wrong(&self, field: &str) -> String {
        self.mistakes.at(field, self.page.t)
    }

    fn value(&self, name: &str) -> String {
        self.typed.get(name).to_owned()
    }

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "templates call it with what they loop over")]
    fn numbered(&self, name: &str, number: &usize) -> String {
        self.typed.get(&format!("{name}-{number}")).to_owned()
    }

    /// Whether what is folded away must be seen.
    fn more_open(&self) -> bool {
        let rest = self.parts.iter().skip(1).any(|number| !self.numbered("topic", number).is_empty());
        rest || !self.value("from_noon").is_empty()
            || !self.value("until_noon").is_empty()
            || !self.wrong("until_noon").is_empty()
    }

    fn people_open(&self) -> bool {
        self.people.iter().any(|one| one.chosen) || !self.value("companions").is_empty()
    }

    fn measures_open(&self) -> bool {
        !self.wrong("measures").is_empty()
            || self.measures.iter().any(|number| !self.numbered("problem", number).is_empty())
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    on: String,
}

pub(super) async fn new(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let today = context.app.clock.today();
    let on = asked.on.parse().unwrap_or(today).min(today).to_string();
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    let typed = Fields::of([pair("first_on", &on), pair("last_on", &on), pair("form", Form::Visit.code())]);
    render_form(&laid_out(&context, None, typed, Mistakes::default()).await?)
}

pub(super) async fn edit(context: Context, Path(id): Path<String>) -> Result<Response> {
    let (own, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let found = context.app.read(move |tx| {
        let stay = change::own(tx, own.as_ref(), &id)?;
        let fields = form::filled(tx, &stay)?;
        Ok((stay, fields))
    });
    let (stay, fields) = found.await?;
    render_form(&laid_out(&context, Some(stay), fields, Mistakes::default()).await?)
}

pub(super) async fn create(Posted { context, fields }: Posted) -> Result<Response> {
    let person_id = context.actor()?.person_id.clone().ok_or(Error::Forbidden)?;
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let typed = fields.clone();
    let entered = context.write(move |work: &mut Work<'_>| {
        let mut mistakes = Mistakes::default();
        let key = typed.required("entry_key", 64, &mut mistakes);
        let text = typed.text("findings", crate::notes::LONGEST, &mut mistakes);
        mistakes.check()?;
        let draft = form::read(work, &typed)?;
        let id = log::log(work, &entry, &person_id, &key, &draft)?;
        if let (Some(text), Some(stay)) = (text, store::find(work, &id)?) {
            findings::begin(work, &entry, &stay, &text)?;
        }
        Ok(id)
    });
    match entered.await {
        Ok(id) => Ok(Redirect::to(&format!("/research/{id}?saved=1")).into_response()),
        Err(Error::Invalid(mistakes)) => refused(&context, None, fields, mistakes).await,
        Err(error) => Err(error),
    }
}

pub(super) async fn correct(Path(id): Path<String>, Posted { context, fields }: Posted) -> Result<Response> {
    let (own, id) = (context.actor()?.person_id.clone(), Id::from_text(id));
    let entry = Entry::now(&context.app.clock, context.actor()?.account_id.clone(), "web");
    let (typed, whose, at) = (fields.clone(), own.clone(), id.clone());
    let reason = context.t().research_corrected();
    let changed = context.write(move |work: &mut Work<'_>| {
        let stay = change::held(work, whose.as_ref(), &at)?;
        let mut mistakes = Mistakes::default();
        let key = typed.required("entry_key", 64, &mut mistakes);
        let said = typed.text("reason", 500, &mut mistakes).unwrap_or(reason);
        mistakes.check()?;
        let draft = form::read(work, &typed)?;
        change::change(work, &entry, &stay, &key, &draft, &said)
    });
    match changed.await {
        Ok(()) => Ok(Redirect::to(&format!("/research/{id}")).into_response()),
        Err(Error::Invalid(mistakes)) => {
            let stay = context.app.read(move |tx| change::own(tx, own.as_ref(), &id)).await?;
            refused(&context, Some(stay), fields, mistakes).await
        }
        Err(error) => Err(error),
    }
}

async fn refused(
    context: &Context,
    stay: Option<Stay>,
    typed: Fields,
    mistakes: Mistakes,
) -> Result<Response> {
    let form = laid_out(context, stay, typed, mistakes).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, render(&form)?).into_response())
}

/// What the form needs besides what was typed.
struct Offered {
    activities: Vec<xueji_plan::Activity>,
    people: Vec<Person>,
    places: Vec<String>,
    clash: Option<clash::Found>,
}

fn offered(tx: &mut Tx, context: &Context, stay: Option<&Stay>, typed: &Fields) -> Result<Offered> {
    let (person_id, today) =
        (context.actor()?.person_id.clone().ok_or(Error::Forbidden)?, context.app.clock.today());
    let last = typed.get("last_on").parse().unwrap_or(today);
    let first = typed.get("first_on").parse().unwrap_or(last);
    let activities = log::activities(tx, &person_id, last)?;
    let mut ids = store::with_before(tx, &person_id)?;
    ids.extend(typed.all("companion").map(Id::from_text));
    let mut all: Vec<Person> = Vec::new();
    for id in ids {
        if id != person_id && all.iter().all(|known| known.id != id) {
            all.extend(people::person(tx, &id)?);
        }
    }
    if let Some(home) = people::home(tx, &person_id, today)? {
        for person in people::members(tx, &home.id, today)? {
            if person.id != person_id && all.iter().all(|known| known.id != person.id) {
                all.push(person);
            }
        }
    }
    let code = activities.first().map(|one| one.name.code.as_str());
    let found = if first <= last { clash(tx, &person_id, code, (first, last), stay)? } else { None };
    Ok(Offered { activities, people: all, places: places::offered(tx, &person_id)?, clash: found })
}

async fn laid_out(
    context: &Context,
    stay: Option<Stay>,
    typed: Fields,
    mistakes: Mistakes,
) -> Result<FormPage> {
    let (asking, old, fields) = (context.clone(), stay.clone(), typed.clone());
    let offered = context.app.read(move |tx| offered(tx, &asking, old.as_ref(), &fields)).await?;
    let (t, lang) = (context.t(), context.lang);
    let title = if stay.is_some() { t.research_correct() } else { t.research_new() };
    let way = vec![
        Crumb { href: Some("/research".to_owned()), label: t.nav_research() },
        Crumb { href: None, label: title.clone() },
    ];
    let chosen: Vec<String> = typed.all("companion").map(str::to_owned).collect();
    let choice = |person: Person| Choice {
        chosen: chosen.iter().any(|id| id == person.id.as_str()),
        id: person.id.to_string(),
        sought: format!("{} {}", person.name, person.initials),
        name: person.name,
    };
    let at = stay.as_ref().map_or_else(|| "/research".to_owned(), |stay| format!("/research/{}", stay.id));
    let clash = offered.clash.filter(|_| !mistakes.at("first_on", t).is_empty());
    let key = Some(typed.get("entry_key")).filter(|key| !key.is_empty() && stay.is_none());
    Ok(FormPage {
        page: page(context, title).with_crumbs(way),
        fresh: stay.is_none(),
        entry_key: key.map_or_else(|| Id::fresh().to_string(), str::to_owned),
        clash: clash.map(|found| {
            let (first, last) = found.days();
            (found.href(), words::span(first, last, lang))
        }),
        counts: !offered.activities.is_empty(),
        activities: if offered.activities.len() > 1 {
            let one = |one: &xueji_plan::Activity| (one.name.code.clone(), lang.title(&one.name).to_owned());
            offered.activities.iter().map(one).collect()
        } else {
            Vec::new()
        },
        forms: Form::ALL.map(|form| (form.code(), words::form(form, t))).into_iter().collect(),
        people: offered.people.into_iter().map(choice).collect(),
        places: offered.places,
        parts: (1..=MOST_PARTS).collect(),
        measures: (1..=MOST_MEASURES).collect(),
        action: at.clone(),
        back: at,
        typed,
        mistakes,
    })
}
