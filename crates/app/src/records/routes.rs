//! The addresses of records, and the lists among them.

use axum::response::Response;
use form_urlencoded::Serializer;
use jiff::civil::Date;
use serde::Deserialize;
use xueji_plan::words as plan_words;
use xueji_store::Tx;

use crate::people;
use crate::records::offer::Offer;
use crate::records::reach::{self, Act};
use crate::records::views::{EventPage, IndexPage, Link, Row};
use crate::records::{
    self, Attestation, Filter, Record, Subject, attached, enter, live, many, shown, store, words,
};
use crate::shell::layout::render;
use crate::shell::{Access, Context, Error, Id, OrNotFound, Path, Query, Result, Right, Routes, page};

pub(crate) fn routes() -> Routes {
    Routes::default()
        .page("/records", Access::Person, index)
        .form("/records", Access::Person, enter::create)
        .page("/records/new", Access::Person, enter::new)
        .page("/records/many", Access::Holding(Right::RecordForOrganization), many::new)
        .form("/records/many", Access::Holding(Right::RecordForOrganization), many::create)
        .page("/records/{id}", Access::SignedIn, shown::show)
        .form("/records/{id}/read", Access::SignedIn, shown::read)
        .page("/records/{id}/correct", Access::SignedIn, enter::edit)
        .form("/records/{id}/correct", Access::SignedIn, enter::correct)
        .form("/records/{id}/withdraw", Access::SignedIn, shown::withdraw)
        .form("/records/{id}/attest", Access::SignedIn, shown::attest)
        .form("/records/{id}/files", Access::SignedIn, attached::add)
        .page("/records/{id}/files/{file}", Access::SignedIn, attached::whole)
        .page("/records/{id}/files/{file}/small", Access::SignedIn, attached::small)
        .page("/events/{event_id}", Access::SignedIn, event)
}

/// Which records are asked for; one's own unless another subject is named.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    person: String,
    organization: String,
    activity: String,
    category: String,
    /// `2026-03`.
    month: String,
    on: String,
    page: usize,
}

impl Asked {
    fn filter(&self) -> Filter {
        let on: Option<Date> = self.on.parse().ok();
        let month: Option<Date> = format!("{}-01", self.month).parse().ok();
        let some = |text: &String| (!text.is_empty()).then(|| text.clone());
        Filter {
            activities: some(&self.activity).into_iter().collect(),
            category: some(&self.category),
            from: on.or(month),
            to: on.or(month.map(Date::last_of_month)),
        }
    }

    fn is_filtered(&self) -> bool {
        [&self.activity, &self.category, &self.month, &self.on].iter().any(|text| !text.is_empty())
    }

    /// The address of this list.
    fn href(&self) -> String {
        let mut query = Serializer::new(String::new());
        let pairs = [
            ("person", &self.person),
            ("organization", &self.organization),
            ("activity", &self.activity),
            ("category", &self.category),
            ("month", &self.month),
            ("on", &self.on),
        ];
        query.extend_pairs(pairs.into_iter().filter(|(_, value)| !value.is_empty()));
        if self.page > 0 {
            query.append_pair("page", &self.page.to_string());
        }
        let query = query.finish();
        if query.is_empty() { "/records".to_owned() } else { format!("/records?{query}") }
    }
}

async fn index(context: Context, Query(asked): Query<Asked>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let subject = match (asked.person.as_str(), asked.organization.as_str()) {
        ("", "") => Subject::Person(actor.person_id.clone().ok_or(Error::Forbidden)?),
        ("", organization) => Subject::Organization(Id::from_text(organization)),
        (person, _) => Subject::Person(Id::from_text(person)),
    };
    let (filter, at) = (asked.filter(), asked.page);
    let found = context
        .app
        .read(move |tx| {
            reach::require(tx, &actor, Act::See, &subject, today)?;
            let own = reach::is_own(&actor, &subject);
            let (records, total) = records::of_subject(tx, &subject, &filter, at)?;
            Ok(Found {
                offer: Offer::on(tx, today)?,
                activities: live::activities_of(tx, &subject)?,
                whose: if own { None } else { Some(reach::name_of(tx, &subject)?) },
                rows: with_attestations(tx, records)?,
                total,
            })
        })
        .await?;
    render(&listed(&context, &asked, &found, today))
}

/// A page of records and what surrounds it.
struct Found {
    offer: Offer,
    /// Which activities have records, and how many.
    activities: Vec<(String, i64)>,
    /// Whose they are, where not the visitor's own.
    whose: Option<String>,
    rows: Vec<(Record, Vec<Attestation>)>,
    total: i64,
}

fn listed(context: &Context, asked: &Asked, found: &Found, today: Date) -> IndexPage {
    let (t, lang) = (context.t(), context.lang);
    let first = Asked { page: 0, ..asked.clone() };
    let chip = |label: String, current: bool, to: Asked| Link { href: to.href(), label, current };
    let activities = found.activities.iter().map(|(code, count)| {
        let current = asked.activity == *code;
        let to = if current { String::new() } else { code.clone() };
        let label = format!("{} {count}", found.offer.title(code, lang));
        chip(label, current, Asked { activity: to, category: String::new(), ..first.clone() })
    });
    let chosen = found.offer.find(&asked.activity).map(|(_, activity)| activity);
    let categories =
        chosen.map(|activity| found.offer.categories(activity, &asked.category, lang)).unwrap_or_default();
    let categories = categories.into_iter().map(|choice| {
        let to = if choice.chosen { String::new() } else { choice.code };
        chip(choice.title, choice.chosen, Asked { category: to, ..first.clone() })
    });
    let months = (1..=today.month()).rev().map(|month| {
        let code = format!("{}-{month:02}", today.year());
        let current = asked.month == code;
        let to = if current { String::new() } else { code };
        chip(
            t.records_month(month.to_string()),
            current,
            Asked { month: to, on: String::new(), ..first.clone() },
        )
    });
    let pages = usize::try_from(found.total).unwrap_or(0).div_ceil(store::PAGE);
    let at = |page: usize| Asked { page, ..asked.clone() }.href();
    let title = match &found.whose {
        Some(name) => t.records_title_of(name),
        None => t.nav_records(),
    };
    let from = asked.page.saturating_mul(store::PAGE);
    let row = |(index, (record, said)): (usize, &(Record, Vec<Attestation>))| {
        row(context, &found.offer, record, said, from + index + 1, "")
    };
    IndexPage {
        page: page(context, title),
        total: t.records_total(found.total.to_string()),
        activities: activities.collect(),
        categories: categories.collect(),
        months: months.collect(),
        all: asked.is_filtered().then(|| {
            let (person, organization) = (asked.person.clone(), asked.organization.clone());
            Asked { person, organization, ..Asked::default() }.href()
        }),
        rows: found.rows.iter().enumerate().map(row).collect(),
        previous: asked.page.checked_sub(1).map(at),
        next: (asked.page + 1 < pages).then(|| at(asked.page + 1)),
    }
}

/// A record as a line of a list.
fn row(
    context: &Context,
    offer: &Offer,
    record: &Record,
    said: &[Attestation],
    number: usize,
    whose: &str,
) -> Row {
    let lang = context.lang;
    Row {
        number,
        href: format!("/records/{}", record.id),
        whose: whose.to_owned(),
        title: record.title.clone(),
        activity: offer.title(&record.activity, lang),
        category: record.category.as_ref().map(|code| offer.category(code, lang)).unwrap_or_default(),
        when: words::days(record, lang),
        amount: if record.outcome.took_part() {
            plan_words::quantity(record.quantity, lang.of_plan())
        } else {
            String::new()
        },
        marks: shown::marks(record, said, context.t()),
    }
}

fn with_attestations(tx: &mut Tx, records: Vec<Record>) -> Result<Vec<(Record, Vec<Attestation>)>> {
    let ids: Vec<Id> = records.iter().map(|record| record.id.clone()).collect();
    let said = records::attested_among(tx, &ids)?;
    let of = |id: &Id| said.iter().filter(|(record, _)| record == id).map(|(_, kind)| *kind).collect();
    Ok(records.into_iter().map(|record| (record.clone(), of(&record.id))).collect())
}

/// Everybody's rows of one event; those whose records the visitor may not see are left out.
async fn event(context: Context, Path(event_id): Path<String>) -> Result<Response> {
    let (actor, today) = (context.actor()?.clone(), context.app.clock.today());
    let event_id = Id::from_text(event_id);
    let (offer, rows) = context
        .app
        .read(move |tx| {
            let records = records::of_event(tx, &event_id)?;
            let mut rows = Vec::new();
            for (record, said) in with_attestations(tx, records)? {
                let subject = record.subject();
                if reach::may(tx, &actor, Act::See, &subject, today)? {
                    let name = reach::name_of(tx, &subject)?;
                    rows.push((record, said, name));
                }
            }
            // By the names, as on a sign-in sheet; the organization's own comes first.
            rows.sort_by_cached_key(|(record, _, name): &(Record, _, String)| {
                (record.person_id.is_some(), people::initials(name))
            });
            Ok((Offer::on(tx, today)?, rows))
        })
        .await?;
    let (first, _, _) = rows.first().or_not_found()?;
    let (t, lang) = (context.t(), context.lang);
    let again_href = format!("/records/many?organization={}", first.organization_id);
    let people = rows.iter().filter(|(record, _, _)| record.person_id.is_some()).count();
    let lead = format!(
        "{} · {} · {}",
        offer.title(&first.activity, lang),
        words::days(first, lang),
        t.records_people(people.to_string())
    );
    let title = first.title.clone();
    let line = |(index, (record, said, name)): (usize, &(Record, Vec<Attestation>, String))| {
        row(&context, &offer, record, said, index + 1, name)
    };
    render(&EventPage {
        page: page(&context, title),
        lead,
        rows: rows.iter().enumerate().map(line).collect(),
        again_href,
    })
}
